"""`Reconnection`: when the client tries to restore a lost connection, and when it stops."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from openai_codex._connection.reconnect.jitter import jittered
from openai_codex.errors import (
    AuthenticationError,
    ConfigError,
    InputError,
    JsonRpcError,
    RuntimeStartError,
    ServerBusyError,
    ServerDrainingError,
    TransportClosedError,
)
from openai_codex.errors._texts import problem_of

if TYPE_CHECKING:
    from openai_codex._transports.base import BaseTransport
    from openai_codex.errors import CodexError

FIRST_DELAY = 0.1
"""Mean delay before the first attempt, in seconds. Each further delay is twice as long."""

MAX_DELAY = 5.0
"""Longest mean delay between two attempts, in seconds."""

JITTER = 0.5
"""Maximum deviation of a delay from its mean, as a fraction, so that the clients of one server do not act in step."""

STABLE_TIME = 1.0
"""Time in seconds after which a restored connection counts as stable. If it is lost earlier, the delays continue to
grow."""


TEMPORARY_REJECTIONS = (ServerBusyError, ServerDrainingError)
"""Errors of a runtime that has not run a request, and may do so later."""

LAST_OPEN_TIMEOUT = 0.25
"""Minimum time in seconds to open a connection: the time of an attempt that starts when no time is left."""

COMPLETION_TIME = 1.0
"""Time in seconds beyond the end of the attempts in which an attempt that has connected may complete."""


class Backoff:
    """The delays between attempts, for the whole life of a connection."""

    def __init__(self) -> None:
        self._failures = 0
        self._restored_at: float | None = None

    def delay(self) -> float:
        """Return the delay before the next attempt, in seconds."""
        mean = min(FIRST_DELAY * 2.0 ** min(self._failures, 16), MAX_DELAY)
        self._failures += 1
        return jittered(mean, JITTER)

    def restored(self) -> None:
        """Record that the connection is restored."""
        self._restored_at = time.monotonic()

    def lost(self) -> None:
        """Record that the connection is lost."""
        if self._restored_at is None or time.monotonic() - self._restored_at >= STABLE_TIME:
            self._failures = 0


class Reconnection:
    """The attempts to restore a connection after one loss.

    Args:
        cause: The error that describes the loss.
        timeout: Maximum time of all attempts, in seconds.
        backoff: The delays of the connection.
    """

    def __init__(self, cause: TransportClosedError, timeout: float, backoff: Backoff) -> None:
        self.cause = cause
        self.attempts = 0
        """Number of attempts that were started."""
        self.unknown: list[str] = []
        """Methods of the requests whose outcome is unknown."""
        self.lost_requests: list[str] = []
        """Methods of the requests of the runtime that were cancelled."""
        self._started = time.monotonic()
        self._timeout = timeout
        self._backoff = backoff
        self._last: CodexError = cause

    @property
    def duration(self) -> float:
        """Time since the loss, in seconds."""
        return time.monotonic() - self._started

    @property
    def remaining(self) -> float:
        """Time that is left for further attempts, in seconds; negative after the end."""
        return self._timeout - self.duration

    def next_delay(self) -> float | None:
        """Return the delay before the next attempt, in seconds, or None if no time is left."""
        remaining = self.remaining
        if remaining <= 0:
            return None
        self.attempts += 1
        return min(self._backoff.delay(), remaining)

    @property
    def open_timeout(self) -> float:
        """Maximum time to open the connection of an attempt that starts now, in seconds."""
        return max(self.remaining, LAST_OPEN_TIMEOUT)

    def step_timeout(self, limit: float | None) -> float:
        """Return the timeout of the next request of an attempt, in seconds. `limit` is `CodexConfig.start_timeout`."""
        remaining = max(self.remaining + COMPLETION_TIME, 0.0)
        return remaining if limit is None else min(limit, remaining)

    def failed(self, error: CodexError) -> TransportClosedError | None:
        """Record a failed attempt. Return the error that ends the connection, or None to try again."""
        self._last = error
        if isinstance(error, (AuthenticationError, ConfigError, InputError, JsonRpcError)) and not isinstance(
            error, TEMPORARY_REJECTIONS
        ):
            # Another attempt would have the same outcome, and rejected credentials may lock an account.
            return self._final(f"the client does not try again: {problem_of(error)}")
        return None

    def broken(self, error: BaseException) -> TransportClosedError:
        """Return the error that ends the connection because of a fault of the client or the system."""
        return self._final(f"not restored: {error!r}")

    def expired(self) -> TransportClosedError:
        """Return the error that ends the connection because no time is left."""
        seconds = f"{self._timeout:g} s (CodexConfig.reconnect_timeout)"
        return self._final(f"not restored within {seconds}: {problem_of(self._last)}")

    def restored(self) -> None:
        """Record that the connection is restored."""
        self._backoff.restored()

    def _final(self, problem: str) -> TransportClosedError:
        kind = AuthenticationError if isinstance(self._last, AuthenticationError) else TransportClosedError
        return kind(f"{problem_of(self.cause)}; {problem}", stderr=self.cause.stderr)


def not_opened(transport: BaseTransport, timeout: float) -> RuntimeStartError:
    """Return the error of a transport that has not connected within `timeout` seconds."""
    return RuntimeStartError(
        f"{transport.name!r}: no connection within {timeout:.3g} s (CodexConfig.reconnect_timeout)"
    )
