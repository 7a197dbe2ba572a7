"""One consumer of an event buffer or of the notification bus."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Protocol

from openai_codex._protocol.repeated_events import REPEATED_METHODS, LatestEvents, remove_latest

if TYPE_CHECKING:
    from collections import deque
    from collections.abc import Callable

    from openai_codex._protocol.notifications import Notification

MAX_LAG_EVENTS = 100_000
"""Maximum lag of a consumer in events. Beyond it, only retained events are queued, and the latest repeated ones."""

MAX_LAG_BYTES = 64 * 1024 * 1024
"""Maximum lag of a consumer in bytes on the wire."""


class EventSource(Protocol):
    """A source of events: an event buffer or the notification bus."""

    @property
    def ended(self) -> bool:
        """Whether no more events follow."""
        ...

    @property
    def error(self) -> Exception | None:
        """The error that ended the source early, or None."""
        ...

    def unsubscribe(self, subscription: Subscription, /) -> None:
        """Remove a subscription."""
        ...


class Subscription:
    """The queue of one consumer: the events that it has not read yet, in order.

    Args:
        source: the subscribed source.
        queue: events that the consumer reads first.
        wake: called by the reader of the connection after it has added events or ended the source.
        passive: whether the subscription does not count as a consumer.
        retained_only: whether the consumer receives retained events only.
    """

    __slots__ = (
        "_latest",
        "_put_bytes",
        "_queue",
        "_source",
        "_taken_bytes",
        "closed",
        "dropped",
        "passive",
        "retained_only",
        "wake",
    )

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
        # Two counters, because different threads add and remove events.
        self._put_bytes = sum(event.size for event in queue)
        self._taken_bytes = 0
        self._latest: LatestEvents | None = None
        self.wake = wake
        self.passive = passive
        self.closed = False
        """Whether the consumer has unsubscribed."""
        self.dropped = 0
        """Number of events discarded because the consumer was too far behind."""

    def pop(self) -> Notification | None:
        """Return the next event, or None if the queue is empty."""
        try:
            event = self._queue.popleft()
        except IndexError:
            return None
        self._taken_bytes += event.size
        return event

    @property
    def ready(self) -> bool:
        """Whether an event is queued, the source has ended, or the consumer has unsubscribed."""
        return bool(self._queue) or self._source.ended or self.closed

    @property
    def lag(self) -> int:
        """Number of queued events."""
        return len(self._queue)

    def exhausted(self) -> bool:
        """Return whether the last event has been read.

        Raises a copy of the error that ended the connection, if it ended before the turn.
        """
        # `ended` is checked first: by then, all earlier events are in the queue.
        if self._queue or not (self._source.ended or self.closed):
            return False
        if self.closed:
            return True
        if self._source.error is not None:
            raise copy.copy(self._source.error)
        return True

    def close(self) -> None:
        """Unsubscribe. Idempotent. Queued events can still be read."""
        self.closed = True
        self._source.unsubscribe(self)

    def put(self, event: Notification, retained: bool) -> bool:
        """Queue an event; return whether the consumer needs to be woken. Called by the source."""
        if not retained and self.retained_only:
            return False
        if len(self._queue) >= MAX_LAG_EVENTS or self._put_bytes - self._taken_bytes > MAX_LAG_BYTES:
            if not retained:
                self.dropped += 1
                return False
            if event.method in REPEATED_METHODS:
                self._remove_previous(event)
        self._queue.append(event)
        self._put_bytes += event.size
        return True

    def _remove_previous(self, event: Notification) -> None:
        """Remove the unread event that `event` replaces, if both were queued while the consumer was too late."""
        if self._latest is None:
            self._latest = LatestEvents()
        previous = self._latest.replace(event)
        if previous is not None and remove_latest(self._queue, previous):
            self._put_bytes -= previous.size
            self.dropped += 1
