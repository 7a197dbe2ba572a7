"""Accumulates the deltas of open items, which the runtime sends before the complete item."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from openai_codex._json_types import JsonObject, is_object
from openai_codex._protocol.notifications import Notification

if TYPE_CHECKING:
    from openai_codex._json_types import JsonMapping

logger = logging.getLogger("openai_codex")

DELTA_FIELDS = {
    "item/agentMessage/delta": "text",
    "item/plan/delta": "text",
    "item/commandExecution/outputDelta": "aggregatedOutput",
}
"""Method of a delta notification -> field of the item that it extends."""

MAX_CHARACTERS = 1_000_000
"""Maximum number of characters kept per open item. The completed item contains the full text."""

MAX_TOTAL_CHARACTERS = 16_000_000
"""Maximum number of characters kept of all open items of a turn together."""

MAX_OPEN_ITEMS = 10_000
"""Maximum number of open items of a turn whose deltas are kept."""

JOINED_PIECES = 512
"""Number of deltas that are joined into one string, because a short string uses more memory than its characters."""


class _OpenItem:
    """The deltas of one open item."""

    __slots__ = ("_joined", "_pieces", "discarded", "method", "params", "size")

    def __init__(self, method: str, params: JsonMapping) -> None:
        self.method = method
        self.params = params
        self.size = 0
        """Number of characters kept."""
        self.discarded = 0
        """Number of characters discarded."""
        # One list, because another thread may read it: the first `_joined` entries consist of many deltas each.
        self._pieces: list[str] = []
        self._joined = 0

    def append(self, piece: str, limit: int) -> int:
        """Add at most `limit` characters of a delta, and at most `MAX_CHARACTERS` in all; return the number added."""
        kept = piece[: min(limit, MAX_CHARACTERS - self.size)]
        self.discarded += len(piece) - len(kept)
        if kept:
            self.size += len(kept)
            self._pieces.append(kept)
            if len(self._pieces) - self._joined == JOINED_PIECES:
                self._pieces[self._joined :] = ["".join(self._pieces[self._joined :])]
                self._joined += 1
        return len(kept)

    def text(self) -> str:
        """Return the joined deltas. If some were discarded, log a warning."""
        if self.discarded:
            logger.warning(
                "the text of an incomplete item was cut to %d characters; %d characters were discarded",
                self.size,
                self.discarded,
            )
        return "".join(list(self._pieces))


class DeltaAccumulator:
    """The deltas of all open items of a turn."""

    def __init__(self) -> None:
        self.discarded = 0
        """Number of deltas that were discarded because `MAX_OPEN_ITEMS` other items are open."""
        self._items: dict[str, _OpenItem] = {}
        self._size = 0

    def add(self, event: Notification) -> None:
        """Process an event. Only deltas and `item/completed` have an effect."""
        if event.method in DELTA_FIELDS:
            self.append(event.method, event.params)
        elif event.method == "item/completed":
            item = event.params.get("item")
            if is_object(item):
                self._remove(str(item.get("id")))

    def append(self, method: str, params: JsonMapping) -> None:
        """Add the delta of a notification whose method is in `DELTA_FIELDS`."""
        item_id, piece = params.get("itemId"), params.get("delta")
        if type(item_id) is not str or type(piece) is not str or not piece:
            return
        open_item = self._items.get(item_id)
        if open_item is None:
            if len(self._items) >= MAX_OPEN_ITEMS:
                self._discard()
                return
            open_item = self._items[item_id] = _OpenItem(method, {**params, "delta": ""})
        self._size += open_item.append(piece, MAX_TOTAL_CHARACTERS - self._size)

    def as_notifications(self) -> list[Notification]:
        """Return one notification for each open item, with all deltas joined."""
        return [
            Notification(open_item.method, {**open_item.params, "delta": open_item.text()})
            for open_item in list(self._items.values())
        ]

    def apply_to(self, item: JsonObject) -> JsonObject:
        """Return `item`, as it was when it started, extended by its deltas."""
        open_item = self._items.get(str(item.get("id")))
        if open_item is None:
            return item
        name = DELTA_FIELDS[open_item.method]
        initial = item.get(name)
        return {**item, name: (initial if isinstance(initial, str) else "") + open_item.text()}

    def missing_text(self, item: JsonObject) -> str:
        """Return the text of a completed agent message that its deltas so far do not contain."""
        text, open_item = item.get("text"), self._items.get(str(item.get("id")))
        if item.get("type") != "agentMessage" or not isinstance(text, str):
            return ""
        if open_item is None:
            return text
        received = open_item.text()
        return text[len(received) :] if not open_item.discarded and text.startswith(received) else ""

    def _remove(self, item_id: str) -> None:
        open_item = self._items.pop(item_id, None)
        if open_item is not None:
            self._size -= open_item.size

    def _discard(self) -> None:
        if not self.discarded:
            logger.warning("%d items are incomplete; the text of further items is kept when complete", MAX_OPEN_ITEMS)
        self.discarded += 1
