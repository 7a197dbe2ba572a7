"""Complete the events of a turn from the turn as the runtime stores it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from openai_codex._json_types import JsonObject, is_object
from openai_codex._protocol.notifications import Notification

if TYPE_CHECKING:
    from openai_codex._protocol.actions import Actions
    from openai_codex._protocol.event_buffer import EventBuffer
    from openai_codex._protocol.event_router import EventRouter


def is_running(turn: JsonObject) -> bool:
    """Return whether a stored turn has not ended."""
    return turn.get("status") == "inProgress"


def stored_turns(response: object) -> list[JsonObject]:
    """Return the turns in the response to `thread/read`, the oldest first."""
    thread: object = response.get("thread") if is_object(response) else None
    turns: object = thread.get("turns") if is_object(thread) else None
    found = cast("list[object]", turns) if isinstance(turns, list) else []
    return [turn for turn in found if is_object(turn) and isinstance(turn.get("id"), str)]


def stored_items(turn: JsonObject) -> list[JsonObject]:
    """Return the items of a stored turn."""
    items: object = turn.get("items")
    return [item for item in (cast("list[object]", items) if isinstance(items, list) else []) if is_object(item)]


def restore_items(events: EventRouter, thread_id: str, turn: JsonObject, actions: Actions[Any]) -> list[str]:
    """Route the start of a stored turn and the ends of its items, as far as they have not been received.

    Args:
        events: Routes the events.
        thread_id: Id of the thread.
        turn: The turn, as `thread/read` returns it.
        actions: Receives the actions.

    Returns:
        The ids of the items whose completion was not received.
    """
    turn_id = str(turn["id"])
    buffer = events.open.get(turn_id)
    if buffer is None and events.has_ended(turn_id):
        return []
    if buffer is None or not buffer.started:
        started: JsonObject = {**turn, "items": [], "status": "inProgress"}
        events.route(Notification("turn/started", {"threadId": thread_id, "turn": started}), actions)
        buffer = events.open.get(turn_id)
    restored: list[str] = []
    for item in _missing_items(buffer, stored_items(turn)):
        ids: JsonObject = {"threadId": thread_id, "turnId": turn_id}
        missing = "" if buffer is None else buffer.deltas.missing_text(item)
        if missing:
            delta: JsonObject = {**ids, "itemId": item.get("id"), "delta": missing}
            events.route(Notification("item/agentMessage/delta", delta), actions)
        events.route(Notification("item/completed", {**ids, "item": item}), actions)
        restored.append(str(item.get("id")))
    return restored


def restore_end(events: EventRouter, thread_id: str, turn: JsonObject, actions: Actions[Any]) -> None:
    """Route the end of a stored turn, if it has ended."""
    if not is_running(turn) and not events.has_ended(str(turn["id"])):
        events.route(Notification("turn/completed", {"threadId": thread_id, "turn": turn}), actions)


def _missing_items(buffer: EventBuffer | None, items: list[JsonObject]) -> list[JsonObject]:
    """Return the stored items that have not been received, by id or, because some ids are not stored, by content."""
    received = [] if buffer is None else buffer.completed_items()
    ids = {item.get("id") for item in received}
    contents = [_without_id(item) for item in received if item.get("id") not in {each.get("id") for each in items}]
    missing: list[JsonObject] = []
    for item in items:
        if item.get("id") in ids:
            continue
        if (content := _without_id(item)) in contents:
            contents.remove(content)
            continue
        missing.append(item)
    return missing


def _without_id(item: JsonObject) -> JsonObject:
    return {name: value for name, value in item.items() if name != "id"}
