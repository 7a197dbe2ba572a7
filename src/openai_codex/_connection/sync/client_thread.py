"""`ClientThread`: the thread that changes the state of a client, on behalf of all its callers."""

from __future__ import annotations

import contextlib
import logging
import queue
import threading
import time
from functools import partial
from typing import TYPE_CHECKING, NoReturn, TypeVar

from openai_codex._connection.sync.waiter import Waiter
from openai_codex._transports import fork_safety

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

logger = logging.getLogger("openai_codex")


class ClientThread:
    """A thread that runs operations in the order in which they are posted.

    A signal handler can raise an exception between any two bytecodes of the main thread, and the garbage collector can
    run a finalizer between any two bytecodes of every thread. Therefore callers, signal handlers and finalizers change
    no shared state and take no lock. They post operations, which is one atomic call, and may wait for the outcome. An
    operation runs as a whole, even if its caller is interrupted meanwhile.

    Operations must not block. The thread ends with `stop`, or when this object is garbage-collected.
    """

    def __init__(self) -> None:
        self.lock = threading.Lock()
        """Protects the state of the client. Only this thread and the reader of the transport take it."""
        # Not a `Waiter`: `SimpleQueue.put` is a single, reentrant call in C.
        self._operations: queue.SimpleQueue[Callable[[], object] | None] = queue.SimpleQueue()
        self._ended = threading.Event()
        self._release_fork: Waiter[None] = Waiter()
        self._thread = threading.Thread(
            target=_run, args=(self._operations, self._ended), name="codex-client", daemon=True
        )
        fork_safety.register(self)
        self._thread.start()

    def __del__(self) -> None:
        # Absent if the constructor was interrupted before.
        if (operations := getattr(self, "_operations", None)) is not None:
            operations.put(None)

    def post(self, operation: Callable[[], object]) -> None:
        """Run an operation later, unless the thread has ended.

        Finalizers and signal handlers may call this: it takes no lock and never waits.
        """
        self._operations.put(operation)

    def perform(self, operation: Callable[[], object]) -> None:
        """Run an operation: at once in this thread, so that it precedes what was posted meanwhile; else like `post`."""
        if self.is_current:
            operation()
        else:
            self._operations.put(operation)

    def submit(self, operation: Callable[[], object]) -> None:
        """Run an operation later, for a caller that waits for its effect: also after the end of the thread."""
        self._operations.put(operation)
        if self._ended.is_set():
            # A thread of its own keeps the operation whole as well.
            threading.Thread(target=_drain, args=(self._operations,), name="codex-client", daemon=True).start()

    def call(self, operation: Callable[[], T]) -> T:
        """Run an operation and return its result, or raise its exception."""
        if threading.get_ident() == self._thread.ident:
            return operation()
        outcome: Waiter[Callable[[], T]] = Waiter()
        self.submit(partial(_settle, operation, outcome))
        return outcome.get(None)()

    @property
    def is_current(self) -> bool:
        """Whether the caller runs in this thread."""
        return threading.get_ident() == self._thread.ident

    def stop(self, timeout: float) -> None:
        """Run the operations posted so far, then end the thread. Waits up to `timeout` seconds."""
        self._operations.put(None)
        if not self.is_current:
            self._thread.join(timeout)

    def lock_before_fork(self) -> bool:
        """Hold the lock in the client thread until the fork is done, so that the state is consistent in the child."""
        if self._ended.is_set():
            return False
        held: Waiter[None] = Waiter()
        self._release_fork = Waiter()
        self.post(partial(self._hold, held, self._release_fork))
        try:
            held.get(time.monotonic() + fork_safety.FORK_LOCK_TIMEOUT)
        except queue.Empty:
            self._release_fork.put(None)
            return False
        return True

    def unlock_after_fork(self) -> None:
        """Release the lock in the parent. The thread that holds it does not exist in the child."""
        self._release_fork.put(None)

    def detach_after_fork(self) -> None:
        """Replace, in a forked child, the lock and the events that threads of the parent may hold."""
        self.lock = threading.Lock()
        self._ended = threading.Event()
        self._ended.set()

    def _hold(self, held: Waiter[None], release: Waiter[None]) -> None:
        with self.lock, contextlib.suppress(queue.Empty):
            held.put(None)
            # Bounded, because an exception of a signal handler may skip the call that releases.
            release.get(time.monotonic() + fork_safety.FORK_LOCK_TIMEOUT)


def _run(operations: queue.SimpleQueue[Callable[[], object] | None], ended: threading.Event) -> None:
    """Run operations until None is posted. Must hold no reference to the client, so that it is collected."""
    while (operation := operations.get()) is not None:
        _perform(operation)
        del operation
    ended.set()
    # A caller that posted before `ended` was set does not start a thread of its own.
    _drain(operations)


def _drain(operations: queue.SimpleQueue[Callable[[], object] | None]) -> None:
    with contextlib.suppress(queue.Empty):
        while True:
            if (operation := operations.get_nowait()) is not None:
                _perform(operation)


def _perform(operation: Callable[[], object]) -> None:
    try:
        operation()
    except Exception:  # the thread must survive, for example if the system starts no more threads
        logger.exception("an operation of the client failed")


def _settle(operation: Callable[[], T], outcome: Waiter[Callable[[], T]]) -> None:
    """Run an operation, and pass a function to its caller that returns its result or raises its exception."""
    try:
        result = operation()
    except BaseException as error:  # the caller receives it
        outcome.put(partial(_raise, error))
    else:
        outcome.put(lambda: result)


def _raise(error: BaseException) -> NoReturn:
    raise error
