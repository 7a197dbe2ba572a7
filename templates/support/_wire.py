"""Values on their way to the wire: what was left out, what becomes JSON, and why something does not.

Generated; do not edit.
"""

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
    """The root of all errors of the Codex client. `openai_codex` hands it on."""

    def __reduce__(self) -> tuple[Any, ...]:
        # Most of the errors take more than a message to be made; a copy or a pickle restores what came of that.
        state = {**self.__dict__, "args": self.args}
        return copyreg.__newobj__, (type(self), *self.args), state  # type: ignore[attr-defined]


class UnexpectedKeywordError(CodexError, TypeError):
    """A call was given a keyword that it does not take.

    `method` is the wire's name of the call, `keyword` what was given, `suggestion` what was probably meant
    (or None, when nothing comes close), and `allowed` all that the call takes.
    """

    def __init__(self, method: str, keyword: str, suggestion: str | None = None, allowed: Sequence[str] = ()) -> None:
        super().__init__(method, keyword, suggestion, tuple(allowed))
        self.method = method
        self.keyword = keyword
        self.suggestion = suggestion
        self.allowed = tuple(allowed)

    def __str__(self) -> str:
        if self.suggestion is not None:
            return f"{self.method} takes no keyword {self.keyword!r}; did you mean {self.suggestion!r}?"
        takes = f"it takes: {', '.join(self.allowed)}" if self.allowed else "it takes none at all"
        return f"{self.method} takes no keyword {self.keyword!r}; {takes}"


class WireValueError(CodexError, TypeError):
    """A value cannot be sent as JSON.

    `field` says where it sits (`input[0].text`), `problem` what is wrong with it and what to do.
    """

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(field, problem)
        self.field = field
        self.problem = problem

    def __str__(self) -> str:
        return f"{self.field}: {self.problem}"


class Unset(enum.Enum):
    """The type of `UNSET`.

    An enum, because type checkers narrow `x is not UNSET`, and copies and pickles of it stay the same object.
    """

    UNSET = "UNSET"

    def __bool__(self) -> Literal[False]:
        return False

    def __repr__(self) -> str:
        return "UNSET"

    __str__ = __repr__


_BYTES = (bytes, bytearray, memoryview)

UNSET: Final = Unset.UNSET
"""Says that a keyword was not given. None, in contrast, is sent as null."""


def to_wire(value: object, path: str) -> JsonValue:
    """Return `value` as what `json.dumps` takes: str, int, float, bool, None, and lists and dicts of these.

    Models of pydantic are dumped with the wire's names and without the fields that were never set; enums
    become their value, paths their text. Keys stay as they are: plain mappings use the wire's names.

    Args:
        value: What a user passed.
        path: What errors call it, for example the keyword that it was passed as.

    Raises:
        WireValueError: The value, or something in it, has no counterpart in JSON.
    """
    try:
        return _convert(value)
    except _UnfitError as error:
        raise WireValueError(path + "".join(reversed(error.steps)), error.problem) from error.__cause__
    except RecursionError:
        raise WireValueError(path, "it contains itself, or is nested too deeply for JSON") from None


def unexpected_keyword(method: str, unknown: Iterable[str], allowed: Sequence[str]) -> UnexpectedKeywordError:
    """Make the error for keywords that a call does not take.

    Args:
        method: What the error calls the call.
        unknown: The keywords that it does not take; the first is reported.
        allowed: Those that it takes.
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
    """Carries a problem up through the containers, each of which adds its step of the path."""

    def __init__(self, problem: str) -> None:
        self.problem = problem
        self.steps: list[str] = []


def _convert(value: Any) -> JsonValue:
    # Nearly all values are of these exact types; the checks below are for their subclasses and for the rest.
    kind = type(cast("object", value))
    if kind is bool or kind is int or value is None or (kind is str and value.isascii()):
        plain: JsonValue = value
        return plain
    if isinstance(value, enum.Enum):
        if value is UNSET:
            raise _UnfitError("UNSET cannot be sent; leave the value out instead")
        return _convert(value.value)
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        if not math.isfinite(value):
            raise _UnfitError(f"{value!r} is not a number that JSON knows; pass a finite one or None")
        return float(value)
    if isinstance(value, Mapping):
        return _mapping(cast("Mapping[object, object]", value))
    if isinstance(value, os.PathLike):
        return _path(cast("os.PathLike[str] | os.PathLike[bytes]", value))
    if _is_model(value):
        return _model(value)
    if isinstance(value, (Sequence, Set)) and not isinstance(value, _BYTES):
        return _array(cast("Iterable[object]", value))
    raise _UnfitError(f"{kind.__qualname__} has no counterpart in JSON; {_remedy(value)}")


def _text(value: str) -> str:
    text = str.__str__(value)
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError:
            raise _UnfitError(
                "the text holds half of a surrogate pair, which UTF-8 cannot carry; decode it with errors='replace'"
            ) from None
    return text


def _mapping(value: Mapping[object, object]) -> dict[str, JsonValue]:
    result: dict[str, JsonValue] = {}
    for key, item in value.items():
        plain: object = key.value if isinstance(key, enum.Enum) else key
        if not isinstance(plain, str):
            raise _UnfitError(f"the key {key!r} is of type {type(key).__qualname__}; keys have to be str")
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
        raise _UnfitError("the path is made of bytes; pass os.fsdecode() of it")
    return _text(path)


def _is_model(value: object) -> bool:
    # Without pydantic loaded there is no model, and this module does not load it for the sake of asking. While another
    # thread is loading it, what there is of it may have no models yet either.
    base = getattr(sys.modules.get("pydantic.main"), "BaseModel", None)
    return base is not None and isinstance(value, base)


def _model(value: Any) -> JsonValue:
    try:
        dumped = value.model_dump(mode="json", by_alias=True, exclude_unset=True)
    except (ValueError, TypeError) as error:
        raise _UnfitError(f"{type(value).__qualname__} cannot be dumped as JSON: {error}") from error
    # Once more, because a dump may still hold numbers that JSON does not know.
    return _convert(dumped)


def _remedy(value: Any) -> str:
    if isinstance(value, _BYTES):
        return "decode it to str, or encode it with base64 where the field asks for that"
    if hasattr(value, "__dataclass_fields__"):
        return "pass a mapping with the wire's names, or the model of this name in codex_protocol"
    if isinstance(value, Iterable):
        return "pass list() of it"
    if callable(value):
        return "pass the result of calling it"
    return "pass str() of it, or a number, mapping or sequence"
