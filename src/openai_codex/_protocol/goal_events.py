"""Buffers the events of a thread while it pursues a goal."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from openai_codex._json_types import is_object
from openai_codex._protocol.event_buffer import EventBuffer

if TYPE_CHECKING:
    from openai_codex._protocol.notifications import Notification


class GoalEventBuffer(EventBuffer):
    """The events of all turns of a goal.

    The buffer ends when the goal is no longer active and no turn is running, or when a turn was interrupted or failed:
    the runtime then starts no further turn.
    """

    def __init__(self, thread_id: str) -> None:
        super().__init__(thread_id)
        self.running_turn: str | None = None
        """Id of the running turn, or None between two turns."""
        self.owned: object = None
        """An object that is released when the buffer ends."""
        self._active = True

    def put(self, event: Notification) -> bool:
        """Add an event; return whether a consumer needs to be woken. Events after the last one are ignored."""
        notify = super().put(event)
        if self.ended:
            self.owned = None
        return notify

    def connection_lost(self, error: Exception) -> None:
        """End the buffer with an error, unless it has already ended."""
        super().connection_lost(error)
        self.owned = None

    def _is_terminal(self, event: Notification) -> bool:
        if event.method == "thread/goal/updated":
            goal = event.params.get("goal")
            self._active = is_object(goal) and goal.get("status") == "active"
        elif event.method == "thread/goal/cleared":
            self._active = False
        elif event.method == "turn/started":
            self.running_turn = event.turn_id
        elif event.method == "turn/completed":
            self.running_turn = None
            turn = event.params.get("turn")
            if is_object(turn) and turn.get("status") in ("interrupted", "failed"):
                return True
        return not self._active and self.running_turn is None


def find_running_turn(result: object) -> str | None:
    """Return the id of the turn that is in progress in a result of `thread/read`, or None."""
    thread: object = result.get("thread") if is_object(result) else None
    turns: object = thread.get("turns") if is_object(thread) else None
    for turn in cast("list[object]", turns) if isinstance(turns, list) else []:
        if is_object(turn) and turn.get("status") == "inProgress" and isinstance(turn.get("id"), str):
            return str(turn["id"])
    return None
