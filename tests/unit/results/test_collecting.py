"""Results of goals, of sub-agents, and of turns as the runtime stores them."""

from __future__ import annotations

import logging
from typing import Any

import pytest

from codex_protocol import ThreadGoalStatus, TurnStatus
from openai_codex import HandlerError, TurnFailedError, TurnTimeoutError
from openai_codex._protocol.client_events import HandlerFailed, RequestDecided
from openai_codex._protocol.deltas import DeltaAccumulator
from openai_codex._protocol.notifications import Notification
from openai_codex._protocol.subagents.record import SubagentRecord, SubagentRecords
from openai_codex._results.collector import TurnResultCollector
from openai_codex._results.goal_collector import GoalCollector
from openai_codex._results.stored_turns import is_running, stored_turn_buffer
from openai_codex._results.subagents import subagent_results
from openai_codex._results.usage import token_usage

USAGE = "thread/tokenUsage/updated"
FIELDS = ("cachedInputTokens", "inputTokens", "outputTokens", "reasoningOutputTokens", "totalTokens")


def event(method: str, turn_id: str = "A", payload: Any = None, thread_id: str = "T", **params: Any) -> Notification:
    return Notification(method, {"threadId": thread_id, "turnId": turn_id, **params}, payload=payload)


def message(item_id: str, text: str) -> dict[str, Any]:
    return {"type": "agentMessage", "id": item_id, "text": text}


def item(method: str, item_id: str, turn_id: str = "A") -> Notification:
    return event(f"item/{method}", turn_id, item=message(item_id, f"text of {item_id}"))


def completed(turn_id: str = "A", status: str = "completed", **turn: Any) -> Notification:
    return Notification("turn/completed", {"threadId": "T", "turn": {"id": turn_id, "status": status, **turn}})


def usage(last: int, total: int, turn_id: str = "A") -> Notification:
    counts = {"last": dict.fromkeys(FIELDS, last), "total": dict.fromkeys(FIELDS, total), "modelContextWindow": 100}
    return event(USAGE, turn_id, tokenUsage=counts)


def decided(turn_id: str = "A") -> RequestDecided:
    return RequestDecided("m", "T", turn_id, None, "accept", "handler")


def goal(status: str) -> Notification:
    params = {
        "threadId": "T", "objective": "x", "status": status, "createdAt": 1, "updatedAt": 1, "timeUsedSeconds": 0,
        "tokensUsed": 0,
    }  # fmt: skip
    return event("thread/goal/updated", goal=params)


# Turns


def test_collector_takes_ids_of_first_event_and_completion_of_its_turn_only() -> None:
    collector = TurnResultCollector(None)
    assert collector.partial_result().id == ""
    assert collector.partial_result().thread_id is None
    for each in (item("started", "a"), completed("B", startedAt=9), event("other", "C", thread_id="U")):
        collector.add(each)
    result = collector.partial_result()
    assert (result.id, result.thread_id, result.status, result.started_at) == ("A", "T", TurnStatus.in_progress, None)
    collector.add(completed("A", startedAt=1, completedAt=2, durationMs=3))
    result = collector.result()
    assert (result.started_at, result.completed_at, result.duration_ms) == (1, 2, 3)


def test_collector_separates_completed_and_open_items() -> None:
    collector = TurnResultCollector("A")
    for each in (item("started", "a"), item("started", "b"), item("started", "c"), item("completed", "b")):
        collector.add(each)
    collector.add(event("item/agentMessage/delta", itemId="c", delta=" and more"))
    result = collector.partial_result()
    texts = [[getattr(each, "text", None) for each in items] for items in (result.items, result.incomplete_items)]
    assert texts == [["text of b"], ["text of a", "text of c and more"]]


def test_collector_with_deltas_of_caller_adds_none_itself() -> None:
    deltas = DeltaAccumulator()
    collector = TurnResultCollector("A", deltas)
    collector.add(item("started", "a"))
    delta = event("item/agentMessage/delta", itemId="a", delta="!")
    collector.add(delta)
    deltas.add(delta)
    [found] = collector.partial_result().incomplete_items
    assert getattr(found, "text", None) == "text of a!"


def test_collector_keeps_decisions_and_failures_in_order() -> None:
    collector = TurnResultCollector("A")
    errors = [HandlerError("m", "one"), HandlerError("m", "two")]
    decisions = [decided("A"), decided("B")]
    for error, decision in zip(errors, decisions, strict=True):
        collector.add(event("client/handlerFailed", payload=HandlerFailed(error)))
        collector.add(event("client/requestDecided", payload=decision))
    result = collector.partial_result()
    assert (result.handler_errors, result.decisions) == (errors, decisions)


def test_usage_after_is_last_valid_total_or_that_before() -> None:
    assert TurnResultCollector("A").usage_after() is None
    collector = TurnResultCollector("A", usage_before=lambda: (7,) * 6)
    assert collector.usage_after() == (7,) * 6
    for each in (usage(2, 9), usage(1, 10), event(USAGE, tokenUsage=None)):
        collector.add(each)
    assert collector.usage_after() == (10, 10, 0, 10, 10, 10)


def test_turn_usage_starts_with_tokens_before(caplog: pytest.LogCaptureFixture) -> None:
    collector = TurnResultCollector("A", usage_before=lambda: (7, 7, 0, 7, 7, 7))
    assert collector.partial_result().usage is None
    collector.add(usage(2, 10))
    found = collector.partial_result().usage
    assert found is not None
    assert [call.total_tokens for call in found.calls] == [3]
    assert (found.turn.total_tokens, found.context_share) == (3, 0.02)
    collector.add(event(USAGE, tokenUsage={"last": 3}))
    with caplog.at_level(logging.WARNING, "openai_codex"):
        assert collector.partial_result().usage is None
    assert caplog.messages[0].startswith("thread/tokenUsage/updated: invalid payload: ")


def test_use_stored_turn_replaces_items_and_completion() -> None:
    collector = TurnResultCollector("A")
    for each in (item("started", "a"), item("completed", "b")):
        collector.add(each)
    collector.use_stored_turn({"id": "A", "status": "completed", "items": []})
    assert [len(collector.result().items), len(collector.result().incomplete_items)] == [1, 1]
    stored = {"id": "A", "status": "completed", "items": [message("c", "c"), message("d", "d")], "durationMs": 5}
    collector.use_stored_turn(stored)
    result = collector.result()
    assert [each.id for each in result.items if hasattr(each, "id")] == ["c", "d"]
    assert (result.incomplete_items, result.duration_ms, result.final_response) == ([], 5, "d")


@pytest.mark.parametrize("error", [{"message": "too many requests"}, None])
def test_failed_turn_raises_with_message_of_runtime_or_default(error: object) -> None:
    collector = TurnResultCollector("A")
    collector.add(completed(status="failed", error=error))
    expected = "too many requests" if error else "the turn failed; the runtime sent no error message"
    with pytest.raises(TurnFailedError, match=f"^{expected}$") as caught:
        collector.result()
    assert caught.value.result.status == TurnStatus.failed


def test_timeout_error_has_its_values() -> None:
    result = TurnResultCollector("A\n").partial_result()
    error = TurnTimeoutError(2.5, result, idle=True)
    assert (str(error), error.timeout, error.result, error.idle) == (
        "turn A\\u000a: no event for 2.5 s",
        2.5,
        result,
        True,
    )
    assert str(TurnTimeoutError(10.0, result, idle=False)) == "turn A\\u000a: not completed within 10 s"


# Stored turns

TURNS: list[Any] = [
    None,
    {"id": "A", "status": "inProgress"},
    {"id": "B", "status": "completed", "items": [message("x", "x"), message("y", "y")]},
    {"id": "C", "status": "failed", "items": None},
]


def test_stored_turn_runs_until_its_status_changes() -> None:
    assert [is_running(turn) for turn in TURNS[1:]] == [True, False, False]


def test_buffer_of_stored_turn_has_its_items_and_completion() -> None:
    buffer = stored_turn_buffer("T", TURNS[2])
    assert (buffer.key, buffer.ended, buffer.thread_id) == ("B", True, "T")
    subscription = buffer.subscribe(lambda: None)
    found: list[Notification] = []
    while (each := subscription.pop()) is not None:
        found.append(each)
    assert [each.method for each in found] == ["turn/started", "item/completed", "item/completed", "turn/completed"]
    assert {(each.thread_id, each.turn_id) for each in found} == {("T", "B")}
    assert [each.params["item"]["id"] for each in found[1:3]] == ["x", "y"]
    assert stored_turn_buffer("T", TURNS[3]).ended


# Goals


def test_goal_result_joins_its_turns() -> None:
    collector = GoalCollector("T", usage_before=lambda: (5, 5, 0, 5, 5, 5))
    empty = collector.partial_result()
    assert (empty.id, empty.status, empty.usage, empty.duration_ms, empty.turns) == (
        "", TurnStatus.in_progress, None, None, [],
    )  # fmt: skip
    for turn_id, offset in (("A", 0), ("B", 10)):
        for each in (
            goal("active"),
            item("completed", f"{turn_id}1", turn_id),
            item("started", f"{turn_id}2", turn_id),
            usage(2, offset + 10, turn_id),
            event("client/handlerFailed", turn_id, HandlerFailed(HandlerError("m", turn_id))),
            event("client/requestDecided", turn_id, decided(turn_id)),
            completed(turn_id, startedAt=offset, completedAt=offset + 5, durationMs=offset + 1),
        ):
            collector.add(each)
    result = collector.result()
    assert (result.id, result.thread_id, result.status) == ("B", "T", TurnStatus.completed)
    assert (result.started_at, result.completed_at, result.duration_ms) == (0, 15, 12)
    assert result.final_response == "text of B1"
    assert [getattr(each, "text", "") for each in result.items] == ["text of A1", "text of B1"]
    assert [getattr(each, "text", "") for each in result.incomplete_items] == ["text of A2", "text of B2"]
    assert [each.problem for each in result.handler_errors] == ["A", "B"]
    assert result.decisions == [decided("A"), decided("B")]
    assert [turn.id for turn in result.turns] == ["A", "B"]
    assert result.usage is not None
    assert [call.total_tokens for call in result.usage.calls] == [5, 10]
    assert (result.usage.turn.total_tokens, result.usage.total.total_tokens) == (15, 20)
    assert result.goal is not None
    assert result.goal.status == ThreadGoalStatus.active


def test_goal_is_that_last_reported_or_none_after_it_was_cleared() -> None:
    collector = GoalCollector("T")
    for status in ("active", "complete"):
        collector.add(goal(status))
    collector.add(event("thread/goal/updated", goal={"status": 3}))
    found = collector.partial_result().goal
    assert found is not None
    assert found.status == ThreadGoalStatus.complete
    collector.add(event("thread/goal/cleared"))
    assert collector.partial_result().goal is None


def test_goal_counts_failure_for_subagent_as_one_of_running_turn() -> None:
    error = HandlerError("m", "x")
    failed = event("client/handlerFailed", "C", HandlerFailed(error), thread_id="child")
    collector = GoalCollector("T")
    collector.add(failed)
    assert collector.partial_result().turns == []
    for turn_id in ("A", "B"):
        collector.add(item("started", "i", turn_id))
    collector.add(failed)
    assert [turn.handler_errors for turn in collector.partial_result().turns] == [[], [error]]
    every = GoalCollector()
    every.add(failed)
    assert [turn.id for turn in every.partial_result().turns] == ["C"]


@pytest.mark.parametrize("statuses", [("failed",), ("completed", "failed")])
def test_goal_whose_last_turn_failed_raises(statuses: tuple[str, ...]) -> None:
    collector = GoalCollector("T")
    for number, status in enumerate(statuses):
        collector.add(completed(str(number), status, error={"message": f"error {number}"}))
    with pytest.raises(TurnFailedError, match=f"error {len(statuses) - 1}"):
        collector.result()
    collector.add(completed("last"))
    assert collector.result().error is None


# Sub-agents


def record(thread_id: str, parent_id: str | None, **values: Any) -> SubagentRecord:
    found = SubagentRecord(thread_id)
    found.parent_thread_id = parent_id
    for name, value in values.items():
        setattr(found, name, value)
    return found


def test_results_of_subagents_have_values_of_their_records() -> None:
    params = usage(2, 3).params["tokenUsage"]
    done = record("c", "T", nickname="Ada", prompt="Look.", status="failed", usage=params, error={"message": "m"})
    done.add(Notification("item/completed", {"item": message("i", "Found.")}))
    first, second = subagent_results([done, record("d", None)])
    assert (first.thread_id, first.parent_thread_id, first.nickname, first.prompt) == ("c", "T", "Ada", "Look.")
    assert (first.status, first.final_response) == (TurnStatus.failed, "Found.")
    assert first.usage is not None
    assert (first.usage.last.total_tokens, first.usage.total.total_tokens) == (2, 3)
    assert first.error is not None
    assert first.error.message == "m"
    assert (second.status, second.usage, second.error, second.parent_thread_id) == (
        TurnStatus.in_progress, None, None, None,
    )  # fmt: skip


def test_depth_of_subagent_counts_known_parents_and_ends_in_a_cycle() -> None:
    chain = [record("a", "T"), record("b", "a"), record("c", "b"), record("d", "unknown")]
    assert [each.depth for each in subagent_results(chain)] == [1, 2, 3, 1]
    cycle = [record("a", "b"), record("b", "a")]
    assert [each.depth for each in subagent_results(cycle)] == [3, 3]


def test_results_have_subagents_as_of_their_creation() -> None:
    records = SubagentRecords()
    records.add(record("a", "T", status="completed"))
    turn = TurnResultCollector("A", subagents=records).partial_result()
    goal_result = GoalCollector("T", records).partial_result()
    records.add(record("b", "T"))
    records.all()[0].status = "failed"
    for result in (turn, goal_result):
        assert [(each.thread_id, each.status) for each in result.subagents] == [("a", TurnStatus.completed)]


def test_repr_of_subagent_is_redacted() -> None:
    [found] = subagent_results([record("c", "T", prompt="use password=hunter2-secret now")])
    assert repr(found).startswith("SubagentResult(thread_id='c', parent_thread_id='T', depth=1, nickname=None, prompt=")
    assert "hunter2" not in repr(found)


# Values that the runtime sends in another form


def test_invalid_error_is_logged_with_its_method(caplog: pytest.LogCaptureFixture) -> None:
    collector = TurnResultCollector("A")
    collector.add(completed(error={"message": 3}))
    with caplog.at_level(logging.WARNING, "openai_codex"):
        assert collector.result().error is None
    assert caplog.messages[0].startswith("turn/completed: invalid payload: ")


@pytest.mark.parametrize(("length", "shown"), [(59, 59), (60, 60), (61, 57)])
def test_repr_of_result_shows_at_most_60_characters_of_response(length: int, shown: int) -> None:
    collector = TurnResultCollector("A")
    collector.add(event("item/completed", item=message("i", "a b " * 15 + "x")))
    collector.add(event("item/completed", item=message("i", ("a b " * 20)[:length])))
    expected = ("a b " * 20)[:shown] + ("..." if shown < length else "")
    assert f"final_response={expected!r}," in repr(collector.partial_result())


@pytest.mark.parametrize("count", [5, 7])
def test_token_usage_of_another_number_of_counts_is_rejected(count: int) -> None:
    with pytest.raises(ValueError, match="argument"):
        token_usage((1,) * count)
