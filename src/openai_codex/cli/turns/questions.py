"""Handlers that ask the person at the terminal."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from openai_codex._handlers.approvals import Approval
from openai_codex._handlers.user_input import Elicitation, Permissions
from openai_codex._json_types import is_object
from openai_codex.cli.output import styled

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from rich.console import Console

    from openai_codex import ApprovalRequest, ElicitationRequest, PermissionsRequest, UserInputRequest
    from openai_codex._handlers.options import HandlerOptions

T = TypeVar("T")


class Asker(Protocol):
    """Asks a question of a handler."""

    def ask(self, ask: Callable[[], T], default: T) -> T:
        """Ask a question, and return the answer, or the default if the turn ends before."""
        ...


class Pausable(Protocol):
    """Output that is paused while a question is open."""

    def pause(self) -> None:
        """Pause the output."""

    def resume(self) -> None:
        """Continue the output."""


class TerminalQuestions:
    """Ask for approvals, permissions and answers.

    Args:
        console: Shows the questions, usually on stderr.
        loop: Asks one question at a time, in the thread that may read from the terminal.
        progress: Is paused while a question is open.
    """

    def __init__(self, console: Console, loop: Asker, progress: Pausable) -> None:
        from openai_codex.policies.terminal import ask_in_terminal

        self._console = console
        self._loop = loop
        self._progress = progress
        self._ask_approval = ask_in_terminal(console=console)

    def handlers(self) -> HandlerOptions:
        """Return the handlers, for a thread or a client."""
        return {
            "on_approval": self._approval,
            "on_permissions": self._permissions,
            "on_elicitation": self._elicitation,
            "on_user_input": self._user_input,
        }

    def _approval(self, request: ApprovalRequest) -> Approval:
        def ask() -> Approval:
            answer: Any = self._ask_approval(request)
            return Approval.decline() if answer is None else answer

        return self._loop.ask(self._paused(ask), Approval.decline())

    def _permissions(self, request: PermissionsRequest) -> Permissions:
        def ask() -> Permissions:
            self._show("Grant these permissions?", "bold")
            self._show(json.dumps(request.permissions.model_dump(mode="json", exclude_none=True)))
            self._show(f"in {request.params.cwd}")
            if request.reason:
                self._show(f"reason: {request.reason}")
            return Permissions.grant() if self._confirm() else Permissions.decline()

        return self._loop.ask(self._paused(ask), Permissions.decline())

    def _elicitation(self, request: ElicitationRequest) -> Elicitation:
        def ask() -> Elicitation:
            self._show(f"The MCP server {request.server_name} asks:", "bold")
            self._show(request.message)
            url = getattr(request.params, "url", None)
            if url is not None:
                self._show(f"Open {url}")
            content = {name: self._value(name, details) for name, details in _properties(request).items()}
            if not content and not self._confirm():
                return Elicitation.decline()
            return Elicitation.accept(content)

        return self._loop.ask(self._paused(ask), Elicitation.decline())

    def _value(self, name: str, details: object) -> object:
        """Read a value of a form. Values of other types than text are JSON."""
        kind = details.get("type") if is_object(details) else None
        text = self._read(f"{name}: ")
        if kind in (None, "string"):
            return text
        try:
            return json.loads(text)
        except ValueError:
            # The MCP server validates the value.
            return text

    def _user_input(self, request: UserInputRequest) -> dict[str, str]:
        def ask() -> dict[str, str]:
            answers: dict[str, str] = {}
            for question in request.questions:
                self._show(question.question, "bold")
                options = list(question.options or ())
                for number, option in enumerate(options, 1):
                    self._show(f"  {number}  {option.label}: {option.description}")
                answer = self._read("Answer (number or text, empty: none)? " if options else "Answer (empty: none)? ")
                if answer.isdecimal() and 1 <= int(answer) <= len(options):
                    answer = options[int(answer) - 1].label
                if answer:
                    answers[question.id] = answer
            return answers

        return self._loop.ask(self._paused(ask), {})

    def _paused(self, ask: Callable[[], Any]) -> Callable[[], Any]:
        def call() -> Any:
            self._progress.pause()
            try:
                return ask()
            finally:
                self._progress.resume()

        return call

    def _show(self, text: str, style: str = "") -> None:
        self._console.print(styled(text, style))

    def _confirm(self) -> bool:
        return self._read("Answer (y/n, empty: n)? ").lower() == "y"

    def _read(self, prompt: str) -> str:
        """Read a line. The end of the input is an empty answer."""
        try:
            return self._console.input(styled(prompt)).strip()
        except EOFError:
            return ""


def _properties(request: ElicitationRequest) -> Mapping[str, object]:
    """Return the fields of a form: name -> JSON schema."""
    schema = request.requested_schema
    properties = schema.get("properties") if is_object(schema) else None
    return properties if is_object(properties) else {}
