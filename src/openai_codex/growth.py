"""What has come of an item that is still open: the pieces that the runtime sends before the whole."""

from __future__ import annotations

from openai_codex.events import Notification
from openai_codex.json_types import JsonObject, is_object

GROWING = {
    "item/agentMessage/delta": "text",
    "item/plan/delta": "text",
    "item/commandExecution/outputDelta": "aggregatedOutput",
}
"""The notifications that make an item grow, and the field of the item that they add to."""

MAX_CHARACTERS = 1_000_000
"""How much of one open item is kept. Once it is complete, the runtime sends it whole."""


class Growth:
    """The pieces of the open items of a turn, put together as they come."""

    def __init__(self) -> None:
        self._pieces: dict[str, tuple[Notification, list[str]]] = {}
        self._sizes: dict[str, int] = {}

    def add(self, event: Notification) -> None:
        """Take an event; only those of `GROWING`, and `item/completed`, matter."""
        if event.method in GROWING:
            item_id, piece = event.params.get("itemId"), event.params.get("delta")
            if isinstance(item_id, str) and isinstance(piece, str):
                self._grow(item_id, piece, event)
        elif event.method == "item/completed":
            item = event.params.get("item")
            if is_object(item):
                self._pieces.pop(str(item.get("id")), None)
                self._sizes.pop(str(item.get("id")), None)

    def _grow(self, item_id: str, piece: str, event: Notification) -> None:
        size = self._sizes.get(item_id, 0)
        if piece and size < MAX_CHARACTERS:
            self._pieces.setdefault(item_id, (event, []))[1].append(piece)
            self._sizes[item_id] = size + len(piece)

    def merged(self) -> list[Notification]:
        """Return one notification for each open item, with all that has come as its `delta`."""
        return [
            Notification(event.method, {**event.params, "delta": "".join(pieces)}, event.emitted_at_ms)
            for event, pieces in list(self._pieces.values())
        ]

    def grown(self, item: JsonObject) -> JsonObject:
        """Return an item, as it was when it started, with what has come since."""
        found = self._pieces.get(str(item.get("id")))
        if found is None:
            return item
        event, pieces = found
        name = GROWING[event.method]
        begun = item.get(name)
        return {**item, name: (begun if isinstance(begun, str) else "") + "".join(pieces)}
