"""The results of a soak test, as a part of docs/reliability.md."""

from __future__ import annotations

import datetime
import os
import platform
import re
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import openai_codex
from codex_protocol._version import RUNTIME_VERSION
from soak.rounds import EXPECTED

if TYPE_CHECKING:
    from soak.record import Record

PAGE = Path(__file__).parents[2] / "docs" / "reliability.md"
BEGIN, END = "<!-- soak: begin -->", "<!-- soak: end -->"
WIDTH = 120
"""Maximum length of the lines of a paragraph, in characters."""
GAPS_BEGIN, GAPS_END = "<!-- soak gaps: begin -->", "<!-- soak gaps: end -->"


def report(record: Record) -> str:
    """Return the results as Markdown."""
    first, last = record.samples[0], record.samples[-1]
    blocks, grown = record.slope("blocks"), record.slope("rss")
    day = datetime.datetime.now(datetime.timezone.utc).date().isoformat()
    memory = "too few samples" if grown is None else f"{grown.value:+.0f} KiB (standard error {grown.error:.0f})"
    allocated = "too few samples" if blocks is None else f"{blocks.value:+.0f} (standard error {blocks.error:.0f})"
    lines = [
        f"Client {openai_codex.__version__} on runtime {RUNTIME_VERSION}, Python {platform.python_version()}, "
        f"{platform.system()}, {os.cpu_count()} cores, {day}.",
        "",
        "| Figure | Value |",
        "|---|---|",
        f"| Time | {last.at:.0f} s |",
        f"| Rounds, each with a new client | {len(record.samples) - 1} |",
        f"| Operations | {record.turns:,} |",
        f"| Longest operation | {record.longest:.1f} s |",
        f"| Pending calls and unexpected outcomes | {len(record.problems)} |",
        f"| Growth of allocated blocks per 1,000 operations | {allocated} |",
        f"| Allocated blocks at the start and end | {first.blocks:,}, {last.blocks:,} |",
        f"| Memory growth per 1,000 operations | {memory} |",
        f"| Memory at the start and end | {first.rss / 1024:.1f} MiB, {last.rss / 1024:.1f} MiB |",
        f"| File descriptors between rounds: start, end, maximum | {spread(record, 'files')} |",
        f"| Threads | {spread(record, 'threads')} |",
        f"| Child processes (one is the model) | {spread(record, 'children')} |",
        f"| Leaked tasks | {record.tasks_left} |",
        "",
        "| Operation | Outcome | Count |",
        "|---|---|---|",
    ]
    lines += [f"| {work} | {outcome} | {count:,} |" for (work, outcome), count in sorted(record.outcomes.items())]
    return "\n".join(lines)


def spread(record: Record, name: str) -> str:
    """Return the first, last and maximum value of a figure."""
    values = [getattr(sample, name) for sample in record.samples]
    return f"{values[0]}, {values[-1]}, {max(values)}"


def missing_operations(text: str) -> list[str]:
    """Return the operations of the soak test that the recorded run in the page does not contain."""
    recorded = text[text.index(BEGIN) : text.index(END)]
    return [operation for operation in EXPECTED if f"\n| {operation} | " not in recorded]


def gaps(text: str) -> str:
    """Return the sentence that names these operations; empty without any."""
    missing = missing_operations(text)
    sentence = f"The recorded run does not contain these operations, which the test has now: {', '.join(missing)}."
    return textwrap.fill(sentence, WIDTH) if missing else ""


def write_gaps(page: Path = PAGE) -> None:
    """Write the sentence on missing operations into the page, between its markers."""
    text = page.read_text(encoding="utf-8")
    page.write_text(_replaced(text, GAPS_BEGIN, gaps(text), GAPS_END), encoding="utf-8")


def write(record: Record, page: Path = PAGE) -> None:
    """Write the results into the page, between its markers."""
    text = _replaced(page.read_text(encoding="utf-8"), BEGIN, report(record), END)
    page.write_text(_replaced(text, GAPS_BEGIN, gaps(text), GAPS_END), encoding="utf-8")


def _replaced(text: str, begin: str, part: str, end: str) -> str:
    lines = "\n".join(each for each in (begin, part, end) if each)
    replaced, count = re.subn(f"{re.escape(begin)}.*?{re.escape(end)}", lambda _: lines, text, flags=re.DOTALL)
    if count != 1:
        raise ValueError(f"expected the markers {begin} and {end} once, found {count}")
    return replaced
