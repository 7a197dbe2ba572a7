"""How strict to be: with the schema that the overrides were written for, and with one that nobody has looked at."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..errors import CodegenError


@dataclass
class Strictness:
    """What is done about what a person should look at.

    With the schema of the runtime that `overrides.toml` names, everything odd is an error, so that the person who
    takes that schema over decides on it. With any other, what can be settled without harm to what is generated is
    settled, and told in `notes`.
    """

    strict: bool = True
    notes: list[str] = field(default_factory=list[str])

    def tolerate(self, problem: CodegenError, instead: str) -> None:
        """Raise the problem where things are strict; else note what was done instead."""
        if self.strict:
            raise problem
        where = "" if problem.pointer is None else f"{problem.pointer}: "
        self.notes.append(f"{where}{problem.problem}; {instead}")
