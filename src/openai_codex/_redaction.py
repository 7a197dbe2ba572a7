"""Redact secrets in the messages, commands and exceptions that the client logs or shows.

The rules that detect secrets are in `codex_protocol._redaction`, which the reprs of the protocol types also use.
"""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Any, cast

from codex_protocol._redaction import HIDDEN, is_secret_name, redacted, redacted_field, redacted_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pydantic import ValidationError

__all__ = [
    "EXCERPT",
    "HIDDEN",
    "is_secret_name",
    "printable",
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

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
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


def redacted_command(command: Sequence[str]) -> str:
    """Return a redacted command line as text."""
    return " ".join(redacted(list(command)))


def redacted_validation_error(error: ValidationError) -> ValidationError:
    """Return a copy of a `ValidationError` whose text does not contain the invalid input.

    `errors()` of the copy still has the input.
    """
    from pydantic_core import PydanticCustomError, ValidationError

    entries: list[Any] = []
    for entry in error.errors(include_url=False):
        problem = redacted_text(entry["msg"])
        if entry["type"] != "missing":
            problem += f", got {type(entry['input']).__name__}"
        # A custom error, because pydantic cannot recreate the built-in error types from their entries.
        error_type = PydanticCustomError(cast("Any", entry["type"]), cast("Any", problem), entry.get("ctx"))
        entries.append({"type": error_type, "loc": entry["loc"], "input": entry["input"]})
    return ValidationError.from_exception_data(error.title, entries, hide_input=True)


def redacted_error(error: BaseException) -> BaseException:
    """Return an exception for use as `__cause__`: a redacted copy of a `ValidationError`, others unchanged."""
    # If the error is a ValidationError, pydantic_core is already imported.
    pydantic_core = sys.modules.get("pydantic_core")
    if pydantic_core is not None and isinstance(error, pydantic_core.ValidationError):
        return redacted_validation_error(cast("ValidationError", error))
    return error
