"""The events that `--json` prints, one per line.

`docs/run-events.schema.json` is the JSON schema of these models; a test compares them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

if TYPE_CHECKING:
    from openai_codex import Notification, TurnResult
    from openai_codex.cli.failures import Failure

SCHEMA_VERSION = 1
"""Increased by changes that are not additions."""


class Event(BaseModel):
    """An event."""

    # Readers must accept further fields, and every printed event has the fields with a default, such as `type`.
    model_config = ConfigDict(frozen=True, json_schema_serialization_defaults_required=True)


class Tokens(Event):
    """Number of tokens."""

    input: int
    cached_input: int
    output: int
    reasoning_output: int
    total: int


class ThreadStarted(Event):
    """The thread was started or resumed. Always the first event, unless the command fails before."""

    type: Literal["thread.started"] = "thread.started"
    schema_version: Literal[1] = 1
    thread_id: str
    resumed: bool


class TurnStarted(Event):
    """A turn has started. After an invalid answer with `--retries`, another one starts."""

    type: Literal["turn.started"] = "turn.started"
    thread_id: str
    turn_id: str


Item = Annotated[
    dict[str, Any],
    Field(
        description="The item as the runtime sends it, with `id` and `type`.",
        json_schema_extra={
            "properties": {"id": {"type": "string"}, "type": {"type": "string"}},
            "required": ["id", "type"],
        },
    ),
]
"""An item in wire form."""


class ItemStarted(Event):
    """An item has started."""

    type: Literal["item.started"] = "item.started"
    item: Item


class ItemCompleted(Event):
    """An item is complete."""

    type: Literal["item.completed"] = "item.completed"
    item: Item


class ItemDelta(Event):
    """More text of an item."""

    type: Literal["item.delta"] = "item.delta"
    item_id: str
    kind: Literal["message", "reasoning", "command_output"]
    text: str


class PlanStep(Event):
    """A step of the plan."""

    step: str
    status: str


class PlanUpdated(Event):
    """The plan of the agent has changed."""

    type: Literal["plan.updated"] = "plan.updated"
    steps: list[PlanStep]


class UsageUpdated(Event):
    """The tokens of the thread have changed."""

    type: Literal["usage.updated"] = "usage.updated"
    thread: Tokens = Field(description="Tokens of the thread so far.")
    last: Tokens = Field(description="Tokens of the last model call.")


class RequestDecidedEvent(Event):
    """An approval, permissions or an elicitation was decided."""

    type: Literal["request.decided"] = "request.decided"
    method: str
    item_id: str | None
    decision: str
    decider: str
    rule: str | None
    reason: str | None


class Warning(Event):
    """A problem that does not end the turn, such as the retry of a model call."""

    type: Literal["warning"] = "warning"
    message: str


class TurnCompleted(Event):
    """A turn has ended."""

    type: Literal["turn.completed"] = "turn.completed"
    thread_id: str | None
    turn_id: str
    status: str = Field(description="`completed`, `interrupted` or `failed`.")
    final_response: str | None = Field(description="The answer; null without one.")
    duration_ms: int | None
    usage: Tokens | None = Field(description="Tokens of the turn; null if the runtime reports none.")
    error: str | None = Field(description="Message of the error of a failed turn.")


class CommandCompleted(Event):
    """The command has ended. Always the last event."""

    type: Literal["command.completed"] = "command.completed"
    exit_code: int
    output: Any = Field(description="The answer as JSON with --output-type or --output-schema; else null.")
    error: str | None = Field(description="The problem if the exit code is not 0.")
    remedy: str | None = Field(description="A command or a change that helps.")


RunEvent = Annotated[
    ThreadStarted
    | TurnStarted
    | ItemStarted
    | ItemCompleted
    | ItemDelta
    | PlanUpdated
    | UsageUpdated
    | RequestDecidedEvent
    | Warning
    | TurnCompleted
    | CommandCompleted,
    Field(discriminator="type"),
]
"""An event of `codex-py run --json`."""

_DELTAS: dict[str, Literal["message", "reasoning", "command_output"]] = {
    "item/agentMessage/delta": "message",
    "item/reasoning/summaryTextDelta": "reasoning",
    "item/commandExecution/outputDelta": "command_output",
}


def json_schema() -> dict[str, Any]:
    """Return the JSON schema of an event, for the direction from the command line to its reader."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Event of codex-py run --json",
        **TypeAdapter[Any](RunEvent).json_schema(mode="serialization"),
    }


def event_of(event: Notification) -> Event | None:
    """Return the event for an event of the runtime or of the client, or None if it is not printed."""
    params = event.params
    method = event.method
    if method == "turn/started":
        return TurnStarted(thread_id=params["threadId"], turn_id=params["turn"]["id"])
    if method == "item/started":
        return ItemStarted(item=params["item"])
    if method == "item/completed":
        return ItemCompleted(item=params["item"])
    if method in _DELTAS:
        return ItemDelta(item_id=params["itemId"], kind=_DELTAS[method], text=params["delta"])
    if method == "turn/plan/updated":
        return PlanUpdated(steps=[PlanStep(step=each["step"], status=each["status"]) for each in params["plan"]])
    if method == "thread/tokenUsage/updated":
        usage = params["tokenUsage"]
        return UsageUpdated(thread=_tokens(usage["total"]), last=_tokens(usage["last"]))
    if method == "client/requestDecided":
        decided: Any = event.payload
        return RequestDecidedEvent(
            method=decided.method,
            item_id=decided.item_id,
            decision=decided.decision,
            decider=decided.decider,
            rule=decided.rule,
            reason=decided.reason,
        )
    if method == "client/handlerFailed":
        return Warning(message=str(getattr(event.payload, "error", "")))
    if method == "error" and params.get("willRetry"):
        return Warning(message=params["error"]["message"])
    if method == "warning":
        return Warning(message=params["message"])
    return None


def turn_completed(result: TurnResult) -> TurnCompleted:
    """Return the event for the end of a turn."""
    usage = None
    if result.usage is not None:
        turn = result.usage.turn
        usage = Tokens(
            input=turn.input_tokens,
            cached_input=turn.cached_input_tokens,
            output=turn.output_tokens,
            reasoning_output=turn.reasoning_output_tokens,
            total=turn.total_tokens,
        )
    return TurnCompleted(
        thread_id=result.thread_id,
        turn_id=result.id,
        status=result.status.value,
        final_response=result.final_response,
        duration_ms=result.duration_ms,
        usage=usage,
        error=None if result.error is None else result.error.message,
    )


def command_completed(failure: Failure | None, exit_code: int, output: Any = None) -> CommandCompleted:
    """Return the last event.

    Args:
        failure: The problem; None after a success.
        exit_code: The exit code of the command.
        output: The answer as JSON; None for a plain answer.

    Returns:
        The event.
    """
    return CommandCompleted(
        exit_code=exit_code,
        output=output,
        error=None if failure is None else failure.message,
        remedy=None if failure is None else failure.remedy,
    )


def _tokens(wire: Any) -> Tokens:
    return Tokens(
        input=wire["inputTokens"],
        cached_input=wire["cachedInputTokens"],
        output=wire["outputTokens"],
        reasoning_output=wire["reasoningOutputTokens"],
        total=wire["totalTokens"],
    )
