"""Overall and idle timeouts of a turn."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from openai_codex._results.errors import TurnTimeoutError
from openai_codex._validation import validate_seconds

if TYPE_CHECKING:
    from openai_codex._results.result import TurnResult


class TurnDeadline:
    """The overall and the idle timeout of a turn. Both start when the object is created.

    The idle timeout is paused while a server request of the turn is pending, because the runtime is then waiting for
    the client.

    Args:
        timeout: Maximum duration of the turn, in seconds; None means no limit.
        idle_timeout: Maximum time between two events, in seconds; None means no limit.

    Raises:
        InputError: A timeout is invalid.
    """

    def __init__(self, timeout: float | None = None, idle_timeout: float | None = None) -> None:
        self.timeout = validate_timeout("timeout", timeout)
        self.idle_timeout = validate_timeout("idle_timeout", idle_timeout)
        self._deadline = None if timeout is None else time.monotonic() + timeout
        self._last_event = time.monotonic()

    def reset_idle(self) -> None:
        """Restart the idle timeout because an event was received."""
        self._last_event = time.monotonic()

    def extend_idle(self, last_active: float | None) -> bool:
        """Extend the idle timeout by the time during which a server request was pending.

        Args:
            last_active: When a server request of the turn was last pending, in seconds of `time.monotonic`; None if
                the turn had no server request.

        Returns:
            Whether the caller should continue to wait.
        """
        if last_active is None or self.expired:
            return False
        self._last_event = max(self._last_event, last_active)
        return self.remaining() != 0.0

    def remaining(self) -> float | None:
        """Return the maximum time to wait for the next event, in seconds; None means no limit."""
        now = time.monotonic()
        times: list[float] = []
        if self._deadline is not None:
            times.append(self._deadline - now)
        if self.idle_timeout is not None:
            times.append(self._last_event + self.idle_timeout - now)
        return max(0.0, min(times)) if times else None

    @property
    def expired(self) -> bool:
        """Whether the overall timeout has expired."""
        return self._deadline is not None and time.monotonic() >= self._deadline

    def timeout_error(self, result: TurnResult, *, idle: bool) -> TurnTimeoutError:
        """Create the exception for an expired timeout.

        Args:
            result: The partial result of the turn.
            idle: Whether the idle timeout has expired, not the overall timeout.

        Returns:
            The exception to raise.
        """
        return TurnTimeoutError((self.idle_timeout if idle else self.timeout) or 0.0, result, idle=idle)


def validate_timeout(field: str, value: float | None) -> float | None:
    """Return a timeout in seconds; None means no limit. Raises `InputError` if it is invalid."""
    validate_seconds(field, value)
    return value
