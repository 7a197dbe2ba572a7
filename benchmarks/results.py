"""Benchmark results, as stored in `results.json`."""

from __future__ import annotations

import json
import statistics
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass
class Results:
    """All runs of all rows.

    `runs[row][client]` is a list with the figures of each run. A failed run has a message under "error".
    """

    date: str = ""
    machine: dict[str, str] = field(default_factory=dict)
    versions: dict[str, dict[str, str]] = field(default_factory=dict)
    runs: dict[str, dict[str, list[dict[str, float | str]]]] = field(default_factory=dict)

    def add(self, row: str, client: str, figures: dict[str, float | str]) -> None:
        """Add a run."""
        self.runs.setdefault(row, {}).setdefault(client, []).append(figures)

    def values(self, row: str, client: str, figure: str) -> list[float]:
        """Return the sorted values of a figure in all runs that have it."""
        found = (run.get(figure) for run in self.runs.get(row, {}).get(client, []))
        return sorted(value for value in found if isinstance(value, (int, float)))

    def median(self, row: str, client: str, figure: str) -> float | None:
        """Return the median of a figure, or None if no run has it."""
        values = self.values(row, client, figure)
        return statistics.median(values) if values else None

    def error(self, row: str, client: str) -> str | None:
        """Return the error of the first failed run of a row, or None."""
        runs = self.runs.get(row, {}).get(client, [])
        return next((str(run["error"]) for run in runs if "error" in run), None)

    def save(self, path: Path) -> None:
        """Write the results to a file."""
        path.write_text(json.dumps(asdict(self), indent=1) + "\n", encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> Results:
        """Read results from a file written by `save`."""
        return cls(**json.loads(path.read_text(encoding="utf-8")))
