"""What the runtime has asked and not been answered yet: who is to answer, and what becomes of it.

Without input or output, like the session: a connection runs the handlers, keeps the time, and sends what comes out.
"""

from __future__ import annotations

import inspect
import logging
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

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

    from openai_codex._handlers.options import Handlers
    from openai_codex._json_types import JsonObject
    from openai_codex._protocol.jsonrpc import ServerRequest
    from openai_codex._protocol.session import Session
    from openai_codex.tools import Tool

logger = logging.getLogger("openai_codex")


@dataclass(eq=False)
class PendingServerRequest:
    """One request of the runtime that is to be answered."""

    request: ServerRequest
    spec: RequestSpec
    timeout: float | None
    """How long a handler may take, in seconds."""
    handler: Callable[[Any], Any] | None = None
    """Who answers; None if nobody does."""
    is_tool: bool = False
    """Whether the handler is a function that is lent to the model."""
    is_raw: bool = False
    """Whether the handler is one of `on_request`, and speaks the protocol itself."""
    argument: Any = None
    """What the handler is called with."""
    cancel: Callable[[], None] | None = field(default=None, repr=False)
    """Ends the handler, where that can be done."""
    cancelled: bool = False
    """Whether nobody waits for the answer any more."""

    @property
    def turn_id(self) -> str | None:
        """The turn that it belongs to."""
        turn_id = self.request.params.get("turnId")
        return turn_id if isinstance(turn_id, str) else None


class ServerRequestDispatcher:
    """The open questions of one connection.

    All may be called from any thread. Each question is answered once: whoever is first,
    the handler, the clock or the runtime itself, which may withdraw it.
    """

    def __init__(
        self,
        session: Session[Any],
        handlers: Handlers | None,
        timeout: float | None,
        *,
        emit: Callable[[Notification], None],
        send: Callable[[bytes], None],
    ) -> None:
        """`post` puts an event of this client's own into the stream of its turn, `send` sends from any thread."""
        self._emit = emit
        self._send = send
        self._session = session
        self._client_handlers = handlers
        self._timeout = timeout
        self._thread_handlers: dict[str, Handlers] = {}
        self._pending_turn_handlers: dict[str, Handlers] = {}
        self._turn_handlers: dict[str, Handlers] = {}
        self._open: dict[int | str, PendingServerRequest] = {}
        self._last_resolved: dict[str, float] = {}
        self._warned: set[str] = set()
        self._lock = threading.Lock()

    # Who answers

    def set_thread_handlers(self, thread_id: str, handlers: Handlers | None) -> None:
        """Let a thread have handlers of its own; None leaves it as it is."""
        if handlers is not None:
            self._thread_handlers[thread_id] = handlers.with_fallback(self._thread_handlers.get(thread_id))

    def set_pending_turn_handlers(self, thread_id: str, handlers: Handlers | None) -> None:
        """Let the turn that is about to start have handlers of its own; None once it has started, or has not."""
        if handlers is None:
            self._pending_turn_handlers.pop(thread_id, None)
        else:
            self._pending_turn_handlers[thread_id] = handlers

    def set_turn_handlers(self, turn_id: str, handlers: Handlers) -> None:
        """Let a turn have handlers of its own, until it ends."""
        self._turn_handlers[turn_id] = handlers

    def _find_handler(self, request: ServerRequest, keyword: str) -> tuple[Callable[[Any], Any], bool] | None:
        # Text, whatever the runtime has put there: what is none names no thread of this client.
        thread_id = str(request.params.get("threadId") or request.params.get("conversationId"))
        turn_id = str(request.params.get("turnId"))
        levels = (
            self._turn_handlers.get(turn_id) or self._pending_turn_handlers.get(thread_id),
            self._thread_handlers.get(thread_id),
            self._client_handlers,
        )
        for handlers in levels:
            if handlers is not None and (found := handlers.find(request.method, keyword)) is not None:
                return found, request.method in handlers.methods
        return None

    def _find_tool(self, request: ServerRequest) -> Tool[..., Any] | None:
        handlers = self._thread_handlers.get(str(request.params.get("threadId")))
        if handlers is None or handlers.tools is None:
            return None
        return handlers.tools.find(request.params.get("namespace"), str(request.params.get("tool")))

    # What becomes of a request

    def register(self, request: ServerRequest) -> PendingServerRequest:
        """Take a request, which is open from now on. Quick, so that it may be done where the runtime is read."""
        pending = PendingServerRequest(request, spec_for(request.method), self._timeout)
        with self._lock:
            self._open[request.id] = pending
        return pending

    def resolve_handler(self, pending: PendingServerRequest) -> bytes | None:
        """Find out who answers. Return the bytes of a refusal if nobody does; else the question has a handler now."""
        request, kind = pending.request, pending.spec
        if request.method == TOOL_CALL and (tool := self._find_tool(request)) is not None:
            pending.is_tool, pending.argument = True, request.params.get("arguments")
            pending.timeout = self._timeout if tool.timeout is None else tool.timeout
            # What is async ends when it is cancelled.
            pending.handler = tool.call_async if inspect.iscoroutinefunction(tool.function) else tool.call_sync
            return None
        found = self._find_handler(request, kind.keyword)
        if found is None:
            self._warn_no_handler(request.method, kind)
            self._claim(pending)
            return self._encode_decline(
                request, kind, METHOD_NOT_FOUND, f"{request.method}: not supported by this client"
            )
        handler, pending.is_raw = found
        try:
            read = read_params if pending.is_raw else kind.parse
            pending.argument = read(request, self._session.started_item(request.params))
        except Exception as error:  # pydantic's, or anything that a strange payload leads to: nobody can decide on it
            return self.fail(pending, "what was asked does not fit its type", error)
        pending.handler = handler
        return None

    def complete(self, pending: PendingServerRequest, answer: Any) -> bytes | None:
        """Take what a handler has answered; return the bytes to send, or None if there is nothing to say (any more)."""
        if _is_deferred(pending, answer):
            self._defer(pending)
            return None
        try:
            if pending.is_tool:
                result: JsonObject | None = answer
            elif pending.is_raw:
                result = encode_result(pending.request.method, answer)
            else:
                result = pending.spec.encode(pending.argument, answer)
        except Exception as error:  # a wrong answer is a failure of the handler, whatever makes it wrong
            return self.fail(pending, "its answer is none", error)
        if not self._claim(pending):
            return None
        if result is None:
            return self._session.encode_error(pending.request, REQUEST_DECLINED, "declined")
        return self._session.encode_response(pending.request, result)

    def fail(self, pending: PendingServerRequest, problem: str, error: BaseException | None = None) -> bytes | None:
        """Take that a handler has failed; return the bytes that decline, or None if it does not matter any more."""
        if not self._claim(pending):
            return None
        if error is not None:
            from openai_codex._redaction import redacted_error

            error = redacted_error(error)
        self._report_failure(pending.request, problem, error)
        if pending.is_tool:
            from openai_codex.tools.results import error_result

            return self._session.encode_response(pending.request, error_result(problem))
        return self._encode_decline(pending.request, pending.spec, REQUEST_DECLINED, "the client's handler failed")

    def time_out(self, pending: PendingServerRequest) -> bytes | None:
        """Take that the time for an answer is over; return the bytes that decline, or None if it was answered."""
        data = self.fail(pending, f"no answer within {pending.timeout:g} s")
        if data is not None:
            self._stop_handler(pending)
        return data

    def cancel(self, request_id: int | str) -> None:
        """Take that the runtime does not wait for an answer any more: the handler that is still thinking is ended."""
        pending = self._open.get(request_id)
        if pending is not None:
            self._cancel(pending)

    def turn_completed(self, turn_id: str) -> None:
        """Take the end of a turn: nothing of it is to be answered any more."""
        self._turn_handlers.pop(turn_id, None)
        for pending in [pending for pending in list(self._open.values()) if pending.turn_id == turn_id]:
            self._cancel(pending)
        with self._lock:
            self._last_resolved.pop(turn_id, None)

    def connection_lost(self) -> None:
        """Take the end of the connection."""
        for pending in list(self._open.values()):
            self._cancel(pending)

    def is_open(self, pending: PendingServerRequest) -> bool:
        """Return whether a question still waits for its answer."""
        return self._open.get(pending.request.id) is pending

    def last_active(self, turn_id: str) -> float | None:
        """Return when a question of a turn was last open, by `time.monotonic`: now, if one is. None: there was none."""
        with self._lock:
            if any(pending.turn_id == turn_id for pending in self._open.values()):
                return time.monotonic()
            return self._last_resolved.get(turn_id)

    def _defer(self, pending: PendingServerRequest) -> None:
        from openai_codex._handlers.approvals import Approval, ApprovalRequested

        def settle(approval: Approval) -> bool:
            data = self.complete(pending, approval)
            if data is not None:
                self._send(data)
            return data is not None

        requested = ApprovalRequested(pending.argument, settle, lambda: self.is_open(pending))
        self._emit(_event(pending.request, pending.request.method, requested))

    def _claim(self, pending: PendingServerRequest) -> bool:
        with self._lock:
            if self._open.get(pending.request.id) is not pending:
                return False
            del self._open[pending.request.id]
            if pending.turn_id is not None:
                self._last_resolved[pending.turn_id] = time.monotonic()
            return True

    def _cancel(self, pending: PendingServerRequest) -> None:
        if self._claim(pending):
            self._stop_handler(pending)

    def _stop_handler(self, pending: PendingServerRequest) -> None:
        """End the handler of a question that is settled."""
        pending.cancelled = True
        if pending.cancel is not None:
            pending.cancel()

    def _encode_decline(self, request: ServerRequest, kind: RequestSpec, code: int, message: str) -> bytes:
        if kind.decline_result is not None:
            return self._session.encode_response(request, kind.decline_result)
        return self._session.encode_error(request, code if kind.keyword == "on_request" else REQUEST_DECLINED, message)

    def _report_failure(self, request: ServerRequest, problem: str, cause: BaseException | None) -> None:
        error = HandlerError(request.method, problem if cause is None else f"{problem}: {cause}")
        error.__cause__ = cause
        logger.warning("%s", error, exc_info=cause)
        self._emit(_event(request, HANDLER_FAILED_METHOD, HandlerFailed(error)))

    def _warn_no_handler(self, method: str, kind: RequestSpec) -> None:
        if method in self._warned:
            return
        self._warned.add(method)
        remedy = f"give {kind.keyword} to the client"
        if method == TOOL_CALL:
            remedy = "give the functions to the thread: tools=[...], when it is resumed or forked as well"
        elif kind.keyword == "on_request":
            remedy = f"give on_request={{{method!r}: ...}} to the client"
        logger.warning("%s is refused, because nobody here decides on it: %s", method, remedy)


def _event(request: ServerRequest, method: str, payload: Any) -> Notification:
    return Notification(method, request.params, payload=payload)


def _is_deferred(pending: PendingServerRequest, answer: Any) -> bool:
    from openai_codex._handlers.approvals import Approval, ApprovalRequest

    return isinstance(answer, Approval) and answer.decision == "defer" and isinstance(pending.argument, ApprovalRequest)
