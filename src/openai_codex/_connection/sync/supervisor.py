"""`RuntimeSupervisor`: starts, restarts and closes the runtime of a client."""

from __future__ import annotations

import os
import weakref
from functools import partial
from typing import TYPE_CHECKING

from openai_codex._connection.login_check import LoginCheck
from openai_codex._connection.sync.client_thread import ClientThread
from openai_codex._connection.sync.connection import Connection
from openai_codex._connection.sync.connection_slot import ConnectionSlot
from openai_codex._connection.sync.event_reader import EventReader
from openai_codex._connection.sync.listener_dispatcher import ListenerDispatcher
from openai_codex._connection.sync.shared_call import SharedCall
from openai_codex._connection.thread_registry import ResumeOutcome, ThreadRegistry
from openai_codex._handlers.scopes import HandlerScopes
from openai_codex._protocol.notification_bus import NotificationBus
from openai_codex._transports.stdio.isolated_home import IsolatedHome, use_home
from openai_codex.errors import TransportClosedError

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
        self.login_check = LoginCheck(config)
        """The check of the login before the first turn."""
        self.handlers = handlers
        self._home: IsolatedHome | None = None
        self._thread = ClientThread()
        self.login_call: SharedCall[object] = SharedCall(self._thread)
        """The requests of the check that is under way."""
        self.notification_bus = NotificationBus(survives_restart=config.restart)
        self.listeners = ListenerDispatcher(self._thread, self.notification_bus)
        """Callbacks for notifications."""
        self.restarts = 0
        """Number of runtimes that replaced one that had exited."""
        self._owner = os.getpid()
        # The threads of the client hold the slot, not the supervisor, so that a dropped client is collected. Not at
        # exit: `_transports.stdio.process` shuts down the runtimes then.
        self._slot = ConnectionSlot(self._thread, self.listeners)
        weakref.finalize(self, self._slot.close_nowait).atexit = False
        try:
            # Inside the `try` statement: a cycle of the two objects refers to the client thread.
            self.threads = ThreadRegistry(self._thread.call)
            # In the client thread: an interrupt between its steps would leave a subscription that fails.
            self._thread.call(partial(self.threads.follow, self.notification_bus))
            self._slot.start(self._connect)
        except BaseException:
            self.close()
            raise

    @property
    def current(self) -> Connection:
        """The current connection, which may be closed."""
        if (connection := self._slot.connection) is None:
            raise TransportClosedError("the client was closed")
        return connection

    @property
    def summary(self) -> str:
        """The state of the connection, for the repr of the client."""
        return self.current.summary

    def connection(self) -> Connection:
        """Return the connection for a new request.

        If it starts a runtime, it raises the errors of `Connection`.
        """
        connection = self.current
        if (
            connection.close_reason is None
            or not self.config.restart
            or self._slot.closed
            or self._owner != os.getpid()
        ):
            return connection
        # Concurrent calls on a lost connection start one runtime.
        return self._slot.start(self._connect)

    def enter(self) -> None:
        """Do nothing: the constructor has started the runtime."""

    def diagnostics(self) -> Diagnostics:
        """Return statistics of the client."""
        return self.current.diagnostics(self.restarts)

    def subscribe(self, methods: Sequence[str] | None) -> EventReader:
        """Subscribe to notifications by method. None: those that belong to no turn or login."""
        return EventReader(self._thread, partial(self.notification_bus.subscribe, methods)).open()

    def close(self) -> None:
        """End the runtime, and fail all pending calls. Idempotent; any thread and signal handlers may call this."""
        self._thread.post(self._end_notifications)
        self._slot.close()
        if self._home is not None and self._owner == os.getpid():
            self._home.remove()

    def _config_of_start(self) -> CodexConfig:
        config, self._home = use_home(self.config, self._home)
        return config

    def _end_notifications(self) -> None:
        with self._thread.lock:
            self.notification_bus.close(None)
            listening = self.notification_bus.subscriptions
        for subscription in listening:
            subscription.wake()

    def _connect(self) -> Connection:
        """Start a runtime. If it replaces another one, resume the open threads."""
        before = self._slot.connection
        connection = Connection(
            self._config_of_start(),
            HandlerScopes(self.handlers, self.threads),
            notification_bus=self.notification_bus,
            client_thread=self._thread,
            starting=self._slot.set_starting,
            threads=self.threads,
        )
        if before is None or before.close_reason is None:
            return connection
        from openai_codex._connection.reconnect.restoration import resume_thread
        from openai_codex._connection.sync.reconnector import run_steps

        outcome = ResumeOutcome()
        try:
            for thread in self.threads.open():
                with outcome.resuming(thread):
                    steps = resume_thread(thread, connection.dispatcher.workspaces)
                    run_steps(connection, steps, lambda: self.config.start_timeout)
            before.close()
        except BaseException:
            connection.close()
            raise
        self.restarts += 1
        connection.emit(outcome.notification(before.close_reason))
        return connection
