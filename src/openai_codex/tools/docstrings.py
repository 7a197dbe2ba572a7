"""Read descriptions from docstrings."""

from __future__ import annotations

import inspect
import re

_SECTION = re.compile(r"(?:args|arguments|parameters|params|keyword args|keyword arguments):\s*", re.IGNORECASE)
_ENTRY = re.compile(r"\*{0,2}(?P<name>\w+)\s*(?:\(.*?\))?\s*:(?:\s+(?P<text>.*))?")
_FIELD = re.compile(
    r":(?:param|parameter|arg|argument|key|keyword)\s+(?:[^:]*\s)?\*{0,2}(?P<name>\w+)\s*:\s*(?P<text>.*)"
)
_ANY_FIELD = re.compile(r":\w+[^:]*:")


def read_docstring(docstring: str | None) -> tuple[str, dict[str, str]]:
    """Return the first paragraph of a docstring and the descriptions of its parameters.

    Parameters are described in a section `Args:` or in `:param name:` fields. Line breaks become spaces.
    """
    lines = inspect.cleandoc(docstring or "").splitlines()
    return _summary(lines), {**_from_section(lines), **_from_fields(lines)}


def _summary(lines: list[str]) -> str:
    summary: list[str] = []
    for line in lines:
        if not line.strip() or _SECTION.fullmatch(line) or _ANY_FIELD.match(line):
            break
        summary.append(line.strip())
    return " ".join(summary)


def _from_section(lines: list[str]) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    inside = False
    entry_indent: int | None = None
    current: list[str] | None = None
    for line in lines:
        text, indent = line.strip(), _indent(line)
        if not inside:
            inside = _SECTION.fullmatch(line) is not None
            continue
        if not text:
            continue
        if indent == 0:
            # The next section, or unrelated text.
            inside = _SECTION.fullmatch(line) is not None
            entry_indent = current = None
            continue
        if entry_indent is None:
            entry_indent = indent
        if indent <= entry_indent:
            entry = _ENTRY.fullmatch(text)
            current = None if entry is None else found.setdefault(entry["name"], [])
            text = "" if entry is None else entry["text"] or ""
        if current is not None and text:
            current.append(text)
    return _join(found)


def _from_fields(lines: list[str]) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    current: list[str] | None = None
    for line in lines:
        text = line.strip()
        field = _FIELD.fullmatch(text)
        if field is not None:
            current = found.setdefault(field["name"], [])
            text = field["text"]
        elif not text or _indent(line) == 0:
            current = None
        if current is not None and text:
            current.append(text)
    return _join(found)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _join(found: dict[str, list[str]]) -> dict[str, str]:
    return {name: " ".join(pieces) for name, pieces in found.items() if pieces}
