"""Buffers of events that are routed by thread: those of goals, and those of the next turn of a thread."""

from __future__ import annotations

from typing import Any

import pytest

from openai_codex._protocol.event_buffer import EventBuffer
from openai_codex._protocol.goal_events import GoalEventBuffer, NextTurnBuffer, ThreadEventBuffers, find_running_turn
from openai_codex._protocol.notifications import Notification
from openai_codex.errors import TransportClosedError


def event(method: str, turn_id: str | None = None, **params: Any) -> Notification:
    return Notification(method, {"threadId": "T", "turnId": turn_id, **params})


def started(turn_id: str) -> Notification:
    return Notification("turn/started", {"threadId": "T", "turn": {"id": turn_id}})


def completed(turn_id: str, status: str = "completed") -> Notification:
    return Notification("turn/completed", {"threadId": "T", "turn": {"id": turn_id, "status": status}})


def goal(status: object) -> Notification:
    return event("thread/goal/updated", goal={"status": status})


def methods(buffer: GoalEventBuffer | NextTurnBuffer) -> list[str]:
    subscription = buffer.subscribe(lambda: None)
    found: list[str] = []
    while (next_event := subscription.pop()) is not None:
        found.append(next_event.method)
    return found


# The next turn


def test_next_turn_is_first_unknown_turn_that_starts() -> None:
    buffer = NextTurnBuffer("T", ["old", "older"])
    assert (buffer.key, buffer.routed_thread_id) == ("", "T")
    for ignored in (started("old"), started("older"), completed("old"), event("other", "new"), event("other")):
        assert not buffer.put(ignored)
    assert (buffer.key, buffer.started) == ("", False)
    subscription = buffer.subscribe(lambda: None)
    assert buffer.put(started("new"))
    assert (buffer.key, buffer.started) == ("new", True)
    assert not buffer.put(started("newer"))
    assert not buffer.put(completed("old"))
    assert not buffer.put(event("other"))
    assert not buffer.ended
    assert buffer.put(event("other", "new"))
    assert buffer.put(completed("new"))
    assert buffer.ended
    assert subscription.lag == 3


# Goals


def test_goal_ends_after_last_turn_of_goal_that_is_no_longer_active() -> None:
    buffer = GoalEventBuffer("T")
    assert (buffer.key, buffer.routed_thread_id, buffer.running_turn) == ("T", "T", None)
    buffer.owned = object()
    for turn_id in ("1", "2"):
        buffer.put(started(turn_id))
        assert (buffer.running_turn, buffer.ended) == (turn_id, False)
        buffer.put(goal("active"))
        buffer.put(completed(turn_id))
        assert (buffer.running_turn, buffer.ended) == (None, False)
    buffer.put(started("3"))
    buffer.put(goal("complete"))
    assert (buffer.ended, buffer.owned is None) == (False, False)
    assert buffer.put(completed("3"))
    assert (buffer.ended, buffer.error, buffer.owned) == (True, None, None)
    assert not buffer.put(started("4"))


@pytest.mark.parametrize("status", ["complete", "paused", "budgetLimited", None, 3])
def test_goal_without_running_turn_ends_with_any_status_but_active(status: object) -> None:
    buffer = GoalEventBuffer("T")
    assert not buffer.put(goal("active"))
    assert not buffer.ended
    assert buffer.put(goal(status))
    assert buffer.ended


def test_goal_ignores_end_of_earlier_goal() -> None:
    buffer = GoalEventBuffer("T")
    late = [
        goal("paused"),
        event("thread/goal/cleared"),
        event("item/completed", "old"),
        completed("old", "interrupted"),
    ]
    assert [buffer.put(each) for each in late] == [False] * 4
    assert (buffer.ended, methods(buffer)) == (False, [])
    buffer.response_received({"goal": {"status": "active", "createdAt": 7}})
    assert (buffer.ended, buffer.created_at) == (False, 7)
    assert buffer.put(goal("paused"))
    assert buffer.ended


@pytest.mark.parametrize("first", [goal("active"), started("1")])
def test_goal_whose_events_precede_the_response_ends(first: Notification) -> None:
    buffer = GoalEventBuffer("T")
    for each in (first, goal("complete"), completed("1")):
        buffer.put(each)
    assert buffer.ended


def test_goal_that_runtime_sets_with_another_status_ends() -> None:
    buffer = GoalEventBuffer("T")
    buffer.put(goal("budgetLimited"))
    assert not buffer.ended
    buffer.response_received({"goal": {"status": "budgetLimited"}})
    assert (buffer.ended, methods(buffer)) == (True, ["thread/goal/updated"])


@pytest.mark.parametrize("result", [None, {}, {"goal": None}, {"goal": {}}])
def test_goal_waits_for_events_if_response_has_no_status(result: object) -> None:
    buffer = GoalEventBuffer("T")
    buffer.response_received(result)
    assert not buffer.ended
    buffer.put(goal("complete"))
    assert buffer.ended


def test_goal_ignores_end_of_another_turn() -> None:
    buffer = GoalEventBuffer("T")
    buffer.put(goal("active"))
    buffer.put(started("1"))
    buffer.put(completed("old", "interrupted"))
    assert (buffer.ended, buffer.running_turn) == (False, "1")


@pytest.mark.parametrize("ended", ["inner", "review"])
def test_goal_includes_reviews(ended: str) -> None:
    buffer = GoalEventBuffer("T")
    turn = {"id": "inner", "rootTurnId": "review"}
    buffer.put(Notification("turn/started", {"threadId": "T", "turn": turn}))
    buffer.put(completed(ended))
    assert (buffer.ended, buffer.running_turn) == (False, None)


@pytest.mark.parametrize("interrupted", [True, False])
def test_goal_includes_the_running_turn_unless_it_is_interrupted(interrupted: bool) -> None:
    buffers, buffer, turn = ThreadEventBuffers(), GoalEventBuffer("T"), EventBuffer("1")
    turn.interrupted = interrupted
    buffers.add(buffer, turn)
    assert buffer.running_turn == (None if interrupted else "1")
    buffers.put(completed("1", "interrupted"), None)
    assert buffer.ended is not interrupted


def test_goal_that_is_active_again_before_end_of_turn_continues() -> None:
    buffer = GoalEventBuffer("T")
    for each in (started("1"), goal("paused"), goal("active"), completed("1")):
        buffer.put(each)
    assert not buffer.ended


@pytest.mark.parametrize("last", [event("thread/goal/cleared"), event("thread/goal/updated", goal=None)])
def test_goal_that_is_cleared_ends_between_turns(last: Notification) -> None:
    buffer = GoalEventBuffer("T")
    buffer.put(started("1"))
    buffer.put(last)
    assert not buffer.ended
    buffer.put(completed("1"))
    assert buffer.ended


@pytest.mark.parametrize(("status", "ends"), [("completed", False), ("interrupted", True), ("failed", True)])
def test_active_goal_ends_with_turn_after_which_runtime_starts_no_other(status: str, ends: bool) -> None:
    buffer = GoalEventBuffer("T")
    buffer.put(goal("active"))
    buffer.put(started("1"))
    buffer.put(completed("1", status))
    assert (buffer.ended, buffer.interrupted) == (ends, status == "interrupted")
    assert methods(buffer) == ["thread/goal/updated", "turn/started", "turn/completed"]


def test_goal_releases_its_owner_when_connection_is_lost() -> None:
    buffer = GoalEventBuffer("T")
    buffer.owned = object()
    buffer.put(started("1"))
    assert buffer.owned is not None
    error = TransportClosedError("gone")
    buffer.connection_lost(error)
    assert (buffer.ended, buffer.error, buffer.owned) == (True, error, None)


def test_goal_is_active_and_without_owner_at_first() -> None:
    buffer = GoalEventBuffer("T")
    assert (buffer.owned, buffer.created_at) == (None, None)
    states = [buffer.started]
    for each in (started("1"), completed("1"), goal("complete")):
        buffer.put(each)
        states.append(buffer.started)
    assert states == [False, True, False, True]
    assert methods(buffer) == ["turn/started", "turn/completed", "thread/goal/updated"]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ({"goal": {"createdAt": 7}}, 7),
        ({"goal": {"createdAt": "7"}}, 5),
        ({"goal": {"createdAt": None}}, 5),
        ({"goal": {}}, 5),
        ({"goal": None}, 5),
        ({"createdAt": 7}, 5),
        ([], 5),
        (None, 5),
    ],
)
def test_goal_knows_when_it_was_created(source: object, expected: int) -> None:
    buffer = GoalEventBuffer("T")
    assert buffer.created_at is None
    buffer.record({"goal": {"createdAt": 5}})
    buffer.record(source)
    assert buffer.created_at == expected


def test_goal_learns_from_event_when_it_was_created() -> None:
    buffer = GoalEventBuffer("T")
    buffer.put(event("thread/goal/updated", goal={"status": "active", "createdAt": 9}))
    assert buffer.created_at == 9


# Stored turns


def stored(*turns: object) -> dict[str, object]:
    return {"data": list(turns)}


def test_find_running_turn_returns_turn_in_progress() -> None:
    first, second = ({"id": id, "status": "inProgress"} for id in ("first", "second"))
    ended, unnamed = {"id": "ended", "status": "completed"}, {"status": "inProgress"}
    assert find_running_turn(stored(ended, unnamed, None, first, second)) == "first"
    assert find_running_turn(stored(ended, {"id": 3, "status": "inProgress"})) is None


@pytest.mark.parametrize("result", [None, 3, {}, {"data": None}, {"data": {}}, {"data": "x"}])
def test_find_running_turn_in_other_values_returns_none(result: object) -> None:
    assert find_running_turn(result) is None
