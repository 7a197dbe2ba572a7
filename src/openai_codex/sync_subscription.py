"""The events of a turn, or of a client, for a thread that waits for them."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from typing_extensions import Self

    from openai_codex.events import Notification
    from openai_codex.mailbox import Subscription


class SyncSubscription:
    """One reader of a mailbox or a bulletin, whose owner's lock is `lock`. Leave the `with` statement to stop.

    `subscribe` makes the reader's place, and is given what wakes it.
    """

    def __init__(self, lock: threading.Lock, subscribe: Callable[[Callable[[], None]], Subscription]) -> None:
        self._lock = lock
        self._arrived = threading.Condition(threading.Lock())
        with lock:
            self.inner: Subscription = subscribe(self._wake)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop to read. Safe to call twice."""
        with self._lock:
            self.inner.close()

    def next(self) -> Notification | None:
        """Wait for the next event and return it, or None after the last one.

        Raises what ended the connection, if that came before the end of the turn.
        """
        while not (event := self.inner.pop()) and not self.inner.over():
            self.wait(None)
        return event

    def wait(self, timeout: float | None) -> bool:
        """Wait until `next` would return at once; return False if that takes longer than `timeout` seconds."""
        with self._arrived:
            return self._arrived.wait_for(lambda: self.inner.ready, timeout)

    def _wake(self) -> None:
        with self._arrived:
            self._arrived.notify_all()
