"""`TurnResult`: what a turn came to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, cast

from typing_extensions import TypeVar

if TYPE_CHECKING:
    from codex_protocol import ThreadGoal, ThreadItem, ThreadTokenUsage, TurnError, TurnStatus
    from openai_codex.errors import HandlerError


OutputT = TypeVar("OutputT", default=None, covariant=True)


@dataclass(frozen=True)
class TurnResult(Generic[OutputT]):
    """What a turn came to, as told by the events that the runtime sent for it.

    The type of its `output` is None, unless `run` was given an `output_type`.
    """

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
    """The items that were completed, in that order."""

    usage: ThreadTokenUsage | None
    """Tokens used: `last` by the last model call, `total` by the thread so far. None if the runtime told nothing."""

    incomplete_items: list[ThreadItem] = field(default_factory=list["ThreadItem"])
    """The items that were still open when the turn ended, with what had come of them by then.

    An interrupt, a steer and a broken model stream leave such items.
    """

    handler_errors: list[HandlerError] = field(default_factory=list["HandlerError"])
    """What went wrong in the handlers of this client while the turn ran. What they were to decide was declined."""

    output: OutputT = cast("OutputT", None)  # noqa: RUF009  # it is None
    """The final response as an object of the `output_type` that was asked for."""


@dataclass(frozen=True)
class GoalResult(TurnResult[None]):
    """What the pursuit of a goal came to, as one logical turn: the items of all turns, and the last one's response.

    `id`, `status` and `error` are those of the last turn; `started_at` is when the first one started, and `duration_ms`
    is the time of all together.
    """

    goal: ThreadGoal | None = None
    """The goal as it was last told: its `status` says whether it is complete. None if it was cleared."""

    turns: list[TurnResult] = field(default_factory=list[TurnResult])
    """What each turn came to, in order."""
