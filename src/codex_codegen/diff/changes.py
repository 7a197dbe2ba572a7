"""One change between two protocols, and what it means for a caller."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Effect(enum.Enum):
    """What a change means for code that was written for the older protocol; the worst first."""

    breaking = "breaking"
    """Code that was right may be refused, fail, or not find what it reads."""
    behavioral = "behavioral"
    """Code goes on to work, and may see what it did not see before, or get another default."""
    additive = "additive"
    """There is more to use; code goes on as before."""

    @property
    def rank(self) -> int:
        """The place in the order of effects: 0 is the worst."""
        return list(Effect).index(self)


def worst(*effects: Effect) -> Effect:
    """Return the worst of some effects."""
    return min(effects, key=lambda effect: effect.rank)


@dataclass(frozen=True)
class Change:
    """One change.

    `what` is the kind of thing (method, notification, server request, type, field, value, branch), `name` which one
    (`thread/start`, `TurnStartParams.model`), `change` what happened to it, and `detail` says more, or nothing.
    """

    what: str
    name: str
    change: str
    effect: Effect
    detail: str = ""

    @property
    def order(self) -> tuple[int, str, str, str]:
        """What sorts changes: the worst first, then by kind and name."""
        return self.effect.rank, self.what, self.name, self.change
