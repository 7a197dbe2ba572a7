"""`codex-py chat`: a conversation in a terminal."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from openai_codex.cli.options import (
    ApprovalOption,
    Approvals,
    DirectoryOption,
    LastOption,
    ModelOption,
    ResumeOption,
    SandboxOption,
)
from openai_codex.cli.output import is_terminal

if TYPE_CHECKING:
    from openai_codex import AsyncCodex, AsyncThread
    from openai_codex._handlers.options import HandlerOptions
    from openai_codex.cli.connection import Connection
    from openai_codex.cli.exit_codes import ExitCode


def chat(
    context: typer.Context,
    cd: DirectoryOption = None,
    sandbox: SandboxOption = None,
    approval: ApprovalOption = None,
    model: ModelOption = None,
    resume: ResumeOption = None,
    last: LastOption = False,
    no_history: Annotated[bool, typer.Option("--no-history", help="Do not store the typed lines.")] = False,
) -> None:
    """Chat with the agent.

    In a terminal, a message that is sent while a turn runs steers the turn. Ctrl-C interrupts the turn, a second Ctrl-C
    exits. From a pipe, each line is a turn.
    """
    if resume is not None and last:
        raise typer.BadParameter("--resume conflicts with --last; pass only one of them")
    interactive = is_terminal(sys.stdin) and is_terminal(sys.stdout)
    if approval is not None and approval.value.startswith("ask") and not interactive:
        raise typer.BadParameter(f"--approval {approval.value} needs a terminal for the questions")
    connection: Connection = context.obj
    connection.check_directory(cd)
    mode = approval or (Approvals.ask if interactive else Approvals.deny_all)
    settings: dict[str, Any] = {"cwd": (cd or Path.cwd()).absolute()}
    if sandbox is not None:
        settings["sandbox"] = sandbox.value
    if model is not None:
        settings["model"] = model
    choice = _Choice(settings, mode, resume, last)
    code = asyncio.run(_chat(connection, choice, interactive=interactive, history=not no_history))
    if code:
        raise typer.Exit(code)


class _Choice:
    """The thread of the chat."""

    def __init__(self, settings: dict[str, Any], approval: Approvals, resume: str | None, last: bool) -> None:
        self.settings = settings
        self._approval = approval
        self._resume = resume
        self._last = last

    async def open(self, codex: AsyncCodex, handlers: HandlerOptions) -> AsyncThread:
        """Start or resume the thread."""
        from openai_codex._requests.presets import ApprovalMode
        from openai_codex.cli.exit_codes import ExitCode
        from openai_codex.cli.failures import CommandError

        self.settings |= {"approval_mode": ApprovalMode(self._approval.value.replace("-", "_")), **handlers}
        if self._resume is not None:
            from openai_codex.cli.thread_ids import resolve_async

            return await codex.thread_resume(await resolve_async(codex, self._resume), **self.settings)
        if not self._last:
            return await codex.thread_start(**self.settings)
        latest = await codex.latest_thread(cwd=self.settings["cwd"])
        if latest is None:
            raise CommandError(
                "no thread of this directory is stored",
                "omit --last, or pass the directory with --cd",
                ExitCode.USAGE,
            )
        return await codex.thread_resume(latest.id, **self.settings)


async def _chat(connection: Connection, choice: _Choice, *, interactive: bool, history: bool) -> ExitCode:
    from contextlib import nullcontext

    from prompt_toolkit.patch_stdout import patch_stdout

    from openai_codex.cli.chat.interrupts import interrupts
    from openai_codex.cli.chat.lines import ChatConsole, PipedLines, PlainLines, TypedLines, WholeLines
    from openai_codex.cli.chat.session import Chat
    from openai_codex.cli.chat.slash import COMMANDS
    from openai_codex.cli.turns.progress import Progress
    from openai_codex.cli.turns.questions import TerminalQuestions

    # The line editor needs control sequences.
    edits = interactive and os.environ.get("TERM", "").lower() not in ("dumb", "unknown")
    async with connection.open_async() as codex:
        # Output of the turns is printed above the line that the person edits.
        with patch_stdout(raw=True) if edits else nullcontext():
            console = ChatConsole(file=sys.stdout if interactive else sys.stderr, soft_wrap=not interactive)
            answer = WholeLines() if edits else sys.stdout
            progress = Progress(console, answer, root=str(choice.settings["cwd"]), spinner=False)
            handlers: HandlerOptions = {}
            if interactive:
                handlers = TerminalQuestions(console, console, progress).handlers()
            session = Chat(codex, await choice.open(codex, handlers), console, progress, choice.settings)
            if not interactive:
                return await session.run(PipedLines())
            session.show("Type a message, or /help. Ctrl-D exits.", "dim")
            lines: TypedLines | PlainLines = PlainLines(lambda: "> " if session.is_idle else "")
            if edits:
                lines = TypedLines(
                    COMMANDS,
                    lambda: "Answer: " if console.is_asking else "> ",
                    lambda: f"{'working' if session.is_busy else 'ready'}, {session.tokens:,} tokens, /help",
                    history=history,
                )
            with interrupts(lines.break_line, session.interrupt):
                code = await session.run(lines)
    print(f"Continue with: codex-py chat --resume {session.thread.id}", file=sys.stderr)
    return code


def register(app: typer.Typer) -> None:
    """Add the command to an application."""
    app.command()(chat)
