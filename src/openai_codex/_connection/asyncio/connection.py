"""A connection to a runtime for asyncio: everything happens in the event loop, without threads."""

from __future__ import annotations

import asyncio
import contextlib
import time
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from openai_codex._connection import handshake
from openai_codex._connection.asyncio.event_reader import AsyncEventReader
from openai_codex._connection.asyncio.handler_executor import AsyncHandlerExecutor
from openai_codex._connection.capabilities import check_supported, missing_features
from openai_codex._connection.metadata import metadata_from
from openai_codex._connection.timeouts import EXIT_TIMEOUT, INTERRUPT_TIMEOUT, WRITE_FAILURE_DELAY
from openai_codex._handlers.dispatcher import ServerRequestDispatcher
from openai_codex._protocol import wire_log
from openai_codex._protocol.decoding import started_turn_id
from openai_codex._protocol.session import Session
from openai_codex._transports.stdio import fork_safety
from openai_codex._transports.stdio.asyncio_process import AsyncRuntimeProcess
from openai_codex._transports.stdio.launch import resolve_launch_spec
from openai_codex._transports.stdio.process import describe_exit
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

T = TypeVar("T")

ResponseFuture: TypeAlias = "asyncio.Future[Mapping[str, Any]]"


class AsyncConnection:
    """A started runtime, spoken to from one event loop. Made by `start`."""

    def __init__(
        self, config: CodexConfig, handlers: Handlers | None, notification_bus: NotificationBus | None
    ) -> None:
        self._config = config
        self.session: Session[ResponseFuture] = Session(
            max_line_bytes=config.max_message_bytes,
            max_in_flight=config.max_in_flight,
            notification_bus=notification_bus,
        )
        """What is known of the conversation."""
        self._loop = asyncio.get_running_loop()
        self.dispatcher = ServerRequestDispatcher(
            self.session, handlers, config.handler_timeout, emit=self.emit, send=self._send_answer
        )
        """What the runtime asks, and who answers."""
        self._handlers = AsyncHandlerExecutor(self.dispatcher, self._send_answer)
        self._write_queue: list[PendingRequest[ResponseFuture]] = []
        """The requests that are about to be sent."""
        self._orphan_tasks: set[asyncio.Task[None]] = set()
        self._inherited = False
        self._exit_task: asyncio.Task[None] | None = None
        self._close_task: asyncio.Task[None] | None = None
        self._process: AsyncRuntimeProcess
        self.server_info: Any = None
        """The runtime's answer to `initialize`."""

    @classmethod
    async def start(
        cls, config: CodexConfig, handlers: Handlers | None = None, *, notification_bus: NotificationBus | None = None
    ) -> AsyncConnection:
        """Start a runtime and do the handshake.

        Raises `RuntimeNotFoundError`, `ConfigError` or `RuntimeStartError`, with nothing left running.
        """
        self = cls(config, handlers, notification_bus)
        self._process = await AsyncRuntimeProcess.start(resolve_launch_spec(config), self._on_data, self._on_end)
        fork_safety.register(self)
        try:
            self.server_info = await self.request(
                handshake.INITIALIZE, handshake.initialize_params(config), timeout=config.start_timeout
            )
        except CodexError as error:
            await self.close()
            raise handshake.start_error(self._process.command, error) from error
        except BaseException:
            self.session.connection_lost(TransportClosedError("the start was given up"))
            self._process.kill()
            raise
        self._write(self.session.encode_notification(handshake.INITIALIZED))
        wire_log.started(self.pid, self._version)
        return self

    @property
    def pid(self) -> int:
        """The process id of the runtime."""
        return self._process.pid

    @property
    def close_reason(self) -> Exception | None:
        """What ended the connection, or None while it lives."""
        return self.session.close_reason

    async def request(
        self, method: str, params: Any, *, timeout: float | None, orphan_thread_id: str | None = None
    ) -> Any:
        """Send a request and return the result of its reply, as it came.

        `timeout` is in seconds, None for none; to wait until the runtime has fewer requests to answer counts.
        `orphan_thread_id`: thread of the turn that this request starts. If the caller abandons the request, the turn is
        interrupted.
        Raises `RequestTimeoutError`, `TransportClosedError`, `WireValueError`, or the `JsonRpcError` that the runtime
        answered with. If cancelled, a reply that still comes is dropped.
        """
        self.check_loop()
        waiter: ResponseFuture = self._loop.create_future()
        pending = self.session.create_request(method, params, waiter, orphan_thread_id=orphan_thread_id)
        timer = None if timeout is None else self._loop.call_later(timeout, _time_out, waiter)
        try:
            if pending.sent:
                self._send(pending)
            reply = await waiter
        except _RequestTimeout:
            self._carry_out(self.session.abandon(pending))
            others = self.session.pending_requests.methods()
            raise RequestTimeoutError(method, timeout or 0.0, stderr=self.stderr, pending=others) from None
        except BaseException:
            self._carry_out(self.session.abandon(pending))
            raise
        finally:
            if timer is not None:
                timer.cancel()
        if reply.get("error") is not None:
            raise rpc_error(method, reply["error"])
        return reply.get("result")

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
        return self.session.events.event_buffer(key)

    def add_goal_buffer(self, feed: GoalEventBuffer) -> None:
        """Put all events of a thread into `feed` as well, from now on until it ends."""
        self.session.events.add_goal_buffer(feed)

    def subscribe(self, buffer: EventBuffer, *, passive: bool = False, retained_only: bool = False) -> AsyncEventReader:
        """Start to read the events of a mailbox (see `EventBuffer.subscribe`); leave the `with` statement to stop."""
        self.check_loop()
        return AsyncEventReader(partial(buffer.subscribe, passive=passive, retained_only=retained_only))

    async def wait_until(self, buffer: EventBuffer, reached: Callable[[], bool], timeout: float | None) -> None:
        """Wait until what is expected of a mailbox holds. Raises `RequestTimeoutError` after `timeout` seconds."""
        deadline = None if timeout is None else self._loop.time() + timeout
        with self.subscribe(buffer, passive=True) as events:
            while not reached():
                if not await events.wait(None if deadline is None else deadline - self._loop.time()):
                    raise RequestTimeoutError("turn/interrupt", timeout or 0.0, stderr=self.stderr)
                await events.next()

    async def interrupt(self, thread_id: str, buffer: EventBuffer, timeout: float | None) -> None:
        """Interrupt a turn once it has started, unless it was interrupted before.

        The wait for the start, and the request, each take at most `timeout` seconds; None disables the limit.
        """
        await self.wait_until(buffer, lambda: buffer.started, timeout)
        await self._interrupt_started(thread_id, buffer, timeout)

    async def _interrupt_started(self, thread_id: str, buffer: EventBuffer, timeout: float | None) -> None:
        # The runtime does not answer a second `turn/interrupt` of the same turn until the next turn runs.
        if not buffer.interrupted:
            await self.request("turn/interrupt", {"threadId": thread_id, "turnId": buffer.key}, timeout=timeout)
            buffer.interrupted = True

    async def cancel_turn(self, thread_id: str, buffer: EventBuffer, timeout: float) -> None:
        """Interrupt a turn and wait for its end, for at most `timeout` seconds in all.

        Raises no `CodexError`: the turn may end by itself meanwhile, or with the runtime.
        """
        deadline = time.monotonic() + timeout
        with contextlib.suppress(CodexError):
            await self.wait_until(buffer, lambda: buffer.started, timeout)
            await self._interrupt_started(thread_id, buffer, deadline - time.monotonic())
            await self.wait_until(buffer, lambda: buffer.ended, deadline - time.monotonic())

    def interrupt_nowait(self, thread_id: str, buffer: EventBuffer) -> None:
        """Interrupt a turn once it has started, without waiting. Does nothing if the event loop is closed."""
        if self._loop.is_closed():
            return

        def look() -> None:
            if buffer.started:
                waiting.close()
                if not buffer.ended and not buffer.interrupted:
                    buffer.interrupted = True
                    self.send_nowait("turn/interrupt", {"threadId": thread_id, "turnId": buffer.key})

        waiting = buffer.subscribe(look, passive=True)
        look()

    def send_nowait(self, method: str, params: Any) -> None:
        """Send a request and ignore its response. Does nothing if the connection or the event loop is closed.

        This method creates no task, because the event loop may be about to stop.
        """
        if self._loop.is_closed():
            return
        waiter: ResponseFuture = self._loop.create_future()
        # asyncio logs exceptions of futures that are never retrieved.
        waiter.add_done_callback(lambda response: response.cancelled() or response.exception())
        with contextlib.suppress(TransportClosedError, OSError):
            pending = self.session.create_request(method, params, waiter)
            if pending.sent:
                self._process.write(pending.data)

    @property
    def stderr(self) -> tuple[str, ...]:
        """The last lines that the runtime wrote to stderr."""
        return self._process.stderr_lines

    def diagnostics(self, restarts: int) -> Diagnostics:
        """Return how the client stands."""
        from openai_codex._connection.diagnostics import diagnostics

        code = self._process.exit_code()
        return diagnostics(self.session, pid=self.pid, exit_code=code, restarts=restarts, stderr=self.stderr)

    async def close(self) -> None:
        """End the runtime, and with it every wait. Safe to call twice, and at the same time.

        Once its event loop is closed, the runtime is killed, whichever loop that is asked for in.
        """
        if self._inherited:
            return
        if self._loop.is_closed():
            self.session.connection_lost(TransportClosedError("the client was closed"))
            self._process.kill_process()
            return
        self.check_loop()
        closing = self._start_closing()
        try:
            await asyncio.shield(closing)
        except asyncio.CancelledError:
            # Whoever cancels a close wants to be gone at once.
            self._process.kill()
            raise

    def close_nowait(self) -> None:
        """Close without waiting for that. From any thread, and where the garbage collector happens to run."""
        if self._close_task is None and not self._inherited:
            # A loop that is closed has let go of the process, which has ended with that.
            with contextlib.suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._start_closing)

    def _start_closing(self) -> asyncio.Task[None]:
        if self._close_task is None:
            pending = self.session.pending_requests.methods()
            self._carry_out(
                self.session.connection_lost(TransportClosedError("the client was closed", pending=pending))
            )
            self.dispatcher.connection_lost()
            self._close_task = self._loop.create_task(self._shut_down())
        return self._close_task

    async def _shut_down(self) -> None:
        # A handler that closes the client is not to wait for itself.
        deciding = self._handlers.running()
        deciding += self._orphan_tasks
        await self._process.shutdown()
        if self._exit_task is None:
            wire_log.ended(self.pid, await self._process.wait(0))
        if deciding:
            await asyncio.wait(deciding, timeout=EXIT_TIMEOUT)

    def lock_before_fork(self) -> bool:
        """Hold still for a fork; see `forks`. There is nothing that a lock is needed for."""
        return False

    def unlock_after_fork(self) -> None:
        """Go on after it."""

    def detach_after_fork(self) -> None:
        """Be closed, in a forked child."""
        self.session.close_reason = TransportClosedError(fork_safety.FORKED_CLIENT_MESSAGE)
        self._inherited = True

    def check_loop(self) -> None:
        """Raise `CodexError` in another event loop than the one that this belongs to, unless that is closed.

        `TransportClosedError` in a forked child, where no loop is the right one.
        """
        if self._inherited:
            raise TransportClosedError(fork_safety.FORKED_CLIENT_MESSAGE)
        if asyncio.get_running_loop() is not self._loop and not self._loop.is_closed():
            raise CodexError("this AsyncCodex was started in another event loop; make one for each loop")

    def _on_data(self, data: bytes) -> None:
        self._carry_out(self.session.receive_data(data))

    def _on_end(self) -> None:
        if self.session.close_reason is None:
            self._exit_task = self._loop.create_task(self._report_exit())

    async def _report_exit(self) -> None:
        """Find out how the runtime ended, and tell everyone who waits."""
        exit_code = await self._process.wait_exit_and_stderr(EXIT_TIMEOUT)
        error = TransportClosedError(
            describe_exit(exit_code),
            exit_code=exit_code,
            stderr=self.stderr,
            pending=self.session.pending_requests.methods(),
        )
        wire_log.ended(self.pid, exit_code)
        self._carry_out(self.session.connection_lost(error))

    def _carry_out(self, actions: Actions[ResponseFuture]) -> None:
        for pending, reply in actions.responses:
            if not pending.waiter.done():
                pending.waiter.set_result(reply)
        for pending, error in actions.failed_requests:
            if not pending.waiter.done():
                pending.waiter.set_exception(error)
        if actions.ready_to_send:
            self._write_queue += actions.ready_to_send
            self._send_all()
        try:
            self._carry_out_requests(actions)
        except Exception as error:  # no new thread, for one: what the runtime says must be read all the same
            self.session.record_internal_error("a request of the runtime was lost", error)
        for buffer in actions.updated:
            for subscription in buffer.subscriptions:
                subscription.wake()

    def _carry_out_requests(self, actions: Actions[ResponseFuture]) -> None:
        for thread_id, reply in actions.orphaned_responses:
            task = self._loop.create_task(self._interrupt_orphan(thread_id, reply))
            self._orphan_tasks.add(task)
            task.add_done_callback(self._orphan_tasks.discard)
        for request in actions.server_requests:
            self._handlers.submit(self.dispatcher.register(request))
        for request_id in actions.cancelled_server_requests:
            self.dispatcher.cancel(request_id)
        for turn_id in actions.completed_turns:
            self.dispatcher.turn_completed(turn_id)

    def _send_answer(self, data: bytes) -> None:
        self._in_loop(self._write, data)

    def _write(self, data: bytes) -> None:
        # A runtime that is gone needs no answer.
        with contextlib.suppress(OSError):
            self._process.write(data)

    def _send(self, pending: PendingRequest[ResponseFuture]) -> None:
        """Send a request: at once if it is the only one, else with all others that are made before the loop goes on.

        One that is cancelled meanwhile goes out too: the task hears of that after this.
        """
        self._write_queue.append(pending)
        if self.session.pending_requests.sent == 1:
            self._send_all()
        elif len(self._write_queue) == 1:
            self._loop.call_soon(self._send_all)

    def _send_all(self) -> None:
        unsent, self._write_queue = self._write_queue, []
        # Those that were made just before the end have been told of it.
        if not unsent or self.session.close_reason is not None:
            return
        try:
            self._process.write(b"".join([pending.data for pending in unsent]))
        except OSError as error:
            # If the runtime is dying, why will be known in a moment.
            self._loop.call_later(WRITE_FAILURE_DELAY, self._fail_unwritten, unsent, error)

    def _fail_unwritten(self, unsent: list[PendingRequest[ResponseFuture]], error: OSError) -> None:
        for pending in unsent:
            if self._exit_task is None and not pending.waiter.done():
                problem = f"{pending.method}: the runtime no longer reads: {error}"
                pending.waiter.set_exception(TransportClosedError(problem, stderr=self.stderr))

    async def _interrupt_orphan(self, thread_id: str, reply: Mapping[str, Any]) -> None:
        """Interrupt the turn that a request has started after all, though it had been given up."""
        turn_id = started_turn_id(reply)
        if turn_id is None or self.session.events.has_consumer(turn_id):
            return
        await self.cancel_turn(thread_id, self.event_buffer(turn_id), INTERRUPT_TIMEOUT)

    def emit(self, event: Notification) -> None:
        """Put an event of this client's own where the runtime's events go. From any thread."""
        self._in_loop(self._put, event)

    def _put(self, event: Notification) -> None:
        self._carry_out(self.session.emit(event))

    def _in_loop(self, function: Callable[[T], None], value: T) -> None:
        """Call a function in the event loop: at once from there, soon from another thread."""
        try:
            here = asyncio.get_running_loop() is self._loop
        except RuntimeError:
            here = False
        if here:
            function(value)
        elif not self._loop.is_closed():
            self._loop.call_soon_threadsafe(function, value)


class _RequestTimeout(Exception):
    """The time of a request has run out."""


def _time_out(waiter: ResponseFuture) -> None:
    if not waiter.done():
        waiter.set_exception(_RequestTimeout())
