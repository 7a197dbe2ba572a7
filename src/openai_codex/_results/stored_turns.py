"""Turns as the runtime stores them."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from openai_codex._protocol.event_buffer import EventBuffer
from openai_codex._protocol.notifications import Notification

if TYPE_CHECKING:
    from openai_codex._json_types import JsonObject


def is_running(turn: JsonObject) -> bool:
    """Return whether a stored turn has not ended."""
    return turn.get("status") == "inProgress"


def stored_turn_buffer(thread_id: str, turn: JsonObject) -> EventBuffer:
    """Return a buffer with the events of a stored turn that has ended: its items and its completion."""
    turn_id = str(turn.get("id"))
    buffer = EventBuffer(turn_id)
    ids: JsonObject = {"threadId": thread_id, "turnId": turn_id}
    items: object = turn.get("items")
    buffer.put(Notification("turn/started", {"threadId": thread_id, "turn": turn}))
    for item in cast("list[object]", items) if isinstance(items, list) else []:
        buffer.put(Notification("item/completed", {**ids, "item": item}))
    buffer.put(Notification("turn/completed", {"threadId": thread_id, "turn": turn}))
    return buffer
