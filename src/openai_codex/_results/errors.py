"""Exceptions with the result of a turn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openai_codex.errors import CodexError

if TYPE_CHECKING:
    from openai_codex._results.result import TurnResult


class TurnFailedError(CodexError, RuntimeError):
    """The turn failed.

    The message is that of the runtime, with secrets redacted and control characters escaped.

    Attributes:
        result: Result of the turn, with the items completed before the failure.
    """

    def __init__(self, message: str, result: TurnResult) -> None:
        # Imported on first use, because most programs do not need it.
        from openai_codex._redaction import printable, redacted_text

        super().__init__(printable(redacted_text(message)))
        self.result = result


class TurnTimeoutError(CodexError, TimeoutError):
    """The turn exceeded `timeout` or `idle_timeout`.

    The turn was interrupted unless it was detached.

    Attributes:
        timeout: The timeout that expired, in seconds.
        result: Partial result of the turn.
        idle: Whether `idle_timeout` expired, not `timeout`.
    """

    def __init__(self, timeout: float, result: TurnResult, *, idle: bool) -> None:
        from openai_codex._redaction import printable

        problem = "no event for" if idle else "not completed within"
        super().__init__(f"turn {printable(result.id)}: {problem} {timeout:g} s")
        self.timeout = timeout
        self.result = result
        self.idle = idle
