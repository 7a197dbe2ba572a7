"""Which usage each type goes: what a caller sends, what it gets, or both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..model.graph import closure, references
from .changes import Effect, worst

if TYPE_CHECKING:
    from ..model import ir


@dataclass(frozen=True)
class Usage:
    """The type_usage that a type goes in."""

    sent: bool
    received: bool

    def effect(self, sent: Effect, received: Effect) -> Effect:
        """Return what a change means that means one thing for what is sent and another for what is received.

        What goes neither usage is only named in Python, and treated as received.
        """
        effects = [effect for goes, effect in ((self.sent, sent), (self.received, received)) if goes]
        return worst(*effects) if effects else received


class TypeUsage:
    """The ways of all types of a protocol."""

    def __init__(self, protocol: ir.Protocol) -> None:
        graph = {name: references(definition) for name, definition in protocol.definitions.items()}
        sent = [method.params or "" for method in protocol.methods]
        sent += [request.response for request in protocol.server_requests]
        received = [method.response for method in protocol.methods]
        received += [request.params or "" for request in protocol.server_requests]
        received += [item.payload for item in protocol.notifications]
        self._sent = closure(graph, sent)
        self._received = closure(graph, received)

    def of(self, name: str) -> Usage:
        """Return the usage of a type."""
        return Usage(name in self._sent, name in self._received)

    def is_used(self, name: str) -> bool:
        """Return whether any method or notification leads to a type."""
        return name in self._sent or name in self._received
