"""The way from a client, and all the handles that it gives out, to the runtime that there is at the moment."""

from __future__ import annotations

import contextlib
import os
import threading
import weakref
from functools import partial
from typing import TYPE_CHECKING

from openai_codex._connection.sync.connection import SyncConnection
from openai_codex._connection.sync.event_reader import SyncSubscription
from openai_codex._connection.sync.listener_dispatcher import SyncListeners
from openai_codex._connection.thread_registry import OpenThreads
from openai_codex._protocol.notification_bus import Bulletin
from openai_codex.errors import CodexError, JsonRpcError, TransportClosedError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openai_codex._connection.diagnostics import Diagnostics
    from openai_codex._handlers.options import Handlers
    from openai_codex.config import CodexConfig


class SyncLink:
    """Starts a runtime and, if the config says `restart`, another one when it is needed and the one before has died.

    The runtime ends with the last of those who hold this. Raises what `SyncConnection` raises.
    """

    def __init__(self, config: CodexConfig, handlers: Handlers | None) -> None:
        self.config = config
        self.threads = OpenThreads()
        self._handlers = handlers
        self._lock = threading.Lock()
        self.bulletin = Bulletin(lasting=config.restart)
        self.listeners = SyncListeners(self._lock, self.bulletin)
        """Who listens to what belongs to no turn."""
        self.restarts = 0
        """How many runtimes have been started in the place of one that had died."""
        self._restarting = threading.Lock()
        self._life = _Life(self._start(), self.listeners)
        # The connection's threads do not hold this, so that a client which is dropped takes its runtime with it. At
        # exit, the process of the runtime sees to that.
        self._finalizer = weakref.finalize(self, _close_aside, self._life)
        self._finalizer.atexit = False
        self._owner = os.getpid()

    @property
    def current(self) -> SyncConnection:
        """The connection that there is, dead or alive."""
        return self._life.connection

    def connection(self) -> SyncConnection:
        """Return the connection to make a request on. Raises what `SyncConnection` raises if it starts a new one."""
        connection = self._life.connection
        if connection.ended is None or not self.config.restart or self._life.closed or self._owner != os.getpid():
            return connection
        with self._restarting:
            connection = self._life.connection
            if connection.ended is None or self._life.closed:
                return connection
            return self._restart(connection.ended)

    def diagnostics(self) -> Diagnostics:
        """Return how the client stands."""
        return self.current.diagnostics(self.restarts)

    def subscribe(self, methods: Sequence[str] | None) -> SyncSubscription:
        """Start to listen to methods, or (None) to all that belongs to no turn; see `Bulletin.subscribe`."""
        return SyncSubscription(self._lock, partial(self.bulletin.subscribe, methods))

    def close(self) -> None:
        """End the runtime, and with it every wait. Safe to call twice, and from any thread."""
        with self._lock:
            self.bulletin.end(None)
            listening = self.bulletin.subscriptions
        for subscription in listening:
            subscription.wake()
        self._life.close()

    def _start(self) -> SyncConnection:
        return SyncConnection(self.config, self._handlers, bulletin=self.bulletin, lock=self._lock)

    def _restart(self, cause: Exception) -> SyncConnection:
        try:
            return self._start_again(cause)
        except TransportClosedError:
            if self._life.closed:
                raise TransportClosedError("the client was closed") from None
            raise
        finally:
            self._life.starting = None

    def _start_again(self, cause: Exception) -> SyncConnection:
        from openai_codex._connection.restarts import restarted

        connection = SyncConnection(
            self.config, self._handlers, bulletin=self.bulletin, lock=self._lock, starting=self._life.start
        )
        resumed: list[str] = []
        lost: dict[str, CodexError] = {}
        for thread in self.threads.all():
            try:
                connection.request("thread/resume", thread.resume_params(), timeout=self.config.start_timeout)
            except JsonRpcError as error:
                lost[thread.id] = error
            except BaseException:
                connection.close()
                raise
            else:
                resumed.append(thread.id)
                connection.questions.set_thread(thread.id, thread.handlers)
        if not self._life.replace(connection):
            connection.close()
            raise TransportClosedError("the client was closed")
        self.restarts += 1
        connection.post(restarted(cause, resumed, lost))
        return connection


class _Life:
    """The runtime of a client, whichever it is."""

    def __init__(self, connection: SyncConnection, listeners: SyncListeners) -> None:
        self.connection = connection
        self._listeners = listeners
        self.starting: SyncConnection | None = None
        """The one that is to follow, while it starts."""
        self.closed = False
        self._lock = threading.Lock()

    def start(self, connection: SyncConnection) -> None:
        """Take that another one starts. Raises `TransportClosedError` if the client is closed."""
        with self._lock:
            if self.closed:
                raise TransportClosedError("the client was closed")
            self.starting = connection

    def replace(self, connection: SyncConnection) -> bool:
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


def _close_aside(life: _Life) -> None:
    """Close a client in another thread: this one, where the garbage collector happens to run, may have its lock."""
    # When the interpreter exits there are no new threads.
    with contextlib.suppress(RuntimeError):
        threading.Thread(target=life.close, name="codex-closer", daemon=True).start()
