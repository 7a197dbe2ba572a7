"""Unanswered requests: those that were sent, and those that are queued.

The runtime drops requests if several hundred are in flight on stdio. The number of requests in flight is therefore
limited, and further requests are queued in order.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from openai_codex._protocol.subagents.thread_tree import OPENING_METHODS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from openai_codex._protocol.event_buffer import EventBuffer

WaiterT = TypeVar("WaiterT")

MAX_ABANDONED = 10_000
"""Maximum number of abandoned requests remembered to recognise late responses."""

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
"""Methods that control running work. They bypass the queue: a queued request may depend on that work."""


BUFFER_METHODS = frozenset({"turn/start", "review/start", "account/login/start"})
"""Methods whose response contains the id of a turn or login, for which the caller then asks for the event buffer."""


class PendingRequest(Generic[WaiterT]):
    """A request without a response. `waiter` belongs to the connection and is opaque to this package."""

    __slots__ = (
        "buffer",
        "data",
        "id",
        "method",
        "orphan_thread_id",
        "response",
        "restores",
        "sent",
        "thread_id",
        "timed_out",
        "waiter",
        "write_error",
        "written",
    )

    def __init__(
        self,
        id: int,
        method: str,
        data: bytes,
        waiter: WaiterT,
        *,
        thread_id: str | None,
        orphan_thread_id: str | None,
        restores: bool,
    ) -> None:
        self.id = id
        self.method = method
        self.data = data
        """The encoded message."""
        self.waiter = waiter
        self.sent = False
        """Whether the request may be sent or was sent; false while it is queued."""
        self.written = False
        """Whether the connection has started to write the request. The runtime then receives it, sooner or later."""
        self.timed_out = False
        """Whether no response has arrived before the timeout."""
        self.write_error: OSError | None = None
        """The error of the transport that did not accept the request."""
        self.thread_id = thread_id
        """Thread that the params of the request name, or None."""
        self.restores = restores
        """Whether the request restores a lost connection."""
        self.orphan_thread_id = orphan_thread_id
        """Thread of the turn that the request starts, or None. An abandoned turn is interrupted."""
        self.response: Mapping[str, Any] | None = None
        """The response, kept if `orphan_thread_id` is set."""
        self.buffer: EventBuffer | None = None
        """Event buffer of the turn or login that the response names, or of the goal that is set; None without one."""


class PendingRequests(Generic[WaiterT]):
    """The requests of one connection, of which at most `limit` are in flight, apart from unthrottled methods.

    An abandoned request still occupies a slot until its response arrives. Abandoned requests use at most half of the
    slots, because a response may never arrive.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._pending: dict[int, PendingRequest[WaiterT]] = {}
        self._queue: OrderedDict[int, PendingRequest[WaiterT]] = OrderedDict()
        self._abandoned: OrderedDict[int, PendingRequest[WaiterT]] = OrderedDict()
        self._next_id = 1
        self.paused = False
        """Whether requests are queued because the connection is lost."""
        self.claiming = 0
        """Number of unanswered requests whose caller will ask for an event buffer."""
        self.opening = 0
        """Number of unanswered requests that open a thread, whose id may be unknown."""

    @property
    def sent(self) -> int:
        """Number of requests in flight that a caller waits for."""
        return len(self._pending) - len(self._queue)

    @property
    def waiting(self) -> int:
        """Number of queued requests."""
        return len(self._queue)

    @property
    def next_id(self) -> int:
        """Id of the next request."""
        return self._next_id

    def add(
        self,
        method: str,
        data: bytes,
        waiter: WaiterT,
        *,
        thread_id: str | None = None,
        orphan_thread_id: str | None = None,
        restores: bool = False,
    ) -> PendingRequest[WaiterT]:
        """Add a request with the id `next_id`. If it is not `sent`, it may be sent once `release` returns it.

        A request that `restores` a lost connection is not queued.
        """
        pending = PendingRequest(
            self._next_id,
            method,
            data,
            waiter,
            thread_id=thread_id,
            orphan_thread_id=orphan_thread_id,
            restores=restores,
        )
        pending.sent = restores or (
            not self.paused and (method in UNTHROTTLED_METHODS or (not self._queue and self._has_capacity()))
        )
        self._next_id += 1
        self._pending[pending.id] = pending
        self.claiming += method in BUFFER_METHODS
        self.opening += method in OPENING_METHODS
        if not pending.sent:
            self._queue[pending.id] = pending
        return pending

    def complete(self, response_id: object) -> PendingRequest[WaiterT] | None:
        """Remove and return the request with this id, or None if no sent request has it."""
        # Not isinstance: True is an int in Python and equals 1.
        if type(response_id) is not int:
            return None
        pending = self._pending.get(response_id)
        if pending is None or not pending.sent:
            return None
        del self._pending[response_id]
        self._uncount(pending)
        return pending

    def complete_abandoned(self, response_id: object) -> PendingRequest[WaiterT] | None:
        """Remove and return the abandoned request with this id, or None if it is unknown."""
        return self._abandoned.pop(response_id, None) if type(response_id) is int else None

    def was_issued(self, response_id: object) -> bool:
        """Return whether a request with this id was created."""
        return type(response_id) is int and 0 < response_id < self._next_id

    def abandon(self, pending: PendingRequest[WaiterT], *, written: bool) -> None:
        """Stop waiting for a request. `written` is false if its bytes were never written."""
        if self._pending.pop(pending.id, None) is None:
            return
        self._uncount(pending)
        if pending.sent:
            if written:
                self._abandoned[pending.id] = pending
            if len(self._abandoned) > MAX_ABANDONED:
                self._abandoned.popitem(last=False)
        else:
            del self._queue[pending.id]

    def release(self) -> list[PendingRequest[WaiterT]]:
        """Return the queued requests that may be sent now, in order. They count as sent from now on."""
        released: list[PendingRequest[WaiterT]] = []
        while self._queue and not self.paused and self._has_capacity():
            _, pending = self._queue.popitem(last=False)
            pending.sent = True
            released.append(pending)
        return released

    def methods(self) -> list[str]:
        """Return the methods of all unanswered requests, oldest first."""
        return [pending.method for pending in self._pending.values()]

    def drain(self) -> list[PendingRequest[WaiterT]]:
        """Remove and return all unanswered requests, oldest first."""
        pending = list(self._pending.values())
        self._pending.clear()
        self._queue.clear()
        self._abandoned.clear()
        self.claiming = self.opening = 0
        return pending

    def pause(self) -> tuple[list[PendingRequest[WaiterT]], list[PendingRequest[WaiterT]]]:
        """Queue all requests that were not written, and those that are added from now on, until `resume`.

        Returns:
            The requests that have ended, oldest first: those whose response will not arrive, and those that
            callers have abandoned.
        """
        self.paused = True
        lost = [pending for pending in self._pending.values() if pending.written or pending.restores]
        for pending in lost:
            del self._pending[pending.id]
            self._uncount(pending)
        for pending in self._pending.values():
            pending.sent = False
        self._queue = OrderedDict(self._pending)
        abandoned = list(self._abandoned.values())
        self._abandoned.clear()
        return lost, abandoned

    def resume(self) -> list[PendingRequest[WaiterT]]:
        """End a pause; return the queued requests that may be sent now, like `release`."""
        self.paused = False
        bypassing = [pending for pending in self._queue.values() if pending.method in UNTHROTTLED_METHODS]
        for pending in bypassing:
            del self._queue[pending.id]
            pending.sent = True
        return bypassing + self.release()

    def _uncount(self, pending: PendingRequest[WaiterT]) -> None:
        self.claiming -= pending.method in BUFFER_METHODS
        self.opening -= pending.method in OPENING_METHODS

    def _has_capacity(self) -> bool:
        abandoned = min(len(self._abandoned), self._limit // 2)
        return len(self._pending) - len(self._queue) + abandoned < self._limit
