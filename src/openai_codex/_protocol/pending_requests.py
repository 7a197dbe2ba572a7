"""The requests that have not been answered: which of them are sent, which wait until the runtime has fewer to answer.

The runtime loses requests, without a word, when several hundred are in flight on stdio. So only so many are sent at
once, and the rest wait here in order.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping

WaiterT = TypeVar("WaiterT")

MAX_ABANDONED = 10_000
"""How many requests that were given up are remembered, to tell a late reply from one that nobody asked for."""

UNTHROTTLED_METHODS = frozenset(
    {
        "turn/interrupt",
        "turn/steer",
        "command/exec/terminate",
        "command/exec/write",
        "command/exec/resize",
        "process/kill",
        "process/writeStdin",
        "process/resizePty",
        "thread/backgroundTerminals/terminate",
        "account/login/cancel",
    }
)
"""What acts on work that is under way. It waits for no other request: one of those may be the very work."""


class PendingRequest(Generic[WaiterT]):
    """A request that waits for its reply. `waiter` is the connection's, and nobody else looks into it."""

    __slots__ = ("data", "id", "method", "orphan_thread_id", "response", "sent", "waiter")

    def __init__(
        self, id: int, method: str, data: bytes, waiter: WaiterT, *, orphan_thread_id: str | None = None
    ) -> None:
        self.id = id
        self.method = method
        self.data = data
        """The bytes to send."""
        self.waiter = waiter
        self.sent = False
        """Whether it is to be sent, or has been. Until then, others come before it."""
        self.orphan_thread_id = orphan_thread_id
        """The thread of the turn that this starts: its reply matters even if nobody waits for it any more."""
        self.response: Mapping[str, Any] | None = None
        """The reply, once it has come, where it matters like that."""


class PendingRequests(Generic[WaiterT]):
    """The requests of one connection. At most `limit` are sent and not answered, but for the urgent ones.

    One that is given up after it was sent still occupies the runtime, and keeps its place until it is answered; but
    all of those together keep no more than half of the places, because an answer may never come.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._pending: dict[int, PendingRequest[WaiterT]] = {}
        self._queue: OrderedDict[int, PendingRequest[WaiterT]] = OrderedDict()
        self._abandoned: OrderedDict[int, PendingRequest[WaiterT]] = OrderedDict()
        self._next_id = 1

    @property
    def sent(self) -> int:
        """How many are sent, and are waited for."""
        return len(self._pending) - len(self._queue)

    @property
    def waiting(self) -> int:
        """How many wait to be sent."""
        return len(self._queue)

    @property
    def next_id(self) -> int:
        """The id of the next request. All below it have been given out."""
        return self._next_id

    def add(
        self, method: str, data: bytes, waiter: WaiterT, *, orphan_thread_id: str | None = None
    ) -> PendingRequest[WaiterT]:
        """Add a request with the id `next_id`. It may be sent now if it says so, else once `admit` returns it."""
        pending = PendingRequest(self._next_id, method, data, waiter, orphan_thread_id=orphan_thread_id)
        pending.sent = method in UNTHROTTLED_METHODS or (not self._queue and self._has_capacity())
        self._next_id += 1
        self._pending[pending.id] = pending
        if not pending.sent:
            self._queue[pending.id] = pending
        return pending

    def complete(self, reply_id: object) -> PendingRequest[WaiterT] | None:
        """Take a reply out; return the request that waits for it, or None if there is none."""
        # Not isinstance: true is an int to Python, and would be taken for 1.
        if type(reply_id) is not int:
            return None
        pending = self._pending.get(reply_id)
        if pending is None or not pending.sent:
            return None
        del self._pending[reply_id]
        return pending

    def complete_abandoned(self, reply_id: object) -> PendingRequest[WaiterT] | None:
        """Take the reply to a request that was given up; return that request, or None if it is no such reply."""
        return self._abandoned.pop(reply_id, None) if type(reply_id) is int else None

    def was_issued(self, reply_id: object) -> bool:
        """Return whether a request of that id has been made."""
        return type(reply_id) is int and 0 < reply_id < self._next_id

    def abandon(self, pending: PendingRequest[WaiterT], *, written: bool) -> None:
        """Give a request up, if it still waits. `written` says that it went out, where it was to be sent."""
        if self._pending.pop(pending.id, None) is None:
            return
        if pending.sent:
            if written:
                self._abandoned[pending.id] = pending
            if len(self._abandoned) > MAX_ABANDONED:
                self._abandoned.popitem(last=False)
        else:
            del self._queue[pending.id]

    def release(self) -> list[PendingRequest[WaiterT]]:
        """Return the requests whose turn it is now, in order; they count as sent from here on."""
        admitted: list[PendingRequest[WaiterT]] = []
        while self._queue and self._has_capacity():
            _, pending = self._queue.popitem(last=False)
            pending.sent = True
            admitted.append(pending)
        return admitted

    def methods(self) -> list[str]:
        """Return the methods of all that waits for a reply, the oldest first."""
        return [pending.method for pending in self._pending.values()]

    def drain(self) -> list[PendingRequest[WaiterT]]:
        """Take out all that waits, the oldest first."""
        everything = list(self._pending.values())
        self._pending.clear()
        self._queue.clear()
        self._abandoned.clear()
        return everything

    def _has_capacity(self) -> bool:
        held = min(len(self._abandoned), self._limit // 2)
        return len(self._pending) - len(self._queue) + held < self._limit
