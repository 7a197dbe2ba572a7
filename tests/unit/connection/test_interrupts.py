"""The time that calls wait for an interrupted turn: limited for all calls together."""

from __future__ import annotations

import gc

import pytest

from openai_codex._connection import interrupts
from openai_codex._connection.interrupts import PendingInterrupts
from openai_codex._connection.timeouts import INTERRUPT_TIMEOUT
from openai_codex._protocol.event_buffer import EventBuffer
from openai_codex._protocol.notifications import Notification
from openai_codex.errors import RequestTimeoutError


class Clock:
    """Replaces the module `time`."""

    def __init__(self) -> None:
        self.now = 100.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(interrupts, "time", clock)
    return clock


def ended(turn: str) -> EventBuffer:
    buffer = EventBuffer(turn)
    buffer.put(Notification("turn/completed", {"turn": {"id": turn, "status": "interrupted"}}))
    return buffer


def test_pending_without_an_interrupt_is_none() -> None:
    pending = PendingInterrupts()
    pending.turn_started("thread-1", buffer := EventBuffer("turn-1"))
    assert pending.pending("thread-1") is None
    assert pending.has_running_turn("thread-1")
    assert not buffer.ended


def test_pending_returns_the_interrupted_turn_of_each_thread() -> None:
    pending = PendingInterrupts()
    first, second = EventBuffer("turn-1"), EventBuffer("turn-2")
    pending.interrupt_started("thread-1", first)
    pending.interrupt_started("thread-2", second)
    assert pending.pending("thread-1") is first
    assert pending.pending("thread-2") is second


def test_pending_of_an_ended_turn_is_none() -> None:
    pending = PendingInterrupts()
    buffer = ended("turn-1")
    pending.turn_started("thread-1", buffer)
    pending.interrupt_started("thread-1", buffer)
    assert pending.pending("thread-1") is None
    assert not pending.has_running_turn("thread-1")


def test_pending_does_not_keep_the_buffer_alive() -> None:
    pending = PendingInterrupts()
    pending.turn_started("thread-1", EventBuffer("turn-1"))
    pending.interrupt_started("thread-1", EventBuffer("turn-1"), waits=True)
    gc.collect()
    assert pending.pending("thread-1") is None
    assert not pending.has_running_turn("thread-1")


@pytest.mark.parametrize(
    ("timeout", "limit"),
    [
        (None, INTERRUPT_TIMEOUT),
        (INTERRUPT_TIMEOUT - 1, INTERRUPT_TIMEOUT - 1),
        (INTERRUPT_TIMEOUT, INTERRUPT_TIMEOUT),
        (INTERRUPT_TIMEOUT + 1, INTERRUPT_TIMEOUT),
        (0.0, 0.0),
    ],
)
def test_waiting_for_limits_the_time(clock: Clock, timeout: float | None, limit: float) -> None:
    pending = PendingInterrupts()
    with pending.waiting_for(EventBuffer("turn-1"), timeout) as seconds:
        assert seconds == limit


def test_waiting_for_again_has_the_rest_of_the_time(clock: Clock) -> None:
    pending = PendingInterrupts()
    buffer = EventBuffer("turn-1")
    pending.interrupt_started("thread-1", buffer)
    # The interrupt itself does not start the time: the event loop may be blocked.
    clock.now += 60
    with pending.waiting_for(buffer, 1.0):
        clock.now += 1
        raise RequestTimeoutError("turn/interrupt", 1.0)
    assert pending.pending("thread-1") is buffer
    with pending.waiting_for(buffer, None) as seconds:
        assert seconds == INTERRUPT_TIMEOUT - 1


@pytest.mark.parametrize(("passed", "is_pending"), [(-0.5, True), (0.0, False), (0.5, False)])
def test_pending_ends_after_the_first_timeout(clock: Clock, passed: float, is_pending: bool) -> None:
    pending = PendingInterrupts()
    buffer = EventBuffer("turn-1")
    pending.interrupt_started("thread-1", buffer, waits=True)
    clock.now += INTERRUPT_TIMEOUT + passed
    assert (pending.pending("thread-1") is buffer) == is_pending


def test_pending_a_later_turn_has_a_time_of_its_own(clock: Clock) -> None:
    pending = PendingInterrupts()
    first, second = EventBuffer("turn-1"), EventBuffer("turn-2")
    pending.interrupt_started("thread-1", first, waits=True)
    clock.now += INTERRUPT_TIMEOUT
    pending.interrupt_started("thread-1", second)
    assert pending.pending("thread-1") is second
    with pending.waiting_for(second, None) as seconds:
        assert seconds == INTERRUPT_TIMEOUT


def test_waiting_for_other_errors_propagate() -> None:
    with pytest.raises(KeyError), PendingInterrupts().waiting_for(EventBuffer("turn-1"), None):
        raise KeyError
