"""The figures of a soak test in docs/reliability.md."""

from __future__ import annotations

import datetime
import os
import platform
import re
from pathlib import Path
from typing import TYPE_CHECKING

import openai_codex
from codex_protocol._version import RUNTIME_VERSION

if TYPE_CHECKING:
    from soak.record import Record

PAGE = Path(__file__).parents[2] / "docs" / "reliability.md"
BEGIN, END = "<!-- soak: begin -->", "<!-- soak: end -->"


def report(record: Record) -> str:
    """Return the figures as Markdown."""
    first, last = record.samples[0], record.samples[-1]
    grown = record.slope()
    day = datetime.datetime.now(datetime.timezone.utc).date().isoformat()
    memory = (
        "too few samples to tell" if grown is None else f"{grown.value:+.0f} KiB (standard error {grown.error:.0f})"
    )
    lines = [
        f"Client {openai_codex.__version__} on runtime {RUNTIME_VERSION}, Python {platform.python_version()}, "
        f"{platform.system()}, {os.cpu_count()} cores, {day}.",
        "",
        "| Figure | |",
        "|---|---|",
        f"| Time | {last.at:.0f} s |",
        f"| Rounds, each with a new client | {len(record.samples) - 1} |",
        f"| Pieces of work | {record.turns:,} |",
        f"| The longest of them | {record.longest:.1f} s |",
        f"| Waits that were not ended, outcomes that should not be | {len(record.problems)} |",
        f"| Growth of the memory for 1,000 pieces of work | {memory} |",
        f"| Memory at the start, at the end | {first.rss / 1024:.1f} MiB, {last.rss / 1024:.1f} MiB |",
        f"| File descriptors between rounds: at the start, at the end, the most | {spread(record, 'files')} |",
        f"| Threads | {spread(record, 'threads')} |",
        f"| Child processes (one is the model) | {spread(record, 'children')} |",
        f"| Tasks that were left | {record.tasks_left} |",
        "",
        "| What was done | What came of it | How often |",
        "|---|---|---|",
    ]
    lines += [f"| {work} | {outcome} | {count:,} |" for (work, outcome), count in sorted(record.outcomes.items())]
    return "\n".join(lines)


def spread(record: Record, name: str) -> str:
    """Return a figure at the start and the end, and its maximum."""
    values = [getattr(sample, name) for sample in record.samples]
    return f"{values[0]}, {values[-1]}, {max(values)}"


def write(record: Record, page: Path = PAGE) -> None:
    """Write the figures between the marks of the page."""
    text = page.read_text(encoding="utf-8")
    part = f"{BEGIN}\n{report(record)}\n{END}"
    written, count = re.subn(f"{re.escape(BEGIN)}.*?{re.escape(END)}", lambda _: part, text, flags=re.DOTALL)
    if count != 1:
        raise ValueError(f"{page} does not have the marks {BEGIN} and {END} once")
    page.write_text(written, encoding="utf-8")
