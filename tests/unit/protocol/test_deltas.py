"""`DeltaAccumulator`: the text of open items, and its limits."""

from __future__ import annotations

import logging
from typing import Any

import pytest

from openai_codex._protocol import deltas
from openai_codex._protocol.deltas import DELTA_FIELDS, DeltaAccumulator
from openai_codex._protocol.notifications import Notification

TEXT = "item/agentMessage/delta"
OUTPUT = "item/commandExecution/outputDelta"


def add(accumulator: DeltaAccumulator, item: Any, piece: Any, method: str = TEXT) -> None:
    accumulator.append(method, {"itemId": item, "delta": piece, "turnId": "turn-1"})


def texts(accumulator: DeltaAccumulator) -> dict[str, str]:
    return {event.params["itemId"]: event.params["delta"] for event in accumulator.as_notifications()}


def test_delta_fields_name_the_field_of_each_method() -> None:
    assert DELTA_FIELDS == {
        "item/agentMessage/delta": "text",
        "item/plan/delta": "text",
        "item/commandExecution/outputDelta": "aggregatedOutput",
    }


def test_append_joins_the_deltas_of_each_item() -> None:
    accumulator = DeltaAccumulator()
    for item, piece in (("a", "1"), ("b", "x"), ("a", "2"), ("b", "y"), ("a", "3")):
        add(accumulator, item, piece)
    assert texts(accumulator) == {"a": "123", "b": "xy"}
    assert accumulator.apply_to({"id": "a", "text": ""}) == {"id": "a", "text": "123"}
    assert accumulator.apply_to({"id": "b"}) == {"id": "b", "text": "xy"}


def test_as_notifications_keeps_method_and_params() -> None:
    accumulator = DeltaAccumulator()
    add(accumulator, "a", "1", OUTPUT)
    (event,) = accumulator.as_notifications()
    assert (event.method, event.params) == (OUTPUT, {"itemId": "a", "delta": "1", "turnId": "turn-1"})


def test_apply_to_extends_the_text_of_the_started_item() -> None:
    accumulator = DeltaAccumulator()
    add(accumulator, "a", "b", OUTPUT)
    item: dict[str, Any] = {"id": "a", "aggregatedOutput": "a", "text": "kept"}
    assert accumulator.apply_to(item) == {"id": "a", "aggregatedOutput": "ab", "text": "kept"}
    assert item["aggregatedOutput"] == "a"
    assert accumulator.apply_to({"id": "a", "aggregatedOutput": None})["aggregatedOutput"] == "b"


def test_apply_to_an_item_without_deltas_returns_it() -> None:
    item = {"id": "a", "text": "kept"}
    assert DeltaAccumulator().apply_to(item) is item


@pytest.mark.parametrize(("item", "piece"), [(1, "x"), (None, "x"), ("a", None), ("a", 1), ("a", "")])
def test_append_ignores_invalid_and_empty_deltas(item: Any, piece: Any) -> None:
    accumulator = DeltaAccumulator()
    add(accumulator, item, piece)
    assert accumulator.as_notifications() == []


def test_add_removes_completed_items_only() -> None:
    accumulator = DeltaAccumulator()
    for item in ("a", "b"):
        accumulator.add(Notification(TEXT, {"itemId": item, "delta": item}))
    accumulator.add(Notification("item/started", {"item": {"id": "a"}}))
    accumulator.add(Notification("item/completed", {"item": {"id": "a"}}))
    accumulator.add(Notification("item/completed", {"item": {"id": "unknown"}}))
    accumulator.add(Notification("item/completed", {"item": None}))
    assert texts(accumulator) == {"b": "b"}


@pytest.mark.parametrize("count", [1, 3, 4, 5, 7, 8, 9, 12])
def test_append_many_pieces_keeps_the_text(monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    monkeypatch.setattr(deltas, "JOINED_PIECES", 4)
    accumulator = DeltaAccumulator()
    for number in range(count):
        add(accumulator, "a", str(number))
    assert texts(accumulator) == {"a": "".join(map(str, range(count)))}
    assert len(accumulator._items["a"]._pieces) == count // 4 + count % 4


@pytest.mark.parametrize(
    ("pieces", "kept", "discarded"),
    [
        (["1234"], "1234", 0),
        (["12345"], "12345", 0),
        (["123456"], "12345", 1),
        (["1234", "5"], "12345", 0),
        (["1234", "56"], "12345", 1),
        (["12345", "6", "7"], "12345", 2),
    ],
)
def test_append_keeps_the_beginning_of_a_long_text(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, pieces: list[str], kept: str, discarded: int
) -> None:
    monkeypatch.setattr(deltas, "MAX_CHARACTERS", 5)
    accumulator = DeltaAccumulator()
    for piece in pieces:
        add(accumulator, "a", piece)
    # An item that completes contains the full text, so that nothing is lost yet.
    assert caplog.messages == []
    assert texts(accumulator) == {"a": kept}
    cut = f"the text of an incomplete item was cut to 5 characters; {discarded} characters were discarded"
    assert caplog.messages == ([cut] if discarded else [])


def test_append_limits_the_text_of_all_items(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deltas, "MAX_TOTAL_CHARACTERS", 5)
    accumulator = DeltaAccumulator()
    for item, piece in (("a", "123"), ("b", "45"), ("b", "6"), ("c", "7")):
        add(accumulator, item, piece)
    assert texts(accumulator) == {"a": "123", "b": "45", "c": ""}
    # A completed item makes room.
    accumulator.add(Notification("item/completed", {"item": {"id": "a"}}))
    add(accumulator, "c", "1234")
    assert texts(accumulator) == {"b": "45", "c": "123"}


@pytest.mark.parametrize(("count", "kept", "discarded"), [(1, 1, 0), (2, 2, 0), (3, 2, 1), (5, 2, 3)])
def test_append_limits_the_number_of_items(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, count: int, kept: int, discarded: int
) -> None:
    monkeypatch.setattr(deltas, "MAX_OPEN_ITEMS", 2)
    accumulator = DeltaAccumulator()
    with caplog.at_level(logging.WARNING, "openai_codex"):
        for number in range(count):
            add(accumulator, f"item-{number}", "x")
    assert len(accumulator.as_notifications()) == kept
    assert accumulator.discarded == discarded
    expected = "2 items are incomplete; the text of further items is kept when complete"
    assert caplog.messages == ([expected] if discarded else [])
    add(accumulator, "item-0", "y")
    assert texts(accumulator)["item-0"] == "xy"


@pytest.mark.parametrize(
    ("item", "missing"),
    [
        ({"id": "a", "text": "Hello."}, "lo."),
        ({"id": "a", "text": "Hel"}, ""),
        ({"id": "a", "text": "He"}, ""),
        ({"id": "a", "text": "Other."}, ""),
        ({"id": "a", "text": None}, ""),
        ({"id": "a", "text": "Hello.", "type": "plan"}, ""),
        ({"id": "b", "text": "Hello."}, "Hello."),
        ({"id": "b", "text": ["Hello."]}, ""),
        ({"id": "b", "text": "Hello.", "type": "plan"}, ""),
    ],
)
def test_missing_text_is_rest_of_completed_message(item: dict[str, Any], missing: str) -> None:
    accumulator = DeltaAccumulator()
    for piece in ("H", "el"):
        add(accumulator, "a", piece)
    assert accumulator.missing_text({"type": "agentMessage", **item}) == missing


@pytest.mark.parametrize(("limit", "missing"), [(3, " there"), (2, "")])
def test_missing_text_is_unknown_if_deltas_were_discarded(
    monkeypatch: pytest.MonkeyPatch, limit: int, missing: str
) -> None:
    monkeypatch.setattr(deltas, "MAX_CHARACTERS", limit)
    accumulator = DeltaAccumulator()
    add(accumulator, "a", "Hey")
    assert accumulator.missing_text({"type": "agentMessage", "id": "a", "text": "Hey there"}) == missing
