"""`ThreadedRuntimes`: the clients of a `CodexPool`, and the threads that start and close them."""

from __future__ import annotations

import threading
import time
import weakref
from contextlib import contextmanager
from contextvars import copy_context
from functools import partial
from typing import TYPE_CHECKING, cast

from openai_codex._connection.sync.client_thread import ClientThread
from openai_codex._connection.sync.waiter import Waiter
from openai_codex._connection.timeouts import CLOSE_TIMEOUT
from openai_codex._sync.pooled import PooledCodex
from openai_codex.errors import CodexError, TransportClosedError
from openai_codex.pool.placement import Grant, Placement, Start, Ticket, observe
from openai_codex.pool.records import PoolStats
from openai_codex.pool.sync_map import RunControl

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence

    from openai_codex._handlers.options import HandlerOptions
    from openai_codex.pool.placement import Action
    from openai_codex.pool.records import TurnCounts
    from openai_codex.pool.settings import PoolSettings
    from openai_codex.pool.sync_map import ThreadedMap


CLOSER = "codex-pool-closer"
"""Name of the threads that close clients."""


class _Place:
    """A ticket of a caller, released at the latest when the caller drops this object.

    A signal handler may interrupt the caller before it releases the ticket.
    """

    def __init__(self, ticket: Ticket, release: Callable[[Ticket], None]) -> None:
        self.ticket = ticket
        self._release = release

    def release(self) -> None:
        """Free the place. Idempotent; takes no lock and does not wait."""
        self._release(self.ticket)

    __del__ = release


class ThreadedRuntimes:
    """The clients of a pool, and the places on their runtimes.

    The state is changed in one thread only, because a signal handler may interrupt every caller; see `ClientThread`.
    """

    def __init__(self, settings: PoolSettings, handlers: HandlerOptions) -> None:
        self._configs = settings.configs
        self._handlers = handlers
        # The handlers of the clients run in copies of the context of this caller.
        self._context = copy_context()
        self._slots: list[PooledCodex | None] = [None] * len(self._configs)
        self._placement = Placement(
            len(self._slots), settings.size, settings.max_turns, partial(observe, self._slots), time.monotonic
        )
        self.thread = ClientThread()
        self._waiters: dict[Ticket, Waiter[int | Exception]] = {}
        self._threads: set[threading.Thread] = set()
        self._maps: weakref.WeakSet[ThreadedMap] = weakref.WeakSet()
        self._closed = False

    @property
    def count(self) -> int:
        """Number of runtimes, with the spares."""
        return len(self._slots)

    @property
    def summary(self) -> str:
        """The state of the pool, for its repr."""
        return "closed" if self._closed else f"runtimes={self.count}, waiting={self._placement.waiting}"

    def clients(self) -> tuple[PooledCodex, ...]:
        """Return the clients that have started."""
        return tuple(client for client in self._slots if client is not None)

    def stats(self, counts: TurnCounts) -> PoolStats:
        """Return the statistics of the pool."""
        return self.thread.call(lambda: PoolStats.of(self._placement, self._slots, self._configs, counts))

    def runtime_of(self, thread_id: str) -> int | None:
        """Return the runtime of a thread; None if it is unknown."""
        return self.thread.call(lambda: self._placement.runtime_of(thread_id))

    def remember(self, thread_id: str, index: int) -> None:
        """Record the runtime of a thread."""
        self.thread.post(lambda: self._placement.remember(thread_id, index))

    def add_map(self, outcomes: ThreadedMap) -> None:
        """Record a `map`, which `close` stops."""
        self.thread.post(lambda: self._maps.add(outcomes))

    def begin(self) -> None:
        """Start all runtimes, and wait until they are ready. Raises an error if none of them starts."""
        self.thread.call(lambda: self._perform(self._placement.begin()))
        with self.place(Ticket(turn=False, all_started=True), RunControl()):
            pass

    def close(self) -> None:
        """Close the clients, and wait for the threads of the pool. Idempotent; any thread may call this."""
        threads = self.thread.call(self._close)
        # Bounded: a thread may run code of the caller, such as the iterable of prompts. The closers have own limits.
        deadline = time.monotonic() + CLOSE_TIMEOUT
        for thread in sorted(threads, key=lambda thread: thread.name != CLOSER):
            if thread.name == CLOSER:
                thread.join()
                deadline = time.monotonic() + CLOSE_TIMEOUT
            elif thread is not threading.current_thread():
                thread.join(max(0.0, deadline - time.monotonic()))
        self.thread.stop(CLOSE_TIMEOUT)

    @contextmanager
    def place(self, ticket: Ticket, control: RunControl) -> Generator[tuple[int, PooledCodex], None, None]:
        """Wait for a place on a runtime, and free it after the `with` block."""
        place = _Place(ticket, self._release)
        try:
            control.wait(lambda: self._abandon(ticket))
            waiter: Waiter[int | Exception] = Waiter()
            self.thread.submit(partial(self._request, ticket, waiter))
            outcome = waiter.get(None)
            if isinstance(outcome, Exception):
                raise outcome
            yield outcome, cast("PooledCodex", self._slots[outcome])
        finally:
            place.release()

    # Called by any thread: they only post operations.

    def _release(self, ticket: Ticket) -> None:
        self.thread.post(lambda: self._perform(self._placement.release(ticket)))

    # Run in the client thread

    def _request(self, ticket: Ticket, waiter: Waiter[int | Exception]) -> None:
        self._waiters[ticket] = waiter
        self._perform(self._placement.request(ticket))
        if ticket.released:
            self._settle(ticket, CodexError("the prompt was abandoned"))

    def _abandon(self, ticket: Ticket) -> None:
        """Stop waiting for a place."""
        self._perform(self._placement.release(ticket))
        self._settle(ticket, CodexError("the prompt was abandoned"))

    def _settle(self, ticket: Ticket, outcome: int | Exception) -> None:
        waiter = self._waiters.pop(ticket, None)
        if waiter is not None:
            waiter.put(outcome)

    def _perform(self, actions: Sequence[Action]) -> None:
        for action in actions:
            if isinstance(action, Start):
                self._start(action.index)
            elif isinstance(action, Grant):
                self._settle(action.ticket, cast("int", action.ticket.index))
            else:
                self._settle(action.ticket, action.error)

    def _start(self, index: int) -> None:
        try:
            self.start_thread("codex-pool-starter", partial(self._connect, index))
        except RuntimeError as error:  # the system starts no more threads
            self._perform(self._placement.failed(index, error))

    def start_thread(self, name: str, target: Callable[[], None]) -> None:
        """Start a thread that `close` waits for."""
        if self._closed:
            raise RuntimeError("the pool was closed")
        thread = threading.Thread(target=self._run_thread, args=(target,), name=name, daemon=True)
        self._threads.add(thread)
        try:
            thread.start()
        except BaseException:
            self._threads.discard(thread)
            raise

    def _close(self) -> list[threading.Thread]:
        if not self._closed:
            error = TransportClosedError("the pool was closed")
            self._perform(self._placement.close(error))
            for outcomes in list(self._maps):
                outcomes.pool_closed(error)
            for client in self._slots:
                if client is not None:
                    self.start_thread(CLOSER, client.close)
            self._closed = True
        return list(self._threads)

    def _started(self, index: int, client: PooledCodex) -> bool:
        """Record a client that has connected. Return False if the pool is closed."""
        if not self._closed:
            self._slots[index] = client
            self._perform(self._placement.started(index))
        return not self._closed

    # Run in threads of their own

    def _run_thread(self, target: Callable[[], None]) -> None:
        try:
            target()
        finally:
            self.thread.post(partial(self._threads.discard, threading.current_thread()))

    def _connect(self, index: int) -> None:
        client = self._slots[index]
        try:
            if client is None:
                config = self._configs[index]
                client = self._context.copy().run(partial(PooledCodex, config, **self._handlers))
            else:
                client.connect()
        except Exception as error:
            reason = error
            self.thread.call(lambda: self._perform(self._placement.failed(index, reason)))
        else:
            if not self.thread.call(partial(self._started, index, client)):
                client.close()
