"""Tracks turns that the client interrupts without a caller that waits, such as abandoned streams."""

from __future__ import annotations

import contextlib
import time
import weakref
from typing import TYPE_CHECKING

from openai_codex._connection.timeouts import INTERRUPT_TIMEOUT
from openai_codex.errors import RequestTimeoutError

if TYPE_CHECKING:
    from collections.abc import Generator

    from openai_codex._protocol.event_buffer import EventBuffer


class PendingInterrupts:
    """The last turn of each thread, and whether its interrupt is pending.

    The runtime adds the input of a `turn/start` to a turn that is still running. Without waiting for the interrupt, the
    input of the next turn would be lost together with the interrupted one. An interrupted turn may never end, so all
    waits for it end `INTERRUPT_TIMEOUT` after the first one has started.
    """

    def __init__(self) -> None:
        self._last_turns: weakref.WeakValueDictionary[str, EventBuffer] = weakref.WeakValueDictionary()
        self._interrupted: weakref.WeakValueDictionary[str, EventBuffer] = weakref.WeakValueDictionary()
        # When the first wait for the end of an interrupted turn started, by `time.monotonic`.
        self._waited_since: weakref.WeakKeyDictionary[EventBuffer, float] = weakref.WeakKeyDictionary()

    def turn_started(self, thread_id: str, buffer: EventBuffer) -> None:
        """Record the last turn of a thread."""
        self._last_turns[thread_id] = buffer

    def interrupt_started(self, thread_id: str, buffer: EventBuffer, *, waits: bool = False) -> None:
        """Record that a turn of a thread is being interrupted, and whether the caller waits for its end from now on."""
        self._interrupted[thread_id] = buffer
        if waits:
            self._remaining(buffer)

    def has_running_turn(self, thread_id: str) -> bool:
        """Return whether the last turn of a thread has not ended."""
        buffer = self._last_turns.get(thread_id)
        return buffer is not None and not buffer.ended

    def pending(self, thread_id: str) -> EventBuffer | None:
        """Return the buffer of the turn whose interrupt is pending, or None."""
        buffer = self._interrupted.get(thread_id)
        if buffer is None or buffer.ended or (buffer in self._waited_since and self._remaining(buffer) <= 0):
            return None
        return buffer

    @contextlib.contextmanager
    def waiting_for(self, buffer: EventBuffer, timeout: float | None) -> Generator[float, None, None]:
        """Yield the time to wait for the end of an interrupted turn, in seconds, at most `timeout`.

        `RequestTimeoutError` in the `with` block is ignored.
        """
        remaining = self._remaining(buffer)
        with contextlib.suppress(RequestTimeoutError):
            yield remaining if timeout is None else min(timeout, remaining)

    def _remaining(self, buffer: EventBuffer) -> float:
        """Return the time that is left for all waits, in seconds. The first call starts it."""
        return self._waited_since.setdefault(buffer, time.monotonic()) + INTERRUPT_TIMEOUT - time.monotonic()
