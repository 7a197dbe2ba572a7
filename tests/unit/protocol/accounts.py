"""The simplest accounts of what a session should do, for the tests that hold it against them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openai_codex._protocol.pending_requests import PendingRequest
    from openai_codex._protocol.subscription import Subscription


class Asked:
    """What was asked: sent, waiting to be sent, or given up and not answered yet."""

    def __init__(self, limit: int, remembered: int) -> None:
        self.limit = limit
        self.remembered = remembered
        self.sent: list[PendingRequest[int]] = []
        self.waiting: list[PendingRequest[int]] = []
        self.given_up: list[PendingRequest[int]] = []

    def room(self) -> bool:
        """Whether one more may be sent: those that were given up take up to half of the places."""
        return len(self.sent) + min(len(self.given_up), self.limit // 2) < self.limit

    def ask(self, pending: PendingRequest[int], urgent: bool) -> bool:
        """Take a request; return whether it is sent at once."""
        at_once = urgent or (not self.waiting and self.room())
        (self.sent if at_once else self.waiting).append(pending)
        return at_once

    def find(self, request: int) -> PendingRequest[int] | None:
        """Return a request that is waited for, sent or not."""
        return next((pending for pending in self.all() if pending.id == request), None)

    def all(self) -> list[PendingRequest[int]]:
        """Return all that is waited for, the oldest first."""
        return sorted([*self.sent, *self.waiting], key=lambda pending: pending.id)

    def give_up(self, pending: PendingRequest[int], written: bool) -> None:
        """Stop to wait for a request."""
        if pending in self.waiting:
            self.waiting.remove(pending)
            return
        self.sent.remove(pending)
        if written:
            self.given_up = [*self.given_up, pending][-self.remembered :]

    def late(self, request: int) -> PendingRequest[int] | None:
        """Take the reply to what was given up."""
        found = next((pending for pending in self.given_up if pending.id == request), None)
        if found is not None:
            self.given_up.remove(found)
        return found

    def answered(self, request: int) -> PendingRequest[int] | None:
        """Take the reply to what was sent."""
        found = next((pending for pending in self.sent if pending.id == request), None)
        if found is not None:
            self.sent.remove(found)
        return found

    def admit(self) -> list[PendingRequest[int]]:
        """Send what there is room for now, in order."""
        admitted: list[PendingRequest[int]] = []
        while self.waiting and self.room():
            admitted.append(self.waiting.pop(0))
            self.sent.append(admitted[-1])
        return admitted

    def clear(self) -> list[PendingRequest[int]]:
        """End; return all that was waited for."""
        everything = self.all()
        self.sent, self.waiting, self.given_up = [], [], []
        return everything


class Told:
    """What the runtime has told of a turn: numbers, and whether a result needs them."""

    def __init__(self) -> None:
        self.events: list[tuple[int, bool]] = []
        self.completed = False
        self.read = False
        """Whether somebody has been given the events that nobody had read."""

    def numbers(self, essential_only: bool) -> list[int]:
        return [number for number, essential in self.events if essential or not essential_only]


class Reader:
    """A subscription beside what it has to get: the events of a turn or, where that is None, those of some methods."""

    def __init__(
        self, inner: Subscription, turn: str | None, expected: list[int], methods: frozenset[str] | None = None
    ) -> None:
        self.inner = inner
        self.turn = turn
        self.methods = methods
        self.expected = expected
        self.got: list[int] = []
        self.left = False

    def hears(self, method: str, turn: str | None) -> bool:
        """Whether this listens, and to that."""
        if self.left or self.turn is not None:
            return False
        return turn is None if self.methods is None else method in self.methods

    def read(self) -> None:
        while (event := self.inner.pop()) is not None:
            assert self.turn is None or event.turn_id == self.turn
            assert self.methods is None or event.method in self.methods
            self.got.append(event.params["n"])
