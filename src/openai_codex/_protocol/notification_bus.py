"""Publishes notifications that belong to no turn, and notifications subscribed to by method; counts tokens.

Each client has one bus, which survives a restart of the runtime. Not thread-safe: the owner locks.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from openai_codex._protocol.notices.log import NoticeLog
from openai_codex._protocol.subscription import Subscription
from openai_codex._protocol.usage.tracker import UsageTracker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from openai_codex._protocol.notifications import Notification

MAX_UNREAD_NOTIFICATIONS = 1_000
"""Maximum number of notifications buffered without a subscription."""

MAX_UNREAD_BYTES = 8 * 1024 * 1024
"""Maximum size of these notifications in bytes on the wire."""


class NotificationBus:
    """Delivers notifications to subscriptions.

    Args:
        survives_restart: whether subscriptions stay active if the runtime exits, because it will be restarted.
    """

    def __init__(self, *, survives_restart: bool = False) -> None:
        self.ended = False
        self.error: Exception | None = None
        self.backlog: deque[Notification] = deque()
        """The latest notifications that no subscription has received."""
        self.dropped = 0
        """Number of notifications discarded because the backlog was full."""
        self.subscribed_methods: frozenset[str] = frozenset()
        """Methods with a subscription of their own, which receives them from any turn."""
        self.usage = UsageTracker()
        """Tokens of all turns of the client."""
        self.notices = NoticeLog()
        """Logs the warnings of the runtime."""
        self._survives_restart = survives_restart
        self._unread_bytes = 0
        self._subscriptions: dict[Subscription, frozenset[str] | None] = {}

    @property
    def subscriptions(self) -> tuple[Subscription, ...]:
        """The current subscriptions."""
        return tuple(self._subscriptions)

    @property
    def lag(self) -> int:
        """Number of unread notifications of the slowest consumer."""
        return max((subscription.lag for subscription in self._subscriptions), default=0)

    def subscribe(self, methods: Iterable[str] | None, wake: Callable[[], None]) -> Subscription:
        """Subscribe to methods, or (None) to all notifications of no turn, starting with the backlog."""
        queue: deque[Notification] = deque()
        subscribed = None if methods is None else frozenset(methods)
        if subscribed is None:
            queue, self.backlog, self._unread_bytes = self.backlog, deque(), 0
        subscription = Subscription(self, queue, wake)
        self._subscriptions[subscription] = subscribed
        self._update_subscribed_methods()
        return subscription

    def unsubscribe(self, subscription: Subscription) -> None:
        """Remove a subscription. Idempotent."""
        self._subscriptions.pop(subscription, None)
        self._update_subscribed_methods()

    def put(self, event: Notification, *, of_turn: bool) -> bool:
        """Deliver a notification; return whether a consumer needs to be woken. Those of a turn are not buffered."""
        notify = retained = False
        for subscription, methods in self._subscriptions.items():
            if event.method in methods if methods is not None else not of_turn:
                subscription.put(event, False)
                notify = True
                retained = retained or methods is None
        if not of_turn and not retained and not self.ended:
            self._keep(event)
        return notify

    def connection_lost(self, error: Exception) -> None:
        """Close the bus with an error, unless it survives a restart."""
        if not self._survives_restart:
            self.close(error)

    def close(self, error: Exception | None) -> None:
        """End all subscriptions, with an error or (None) because the client was closed."""
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
