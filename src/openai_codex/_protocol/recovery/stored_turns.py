"""Read the turns that the runtime stores, and complete the events of a turn from them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from openai_codex._json_types import JsonObject, is_object
from openai_codex._protocol.notifications import Notification

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from openai_codex._protocol.actions import Actions
    from openai_codex._protocol.event_buffer import EventBuffer
    from openai_codex._protocol.event_router import EventRouter

PAGE_SIZE = 10
"""Number of turns of one page, with their items. The turns that the client needs are usually the newest ones."""


def is_running(turn: JsonObject) -> bool:
    """Return whether a stored turn has not ended."""
    return turn.get("status") == "inProgress"


def stored_turns(response: object) -> list[JsonObject]:
    """Return the turns in the response to `thread/read`, the oldest first."""
    thread: object = response.get("thread") if is_object(response) else None
    return _turns_in(thread.get("turns") if is_object(thread) else None)


def _turns_in(turns: object) -> list[JsonObject]:
    found = cast("list[object]", turns) if isinstance(turns, list) else []
    return [turn for turn in found if is_object(turn) and isinstance(turn.get("id"), str)]


def has_pages(response: object) -> bool:
    """Return whether the runtime stores the thread in a response in pages, which `read_pages` reads."""
    thread: object = response.get("thread") if is_object(response) else None
    return is_object(thread) and thread.get("historyMode") == "paginated"


def read_turns(
    thread_id: str, is_complete: Callable[[list[JsonObject]], bool] = lambda turns: False
) -> Generator[tuple[str, JsonObject], Any, list[JsonObject]]:
    """Yield the requests that read the turns of a thread: method and params. The caller sends their results.

    Args:
        thread_id: Id of the thread.
        is_complete: Whether no older turns are needed; see `read_pages`.

    Returns:
        The turns, the oldest first.
    """
    if has_pages((yield "thread/read", {"threadId": thread_id})):
        return (yield from read_pages(thread_id, is_complete))
    # The runtime reports this request as deprecated for a thread that it stores in pages.
    return stored_turns((yield "thread/read", {"threadId": thread_id, "includeTurns": True}))


def read_pages(
    thread_id: str, is_complete: Callable[[list[JsonObject]], bool]
) -> Generator[tuple[str, JsonObject], Any, list[JsonObject]]:
    """Yield the requests that read the newest turns of a thread in pages; see `read_turns`.

    Args:
        thread_id: Id of the thread.
        is_complete: Returns whether the turns that were read, the newest first, are enough.

    Returns:
        The turns, the oldest first.
    """
    turns: list[JsonObject] = []
    params: JsonObject = {"threadId": thread_id, "itemsView": "full", "limit": PAGE_SIZE, "sortDirection": "desc"}
    while True:
        page = yield "thread/turns/list", params
        if not is_object(page):
            return turns[::-1]
        turns += _turns_in(page.get("data"))
        cursor: object = page.get("nextCursor")
        if not isinstance(cursor, str) or cursor == params.get("cursor") or is_complete(turns):
            return turns[::-1]
        params = {**params, "cursor": cursor}


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
