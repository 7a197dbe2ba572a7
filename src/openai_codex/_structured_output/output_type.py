"""Structured output: request an answer of a Python type and validate it."""

from __future__ import annotations

import copy
import inspect
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast, get_origin

from pydantic import TypeAdapter, ValidationError, create_model
from pydantic_core import from_json

from openai_codex._json_types import is_object
from openai_codex._redaction import printable, redacted_error, redacted_text
from openai_codex._structured_output.strict_schema import NO_SCHEMA, reason, strict_schema
from openai_codex.errors import CodexError, InputError

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails
    from typing_extensions import TypeForm

    from openai_codex._json_types import JsonObject, JsonValue
    from openai_codex._results.result import TurnResult

__all__ = ["OutputType", "OutputValidationError"]

T = TypeVar("T")

_MAX_ISSUES = 20
_MAX_MESSAGE = 300
_MAX_VALUE = 60


class OutputValidationError(CodexError, ValueError):
    """The model's answer is invalid for the requested type.

    Attributes:
        expected: The name of the type.
        text: The answer; None without an answer.
        problem: The `ValidationError` of pydantic, whose text does not quote the answer, or a plain `ValueError` if the
            answer is empty.
        issues: One line per problem with its path in the answer; the first 20.
        result: The result of the turn; None if unknown.
    """

    def __init__(
        self,
        expected: str,
        text: str | None,
        problem: ValidationError | ValueError,
        *,
        result: TurnResult | None = None,
    ) -> None:
        self.expected = expected
        self.text = text
        # Redacted, because pydantic quotes the answer.
        self.problem = redacted_error(problem)
        self.issues = tuple(_issues(text, problem))
        self.result = result
        super().__init__(
            redacted_text(f"the answer is not a valid {expected}:\n{_bullets(tuple(map(printable, self.issues)))}")
        )


class OutputType(Generic[T]):
    """A type for answers of the model: any type that a pydantic `TypeAdapter` supports.

        invoice = OutputType(Invoice)
        result = thread.run("Read invoice.pdf.", output_schema=invoice.schema())
        print(invoice.parse(result.final_response).total)

    The schema is strict: the model sends all properties, including those with a default, and no others. Use `X | None`
    for optional values. Named tuples are requested as objects with the field names.

    Args:
        type_: The type.

    Raises:
        InputError: A part of the type has no strict schema, such as a dictionary with free keys, `Any`, or a list or
            tuple without item types. The message has the path and the remedy.

    Attributes:
        name: The name of the type in messages.
    """

    def __init__(self, type_: TypeForm[T]) -> None:
        value: object = type_
        if isinstance(value, Mapping):
            raise InputError("output_type", "expected a type, got a JSON schema; pass it as output_schema=...")
        if isinstance(value, OutputType):
            raise InputError(
                "output_type",
                "expected a type, got an OutputType; pass the type itself, or pass output_schema=output.schema() and "
                "call output.parse(result.final_response)",
            )
        self.name = _name_of(type_)
        if inspect.isroutine(type_):
            raise InputError(
                "output_type", f"expected a type, got the function {self.name}; pass the type of the answer"
            )
        annotation = cast("type[Any]", type_)
        try:
            adapter = TypeAdapter[Any](annotation)
        except NO_SCHEMA as problem:
            raise InputError(
                "output_type", f"expected a type that pydantic supports, got {self.name}: {reason(problem)}"
            ) from problem
        self._schema, self._wrapped = strict_schema(adapter, self.name)
        if self._wrapped:
            # Validate the wrapper as well, so that the locations of errors match the answer.
            adapter = TypeAdapter[Any](create_model("Answer", value=(annotation, ...)))
        self._adapter = adapter

    def schema(self) -> JsonObject:
        """Return a copy of the strict schema, for `output_schema`.

        The root is an object. Any other type is wrapped into an object with the property `value`.
        """
        return copy.deepcopy(self._schema)

    def parse(self, text: str | None, *, result: TurnResult | None = None) -> T:
        """Return the answer as a value of the type.

        Args:
            text: The answer, optionally in a Markdown code fence. None, as in a turn without an answer, is invalid.
            result: The result of the turn, for the error; None if unknown.

        Returns:
            The validated value.

        Raises:
            OutputValidationError: The answer is empty or invalid.
        """
        if text is None or not text.strip():
            raise OutputValidationError(self.name, text, ValueError("the answer is empty"), result=result)
        try:
            # Also by name: a validation alias may be a path, which the schema does not express.
            value: Any = self._adapter.validate_json(_strip_fence(text), by_alias=True, by_name=True)
        except ValidationError as problem:
            error = OutputValidationError(self.name, text, problem, result=result)
            raise error from error.problem
        return cast("T", value.value if self._wrapped else value)

    def retry_prompt(self, error: OutputValidationError) -> str:
        """Return an input that asks the model to correct its answer, for the same thread."""
        return (
            "Your answer does not match the required JSON schema:\n"
            f"{_bullets(error.issues)}\n"
            "Reply with the complete, corrected JSON object and nothing else."
        )

    def __repr__(self) -> str:
        return f"OutputType({self.name})"


def _name_of(type_: object) -> str:
    name = getattr(type_, "__name__", None)
    # The name of `list[int]` is "list", so generic types use their repr.
    return name if isinstance(name, str) and get_origin(type_) is None else repr(type_).replace("typing.", "")


def _strip_fence(text: str) -> str:
    """Return the content of a fenced Markdown block, or the text if it is not fenced."""
    opening, _, rest = text.strip().partition("\n")
    fence = opening[: len(opening) - len(opening.lstrip("`"))]
    return rest.removesuffix(fence) if len(fence) >= 3 and rest.endswith(fence) else text


def _issues(text: str | None, problem: ValidationError | ValueError) -> list[str]:
    if not isinstance(problem, ValidationError):
        return [str(problem)]
    errors = problem.errors(include_url=False, include_context=False)
    answer = _decode(text)
    lines = list(dict.fromkeys(_issue(error, answer) for error in errors))
    if len(lines) > _MAX_ISSUES:
        lines[_MAX_ISSUES:] = [f"and {len(lines) - _MAX_ISSUES} more"]
    return lines


def _issue(error: ErrorDetails, answer: JsonValue) -> str:
    path = _path(error["loc"], answer, missing=error["type"].startswith("missing"))
    value = error["input"]
    line = _truncate(error["msg"], _MAX_MESSAGE)
    # The input of a missing property is its parent object, and that of invalid JSON the whole text.
    if error["type"] != "json_invalid" and (value is None or isinstance(value, (str, int, float))):
        line += f" (got {_truncate(json.dumps(value, ensure_ascii=False), _MAX_VALUE)})"
    return f"{path}: {line}" if path else line


def _path(location: tuple[int | str, ...], answer: JsonValue, *, missing: bool) -> str:
    """Return the path of a value in the answer, such as `lines[0].price`.

    Parts of pydantic's location that only distinguish the members of a union are omitted.
    """
    path = ""
    for number, part in enumerate(location):
        is_in_answer = _has(answer, part)
        if is_in_answer:
            answer = answer[part]
        if is_in_answer or (missing and number == len(location) - 1):
            path += f"[{part}]" if isinstance(part, int) else _path_key(part, path)
    return path


def _has(answer: JsonValue, part: int | str) -> bool:
    if isinstance(part, int):
        return isinstance(answer, list) and 0 <= part < len(cast("list[object]", answer))
    return is_object(answer) and part in answer


def _path_key(name: str, path: str) -> str:
    name = _truncate(name, _MAX_VALUE)
    if not name.isidentifier():
        return f"[{json.dumps(name, ensure_ascii=False)}]"
    return f".{name}" if path else name


def _decode(text: str | None) -> JsonValue:
    try:
        return from_json(_strip_fence(text or ""))
    except (ValueError, TypeError):  # TypeError: lone surrogates
        return None


def _truncate(text: str, length: int) -> str:
    # Escape lone surrogates: the text may be sent to the model as UTF-8.
    text = text.encode("utf-8", "backslashreplace").decode("utf-8")
    return text if len(text) <= length else f"{text[: length - 3]}..."


def _bullets(lines: tuple[str, ...]) -> str:
    return "\n".join(f"- {line}" for line in lines)
