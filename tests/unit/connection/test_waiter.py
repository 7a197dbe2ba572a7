"""`Waiter`: order, deadlines and wake-ups."""

from __future__ import annotations

import queue
import threading
import time

import pytest

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
