"""Handlers that ask the person at the terminal."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from openai_codex._handlers.approvals import Approval
from openai_codex._handlers.user_input import Elicitation, Permissions
from openai_codex.cli.output import styled
from openai_codex.cli.turns.asking import QuestionWithdrawnError
from openai_codex.cli.turns.forms import ABSENT, form_fields

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.console import Console

    from openai_codex import ApprovalRequest, ElicitationRequest, PermissionsRequest, UserInputRequest
    from openai_codex._handlers.options import HandlerOptions
    from openai_codex.cli.turns.asking import Asker
    from openai_codex.cli.turns.forms import FormField

T = TypeVar("T")


class Pausable(Protocol):
    """Output that is paused while a question is open."""

    def pause(self) -> None:
        """Pause the output."""

    def resume(self) -> None:
        """Continue the output."""


class TerminalQuestions:
    """Ask for approvals, permissions and answers.

    The handlers are declared async, so that the client cancels them when their request has ended.

    Args:
        console: Shows the questions, usually on stderr.
        asker: Asks one question at a time, in the thread that may read from the terminal.
        progress: Is paused while a question is open.
    """

    def __init__(self, console: Console, asker: Asker, progress: Pausable) -> None:
        from openai_codex.policies.terminal import ask_in_terminal

        self._console = _QuestionConsole(console, asker)
        self._asker = asker
        self._progress = progress
        self._ask_approval = ask_in_terminal(console=self._console)

    def handlers(self) -> HandlerOptions:
        """Return the handlers, for a thread or a client."""
        return {
            "on_approval": self._approval,
            "on_permissions": self._permissions,
            "on_elicitation": self._elicitation,
            "on_user_input": self._user_input,
        }

    async def _approval(self, request: ApprovalRequest) -> Approval:
        def ask() -> Approval:
            answer: Any = self._ask_approval(request)
            return Approval.decline() if answer is None else answer

        return await self._ask(ask)

    async def _permissions(self, request: PermissionsRequest) -> Permissions:
        def ask() -> Permissions:
            self._show("Grant these permissions?", "bold")
            self._show(json.dumps(request.permissions.model_dump(mode="json", exclude_none=True)))
            self._show(f"in {request.params.cwd}")
            if request.reason:
                self._show(f"reason: {request.reason}", "italic")
            try:
                return Permissions.grant() if self._confirm("Answer") else Permissions.decline()
            except EOFError:
                return Permissions.decline()

        return await self._ask(ask)

    async def _elicitation(self, request: ElicitationRequest) -> Elicitation:
        def ask() -> Elicitation:
            self._show(f"The MCP server {request.server_name} asks:", "bold")
            self._show(request.message)
            url = getattr(request.params, "url", None)
            if url is not None:
                self._show(f"Open {url}")
            fields = form_fields(request.requested_schema)
            if fields:
                self._show(f"It requests: {', '.join(field.name for field in fields)}")
            try:
                if not self._confirm("Answer the questions" if fields else "Answer"):
                    return Elicitation.decline()
                values = {field.name: self._value(field) for field in fields}
            except EOFError:
                return Elicitation.cancel()
            return Elicitation.accept({name: value for name, value in values.items() if value is not ABSENT})

        return await self._ask(ask)

    def _value(self, field: FormField) -> Any:
        """Ask for the value of a field until it is valid."""
        for line in field.lines():
            self._show(line)
        while True:
            try:
                return field.value(self._read(field.prompt))
            except ValueError as error:
                self._show(f"{field.name}: {error}", "red")

    async def _user_input(self, request: UserInputRequest) -> dict[str, str]:
        def ask() -> dict[str, str]:
            answers: dict[str, str] = {}
            for question in request.questions:
                self._show(question.question, "bold")
                options = list(question.options or ())
                for number, option in enumerate(options, 1):
                    self._show(f"  {number}  {option.label}: {option.description}")
                try:
                    answer = self._read(
                        "Answer (number or text, empty: none)? " if options else "Answer (empty: none)? "
                    )
                except EOFError:
                    break
                if answer.isdecimal() and 1 <= int(answer) <= len(options):
                    answer = options[int(answer) - 1].label
                if answer:
                    answers[question.id] = answer
            return answers

        return await self._ask(ask)

    async def _ask(self, ask: Callable[[], T]) -> T:
        def call() -> T:
            self._progress.pause()
            try:
                return ask()
            except QuestionWithdrawnError:
                self._show("The question was withdrawn.", "dim")
                raise
            finally:
                self._progress.resume()

        return await self._asker.ask(call)

    def _show(self, text: str, style: str = "") -> None:
        self._console.print(styled(text, style))

    def _confirm(self, question: str) -> bool:
        """Ask until the answer is yes or no. An empty answer is no."""
        while True:
            answer = self._read(f"{question} (y/n, empty: n)? ").lower()
            if answer in ("y", "yes"):
                return True
            if answer in ("", "n", "no"):
                return False
            self._show(f"Unknown answer {answer!r}; expected y or n.")

    def _read(self, prompt: str) -> str:
        return self._console.input(styled(prompt)).strip()


class _QuestionConsole:
    """A console whose input are the lines of an `Asker`."""

    def __init__(self, console: Console, asker: Asker) -> None:
        self._console = console
        self._asker = asker

    @property
    def width(self) -> int:
        """Columns of the terminal."""
        return self._console.width

    @property
    def height(self) -> int:
        """Lines of the terminal."""
        return self._console.height

    @property
    def is_terminal(self) -> bool:
        """Whether the output is a terminal."""
        return self._console.is_terminal

    def print(self, *objects: Any, **options: Any) -> None:
        """Print objects."""
        self._console.print(*objects, **options)

    def input(self, prompt: Any = "") -> str:
        """Print a prompt, and wait for a line."""
        self._console.print(prompt, end=self._asker.prompt_end)
        try:
            return self._asker.read_line()
        except (EOFError, QuestionWithdrawnError):
            if not self._asker.prompt_end:
                # The cursor is behind the prompt.
                self._console.print()
            raise
