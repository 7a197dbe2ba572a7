"""`GoalHandle`: a goal that the runtime pursues over several turns, for code that blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openai_codex.inputs import input_to_wire

if TYPE_CHECKING:
    from collections.abc import Iterator

    from codex_protocol import TurnSteerResponse
    from openai_codex.events import Notification
    from openai_codex.goal_feed import GoalFeed
    from openai_codex.inputs import SteerInput
    from openai_codex.result import GoalResult
    from openai_codex.sync_connection import SyncConnection


class GoalHandle:
    """A goal that is being pursued, seen as one turn. Made by `Thread.start_goal` and `Thread.resume_goal`.

    It is over when no turn runs and none will follow: the goal is complete, blocked, paused, out of its budget or
    cleared, or a turn was interrupted or failed. Events are kept from the start on, as those of a turn are.
    """

    def __init__(self, connection: SyncConnection, feed: GoalFeed) -> None:
        self._connection = connection
        self._feed = feed
        self.thread_id = feed.key
        """The id of the thread."""

    def stream(self) -> Iterator[Notification]:
        """Yield the events of the thread as they come, over all turns, until the goal is over.

        Raises `TransportClosedError` if the runtime goes away before that.
        """
        with self._connection.subscribe(self._feed) as events:
            while event := events.next():
                yield event

    def run(self) -> GoalResult:
        """Wait until the goal is over and return what it came to.

        Raises `TurnFailedError`, whose result is a `GoalResult`, if a turn fails, and `TransportClosedError` if the
        runtime goes away before the end.
        """
        from openai_codex.goal_fold import GoalCollector

        collector = GoalCollector()
        for event in self.stream():
            collector.add(event)
        return collector.result()

    def steer(self, input: SteerInput) -> TurnSteerResponse:
        """Give the running turn more to work on (`turn/steer`); between two turns, the next one is waited for.

        Raises `InvalidRequestError` if the goal is over.
        """
        items = input_to_wire(input)
        turn_id = self._connection.wait_running(self._feed)
        return self._connection.rpc.turn_steer(thread_id=self.thread_id, expected_turn_id=turn_id, input=items)

    def interrupt(self) -> None:
        """Pause the goal (`thread/goal/set`), so that no turn follows, and stop the one that runs (`turn/interrupt`).

        Does nothing if the goal is over.
        """
        if self._feed.ended:
            return
        self._connection.rpc.thread_goal_set(thread_id=self.thread_id, status="paused")
        turn_id = self._feed.running_turn
        if turn_id is not None:
            self._connection.rpc.turn_interrupt(thread_id=self.thread_id, turn_id=turn_id)

    def __repr__(self) -> str:
        return f"GoalHandle(thread_id={self.thread_id!r})"
