"""The table of what works with which runtime: docs/compatibility.md, and the results that it is written from."""

from __future__ import annotations

import dataclasses
import hashlib
import inspect
import json
import platform
import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import openai_codex
from compat import check, conformance
from compat.check import Outcome

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "compatibility.md"

_YES, _NO = "✓", "✗"


@dataclass(frozen=True)
class Row:
    """What a runtime can do: its version, what it says of itself, the day (YYYY-MM-DD), capability -> outcome."""

    version: str
    says: str
    day: str
    outcomes: Mapping[str, Outcome]


def fingerprint() -> str:
    """Return a hash of what the results depend on beside the runtime: the client, and what it is put to."""
    sources = [*(ROOT / "src" / "openai_codex").rglob("*.py"), *(ROOT / "generated").rglob("*.py")]
    digest = hashlib.sha256()
    for path in sorted([*sources, Path(conformance.__file__), Path(check.__file__)]):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def load_rows(file: Path, client: str) -> dict[str, Row]:
    """Return the results of earlier runs by version: those of the client with this fingerprint."""
    if not file.is_file():
        return {}
    saved = json.loads(file.read_text(encoding="utf-8"))
    if saved["fingerprint"] != client:
        return {}
    rows: dict[str, Row] = {}
    for version, row in saved["rows"].items():
        outcomes = {name: Outcome(**outcome) for name, outcome in row["outcomes"].items()}
        rows[version] = Row(version, row["says"], row["day"], outcomes)
    return rows


def save_rows(file: Path, rows: Mapping[str, Row], client: str) -> None:
    """Keep results of the client with this fingerprint for a later run."""
    saved = {
        "fingerprint": client,
        "rows": {version: dataclasses.asdict(row) for version, row in rows.items()},
    }
    fresh = file.with_suffix(".new")
    fresh.write_text(json.dumps(saved, indent=1), encoding="utf-8")
    fresh.replace(file)


def render(rows: Sequence[Row]) -> str:
    """Return the page for some rows, the oldest version first."""
    names = list(conformance.CAPABILITIES)
    python = ".".join(platform.python_version_tuple()[:2])
    lines = [
        "# Compatibility",
        "",
        "What this client can do with each published runtime. Every cell is a run of the client against that runtime,",
        "with a scripted model in place of a real one. Below is [why something does not work](#gaps), and",
        "[what each capability stands for](#capabilities).",
        "",
        f"Written by `make compat` on {min(row.day for row in rows)} with client {openai_codex.__version__}, "
        f"on {platform.system()} {platform.machine()} with Python {python}.",
        "",
        f"| Version | It says | {' | '.join(names)} |",
        f"|---|---|{'|'.join([':-:'] * len(names))}|",
    ]
    for row in reversed(rows):
        marks = [_YES if row.outcomes[name].passed else _NO for name in names]
        lines.append(f"| {row.version} | `{row.says}` | {' | '.join(marks)} |")
    lines += ["", "## Gaps", "", *(_gaps(rows) or ["None: every runtime has every capability."])]
    lines += ["", "## Capabilities", ""]
    lines += [f"- **{name}**: {_meaning(name)}" for name in names]
    return "\n".join(lines) + "\n"


def read_page(text: str) -> dict[str, dict[str, bool]]:
    """Return what a page says: version -> capability -> whether it works."""
    header, _, *rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("|")
    ]
    return {row[0]: dict(zip(header[2:], (cell == _YES for cell in row[2:]), strict=True)) for row in rows}


def _gaps(rows: Sequence[Row]) -> list[str]:
    """Return a line for each reason of each capability, with the versions that have it."""
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index, row in enumerate(rows):
        for name, outcome in row.outcomes.items():
            if not outcome.passed:
                found[name, outcome.reason].append(index)
    versions = [row.version for row in rows]
    return [f"- **{name}**, {_spans(places, versions)}: {reason}." for (name, reason), places in found.items()]


def _spans(places: Sequence[int], versions: Sequence[str]) -> str:
    """Return in words which versions stand at some places: what stands side by side as one span."""
    spans: list[list[int]] = []
    for place in places:
        if spans and place == spans[-1][-1] + 1:
            spans[-1].append(place)
        else:
            spans.append([place])
    named = [(versions[span[0]], versions[span[-1]]) for span in spans]
    return ", ".join(first if first == last else f"{first} to {last}" for first, last in named)


def _meaning(capability: str) -> str:
    """Return what a capability stands for: the first sentence of the function that shows it."""
    text = inspect.getdoc(conformance.CAPABILITIES[capability])
    if not text:
        raise ValueError(
            f"the capability {capability!r} does not say what it stands for: give its function a docstring"
        )
    return re.sub(r"\s+", " ", text)
