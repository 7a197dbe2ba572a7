"""Keep secrets out of logs, errors and reprs: what this client shows of messages, commands and exceptions.

What is secret, and how it is found, is in `codex_protocol._redaction`, which the reprs of the protocol's types go by.
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
"""How many characters of a message that cannot be used are shown."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
_FRAGMENT = re.compile(r"\A(?!\s*\{\s*(?:\"[^\"\\]*(?:\"\s*:|\Z)|\}?\s*\Z))[\s\S]*\"\s*[,:}\]]")
"""What begins in the middle of JSON."""


def redacted_excerpt(line: bytes, limit: int = EXCERPT) -> str:
    """Return the beginning of a message that cannot be used, `limit` characters at most: it may be a piece of one.

    What begins in the middle is hidden whole: the name that would tell of a secret may be what is missing.
    """
    text = line[: limit * 4].decode("utf-8", "backslashreplace")
    if _FRAGMENT.match(text):
        return HIDDEN
    text = printable(redacted_text(text))
    return text if len(text) <= limit else text[:limit] + "..."


def printable(text: str) -> str:
    r"""Return text on one line, in which nothing steers a terminal: such characters become `\u001b` and the like."""
    return _CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def redacted_command(command: Sequence[str]) -> str:
    """Return a command line as text."""
    return " ".join(redacted(list(command)))


def redacted_validation_error(error: ValidationError) -> ValidationError:
    """Return pydantic's error with the same entries, whose text does not quote what did not fit.

    What did not fit is still in its `errors()`.
    """
    from pydantic_core import PydanticCustomError, ValidationError

    entries: list[Any] = []
    for found in error.errors(include_url=False):
        problem = redacted_text(found["msg"])
        if found["type"] != "missing":
            problem += f", got {type(found['input']).__name__}"
        # Of a kind of its own, because the others cannot be made again from what they tell.
        kind = PydanticCustomError(cast("Any", found["type"]), cast("Any", problem), found.get("ctx"))
        entries.append({"type": kind, "loc": found["loc"], "input": found["input"]})
    return ValidationError.from_exception_data(error.title, entries, hide_input=True)


def redacted_error(error: BaseException) -> BaseException:
    """Return an exception to be the cause of another one: pydantic's as above, any other as it is."""
    # It is loaded where there is such an error.
    pydantic_core = sys.modules.get("pydantic_core")
    if pydantic_core is not None and isinstance(error, pydantic_core.ValidationError):
        return redacted_validation_error(cast("ValidationError", error))
    return error
