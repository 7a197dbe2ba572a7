"""A change between two protocols, and its effect on a caller."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Effect(enum.Enum):
    """The effect of a change on code written for the old protocol, worst first."""

    breaking = "breaking"
    """Valid code may be rejected, fail, or miss data."""
    behavioral = "behavioral"
    """Code keeps working, but may receive new values or a different default."""
    additive = "additive"
    """New functionality; existing code is unaffected."""

    @property
    def rank(self) -> int:
        """The position in the order of effects; 0 is the worst."""
        return list(Effect).index(self)


def worst(*effects: Effect) -> Effect:
    """Return the worst of some effects."""
    return min(effects, key=lambda effect: effect.rank)


@dataclass(frozen=True)
class Change:
    """One change.

    Attributes:
        what: The kind: method, notification, server request, type, field, value or branch.
        name: The changed element, such as `thread/start` or `TurnStartParams.model`.
        change: The change.
        effect: The effect on a caller.
        detail: Further information, or an empty string.
    """

    what: str
    name: str
    change: str
    effect: Effect
    detail: str = ""

    @property
    def order(self) -> tuple[int, str, str, str]:
        """The sort key: by effect, worst first, then by kind and name."""
        return self.effect.rank, self.what, self.name, self.change
