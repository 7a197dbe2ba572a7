"""Answers to questions, which are checked before they are stored."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

pytest.importorskip("sqlalchemy", reason="needs the extra durable")

from codex_protocol import NetworkPolicyAmendment
from openai_codex import Approval, Elicitation, InputError, Permissions
from openai_codex.cli.commands.durable_questions import answer_of
from openai_codex.durable.answers import decode_answer, encode_answer
from openai_codex.durable.records import Question
from unit.durable.test_requests import COMMAND, FILES, FORM, INPUT, PERMISSIONS, TOOL, changed, question_of

if TYPE_CHECKING:
    from openai_codex._json_types import JsonObject

SCHEMA = {
    "type": "object",
    "properties": {
        "name": {"type": "string"},
        "age": {"type": "integer"},
        "size": {"type": "string", "enum": ["S", "M"]},
    },
    "required": ["name"],
}
PERSON = changed(FORM, ["params", "requestedSchema"], SCHEMA)
AMENDMENT = NetworkPolicyAmendment.model_validate({"action": "allow", "host": "a.example"})


def stored(values: JsonObject) -> Question:
    """Return the question of a request in wire form."""
    kind, text, details, _ = question_of(values)
    return Question("id", "job", kind, text, details, 0.0, None)  # type: ignore[arg-type]  # a Literal


@pytest.mark.parametrize(
    ("values", "answer", "problem"),
    [
        (INPUT, {"colour": "Red"}, "unknown question 'colour'; expected one of color"),
        (INPUT, {"color": 5}, "expected a mapping from question id to text"),
        (INPUT, Approval.accept(), "expected a mapping from question id to answer, or Approval.decline"),
        (PERSON, Approval.accept(), "missing field 'name'; expected Elicitation.accept with name, age, size"),
        (PERSON, Elicitation.accept({"age": 1}), "missing field 'name'"),
        (PERSON, Elicitation.accept({"name": "A", "nick": "B"}), "unknown field 'nick'; expected name, age, size"),
        (PERSON, Elicitation.accept({"name": "A", "age": "1"}), "field 'age': expected integer, got str"),
        (PERSON, Elicitation.accept({"name": "A", "age": True}), "field 'age': expected integer, got bool"),
        (PERSON, Elicitation.accept({"name": "A", "size": "L"}), "field 'size': expected one of S, M"),
        (FILES, Approval.accept_with_execpolicy_amendment(["make"]), "expected one of"),
        (TOOL, Approval.accept_for_session(), "for a call of an MCP tool"),
        (COMMAND, Approval.accept_with_execpolicy_amendment(), "missing prefix"),
        (COMMAND, Approval.defer(), "expected an Approval other than defer"),
        (PERMISSIONS, {"network": True}, "expected an Approval or Permissions, got dict"),
    ],
)
def test_invalid_answer_is_rejected(values: JsonObject, answer: object, problem: str) -> None:
    with pytest.raises(InputError, match=problem):
        encode_answer(stored(values), answer)


@pytest.mark.parametrize(
    ("values", "answer", "expected"),
    [
        (INPUT, {"color": "Red"}, {"color": ["Red"]}),
        (INPUT, {}, {}),
        (INPUT, Approval.decline(), {}),
        (PERSON, Elicitation.accept({"name": "A", "age": 1, "size": "S"}), None),
        (PERSON, Elicitation.decline(), None),
        (PERSON, Approval.decline(), Elicitation.decline()),
        (COMMAND, Approval.accept_with_execpolicy_amendment(["make"]), None),
        (COMMAND, Approval.apply_network_policy_amendment(AMENDMENT), None),
        (FILES, Approval.accept_for_session(), None),
        (PERMISSIONS, Permissions.grant({"network": {"enabled": True}}, scope="session"), None),
        (PERMISSIONS, Approval.accept(), Permissions.grant()),
        (TOOL, Approval.decline("no"), None),
    ],
)
def test_valid_answer_is_returned_to_the_handler(values: JsonObject, answer: object, expected: Any) -> None:
    question = stored(values)
    decoded = decode_answer(question.kind, encode_answer(question, answer))
    assert decoded == (answer if expected is None else expected)


def test_question_of_workflow_expects_accept_or_decline() -> None:
    question = Question("id", "job", "workflow", "Release?", {}, 0.0, None)
    with pytest.raises(InputError, match="expected accept or decline, got accept_for_session"):
        encode_answer(question, Approval.accept_for_session())
    assert decode_answer("workflow", encode_answer(question, Approval.decline("late"))) == Approval.decline("late")


@pytest.mark.parametrize(
    ("values", "content"),
    [
        (["name=A", "age=12", "size=2"], {"name": "A", "age": 12, "size": "M"}),
        (["name=A=B"], {"name": "A=B"}),
    ],
)
def test_values_of_options_are_read_as_if_they_were_typed(values: list[str], content: dict[str, Any]) -> None:
    assert answer_of(stored(PERSON), values) == Elicitation.accept(content)


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        (["age=12"], "--answer: name: expected a value, because the field is required"),
        (["name=A", "age=old"], "--answer: age: expected an integer, got 'old'"),
        (["name=A", "size=L"], "--answer: size: expected a number from 1 to 2 or one of the texts, got 'L'"),
        (["nick=A"], "--answer: expected name=VALUE, age=VALUE, size=VALUE for question"),
        (["name"], "--answer: expected name=VALUE, age=VALUE, size=VALUE for question"),
    ],
)
def test_invalid_values_of_options_are_rejected(values: list[str], problem: str) -> None:
    with pytest.raises(InputError) as caught:
        answer_of(stored(PERSON), values)
    assert str(caught.value).startswith(problem)
