"""Requests and outcomes as JSON documents."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import BaseModel

from openai_codex import InputError, UnexpectedKeywordError
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
        ({"input": ""}, r"TurnRequest\.input: expected text or input items, got nothing"),
        ({"input": [{"text": "Go."}]}, r"TurnRequest\.input\[0\]"),
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
        ({"input": "Go.", "thread_id": ""}, r"TurnRequest\.thread_id: expected the id of a thread"),
        (
            {"input": "Go.", "thread_options": {"sandbox": "x"}},
            r"thread_options\.sandbox: expected one of",
        ),
        ({"input": "Go.", "thread_options": {"approval_mode": "x"}}, r"TurnRequest\.thread_options\.approval_mode: "),
        (
            {"input": "Go.", "thread_options": {"tools": []}},
            r"thread_options\.tools: expected JSON values",
        ),
        ({"input": "Go.", "options": {"on_approval": 1}}, r"TurnRequest\.options\.on_approval: expected JSON values"),
        ({"input": "Go.", "options": {"effort": 3}}, r"TurnRequest\.options\.effort: expected a string"),
    ],
)
def test_invalid_field_is_named(fields: dict[str, Any], problem: str) -> None:
    with pytest.raises(InputError, match=problem):
        TurnRequest(**fields)


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"thread_options": {"sandbx": "read-only"}}, "thread_start: .*did you mean 'sandbox'"),
        ({"thread_id": "t", "thread_options": {"ephemeral": False}}, r"pass it to thread_start\(ephemeral"),
        ({"options": {"effrt": "high"}}, "turn: .*did you mean 'effort'"),
    ],
)
def test_unknown_option_is_rejected(fields: dict[str, Any], problem: str) -> None:
    with pytest.raises(UnexpectedKeywordError, match=problem):
        TurnRequest(input="Go.", **fields)


def test_options_of_another_machine_are_valid() -> None:
    policy = {"type": "workspaceWrite", "networkAccess": True}
    options = {"cwd": "/only/on/the/worker", "sandbox": policy, "approval_mode": "ask-always", "config": {"a": 1}}
    image = {"type": "localImage", "path": "/only/on/the/worker.png"}
    request = TurnRequest(input=[image], thread_options=options, options={"cwd": "/only/on/the/worker"})
    again = TurnRequest.model_validate_json(request.model_dump_json())
    assert (again.thread_options, again.input) == (options, [image])


def test_input_error_has_field_and_problem() -> None:
    with pytest.raises(InputError) as caught:
        TurnRequest(input="")
    assert (caught.value.field, caught.value.problem) == (
        "TurnRequest.input",
        "expected text or input items, got nothing",
    )


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
