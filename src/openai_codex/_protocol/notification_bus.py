"""What the runtime tells that belongs to no turn, and those who listen to that, or to one kind of event.

One for each client: it outlives the runtime where that is started anew. Not locked: its owner does that.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from openai_codex._protocol.subscription import Subscription

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from openai_codex._protocol.notifications import Notification

MAX_UNREAD_NOTIFICATIONS = 1_000
"""How many notifications that nobody listens to are kept for who listens later."""

MAX_UNREAD_BYTES = 8 * 1024 * 1024
"""How long those may be in all, on the wire."""


class NotificationBus:
    """The notifications that belong to no turn and to no login, and copies of those that somebody asked for by method.

    `lasting` says that the end of a runtime is not the end of it, because another one will be started.
    """

    def __init__(self, *, survives_restart: bool = False) -> None:
        self.ended = False
        self.error: Exception | None = None
        self.backlog: deque[Notification] = deque()
        """What nobody has listened to, the latest of it."""
        self.dropped = 0
        """How many notifications were not kept, because nobody listened."""
        self.subscribed_methods: frozenset[str] = frozenset()
        """The methods that somebody listens to, wherever they belong."""
        self._survives_restart = survives_restart
        self._unread_bytes = 0
        self._subscriptions: dict[Subscription, frozenset[str] | None] = {}

    @property
    def subscriptions(self) -> tuple[Subscription, ...]:
        """Those who are listening now."""
        return tuple(self._subscriptions)

    @property
    def lag(self) -> int:
        """How many events the one who is furthest behind has yet to read."""
        return max((subscription.lag for subscription in self._subscriptions), default=0)

    def subscribe(self, methods: Iterable[str] | None, wake: Callable[[], None]) -> Subscription:
        """Start to listen: to some methods, or (None) to all that belongs to no turn, with what nobody has read."""
        queue: deque[Notification] = deque()
        wanted = None if methods is None else frozenset(methods)
        if wanted is None:
            queue, self.backlog, self._unread_bytes = self.backlog, deque(), 0
        subscription = Subscription(self, queue, wake)
        self._subscriptions[subscription] = wanted
        self._update_subscribed_methods()
        return subscription

    def unsubscribe(self, subscription: Subscription) -> None:
        """Stop to listen."""
        self._subscriptions.pop(subscription, None)
        self._update_subscribed_methods()

    def put(self, event: Notification, *, of_turn: bool) -> bool:
        """Take a notification; return whether somebody is to be told. One that belongs to a turn is kept for nobody."""
        heard = kept = False
        for subscription, methods in self._subscriptions.items():
            if event.method in methods if methods is not None else not of_turn:
                subscription.put(event, False)
                heard = True
                kept = kept or methods is None
        if not of_turn and not kept and not self.ended:
            self._keep(event)
        return heard

    def connection_lost(self, error: Exception) -> None:
        """Take the end of the runtime, which is the end of this as well unless another one will follow."""
        if not self._survives_restart:
            self.close(error)

    def close(self, error: Exception | None) -> None:
        """Say that no more will come: because of an error, or (None) because the client was closed."""
        if not self.ended:
            self.ended = True
            self.error = error

    def _keep(self, event: Notification) -> None:
        self.backlog.append(event)
        self._unread_bytes += event.size
        while len(self.backlog) > MAX_UNREAD_NOTIFICATIONS or self._unread_bytes > MAX_UNREAD_BYTES:
            self._unread_bytes -= self.backlog.popleft().size
            self.dropped += 1

    def _update_subscribed_methods(self) -> None:
        self.subscribed_methods = frozenset().union(*(methods for methods in self._subscriptions.values() if methods))
