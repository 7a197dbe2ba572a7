"""`Run`: one turn of the command line, from the thread to the exit code."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from openai_codex._requests.input_items import TextInput
from openai_codex._requests.presets import ApprovalMode
from openai_codex._results.errors import TurnFailedError
from openai_codex._structured_output.output_type import OutputValidationError
from openai_codex.cli.exit_codes import ExitCode
from openai_codex.cli.failures import CommandError, Failure
from openai_codex.cli.guard import describe, is_closed_pipe
from openai_codex.cli.options import Approvals
from openai_codex.cli.output import console, is_terminal, print_json
from openai_codex.cli.turns.loop import TurnLoop
from openai_codex.cli.turns.progress import Progress, print_answer

if TYPE_CHECKING:
    from openai_codex import Codex, InputItem, Notification, Thread, TurnResult
    from openai_codex._handlers.options import HandlerOptions
    from openai_codex.cli.connection import Connection
    from openai_codex.cli.turns.answers import Answer
    from openai_codex.cli.turns.events import Event

_INTERRUPTED = Failure("the turn was interrupted", None, ExitCode.INTERRUPTED)


@dataclass(frozen=True)
class ThreadChoice:
    """The thread of a turn, and its settings; None keeps the setting of the configuration or of the thread."""

    resume: str | None = None
    last: bool = False
    ephemeral: bool = False
    cwd: Path | None = None
    model: str | None = None
    sandbox: str | None = None
    approval: Approvals | None = None

    def open(self, codex: Codex, handlers: HandlerOptions, interactive: bool) -> Thread:
        """Start or resume the thread."""
        settings: dict[str, Any] = {**handlers}
        for name, value in (("cwd", self.cwd), ("model", self.model), ("sandbox", self.sandbox)):
            if value is not None:
                settings[name] = value
        mode = self.approval or (Approvals.ask if interactive else Approvals.deny_all)
        settings["approval_mode"] = ApprovalMode(mode.value.replace("-", "_"))
        if self.last:
            thread = codex.latest_thread(cwd=self.cwd or Path.cwd())
            if thread is None:
                raise CommandError(
                    "no thread of this directory is stored",
                    "omit --last, or pass the directory with --cd",
                    ExitCode.USAGE,
                )
            return codex.thread_resume(thread.id, **settings)
        if self.resume is not None:
            from openai_codex.cli.thread_ids import resolve

            return codex.thread_resume(resolve(codex, self.resume), **settings)
        return codex.thread_start(ephemeral=self.ephemeral, **settings)


@dataclass(frozen=True)
class TurnSettings:
    """The settings of the turn."""

    answer: Answer | None = None
    """Type or JSON schema of the answer; None for a plain answer."""

    retries: int = 0
    """Maximum number of further turns after invalid answers."""

    effort: str | None = None
    """Effort of the reasoning; None keeps the setting."""

    timeout: float | None = None
    """Maximum time of each turn, in seconds; None disables it."""

    @property
    def options(self) -> dict[str, Any]:
        """The keywords of the turn."""
        schema = None if self.answer is None else self.answer.schema()
        found = {"effort": self.effort, "output_schema": schema}
        return {name: value for name, value in found.items() if value is not None}


class Run:
    """Run turns and show them.

    Args:
        connection: The runtime.
        choice: The thread.
        json_events: Whether to print events as JSON instead of the answer.
        quiet: Whether to show no progress.
        from_stdin: Whether standard input contains the prompt and is not available for answers.
    """

    def __init__(
        self, connection: Connection, choice: ThreadChoice, *, json_events: bool, quiet: bool, from_stdin: bool
    ) -> None:
        self._connection = connection
        self._choice = choice
        self._json = json_events
        self._console = console(sys.stderr, quiet=quiet or json_events)
        self._interactive = not from_stdin and is_terminal(sys.stdin) and is_terminal(sys.stderr)
        self._streams = is_terminal(sys.stdout) and not json_events and not quiet
        approval = choice.approval
        if approval is not None and approval.value.startswith("ask") and not self._interactive:
            raise typer.BadParameter(
                f"--approval {approval.value} needs a terminal for the questions; pass auto-review or deny-all"
            )

    def __call__(self, items: list[InputItem], settings: TurnSettings) -> None:
        """Run the turn, and further ones after invalid answers."""
        output: object = None
        try:
            result = self._run(items, settings)
            if settings.answer is not None:
                from openai_codex.cli.turns.answers import answer_json

                output = answer_json(result.final_response)
        except BaseException as error:
            if self._json and not (isinstance(error, OSError) and is_closed_pipe(error)):
                failure = _INTERRUPTED if isinstance(error, KeyboardInterrupt) else describe(error)
                self._completed(failure)
            elif isinstance(error, OutputValidationError) and error.text and not self._streams:
                # The caller may correct it.
                print_answer(error.text)
            raise
        if self._json:
            self._completed(None, output)
        elif not self._streams and result.final_response is not None:
            print_answer(result.final_response)

    def _run(self, items: list[InputItem], settings: TurnSettings) -> TurnResult:
        loop = TurnLoop()
        progress = Progress(
            self._console, sys.stdout if self._streams else None, root=str((self._choice.cwd or Path.cwd()).absolute())
        )
        handlers: HandlerOptions = {}
        if self._interactive:
            from openai_codex.cli.turns.questions import TerminalQuestions

            handlers = TerminalQuestions(console(sys.stderr), loop, progress).handlers()
        answer, retries = settings.answer, settings.retries
        with self._connection.open() as codex:
            thread = self._choice.open(codex, handlers, self._interactive)
            if self._json:
                from openai_codex.cli.turns.events import ThreadStarted

                resumed = self._choice.last or self._choice.resume is not None
                self._print(ThreadStarted(thread_id=thread.id, resumed=resumed))
            while True:
                result = self._turn(thread, items, loop, progress, settings)
                if answer is None:
                    return result
                try:
                    answer.parse(result.final_response, result=result)
                except OutputValidationError as error:
                    if retries == 0:
                        raise
                    retries -= 1
                    items = [TextInput(answer.retry_prompt(error))]
                else:
                    return result

    def _turn(
        self, thread: Thread, items: list[InputItem], loop: TurnLoop, progress: Progress, settings: TurnSettings
    ) -> TurnResult:
        with progress:
            try:
                turn = thread.turn(items, **settings.options)
                result = loop.run(turn, partial(self._show, progress), settings.timeout)
            except TurnFailedError as error:
                result = error.result
                if self._json:
                    self._print_result(result)
                if not loop.timed_out and not loop.interrupted:
                    raise
            except KeyboardInterrupt:
                if loop.timed_out and not loop.interrupted:
                    raise _timed_out(settings) from None
                raise
        if self._json and result.status.value != "failed":
            self._print_result(result)
        command = None if self._choice.ephemeral else f"codex-py run --resume {thread.id}"
        progress.summary(result, command)
        if result.status.value != "completed":
            if loop.timed_out:
                raise _timed_out(settings)
            raise CommandError(_INTERRUPTED.message, None, ExitCode.INTERRUPTED)
        return result

    def _show(self, progress: Progress, event: Notification) -> None:
        if not self._json:
            progress.show(event)
            return
        from openai_codex.cli.turns.events import event_of

        found = event_of(event)
        if found is not None:
            self._print(found)

    def _print_result(self, result: TurnResult) -> None:
        from openai_codex.cli.turns.events import turn_completed

        self._print(turn_completed(result))

    def _completed(self, failure: Failure | None, output: object = None) -> None:
        from openai_codex.cli.turns.events import command_completed

        self._print(command_completed(failure, 0 if failure is None else failure.code, output))

    @staticmethod
    def _print(event: Event) -> None:
        print_json(event.model_dump(mode="json"))


def _timed_out(settings: TurnSettings) -> CommandError:
    return CommandError(
        f"the turn did not end within {settings.timeout:g} s and was interrupted",
        "pass a longer --timeout, or continue the thread with --resume",
        ExitCode.TIMEOUT,
    )
