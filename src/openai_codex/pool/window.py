"""`ResultWindow`: the order and the look-ahead of `CodexPool.map`. It performs no I/O and takes no lock."""

from __future__ import annotations

from collections import deque
from typing import Generic, TypeVar

T = TypeVar("T")

LOOK_AHEAD = 2
"""Maximum number of prompts that were taken and whose result was not yielded, per concurrent turn."""


class ResultWindow(Generic[T]):
    """Decides when a prompt may be started, and which result is yielded next.

    Args:
        concurrency: Maximum number of prompts that run at the same time.
        ordered: Whether results are yielded in the order of the prompts, not in that of their completion.
    """

    def __init__(self, concurrency: int, *, ordered: bool) -> None:
        self._concurrency = concurrency
        self._ordered = ordered
        self._started = 0
        self._yielded = 0
        self._running = 0
        self._finished: deque[T] = deque()
        self._by_index: dict[int, T] = {}
        self._source_ended = False

    @property
    def may_start(self) -> bool:
        """Whether another prompt may be taken now."""
        unread = self._started - self._yielded
        return not self._source_ended and self._running < self._concurrency and unread < self._limit

    @property
    def exhausted(self) -> bool:
        """Whether all results were yielded and no prompt follows."""
        return self._source_ended and self._started == self._yielded

    @property
    def started(self) -> int:
        """Number of prompts that were started."""
        return self._started

    @property
    def source_ended(self) -> bool:
        """Whether no prompt follows."""
        return self._source_ended

    def start(self) -> int:
        """Record the start of a prompt; return its index."""
        self._started += 1
        self._running += 1
        return self._started - 1

    def finish(self, index: int, result: T) -> None:
        """Record the result of a prompt."""
        self._running -= 1
        if self._ordered:
            self._by_index[index] = result
        else:
            self._finished.append(result)

    def end_source(self) -> None:
        """Record that no prompt follows."""
        self._source_ended = True

    def pop(self) -> T | None:
        """Return the next result, or None if it is not available yet."""
        if self._ordered:
            result = self._by_index.pop(self._yielded, None)
        else:
            result = self._finished.popleft() if self._finished else None
        if result is not None:
            self._yielded += 1
        return result

    @property
    def _limit(self) -> int:
        return LOOK_AHEAD * self._concurrency
