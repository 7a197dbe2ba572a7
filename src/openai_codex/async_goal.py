"""`AsyncGoalHandle`: a goal that the runtime pursues over several turns, for asyncio."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openai_codex.inputs import input_to_wire

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from codex_protocol import TurnSteerResponse
    from openai_codex.async_connection import AsyncConnection
    from openai_codex.events import Notification
    from openai_codex.goal_feed import GoalFeed
    from openai_codex.inputs import SteerInput
    from openai_codex.result import GoalResult


class AsyncGoalHandle:
    """A goal that is being pursued, seen as one turn. Made by `AsyncThread.start_goal` and `AsyncThread.resume_goal`.

    It is over when no turn runs and none will follow: the goal is complete, blocked, paused, out of its budget or
    cleared, or a turn was interrupted or failed. Events are kept from the start on, as those of a turn are.
    """

    def __init__(self, connection: AsyncConnection, feed: GoalFeed) -> None:
        self._connection = connection
        self._feed = feed
        self.thread_id = feed.key
        """The id of the thread."""

    async def stream(self) -> AsyncIterator[Notification]:
        """Yield the events of the thread as they come, over all turns, until the goal is over.

        Raises `TransportClosedError` if the runtime goes away before that.
        """
        with self._connection.subscribe(self._feed) as events:
            while event := await events.next():
                yield event

    async def run(self) -> GoalResult:
        """Wait until the goal is over and return what it came to.

        Raises `TurnFailedError`, whose result is a `GoalResult`, if a turn fails, and `TransportClosedError` if the
        runtime goes away before the end.
        """
        from openai_codex.goal_fold import GoalCollector

        collector = GoalCollector()
        async for event in self.stream():
            collector.add(event)
        return collector.result()

    async def steer(self, input: SteerInput) -> TurnSteerResponse:
        """Give the running turn more to work on (`turn/steer`); between two turns, the next one is waited for.

        Raises `InvalidRequestError` if the goal is over.
        """
        items = input_to_wire(input)
        turn_id = await self._connection.wait_running(self._feed)
        return await self._connection.rpc.turn_steer(thread_id=self.thread_id, expected_turn_id=turn_id, input=items)

    async def interrupt(self) -> None:
        """Pause the goal (`thread/goal/set`), so that no turn follows, and stop the one that runs (`turn/interrupt`).

        Does nothing if the goal is over.
        """
        if self._feed.ended:
            return
        await self._connection.rpc.thread_goal_set(thread_id=self.thread_id, status="paused")
        turn_id = self._feed.running_turn
        if turn_id is not None:
            await self._connection.rpc.turn_interrupt(thread_id=self.thread_id, turn_id=turn_id)

    def __repr__(self) -> str:
        return f"AsyncGoalHandle(thread_id={self.thread_id!r})"
