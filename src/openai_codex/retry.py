"""Retry calls while the runtime or the model is overloaded: `retry_on_overload` and its asyncio variant."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, TypeVar

from openai_codex._connection.reconnect.jitter import jittered
from openai_codex._connection.rpc_errors import is_overload
from openai_codex._results.errors import TurnFailedError
from openai_codex._validation import is_number, validate_integer, validate_seconds
from openai_codex.errors import InputError, ServerBusyError, ServerDrainingError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

T = TypeVar("T")


def is_retryable_error(exc: BaseException) -> bool:
    """Return whether an error reports an overload or a shutdown, so that a retry may succeed.

    This applies to `ServerBusyError` and `ServerDrainingError`, and to `TurnFailedError` if the turn failed with
    `serverOverloaded`.
    """
    if isinstance(exc, (ServerBusyError, ServerDrainingError)):
        return True
    if isinstance(exc, TurnFailedError):
        failure = exc.result.error
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
    """Call `op`, retrying with exponential backoff while the runtime or model is overloaded.

    Other errors are raised immediately.

    Args:
        op: The function to call, without arguments.
        max_attempts: Maximum number of calls, including the first one.
        initial_delay_s: Delay before the first retry, in seconds. The delay doubles with each retry.
        max_delay_s: Maximum delay, in seconds.
        jitter_ratio: Random variation of each delay, as a fraction of the delay (0 to 1).

    Returns:
        The return value of `op`.

    Raises:
        InputError: An argument is invalid. `op` is not called.
        ServerBusyError: The runtime is still overloaded after the last attempt.
        ServerDrainingError: The runtime shuts down, and was not replaced until the last attempt.
        TurnFailedError: The model is still overloaded after the last attempt.
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
    """Await `op()`, retrying with exponential backoff during an overload of runtime or model.

    Other errors are raised immediately.

    Args:
        op: The function to call, without arguments. It returns an awaitable, and is called again for each attempt.
        max_attempts: Maximum number of calls, including the first one.
        initial_delay_s: Delay before the first retry, in seconds. The delay doubles with each retry.
        max_delay_s: Maximum delay, in seconds.
        jitter_ratio: Random variation of each delay, as a fraction of the delay (0 to 1).

    Returns:
        The result of the awaitable.

    Raises:
        InputError: An argument is invalid. `op` is not called.
        ServerBusyError: The runtime is still overloaded after the last attempt.
        ServerDrainingError: The runtime shuts down, and was not replaced until the last attempt.
        TurnFailedError: The model is still overloaded after the last attempt.
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
    """Validate the arguments and return the delays between the attempts, in seconds."""
    if not callable(op):
        raise InputError("op", f"expected a function without arguments, got {type(op).__name__}")
    validate_integer("max_attempts", max_attempts, minimum=1)
    for name, value in (("initial_delay_s", initial_delay_s), ("max_delay_s", max_delay_s)):
        validate_seconds(name, value, optional=False, allow_zero=True)
    if max_delay_s < initial_delay_s:
        raise InputError("max_delay_s", f"expected at least initial_delay_s ({initial_delay_s!r}), got {max_delay_s!r}")
    if not is_number(jitter_ratio) or not 0 <= jitter_ratio <= 1:
        raise InputError("jitter_ratio", f"expected a number from 0 to 1, got {jitter_ratio!r}")
    return (
        jittered(_backoff(attempt, initial_delay_s, max_delay_s), jitter_ratio) for attempt in range(max_attempts - 1)
    )


_MAX_RETRIES = 6
_FIRST_DELAY = 0.05
_MAX_DELAY = 1.0


def retry_delays(method: str) -> Iterator[float]:
    """Return the delays before automatic retries of a request, in seconds.

    The client retries when the runtime is overloaded. Only safe methods, which change nothing, are retried. The
    iterator is empty for all other methods.
    """
    from codex_protocol.safe_methods import SAFE_METHODS

    if method not in SAFE_METHODS:
        return iter(())
    return (jittered(_backoff(attempt, _FIRST_DELAY, _MAX_DELAY), 0.5) for attempt in range(_MAX_RETRIES))


def _backoff(attempt: int, first: float, longest: float) -> float:
    # The exponent is limited, because 2.0**1024 raises OverflowError. No delay doubles that often.
    return min(first * 2.0 ** min(attempt, 1_000), longest)
