"""Structured output on the real runtime: the model receives the schema, and the answer is parsed."""

import json

import pytest
from pydantic import BaseModel, Field

from openai_codex._structured_output.output_type import OutputType, OutputValidationError
from support.runtimes import offline
from unit.structured_output.output_dialect import violations


class Line(BaseModel):
    text: str
    price: float = Field(ge=0)


class Invoice(BaseModel):
    """An invoice, as it was sent."""

    number: int
    lines: list[Line]
    corrects: "Invoice | None" = None


ANSWER = {"number": 7, "lines": [{"text": "Käse", "price": 3.5}], "corrects": None}


@pytest.mark.parametrize("flavour", ["sync", "async"])
def test_output_schema_reaches_model_and_answer_is_parsed(flavour: str) -> None:
    invoice, numbers = OutputType(Invoice), OutputType(list[int])
    with offline(flavour, [json.dumps(ANSWER), '{"value": [1, 2]}'], default=None) as (model, client):
        thread = client.thread_start()
        first = thread.run("Read invoice.pdf.", output_schema=invoice.schema())
        second = thread.run("And the page numbers?", output_schema=numbers.schema())
        formats = [request.text_format for request in model.requests]
    assert formats[0] is not None
    assert formats[1] is not None
    assert [(format_["type"], format_["strict"]) for format_ in formats if format_] == [("json_schema", True)] * 2
    assert formats[0]["schema"] == invoice.schema()
    assert formats[1]["schema"] == numbers.schema()
    assert violations(ANSWER, formats[0]["schema"]) == []
    assert invoice.parse(first.final_response) == Invoice(number=7, lines=[Line(text="Käse", price=3.5)])
    assert numbers.parse(second.final_response) == [1, 2]


@pytest.mark.parametrize("flavour", ["sync", "async"])
def test_output_invalid_answer_is_retried(flavour: str) -> None:
    invoice = OutputType(Invoice)
    bad = {**ANSWER, "lines": [{"text": "Käse", "price": -1}]}
    with offline(flavour, [json.dumps(bad), json.dumps(ANSWER)], default=None) as (model, client):
        thread = client.thread_start()
        result = thread.run("Read invoice.pdf.", output_schema=invoice.schema())
        with pytest.raises(OutputValidationError) as caught:
            invoice.parse(result.final_response, result=result)
        again = thread.run(invoice.retry_prompt(caught.value), output_schema=invoice.schema())
        told = model.requests[1].user_text
    assert caught.value.result is result
    assert told is not None
    assert "- lines[0].price: Input should be greater than or equal to 0 (got -1)" in told.splitlines()
    assert invoice.parse(again.final_response).lines[0].price == 3.5
