"""Picking out of the events of a turn what a program asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openai_codex.errors import InputError

if TYPE_CHECKING:
    from openai_codex.events import Notification


def text_of(event: Notification) -> str | None:
    """Return the piece of an agent's message that an event brings, or None if it brings none."""
    if event.method != "item/agentMessage/delta":
        return None
    piece: Any = event.params.get("delta")
    return piece if isinstance(piece, str) else None


def check_kinds(kinds: tuple[object, ...]) -> None:
    """Raise `InputError` unless there are classes to look for, and nothing but classes."""
    if not kinds:
        raise InputError("kinds", "expected classes of payloads, such as ItemCompletedNotification; got none")
    for kind in kinds:
        if not isinstance(kind, type):
            raise InputError("kinds", f"expected classes of payloads, such as ItemCompletedNotification; got {kind!r}")
