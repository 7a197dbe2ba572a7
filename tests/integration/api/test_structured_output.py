"""Answers of the model as objects of an output type."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError
from typing_extensions import TypedDict

from codex_protocol import TurnStatus
from openai_codex import InputError, OutputValidationError
from openai_codex.testing import Gate, HttpError
from support.runtimes import offline
from support.sync_adapter import FLAVOURS

pytestmark = pytest.mark.parametrize("flavour", FLAVOURS)


class Invoice(BaseModel):
    number: str
    total: float


@dataclass
class Point:
    x: int
    y: int


class Named(TypedDict):
    name: str


@pytest.mark.parametrize(
    ("kind", "answer", "output"),
    [
        (Invoice, '{"number": "A1", "total": 9.5}', Invoice(number="A1", total=9.5)),
        (Point, '{"x": 1, "y": 2}', Point(1, 2)),
        (Named, '{"name": "n"}', {"name": "n"}),
        (list[int], '{"value": [1, 2]}', [1, 2]),
        (int | None, '{"value": null}', None),
    ],
)
def test_output_type_returns_object(flavour: str, kind: Any, answer: str, output: Any) -> None:
    with offline(flavour, [answer]) as (model, codex):
        result = codex.thread_start().run("Read it.", output_type=kind)
        assert result.output == output
        assert type(result.output) is type(output)
        assert result.final_response == answer
        form = model.requests[0].text_format or {}
        assert form["strict"] is True
        assert form["schema"]["additionalProperties"] is False


def test_output_type_invalid_answer_raises_with_answer(flavour: str) -> None:
    with offline(flavour, ['{"number": "A1", "total": "much"}']) as (model, codex):
        with pytest.raises(OutputValidationError) as caught:
            codex.thread_start().run("Read it.", output_type=Invoice)
        assert caught.value.text == '{"number": "A1", "total": "much"}'
        assert isinstance(caught.value.problem, ValidationError)
        assert "total" in str(caught.value)
        assert caught.value.result is not None
        assert caught.value.result.status == TurnStatus.completed
        assert len(model.requests) == 1


def test_output_type_retry_sends_validation_errors(flavour: str) -> None:
    answers = ['{"number": "A1", "total": "much"}', "no JSON", '{"number": "A1", "total": 1}']
    with offline(flavour, answers) as (model, codex):
        result = codex.thread_start().run("Read it.", output_type=Invoice, retries=2)
        assert result.output == Invoice(number="A1", total=1)
        assert "total" in (model.requests[1].user_text or "")
        assert [request.text_format for request in model.requests] == [model.requests[0].text_format] * 3


def test_output_type_retries_are_limited(flavour: str) -> None:
    with offline(flavour, ["no", "no", '{"number": "A1", "total": 1}']) as (model, codex):
        with pytest.raises(OutputValidationError):
            codex.thread_start().run("Read it.", output_type=Invoice, retries=1)
        assert len(model.requests) == 2


def test_output_type_failed_turn_is_not_retried(flavour: str) -> None:
    with offline(flavour, [HttpError(400, "No.")]) as (model, codex):
        with pytest.raises(RuntimeError, match=r"No\."):
            codex.thread_start().run("Read it.", output_type=Invoice, retries=3)
        assert len(model.requests) == 1


def test_output_type_interrupted_turn_is_not_retried(flavour: str) -> None:
    from concurrent.futures import ThreadPoolExecutor

    gate = Gate()
    with offline(flavour, [["Begin", gate]]) as (model, codex), ThreadPoolExecutor() as pool:
        thread = codex.thread_start()
        running = pool.submit(thread.run, "Read it.", output_type=Invoice, retries=3)
        gate.wait_entered()
        turn_id = thread.read(include_turns=True).thread.turns[-1].id
        codex.rpc.turn_interrupt(thread_id=thread.id, turn_id=turn_id)
        with pytest.raises(OutputValidationError) as caught:
            running.result(20)
        assert caught.value.result is not None
        assert caught.value.result.status == TurnStatus.interrupted
        assert len(model.requests) == 1


@pytest.mark.parametrize(
    ("keywords", "field"),
    [
        ({"output_type": Invoice, "output_schema": {}}, "output_schema"),
        ({"retries": 1}, "retries"),
        ({"output_type": Invoice, "retries": -1}, "retries"),
        ({"output_type": dict[str, int]}, "output_type"),
        ({"output_type": Any}, "output_type"),
    ],
)
def test_output_type_unsupported_type_raises_before_sending(flavour: str, keywords: Any, field: str) -> None:
    with offline(flavour, []) as (model, codex):
        thread = codex.thread_start()
        with pytest.raises(InputError) as caught:
            thread.run("Read it.", **keywords)
        assert caught.value.field.startswith(field)
        assert model.requests == []


def test_result_without_output_type_has_no_output(flavour: str) -> None:
    with offline(flavour, []) as (_, codex):
        assert codex.thread_start().run("Hi").output is None
