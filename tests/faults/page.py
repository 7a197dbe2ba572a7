"""The fault table as a part of docs/reliability.md."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from faults.table import FAULTS, Situation

if TYPE_CHECKING:
    from faults.table import Fault

PAGE = Path(__file__).parents[2] / "docs" / "reliability.md"
BEGIN, END = "<!-- faults: begin -->", "<!-- faults: end -->"
BETWEEN = re.compile(f"(?<={re.escape(BEGIN)}\n).*?(?={re.escape(END)})", re.DOTALL)


def table() -> str:
    """Return all rows as a table in Markdown."""
    heads = ["Fault", *(situation.value for situation in Situation), "next call", "other turns", "counted as"]
    lines = ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    lines += ["| " + " | ".join(row(fault)) + " |" for fault in FAULTS]
    return "\n".join(lines) + "\n"


def row(fault: Fault) -> list[str]:
    """Return the cells of one row."""
    met = [fault.outcome(situation).value for situation in Situation]
    return [fault.name, *met, fault.later.value, fault.others.value, ", ".join(f"`{kind}`" for kind in fault.counted)]
