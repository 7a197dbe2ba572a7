"""Accumulates the deltas of open items, which the runtime sends before the complete item."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openai_codex._json_types import JsonObject, is_object
from openai_codex._protocol.notifications import Notification

if TYPE_CHECKING:
    from openai_codex._json_types import JsonMapping

DELTA_FIELDS = {
    "item/agentMessage/delta": "text",
    "item/plan/delta": "text",
    "item/commandExecution/outputDelta": "aggregatedOutput",
}
"""Method of a delta notification -> field of the item that it extends."""

MAX_CHARACTERS = 1_000_000
"""Maximum number of characters kept per open item. The completed item contains the full text."""


class _OpenItem:
    """The deltas of one open item."""

    __slots__ = ("method", "params", "pieces", "size")

    def __init__(self, method: str, params: JsonMapping) -> None:
        self.method = method
        self.params = params
        self.pieces: list[str] = []
        self.size = 0


class DeltaAccumulator:
    """The deltas of all open items of a turn."""

    def __init__(self) -> None:
        self._items: dict[object, _OpenItem] = {}

    def add(self, event: Notification) -> None:
        """Process an event. Only deltas and `item/completed` have an effect."""
        if event.method in DELTA_FIELDS:
            self.append(event.method, event.params)
        elif event.method == "item/completed":
            item = event.params.get("item")
            if is_object(item):
                self._items.pop(str(item.get("id")), None)

    def append(self, method: str, params: JsonMapping) -> None:
        """Add the delta of a notification whose method is in `DELTA_FIELDS`."""
        item_id, piece = params.get("itemId"), params.get("delta")
        if type(item_id) is not str or type(piece) is not str or not piece:
            return
        open_item = self._items.get(item_id)
        if open_item is None:
            open_item = self._items[item_id] = _OpenItem(method, params)
        if open_item.size < MAX_CHARACTERS:
            open_item.pieces.append(piece)
            open_item.size += len(piece)

    def as_notifications(self) -> list[Notification]:
        """Return one notification for each open item, with all deltas joined."""
        return [
            Notification(open_item.method, {**open_item.params, "delta": "".join(open_item.pieces)})
            for open_item in list(self._items.values())
        ]

    def apply_to(self, item: JsonObject) -> JsonObject:
        """Return `item`, as it was when it started, extended by its deltas."""
        open_item = self._items.get(str(item.get("id")))
        if open_item is None:
            return item
        name = DELTA_FIELDS[open_item.method]
        initial = item.get(name)
        return {**item, name: (initial if isinstance(initial, str) else "") + "".join(open_item.pieces)}
