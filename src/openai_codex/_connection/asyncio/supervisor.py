"""The way from a client, and all the handles that it gives out, to the runtime that there is at the moment."""

from __future__ import annotations

import asyncio
import os
import weakref
from functools import partial
from typing import TYPE_CHECKING

from openai_codex._connection.asyncio.connection import AsyncConnection
from openai_codex._connection.asyncio.event_reader import AsyncEventReader
from openai_codex._connection.asyncio.listener_dispatcher import AsyncListenerDispatcher
from openai_codex._connection.thread_registry import ResumeOutcome, ThreadRegistry
from openai_codex._protocol.notification_bus import NotificationBus
from openai_codex._transports.fork_safety import FORKED_CLIENT_MESSAGE
from openai_codex.errors import CodexError, TransportClosedError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openai_codex._connection.diagnostics import Diagnostics
    from openai_codex._handlers.options import Handlers
    from openai_codex.config import CodexConfig


class AsyncRuntimeSupervisor:
    """Starts a runtime when it is needed and, if the config says `restart`, another one when that one has died.

    The runtime ends with the last of those who hold this.
    """

    def __init__(self, config: CodexConfig, handlers: Handlers | None) -> None:
        self.config = config
        self.threads = ThreadRegistry()
        self.notification_bus = NotificationBus(survives_restart=config.restart)
        self.listeners = AsyncListenerDispatcher(self.notification_bus)
        """Who listens to what belongs to no turn."""
        self.restarts = 0
        """How many runtimes have been started in the place of one that had died."""
        self._handlers = handlers
        self._starting: asyncio.Task[AsyncConnection] | None = None
        self._dead: AsyncConnection | None = None
        self._closed = False
        self._owner = os.getpid()
        # The connection, which the event loop holds, does not hold this, so that a client which is dropped takes its
        # runtime with it. At exit, the process of the runtime sees to that.
        self._started: list[AsyncConnection] = []
        weakref.finalize(self, _close_nowait, self._started).atexit = False

    @property
    def current(self) -> AsyncConnection:
        """The connection that there is, dead or alive. Raises `CodexError` if there is none yet."""
        if self._starting is None or not self._starting.done() or _failed(self._starting):
            raise CodexError("the runtime is not started yet; enter `async with`, or await a call first")
        return self._starting.result()

    async def connection(self) -> AsyncConnection:
        """Return the connection to make a request on, started if there is none yet.

        Raises `ConfigError`, `RuntimeNotFoundError` or `RuntimeStartError`; the next call tries again.
        """
        while True:
            if self._closed:
                raise TransportClosedError("the client was closed")
            if self._owner != os.getpid() and self._starting is not None:
                raise TransportClosedError(FORKED_CLIENT_MESSAGE)
            loop = asyncio.get_running_loop()
            if self._starting is None or _failed(self._starting):
                self._starting = loop.create_task(self._start())
            elif self._starting.get_loop() is not loop:
                raise CodexError("this AsyncCodex was started in another event loop; make one for each loop")
            starting = self._starting
            connection = starting.result() if starting.done() else await self._wait(starting)
            if connection.close_reason is None or not self.config.restart:
                return connection
            if self._starting is starting:
                self._dead, self._starting = connection, None

    def diagnostics(self) -> Diagnostics:
        """Return how the client stands. Raises `CodexError` before a runtime was started."""
        return self.current.diagnostics(self.restarts)

    def subscribe(self, methods: Sequence[str] | None) -> AsyncEventReader:
        """Subscribe to notifications by method, or (None) to those that belong to no turn or login."""
        return AsyncEventReader(partial(self.notification_bus.subscribe, methods))

    async def close(self) -> None:
        """End the runtime, and with it every wait. Safe to call twice, and at the same time.

        In a forked child there is nothing to end: the runtime is its parent's.
        """
        if self._owner != os.getpid():
            self._closed = self._starting is None
            return
        starting = self._starting
        if starting is not None and starting.done() and not _failed(starting):
            # Before anything is changed: it may be the wrong event loop to ask for it.
            starting.result().check_loop()
        self._closed = True
        self.notification_bus.close(None)
        for subscription in self.notification_bus.subscriptions:
            subscription.wake()
        if starting is not None:
            if not starting.done():
                starting.cancel()
                await asyncio.wait([starting])
            # Whether it started, failed or was stopped on the way: what matters is what there is to close.
            if not starting.cancelled() and starting.exception() is None:
                await starting.result().close()
        await self.listeners.close()

    async def _wait(self, starting: asyncio.Task[AsyncConnection]) -> AsyncConnection:
        try:
            # The start belongs to all who wait for it: one that is cancelled must not take it from the others.
            return await asyncio.shield(starting)
        except asyncio.CancelledError:
            if starting.cancelled():
                raise TransportClosedError("the client was closed while it started") from None
            raise

    async def _start(self) -> AsyncConnection:
        connection = await AsyncConnection.start(self.config, self._handlers, notification_bus=self.notification_bus)
        dead = self._dead
        if dead is not None and dead.close_reason is not None:
            try:
                await self._resume_threads(connection, dead.close_reason)
                await dead.close()
            except BaseException:
                await connection.close()
                raise
            self._dead = None
        self._started[:] = [connection]
        return connection

    async def _resume_threads(self, connection: AsyncConnection, cause: Exception) -> None:
        outcome = ResumeOutcome(connection.dispatcher)
        for thread in self.threads.all():
            with outcome.resuming(thread):
                await connection.request("thread/resume", thread.resume_params(), timeout=self.config.start_timeout)
        self.restarts += 1
        connection.emit(outcome.notification(cause))


def _close_nowait(started: list[AsyncConnection]) -> None:
    for connection in started:
        connection.close_nowait()


def _failed(start: asyncio.Task[AsyncConnection]) -> bool:
    return start.done() and (start.cancelled() or start.exception() is not None)
