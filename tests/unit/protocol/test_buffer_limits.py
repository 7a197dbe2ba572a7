"""Number of buffers that `EventRouter` keeps, and of events that were discarded."""

from __future__ import annotations

import pytest

from openai_codex._protocol import event_router
from openai_codex._protocol.event_router import DISCARDED_MESSAGE
from openai_codex._protocol.goal_events import GoalEventBuffer
from unit.protocol.test_event_router import Wire


@pytest.fixture
def wire() -> Wire:
    return Wire()


def test_unclaimed_buffers_are_limited_unless_request_may_claim_them(
    wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(event_router, "MAX_UNCONSUMED_BUFFERS", 2)
    for turn_id in "AB":
        wire.start(turn_id)
    wire.router.event_buffer("A")
    wire.start("C")
    assert list(wire.router.open) == ["A", "B", "C"]
    wire.start("D")
    assert list(wire.router.open) == ["A", "C", "D"]
    wire.claims = True
    wire.start("E")
    assert list(wire.router.open) == ["A", "C", "D", "E"]


def test_ended_turn_does_not_count_as_unclaimed_buffer(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(event_router, "MAX_UNCONSUMED_BUFFERS", 1)
    wire.start("A")
    wire.end("A")
    wire.start("B")
    assert list(wire.router.open) == ["B"]
    wire.start("C")
    assert list(wire.router.open) == ["C"]


def test_completed_buffers_are_limited_by_number(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(event_router, "MAX_COMPLETED_BUFFERS", 2)
    buffers = {turn_id: wire.router.event_buffer(turn_id) for turn_id in "ABC"}
    for turn_id in "AB":
        wire.end(turn_id)
    assert wire.router.event_buffer("A") is buffers["A"]
    wire.end("C")
    assert wire.router.is_discarded("A")
    assert wire.router.event_buffer("B") is buffers["B"]
    assert wire.router.event_buffer("C") is buffers["C"]


def test_reserved_buffers_are_limited_by_number(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(event_router, "MAX_RESERVED_BUFFERS", 2)
    for turn_id in "ABC":
        wire.router.reserve(turn_id)
    assert [wire.router.has_consumer(turn_id) for turn_id in "ABC"] == [True, False, False]


def test_completed_buffers_that_no_caller_asked_for_are_limited_unless_request_may_claim_them(
    wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    def end(*turn_ids: str) -> list[bool]:
        for turn_id in turn_ids:
            wire.start(turn_id)
            wire.end(turn_id)
        return [each in wire.router._completed_unconsumed for each in "ABCDE"]

    monkeypatch.setattr(event_router, "MAX_COMPLETED_BUFFERS", 2)
    assert end("A", "B") == [True, True, False, False, False]
    assert end("C") == [False, True, True, False, False]
    wire.claims = True
    assert end("D", "E") == [False, True, True, True, True]
    wire.claims = False
    assert end("F") == [False, False, False, False, True]


@pytest.mark.parametrize("consumed", [True, False])
def test_discarded_buffer_ends_with_error(wire: Wire, monkeypatch: pytest.MonkeyPatch, consumed: bool) -> None:
    monkeypatch.setattr(event_router, "MAX_COMPLETED_BUFFERS", 1)
    for turn_id in "ABC":
        if consumed:
            wire.router.event_buffer(turn_id)
        wire.start(turn_id)
        wire.end(turn_id)
    assert [wire.router.has_ended(each) for each in "ABC"] == [True, True, True]
    assert [wire.router.is_discarded(each) for each in "ABC"] == [True, True, False]
    assert [wire.router.is_claimed(each) for each in "ABC"] == [False, False, True]
    wire.put("item/completed", threadId="T", turnId="A", item={})
    late = wire.router.event_buffer("A")
    assert (late.ended, str(late.error)) == (True, DISCARDED_MESSAGE.format("A"))
    assert wire.router.open == {}


def test_ids_of_discarded_buffers_are_limited_by_number(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(event_router, "MAX_COMPLETED_BUFFERS", 1)
    monkeypatch.setattr(event_router, "MAX_DISCARDED_IDS", 2)
    for turn_id in "ABCD":
        wire.start(turn_id)
        wire.end(turn_id)
    assert [wire.router.is_discarded(each) for each in "ABCD"] == [False, True, True, False]


def test_reserved_buffer_outlives_its_reservation(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(event_router, "MAX_COMPLETED_BUFFERS", 1)
    monkeypatch.setattr(event_router, "MAX_RESERVED_BUFFERS", 1)
    reserved = {turn_id: wire.router.reserve(turn_id) for turn_id in "ABC"}
    for turn_id in "ABC":
        wire.end(turn_id)
    assert [wire.router.is_discarded(each) for each in "ABC"] == [True, True, False]
    assert wire.router.event_buffer("A", reserved["A"]) is reserved["A"]


def test_events_of_no_turn_create_no_buffer(wire: Wire) -> None:
    for method in ("thread/closed", "serverRequest/resolved", "account/login/completed", "other"):
        actions = wire.put(method, threadId="T", requestId=3, loginId=None)
        assert actions.updated == set()
    assert wire.router.open == {}


def test_dropped_events_of_ended_turns_are_counted(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("openai_codex._protocol.event_buffer.MAX_UNREAD_EVENTS", 0)
    counts: list[int] = []
    for turn_id, dropped in (("A", 2), ("B", 3)):
        wire.start(turn_id)
        for _ in range(dropped):
            wire.put("item/plan/delta", threadId="T", turnId=turn_id)
        counts.append(wire.router.events_dropped)
        wire.end(turn_id)
    assert [*counts, wire.router.events_dropped] == [0, 2, 5]


def test_goal_buffer_that_is_not_routed_can_be_removed(wire: Wire) -> None:
    goal, error = GoalEventBuffer("T"), RuntimeError("rejected")
    wire.router.remove_goal_buffer(goal, error)
    assert (goal.error, wire.router.goal_buffers) == (error, {})
