"""Errors that carry the result of a turn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openai_codex.errors import CodexError

if TYPE_CHECKING:
    from openai_codex._results.result import TurnResult


class TurnFailedError(CodexError, RuntimeError):
    """A turn ended as failed. The message is the runtime's, without secrets; `result` is what the turn had come to."""

    def __init__(self, message: str, result: TurnResult) -> None:
        # Imported on first use: most programs never see this error.
        from openai_codex._redaction import redacted_text

        super().__init__(redacted_text(message))
        self.result = result


class TurnTimeoutError(CodexError, TimeoutError):
    """A turn took longer than it was given, or was silent for longer, and was interrupted unless it was detached.

    `result` is what it had come to. `timeout` is what it was given, in seconds, and `idle` whether that was for its
    silence.
    """

    def __init__(self, timeout: float, result: TurnResult, *, idle: bool) -> None:
        how = "sent nothing for" if idle else "did not end within"
        super().__init__(f"turn {result.id} {how} {timeout:g} s")
        self.timeout = timeout
        self.result = result
        self.idle = idle
