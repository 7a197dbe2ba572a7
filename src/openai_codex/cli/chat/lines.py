"""Lines that the person types, and answers to the questions of handlers."""

from __future__ import annotations

import asyncio
import io
import os
import sys
import threading
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import Completer, Completion
from prompt_toolkit.history import FileHistory, InMemoryHistory
from prompt_toolkit.output.defaults import create_output
from rich.console import Console

from openai_codex._callbacks import call_in_thread
from openai_codex.cli.output import safe_line
from openai_codex.cli.stdin import StandardInput
from openai_codex.cli.turns.asking import QuestionWithdrawnError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from prompt_toolkit.completion import CompleteEvent
    from prompt_toolkit.document import Document

T = TypeVar("T")

HISTORY = "codex-py-history"
"""Name of the file with the history, in the home of the runtime."""


class LineInterruptedError(Exception):
    """Ctrl-C was pressed instead of Enter.

    `KeyboardInterrupt` would end the event loop if a task raised it.
    """


class LineSource(Protocol):
    """The source of the lines of a chat."""

    concurrent: bool
    """Whether lines arrive while a turn runs. Otherwise, the chat reads the next line after the turn."""

    async def read(self) -> str:
        """Return the next line. Raises `EOFError` at the end, and `LineInterruptedError` after Ctrl-C."""
        ...

    def refresh(self) -> None:
        """Show the current prompt and status."""


class PipedLines:
    """The lines of standard input."""

    concurrent = False

    def __init__(self) -> None:
        self._input = StandardInput()

    async def read(self) -> str:
        """Return the next line."""
        return await call_in_thread(self._input.read_line)

    def refresh(self) -> None:
        """Do nothing: a pipe has no prompt."""


class PlainLines:
    """The lines that the person types in a terminal without control sequences.

    Args:
        prompt: Returns the text before the line; empty while a turn runs.
    """

    concurrent = True

    def __init__(self, prompt: Callable[[], str]) -> None:
        self._input = StandardInput()
        self._prompt = prompt
        self._prompted = False
        self._line: asyncio.Future[str] | None = None

    async def read(self) -> str:
        """Return the next line."""
        if self._line is None:
            self._line = asyncio.ensure_future(call_in_thread(self._input.read_line))
        self.refresh()
        try:
            # Shielded, because a thread that reads a line does not stop.
            return await asyncio.shield(self._line)
        except EOFError:
            self.break_line()
            raise
        finally:
            if self._line.done():
                self._line = None
                self._prompted = False

    def break_line(self) -> None:
        """Leave the line of the prompt, for example after Ctrl-C."""
        print(flush=True)
        self._prompted = False

    def refresh(self) -> None:
        """Print the prompt, once for each line."""
        prompt = self._prompt()
        if prompt and not self._prompted:
            self._prompted = True
            print(prompt, end="", flush=True)


class TypedLines:
    """The lines that the person edits at the bottom of the terminal, with history and completion.

    Args:
        commands: Name and description of each slash command.
        prompt: Returns the text before the line.
        status: Returns the text below the line.
        history: Whether to keep the lines for later chats.
    """

    concurrent = True

    def __init__(
        self, commands: Mapping[str, str], prompt: Callable[[], str], status: Callable[[], str], *, history: bool
    ) -> None:
        self._prompt = prompt
        self._session: PromptSession[str] = PromptSession(
            history=FileHistory(_history_file()) if history else InMemoryHistory(),
            completer=_SlashCompleter(commands),
            complete_while_typing=True,
            bottom_toolbar=lambda: safe_line(status()),
            # Below the output of the turn, which is printed to standard output.
            output=create_output(sys.stdout),
        )

    async def read(self) -> str:
        """Return the next line."""
        try:
            return await self._session.prompt_async(lambda: self._prompt())
        except KeyboardInterrupt:
            raise LineInterruptedError from None

    def break_line(self) -> None:
        """Do nothing: the editor draws its line again."""

    def refresh(self) -> None:
        """Draw the prompt, the line and the status again."""
        if self._session.app.is_running:
            self._session.app.invalidate()


class WholeLines(io.TextIOBase):
    """Writes text above the line that the person edits, when its lines are complete.

    prompt_toolkit keeps incomplete lines until a flush, and would then draw the edited line behind them.
    """

    def write(self, text: str, /) -> int:
        """Write a text."""
        return sys.stdout.write(text)

    def flush(self) -> None:
        """Do nothing, because the end of a line flushes it."""


class _SlashCompleter(Completer):
    """Completes slash commands at the start of a line."""

    def __init__(self, commands: Mapping[str, str]) -> None:
        self._commands = commands

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Completion]:
        """Yield the commands that begin with the text before the cursor."""
        text = document.text_before_cursor
        if not text.startswith("/") or " " in text:
            return
        for name, description in self._commands.items():
            if name.startswith(text):
                yield Completion(name, start_position=-len(text), display_meta=description)


def _history_file() -> str:
    """Return the path of the history, which other users cannot read."""
    home = Path(os.environ.get("CODEX_HOME") or Path.home() / ".codex")
    home.mkdir(parents=True, exist_ok=True)
    path = home / HISTORY
    path.touch(mode=0o600, exist_ok=True)
    return str(path)


class _Question:
    """A question that a line answers. Any thread may call its methods."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._answer: Future[str] | None = None
        self._is_withdrawn = False

    @property
    def is_waiting(self) -> bool:
        """Whether the next line is the answer."""
        answer = self._answer
        return answer is not None and not answer.done()

    def expect(self) -> Future[str]:
        """Return the future of the next line."""
        with self._lock:
            self._answer = Future()
            if self._is_withdrawn:
                self._answer.set_exception(QuestionWithdrawnError())
            return self._answer

    def answer(self, line: str) -> bool:
        """Pass a line on; return False if the question does not wait for one."""
        with self._lock:
            if self._answer is None or self._answer.done():
                return False
            self._answer.set_result(line)
            return True

    def withdraw(self) -> None:
        """Let this wait and later ones raise `QuestionWithdrawnError`."""
        with self._lock:
            self._is_withdrawn = True
            if self._answer is not None and not self._answer.done():
                self._answer.set_exception(QuestionWithdrawnError())


class ChatConsole(Console):
    """A console, and the questions on it, which the next line of the chat answers.

    A question is asked in a thread of its own, which waits here while the event loop continues to read lines.
    """

    prompt_end = "\n"

    def __init__(self, **options: Any) -> None:
        super().__init__(highlight=False, markup=False, emoji=False, **options)
        self._asking = asyncio.Lock()
        self._open_question: _Question | None = None
        self.on_question: Callable[[], None] = lambda: None
        """Called when a question waits for a line, and when it no longer waits."""

    @property
    def is_asking(self) -> bool:
        """Whether a question waits for an answer."""
        question = self._open_question
        return question is not None and question.is_waiting

    def on_broken_pipe(self) -> None:
        """Raise `BrokenPipeError`, which ends the command."""
        raise BrokenPipeError

    async def ask(self, ask: Callable[[], T]) -> T:
        """Ask a question in a thread, after the questions before it.

        If the caller is cancelled, the question is withdrawn.

        Args:
            ask: Asks the question, and returns the answer.

        Returns:
            The answer.
        """
        async with self._asking:
            question = self._open_question = _Question()
            call = asyncio.ensure_future(call_in_thread(ask))
            try:
                return await asyncio.shield(call)
            except asyncio.CancelledError:
                question.withdraw()
                # The thread uses the console until it ends.
                await asyncio.wait([call])
                call.exception()
                raise
            finally:
                self._open_question = None

    def read_line(self) -> str:
        """Wait for the next line, in the function that was passed to `ask`.

        Raises:
            QuestionWithdrawnError: The request has ended.
        """
        question = self._open_question
        if question is None:
            raise QuestionWithdrawnError
        answer = question.expect()
        self.on_question()
        try:
            return answer.result()
        finally:
            self.on_question()

    def answer(self, line: str) -> bool:
        """Answer the question that waits; return False if none waits."""
        question = self._open_question
        return question is not None and question.answer(line)
