"""`AsyncReconnector`: restores the lost connection of an asyncio client, in a task of the connection."""

from __future__ import annotations

import asyncio
import contextlib
from contextvars import Context
from functools import partial
from typing import TYPE_CHECKING, Any

from openai_codex._connection import handshake
from openai_codex._connection.reconnect.attempts import Backoff, Reconnection, not_opened
from openai_codex._connection.reconnect.link import Link
from openai_codex._connection.reconnect.restoration import REJECTIONS, Restoration
from openai_codex._connection.request_claim import RequestClaim
from openai_codex._connection.timeouts import EXIT_TIMEOUT
from openai_codex._transports.resolve import resolve_async_transport
from openai_codex.errors import CodexError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from openai_codex._connection.asyncio.connection import AsyncConnection
    from openai_codex._transports.base import AsyncTransport
    from openai_codex.errors import TransportClosedError


class AsyncReconnector:
    """The attempts to restore one connection, whenever it is lost.

    Args:
        connection: The connection.
        timeout: Maximum time of all attempts after one loss, in seconds.
    """

    def __init__(self, connection: AsyncConnection, timeout: float) -> None:
        self._connection = connection
        self._timeout = timeout
        self._backoff = Backoff()
        self._current: Reconnection | None = None
        self._opening: AsyncTransport | None = None
        self._task: asyncio.Task[None] | None = None

    def lost(self, cause: TransportClosedError, unknown: list[str], lost_requests: list[str]) -> None:
        """Start the attempts, unless they run.

        Args:
            cause: The error that describes the loss.
            unknown: Methods of the requests whose outcome is unknown.
            lost_requests: Methods of the requests of the runtime that were cancelled.
        """
        current = self._current
        if current is None:
            self._backoff.lost()
            current = self._current = Reconnection(cause, self._timeout, self._backoff)
            # The context of the caller, of which nothing may be kept, is that of the transport.
            self._task = Context().run(self._connection.start_task, self._run(current))
        current.unknown += unknown
        current.lost_requests += lost_requests

    async def stop(self) -> None:
        """End the attempts, and wait for the end."""
        if (task := self._task) is not None and not task.done():
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await asyncio.wait([task], timeout=EXIT_TIMEOUT)

    def kill(self) -> None:
        """Drop a connection that is being opened. Supports a closed event loop."""
        if (transport := self._opening) is not None:
            transport.kill()

    def detach_after_fork(self) -> None:
        """Release the transport that is being opened, in a forked child."""
        if (transport := self._opening) is not None:
            transport.detach_after_fork()

    async def _run(self, reconnection: Reconnection) -> None:
        try:
            await self._try(reconnection)
        except asyncio.CancelledError as error:
            # The program cancels all tasks before it closes the event loop. Calls must not wait any longer.
            self._connection.fail_connection(reconnection.broken(error))
            raise

    async def _try(self, reconnection: Reconnection) -> None:
        await self._connection.release_transport()
        final: TransportClosedError | None = None
        while final is None:
            delay = reconnection.next_delay()
            if delay is None:
                final = reconnection.expired()
                continue
            await asyncio.sleep(delay)
            try:
                if await self._attempt(reconnection):
                    return
            except CodexError as error:
                final = reconnection.failed(error)
            except Exception as error:  # for example, a fault of a transport of the application
                self._connection.session.record_internal_error("the connection was not restored", error)
                final = reconnection.broken(error)
        self._connection.fail_connection(final)

    async def _attempt(self, reconnection: Reconnection) -> bool:
        """Connect and restore the state; return whether the connection is still open then."""
        connection, config = self._connection, self._connection.config
        open_timeout = reconnection.open_timeout
        transport = self._opening = resolve_async_transport(config, open_timeout)
        link = Link(connection)
        started = complete = False
        try:
            # A transport of the application may have no timeout of its own.
            limit = open_timeout if config.transport is not None else None
            try:
                await asyncio.wait_for(transport.start(link), limit)
            except asyncio.TimeoutError:
                raise not_opened(transport, open_timeout) from None
            started = True
            if link.lost is not None:
                return False
            connection.use_transport(transport, link)
            timeout = partial(reconnection.step_timeout, config.start_timeout)
            connection.send_initialized(await run_steps(connection, handshake.steps(config), timeout, restores=True))
            restoration = Restoration(connection, reconnection)
            await run_steps(connection, restoration.steps(connection.session.held.hold), timeout, restores=True)
            if link.lost is not None:
                return False
            self._current = None
            connection.apply_restored(restoration.apply)
            complete = True
            return True
        finally:
            self._opening = None
            if not complete:
                link.active = False
                if started:
                    transport.kill()
                    await transport.close(EXIT_TIMEOUT)


async def run_steps(
    connection: AsyncConnection,
    steps: Generator[tuple[str, Any], Any, Any],
    timeout: Callable[[], float | None],
    *,
    restores: bool = False,
) -> Any:
    """Send the requests that a generator yields, and return its result.

    Args:
        connection: The connection.
        steps: Yields method and params; receives the result, or one of `REJECTIONS`.
        timeout: Returns the timeout of the next request, in seconds.
        restores: Whether the requests restore a lost connection.
    """
    try:
        method, params = next(steps)
        while True:
            claim = RequestClaim(restores=restores)
            try:
                result = await connection.request(method, params, timeout=timeout(), claim=claim)
            except REJECTIONS as error:
                method, params = steps.throw(error)
            else:
                method, params = steps.send(result)
    except StopIteration as stop:
        return stop.value
