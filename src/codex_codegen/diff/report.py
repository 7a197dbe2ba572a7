"""Render a comparison as text, Markdown or JSON."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .changes import Change, Effect

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


@dataclass(frozen=True)
class Report:
    """The changes from one runtime to another, worst first."""

    old: str
    new: str
    changes: tuple[Change, ...]

    def counts(self) -> dict[Effect, int]:
        """Return the number of changes by effect."""
        found = Counter(change.effect for change in self.changes)
        return {effect: found[effect] for effect in Effect}

    def has(self, effect: Effect) -> bool:
        """Return whether a change has this effect or a worse one."""
        return any(change.effect.rank <= effect.rank for change in self.changes)

    def of(self, effect: Effect) -> list[Change]:
        """Return the changes with an effect."""
        return [change for change in self.changes if change.effect is effect]


def render_report(report: Report, form: str) -> str:
    """Render a report.

    Args:
        report: The report.
        form: A key of `FORMATS`.

    Returns:
        The text, with a final newline.
    """
    return FORMATS[form](report) + "\n"


def _headline(report: Report) -> str:
    counts = ", ".join(f"{count} {effect.value}" for effect, count in report.counts().items())
    return f"Runtime {report.old} -> {report.new}: {counts}"


def _text(report: Report) -> str:
    lines = [_headline(report)]
    for effect in Effect:
        found = report.of(effect)
        if found:
            lines += ["", effect.value]
            widths = [max(len(change.what) for change in found), max(len(change.name) for change in found)]
            for change in found:
                detail = f": {change.detail}" if change.detail else ""
                lines.append(f"  {change.what:{widths[0]}}  {change.name:{widths[1]}}  {change.change}{detail}")
    return "\n".join(lines)


def _markdown(report: Report) -> str:
    lines = [f"# {_headline(report)}"]
    for effect in Effect:
        found = report.of(effect)
        if found:
            lines += ["", f"## {effect.value.capitalize()}", "", "| | | | |", "|---|---|---|---|"]
            lines += [
                f"| {change.what} | `{_cell(change.name)}` | {change.change} | {_cell(change.detail)} |"
                for change in found
            ]
    return "\n".join(lines)


def _cell(text: str) -> str:
    return " ".join(text.replace("\\", "\\\\").replace("|", "\\|").split())


def _json(report: Report) -> str:
    raw = {
        "old": report.old,
        "new": report.new,
        "counts": {effect.value: count for effect, count in report.counts().items()},
        "changes": [
            {
                "effect": change.effect.value,
                "what": change.what,
                "name": change.name,
                "change": change.change,
                "detail": change.detail,
            }
            for change in report.changes
        ],
    }
    return json.dumps(raw, indent=1)


FORMATS: Mapping[str, Callable[[Report], str]] = {"text": _text, "markdown": _markdown, "json": _json}
"""Output formats by name."""
