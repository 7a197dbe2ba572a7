"""`Review`: the findings of a code review, as the model states them."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field

Priority = Literal["P0", "P1", "P2", "P3"]
"""The urgency of a finding: P0 blocks the release, P3 is a suggestion."""

PRIORITIES: dict[Priority, str] = {
    "P0": "Blocks the release",
    "P1": "Fix in this change",
    "P2": "Fix later",
    "P3": "Suggestion",
}


class Finding(BaseModel):
    """A finding of a review."""

    title: str = Field(description="One sentence that names the problem.")
    body: str = Field(description="The consequence of the problem, and how to solve it.")
    priority: Priority = Field(description="P0 blocks the release, P1 must be fixed, P2 should be, P3 may be.")
    path: str | None = Field(description="The file, relative to the working directory; null without a file.")
    start_line: int | None = Field(description="The first line, counted from 1; null without a line.")
    end_line: int | None = Field(description="The last line; null for the first line only.")
    confidence: float | None = Field(description="From 0 to 1; null if unknown.")

    @property
    def place(self) -> str:
        """The file and the lines, such as `a.py:3-5`; empty without a file."""
        if self.path is None:
            return ""
        if self.start_line is None:
            return self.path
        lines = f"{self.path}:{self.start_line}"
        return lines if self.end_line in (None, self.start_line) else f"{lines}-{self.end_line}"


class Review(BaseModel):
    """The result of a review."""

    summary: str = Field(description="The review in one or two sentences.")
    findings: list[Finding] = Field(description="All findings, the most urgent first.")

    def at_least(self, priority: Priority) -> list[Finding]:
        """Return the findings with a priority or a more urgent one."""
        return [finding for finding in self.findings if finding.priority <= priority]
