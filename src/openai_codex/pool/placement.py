"""`Placement`: decides which runtime of a pool runs a turn. It performs no I/O and takes no lock."""

from __future__ import annotations

from collections import OrderedDict, deque
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Protocol, TypeAlias

from openai_codex._handlers.current_requests import current_requests

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

KNOWN_THREADS = 10_000
"""Maximum number of threads whose runtime a pool remembers."""

RESTART_INTERVAL = 5.0
"""Minimum time between two starts of a runtime that has failed, while others run, in seconds.

A runtime that is lost sooner after its start counts as unstable.
"""

MAX_EARLY_LOSSES = 3
"""Number of consecutive early losses after which a runtime has failed."""


@dataclass(frozen=True)
class Observation:
    """State of a client, as its connection reports it."""

    close_reason: Exception | None
    """The error that ended the connection; None while it is open."""

    open_turns: int
    """Number of turns that run on the runtime, also those that the pool has not started."""

    draining: bool = False
    """Whether the runtime shuts down, and rejects requests that start work."""


class State(str, Enum):
    """State of a runtime of a pool."""

    starting = "starting"
    ready = "ready"
    draining = "draining"
    """The runtime shuts down. Its client is waiting for the next connection."""
    failed = "failed"


class Ticket:
    """The request of a caller for a place on a runtime, and the place once it is granted.

    Args:
        turn: Whether the place is for a turn, and counts for `max_turns`.
        limited: Whether the ticket waits while a runtime runs `max_turns` turns.
        index: The only runtime that is suitable; None for any.
        all_started: Whether the ticket waits until all runtimes have started, or have failed.
    """

    def __init__(
        self, *, turn: bool, limited: bool = False, index: int | None = None, all_started: bool = False
    ) -> None:
        self.all_started = all_started
        self.turn = turn
        self.limited = limited
        self.required = index
        self.index: int | None = None
        """The runtime; None while the ticket waits."""
        self.observed = False
        """Whether `Observation.open_turns` includes the turn."""
        self.released = False


def turn_ticket() -> Ticket:
    """Return a ticket for a turn of the caller.

    A handler or a tool does not wait for `max_turns`: the turn that waits for it may be one of those that are counted.
    """
    return Ticket(turn=True, limited=not current_requests())


@dataclass(frozen=True)
class Start:
    """Start a runtime, or start it again. Report the outcome with `Placement.started` or `Placement.failed`.

    If the runtime shuts down, its end comes first.
    """

    index: int


@dataclass(frozen=True)
class Grant:
    """Tell the caller that its ticket has a place."""

    ticket: Ticket


@dataclass(frozen=True)
class Reject:
    """Tell the caller that no runtime is available."""

    ticket: Ticket
    error: Exception


Action: TypeAlias = Start | Grant | Reject


class ObservedClient(Protocol):
    """The part of a client that `observe` reads."""

    @property
    def close_reason(self) -> Exception | None: ...

    @property
    def open_turns(self) -> int: ...

    @property
    def draining(self) -> bool: ...


def observe(clients: Sequence[ObservedClient | None], index: int) -> Observation:
    """Return the state of a client of a pool.

    Args:
        clients: The clients.
        index: Index of the client, which has started.

    Returns:
        The state.
    """
    client = clients[index]
    if client is None:
        return Observation(None, 0)
    return Observation(client.close_reason, client.open_turns, client.draining)


class Slot:
    """One runtime of the pool."""

    def __init__(self, index: int) -> None:
        self.index = index
        self.state = State.starting
        self.active = False
        """Whether new threads are placed here. False for a spare."""
        self.error: Exception | None = None
        """Reason of the last failed start; None if the last start has succeeded."""
        self.changed_at = 0.0
        """When the runtime has started or failed, in seconds."""
        self.early_losses = 0
        """Number of consecutive losses soon after a start."""
        self.tickets: set[Ticket] = set()
        self.granted = 0
        """Number of tickets that were placed here."""
        self.threads = 0
        """Number of threads that were started or resumed here."""

    @property
    def turns(self) -> int:
        """Number of turns that the pool runs here."""
        return sum(ticket.turn for ticket in self.tickets)


class Placement:
    """Assigns turns to the runtimes of a pool, and decides when a runtime is started.

    The caller performs the returned actions in order. `size` runtimes are active at most. The others are spares, which
    become active when an active runtime is lost.

    Args:
        count: Number of runtimes, with the spares.
        size: Maximum number of active runtimes.
        max_turns: Maximum number of turns that the pool runs on one runtime; None for no limit.
        observe: Function that returns the state of a client by its index.
        clock: Function that returns the time in seconds.
    """

    def __init__(
        self,
        count: int,
        size: int,
        max_turns: int | None,
        observe: Callable[[int], Observation],
        clock: Callable[[], float],
    ) -> None:
        self.slots = [Slot(index) for index in range(count)]
        self._size = size
        self._max_turns = max_turns
        self._observe = observe
        self._clock = clock
        self._waiting: deque[Ticket] = deque()
        self._threads: OrderedDict[str, int] = OrderedDict()
        self._closed: Exception | None = None

    @property
    def waiting(self) -> int:
        """Number of tickets that wait for a place."""
        return len(self._waiting)

    def begin(self) -> list[Action]:
        """Start all runtimes."""
        return [Start(slot.index) for slot in self.slots]

    def request(self, ticket: Ticket) -> list[Action]:
        """Find a place for a ticket, now or later."""
        if ticket.released:
            return []
        if self._closed is not None:
            return [Reject(ticket, self._closed)]
        self._waiting.append(ticket)
        lost = self._restart_lost()
        return [*lost, *self._restart_failed(ticket), *self._grant()]

    def release(self, ticket: Ticket) -> list[Action]:
        """Free the place of a ticket, or stop waiting for one. Idempotent."""
        if ticket.released:
            return []
        ticket.released = True
        if ticket.index is None:
            if ticket in self._waiting:
                self._waiting.remove(ticket)
        else:
            self.slots[ticket.index].tickets.discard(ticket)
        return self.check()

    def check(self) -> list[Action]:
        """Look for lost connections, and for places that have become free."""
        if self._closed is not None:
            return []
        return [*self._restart_lost(), *self._grant(), *self._reject()]

    def started(self, index: int) -> list[Action]:
        """Record that a runtime has started."""
        slot = self.slots[index]
        slot.state, slot.error, slot.changed_at = State.ready, None, self._clock()
        return self.check()

    def failed(self, index: int, error: Exception) -> list[Action]:
        """Record that a runtime has not started.

        Tickets that only this runtime can serve are rejected, and all tickets if no runtime is left.
        """
        self._fail(self.slots[index], error)
        return self.check()

    def close(self, error: Exception) -> list[Action]:
        """Reject the tickets that wait, and all later ones."""
        self._closed = error
        rejected: list[Action] = [Reject(ticket, error) for ticket in self._waiting]
        self._waiting.clear()
        return rejected

    def remember(self, thread_id: str, index: int) -> None:
        """Record the runtime of a thread."""
        if self._threads.get(thread_id) != index:
            self.slots[index].threads += 1
        self._threads[thread_id] = index
        self._threads.move_to_end(thread_id)
        if len(self._threads) > KNOWN_THREADS:
            self._threads.popitem(last=False)

    def runtime_of(self, thread_id: str) -> int | None:
        """Return the runtime of a thread; None if it is unknown."""
        return self._threads.get(thread_id)

    def _restart_lost(self) -> list[Action]:
        actions: list[Action] = []
        for slot in self.slots:
            if slot.state is not State.ready:
                continue
            observation = self._observe(slot.index)
            reason = observation.close_reason
            if reason is None:
                if observation.draining:
                    slot.state, slot.active = State.draining, False
                    actions.append(Start(slot.index))
                continue
            slot.active = False
            early = self._clock() - slot.changed_at < RESTART_INTERVAL
            slot.early_losses = slot.early_losses + 1 if early else 0
            if slot.early_losses >= MAX_EARLY_LOSSES:
                self._fail(slot, reason)
            else:
                slot.state = State.starting
                actions.append(Start(slot.index))
        return actions

    def _fail(self, slot: Slot, error: Exception) -> None:
        slot.state, slot.error, slot.changed_at = State.failed, error, self._clock()

    def _reject(self) -> list[Action]:
        """Reject the tickets that no runtime can serve."""
        failed = {slot.index: slot.error for slot in self.slots if slot.state is State.failed}
        none_left = len(failed) == len(self.slots)
        last = max(self.slots, key=lambda slot: slot.changed_at).error
        actions: list[Action] = []
        for ticket in list(self._waiting):
            error = failed.get(ticket.required) if ticket.required is not None else last if none_left else None
            if error is not None:
                self._waiting.remove(ticket)
                actions.append(Reject(ticket, error))
        return actions

    def _restart_failed(self, ticket: Ticket) -> list[Action]:
        none_left = all(slot.state in (State.failed, State.draining) for slot in self.slots)
        actions: list[Action] = []
        for slot in self.slots:
            if slot.state is not State.failed:
                continue
            due = self._clock() - slot.changed_at >= RESTART_INTERVAL
            if none_left or due or ticket.required == slot.index:
                slot.state = State.starting
                actions.append(Start(slot.index))
        return actions

    def _grant(self) -> list[Action]:
        self._activate_spares()
        actions: list[Action] = []
        for ticket in list(self._waiting):
            slot = self._choose(ticket)
            if slot is None:
                continue
            self._waiting.remove(ticket)
            ticket.index = slot.index
            slot.tickets.add(ticket)
            # The ticket of the start of the pool runs nothing.
            slot.granted += not ticket.all_started
            actions.append(Grant(ticket))
        return actions

    def _activate_spares(self) -> None:
        missing = self._size - sum(slot.active for slot in self.slots)
        for slot in self.slots:
            if missing > 0 and slot.state is State.ready and not slot.active:
                slot.active = True
                missing -= 1

    def _choose(self, ticket: Ticket) -> Slot | None:
        if ticket.required is None:
            suitable = [slot for slot in self.slots if slot.active]
        else:
            suitable = [self.slots[ticket.required]]
        if ticket.all_started and not self._all_started():
            return None
        # A client repeats the requests of a runtime that shuts down, for a thread that only this runtime may continue.
        usable = (State.ready,) if ticket.required is None else (State.ready, State.draining)
        suitable = [slot for slot in suitable if slot.state in usable and self._has_place(slot, ticket)]
        return min(suitable, key=self._rank, default=None)

    def _all_started(self) -> bool:
        """Return whether all runtimes that new threads use have started, or none of the others is starting."""
        states = [slot.state for slot in self.slots]
        return states.count(State.ready) >= self._size or State.starting not in states

    def _has_place(self, slot: Slot, ticket: Ticket) -> bool:
        return not ticket.limited or self._max_turns is None or slot.turns < self._max_turns

    def _rank(self, slot: Slot) -> tuple[int, int, int]:
        """Return the sort key of a runtime: its load, then the number of its tickets, so that they are spread."""
        reserved = sum(not ticket.observed for ticket in slot.tickets)
        return self._observe(slot.index).open_turns + reserved, slot.granted, slot.index
