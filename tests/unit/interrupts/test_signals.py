"""Real signals during calls of the synchronous client."""

from __future__ import annotations

import contextlib
import gc
import os
import random
import signal
import time
import weakref
from typing import TYPE_CHECKING

import pytest

from unit.interrupts.injection import Interrupt
from unit.interrupts.runtime import TIMEOUT, client
from unit.interrupts.test_calls import check_usable, other_threads

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import CodeType, FrameType

# pytest-timeout uses SIGALRM as well, unless it is told to use a thread.
pytestmark = [
    pytest.mark.skipif(os.name != "posix", reason="requires setitimer"),
    pytest.mark.timeout(90, method="thread"),
]

SECONDS = float(os.environ.get("INTERRUPT_SECONDS", "3"))
"""Duration of each test, in seconds."""


def codes(frame: FrameType | None) -> Iterator[CodeType]:
    while frame is not None:
        yield frame.f_code
        frame = frame.f_back


def discards_exceptions(code: CodeType) -> bool:
    """Return whether Python calls a function without a caller that receives its exceptions."""
    callbacks = (getattr(callback, "__code__", None) for callback in gc.callbacks)
    return code.co_name == "__del__" or code.co_filename == weakref.__file__ or code in callbacks


class Alarm:
    """Raises `Interrupt` in the main thread after a delay, unless it was disarmed before."""

    def __init__(self) -> None:
        self._armed = False

    def raise_interrupt(self, number: int, frame: FrameType | None) -> None:
        # A signal that arrives just before `disarm` is handled after it.
        if not self._armed:
            return
        if any(discards_exceptions(code) for code in codes(frame)):
            signal.setitimer(signal.ITIMER_REAL, 0.0001)
            return
        self._armed = False
        raise Interrupt

    def arm(self, delay: float) -> None:
        self._armed = True
        signal.setitimer(signal.ITIMER_REAL, delay)

    def disarm(self) -> None:
        self._armed = False
        signal.setitimer(signal.ITIMER_REAL, 0)


@contextlib.contextmanager
def alarms() -> Iterator[Alarm]:
    alarm = Alarm()
    before = signal.signal(signal.SIGALRM, alarm.raise_interrupt)
    try:
        yield alarm
    finally:
        alarm.disarm()
        signal.signal(signal.SIGALRM, before)


def test_calls_interrupted_by_signals_are_sent_at_most_once() -> None:
    choice, interrupts, number = random.Random(1), 0, 0
    with client() as (runtime, codex), other_threads(codex) as counts:
        limited = codex.with_options(timeout=TIMEOUT)
        # Modules are imported on first use. An interrupted import leaves the lock of its module locked.
        check_usable(codex)
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            number += 1
            with alarms() as alarm:
                try:
                    alarm.arm(choice.uniform(0.00001, 0.0004))
                    limited.rpc.thread_name_set(thread_id="main", name=str(number))
                    alarm.disarm()
                except Interrupt:
                    interrupts += 1
        check_usable(codex)
        names = [params["name"] for params in runtime.received("thread/name/set") if params["threadId"] == "main"]
        assert len(names) == len(set(names))
        assert interrupts > 20
        assert all(counts)


def test_turns_interrupted_by_signals_end() -> None:
    choice, interrupts = random.Random(2), 0
    with client() as (runtime, codex), other_threads(codex):
        thread = codex.thread_start()
        # See above; an interrupted import also leaves its file open.
        runtime.completes = True
        thread.run("Go.")
        runtime.completes = False
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            with alarms() as alarm:
                try:
                    alarm.arm(choice.uniform(0.0001, 0.003))
                    thread.run("Go.")
                    alarm.disarm()
                except Interrupt:
                    interrupts += 1
            assert runtime.wait_for(lambda: not runtime.open)
        check_usable(codex)
        assert interrupts > 20
        assert len(runtime.received("turn/interrupt")) <= len(runtime.received("turn/start"))
