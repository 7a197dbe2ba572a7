"""Run a review, and show its progress."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from openai_codex._requests.presets import ApprovalMode
from openai_codex._requests.review import OUTPUT_PROMPT
from openai_codex._requests.sandbox import Sandbox
from openai_codex._structured_output.output_type import OutputType
from openai_codex.cli.exit_codes import ExitCode
from openai_codex.cli.failures import CommandError
from openai_codex.cli.output import console
from openai_codex.cli.review.findings import Review
from openai_codex.cli.turns.loop import TurnLoop
from openai_codex.cli.turns.progress import Progress

if TYPE_CHECKING:
    from pathlib import Path

    from openai_codex import TurnHandle, TurnResult
    from openai_codex.cli.connection import Connection

ReviewTarget = str | dict[str, str] | None


def run_review(
    connection: Connection,
    target: ReviewTarget,
    *,
    findings: bool,
    cwd: Path,
    model: str | None,
    timeout: float | None,
    quiet: bool,
) -> tuple[str, Review | None]:
    """Run a review in a new thread, which is not stored.

    Args:
        connection: The runtime.
        target: Instructions, or a target of the protocol; None reviews the uncommitted changes.
        findings: Whether the model states its findings in a second turn.
        cwd: Working directory of the agent.
        model: The model; None uses that of the configuration.
        timeout: Maximum time of each turn, in seconds; None disables it.
        quiet: Whether to show no progress.

    Returns:
        The text of the review, and its findings if they were requested.
    """
    loop = TurnLoop()
    progress = Progress(console(sys.stderr, quiet=quiet), root=str(cwd))
    options: dict[str, Any] = {} if model is None else {"model": model}
    with connection.open() as codex, progress:
        thread = codex.thread_start(
            approval_mode=ApprovalMode.deny_all, sandbox=Sandbox.read_only, cwd=cwd, ephemeral=True, **options
        )
        result = _wait(loop, progress, thread.start_review(target), timeout)
        text = result.final_response or ""
        if not findings:
            return text, None
        answer = OutputType(Review)
        stated = _wait(loop, progress, thread.turn(OUTPUT_PROMPT, output_schema=answer.schema()), timeout)
        return text, answer.parse(stated.final_response, result=stated)


def _wait(loop: TurnLoop, progress: Progress, turn: TurnHandle, timeout: float | None) -> TurnResult:
    result = loop.run(turn, progress.show, timeout)
    if loop.timed_out:
        raise CommandError(
            f"the review did not end within {timeout:g} s and was interrupted",
            "pass a longer --timeout",
            ExitCode.TIMEOUT,
        )
    if result.status.value != "completed":
        raise CommandError("the review was interrupted", None, ExitCode.INTERRUPTED)
    return result
