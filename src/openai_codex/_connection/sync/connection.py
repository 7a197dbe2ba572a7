"""A connection to a runtime for code that blocks: one thread reads, any thread may call."""

from __future__ import annotations

import contextlib
import os
import queue
import threading
import time
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, TypeAlias

from openai_codex._connection import handshake
from openai_codex._connection.capabilities import check_supported, missing_features
from openai_codex._connection.metadata import metadata_from
from openai_codex._connection.sync.event_reader import EventReader
from openai_codex._connection.sync.handler_executor import HandlerExecutor
from openai_codex._connection.timeouts import EXIT_TIMEOUT, INTERRUPT_TIMEOUT
from openai_codex._handlers.dispatcher import ServerRequestDispatcher
from openai_codex._protocol import wire_log
from openai_codex._protocol.decoding import started_turn_id
from openai_codex._protocol.session import Session
from openai_codex._transports.stdio import fork_safety
from openai_codex._transports.stdio.launch import resolve_launch_spec
from openai_codex._transports.stdio.pipe_writer import PipeWriter
from openai_codex._transports.stdio.process import RuntimeProcess, describe_exit
from openai_codex.errors import CodexError, RequestTimeoutError, TransportClosedError, rpc_error

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from openai_codex._connection.capabilities import MissingFeatures
    from openai_codex._connection.diagnostics import Diagnostics
    from openai_codex._handlers.options import Handlers
    from openai_codex._protocol.actions import Actions
    from openai_codex._protocol.event_buffer import EventBuffer
    from openai_codex._protocol.goal_events import GoalEventBuffer
    from openai_codex._protocol.notification_bus import NotificationBus
    from openai_codex._protocol.notifications import Notification
    from openai_codex._protocol.pending_requests import PendingRequest
    from openai_codex.config import CodexConfig

READ_SIZE = 256 * 1024
SMALL_READ_SIZE = 16 * 1024
"""What is read at once, at least, where the runtime is faster than this program."""

BACKPRESSURE_LAG = 10_000
"""How many events the reader of a turn may be behind before this thread steps back, so that it can catch up."""

BACKPRESSURE_DELAY = 0.01
"""For how long, in seconds. It is a fraction of the time that as many events as one read brings would take to read."""

Waiter: TypeAlias = "queue.SimpleQueue[Mapping[str, Any] | Exception | None]"
"""What the thread of one request waits on, for: None, that the request may be sent; the reply; or why there is none."""


class Connection:
    """A started runtime, spoken to from threads.

    Starting one spawns the runtime and does the handshake; `server_info` is the runtime's answer to `initialize`. In
    between, `starting` is called with the connection: from then on it can be closed from another thread.
    Raises `RuntimeNotFoundError`, `ConfigError` or `RuntimeStartError`, with nothing left running.
    """

    def __init__(
        self,
        config: CodexConfig,
        handlers: Handlers | None = None,
        *,
        notification_bus: NotificationBus | None = None,
        lock: threading.Lock | None = None,
        starting: Callable[[Connection], None] | None = None,
    ) -> None:
        self._config = config
        self._lock = lock or threading.Lock()
        self.session: Session[Waiter] = Session(
            max_line_bytes=config.max_message_bytes,
            max_in_flight=config.max_in_flight,
            notification_bus=notification_bus,
        )
        """What is known of the conversation. To be touched with the lock held alone."""
        self.dispatcher = ServerRequestDispatcher(
            self.session, handlers, config.handler_timeout, emit=self.emit, send=self._send_answer
        )
        """What the runtime asks, and who answers."""
        self._process = RuntimeProcess(resolve_launch_spec(config))
        self._writer = PipeWriter(self._process.stdin)
        self._handlers = HandlerExecutor(self.dispatcher, self._send_answer, self._thread)
        self._close_lock = threading.Lock()
        self._closed = False
        fork_safety.register(self)
        self._stderr_reader = self._thread("stderr", self._read_stderr)
        self._reader = self._thread("reader", self._read)
        try:
            if starting is not None:
                starting(self)
            self.server_info = self.request(
                handshake.INITIALIZE, handshake.initialize_params(config), timeout=config.start_timeout
            )
            self._write(self.session.encode_notification(handshake.INITIALIZED), config.request_timeout)
            wire_log.started(self.pid, self._version)
        except CodexError as error:
            self.close()
            raise handshake.start_error(self._process.command, error) from error
        except BaseException:
            self.close()
            raise

    @property
    def pid(self) -> int:
        """The process id of the runtime."""
        return self._process.pid

    @property
    def close_reason(self) -> Exception | None:
        """What ended the connection, or None while it lives."""
        return self.session.close_reason

    def request(self, method: str, params: Any, *, timeout: float | None, orphan_thread_id: str | None = None) -> Any:
        """Send a request and return the result of its reply, as it came.

        `timeout` is in seconds, None for none; to wait until the runtime has fewer requests to answer counts.
        `orphan_thread_id`: thread of the turn that this request starts. If the caller abandons the request, the turn is
        interrupted.
        Raises `RequestTimeoutError`, `TransportClosedError`, `WireValueError`, or the `JsonRpcError` that the runtime
        answered with.
        """
        deadline = None if timeout is None else time.monotonic() + timeout
        waiter: Waiter = queue.SimpleQueue()
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

    def _send(self, pending: PendingRequest[Waiter], deadline: float | None) -> Mapping[str, Any] | Exception:
        try:
            self._writer.write(pending.data, deadline)
        except OSError as error:
            # If the runtime is dying, the reader will find out why, and say so.
            try:
                outcome = self._wait_response(pending, time.monotonic() + EXIT_TIMEOUT)
            except queue.Empty:
                raise TransportClosedError(f"{pending.method}: the runtime no longer reads: {error}") from error
        else:
            outcome = self._wait_response(pending, deadline)
        return outcome if outcome is not None else {}

    def _wait_response(
        self, pending: PendingRequest[Waiter], deadline: float | None
    ) -> Mapping[str, Any] | Exception | None:
        """Wait for what becomes of a request. Raises `queue.Empty` at the deadline."""
        timeout = None if deadline is None else max(0.0, deadline - time.monotonic())
        return pending.waiter.get(timeout=timeout)

    def _abandon(self, pending: PendingRequest[Waiter], written: bool) -> list[str]:
        """Give a request up; return what else waits for a reply."""
        with self._lock:
            actions = self.session.abandon(pending, written=written)
            others = self.session.pending_requests.methods()
        self._carry_out(actions)
        return others

    @cached_property
    def _version(self) -> str | None:
        return metadata_from(self.server_info).server_info.version

    @cached_property
    def _missing_features(self) -> Mapping[str, MissingFeatures]:
        return missing_features(self._version)

    def check_supported(self, method: str, params: Any) -> None:
        """Raise `UnsupportedByRuntimeError` for what the runtime is known not to have."""
        check_supported(self._missing_features, self._version, method, params)

    def event_buffer(self, key: str) -> EventBuffer:
        """Return the mailbox of a turn or of a login, with what has come for it so far."""
        with self._lock:
            return self.session.events.event_buffer(key)

    def add_goal_buffer(self, feed: GoalEventBuffer) -> None:
        """Put all events of a thread into `feed` as well, from now on until it ends."""
        with self._lock:
            self.session.events.add_goal_buffer(feed)

    def subscribe(self, buffer: EventBuffer, *, passive: bool = False, retained_only: bool = False) -> EventReader:
        """Start to read the events of a mailbox (see `EventBuffer.subscribe`); leave the `with` statement to stop."""
        return EventReader(self._lock, partial(buffer.subscribe, passive=passive, retained_only=retained_only))

    def wait_until(self, buffer: EventBuffer, reached: Callable[[], bool], timeout: float | None) -> None:
        """Wait until what is expected of a mailbox holds. Raises `RequestTimeoutError` after `timeout` seconds."""
        deadline = None if timeout is None else time.monotonic() + timeout
        with self.subscribe(buffer, passive=True) as events:
            while not reached():
                if not events.wait(None if deadline is None else deadline - time.monotonic()):
                    raise RequestTimeoutError("turn/interrupt", timeout or 0.0, stderr=self.stderr)
                events.next()

    def interrupt(self, thread_id: str, buffer: EventBuffer, timeout: float | None) -> None:
        """Interrupt a turn once it has started, unless it was interrupted before.

        The wait for the start, and the request, each take at most `timeout` seconds; None disables the limit.
        """
        self.wait_until(buffer, lambda: buffer.started, timeout)
        self._interrupt_started(thread_id, buffer, timeout)

    def _interrupt_started(self, thread_id: str, buffer: EventBuffer, timeout: float | None) -> None:
        # The runtime does not answer a second `turn/interrupt` of the same turn until the next turn runs.
        if not buffer.interrupted:
            self.request("turn/interrupt", {"threadId": thread_id, "turnId": buffer.key}, timeout=timeout)
            buffer.interrupted = True

    def cancel_turn(self, thread_id: str, buffer: EventBuffer, timeout: float) -> None:
        """Interrupt a turn and wait for its end, for at most `timeout` seconds in all.

        Raises no `CodexError`: the turn may end by itself meanwhile, or with the runtime.
        """
        deadline = time.monotonic() + timeout
        with contextlib.suppress(CodexError):
            self.wait_until(buffer, lambda: buffer.started, timeout)
            self._interrupt_started(thread_id, buffer, deadline - time.monotonic())
            self.wait_until(buffer, lambda: buffer.ended, deadline - time.monotonic())

    def interrupt_nowait(self, thread_id: str, buffer: EventBuffer) -> None:
        """Interrupt a turn once it has started, in a background thread."""
        self._thread("interrupt", partial(self.cancel_turn, thread_id, buffer, INTERRUPT_TIMEOUT))

    def send_nowait(self, method: str, params: Any) -> None:
        """Send a request in a background thread and ignore its response."""

        def send() -> None:
            with contextlib.suppress(CodexError):
                self.request(method, params, timeout=INTERRUPT_TIMEOUT)

        self._thread("request", send)

    @property
    def stderr(self) -> tuple[str, ...]:
        """The last lines that the runtime wrote to stderr."""
        return self._process.stderr.lines()

    def diagnostics(self, restarts: int) -> Diagnostics:
        """Return how the client stands."""
        from openai_codex._connection.diagnostics import diagnostics

        with self._lock:
            code = self._process.exit_code()
            return diagnostics(self.session, pid=self.pid, exit_code=code, restarts=restarts, stderr=self.stderr)

    def close(self) -> None:
        """End the runtime, and with it every wait. Safe to call twice, and from any thread."""
        with self._close_lock:
            if self._closed:
                return
            self._closed = True
        with self._lock:
            # What is waiting now was not answered; what calls later finds the client closed.
            pending = self.session.pending_requests.methods()
            actions = self.session.connection_lost(TransportClosedError("the client was closed", pending=pending))
        self._carry_out(actions)
        # As long as it is there to be asked: the end of its stdin is its own.
        self._process.snapshot_descendants()
        stdin_closed = self._writer.close(EXIT_TIMEOUT)
        self._process.shutdown(stdin_closed)
        self.dispatcher.connection_lost()
        self._handlers.stop()
        for thread in (self._reader, self._stderr_reader, self._handlers.worker):
            if thread is not None and thread is not threading.current_thread():
                thread.join(EXIT_TIMEOUT)

    def lock_before_fork(self) -> bool:
        """Hold still for a fork; see `forks`."""
        # One that is closed may share the lock with the one that took its place.
        return not self._closed and self._lock.acquire(timeout=fork_safety.FORK_LOCK_TIMEOUT)

    def unlock_after_fork(self) -> None:
        """Go on after it."""
        self._lock.release()

    def detach_after_fork(self) -> None:
        """Be closed, in a forked child."""
        self._closed = True
        self._close_lock = threading.Lock()
        self._writer.detach_after_fork()
        # Nobody is woken: the threads that wait are the parent's.
        self.session.connection_lost(TransportClosedError(fork_safety.FORKED_CLIENT_MESSAGE))

    def _thread(self, name: str, target: Callable[[], None]) -> threading.Thread:
        thread = threading.Thread(target=target, name=f"codex-{name}-{self._process.pid}", daemon=True)
        thread.start()
        return thread

    def _read(self) -> None:
        fd = self._process.stdout.fileno()
        # To read from a pipe whose other end has just died may fail instead of ending.
        with self._process.stdout, contextlib.suppress(OSError):
            while data := os.read(fd, READ_SIZE):
                with self._lock:
                    actions = self.session.receive_data(data)
                self._carry_out(actions)
                # A small piece is all that there was: this thread has to wait for more in any case.
                if len(data) > SMALL_READ_SIZE and any(buffer.lag > BACKPRESSURE_LAG for buffer in actions.updated):
                    # Whoever reads them needs a processor too; but one that has stopped to read must not hold us up.
                    time.sleep(BACKPRESSURE_DELAY)
        exit_code = self._process.wait(EXIT_TIMEOUT)
        if self._process.exiting:
            # A thread that would wake now could do nothing but complain.
            return
        self._stderr_reader.join(EXIT_TIMEOUT)
        with self._lock:
            error = TransportClosedError(
                describe_exit(exit_code),
                exit_code=exit_code,
                stderr=self.stderr,
                pending=self.session.pending_requests.methods(),
            )
            actions = self.session.connection_lost(error)
        wire_log.ended(self.pid, exit_code)
        self._carry_out(actions)

    def _read_stderr(self) -> None:
        with self._process.stderr_pipe as pipe, contextlib.suppress(OSError):
            while data := os.read(pipe.fileno(), READ_SIZE):
                self._process.stderr.feed(data)

    def _carry_out(self, actions: Actions[Waiter]) -> None:
        for pending, error in actions.failed_requests:
            pending.waiter.put(error)
        for pending in actions.ready_to_send:
            pending.waiter.put(None)
        try:
            self._carry_out_requests(actions)
        except Exception as error:  # no new thread, for one: what the runtime says must be read all the same
            self.session.record_internal_error("a request of the runtime was lost", error)
        for buffer in actions.updated:
            for subscription in buffer.subscriptions:
                subscription.wake()
        # Last, because whoever is woken can only go on once this thread waits again.
        for pending, reply in actions.responses:
            pending.waiter.put(reply)

    def _carry_out_requests(self, actions: Actions[Waiter]) -> None:
        for thread_id, reply in actions.orphaned_responses:
            self._thread("stray", partial(self._interrupt_orphan, thread_id, reply))
        for request in actions.server_requests:
            self._handlers.submit(self.dispatcher.register(request))
        # A request is taken before it is withdrawn; who reads the end of a turn finds none of its questions open.
        for request_id in actions.cancelled_server_requests:
            self.dispatcher.cancel(request_id)
        for turn_id in actions.completed_turns:
            self.dispatcher.turn_completed(turn_id)

    def _send_answer(self, data: bytes) -> None:
        # A runtime that is gone needs no answer.
        with contextlib.suppress(OSError):
            self._write(data, self._config.request_timeout)

    def emit(self, event: Notification) -> None:
        """Put an event of this client's own where the runtime's events go."""
        with self._lock:
            actions = self.session.emit(event)
        self._carry_out(actions)

    def _write(self, data: bytes, timeout: float | None) -> None:
        self._writer.write(data, None if timeout is None else time.monotonic() + timeout)

    def _timeout_error(self, pending: PendingRequest[Waiter], timeout: float, written: bool) -> RequestTimeoutError:
        others = self._abandon(pending, written)
        return RequestTimeoutError(pending.method, timeout, stderr=self.stderr, pending=others)

    def _interrupt_orphan(self, thread_id: str, reply: Mapping[str, Any]) -> None:
        """Interrupt the turn that a request has started after all, though it had been given up."""
        turn_id = started_turn_id(reply)
        with self._lock:
            if turn_id is None or self.session.events.has_consumer(turn_id):
                return
            buffer = self.session.events.event_buffer(turn_id)
        self.cancel_turn(thread_id, buffer, INTERRUPT_TIMEOUT)
