"""Buffers of events that are routed by thread: those of a goal, and those of a turn whose id is not known yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from openai_codex._json_types import is_object
from openai_codex._protocol.event_buffer import EventBuffer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from openai_codex._protocol.notifications import Notification


class ThreadEventBuffer(EventBuffer):
    """A buffer that receives the events of all turns of a thread, until it ends.

    Args:
        key: See `EventBuffer`.
        thread_id: Id of the thread.
    """

    def __init__(self, key: str, thread_id: str) -> None:
        super().__init__(key)
        self.routed_thread_id = thread_id
        """Id of the thread."""


class NextTurnBuffer(ThreadEventBuffer):
    """The events of the next turn of a thread, which the response to a request does not name.

    `key` is empty until that turn starts, and then the id of the turn.

    Args:
        thread_id: Id of the thread.
        known_turns: Ids of turns that are not the expected one.
    """

    def __init__(self, thread_id: str, known_turns: Iterable[str]) -> None:
        super().__init__("", thread_id)
        self._known_turns = frozenset(known_turns)

    def put(self, event: Notification) -> bool:
        """Add an event of the expected turn; ignore events of other turns."""
        turn_id = event.turn_id
        if turn_id is None:
            return False
        if not self.key:
            if event.method != "turn/started" or turn_id in self._known_turns:
                return False
            self.key = turn_id
        return super().put(event) if turn_id == self.key else False


class GoalEventBuffer(ThreadEventBuffer):
    """The events of all turns of a goal.

    The buffer ends when the goal has ended and no turn is running, or when a turn was interrupted or failed:
    the runtime then starts no further turn.
    """

    def __init__(self, thread_id: str) -> None:
        super().__init__(thread_id, thread_id)
        self.running_turn: str | None = None
        """Id of the running turn, or None between two turns."""
        self.owned: object = None
        """An object that is released when the buffer ends."""
        self.created_at: int | None = None
        """When the goal was created, in seconds since 1970 by the clock of the runtime; None if it is unknown."""
        self._active = True

    @property
    def started(self) -> bool:
        """Whether a turn is running, or the goal has ended."""
        return self.ended or self.running_turn is not None

    def put(self, event: Notification) -> bool:
        """Add an event; return whether a consumer needs to be woken. Events after the last one are ignored."""
        notify = super().put(event)
        if self.ended:
            self.owned = None
        return notify

    def record(self, source: object) -> None:
        """Record when the goal was created, from the response that set it or from an event."""
        goal: object = source.get("goal") if is_object(source) else None
        created: object = goal.get("createdAt") if is_object(goal) else None
        self.created_at = created if isinstance(created, int) else self.created_at

    def connection_lost(self, error: Exception) -> None:
        """End the buffer with an error, unless it has already ended."""
        super().connection_lost(error)
        self.owned = None

    def _is_terminal(self, event: Notification) -> bool:
        if event.method == "thread/goal/updated":
            goal = event.params.get("goal")
            self._active = is_object(goal) and goal.get("status") == "active"
            self.record(event.params)
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


def find_running_turn(page: object) -> str | None:
    """Return the id of the turn that is in progress in a result of `thread/turns/list`, or None."""
    turns: object = page.get("data") if is_object(page) else None
    for turn in cast("list[object]", turns) if isinstance(turns, list) else []:
        if is_object(turn) and turn.get("status") == "inProgress" and isinstance(turn.get("id"), str):
            return str(turn["id"])
    return None
