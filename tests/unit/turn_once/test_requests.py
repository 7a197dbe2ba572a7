"""Requests and outcomes as JSON documents."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import BaseModel

from openai_codex import InputError
from openai_codex.turn_once import TurnOutcome, TurnRequest


class Answer(BaseModel):
    total: int


def test_request_survives_json() -> None:
    request = TurnRequest(input="Go.", key="k", output_schema=Answer, timeout=3, thread_options={"cwd": "/work"})
    again = TurnRequest(**request.model_dump(mode="json"))
    assert again == request
    assert again.fingerprint == request.fingerprint
    assert again.output_schema is not None
    assert again.output_schema["additionalProperties"] is False


def test_fingerprint_depends_on_all_fields_but_the_key() -> None:
    base = TurnRequest(input="Go.", key="a")
    assert TurnRequest(input="Go.", key="b").fingerprint == base.fingerprint
    assert TurnRequest(input="Stop.", key="a").fingerprint != base.fingerprint
    assert TurnRequest(input="Go.", key="a", timeout=1).fingerprint != base.fingerprint
    assert TurnRequest(input="Go.").key != TurnRequest(input="Go.").key


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"input": ""}, r"TurnRequest\.input: .*expected text or input items, got nothing"),
        ({"input": 3}, r"TurnRequest\.input"),
        ({}, r"TurnRequest\.input: Field required"),
        ({"input": "Go.", "key": ""}, r"TurnRequest\.key: .*expected 1 to 200 printable characters, got 0"),
        ({"input": "Go.", "key": "a\nb"}, r"TurnRequest\.key"),
        ({"input": "Go.", "timeout": 0}, r"TurnRequest\.timeout"),
        ({"input": "Go.", "unknown": 1}, r"TurnRequest\.unknown"),
        ({"input": "Go.", "thread_options": {"ephemeral": True}}, r"expected a thread that is stored"),
        ({"input": "Go.", "options": {"client_user_message_id": "x"}}, r"use TurnRequest\.key"),
        ({"input": "Go.", "options": {"output_schema": {}}}, r"use TurnRequest\.output_schema"),
        ({"input": "Go.", "max_attempts": 0}, r"TurnRequest\.max_attempts"),
    ],
)
def test_invalid_field_is_named(fields: dict[str, Any], problem: str) -> None:
    with pytest.raises(InputError, match=problem):
        TurnRequest(**fields)


def test_outcome_parses_answer() -> None:
    outcome = TurnOutcome(key="k", status="completed", output={"total": 2})
    assert outcome.parse(Answer) == Answer(total=2)
    assert TurnOutcome.model_validate_json(outcome.model_dump_json()) == outcome
    with pytest.raises(InputError, match="output: "):
        TurnOutcome(key="k", status="failed").parse(Answer)


def test_outcome_is_final_unless_a_later_call_may_change_it() -> None:
    assert TurnOutcome(key="k", status="failed").final
    assert not TurnOutcome(key="k", status="uncertain").final
    assert not TurnOutcome(key="k", status="failed", retry_at=1.0).final
