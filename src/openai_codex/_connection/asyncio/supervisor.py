"""`AsyncRuntimeSupervisor`: starts, restarts and closes the runtime of an asyncio client."""

from __future__ import annotations

import asyncio
import os
import weakref
from contextvars import copy_context
from functools import partial
from typing import TYPE_CHECKING

from openai_codex._connection.asyncio.connection import AsyncConnection
from openai_codex._connection.asyncio.event_reader import WRONG_LOOP_MESSAGE, AsyncEventReader
from openai_codex._connection.asyncio.listener_dispatcher import AsyncListenerDispatcher
from openai_codex._connection.asyncio.loop_calls import running_loop
from openai_codex._connection.asyncio.shared_call import AsyncSharedCall
from openai_codex._connection.login_check import LoginCheck
from openai_codex._connection.thread_registry import ResumeOutcome, ThreadRegistry
from openai_codex._handlers.scopes import HandlerScopes
from openai_codex._protocol.notification_bus import NotificationBus
from openai_codex._transports.fork_safety import FORKED_CLIENT_MESSAGE
from openai_codex._transports.stdio.isolated_home import IsolatedHome, use_home
from openai_codex.errors import CodexError, NotStartedError, TransportClosedError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openai_codex._connection.diagnostics import Diagnostics
    from openai_codex._handlers.options import Handlers
    from openai_codex.config import CodexConfig


class AsyncRuntimeSupervisor:
    """Owns the connection of a client. A client and all its handles share one supervisor.

    The first call starts the runtime. If `CodexConfig.restart` is set, a call on a lost connection starts another one.
    When the supervisor is garbage collected, the runtime ends.
    """

    def __init__(self, config: CodexConfig, handlers: Handlers | None) -> None:
        self.config = config
        self.threads = ThreadRegistry()
        self.login_check = LoginCheck(config)
        """The check of the login before the first turn."""
        self.login_call: AsyncSharedCall[object] = AsyncSharedCall()
        """The requests of the check that is under way."""
        self.notification_bus = NotificationBus(survives_restart=config.restart)
        self.threads.follow(self.notification_bus)
        self.listeners = AsyncListenerDispatcher(self.notification_bus)
        """Callbacks for notifications."""
        self.restarts = 0
        """Number of runtimes that replaced one that had exited."""
        self.handlers = handlers
        self._home: IsolatedHome | None = None
        self._context = copy_context()
        self._starting: asyncio.Task[AsyncConnection] | None = None
        self._dead: AsyncConnection | None = None
        self._closed = False
        self._closing: set[asyncio.Task[None]] = set()
        self._owner = os.getpid()
        # The event loop holds the connection, and the finalizer holds this list, but neither holds the supervisor, so
        # that a dropped client is collected. Not at exit: `_transports.stdio.process` shuts down the runtimes then.
        self._started: list[AsyncConnection] = []
        weakref.finalize(self, _close_nowait, self._started).atexit = False

    @property
    def current(self) -> AsyncConnection:
        """The current connection, which may be closed. Raises `NotStartedError` if none was started."""
        if self._starting is None or not self._starting.done() or _failed(self._starting):
            raise NotStartedError("the runtime is not started; enter `async with`, or await a call first")
        return self._starting.result()

    @property
    def summary(self) -> str:
        """The state of the connection, for the repr of the client."""
        if self._closed:
            return "closed"
        if self._starting is None or not self._starting.done() or _failed(self._starting):
            return "not started"
        return self._starting.result().summary

    async def connection(self) -> AsyncConnection:
        """Return the connection for a new request, and start the runtime if necessary.

        Raises `ConfigError`, `RuntimeNotFoundError` or `RuntimeStartError` if the start fails. The next call tries
        again.
        """
        while True:
            if self._closed:
                raise TransportClosedError("the client was closed")
            if self._owner != os.getpid() and self._starting is not None:
                raise TransportClosedError(FORKED_CLIENT_MESSAGE)
            loop = running_loop()
            if self._starting is None or _failed(self._starting):
                # Not in the context of this caller: the callbacks of the event loop would keep it.
                self._starting = self._context.copy().run(loop.create_task, self._start())
            elif self._starting.get_loop() is not loop:
                raise CodexError(WRONG_LOOP_MESSAGE)
            starting = self._starting
            connection = starting.result() if starting.done() else await self._wait(starting)
            if connection.close_reason is None or not self.config.restart:
                return connection
            if self._starting is starting:
                self._dead, self._starting = connection, None

    async def enter(self) -> None:
        """Start the runtime for an `async with` block. If the caller is cancelled, close the client.

        The block then never exits, so that nothing else would close it.

        Raises `UnsupportedConcurrencyError` without an event loop of asyncio, where nothing was started.
        """
        loop = running_loop()
        try:
            await self.connection()
        except BaseException:
            closing = loop.create_task(self.close())
            self._closing.add(closing)
            closing.add_done_callback(self._closing.discard)
            # If the caller is cancelled again, the task continues.
            await asyncio.shield(closing)
            raise

    def diagnostics(self) -> Diagnostics:
        """Return statistics of the client. Raises `NotStartedError` if no runtime was started."""
        return self.current.diagnostics(self.restarts)

    def subscribe(self, methods: Sequence[str] | None) -> AsyncEventReader:
        """Subscribe to notifications by method. None: those that belong to no turn or login."""
        return AsyncEventReader(partial(self.notification_bus.subscribe, methods), self._check_loop)

    def _check_loop(self) -> None:
        if self._starting is not None and self._starting.get_loop() is not running_loop():
            raise CodexError(WRONG_LOOP_MESSAGE)

    async def close(self) -> None:
        """End the runtime, and fail all pending calls.

        Idempotent; several tasks may call this at the same time.

        In a forked child, the runtime belongs to the parent and keeps running.
        """
        if self._owner != os.getpid():
            self._closed = self._starting is None
            return
        starting = self._starting
        if starting is not None and starting.done() and not _failed(starting):
            # First, because it raises in the wrong event loop, where nothing may change.
            starting.result().check_loop()
        self._closed = True
        self.notification_bus.close(None)
        for subscription in self.notification_bus.subscriptions:
            subscription.wake()
        if starting is not None:
            if not starting.done():
                starting.cancel()
                await asyncio.wait([starting])
            # The start may have completed in spite of the cancellation.
            if not starting.cancelled() and starting.exception() is None:
                await starting.result().close()
        await self.listeners.close()
        if self._home is not None:
            self._home.remove()

    async def _wait(self, starting: asyncio.Task[AsyncConnection]) -> AsyncConnection:
        try:
            # Several callers may wait for this start. The cancellation of one of them must not cancel it.
            return await asyncio.shield(starting)
        except asyncio.CancelledError:
            if starting.cancelled():
                raise TransportClosedError("the client was closed while it started") from None
            raise

    async def _start(self) -> AsyncConnection:
        config, self._home = use_home(self.config, self._home)
        scopes = HandlerScopes(self.handlers, self.threads)
        connection = await AsyncConnection.start(
            config, scopes, notification_bus=self.notification_bus, threads=self.threads
        )
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
        from openai_codex._connection.asyncio.reconnector import run_steps
        from openai_codex._connection.reconnect.restoration import resume_thread

        outcome = ResumeOutcome()
        for thread in self.threads.open():
            with outcome.resuming(thread):
                steps = resume_thread(thread, connection.dispatcher.workspaces)
                await run_steps(connection, steps, lambda: self.config.start_timeout)
        self.restarts += 1
        connection.emit(outcome.notification(cause))


def _close_nowait(started: list[AsyncConnection]) -> None:
    for connection in started:
        connection.close_nowait()


def _failed(start: asyncio.Task[AsyncConnection]) -> bool:
    return start.done() and (start.cancelled() or start.exception() is not None)
