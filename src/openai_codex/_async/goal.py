"""`AsyncGoalHandle`: a goal that the runtime pursues over several turns, for asyncio."""

from __future__ import annotations

import asyncio
from contextlib import aclosing, suppress
from typing import TYPE_CHECKING

from openai_codex._connection.asyncio.async_closing import closed_by_loop
from openai_codex._protocol.goal_events import running_turn
from openai_codex._requests.input_wire import input_to_wire
from openai_codex._results.deadline import INTERRUPT_GRACE
from openai_codex.errors import CodexError, JsonRpcError

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from codex_protocol import TurnSteerResponse
    from openai_codex._async.requests import AsyncCalls
    from openai_codex._connection.asyncio.connection import AsyncConnection
    from openai_codex._protocol.goal_events import GoalFeed
    from openai_codex._protocol.notifications import Notification
    from openai_codex._requests.input_wire import SteerInput
    from openai_codex._results.result import GoalResult


class AsyncGoalHandle:
    """A goal that is being pursued, seen as one turn. Made by `AsyncThread.start_goal` and `AsyncThread.resume_goal`.

    It is over when no turn runs and none will follow: the goal is complete, blocked, paused, out of its budget or
    cleared, or a turn was interrupted or failed. Events are kept from the start on, as those of a turn are.
    """

    def __init__(self, calls: AsyncCalls, connection: AsyncConnection, feed: GoalFeed) -> None:
        # It is pursued in the runtime that it was started in.
        self._calls = calls.at(connection)
        self._connection = connection
        self._feed = feed
        self.thread_id = feed.key
        """The id of the thread."""

    async def stream(self, *, detach: bool = False) -> AsyncGenerator[Notification, None]:
        """Yield the events of the thread as they come, over all turns, until the goal is over.

        Who stops before that interrupts the goal, unless somebody else reads it too; `detach` lets it go on. Raises
        `TransportClosedError` if the runtime goes away before the end.
        """
        try:
            with self._connection.subscribe(self._feed) as events:
                while event := await events.next():
                    yield event
        except GeneratorExit:
            if closed_by_loop():
                self._left_soon(detach)
            else:
                await self._left(detach)
            raise
        except BaseException:
            await self._left(detach)
            raise

    async def run(self, *, detach: bool = False) -> GoalResult:
        """Wait until the goal is over and return what it came to.

        Who is cancelled, or broken off by Ctrl-C, while waiting interrupts the goal; `detach` lets it go on.

        Raises `TurnFailedError`, whose result is a `GoalResult`, if a turn fails, and `TransportClosedError` if the
        runtime goes away before the end.
        """
        from openai_codex._results.goal_collector import GoalCollector

        collector = GoalCollector()
        async with aclosing(self.stream(detach=detach)) as events:
            async for event in events:
                collector.add(event)
        return collector.result()

    async def steer(self, input: SteerInput) -> TurnSteerResponse:
        """Give the running turn more to work on (`turn/steer`); between two turns, the next one is waited for.

        Raises `InvalidRequestError` if the goal is over.
        """
        items = input_to_wire(input)
        feed = self._feed
        await self._connection.wait_until(
            feed, lambda: feed.ended or feed.running_turn is not None, self._calls.timeout
        )
        turn_id = feed.running_turn or ""
        return await self._calls.rpc.turn_steer(thread_id=self.thread_id, expected_turn_id=turn_id, input=items)

    async def interrupt(self) -> None:
        """Pause the goal (`thread/goal/set`), so that no turn follows, and stop the one that runs (`turn/interrupt`).

        Does nothing if the goal is over.
        """
        if self._feed.ended:
            return
        await self._calls.rpc.thread_goal_set(thread_id=self.thread_id, status="paused")
        turn_id = self._feed.running_turn or await self._just_started()
        if turn_id is not None:
            mailbox = self._connection.mailbox(turn_id)
            await self._connection.interrupt(self.thread_id, mailbox, self._calls.timeout)

    async def _just_started(self) -> str | None:
        """Return the turn that runs although nothing was told of it: the runtime was at it when the goal was paused."""
        try:
            reply = await self._calls.call("thread/read", {"threadId": self.thread_id, "includeTurns": True})
        except JsonRpcError:
            # Nothing is stored of a thread before its first turn has run.
            return None
        return running_turn(reply)

    async def _left(self, detach: bool) -> None:
        """Interrupt the goal, if nobody here reads it any more and it was not to go on."""
        if detach or self._feed.ended or self._feed.readers:
            return
        # It may end by itself in this moment, or with the runtime; there is nothing to interrupt then.
        with suppress(CodexError, asyncio.TimeoutError):
            await asyncio.wait_for(self.interrupt(), INTERRUPT_GRACE)

    def _left_soon(self, detach: bool) -> None:
        """The same without waiting for it."""
        if detach or self._feed.ended or self._feed.readers:
            return
        self._connection.request_soon("thread/goal/set", {"threadId": self.thread_id, "status": "paused"})
        if (turn_id := self._feed.running_turn) is not None:
            self._connection.request_soon("turn/interrupt", {"threadId": self.thread_id, "turnId": turn_id})

    def __repr__(self) -> str:
        return f"AsyncGoalHandle(thread_id={self.thread_id!r})"
