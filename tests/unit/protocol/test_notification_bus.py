"""`NotificationBus`: subscriptions by method, the backlog and its limits, and the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from openai_codex import TransportClosedError
from openai_codex._protocol import notification_bus as module
from openai_codex._protocol.notification_bus import MAX_UNREAD_BYTES, MAX_UNREAD_NOTIFICATIONS, NotificationBus
from openai_codex._protocol.notifications import Notification

if TYPE_CHECKING:
    from openai_codex._protocol.subscription import Subscription


def do_nothing() -> None:
    """Take the place of a function that wakes a consumer."""


def event(method: str = "a", size: int = 0) -> Notification:
    return Notification(method, {}, size=size)


def read(subscription: Subscription) -> list[str]:
    found: list[str] = []
    while (event := subscription.pop()) is not None:
        found.append(event.method)
    return found


def test_default_limits() -> None:
    assert (MAX_UNREAD_NOTIFICATIONS, MAX_UNREAD_BYTES) == (1_000, 8 * 1024 * 1024)


@pytest.mark.parametrize(("count", "kept"), [(2, 2), (3, 3), (4, 3), (7, 3)])
def test_backlog_keeps_the_latest_notifications(monkeypatch: pytest.MonkeyPatch, count: int, kept: int) -> None:
    monkeypatch.setattr(module, "MAX_UNREAD_NOTIFICATIONS", 3)
    bus = NotificationBus()
    for number in range(count):
        assert not bus.put(event(str(number)), of_turn=False)
    assert bus.dropped == count - kept
    assert read(bus.subscribe(None, do_nothing)) == [str(number) for number in range(count - kept, count)]


@pytest.mark.parametrize(
    ("sizes", "kept"), [([9], 1), ([10], 1), ([11], 0), ([5, 5], 2), ([5, 6], 1), ([5, 5, 1], 2), ([1, 11], 0)]
)
def test_backlog_limits_the_bytes(monkeypatch: pytest.MonkeyPatch, sizes: list[int], kept: int) -> None:
    monkeypatch.setattr(module, "MAX_UNREAD_BYTES", 10)
    bus = NotificationBus()
    for size in sizes:
        bus.put(event(size=size), of_turn=False)
    assert (len(bus.backlog), bus.dropped) == (kept, len(sizes) - kept)


def test_backlog_is_given_to_the_first_subscription_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_UNREAD_BYTES", 10)
    bus = NotificationBus()
    bus.put(event("old", 10), of_turn=False)
    first = bus.subscribe(None, do_nothing)
    second = bus.subscribe(None, do_nothing)
    assert bus.put(event("new", 10), of_turn=False)
    assert (read(first), read(second)) == (["old", "new"], ["new"])
    assert (len(bus.backlog), bus.lag) == (0, 0)
    for subscription in (first, second):
        bus.unsubscribe(subscription)
        bus.unsubscribe(subscription)
    # The bytes of the backlog are counted from zero again.
    bus.put(event("later", 10), of_turn=False)
    assert (len(bus.backlog), bus.dropped) == (1, 0)


def test_subscription_by_method_leaves_the_backlog() -> None:
    bus = NotificationBus()
    bus.put(event("a"), of_turn=False)
    subscription = bus.subscribe(["a"], do_nothing)
    assert bus.put(event("a"), of_turn=False)
    assert read(subscription) == ["a"]
    assert len(bus.backlog) == 2


def test_subscriptions_by_method_receive_events_of_turns() -> None:
    bus = NotificationBus()
    both, one, rest = (bus.subscribe(methods, do_nothing) for methods in (["a", "b"], ["b"], None))
    assert bus.subscribed_methods == {"a", "b"}
    found = [bus.put(event(method), of_turn=of_turn) for method in ("a", "b", "c") for of_turn in (True, False)]
    assert found == [True, True, True, True, False, True]
    assert (read(both), read(one), read(rest)) == (["a", "a", "b", "b"], ["b", "b"], ["a", "b", "c"])
    assert len(bus.backlog) == 0
    bus.unsubscribe(both)
    assert bus.subscribed_methods == {"b"}
    bus.unsubscribe(one)
    assert bus.subscribed_methods == frozenset()
    assert bus.subscriptions == (rest,)


def test_events_of_turns_are_not_buffered() -> None:
    bus = NotificationBus()
    assert not bus.put(event(), of_turn=True)
    assert (len(bus.backlog), bus.dropped) == (0, 0)


def test_lag_is_that_of_the_slowest_consumer() -> None:
    bus = NotificationBus()
    assert bus.lag == 0
    first, second = bus.subscribe(None, do_nothing), bus.subscribe(None, do_nothing)
    for _ in range(3):
        bus.put(event(), of_turn=False)
    read(first)
    second.pop()
    assert bus.lag == 2


@pytest.mark.parametrize("survives", [False, True])
def test_connection_lost_ends_a_bus_that_does_not_survive(survives: bool) -> None:
    bus = NotificationBus(survives_restart=survives)
    subscription = bus.subscribe(None, do_nothing)
    error = TransportClosedError("gone")
    bus.connection_lost(error)
    assert (bus.ended, bus.error) == ((False, None) if survives else (True, error))
    if survives:
        assert not subscription.exhausted()
    else:
        with pytest.raises(TransportClosedError, match="gone"):
            subscription.exhausted()


def test_close_keeps_the_first_reason_and_no_later_backlog() -> None:
    bus = NotificationBus()
    bus.close(None)
    bus.close(TransportClosedError("gone"))
    assert (bus.ended, bus.error) == (True, None)
    bus.put(event(), of_turn=False)
    assert len(bus.backlog) == 0
    assert bus.subscribe(None, do_nothing).exhausted()
