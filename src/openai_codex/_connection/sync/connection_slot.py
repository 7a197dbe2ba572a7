"""`ConnectionSlot`: starts, replaces and closes the connection of a client, in threads of its own."""

from __future__ import annotations

import contextlib
import queue
import threading
import time
from contextvars import copy_context
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from openai_codex._connection.sync.waiter import Waiter
from openai_codex._connection.timeouts import CLOSE_LIMIT, CLOSE_TIMEOUT, EXIT_TIMEOUT, START_CANCEL_TIMEOUT
from openai_codex.errors import TransportClosedError

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextvars import Context

    from openai_codex._connection.sync.client_thread import ClientThread
    from openai_codex._connection.sync.connection import Connection
    from openai_codex._connection.sync.listener_dispatcher import ListenerDispatcher

StartOutcome: TypeAlias = "Connection | BaseException"


class ConnectionSlot:
    """The current connection of a client, and the one that is starting.

    To start or to end a runtime takes many steps, which a signal handler must not interrupt: a process that nothing
    refers to would keep running. Both run in threads of the client, and callers only wait for them. If a caller is
    interrupted, the work continues; a later call waits for the same work.
    """

    def __init__(self, thread: ClientThread, listeners: ListenerDispatcher) -> None:
        self._thread = thread
        self._listeners = listeners
        self.connection: Connection | None = None
        """The latest connection, which may be closed; None until the first one is complete."""
        self.closed = False
        self._starting: Connection | None = None
        self._starter: threading.Thread | None = None
        """The thread that has started the latest connection."""
        self._is_starting = False
        self._waiting: list[Waiter[StartOutcome]] = []
        self._closer: threading.Thread | None = None
        self._close_waiters: list[Waiter[None]] = []
        self._ended = False

    # Starting

    def start(self, create: Callable[[], Connection]) -> Connection:
        """Return a connection that `create` has started. Concurrent callers share one start.

        `create` passes each connection to `set_starting` before the handshake. It runs in a copy of the context of the
        caller. Raises the errors of `create`.
        """
        waiter: Waiter[StartOutcome] = Waiter()
        self._thread.call(partial(self._start, create, waiter, copy_context()))
        outcome = waiter.get(None)
        if isinstance(outcome, BaseException):
            raise outcome
        return outcome

    def set_starting(self, connection: Connection) -> None:
        """Record the connection that is starting, so that `close` does not wait for it.

        Raises `TransportClosedError` if the client is closed.
        """
        self._starting = connection
        # After the assignment: `close` sets the flag first, and then closes this connection.
        self._check_open()

    def _start(self, create: Callable[[], Connection], waiter: Waiter[StartOutcome], context: Context) -> None:
        current = self.connection
        if current is not None and (self.closed or current.close_reason is None):
            waiter.put(current)
            return
        self._waiting.append(waiter)
        if not self._is_starting:
            starter = threading.Thread(
                target=context.run, args=(self._run_start, create), name="codex-starter", daemon=True
            )
            try:
                starter.start()
            except RuntimeError as error:
                self._waiting.remove(waiter)
                waiter.put(error)
            else:
                self._starter, self._is_starting = starter, True

    def _run_start(self, create: Callable[[], Connection]) -> None:
        outcome: StartOutcome
        try:
            outcome = create()
        except BaseException as error:  # the callers receive it
            outcome = error
            if self.closed and isinstance(error, TransportClosedError):
                # `close` ends a runtime that is starting, which looks like a runtime that exits.
                outcome = TransportClosedError("the client was closed")
        self._thread.call(partial(self._started, outcome))

    def _started(self, outcome: StartOutcome) -> None:
        waiting, self._waiting = self._waiting, []
        self._starting, self._is_starting = None, False
        if not isinstance(outcome, BaseException):
            self.connection = outcome
        for waiter in waiting:
            waiter.put(outcome)

    def _check_open(self) -> None:
        if self.closed:
            raise TransportClosedError("the client was closed")

    # Closing

    def close(self) -> None:
        """End the runtime, and fail all pending calls. Idempotent; any thread and signal handlers may call this.

        Waits until the runtime has ended. If the caller is interrupted, another call waits for the rest.
        """
        caller = threading.current_thread()
        connection = self.connection
        if self._thread.is_current or (connection is not None and connection.reader is caller):
            # A finalizer of the application, which the garbage collector runs there, must not wait for this thread.
            self.close_nowait()
            return
        waiter: Waiter[None] = Waiter()
        closer = self._thread.call(partial(self._close, caller, waiter))
        # Bounded: a signal handler may have interrupted code that holds a lock for which a thread of the client waits.
        with contextlib.suppress(queue.Empty):
            waiter.get(time.monotonic() + CLOSE_LIMIT)
            if closer is not None:
                closer.join(CLOSE_TIMEOUT)
            # The closer does not wait for a listener that closes the client. Another caller does.
            if (listening := self._listeners.thread) is not None and listening is not caller:
                listening.join(CLOSE_TIMEOUT)

    def close_nowait(self) -> None:
        """Start to close. Finalizers may call this: it takes no lock and never waits."""
        self._thread.post(partial(self._close, None, None))

    def _close(self, caller: threading.Thread | None, waiter: Waiter[None] | None) -> threading.Thread | None:
        if waiter is not None:
            if self._ended:
                waiter.put(None)
            else:
                self._close_waiters.append(waiter)
        if self.closed:
            return self._closer
        self.closed = True
        connections = [connection for connection in (self.connection, self._starting) if connection is not None]
        run = partial(self._run_close, connections, self._starter, caller)
        closer = threading.Thread(target=run, name="codex-closer", daemon=True)
        try:
            closer.start()
        except RuntimeError:
            # The interpreter exits. No other operation is of use now, so this thread may wait.
            run()
            return None
        self._closer = closer
        return closer

    def _run_close(
        self, connections: list[Connection], starter: threading.Thread | None, caller: threading.Thread | None
    ) -> None:
        try:
            for connection in connections:
                connection.close()
            if starter is not None:
                starter.join(START_CANCEL_TIMEOUT)
            listening = self._listeners.stop()
            # A listener may close the client.
            if listening is not None and listening is not caller:
                listening.join(CLOSE_TIMEOUT)
        finally:
            self._thread.call(self._notify_closed)
            self._thread.stop(EXIT_TIMEOUT)

    def _notify_closed(self) -> None:
        self._ended = True
        for waiter in self._close_waiters:
            waiter.put(None)
