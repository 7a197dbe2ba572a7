"""`Chat`: the turns of a conversation."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, Any

from openai_codex._requests.input_items import LocalImageInput, TextInput
from openai_codex._results.errors import TurnFailedError
from openai_codex.cli.chat.slash import SlashCommands
from openai_codex.cli.exit_codes import ExitCode
from openai_codex.cli.guard import describe
from openai_codex.cli.output import styled
from openai_codex.errors import CodexError, InvalidRequestError

if TYPE_CHECKING:
    from pathlib import Path

    from openai_codex import AsyncCodex, AsyncThread, AsyncTurnHandle, InputItem, TurnResult
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
        self._turn: AsyncTurnHandle | None = None
        self._task: asyncio.Task[None] | None = None
        self._leaving = False
        """Whether the next Ctrl-C exits."""
        self._slash = SlashCommands(self)

    @property
    def is_busy(self) -> bool:
        """Whether a turn is running."""
        return self._task is not None and not self._task.done()

    async def run(self, lines: LineSource) -> ExitCode:
        """Read lines until the end of the input, `/quit` or the second Ctrl-C."""
        try:
            while True:
                try:
                    line = await lines.read()
                except EOFError:
                    return ExitCode.OK
                except KeyboardInterrupt:
                    if self._leaving:
                        return ExitCode.INTERRUPTED
                    self._leaving = True
                    await self._interrupt()
                    continue
                self._leaving = False
                try:
                    if not await self._process(line):
                        return ExitCode.OK
                except CodexError as error:
                    self.show_error(error)
                if not lines.concurrent:
                    await self.wait()
        finally:
            await self._stop()

    async def start(self, turn: AsyncTurnHandle) -> None:
        """Show a turn in the background."""
        self._turn = turn
        self._task = asyncio.create_task(self._follow(turn))

    async def wait(self) -> None:
        """Wait for the end of the turn."""
        if self._task is not None:
            await self._task

    def show(self, text: str, style: str = "") -> None:
        """Print a text."""
        self.console.print(styled(text, style))

    def show_error(self, error: CodexError) -> None:
        """Print the message and the remedy of an error."""
        failure = describe(error)
        self.show(failure.message, "red")
        if failure.remedy is not None:
            self.show(f"To solve this: {failure.remedy}")

    async def _process(self, line: str) -> bool:
        """Process a line; return False if the chat ends."""
        if self.console.answer(line):
            return True
        text = line.strip()
        if text.startswith("/"):
            return await self._slash.run(text)
        if text:
            await self._send(text)
        return True

    async def _send(self, text: str) -> None:
        items: list[InputItem] = [TextInput(text), *(LocalImageInput(image) for image in self.images)]
        if self.is_busy and self._turn is not None:
            try:
                await self._turn.steer(items)
            except InvalidRequestError:
                # The turn has ended meanwhile.
                await self.wait()
            else:
                self.images.clear()
                self.show(f"> {text}", "bold")
                return
        turn = await self.thread.turn(items)
        self.images.clear()
        await self.start(turn)

    async def _follow(self, turn: AsyncTurnHandle) -> None:
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
        finally:
            self.console.cancel_questions()
        if result is not None:
            if result.usage is not None:
                self.tokens += result.usage.turn.total_tokens
            if result.status.value == "interrupted":
                self.show("Interrupted.", "yellow")
            self._progress.summary(result)

    async def _interrupt(self) -> None:
        """Interrupt the turn; without a turn, announce that the next Ctrl-C exits."""
        if not self.is_busy or self._turn is None:
            self.show("Press Ctrl-C again, or Ctrl-D, to exit.", "dim")
            return
        self.show("Interrupting the turn. Press Ctrl-C again to exit.", "dim")
        with contextlib.suppress(InvalidRequestError):
            await self._turn.interrupt()

    async def _stop(self) -> None:
        """Interrupt the turn at the end of the chat."""
        self.console.cancel_questions()
        if self._task is not None and not self._task.done():
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
