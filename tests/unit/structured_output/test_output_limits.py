"""Tests of the limits and paths in the issues of invalid answers."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pydantic import BaseModel, Field

from openai_codex._protocol.notifications import Notification
from openai_codex._results.collector import TurnResultCollector
from openai_codex._structured_output.output_type import OutputType, OutputValidationError


class Answer(BaseModel):
    numbers: list[int] = []
    word: str = Field(default="", alias="theWord", max_length=3)


OUTPUT = OutputType(Answer)


def error_of(text: str | None, **options: Any) -> OutputValidationError:
    with pytest.raises(OutputValidationError) as caught:
        OUTPUT.parse(text, **options)
    return caught.value


@pytest.mark.parametrize(
    ("count", "lines", "last"), [(19, 19, None), (20, 20, None), (21, 21, "and 1 more"), (25, 21, "and 5 more")]
)
def test_at_most_20_issues_are_listed(count: int, lines: int, last: str | None) -> None:
    issues = error_of(json.dumps({"numbers": ["x"] * count, "theWord": ""})).issues
    assert len(issues) == lines
    assert sum(issue.startswith("numbers[") for issue in issues) == min(count, 20)
    if last is not None:
        assert issues[-1] == last


@pytest.mark.parametrize(("length", "shown"), [(58, "x" * 58), (59, "x" * 56 + "...")])
def test_shown_value_has_at_most_60_characters(length: int, shown: str) -> None:
    (issue,) = error_of(json.dumps({"numbers": ["x" * length], "theWord": ""})).issues
    quoted = f'"{shown}"' if length == 58 else f'"{shown}'
    assert issue.endswith(f"(got {quoted})")


def test_invalid_json_is_not_shown() -> None:
    (issue,) = error_of('{"numbers": [').issues
    assert issue.startswith("Invalid JSON")
    assert "(got" not in issue


def test_answer_may_use_the_alias_or_the_name() -> None:
    assert OUTPUT.parse('{"theWord": "abc"}').word == "abc"
    assert OUTPUT.parse('{"word": "abc"}').word == "abc"


@pytest.mark.parametrize("text", [None, "", "{"])
def test_error_has_the_result_of_the_turn(text: str | None) -> None:
    collector = TurnResultCollector("u")
    collector.add(Notification("turn/completed", {"threadId": "t", "turn": {"id": "u", "status": "completed"}}))
    result = collector.result()
    assert error_of(text, result=result).result is result
    assert error_of(text).result is None
