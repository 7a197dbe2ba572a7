"""Where the notifications of one turn, or of one login, wait for those who want them."""

from __future__ import annotations

import copy
import logging
from collections import deque
from typing import TYPE_CHECKING, Protocol

from openai_codex._json_types import JsonObject, is_object
from openai_codex._protocol.deltas import GROWING, Growth

if TYPE_CHECKING:
    from collections.abc import Callable

    from openai_codex._protocol.notifications import Notification

logger = logging.getLogger("openai_codex")

LAST_METHODS = frozenset({"turn/completed", "account/login/completed"})
"""What comes last for a turn, and for a login."""

ESSENTIAL_METHODS = LAST_METHODS | frozenset(
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

UNREAD_LIMIT = 10_000
"""How many events a turn that nobody reads may pile up before only the essential ones are kept."""

UNREAD_BYTES = 16 * 1024 * 1024
"""How long those may be in all, on the wire."""

LAG_LIMIT = 100_000
"""How many events a reader may fall behind before only the essential ones are kept."""

LAG_BYTES = 64 * 1024 * 1024
"""How long those may be in all, on the wire."""


class Source(Protocol):
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

    __slots__ = ("_put_bytes", "_queue", "_source", "_taken_bytes", "aside", "dropped", "results_only", "wake")

    def __init__(
        self,
        source: Source,
        queue: deque[Notification],
        wake: Callable[[], None],
        *,
        aside: bool = False,
        results_only: bool = False,
    ) -> None:
        self._source = source
        self._queue = queue
        self.results_only = results_only
        """Whether this reader wants the essential events alone."""
        # Two counts, because it is two threads that put and take.
        self._put_bytes = sum(event.size for event in queue)
        self._taken_bytes = 0
        self.wake = wake
        self.aside = aside
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

    def over(self) -> bool:
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
            if self.results_only:
                return False
            if len(self._queue) >= LAG_LIMIT or self._put_bytes - self._taken_bytes > LAG_BYTES:
                self.dropped += 1
                return False
        self._queue.append(event)
        self._put_bytes += event.size
        return True


class Mailbox:
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
        self.growth = Growth()
        """What has come of the items that are still open."""
        self._subscriptions: list[Subscription] = []
        self._backlog: deque[Notification] | None = deque()
        self._backlog_bytes = 0
        self._essentials: list[Notification] = []
        self._watching = 0
        self.watched = True
        """Whether anybody is to get the events that no result needs."""

    @property
    def subscriptions(self) -> tuple[Subscription, ...]:
        """Those who are reading now."""
        return tuple(self._subscriptions)

    @property
    def readers(self) -> int:
        """How many the events are for."""
        return sum(not subscription.aside for subscription in self.subscriptions)

    @property
    def lag(self) -> int:
        """How many events the one who is furthest behind has yet to read."""
        return max((subscription.lag for subscription in self._subscriptions), default=0)

    def put(self, event: Notification) -> bool:
        """Add an event; return whether a reader is to be woken. What comes after the last one is not kept."""
        if self.ended:
            return False
        method = event.method
        if method not in ESSENTIAL_METHODS:
            if method in GROWING:
                self.growth.grow(method, event.params)
            return self.put_passing(event)
        if method == "item/completed":
            self.growth.add(event)
        self._essentials.append(event)
        heard = False
        for subscription in self._subscriptions:
            if subscription.put(event, True):
                heard = True
        if self._backlog is not None:
            self._keep(self._backlog, event, True)
        if self._is_last(event):
            self.ended = heard = True
            self.interrupted = self.interrupted or _says_interrupted(event)
        return heard

    def put_passing(self, event: Notification) -> bool:
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
        if essential or (len(backlog) < UNREAD_LIMIT and self._backlog_bytes <= UNREAD_BYTES):
            backlog.append(event)
            return
        self._backlog_bytes -= event.size
        if not self.dropped:
            logger.warning("nobody reads the events of %s; from now on only what its result needs is kept", self.key)
        self.dropped += 1

    def _is_last(self, event: Notification) -> bool:
        return event.method in LAST_METHODS

    def end(self, error: Exception) -> None:
        """Say that no more will come, and why."""
        if not self.ended:
            self.ended = True
            self.error = error

    @property
    def started(self) -> bool:
        """Whether the turn has been seen to run, or is over."""
        return self.ended or any(event.method == "turn/started" for event in self._essentials)

    def started_item(self, item_id: object) -> JsonObject | None:
        """Return an item as it was when it started, or None if it has not."""
        for event in reversed(self._essentials):
            item = event.params.get("item")
            if event.method == "item/started" and is_object(item) and item.get("id") == item_id:
                return item
        return None

    def subscribe(self, wake: Callable[[], None], *, aside: bool = False, results_only: bool = False) -> Subscription:
        """Start to read. Who reads `aside` leaves the events that nobody has read yet to the first true reader.

        Who wants `results_only` gets the essential events alone, and finds the rest in `growth`.
        """
        if self._backlog is None or aside or results_only:
            # What belongs after the last event ends the turn, and stays last.
            last = [self._essentials[-1]] if self.ended and self._essentials else []
            merged = [] if results_only or aside else self.growth.merged()
            queue = deque([*self._essentials[: len(self._essentials) - len(last)], *merged, *last])
        else:
            queue = self._backlog
        if not aside:
            self._backlog = None
        # Who waits for something aside waits for what is essential.
        results_only = results_only or aside
        subscription = Subscription(self, queue, wake, aside=aside, results_only=results_only)
        self._subscriptions.append(subscription)
        self._watching += not results_only
        self._look_who_watches()
        return subscription

    def unsubscribe(self, subscription: Subscription) -> None:
        """Stop to read."""
        if subscription in self._subscriptions:
            self._subscriptions.remove(subscription)
            self._watching -= not subscription.results_only
            self._look_who_watches()

    def _look_who_watches(self) -> None:
        self.watched = self._watching > 0 or self._backlog is not None


def _says_interrupted(event: Notification) -> bool:
    turn = event.params.get("turn")
    return is_object(turn) and turn.get("status") == "interrupted"
