"""What the generator says when it cannot go on."""

from __future__ import annotations


class CodegenError(Exception):
    """The protocol package cannot be generated as things are.

    `pointer` is the JSON pointer (or file) that the problem sits at, and `remedy` what to do about it.
    """

    def __init__(self, problem: str, *, pointer: str | None = None, remedy: str | None = None) -> None:
        self.problem = problem
        self.pointer = pointer
        self.remedy = remedy
        lines = [problem if pointer is None else f"{pointer}: {problem}"]
        if remedy is not None:
            lines.append(f"  remedy: {remedy}")
        super().__init__("\n".join(lines))
