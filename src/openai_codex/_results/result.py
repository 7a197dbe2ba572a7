"""`TurnResult` and `GoalResult`."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any, Generic, cast

from typing_extensions import TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from codex_protocol import ThreadGoal, ThreadItem, ThreadTokenUsage, TurnError, TurnStatus
    from openai_codex._protocol.client_events import RequestDecided
    from openai_codex._results.subagents import SubagentResult
    from openai_codex.errors import HandlerError


OutputT = TypeVar("OutputT", default=None, covariant=True)


@dataclass(frozen=True, repr=False)
class TurnResult(Generic[OutputT]):
    """Result of a turn, collected from its events.

    Fields with protocol types are parsed on first access. The repr is redacted.
    """

    id: str
    """Id of the turn."""

    status: TurnStatus
    """`completed`, `interrupted` or `failed`; `in_progress` in the partial result of a running turn."""

    error: TurnError | None
    """Reason of the failure; None if the turn did not fail."""

    started_at: int | None
    """Start of the turn, in seconds since 1970; None if the runtime did not send it."""

    completed_at: int | None
    """End of the turn, in seconds since 1970; None if the runtime did not send it."""

    duration_ms: int | None
    """Duration of the turn, in milliseconds; None if the runtime did not send it."""

    final_response: str | None
    """Text of the last agent message with the phase `final_answer`, otherwise of the last one without a phase. None if
    there is no such message."""

    items: list[ThreadItem]
    """Completed items, in the order of completion."""

    usage: ThreadTokenUsage | None
    """Token usage of the last model call (`last`) and of the thread (`total`). None if the runtime did not send it."""

    incomplete_items: list[ThreadItem] = field(default_factory=list["ThreadItem"])
    """Items still in progress when the turn ended, with the output received so far.

    Causes are an interrupt, a steer and a broken model stream.
    """

    handler_errors: list[HandlerError] = field(default_factory=list["HandlerError"])
    """Failures of handlers during the turn or in its sub-agents, whose requests were declined."""

    subagents: list[SubagentResult] = field(default_factory=list["SubagentResult"])
    """Sub-agents that worked for the turn, in the order in which they were started; at most the last 1,000."""

    decisions: list[RequestDecided] = field(default_factory=list["RequestDecided"])
    """Decisions about approvals, permissions and elicitations during the turn, in order."""

    output: OutputT = cast("OutputT", None)  # noqa: RUF009  # immutable
    """Final response as an object of the `output_type` of `run`; None without an `output_type`."""

    def __repr__(self) -> str:
        from openai_codex._redaction import redacted_text

        values = ", ".join(f"{each.name}={redacted_text(repr(getattr(self, each.name)))}" for each in fields(self))
        return f"{type(self).__name__}({values})"

    def __getstate__(self) -> dict[str, Any]:
        # Copies and pickles contain the values of the fields, not the functions that create them.
        return {each.name: getattr(self, each.name) for each in fields(self)}

    if not TYPE_CHECKING:
        # Hidden from type checkers, so that they report unknown attributes.

        def __getattr__(self, name: str) -> Any:
            values = self.__dict__
            create = values.get("_lazy", {}).get(name)
            if create is not None:
                # If two threads create the value, both return the first one.
                value = values.setdefault(name, create())
                values["_lazy"].pop(name, None)
                return value
            if name in values:
                return values[name]
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")


@dataclass(frozen=True, repr=False)
class GoalResult(TurnResult[None]):
    """Result of a goal, presented as a single turn.

    `items`, `incomplete_items`, `handler_errors`, `decisions` and `subagents` are those of all turns, and `duration_ms`
    is the sum. `started_at` is the start of the first turn, and `usage` is the last one reported. The other fields are
    those of the last turn.
    """

    goal: ThreadGoal | None = None
    """The goal as last reported, with its `status`. None if it was cleared."""

    turns: list[TurnResult] = field(default_factory=list[TurnResult])
    """Results of the turns, in order."""


def lazy_result(values: Mapping[str, Any], lazy: Mapping[str, Callable[[], Any]]) -> TurnResult:
    """Create a result with fields that are created on first access.

    Args:
        values: Values of fields, by name.
        lazy: Functions that create the values of the other fields, by name.

    Returns:
        The result.
    """
    result: TurnResult = TurnResult.__new__(TurnResult)
    # Frozen dataclasses do not allow setting attributes.
    result.__dict__.update(values, _lazy=dict(lazy))
    return result
