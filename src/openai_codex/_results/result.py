"""`TurnResult` and `GoalResult`."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any, Generic, cast

from typing_extensions import TypeVar

from openai_codex._display.displayed import Displayed
from openai_codex._results.annotations import imported_later

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pydantic import TypeAdapter
    from typing_extensions import Self

    from codex_protocol import ThreadGoal, ThreadItem, TurnError, TurnStatus
    from openai_codex._json_types import JsonObject
    from openai_codex._protocol.client_events import RequestDecided
    from openai_codex._results.subagents import SubagentResult
    from openai_codex._results.usage import TokenUsage, TurnUsage
    from openai_codex.errors import HandlerError
else:
    # pydantic evaluates the annotations of results.
    ThreadGoal, ThreadItem, TurnError, TurnStatus = imported_later(
        "codex_protocol", "ThreadGoal", "ThreadItem", "TurnError", "TurnStatus"
    )
    (RequestDecided,) = imported_later("openai_codex._protocol.client_events", "RequestDecided")
    (SubagentResult,) = imported_later("openai_codex._results.subagents", "SubagentResult")
    TokenUsage, TurnUsage = imported_later("openai_codex._results.usage", "TokenUsage", "TurnUsage")
    (HandlerError,) = imported_later("openai_codex.errors", "HandlerError")


OutputT = TypeVar("OutputT", default=None, covariant=True)


@dataclass(frozen=True, repr=False)
class TurnResult(Displayed, Generic[OutputT]):
    """Result of a turn, collected from its events.

    Fields with protocol types are parsed on first access. The repr is short, `str()` contains the whole final response,
    and both are redacted. The class is a valid type of a pydantic field and of a FastAPI response.
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
    no message has either."""

    items: list[ThreadItem]
    """Completed items, in the order of completion."""

    usage: TurnUsage | None
    """Tokens of the turn (`turn`), of each model call (`calls`, `last`) and of the thread (`total`).

    None if the runtime did not send them."""

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

    thread_id: str | None = None
    """Id of the thread; None if the events did not contain it."""

    @property
    def usage_with_subagents(self) -> TokenUsage | None:
        """Tokens of the turn and of its sub-agents.

        None if the runtime did not send them.
        """
        from openai_codex._results.usage import total_usage

        usages = [subagent.usage for subagent in getattr(self, "subagents", ())]
        parts = [usage.total for usage in usages if usage is not None]
        if self.usage is not None:
            parts.append(self.usage.turn)
        return total_usage(parts) if parts else None

    def to_dict(self) -> JsonObject:
        """Return the result as JSON values, with the names of the fields as keys.

        The values are not redacted. `from_dict` restores the result. If `output` has no JSON form, pydantic raises
        `PydanticSerializationError`.
        """
        values: JsonObject = _adapter(type(self)).dump_python(self, mode="json")
        return values

    def to_json(self, *, indent: int | None = None) -> str:
        """Return the result as a JSON document; see `to_dict`.

        Args:
            indent: Number of spaces per level; None writes one line.

        Returns:
            The document.
        """
        return _adapter(type(self)).dump_json(self, indent=indent).decode()

    @classmethod
    def from_dict(cls, values: Mapping[str, object]) -> Self:
        """Create a result from the return value of `to_dict`.

        If a value is invalid or missing, pydantic raises `ValidationError`.

        Args:
            values: The fields. `output` stays as it is; to validate it, use the class as a pydantic field or with a
                `TypeAdapter`: `TypeAdapter(TurnResult[Answer])`.

        Returns:
            The result.
        """
        result: Self = _adapter(cls).validate_python(dict(values))
        return result

    def __repr__(self) -> str:
        from openai_codex._results.texts import result_repr

        return result_repr(self)

    def __str__(self) -> str:
        from openai_codex._results.texts import result_text

        return result_text(self)

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
    is the sum. `started_at` is the start of the first turn. `usage` is the last one reported, with the `turn` and
    `calls` of all turns. The other fields are those of the last turn.
    """

    goal: ThreadGoal | None = None
    """The goal as last reported, with its `status`. None if it was cleared."""

    turns: list[TurnResult] = field(default_factory=list[TurnResult])
    """Results of the turns, in order."""


_adapters: dict[type, TypeAdapter[Any]] = {}


def _adapter(kind: type) -> TypeAdapter[Any]:
    """Return the object that validates and serialises a class of results, created on first use."""
    if kind not in _adapters:
        _adapters[kind] = _create_adapter(kind)
    return _adapters[kind]


def _create_adapter(kind: Any) -> TypeAdapter[Any]:
    from pydantic import TypeAdapter

    parameters: tuple[object, ...] = getattr(kind, "__parameters__", ())
    # Without an argument, pydantic would apply the default of the type variable, which is None.
    return TypeAdapter(kind[Any] if parameters else kind)


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
