"""Try again when the runtime is overloaded: `retry_on_overload` and its twin for asyncio."""

from __future__ import annotations

import random
import time
from typing import TYPE_CHECKING, TypeVar

from openai_codex.errors import InputError, ServerBusyError, TurnFailedError, is_overload

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

T = TypeVar("T")


def is_retryable_error(error: BaseException) -> bool:
    """Return whether the same call may well succeed a little later: runtime or model were overloaded.

    That is a `ServerBusyError`, and a turn that failed with `serverOverloaded`.
    """
    if isinstance(error, ServerBusyError):
        return True
    if isinstance(error, TurnFailedError):
        failure = error.result.error
        return failure is not None and is_overload(failure.model_dump(mode="json", by_alias=True))
    return False


def retry_on_overload(
    op: Callable[[], T],
    *,
    max_attempts: int = 3,
    initial_delay_s: float = 0.25,
    max_delay_s: float = 2.0,
    jitter_ratio: float = 0.2,
) -> T:
    """Call `op` until it succeeds, fails with something else than an overload, or has had its attempts.

    Between two attempts it waits `initial_delay_s` seconds, then twice that and so on, never more than `max_delay_s`;
    each wait is made longer or shorter at random by up to `jitter_ratio` of itself.

    Returns what `op` returns. Raises what it raises; the last overload, if all of `max_attempts` ended with one. Raises
    `InputError` for arguments that make no sense, before `op` is called.
    """
    delays = _delays(op, max_attempts, initial_delay_s, max_delay_s, jitter_ratio)
    while True:
        try:
            return op()
        except Exception as error:
            delay = next(delays, None)
            if delay is None or not is_retryable_error(error):
                raise
        time.sleep(delay)


async def async_retry_on_overload(
    op: Callable[[], Awaitable[T]],
    *,
    max_attempts: int = 3,
    initial_delay_s: float = 0.25,
    max_delay_s: float = 2.0,
    jitter_ratio: float = 0.2,
) -> T:
    """Await what `op` returns until that succeeds, fails with something else than an overload, or had its attempts.

    Between two attempts it waits `initial_delay_s` seconds, then twice that and so on, never more than `max_delay_s`;
    each wait is made longer or shorter at random by up to `jitter_ratio` of itself.

    Returns what it returns. Raises what it raises; the last overload, if all of `max_attempts` ended with one. Raises
    `InputError` for arguments that make no sense, before `op` is called.
    """
    import asyncio

    delays = _delays(op, max_attempts, initial_delay_s, max_delay_s, jitter_ratio)
    while True:
        try:
            return await op()
        except Exception as error:
            delay = next(delays, None)
            if delay is None or not is_retryable_error(error):
                raise
        await asyncio.sleep(delay)


def _delays(
    op: object, max_attempts: int, initial_delay_s: float, max_delay_s: float, jitter_ratio: float
) -> Iterator[float]:
    """Check the arguments; return the waits between the attempts, one fewer than there are attempts."""
    if not callable(op):
        raise InputError("op", f"expected a function without arguments, got {type(op).__name__}")
    if isinstance(max_attempts, bool) or not isinstance(max_attempts, int) or max_attempts < 1:
        raise InputError("max_attempts", f"expected a whole number of 1 or more, got {max_attempts!r}")
    for name, value in (("initial_delay_s", initial_delay_s), ("max_delay_s", max_delay_s)):
        if not _is_number(value) or not 0 <= value < float("inf"):
            raise InputError(name, f"expected seconds, 0 or more, got {value!r}")
    if max_delay_s < initial_delay_s:
        raise InputError("max_delay_s", f"{max_delay_s!r} is below initial_delay_s, which is {initial_delay_s!r}")
    if not _is_number(jitter_ratio) or not 0 <= jitter_ratio <= 1:
        raise InputError("jitter_ratio", f"expected a number from 0 to 1, got {jitter_ratio!r}")
    return (
        _jittered(min(initial_delay_s * 2.0**attempt, max_delay_s), jitter_ratio) for attempt in range(max_attempts - 1)
    )


_REPEATS = 6
_FIRST_DELAY = 0.05
_LONGEST_DELAY = 1.0


def repeat_delays(method: str) -> Iterator[float]:
    """Return how long to wait before each time that a request is sent again because the runtime is overloaded.

    In seconds; none for what is not known to be safe to repeat.
    """
    from codex_protocol.safe_methods import SAFE_METHODS

    if method not in SAFE_METHODS:
        return iter(())
    return (_jittered(min(_FIRST_DELAY * 2.0**attempt, _LONGEST_DELAY), 0.5) for attempt in range(_REPEATS))


def _jittered(delay: float, ratio: float) -> float:
    return delay * random.uniform(1 - ratio, 1 + ratio)


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
