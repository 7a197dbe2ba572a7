"""The nodes of a thread tree: threads and turns, with their place in the tree."""

from __future__ import annotations

from typing import NamedTuple


class TurnNode:
    """A turn, with its place in the tree."""

    __slots__ = (
        "ended",
        "id",
        "interrupted",
        "live",
        "parent",
        "root_id",
        "root_reported",
        "serial",
        "spawning",
        "stopped",
        "thread_id",
    )

    def __init__(self, id: str, thread_id: str, root_id: str | None, serial: int) -> None:
        self.id = id
        self.thread_id = thread_id
        self.root_id = root_id or id
        """Id of the turn at the top of the tree; that of this turn if it belongs to no sub-agent."""
        self.root_reported = root_id is not None
        """Whether the runtime has sent the id of the root. Before 0.162, it does not."""
        self.serial = serial
        """Position in the order in which turns started."""
        self.parent: TurnNode | None = None
        """The turn that started this one; None if it is unknown, or if no turn did."""
        self.ended = False
        self.interrupted = False
        """Whether the client has sent an interrupt for this turn as that of a sub-agent."""
        self.stopped = False
        """Whether sub-agents that start from now on have to be interrupted."""
        self.live: set[str] = set()
        """Threads of sub-agents that work for this root turn, or will."""
        self.spawning: set[str] = set()
        """Items of calls that may have started a sub-agent whose thread is not known yet."""

    @property
    def is_subagent(self) -> bool:
        """Whether this is the turn of a sub-agent."""
        return self.root_id != self.id


class ThreadNode:
    """A thread, with its place in the tree."""

    __slots__ = ("id", "is_own", "last_active", "nickname", "parent_id", "turn")

    def __init__(self, id: str) -> None:
        self.id = id
        self.parent_id: str | None = None
        """Id of the thread that started this one as a sub-agent; None if it is unknown, or if no thread did."""
        self.is_own = False
        """Whether this client has started, resumed, forked or used the thread."""
        self.turn: TurnNode | None = None
        """The turn that started last."""
        self.nickname: str | None = None
        """Name of the sub-agent; None if the runtime did not send one."""
        self.last_active: float | None = None
        """When a sub-agent below this thread was last active, by `time.monotonic`; None if it is unknown."""


class Ancestor(NamedTuple):
    """A thread from which a request may take its handlers, and the turn of that thread."""

    thread_id: str
    turn_id: str | None
    """Id of the turn; None if no turn of the thread is an ancestor."""
    serial: int
    """Position of the turn in the order in which turns started; `UNKNOWN_SERIAL` if it is unknown."""


UNKNOWN_SERIAL = 1 << 62
"""Serial of a turn that has not been reported as started: it starts after all known turns."""
