"""`GoalHandle`: a goal that the runtime pursues over several turns, for code that blocks."""

from __future__ import annotations

from contextlib import closing, suppress
from typing import TYPE_CHECKING

from openai_codex._connection.timeouts import INTERRUPT_TIMEOUT
from openai_codex._protocol.goal_events import find_running_turn
from openai_codex._requests.input_wire import input_to_wire
from openai_codex.errors import CodexError, JsonRpcError

if TYPE_CHECKING:
    from collections.abc import Generator

    from codex_protocol import TurnSteerResponse
    from openai_codex._connection.sync.connection import Connection
    from openai_codex._protocol.goal_events import GoalEventBuffer
    from openai_codex._protocol.notifications import Notification
    from openai_codex._requests.input_wire import SteerInput
    from openai_codex._results.result import GoalResult
    from openai_codex._sync.requests import RequestSender


class GoalHandle:
    """A goal that is being pursued, seen as one turn. Made by `Thread.start_goal` and `Thread.resume_goal`.

    It is over when no turn runs and none will follow: the goal is complete, blocked, paused, out of its budget or
    cleared, or a turn was interrupted or failed. Events are kept from the start on, as those of a turn are.
    """

    def __init__(self, sender: RequestSender, connection: Connection, goal_buffer: GoalEventBuffer) -> None:
        # It is pursued in the runtime that it was started in.
        self._sender = sender.bound_to(connection)
        self._connection = connection
        self._goal_buffer = goal_buffer
        self.thread_id = goal_buffer.key
        """The id of the thread."""

    def stream(self, *, detach: bool = False) -> Generator[Notification, None, None]:
        """Yield the events of the thread as they come, over all turns, until the goal is over.

        Who stops before that interrupts the goal, unless somebody else reads it too; `detach` lets it go on. Raises
        `TransportClosedError` if the runtime goes away before the end.
        """
        try:
            with self._connection.subscribe(self._goal_buffer) as events:
                while event := events.next():
                    yield event
        finally:
            self._release(detach)

    def run(self, *, detach: bool = False) -> GoalResult:
        """Wait until the goal is over and return what it came to.

        Who is cancelled, or broken off by Ctrl-C, while waiting interrupts the goal; `detach` lets it go on.

        Raises `TurnFailedError`, whose result is a `GoalResult`, if a turn fails, and `TransportClosedError` if the
        runtime goes away before the end.
        """
        from openai_codex._results.goal_collector import GoalCollector

        collector = GoalCollector()
        with closing(self.stream(detach=detach)) as events:
            for event in events:
                collector.add(event)
        return collector.result()

    def steer(self, input: SteerInput) -> TurnSteerResponse:
        """Give the running turn more to work on (`turn/steer`); between two turns, the next one is waited for.

        Raises `InvalidRequestError` if the goal is over.
        """
        items = input_to_wire(input)
        goal_buffer = self._goal_buffer
        self._connection.wait_until(
            goal_buffer, lambda: goal_buffer.ended or goal_buffer.running_turn is not None, self._sender.timeout
        )
        turn_id = goal_buffer.running_turn or ""
        return self._sender.rpc.turn_steer(thread_id=self.thread_id, expected_turn_id=turn_id, input=items)

    def interrupt(self) -> None:
        """Pause the goal (`thread/goal/set`), so that no turn follows, and stop the one that runs (`turn/interrupt`).

        Does nothing if the goal is over.
        """
        if self._goal_buffer.ended:
            return
        self._sender.rpc.thread_goal_set(thread_id=self.thread_id, status="paused")
        turn_id = self._goal_buffer.running_turn or self._find_unreported_turn()
        if turn_id is not None:
            buffer = self._connection.event_buffer(turn_id)
            self._connection.interrupt(self.thread_id, buffer, self._sender.timeout)

    def _find_unreported_turn(self) -> str | None:
        """Return the turn that runs although nothing was told of it: the runtime was at it when the goal was paused."""
        try:
            reply = self._sender.call("thread/read", {"threadId": self.thread_id, "includeTurns": True})
        except JsonRpcError:
            # Nothing is stored of a thread before its first turn has run.
            return None
        return find_running_turn(reply)

    def _release(self, detach: bool) -> None:
        """Interrupt the goal, if nobody here reads it any more and it was not to go on."""
        if detach or self._goal_buffer.ended or self._goal_buffer.consumer_count:
            return
        # It may end by itself in this moment, or with the runtime; there is nothing to interrupt then.
        with suppress(CodexError):
            GoalHandle(self._sender.with_timeout(INTERRUPT_TIMEOUT), self._connection, self._goal_buffer).interrupt()

    def __repr__(self) -> str:
        return f"GoalHandle(thread_id={self.thread_id!r})"
