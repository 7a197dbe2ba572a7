"""The connection for asyncio: everything happens in one event loop, without threads."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, Any, TypeVar

from openai_codex._connection import handshake
from openai_codex._connection.asyncio.handler_executor import AsyncHandlerExecutor
from openai_codex._connection.asyncio.link_control import AsyncLinkControl
from openai_codex._connection.asyncio.loop_calls import call_in_loop, call_later
from openai_codex._connection.asyncio.request_timer import RequestTimeout, time_out
from openai_codex._connection.reconnect.link import Link
from openai_codex._connection.request_claim import RequestClaim
from openai_codex._connection.rpc_errors import rpc_error
from openai_codex._connection.timeouts import EXIT_TIMEOUT, WRITE_FAILURE_DELAY
from openai_codex._observation.reports import observed_start, report_failed_start
from openai_codex._protocol import wire_log
from openai_codex._transports import fork_safety
from openai_codex._transports.resolve import resolve_async_transport
from openai_codex.errors import CodexError, RequestTimeoutError, TransportClosedError

if TYPE_CHECKING:
    from collections.abc import Callable

    from openai_codex._connection.asyncio.reconnector import AsyncReconnector
    from openai_codex._connection.asyncio.turn_control import ResponseFuture
    from openai_codex._connection.diagnostics import Diagnostics
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


class AsyncConnection(AsyncLinkControl):
    """A connection to a runtime, for one event loop. Use `start` to create one."""

    def __init__(
        self,
        config: CodexConfig,
        scopes: HandlerScopes | None,
        notification_bus: NotificationBus | None,
        threads: ThreadRegistry | None = None,
    ) -> None:
        self._transport = resolve_async_transport(config)
        super().__init__(config, scopes, notification_bus, self._transport, threads)
        self._link = Link(self)
        self._reconnector: AsyncReconnector | None = None
        if timeout := self.reconnect_timeout:
            # Not at the top, because most connections end with their process.
            from openai_codex._connection.asyncio.reconnector import AsyncReconnector

            self._reconnector = AsyncReconnector(self, timeout)
        self._handlers = AsyncHandlerExecutor(self.dispatcher, self._send_answer)
        self._close_task: asyncio.Task[None] | None = None

    @classmethod
    async def start(
        cls,
        config: CodexConfig,
        scopes: HandlerScopes | None = None,
        notification_bus: NotificationBus | None = None,
        *,
        threads: ThreadRegistry | None = None,
    ) -> AsyncConnection:
        """Start a runtime and complete the handshake. If this fails, nothing is left running.

        Raises `RuntimeNotFoundError`, `ConfigError` or `RuntimeStartError`.
        """
        self = cls(config, scopes, notification_bus, threads)
        with observed_start(self):
            await self._transport.start(self._link)
        fork_safety.register(self)
        try:
            info = await self.request(
                handshake.INITIALIZE, handshake.initialize_params(config), timeout=config.start_timeout
            )
        except CodexError as error:
            report_failed_start(self, error)
            await self.close()
            raise handshake.start_error(self._transport, error) from error
        except BaseException:
            # The task is cancelled, which leaves no time to close in steps.
            self.session.connection_lost(TransportClosedError("the start was cancelled"))
            self._transport.kill()
            raise
        self.send_initialized(info)
        self._log_started()
        self._established = True
        return self

    async def request(
        self, method: str, params: Any, *, timeout: float | None, claim: RequestClaim | None = None
    ) -> Any:
        """Send a request and return the `result` of its response, not validated.

        Args:
            method: Wire method.
            params: Params as JSON values; None omits them.
            timeout: Maximum time in seconds until the response arrives, including the time in the queue while
                `max_in_flight` requests are pending. None disables it.
            claim: The claim of a caller that has to release the result if it is cancelled later; else None.

        Raises:
            RequestTimeoutError: No response arrived in time. A later response is dropped.
            TransportClosedError: The connection is closed.
            WireValueError: The params contain a value that JSON cannot represent.
            JsonRpcError: The runtime answered with an error.
        """
        self.check_loop()
        claim = claim or RequestClaim()
        claim.connection = self
        waiter: ResponseFuture = self._loop.create_future()
        origin = None if self.session.observer is None else self.session.observer.origin()
        claim.pending = pending = self.session.create_request(
            method, params, waiter, orphan_thread_id=claim.thread_id, origin=origin, restores=claim.restores
        )
        pending.buffer = claim.goal
        timer = None if timeout is None else call_later(self._loop, timeout, time_out, waiter)
        try:
            if pending.sent:
                self._send(pending)
            response = await waiter
        except RequestTimeout:
            pending.timed_out = True
            self._abandon(claim)
            others = self.session.pending_requests.methods()
            raise RequestTimeoutError(
                method, timeout or 0.0, sent=pending.written, stderr=self.stderr, pending=others
            ) from None
        except BaseException:
            self.abandon(claim)
            raise
        finally:
            if timer is not None:
                timer.cancel()
        if response.get("error") is not None:
            raise rpc_error(method, response["error"])
        return response.get("result")

    def abandon(self, claim: RequestClaim) -> None:
        """Abandon a request; see `ConnectionBase.abandon`."""
        # The garbage collector may close the coroutine of the caller in another thread.
        call_in_loop(self._loop, self._abandon, claim)

    def _abandon(self, claim: RequestClaim) -> None:
        self._release_scope(claim)
        if claim.pending is None:
            return
        actions = self._abandon_pending(claim.pending)
        unused = self._unused_buffer(claim)
        self._apply(actions)
        if unused is not None and claim.thread_id is not None:
            self.interrupt_nowait(claim.thread_id, unused)

    def run_nowait(self, operation: Callable[[], None]) -> None:
        """Run an operation in the event loop; see `ConnectionBase.run_nowait`."""
        call_in_loop(self._loop, lambda _: operation(), None)

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
                self.outbox.add(pending)
                self._send_all()

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
            self.session.connection_lost(TransportClosedError("the client was closed"), by_client=True)
            self._kill()
            return
        self.check_loop()
        closing = self._start_closing()
        try:
            await asyncio.shield(closing)
        except asyncio.CancelledError:
            # A cancelled caller must not wait for the steps that remain.
            self._kill()
            raise

    def close_nowait(self) -> None:
        """Close in the background. Any thread may call this, and so may the garbage collector."""
        if self._close_task is None and not self._inherited:
            # A closed loop has released the transport, which ends the runtime.
            with contextlib.suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._start_closing)

    def _kill(self) -> None:
        self._transport.kill()
        if self._reconnector is not None:
            self._reconnector.kill()

    def _start_closing(self) -> asyncio.Task[None]:
        if self._close_task is None:
            self._apply(self.session.connection_lost(self._closed_error(), by_client=True))
            self.dispatcher.connection_lost()
            self._close_task = self._loop.create_task(self._shut_down())
        return self._close_task

    async def _shut_down(self) -> None:
        # Before the first await: a handler that closes the client must not wait for itself, and `running` omits the
        # handlers that start later.
        tasks = self._handlers.running()
        if self._reconnector is not None:
            await self._reconnector.stop()
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
        self.session.observer = None
        self._inherited = True
        self._transport.detach_after_fork()
        if self._reconnector is not None:
            self._reconnector.detach_after_fork()

    def data_received(self, data: bytes) -> None:
        """Process a chunk from the runtime. The transport calls this in the event loop."""
        self._apply(self.session.receive_data(data))

    def connection_lost(self, reason: CloseReason) -> None:
        """Fail all pending calls. Called in the event loop."""
        error = self.lost_error(reason)
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
            self.outbox.add(*actions.ready_to_send)
            self._send_all()
        self._apply_server_requests(actions)
        for buffer in actions.updated:
            for subscription in buffer.subscriptions:
                subscription.wake()

    def _submit(self, pending: PendingServerRequest) -> None:
        self._handlers.submit(pending)

    def _send_answer(self, data: bytes) -> None:
        call_in_loop(self._loop, self._write, data)

    def _write(self, data: bytes) -> None:
        # The runtime repeats the request of a response that the connection has lost.
        if self.session.is_connected:
            self.outbox.add_message(data)
            self._send_all()

    def writable(self) -> None:
        """Write what was kept while the runtime did not read. The transport calls this in the event loop."""
        self._send_all()

    def _run_locked(self, operation: Callable[[], T]) -> T:
        return operation()

    def _run_whole(self, operation: Callable[[], T]) -> T:
        return operation()

    def _send(self, pending: PendingRequest[ResponseFuture]) -> None:
        """Write a request at once if no other one is pending, else with those of this iteration."""
        self.outbox.add(pending)
        if self.session.pending_requests.sent == 1:
            self._send_all()
        elif len(self.outbox) == 1:
            self._loop.call_soon(self._send_all)

    def _send_all(self) -> None:
        # If the connection was lost meanwhile, the waiters of these requests have received that error.
        while self.session.close_reason is None and self._link.active and self._transport.writable:
            batch = self.outbox.next()
            if not batch.keys:
                return
            try:
                self._transport.write(b"".join(batch.data))
            except OSError as error:
                if self._reconnector is not None and self._established:
                    # The end of the transport follows. These messages were not sent.
                    return
                self.outbox.remove(batch)
                # If the runtime exits, the transport reports the reason within a moment. That error is the better one.
                self._loop.call_later(WRITE_FAILURE_DELAY, self._fail_unwritten, batch.requests, error)
            else:
                self.outbox.remove(batch)

    def _fail_unwritten(self, unsent: list[PendingRequest[ResponseFuture]], error: OSError) -> None:
        if self._transport.at_eof:
            # `connection_lost` fails these requests.
            return
        for pending in unsent:
            if not pending.waiter.done():
                pending.waiter.set_exception(self._unread_error(pending, error))

    def emit(self, event: Notification) -> None:
        """Publish an event that the client creates itself. Any thread may call this."""
        call_in_loop(self._loop, self._put, event)

    def _put(self, event: Notification) -> None:
        self._apply(self.session.emit(event))
