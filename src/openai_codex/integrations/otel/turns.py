"""`TurnSpan`: the span of a turn, with those of its model calls and tool calls."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from opentelemetry.trace import SpanKind

from openai_codex._json_types import is_object
from openai_codex._protocol.usage.tracker import NO_TOKENS, TOKEN_FIELDS, added
from openai_codex.integrations.otel import conventions as names
from openai_codex.integrations.otel.content import content_text, output_messages
from openai_codex.integrations.otel.items import OUTPUT_ITEMS, TOOL_ITEMS, complete_tool, tool_attributes
from openai_codex.integrations.otel.telemetry import Operation

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from opentelemetry.context import Context
    from opentelemetry.trace import Link

    from openai_codex._protocol.usage.tracker import Tokens
    from openai_codex.integrations.otel.telemetry import Telemetry

_USAGE = dict(
    zip(
        TOKEN_FIELDS,
        (
            names.USAGE_INPUT_TOKENS,
            names.USAGE_CACHE_READ_INPUT_TOKENS,
            names.USAGE_CACHE_CREATION_INPUT_TOKENS,
            names.USAGE_OUTPUT_TOKENS,
            names.USAGE_REASONING_OUTPUT_TOKENS,
        ),
        strict=False,
    )
)
_MEASURED = (names.OPERATION_NAME, names.PROVIDER_NAME, names.REQUEST_MODEL)


class TurnSpan:
    """The span of a turn of the agent, or of a sub-agent.

    The runtime reports neither the start nor the end of a model call, but its output and, after the tools that it has
    called, its tokens. A model call starts with the turn or after the previous report of tokens. It ends with its last
    output.

    Args:
        telemetry: The tracer and the instruments.
        thread_id: Id of the thread.
        parent: Context of the parent.
        agent: Name of the agent.
        provider: Id of the model provider.
        model: Name of the model; None if it is unknown.
        is_subagent: Whether a sub-agent runs the turn.
        attributes: Further attributes.
        links: Links of the span.
    """

    def __init__(
        self,
        telemetry: Telemetry,
        thread_id: str,
        parent: Context,
        *,
        agent: str = names.AGENT,
        provider: str,
        model: str | None,
        is_subagent: bool = False,
        attributes: Mapping[str, str] | None = None,
        links: Sequence[Link] = (),
    ) -> None:
        self._telemetry = telemetry
        self.thread_id = thread_id
        self.model = model
        self.provider = provider
        self.id: str | None = None
        """Id of the turn; None until it is known."""
        self.joined: list[TurnSpan] = []
        """The spans of the calls whose input has joined the turn."""
        self.cut_off: str | None = None
        """Why the client interrupts the turn: an error type, or None if it does not or if the caller asks for it."""
        own = {**self._model_attributes(names.INVOKE_AGENT), names.AGENT_NAME: agent, **(attributes or {})}
        kind = SpanKind.INTERNAL if is_subagent else SpanKind.CLIENT
        histogram = telemetry.operation_duration
        self.operation = Operation(
            telemetry,
            f"{names.INVOKE_AGENT} {agent}",
            kind,
            parent,
            own,
            histogram=histogram,
            measured=_MEASURED,
            links=links,
        )
        self._call: Operation | None = None
        self._call_start = time.time_ns()
        self._call_end: int | None = None
        self._call_texts: list[str] = []
        self._texts: list[str] = []
        self._tools: dict[str, Operation] = {}
        self._tokens = NO_TOKENS

    # The turn

    def bind(self, turn_id: str) -> None:
        """Set the id of the turn."""
        self.id = turn_id
        self.operation.set(names.TURN_ID, turn_id)

    def started(self) -> None:
        """Observe `turn/started`."""
        self._call_start = time.time_ns()

    def completed(self, turn: Mapping[str, Any]) -> None:
        """Observe `turn/completed`."""
        status, error = str(turn.get("status")), turn.get("error")
        failure = _error_type(error) if status == "failed" else self.cut_off if status == "interrupted" else None
        self.end(failure, self._message(error), status=status)

    def end(self, error_type: str | None, message: str | None = None, *, status: str | None = None) -> None:
        """End the span and those below it.

        Args:
            error_type: Cause of the failure; None means success.
            message: Description of the failure; None adds none.
            status: Status of the turn; None if the turn has not ended.
        """
        # Calls that were running have no result.
        unfinished = error_type or "interrupted"
        if self._call is not None:
            self._end_call(unfinished)
        for tool in list(self._tools.values()):
            tool.end(tool.error_type or unfinished)
        self._tools.clear()
        self._set_usage(self.operation, self._tokens)
        if self._telemetry.capture_content and self._texts:
            self.operation.set(names.OUTPUT_MESSAGES, output_messages(self._texts))
        for each in (self, *self.joined):
            each.operation.set(names.TURN_STATUS, status)
            each.operation.end(error_type, message)

    # Model calls

    def tokens(self, tokens: Tokens) -> None:
        """Observe the tokens of a model call, which has ended."""
        call = self._open_call()
        self._set_usage(call, tokens)
        self._tokens = added(self._tokens, tokens)
        for kind, count in (("input", tokens[0]), ("output", tokens[3])):
            measured = {**call.measured, names.TOKEN_TYPE: kind}
            self._telemetry.token_usage.record(count, measured, call.context())
        self._end_call(None)

    def model_error(self, params: Mapping[str, Any]) -> None:
        """Observe `error`: a model call has failed. The runtime may repeat it."""
        self._open_call()
        self._end_call(_error_type(params.get("error")), self._message(params.get("error")))

    def _open_call(self) -> Operation:
        if self._call is None:
            attributes = {**self._model_attributes(names.CHAT)}
            name = names.CHAT if self.model is None else f"{names.CHAT} {self.model}"
            self._call = Operation(
                self._telemetry,
                name,
                SpanKind.CLIENT,
                self.operation.context(),
                attributes,
                histogram=self._telemetry.operation_duration,
                measured=_MEASURED,
                start_time=self._call_start,
            )
        return self._call

    def _end_call(self, error_type: str | None, message: str | None = None) -> None:
        call, self._call = self._call, None
        if call is not None:
            if self._telemetry.capture_content and self._call_texts:
                call.set(names.OUTPUT_MESSAGES, output_messages(self._call_texts))
            call.end(error_type, message, end_time=self._call_end if error_type is None else None)
        self._call_start, self._call_end, self._call_texts = time.time_ns(), None, []

    # Items

    def item_started(self, item: Mapping[str, Any]) -> None:
        """Observe `item/started`."""
        kind = item.get("type")
        if kind in TOOL_ITEMS:
            self.tool(item)
        elif kind in OUTPUT_ITEMS:
            self._output()

    def item_completed(self, item: Mapping[str, Any]) -> None:
        """Observe `item/completed`."""
        kind = item.get("type")
        if kind in TOOL_ITEMS:
            tool = self.tool(item)
            self._tools.pop(str(item.get("id")), None)
            complete_tool(tool, item, content=self._telemetry.capture_content)
        elif kind in OUTPUT_ITEMS:
            self._output()
            text = item.get("text")
            if self._telemetry.capture_content and kind == "agentMessage" and isinstance(text, str):
                self._call_texts.append(text)
                self._texts.append(text)

    def tool(self, item: Mapping[str, Any]) -> Operation:
        """Return the span of a tool call, which starts with the first message about it."""
        item_id = str(item.get("id"))
        tool = self._tools.get(item_id)
        if tool is None:
            self._output()
            attributes = tool_attributes(item)
            # The model is not an attribute of a tool call, but its measurements have the provider.
            measured = {names.PROVIDER_NAME: self.provider, **attributes}
            tool = self._tools[item_id] = Operation(
                self._telemetry,
                f"{names.EXECUTE_TOOL} {attributes[names.TOOL_NAME]}",
                SpanKind.INTERNAL,
                self.operation.context(),
                measured,
                histogram=self._telemetry.operation_duration,
                measured=(names.OPERATION_NAME, names.PROVIDER_NAME),
            )
        return tool

    def find_tool(self, item_id: object) -> Operation | None:
        """Return the span of a running tool call, or None."""
        return self._tools.get(item_id) if isinstance(item_id, str) else None

    def _output(self) -> None:
        self._open_call()
        self._call_end = time.time_ns()

    # Attributes

    def _model_attributes(self, operation: str) -> dict[str, str]:
        attributes = {names.OPERATION_NAME: operation, names.PROVIDER_NAME: self.provider}
        if self.model is not None:
            attributes[names.REQUEST_MODEL] = self.model
        return {**attributes, names.CONVERSATION_ID: self.thread_id}

    def _set_usage(self, operation: Operation, tokens: Tokens) -> None:
        if any(tokens):
            for count, attribute in zip(tokens, _USAGE.values(), strict=False):
                operation.set(attribute, count)

    def _message(self, error: object) -> str | None:
        message = error.get("message") if is_object(error) else None
        return content_text(message) if self._telemetry.capture_content and isinstance(message, str) else None


def _error_type(error: object) -> str:
    """Return the kind of a `TurnError`."""
    info: object = error.get("codexErrorInfo") if is_object(error) else None
    if is_object(info):
        info = next(iter(info), None)
    return info if isinstance(info, str) else "_OTHER"
