"""The changelog entry for a changed runtime version."""

from __future__ import annotations

import re

from ..errors import CodegenError

_SECTION = re.compile(r"^## Unreleased\n(?P<body>.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
_LINE = re.compile(r"^- The protocol is that of runtime (?P<new>\S+), no longer of (?P<old>\S+)\.\n", re.MULTILINE)


def with_runtime(text: str, old: str, new: str) -> str:
    """Return the changelog with an entry for the change from runtime `old` to `new`.

    The entry is placed under "Unreleased". An existing entry is updated, and removed if its change is reverted.

    Args:
        text: The changelog.
        old: The previous runtime version.
        new: The new runtime version.

    Raises:
        CodegenError: The changelog has no "Unreleased" section.
    """
    if old == new:
        return text
    section = _SECTION.search(text)
    if section is None:
        raise CodegenError('missing section "## Unreleased"', pointer="CHANGELOG.md", remedy="add the section")
    body = section["body"]
    line = _LINE.search(body)
    if line is not None:
        first = line["old"]
        body = body[: line.start()] + _line(first, new) + body[line.end() :]
    else:
        # After the last entry, before the blank lines that separate it from the next section.
        entries = body.rstrip("\n")
        rest = body[len(entries) :] or "\n"
        body = f"{entries}\n{_line(old, new)}{rest.removeprefix(chr(10))}"
    return text[: section.start("body")] + body + text[section.end("body") :]


def _line(old: str, new: str) -> str:
    return "" if old == new else f"- The protocol is that of runtime {new}, no longer of {old}.\n"
