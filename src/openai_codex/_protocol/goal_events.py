"""Buffers of events that are routed by thread: those of a goal, and those of a turn whose id is not known yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from openai_codex._json_types import is_object
from openai_codex._protocol.event_buffer import EventBuffer
from openai_codex._protocol.notifications import Notification

if TYPE_CHECKING:
    from collections.abc import Iterable

    from openai_codex._json_types import JsonMapping
    from openai_codex._protocol.usage.tracker import Tokens


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


class ThreadEventBuffers(dict[str, "list[ThreadEventBuffer]"]):
    """The buffers that have not ended, by the id of their thread."""

    def add(self, buffer: ThreadEventBuffer, running_turn: EventBuffer | None) -> None:
        """Add a buffer, and the running turn of its thread, if any, to a goal."""
        if isinstance(buffer, GoalEventBuffer) and running_turn is not None and not running_turn.interrupted:
            buffer.join(running_turn)
        self.setdefault(buffer.routed_thread_id, []).append(buffer)

    def put(self, event: Notification, usage_before: Tokens | None) -> list[ThreadEventBuffer]:
        """Add an event to the buffers of its thread, and return them.

        `usage_before` is the usage of the thread before the event, if the event reports the usage.
        """
        thread_id = event.params.get("threadId")
        buffers = self.get(thread_id, []) if isinstance(thread_id, str) else []
        for buffer in buffers:
            if buffer.usage_before is None:
                buffer.usage_before = usage_before
            buffer.put(event)
        return buffers

    def remove_ended(self, thread_id: str) -> list[ThreadEventBuffer]:
        """Remove the buffers of a thread that have ended, and return them."""
        buffers = self.get(thread_id, [])
        ended = [buffer for buffer in buffers if buffer.ended]
        if len(ended) == len(buffers):
            self.pop(thread_id, None)
        elif ended:
            self[thread_id] = [buffer for buffer in buffers if not buffer.ended]
        return ended


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
    the runtime then starts no further turn. The end of an earlier goal of the thread, and of its turn, may be reported
    while the goal is being set.
    """

    def __init__(self, thread_id: str) -> None:
        super().__init__(thread_id, thread_id)
        self.running_turn: str | None = None
        """Id of the running turn, or None between two turns."""
        self.owned: object = None
        """An object that is released when the buffer ends."""
        self.created_at: int | None = None
        """When the goal was created, in seconds since 1970 by the clock of the runtime; None if it is unknown."""
        self.pausing = False
        """Whether the client has paused the goal and interrupts its running turn."""
        self._active = True
        # Until then, events may concern an earlier goal of the thread.
        self._confirmed = False
        # The ids under which the runtime may report the end of the running turn: a review has two.
        self._running_ids: set[object] = set()

    @property
    def started(self) -> bool:
        """Whether a turn is running, or the goal has ended."""
        return self.ended or self.running_turn is not None

    def put(self, event: Notification) -> bool:
        """Add an event; return whether a consumer needs to be woken.

        Ignores events of an earlier goal, and events after the last one.
        """
        if not self._confirmed and self._is_earlier(event):
            return False
        notify = super().put(event)
        if self.ended:
            self.owned = None
        return notify

    def join(self, turn: EventBuffer) -> None:
        """Include a turn that was running when the goal was set."""
        self.running_turn, self.active_id = turn.key, turn.active_id
        self._running_ids = {turn.key, turn.active_id}

    def response_received(self, result: object) -> None:
        """Process the response that set the goal, in order with the events.

        The runtime sends the response before the first event of the goal. If the goal has no tokens left, the only
        status that it reports is another one than `active`.
        """
        self._confirmed = True
        self.record(result)
        goal: object = result.get("goal") if is_object(result) else None
        status: object = goal.get("status") if is_object(goal) else None
        if isinstance(status, str) and status != "active":
            self.put(Notification("thread/goal/updated", {"threadId": self.routed_thread_id, "goal": goal}))

    def record(self, source: object) -> None:
        """Record when the goal was created, from the response that set it or from an event."""
        goal: object = source.get("goal") if is_object(source) else None
        created: object = goal.get("createdAt") if is_object(goal) else None
        self.created_at = created if isinstance(created, int) else self.created_at

    def connection_lost(self, error: Exception) -> None:
        """End the buffer with an error, unless it has already ended."""
        super().connection_lost(error)
        self.owned = None

    def _is_earlier(self, event: Notification) -> bool:
        """Return whether an event that arrives before the response concerns an earlier goal of the thread."""
        if event.method == "thread/goal/updated":
            return not _is_active(event.params)
        if event.method == "turn/started":
            return False
        of_other_turn = event.turn_id is not None and event.turn_id not in self._running_ids
        return of_other_turn or event.method == "thread/goal/cleared"

    def _is_terminal(self, event: Notification) -> bool:
        if event.method == "thread/goal/updated":
            self._active = _is_active(event.params)
            self._confirmed = True
            self.record(event.params)
        elif event.method == "thread/goal/cleared":
            self._active = False
        elif event.method == "turn/started":
            self._confirmed = True
            self.running_turn = event.turn_id
            turn = event.params.get("turn")
            self._running_ids = {event.turn_id, turn.get("rootTurnId") if is_object(turn) else None}
        elif event.method == "turn/completed" and event.turn_id in self._running_ids:
            self.running_turn = None
            self._running_ids = set()
            turn = event.params.get("turn")
            if is_object(turn) and turn.get("status") in ("interrupted", "failed"):
                return True
        return not self._active and self.running_turn is None


def _is_active(source: JsonMapping) -> bool:
    """Return whether the goal in an event or a response is active."""
    goal: object = source.get("goal")
    return is_object(goal) and goal.get("status") == "active"


def find_running_turn(page: object) -> str | None:
    """Return the id of the turn that is in progress in a result of `thread/turns/list`, or None."""
    turns: object = page.get("data") if is_object(page) else None
    for turn in cast("list[object]", turns) if isinstance(turns, list) else []:
        if is_object(turn) and turn.get("status") == "inProgress" and isinstance(turn.get("id"), str):
            return str(turn["id"])
    return None
