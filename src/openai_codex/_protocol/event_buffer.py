"""Buffers the events of one turn or login until its consumers read them."""

from __future__ import annotations

import logging
from collections import deque
from typing import TYPE_CHECKING

from openai_codex._json_types import JsonObject, is_object
from openai_codex._protocol.deltas import DELTA_FIELDS, DeltaAccumulator
from openai_codex._protocol.repeated_events import MAX_REPEATED_EVENTS, REPEATED_METHODS, LatestEvents, remove_latest
from openai_codex._protocol.subscription import Subscription

if TYPE_CHECKING:
    from collections.abc import Callable

    from openai_codex._protocol.notifications import Notification

logger = logging.getLogger("openai_codex")

TERMINAL_METHODS = frozenset({"turn/completed", "account/login/completed"})
"""Methods of the last event of a turn or login."""

RETAINED_METHODS = TERMINAL_METHODS | frozenset(
    {
        "turn/started",
        "item/started",
        "item/completed",
        "thread/tokenUsage/updated",
        "thread/goal/updated",
        "thread/goal/cleared",
        "error",
        # Emitted by the client.
        "client/handlerFailed",
        "item/commandExecution/requestApproval",
        "item/fileChange/requestApproval",
        "execCommandApproval",
        "applyPatchApproval",
    }
)
"""Methods of events that a `TurnResult` is built from. All others, mostly deltas, only matter to stream consumers."""

MAX_UNREAD_EVENTS = 10_000
"""Maximum number of buffered events of a turn without a consumer. Beyond it, only retained events are kept."""

MAX_UNREAD_BYTES = 16 * 1024 * 1024
"""Maximum size of these events in bytes on the wire."""


class EventBuffer:
    """The events of one turn or login, buffered from the first one on, with or without a consumer.

    The first consumer receives every event. Later consumers receive past retained events, one merged delta for each
    item that is still open, and every event from then on. Of repeated events, such as the token usage, the first
    `MAX_REPEATED_EVENTS` and the latest ones are kept. Not thread-safe: the owner locks.
    """

    def __init__(self, key: str) -> None:
        self.key = key
        """Id of the turn or login."""
        self.ended = False
        self.error: Exception | None = None
        self.interrupted = False
        """Whether the client has interrupted the turn, or the turn has ended as interrupted."""
        self.deltas = DeltaAccumulator()
        """Deltas of the items that are still open."""
        self._subscriptions: list[Subscription] = []
        self._backlog: deque[Notification] | None = deque()
        self._backlog_bytes = 0
        self._retained: list[Notification] = []
        self._repeated = 0
        self._latest = LatestEvents()
        self._dropped = 0
        self._has_stream_consumers = 0
        self.has_stream_consumers = True
        """Whether events that are not retained have to be delivered or buffered."""

    @property
    def subscriptions(self) -> tuple[Subscription, ...]:
        """The current subscriptions."""
        return tuple(self._subscriptions)

    @property
    def dropped(self) -> int:
        """Number of events discarded because there was no consumer and the buffer was full, or a consumer was late."""
        return self._dropped + sum(subscription.dropped for subscription in self.subscriptions)

    @property
    def consumer_count(self) -> int:
        """Number of subscriptions that are not passive."""
        return sum(not subscription.passive for subscription in self.subscriptions)

    @property
    def lag(self) -> int:
        """Number of unread events of the slowest consumer."""
        return max((subscription.lag for subscription in self._subscriptions), default=0)

    def put(self, event: Notification) -> bool:
        """Add an event; return whether a consumer needs to be woken. Events after the last one are ignored."""
        if self.ended:
            return False
        method = event.method
        if method not in RETAINED_METHODS:
            if method in DELTA_FIELDS:
                self.deltas.append(method, event.params)
            return self.put_transient(event)
        if method == "item/completed":
            self.deltas.add(event)
        if method in REPEATED_METHODS:
            self._limit_repeated(event)
        self._retained.append(event)
        notify = False
        for subscription in self._subscriptions:
            if subscription.put(event, True):
                notify = True
        if self._backlog is not None:
            self._keep(self._backlog, event, True)
        if self._is_terminal(event):
            self.ended = notify = True
            self.interrupted = self.interrupted or _was_interrupted(event)
        return notify

    def put_transient(self, event: Notification) -> bool:
        """Add an event that is not retained; return whether a consumer needs to be woken."""
        notify = False
        for subscription in self._subscriptions:
            if subscription.put(event, False):
                notify = True
        if self._backlog is not None:
            self._keep(self._backlog, event, False)
        return notify

    def _keep(self, backlog: deque[Notification], event: Notification, retained: bool) -> None:
        self._backlog_bytes += event.size
        if retained or (len(backlog) < MAX_UNREAD_EVENTS and self._backlog_bytes <= MAX_UNREAD_BYTES):
            backlog.append(event)
            return
        self._backlog_bytes -= event.size
        self._count_dropped()

    def _count_dropped(self) -> None:
        if not self._dropped:
            logger.warning(
                "turn %s has no consumer; its buffer is full, further deltas and repeated events are discarded",
                self.key,
            )
        self._dropped += 1

    def _limit_repeated(self, event: Notification) -> None:
        """Remove the event that `event` replaces, once `MAX_REPEATED_EVENTS` are kept."""
        previous = self._latest.replace(event)
        if previous is None or self._repeated < MAX_REPEATED_EVENTS:
            self._repeated += 1
            return
        remove_latest(self._retained, previous)
        if self._backlog is not None and remove_latest(self._backlog, previous):
            self._backlog_bytes -= previous.size
            self._count_dropped()

    def _is_terminal(self, event: Notification) -> bool:
        return event.method in TERMINAL_METHODS

    def connection_lost(self, error: Exception) -> None:
        """End the buffer with an error, unless it has already ended."""
        if not self.ended:
            self.ended = True
            self.error = error

    @property
    def started(self) -> bool:
        """Whether the turn has started or ended."""
        return self.ended or any(event.method == "turn/started" for event in self._retained)

    def started_item(self, item_id: object) -> JsonObject | None:
        """Return an item as it was when it started, or None if it has not started."""
        for event in reversed(self._retained):
            item = event.params.get("item")
            if event.method == "item/started" and is_object(item) and item.get("id") == item_id:
                return item
        return None

    def subscribe(
        self, wake: Callable[[], None], *, passive: bool = False, retained_only: bool = False
    ) -> Subscription:
        """Add a subscription.

        Args:
            wake: called after events were added or the buffer has ended.
            passive: whether the subscription does not count as a consumer. Buffered events stay available to the first
                consumer. Implies `retained_only`.
            retained_only: whether to deliver retained events only; the deltas are in `deltas`.

        Returns:
            The subscription.
        """
        if self._backlog is None or passive or retained_only:
            # Keep the terminal event last.
            last = [self._retained[-1]] if self.ended and self._retained else []
            merged = [] if retained_only or passive else self.deltas.as_notifications()
            queue = deque([*self._retained[: len(self._retained) - len(last)], *merged, *last])
        else:
            queue = self._backlog
        if not passive:
            self._backlog = None
        retained_only = retained_only or passive
        subscription = Subscription(self, queue, wake, passive=passive, retained_only=retained_only)
        self._subscriptions.append(subscription)
        self._has_stream_consumers += not retained_only
        self._update_stream_flag()
        return subscription

    def unsubscribe(self, subscription: Subscription) -> None:
        """Remove a subscription. Idempotent."""
        if subscription in self._subscriptions:
            self._subscriptions.remove(subscription)
            self._dropped += subscription.dropped
            self._has_stream_consumers -= not subscription.retained_only
            self._update_stream_flag()

    def _update_stream_flag(self) -> None:
        self.has_stream_consumers = self._has_stream_consumers > 0 or self._backlog is not None


def _was_interrupted(event: Notification) -> bool:
    turn = event.params.get("turn")
    return is_object(turn) and turn.get("status") == "interrupted"
