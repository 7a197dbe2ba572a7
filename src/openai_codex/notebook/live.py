"""`LiveTurn`: the view of a running turn, from its events. No I/O."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openai_codex._json_types import is_object
from openai_codex._protocol.deltas import DELTA_FIELDS, DeltaAccumulator
from openai_codex.notebook.items import item_view
from openai_codex.notebook.views import Block, View

if TYPE_CHECKING:
    from openai_codex._protocol.notifications import Notification

MAX_ITEMS = 200
"""Maximum number of completed items that are kept."""


class LiveTurn:
    """The items of a running turn."""

    def __init__(self) -> None:
        self.status = "running"
        """Status of the turn, for the reader of the notebook."""
        self._completed: list[Any] = []
        self._omitted = 0
        self._open: dict[str, Any] = {}
        self._deltas = DeltaAccumulator()
        self._notes: list[str] = []
        self._tokens = ""

    def add(self, event: Notification) -> bool:
        """Add an event; return whether it is more than a piece of text."""
        method, item = event.method, event.params.get("item")
        if method in DELTA_FIELDS:
            self._deltas.add(event)
            return False
        self._deltas.add(event)
        if method == "item/started" and is_object(item):
            self._open[str(item.get("id"))] = item
        elif method == "item/completed":
            self._open.pop(str(item.get("id")) if is_object(item) else "", None)
            self._completed.append(item)
            if len(self._completed) > MAX_ITEMS:
                del self._completed[0]
                self._omitted += 1
        elif method == "error":
            error: object = event.params.get("error")
            self._notes.append(str(error.get("message")) if is_object(error) else "unknown error")
        elif method == "thread/tokenUsage/updated":
            usage: object = event.params.get("tokenUsage")
            total: object = usage.get("total") if is_object(usage) else None
            self._tokens = f"{total.get('totalTokens')}" if is_object(total) else ""
        elif method == "turn/completed":
            turn: object = event.params.get("turn")
            self.status = str(turn.get("status")) if is_object(turn) else "completed"
        return True

    def view(self) -> View:
        """Return the view of the turn so far."""
        facts = [("tokens of the thread", self._tokens)] if self._tokens else []
        blocks = [Block(note, "error") for note in self._notes[-3:]]
        children = [item_view(item) for item in self._completed]
        for item in self._open.values():
            child = item_view(self._deltas.apply_to(item))
            child.badge, child.is_open = child.badge or "running", True
            children.append(child)
        return View("Turn", self.status, facts, blocks, children, self._omitted)
