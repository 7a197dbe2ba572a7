"""Waits for conditions that signal no event."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, TypeVar

from support.timeouts import TEST_TIMEOUT

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


def wait_until(
    condition: Callable[[], T], problem: str = "the condition was not met in time", timeout: float = TEST_TIMEOUT
) -> T:
    """Return the first true result of a function that is called repeatedly. Fails with `problem` after the timeout."""
    deadline = time.monotonic() + timeout
    while not (result := condition()):
        assert time.monotonic() < deadline, problem
        time.sleep(0.002)
    return result
