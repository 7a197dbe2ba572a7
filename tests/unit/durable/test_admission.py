"""The order in which a worker admits its turns."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import pytest

pytest.importorskip("sqlalchemy", reason="needs the extra durable")

from openai_codex.durable.admission import Admission, Place
from support.sync_adapter import Background
from support.waiting import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Future


class FakeLimits:
    """Limits in memory: queues that are full, and the jobs that count."""

    def __init__(self) -> None:
        self.full: set[str] = set()
        self.counted: list[str] = []
        self.waiting: set[str] = set()

    def admit(self, job: str, queue: str, *, starts: bool) -> bool:
        if queue not in self.full:
            self.counted.append(job)
            self.waiting.discard(job)
        return queue not in self.full

    def record_waiting(self, job: str, queue: str) -> None:
        self.waiting.add(job)

    def pause(self, job: str) -> None:
        self.counted.remove(job)

    def leave(self, job: str) -> None:
        self.waiting.discard(job)
        if job in self.counted:
            self.counted.remove(job)


class Jobs:
    """Jobs of a worker with a concurrency of 1."""

    def __init__(self, background: Background) -> None:
        self.limits = FakeLimits()
        limits: Any = self.limits
        self.admission = Admission(limits, 1)
        self.cancelled: set[str] = set()
        self.background = background

    def place(self, job: str, order: float, queue: str = "codex") -> Place:
        return Place(job, queue, (order,), lambda: job in self.cancelled)

    def enter(self, place: Place) -> Future[None]:
        """Enter in the background, and return when the job waits or is admitted."""
        entered = self.background.start(self.admission.enter, place, do_nothing)
        wait_until(lambda: place.job in self.limits.waiting or entered.done())
        return entered


def do_nothing() -> None:
    """Do not stop."""


@pytest.fixture
def jobs() -> Iterator[Jobs]:
    with Background() as background:
        yield Jobs(background)


def test_jobs_are_admitted_in_their_order(jobs: Jobs) -> None:
    running, late, early = jobs.place("running", 0), jobs.place("late", 2), jobs.place("early", 1)
    jobs.enter(running).result(30)
    second, first = jobs.enter(late), jobs.enter(early)
    jobs.admission.leave(running)
    first.result(30)
    assert not second.done()
    jobs.admission.leave(early)
    second.result(30)
    assert jobs.limits.counted == ["late"]


def test_full_queue_does_not_block_another_one(jobs: Jobs) -> None:
    jobs.limits.full.add("full")
    refused, other = jobs.place("refused", 1, "full"), jobs.place("other", 2)
    waiting = jobs.enter(refused)
    wait_until(lambda: jobs.admission.is_full("full"))
    jobs.enter(other).result(30)
    assert not waiting.done()
    jobs.limits.full.clear()
    jobs.admission.leave(other)
    waiting.result(30)
    assert not jobs.admission.is_full("full")


def test_cancelled_job_does_not_wait(jobs: Jobs) -> None:
    running, cancelled, next_one = jobs.place("running", 0), jobs.place("cancelled", 1), jobs.place("next", 2)
    jobs.enter(running).result(30)
    waiting = jobs.enter(cancelled)
    jobs.cancelled.add("cancelled")
    waiting.result(30)
    assert (cancelled.admitted, jobs.limits.waiting) == (False, set())
    jobs.admission.leave(cancelled)
    # It had no room, and leaves none.
    assert not jobs.enter(next_one).done()
    jobs.admission.leave(running)
    wait_until(lambda: next_one.admitted)


def test_absent_turn_leaves_its_room_and_continues_before_new_ones(jobs: Jobs) -> None:
    absent, other, new = jobs.place("absent", 0), jobs.place("other", 1), jobs.place("new", 2)
    answered = threading.Event()

    def wait() -> None:
        with jobs.admission.absence(absent, do_nothing):
            answered.wait(30)

    jobs.enter(absent).result(30)
    returning = jobs.background.start(wait)
    jobs.enter(other).result(30)
    assert (set(jobs.admission.absent()), jobs.limits.counted) == ({"absent"}, ["other"])
    waiting = jobs.enter(new)
    answered.set()
    wait_until(lambda: not absent.absences)
    jobs.admission.leave(other)
    returning.result(30)
    assert (absent.admitted, waiting.done(), jobs.admission.absent()) == (True, False, frozenset())
    jobs.admission.leave(absent)
    waiting.result(30)


def test_turn_with_two_questions_leaves_one_room_until_both_are_answered(jobs: Jobs) -> None:
    asking, other = jobs.place("asking", 0), jobs.place("other", 1)
    jobs.enter(asking).result(30)
    with jobs.admission.absence(asking, do_nothing):
        with jobs.admission.absence(asking, do_nothing):
            jobs.enter(other).result(30)
            third = jobs.enter(jobs.place("third", 2))
        # One question is open.
        assert (asking.admitted, third.done()) == (False, False)
        jobs.admission.leave(other)
        third.result(30)
        assert jobs.limits.counted == ["third"]
        jobs.cancelled.add("asking")
    assert not asking.admitted


def test_handler_that_returns_after_the_end_of_its_job_takes_no_room(jobs: Jobs) -> None:
    ended, other = jobs.place("ended", 0), jobs.place("other", 1)
    jobs.enter(ended).result(30)
    with jobs.admission.absence(ended, do_nothing):
        jobs.admission.leave(ended)
    assert (ended.admitted, jobs.limits.counted) == (False, [])
    jobs.enter(other).result(30)
