"""State and logic that the synchronous and the asynchronous connection share.

A connection is an I/O shell around the sans-I/O `Session`: it passes received bytes to the session, and performs the
`Actions` that the session returns. The shells differ in how callers wait: one blocks threads, the other uses futures.
"""

from __future__ import annotations

import contextlib
from abc import ABC, abstractmethod
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from openai_codex._connection.capabilities import check_supported, missing_features
from openai_codex._connection.interrupts import PendingInterrupts
from openai_codex._connection.joined_turns import JoinedTurns
from openai_codex._connection.metadata import metadata_from
from openai_codex._connection.outbox import Outbox
from openai_codex._connection.thread_registry import ThreadRegistry
from openai_codex._handlers.dispatcher import ServerRequestDispatcher
from openai_codex._handlers.lineage import lineage_of
from openai_codex._handlers.scopes import HandlerScopes
from openai_codex._observation.observer import Instrumentation
from openai_codex._protocol import wire_log
from openai_codex._protocol.session import Session
from openai_codex.errors import JsonRpcError, TransportClosedError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Mapping

    from openai_codex._connection.capabilities import MissingFeatures
    from openai_codex._connection.diagnostics import Diagnostics
    from openai_codex._connection.reconnect.link import Link
    from openai_codex._connection.request_claim import RequestClaim
    from openai_codex._handlers.pending_request import PendingServerRequest
    from openai_codex._protocol.actions import Actions
    from openai_codex._protocol.event_buffer import EventBuffer
    from openai_codex._protocol.goal_events import GoalEventBuffer, ThreadEventBuffer
    from openai_codex._protocol.jsonrpc import ServerRequest
    from openai_codex._protocol.notification_bus import NotificationBus
    from openai_codex._protocol.notifications import Notification
    from openai_codex._protocol.pending_requests import PendingRequest
    from openai_codex._protocol.subagents.nodes import TurnNode
    from openai_codex._protocol.subscription import Subscription
    from openai_codex._transports.base import BaseTransport, CloseReason
    from openai_codex.config import CodexConfig

WaiterT = TypeVar("WaiterT")
T = TypeVar("T")


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
        threads: ThreadRegistry | None = None,
    ) -> None:
        self.config = config
        """The configuration of the client."""
        self.threads = ThreadRegistry() if threads is None else threads
        """The threads of the client, which are resumed after a lost connection."""
        self.session: Session[WaiterT] = Session(
            max_line_bytes=config.max_message_bytes,
            max_in_flight=config.max_in_flight,
            notification_bus=notification_bus,
            max_sent_bytes=transport.max_message_size,
            max_model_retries=config.max_model_retries,
        )
        """State of the protocol. The synchronous connection accesses it only while it holds its lock."""
        self.outbox = Outbox()
        """Messages whose write has not started. Accessed like `session`."""
        scopes = HandlerScopes(None, self.threads) if scopes is None else scopes
        self.dispatcher = ServerRequestDispatcher(
            self.session, scopes, config.handler_timeout, emit=self.emit, send=self._send_answer, run=self._run_whole
        )
        """Requests of the runtime, and the handlers that answer them."""
        self.interrupts = PendingInterrupts()
        """Turns that are interrupted in the background."""
        self.joined_turns = JoinedTurns()
        """The schemas and handlers of the running turns."""
        self.server_info: Any = None
        """Result of `initialize`; None until the handshake is complete."""
        self._features: tuple[str | None, Mapping[str, MissingFeatures]] | None = None
        """The version of the runtime and the features that it lacks; None until the first check."""
        self._base_transport = transport
        self._link: Link
        """The receiver of the transport that is in use."""
        self._established = False
        """Whether the first handshake is complete."""
        self.reconnects = 0
        """Number of connections that replaced a lost one."""
        self.dispatcher.repeats.enabled = self.reconnect_timeout > 0
        if Instrumentation.factory is not None:
            self.session.observe(Instrumentation.factory(self, scopes))

    @property
    def pid(self) -> int | None:
        """Process id of the runtime; None if the transport has started no process."""
        return self._base_transport.pid

    @property
    def url(self) -> str | None:
        """Address of a runtime that listens; None for a process of this client."""
        return self.config.url

    @property
    def peer(self) -> str:
        """Name of the runtime for messages, without secrets."""
        return self._base_transport.name

    @property
    def close_reason(self) -> Exception | None:
        """The error that pending and later calls raise; None while the connection is open."""
        return self.session.close_reason

    @property
    def summary(self) -> str:
        """The process id and the version of the runtime, or "closed"."""
        if not self.session.is_connected:
            return "closed" if self.close_reason is not None else "reconnecting"
        return f"pid={self.pid}, runtime={self._version!r}"

    @property
    def stderr(self) -> tuple[str, ...]:
        """The last lines that the runtime wrote to stderr."""
        return self._base_transport.stderr_lines()

    def has_turn(self, turn_id: str) -> bool:
        """Return whether the event buffer of a turn is complete; false, in rare cases, for a turn that ends now."""
        return self.session.events.is_claimed(turn_id)

    def open_turns(self) -> list[str]:
        """Return the ids of the turns that have not ended. Any thread may call this."""
        return list(self.session.events.open)

    def open_turn(self, goal_buffer: GoalEventBuffer) -> EventBuffer | None:
        """Return the event buffer of the running turn of a goal, or None. Takes no lock."""
        return self.session.events.open.get(goal_buffer.running_turn or "")

    def running_turn(self, thread_id: str) -> EventBuffer | None:
        """Return the event buffer of the running turn of a thread, or None. Any thread may call this."""
        buffer = self.session.events.running_turn(thread_id) or self.interrupts.running_turn(thread_id)
        return buffer if buffer is not None and buffer.key else None

    def check_supported(self, method: str, params: Any) -> None:
        """Raise `UnsupportedByRuntimeError` if the runtime lacks a method or one of its params."""
        features = self._features
        if features is None:
            # Not a `functools.cached_property`: up to Python 3.11 that holds a lock, which an exception raised by a
            # signal handler can leave locked for all threads.
            features = self._features = (self._version, missing_features(self._version))
        version, missing = features
        check_supported(missing, version, method, params)

    @property
    def _version(self) -> str | None:
        return metadata_from(self.server_info).server_info.version

    def add_goal_buffer(self, goal_buffer: ThreadEventBuffer) -> None:
        """Copy all events of the thread of `goal_buffer` into it, from now on until the goal ends."""
        self._run_locked(partial(self.session.events.add_goal_buffer, goal_buffer))

    def remove_goal_buffer(self, goal_buffer: ThreadEventBuffer, error: Exception) -> None:
        """End the buffer of a goal that was not set, with an error, and release it."""
        self._run_locked(partial(self.session.events.remove_goal_buffer, goal_buffer, error))

    @property
    def reconnect_timeout(self) -> float:
        """Maximum time to restore a lost connection, in seconds; 0 if the connection ends when it is lost."""
        return (self.config.reconnect_timeout or 0.0) if self._base_transport.can_reconnect else 0.0

    def _set_server_info(self, info: object) -> None:
        """Set the result of `initialize`. The runtime may be another version after a lost connection."""
        self.server_info, self._features = info, None

    @abstractmethod
    def abandon(self, claim: RequestClaim) -> None:
        """Abandon a request without waiting. Idempotent; finalizers and signal handlers may call this.

        If its write has not started, it is not sent. If it has started a turn that has no consumer, the turn is
        interrupted.
        """

    @abstractmethod
    def run_nowait(self, operation: Callable[[], None]) -> None:
        """Run a short operation where the state of the connection may be changed. Finalizers may call this."""

    @abstractmethod
    def emit(self, event: Notification) -> None:
        """Publish an event that the client creates itself. Any thread may call this."""

    @abstractmethod
    def _send_answer(self, data: bytes) -> None:
        """Send the response to a request of the runtime. A closed connection drops it."""

    @abstractmethod
    def _run_whole(self, operation: Callable[[], T]) -> T:
        """Run an operation so that no exception of a signal handler can stop it halfway. Any thread may call this."""

    @abstractmethod
    def _run_locked(self, operation: Callable[[], T]) -> T:
        """Run an operation that changes `session`, and return its result. Any thread of the caller may call this."""

    @abstractmethod
    def _submit(self, pending: PendingServerRequest) -> None:
        """Pass a request of the runtime to the handler executor."""

    @abstractmethod
    def _start_orphan_interrupt(self, thread_id: str, response: Mapping[str, Any]) -> None:
        """Interrupt, in the background, the turn that an abandoned request has started."""

    @abstractmethod
    def send_nowait(self, method: str, params: Any) -> None:
        """Send a request and ignore its response. Takes no lock in this thread and does not wait."""

    def interrupt_subagents(self, thread_id: str, turn_id: str | None) -> bool:
        """Interrupt the running sub-agents of a turn, and those that it starts from now on.

        Takes no lock and does not wait.

        Args:
            thread_id: Thread of the turn.
            turn_id: Id of the turn; None means all turns of the thread.

        Returns:
            Whether a sub-agent was running.
        """
        turns = self.session.events.threads.stop(thread_id, turn_id)
        self._interrupt_turns(turns)
        return bool(turns)

    @contextlib.contextmanager
    def _interrupting_subagents(self, thread_id: str, turn_id: str) -> Generator[None, None, None]:
        """Interrupt the sub-agents of a turn after the `with` block, which interrupts the turn itself."""
        # Before the turn ends: its end would exclude the sub-agents that an earlier turn has left running.
        turns = self.session.events.threads.stop(thread_id, turn_id)
        try:
            yield
        except JsonRpcError:
            # The turn has ended, but its sub-agents may still run.
            if not turns:
                raise
        finally:
            self._interrupt_turns(turns)

    def _subscriber(
        self, buffer: EventBuffer, passive: bool, retained_only: bool, subagents: bool
    ) -> Callable[[Callable[[], None]], Subscription]:
        """Return the function that subscribes to a buffer; its argument wakes the consumer."""
        if subagents:
            return partial(self.session.events.subscribe_with_subagents, buffer)
        return partial(buffer.subscribe, passive=passive, retained_only=retained_only)

    def subagent_buffers(self, thread_id: str, turn_id: str) -> list[EventBuffer]:
        """Return the event buffers of the running sub-agents of a turn."""
        events = self.session.events
        buffers = [events.open.get(turn.id) for turn in events.threads.running_below(thread_id, turn_id)]
        return [buffer for buffer in buffers if buffer is not None]

    def last_active(self, thread_id: str, turn_id: str) -> float | None:
        """Return when a request of a turn was last pending, or one of its sub-agents was active.

        Args:
            thread_id: Thread of the turn.
            turn_id: Id of the turn.

        Returns:
            The time in seconds of `time.monotonic`; None if there was neither.
        """
        times = (
            self.dispatcher.last_active(turn_id, thread_id),
            self.session.events.last_active(thread_id, turn_id),
        )
        return max((time for time in times if time is not None), default=None)

    def _interrupt_turns(self, turns: Iterable[TurnNode]) -> None:
        for turn in turns:
            self.send_nowait("turn/interrupt", {"threadId": turn.thread_id, "turnId": turn.id})

    def _diagnostics(self, restarts: int) -> Diagnostics:
        from openai_codex._connection.diagnostics import diagnostics

        code = self._base_transport.exit_code()
        return diagnostics(
            self.session,
            pid=self.pid,
            exit_code=code,
            restarts=restarts,
            reconnects=self.reconnects,
            stderr=self.stderr,
        )

    def _log_started(self) -> None:
        wire_log.started(self.pid, self._version)

    def _closed_error(self, message: str = "the client was closed") -> TransportClosedError:
        """Return the error for a connection that the client closes."""
        return TransportClosedError(message, pending=self.session.pending_requests.methods())

    def lost_error(self, reason: CloseReason) -> TransportClosedError:
        """Return the error for a connection that its transport has lost."""
        return TransportClosedError(
            reason.description,
            exit_code=reason.exit_code,
            stderr=reason.stderr,
            pending=self.session.pending_requests.methods(),
        )

    def _abandon_pending(self, pending: PendingRequest[WaiterT]) -> Actions[WaiterT]:
        """Stop waiting for a request, and do not send it if its write has not started."""
        self.outbox.discard(pending)
        actions = self.session.abandon(pending, written=pending.written)
        self.outbox.add(*actions.ready_to_send)
        return actions

    def _unread_error(self, pending: PendingRequest[WaiterT], problem: OSError) -> TransportClosedError:
        """Return the error for a request that the transport did not accept."""
        return TransportClosedError(f"{pending.method}: the runtime no longer reads: {problem}", stderr=self.stderr)

    def _unused_buffer(self, claim: RequestClaim) -> EventBuffer | None:
        """Return the buffer of the turn that an abandoned request has started, unless it has ended or has a consumer.

        Return None if the response has not arrived: the turn is then reported in `Actions.orphaned_responses`.
        """
        # A turn that has ended is not open.
        turn_id = claim.turn_id
        buffer = None if turn_id is None else self.session.events.open.get(turn_id)
        return None if buffer is None or buffer.consumer_count else buffer

    def _release_scope(self, claim: RequestClaim) -> None:
        """Release the scope of an abandoned request."""
        if claim.scope is not None:
            self.dispatcher.scopes.start_ended(claim.scope)
        if (turn_id := claim.turn_id) is not None and self.session.events.has_ended(turn_id):
            # The caller may have been interrupted between `HandlerScopes.bind` and the check that must follow.
            self.dispatcher.turn_completed(turn_id)

    def _apply_server_requests(self, actions: Actions[WaiterT]) -> None:
        """Perform the actions that concern requests of the runtime and turns without a consumer.

        If one of them fails, for example because no thread can be started, the others are performed nevertheless.
        """
        for thread_id, turn_id in actions.started_turns:
            self.dispatcher.scopes.turn_started(thread_id, turn_id)
        for thread_id, response in actions.orphaned_responses:
            with self._recorded("an abandoned turn was not interrupted"):
                self._start_orphan_interrupt(thread_id, response)
        if actions.subagents_to_interrupt:
            with self._recorded("a sub-agent was not interrupted"):
                self._interrupt_turns(actions.subagents_to_interrupt)
        for thread_id, turn_id in actions.turns_to_interrupt:
            with self._recorded("a turn was not interrupted"):
                self.send_nowait("turn/interrupt", {"threadId": thread_id, "turnId": turn_id})
                self.interrupt_subagents(thread_id, turn_id)
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
        if self.config.url is not None and not lineage_of(request, self.session).is_known:
            # A shared runtime sends the requests of sub-agents to all clients. A response would be faster than that of
            # the client whose handlers decide.
            wire_log.logger.debug("%s: left to another client of the runtime", request.method)
            return
        if self.dispatcher.repeats.resume(request):
            return
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
