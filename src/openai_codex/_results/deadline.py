"""How long somebody waits for a turn: in all, and for a sign of life."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from openai_codex._results.errors import TurnTimeoutError
from openai_codex._validation import validate_seconds

if TYPE_CHECKING:
    from openai_codex._results.result import TurnResult


class TurnDeadline:
    """The time that a turn has, from now on: `timeout` seconds in all, `idle_timeout` between two events.

    The second does not run while the runtime waits for an answer from here: it is not the runtime that is silent then.
    None means without end. Raises `InputError` for what is no time.
    """

    def __init__(self, timeout: float | None = None, idle_timeout: float | None = None) -> None:
        self.timeout = validate_timeout("timeout", timeout)
        self.idle_timeout = validate_timeout("idle_timeout", idle_timeout)
        self._deadline = None if timeout is None else time.monotonic() + timeout
        self._last_event = time.monotonic()

    def reset_idle(self) -> None:
        """Take a sign of life."""
        self._last_event = time.monotonic()

    def extend_idle(self, asked: float | None) -> bool:
        """Return whether the silence is to be waited out, because the runtime has waited for an answer from here.

        `asked` is when it last did, by `time.monotonic`; None if it has not.
        """
        if asked is None or self.expired:
            return False
        self._last_event = max(self._last_event, asked)
        return self.remaining() != 0.0

    def remaining(self) -> float | None:
        """Return how long to wait for the next event, in seconds; None for as long as it takes."""
        now = time.monotonic()
        times: list[float] = []
        if self._deadline is not None:
            times.append(self._deadline - now)
        if self.idle_timeout is not None:
            times.append(self._last_event + self.idle_timeout - now)
        return max(0.0, min(times)) if times else None

    @property
    def expired(self) -> bool:
        """Whether the time in all is over; the silence may have been too long besides."""
        return self._deadline is not None and time.monotonic() >= self._deadline

    def timeout_error(self, result: TurnResult, *, idle: bool) -> TurnTimeoutError:
        """Return what to raise once it has run out, in all or for the silence, with what the turn had come to."""
        return TurnTimeoutError((self.idle_timeout if idle else self.timeout) or 0.0, result, idle=idle)


def validate_timeout(field: str, value: float | None) -> float | None:
    """Return a timeout in seconds; None means no limit. Raises `InputError` if it is invalid."""
    validate_seconds(field, value)
    return value
