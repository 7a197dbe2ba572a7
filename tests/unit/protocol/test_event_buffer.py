"""`EventBuffer`: events of one turn for first, later and late consumers, and its limits."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import pytest

from openai_codex._protocol import event_buffer
from openai_codex._protocol.event_buffer import RETAINED_METHODS, TERMINAL_METHODS, EventBuffer
from openai_codex._protocol.notifications import Notification
from openai_codex._protocol.repeated_events import MAX_REPEATED_EVENTS, REPEATED_METHODS
from openai_codex._results.collector import TurnResultCollector
from openai_codex.errors import TransportClosedError

if TYPE_CHECKING:
    from openai_codex._protocol.subscription import Subscription

TURN = "turn-1"
DELTA = "item/agentMessage/delta"
USAGE = "thread/tokenUsage/updated"


def event(method: str, size: int = 0, **params: Any) -> Notification:
    return Notification(method, {"turnId": TURN, **params}, size=size)


def usage(number: int, turn: str = TURN) -> Notification:
    return Notification(USAGE, {"turnId": turn, "number": number}, size=1)


def item(method: str, id: str) -> Notification:
    return event(f"item/{method}", item={"id": id, "type": "agentMessage", "text": id})


def completed(status: str = "completed", turn: str = TURN) -> Notification:
    return Notification("turn/completed", {"turn": {"id": turn, "status": status}})


def do_nothing() -> None:
    """Take the place of a function that wakes a consumer."""


def read(subscription: Subscription) -> list[Notification]:
    found: list[Notification] = []
    while (event := subscription.pop()) is not None:
        found.append(event)
    return found


def numbers(subscription: Subscription) -> list[Any]:
    return [event.params["number"] for event in read(subscription) if event.method == USAGE]


def test_retained_methods_are_those_of_results_and_approvals() -> None:
    assert {"turn/completed", "account/login/completed"} == TERMINAL_METHODS
    assert {
        "turn/started",
        "item/started",
        "item/completed",
        "thread/tokenUsage/updated",
        "thread/goal/updated",
        "thread/goal/cleared",
        "error",
        "client/handlerFailed",
        "item/commandExecution/requestApproval",
        "item/fileChange/requestApproval",
        "execCommandApproval",
        "applyPatchApproval",
    } == RETAINED_METHODS - TERMINAL_METHODS
    assert {"thread/tokenUsage/updated", "thread/goal/updated", "error"} == REPEATED_METHODS


def test_first_consumer_receives_every_event_and_the_second_the_retained_ones() -> None:
    buffer = EventBuffer(TURN)
    events = [event("turn/started"), item("started", "a"), event(DELTA, itemId="a", delta="x"), event("other")]
    for each in events:
        buffer.put(each)
    first, second = buffer.subscribe(do_nothing), buffer.subscribe(do_nothing)
    assert read(first) == events
    late = read(second)
    assert late[:2] == events[:2]
    assert [(each.method, each.params["delta"]) for each in late[2:]] == [(DELTA, "x")]
    both = event("other")
    buffer.put(both)
    assert read(first) == read(second) == [both]


def test_later_consumer_receives_the_terminal_event_last() -> None:
    buffer = EventBuffer(TURN)
    buffer.put(event(DELTA, itemId="open", delta="x"))
    buffer.put(item("completed", "a"))
    buffer.put(completed())
    buffer.subscribe(do_nothing)
    late = buffer.subscribe(do_nothing)
    assert [each.method for each in read(late)] == ["item/completed", DELTA, "turn/completed"]
    assert late.exhausted()


def test_put_after_the_terminal_event_is_ignored() -> None:
    buffer = EventBuffer(TURN)
    assert buffer.put(completed("interrupted"))
    assert (buffer.ended, buffer.interrupted, buffer.started) == (True, True, True)
    assert not buffer.put(event("turn/started"))
    assert len(read(buffer.subscribe(do_nothing))) == 1


@pytest.mark.parametrize(("status", "interrupted"), [("completed", False), ("failed", False), ("interrupted", True)])
def test_interrupted_is_the_status_of_the_turn(status: str, interrupted: bool) -> None:
    buffer = EventBuffer(TURN)
    buffer.put(completed(status))
    assert buffer.interrupted == interrupted


def test_put_wakes_a_retained_only_consumer_for_retained_events_only() -> None:
    buffer = EventBuffer(TURN)
    subscription = buffer.subscribe(do_nothing, retained_only=True)
    assert not buffer.has_stream_consumers
    assert not buffer.put(event(DELTA, itemId="a", delta="x"))
    assert buffer.put(item("completed", "a"))
    assert [each.method for each in read(subscription)] == ["item/completed"]


def test_passive_subscription_leaves_unread_events_to_the_first_consumer() -> None:
    buffer = EventBuffer(TURN)
    delta = event(DELTA, itemId="a", delta="x")
    buffer.put(delta)
    passive = buffer.subscribe(do_nothing, passive=True)
    assert (buffer.consumer_count, buffer.has_stream_consumers) == (0, True)
    assert read(passive) == []
    assert read(buffer.subscribe(do_nothing)) == [delta]
    assert buffer.consumer_count == 1


def test_unsubscribe_of_one_of_two_consumers_leaves_the_other() -> None:
    buffer = EventBuffer(TURN)
    first, second = buffer.subscribe(do_nothing), buffer.subscribe(do_nothing)
    first.close()
    first.close()
    assert (buffer.consumer_count, buffer.has_stream_consumers) == (1, True)
    buffer.put(event("other"))
    assert (len(read(first)), len(read(second))) == (0, 1)
    second.close()
    assert (buffer.consumer_count, buffer.has_stream_consumers) == (0, False)


def test_started_item_returns_the_item_with_this_id() -> None:
    buffer = EventBuffer(TURN)
    for id in ("a", "b"):
        buffer.put(item("started", id))
    buffer.put(item("completed", "c"))
    assert (buffer.started_item("a") or {})["id"] == "a"
    assert (buffer.started_item("b") or {})["id"] == "b"
    assert buffer.started_item("c") is None


def test_connection_lost_keeps_the_events_and_the_first_error() -> None:
    buffer = EventBuffer(TURN)
    buffer.put(event("turn/started"))
    error = TransportClosedError("gone")
    buffer.connection_lost(error)
    buffer.connection_lost(TransportClosedError("again"))
    assert buffer.error is error
    subscription = buffer.subscribe(do_nothing)
    assert [each.method for each in read(subscription)] == ["turn/started"]
    with pytest.raises(TransportClosedError, match="gone"):
        subscription.exhausted()


@pytest.mark.parametrize(("count", "dropped"), [(2, 0), (3, 0), (4, 1)])
def test_buffer_without_a_consumer_limits_the_number_of_events(
    monkeypatch: pytest.MonkeyPatch, count: int, dropped: int
) -> None:
    monkeypatch.setattr(event_buffer, "MAX_UNREAD_EVENTS", 3)
    buffer = EventBuffer(TURN)
    for _ in range(count):
        buffer.put(event("other"))
    buffer.put(completed())
    assert buffer.dropped == dropped
    assert len(read(buffer.subscribe(do_nothing))) == count - dropped + 1


@pytest.mark.parametrize(("sizes", "dropped"), [([9], 0), ([10], 0), ([11], 1), ([5, 5], 0), ([5, 6, 5], 1)])
def test_buffer_without_a_consumer_limits_the_bytes(
    monkeypatch: pytest.MonkeyPatch, sizes: list[int], dropped: int
) -> None:
    monkeypatch.setattr(event_buffer, "MAX_UNREAD_BYTES", 10)
    buffer = EventBuffer(TURN)
    for size in sizes:
        buffer.put(event("other", size))
    assert buffer.dropped == dropped
    assert len(read(buffer.subscribe(do_nothing))) == len(sizes) - dropped


@pytest.mark.parametrize(
    ("count", "kept", "dropped"), [(2, [0, 1], 0), (3, [0, 1, 2], 0), (4, [0, 1, 3], 1), (9, [0, 1, 8], 6)]
)
def test_buffer_keeps_the_first_and_the_latest_usage_events(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, count: int, kept: list[int], dropped: int
) -> None:
    monkeypatch.setattr(event_buffer, "MAX_REPEATED_EVENTS", 3)
    buffer = EventBuffer(TURN)
    with caplog.at_level(logging.WARNING, "openai_codex"):
        for number in range(count):
            buffer.put(usage(number))
            buffer.put(item("completed", str(number)))
    assert (buffer.dropped, len(caplog.messages)) == (dropped, int(dropped > 0))
    assert numbers(buffer.subscribe(do_nothing)) == kept
    late = read(buffer.subscribe(do_nothing))
    assert [each.params["number"] for each in late if each.method == USAGE] == kept
    assert sum(each.method == "item/completed" for each in late) == count


def test_buffer_with_a_consumer_delivers_every_usage_event(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(event_buffer, "MAX_REPEATED_EVENTS", 1)
    buffer = EventBuffer(TURN)
    subscription = buffer.subscribe(do_nothing)
    for number in range(5):
        buffer.put(usage(number))
    assert numbers(subscription) == [0, 1, 2, 3, 4]
    assert buffer.dropped == 0


def test_buffer_keeps_the_latest_usage_of_each_turn_and_method(monkeypatch: pytest.MonkeyPatch) -> None:
    """A goal has several turns, each with a usage of its own."""
    monkeypatch.setattr(event_buffer, "MAX_REPEATED_EVENTS", 1)
    buffer = EventBuffer("thread-1")
    for turn in ("turn-1", "turn-2"):
        for number in range(3):
            buffer.put(usage(number, turn))
            buffer.put(Notification("error", {"turnId": turn, "number": number}))
    kept = [(each.method, each.turn_id, each.params["number"]) for each in read(buffer.subscribe(do_nothing))]
    assert kept == [
        (USAGE, "turn-1", 2),
        ("error", "turn-1", 2),
        (USAGE, "turn-2", 2),
        ("error", "turn-2", 2),
    ]


def test_result_of_a_turn_with_many_usage_events_has_the_latest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(event_buffer, "MAX_REPEATED_EVENTS", 2)
    buffer = EventBuffer(TURN)
    for tokens in range(10):
        counts = dict.fromkeys(
            ("totalTokens", "inputTokens", "cachedInputTokens", "outputTokens", "reasoningOutputTokens"), tokens
        )
        buffer.put(event(USAGE, tokenUsage={"total": counts, "last": counts, "modelContextWindow": None}))
    buffer.put(completed())
    collector = TurnResultCollector(TURN)
    for each in read(buffer.subscribe(do_nothing, retained_only=True)):
        collector.add(each)
    found = collector.result().usage
    assert found is not None
    assert found.total.total_tokens == 9


def test_memory_of_a_turn_with_many_repeated_events_is_bounded() -> None:
    buffer = EventBuffer(TURN)
    for number in range(MAX_REPEATED_EVENTS * 3):
        buffer.put(usage(number))
    assert len(buffer._retained) == MAX_REPEATED_EVENTS
    assert len(buffer._backlog or ()) == MAX_REPEATED_EVENTS
    assert buffer._backlog_bytes == MAX_REPEATED_EVENTS


def test_dropped_contains_events_of_late_consumers(monkeypatch: pytest.MonkeyPatch) -> None:
    from openai_codex._protocol import subscription as subscriptions

    monkeypatch.setattr(subscriptions, "MAX_LAG_EVENTS", 1)
    buffer = EventBuffer(TURN)
    first, second = buffer.subscribe(do_nothing), buffer.subscribe(do_nothing)
    for _ in range(3):
        buffer.put(event("other"))
    read(second)
    buffer.put(event("other"))
    assert (first.dropped, second.dropped, buffer.dropped) == (3, 2, 5)
    first.close()
    second.close()
    assert buffer.dropped == 5
