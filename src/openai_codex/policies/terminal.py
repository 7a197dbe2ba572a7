"""Asking the person at the terminal."""

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
    """What is used of `rich.console.Console`."""

    def print(self, *objects: Any) -> None:
        """Show something."""

    def input(self, prompt: Any = "") -> str:
        """Ask for a line."""
        ...


class MissingExtraError(CodexError, ImportError):
    """An optional package is not installed. The message says how to get it."""


# Two people at one terminal would answer each other's questions.
_terminal = threading.Lock()


def ask_in_terminal(*, console: Console | None = None, read: Callable[[], str] | None = None) -> NamedRule[Approval]:
    """Return a handler that asks the person at the terminal; as the last rule of a policy it leaves nothing open.

    Shown are the command or the changes, the folder, the reason, and the decisions that are offered; one question at a
    time. An empty answer declines, and so does the end of the input; what is not understood is asked again. Characters
    that a terminal would obey or hide are shown by their codes.

    It waits in the thread that it is called in: as `on_approval` that is one of its own. Nobody can be interrupted who
    thinks about an answer, so a question that was resolved elsewhere stays until it is answered.

    `console` is a `rich.console.Console` (default: one on standard output), `read` returns a line in place of
    `console.input`. Raises `MissingExtraError` if rich is not installed.
    """
    try:
        shown = console if console is not None else import_module("rich.console").Console()
        rich = _Rich()
    except ImportError:
        raise MissingExtraError("ask_in_terminal needs rich: pip install 'openai-codex-client[cli]'") from None

    def ask(request: ApprovalRequest) -> Approval:
        with _terminal:
            shown.print(rich.panel(request))
            choices = _choices(request)
            for key, (text, _) in choices.items():
                shown.print(rich.text(f"  {key}  {text}"))
            while True:
                prompt = rich.text(f"Your decision ({'/'.join(choices)}, empty: n)? ")
                try:
                    if read is None:
                        given = shown.input(prompt)
                    else:
                        shown.print(prompt)
                        given = read()
                except EOFError:
                    return DECLINE
                found = choices.get(given.strip().lower() or "n")
                if found is not None:
                    return found[1]
                shown.print(rich.text(f"{visible(given)!r} is none of {', '.join(choices)}."))

    return NamedRule("ask_in_terminal()", ask)


class _Rich:
    """The parts of rich that are used. Text is never read as markup: it comes from the model."""

    def __init__(self) -> None:
        self._text: Any = import_module("rich.text").Text
        self._panel: Any = import_module("rich.panel").Panel
        self._group: Any = import_module("rich.console").Group

    def text(self, text: str, style: str = "") -> Any:
        return self._text(text, style=style)

    def panel(self, request: ApprovalRequest) -> Any:
        title, lines = _description(request)
        return self._panel(self._group(*(self.text(line, style) for line, style in lines)), title=self.text(title))


def visible(text: str) -> str:
    """Return text as it may be shown: line breaks and tabs stay, other control and format characters become codes."""
    return "".join(
        character
        if character in "\n\t" or unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
        else character.encode("unicode_escape").decode("ascii")
        for character in text
    )


def _description(request: ApprovalRequest) -> tuple[str, list[tuple[str, str]]]:
    """Return a title, and lines with their styles."""
    lines: list[tuple[str, str]] = []
    title = "The runtime asks"
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
            told = permissions.model_dump_json(by_alias=True, exclude_unset=True)
            lines.append((f"with additional permissions: {told}", "bold red"))
        lines.append((f"in {request.cwd}", "dim"))
    elif isinstance(request, FileChangeApprovalRequest):
        title = "Change these files?"
        if not request.changes:
            lines.append(("The runtime does not say which.", "bold red"))
        for change in request.changes:
            kind = getattr(change.kind, "type", None)
            target: object = getattr(change.kind, "move_path", None)
            moved = "" if target is None else f" -> {target}"
            lines.append((f"{kind} {change.path}{moved}", "bold"))
            lines += [(line, _diff_style(line)) for line in change.diff.split("\n")]
        if request.grant_root is not None:
            lines.append((f"and let everything in {request.grant_root} be written from now on", "bold red"))
    if request.reason:
        lines.append((f"because: {request.reason}", "italic"))
    return title, [(visible(line), style) for line, style in lines]


def _diff_style(line: str) -> str:
    return {"+": "green", "-": "red", "@": "cyan"}.get(line[:1], "")


def _choices(request: ApprovalRequest) -> dict[str, tuple[str, Approval]]:
    """Return what may be answered: key -> what it means, and what it decides."""
    choices: dict[str, tuple[str, Approval]] = {}
    for decision in request.available_decisions:
        if decision == "accept":
            choices["y"] = ("yes, this once", Approval.accept())
        elif decision == "accept_for_session":
            choices["s"] = ("yes, and do not ask again for the same in this session", Approval.accept_for_session())
        elif decision == "accept_with_execpolicy_amendment" and isinstance(request, CommandApprovalRequest):
            words = request.proposed_execpolicy_amendment
            if words:
                shown = visible(shlex.join(words))
                text = f"yes, and never ask again for commands that begin with: {shown}"
                choices["a"] = (text, Approval.accept_with_execpolicy_amendment(words))
        elif decision == "apply_network_policy_amendment" and isinstance(request, CommandApprovalRequest):
            for number, amendment in enumerate(request.proposed_network_policy_amendments, 1):
                action = getattr(amendment.action, "value", amendment.action)
                text = f"always {action} {visible(amendment.host)}"
                choices[str(number)] = (text, Approval.apply_network_policy_amendment(amendment))
        elif decision == "cancel":
            choices["c"] = ("no, and stop the turn", Approval.cancel())
    choices["n"] = ("no", Approval.decline())
    return choices
