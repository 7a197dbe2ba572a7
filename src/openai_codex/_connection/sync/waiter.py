"""`Waiter`: hands values to one waiting thread."""

from __future__ import annotations

import queue
import threading
import time
from collections import deque
from typing import Generic, TypeVar

T = TypeVar("T")

SIGNAL_CHECK_INTERVAL = 0.5
"""Maximum time that the main thread blocks before the interpreter checks for signals, in seconds.

Python runs signal handlers between bytecodes of the main thread. A signal interrupts the wait for a lock, but not if it
arrives after the thread has released the GIL and before the wait begins. Without the limit, such a Ctrl-C would have no
effect until the wait ends.
"""


class Waiter(Generic[T]):
    """A queue for one consumer thread.

    Not `queue.SimpleQueue`: before Python 3.13, its `get(timeout=...)` can block forever. It acquires its lock without
    waiting first, and if the timeout expires before the second attempt, it passes a negative timeout, which means no
    limit. A thread that is preempted for longer than the remaining time of a request would never return.
    """

    __slots__ = ("_items", "_wakeup")

    def __init__(self) -> None:
        self._items: deque[T] = deque()
        # Locked while there is nothing to read.
        self._wakeup = threading.Lock()
        self._wakeup.acquire()

    def put(self, item: T) -> None:
        """Add an item and wake the consumer. Any thread may call this."""
        self._items.append(item)
        try:
            self._wakeup.release()
        except RuntimeError:
            # The consumer has not yet noticed an earlier item.
            return

    def get(self, deadline: float | None) -> T:
        """Remove and return the next item.

        Args:
            deadline: Point in time on the clock of `time.monotonic`; None waits without a limit.

        Raises:
            queue.Empty: The deadline has passed.
        """
        while True:
            try:
                return self._items.popleft()
            except IndexError:
                # A deadline in the past must not become a negative timeout, which means no limit.
                remaining = threading.TIMEOUT_MAX if deadline is None else max(0.0, deadline - time.monotonic())
            if threading.get_ident() == threading.main_thread().ident and remaining > SIGNAL_CHECK_INTERVAL:
                self._wakeup.acquire(timeout=SIGNAL_CHECK_INTERVAL)
            elif not self._wakeup.acquire(timeout=remaining) and not self._items:
                raise queue.Empty
