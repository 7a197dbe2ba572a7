"""`TurnResult`: what a turn came to."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any, Generic, cast

from typing_extensions import TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from codex_protocol import ThreadGoal, ThreadItem, ThreadTokenUsage, TurnError, TurnStatus
    from openai_codex.errors import HandlerError


OutputT = TypeVar("OutputT", default=None, covariant=True)


@dataclass(frozen=True, repr=False)
class TurnResult(Generic[OutputT]):
    """What a turn came to, as told by the events that the runtime sent for it.

    The type of its `output` is None, unless `run` was given an `output_type`. The fields that hold types of the
    protocol are made when they are first looked at. The repr has no secrets.
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

    def __repr__(self) -> str:
        from openai_codex._redaction import redacted_text

        shown = ", ".join(f"{each.name}={redacted_text(repr(getattr(self, each.name)))}" for each in fields(self))
        return f"{type(self).__name__}({shown})"

    def __getstate__(self) -> dict[str, Any]:
        # A copy, or a pickle, holds the fields, not the functions that make them.
        return {each.name: getattr(self, each.name) for each in fields(self)}

    if not TYPE_CHECKING:
        # Hidden from type checkers, so that they reject a name that does not exist.

        def __getattr__(self, name: str) -> Any:
            found = self.__dict__
            make = found.get("_later", {}).get(name)
            if make is not None:
                # Two threads may both make it; both get the one that was there first.
                value = found.setdefault(name, make())
                found["_later"].pop(name, None)
                return value
            if name in found:
                return found[name]
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")


@dataclass(frozen=True, repr=False)
class GoalResult(TurnResult[None]):
    """What the pursuit of a goal came to, as one logical turn: the items of all turns, and the last one's response.

    `id`, `status` and `error` are those of the last turn; `started_at` is when the first one started, and `duration_ms`
    is the time of all together.
    """

    goal: ThreadGoal | None = None
    """The goal as it was last told: its `status` says whether it is complete. None if it was cleared."""

    turns: list[TurnResult] = field(default_factory=list[TurnResult])
    """What each turn came to, in order."""


def lazy_result(known: Mapping[str, Any], later: Mapping[str, Callable[[], Any]]) -> TurnResult:
    """Make a result of the fields that are known, and of functions that make the others when they are looked at."""
    result: TurnResult = TurnResult.__new__(TurnResult)
    # What freezes the fields is in the way of setting them one by one.
    result.__dict__.update(known, _later=dict(later))
    return result
