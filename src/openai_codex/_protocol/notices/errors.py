"""Describes the errors of model calls that the runtime reports."""

from __future__ import annotations

from openai_codex._json_types import is_object


def describe_error(error: object) -> str:
    """Return the message of an error of a turn, with its details."""
    if not is_object(error):
        return "unknown error"
    texts = [value for name in ("message", "additionalDetails") if isinstance(value := error.get(name), str) and value]
    return ": ".join(texts) or "unknown error"
