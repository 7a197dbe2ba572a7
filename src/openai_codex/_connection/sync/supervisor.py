"""The way from a client, and all the handles that it gives out, to the runtime that there is at the moment."""

from __future__ import annotations

import contextlib
import os
import threading
import weakref
from functools import partial
from typing import TYPE_CHECKING

from openai_codex._connection.sync.connection import Connection
from openai_codex._connection.sync.event_reader import EventReader
from openai_codex._connection.sync.listener_dispatcher import ListenerDispatcher
from openai_codex._connection.thread_registry import ResumeOutcome, ThreadRegistry
from openai_codex._protocol.notification_bus import NotificationBus
from openai_codex.errors import TransportClosedError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openai_codex._connection.diagnostics import Diagnostics
    from openai_codex._handlers.options import Handlers
    from openai_codex.config import CodexConfig


class RuntimeSupervisor:
    """Starts a runtime and, if the config says `restart`, another one when it is needed and the one before has died.

    The runtime ends with the last of those who hold this. Raises what `Connection` raises.
    """

    def __init__(self, config: CodexConfig, handlers: Handlers | None) -> None:
        self.config = config
        self.threads = ThreadRegistry()
        self._handlers = handlers
        self._lock = threading.Lock()
        self.notification_bus = NotificationBus(survives_restart=config.restart)
        self.listeners = ListenerDispatcher(self._lock, self.notification_bus)
        """Who listens to what belongs to no turn."""
        self.restarts = 0
        """How many runtimes have been started in the place of one that had died."""
        self._restarting = threading.Lock()
        self._slot = _ConnectionSlot(self._start(), self.listeners)
        # The connection's threads do not hold this, so that a client which is dropped takes its runtime with it. At
        # exit, the process of the runtime sees to that.
        self._finalizer = weakref.finalize(self, _close_in_background, self._slot)
        self._finalizer.atexit = False
        self._owner = os.getpid()

    @property
    def current(self) -> Connection:
        """The connection that there is, dead or alive."""
        return self._slot.connection

    def connection(self) -> Connection:
        """Return the connection to make a request on. Raises what `Connection` raises if it starts a new one."""
        connection = self._slot.connection
        if (
            connection.close_reason is None
            or not self.config.restart
            or self._slot.closed
            or self._owner != os.getpid()
        ):
            return connection
        with self._restarting:
            connection = self._slot.connection
            if connection.close_reason is None or self._slot.closed:
                return connection
            return self._restart(connection.close_reason)

    def diagnostics(self) -> Diagnostics:
        """Return how the client stands."""
        return self.current.diagnostics(self.restarts)

    def subscribe(self, methods: Sequence[str] | None) -> EventReader:
        """Start to listen to methods, or (None) to all that belongs to no turn; see `NotificationBus.subscribe`."""
        return EventReader(self._lock, partial(self.notification_bus.subscribe, methods))

    def close(self) -> None:
        """End the runtime, and with it every wait. Safe to call twice, and from any thread."""
        with self._lock:
            self.notification_bus.close(None)
            listening = self.notification_bus.subscriptions
        for subscription in listening:
            subscription.wake()
        self._slot.close()

    def _start(self) -> Connection:
        return Connection(self.config, self._handlers, notification_bus=self.notification_bus, lock=self._lock)

    def _restart(self, cause: Exception) -> Connection:
        try:
            return self._start_replacement(cause)
        except TransportClosedError:
            if self._slot.closed:
                raise TransportClosedError("the client was closed") from None
            raise
        finally:
            self._slot.starting = None

    def _start_replacement(self, cause: Exception) -> Connection:
        connection = Connection(
            self.config,
            self._handlers,
            notification_bus=self.notification_bus,
            lock=self._lock,
            starting=self._slot.start,
        )
        outcome = ResumeOutcome(connection.dispatcher)
        try:
            for thread in self.threads.all():
                with outcome.resuming(thread):
                    connection.request("thread/resume", thread.resume_params(), timeout=self.config.start_timeout)
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
    """The runtime of a client, whichever it is."""

    def __init__(self, connection: Connection, listeners: ListenerDispatcher) -> None:
        self.connection = connection
        self._listeners = listeners
        self.starting: Connection | None = None
        """The one that is to follow, while it starts."""
        self.closed = False
        self._lock = threading.Lock()

    def start(self, connection: Connection) -> None:
        """Take that another one starts. Raises `TransportClosedError` if the client is closed."""
        with self._lock:
            if self.closed:
                raise TransportClosedError("the client was closed")
            self.starting = connection

    def replace(self, connection: Connection) -> bool:
        """Put another one in the place of the one that died; return False if the client is closed."""
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


def _close_in_background(life: _ConnectionSlot) -> None:
    """Close a client in another thread: this one, where the garbage collector happens to run, may have its lock."""
    # When the interpreter exits there are no new threads.
    with contextlib.suppress(RuntimeError):
        threading.Thread(target=life.close, name="codex-closer", daemon=True).start()
