"""Delays and arguments of retries, without a runtime."""

from __future__ import annotations

import itertools
import random
import time
from typing import TYPE_CHECKING, Any

import pytest

from codex_protocol.safe_methods import SAFE_METHODS
from openai_codex import (
    InputError,
    ServerBusyError,
    ServerDrainingError,
    async_retry_on_overload,
    is_retryable_error,
    retry_on_overload,
)
from openai_codex import retry as module
from openai_codex._connection.reconnect import jitter
from openai_codex.errors import InvalidRequestError
from openai_codex.retry import retry_delays

if TYPE_CHECKING:
    from collections.abc import Callable

BUSY = ServerBusyError(-32001, "Server overloaded; retry later.")


class Recorder:
    """Replaces the functions that sleep and that return a random number."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.slept: list[float] = []
        self.ranges: list[tuple[float, float]] = []
        monkeypatch.setattr(time, "sleep", self.slept.append)
        monkeypatch.setattr(jitter, "uniform", self._uniform)

    def _uniform(self, low: float, high: float) -> float:
        self.ranges.append((low, high))
        return 1.0


@pytest.fixture
def recorder(monkeypatch: pytest.MonkeyPatch) -> Recorder:
    return Recorder(monkeypatch)


def fails(times: int, error: Exception = BUSY) -> tuple[Callable[[], str], list[int]]:
    """Return a function that raises `times` times, and the list of its calls."""
    calls: list[int] = []

    def op() -> str:
        calls.append(len(calls) + 1)
        if len(calls) <= times:
            raise error
        return "done"

    return op, calls


def test_defaults_are_three_attempts_with_doubled_delays(recorder: Recorder) -> None:
    op, calls = fails(5)
    with pytest.raises(ServerBusyError):
        retry_on_overload(op)
    assert len(calls) == 3
    assert recorder.slept == [0.25, 0.5]
    assert recorder.ranges == [(0.8, 1.2)] * 2


@pytest.mark.parametrize(
    ("failures", "attempts", "slept"),
    [(0, 1, []), (0, 3, []), (1, 2, [1.0]), (2, 3, [1.0, 2.0]), (4, 5, [1.0, 2.0, 4.0, 5.0])],
)
def test_success_after_failures_returns_the_value(
    recorder: Recorder, failures: int, attempts: int, slept: list[float]
) -> None:
    op, calls = fails(failures)
    found = retry_on_overload(op, max_attempts=attempts, initial_delay_s=1.0, max_delay_s=5.0, jitter_ratio=0.0)
    assert (found, len(calls), recorder.slept) == ("done", failures + 1, slept)
    assert recorder.ranges == [(1.0, 1.0)] * len(slept)


@pytest.mark.parametrize(("attempts", "calls_made"), [(1, 1), (2, 2), (3, 3)])
def test_overload_after_the_last_attempt_is_raised(recorder: Recorder, attempts: int, calls_made: int) -> None:
    op, calls = fails(9)
    with pytest.raises(ServerBusyError):
        retry_on_overload(op, max_attempts=attempts)
    assert (len(calls), len(recorder.slept)) == (calls_made, calls_made - 1)


def test_other_errors_are_raised_at_once(recorder: Recorder) -> None:
    for error in (InvalidRequestError(-32600, "no"), ValueError("no")):
        op, calls = fails(1, error)
        with pytest.raises(type(error)):
            retry_on_overload(op)
        assert (len(calls), recorder.slept) == (1, [])
        assert not is_retryable_error(error)
    assert is_retryable_error(BUSY)
    assert is_retryable_error(ServerDrainingError(-32600, "Server is draining; retry after reconnecting"))


@pytest.mark.parametrize("ratio", [0, 0.5, 1])
def test_jitter_ratio_is_the_range_of_the_variation(recorder: Recorder, ratio: float) -> None:
    op, _ = fails(1)
    retry_on_overload(op, jitter_ratio=ratio)
    assert recorder.ranges == [(1 - ratio, 1 + ratio)]


def test_jittered_delay_is_the_product(monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    monkeypatch.setattr(time, "sleep", slept.append)
    monkeypatch.setattr(jitter, "uniform", lambda _low, _high: 0.75)
    op, _ = fails(2)
    retry_on_overload(op, initial_delay_s=2.0, max_delay_s=2.0)
    # The maximum applies before the variation.
    assert slept == [1.5, 1.5]


def test_zero_delays_are_valid(recorder: Recorder) -> None:
    op, _ = fails(2)
    assert retry_on_overload(op, initial_delay_s=0, max_delay_s=0) == "done"
    assert recorder.slept == [0.0, 0.0]


INVALID: list[tuple[dict[str, Any], str, str]] = [
    ({"max_attempts": 0}, "max_attempts", "0"),
    ({"max_attempts": -1}, "max_attempts", "-1"),
    ({"max_attempts": 2.0}, "max_attempts", "2.0"),
    ({"max_attempts": True}, "max_attempts", "True"),
    ({"initial_delay_s": -0.1}, "initial_delay_s", "-0.1"),
    ({"initial_delay_s": None}, "initial_delay_s", "None"),
    ({"initial_delay_s": float("nan")}, "initial_delay_s", "nan"),
    ({"max_delay_s": float("inf")}, "max_delay_s", "inf"),
    ({"max_delay_s": "2"}, "max_delay_s", "'2'"),
    ({"initial_delay_s": 2.5}, "max_delay_s", "2.0"),
    ({"initial_delay_s": 1.0, "max_delay_s": 0.9}, "max_delay_s", "0.9"),
    ({"jitter_ratio": -0.1}, "jitter_ratio", "-0.1"),
    ({"jitter_ratio": 1.1}, "jitter_ratio", "1.1"),
    ({"jitter_ratio": None}, "jitter_ratio", "None"),
]


@pytest.mark.parametrize(("arguments", "field", "value"), INVALID)
async def test_invalid_argument_raises_before_the_first_call(arguments: dict[str, Any], field: str, value: str) -> None:
    op, calls = fails(0)
    with pytest.raises(InputError) as caught:
        retry_on_overload(op, **arguments)
    assert field in str(caught.value)
    assert value in str(caught.value)
    with pytest.raises(InputError, match=field):
        await async_retry_on_overload(op, **arguments)  # type: ignore[arg-type]
    assert calls == []


@pytest.mark.parametrize("op", [None, 5, "op"])
async def test_op_that_is_not_callable_raises(op: Any) -> None:
    with pytest.raises(InputError, match="op"):
        retry_on_overload(op)
    with pytest.raises(InputError, match="op"):
        await async_retry_on_overload(op)


async def test_async_retry_awaits_each_attempt(monkeypatch: pytest.MonkeyPatch) -> None:
    import asyncio

    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    monkeypatch.setattr(asyncio, "sleep", sleep)
    monkeypatch.setattr(jitter, "uniform", lambda _low, _high: 1.0)
    op, calls = fails(2)

    async def attempt() -> str:
        return op()

    assert await async_retry_on_overload(attempt) == "done"
    assert (len(calls), slept) == (3, [0.25, 0.5])
    op, calls = fails(9)
    with pytest.raises(ServerBusyError):
        await async_retry_on_overload(attempt, max_attempts=1)
    assert len(calls) == 1


def test_retry_delays_of_safe_methods(monkeypatch: pytest.MonkeyPatch) -> None:
    ranges: list[tuple[float, float]] = []

    def uniform(low: float, high: float) -> float:
        ranges.append((low, high))
        return 1.0

    monkeypatch.setattr(jitter, "uniform", uniform)
    assert list(retry_delays("model/list")) == [0.05, 0.1, 0.2, 0.4, 0.8, 1.0]
    assert ranges == [(0.5, 1.5)] * 6


@pytest.mark.parametrize("method", ["turn/start", "thread/start", "thread/archive", "turn/interrupt", "unknown"])
def test_retry_delays_of_methods_that_change_something_are_empty(method: str) -> None:
    assert method not in SAFE_METHODS
    assert list(retry_delays(method)) == []


def test_many_attempts_do_not_overflow() -> None:
    delays = module._delays(print, 2_000, 1e-300, 2.0, 0.0)
    assert list(itertools.islice(delays, 1_998, None)) == [2.0]


def test_jitter_does_not_change_the_random_numbers_of_the_program() -> None:
    before = random.getstate()
    delays = [jitter.jittered(2.0, 0.5) for _ in range(100)]
    assert random.getstate() == before
    assert all(1.0 <= delay <= 3.0 for delay in delays)
    assert len(set(delays)) > 1
