"""Determine whether a caller sends or receives each type."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..model.graph import closure, references
from .changes import Effect, worst

if TYPE_CHECKING:
    from ..model import ir


@dataclass(frozen=True)
class Usage:
    """Whether a type is sent, received, or both."""

    sent: bool
    received: bool

    def effect(self, sent: Effect, received: Effect) -> Effect:
        """Return the effect of a change on a type.

        Args:
            sent: The effect if the type is sent.
            received: The effect if the type is received, or used nowhere.

        Returns:
            The worse of the effects that apply.
        """
        effects = [effect for goes, effect in ((self.sent, sent), (self.received, received)) if goes]
        return worst(*effects) if effects else received


class TypeUsage:
    """The usages of all types of a protocol."""

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
        """Return whether any message uses a type."""
        return name in self._sent or name in self._received
