"""`EventRouter`: which buffer receives an event, and how long a buffer is kept."""

from __future__ import annotations

from typing import Any

import pytest

from openai_codex._protocol import event_router
from openai_codex._protocol.actions import Actions
from openai_codex._protocol.event_buffer import EventBuffer
from openai_codex._protocol.event_router import THREAD_CLOSED_METHODS, EventRouter
from openai_codex._protocol.goal_events import GoalEventBuffer
from openai_codex._protocol.notification_bus import NotificationBus
from openai_codex._protocol.notifications import Notification
from openai_codex.errors import TransportClosedError

USAGE = "thread/tokenUsage/updated"


class Wire:
    """A router, and the notifications of the runtime that it routes."""

    def __init__(self) -> None:
        self.bus = NotificationBus()
        self.claims = False
        self.router = EventRouter(self.bus, lambda: self.claims)

    def put(self, method: str, **params: Any) -> Actions[Any]:
        actions: Actions[Any] = Actions()
        self.router.route(Notification(method, params), actions)
        return actions

    def start(self, turn_id: str, thread_id: str = "T") -> Actions[Any]:
        return self.put("turn/started", threadId=thread_id, turn={"id": turn_id})

    def end(self, turn_id: str, thread_id: str = "T") -> Actions[Any]:
        return self.put("turn/completed", threadId=thread_id, turn={"id": turn_id, "status": "completed"})

    def item(self, method: str, item_id: object, turn_id: str = "A", type: str = "commandExecution") -> None:
        self.put(method, threadId="T", turnId=turn_id, item={"id": item_id, "type": type})


@pytest.fixture
def wire() -> Wire:
    return Wire()


def usage(turn_id: str, last: int, total: int) -> dict[str, Any]:
    return {
        "threadId": "T",
        "turnId": turn_id,
        "tokenUsage": {"last": {"totalTokens": last}, "total": {"totalTokens": total}},
    }


def test_default_limits() -> None:
    limits = (
        event_router.MAX_COMPLETED_BUFFERS,
        event_router.MAX_UNCONSUMED_BUFFERS,
        event_router.MAX_RESERVED_BUFFERS,
    )
    assert limits == (64, 1_024, 1_024)
    assert {"thread/closed", "thread/archived", "thread/deleted"} == THREAD_CLOSED_METHODS


# Actions


def test_route_reports_start_and_end_of_turns_in_order(wire: Wire) -> None:
    buffer = wire.router.event_buffer("A")
    buffer.subscribe(lambda: None)
    started = wire.start("A")
    assert (started.started_turns, started.completed_turns, started.updated) == ([("T", "A")], [], {buffer})
    other = wire.put("item/started", threadId="T", turnId="A")
    assert (other.started_turns, other.completed_turns) == ([], [])
    ended = wire.end("A")
    assert (ended.started_turns, ended.completed_turns, ended.updated) == ([], ["A"], {buffer})


@pytest.mark.parametrize(("request_id", "found"), [(3, [3]), ("x", ["x"]), (None, []), (True, []), ([], [])])
def test_route_reports_requests_that_runtime_no_longer_waits_for(
    wire: Wire, request_id: object, found: list[object]
) -> None:
    assert wire.put("serverRequest/resolved", requestId=request_id).cancelled_server_requests == found
    assert wire.put("other", requestId=request_id).cancelled_server_requests == []


@pytest.mark.parametrize("method", sorted(THREAD_CLOSED_METHODS))
def test_route_reports_closed_threads(wire: Wire, method: str) -> None:
    assert wire.put(method, threadId="T").closed_threads == ["T"]
    assert wire.put(method, threadId=None).closed_threads == []
    assert wire.put("thread/started", threadId="T").closed_threads == []


def test_route_wakes_bus_for_events_of_no_turn_and_subscribed_methods(wire: Wire) -> None:
    every = wire.bus.subscribe(None, lambda: None)
    some = wire.bus.subscribe(["item/started"], lambda: None)
    assert wire.put("warning").updated == {wire.bus}
    assert wire.put("item/started", turnId="A").updated == {wire.bus}
    assert wire.put("item/completed", turnId="A").updated == set()
    assert (every.lag, some.lag) == (1, 1)


def test_error_without_retry_before_start_ends_turn(wire: Wire) -> None:
    """The runtime sends no `turn/completed` for a review whose target it cannot read."""
    buffer = wire.router.event_buffer("A")
    error = {"message": "unknown commit"}
    actions = wire.put("error", threadId="T", turnId="A", willRetry=False, error=error)
    assert (actions.completed_turns, actions.updated, buffer.ended) == (["A"], {buffer}, True)
    subscription = buffer.subscribe(lambda: None)
    subscription.pop()
    last = subscription.pop()
    assert last is not None
    assert (last.method, last.thread_id, last.turn_id) == ("turn/completed", "T", "A")
    assert last.params["turn"] == {"id": "A", "items": [], "status": "failed", "error": error}


@pytest.mark.parametrize("before", ["turn/started", "error"])
def test_error_with_retry_or_after_start_does_not_end_turn(wire: Wire, before: str) -> None:
    buffer = wire.router.event_buffer("A")
    wire.put(before, threadId="T", turnId="A", willRetry=True)
    wire.put("error", threadId="T", turnId="A", willRetry=False)
    assert not buffer.ended


# State of turns


def test_has_consumer_and_is_claimed_in_each_state(wire: Wire) -> None:
    def state(key: str) -> tuple[bool, bool]:
        return wire.router.has_consumer(key), wire.router.is_claimed(key)

    assert state("unknown") == (False, False)
    wire.put("item/started", threadId="T", turnId="event")
    assert state("event") == (False, False)
    wire.start("started")
    assert state("started") == (False, True)
    wire.router.reserve("reserved")
    assert state("reserved") == (False, True)
    wire.router.event_buffer("reserved")
    assert state("reserved") == (True, True)
    wire.router.event_buffer("requested")
    assert state("requested") == (True, True)
    for key in ("started", "requested"):
        wire.end(key)
        assert state(key) == (True, True)
        assert key not in wire.router.open


def test_running_turn_is_started_turn_of_thread(wire: Wire) -> None:
    for turn_id, thread_id in (("A", "T"), ("B", "U")):
        wire.put("item/started", threadId=thread_id, turnId=turn_id)
        assert wire.router.running_turn(thread_id) is None
        wire.start(turn_id, thread_id)
    assert wire.router.running_turn("T") is wire.router.open["A"]
    assert wire.router.running_turn("U") is wire.router.open["B"]
    assert wire.router.running_turn("other") is None
    wire.end("A")
    assert wire.router.running_turn("T") is None


def test_thread_of_buffer_is_that_of_its_first_event() -> None:
    buffer = EventBuffer("A")
    assert buffer.thread_id is None
    buffer.put(Notification("turn/started", {"threadId": "T", "turn": {"id": "A"}}))
    buffer.put(Notification("item/started", {"threadId": "U", "turnId": "A"}))
    assert buffer.thread_id == "T"
    other = EventBuffer("A")
    other.put(Notification("turn/started", {"threadId": 3}))
    assert other.thread_id is None


def test_items_of_turn_that_params_refer_to(wire: Wire) -> None:
    for item_id in ("one", "two", "three"):
        wire.item("item/started", item_id)
    wire.item("item/started", "other", turn_id="B")
    wire.item("item/started", "file", type="fileChange")
    wire.item("item/started", None)
    wire.item("item/completed", "two")
    ids = [item["id"] for item in wire.router.running_items({"turnId": "A"}, "commandExecution")]
    assert ids == ["one", "three"]
    assert wire.router.running_items({"turnId": "unknown"}, "commandExecution") == []
    assert wire.router.running_items({}, "commandExecution") == []
    found = wire.router.started_item({"turnId": "A", "itemId": "two"})
    assert found is not None
    assert found["id"] == "two"
    assert wire.router.started_item({"turnId": "A", "itemId": "other"}) is None
    assert wire.router.started_item({"turnId": "unknown", "itemId": "two"}) is None


# Goals


def test_goal_receives_events_of_all_turns_of_its_thread(wire: Wire) -> None:
    goals = [GoalEventBuffer("T"), GoalEventBuffer("T"), GoalEventBuffer("U")]
    for goal in goals:
        wire.router.add_goal_buffer(goal)
    queues = [goal.subscribe(lambda: None) for goal in goals]
    assert wire.start("A").updated == set(goals[:2])
    wire.put("item/started", threadId="T", turnId="A")
    wire.put("other", threadId=None)
    wire.put("other", threadId=["T"])
    wire.put("other", threadId="V")
    assert [queue.lag for queue in queues] == [2, 2, 0]
    wire.put("thread/goal/cleared", threadId="T")
    wire.end("A")
    assert wire.router.goal_buffers == {"U": [goals[2]]}
    assert [goal.ended for goal in goals] == [True, True, False]


def test_goal_that_runtime_rejects_ends_and_leaves_the_other(wire: Wire) -> None:
    goals = [GoalEventBuffer("T"), GoalEventBuffer("T")]
    for goal in goals:
        wire.router.add_goal_buffer(goal)
    error = RuntimeError("rejected")
    wire.router.remove_goal_buffer(goals[0], error)
    assert (goals[0].error, goals[1].ended) == (error, False)
    assert wire.router.goal_buffers == {"T": [goals[1]]}
    wire.router.remove_goal_buffer(goals[1], error)
    assert wire.router.goal_buffers == {}


def test_dropped_events_of_ended_goals_are_counted_once(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("openai_codex._protocol.event_buffer.MAX_UNREAD_EVENTS", 0)
    goals = [GoalEventBuffer("T"), GoalEventBuffer("T")]
    for goal in goals:
        wire.router.add_goal_buffer(goal)
    for _ in range(3):
        wire.put("thread/other", threadId="T")
    assert wire.router.events_dropped == 0
    wire.router.remove_goal_buffer(goals[0], RuntimeError("rejected"))
    assert wire.router.events_dropped == 3
    wire.router.remove_goal_buffer(goals[1], RuntimeError("rejected"))
    assert wire.router.events_dropped == 6


# Usage


def test_buffers_know_tokens_of_thread_before_their_first_report(wire: Wire) -> None:
    goal = GoalEventBuffer("T")
    wire.router.add_goal_buffer(goal)
    first = wire.router.event_buffer("A")
    wire.start("A")
    assert first.usage_before is None
    wire.put(USAGE, **usage("A", 30, 100))
    wire.put(USAGE, **usage("A", 20, 120))
    second = wire.router.event_buffer("B")
    wire.end("A")
    wire.start("B")
    wire.put(USAGE, **usage("B", 7, 127))
    assert [each.usage_before and each.usage_before[-1] for each in (first, second, goal)] == [70, 120, 70]
    assert wire.bus.usage.total[-1] == 57


def test_usage_of_turn_that_has_not_started_creates_no_buffer(wire: Wire) -> None:
    """It is that of a thread that was resumed or forked."""
    wire.put(USAGE, **usage("A", 30, 100))
    assert wire.router.open == {}
    assert wire.bus.usage.total[-1] == 0


# End of the connection


def test_loss_of_connection_ends_all_buffers_and_later_ones(wire: Wire) -> None:
    turns = [wire.router.event_buffer(turn_id) for turn_id in "AB"]
    goals = [GoalEventBuffer("T"), GoalEventBuffer("U"), GoalEventBuffer("U")]
    for goal in goals[:2]:
        wire.router.add_goal_buffer(goal)
    error = TransportClosedError("gone")
    actions: Actions[Any] = Actions()
    wire.router.connection_lost(error, actions)
    assert actions.updated == {*turns, *goals[:2], wire.bus}
    wire.router.add_goal_buffer(goals[2])
    later = wire.router.event_buffer("C")
    assert [each.error for each in (*turns, *goals, later)] == [error] * 6
    assert wire.bus.error is error
    assert (wire.router.open, wire.router.goal_buffers) == ({}, {})


# Reviews


def review(root: object, turn_id: str = "inner", thread_id: str = "T") -> dict[str, Any]:
    return {"threadId": thread_id, "turn": {"id": turn_id, "rootTurnId": root}}


def test_start_of_review_is_reported_under_id_of_inner_turn(wire: Wire) -> None:
    """The runtime sends all other events under the id of the review, and interrupts it by the id of the inner turn."""
    buffer = wire.router.event_buffer("review")
    buffer.subscribe(lambda: None)
    wire.put("item/started", threadId="T", turnId="review")
    assert (buffer.active_id, buffer.started) == ("review", False)
    actions = wire.put("turn/started", **review("review"))
    assert (actions.started_turns, actions.updated) == ([("T", "review")], {buffer})
    assert (buffer.active_id, buffer.started) == ("inner", True)
    assert list(wire.router.open) == ["review"]


@pytest.mark.parametrize(
    ("method", "params"),
    [
        ("turn/started", review("unknown")),
        ("turn/started", review(None)),
        ("turn/started", review(["review"])),
        ("turn/started", review("review", thread_id="other")),
        ("turn/other", review("review")),
        ("turn/started", {"threadId": "T", "turnId": "inner", "turn": None}),
    ],
)
def test_event_of_other_turn_is_not_one_of_review(wire: Wire, method: str, params: dict[str, Any]) -> None:
    buffer = wire.router.event_buffer("review")
    wire.put("item/started", threadId="T", turnId="review")
    wire.put(method, **params)
    assert (buffer.active_id, buffer.started) == ("review", False)
    assert "inner" in wire.router.open


def test_turn_has_its_own_id_as_active_id(wire: Wire) -> None:
    buffer = wire.router.event_buffer("A")
    wire.put("turn/started", **review("A", "A"))
    assert (buffer.active_id, buffer.started) == ("A", True)


@pytest.mark.parametrize("params", [{"willRetry": True}, {"willRetry": None}, {"willRetry": 0}, {}])
def test_first_error_after_which_runtime_tries_again_does_not_end_turn(wire: Wire, params: dict[str, Any]) -> None:
    buffer = wire.router.event_buffer("A")
    wire.put("error", threadId="T", turnId="A", **params)
    assert not buffer.ended


def test_other_first_event_does_not_end_turn(wire: Wire) -> None:
    buffer = wire.router.event_buffer("A")
    wire.put("item/started", threadId="T", turnId="A", willRetry=False)
    assert not buffer.ended


def test_event_without_consumer_wakes_no_buffer(wire: Wire) -> None:
    wire.router.event_buffer("A")
    assert wire.put("item/started", threadId="T", turnId="A").updated == set()
    assert wire.put("item/other", threadId="T", turnId="A").updated == set()
    assert len(wire.end("A").updated) == 1
