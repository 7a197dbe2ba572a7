"""Texts of error messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_PENDING = "; pending requests: "
_STDERR = "; last lines of stderr:\n"


def shown(text: str) -> str:
    """Return text from outside as one line without secrets, because error messages end up in logs and terminals."""
    from openai_codex._redaction import printable, redacted_text

    return printable(redacted_text(text))


def joined(text: str) -> str:
    """Return text that may have several lines, such as that of a `ValidationError`, as one line without secrets."""
    return shown(text.replace("\n  ", ": ").replace("\n", "; "))


def with_context(message: str, stderr: Sequence[str], pending: Sequence[str]) -> str:
    """Return an error message with the unanswered requests and the last lines of stderr."""
    if pending:
        methods = ", ".join(map(shown, pending[:5]))
        more = f" and {len(pending) - 5} more" if len(pending) > 5 else ""
        message += f"{_PENDING}{methods}{more}"
    if stderr:
        message += _STDERR + "\n".join(f"  {line}" for line in stderr)
    return message


def problem_of(error: Exception) -> str:
    """Return the message of an error without the context that `with_context` has added."""
    return str(error).partition(_PENDING)[0].partition(_STDERR)[0]
