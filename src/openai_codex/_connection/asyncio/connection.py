"""The connection for asyncio: everything happens in one event loop, without threads."""

from __future__ import annotations

import asyncio
import contextlib
import time
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias

from openai_codex._connection import handshake
from openai_codex._connection.asyncio.event_reader import WRONG_LOOP_MESSAGE, AsyncEventReader
from openai_codex._connection.asyncio.handler_executor import AsyncHandlerExecutor
from openai_codex._connection.asyncio.loop_calls import call_in_loop, call_later
from openai_codex._connection.asyncio.owned_tasks import OwnedTasks
from openai_codex._connection.asyncio.request_timer import RequestTimeout, time_out
from openai_codex._connection.base import ConnectionBase
from openai_codex._connection.timeouts import EXIT_TIMEOUT, FINALIZER_PASSES, INTERRUPT_TIMEOUT, WRITE_FAILURE_DELAY
from openai_codex._protocol import wire_log
from openai_codex._protocol.decoding import started_turn_id
from openai_codex._transports import fork_safety
from openai_codex._transports.resolve import resolve_async_transport
from openai_codex.errors import CodexError, RequestTimeoutError, TransportClosedError, rpc_error

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Mapping

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


ResponseFuture: TypeAlias = "asyncio.Future[Mapping[str, Any]]"


class AsyncConnection(ConnectionBase[ResponseFuture]):
    """A connection to a runtime, for one event loop. Use `start` to create one."""

    def __init__(
        self, config: CodexConfig, scopes: HandlerScopes | None, notification_bus: NotificationBus | None
    ) -> None:
        self._transport = resolve_async_transport(config)
        super().__init__(config, scopes, notification_bus, self._transport)
        self._loop = asyncio.get_running_loop()
        self._handlers = AsyncHandlerExecutor(self.dispatcher, self._send_answer)
        self._write_queue: list[PendingRequest[ResponseFuture]] = []
        """Requests that the next call of `_send_all` writes."""
        self._tasks = OwnedTasks(self._loop)
        self._inherited = False
        self._close_task: asyncio.Task[None] | None = None

    @classmethod
    async def start(
        cls, config: CodexConfig, scopes: HandlerScopes | None = None, notification_bus: NotificationBus | None = None
    ) -> AsyncConnection:
        """Start a runtime and complete the handshake. If this fails, nothing is left running.

        Raises `RuntimeNotFoundError`, `ConfigError` or `RuntimeStartError`.
        """
        self = cls(config, scopes, notification_bus)
        await self._transport.start(self)
        fork_safety.register(self)
        try:
            self.server_info = await self.request(
                handshake.INITIALIZE, handshake.initialize_params(config), timeout=config.start_timeout
            )
        except CodexError as error:
            await self.close()
            raise handshake.start_error(self._transport, error) from error
        except BaseException:
            # The task is cancelled, so there is no time to close in steps.
            self.session.connection_lost(TransportClosedError("the start was cancelled"))
            self._transport.kill()
            raise
        self._write(self.session.encode_notification(handshake.INITIALIZED))
        self._log_started()
        return self

    async def request(
        self, method: str, params: Any, *, timeout: float | None, orphan_thread_id: str | None = None
    ) -> Any:
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
        self.check_loop()
        waiter: ResponseFuture = self._loop.create_future()
        pending = self.session.create_request(method, params, waiter, orphan_thread_id=orphan_thread_id)
        timer = None if timeout is None else call_later(self._loop, timeout, time_out, waiter)
        try:
            if pending.sent:
                self._send(pending)
            response = await waiter
        except RequestTimeout:
            self._apply(self.session.abandon(pending))
            others = self.session.pending_requests.methods()
            raise RequestTimeoutError(method, timeout or 0.0, stderr=self.stderr, pending=others) from None
        except BaseException:
            self._apply(self.session.abandon(pending))
            raise
        finally:
            if timer is not None:
                timer.cancel()
        if response.get("error") is not None:
            raise rpc_error(method, response["error"])
        return response.get("result")

    def event_buffer(self, key: str) -> EventBuffer:
        """Return the event buffer of a turn or login, with the events received so far."""
        return self.session.events.event_buffer(key)

    def subscribe(self, buffer: EventBuffer, *, passive: bool = False, retained_only: bool = False) -> AsyncEventReader:
        """Subscribe to an event buffer. Leaving the `with` statement of the reader unsubscribes.

        Args:
            buffer: Event buffer of a turn, login or goal.
            passive: Whether the reader only waits for a state, and leaves unread events to the first consumer.
            retained_only: Whether the reader receives only the events that a result consists of.
        """
        self.check_loop()
        return AsyncEventReader(partial(buffer.subscribe, passive=passive, retained_only=retained_only))

    async def wait_until(self, buffer: EventBuffer, reached: Callable[[], bool], timeout: float | None) -> None:
        """Wait until `reached()` is true, which the events of `buffer` may change.

        Raises `RequestTimeoutError` after `timeout` seconds; None disables the limit.
        """
        deadline = None if timeout is None else self._loop.time() + timeout
        with self.subscribe(buffer, passive=True) as events:
            while not reached():
                if not await events.wait(None if deadline is None else deadline - self._loop.time()):
                    raise RequestTimeoutError("turn/interrupt", timeout or 0.0, stderr=self.stderr)
                await events.next()

    async def interrupt(self, thread_id: str, buffer: EventBuffer, timeout: float | None) -> None:
        """Interrupt a turn (`turn/interrupt`) once it has started.

        Does nothing if it was already interrupted.

        Args:
            thread_id: Thread of the turn.
            buffer: Event buffer of the turn.
            timeout: Maximum time in seconds until the runtime has responded. None disables it.
        """
        deadline = None if timeout is None else time.monotonic() + timeout
        await self.wait_until(buffer, lambda: buffer.started, timeout)
        # The runtime does not answer a second `turn/interrupt` of the same turn until the next turn runs.
        if not buffer.interrupted:
            remaining = None if deadline is None else deadline - time.monotonic()
            await self.request("turn/interrupt", {"threadId": thread_id, "turnId": buffer.key}, timeout=remaining)
            buffer.interrupted = True

    async def cancel_turn(self, thread_id: str, buffer: EventBuffer, timeout: float) -> None:
        """Interrupt a turn and wait for its end, for at most `timeout` seconds in all.

        Errors are ignored, because the turn may end by itself meanwhile. If the caller is cancelled, this continues.
        """
        self.interrupts.interrupt_started(thread_id, buffer, waits=True)

        async def cancel() -> None:
            deadline = time.monotonic() + timeout
            await self.interrupt(thread_id, buffer, timeout)
            await self.wait_until(buffer, lambda: buffer.ended, deadline - time.monotonic())

        await self.finish(cancel)

    async def finish(self, operation: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Run an operation to its end, also if the caller is cancelled meanwhile. Ignores errors of the client."""

        async def run() -> None:
            with contextlib.suppress(CodexError):
                await operation()

        await self._tasks.finish(run())

    def interrupt_nowait(self, thread_id: str, buffer: EventBuffer) -> None:
        """Interrupt a turn once it has started, without waiting, unless the loop is closed."""
        if self._loop.is_closed():
            return
        self.interrupts.interrupt_started(thread_id, buffer)

        def look() -> None:
            if buffer.started:
                waiting.close()
                if not buffer.ended and not buffer.interrupted:
                    buffer.interrupted = True
                    self.send_nowait("turn/interrupt", {"threadId": thread_id, "turnId": buffer.key})

        waiting = buffer.subscribe(look, passive=True)
        look()

    async def settle(self, thread_id: str, timeout: float | None) -> None:
        """Wait until abandoned streams of a thread are interrupted; see `PendingInterrupts`. Ignores timeouts."""
        if not self.interrupts.has_running_turn(thread_id):
            return
        # The event loop finalizes an abandoned generator in a task that it creates in one pass and runs in the next.
        for _ in range(FINALIZER_PASSES):
            await asyncio.sleep(0)
        if (buffer := self.interrupts.pending(thread_id)) is not None:
            with self.interrupts.waiting_for(buffer, timeout) as limit:
                await self.wait_until(buffer, lambda: buffer.ended, limit)

    def send_nowait(self, method: str, params: Any) -> None:
        """Send a request and ignore its response.

        Does nothing if the connection or the event loop is closed. This method creates no task, because the event loop
        may be about to stop.
        """
        if self._loop.is_closed():
            return
        waiter: ResponseFuture = self._loop.create_future()
        # asyncio logs exceptions of futures that are never retrieved.
        waiter.add_done_callback(lambda response: response.cancelled() or response.exception())
        with contextlib.suppress(TransportClosedError, OSError):
            pending = self.session.create_request(method, params, waiter)
            if pending.sent:
                self._transport.write(pending.data)

    def diagnostics(self, restarts: int) -> Diagnostics:
        """Return statistics of the connection, without a request to the runtime."""
        return self._diagnostics(restarts)

    async def close(self) -> None:
        """End the runtime, and fail all pending calls. Idempotent.

        Several tasks may call this at the same time. If the event loop of the connection is closed, the runtime is
        killed. Any other loop may call this then.
        """
        if self._inherited:
            return
        if self._loop.is_closed():
            self.session.connection_lost(TransportClosedError("the client was closed"))
            self._transport.kill()
            return
        self.check_loop()
        closing = self._start_closing()
        try:
            await asyncio.shield(closing)
        except asyncio.CancelledError:
            # A cancelled caller must not wait for the steps that remain.
            self._transport.kill()
            raise

    def close_nowait(self) -> None:
        """Close in the background. Any thread may call this, and so may the garbage collector."""
        if self._close_task is None and not self._inherited:
            # A closed loop has released the transport, which ends the runtime.
            with contextlib.suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._start_closing)

    def _start_closing(self) -> asyncio.Task[None]:
        if self._close_task is None:
            self._apply(self.session.connection_lost(self._closed_error()))
            self.dispatcher.connection_lost()
            self._close_task = self._loop.create_task(self._shut_down())
        return self._close_task

    async def _shut_down(self) -> None:
        # Before the first await: a handler that closes the client must not wait for itself, and `running` omits the
        # handlers that start later.
        tasks = self._handlers.running()
        tasks += self._tasks.running()
        await self._transport.close(EXIT_TIMEOUT)
        if tasks:
            await asyncio.wait(tasks, timeout=EXIT_TIMEOUT)

    def lock_before_fork(self) -> bool:
        """Return False. A fork happens in a callback of the loop, so no lock is held."""
        return False

    def unlock_after_fork(self) -> None:
        """Do nothing; see `lock_before_fork`."""

    def detach_after_fork(self) -> None:
        """Mark the connection as closed in a forked child, where the parent owns the runtime."""
        self.session.close_reason = TransportClosedError(fork_safety.FORKED_CLIENT_MESSAGE)
        self._inherited = True
        self._transport.detach_after_fork()

    def check_loop(self) -> None:
        """Raise `CodexError` in an event loop other than that of the connection.

        If the loop of the connection is closed, every loop is valid. In a forked child, none is:
        `TransportClosedError`.
        """
        if self._inherited:
            raise TransportClosedError(fork_safety.FORKED_CLIENT_MESSAGE)
        if asyncio.get_running_loop() is not self._loop and not self._loop.is_closed():
            raise CodexError(WRONG_LOOP_MESSAGE)

    def data_received(self, data: bytes) -> None:
        """Process a chunk from the runtime. The transport calls this in the event loop."""
        self._apply(self.session.receive_data(data))

    def connection_lost(self, reason: CloseReason) -> None:
        """Fail all pending calls. The transport calls this in the event loop."""
        error = self._lost_error(reason)
        wire_log.ended(self.pid, reason.exit_code)
        self._apply(self.session.connection_lost(error))
        self.dispatcher.connection_lost()

    def _apply(self, actions: Actions[ResponseFuture]) -> None:
        for pending, response in actions.responses:
            if not pending.waiter.done():
                pending.waiter.set_result(response)
        for pending, error in actions.failed_requests:
            if not pending.waiter.done():
                pending.waiter.set_exception(error)
        if actions.ready_to_send:
            self._write_queue += actions.ready_to_send
            self._send_all()
        self._apply_server_requests(actions)
        for buffer in actions.updated:
            for subscription in buffer.subscriptions:
                subscription.wake()

    def _submit(self, pending: PendingServerRequest) -> None:
        self._handlers.submit(pending)

    def _start_orphan_interrupt(self, thread_id: str, response: Mapping[str, Any]) -> None:
        self._tasks.start(self._interrupt_orphan(thread_id, response))

    def _send_answer(self, data: bytes) -> None:
        call_in_loop(self._loop, self._write, data)

    def _write(self, data: bytes) -> None:
        # If the connection is closed, the runtime does not wait for this message.
        with contextlib.suppress(OSError):
            self._transport.write(data)

    def _send(self, pending: PendingRequest[ResponseFuture]) -> None:
        """Write a request at once if no other one is pending, else with those of this iteration.

        A request that is cancelled before the write is sent nevertheless: its task learns of the cancellation later.
        """
        self._write_queue.append(pending)
        if self.session.pending_requests.sent == 1:
            self._send_all()
        elif len(self._write_queue) == 1:
            self._loop.call_soon(self._send_all)

    def _send_all(self) -> None:
        unsent, self._write_queue = self._write_queue, []
        # If the connection was lost meanwhile, the waiters of these requests have received that error.
        if not unsent or self.session.close_reason is not None:
            return
        try:
            self._transport.write(b"".join([pending.data for pending in unsent]))
        except OSError as error:
            # If the runtime exits, the transport reports the reason within a moment. That error is the better one.
            self._loop.call_later(WRITE_FAILURE_DELAY, self._fail_unwritten, unsent, error)

    def _fail_unwritten(self, unsent: list[PendingRequest[ResponseFuture]], error: OSError) -> None:
        if self._transport.at_eof:
            # `connection_lost` fails these requests.
            return
        for pending in unsent:
            if not pending.waiter.done():
                problem = f"{pending.method}: the runtime no longer reads: {error}"
                pending.waiter.set_exception(TransportClosedError(problem, stderr=self.stderr))

    async def _interrupt_orphan(self, thread_id: str, response: Mapping[str, Any]) -> None:
        """Interrupt the turn that an abandoned request has started, unless it has a consumer."""
        turn_id = started_turn_id(response)
        if turn_id is None or self.session.events.has_consumer(turn_id):
            return
        await self.cancel_turn(thread_id, self.event_buffer(turn_id), INTERRUPT_TIMEOUT)

    def emit(self, event: Notification) -> None:
        """Publish an event that the client creates itself. Any thread may call this."""
        call_in_loop(self._loop, self._put, event)

    def _put(self, event: Notification) -> None:
        self._apply(self.session.emit(event))
