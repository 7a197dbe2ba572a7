"""Tracks turns that the client interrupts without a caller that waits, such as abandoned streams."""

from __future__ import annotations

import weakref
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openai_codex._protocol.event_buffer import EventBuffer


class PendingInterrupts:
    """The last turn of each thread, and whether its interrupt is pending.

    The runtime adds the input of a `turn/start` to a turn that is still running. Without waiting for the interrupt, the
    input of the next turn would be lost together with the interrupted one.
    """

    def __init__(self) -> None:
        self._last_turns: weakref.WeakValueDictionary[str, EventBuffer] = weakref.WeakValueDictionary()
        self._interrupted: weakref.WeakValueDictionary[str, EventBuffer] = weakref.WeakValueDictionary()

    def turn_started(self, thread_id: str, buffer: EventBuffer) -> None:
        """Record the last turn of a thread."""
        self._last_turns[thread_id] = buffer

    def interrupt_started(self, thread_id: str, buffer: EventBuffer) -> None:
        """Record that a turn of a thread is being interrupted."""
        self._interrupted[thread_id] = buffer

    def has_running_turn(self, thread_id: str) -> bool:
        """Return whether the last turn of a thread has not ended."""
        return self.running_turn(thread_id) is not None

    def running_turn(self, thread_id: str) -> EventBuffer | None:
        """Return the buffer of the last turn of a thread if it has not ended, else None."""
        buffer = self._last_turns.get(thread_id)
        return None if buffer is None or buffer.ended else buffer

    def pending(self, thread_id: str) -> EventBuffer | None:
        """Return the buffer of the turn whose interrupt is pending, or None."""
        buffer = self._interrupted.get(thread_id)
        return None if buffer is None or buffer.ended else buffer
