"""Content of spans: messages, arguments and results, with secrets redacted."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

from openai_codex._json_types import is_object
from openai_codex._redaction import redacted, redacted_text

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_CONTENT = 65_536
"""Maximum length of the content of one attribute, in characters."""


def content_text(value: object) -> str:
    """Return a JSON value as redacted text, at most `MAX_CONTENT` characters long."""
    if isinstance(value, str):
        text = redacted_text(value)
    else:
        # Redacted twice: fields by their names, and the text by its patterns.
        text = redacted_text(json.dumps(redacted(value), ensure_ascii=False, default=str))
    return _limited(text)


def input_messages(input: object) -> str:
    """Return the input of a turn in the form of the conventions."""
    items = cast("list[object]", input) if isinstance(input, list) else []
    return _messages("user", (part for item in items if (part := _input_part(item)) is not None))


def output_messages(texts: Iterable[str]) -> str:
    """Return messages of the agent in the form of the conventions."""
    return _messages("assistant", ({"type": "text", "content": text} for text in texts))


def system_instructions(texts: Iterable[str]) -> str:
    """Return instructions in the form of the conventions."""
    return _encoded([_limited_part({"type": "text", "content": redacted_text(text)}) for text in texts])


def _messages(role: str, parts: Iterable[dict[str, Any]]) -> str:
    safe = [{key: redacted_text(value) for key, value in part.items()} for part in parts]
    return _encoded([{"role": role, "parts": [_limited_part(part) for part in safe]}])


def _input_part(item: object) -> dict[str, Any] | None:
    if not is_object(item):
        return None
    kind = str(item.get("type"))
    if kind == "text":
        return {"type": "text", "content": str(item.get("text", ""))}
    # The path or address of an image; the data of an image is not copied.
    place = item.get("path") or item.get("url") or item.get("name") or ""
    place = str(place)
    return {"type": kind, "uri": "data:" if place.startswith("data:") else place}


def _limited_part(part: dict[str, str]) -> dict[str, str]:
    return {key: _limited(value) for key, value in part.items()}


def _limited(text: str) -> str:
    return text if len(text) <= MAX_CONTENT else f"{text[:MAX_CONTENT]}... ({len(text)} characters)"


def _encoded(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
