"""Answers to the questions of durable jobs: from options of a command, or asked at the terminal."""

from __future__ import annotations

import asyncio
import json
import sys
from typing import TYPE_CHECKING, Any, TypeVar

from openai_codex._handlers.approvals import Approval
from openai_codex._handlers.user_input import Elicitation, ElicitationRequest
from openai_codex.cli.output import console, is_terminal, styled
from openai_codex.cli.turns.forms import ABSENT, FormField, form_fields
from openai_codex.cli.turns.questions import TerminalQuestions
from openai_codex.durable.requests import request_of
from openai_codex.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from openai_codex.durable.records import Question

T = TypeVar("T")


class _Direct:
    """Asks at once, without other output."""

    prompt_end = ""

    async def ask(self, ask: Callable[[], T]) -> T:
        return ask()

    def read_line(self) -> str:
        """Return the next line. Raises `EOFError`."""
        return input()

    def pause(self) -> None:
        """Do nothing."""

    def resume(self) -> None:
        """Do nothing."""


def answer_of(question: Question, values: Sequence[str]) -> object:
    """Return the answer to a question.

    Args:
        question: The question.
        values: The values of the fields, `NAME=VALUE`; empty asks at the terminal.

    Raises:
        InputError: The question has fields that need values, or a value is invalid.
    """
    fields = _fields(question)
    if values:
        return _from_values(question, fields, values)
    if is_terminal(sys.stdin) and is_terminal(sys.stderr):
        return _ask(question)
    if fields:
        missing = " ".join(f"--answer {name}=VALUE" for name in fields)
        raise InputError("--answer", f"question {question.id!r} needs values; pass {missing}, or --decline")
    return Approval.accept()


def _fields(question: Question) -> dict[str, FormField]:
    """Return the questions of the model, or the fields of a form, by name."""
    request = request_of(question)
    if question.kind == "user_input":
        return {each["id"]: FormField(each["id"], {}, required=False) for each in question.details["questions"]}
    schema = request.requested_schema if isinstance(request, ElicitationRequest) else None
    return {field.name: field for field in form_fields(schema)}


def _from_values(question: Question, fields: dict[str, FormField], values: Sequence[str]) -> object:
    texts: dict[str, str] = {}
    for value in values:
        name, separator, text = value.partition("=")
        if not separator or name not in fields:
            expected = ", ".join(f"{field}=VALUE" for field in fields) or "no values"
            raise InputError("--answer", f"expected {expected} for question {question.id!r}, got {value!r}")
        texts[name] = text
    if question.kind == "user_input":
        return texts
    # As if each text was typed. Fields that are left out keep their default.
    found: dict[str, Any] = {}
    for name, field in fields.items():
        try:
            found[name] = field.value(texts.get(name, "").strip())
        except ValueError as error:
            raise InputError("--answer", f"{name}: {error}") from None
    return Elicitation.accept({name: value for name, value in found.items() if value is not ABSENT})


def _ask(question: Question) -> object:
    output = console(sys.stderr)
    request = request_of(question)
    if request is not None:
        direct = _Direct()
        handlers: Any = TerminalQuestions(output, direct, direct).handlers()
        return asyncio.run(handlers[f"on_{question.kind}"](request))
    output.print(styled(question.text, "bold"))
    if question.details:
        output.print(styled(json.dumps(question.details.get("details"), ensure_ascii=False)))
    try:
        accepted = output.input(styled("Answer (y/n, empty: n)? ")).strip().lower() == "y"
    except EOFError:
        accepted = False
    return Approval.accept() if accepted else Approval.decline()
