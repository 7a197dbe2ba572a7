"""Redact secrets in the messages, commands and exceptions that the client logs or shows.

The rules that detect secrets are in `codex_protocol._redaction`, which the reprs of the protocol types also use.
"""

from __future__ import annotations

import re
import sys
import textwrap
import traceback
from typing import TYPE_CHECKING, Any, cast

from codex_protocol._redaction import HIDDEN, is_secret_name, redacted, redacted_field, redacted_text
from codex_protocol._wire import CodexError, WireValueError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pydantic import ValidationError

__all__ = [
    "EXCERPT",
    "HIDDEN",
    "is_secret_name",
    "printable",
    "printable_error",
    "printable_lines",
    "printable_traceback",
    "redacted",
    "redacted_command",
    "redacted_error",
    "redacted_excerpt",
    "redacted_field",
    "redacted_text",
    "redacted_validation_error",
]

EXCERPT = 512
"""Maximum length of the excerpt of an unusable message, in characters."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_FRAGMENT = re.compile(r"\A(?!\s*\{\s*(?:\"[^\"\\]*(?:\"\s*:|\Z)|(?:\}\s*)?\Z))[\s\S]*\"\s*[,:}\]]")
"""Text that starts in the middle of a JSON document."""


def redacted_excerpt(line: bytes, limit: int = EXCERPT) -> str:
    """Return the redacted beginning of an unusable message, which may be only a part of a message.

    A line that starts in the middle of a JSON document is hidden completely, because the field name that identifies a
    secret may be missing.

    Args:
        line: The message.
        limit: Maximum length of the result, in characters.

    Returns:
        The excerpt.
    """
    text = line[: limit * 4].decode("utf-8", "backslashreplace")
    if _FRAGMENT.match(text):
        return HIDDEN
    text = printable(redacted_text(text))
    return text if len(text) <= limit else text[:limit] + "..."


def printable(text: str) -> str:
    r"""Escape control characters and line breaks (`\u001b`), so that text is safe to print on one line."""
    return _CONTROL.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def printable_lines(text: str) -> str:
    """Escape control characters except newlines. For text whose lines the client has formatted."""
    return "\n".join(map(printable, text.split("\n")))


def printable_error(error: BaseException) -> str:
    """Return the redacted message of an exception without control characters.

    It is one line, unless the client has formatted and escaped the lines of the message.
    """
    try:
        text = redacted_text(str(error))
    except Exception:
        return "<exception str() failed>"
    return printable_lines(text) if _is_formatted_by_client(error) else printable(text)


def _is_formatted_by_client(error: BaseException) -> bool:
    if getattr(error, "formatted_by_client", False) is True:
        return True
    pydantic_core = sys.modules.get("pydantic_core")
    if pydantic_core is not None and isinstance(error, pydantic_core.ValidationError):
        entries = cast("ValidationError", error).errors(include_url=False, include_context=False, include_input=False)
        outside = (text for entry in entries for text in (entry["msg"], *map(str, entry["loc"])))
        return all(printable(text) == text for text in outside)
    # The text of a WireValueError contains keys of the value.
    return isinstance(error, CodexError) and not isinstance(error, WireValueError)


def printable_traceback(error: BaseException) -> str | None:
    """Return the redacted traceback of an exception with escaped messages, or None if the original needs no change."""
    original = "".join(traceback.format_exception(type(error), error, error.__traceback__))
    shown = _traceback(error, printable_error)
    if redacted_text(original) == original and shown == _traceback(error, _message):
        return None
    return redacted_text(shown).rstrip("\n")


def _message(error: BaseException) -> str:
    try:
        return str(error)
    except Exception:
        return "<exception str() failed>"


def _traceback(error: BaseException, message: Callable[[BaseException], str]) -> str:
    """Return the traceback of an exception in the format of Python, without escaping the source lines."""
    chain: list[tuple[BaseException, str]] = []
    current: BaseException | None = error
    link = ""
    while current is not None and all(current is not known for known, _ in chain):
        chain.append((current, link))
        if current.__cause__ is not None:
            current, link = current.__cause__, "The above exception was the direct cause of the following exception"
        else:
            link = "During handling of the above exception, another exception occurred"
            current = None if current.__suppress_context__ else current.__context__
    parts: list[str] = []
    for each, link in reversed(chain):
        if each.__traceback__ is not None:
            parts += ["Traceback (most recent call last):\n", *traceback.format_tb(each.__traceback__)]
        kind, text = type(each), message(each)
        name = (
            kind.__qualname__
            if kind.__module__ in ("builtins", "__main__")
            else f"{kind.__module__}.{kind.__qualname__}"
        )
        parts.append(f"{name}: {text}\n" if text else f"{name}\n")
        notes: object = getattr(each, "__notes__", None)
        if isinstance(notes, list):
            parts += [f"{printable(str(note))}\n" for note in cast("list[object]", notes)]
        inner: object = getattr(each, "exceptions", None)
        if isinstance(inner, tuple):
            members = [member for member in cast("tuple[object, ...]", inner) if isinstance(member, BaseException)]
            parts += [textwrap.indent(_traceback(member, message), "  | ") for member in members]
        if link:
            parts.append(f"\n{link}:\n\n")
    return "".join(parts)


def redacted_command(command: Sequence[str]) -> str:
    """Return a redacted command line as text."""
    return " ".join(redacted(list(command)))


def redacted_validation_error(error: ValidationError) -> ValidationError:
    """Return a copy of a `ValidationError` whose text does not contain the invalid input or control characters.

    `errors()` of the copy still has the input.
    """
    from pydantic_core import PydanticCustomError, ValidationError

    entries: list[Any] = []
    for entry in error.errors(include_url=False):
        problem = printable(redacted_text(entry["msg"]))
        place = tuple(printable(part) if isinstance(part, str) else part for part in entry["loc"])
        if entry["type"] != "missing":
            problem += f", got {type(entry['input']).__name__}"
        # A custom error, because pydantic cannot recreate the built-in error types from their entries.
        error_type = PydanticCustomError(cast("Any", entry["type"]), cast("Any", problem), entry.get("ctx"))
        entries.append({"type": error_type, "loc": place, "input": entry["input"]})
    return ValidationError.from_exception_data(error.title, entries, hide_input=True)


def redacted_error(error: BaseException) -> BaseException:
    """Return an exception for use as `__cause__`: a redacted copy of a `ValidationError`, others unchanged."""
    # If the error is a ValidationError, pydantic_core is already imported.
    pydantic_core = sys.modules.get("pydantic_core")
    if pydantic_core is not None and isinstance(error, pydantic_core.ValidationError):
        return redacted_validation_error(cast("ValidationError", error))
    return error
