"""`RuntimeSupervisor`: starts, restarts and closes the runtime of a client."""

from __future__ import annotations

import contextlib
import os
import threading
import weakref
from functools import partial
from typing import TYPE_CHECKING

from openai_codex._connection.login_check import LoginCheck
from openai_codex._connection.sync.connection import Connection
from openai_codex._connection.sync.event_reader import EventReader
from openai_codex._connection.sync.listener_dispatcher import ListenerDispatcher
from openai_codex._connection.thread_registry import ResumeOutcome, ThreadRegistry
from openai_codex._connection.thread_settings import SETTINGS_UPDATE
from openai_codex._handlers.scopes import HandlerScopes
from openai_codex._protocol.notification_bus import NotificationBus
from openai_codex._transports.stdio.isolated_home import IsolatedHome, use_home
from openai_codex.errors import JsonRpcError, TransportClosedError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openai_codex._connection.diagnostics import Diagnostics
    from openai_codex._handlers.options import Handlers
    from openai_codex.config import CodexConfig


class RuntimeSupervisor:
    """Owns the connection of a client. A client and all its handles share one supervisor.

    If `CodexConfig.restart` is set, a call on a lost connection starts another runtime. When the supervisor is garbage
    collected, the runtime ends. The constructor raises the errors of `Connection`.
    """

    def __init__(self, config: CodexConfig, handlers: Handlers | None) -> None:
        self.config = config
        self.threads = ThreadRegistry()
        self.login_check = LoginCheck(config)
        """The check of the login before the first turn."""
        self.handlers = handlers
        self._home: IsolatedHome | None = None
        self._lock = threading.Lock()
        self.notification_bus = NotificationBus(survives_restart=config.restart)
        self.threads.follow(self.notification_bus)
        self.listeners = ListenerDispatcher(self._lock, self.notification_bus)
        """Callbacks for notifications."""
        self.restarts = 0
        """Number of runtimes that replaced one that had exited."""
        self._restarting = threading.Lock()
        self._slot = _ConnectionSlot(self._start(), self.listeners)
        # The threads of the connection hold the slot, not the supervisor, so that a dropped client is collected. Not at
        # exit: `_transports.stdio.process` shuts down the runtimes then.
        self._finalizer = weakref.finalize(self, _close_in_background, self._slot)
        self._finalizer.atexit = False
        self._owner = os.getpid()

    @property
    def current(self) -> Connection:
        """The current connection, which may be closed."""
        return self._slot.connection

    @property
    def summary(self) -> str:
        """The state of the connection, for the repr of the client."""
        return self.current.summary

    def connection(self) -> Connection:
        """Return the connection for a new request.

        If it starts a runtime, it raises the errors of `Connection`.
        """
        connection = self._slot.connection
        if (
            connection.close_reason is None
            or not self.config.restart
            or self._slot.closed
            or self._owner != os.getpid()
        ):
            return connection
        # Concurrent calls on a lost connection start one runtime: the first restarts, the others wait and find it.
        with self._restarting:
            connection = self._slot.connection
            if connection.close_reason is None or self._slot.closed:
                return connection
            return self._restart(connection.close_reason)

    def diagnostics(self) -> Diagnostics:
        """Return statistics of the client."""
        return self.current.diagnostics(self.restarts)

    def subscribe(self, methods: Sequence[str] | None) -> EventReader:
        """Subscribe to notifications by method. None: those that belong to no turn or login."""
        return EventReader(self._lock, partial(self.notification_bus.subscribe, methods))

    def close(self) -> None:
        """End the runtime, and fail all pending calls. Idempotent; any thread may call this."""
        with self._lock:
            self.notification_bus.close(None)
            listening = self.notification_bus.subscriptions
        for subscription in listening:
            subscription.wake()
        self._slot.close()
        if self._home is not None and self._owner == os.getpid():
            self._home.remove()

    def _start(self) -> Connection:
        scopes = HandlerScopes(self.handlers, self.threads)
        config = self._config_of_start()
        return Connection(config, scopes, notification_bus=self.notification_bus, lock=self._lock)

    def _config_of_start(self) -> CodexConfig:
        config, self._home = use_home(self.config, self._home)
        return config

    def _restart(self, cause: Exception) -> Connection:
        try:
            return self._start_replacement(cause)
        except TransportClosedError:
            # `close` ends a runtime that is starting, which looks like a runtime that exits.
            if self._slot.closed:
                raise TransportClosedError("the client was closed") from None
            raise
        finally:
            self._slot.starting = None

    def _start_replacement(self, cause: Exception) -> Connection:
        connection = Connection(
            self._config_of_start(),
            HandlerScopes(self.handlers, self.threads),
            notification_bus=self.notification_bus,
            lock=self._lock,
            starting=self._slot.start,
        )
        outcome = ResumeOutcome()
        try:
            for thread in self.threads.open():
                # Before the request: the runtime may send requests of the thread before the response.
                connection.dispatcher.workspaces.set(thread.id, thread.workspace)
                with outcome.resuming(thread):
                    timeout = self.config.start_timeout
                    response = connection.request("thread/resume", thread.resume_params(), timeout=timeout)
                    if (update := thread.settings_update(response)) is not None:
                        # The thread is resumed, even if the runtime rejects its settings.
                        with contextlib.suppress(JsonRpcError):
                            connection.request(SETTINGS_UPDATE, update, timeout=timeout)
        except BaseException:
            connection.close()
            raise
        if not self._slot.replace(connection):
            connection.close()
            raise TransportClosedError("the client was closed")
        self.restarts += 1
        connection.emit(outcome.notification(cause))
        return connection


class _ConnectionSlot:
    """The current connection of a client, and the one that is starting.

    The garbage collector may close it.
    """

    def __init__(self, connection: Connection, listeners: ListenerDispatcher) -> None:
        self.connection = connection
        self._listeners = listeners
        self.starting: Connection | None = None
        """The replacement, while it starts. Closing the client closes it too, instead of waiting for the start."""
        self.closed = False
        self._lock = threading.Lock()

    def start(self, connection: Connection) -> None:
        """Record the connection that is starting.

        Raises `TransportClosedError` if the client is closed.
        """
        with self._lock:
            if self.closed:
                raise TransportClosedError("the client was closed")
            self.starting = connection

    def replace(self, connection: Connection) -> bool:
        """Replace the lost connection. Return False if the client is closed."""
        with self._lock:
            if self.closed:
                return False
            before, self.connection = self.connection, connection
        before.close()
        return True

    def close(self) -> None:
        with self._lock:
            self.closed = True
            starting = self.starting
        self.connection.close()
        if starting is not None:
            starting.close()
        self._listeners.close()


def _close_in_background(slot: _ConnectionSlot) -> None:
    """Close a client in another thread.

    The garbage collector runs in any thread, even in one that holds the lock.
    """
    # While the interpreter exits, no thread can be started.
    with contextlib.suppress(RuntimeError):
        threading.Thread(target=slot.close, name="codex-closer", daemon=True).start()
