"""Dispatch the requests of the runtime to handlers.

Like the session, this module performs no I/O. The connection runs the handlers, schedules the timeouts and sends the
responses.
"""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from openai_codex._callbacks import is_coroutine_callable
from openai_codex._handlers.specs import (
    METHOD_NOT_FOUND,
    REQUEST_DECLINED,
    TOOL_CALL,
    RequestSpec,
    encode_result,
    read_params,
    spec_for,
)
from openai_codex._protocol.client_events import HANDLER_FAILED_METHOD, HandlerFailed
from openai_codex._protocol.notifications import Notification
from openai_codex.errors import HandlerError

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextvars import Context

    from openai_codex._handlers.scopes import HandlerScopes
    from openai_codex._json_types import JsonObject
    from openai_codex._protocol.jsonrpc import ServerRequest
    from openai_codex._protocol.session import Session
    from openai_codex.tools import Tool

logger = logging.getLogger("openai_codex")


@dataclass(eq=False)
class PendingServerRequest:
    """A request of the runtime that has no response yet."""

    request: ServerRequest
    spec: RequestSpec
    timeout: float | None
    """Timeout of the handler, in seconds; None means no limit."""
    handler: Callable[[Any], Any] | None = None
    """The function that answers the request; None before `resolve_handler`, or if there is no handler."""
    is_tool: bool = False
    """Whether the handler is a tool of the thread."""
    is_coroutine_handler: bool = False
    """Whether the handler is declared async. Other handlers may block, and may return an awaitable as well."""
    is_raw: bool = False
    """Whether the handler is from `on_request`, and returns the result in the form of the protocol."""
    argument: Any = None
    """The argument of the handler."""
    context: Context | None = field(default=None, repr=False)
    """A copy of the context in which the handler runs; None if there is no handler."""
    cancel: Callable[[], None] | None = field(default=None, repr=False)
    """Cancels the running handler; None if it cannot be cancelled."""
    cancelled: bool = False
    """Whether the handler was stopped because the request timed out or was cancelled."""

    @property
    def turn_id(self) -> str | None:
        """Id of the turn of the request; None if the request belongs to no turn."""
        turn_id = self.request.params.get("turnId")
        return turn_id if isinstance(turn_id, str) else None


class ServerRequestDispatcher:
    """The pending server requests of one connection, and the handlers for them.

    All methods are thread-safe. Each request is resolved once, by the first of these events: the handler returns, the
    timeout expires, the runtime cancels the request, the turn ends, or the connection is lost.
    """

    def __init__(
        self,
        session: Session[Any],
        scopes: HandlerScopes,
        timeout: float | None,
        *,
        emit: Callable[[Notification], None],
        send: Callable[[bytes], None],
    ) -> None:
        """Create the dispatcher of a connection.

        Args:
            session: The session of the connection. It encodes the responses.
            scopes: The handlers of the client, the threads and the running turns.
            timeout: Timeout of a handler, in seconds; None means no limit.
            emit: Adds a client event to the stream of its turn.
            send: Sends a response, from any thread.
        """
        self._emit = emit
        self._send = send
        self._session = session
        self.scopes = scopes
        """The handlers, and the contexts in which they run."""
        self._timeout = timeout
        self._open: dict[int | str, PendingServerRequest] = {}
        self._warned: set[str] = set()
        self._lock = threading.Lock()

    # Handlers

    def _find_handler(self, request: ServerRequest, keyword: str) -> _Match | None:
        for handlers, context in self.scopes.levels(*_ids_of(request)):
            if (handler := handlers.find(request.method, keyword)) is not None:
                return _Match(handler, context, is_raw=request.method in handlers.methods)
        return None

    def _find_tool(self, request: ServerRequest) -> tuple[Tool[..., Any], Context] | None:
        thread_id, turn_id = _ids_of(request)
        handlers = self.scopes.of_thread(thread_id)
        if handlers is None or handlers.tools is None:
            return None
        namespace = request.params.get("namespace")
        if namespace is not None and not isinstance(namespace, str):
            raise TypeError(f"namespace: expected a string or null, got {type(namespace).__name__}")
        tool = handlers.find_tool(namespace, str(request.params.get("tool")))
        return None if tool is None else (tool, self.scopes.context(thread_id, turn_id) or handlers.context)

    # Requests

    def register(self, request: ServerRequest) -> PendingServerRequest:
        """Register a request as pending. Does not block, so that the reader can call it."""
        pending = PendingServerRequest(request, spec_for(request.method), self._timeout)
        with self._lock:
            self._open[request.id] = pending
        return pending

    def resolve_handler(self, pending: PendingServerRequest) -> bytes | None:
        """Set the handler and its argument.

        Args:
            pending: The request.

        Returns:
            The response that declines the request if there is no handler or the params are invalid, otherwise None.
        """
        try:
            if self._set_handler(pending):
                return None
        except Exception as error:  # an invalid payload can cause errors other than ValidationError
            return self.fail(pending, "the params of the request are invalid", error)
        request, spec = pending.request, pending.spec
        self._warn_no_handler(request.method, spec)
        if not self._claim(pending):
            return None
        return self._encode_decline(request, spec, METHOD_NOT_FOUND, f"{request.method}: not supported by this client")

    def _set_handler(self, pending: PendingServerRequest) -> bool:
        """Set the handler and its argument; return False if there is no handler."""
        request, spec = pending.request, pending.spec
        if request.method == TOOL_CALL and (found := self._find_tool(request)) is not None:
            tool, context = found
            pending.is_tool, pending.argument = True, request.params.get("arguments")
            pending.context = context.copy()
            pending.timeout = self._timeout if tool.timeout is None else tool.timeout
            pending.is_coroutine_handler = is_coroutine_callable(tool.function)
            pending.handler = tool.start_call
            return True
        match = self._find_handler(request, spec.keyword)
        if match is not None:
            pending.is_raw, pending.context = match.is_raw, match.context.copy()
            parse = read_params if match.is_raw else spec.parse
            pending.argument = parse(request, self._session.events.started_item(request.params))
            pending.is_coroutine_handler = is_coroutine_callable(match.handler)
            pending.handler = match.handler
        return match is not None

    def complete(self, pending: PendingServerRequest, answer: Any) -> bytes | None:
        """Resolve a request with the return value of its handler.

        Args:
            pending: The request.
            answer: The return value of the handler.

        Returns:
            The response to send; None if the answer is deferred or the request was already resolved.
        """
        if not self.is_open(pending):
            return None
        try:
            if _is_deferred(pending, answer):
                self._defer(pending)
                return None
            # Before the claim: a request that is claimed must get a response.
            data = self._encode_answer(pending, answer)
        except Exception as error:  # an invalid answer is a failure of the handler, regardless of the error
            return self.fail(pending, "the handler returned an invalid result", error)
        return data if self._claim(pending) else None

    def _encode_answer(self, pending: PendingServerRequest, answer: Any) -> bytes:
        if pending.is_tool:
            result: JsonObject | None = answer
        elif pending.is_raw:
            result = encode_result(pending.request.method, answer)
        else:
            result = pending.spec.encode(pending.argument, answer)
        if result is None:
            return self._session.encode_error(pending.request, REQUEST_DECLINED, "declined")
        return self._session.encode_response(pending.request, result)

    def fail(self, pending: PendingServerRequest, problem: str, error: BaseException | None = None) -> bytes | None:
        """Decline a request because its handler failed.

        Args:
            pending: The request.
            problem: Description of the failure.
            error: The exception that caused it; None if there is none.

        Returns:
            The response to send; None if the request was already resolved.
        """
        if not self._claim(pending):
            return None
        try:
            self._report_failure(pending.request, problem, error)
        except Exception:  # for example, a logging filter of the application raises; the runtime still needs a response
            self._session.bad_frames["unexpected"] += 1
        if pending.is_tool:
            from openai_codex.tools.results import error_result

            text = problem if error is None else f"{problem} {type(error).__name__}"
            return self._session.encode_response(pending.request, error_result(text))
        return self._encode_decline(pending.request, pending.spec, REQUEST_DECLINED, "the client's handler failed")

    def time_out(self, pending: PendingServerRequest) -> bytes | None:
        """Decline a request whose timeout has expired; return the response, or None if it was already resolved."""
        data = self.fail(pending, f"no result within {pending.timeout:g} s")
        if data is not None:
            self._stop_handler(pending)
        return data

    def cancel(self, request_id: int | str) -> None:
        """Cancel a request that the runtime has resolved itself, and stop its handler."""
        pending = self._open.get(request_id)
        if pending is not None:
            self._cancel(pending)

    def turn_completed(self, turn_id: str) -> None:
        """Cancel the requests of a completed turn, and release its scope."""
        for pending in [pending for pending in list(self._open.values()) if pending.turn_id == turn_id]:
            self._cancel(pending)
        self.scopes.turn_ended(turn_id)

    def connection_lost(self) -> None:
        """Cancel all requests, and release the scopes of all turns."""
        self.scopes.connection_lost()
        for pending in list(self._open.values()):
            self._cancel(pending)

    def is_open(self, pending: PendingServerRequest) -> bool:
        """Return whether a request is still pending."""
        return self._open.get(pending.request.id) is pending

    def last_active(self, turn_id: str) -> float | None:
        """Return when a request of a turn was last pending.

        Args:
            turn_id: Id of the turn.

        Returns:
            The time in seconds of `time.monotonic`, which is now if a request is pending. None if the turn has had no
            request.
        """
        with self._lock:
            if any(pending.turn_id == turn_id for pending in self._open.values()):
                return time.monotonic()
        return self.scopes.last_resolved(turn_id)

    def _defer(self, pending: PendingServerRequest) -> None:
        from openai_codex._handlers.approvals import Approval, ApprovalRequested

        def resolve(approval: Approval) -> bool:
            data = self.complete(pending, approval)
            if data is not None:
                self._send(data)
            return data is not None

        payload = ApprovalRequested(pending.argument, resolve, lambda: self.is_open(pending))
        self._emit(_event(pending.request, pending.request.method, payload))

    def _claim(self, pending: PendingServerRequest) -> bool:
        """Mark a request as resolved; return False if it was already resolved."""
        with self._lock:
            if self._open.get(pending.request.id) is not pending:
                return False
            del self._open[pending.request.id]
        # The event of a deferred request refers to it for longer than the request is open.
        pending.handler = pending.context = None
        if pending.turn_id is not None:
            self.scopes.request_resolved(pending.turn_id, time.monotonic())
        return True

    def _cancel(self, pending: PendingServerRequest) -> None:
        if self._claim(pending):
            self._stop_handler(pending)

    def _stop_handler(self, pending: PendingServerRequest) -> None:
        """Stop the handler of a resolved request."""
        pending.cancelled = True
        if pending.cancel is not None:
            pending.cancel()

    def _encode_decline(self, request: ServerRequest, spec: RequestSpec, code: int, message: str) -> bytes:
        if spec.decline_result is not None:
            return self._session.encode_response(request, spec.decline_result)
        return self._session.encode_error(request, code if spec.keyword == "on_request" else REQUEST_DECLINED, message)

    def _report_failure(self, request: ServerRequest, problem: str, cause: BaseException | None) -> None:
        if cause is not None:
            from openai_codex._redaction import redacted_error

            cause = redacted_error(cause)
            problem = f"{problem}: {_text_of(cause)}"
        error = HandlerError(request.method, problem)
        error.__cause__ = cause
        self._emit(_event(request, HANDLER_FAILED_METHOD, HandlerFailed(error)))
        logger.warning("%s", error, exc_info=cause)

    def _warn_no_handler(self, method: str, spec: RequestSpec) -> None:
        if method in self._warned:
            return
        self._warned.add(method)
        remedy = f"pass {spec.keyword}=... to the client"
        if method == TOOL_CALL:
            remedy = "pass tools=[...] when starting, resuming or forking the thread"
        elif spec.keyword == "on_request":
            remedy = f"pass on_request={{{method!r}: ...}} to the client"
        logger.warning("%s: declined: no handler; %s", method, remedy)


class _Match(NamedTuple):
    """A handler for a request, and the context in which it runs."""

    handler: Callable[[Any], Any]
    context: Context
    is_raw: bool


def _ids_of(request: ServerRequest) -> tuple[str, str]:
    """Return the ids of the thread and the turn of a request."""
    # Convert to text, because an invalid id may be unhashable. It matches no thread of this client.
    thread_id = request.params.get("threadId") or request.params.get("conversationId")
    return str(thread_id), str(request.params.get("turnId"))


def _event(request: ServerRequest, method: str, payload: Any) -> Notification:
    return Notification(method, request.params, payload=payload)


def _text_of(error: BaseException) -> str:
    try:
        return str(error)
    except Exception:  # the text of an exception of the application may raise any error
        return f"{type(error).__name__}, whose text raises an error"


def _is_deferred(pending: PendingServerRequest, answer: Any) -> bool:
    from openai_codex._handlers.approvals import Approval, ApprovalRequest

    return isinstance(answer, Approval) and answer.decision == "defer" and isinstance(pending.argument, ApprovalRequest)
