"""Limits events of which a result needs only the latest, such as the token usage, in containers of retained events."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections import deque

    from openai_codex._protocol.notifications import Notification

REPEATED_METHODS = frozenset({"thread/tokenUsage/updated", "thread/goal/updated", "error"})
"""Methods of retained events that the runtime may send any number of times in a turn.

A result needs at most the latest event of each method and turn.
"""

MAX_REPEATED_EVENTS = 1_000
"""Maximum number of repeated events kept of a turn or goal. Beyond it, an event replaces the previous one."""


class LatestEvents:
    """The latest event of each repeated method and turn."""

    def __init__(self) -> None:
        self._latest: dict[tuple[str, str | None], Notification] = {}

    def replace(self, event: Notification) -> Notification | None:
        """Record an event as the latest; return the one of the same method and turn before it, or None."""
        key = (event.method, event.turn_id)
        previous = self._latest.get(key)
        self._latest[key] = event
        return previous


def remove_latest(events: list[Notification] | deque[Notification], event: Notification) -> bool:
    """Remove an event that is probably near the end; return whether it was present.

    Another thread may remove events at the beginning meanwhile. Positions are therefore counted from the end.
    """
    try:
        for position in range(1, len(events) + 1):
            if events[-position] is event:
                del events[-position]
                return True
    except IndexError:
        pass
    return False
