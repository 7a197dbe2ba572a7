"""`TurnResult`: what a turn came to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from codex_protocol import ThreadItem, ThreadTokenUsage, TurnError, TurnStatus


@dataclass(frozen=True)
class TurnResult:
    """What a turn came to, as told by the events that the runtime sent for it."""

    id: str
    """The id of the turn."""

    status: TurnStatus
    """`completed`, `interrupted` or `failed`."""

    error: TurnError | None
    """Why the turn failed, or None."""

    started_at: int | None
    """When the turn started, in seconds since 1970, if the runtime says so."""

    completed_at: int | None
    """When the turn ended, in seconds since 1970, if the runtime says so."""

    duration_ms: int | None
    """How long the turn took, in milliseconds, if the runtime says so."""

    final_response: str | None
    """The text of the last agent message that says that it is the final answer; where none says so, of the last one
    that does not say what it is; else None."""

    items: list[ThreadItem]
    """The items that were completed, in that order. What was still open when the turn ended is not among them."""

    usage: ThreadTokenUsage | None
    """Tokens used: `last` by the last model call, `total` by the thread so far. None if the runtime told nothing."""
