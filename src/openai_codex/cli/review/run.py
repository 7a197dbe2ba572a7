"""Run a review, and show its progress."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from openai_codex._redaction import printable_error
from openai_codex._requests.presets import ApprovalMode
from openai_codex._requests.review import OUTPUT_PROMPT
from openai_codex._requests.sandbox import Sandbox
from openai_codex._structured_output.output_type import OutputType, OutputValidationError
from openai_codex.cli.exit_codes import ExitCode
from openai_codex.cli.failures import CommandError
from openai_codex.cli.output import console, safe_text
from openai_codex.cli.review.findings import Review
from openai_codex.cli.turns.loop import TurnLoop
from openai_codex.cli.turns.progress import Progress

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from openai_codex import Notification, Thread, TurnHandle, TurnResult
    from openai_codex.cli.connection import Connection
    from openai_codex.cli.review.target import ReviewTarget

RETRIES = 1
"""Maximum number of further turns after invalid findings."""


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
    progress = _ReviewProgress(console(sys.stderr, quiet=quiet), root=str(cwd))
    # Without findings, the caller prints the review.
    progress.shows_review = findings
    options: dict[str, Any] = {} if model is None else {"model": model}
    with connection.open() as codex, progress:
        thread = codex.thread_start(
            approval_mode=ApprovalMode.deny_all, sandbox=Sandbox.read_only, cwd=cwd, ephemeral=True, **options
        )
        result = _wait(loop, progress, thread.start_review(target), timeout)
        text = result.final_response or ""
        if not findings:
            return text, None
        try:
            return text, _findings(thread, lambda turn: _wait(loop, progress, turn, timeout))
        except BaseException:
            if quiet:
                # The progress has not shown it, and the turn was paid for.
                print(safe_text(text), file=sys.stderr)
            raise


def _findings(thread: Thread, wait: Callable[[TurnHandle], TurnResult]) -> Review:
    """Let the model state the findings of its review, again if they are invalid.

    Args:
        thread: The thread of the review.
        wait: Shows a turn until it ends, and returns its result.

    Returns:
        The findings.

    Raises:
        CommandError: The findings are invalid.
    """
    answer = OutputType(Review)
    prompt = OUTPUT_PROMPT
    retries = RETRIES
    while True:
        stated = wait(thread.turn(prompt, output_schema=answer.schema()))
        try:
            return answer.parse(stated.final_response, result=stated)
        except OutputValidationError as error:
            if retries == 0:
                raise CommandError(
                    f"the model stated no valid findings: {printable_error(error)}",
                    "run the command again, or pass --format text, which needs no findings",
                    ExitCode.OUTPUT,
                ) from error
            retries -= 1
            prompt = answer.retry_prompt(error)


class _ReviewProgress(Progress):
    """The progress of a review. The messages of the turns repeat the review, or are findings as JSON."""

    shows_review = True

    def show(self, event: Notification) -> None:
        """Show an event, unless it repeats the review."""
        item: Any = event.params.get("item") if event.method == "item/completed" else None
        if item is not None:
            is_answer = item.get("type") == "agentMessage" and item.get("phase") != "commentary"
            if is_answer or (item.get("type") == "exitedReviewMode" and not self.shows_review):
                return
        super().show(event)


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
