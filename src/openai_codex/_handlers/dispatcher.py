"""Dispatch the requests of the runtime to handlers.

Like the session, this module performs no I/O. The connection runs the handlers, schedules the timeouts and sends the
responses.
"""

from __future__ import annotations

import logging
import time
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from openai_codex._callbacks import is_coroutine_callable
from openai_codex._handlers.current_requests import current_requests, enter_request
from openai_codex._handlers.decisions import decided, declined, is_decided
from openai_codex._handlers.lineage import lineage_of
from openai_codex._handlers.mcp_calls import find_item
from openai_codex._handlers.pending_request import PendingServerRequest
from openai_codex._handlers.repeated_requests import RepeatedRequests
from openai_codex._handlers.reporter import HandlerReporter, described, event_of
from openai_codex._handlers.specs import (
    METHOD_NOT_FOUND,
    REQUEST_DECLINED,
    TOOL_CALL,
    RequestSpec,
    encode_result,
    read_params,
    specs_for,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextvars import Context

    from openai_codex._handlers.scopes import HandlerScopes
    from openai_codex._json_types import JsonObject
    from openai_codex._protocol.client_events import Decider, RequestDecided
    from openai_codex._protocol.jsonrpc import ServerRequest
    from openai_codex._protocol.notifications import Notification
    from openai_codex._protocol.session import Session
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
        scopes: HandlerScopes,
        timeout: float | None,
        *,
        emit: Callable[[Notification], None],
        send: Callable[[bytes], None],
        run: Callable[[Callable[[], bool]], bool],
    ) -> None:
        """Create the dispatcher of a connection.

        Args:
            session: The session of the connection. It encodes the responses.
            scopes: The handlers of the client, the threads and the running turns.
            timeout: Timeout of a handler, in seconds; None means no limit.
            emit: Adds a client event to the stream of its turn.
            send: Sends a response, from any thread.
            run: Runs an operation so that no exception of a signal handler can stop it halfway.
        """
        self._run = run
        self._emit = emit
        self._send = send
        self._session = session
        self.scopes = scopes
        """The handlers, and the contexts in which they run."""
        self._timeout = timeout
        self._ended_turns: set[str] = set()
        """Ended turns whose scopes are kept for their sub-agents."""
        self.workspaces = session.events.threads.workspaces
        """Working directories of the threads."""
        self._open: dict[int | str, PendingServerRequest] = {}
        self.repeats = RepeatedRequests(self._open, self._cancel, send)
        """The requests that the runtime may send again."""
        self._reporter = HandlerReporter(session, emit)

    # Handlers

    def _find_handler(self, pending: PendingServerRequest) -> _Match | None:
        request = pending.request
        specs = specs_for(request)
        for handlers, context in pending.levels:
            for spec in specs:
                if (handler := handlers.find(request.method, spec.keyword)) is not None:
                    return _Match(handler, context, spec, is_raw=request.method in handlers.methods)
        return None

    def _find_tool(self, pending: PendingServerRequest) -> tuple[Tool[..., Any], Context] | None:
        params = pending.request.params
        for handlers, context in pending.levels:
            if handlers.tools is None:
                continue
            namespace = params.get("namespace")
            if namespace is not None and not isinstance(namespace, str):
                raise TypeError(f"namespace: expected a string or null, got {type(namespace).__name__}")
            if (tool := handlers.find_tool(namespace, str(params.get("tool")))) is not None:
                return tool, context
        return None

    # Requests

    def register(self, request: ServerRequest) -> PendingServerRequest:
        """Register a request as pending. Does not block, so that the reader can call it."""
        lineage = lineage_of(request, self._session)
        pending = PendingServerRequest(request, specs_for(request)[0], self._timeout, lineage)
        # Now, because a later message of the same chunk may end the turn whose handlers decide.
        pending.levels = tuple(self.scopes.levels(lineage.ancestors, lineage.is_known))
        self._open[request.id] = pending
        if self._session.observer is not None:
            self._session.observer.server_request_received(pending)
        return pending

    def resolve_handler(self, pending: PendingServerRequest) -> bytes | None:
        """Set the handler and its argument.

        Args:
            pending: The request.

        Returns:
            The response that declines the request without a handler or with invalid params, otherwise None.
        """
        try:
            if self._set_handler(pending):
                if pending.context is not None:
                    pending.context.run(enter_request, pending)
                    if self._session.observer is not None:
                        pending.context.run(self._session.observer.enter_handler, pending)
                return None
        except Exception as error:  # an invalid payload can cause errors other than ValidationError
            return self.fail(pending, "the params of the request are invalid", error)
        request, spec = pending.request, pending.spec
        self._reporter.warn_no_handler(pending)
        if not self._claim(pending):
            return None
        decision = declined(pending, "missing_handler") if is_decided(pending) else None
        self._reporter.report_decision(decision, in_stream=pending.lineage.is_known)
        self._resolved(pending, decision, "missing_handler")
        data = self._encode_decline(request, spec, METHOD_NOT_FOUND, f"{request.method}: not supported by this client")
        return self.repeats.answer(pending, data)

    def _set_handler(self, pending: PendingServerRequest) -> bool:
        """Set the handler and its argument; return False without a handler."""
        request = pending.request
        if request.method == TOOL_CALL and (found := self._find_tool(pending)) is not None:
            tool, context = found
            pending.is_tool, pending.argument = True, request.params.get("arguments")
            pending.context = context.copy()
            pending.timeout = self._timeout if tool.timeout is None else tool.timeout
            pending.is_coroutine_handler = is_coroutine_callable(tool.function)
            pending.handler = tool.start_call
            return True
        match = self._find_handler(pending)
        if match is not None:
            pending.is_raw, pending.context, pending.spec = match.is_raw, match.context.copy(), match.spec
            parse = read_params if match.is_raw else match.spec.parse
            pending.argument = parse(request, find_item(request, self._session.events))
            if match.spec.keyword == "on_approval" and not match.is_raw:
                pending.argument.workspace = self.workspaces.nearest(pending.lineage.thread_ids)
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
            decision = decided(pending, answer) if is_decided(pending) else None
        except Exception as error:  # an invalid answer is a failure of the handler, regardless of the error
            return self.fail(pending, "the handler returned an invalid result", error)
        if not self._claim(pending):
            return None
        # Before the response: the turn may end when the runtime receives it.
        self._reporter.report_decision(decision)
        self._resolved(pending, decision)
        return self.repeats.answer(pending, data)

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

    def fail(
        self,
        pending: PendingServerRequest,
        problem: str,
        error: BaseException | None = None,
        *,
        decider: Decider = "failed_handler",
    ) -> bytes | None:
        """Decline a request because its handler failed.

        Args:
            pending: The request.
            problem: Description of the failure.
            error: The exception that caused it; None without an exception.
            decider: The origin of the decision to decline.

        Returns:
            The response to send; None if the request was already resolved.
        """
        if not self._claim(pending):
            return None
        description = described(problem, error)
        decision = declined(pending, decider, description) if is_decided(pending) else None
        self._reporter.report_decision(decision)
        self._resolved(pending, decision, decider if error is None else type(error).__name__)
        try:
            self._reporter.report_failure(pending.request, description, error)
        except Exception:  # for example, a logging filter of the application raises; the runtime still needs a response
            self._session.bad_frames["unexpected"] += 1
        if pending.is_tool:
            from openai_codex.tools.results import error_result

            text = problem if error is None else f"{problem} {type(error).__name__}"
            data = self._session.encode_response(pending.request, error_result(text))
        else:
            problem = "the client's handler failed"
            data = self._encode_decline(pending.request, pending.spec, REQUEST_DECLINED, problem)
        return self.repeats.answer(pending, data)

    def time_out(self, pending: PendingServerRequest) -> bytes | None:
        """Decline a request whose timeout has expired; return the response, or None if it was already resolved."""
        data = self.fail(pending, f"no result within {pending.timeout:g} s", decider="timeout")
        if data is not None:
            self._stop_handler(pending)
        return data

    def cancel(self, request_id: int | str) -> None:
        """Cancel a request that the runtime has resolved itself, and stop its handler."""
        pending = self._open.get(request_id)
        if pending is not None:
            self._cancel(pending)
        self.repeats.resolved(request_id)

    def turn_completed(self, turn_id: str) -> None:
        """Cancel the requests of a completed turn, and release its scope unless a sub-agent may need it."""
        for pending in [pending for pending in list(self._open.values()) if pending.turn_id == turn_id]:
            self._cancel(pending)
        self.repeats.turn_ended(turn_id)
        self._ended_turns.add(turn_id)
        threads = self._session.events.threads
        for ended in [each for each in list(self._ended_turns) if not threads.may_have_subagents(each)]:
            self._ended_turns.discard(ended)
            self.scopes.turn_ended(ended)

    def connection_lost(self) -> None:
        """Cancel all requests, and release the scopes of all turns."""
        self.scopes.connection_lost()
        for pending in list(self._open.values()):
            self._cancel(pending)

    def has_waiting_handler(self, thread_id: str) -> bool:
        """Return whether the caller is a handler or tool that a turn of a thread waits for."""
        return any(
            self.is_open(pending) and pending.request.params.get("threadId") == thread_id
            for pending in current_requests()
        )

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
        # `list` copies in one step under the GIL.
        if any(each.turn_id == turn_id or each.lineage.is_below(thread_id) for each in list(self._open.values())):
            return time.monotonic()
        return self.scopes.last_resolved(turn_id)

    def _defer(self, pending: PendingServerRequest) -> None:
        from openai_codex._handlers.approvals import Approval, ApprovalRequested

        if pending.lineage.is_subagent and not self._session.events.client_event_buffers(pending.turn_id):
            raise LookupError("the turn has ended for which the sub-agent works, so that no stream has the approval")

        def resolve(approval: Approval) -> bool:
            was_open = self.is_open(pending)
            data = self.complete(pending, approval)
            if data is not None:
                self._send(data)
            return data is not None or (was_open and pending.suspended)

        pending.is_deferred = True
        # The consumer of the stream may be interrupted. A request that is claimed must get a response.
        payload = ApprovalRequested(
            pending.argument, lambda approval: self._run(partial(resolve, approval)), lambda: self.is_open(pending)
        )
        self._emit(event_of(pending.request, pending.request.method, payload))

    def _claim(self, pending: PendingServerRequest) -> bool:
        """Mark a request as resolved; return False if it was already resolved."""
        if not self.is_open(pending):
            return False
        if pending.turn_id is not None:
            # First: `last_active` must find the request in one of the two.
            self.scopes.request_resolved(pending.turn_id, time.monotonic())
            if pending.lineage.is_subagent:
                self._session.events.threads.touch(pending.turn_id, time.monotonic())
        try:
            # Several threads may have passed the check. To pop from a list is one atomic step, without a lock, which a
            # signal handler or a finalizer could find locked by the thread that it interrupts.
            pending.claims.pop()
        except IndexError:
            return False
        if self.is_open(pending):
            self.repeats.claimed(pending)
            del self._open[pending.request.id]
        # The event of a deferred request refers to it for longer than the request is open.
        pending.handler = pending.context = None
        pending.levels = ()
        return True

    def _cancel(self, pending: PendingServerRequest) -> None:
        if self._claim(pending):
            self._resolved(pending, None, "cancelled")
            self._stop_handler(pending)

    def _resolved(
        self, pending: PendingServerRequest, decision: RequestDecided | None, error: str | None = None
    ) -> None:
        if self._session.observer is not None:
            self._session.observer.server_request_resolved(pending, decision, error)

    def _stop_handler(self, pending: PendingServerRequest) -> None:
        """Stop the handler of a resolved request."""
        pending.cancelled = True
        if pending.cancel is not None:
            pending.cancel()

    def _encode_decline(self, request: ServerRequest, spec: RequestSpec, code: int, message: str) -> bytes:
        if spec.decline_result is not None:
            return self._session.encode_response(request, spec.decline_result)
        return self._session.encode_error(request, code if spec.keyword == "on_request" else REQUEST_DECLINED, message)


class _Match(NamedTuple):
    """A handler for a request, and the context in which it runs."""

    handler: Callable[[Any], Any]
    context: Context
    spec: RequestSpec
    is_raw: bool


def _is_deferred(pending: PendingServerRequest, answer: Any) -> bool:
    from openai_codex._handlers.approvals import Approval, ApprovalRequest

    return isinstance(answer, Approval) and answer.decision == "defer" and isinstance(pending.argument, ApprovalRequest)
