"""`Chat`: the turns of a conversation."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from openai_codex._requests.input_items import LocalImageInput, TextInput
from openai_codex._results.errors import TurnFailedError
from openai_codex.cli.chat.lines import LineInterruptedError
from openai_codex.cli.chat.slash import SlashCommands
from openai_codex.cli.exit_codes import ExitCode
from openai_codex.cli.guard import describe
from openai_codex.cli.output import styled
from openai_codex.errors import CodexError, InvalidRequestError

if TYPE_CHECKING:
    from collections.abc import Coroutine
    from pathlib import Path

    from openai_codex import AsyncCodex, AsyncThread, AsyncTurnHandle, InputItem, TurnResult
    from openai_codex._async.compaction import AsyncCompactionHandle
    from openai_codex.cli.chat.lines import ChatConsole, LineSource
    from openai_codex.cli.turns.progress import Progress


class Chat:
    """A conversation: each line is the input of a turn, steers the running turn, or answers a question.

    Args:
        codex: The client.
        thread: The first thread.
        console: Shows the turns.
        progress: Shows the events of the turns, on the same console.
        settings: Keywords of new threads.
    """

    def __init__(
        self,
        codex: AsyncCodex,
        thread: AsyncThread,
        console: ChatConsole,
        progress: Progress,
        settings: dict[str, Any],
    ) -> None:
        self.codex = codex
        self.thread = thread
        self.console = console
        self.settings = settings
        self.images: list[Path] = []
        """Images for the next turn."""
        self.tokens = 0
        """Tokens of the turns so far."""
        self._progress = progress
        self._lines: LineSource | None = None
        self._inbox: asyncio.Queue[str] = asyncio.Queue()
        """Lines to process, in order, while further lines are read."""
        self._command: asyncio.Future[None] | None = None
        """The processing of a line."""
        self._turn: AsyncTurnHandle | AsyncCompactionHandle | None = None
        self._task: asyncio.Task[None] | None = None
        """Shows the turn."""
        self._later: list[str] = []
        """Messages for the turn after the one that runs, which the runtime did not add to it."""
        self._interrupting: asyncio.Task[None] | None = None
        self._leaving = False
        """Whether the next Ctrl-C exits."""
        self._ended: asyncio.Future[ExitCode] = asyncio.get_running_loop().create_future()
        """The end of the chat by Ctrl-C, or by an unexpected exception of a task."""
        self._failure = ExitCode.OK
        """Exit code of the first line that failed."""
        self._slash = SlashCommands(self)

    @property
    def is_busy(self) -> bool:
        """Whether a turn is running."""
        return self._task is not None and not self._task.done()

    @property
    def is_idle(self) -> bool:
        """Whether no turn is running, and all lines are processed."""
        return not self.is_busy and self._command is None and self._inbox.empty()

    async def run(self, lines: LineSource) -> ExitCode:
        """Read lines until the end of the input, `/quit` or the second Ctrl-C.

        Args:
            lines: The lines.

        Returns:
            The exit code. If the chat is not interactive, that of the first line that failed.
        """
        self._lines = lines
        self.console.on_question = lines.refresh
        worker = self._create_task(self._work())
        try:
            while not self._ended.done():
                reading = asyncio.ensure_future(lines.read())
                try:
                    ends: list[asyncio.Future[Any]] = [self._ended, reading]
                    await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
                finally:
                    await _cancel(reading)
                if self._ended.done():
                    break
                try:
                    line = reading.result()
                except EOFError:
                    break
                except LineInterruptedError:
                    self.interrupt()
                    continue
                self._leaving = False
                if self.console.answer(line):
                    continue
                if line.strip() in ("/quit", "/exit"):
                    break
                if lines.concurrent:
                    self._inbox.put_nowait(line)
                else:
                    await self._process(line)
                    if self._task is not None:
                        await asyncio.wait([self._task])
            if self._ended.done():
                return self._ended.result()
            return ExitCode.OK if lines.concurrent else self._failure
        finally:
            await _cancel(worker, self._command, self._task, self._interrupting)

    def start(self, turn: AsyncTurnHandle | AsyncCompactionHandle, completed: str | None = None) -> None:
        """Show a turn in the background.

        Args:
            turn: The turn.
            completed: Text to print if the turn is completed; None prints none.
        """
        self._turn = turn
        self._task = self._create_task(self._follow(turn, completed))

    def interrupt(self) -> None:
        """Interrupt the turn, and the processing of a line; the second time, exit."""
        if self._ended.done():
            return
        if self._leaving:
            self._ended.set_result(ExitCode.INTERRUPTED)
            return
        self._leaving = True
        while not self._inbox.empty():
            self.show(f"Not sent: {self._inbox.get_nowait()}", "yellow")
        if self._command is not None:
            self._command.cancel()
        if self.is_busy and self._turn is not None:
            self._interrupting = self._create_task(self._interrupt(self._turn))
        if self.is_idle:
            self.show("Press Ctrl-C again, or Ctrl-D, to exit.", "dim")
        elif self.is_busy:
            self.show("Interrupting the turn. Press Ctrl-C again to exit.", "dim")
        self._refresh()

    def show(self, text: str, style: str = "") -> None:
        """Print a text."""
        self.console.print(styled(text, style))

    def show_error(self, error: CodexError) -> None:
        """Print the message and the remedy of an error."""
        failure = describe(error)
        self._failure = self._failure or failure.code
        self.show(failure.message, "red")
        if failure.remedy is not None:
            self.show(f"To solve this: {failure.remedy}")

    def reject(self, text: str) -> None:
        """Print the problem of an invalid slash command."""
        self._failure = self._failure or ExitCode.USAGE
        self.show(text, "red")

    def _create_task(self, coroutine: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Start a task, whose unexpected exception ends the chat."""

        def on_done(task: asyncio.Task[None]) -> None:
            error = None if task.cancelled() else task.exception()
            if error is not None and not self._ended.done():
                self._ended.set_exception(error)

        task = asyncio.create_task(coroutine)
        task.add_done_callback(on_done)
        return task

    async def _work(self) -> None:
        """Process lines. Ctrl-C cancels the processing of one line."""
        while True:
            line = await self._inbox.get()
            command = self._command = asyncio.ensure_future(self._process(line))
            await asyncio.wait([command])
            self._command = None
            if command.cancelled():
                self.show("Cancelled.", "yellow")
            else:
                command.result()
            self._refresh()

    async def _process(self, line: str) -> None:
        text = line.strip()
        try:
            if text.startswith("/"):
                await self._slash.run(text)
            elif text:
                await self._send(text)
        except CodexError as error:
            self.show_error(error)

    async def _send(self, text: str) -> None:
        items: list[InputItem] = [TextInput(text), *(LocalImageInput(image) for image in self.images)]
        if self.is_busy and await self._steer(items):
            self.images.clear()
            self.show(f"> {text}", "bold")
        elif self.is_busy:
            self._later.append(text)
            self.show(f"After this turn: {text}", "dim")
        else:
            turn = await self.thread.turn(items)
            self.images.clear()
            self.start(turn)

    async def _steer(self, items: list[InputItem]) -> bool:
        """Add input to the turn; return False if it has ended, or is a review or a compaction."""
        steer = getattr(self._turn, "steer", None)
        if steer is None:
            return False
        try:
            await steer(items)
        except InvalidRequestError:
            return False
        return True

    async def _follow(self, turn: AsyncTurnHandle | AsyncCompactionHandle, completed: str | None) -> None:
        """Show the events of a turn until it ends."""
        result: TurnResult | None = None
        try:
            with self._progress:
                async for event in turn.stream():
                    self._progress.show(event)
            result = await turn.run()
        except TurnFailedError as error:
            result = error.result
            self.show_error(error)
        except CodexError as error:
            self.show_error(error)
        status = None if result is None else result.status.value
        if result is not None:
            if result.usage is not None:
                self.tokens += result.usage.turn.total_tokens
            if status == "interrupted":
                self.show("Interrupted.", "yellow")
            elif status == "completed" and completed is not None:
                self.show(completed, "dim")
            self._progress.summary(result)
        self._task = None
        self._process_later(send=status == "completed")
        self._refresh()

    def _process_later(self, *, send: bool) -> None:
        """Process the messages for the next turn.

        Args:
            send: Whether to send them, because the turn before was completed.
        """
        messages, self._later = self._later, []
        for text in messages:
            if send:
                self._inbox.put_nowait(text)
            else:
                self.show(f"Not sent: {text}", "yellow")

    async def _interrupt(self, turn: AsyncTurnHandle | AsyncCompactionHandle) -> None:
        try:
            await turn.interrupt()
        except InvalidRequestError:
            # The turn has ended.
            pass
        except CodexError as error:
            self.show_error(error)

    def _refresh(self) -> None:
        if self._lines is not None:
            self._lines.refresh()


async def _cancel(*tasks: asyncio.Future[Any] | None) -> None:
    """Cancel tasks that have not ended, and wait for their end."""
    running = [task for task in tasks if task is not None and not task.done()]
    for task in running:
        task.cancel()
    await asyncio.gather(*running, return_exceptions=True)
