"""Failures of commands: their message, their remedy and their exit code."""

from __future__ import annotations

from typing import NamedTuple

from openai_codex.cli.exit_codes import ExitCode


class Failure(NamedTuple):
    """A failure as the command line shows it."""

    message: str
    """The problem, without secrets and control characters."""

    remedy: str | None
    """A command or a change that helps; None if the message contains it."""

    code: ExitCode


class CommandError(Exception):
    """A command failed for a reason that is not an exception of the client."""

    def __init__(self, message: str, remedy: str | None = None, code: ExitCode = ExitCode.FAILED) -> None:
        super().__init__(message)
        self.failure = Failure(message, remedy, code)
