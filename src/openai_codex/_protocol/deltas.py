"""What has come of an item that is still open: the pieces that the runtime sends before the whole."""

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
"""The notifications that make an item grow, and the field of the item that they add to."""

MAX_CHARACTERS = 1_000_000
"""How much of one open item is kept. Once it is complete, the runtime sends it whole."""


class _OpenItem:
    """One open item."""

    __slots__ = ("method", "params", "pieces", "size")

    def __init__(self, method: str, params: JsonMapping) -> None:
        self.method = method
        self.params = params
        self.pieces: list[str] = []
        self.size = 0


class DeltaAccumulator:
    """The pieces of the open items of a turn, put together as they come."""

    def __init__(self) -> None:
        self._items: dict[object, _OpenItem] = {}

    def add(self, event: Notification) -> None:
        """Take an event; only those of `DELTA_FIELDS`, and `item/completed`, matter."""
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
        found = self._items.get(item_id)
        if found is None:
            found = self._items[item_id] = _OpenItem(method, params)
        if found.size < MAX_CHARACTERS:
            found.pieces.append(piece)
            found.size += len(piece)

    def as_notifications(self) -> list[Notification]:
        """Return one notification for each open item, with all that has come as its `delta`."""
        return [
            Notification(found.method, {**found.params, "delta": "".join(found.pieces)})
            for found in list(self._items.values())
        ]

    def apply_to(self, item: JsonObject) -> JsonObject:
        """Return an item, as it was when it started, with what has come since."""
        found = self._items.get(str(item.get("id")))
        if found is None:
            return item
        name = DELTA_FIELDS[found.method]
        begun = item.get(name)
        return {**item, name: (begun if isinstance(begun, str) else "") + "".join(found.pieces)}
