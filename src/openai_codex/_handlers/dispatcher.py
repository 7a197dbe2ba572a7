"""Dispatch the requests of the runtime to handlers.

Like the session, this module performs no I/O. The connection runs the handlers, schedules the timeouts and sends the
responses.
"""

from __future__ import annotations

import inspect
import logging
import threading
import time
from typing import TYPE_CHECKING, Any

from openai_codex._handlers.lineage import lineage_of
from openai_codex._handlers.pending_request import PendingServerRequest
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

    from openai_codex._handlers.lineage import Lineage
    from openai_codex._handlers.options import Handlers
    from openai_codex._json_types import JsonObject
    from openai_codex._protocol.jsonrpc import ServerRequest
    from openai_codex._protocol.session import Session
    from openai_codex._protocol.subagents.thread_tree import ThreadTree
    from openai_codex.tools import Tool

logger = logging.getLogger("openai_codex")


class ServerRequestDispatcher:
    """The pending server requests of one connection, and the handlers for them.

    All methods are thread-safe. Each request is resolved once, by the first of these events: the handler returns, the
    timeout expires, the runtime cancels the request, the turn ends, or the connection is lost.
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
        """Create the dispatcher of a connection.

        Args:
            session: The session of the connection. It encodes the responses.
            handlers: The handlers of the client; None if there are none.
            timeout: Timeout of a handler, in seconds; None means no limit.
            emit: Adds a client event to the stream of its turn.
            send: Sends a response, from any thread.
        """
        self._emit = emit
        self._send = send
        self._session = session
        self._client_handlers = handlers
        self._timeout = timeout
        self._thread_handlers: dict[str, Handlers] = {}
        self._pending_turn_handlers: dict[str, tuple[Handlers, int]] = {}
        """Handlers by thread, with the serial of the last turn that started earlier."""
        self._turn_handlers: dict[str, Handlers] = {}
        self._ended_turns: set[str] = set()
        """Ended turns whose handlers are kept for their sub-agents."""
        self._open: dict[int | str, PendingServerRequest] = {}
        self._last_resolved: dict[str, float] = {}
        self._warned: set[str] = set()
        self._lock = threading.Lock()

    # Handlers

    def set_thread_handlers(self, thread_id: str, handlers: Handlers | None) -> None:
        """Set the handlers of a thread, in addition to its existing ones; None changes nothing."""
        if handlers is not None:
            self._thread_handlers[thread_id] = handlers.with_fallback(self._thread_handlers.get(thread_id))

    def set_pending_turn_handlers(self, thread_id: str, handlers: Handlers | None) -> None:
        """Set the handlers of the turn that the next `turn/start` of a thread starts; None removes them."""
        if handlers is None:
            self._pending_turn_handlers.pop(thread_id, None)
        else:
            thread = self._threads.thread(thread_id)
            running = None if thread is None or thread.turn is None or thread.turn.ended else thread.turn
            # The input of the new request joins a running turn.
            earlier = self._threads.serial if running is None else running.serial - 1
            self._pending_turn_handlers[thread_id] = handlers, earlier

    def set_turn_handlers(self, turn_id: str, handlers: Handlers, *, ended: bool = False) -> None:
        """Set the handlers of a turn, in addition to its existing ones.

        They are removed when the turn has ended and its sub-agents have too. `ended` is whether the turn has ended.
        """
        # The input of a second `turn/start` may join the running turn.
        self._turn_handlers[turn_id] = handlers.with_fallback(self._turn_handlers.get(turn_id))
        turn = self._threads.turn(turn_id)
        if ended or (turn is not None and turn.ended):
            self._release_turn_handlers(turn_id)

    def _release_turn_handlers(self, turn_id: str) -> None:
        """Remove the handlers of ended turns that no sub-agent needs, now that this turn has ended."""
        if turn_id in self._turn_handlers:
            self._ended_turns.add(turn_id)
        for ended in [each for each in list(self._ended_turns) if not self._threads.may_have_subagents(each)]:
            self._ended_turns.discard(ended)
            self._turn_handlers.pop(ended, None)

    @property
    def _threads(self) -> ThreadTree:
        return self._session.events.threads

    def _levels(self, lineage: Lineage) -> tuple[Handlers, ...]:
        levels: list[Handlers | None] = []
        for ancestor in lineage.ancestors:
            levels.append(self._turn_handlers.get(ancestor.turn_id or ""))
            handlers, serial = self._pending_turn_handlers.get(ancestor.thread_id, (None, 0))
            # A turn that started before the request was sent has other handlers.
            levels.append(handlers if ancestor.serial > serial else None)
            levels.append(self._thread_handlers.get(ancestor.thread_id))
        if lineage.is_known:
            levels.append(self._client_handlers)
        return tuple(handlers for handlers in levels if handlers is not None)

    def _find_tool(self, pending: PendingServerRequest) -> Tool[..., Any] | None:
        params = pending.request.params
        for handlers in pending.levels:
            if handlers.tools is None:
                continue
            namespace = params.get("namespace")
            if namespace is not None and not isinstance(namespace, str):
                raise TypeError(f"namespace: expected a string or null, got {type(namespace).__name__}")
            if (tool := handlers.find_tool(namespace, str(params.get("tool")))) is not None:
                return tool
        return None

    # Requests

    def register(self, request: ServerRequest) -> PendingServerRequest:
        """Register a request as pending. Does not block, so that the reader can call it."""
        lineage = lineage_of(request, self._session)
        pending = PendingServerRequest(request, spec_for(request.method), self._timeout, lineage)
        # Now, because a later message of the same chunk may end the turn whose handlers decide.
        pending.levels = self._levels(lineage)
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
            self._set_handler(pending)
        except Exception as error:  # an invalid payload can cause errors other than ValidationError
            return self.fail(pending, "the params of the request are invalid", error)
        if pending.handler is not None:
            return None
        request, spec = pending.request, pending.spec
        self._warn_no_handler(pending)
        if not self._claim(pending):
            return None
        return self._encode_decline(request, spec, METHOD_NOT_FOUND, f"{request.method}: not supported by this client")

    def _set_handler(self, pending: PendingServerRequest) -> None:
        """Set the handler and its argument, unless there is no handler."""
        request, spec = pending.request, pending.spec
        if request.method == TOOL_CALL and (tool := self._find_tool(pending)) is not None:
            pending.is_tool, pending.argument = True, request.params.get("arguments")
            pending.timeout = self._timeout if tool.timeout is None else tool.timeout
            # Only coroutine functions can be cancelled.
            pending.handler = tool.call_async if inspect.iscoroutinefunction(tool.function) else tool.call_sync
            return
        levels = (handlers for handlers in pending.levels if handlers.find(request.method, spec.keyword) is not None)
        if (handlers := next(levels, None)) is not None:
            handler, pending.is_raw = handlers.find(request.method, spec.keyword), request.method in handlers.methods
            parse = read_params if pending.is_raw else spec.parse
            pending.argument = parse(request, self._session.events.started_item(request.params))
            pending.handler = handler

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

            return self._session.encode_response(pending.request, error_result(problem))
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
        """Cancel the requests of a completed turn, and remove its handlers unless a sub-agent may need them."""
        self._release_turn_handlers(turn_id)
        for pending in [pending for pending in list(self._open.values()) if pending.turn_id == turn_id]:
            self._cancel(pending)
        with self._lock:
            self._last_resolved.pop(turn_id, None)

    def connection_lost(self) -> None:
        """Cancel all requests."""
        for pending in list(self._open.values()):
            self._cancel(pending)

    def is_open(self, pending: PendingServerRequest) -> bool:
        """Return whether a request is still pending."""
        return self._open.get(pending.request.id) is pending

    def last_active(self, turn_id: str, thread_id: str | None = None) -> float | None:
        """Return when a request of a turn was last pending.

        Args:
            turn_id: Id of the turn.
            thread_id: Id of the thread, to include the pending requests of its sub-agents; None excludes them.

        Returns:
            The time in seconds of `time.monotonic`, which is now if a request is pending. None if the turn has had no
            request.
        """
        with self._lock:
            if any(each.turn_id == turn_id or each.lineage.is_below(thread_id) for each in self._open.values()):
                return time.monotonic()
            return self._last_resolved.get(turn_id)

    def _defer(self, pending: PendingServerRequest) -> None:
        from openai_codex._handlers.approvals import Approval, ApprovalRequested

        if pending.lineage.is_subagent and not self._session.events.client_event_buffers(pending.turn_id):
            raise LookupError("the turn has ended for which the sub-agent works, so that no stream has the approval")

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
            if pending.turn_id is not None:
                self._last_resolved[pending.turn_id] = time.monotonic()
        if pending.lineage.is_subagent and pending.turn_id is not None:
            self._threads.touch(pending.turn_id, time.monotonic())
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

    def _warn_no_handler(self, pending: PendingServerRequest) -> None:
        method, spec = pending.request.method, pending.spec
        if not pending.lineage.is_known:
            logger.warning(
                "%s: declined: unknown thread %s, which is neither a thread of this client nor a sub-agent of such a "
                "thread; resume it with thread_resume()",
                method,
                ascii(pending.lineage.thread_id),
            )
            return
        if method in self._warned:
            return
        self._warned.add(method)
        remedy = f"pass {spec.keyword}=... to the client, the thread or the turn"
        if method == TOOL_CALL:
            remedy = "pass tools=[...] when starting, resuming or forking the thread"
        elif spec.keyword == "on_request":
            remedy = f"pass on_request={{{method!r}: ...}} to the client, the thread or the turn"
        logger.warning("%s: declined: no handler; %s", method, remedy)


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
