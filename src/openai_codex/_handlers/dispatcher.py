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

from openai_codex._handlers.specs import METHOD_NOT_FOUND, REFUSED, TOOL_CALL, Kind, encode_result, kind_of, read_params
from openai_codex._protocol.notifications import HANDLER_FAILED, HandlerFailed, Notification
from openai_codex.errors import HandlerError

if TYPE_CHECKING:
    from collections.abc import Callable

    from openai_codex._handlers.options import Handlers
    from openai_codex._json_types import JsonObject
    from openai_codex._protocol.session import ServerRequest, Session
    from openai_codex.tools import Tool

logger = logging.getLogger("openai_codex")


@dataclass(eq=False)
class Question:
    """One request of the runtime that is to be answered."""

    request: ServerRequest
    kind: Kind
    timeout: float | None
    """How long a handler may take, in seconds."""
    handler: Callable[[Any], Any] | None = None
    """Who answers; None if nobody does."""
    tool: bool = False
    """Whether the handler is a function that is lent to the model."""
    by_method: bool = False
    """Whether the handler is one of `on_request`, and speaks the protocol itself."""
    subject: Any = None
    """What the handler is called with."""
    cancel: Callable[[], None] | None = field(default=None, repr=False)
    """Ends the handler, where that can be done."""
    withdrawn: bool = False
    """Whether nobody waits for the answer any more."""

    @property
    def turn_id(self) -> str | None:
        """The turn that it belongs to."""
        turn_id = self.request.params.get("turnId")
        return turn_id if isinstance(turn_id, str) else None


class Questions:
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
        post: Callable[[Notification], None],
        send: Callable[[bytes], None],
    ) -> None:
        """`post` puts an event of this client's own into the stream of its turn, `send` sends from any thread."""
        self._post = post
        self._send = send
        self._session = session
        self._client = handlers
        self._timeout = timeout
        self._threads: dict[str, Handlers] = {}
        self._starting: dict[str, Handlers] = {}
        self._turns: dict[str, Handlers] = {}
        self._open: dict[int | str, Question] = {}
        self._settled: dict[str, float] = {}
        self._warned: set[str] = set()
        self._lock = threading.Lock()

    # Who answers

    def set_thread(self, thread_id: str, handlers: Handlers | None) -> None:
        """Let a thread have handlers of its own; None leaves it as it is."""
        if handlers is not None:
            self._threads[thread_id] = handlers.over(self._threads.get(thread_id))

    def set_starting(self, thread_id: str, handlers: Handlers | None) -> None:
        """Let the turn that is about to start have handlers of its own; None once it has started, or has not."""
        if handlers is None:
            self._starting.pop(thread_id, None)
        else:
            self._starting[thread_id] = handlers

    def set_turn(self, turn_id: str, handlers: Handlers) -> None:
        """Let a turn have handlers of its own, until it ends."""
        self._turns[turn_id] = handlers

    def _handler(self, request: ServerRequest, keyword: str) -> tuple[Callable[[Any], Any], bool] | None:
        # Text, whatever the runtime has put there: what is none names no thread of this client.
        thread_id = str(request.params.get("threadId") or request.params.get("conversationId"))
        turn_id = str(request.params.get("turnId"))
        levels = (
            self._turns.get(turn_id) or self._starting.get(thread_id),
            self._threads.get(thread_id),
            self._client,
        )
        for handlers in levels:
            if handlers is not None and (found := handlers.find(request.method, keyword)) is not None:
                return found, request.method in handlers.methods
        return None

    def _tool(self, request: ServerRequest) -> Tool[..., Any] | None:
        handlers = self._threads.get(str(request.params.get("threadId")))
        if handlers is None or handlers.tools is None:
            return None
        return handlers.tools.find(request.params.get("namespace"), str(request.params.get("tool")))

    # What becomes of a request

    def take(self, request: ServerRequest) -> Question:
        """Take a request, which is open from now on. Quick, so that it may be done where the runtime is read."""
        question = Question(request, kind_of(request.method), self._timeout)
        with self._lock:
            self._open[request.id] = question
        return question

    def prepare(self, question: Question) -> bytes | None:
        """Find out who answers. Return the bytes of a refusal if nobody does; else the question has a handler now."""
        request, kind = question.request, question.kind
        if request.method == TOOL_CALL and (tool := self._tool(request)) is not None:
            question.tool, question.subject = True, request.params.get("arguments")
            question.timeout = self._timeout if tool.timeout is None else tool.timeout
            # What is async ends when it is cancelled.
            question.handler = tool.call_async if inspect.iscoroutinefunction(tool.function) else tool.call_sync
            return None
        found = self._handler(request, kind.keyword)
        if found is None:
            self._warn(request.method, kind)
            self._settle(question)
            return self._refusal(request, kind, METHOD_NOT_FOUND, f"{request.method}: not supported by this client")
        handler, question.by_method = found
        try:
            read = read_params if question.by_method else kind.read
            question.subject = read(request, self._session.started_item(request.params))
        except Exception as error:  # pydantic's, or anything that a strange payload leads to: nobody can decide on it
            return self.failed(question, "what was asked does not fit its type", error)
        question.handler = handler
        return None

    def answered(self, question: Question, answer: Any) -> bytes | None:
        """Take what a handler has answered; return the bytes to send, or None if there is nothing to say (any more)."""
        if _defers(question, answer):
            self._defer(question)
            return None
        try:
            if question.tool:
                result: JsonObject | None = answer
            elif question.by_method:
                result = encode_result(question.request.method, answer)
            else:
                result = question.kind.encode(question.subject, answer)
        except Exception as error:  # a wrong answer is a failure of the handler, whatever makes it wrong
            return self.failed(question, "its answer is none", error)
        if not self._settle(question):
            return None
        if result is None:
            return self._session.respond_error(question.request, REFUSED, "declined")
        return self._session.respond(question.request, result)

    def failed(self, question: Question, problem: str, error: BaseException | None = None) -> bytes | None:
        """Take that a handler has failed; return the bytes that decline, or None if it does not matter any more."""
        if not self._settle(question):
            return None
        if error is not None:
            from openai_codex._redaction import redacted_error

            error = redacted_error(error)
        self._report(question.request, problem, error)
        if question.tool:
            from openai_codex.tools.results import failure

            return self._session.respond(question.request, failure(problem))
        return self._refusal(question.request, question.kind, REFUSED, "the client's handler failed")

    def expired(self, question: Question) -> bytes | None:
        """Take that the time for an answer is over; return the bytes that decline, or None if it was answered."""
        data = self.failed(question, f"no answer within {question.timeout:g} s")
        if data is not None:
            self._end(question)
        return data

    def withdrawn(self, request_id: int | str) -> None:
        """Take that the runtime does not wait for an answer any more: the handler that is still thinking is ended."""
        question = self._open.get(request_id)
        if question is not None:
            self._withdraw(question)

    def turn_ended(self, turn_id: str) -> None:
        """Take the end of a turn: nothing of it is to be answered any more."""
        self._turns.pop(turn_id, None)
        for question in [question for question in list(self._open.values()) if question.turn_id == turn_id]:
            self._withdraw(question)
        with self._lock:
            self._settled.pop(turn_id, None)

    def end(self) -> None:
        """Take the end of the connection."""
        for question in list(self._open.values()):
            self._withdraw(question)

    def is_open(self, question: Question) -> bool:
        """Return whether a question still waits for its answer."""
        return self._open.get(question.request.id) is question

    def last_open(self, turn_id: str) -> float | None:
        """Return when a question of a turn was last open, by `time.monotonic`: now, if one is. None: there was none."""
        with self._lock:
            if any(question.turn_id == turn_id for question in self._open.values()):
                return time.monotonic()
            return self._settled.get(turn_id)

    def _defer(self, question: Question) -> None:
        from openai_codex._handlers.approvals import Approval, ApprovalRequested

        def settle(approval: Approval) -> bool:
            data = self.answered(question, approval)
            if data is not None:
                self._send(data)
            return data is not None

        requested = ApprovalRequested(question.subject, settle, lambda: self.is_open(question))
        self._post(_event(question.request, question.request.method, requested))

    def _settle(self, question: Question) -> bool:
        with self._lock:
            if self._open.get(question.request.id) is not question:
                return False
            del self._open[question.request.id]
            if question.turn_id is not None:
                self._settled[question.turn_id] = time.monotonic()
            return True

    def _withdraw(self, question: Question) -> None:
        if self._settle(question):
            self._end(question)

    def _end(self, question: Question) -> None:
        """End the handler of a question that is settled."""
        question.withdrawn = True
        if question.cancel is not None:
            question.cancel()

    def _refusal(self, request: ServerRequest, kind: Kind, code: int, message: str) -> bytes:
        if kind.declined is not None:
            return self._session.respond(request, kind.declined)
        return self._session.respond_error(request, code if kind.keyword == "on_request" else REFUSED, message)

    def _report(self, request: ServerRequest, problem: str, cause: BaseException | None) -> None:
        error = HandlerError(request.method, problem if cause is None else f"{problem}: {cause}")
        error.__cause__ = cause
        logger.warning("%s", error, exc_info=cause)
        self._post(_event(request, HANDLER_FAILED, HandlerFailed(error)))

    def _warn(self, method: str, kind: Kind) -> None:
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


def _defers(question: Question, answer: Any) -> bool:
    from openai_codex._handlers.approvals import Approval, ApprovalRequest

    return isinstance(answer, Approval) and answer.decision == "defer" and isinstance(question.subject, ApprovalRequest)
