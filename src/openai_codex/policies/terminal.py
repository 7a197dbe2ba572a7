"""A rule that asks the person at the terminal."""

from __future__ import annotations

import json
import shlex
import threading
from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol

from openai_codex._handlers.approvals import Approval, CommandApprovalRequest, FileChangeApprovalRequest
from openai_codex._handlers.mcp_approvals import McpToolApprovalRequest
from openai_codex.errors import CodexError
from openai_codex.policies.rules import DECLINE, NamedRule
from openai_codex.policies.visible_text import escape

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from openai_codex._handlers.approvals import ApprovalRequest


class Console(Protocol):
    """The members of `rich.console.Console` that are used."""

    @property
    def width(self) -> int:
        """Columns of the terminal."""
        ...

    @property
    def height(self) -> int:
        """Lines of the terminal."""
        ...

    @property
    def is_terminal(self) -> bool:
        """Whether the output is a terminal."""
        ...

    def print(self, *objects: Any, **options: Any) -> None:
        """Print objects."""

    def input(self, prompt: Any = "") -> str:
        """Print a prompt and read a line."""
        ...


class MissingExtraError(CodexError, ImportError):
    """An optional package is missing.

    The message contains the command that installs it.
    """


_MIN_WIDTH = 20
_MAX_ANSWER = 100
_MAX_PAGE_QUESTION = 38
_CONTINUED = "  "

# Concurrent questions would read each other's answers.
_terminal_lock = threading.Lock()


def ask_in_terminal(*, console: Console | None = None, read: Callable[[], str] | None = None) -> NamedRule[Approval]:
    r"""Return a handler that asks the person at the terminal.

    As the last rule of a policy it decides on every remaining request. It shows the command or the changes, the working
    directory, the reason and the available decisions, one request at a time. An empty answer or the end of the input
    declines; an unknown answer repeats the question.

    The handler guarantees that the person can see each character of the request before the question. Control,
    bidirectional, zero-width, combining and blank characters, other than the space, are shown as escape sequences
    (`\u200b`). The lines of a text with several lines are numbered. A request with more lines than the terminal is
    shown in pages, and each page must be confirmed.

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
        rich_text: Any = import_module("rich.text").Text
    except ImportError:
        raise MissingExtraError(
            "ask_in_terminal: missing package rich; run pip install 'openai-codex-client[cli]'"
        ) from None

    def show(lines: Sequence[tuple[str, str]]) -> None:
        for line, style in lines:
            # As `Text`, which is never parsed as markup, because the model writes it.
            output.print(rich_text(line, style=style), no_wrap=True, overflow="ignore", crop=False, soft_wrap=True)

    def read_answer(prompt: str) -> str:
        """Raise `EOFError` at the end of the input."""
        if read is None:
            return output.input(rich_text(prompt)).strip().lower()
        output.print(rich_text(prompt))
        return read().strip().lower()

    def show_pages(lines: Sequence[tuple[str, str]], size: int) -> bool:
        """Show all lines; return False if the person declined before the end."""
        end = size
        while end < len(lines):
            show(lines[end - size : end])
            answer = read_answer(f"Line {end}/{len(lines)} (empty: more, n: no)? ")
            if answer == "n":
                return False
            # Another answer shows the page again.
            end += 0 if answer else size
        show(lines[end - size :])
        return True

    def ask(request: ApprovalRequest) -> Approval:
        choices = _choices(request)
        with _terminal_lock:
            width = max(output.width - 1, _MIN_WIDTH)
            lines = [
                (piece, style)
                for prefix, line, style in _describe(request, choices)
                for piece in _split(prefix, line, width)
            ]
            question = f"Your decision ({'/'.join(choices)}, empty: n)? "
            # Without the lines of the question, and the line break after the answer.
            size = output.height - 2 - max(len(question), _MAX_PAGE_QUESTION) // width
            size = max(size, 1) if output.is_terminal else len(lines)
            try:
                if not show_pages(lines, size):
                    return DECLINE
                while True:
                    answer = read_answer(question)
                    choice = choices.get(answer or "n")
                    if choice is not None:
                        return choice[1]
                    shown = escape(answer[:_MAX_ANSWER])
                    show([(f"Unknown answer {shown!r}; expected one of {', '.join(choices)}.", "")])
            except EOFError:
                return DECLINE

    return NamedRule("ask_in_terminal()", ask)


def _split(prefix: str, line: str, width: int) -> list[str]:
    """Split a line into pieces of at most `width` columns, with a prefix. This keeps all blanks."""
    pieces = [prefix]
    free = width - len(prefix)
    for character in line:
        # Terminals disagree about the width of other characters, which is at most two columns.
        columns = 1 if character.isascii() else 2
        if free < columns:
            pieces.append(prefix + _CONTINUED)
            free = width - len(pieces[-1])
        pieces[-1] += character
        free -= columns
    return pieces


def _describe(request: ApprovalRequest, choices: dict[str, tuple[str, Approval]]) -> list[tuple[str, str, str]]:
    """Return the lines that describe a request and the possible answers: prefix, text and style.

    The text of the request has a prefix of its own, so that it cannot imitate the question.
    """
    lines: list[tuple[str, str]] = []
    title = "Approve this request?"
    if isinstance(request, CommandApprovalRequest):
        title = "Run this command?"
        # Requests in the older format have neither.
        network: Any = getattr(request.params, "network_approval_context", None)
        kind: Any = getattr(request.params, "kind", None)
        if network is not None:
            title = "Allow this connection?"
            lines.append((f"{network.protocol.value}://{network.host}", "bold"))
        elif kind is not None and kind != "command":
            title = f"Allow this ({escape(kind.value)})?"
        lines += _numbered(request.command, "bold")
        permissions: Any = getattr(request.params, "additional_permissions", None)
        if permissions is not None:
            details = permissions.model_dump_json(by_alias=True, exclude_unset=True)
            lines.append((f"with additional permissions: {details}", "bold red"))
        lines.append((f"in {request.cwd}", ""))
    elif isinstance(request, McpToolApprovalRequest):
        title = "Call this MCP tool?"
        lines.append((f"{request.tool_name} of the server {request.server_name}", "bold"))
        lines.append((f"arguments: {json.dumps(request.arguments, ensure_ascii=False)}", "bold"))
        lines.append((request.message, ""))
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
    return [
        ("", title, "bold"),
        *(("| ", escape(line), style) for line, style in lines),
        *(("", f"  {key}  {text}", "") for key, (text, _) in choices.items()),
    ]


def _numbered(text: str, style: str) -> list[tuple[str, str]]:
    """Return the lines of a text, with numbers if there are several, because long lines are split."""
    lines = text.split("\n")
    if len(lines) == 1:
        return [(lines[0], style)]
    digits = len(str(len(lines)))
    return [(f"{number:>{digits}}: {line}", style) for number, line in enumerate(lines, 1)]


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
                words = escape(shlex.join(amendment_words))
                text = f"yes, and never ask again for commands that start with: {words}"
                choices["a"] = (text, Approval.accept_with_execpolicy_amendment(amendment_words))
        elif decision == "apply_network_policy_amendment" and isinstance(request, CommandApprovalRequest):
            for number, amendment in enumerate(request.proposed_network_policy_amendments, 1):
                text = f"always {escape(amendment.action.value)} {escape(amendment.host)}"
                choices[str(number)] = (text, Approval.apply_network_policy_amendment(amendment))
        elif decision == "cancel":
            choices["c"] = ("no, and stop the turn", Approval.cancel())
    choices["n"] = ("no", Approval.decline())
    return choices
