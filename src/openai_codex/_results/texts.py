"""The repr and the text of a result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openai_codex._redaction import printable, redacted_text

if TYPE_CHECKING:
    from openai_codex._results.result import TurnResult

MAX_EXCERPT = 60
"""Maximum number of characters of a text in a repr."""


def result_repr(result: TurnResult[object]) -> str:
    """Return a result on one line: its id and status, and the beginning of the response or the error."""
    parts = [f"id={_excerpt(result.id)}", f"status={_excerpt(result.status.value)}"]
    if result.error is not None:
        parts.append(f"error={_excerpt(result.error.message)}")
    parts.append(f"final_response={_excerpt(result.final_response)}")
    if result.output is not None:
        parts.append(f"output=<{type(result.output).__qualname__}>")
    parts.append(f"items=<{len(result.items)}>")
    return f"{type(result).__name__}({', '.join(parts)})"


def result_text(result: TurnResult[object]) -> str:
    """Return the status, the duration and the tokens of a result on one line, then the error and the response."""
    summary = [printable(result.status.value)]
    if result.duration_ms is not None:
        summary.append(f"{result.duration_ms / 1_000:.1f} s")
    if result.usage is not None:
        summary.append(f"{result.usage.turn.total_tokens} tokens")
    lines = [", ".join(summary)]
    if result.error is not None:
        lines.append(f"error: {printable(redacted_text(result.error.message))}")
    if result.final_response is not None:
        lines.append(redacted_text(result.final_response))
    return "\n".join(lines)


def _excerpt(text: str | None) -> str:
    if text is None:
        return "None"
    shown = redacted_text(text)
    return repr(shown if len(shown) <= MAX_EXCERPT else shown[: MAX_EXCERPT - 3] + "...")
