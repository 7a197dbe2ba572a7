"""Answers as Python objects: `OutputType` asks for them, checks them, and says what did not fit."""

from __future__ import annotations

import copy
import inspect
import json
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast, get_origin, overload

from pydantic import TypeAdapter, ValidationError, create_model
from pydantic_core import from_json

from openai_codex._json_types import is_object
from openai_codex._redaction import redacted_error, redacted_text
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
    """The answer of the model does not fit the type that was asked for.

    `expected` names that type, `text` is the answer as it came (None: there was none), `problem` is pydantic's
    `ValidationError`, whose text does not quote the answer, or a plain `ValueError` where there was nothing to
    validate. `issues` has a line for each thing that does not fit, the first 20 of them, with its place in the answer.
    `result` is what the turn came to, where known.
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
        # pydantic's own error quotes what the model wrote.
        self.problem = redacted_error(problem)
        self.issues = tuple(_issues(text, problem))
        self.result = result
        super().__init__(redacted_text(f"the answer does not fit {expected}:\n{_bullets(self.issues)}"))


class OutputType(Generic[T]):
    """A type whose values the model shall answer with: anything that a pydantic `TypeAdapter` takes.

        invoice = OutputType(Invoice)
        result = thread.run("Read invoice.pdf.", output_schema=invoice.schema())
        print(invoice.parse(result.final_response).total)

    `name` is what messages call the type.

    The schema is strict: the model gives all properties, those with a default as well, and no others. What may be
    missing is better typed as `X | None`. Named tuples are asked for as objects, by field name.

    Raises `InputError` with the place and the remedy for types that a strict schema cannot describe, among them
    dictionaries with free keys, `Any`, and lists or tuples whose items have no type.
    """

    @overload
    def __init__(self, type_: type[T]) -> None: ...

    @overload
    def __init__(self, type_: TypeForm[T]) -> None: ...

    @overload
    def __init__(self: OutputType[Any], type_: object) -> None: ...

    def __init__(self, type_: Any) -> None:
        self.name = _name_of(type_)
        if inspect.isroutine(type_):
            raise InputError("output_type", f"{self.name} is a function; give the type of the answer")
        try:
            adapter = TypeAdapter[Any](type_)
        except NO_SCHEMA as problem:
            raise InputError(
                "output_type", f"{self.name} is no type that pydantic can use: {reason(problem)}"
            ) from problem
        self._schema, self._wrapped = strict_schema(adapter, self.name)
        if self._wrapped:
            # The places in pydantic's report are those of the answer, so the wrapping is validated along.
            adapter = TypeAdapter[Any](create_model("Answer", value=(type_, ...)))
        self._adapter = adapter

    def schema(self) -> JsonObject:
        """Return the strict schema for `output_schema`, which is the caller's to change.

        It is that of an object. A type of another kind is wrapped into one, as its property `value`.
        """
        return copy.deepcopy(self._schema)

    def parse(self, text: str | None, *, result: TurnResult | None = None) -> T:
        """Return the answer as a value of the type. It may stand in a Markdown fence.

        `result` is handed on to the error. Raises `OutputValidationError` for text that does not fit, and for none.
        """
        if text is None or not text.strip():
            raise OutputValidationError(self.name, text, ValueError("there is no text"), result=result)
        try:
            # By name as well: an alias may be a path into data, which the schema cannot follow.
            value: Any = self._adapter.validate_json(_unfenced(text), by_alias=True, by_name=True)
        except ValidationError as problem:
            error = OutputValidationError(self.name, text, problem, result=result)
            raise error from error.problem
        return cast("T", value.value if self._wrapped else value)

    def retry_prompt(self, error: OutputValidationError) -> str:
        """Return what to tell the model, in the same thread, for a better answer."""
        return (
            "Your answer does not fit the JSON schema that it has to follow:\n"
            f"{_bullets(error.issues)}\n"
            "Answer again with the whole JSON object, corrected, and nothing else."
        )

    def __repr__(self) -> str:
        return f"OutputType({self.name})"


def _name_of(type_: object) -> str:
    name = getattr(type_, "__name__", None)
    # `list[int]` has the name "list".
    return name if isinstance(name, str) and get_origin(type_) is None else repr(type_).replace("typing.", "")


def _unfenced(text: str) -> str:
    """Return what stands in the fence if the text is a fenced block, else the text."""
    opening, _, rest = text.strip().partition("\n")
    fence = opening[: len(opening) - len(opening.lstrip("`"))]
    return rest.removesuffix(fence) if len(fence) >= 3 and rest.endswith(fence) else text


def _issues(text: str | None, problem: ValidationError | ValueError) -> list[str]:
    if not isinstance(problem, ValidationError):
        return [str(problem)]
    errors = problem.errors(include_url=False, include_context=False)
    answer = _decoded(text)
    lines = list(dict.fromkeys(_issue(error, answer) for error in errors))
    if len(lines) > _MAX_ISSUES:
        lines[_MAX_ISSUES:] = [f"and {len(lines) - _MAX_ISSUES} more"]
    return lines


def _issue(error: ErrorDetails, answer: JsonValue) -> str:
    place = _place(error["loc"], answer, missing=error["type"].startswith("missing"))
    given = error["input"]
    line = _shortened(error["msg"], _MAX_MESSAGE)
    # An object is the parent of what is missing in it, or long; bad JSON is the whole text.
    if error["type"] != "json_invalid" and (given is None or isinstance(given, (str, int, float))):
        line += f" (got {_shortened(json.dumps(given, ensure_ascii=False), _MAX_VALUE)})"
    return f"{place}: {line}" if place else line


def _place(location: tuple[int | str, ...], answer: JsonValue, *, missing: bool) -> str:
    """Return the path to a place in the answer, such as `lines[0].price`.

    What pydantic adds to tell the branches of a union apart is in no answer, and is left out.
    """
    place = ""
    for number, part in enumerate(location):
        known = _has(answer, part)
        if known:
            answer = answer[part]
        if known or (missing and number == len(location) - 1):
            place += f"[{part}]" if isinstance(part, int) else _key(part, place)
    return place


def _has(answer: JsonValue, part: int | str) -> bool:
    if isinstance(part, int):
        return isinstance(answer, list) and 0 <= part < len(cast("list[object]", answer))
    return is_object(answer) and part in answer


def _key(name: str, place: str) -> str:
    name = _shortened(name, _MAX_VALUE)
    if not name.isidentifier():
        return f"[{json.dumps(name, ensure_ascii=False)}]"
    return f".{name}" if place else name


def _decoded(text: str | None) -> JsonValue:
    try:
        return from_json(_unfenced(text or ""))
    except (ValueError, TypeError):  # the latter for what is no Unicode, such as half of a surrogate pair
        return None


def _shortened(text: str, length: int) -> str:
    # It may be sent to the model, and half of a surrogate pair cannot be.
    text = text.encode("utf-8", "backslashreplace").decode("utf-8")
    return text if len(text) <= length else f"{text[: length - 3]}..."


def _bullets(lines: tuple[str, ...]) -> str:
    return "\n".join(f"- {line}" for line in lines)
