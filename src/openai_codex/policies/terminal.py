"""A rule that asks the person at the terminal."""

from __future__ import annotations

import shlex
import threading
import unicodedata
from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol

from openai_codex._handlers.approvals import Approval, CommandApprovalRequest, FileChangeApprovalRequest
from openai_codex.errors import CodexError
from openai_codex.policies.rules import DECLINE, NamedRule

if TYPE_CHECKING:
    from collections.abc import Callable

    from openai_codex._handlers.approvals import ApprovalRequest


class Console(Protocol):
    """The methods of `rich.console.Console` that are used."""

    def print(self, *objects: Any) -> None:
        """Print objects."""

    def input(self, prompt: Any = "") -> str:
        """Print a prompt and read a line."""
        ...


class MissingExtraError(CodexError, ImportError):
    """An optional package is missing.

    The message contains the command that installs it.
    """


# Concurrent questions would read each other's answers.
_terminal_lock = threading.Lock()


def ask_in_terminal(*, console: Console | None = None, read: Callable[[], str] | None = None) -> NamedRule[Approval]:
    """Return a handler that asks the person at the terminal.

    As the last rule of a policy it decides on every remaining request. It shows the command or the changes, the working
    directory, the reason and the available decisions, one request at a time. An empty answer or the end of the input
    declines; an unknown answer repeats the question. Control characters and invisible characters are shown as escape
    sequences.

    The handler blocks its thread. As `on_approval` this is a handler thread. Reading a line is not interruptible: if a
    request is resolved elsewhere, its question stays until the person answers.

    Args:
        console: A `rich.console.Console`; None uses one on standard output.
        read: Returns a line of input; None uses `console.input`.

    Returns:
        The handler, for `on_approval` or as the last rule of a `Policy`.

    Raises:
        MissingExtraError: rich is not installed.
    """
    try:
        output = console if console is not None else import_module("rich.console").Console()
        rich = _Rich()
    except ImportError:
        raise MissingExtraError(
            "ask_in_terminal: missing package rich; run pip install 'openai-codex-client[cli]'"
        ) from None

    def ask(request: ApprovalRequest) -> Approval:
        with _terminal_lock:
            output.print(rich.panel(request))
            choices = _choices(request)
            for key, (text, _) in choices.items():
                output.print(rich.text(f"  {key}  {text}"))
            while True:
                prompt = rich.text(f"Your decision ({'/'.join(choices)}, empty: n)? ")
                try:
                    if read is None:
                        answer = output.input(prompt)
                    else:
                        output.print(prompt)
                        answer = read()
                except EOFError:
                    return DECLINE
                choice = choices.get(answer.strip().lower() or "n")
                if choice is not None:
                    return choice[1]
                output.print(rich.text(f"Unknown answer {visible(answer)!r}; expected one of {', '.join(choices)}."))

    return NamedRule("ask_in_terminal()", ask)


class _Rich:
    """The classes of rich that are used.

    Text is never parsed as markup, because the model writes it.
    """

    def __init__(self) -> None:
        self._text: Any = import_module("rich.text").Text
        self._panel: Any = import_module("rich.panel").Panel
        self._group: Any = import_module("rich.console").Group

    def text(self, text: str, style: str = "") -> Any:
        return self._text(text, style=style)

    def panel(self, request: ApprovalRequest) -> Any:
        title, lines = _describe(request)
        return self._panel(self._group(*(self.text(line, style) for line, style in lines)), title=self.text(title))


def visible(text: str) -> str:
    """Return text with control and format characters escaped, except line breaks and tabs."""
    return "".join(
        character
        if character in "\n\t" or unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
        else character.encode("unicode_escape").decode("ascii")
        for character in text
    )


def _describe(request: ApprovalRequest) -> tuple[str, list[tuple[str, str]]]:
    """Return a title, and lines with their styles."""
    lines: list[tuple[str, str]] = []
    title = "Approve this request?"
    if isinstance(request, CommandApprovalRequest):
        title = "Run this command?"
        network: Any = getattr(request.params, "network_approval_context", None)
        kind: Any = getattr(request.params, "kind", "command")
        if network is not None:
            title = "Allow this connection?"
            protocol = getattr(network.protocol, "value", network.protocol)
            lines.append((f"{protocol}://{network.host}", "bold"))
        elif kind != "command":
            title = f"Allow this ({getattr(kind, 'value', kind)})?"
        lines.append((request.command, "bold"))
        permissions: Any = getattr(request.params, "additional_permissions", None)
        if permissions is not None:
            details = permissions.model_dump_json(by_alias=True, exclude_unset=True)
            lines.append((f"with additional permissions: {details}", "bold red"))
        lines.append((f"in {request.cwd}", "dim"))
    elif isinstance(request, FileChangeApprovalRequest):
        title = "Change these files?"
        if not request.changes:
            lines.append(("The runtime did not list the files.", "bold red"))
        for change in request.changes:
            kind = getattr(change.kind, "type", None)
            target: object = getattr(change.kind, "move_path", None)
            moved = "" if target is None else f" -> {target}"
            lines.append((f"{kind} {change.path}{moved}", "bold"))
            lines += [(line, _diff_style(line)) for line in change.diff.split("\n")]
        if request.grant_root is not None:
            lines.append((f"and allow writing to everything in {request.grant_root} from now on", "bold red"))
    if request.reason:
        lines.append((f"reason: {request.reason}", "italic"))
    return title, [(visible(line), style) for line, style in lines]


def _diff_style(line: str) -> str:
    return {"+": "green", "-": "red", "@": "cyan"}.get(line[:1], "")


def _choices(request: ApprovalRequest) -> dict[str, tuple[str, Approval]]:
    """Return the possible answers: key -> label and decision."""
    choices: dict[str, tuple[str, Approval]] = {}
    for decision in request.available_decisions:
        if decision == "accept":
            choices["y"] = ("yes, this once", Approval.accept())
        elif decision == "accept_for_session":
            choices["s"] = ("yes, and do not ask again for this in the session", Approval.accept_for_session())
        elif decision == "accept_with_execpolicy_amendment" and isinstance(request, CommandApprovalRequest):
            amendment_words = request.proposed_execpolicy_amendment
            if amendment_words:
                words = visible(shlex.join(amendment_words))
                text = f"yes, and never ask again for commands that start with: {words}"
                choices["a"] = (text, Approval.accept_with_execpolicy_amendment(amendment_words))
        elif decision == "apply_network_policy_amendment" and isinstance(request, CommandApprovalRequest):
            for number, amendment in enumerate(request.proposed_network_policy_amendments, 1):
                action = getattr(amendment.action, "value", amendment.action)
                text = f"always {action} {visible(amendment.host)}"
                choices[str(number)] = (text, Approval.apply_network_policy_amendment(amendment))
        elif decision == "cancel":
            choices["c"] = ("no, and stop the turn", Approval.cancel())
    choices["n"] = ("no", Approval.decline())
    return choices
