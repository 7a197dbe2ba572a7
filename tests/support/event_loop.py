"""An event loop in its own thread, for tests that call asyncio code synchronously."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING, Any, TypeVar

from support.timeouts import TEST_TIMEOUT

if TYPE_CHECKING:
    from collections.abc import Coroutine

T = TypeVar("T")


class LoopStoppedError(RuntimeError):
    """The event loop has stopped and runs no further coroutine."""


class EventLoopThread:
    """An event loop that runs in a daemon thread."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="event-loop", daemon=True)
        self._thread.start()
        self._stopped = False
        self._lock = threading.Lock()

    def call(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """Run a coroutine and return its result. Raises `LoopStoppedError` after `stop`."""
        with self._lock:
            if self._stopped:
                coroutine.close()
                raise LoopStoppedError
            future = asyncio.run_coroutine_threadsafe(coroutine, self._loop)
        return future.result(TEST_TIMEOUT)

    def stop(self) -> None:
        """Stop the loop. Fails if a task is still pending."""
        pending = self.call(_other_tasks())
        with self._lock:
            self._stopped = True
            self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(TEST_TIMEOUT)
        # A test thread may have submitted a call just before the loop stopped; that thread waits for its result.
        if late := asyncio.all_tasks(self._loop):
            self._loop.run_until_complete(asyncio.wait(late, timeout=TEST_TIMEOUT))
        self._loop.close()
        assert pending == []


async def _other_tasks() -> list[str]:
    # Done callbacks that remove finished tasks run in the next iteration of the loop.
    await asyncio.sleep(0)
    return [repr(task) for task in asyncio.all_tasks() if task is not asyncio.current_task()]
