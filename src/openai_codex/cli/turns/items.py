"""Items of a thread as lines for a terminal."""

from __future__ import annotations

import json
import shlex
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

MAX_OUTPUT = 12
"""Lines of the output of a command that are shown."""

MAX_DIFF = 60
"""Lines of a change that are shown."""

MAX_ARGUMENTS = 200
"""Characters of the arguments of a tool that are shown."""

Line = tuple[str, str]
"""Text and style."""

_SHELLS = ("bash", "sh", "zsh")


def item_lines(item: Mapping[str, Any], root: str | None = None) -> list[Line]:
    """Return the lines that show a completed item.

    Args:
        item: The item in wire form. An unknown type is shown by its name.
        root: Working directory, to which paths are shown relative; None shows them as they are.

    Returns:
        The lines; empty for items that repeat the input. They may contain control characters.
    """
    if item.get("type") == "fileChange":
        return _file_change(item, root)
    show = _ITEMS.get(item.get("type", ""))
    return [(f"({item.get('type')})", "dim")] if show is None else show(item)


def command_text(command: str) -> str:
    """Return the script of a command line such as `/bin/bash -lc 'make test'`."""
    try:
        words = shlex.split(command)
    except ValueError:
        return command
    is_script = len(words) == 3 and words[0].rpartition("/")[2] in _SHELLS and words[1] in ("-c", "-lc")
    return words[2] if is_script else command


def _none(item: Mapping[str, Any]) -> list[Line]:
    return []


def _user_message(item: Mapping[str, Any]) -> list[Line]:
    texts = [part.get("text") or f"({part.get('type')})" for part in item.get("content", ())]
    return [(f"> {line}", "bold") for text in texts for line in text.split("\n")]


def _message(item: Mapping[str, Any]) -> list[Line]:
    return [(item.get("text", ""), "")]


def _reasoning(item: Mapping[str, Any]) -> list[Line]:
    return [(text, "dim italic") for text in item.get("summary", ()) or item.get("content", ())]


def _command(item: Mapping[str, Any]) -> list[Line]:
    lines: list[Line] = [(f"$ {command_text(item.get('command', ''))}", "bold")]
    output = (item.get("aggregatedOutput") or "").rstrip()
    shown = output.splitlines()
    if len(shown) > MAX_OUTPUT:
        lines.append((f"  ... {len(shown) - MAX_OUTPUT} more lines", "dim"))
    lines += [(f"  {line}", "dim") for line in shown[-MAX_OUTPUT:]]
    status = item.get("status")
    if status == "declined":
        lines.append(("  declined", "yellow"))
    elif item.get("exitCode") not in (0, None):
        lines.append((f"  exit code {item['exitCode']}", "red"))
    elif status == "failed":
        lines.append(("  failed", "red"))
    return lines


def _file_change(item: Mapping[str, Any], root: str | None) -> list[Line]:
    lines: list[Line] = []
    for change in item.get("changes", ()):
        kind: Mapping[str, Any] = change.get("kind") or {}
        moved = kind.get("move_path")
        target = "" if moved is None else f" -> {_relative(moved, root)}"
        path = _relative(change.get("path", ""), root)
        lines.append((f"{kind.get('type', 'change')} {path}{target}", "bold"))
        diff = change.get("diff", "").rstrip("\n").split("\n")
        if kind.get("type") in ("add", "delete"):
            sign = "+" if kind["type"] == "add" else "-"
            diff = [f"{sign}{line}" for line in diff]
        lines += [(f"  {line}", _diff_style(line)) for line in diff[:MAX_DIFF]]
        if len(diff) > MAX_DIFF:
            lines.append((f"  ... {len(diff) - MAX_DIFF} more lines", "dim"))
    if item.get("status") in ("failed", "declined"):
        lines.append((f"  {item['status']}", "red"))
    return lines


def _relative(path: str, root: str | None) -> str:
    """Return a path relative to the root, if it is inside."""
    if root is None:
        return path
    inside = path.startswith(root.rstrip("/\\")) and path[len(root.rstrip("/\\")) :][:1] in ("/", "\\")
    return path[len(root.rstrip("/\\")) + 1 :] if inside else path


def _diff_style(line: str) -> str:
    return {"+": "green", "-": "red", "@": "cyan"}.get(line[:1], "dim")


def _tool(item: Mapping[str, Any]) -> list[Line]:
    owner = item.get("server") or item.get("namespace")
    name = item.get("tool", "") if owner is None else f"{owner}.{item.get('tool')}"
    arguments = json.dumps(item.get("arguments"), ensure_ascii=False)
    if len(arguments) > MAX_ARGUMENTS:
        arguments = f"{arguments[: MAX_ARGUMENTS - 3]}..."
    lines: list[Line] = [(f"{name}({arguments})", "bold")]
    error = item.get("error")
    if error is not None:
        lines.append((f"  {error.get('message')}", "red"))
    elif item.get("status") == "failed":
        lines.append(("  failed", "red"))
    return lines


def _agents(item: Mapping[str, Any]) -> list[Line]:
    count = len(item.get("receiverThreadIds", ()))
    return [(f"{item.get('tool')}: {count} sub-agent{'' if count == 1 else 's'}", "bold")]


def _web_search(item: Mapping[str, Any]) -> list[Line]:
    return [(f"web search: {item.get('query') or ''}", "bold")]


def _path(item: Mapping[str, Any]) -> list[Line]:
    return [(f"view image {item.get('path')}", "bold")]


def _review(item: Mapping[str, Any]) -> list[Line]:
    return [(item.get("review", ""), "")]


_ITEMS: dict[str, Callable[[Mapping[str, Any]], list[Line]]] = {
    "userMessage": _none,
    "agentMessage": _message,
    "reasoning": _reasoning,
    "commandExecution": _command,
    "mcpToolCall": _tool,
    "dynamicToolCall": _tool,
    "collabAgentToolCall": _agents,
    "webSearch": _web_search,
    "imageView": _path,
    "enteredReviewMode": _none,
    "exitedReviewMode": _review,
    "contextCompaction": lambda item: [("(context compacted)", "dim")],
}


def history_lines(item: Mapping[str, Any], root: str | None = None) -> list[Line]:
    """Return the lines that show a stored item, with the messages of the user; see `item_lines`."""
    return _user_message(item) if item.get("type") == "userMessage" else item_lines(item, root)
