"""Render docstrings and string literals. Text of the schema is escaped, so that it is never executed."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING
from unicodedata import ucd_3_2_0

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_WIDTH = 96

_QUOTE = '\\"'


def paragraphs(text: str) -> list[str]:
    """Wrap the lines of a text. Paragraphs stay separate."""
    lines: list[str] = []
    for line in text.strip().splitlines():
        lines.extend(_wrap(line.strip(), "", "") or [""])
    return lines


def section(title: str, entries: Iterable[tuple[str, str]]) -> list[str]:
    """Return a docstring section, or nothing without entries.

    Args:
        title: The title, such as "Args".
        entries: The name and text of each entry.
    """
    lines: list[str] = []
    for name, text in entries:
        first, *rest = [line.strip() for line in text.splitlines() if line.strip()] or [""]
        lines.extend(_wrap(f"{name}: {first}", "    ", "        "))
        for line in rest:
            lines.extend(_wrap(line, "        ", "        "))
    return ["", f"{title}:", *lines] if lines else []


def literal(text: str) -> str:
    """Return a text as an ASCII string literal in double quotes."""
    return '"' + "".join(_escape(char, ascii_only=True) for char in text).replace('"', _QUOTE) + '"'


def docstring(lines: Sequence[str], indent: int = 0) -> str:
    """Return lines as a docstring literal.

    Args:
        lines: The lines.
        indent: The number of spaces before the lines after the first.
    """
    margin = " " * indent
    text = "\n".join([lines[0], *(f"{margin}{line}".rstrip() for line in lines[1:])])
    text = "".join(char if char == "\n" else _escape(char, ascii_only=False) for char in text)
    if len(lines) == 1:
        # Three more quotes follow, so quotes at the end are escaped.
        bare = text.rstrip('"')
        return f'"""{_without_triples(bare)}{_QUOTE * (len(text) - len(bare))}"""'
    return f'"""{_without_triples(text)}\n{margin}"""'


def _without_triples(text: str) -> str:
    return text.replace('"""', _QUOTE * 3)


def _wrap(line: str, first: str, rest: str) -> list[str]:
    return textwrap.wrap(
        line,
        _WIDTH,
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _escape(char: str, *, ascii_only: bool) -> str:
    if char == "\\":
        return "\\\\"
    # Invisible and bidirectional characters are escaped, so that the source shows them. The frozen tables of
    # Unicode 3.2 give the same result in every Python version.
    shown = char == " " or ucd_3_2_0.category(char)[0] not in "CZ"
    if shown and (char.isascii() or not ascii_only):
        return char
    code = ord(char)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
