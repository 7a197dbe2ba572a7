"""Lines that the person types, and answers to the questions of handlers."""

from __future__ import annotations

import asyncio
import io
import os
import sys
import threading
from collections import deque
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import Completer, Completion
from prompt_toolkit.history import FileHistory, InMemoryHistory
from prompt_toolkit.output.defaults import create_output
from rich.console import Console

from openai_codex.cli.output import safe_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from prompt_toolkit.completion import CompleteEvent
    from prompt_toolkit.document import Document

T = TypeVar("T")

HISTORY = "codex-py-history"
"""Name of the file with the history, in the home of the runtime."""


class LineSource(Protocol):
    """The source of the lines of a chat."""

    concurrent: bool
    """Whether lines arrive while a turn runs. Otherwise, the chat reads the next line after the turn."""

    async def read(self) -> str:
        """Return the next line. Raises `EOFError` at the end, and `KeyboardInterrupt` after Ctrl-C."""
        ...


class PipedLines:
    """The lines of standard input."""

    concurrent = False

    async def read(self) -> str:
        """Return the next line."""
        line: str = await asyncio.to_thread(sys.stdin.readline)
        if not line:
            raise EOFError
        return line.rstrip("\n")


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
        return await self._session.prompt_async(lambda: self._prompt())

    def refresh(self) -> None:
        """Show the current prompt and status."""
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


class ChatConsole(Console):
    """A console whose questions are answered by the next line of the chat.

    Handlers run in threads of their own. They wait here, while the event loop continues to read lines.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(highlight=False, markup=False, emoji=False, **options)
        self._waiting: deque[Future[str]] = deque()
        self._questions = threading.Lock()
        self.on_question: Callable[[], None] = lambda: None
        """Called when a question is asked or answered."""

    @property
    def is_asking(self) -> bool:
        """Whether a question waits for an answer."""
        return bool(self._waiting)

    def on_broken_pipe(self) -> None:
        """Raise `BrokenPipeError`, which ends the command."""
        raise BrokenPipeError

    def input(self, prompt: Any = "", **options: Any) -> str:
        """Print a question, and wait for the next line. Raises `EOFError` if the turn ends before."""
        self.print(prompt)
        answer: Future[str] = Future()
        self._waiting.append(answer)
        self.on_question()
        try:
            return answer.result()
        finally:
            self.on_question()

    def ask(self, ask: Callable[[], T], default: T) -> T:
        """Ask a question; one at a time."""
        with self._questions:
            try:
                return ask()
            except EOFError:
                return default

    def answer(self, line: str) -> bool:
        """Answer the question that waits; return False if none waits."""
        if not self._waiting:
            return False
        self._waiting.popleft().set_result(line)
        return True

    def cancel_questions(self) -> None:
        """End the questions that wait, because their turn has ended."""
        while self._waiting:
            self._waiting.popleft().set_exception(EOFError())
