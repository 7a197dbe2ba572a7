"""Report the decisions of handlers and their failures: in the log, and in the streams of the turns."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from openai_codex._handlers.decisions import log_decision
from openai_codex._handlers.encoding import UnexpectedResultError
from openai_codex._handlers.specs import TOOL_CALL
from openai_codex._protocol.client_events import HANDLER_FAILED_METHOD, REQUEST_DECIDED_METHOD, HandlerFailed
from openai_codex._protocol.notifications import Notification
from openai_codex.errors import HandlerError

if TYPE_CHECKING:
    from collections.abc import Callable

    from openai_codex._handlers.pending_request import PendingServerRequest
    from openai_codex._protocol.client_events import RequestDecided
    from openai_codex._protocol.jsonrpc import ServerRequest
    from openai_codex._protocol.session import Session

logger = logging.getLogger("openai_codex")


class HandlerReporter:
    """Reports to the log and to the streams of one connection.

    Args:
        session: The session of the connection.
        emit: Adds a client event to the stream of its turn.
    """

    def __init__(self, session: Session[Any], emit: Callable[[Notification], None]) -> None:
        self._session = session
        self._emit = emit
        self._warned: set[str] = set()

    def report_decision(self, decision: RequestDecided | None, *, in_stream: bool = True) -> None:
        """Log a decision and add it to the stream of its turn.

        Args:
            decision: The decision; None reports nothing.
            in_stream: Whether the turn has a stream. A turn of an unknown thread has none.
        """
        if decision is None:
            return
        try:
            if in_stream:
                params = {"threadId": decision.thread_id, "turnId": decision.turn_id}
                self._emit(Notification(REQUEST_DECIDED_METHOD, params, payload=decision))
            log_decision(logger, decision)
        except Exception:  # for example, a logging filter of the application raises; the runtime still needs a response
            self._session.bad_frames["unexpected"] += 1

    def report_failure(self, request: ServerRequest, problem: str, cause: BaseException | None) -> None:
        """Log the failure of a handler and add it to the stream of its turn.

        Args:
            request: The request.
            problem: Description of the failure, with its cause.
            cause: The exception that caused it; None without an exception.
        """
        if cause is not None:
            from openai_codex._redaction import redacted_error

            cause = redacted_error(cause)
        error = HandlerError(request.method, problem)
        error.__cause__ = cause
        self._emit(event_of(request, HANDLER_FAILED_METHOD, HandlerFailed(error)))
        # The traceback of an unexpected result contains no frame of the handler.
        logger.warning("%s", error, exc_info=None if isinstance(cause, UnexpectedResultError) else cause)

    def warn_no_handler(self, pending: PendingServerRequest) -> None:
        """Log a warning about a request without a handler, once for each method."""
        method, spec = pending.request.method, pending.spec
        if not pending.lineage.is_known:
            known = "neither a thread of this client nor a sub-agent of such a thread; resume it with thread_resume()"
            thread_id = ascii(pending.lineage.thread_id)
            logger.warning("%s: declined: unknown thread %s, which is %s", method, thread_id, known)
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


def described(problem: str, cause: BaseException | None) -> str:
    """Return the description of a failure, with the type and the text of the exception that caused it."""
    if cause is None:
        return problem
    from openai_codex._redaction import redacted_error

    if isinstance(cause, UnexpectedResultError):
        return cause.problem
    name = type(cause).__name__
    try:
        text = str(redacted_error(cause))
    except Exception:  # the text of an exception of the application may raise any error
        return f"{problem}: {name}, whose text raises an error"
    return f"{problem}: {name}: {text}" if text else f"{problem}: {name}"


def event_of(request: ServerRequest, method: str, payload: Any) -> Notification:
    """Return an event of the client for the turn of a request."""
    return Notification(method, request.params, payload=payload)
