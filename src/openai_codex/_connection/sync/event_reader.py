"""Consumers of events for threads: `EventReader` waits for them, `EventStream` also releases their turn."""

from __future__ import annotations

import contextlib
import queue
import threading
import time
from collections import deque
from typing import TYPE_CHECKING, Protocol

from openai_codex._connection.sync.waiter import Waiter

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from typing_extensions import Self

    from openai_codex._protocol.notifications import Notification
    from openai_codex._protocol.subscription import Subscription


class Release(Protocol):
    """Interrupts a turn or goal that has no consumer left.

    If `wait` is false, it must not block or take a lock.
    """

    def __call__(self, *, wait: bool) -> None: ...


class EventReader:
    """A consumer of an event buffer or of the notification bus.

    Leaving the `with` statement unsubscribes.

    Several threads may share a reader; each event is returned to one of them.

    Args:
        lock: Lock of the connection, which protects the source of the events.
        subscribe: Creates the subscription. Its argument is the function that wakes this reader.
    """

    def __init__(self, lock: threading.Lock, subscribe: Callable[[Callable[[], None]], Subscription]) -> None:
        self._lock = lock
        # One queue for each waiting thread. A `threading.Condition` doubles the cost of an event.
        self._waiters: deque[Waiter[None]] = deque()
        with lock:
            self.subscription: Subscription = subscribe(self._wake)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Unsubscribe, and wake all threads that wait. Idempotent."""
        with self._lock:
            self.subscription.close()
        self._wake()

    def close_nowait(self) -> None:
        """Stop counting as a consumer, and unsubscribe in a background thread.

        Takes no lock in this thread.
        """
        self.subscription.passive = True
        threading.Thread(target=self.close, name="codex-unsubscribe", daemon=True).start()

    def next(self) -> Notification | None:
        """Wait for the next event and return it, or None after the last one.

        Raises the close reason of the connection if it was lost before the last event.
        """
        while not (event := self.subscription.pop()) and not self.subscription.exhausted():
            self.wait(None)
        return event

    def wait(self, timeout: float | None) -> bool:
        """Wait until `next` would not block.

        Return False after `timeout` seconds; None disables the limit.
        """
        deadline = None if timeout is None else time.monotonic() + timeout
        while not self.subscription.ready:
            waiter: Waiter[None] = Waiter()
            self._waiters.append(waiter)
            # Re-check: an event may have arrived before the waiter was registered.
            if self.subscription.ready:
                break
            try:
                waiter.get(deadline)
            except queue.Empty:
                with contextlib.suppress(ValueError):
                    self._waiters.remove(waiter)
                return self.subscription.ready
        return True

    def _wake(self) -> None:
        waiters = self._waiters
        while waiters:
            # Another thread may have taken the last waiter meanwhile.
            with contextlib.suppress(IndexError):
                waiters.popleft().put(None)


class EventStream:
    """Context manager that subscribes to a turn or goal, and calls `release` on exit.

    The garbage collector may close an abandoned generator in any thread, also in one that holds the lock of the
    connection, such as the reader thread. If the generator is closed in another thread than the one that entered the
    context manager, nothing here takes a lock or waits.
    """

    def __init__(self, subscribe: Callable[[], EventReader], release: Release) -> None:
        self.release_on_exit = True
        """Whether the exit calls `release`. Set it to False once the turn is taken care of."""
        self._subscribe = subscribe
        self._release = release
        self._reader: EventReader | None = None
        self._consumer = 0

    def __enter__(self) -> EventReader:
        self._consumer = threading.get_ident()
        # Subscribed in here: Ctrl-C between a subscription and the `with` statement would leave the turn running.
        try:
            self._reader = self._subscribe()
        except BaseException:
            self._release(wait=True)
            raise
        return self._reader

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        finalized = kind is GeneratorExit and threading.get_ident() != self._consumer
        if self._reader is not None:
            if finalized:
                self._reader.close_nowait()
            else:
                self._reader.close()
        if self.release_on_exit:
            self._release(wait=not finalized)
