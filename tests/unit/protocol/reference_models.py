"""Reference models of a session, which the stateful tests compare with the real one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openai_codex._protocol.pending_requests import PendingRequest
    from openai_codex._protocol.subscription import Subscription


class RequestModel:
    """The requests of a session without a response: sent, queued or abandoned."""

    def __init__(self, limit: int, max_abandoned: int) -> None:
        self.limit = limit
        self.max_abandoned = max_abandoned
        self.sent: list[PendingRequest[int]] = []
        self.queued: list[PendingRequest[int]] = []
        self.abandoned: list[PendingRequest[int]] = []

    def has_capacity(self) -> bool:
        """Return whether another request may be sent. Abandoned requests use at most half of the slots."""
        return len(self.sent) + min(len(self.abandoned), self.limit // 2) < self.limit

    def add(self, pending: PendingRequest[int], unthrottled: bool) -> bool:
        """Add a request; return whether it is sent at once."""
        at_once = unthrottled or (not self.queued and self.has_capacity())
        (self.sent if at_once else self.queued).append(pending)
        return at_once

    def find(self, request: int) -> PendingRequest[int] | None:
        """Return a sent or queued request by its id."""
        return next((pending for pending in self.all() if pending.id == request), None)

    def all(self) -> list[PendingRequest[int]]:
        """Return the sent and queued requests, the oldest first."""
        return sorted([*self.sent, *self.queued], key=lambda pending: pending.id)

    def abandon(self, pending: PendingRequest[int], written: bool) -> None:
        """Stop waiting for the response to a request."""
        if pending in self.queued:
            self.queued.remove(pending)
            return
        self.sent.remove(pending)
        if written:
            self.abandoned = [*self.abandoned, pending][-self.max_abandoned :]

    def complete_abandoned(self, request: int) -> PendingRequest[int] | None:
        """Remove and return an abandoned request whose response has arrived."""
        found = next((pending for pending in self.abandoned if pending.id == request), None)
        if found is not None:
            self.abandoned.remove(found)
        return found

    def complete(self, request: int) -> PendingRequest[int] | None:
        """Remove and return a sent request whose response has arrived."""
        found = next((pending for pending in self.sent if pending.id == request), None)
        if found is not None:
            self.sent.remove(found)
        return found

    def release(self) -> list[PendingRequest[int]]:
        """Send as many queued requests as the limit allows, in order; return them."""
        released: list[PendingRequest[int]] = []
        while self.queued and self.has_capacity():
            released.append(self.queued.pop(0))
            self.sent.append(released[-1])
        return released

    def drain(self) -> list[PendingRequest[int]]:
        """Remove all requests; return the sent and queued ones."""
        everything = self.all()
        self.sent, self.queued, self.abandoned = [], [], []
        return everything


class TurnModel:
    """The events of a turn that the runtime has sent: their numbers, and whether they are retained."""

    def __init__(self) -> None:
        self.events: list[tuple[int, bool]] = []
        self.completed = False
        self.consumed = False
        """Whether a consumer has taken over the backlog."""

    def numbers(self, retained_only: bool) -> list[int]:
        return [number for number, retained in self.events if retained or not retained_only]


class ConsumerModel:
    """A subscription and the numbers of the events that it should deliver.

    `turn` is None for a subscription to the notification bus; `methods` are the methods that it is limited to.
    """

    def __init__(
        self, subscription: Subscription, turn: str | None, expected: list[int], methods: frozenset[str] | None = None
    ) -> None:
        self.subscription = subscription
        self.turn = turn
        self.methods = methods
        self.expected = expected
        self.received: list[int] = []
        self.closed = False

    def subscribes_to(self, method: str, turn: str | None) -> bool:
        """Return whether the notification bus delivers an event of a method and turn to this consumer."""
        if self.closed or self.turn is not None:
            return False
        return turn is None if self.methods is None else method in self.methods

    def read(self) -> None:
        while (event := self.subscription.pop()) is not None:
            assert self.turn is None or event.turn_id == self.turn
            assert self.methods is None or event.method in self.methods
            self.received.append(event.params["n"])
