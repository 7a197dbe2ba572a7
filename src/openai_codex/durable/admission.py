"""`Admission`: which turns a worker may run, within its concurrency and the limits of their queues."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

    from openai_codex.durable.store.limits import Limits

POLL = 0.2
"""Time between two attempts to admit a turn within the limits of its queue, in seconds."""


FIRST = (float("-inf"),)
"""Order of the turns that continue."""


@dataclass(eq=False)
class Place:
    """The place of a job among those that a worker has taken."""

    job: str
    """Id of the job, as DBOS knows it."""

    queue: str
    """Name of the queue, without the worker."""

    order: tuple[float, ...]
    """Order among the jobs that wait, the smallest first."""

    cancelled: Callable[[], bool]
    """Returns whether to stop waiting, because the job was cancelled."""

    admitted: bool = False
    """Whether the turn counts for the concurrency of the worker and the limits of its queue."""

    refused: bool = False
    """Whether the limits of the queue left no room at the last attempt."""

    next_attempt: float = 0.0
    """Time of the next attempt after a refusal, in seconds of `time.monotonic`."""

    ended: bool = False
    """Whether the job has ended. Handlers of its requests may still wait."""

    started: bool = False
    """Whether the turn was admitted before, so that it does not count for the rate again."""

    absences: int = 0
    """Number of questions and pauses during which the turn does not count."""


class Admission:
    """Admits the turns of a worker.

    Args:
        limits: The limits of the queues.
        concurrency: Maximum number of turns at the same time.
    """

    def __init__(self, limits: Limits, concurrency: int) -> None:
        self._limits = limits
        self._free = concurrency
        self._changed = threading.Condition()
        self._waiting: list[Place] = []
        self._absent: set[str] = set()

    def absent(self) -> frozenset[str]:
        """Return the jobs that have begun, and do not count at present."""
        with self._changed:
            return frozenset(self._absent)

    def is_full(self, queue: str) -> bool:
        """Return whether a turn waits because of the limits of a queue, so that the worker takes no further ones."""
        with self._changed:
            return any(place.refused and place.queue == queue for place in self._waiting)

    def enter(self, place: Place, check: Callable[[], None]) -> None:
        """Wait until a turn may begin, or its job is cancelled.

        Args:
            place: The place of the job.
            check: Raises an exception if the worker stops.
        """
        queued = False
        for _ in self._attempts(place, check):
            if not queued:
                # Other processes report such a job as queued.
                self._limits.record_waiting(place.job, place.queue)
                queued = True
        if queued and not place.admitted:
            self._limits.leave(place.job)

    def leave(self, place: Place) -> None:
        """End the turn."""
        with self._changed:
            place.ended = True
            self._absent.discard(place.job)
            self._free += place.admitted
            place.admitted = False
        if place.started:
            self._limits.leave(place.job)
        self._notify()

    @contextmanager
    def absence(self, place: Place, check: Callable[[], None]) -> Generator[None]:
        """Let other turns run, and wait at the end until the turn may continue, or its job is cancelled.

        Several absences of a turn may overlap. The turn counts again after the last one.

        Args:
            place: The place of the job.
            check: Raises an exception if the worker stops.
        """
        with self._changed:
            place.absences += 1
            leaves, place.admitted = place.admitted, False
            if leaves:
                self._absent.add(place.job)
                self._free += 1
        try:
            if leaves:
                self._limits.pause(place.job)
                self._notify()
            yield
        finally:
            with self._changed:
                place.absences -= 1
        # Before new turns, because the runtime has begun this one.
        place.order = FIRST
        for _ in self._attempts(place, check):
            pass

    def _attempts(self, place: Place, check: Callable[[], None]) -> Iterator[None]:
        """Try to admit a turn until it is admitted, or need not be. Yield before each pause."""
        with self._changed:
            self._waiting.append(place)
            self._waiting.sort(key=lambda each: each.order)
        try:
            while True:
                check()
                with self._changed:
                    if place.cancelled() or place.absences or place.admitted or place.ended:
                        return
                    chosen = self._may_try(place)
                    self._free -= chosen
                if chosen and self._try(place):
                    return
                yield
                with self._changed:
                    if not self._may_try(place):
                        self._changed.wait(POLL)
        finally:
            with self._changed:
                self._waiting.remove(place)
                place.refused = False
                self._changed.notify_all()

    def _may_try(self, place: Place) -> bool:
        """Return whether there is room in the worker, and no earlier turn could use it."""
        if self._free <= 0 or time.monotonic() < place.next_attempt:
            return False
        for other in self._waiting:
            if other is place:
                return True
            if other.queue == place.queue or not other.refused:
                return False
        return False

    def _try(self, place: Place) -> bool:
        """Admit a turn for which there is room in the worker, if the limits of its queue allow it."""
        admitted = False
        try:
            admitted = self._limits.admit(place.job, place.queue, starts=not place.started)
        finally:
            with self._changed:
                counts = admitted and not place.ended
                self._free += not counts
                place.admitted = counts
                place.started |= counts
                place.refused = not admitted
                place.next_attempt = time.monotonic() + POLL
                if counts:
                    self._absent.discard(place.job)
                self._changed.notify_all()
        if admitted and not counts:
            # The job has ended meanwhile.
            self._limits.leave(place.job)
        return admitted

    def _notify(self) -> None:
        """Let waiting turns try again, because another turn does not count any more."""
        with self._changed:
            for place in self._waiting:
                place.next_attempt = 0.0
            self._changed.notify_all()
