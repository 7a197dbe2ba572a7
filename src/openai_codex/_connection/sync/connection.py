"""The connection for threads: the transport's thread receives, and any thread may send requests."""

from __future__ import annotations

import contextlib
import queue
import threading
import time
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias

from openai_codex._connection import handshake
from openai_codex._connection.base import ConnectionBase
from openai_codex._connection.sync.event_reader import EventReader
from openai_codex._connection.sync.handler_executor import HandlerExecutor
from openai_codex._connection.sync.waiter import Waiter
from openai_codex._connection.timeouts import EXIT_TIMEOUT, INTERRUPT_TIMEOUT
from openai_codex._protocol import wire_log
from openai_codex._protocol.decoding import started_turn_id
from openai_codex._transports import fork_safety
from openai_codex._transports.resolve import resolve_transport
from openai_codex.errors import CodexError, RequestTimeoutError, TransportClosedError, rpc_error

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from openai_codex._connection.diagnostics import Diagnostics
    from openai_codex._handlers.dispatcher import PendingServerRequest
    from openai_codex._handlers.scopes import HandlerScopes
    from openai_codex._protocol.actions import Actions
    from openai_codex._protocol.event_buffer import EventBuffer
    from openai_codex._protocol.notification_bus import NotificationBus
    from openai_codex._protocol.notifications import Notification
    from openai_codex._protocol.pending_requests import PendingRequest
    from openai_codex._transports.base import CloseReason
    from openai_codex.config import CodexConfig

SMALL_READ_SIZE = 16 * 1024
"""Chunks up to this size, in bytes, cause no backpressure: they contain everything that the runtime has sent so far."""

BACKPRESSURE_LAG = 10_000
"""Number of unread events of a consumer above which the reader thread sleeps."""

BACKPRESSURE_DELAY = 0.01
"""Time that the reader thread sleeps, in seconds. A consumer takes several times as long to read one chunk."""

ResponseWaiter: TypeAlias = "Waiter[Mapping[str, Any] | Exception | None]"
"""Receives None once a queued request may be sent, and then the response, or the error that replaces it."""


class Connection(ConnectionBase[ResponseWaiter]):
    """A connection to a runtime, for threads.

    The constructor starts the runtime and completes the handshake. Before the handshake, it calls `starting` with the
    connection, which another thread may close from then on.
    Raises `RuntimeNotFoundError`, `ConfigError` or `RuntimeStartError`, and then leaves nothing running.
    """

    def __init__(
        self,
        config: CodexConfig,
        scopes: HandlerScopes | None = None,
        *,
        notification_bus: NotificationBus | None = None,
        lock: threading.Lock | None = None,
        starting: Callable[[Connection], None] | None = None,
    ) -> None:
        self._transport = resolve_transport(config)
        super().__init__(config, scopes, notification_bus, self._transport)
        self._guard = self._lock = lock or threading.Lock()
        self._handlers = HandlerExecutor(self.dispatcher, self._send_answer, self._thread)
        self._background: set[threading.Thread] = set()
        """Threads that the connection has started for its own requests."""
        self._close_lock = threading.Lock()
        self._closed = False
        self._transport.start(self)
        fork_safety.register(self)
        try:
            if starting is not None:
                starting(self)
            self.server_info = self.request(
                handshake.INITIALIZE, handshake.initialize_params(config), timeout=config.start_timeout
            )
            self._write(self.session.encode_notification(handshake.INITIALIZED), config.request_timeout)
            self._log_started()
        except CodexError as error:
            self.close()
            raise handshake.start_error(self._transport, error) from error
        except BaseException:
            self.close()
            raise

    def request(self, method: str, params: Any, *, timeout: float | None, orphan_thread_id: str | None = None) -> Any:
        """Send a request and return the `result` of its response, not validated.

        Args:
            method: Wire method.
            params: Params as JSON values; None omits them.
            timeout: Maximum time in seconds until the response arrives, including the time in the queue while
                `max_in_flight` requests are pending. None disables it.
            orphan_thread_id: Thread of the turn that this request starts. If the caller abandons the request, the
                connection interrupts the turn. None if the request starts no turn.

        Raises:
            RequestTimeoutError: No response arrived in time. A later response is dropped.
            TransportClosedError: The connection is closed.
            WireValueError: The params contain a value that JSON cannot represent.
            JsonRpcError: The runtime answered with an error.
        """
        deadline = None if timeout is None else time.monotonic() + timeout
        waiter: ResponseWaiter = Waiter()
        with self._lock:
            pending = self.session.create_request(method, params, waiter, orphan_thread_id=orphan_thread_id)
            may_send = pending.sent
        written = False
        try:
            outcome = None if may_send else self._wait_response(pending, deadline)
            if outcome is None:
                written = True
                outcome = self._send(pending, deadline)
        except queue.Empty:
            raise self._timeout_error(pending, timeout or 0.0, written) from None
        except BaseException:
            self._abandon(pending, written)
            raise
        if isinstance(outcome, Exception):
            raise outcome
        if outcome.get("error") is not None:
            raise rpc_error(method, outcome["error"])
        return outcome.get("result")

    def _send(self, pending: PendingRequest[ResponseWaiter], deadline: float | None) -> Mapping[str, Any] | Exception:
        try:
            # If the deadline passes here, it has passed for the response too.
            self._transport.write(pending.data, deadline)
        except OSError as error:
            # If the runtime exits, the transport reports the reason within a moment. That error is the better one.
            try:
                outcome = self._wait_response(pending, time.monotonic() + EXIT_TIMEOUT)
            except queue.Empty:
                raise TransportClosedError(f"{pending.method}: the runtime no longer reads: {error}") from error
        else:
            outcome = self._wait_response(pending, deadline)
        return outcome if outcome is not None else {}

    def _wait_response(
        self, pending: PendingRequest[ResponseWaiter], deadline: float | None
    ) -> Mapping[str, Any] | Exception | None:
        """Return the next message of the waiter. Raises `queue.Empty` at the deadline."""
        return pending.waiter.get(deadline)

    def _abandon(self, pending: PendingRequest[ResponseWaiter], written: bool) -> list[str]:
        """Stop waiting for a response. Return the methods of the other pending requests."""
        with self._lock:
            actions = self.session.abandon(pending, written=written)
            others = self.session.pending_requests.methods()
        self._apply(actions)
        return others

    def event_buffer(self, key: str) -> EventBuffer:
        """Return the event buffer of a turn or login, with the events received so far."""
        with self._lock:
            return self.session.events.event_buffer(key)

    def subscribe(self, buffer: EventBuffer, *, passive: bool = False, retained_only: bool = False) -> EventReader:
        """Subscribe to an event buffer. Leaving the `with` statement of the reader unsubscribes.

        Args:
            buffer: Event buffer of a turn, login or goal.
            passive: Whether the reader only waits for a state, and leaves unread events to the first consumer.
            retained_only: Whether the reader receives only the events that a result consists of.
        """
        return EventReader(self._lock, partial(buffer.subscribe, passive=passive, retained_only=retained_only))

    def wait_until(self, buffer: EventBuffer, reached: Callable[[], bool], timeout: float | None) -> None:
        """Wait until `reached()` is true, which the events of `buffer` may change.

        Raises `RequestTimeoutError` after `timeout` seconds; None disables the limit.
        """
        deadline = None if timeout is None else time.monotonic() + timeout
        with self.subscribe(buffer, passive=True) as events:
            while not reached():
                if not events.wait(None if deadline is None else deadline - time.monotonic()):
                    raise RequestTimeoutError("turn/interrupt", timeout or 0.0, stderr=self.stderr)
                events.next()

    def interrupt(self, thread_id: str, buffer: EventBuffer, timeout: float | None) -> None:
        """Interrupt a turn (`turn/interrupt`) once it has started.

        Does nothing if it was already interrupted.

        Args:
            thread_id: Thread of the turn.
            buffer: Event buffer of the turn.
            timeout: Maximum time in seconds until the runtime has responded. None disables it.
        """
        deadline = None if timeout is None else time.monotonic() + timeout
        self.wait_until(buffer, lambda: buffer.started, timeout)
        # The runtime does not answer a second `turn/interrupt` of the same turn until the next turn runs.
        if not buffer.interrupted:
            remaining = None if deadline is None else deadline - time.monotonic()
            self.request("turn/interrupt", {"threadId": thread_id, "turnId": buffer.key}, timeout=remaining)
            buffer.interrupted = True

    def cancel_turn(self, thread_id: str, buffer: EventBuffer, timeout: float) -> None:
        """Interrupt a turn and wait for its end, for at most `timeout` seconds in all.

        Errors are ignored, because the turn may end by itself meanwhile.
        """
        self.interrupts.interrupt_started(thread_id, buffer, waits=True)

        def cancel() -> None:
            deadline = time.monotonic() + timeout
            self.interrupt(thread_id, buffer, timeout)
            self.wait_until(buffer, lambda: buffer.ended, deadline - time.monotonic())

        self.finish(cancel)

    def finish(self, operation: Callable[[], None]) -> None:
        """Run an operation. Ignores errors of the client."""
        with contextlib.suppress(CodexError):
            operation()

    def interrupt_nowait(self, thread_id: str, buffer: EventBuffer) -> None:
        """Interrupt a turn once it has started, in a background thread."""
        self.interrupts.interrupt_started(thread_id, buffer)
        self._start_background("interrupt", partial(self.cancel_turn, thread_id, buffer, INTERRUPT_TIMEOUT))

    def settle(self, thread_id: str, timeout: float | None) -> None:
        """Wait until abandoned streams of a thread are interrupted; see `PendingInterrupts`. Ignores timeouts."""
        if (buffer := self.interrupts.pending(thread_id)) is not None:
            with self.interrupts.waiting_for(buffer, timeout) as limit:
                self.wait_until(buffer, lambda: buffer.ended, limit)

    def send_nowait(self, method: str, params: Any) -> None:
        """Send a request in a background thread and ignore its response."""

        def send() -> None:
            with contextlib.suppress(CodexError):
                self.request(method, params, timeout=INTERRUPT_TIMEOUT)

        self._start_background("request", send)

    def diagnostics(self, restarts: int) -> Diagnostics:
        """Return statistics of the connection, without a request to the runtime."""
        with self._lock:
            return self._diagnostics(restarts)

    def close(self) -> None:
        """End the runtime, and fail all pending calls. Idempotent; any thread may call this."""
        with self._close_lock:
            if self._closed:
                return
            self._closed = True
        with self._lock:
            actions = self.session.connection_lost(self._closed_error())
        # Before the transport closes, which may take seconds: pending calls fail at once.
        self._apply(actions)
        self._transport.close(EXIT_TIMEOUT)
        self.dispatcher.connection_lost()
        self._handlers.stop()
        worker = self._handlers.worker
        # Not the threads of handlers, which may block, and may close the client.
        for thread in (*self._background.copy(), *([worker] if worker else [])):
            if thread is not threading.current_thread():
                thread.join(EXIT_TIMEOUT)

    def lock_before_fork(self) -> bool:
        """Take the lock, so that the child does not inherit it locked; see `fork_safety`."""
        # A closed connection may share the lock with its replacement, which takes it.
        return not self._closed and self._lock.acquire(timeout=fork_safety.FORK_LOCK_TIMEOUT)

    def unlock_after_fork(self) -> None:
        """Release the lock, in the parent and in the child."""
        self._lock.release()

    def detach_after_fork(self) -> None:
        """Mark the connection as closed in a forked child, where the parent owns the runtime."""
        self._closed = True
        # A thread of the parent may hold the inherited lock, and does not exist here to release it.
        self._close_lock = threading.Lock()
        self._transport.detach_after_fork()
        # The actions are dropped: the threads that wait for these requests exist in the parent only.
        self.session.connection_lost(TransportClosedError(fork_safety.FORKED_CLIENT_MESSAGE))

    def data_received(self, data: bytes) -> None:
        """Process a chunk from the runtime. The transport calls this in its reader thread."""
        with self._lock:
            actions = self.session.receive_data(data)
        self._apply(actions)
        # A small chunk needs no backpressure: the reader waits for more data anyway, and releases the GIL.
        if len(data) > SMALL_READ_SIZE and any(buffer.lag > BACKPRESSURE_LAG for buffer in actions.updated):
            # Yield the GIL to a slow consumer, but do not wait for one that has stopped reading.
            time.sleep(BACKPRESSURE_DELAY)

    def connection_lost(self, reason: CloseReason) -> None:
        """Fail all pending calls. The transport calls this in its reader thread."""
        with self._lock:
            actions = self.session.connection_lost(self._lost_error(reason))
        wire_log.ended(self.pid, reason.exit_code)
        self._apply(actions)
        self.dispatcher.connection_lost()

    def _thread(self, name: str, target: Callable[[], None]) -> threading.Thread:
        thread = self._new_thread(name, target)
        thread.start()
        return thread

    def _start_background(self, name: str, target: Callable[[], None]) -> None:
        """Start a thread that `close` waits for. Takes no lock: the garbage collector may be the caller."""

        def run() -> None:
            try:
                target()
            finally:
                self._background.discard(threading.current_thread())

        thread = self._new_thread(name, run)
        self._background.add(thread)
        try:
            thread.start()
        except RuntimeError:
            self._background.discard(thread)
            raise

    def _new_thread(self, name: str, target: Callable[[], None]) -> threading.Thread:
        suffix = "" if self.pid is None else f"-{self.pid}"
        return threading.Thread(target=target, name=f"codex-{name}{suffix}", daemon=True)

    def _apply(self, actions: Actions[ResponseWaiter]) -> None:
        for pending, error in actions.failed_requests:
            pending.waiter.put(error)
        for pending in actions.ready_to_send:
            pending.waiter.put(None)
        self._apply_server_requests(actions)
        for buffer in actions.updated:
            for subscription in buffer.subscriptions:
                subscription.wake()
        # Responses last: the woken thread needs the GIL, which this thread holds.
        for pending, response in actions.responses:
            pending.waiter.put(response)

    def _submit(self, pending: PendingServerRequest) -> None:
        self._handlers.submit(pending)

    def _start_orphan_interrupt(self, thread_id: str, response: Mapping[str, Any]) -> None:
        self._start_background("orphan", partial(self._interrupt_orphan, thread_id, response))

    def _send_answer(self, data: bytes) -> None:
        # If the connection is closed, the runtime does not wait for the answer.
        with contextlib.suppress(OSError):
            self._write(data, self._config.request_timeout)

    def emit(self, event: Notification) -> None:
        """Publish an event that the client creates itself. Any thread may call this."""
        with self._lock:
            actions = self.session.emit(event)
        self._apply(actions)

    def _write(self, data: bytes, timeout: float | None) -> None:
        self._transport.write(data, None if timeout is None else time.monotonic() + timeout)

    def _timeout_error(
        self, pending: PendingRequest[ResponseWaiter], timeout: float, written: bool
    ) -> RequestTimeoutError:
        others = self._abandon(pending, written)
        return RequestTimeoutError(pending.method, timeout, stderr=self.stderr, pending=others)

    def _interrupt_orphan(self, thread_id: str, response: Mapping[str, Any]) -> None:
        """Interrupt the turn that an abandoned request has started, unless it has a consumer."""
        turn_id = started_turn_id(response)
        with self._lock:
            if turn_id is None or self.session.events.has_consumer(turn_id):
                return
            buffer = self.session.events.event_buffer(turn_id)
        self.cancel_turn(thread_id, buffer, INTERRUPT_TIMEOUT)
