"""The events of a turn, or of a client, for a thread that waits for them."""

from __future__ import annotations

import contextlib
import queue
import time
from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable

    from typing_extensions import Self

    from openai_codex._protocol.event_buffer import Subscription
    from openai_codex._protocol.notifications import Notification


class EventReader:
    """One reader of a mailbox or a bulletin, whose owner's lock is `lock`. Leave the `with` statement to stop.

    `subscribe` makes the reader's place, and is given what wakes it.
    """

    def __init__(self, lock: threading.Lock, subscribe: Callable[[Callable[[], None]], Subscription]) -> None:
        self._lock = lock
        # One for each thread that waits. What a Condition does beyond that costs as much as an event does otherwise.
        self._waiters: deque[queue.SimpleQueue[None]] = deque()
        with lock:
            self.subscription: Subscription = subscribe(self._wake)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop to read. Safe to call twice."""
        with self._lock:
            self.subscription.close()

    def next(self) -> Notification | None:
        """Wait for the next event and return it, or None after the last one.

        Raises what ended the connection, if that came before the end of the turn.
        """
        while not (event := self.subscription.pop()) and not self.subscription.exhausted():
            self.wait(None)
        return event

    def wait(self, timeout: float | None) -> bool:
        """Wait until `next` would return at once; return False if that takes longer than `timeout` seconds."""
        deadline = None if timeout is None else time.monotonic() + timeout
        while not self.subscription.ready:
            waiter: queue.SimpleQueue[None] = queue.SimpleQueue()
            self._waiters.append(waiter)
            # What came before the bell was there has not rung it.
            if self.subscription.ready:
                break
            try:
                waiter.get(timeout=None if deadline is None else max(0.0, deadline - time.monotonic()))
            except queue.Empty:
                with contextlib.suppress(ValueError):
                    self._waiters.remove(waiter)
                return self.subscription.ready
        return True

    def _wake(self) -> None:
        waiters = self._waiters
        while waiters:
            # Another thread may have rung the last one meanwhile.
            with contextlib.suppress(IndexError):
                waiters.popleft().put(None)
