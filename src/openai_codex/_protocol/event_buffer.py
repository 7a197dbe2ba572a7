"""Where the notifications of one turn, or of one login, wait for those who want them."""

from __future__ import annotations

import logging
from collections import deque
from typing import TYPE_CHECKING

from openai_codex._json_types import JsonObject, is_object
from openai_codex._protocol.deltas import DELTA_FIELDS, DeltaAccumulator
from openai_codex._protocol.subscription import Subscription

if TYPE_CHECKING:
    from collections.abc import Callable

    from openai_codex._protocol.notifications import Notification

logger = logging.getLogger("openai_codex")

TERMINAL_METHODS = frozenset({"turn/completed", "account/login/completed"})
"""What comes last for a turn, and for a login."""

RETAINED_METHODS = TERMINAL_METHODS | frozenset(
    {
        "turn/started",
        "item/started",
        "item/completed",
        "thread/tokenUsage/updated",
        "thread/goal/updated",
        "thread/goal/cleared",
        "error",
        # This client's own.
        "client/handlerFailed",
        "item/commandExecution/requestApproval",
        "item/fileChange/requestApproval",
        "execCommandApproval",
        "applyPatchApproval",
    }
)
"""What a `TurnResult` is made of. The rest (deltas, mostly) only matters to those who watch."""

MAX_UNREAD_EVENTS = 10_000
"""How many events a turn that nobody reads may pile up before only the essential ones are kept."""

MAX_UNREAD_BYTES = 16 * 1024 * 1024
"""How long those may be in all, on the wire."""


class EventBuffer:
    """The events of one turn or login, kept from the first on, whether or not anyone has asked for them yet.

    The first subscriber gets all of them. One who comes later gets the essential ones of the past, with the deltas of
    an item that is still open merged into one, so that its result is complete; and everything from then on. Not locked:
    its owner does that.
    """

    def __init__(self, key: str) -> None:
        self.key = key
        """The id of the turn, or of the login."""
        self.ended = False
        self.error: Exception | None = None
        self.dropped = 0
        """How many events were not kept, because nobody had subscribed and there were too many."""
        self.interrupted = False
        """Whether the turn was interrupted: by a request from here, or by what its end says."""
        self.deltas = DeltaAccumulator()
        """What has come of the items that are still open."""
        self._subscriptions: list[Subscription] = []
        self._backlog: deque[Notification] | None = deque()
        self._backlog_bytes = 0
        self._retained: list[Notification] = []
        self._has_stream_consumers = 0
        self.has_stream_consumers = True
        """Whether anybody is to get the events that no result needs."""

    @property
    def subscriptions(self) -> tuple[Subscription, ...]:
        """Those who are reading now."""
        return tuple(self._subscriptions)

    @property
    def consumer_count(self) -> int:
        """How many the events are for."""
        return sum(not subscription.passive for subscription in self.subscriptions)

    @property
    def lag(self) -> int:
        """How many events the one who is furthest behind has yet to read."""
        return max((subscription.lag for subscription in self._subscriptions), default=0)

    def put(self, event: Notification) -> bool:
        """Add an event; return whether a reader is to be woken. What comes after the last one is not kept."""
        if self.ended:
            return False
        method = event.method
        if method not in RETAINED_METHODS:
            if method in DELTA_FIELDS:
                self.deltas.append(method, event.params)
            return self.put_transient(event)
        if method == "item/completed":
            self.deltas.add(event)
        self._retained.append(event)
        heard = False
        for subscription in self._subscriptions:
            if subscription.put(event, True):
                heard = True
        if self._backlog is not None:
            self._keep(self._backlog, event, True)
        if self._is_terminal(event):
            self.ended = heard = True
            self.interrupted = self.interrupted or _was_interrupted(event)
        return heard

    def put_transient(self, event: Notification) -> bool:
        """Add an event that no result needs, `growth` apart; return whether a reader is to be woken."""
        heard = False
        for subscription in self._subscriptions:
            if subscription.put(event, False):
                heard = True
        if self._backlog is not None:
            self._keep(self._backlog, event, False)
        return heard

    def _keep(self, backlog: deque[Notification], event: Notification, essential: bool) -> None:
        self._backlog_bytes += event.size
        if essential or (len(backlog) < MAX_UNREAD_EVENTS and self._backlog_bytes <= MAX_UNREAD_BYTES):
            backlog.append(event)
            return
        self._backlog_bytes -= event.size
        if not self.dropped:
            logger.warning("nobody reads the events of %s; from now on only what its result needs is kept", self.key)
        self.dropped += 1

    def _is_terminal(self, event: Notification) -> bool:
        return event.method in TERMINAL_METHODS

    def connection_lost(self, error: Exception) -> None:
        """Say that no more will come, and why."""
        if not self.ended:
            self.ended = True
            self.error = error

    @property
    def started(self) -> bool:
        """Whether the turn has been seen to run, or is over."""
        return self.ended or any(event.method == "turn/started" for event in self._retained)

    def started_item(self, item_id: object) -> JsonObject | None:
        """Return an item as it was when it started, or None if it has not."""
        for event in reversed(self._retained):
            item = event.params.get("item")
            if event.method == "item/started" and is_object(item) and item.get("id") == item_id:
                return item
        return None

    def subscribe(
        self, wake: Callable[[], None], *, passive: bool = False, retained_only: bool = False
    ) -> Subscription:
        """Start to read. Who reads `passive` leaves the events that nobody has read yet to the first true reader.

        Who wants `retained_only` gets the essential events alone, and finds the rest in `growth`.
        """
        if self._backlog is None or passive or retained_only:
            # What belongs after the last event ends the turn, and stays last.
            last = [self._retained[-1]] if self.ended and self._retained else []
            merged = [] if retained_only or passive else self.deltas.as_notifications()
            queue = deque([*self._retained[: len(self._retained) - len(last)], *merged, *last])
        else:
            queue = self._backlog
        if not passive:
            self._backlog = None
        # Who waits for something aside waits for what is essential.
        retained_only = retained_only or passive
        subscription = Subscription(self, queue, wake, passive=passive, retained_only=retained_only)
        self._subscriptions.append(subscription)
        self._has_stream_consumers += not retained_only
        self._update_stream_flag()
        return subscription

    def unsubscribe(self, subscription: Subscription) -> None:
        """Stop to read."""
        if subscription in self._subscriptions:
            self._subscriptions.remove(subscription)
            self._has_stream_consumers -= not subscription.retained_only
            self._update_stream_flag()

    def _update_stream_flag(self) -> None:
        self.has_stream_consumers = self._has_stream_consumers > 0 or self._backlog is not None


def _was_interrupted(event: Notification) -> bool:
    turn = event.params.get("turn")
    return is_object(turn) and turn.get("status") == "interrupted"
