"""One mutant: the replacement of a few bytes of a source file."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True)
class Mutant:
    """A replacement in a source file, and the lines that a test must execute to detect it."""

    path: str
    """Source file, relative to the root of the project."""
    module: str
    function: str
    """Qualified name of the innermost function or class; empty at the top level of the module."""
    operator: str
    start: int
    end: int
    """Offsets of the replaced bytes."""
    replacement: str
    line: int
    before: str
    after: str
    """The changed line, without and with the change."""
    lines: tuple[int, int]
    """First and last line of the statement, or of the code that uses the statement if it runs during the import."""
    at_import: bool
    """Whether the code runs only during the import of the module."""
    number: int = 1
    """Counts mutants with otherwise equal keys."""

    @property
    def key(self) -> str:
        """Identity that survives changes elsewhere in the file."""
        number = f" #{self.number}" if self.number > 1 else ""
        return f"{self.module}:{self.function}: {self.operator}: {self.before} -> {self.after}{number}"

    @property
    def position(self) -> int:
        """Number that decides about the sample: the same on each machine and in each run."""
        return int.from_bytes(hashlib.sha256(self.key.encode()).digest()[:8], "big")

    def apply(self, source: bytes) -> bytes:
        """Return the source with this change, which keeps the numbers of the other lines."""
        removed = source[self.start : self.end]
        lost = removed.count(b"\n") - self.replacement.count("\n")
        return source[: self.start] + self.replacement.encode() + b"\n" * lost + source[self.end :]
