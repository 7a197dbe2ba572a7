"""What is recorded of a model call."""

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


def test_what_was_asked() -> None:
    found = request(BODY)
    assert found.model == "mock-model"
    assert found.input_texts == ["context", "first", "second"]
    assert found.user_text == "second"
    assert found.tools == ["exec_command", "web_search"]
    assert found.function_outputs == {"a": "text", "b": "one two"}
    assert found.text_format == {"type": "json_schema", "schema": {}}


@pytest.mark.parametrize("body", [{}, {"input": None, "tools": 3, "text": "x", "model": 1}, {"input": [1, None, "x"]}])
def test_what_is_not_there_is_left_out(body: Any) -> None:
    found = request(body)
    assert found.model is None
    assert found.input_texts == []
    assert found.user_text is None
    assert found.tools == []
    assert found.function_outputs == {}
    assert found.text_format is None


@pytest.mark.parametrize("header", ["authorization", "api-key", "x-api-key", "cookie"])
def test_secrets_are_not_shown(header: str) -> None:
    found = request({"model": "m"}, **{header: "sesame", "user-agent": "codex"})
    assert "sesame" not in repr(found)
    assert "sesame" not in str(found)
    assert "codex" in repr(found)
    assert "'m'" in repr(found)
    assert found.headers[header] == "sesame"
