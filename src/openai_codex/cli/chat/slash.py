"""Slash commands of a chat."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from typer import BadParameter

from openai_codex.cli.thread_ids import resolve_async
from openai_codex.cli.turns.items import history_lines

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from openai_codex.cli.chat.session import Chat

COMMANDS = {
    "/help": "list the commands",
    "/new": "start a new thread",
    "/resume": "ID: continue another thread",
    "/name": "TEXT: name the thread",
    "/model": "NAME: use another model from the next turn on",
    "/image": "FILE: attach an image to the next message",
    "/review": "[TEXT]: review the uncommitted changes, or as instructed",
    "/compact": "replace the history of the thread with a summary",
    "/status": "show the thread and the tokens",
    "/quit": "end the chat",
}
"""Name and description of each command."""

_DURING_TURN = ("/help", "/image", "/name", "/status", "/quit")
"""Commands that need no idle thread."""


class SlashCommands:
    """The commands of a chat."""

    def __init__(self, chat: Chat) -> None:
        self._chat = chat
        self._commands: dict[str, Callable[[str], Awaitable[None]]] = {
            "/help": self._help,
            "/new": self._new,
            "/resume": self._resume,
            "/name": self._name,
            "/model": self._model,
            "/image": self._image,
            "/review": self._review,
            "/compact": self._compact,
            "/status": self._status,
        }

    async def run(self, line: str) -> None:
        """Run a command."""
        name, _, argument = line.partition(" ")
        command = self._commands.get(name)
        if command is None:
            self._chat.reject(f"Unknown command {name}; /help lists the commands.")
        elif self._chat.is_busy and name not in _DURING_TURN:
            self._chat.reject(f"{name} is possible after the turn. Ctrl-C interrupts it.")
        else:
            await command(argument.strip())

    async def _help(self, argument: str) -> None:
        for name, description in COMMANDS.items():
            self._chat.show(f"{name:<9} {description}")
        self._chat.show("A message that is sent while a turn runs steers the turn. Alt-Enter adds a line.", "dim")

    async def _new(self, argument: str) -> None:
        self._chat.thread = await self._chat.codex.thread_start(**self._chat.settings)
        self._chat.show(f"New thread {self._chat.thread.id}", "dim")

    async def _resume(self, argument: str) -> None:
        if not argument:
            self._chat.reject("Expected the id of a thread: /resume ID")
            return
        try:
            thread_id = await resolve_async(self._chat.codex, argument)
        except BadParameter as error:
            self._chat.reject(f"/resume: {error.message}")
            return
        self._chat.thread = await self._chat.codex.thread_resume(thread_id, **self._chat.settings)
        stored = (await self._chat.thread.read(include_turns=True)).thread
        for turn in stored.turns[-3:]:
            for item in turn.items:
                for text, style in history_lines(item.model_dump(mode="json", by_alias=True), stored.cwd):
                    self._chat.show(text, style)

    async def _name(self, argument: str) -> None:
        if not argument:
            self._chat.reject("Expected a name: /name TEXT")
            return
        await self._chat.thread.set_name(argument)

    async def _model(self, argument: str) -> None:
        if not argument:
            for name in await self._models():
                self._chat.show(name)
            return
        await self._chat.codex.rpc.thread_settings_update(thread_id=self._chat.thread.id, model=argument)
        self._chat.settings["model"] = argument
        self._chat.show(f"The model of the next turn is {argument}.", "dim")
        if argument not in await self._models():
            self._chat.show(f"The runtime does not list the model {argument}; /model lists the models.", "yellow")

    async def _models(self) -> list[str]:
        return [model.model for model in (await self._chat.codex.models()).data]

    async def _image(self, argument: str) -> None:
        path = _existing_file(argument)
        if path is None:
            self._chat.reject(f"Expected an image file, got {argument!r}: /image FILE")
            return
        self._chat.images.append(path)
        self._chat.show(f"Attached to the next message: {path}", "dim")

    async def _review(self, argument: str) -> None:
        self._chat.start(await self._chat.thread.start_review(argument or None))

    async def _compact(self, argument: str) -> None:
        self._chat.start(await self._chat.thread.compact(), "Compacted.")

    async def _status(self, argument: str) -> None:
        self._chat.show(f"thread {self._chat.thread.id}, {self._chat.tokens:,} tokens in this chat")


def _existing_file(name: str) -> Path | None:
    path = Path(name).expanduser().absolute()
    return path if path.is_file() else None
