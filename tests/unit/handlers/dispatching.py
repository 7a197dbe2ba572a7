"""A dispatcher without a connection, and the requests that tests pass to it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from openai_codex._connection.thread_registry import ThreadRegistry
from openai_codex._handlers.dispatcher import ServerRequestDispatcher
from openai_codex._handlers.options import handlers_from
from openai_codex._handlers.scopes import HandlerScopes, TurnScope
from openai_codex._protocol.client_events import HandlerFailed
from openai_codex._protocol.jsonrpc import ServerRequest
from openai_codex._protocol.session import Session

if TYPE_CHECKING:
    from collections.abc import Callable

    from openai_codex import HandlerError, Notification
    from openai_codex._connection.thread_registry import ThreadState
    from openai_codex._handlers.pending_request import PendingServerRequest

THREAD, TURN = "thread-1", "turn-1"
OF_TURN: dict[str, Any] = {"threadId": THREAD, "turnId": TURN, "itemId": "item-1"}

COMMAND = "item/commandExecution/requestApproval"
PERMISSIONS = "item/permissions/requestApproval"
QUESTION = "item/tool/requestUserInput"
ELICITATION = "mcpServer/elicitation/request"
TOOL = "item/tool/call"

PARAMS: dict[str, dict[str, Any]] = {
    COMMAND: {**OF_TURN, "startedAtMs": 1, "command": "touch x"},
    PERMISSIONS: {
        **OF_TURN,
        "startedAtMs": 1,
        "cwd": "/work",
        "permissions": {"network": {"enabled": True}, "fileSystem": None},
    },
    QUESTION: {**OF_TURN, "questions": [{"id": "color", "header": "Color", "question": "Which color?"}]},
    ELICITATION: {
        "threadId": THREAD,
        "turnId": TURN,
        "serverName": "forms",
        "mode": "form",
        "message": "Name?",
        "requestedSchema": {"type": "object", "properties": {}},
    },
    TOOL: {**OF_TURN, "callId": "call-1", "tool": "look_up", "arguments": {}},
}
DECLINED: dict[str, dict[str, Any]] = {
    COMMAND: {"decision": "decline"},
    PERMISSIONS: {"permissions": {}},
    QUESTION: {"answers": {}},
    ELICITATION: {"action": "decline"},
}


def call(operation: Callable[[], bool]) -> bool:
    """Run an operation in the calling thread."""
    return operation()


class Dispatching:
    """A dispatcher that records its events and the bytes that it sends.

    Args:
        threads: The threads of the client; None creates a registry.
        **options: Handlers of the client.
    """

    def __init__(self, threads: Any = None, **options: Any) -> None:
        self.threads: ThreadRegistry = ThreadRegistry() if threads is None else threads
        self.handles: list[ThreadState] = []
        """Keeps the threads open."""
        self.events: list[Notification] = []
        self.sent: list[bytes] = []
        self.session: Session[Any] = Session(max_line_bytes=1 << 20)
        self.session.events.threads.add_own(THREAD)
        self.scopes = HandlerScopes(handlers_from(options), self.threads)
        self.dispatcher = ServerRequestDispatcher(
            self.session, self.scopes, 10.0, emit=self.events.append, send=self.sent.append, run=call
        )

    @property
    def errors(self) -> list[HandlerError]:
        """The reported failures of handlers."""
        return [event.payload.error for event in self.events if isinstance(event.payload, HandlerFailed)]

    def open_thread(self, **options: Any) -> None:
        """Start or resume the thread with handlers or tools."""
        self.handles.append(self.threads.register(THREAD, {}, handlers_from(options)))

    def start_turn(self, **options: Any) -> None:
        """Start the turn, or join it, with handlers."""
        self.scopes.bind(THREAD, TURN, TurnScope(handlers_from(options), None))

    def register(self, method: str, *, id: str = "q", **params: Any) -> PendingServerRequest:
        """Register a request with valid params, except those that are given."""
        return self.dispatcher.register(ServerRequest(id, method, {**PARAMS[method], **params}))

    def resolve(self, method: str, *, id: str = "q", **params: Any) -> PendingServerRequest:
        """Register a request, and find its handler."""
        pending = self.register(method, id=id, **params)
        assert self.dispatcher.resolve_handler(pending) is None
        return pending

    def answer(self, method: str) -> Any:
        """Run the handler of a new request; return the result of the response."""
        pending = self.resolve(method)
        assert pending.handler is not None
        return result_of(self.dispatcher.complete(pending, pending.handler(pending.argument)))


def message_of(data: bytes | None) -> dict[str, Any]:
    """Decode a response."""
    assert data is not None
    message: dict[str, Any] = json.loads(data)
    return message


def result_of(data: bytes | None) -> Any:
    """Return the result in a response."""
    return message_of(data)["result"]
