"""`ConnectionObserver`: turns the requests, events and handlers of one connection into spans and measurements."""

from __future__ import annotations

import functools
import logging
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar
from urllib.parse import urlsplit

from opentelemetry import context as otel_context
from opentelemetry import trace
from opentelemetry.trace import SpanKind
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from openai_codex._connection.handshake import INITIALIZE
from openai_codex._json_types import is_object
from openai_codex._observation.observer import Observer
from openai_codex._version import __version__
from openai_codex.integrations.otel import conventions as names
from openai_codex.integrations.otel.telemetry import Operation
from openai_codex.integrations.otel.turn_registry import TurnRegistry

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from opentelemetry.context import Context

    from openai_codex._connection.base import ConnectionBase
    from openai_codex._handlers.pending_request import PendingServerRequest
    from openai_codex._handlers.scopes import HandlerScopes
    from openai_codex._json_types import JsonObject
    from openai_codex._protocol.client_events import RequestDecided
    from openai_codex._protocol.notifications import Notification
    from openai_codex.integrations.otel.telemetry import Telemetry

P = ParamSpec("P")
R = TypeVar("R")

logger = logging.getLogger("openai_codex")

_propagator = TraceContextTextMapPropagator()
_MEASURED = (
    names.RPC_SYSTEM_NAME,
    names.RPC_METHOD,
    names.RPC_RESPONSE_STATUS_CODE,
    names.SERVER_ADDRESS,
    names.SERVER_PORT,
)
_TOOL_CALL = "item/tool/call"


def _guarded(method: Callable[P, R]) -> Callable[P, R | None]:
    """Log errors of a method instead of raising them: a fault of the telemetry must not end a turn."""

    @functools.wraps(method)
    def call(*args: P.args, **kwargs: P.kwargs) -> R | None:
        try:
            return method(*args, **kwargs)
        except Exception as error:
            logger.warning("telemetry: %s failed with %s", method.__name__, type(error).__name__, exc_info=error)
            return None

    return call


class ConnectionObserver(Observer):
    """The spans of one connection.

    Args:
        telemetry: The tracer and the instruments.
        connection: The connection.
        scopes: The contexts of the callers of turns.
    """

    def __init__(self, telemetry: Telemetry, connection: ConnectionBase[Any], scopes: HandlerScopes) -> None:
        self._telemetry = telemetry
        self._server = _server_attributes(connection)
        self._connection = connection
        attributes: dict[str, str | int] = {
            names.CLIENT_VERSION: __version__,
            names.RPC_SYSTEM_NAME: names.JSONRPC,
            **self._server,
        }
        self._client = Operation(telemetry, names.CLIENT_SPAN, SpanKind.CLIENT, otel_context.get_current(), attributes)
        self._turns = TurnRegistry(telemetry, connection.session, scopes, self._client)
        self._requests: dict[int, Operation] = {}
        self._server_requests: dict[PendingServerRequest, Operation] = {}
        self._ended = False

    # Requests of the client

    def origin(self) -> Context:
        """Return the current context of the caller."""
        return otel_context.get_current()

    @_guarded
    def request_created(self, request_id: int, method: str, params: Any, origin: object) -> JsonObject | None:
        """Start the span of a request, and that of the turn that it starts; return the trace context."""
        if not self._telemetry.active or self._ended:
            return None
        params = params if is_object(params) else {}
        caller = origin if isinstance(origin, otel_context.Context) else None
        # The handshake is a part of the start of the client, which itself has the caller as its parent.
        parent = self._client.context(caller) if method == INITIALIZE else self._parent(caller, params)
        turn = self._turns.request_created(request_id, method, params, parent, by_client=caller is None)
        attributes: dict[str, str | int] = {
            names.RPC_SYSTEM_NAME: names.JSONRPC,
            names.RPC_METHOD: method,
            names.JSONRPC_REQUEST_ID: str(request_id),
            **self._server,
        }
        request = self._requests[request_id] = Operation(
            self._telemetry,
            method,
            SpanKind.CLIENT,
            parent if turn is None else turn.operation.context(parent),
            attributes,
            histogram=self._telemetry.request_duration,
            measured=_MEASURED,
        )
        carrier: JsonObject = {}
        _propagator.inject(carrier, request.context())
        return carrier or None

    def _parent(self, caller: Context | None, params: Mapping[str, Any]) -> Context:
        """Return the context of the caller; without a span there, that of the turn or of the client."""
        if caller is not None and trace.get_current_span(caller).get_span_context().is_valid:
            return caller
        turn = self._turns.get(params.get("turnId") or params.get("expectedTurnId"))
        above = self._client if turn is None else turn.operation
        return above.context(caller)

    @_guarded
    def request_answered(self, request_id: int, response: Mapping[str, Any]) -> None:
        """End the span of a request."""
        request = self._requests.pop(request_id, None)
        error = response.get("error")
        code: object = error.get("code") if is_object(error) else None
        failure = None if error is None else str(code)
        if request is not None:
            if failure is not None:
                request.set(names.RPC_RESPONSE_STATUS_CODE, failure)
                request.measured[names.RPC_RESPONSE_STATUS_CODE] = failure
            request.end(failure)
        self._turns.request_answered(request_id, response, failure)
        result = response.get("result")
        if request is not None and is_object(result) and isinstance(agent := result.get("userAgent"), str):
            self._connected(agent)

    def _connected(self, user_agent: str) -> None:
        from openai_codex._connection.metadata import metadata_from

        version = metadata_from({"userAgent": user_agent}).server_info.version
        self._client.set(names.AGENT_VERSION, version)
        self._client.set(names.PROCESS_PID, self._connection.pid)

    @_guarded
    def request_failed(self, request_id: int, error: str) -> None:
        """End the span of a request that has no response."""
        request = self._requests.pop(request_id, None)
        if request is not None:
            request.end(error)
            self._turns.request_failed(request_id, error)

    # Turns

    @_guarded
    def event(self, event: Notification, key: str | None) -> None:
        """Pass an event to the turn to which it belongs."""
        if not self._ended:
            self._turns.event(event, key, starts=self._telemetry.active)

    @_guarded
    def turn_timed_out(self, turn_id: str) -> None:
        """Record the reason of an interrupt."""
        self._turns.timed_out(turn_id)

    @_guarded
    def turn_abandoned(self, turn_id: str) -> None:
        """End the span of a turn whose end is not reported."""
        self._turns.abandoned(turn_id)

    # Requests of the runtime

    @_guarded
    def server_request_received(self, pending: PendingServerRequest) -> None:
        """Start the span of a request of the runtime; that of a tool call is the span of its item."""
        if not self._telemetry.active or self._ended:
            return
        request = pending.request
        params = request.params
        turn = self._turns.get(pending.turn_id)
        if request.method == _TOOL_CALL:
            if turn is not None:
                call = {"type": "dynamicToolCall", "id": params.get("callId"), "tool": params.get("tool")}
                self._server_requests[pending] = turn.tool(call)
            return
        item = None if turn is None else turn.find_tool(params.get("itemId") or params.get("callId"))
        above = item or (self._client if turn is None else turn.operation)
        attributes: dict[str, str | int] = {
            names.RPC_SYSTEM_NAME: names.JSONRPC,
            names.RPC_METHOD: request.method,
            names.JSONRPC_REQUEST_ID: str(request.id),
        }
        if pending.lineage.thread_id is not None:
            attributes[names.CONVERSATION_ID] = pending.lineage.thread_id
        self._server_requests[pending] = Operation(
            self._telemetry,
            request.method,
            SpanKind.SERVER,
            above.context(),
            attributes,
            histogram=self._telemetry.server_request_duration,
            measured=_MEASURED,
        )

    @_guarded
    def enter_handler(self, pending: PendingServerRequest) -> None:
        """Make the span of a request current in the context of its handler."""
        operation = self._server_requests.get(pending)
        if operation is not None:
            otel_context.attach(operation.context(otel_context.get_current()))

    @_guarded
    def server_request_resolved(
        self, pending: PendingServerRequest, decision: RequestDecided | None, error: str | None
    ) -> None:
        """End the span of a request of the runtime. That of a tool call ends with its item."""
        operation = self._server_requests.pop(pending, None)
        if operation is None:
            return
        if pending.request.method == _TOOL_CALL:
            operation.error_type = error
            return
        if decision is not None:
            operation.set(names.DECISION, decision.decision)
            operation.set(names.DECIDER, decision.decider)
            operation.set(names.RULE, decision.rule)
        operation.end(error)

    # The connection

    @_guarded
    def connection_lost(self, error: BaseException, *, by_client: bool) -> None:
        """End all spans."""
        if self._ended:
            return
        self._ended = True
        failure = type(error).__name__
        for request_id, request in list(self._requests.items()):
            request.end(failure)
            self._turns.request_failed(request_id, failure)
        self._requests.clear()
        self._turns.end_all(failure)
        for pending, operation in list(self._server_requests.items()):
            if pending.request.method != _TOOL_CALL:
                operation.end("cancelled")
        self._server_requests.clear()
        exit_code: object = getattr(error, "exit_code", None)
        if isinstance(exit_code, int):
            self._client.set(names.PROCESS_EXIT_CODE, exit_code)
        self._client.end(None if by_client else failure)


def create_observer(
    telemetry: Telemetry, connection: ConnectionBase[Any], scopes: HandlerScopes
) -> ConnectionObserver | None:
    """Return the observer of a connection; None, with a log record, if the tracer raises an error.

    Args:
        telemetry: The tracer and the instruments.
        connection: The connection.
        scopes: The contexts of the callers of turns.
    """
    try:
        return ConnectionObserver(telemetry, connection, scopes)
    except Exception as error:
        logger.warning("telemetry: the connection is not recorded: %s", type(error).__name__, exc_info=error)
        return None


def _server_attributes(connection: ConnectionBase[Any]) -> dict[str, str | int]:
    """Return the host and port of a runtime that listens; nothing for a process of this client."""
    url = connection.url
    address = urlsplit(url or "")
    if not address.hostname:
        return {}
    return {names.SERVER_ADDRESS: address.hostname, **({names.SERVER_PORT: address.port} if address.port else {})}
