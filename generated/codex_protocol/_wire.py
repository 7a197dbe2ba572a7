"""Convert Python values to JSON values. Copied from templates/support; do not edit in codex_protocol."""

from __future__ import annotations

import copyreg
import enum
import math
import os
import sys
from collections.abc import Iterable, Mapping, Sequence, Set
from typing import TYPE_CHECKING, Any, Final, Literal, cast

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FunctionType

    from pydantic import JsonValue

__all__ = [
    "UNSET",
    "CodexError",
    "UnexpectedKeywordError",
    "Unset",
    "WireValueError",
    "keywords",
    "to_wire",
    "unexpected_keyword",
]


class CodexError(Exception):
    """Base class of all errors of the Codex client, re-exported by `openai_codex`."""

    def __reduce__(self) -> tuple[Any, ...]:
        # Subclasses have other constructor arguments; copies and pickles restore the attributes instead.
        state = {**self.__dict__, "args": self.args}
        return copyreg.__newobj__, (type(self), *self.args), state  # type: ignore[attr-defined]


class UnexpectedKeywordError(CodexError, TypeError):
    """A method received an unknown keyword.

    Attributes:
        method: The wire method.
        keyword: The unknown keyword.
        suggestion: The most similar keyword; None if no keyword is similar.
        allowed: The keywords of the method.
        remedy: The place of the keyword, if another method takes it; None if unknown.
    """

    def __init__(
        self,
        method: str,
        keyword: str,
        suggestion: str | None = None,
        allowed: Sequence[str] = (),
        remedy: str | None = None,
    ) -> None:
        super().__init__(method, keyword, suggestion, tuple(allowed), remedy)
        self.method = method
        self.keyword = keyword
        self.suggestion = suggestion
        self.allowed = tuple(allowed)
        self.remedy = remedy

    def __str__(self) -> str:
        if self.remedy is not None:
            return f"{self.method}: unexpected keyword {self.keyword!r}; {self.remedy}"
        if self.suggestion is not None:
            return f"{self.method}: unexpected keyword {self.keyword!r}; did you mean {self.suggestion!r}?"
        expected = f"expected one of {', '.join(self.allowed)}" if self.allowed else "expected no keywords"
        return f"{self.method}: unexpected keyword {self.keyword!r}; {expected}"


class WireValueError(CodexError, TypeError):
    """A value has no JSON representation.

    Attributes:
        field: The location of the value, such as `input[0].text`.
        problem: The problem and its remedy.
    """

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(field, problem)
        self.field = field
        self.problem = problem

    def __str__(self) -> str:
        return f"{self.field}: {self.problem}"


class Unset(enum.Enum):
    """The type of `UNSET`.

    An enum, because type checkers narrow `x is not UNSET`, and copies and pickles are the same object.
    """

    UNSET = "UNSET"

    def __bool__(self) -> Literal[False]:
        return False

    def __repr__(self) -> str:
        return "UNSET"

    __str__ = __repr__


_BYTES = (bytes, bytearray, memoryview)

UNSET: Final = Unset.UNSET
"""The value of an omitted keyword. In contrast, None is sent as null."""


def to_wire(value: object, path: str) -> JsonValue:
    """Convert a value to str, int, float, bool, None, and lists and dicts of these.

    Pydantic models are dumped with wire names and without unset fields. Enums become their value, paths their text.
    Keys of mappings are not converted: they must be wire names.

    Args:
        value: The value.
        path: The location of the value in error messages, such as the keyword.

    Raises:
        WireValueError: The value, or a part of it, has no JSON representation.
    """
    try:
        return _convert(value)
    except _UnfitError as error:
        raise WireValueError(path + "".join(reversed(error.steps)), error.problem) from error.__cause__
    except RecursionError:
        raise WireValueError(path, "the value is recursive or nested too deeply") from None


def unexpected_keyword(method: str, unknown: Iterable[str], allowed: Sequence[str]) -> UnexpectedKeywordError:
    """Return the error for unknown keywords of a method.

    Args:
        method: The method in the error message.
        unknown: The unknown keywords; the first is reported.
        allowed: The keywords of the method.
    """
    keyword = next(iter(unknown))
    spell_punctuation = {_letters(name): name for name in allowed}
    suggestion = spell_punctuation.get(_letters(keyword))
    if suggestion is None:
        from difflib import get_close_matches

        suggestion = next(iter(get_close_matches(keyword, allowed, n=1, cutoff=0.75)), None)
    return UnexpectedKeywordError(method, keyword, suggestion, allowed)


def keywords(call: Callable[..., object]) -> tuple[str, ...]:
    """Return the names of the keyword-only parameters of a function."""
    code = cast("FunctionType", call).__code__
    first = code.co_argcount
    return code.co_varnames[first : first + code.co_kwonlyargcount]


def _letters(name: str) -> str:
    return name.replace("_", "").casefold()


class _UnfitError(Exception):
    """Carries a problem to the caller; each container adds its step of the path."""

    def __init__(self, problem: str) -> None:
        self.problem = problem
        self.steps: list[str] = []


def _convert(value: Any) -> JsonValue:
    # Fast path for the most frequent types.
    kind = type(cast("object", value))
    if kind is bool or kind is int or value is None or (kind is str and value.isascii()):
        plain: JsonValue = value
        return plain
    if isinstance(value, enum.Enum):
        if value is UNSET:
            raise _UnfitError("UNSET has no JSON representation; omit the value")
        return _convert(value.value)
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        if not math.isfinite(value):
            raise _UnfitError(f"{value!r} has no JSON representation; pass a finite number or None")
        return float(value)
    if isinstance(value, Mapping):
        return _mapping(cast("Mapping[object, object]", value))
    if isinstance(value, os.PathLike):
        return _path(cast("os.PathLike[str] | os.PathLike[bytes]", value))
    if _is_model(value):
        return _model(value)
    if isinstance(value, (Sequence, Set)) and not isinstance(value, _BYTES):
        return _array(cast("Iterable[object]", value))
    raise _UnfitError(f"{kind.__qualname__} has no JSON representation; {_remedy(value)}")


def _text(value: str) -> str:
    text = str.__str__(value)
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError:
            raise _UnfitError("the text contains a lone surrogate; decode it with errors='replace'") from None
    return text


def _mapping(value: Mapping[object, object]) -> dict[str, JsonValue]:
    result: dict[str, JsonValue] = {}
    for key, item in value.items():
        plain: object = key.value if isinstance(key, enum.Enum) else key
        if not isinstance(plain, str):
            raise _UnfitError(f"expected a str key, got {key!r} ({type(key).__qualname__})")
        try:
            result[_text(plain)] = _convert(item)
        except _UnfitError as error:
            error.steps.append(f".{plain}" if plain.isidentifier() else f"[{plain!r}]")
            raise
    return result


def _array(value: Iterable[object]) -> list[JsonValue]:
    result: list[JsonValue] = []
    for index, item in enumerate(value):
        try:
            result.append(_convert(item))
        except _UnfitError as error:
            error.steps.append(f"[{index}]")
            raise
    return result


def _path(value: os.PathLike[str] | os.PathLike[bytes]) -> str:
    path = os.fspath(value)
    if not isinstance(path, str):
        raise _UnfitError("expected a str path, got bytes; use os.fsdecode()")
    return _text(path)


def _is_model(value: object) -> bool:
    # Without pydantic, no value is a model, so this module does not import it. While another thread imports pydantic,
    # `BaseModel` may be missing.
    base = getattr(sys.modules.get("pydantic.main"), "BaseModel", None)
    return base is not None and isinstance(value, base)


def _model(value: Any) -> JsonValue:
    try:
        dumped = value.model_dump(mode="json", by_alias=True, exclude_unset=True)
    except (ValueError, TypeError) as error:
        raise _UnfitError(f"model_dump() of {type(value).__qualname__} failed: {error}") from error
    # Convert again, because a dump may contain NaN or infinity.
    return _convert(dumped)


def _remedy(value: Any) -> str:
    if isinstance(value, _BYTES):
        return "decode it to str, or encode it with base64 if the field requires it"
    if hasattr(value, "__dataclass_fields__"):
        return "pass a mapping with wire names, or a model of codex_protocol"
    if isinstance(value, Iterable):
        return "convert it to a list"
    if callable(value):
        return "call it and pass the result"
    return "convert it to str, or pass a number, mapping or sequence"
