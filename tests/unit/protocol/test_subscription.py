"""`Subscription`: the queue of one consumer, its end, and its limits."""

from __future__ import annotations

import pytest

from openai_codex import TransportClosedError
from openai_codex._protocol import subscription as module
from openai_codex._protocol.event_buffer import EventBuffer
from openai_codex._protocol.notification_bus import NotificationBus
from openai_codex._protocol.notifications import Notification
from openai_codex._protocol.repeated_events import LatestEvents, remove_latest
from openai_codex._protocol.subscription import MAX_LAG_BYTES, MAX_LAG_EVENTS, Subscription

USAGE = "thread/tokenUsage/updated"


def do_nothing() -> None:
    """Take the place of a function that wakes a consumer."""


def delta(size: int = 0) -> Notification:
    return Notification("some/delta", {"turnId": "turn-1"}, size=size)


def retained(method: str = "item/completed", turn: str = "turn-1", size: int = 0) -> Notification:
    return Notification(method, {"turnId": turn}, size=size)


@pytest.fixture
def buffer() -> EventBuffer:
    return EventBuffer("turn-1")


@pytest.fixture
def subscription(buffer: EventBuffer) -> Subscription:
    return buffer.subscribe(do_nothing)


def read(subscription: Subscription) -> list[Notification]:
    found: list[Notification] = []
    while (event := subscription.pop()) is not None:
        found.append(event)
    return found


def test_default_limits() -> None:
    assert (MAX_LAG_EVENTS, MAX_LAG_BYTES) == (100_000, 64 * 1024 * 1024)


def test_pop_returns_the_events_in_order(subscription: Subscription) -> None:
    events = [delta(), retained(), delta()]
    for event in events:
        assert subscription.put(event, False)
    assert (subscription.lag, subscription.ready) == (3, True)
    assert read(subscription) == events
    assert (subscription.lag, subscription.ready, subscription.pop()) == (0, False, None)


def test_two_subscriptions_have_queues_of_their_own(buffer: EventBuffer) -> None:
    first, second = buffer.subscribe(do_nothing), buffer.subscribe(do_nothing)
    buffer.put(delta())
    assert len(read(first)) == 1
    assert (first.lag, second.lag, buffer.lag) == (0, 1, 1)


@pytest.mark.parametrize(("count", "kept"), [(2, 2), (3, 3), (4, 3), (6, 3)])
def test_put_drops_deltas_beyond_the_limit(
    monkeypatch: pytest.MonkeyPatch, subscription: Subscription, count: int, kept: int
) -> None:
    monkeypatch.setattr(module, "MAX_LAG_EVENTS", 3)
    assert [subscription.put(delta(), False) for _ in range(count)] == [True] * kept + [False] * (count - kept)
    assert (subscription.lag, subscription.dropped) == (kept, count - kept)
    subscription.pop()
    assert subscription.put(delta(), False)


@pytest.mark.parametrize(("sizes", "dropped"), [([10], 0), ([10, 1], 0), ([11, 1], 1), ([5, 5, 5], 0), ([5, 6, 5], 1)])
def test_put_drops_deltas_beyond_the_bytes(
    monkeypatch: pytest.MonkeyPatch, subscription: Subscription, sizes: list[int], dropped: int
) -> None:
    """An event is dropped if those before it exceed the limit."""
    monkeypatch.setattr(module, "MAX_LAG_BYTES", 10)
    for size in sizes:
        subscription.put(delta(size), False)
    assert subscription.dropped == dropped
    read(subscription)
    assert subscription.put(delta(100), False)


def test_put_never_drops_retained_events(monkeypatch: pytest.MonkeyPatch, subscription: Subscription) -> None:
    monkeypatch.setattr(module, "MAX_LAG_EVENTS", 1)
    for _ in range(5):
        assert subscription.put(retained(), True)
    assert (subscription.lag, subscription.dropped) == (5, 0)


def test_put_of_a_late_consumer_keeps_the_latest_usage(
    monkeypatch: pytest.MonkeyPatch, subscription: Subscription
) -> None:
    monkeypatch.setattr(module, "MAX_LAG_EVENTS", 2)
    events = [retained(USAGE), retained(), retained(USAGE), retained(USAGE), retained(), retained(USAGE)]
    for event in events:
        assert subscription.put(event, True)
    # The first two events were queued before the consumer was late.
    assert read(subscription) == [events[0], events[1], events[4], events[5]]
    assert subscription.dropped == 2


def test_put_of_a_late_consumer_keeps_the_usage_of_each_turn(
    monkeypatch: pytest.MonkeyPatch, subscription: Subscription
) -> None:
    monkeypatch.setattr(module, "MAX_LAG_EVENTS", 0)
    events = [retained(method, turn) for turn in ("a", "b") for method in (USAGE, "error") for _ in range(2)]
    for event in events:
        subscription.put(event, True)
    assert read(subscription) == events[1::2]


def test_put_after_the_consumer_has_read_the_previous_usage_drops_nothing(
    monkeypatch: pytest.MonkeyPatch, subscription: Subscription
) -> None:
    monkeypatch.setattr(module, "MAX_LAG_EVENTS", 0)
    for _ in range(3):
        subscription.put(retained(USAGE, size=7), True)
        assert len(read(subscription)) == 1
    assert subscription.dropped == 0


def test_put_with_replaced_usage_counts_the_bytes(monkeypatch: pytest.MonkeyPatch, subscription: Subscription) -> None:
    monkeypatch.setattr(module, "MAX_LAG_EVENTS", 0)
    for _ in range(100):
        subscription.put(retained(USAGE, size=10), True)
    monkeypatch.setattr(module, "MAX_LAG_EVENTS", 10)
    monkeypatch.setattr(module, "MAX_LAG_BYTES", 10)
    assert subscription.put(delta(), False)


def test_retained_only_drops_nothing_and_skips_deltas(buffer: EventBuffer) -> None:
    subscription = buffer.subscribe(do_nothing, retained_only=True)
    assert not subscription.put(delta(), False)
    assert subscription.put(retained(), True)
    assert (subscription.lag, subscription.dropped) == (1, 0)


def test_exhausted_after_the_last_event_of_an_ended_source(buffer: EventBuffer, subscription: Subscription) -> None:
    assert not subscription.exhausted()
    buffer.put(Notification("turn/completed", {"turn": {"id": "turn-1"}}))
    assert not subscription.exhausted()
    read(subscription)
    assert subscription.exhausted()
    assert subscription.ready


def test_exhausted_raises_a_copy_of_the_error_after_the_last_event(
    buffer: EventBuffer, subscription: Subscription
) -> None:
    error = TransportClosedError("gone", exit_code=3)
    buffer.put(delta())
    buffer.connection_lost(error)
    assert not subscription.exhausted()
    read(subscription)
    for _ in range(2):
        with pytest.raises(TransportClosedError, match="gone") as caught:
            subscription.exhausted()
        assert caught.value is not error
        assert caught.value.exit_code == 3


def test_close_keeps_queued_events_and_hides_the_error(buffer: EventBuffer, subscription: Subscription) -> None:
    buffer.put(delta())
    subscription.close()
    subscription.close()
    buffer.put(delta())
    buffer.connection_lost(TransportClosedError("gone"))
    assert (subscription.closed, subscription.exhausted()) == (True, False)
    assert len(read(subscription)) == 1
    assert subscription.exhausted()


def test_latest_events_returns_the_previous_one_of_the_method_and_turn() -> None:
    latest = LatestEvents()
    first, second, other, error = retained(USAGE), retained(USAGE), retained(USAGE, "turn-2"), retained("error")
    assert [latest.replace(event) for event in (first, other, error, second)] == [None, None, None, first]


@pytest.mark.parametrize("position", [0, 1, 2])
def test_remove_latest_removes_this_event_only(position: int) -> None:
    events = [retained(), retained(), retained()]
    left = [event for event in events if event is not events[position]]
    found = list(events)
    assert remove_latest(found, events[position])
    assert found == left
    assert not remove_latest(found, events[position])
    assert not remove_latest([], events[position])


def test_subscription_has_function_that_wakes_its_consumer(buffer: EventBuffer) -> None:
    found = [buffer.subscribe(do_nothing), NotificationBus().subscribe(None, read_nothing)]
    assert [each.wake for each in found] == [do_nothing, read_nothing]
    assert [each.passive for each in found] == [False, False]


def read_nothing() -> None:
    """Take the place of another function that wakes a consumer."""
