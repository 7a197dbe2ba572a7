"""Counters, measurements and verdict of the soak test."""

from __future__ import annotations

import gc
import os
import statistics
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

import psutil  # type: ignore[import-untyped]  # its types are a package of their own

WARM_UP = 24
"""Number of initial samples to exclude from the slope of the memory: twice the number of kinds of rounds, each of which
loads modules when it first runs."""

SETTLE = 5.0
"""Maximum time for completed work to release its resources, in seconds."""

COUNTED = ("files", "threads", "children")
"""Fields of a sample that must not grow."""

FEWEST_SAMPLES, FEWEST_TURNS = 20, 1_000
"""Minimum number of samples and turns for a slope. With fewer, loading on first use dominates."""

SLOPE_LIMIT = 256.0
"""Slope above which memory counts as leaking, in KiB per 1,000 turns, after subtracting three standard errors."""

BLOCKS_LIMIT = 500.0
"""The same for memory blocks that Python has allocated. Each leaked object has at least one, and unlike the resident
memory, their number does not depend on fragmentation, and does not hide a leak in freed memory."""


@dataclass(frozen=True)
class Sample:
    """Resources of this process while no client is open.

    `rss` is in KiB, `blocks` is the number of allocated blocks, `at` is in seconds since the start.
    """

    at: float
    turns: int
    rss: int
    blocks: int
    files: int
    threads: int
    children: int

    def more_than(self, first: Sample) -> bool:
        """Return whether a counted field is larger than in the first sample."""
        return any(getattr(self, name) > getattr(first, name) for name in COUNTED)


@dataclass(frozen=True)
class Slope:
    """Growth of a figure per 1,000 turns, with its standard error."""

    value: float
    error: float

    def above(self, limit: float) -> bool:
        """Return whether the slope minus three standard errors is above a limit."""
        return self.value - 3 * self.error > limit


@dataclass
class Record:
    """Results of a soak test. Methods that workers call are thread-safe."""

    begun: float = field(default_factory=time.monotonic)
    outcomes: Counter[tuple[str, str]] = field(default_factory=Counter[tuple[str, str]])
    """(operation, outcome) -> count."""
    turns: int = 0
    longest: float = 0.0
    """Duration of the longest operation, in seconds."""
    problems: list[str] = field(default_factory=list[str])
    samples: list[Sample] = field(default_factory=list[Sample])
    tasks_left: int = 0
    threads_left: list[str] = field(default_factory=list[str])
    """Names of the threads in the last sample."""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def done(self, operation: str, outcome: str, seconds: float, *, turns: int = 1) -> None:
        """Count an operation."""
        with self._lock:
            self.outcomes[operation, outcome] += 1
            self.turns += turns
            self.longest = max(self.longest, seconds)

    def problem(self, text: str) -> None:
        """Record a failure."""
        with self._lock:
            self.problems.append(text)

    def sample(self) -> None:
        """Measure this process, after waiting for completed work to release its resources."""
        until = time.monotonic() + SETTLE
        found = self._measured()
        while self.samples and found.more_than(self.samples[0]) and time.monotonic() < until:
            time.sleep(0.05)
            found = self._measured()
        self.samples.append(found)
        self.threads_left = [thread.name for thread in threading.enumerate() if thread is not threading.main_thread()]

    def _measured(self) -> Sample:
        gc.collect()
        process = psutil.Process()
        return Sample(
            at=time.monotonic() - self.begun,
            turns=self.turns,
            rss=process.memory_info().rss // 1024,
            blocks=sys.getallocatedblocks(),
            files=process.num_fds() if os.name == "posix" else process.num_handles(),
            threads=threading.active_count(),
            children=len(process.children(recursive=True)),
        )

    def slope(self, figure: Literal["rss", "blocks"]) -> Slope | None:
        """Return the growth of a figure, or None if there are too few samples."""
        return slope(self.samples[WARM_UP:], figure)

    def verdict(self) -> list[str]:
        """Return all failures; an empty list means success."""
        found = list(self.problems)
        if self.tasks_left:
            found.append(f"{self.tasks_left} tasks leaked")
        first = self.samples[0]
        for name in COUNTED:
            # Several samples, because one may include a resource that is being released.
            left = min(getattr(sample, name) for sample in self.samples[-3:])
            if left > getattr(first, name):
                found.append(f"{name}: {getattr(first, name)} at the start, {left} at the end {self.threads_left}")
        blocks, memory = self.slope("blocks"), self.slope("rss")
        if blocks is not None and blocks.above(BLOCKS_LIMIT):
            found.append(f"memory grows by {blocks.value:.0f} blocks per 1,000 turns")
        if memory is not None and memory.above(SLOPE_LIMIT):
            found.append(f"memory grows by {memory.value:.0f} KiB per 1,000 turns")
        return found


def slope(samples: list[Sample], figure: Literal["rss", "blocks"]) -> Slope | None:
    """Fit a line through a figure over the turns, by least squares."""
    if len(samples) < FEWEST_SAMPLES or samples[-1].turns - samples[0].turns < FEWEST_TURNS:
        return None
    turns = [sample.turns / 1000 for sample in samples]
    memory = [float(getattr(sample, figure)) for sample in samples]
    mean = statistics.fmean(turns)
    spread = sum((x - mean) ** 2 for x in turns)
    fit = statistics.linear_regression(turns, memory)
    left = sum((y - fit.intercept - fit.slope * x) ** 2 for x, y in zip(turns, memory, strict=True))
    return Slope(fit.slope, (left / (len(samples) - 2) / spread) ** 0.5)
