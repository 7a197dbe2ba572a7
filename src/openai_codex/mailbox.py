"""Where the notifications of one turn, or of one login, wait for those who want them."""

from __future__ import annotations

import copy
from collections import deque
from typing import TYPE_CHECKING

from openai_codex.growth import Growth
from openai_codex.json_types import JsonObject, is_object

if TYPE_CHECKING:
    from collections.abc import Callable

    from openai_codex.events import Notification

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

LAG_LIMIT = 100_000
"""The same for a reader who has fallen behind."""


class Subscription:
    """One reader's place in a mailbox: the events that it has yet to see, in order.

    `wake` is called, from wherever the connection is read, once for each batch that brought something or ended the
    turn.
    """

    __slots__ = ("_mailbox", "_queue", "dropped", "wake")

    def __init__(self, mailbox: Mailbox, queue: deque[Notification], wake: Callable[[], None]) -> None:
        self._mailbox = mailbox
        self._queue = queue
        self.wake = wake
        self.dropped = 0
        """How many events were not kept for this reader, because it had fallen too far behind."""

    def pop(self) -> Notification | None:
        """Return the next event, or None if there is none for now."""
        try:
            return self._queue.popleft()
        except IndexError:
            return None

    @property
    def ready(self) -> bool:
        """Whether there is no need to wait: an event is there, or the end."""
        return bool(self._queue) or self._mailbox.ended

    def over(self) -> bool:
        """Return whether the last event has been taken.

        Raises what ended the connection, if that came before the end of the turn.
        """
        # The end is looked at first: what came before it is in the queue by then.
        if not self._mailbox.ended or self._queue:
            return False
        if self._mailbox.error is not None:
            raise copy.copy(self._mailbox.error)
        return True

    def close(self) -> None:
        """Leave the mailbox. Safe to call twice."""
        self._mailbox.unsubscribe(self)

    def put(self, event: Notification, essential: bool) -> None:
        """Add an event; the mailbox calls this."""
        if essential or len(self._queue) < LAG_LIMIT:
            self._queue.append(event)
        else:
            self.dropped += 1


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
        self._subscriptions: list[Subscription] = []
        self._backlog: deque[Notification] | None = deque()
        self._essentials: list[Notification] = []
        self._growth = Growth()

    @property
    def subscriptions(self) -> tuple[Subscription, ...]:
        """Those who are reading now."""
        return tuple(self._subscriptions)

    def put(self, event: Notification) -> None:
        """Add an event. What comes after the last one is not kept."""
        if self.ended:
            return
        essential = event.method in ESSENTIAL_METHODS
        if essential:
            self._essentials.append(event)
        self._growth.add(event)
        for subscription in self._subscriptions:
            subscription.put(event, essential)
        if self._backlog is not None:
            if essential or len(self._backlog) < UNREAD_LIMIT:
                self._backlog.append(event)
            else:
                self.dropped += 1
        if self._is_last(event):
            self.ended = True
            self.interrupted = self.interrupted or _says_interrupted(event)

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

    def subscribe(self, wake: Callable[[], None], *, aside: bool = False) -> Subscription:
        """Start to read. Who reads `aside` leaves the events that nobody has read yet to the first true reader."""
        if self._backlog is None or aside:
            # What belongs after the last event ends the turn, and stays last.
            last = [self._essentials[-1]] if self.ended and self._essentials else []
            queue = deque([*self._essentials[: len(self._essentials) - len(last)], *self._growth.merged(), *last])
        else:
            queue, self._backlog = self._backlog, None
        subscription = Subscription(self, queue, wake)
        self._subscriptions.append(subscription)
        return subscription

    def unsubscribe(self, subscription: Subscription) -> None:
        """Stop to read."""
        if subscription in self._subscriptions:
            self._subscriptions.remove(subscription)


def _says_interrupted(event: Notification) -> bool:
    turn = event.params.get("turn")
    return is_object(turn) and turn.get("status") == "interrupted"
