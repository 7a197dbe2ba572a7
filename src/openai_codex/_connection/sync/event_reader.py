"""Consumers of events for threads: `EventReader` waits for them, `EventStream` also releases their turn."""

from __future__ import annotations

import contextlib
import queue
import time
from collections import deque
from typing import TYPE_CHECKING, Any

from openai_codex._connection.sync.waiter import Waiter

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from typing_extensions import Self

    from openai_codex._connection.base import ConnectionBase
    from openai_codex._connection.sync.client_thread import ClientThread
    from openai_codex._protocol.notifications import Notification
    from openai_codex._protocol.subscription import Subscription


class EventReader:
    """A consumer of an event buffer or of the notification bus, from `open` or the `with` statement on.

    Several threads may share a reader; each event is returned to one of them.

    Args:
        thread: The thread that changes the state of the client.
        subscribe: Creates the subscription. Its argument is the function that wakes this reader.
    """

    def __init__(self, thread: ClientThread, subscribe: Callable[[Callable[[], None]], Subscription]) -> None:
        self._thread = thread
        self._subscribe = subscribe
        # One queue for each waiting thread. A `threading.Condition` doubles the cost of an event.
        self._waiters: deque[Waiter[None]] = deque()
        self.subscription: Subscription
        """The subscription; absent before `open`."""

    def __enter__(self) -> Self:
        return self.open()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is GeneratorExit:
            # The garbage collector may close the generator that uses this reader.
            self.close_nowait()
        else:
            self.close()

    def open(self) -> Self:
        """Subscribe. If the caller is interrupted, the reader is closed."""
        try:
            self._thread.call(self._open)
        except BaseException:
            self.close_nowait()
            raise
        return self

    def close(self) -> None:
        """Unsubscribe, and wake all threads that wait. Idempotent."""
        self._thread.call(self._close)

    def close_nowait(self) -> None:
        """Unsubscribe a moment later. Finalizers may call this."""
        self._thread.post(self._close)

    def _open(self) -> None:
        with self._thread.lock:
            self.subscription = self._subscribe(self._wake)

    def _close(self) -> None:
        # Absent if the subscription failed.
        if (subscription := getattr(self, "subscription", None)) is not None:
            with self._thread.lock:
                subscription.close()
        self._wake()

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
            except BaseException as error:
                with contextlib.suppress(ValueError):
                    self._waiters.remove(waiter)
                if not isinstance(error, queue.Empty):
                    raise
                return self.subscription.ready
        return True

    def _wake(self) -> None:
        waiters = self._waiters
        while waiters:
            # Another thread may have taken the last waiter meanwhile.
            with contextlib.suppress(IndexError):
                waiters.popleft().put(None)


class ReleaseScope:
    """Context manager that releases a turn or goal on exit: interrupts it if no consumer is left.

    A generator is closed by GeneratorExit: when its consumer drops it, or by the garbage collector, in any thread and
    at any time, also while that thread holds a lock of the client or of the application. The exit then only posts the
    release to the client thread.

    Args:
        connection: Connection of the turn.
        release: Releases the turn, and waits for its end.
        release_nowait: Releases the turn without waiting. Called in the client thread.
    """

    def __init__(
        self, connection: ConnectionBase[Any], release: Callable[[], None], release_nowait: Callable[[], None]
    ) -> None:
        self._connection = connection
        self._release = release
        self._release_nowait = release_nowait

    def __enter__(self) -> object:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._exit(wait=kind is not GeneratorExit)

    def _exit(self, *, wait: bool) -> None:
        if wait:
            self._release()
        else:
            self._connection.run_nowait(self._release_nowait)


class EventStream(ReleaseScope):
    """Context manager that also subscribes to the events, and unsubscribes before the release.

    Args:
        connection: Connection of the turn.
        subscribe: Creates the consumer.
        release: See `ReleaseScope`.
        release_nowait: See `ReleaseScope`.
    """

    def __init__(
        self,
        connection: ConnectionBase[Any],
        subscribe: Callable[[], EventReader],
        release: Callable[[], None],
        release_nowait: Callable[[], None],
    ) -> None:
        super().__init__(connection, release, release_nowait)
        self.release_on_exit = True
        """Whether the exit releases the turn. Set it to False once the turn is taken care of."""
        self._reader = subscribe()

    def __enter__(self) -> EventReader:
        # Subscribed in here: Ctrl-C between a subscription and the `with` statement would leave the turn running.
        try:
            return self._reader.open()
        except BaseException:
            self._exit(wait=True)
            raise

    def abandon(self) -> None:
        """Exit without waiting. Idempotent.

        Ctrl-C may arrive between a bytecode of `__enter__` and the first one that is covered by the `with` statement.
        """
        self._exit(wait=False)

    def _exit(self, *, wait: bool) -> None:
        self._reader.close_nowait()
        if self.release_on_exit:
            super()._exit(wait=wait)
