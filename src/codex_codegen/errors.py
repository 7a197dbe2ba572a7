"""Errors of the generator."""

from __future__ import annotations


class CodegenError(Exception):
    """The generator cannot continue.

    Attributes:
        problem: The description of the problem.
        pointer: The JSON pointer or file of the problem; None if it has no location.
        remedy: The action that fixes it; None if unknown.
    """

    def __init__(self, problem: str, *, pointer: str | None = None, remedy: str | None = None) -> None:
        self.problem = problem
        self.pointer = pointer
        self.remedy = remedy
        lines = [problem if pointer is None else f"{pointer}: {problem}"]
        if remedy is not None:
            lines.append(f"  remedy: {remedy}")
        super().__init__("\n".join(lines))


class ArgumentError(CodegenError):
    """An argument of a command is invalid."""
