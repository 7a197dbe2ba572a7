"""One consumer of an event buffer or of the notification bus."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections import deque
    from collections.abc import Callable

    from openai_codex._protocol.notifications import Notification

MAX_LAG_EVENTS = 100_000
"""How many events a reader may fall behind before only the essential ones are kept."""

MAX_LAG_BYTES = 64 * 1024 * 1024
"""How long those may be in all, on the wire."""


class EventSource(Protocol):
    """What can be subscribed to."""

    @property
    def ended(self) -> bool:
        """Whether no more will come."""
        ...

    @property
    def error(self) -> Exception | None:
        """What ended it before its time."""
        ...

    def unsubscribe(self, subscription: Subscription, /) -> None:
        """Stop to read."""
        ...


class Subscription:
    """One reader's place: the events that it has yet to see, in order.

    `wake` is called, from wherever the connection is read, once for each batch that brought something or ended the
    source.
    """

    __slots__ = ("_put_bytes", "_queue", "_source", "_taken_bytes", "dropped", "passive", "retained_only", "wake")

    def __init__(
        self,
        source: EventSource,
        queue: deque[Notification],
        wake: Callable[[], None],
        *,
        passive: bool = False,
        retained_only: bool = False,
    ) -> None:
        self._source = source
        self._queue = queue
        self.retained_only = retained_only
        """Whether this reader wants the essential events alone."""
        # Two counts, because it is two threads that put and take.
        self._put_bytes = sum(event.size for event in queue)
        self._taken_bytes = 0
        self.wake = wake
        self.passive = passive
        """Whether this reader only waits for something, and is not whom the events are for."""
        self.dropped = 0
        """How many events were not kept for this reader, because it had fallen too far behind."""

    def pop(self) -> Notification | None:
        """Return the next event, or None if there is none for now."""
        try:
            event = self._queue.popleft()
        except IndexError:
            return None
        self._taken_bytes += event.size
        return event

    @property
    def ready(self) -> bool:
        """Whether there is no need to wait: an event is there, or the end."""
        return bool(self._queue) or self._source.ended

    @property
    def lag(self) -> int:
        """How many events are waiting."""
        return len(self._queue)

    def exhausted(self) -> bool:
        """Return whether the last event has been taken.

        Raises what ended the connection, if that came before the end of the turn.
        """
        # The end is looked at first: what came before it is in the queue by then.
        if not self._source.ended or self._queue:
            return False
        if self._source.error is not None:
            raise copy.copy(self._source.error)
        return True

    def close(self) -> None:
        """Leave. Safe to call twice."""
        self._source.unsubscribe(self)

    def put(self, event: Notification, essential: bool) -> bool:
        """Add an event; the source calls this. Return whether the reader wants it."""
        if not essential:
            if self.retained_only:
                return False
            if len(self._queue) >= MAX_LAG_EVENTS or self._put_bytes - self._taken_bytes > MAX_LAG_BYTES:
                self.dropped += 1
                return False
        self._queue.append(event)
        self._put_bytes += event.size
        return True
