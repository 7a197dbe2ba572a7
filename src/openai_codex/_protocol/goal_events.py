"""The events of a thread while it pursues a goal, over all the turns that this takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from openai_codex._json_types import is_object
from openai_codex._protocol.event_buffer import EventBuffer

if TYPE_CHECKING:
    from openai_codex._protocol.notifications import Notification


class GoalEventBuffer(EventBuffer):
    """Ends when no turn runs and none will follow.

    That is when the goal is not active any more, and also when a turn was interrupted or failed: the runtime does not
    go on by itself then.
    """

    def __init__(self, thread_id: str) -> None:
        super().__init__(thread_id)
        self.running_turn: str | None = None
        """The id of the turn that runs now, or None between two turns."""
        self._active = True

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


def find_running_turn(reply: object) -> str | None:
    """Return the id of the turn that still runs according to a reply to `thread/read`, or None."""
    thread: object = reply.get("thread") if is_object(reply) else None
    turns: object = thread.get("turns") if is_object(thread) else None
    for turn in cast("list[object]", turns) if isinstance(turns, list) else []:
        if is_object(turn) and turn.get("status") == "inProgress" and isinstance(turn.get("id"), str):
            return str(turn["id"])
    return None
