"""Tests of the attempts of `run(output_type=...)`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from openai_codex._protocol.notifications import Notification
from openai_codex._results.collector import TurnResultCollector
from openai_codex._structured_output.attempts import OutputAttempts, output_attempts
from openai_codex._structured_output.output_type import OutputType, OutputValidationError
from openai_codex.errors import InputError

if TYPE_CHECKING:
    from openai_codex._results.result import TurnResult


def result(answer: str, status: str = "completed") -> TurnResult:
    collector = TurnResultCollector("u")
    ids = {"threadId": "t", "turnId": "u"}
    item = {"type": "agentMessage", "id": "i", "text": answer, "phase": "final_answer"}
    collector.add(Notification("item/completed", {**ids, "item": item}))
    collector.add(Notification("turn/completed", {"threadId": "t", "turn": {"id": "u", "status": status}}))
    return collector.result()


def attempts(retries: int = 0, **options: Any) -> OutputAttempts:
    found = output_attempts(list[int], retries, options)  # type: ignore[arg-type]  # any keywords
    assert found is not None
    return found


def error_of(made: OutputAttempts, answer: TurnResult) -> OutputValidationError:
    with pytest.raises(OutputValidationError) as caught:
        made.parse(answer)
    return caught.value


def test_without_output_type_there_are_no_attempts() -> None:
    assert output_attempts(None, 0, {}) is None
    assert output_attempts(None, 0, {"output_schema": {"type": "object"}}) is None


def test_retries_without_output_type_are_rejected() -> None:
    with pytest.raises(InputError) as caught:
        output_attempts(None, 1, {})
    assert str(caught.value) == "retries: requires output_type; add output_type=... or remove retries"


@pytest.mark.parametrize("output_type", [None, int])
@pytest.mark.parametrize("retries", [-1, 1.0, True, "1", None])
def test_invalid_retries_are_rejected(output_type: object, retries: Any) -> None:
    with pytest.raises(InputError) as caught:
        output_attempts(output_type, retries, {})
    assert caught.value.field == "retries"
    assert "expected an integer, 0 or more, got " in str(caught.value)


def test_output_schema_next_to_output_type_is_rejected() -> None:
    with pytest.raises(InputError) as caught:
        attempts(output_schema={"type": "object"})
    assert str(caught.value) == ("output_schema: conflicts with output_type, which sets it; give only one of them")
    attempts(output_schema=None)


def test_options_contain_the_schema_of_the_type() -> None:
    options: dict[str, Any] = {"model": "m", "output_schema": None}
    made = attempts(**options)
    assert made.options == {"model": "m", "output_schema": OutputType(list[int]).schema()}
    assert options == {"model": "m", "output_schema": None}


def test_parse_returns_the_result_with_its_output() -> None:
    answer = result('{"value": [1, 2]}')
    parsed = attempts().parse(answer)
    assert parsed.output == [1, 2]
    assert (parsed.final_response, parsed.status, parsed.id) == (answer.final_response, answer.status, "u")


def test_invalid_answer_without_retries_raises_the_error() -> None:
    made = attempts()
    answer = result("{}")
    error = error_of(made, answer)
    assert error.result is answer
    with pytest.raises(OutputValidationError) as caught:
        made.next_input(error)
    assert caught.value is error


@pytest.mark.parametrize("retries", [1, 2])
def test_next_input_asks_for_each_retry_and_then_raises(retries: int) -> None:
    made = attempts(retries)
    error = error_of(made, result('{"value": ["a"]}'))
    for _ in range(retries):
        assert made.next_input(error) == OutputType(list[int]).retry_prompt(error)
    with pytest.raises(OutputValidationError) as caught:
        made.next_input(error)
    assert caught.value is error


@pytest.mark.parametrize("status", ["interrupted", "a new status"])
def test_turn_that_did_not_complete_is_not_retried(status: str) -> None:
    made = attempts(5)
    error = error_of(made, result("{}", status))
    with pytest.raises(OutputValidationError) as caught:
        made.next_input(error)
    assert caught.value is error


def test_error_without_a_result_is_not_retried() -> None:
    error = OutputValidationError("X", "{}", ValueError("problem"))
    with pytest.raises(OutputValidationError) as caught:
        attempts(5).next_input(error)
    assert caught.value is error


def test_retry_prompt_lists_the_issues() -> None:
    output = OutputType(list[int])
    with pytest.raises(OutputValidationError) as caught:
        output.parse('{"value": ["a", "b"]}')
    first, second = caught.value.issues
    assert output.retry_prompt(caught.value) == (
        "Your answer does not match the required JSON schema:\n"
        f"- {first}\n- {second}\n"
        "Reply with the complete, corrected JSON object and nothing else."
    )
    assert repr(output) == "OutputType(list[int])"
