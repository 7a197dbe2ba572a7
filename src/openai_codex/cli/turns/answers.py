"""Answers with a JSON schema or a Python type: `--output-schema` and `--output-type`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypeAlias

import typer

from openai_codex._json_types import is_object
from openai_codex._structured_output.output_type import OutputType, OutputValidationError, strip_fence
from openai_codex.cli.options import import_argument
from openai_codex.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

    from openai_codex import TurnResult


class SchemaAnswer:
    """An answer with a JSON schema, like `OutputType`. The client checks that the answer is JSON.

    Args:
        schema: The schema, which the model provider enforces.
    """

    def __init__(self, schema: dict[str, Any]) -> None:
        self._schema = schema

    def schema(self) -> dict[str, Any]:
        """Return the schema."""
        return self._schema

    def parse(self, text: str | None, *, result: TurnResult | None = None) -> object:
        """Return the answer as JSON values.

        Args:
            text: The answer, optionally in a Markdown code fence; None without an answer.
            result: The result of the turn, for the error; None if unknown.

        Returns:
            The JSON value.

        Raises:
            OutputValidationError: The answer is empty or not JSON.
        """
        document = strip_fence(text or "")
        try:
            if not document.strip():
                raise ValueError("the answer is empty")
            return json.loads(document)
        except RecursionError:
            problem = ValueError("the JSON is nested too deeply")
        except ValueError as error:
            problem = error
        raise OutputValidationError("JSON document", text, problem, result=result) from problem

    def retry_prompt(self, error: OutputValidationError) -> str:
        """Return an input that asks the model to correct its answer."""
        issues = "\n".join(error.issues)
        return f"Your answer is not valid JSON:\n{issues}\nReply with the complete, corrected JSON and nothing else."


Answer: TypeAlias = "OutputType[Any] | SchemaAnswer"
"""The form of an answer."""


def answer_json(text: str | None) -> object:
    """Return a valid answer as JSON values."""
    return json.loads(strip_fence(text or ""))


def read_schema(path: Path) -> SchemaAnswer:
    """Return the answer for the JSON schema in a file."""
    try:
        schema = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise typer.BadParameter(f"--output-schema {path}: {error}") from None
    if not is_object(schema):
        raise typer.BadParameter(f"--output-schema {path}: expected a JSON object, got {type(schema).__name__}")
    return SchemaAnswer(schema)


def import_type(name: str) -> OutputType[Any]:
    """Return the type with the name `module:Type`. Modules of the working directory are found, too."""
    module, _, attribute = name.partition(":")
    if not module or not attribute:
        raise typer.BadParameter(f"--output-type: expected module:Type, got {name!r}")
    value: Any = import_argument(module, f"--output-type {name}")
    try:
        for part in attribute.split("."):
            value = getattr(value, part)
        return OutputType(value)
    except (AttributeError, InputError) as error:
        raise typer.BadParameter(f"--output-type {name}: {error}") from None
    except Exception as error:
        # Code of the module computes the attribute, or the schema of the type.
        raise typer.BadParameter(f"--output-type {name}: {type(error).__name__}: {error}") from error
