"""`TurnDeadline`: the overall and the idle timeout, on a clock that the test moves."""

from __future__ import annotations

from typing import Any

import pytest

from openai_codex import InputError, TurnTimeoutError
from openai_codex._results import deadline as module
from openai_codex._results.collector import TurnResultCollector
from openai_codex._results.deadline import TurnDeadline, validate_timeout


class Clock:
    """Replaces the module `time`."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(module, "time", clock)
    return clock


def test_without_timeouts_there_is_no_limit(clock: Clock) -> None:
    deadline = TurnDeadline()
    clock.now += 1e9
    assert deadline.remaining() is None
    assert not deadline.expired


@pytest.mark.parametrize(
    ("passed", "remaining", "expired"), [(0, 10, False), (9, 1, False), (10, 0, True), (11, 0, True)]
)
def test_timeout_counts_from_the_creation(clock: Clock, passed: float, remaining: float, expired: bool) -> None:
    deadline = TurnDeadline(timeout=10)
    clock.now += passed
    # Events do not extend the overall timeout.
    deadline.reset_idle()
    assert (deadline.remaining(), deadline.expired) == (remaining, expired)


@pytest.mark.parametrize(("passed", "remaining"), [(0, 10), (9, 1), (10, 0), (11, 0)])
def test_idle_timeout_counts_from_the_last_event(clock: Clock, passed: float, remaining: float) -> None:
    deadline = TurnDeadline(idle_timeout=10)
    clock.now += 5
    deadline.reset_idle()
    clock.now += passed
    assert deadline.remaining() == remaining
    assert not deadline.expired


@pytest.mark.parametrize(("timeout", "idle", "remaining"), [(10, 3, 3), (3, 10, 3), (4, 4, 4)])
def test_remaining_is_the_shorter_of_both(timeout: float, idle: float, remaining: float) -> None:
    assert TurnDeadline(timeout, idle).remaining() == remaining


def test_extend_idle_without_server_requests_is_false(clock: Clock) -> None:
    deadline = TurnDeadline(idle_timeout=10)
    clock.now += 10
    assert not deadline.extend_idle(None)
    assert deadline.remaining() == 0


@pytest.mark.parametrize(
    ("ago", "continues", "remaining"), [(0, True, 10), (4, True, 6), (10, False, 0), (11, False, 0)]
)
def test_extend_idle_counts_from_the_last_server_request(
    clock: Clock, ago: float, continues: bool, remaining: float
) -> None:
    deadline = TurnDeadline(idle_timeout=10)
    clock.now += 60
    assert deadline.extend_idle(clock.now - ago) == continues
    assert deadline.remaining() == remaining


def test_extend_idle_never_moves_back(clock: Clock) -> None:
    deadline = TurnDeadline(idle_timeout=10)
    clock.now += 5
    assert deadline.extend_idle(clock.now - 20)
    assert deadline.remaining() == 5


def test_extend_idle_after_the_overall_timeout_is_false(clock: Clock) -> None:
    deadline = TurnDeadline(timeout=10, idle_timeout=5)
    clock.now += 10
    assert not deadline.extend_idle(clock.now)


@pytest.mark.parametrize(("idle", "seconds"), [(False, 10), (True, 5)])
def test_timeout_error_names_the_expired_timeout(idle: bool, seconds: float) -> None:
    result = TurnResultCollector("turn-1").partial_result()
    error = TurnDeadline(10, 5).timeout_error(result, idle=idle)
    assert isinstance(error, TurnTimeoutError)
    assert (error.result, error.idle, error.timeout) == (result, idle, seconds)


@pytest.mark.parametrize("value", [0, -1, float("nan"), float("inf"), True, "5"])
def test_invalid_timeouts_raise(value: Any) -> None:
    with pytest.raises(InputError, match="timeout"):
        TurnDeadline(timeout=value)
    with pytest.raises(InputError, match="idle_timeout"):
        TurnDeadline(idle_timeout=value)


@pytest.mark.parametrize("value", [None, 1, 0.5])
def test_validate_timeout_returns_the_value(value: float | None) -> None:
    assert validate_timeout("timeout", value) == value
