"""Buffers of events that are routed by thread, because the id of a turn is not known in advance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openai_codex._protocol.event_buffer import EventBuffer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from openai_codex._protocol.notifications import Notification


class ThreadEventBuffer(EventBuffer):
    """A buffer that receives the events of all turns of a thread, until it ends.

    Args:
        key: See `EventBuffer`.
        thread_id: Id of the thread.
    """

    def __init__(self, key: str, thread_id: str) -> None:
        super().__init__(key)
        self.routed_thread_id = thread_id
        """Id of the thread."""


class NextTurnBuffer(ThreadEventBuffer):
    """The events of the next turn of a thread, which the response to a request does not name.

    `key` is empty until that turn starts, and then the id of the turn.

    Args:
        thread_id: Id of the thread.
        known_turns: Ids of turns that are not the expected one.
    """

    def __init__(self, thread_id: str, known_turns: Iterable[str]) -> None:
        super().__init__("", thread_id)
        self._known_turns = frozenset(known_turns)

    def put(self, event: Notification) -> bool:
        """Add an event of the expected turn; ignore events of other turns."""
        turn_id = event.turn_id
        if turn_id is None:
            return False
        if not self.key:
            if event.method != "turn/started" or turn_id in self._known_turns:
                return False
            self.key = turn_id
        return super().put(event) if turn_id == self.key else False
