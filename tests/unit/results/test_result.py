"""A result parses its typed fields on first access, and otherwise behaves like a frozen dataclass."""

from __future__ import annotations

import copy
import dataclasses
import logging
import pickle
import threading
from typing import Any

import pytest

from codex_protocol import AgentMessageThreadItem, ThreadTokenUsage, TurnError, TurnStatus, UnknownThreadItem
from openai_codex._protocol.notifications import Notification
from openai_codex._results.collector import TurnResultCollector
from openai_codex._results.result import TurnResult, lazy_result
from openai_codex.errors import TurnFailedError

TOKENS = dict.fromkeys(("cachedInputTokens", "inputTokens", "outputTokens", "reasoningOutputTokens", "totalTokens"), 3)
FIELDS = [each.name for each in dataclasses.fields(TurnResult)]


def event(method: str, **params: Any) -> Notification:
    return Notification(method, {"threadId": "t1", "turnId": "u1", **params})


def message(item_id: str, text: object, phase: str | None = None) -> dict[str, Any]:
    return {"type": "agentMessage", "id": item_id, "text": text, "phase": phase}


def collector(*events: Notification) -> TurnResultCollector:
    made = TurnResultCollector("u1")
    for each in events:
        made.add(each)
    return made


def completed(**turn: Any) -> Notification:
    return Notification("turn/completed", {"threadId": "t1", "turn": {"id": "u1", "status": "completed", **turn}})


def whole() -> TurnResult:
    return collector(
        event("item/completed", item=message("i1", "Hello.")),
        event("thread/tokenUsage/updated", tokenUsage={"last": TOKENS, "total": TOKENS}),
        event("item/started", item=message("i2", "")),
        event("item/agentMessage/delta", itemId="i2", delta="And"),
        completed(startedAt=1, completedAt=2, durationMs=1_000),
    ).result()


def test_result_fields_are_parsed_once() -> None:
    result = whole()
    [item], [unfinished] = result.items, result.incomplete_items
    assert result.status is TurnStatus.completed
    assert isinstance(item, AgentMessageThreadItem)
    assert isinstance(unfinished, AgentMessageThreadItem)
    assert (item.text, unfinished.text) == ("Hello.", "And")
    assert isinstance(result.usage, ThreadTokenUsage)
    assert result.error is None
    for name in FIELDS:
        assert getattr(result, name) is getattr(result, name)


def test_result_equals_one_made_from_fields() -> None:
    result = whole()
    plain: TurnResult = TurnResult(**{name: getattr(whole(), name) for name in FIELDS})
    assert result == plain
    assert repr(result) == repr(plain)
    assert dataclasses.replace(whole(), id="other") == dataclasses.replace(plain, id="other")
    with pytest.raises(dataclasses.FrozenInstanceError):
        result.id = "other"  # type: ignore[misc]


@pytest.mark.parametrize(
    "copied",
    [copy.copy, copy.deepcopy, lambda result: pickle.loads(pickle.dumps(result))],
    ids=["copy", "deep", "pickle"],
)
def test_result_copies_and_pickles_keep_fields(copied: Any) -> None:
    again = copied(whole())
    assert again == whole()
    assert sorted(vars(again)) == sorted(FIELDS)


def test_result_unknown_attribute_raises() -> None:
    for result in (whole(), dataclasses.replace(whole())):
        with pytest.raises(AttributeError, match="'TurnResult' object has no attribute 'itmes'"):
            _ = result.itmes  # type: ignore[attr-defined]


def test_result_concurrent_access_returns_same_object() -> None:
    both = threading.Barrier(2, timeout=30)

    def make() -> list[str]:
        both.wait()
        return ["made"]

    result = lazy_result({}, {"items": make})
    seen: list[object] = []
    threads = [threading.Thread(target=lambda: seen.append(result.items)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    first, second = seen
    assert first is second
    assert result.items is first


def test_result_invalid_field_is_kept_raw_and_logged(caplog: pytest.LogCaptureFixture) -> None:
    usage = {"last": TOKENS, "total": "many"}
    result = collector(
        event("item/completed", item=message("i1", 7)),
        event("item/completed", item="text"),
        event("item/completed", item=message("i2", "Fine.")),
        event("thread/tokenUsage/updated", tokenUsage=usage),
        completed(),
    ).result()
    assert result.final_response == "Fine."
    assert not caplog.records
    with caplog.at_level(logging.WARNING, "openai_codex"):
        first, second, third = result.items
        assert result.usage is None
    assert isinstance(first, UnknownThreadItem)
    assert first.raw["text"] == 7
    assert isinstance(second, UnknownThreadItem)
    assert second.raw == {"item": "text"}
    assert isinstance(third, AgentMessageThreadItem)
    methods = [record.getMessage().partition(": invalid payload")[0] for record in caplog.records]
    assert sorted(methods) == ["item/completed", "item/completed", "thread/tokenUsage/updated"]


@pytest.mark.parametrize(
    ("messages", "final"),
    [
        ([("a", None), ("b", None)], "b"),
        ([("a", "final_answer"), ("b", None)], "a"),
        ([("a", None), ("b", "commentary")], "a"),
        ([("a", "commentary")], None),
        ([("a", "final_answer"), (None, "final_answer")], "a"),
        ([], None),
    ],
)
def test_result_final_response(messages: list[tuple[object, str | None]], final: str | None) -> None:
    items = [event("item/completed", item=message(str(at), *said)) for at, said in enumerate(messages)]
    assert collector(*items, completed()).result().final_response == final


def test_turn_failed_error_contains_reason() -> None:
    failed = collector(completed(status="failed", error={"message": "no model", "codexErrorInfo": "other"}))
    with pytest.raises(TurnFailedError, match="no model") as caught:
        failed.result()
    assert isinstance(caught.value.result.error, TurnError)
    assert caught.value.result.status is TurnStatus.failed
    silent = collector(completed(status="failed", error="?"))
    with pytest.raises(TurnFailedError, match="sent no error message"):
        silent.result()
