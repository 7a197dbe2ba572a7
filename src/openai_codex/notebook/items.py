"""The views of the items of a turn, from their form on the wire."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

from openai_codex._json_types import is_object
from openai_codex._redaction import redacted
from openai_codex.notebook.views import Block, View

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    Item = Mapping[str, Any]


def item_view(item: object) -> View:
    """Return the view of an item, which may be malformed or of an unknown type."""
    if not is_object(item):
        return View("Item", "invalid", blocks=[Block(_json(item))])
    kind = str(item.get("type"))
    view = _VIEWS.get(kind, _other)(item)
    status = item.get("status")
    if not view.badge and isinstance(status, str):
        view.badge = status
    return view


def _message(title: str) -> Callable[[Item], View]:
    def view(item: Item) -> View:
        return View(title, blocks=[Block(_text(item.get("text")), is_prose=True)], is_open=True)

    return view


def _user(item: Item) -> View:
    parts = [str(part.get("text") or part.get("path") or part.get("type")) for part in _objects(item.get("content"))]
    return View("User", blocks=[Block("\n".join(parts), is_prose=True)])


def _reasoning(item: Item) -> View:
    parts = [*_strings(item.get("summary")), *_strings(item.get("content"))]
    return View("Reasoning", blocks=[Block("\n\n".join(parts), is_prose=True)] if parts else [])


def _command(item: Item) -> View:
    command, code = _text(item.get("command")), item.get("exitCode")
    badge = _text(item.get("status")) + (f", exit code {code}" if isinstance(code, int) else "")
    output = _text(item.get("aggregatedOutput"))
    blocks = [Block(f"$ {command}"), *([Block(output)] if output else [])]
    return View(f"Command: {command}", badge, blocks=blocks)


def _files(item: Item) -> View:
    changes = list(_objects(item.get("changes")))
    blocks = [Block(_text(change.get("diff")), _text(change.get("path"))) for change in changes]
    return View("File change: " + ", ".join(_text(change.get("path")) for change in changes), blocks=blocks)


def _tool(item: Item) -> View:
    place = item.get("server") or item.get("namespace")
    name = f"{place}.{item.get('tool')}" if place else str(item.get("tool"))
    blocks = [Block(_json(item.get("arguments")), "arguments")]
    texts = [str(part["text"]) for part in _objects(item.get("contentItems")) if "text" in part]
    result = "\n".join(texts) or _json(item.get("result")) or _json(item.get("error"))
    return View(f"Tool: {name}", blocks=blocks + ([Block(result, "result")] if result else []))


def _agent(item: Item) -> View:
    prompt = _text(item.get("prompt"))
    return View(f"Sub-agent: {item.get('tool')}", blocks=[Block(prompt, is_prose=True)] if prompt else [])


def _fact(title: str, field: str) -> Callable[[Item], View]:
    def view(item: Item) -> View:
        return View(f"{title}: {_text(item.get(field))}")

    return view


def _other(item: Item) -> View:
    rest = {key: value for key, value in item.items() if key not in ("type", "id")}
    return View(str(item.get("type")), blocks=[Block(_json(rest))] if rest else [])


_VIEWS: dict[str, Callable[[Item], View]] = {
    "agentMessage": _message("Agent"),
    "collabAgentToolCall": _agent,
    "commandExecution": _command,
    "dynamicToolCall": _tool,
    "fileChange": _files,
    "imageView": _fact("Image", "path"),
    "mcpToolCall": _tool,
    "plan": _message("Plan"),
    "reasoning": _reasoning,
    "userMessage": _user,
    "webSearch": _fact("Web search", "query"),
}


def _objects(value: object) -> Iterator[Item]:
    for each in cast("list[object]", value) if isinstance(value, list) else []:
        if is_object(each):
            yield each


def _strings(value: object) -> Iterator[str]:
    for each in cast("list[object]", value) if isinstance(value, list) else []:
        if isinstance(each, str):
            yield each


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _json(value: object) -> str:
    return "" if value is None else json.dumps(redacted(value), ensure_ascii=False, indent=2, default=str)
