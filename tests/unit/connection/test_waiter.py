"""`Waiter`: order, deadlines and wake-ups."""

from __future__ import annotations

import queue
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from openai_codex._connection.sync import waiter as waiter_module
from openai_codex._connection.sync.waiter import Waiter


def test_get_returns_items_in_the_order_added() -> None:
    waiter: Waiter[int] = Waiter()
    for item in range(3):
        waiter.put(item)
    assert [waiter.get(time.monotonic() + 10) for _ in range(3)] == [0, 1, 2]


def test_get_after_the_deadline_raises_empty() -> None:
    waiter: Waiter[int] = Waiter()
    with pytest.raises(queue.Empty):
        waiter.get(time.monotonic() - 1)


def test_get_after_the_deadline_returns_an_item_that_is_there() -> None:
    waiter: Waiter[int] = Waiter()
    waiter.put(1)
    assert waiter.get(time.monotonic() - 1) == 1


def test_get_times_out_after_a_wakeup_without_an_item() -> None:
    waiter: Waiter[int] = Waiter()
    # The second item leaves the lock released when both were read without waiting.
    waiter.put(1)
    waiter.put(2)
    assert [waiter.get(None), waiter.get(None)] == [1, 2]
    with pytest.raises(queue.Empty):
        waiter.get(time.monotonic() + 0.01)


def test_get_without_a_deadline_waits_for_put() -> None:
    waiter: Waiter[str] = Waiter()
    thread = threading.Thread(target=waiter.put, args=("item",))
    thread.start()
    assert waiter.get(None) == "item"
    thread.join()


def test_get_with_short_timeouts_always_returns() -> None:
    """`queue.SimpleQueue.get` blocks in such a loop within seconds on Python 3.10 to 3.12."""
    waiter: Waiter[int] = Waiter()
    for number in range(5_000):
        with pytest.raises(queue.Empty):
            waiter.get(time.monotonic() + number % 50 * 1e-6)


def test_get_in_the_main_thread_returns_regularly_to_the_interpreter(monkeypatch: pytest.MonkeyPatch) -> None:
    """A signal that arrives just before the wait is handled when the wait is renewed."""
    assert threading.current_thread() is threading.main_thread()
    monkeypatch.setattr(waiter_module, "SIGNAL_CHECK_INTERVAL", 0.001)
    waits: list[float] = []

    class Lock:
        def acquire(self, timeout: float) -> bool:
            waits.append(timeout)
            if len(waits) == 3:
                # The place of a signal handler, which runs between two waits.
                raise KeyboardInterrupt
            return False

    waiter: Waiter[int] = Waiter()
    monkeypatch.setattr(Waiter, "_wakeup", Lock())
    with pytest.raises(KeyboardInterrupt):
        waiter.get(None)
    assert waits == [0.001] * 3


def test_get_in_another_thread_waits_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiter_module, "SIGNAL_CHECK_INTERVAL", 0.001)
    waits: list[float] = []

    class Lock:
        def acquire(self, timeout: float) -> bool:
            waits.append(timeout)
            return False

    waiter: Waiter[int] = Waiter()
    monkeypatch.setattr(Waiter, "_wakeup", Lock())
    with ThreadPoolExecutor(1) as pool, pytest.raises(queue.Empty):
        pool.submit(waiter.get, time.monotonic() + 5).result()
    (wait,) = waits
    assert wait > 4
