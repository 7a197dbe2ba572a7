"""Unit tests of the encoding of replies as server-sent events."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from openai_codex.testing import CustomToolCall, FunctionCall, Gate, Reasoning, Text, Usage, sse

if TYPE_CHECKING:
    from openai_codex.testing.script import Part


def decode_events(*parts: Part) -> list[Any]:
    """Return the events of a reply as objects; pauses and gates stay as they are."""
    return [decode_event(piece) if isinstance(piece, bytes) else piece for piece in sse.events(parts, "r")]


def decode_event(data: bytes) -> Any:
    """Return one event as an object, after checks of its framing."""
    assert data.endswith(b"\n\n")
    kind, text = data.decode().removesuffix("\n\n").split("\n")
    assert text.startswith("data: ")
    found = json.loads(text.removeprefix("data: "))
    assert kind == f"event: {found['type']}"
    return found


def types(events: list[Any]) -> list[str]:
    return [event["type"] for event in events]


def test_events_without_parts_starts_with_response_id() -> None:
    assert decode_events() == [{"type": "response.created", "response": {"id": "r"}}]


def test_events_text_sends_deltas_and_item() -> None:
    _, added, *deltas, done = decode_events(Text(deltas=["Grü", "ße\n"], phase="final_answer"))
    assert added["type"] == "response.output_item.added"
    assert added["item"]["phase"] == "final_answer"
    assert added["item"]["content"] == []
    assert types(deltas) == ["response.output_text.delta"] * 2
    assert [delta["delta"] for delta in deltas] == ["Grü", "ße\n"]
    assert done["type"] == "response.output_item.done"
    assert done["item"] == {**added["item"], "content": [{"type": "output_text", "text": "Grüße\n"}]}
    assert {delta["item_id"] for delta in deltas} == {done["item"]["id"]}


def test_events_text_without_phase_omits_phase() -> None:
    assert "phase" not in decode_events(Text("a"))[1]["item"]


def test_events_delay_and_gate_keep_order() -> None:
    gate = Gate()
    events = decode_events(Text(deltas=["a", "b"], delay=0.5), gate, Text("c"))
    kinds = [event if isinstance(event, (float, Gate)) else event["type"].split(".")[-1] for event in events]
    first = ["created", "added", 0.5, "delta", 0.5, "delta", "done"]
    assert kinds == [*first, gate, "added", "delta", "done"]


def test_events_reasoning_sends_summary_and_optional_content() -> None:
    _, _, part, summary, done = decode_events(Reasoning("short"))
    assert part["type"] == "response.reasoning_summary_part.added"
    assert summary["delta"] == "short"
    assert done["item"]["summary"] == [{"type": "summary_text", "text": "short"}]
    assert "content" not in done["item"]
    _, _, _, _, raw, done_raw = decode_events(Reasoning("short", "long"))
    assert (raw["type"], raw["delta"]) == ("response.reasoning_text.delta", "long")
    assert done_raw["item"]["content"] == [{"type": "reasoning_text", "text": "long"}]


def test_events_tool_calls_send_items() -> None:
    _, added, done = decode_events(FunctionCall("f", {"é": 1}, namespace="n"))
    assert added["item"] == done["item"]
    item = done["item"]
    assert (item["type"], item["name"], item["namespace"]) == ("function_call", "f", "n")
    assert json.loads(item["arguments"]) == {"é": 1}
    assert decode_events(FunctionCall("f", "no json"))[1]["item"]["arguments"] == "no json"
    custom = decode_events(CustomToolCall("g", "free text", call_id="c"))[1]["item"]
    assert custom["type"] == "custom_tool_call"
    assert (custom["name"], custom["input"], custom["call_id"]) == ("g", "free text", "c")


def test_events_items_have_unique_ids() -> None:
    parts: list[Part] = [
        Text("a"),
        Text("b"),
        Reasoning("c"),
        FunctionCall("f", {}),
        FunctionCall("f", {}),
        CustomToolCall("g", ""),
    ]
    items = [event["item"] for event in decode_events(*parts) if event["type"] == "response.output_item.done"]
    assert len({item["id"] for item in items}) == len(parts)
    calls = [item["call_id"] for item in items if "call_id" in item]
    assert len(set(calls)) == 3


def test_completed_reports_usage() -> None:
    usage = decode_event(sse.completed([Text("a"), Usage(100, 20, 30, 10)], "r"))["response"]["usage"]
    assert usage == {
        "input_tokens": 100,
        "input_tokens_details": {"cached_tokens": 20},
        "output_tokens": 30,
        "output_tokens_details": {"reasoning_tokens": 10},
        "total_tokens": 130,
    }
    assert decode_event(sse.completed([], "r"))["response"]["usage"]["total_tokens"] == 15
    assert decode_events(Usage(1)) == decode_events()


def test_failed_has_code_and_message() -> None:
    failed = decode_event(sse.failed("insufficient_quota", "no more", "r"))
    assert failed["type"] == "response.failed"
    assert failed["response"] == {"id": "r", "error": {"code": "insufficient_quota", "message": "no more"}}
