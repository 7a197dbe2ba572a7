"""The connection for threads: the transport's thread receives, and any thread may send requests."""

from __future__ import annotations

import queue
import threading
import time
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from openai_codex._connection import handshake
from openai_codex._connection.reconnect.link import Link
from openai_codex._connection.request_claim import RequestClaim
from openai_codex._connection.rpc_errors import rpc_error
from openai_codex._connection.sync.client_thread import ClientThread
from openai_codex._connection.sync.handler_executor import HandlerExecutor
from openai_codex._connection.sync.link_control import LinkControl
from openai_codex._connection.sync.waiter import Waiter
from openai_codex._connection.sync.writer import Writer
from openai_codex._connection.timeouts import EXIT_TIMEOUT
from openai_codex._observation.reports import observed_start, report_failed_start
from openai_codex._protocol import wire_log
from openai_codex._transports import fork_safety
from openai_codex._transports.resolve import resolve_transport
from openai_codex.errors import CodexError, RequestTimeoutError, TransportClosedError

if TYPE_CHECKING:
    from collections.abc import Callable

    from openai_codex._connection.diagnostics import Diagnostics
    from openai_codex._connection.sync.reconnector import Reconnector
    from openai_codex._connection.sync.turn_control import ResponseWaiter
    from openai_codex._connection.thread_registry import ThreadRegistry
    from openai_codex._handlers.pending_request import PendingServerRequest
    from openai_codex._handlers.scopes import HandlerScopes
    from openai_codex._protocol.actions import Actions
    from openai_codex._protocol.notification_bus import NotificationBus
    from openai_codex._protocol.notifications import Notification
    from openai_codex._protocol.pending_requests import PendingRequest
    from openai_codex._transports.base import CloseReason
    from openai_codex.config import CodexConfig

T = TypeVar("T")

SMALL_READ_SIZE = 16 * 1024
"""Chunks up to this size, in bytes, cause no backpressure: they contain everything that the runtime has sent so far."""

BACKPRESSURE_LAG = 10_000
"""Number of unread events of a consumer above which the reader thread sleeps."""

BACKPRESSURE_DELAY = 0.01
"""Time that the reader thread sleeps, in seconds. A consumer takes several times as long to read one chunk."""


class Connection(LinkControl):
    """A connection to a runtime, for threads.

    The constructor starts the runtime and completes the handshake. Before, it calls `starting` with the connection,
    which another thread may close from then on: the constructor then raises `TransportClosedError` soon.
    Raises `RuntimeNotFoundError`, `ConfigError` or `RuntimeStartError`, and then leaves nothing running.

    The constructor and `close` must run in a thread that no signal handler interrupts. All other methods may run in any
    thread: they change the state in `ClientThread` only.
    """

    def __init__(
        self,
        config: CodexConfig,
        scopes: HandlerScopes | None = None,
        *,
        notification_bus: NotificationBus | None = None,
        client_thread: ClientThread | None = None,
        starting: Callable[[Connection], None] | None = None,
        threads: ThreadRegistry | None = None,
    ) -> None:
        self._transport = resolve_transport(config)
        self._owns_thread = client_thread is None
        super().__init__(config, scopes, notification_bus, self._transport, client_thread or ClientThread(), threads)
        self._link = Link(self)
        self._reconnector: Reconnector | None = None
        if timeout := self.reconnect_timeout:
            # Not at the top, because most connections end with their process.
            from openai_codex._connection.sync.reconnector import Reconnector

            self._reconnector = Reconnector(self, timeout)
        self._writer = Writer(self._transport, self.outbox, self._thread, self._write_failed)
        self._handlers = HandlerExecutor(self.dispatcher, self._send_answer, self._start_thread)
        self._background: dict[threading.Thread, threading.Event] = {}
        """Threads that the connection starts for its own requests, each with an event that is set once it has started.
        """
        self._close_lock = threading.Lock()
        self._closed = False
        self._transport_started = False
        """Whether the transport has started, so that it has to be closed."""
        self._lost = threading.Event()
        """Set when the connection has ended."""
        self.reader: threading.Thread | None = None
        """The thread in which the transport delivers data; None before the first chunk.

        Not its identifier, which another thread may have after its end."""
        try:
            with observed_start(self):
                if starting is not None:
                    starting(self)
                self._start_transport()
        except BaseException:
            self._stop_thread()
            raise
        fork_safety.register(self)
        try:
            self.send_initialized(
                self.request(handshake.INITIALIZE, handshake.initialize_params(config), timeout=config.start_timeout)
            )
            self._log_started()
            self._established = True
            self._writer.keeps_unsent = self._reconnector is not None
        except CodexError as error:
            report_failed_start(self, error)
            self.close()
            raise handshake.start_error(self._transport, error) from error
        except BaseException:
            self.close()
            raise

    def _start_transport(self) -> None:
        """Start the transport, unless another thread closes the connection meanwhile."""
        try:
            self._transport.start(self._link)
        except Exception as error:
            if self._closed:
                raise self._closed_error() from error
            raise
        with self._close_lock:
            self._transport_started, closed = True, self._closed
        if closed:
            # `kill` of the other thread may have preceded the start.
            self._transport.kill()
            self._transport.close(EXIT_TIMEOUT)
            raise self._closed_error()

    def request(self, method: str, params: Any, *, timeout: float | None, claim: RequestClaim | None = None) -> Any:
        """Send a request and return the `result` of its response, not validated.

        Args:
            method: Wire method.
            params: Params as JSON values; None omits them.
            timeout: Maximum time in seconds until the response arrives, including the time in the queue while
                `max_in_flight` requests are pending. None disables it.
            claim: The claim of a caller that has to release the result if it is interrupted later; else None.

        Raises:
            RequestTimeoutError: No response arrived in time. A later response is dropped.
            TransportClosedError: The connection is closed.
            WireValueError: The params contain a value that JSON cannot represent.
            JsonRpcError: The runtime answered with an error.
        """
        deadline = None if timeout is None else time.monotonic() + timeout
        claim = claim or RequestClaim()
        claim.connection = self
        waiter: ResponseWaiter = Waiter()
        if self.session.observer is not None:
            claim.origin = self.session.observer.origin()
        try:
            self._thread.submit(partial(self._start_request, method, params, waiter, claim))
            try:
                outcome = waiter.get(deadline)
            except queue.Empty:
                raise self._timeout_error(claim, method, timeout or 0.0) from None
            if isinstance(outcome, Exception):
                raise outcome
            if outcome.get("error") is not None:
                raise rpc_error(method, outcome["error"])
            return outcome.get("result")
        except BaseException:
            self.abandon(claim)
            raise

    def abandon(self, claim: RequestClaim) -> None:
        """Abandon a request; see `ConnectionBase.abandon`."""
        self._thread.post(partial(self._abandon, claim))

    def _start_request(self, method: str, params: Any, waiter: ResponseWaiter, claim: RequestClaim) -> None:
        """Register and send a request. Runs in the client thread."""
        try:
            with self._thread.lock:
                claim.pending = pending = self.session.create_request(
                    method,
                    params,
                    waiter,
                    orphan_thread_id=claim.thread_id,
                    origin=claim.origin,
                    restores=claim.restores,
                )
                pending.buffer = claim.goal
                if pending.sent:
                    self.outbox.add(pending)
        except Exception as error:  # the caller receives it
            waiter.put(error)
        else:
            self._writer.flush()

    def _abandon(self, claim: RequestClaim) -> list[str]:
        """Stop waiting for a response. Return the methods of the other pending requests."""
        self._release_scope(claim)
        if claim.pending is None:
            return []
        with self._thread.lock:
            actions = self._abandon_pending(claim.pending)
            others = self.session.pending_requests.methods()
            unused = self._unused_buffer(claim)
        self._apply(actions)
        if unused is not None and claim.thread_id is not None:
            self._interrupt_when_started(claim.thread_id, unused)
        return others

    def _timeout_error(self, claim: RequestClaim, method: str, timeout: float) -> CodexError:
        if claim.pending is not None:
            claim.pending.timed_out = True
        others = self._thread.call(partial(self._abandon, claim))
        if claim.pending is not None and claim.pending.write_error is not None:
            return self._unread_error(claim.pending, claim.pending.write_error)
        sent = claim.pending is not None and claim.pending.written
        return RequestTimeoutError(method, timeout, sent=sent, stderr=self.stderr, pending=others)

    def send_nowait(self, method: str, params: Any) -> None:
        """Send a request and ignore its response. Finalizers may call this."""
        self._thread.perform(partial(self._start_request, method, params, Waiter(), RequestClaim()))

    def run_nowait(self, operation: Callable[[], None]) -> None:
        """Run an operation in the client thread; see `ConnectionBase.run_nowait`."""
        self._thread.post(operation)

    def diagnostics(self, restarts: int) -> Diagnostics:
        """Return statistics of the connection, without a request to the runtime."""
        return self._run_locked(partial(self._diagnostics, restarts))

    def close(self) -> None:
        """End the runtime, and fail all pending calls. Idempotent."""
        with self._close_lock:
            if self._closed:
                return
            self._closed, is_started = True, self._transport_started
        if self._reconnector is not None:
            self._reconnector.stop()
        # Before the transport closes, which may take seconds: pending calls fail at once.
        self._end(self._closed_error(), by_client=True)
        if is_started:
            self._transport.close(EXIT_TIMEOUT)
        else:
            # The thread that starts it releases the rest.
            with self._recorded("the start of the transport was not ended"):
                self._transport.kill()
        self.dispatcher.connection_lost()
        self._handlers.stop()
        worker = self._handlers.worker
        # Not the threads of handlers, which may block, and may close the client.
        for thread, started in self._background.copy().items():
            # A thread that is starting raises an error if it is joined.
            if thread is not threading.current_thread() and started.wait(EXIT_TIMEOUT) and thread.ident is not None:
                thread.join(EXIT_TIMEOUT)
        if worker is not None and worker is not threading.current_thread():
            worker.join(EXIT_TIMEOUT)
        self._stop_thread()

    def _stop_thread(self) -> None:
        if self._owns_thread:
            self._thread.stop(EXIT_TIMEOUT)

    def _end(self, error: Exception, *, by_client: bool = False) -> None:
        with self._thread.lock:
            actions = self.session.connection_lost(error, by_client=by_client)
            self.outbox.clear()
        self._lost.set()
        self._apply(actions)

    def lock_before_fork(self) -> bool:
        """Return False; `ClientThread` holds the lock during the fork."""
        return False

    def unlock_after_fork(self) -> None:
        """Do nothing; see `lock_before_fork`."""

    def detach_after_fork(self) -> None:
        """Mark the connection as closed in a forked child, where the parent owns the runtime."""
        self._closed = True
        # A thread of the parent may hold the inherited lock, and does not exist here to release it.
        self._close_lock = threading.Lock()
        self._transport.detach_after_fork()
        if self._reconnector is not None:
            self._reconnector.detach_after_fork()
        self.session.observer = None
        # The actions are dropped: the threads that wait for these requests exist in the parent only.
        self.session.connection_lost(TransportClosedError(fork_safety.FORKED_CLIENT_MESSAGE))
        self.outbox.clear()

    def data_received(self, data: bytes) -> None:
        """Process a chunk from the runtime. The transport calls this in its reader thread."""
        self.reader = threading.current_thread()
        with self._thread.lock:
            actions = self.session.receive_data(data)
            self.outbox.add(*actions.ready_to_send)
        self._apply(actions)
        # A small chunk needs no backpressure: the reader waits for more data anyway, and releases the GIL.
        if len(data) > SMALL_READ_SIZE and any(buffer.lag > BACKPRESSURE_LAG for buffer in actions.updated):
            # Yield the GIL to a slow consumer, but do not wait for one that has stopped reading.
            time.sleep(BACKPRESSURE_DELAY)

    def connection_lost(self, reason: CloseReason) -> None:
        """Fail all pending calls. Called in the reader thread of the transport."""
        with self._thread.lock:
            error = self.lost_error(reason)
        wire_log.ended(self.pid, reason.exit_code)
        self._end(error)
        self.dispatcher.connection_lost()

    def _run_whole(self, operation: Callable[[], T]) -> T:
        return self._thread.call(operation)

    def _start_thread(self, name: str, target: Callable[[], None]) -> threading.Thread:
        thread = self._new_thread(name, target)
        thread.start()
        return thread

    def start_background(self, name: str, target: Callable[[], None]) -> None:
        """Start a thread that `close` waits for."""

        def run() -> None:
            try:
                target()
            finally:
                self._background.pop(threading.current_thread(), None)

        thread = self._new_thread(name, run)
        started = self._background[thread] = threading.Event()
        try:
            thread.start()
        except RuntimeError:
            self._background.pop(thread, None)
            raise
        finally:
            started.set()

    def _new_thread(self, name: str, target: Callable[[], None]) -> threading.Thread:
        suffix = "" if self.pid is None else f"-{self.pid}"
        return threading.Thread(target=target, name=f"codex-{name}{suffix}", daemon=True)

    def _apply(self, actions: Actions[ResponseWaiter]) -> None:
        for pending, error in actions.failed_requests:
            pending.waiter.put(error)
        if actions.ready_to_send:
            self._thread.post(self._writer.flush)
        self._apply_server_requests(actions)
        for buffer in actions.updated:
            for subscription in buffer.subscriptions:
                subscription.wake()
        # Responses last: the woken thread needs the GIL, which this thread holds.
        for pending, response in actions.responses:
            pending.waiter.put(response)

    def _submit(self, pending: PendingServerRequest) -> None:
        self._handlers.submit(pending)

    def _send_answer(self, data: bytes) -> None:
        self._thread.post(partial(self._add_message, data))

    def _add_message(self, data: bytes, *, restores: bool = False) -> None:
        with self._thread.lock:
            # The runtime repeats the request of a response that the connection has lost.
            if self.session.is_connected or (restores and self.session.close_reason is None):
                self.outbox.add_message(data)
        self._writer.flush()

    def emit(self, event: Notification) -> None:
        """Publish an event that the client creates itself. Any thread may call this."""

        def run() -> None:
            with self._thread.lock:
                actions = self.session.emit(event)
            self._apply(actions)

        self._thread.call(run)

    def _write_failed(self, requests: list[PendingRequest[ResponseWaiter]], problem: OSError) -> None:
        """Fail requests that the transport did not accept."""

        def fail() -> None:
            # If the runtime exits, the transport reports the reason within a moment. That error is the better one.
            if self._lost.wait(EXIT_TIMEOUT):
                return
            for pending in requests:
                with self._thread.lock:
                    actions = self._abandon_pending(pending)
                self._apply(actions)
                pending.waiter.put(self._unread_error(pending, problem))

        for pending in requests:
            pending.write_error = problem
        if requests and not self._lost.is_set():
            self.start_background("unsent", fail)
