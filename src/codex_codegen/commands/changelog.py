"""The line of the change log that says which runtime the protocol is of."""

from __future__ import annotations

import re

from ..errors import CodegenError

_SECTION = re.compile(r"^## Unreleased\n(?P<body>.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
_LINE = re.compile(r"^- The protocol is that of runtime (?P<new>\S+), no longer of (?P<old>\S+)\.\n", re.MULTILINE)


def with_runtime(text: str, old: str, new: str) -> str:
    """Give the change log after the protocol went from runtime `old` to `new`.

    One line under "Unreleased" says what it was before and what it is now; it goes away when it is again what it was.
    Raises `CodegenError` for a change log without such a section.
    """
    if old == new:
        return text
    section = _SECTION.search(text)
    if section is None:
        raise CodegenError('the file has no section "## Unreleased"', pointer="CHANGELOG.md", remedy="add one")
    body = section["body"]
    line = _LINE.search(body)
    if line is not None:
        first = line["old"]
        body = body[: line.start()] + _line(first, new) + body[line.end() :]
    else:
        # After the last entry, before the blank lines that part it from the next section.
        entries = body.rstrip("\n")
        rest = body[len(entries) :] or "\n"
        body = f"{entries}\n{_line(old, new)}{rest.removeprefix(chr(10))}"
    return text[: section.start("body")] + body + text[section.end("body") :]


def _line(old: str, new: str) -> str:
    return "" if old == new else f"- The protocol is that of runtime {new}, no longer of {old}.\n"
