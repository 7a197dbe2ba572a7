"""State and logic that the synchronous and the asynchronous connection share.

A connection is an I/O shell around the sans-I/O `Session`: it passes received bytes to the session, and performs the
`Actions` that the session returns. The shells differ in how callers wait: one blocks threads, the other uses futures.
"""

from __future__ import annotations

import contextlib
from abc import ABC, abstractmethod
from functools import cached_property
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from openai_codex._connection.capabilities import check_supported, missing_features
from openai_codex._connection.interrupts import PendingInterrupts
from openai_codex._connection.metadata import metadata_from
from openai_codex._connection.thread_registry import ThreadRegistry
from openai_codex._handlers.dispatcher import ServerRequestDispatcher
from openai_codex._handlers.scopes import HandlerScopes
from openai_codex._protocol import wire_log
from openai_codex._protocol.session import Session
from openai_codex.errors import TransportClosedError

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping

    from openai_codex._connection.capabilities import MissingFeatures
    from openai_codex._connection.diagnostics import Diagnostics
    from openai_codex._handlers.dispatcher import PendingServerRequest
    from openai_codex._protocol.actions import Actions
    from openai_codex._protocol.goal_events import GoalEventBuffer
    from openai_codex._protocol.jsonrpc import ServerRequest
    from openai_codex._protocol.notification_bus import NotificationBus
    from openai_codex._protocol.notifications import Notification
    from openai_codex._transports.base import BaseTransport, CloseReason
    from openai_codex.config import CodexConfig

WaiterT = TypeVar("WaiterT")


class ConnectionBase(ABC, Generic[WaiterT]):
    """One connection to a runtime.

    `WaiterT` is the type on which the caller of a request waits.
    """

    def __init__(
        self,
        config: CodexConfig,
        scopes: HandlerScopes | None,
        notification_bus: NotificationBus | None,
        transport: BaseTransport,
    ) -> None:
        self._config = config
        self.session: Session[WaiterT] = Session(
            max_line_bytes=config.max_message_bytes,
            max_in_flight=config.max_in_flight,
            notification_bus=notification_bus,
            max_sent_bytes=transport.max_message_size,
        )
        """State of the protocol. The synchronous connection accesses it only while it holds its lock."""
        scopes = HandlerScopes(None, ThreadRegistry()) if scopes is None else scopes
        self.dispatcher = ServerRequestDispatcher(
            self.session, scopes, config.handler_timeout, emit=self.emit, send=self._send_answer
        )
        """Requests of the runtime, and the handlers that answer them."""
        self.interrupts = PendingInterrupts()
        """Turns that are interrupted in the background."""
        self._guard: contextlib.AbstractContextManager[Any] = contextlib.nullcontext()
        """Protects `session`. The synchronous connection replaces it with its lock."""
        self.server_info: Any = None
        """Result of `initialize`; None until the handshake is complete."""
        self._base_transport = transport

    @property
    def pid(self) -> int | None:
        """Process id of the runtime; None if the transport has started no process."""
        return self._base_transport.pid

    @property
    def close_reason(self) -> Exception | None:
        """The error that pending and later calls raise; None while the connection is open."""
        return self.session.close_reason

    @property
    def stderr(self) -> tuple[str, ...]:
        """The last lines that the runtime wrote to stderr."""
        return self._base_transport.stderr_lines()

    def check_supported(self, method: str, params: Any) -> None:
        """Raise `UnsupportedByRuntimeError` if the runtime lacks a method or one of its params."""
        check_supported(self._missing_features, self._version, method, params)

    def add_goal_buffer(self, goal_buffer: GoalEventBuffer) -> None:
        """Copy all events of the thread of `goal_buffer` into it, from now on until the goal ends."""
        with self._guard:
            self.session.events.add_goal_buffer(goal_buffer)

    def remove_goal_buffer(self, goal_buffer: GoalEventBuffer, error: Exception) -> None:
        """End the buffer of a goal that was not set, with an error, and release it."""
        with self._guard:
            self.session.events.remove_goal_buffer(goal_buffer, error)

    @cached_property
    def _version(self) -> str | None:
        return metadata_from(self.server_info).server_info.version

    @cached_property
    def _missing_features(self) -> Mapping[str, MissingFeatures]:
        return missing_features(self._version)

    @abstractmethod
    def emit(self, event: Notification) -> None:
        """Publish an event that the client creates itself. Any thread may call this."""

    @abstractmethod
    def _send_answer(self, data: bytes) -> None:
        """Send the response to a request of the runtime. A closed connection drops it."""

    @abstractmethod
    def _submit(self, pending: PendingServerRequest) -> None:
        """Pass a request of the runtime to the handler executor."""

    @abstractmethod
    def _start_orphan_interrupt(self, thread_id: str, response: Mapping[str, Any]) -> None:
        """Interrupt, in the background, the turn that an abandoned request has started."""

    def _diagnostics(self, restarts: int) -> Diagnostics:
        from openai_codex._connection.diagnostics import diagnostics

        code = self._base_transport.exit_code()
        return diagnostics(self.session, pid=self.pid, exit_code=code, restarts=restarts, stderr=self.stderr)

    def _log_started(self) -> None:
        wire_log.started(self.pid, self._version)

    def _closed_error(self, message: str = "the client was closed") -> TransportClosedError:
        """Return the error for a connection that the client closes."""
        return TransportClosedError(message, pending=self.session.pending_requests.methods())

    def _lost_error(self, reason: CloseReason) -> TransportClosedError:
        """Return the error for a connection that its transport has lost."""
        return TransportClosedError(
            reason.description,
            exit_code=reason.exit_code,
            stderr=reason.stderr,
            pending=self.session.pending_requests.methods(),
        )

    def _apply_server_requests(self, actions: Actions[WaiterT]) -> None:
        """Perform the actions that concern requests of the runtime and turns without a consumer.

        If one of them fails, for example because no thread can be started, the others are performed nevertheless.
        """
        for thread_id, turn_id in actions.started_turns:
            self.dispatcher.scopes.turn_started(thread_id, turn_id)
        for thread_id, response in actions.orphaned_responses:
            with self._recorded("an abandoned turn was not interrupted"):
                self._start_orphan_interrupt(thread_id, response)
        for request in actions.server_requests:
            with self._recorded("the handler of a request was not started"):
                self._accept(request)
        # After the registrations: one chunk may contain a request and its cancellation. And before the consumers
        # are woken: a consumer that reads the end of a turn must find no open request of that turn.
        for request_id in actions.cancelled_server_requests:
            with self._recorded("the handler of a cancelled request was not stopped"):
                self.dispatcher.cancel(request_id)
        for turn_id in actions.completed_turns:
            with self._recorded("the handlers of a completed turn were not stopped"):
                self.dispatcher.turn_completed(turn_id)
        for thread_id in actions.closed_threads:
            self.dispatcher.scopes.thread_closed(thread_id)

    def _accept(self, request: ServerRequest) -> None:
        """Submit a request of the runtime. If that fails, decline it, because the runtime waits for a response."""
        pending = self.dispatcher.register(request)
        try:
            self._submit(pending)
        except Exception as error:
            data = self.dispatcher.fail(pending, "the client failed to run the handler", error)
            if data is not None:
                self._send_answer(data)
            raise

    @contextlib.contextmanager
    def _recorded(self, problem: str) -> Generator[None, None, None]:
        try:
            yield
        except Exception as error:
            self.session.record_internal_error(problem, error)
