"""Convert results of turns to outcomes, and decide whether a turn may be started again."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

from openai_codex._json_types import JsonObject, is_object
from openai_codex.turn_once.models import TurnOutcome, TurnOutcomeStatus

if TYPE_CHECKING:
    from collections.abc import Iterable

    from openai_codex._results.result import TurnResult
    from openai_codex.turn_once.journal import JournalEntry
    from openai_codex.turn_once.models import TurnRequest

OVERLOAD_CODES = frozenset({"serverOverloaded", "rateLimitExceeded", "flexUnavailable"})
"""Errors after which the same turn may succeed soon."""

USAGE_LIMIT = "usageLimitExceeded"
"""Error after which no turn of the account succeeds until the limit is reset."""

FIRST_DELAY = 2.0
MAX_DELAY = 60.0
UNKNOWN_RESET_DELAY = 900.0
"""Delay after a usage limit if the runtime does not report when it is reset, in seconds."""

ABANDONED = (
    "the turn ended early, because its process or its runtime exited; commands may have run. Read the items, and "
    "continue in the thread if necessary"
)


def outcome_of(request: TurnRequest, entry: JournalEntry, result: TurnResult, cause: str | None) -> TurnOutcome:
    """Return the outcome of a turn that has ended.

    Args:
        request: The request.
        entry: The record of the turn.
        result: The result of the turn.
        cause: Reason of an early end; None if it is unknown.

    Returns:
        The outcome.
    """
    status = _status(result)
    usage = result.usage_with_subagents
    return TurnOutcome(
        key=request.key,
        status=status,
        thread_id=entry.thread_id,
        turn_id=result.id or None,
        final_response=result.final_response,
        output=_output(request, result.final_response),
        items=[item.model_dump(mode="json", by_alias=True, exclude_unset=True) for item in result.items],
        usage=None if usage is None else usage.model_dump(mode="json"),
        error=_error(result, status, cause),
        error_code=error_code(result),
        attempts=entry.attempt,
    )


def error_code(result: TurnResult) -> str | None:
    """Return the kind of error of a turn in wire form; None if it is missing."""
    info: Any = None if result.error is None else result.error.codex_error_info
    if info is None:
        return None
    value = getattr(info, "value", None)
    if isinstance(value, str):
        return value
    wire: object = info.model_dump(mode="json", by_alias=True) if hasattr(info, "model_dump") else info
    return next(iter(wire), None) if is_object(wire) else str(wire)


def may_start_again(result: TurnResult) -> bool:
    """Return whether a failed turn may be started again: the model has not responded, so that nothing has run."""
    kinds = {str(getattr(item, "type", "")) for item in (*result.items, *result.incomplete_items)}
    return error_code(result) in {*OVERLOAD_CODES, USAGE_LIMIT} and kinds <= {"userMessage"}


def overload_delay(attempt: int) -> float:
    """Return the delay after an overload, in seconds.

    Args:
        attempt: Number of the attempt that has failed, from 1.
    """
    return min(FIRST_DELAY * 2.0 ** (attempt - 1), MAX_DELAY)


def reset_time(snapshot: Any, now: float) -> float:
    """Return the time at which the usage limit is reset, in seconds since 1970.

    Args:
        snapshot: Response to `account/rateLimits/read`; None if it is unknown.
        now: The current time.

    Returns:
        The latest reset of the windows that are used up, or `UNKNOWN_RESET_DELAY` from now.
    """
    limits = getattr(snapshot, "rate_limits", None)
    windows: Iterable[Any] = (getattr(limits, "primary", None), getattr(limits, "secondary", None))
    resets = [
        float(window.resets_at)
        for window in windows
        if window is not None and window.resets_at is not None and window.used_percent >= 100
    ]
    return max((reset for reset in resets if reset > now), default=now + UNKNOWN_RESET_DELAY)


def find_turn(turns: list[JsonObject], message_id: str) -> JsonObject | None:
    """Return the turn with a user message of a `clientUserMessageId`; None if it is missing."""
    for turn in turns:
        items: object = turn.get("items")
        for item in cast("list[object]", items) if isinstance(items, list) else []:
            if is_object(item) and item.get("type") == "userMessage" and item.get("clientId") == message_id:
                return turn
    return None


def running_turn(turns: list[JsonObject]) -> JsonObject | None:
    """Return the turn that is running; None if all have ended."""
    return next((turn for turn in turns if turn.get("status") == "inProgress"), None)


def has_ended(turn: JsonObject) -> bool:
    """Return whether the stored turn has an end.

    A runtime reports a turn without a stored end as interrupted, also while another runtime runs it.
    """
    status = turn.get("status")
    return status in ("completed", "failed") or (status == "interrupted" and turn.get("completedAt") is not None)


def _status(result: TurnResult) -> TurnOutcomeStatus:
    value = str(getattr(result.status, "value", result.status))
    return cast("TurnOutcomeStatus", value) if value in ("completed", "failed") else "interrupted"


def _error(result: TurnResult, status: TurnOutcomeStatus, cause: str | None) -> str | None:
    from openai_codex._redaction import printable, redacted_text

    if status == "completed":
        return None
    if status == "interrupted":
        return cause or "the turn was interrupted"
    return "the turn failed" if result.error is None else printable(redacted_text(result.error.message))


def _output(request: TurnRequest, answer: str | None) -> Any:
    if request.output_schema is None or answer is None:
        return None
    try:
        return json.loads(answer)
    except ValueError:
        return None
