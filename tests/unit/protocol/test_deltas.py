"""Tests of the accumulated deltas of open items."""

from __future__ import annotations

from typing import Any

import pytest

from openai_codex._protocol.deltas import DELTA_FIELDS, MAX_CHARACTERS, DeltaAccumulator
from openai_codex._protocol.notifications import Notification

MESSAGE = "item/agentMessage/delta"
OUTPUT = "item/commandExecution/outputDelta"


def delta(item_id: object, text: object, method: str = MESSAGE) -> Notification:
    return Notification(method, {"threadId": "T", "turnId": "t", "itemId": item_id, "delta": text})


def accumulated(*events: Notification) -> DeltaAccumulator:
    deltas = DeltaAccumulator()
    for event in events:
        deltas.add(event)
    return deltas


def texts(deltas: DeltaAccumulator) -> list[tuple[object, object]]:
    return [(event.params["itemId"], event.params["delta"]) for event in deltas.as_notifications()]


def test_delta_methods_extend_these_fields() -> None:
    assert DELTA_FIELDS == {
        "item/agentMessage/delta": "text",
        "item/plan/delta": "text",
        "item/commandExecution/outputDelta": "aggregatedOutput",
    }


def test_deltas_of_two_open_items_are_joined_for_each() -> None:
    deltas = accumulated(delta("a", "one "), delta("b", "x", OUTPUT), delta("a", "two"), delta("b", "y", OUTPUT))
    first, second = deltas.as_notifications()
    assert (first.method, first.params) == (MESSAGE, {**delta("a", "one two").params})
    assert (second.method, second.params) == (OUTPUT, {**delta("b", "xy", OUTPUT).params})
    assert deltas.apply_to({"id": "a", "type": "agentMessage", "text": "zero "}) == {
        "id": "a", "type": "agentMessage", "text": "zero one two",
    }  # fmt: skip
    assert deltas.apply_to({"id": "b", "aggregatedOutput": None}) == {"id": "b", "aggregatedOutput": "xy"}
    assert deltas.apply_to({"id": "b"}) == {"id": "b", "aggregatedOutput": "xy"}


def test_apply_to_item_without_deltas_returns_it_unchanged() -> None:
    item = {"id": "c", "text": "kept"}
    assert accumulated(delta("a", "x")).apply_to(item) == {"id": "c", "text": "kept"}


def test_completed_item_drops_only_its_own_deltas() -> None:
    deltas = accumulated(delta("a", "x"), delta("b", "y"))
    deltas.add(Notification("item/completed", {"item": {"id": "a"}}))
    assert texts(deltas) == [("b", "y")]
    deltas.add(Notification("item/completed", {"item": {"id": "unknown"}}))
    deltas.add(Notification("item/completed", {"item": "b"}))
    deltas.add(Notification("item/completed", {}))
    deltas.add(Notification("item/started", {"item": {"id": "b"}}))
    assert texts(deltas) == [("b", "y")]


@pytest.mark.parametrize(("item_id", "text"), [(None, "x"), (5, "x"), ("a", None), ("a", 5), ("a", "")])
def test_invalid_and_empty_deltas_open_no_item(item_id: object, text: object) -> None:
    assert texts(accumulated(delta(item_id, text))) == []


@pytest.mark.parametrize("method", ["item/reasoning/textDelta", "item/completed/delta", "turn/completed"])
def test_other_methods_are_ignored(method: str) -> None:
    assert texts(accumulated(delta("a", "x", method))) == []


def size_of(*pieces: str) -> int:
    [(_, text)] = texts(accumulated(*(delta("a", piece) for piece in pieces)))
    assert isinstance(text, str)
    return len(text)


def test_deltas_beyond_the_limit_are_dropped() -> None:
    assert MAX_CHARACTERS == 1_000_000
    almost = "x" * (MAX_CHARACTERS - 1)
    assert size_of(almost, "y", "z") == MAX_CHARACTERS
    assert size_of(almost, "y" * 10, "z") == MAX_CHARACTERS + 9
    assert size_of(almost + "y", "z") == MAX_CHARACTERS


def test_limit_counts_each_open_item_on_its_own() -> None:
    deltas = accumulated(delta("a", "x" * MAX_CHARACTERS), delta("b", "y"), delta("a", "dropped"), delta("b", "kept"))
    found: dict[Any, Any] = dict(texts(deltas))
    assert len(found["a"]) == MAX_CHARACTERS
    assert found["b"] == "ykept"
