"""Strictness: raise problems that need a review, or tolerate them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..errors import CodegenError


@dataclass
class Strictness:
    """How to treat problems that need a review.

    For the schema that the overrides were reviewed with (`Overrides.reviewed_version`), every problem is an error, so
    that the maintainer decides on it. For any other schema, a problem with a safe fallback is recorded in `notes`.
    """

    strict: bool = True
    notes: list[str] = field(default_factory=list[str])

    def tolerate(self, problem: CodegenError, fallback: str) -> None:
        """Raise a problem if strict; otherwise record it with its fallback.

        Args:
            problem: The problem.
            fallback: The handling of the problem if not strict, for `notes`.

        Raises:
            CodegenError: The problem, if strict.
        """
        if self.strict:
            raise problem
        where = "" if problem.pointer is None else f"{problem.pointer}: "
        self.notes.append(f"{where}{problem.problem}; {fallback}")
