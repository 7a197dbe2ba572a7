"""Unit tests of `RecordedRequest`."""

from __future__ import annotations

from typing import Any

import pytest

from openai_codex.testing import RecordedRequest


def request(body: Any, **headers: str) -> RecordedRequest:
    return RecordedRequest("/v1/responses", headers, body)


def message(role: str, *texts: str) -> dict[str, Any]:
    return {"type": "message", "role": role, "content": [{"type": "input_text", "text": text} for text in texts]}


BODY = {
    "model": "mock-model",
    "input": [
        message("developer", "be kind"),
        message("user", "context"),
        message("user", "first", "second"),
        message("assistant", "answer"),
        {"type": "function_call_output", "call_id": "a", "output": "text"},
        {
            "type": "custom_tool_call_output",
            "call_id": "b",
            "output": [{"text": "one "}, {"image": 1}, {"text": "two"}],
        },
    ],
    "tools": [{"type": "function", "name": "exec_command"}, {"type": "web_search"}],
    "text": {"format": {"type": "json_schema", "schema": {}}},
}


def test_recorded_request_properties_return_parts_of_body() -> None:
    recorded = request(BODY)
    assert recorded.model == "mock-model"
    assert recorded.input_texts == ["context", "first", "second"]
    assert recorded.user_text == "second"
    assert recorded.tools == ["exec_command", "web_search"]
    assert recorded.function_outputs == {"a": "text", "b": "one two"}
    assert recorded.text_format == {"type": "json_schema", "schema": {}}


@pytest.mark.parametrize("body", [{}, {"input": None, "tools": 3, "text": "x", "model": 1}, {"input": [1, None, "x"]}])
def test_recorded_request_missing_or_invalid_fields_give_empty_values(body: Any) -> None:
    recorded = request(body)
    assert recorded.model is None
    assert recorded.input_texts == []
    assert recorded.user_text is None
    assert recorded.tools == []
    assert recorded.function_outputs == {}
    assert recorded.text_format is None


@pytest.mark.parametrize("header", ["authorization", "api-key", "x-api-key", "cookie"])
def test_recorded_request_repr_hides_secret_headers(header: str) -> None:
    recorded = request({"model": "m"}, **{header: "sesame", "user-agent": "codex"})
    assert "sesame" not in repr(recorded)
    assert "sesame" not in str(recorded)
    assert "codex" in repr(recorded)
    assert "'m'" in repr(recorded)
    assert recorded.headers[header] == "sesame"
