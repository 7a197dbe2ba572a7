"""Documentation pages: their Python blocks, links and headings."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING

from support.paths import ROOT

if TYPE_CHECKING:
    from pathlib import Path

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]

_FENCED = re.compile(r"^```(?P<language>\w*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"(?<!!)\[[^\]]*\]\((?P<target>[^)\s]+)\)")
_HEADING = re.compile(r"^#+ +(?P<title>.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Block:
    """A Python block: its source, the number of its first line, and its expected output, if the page shows any."""

    source: str
    line: int
    output: str | None
    output_span: tuple[int, int] = (0, 0)
    """Position of the expected output in the page."""


def name(page: Path) -> str:
    """Return the name of a page for test ids."""
    return page.relative_to(ROOT).as_posix()


def blocks(text: str) -> list[Block]:
    """Return the Python blocks of a page. A `text` block directly after a block is its expected output."""
    fenced = list(_FENCED.finditer(text))
    found: list[Block] = []
    for block, after in zip_longest(fenced, fenced[1:]):
        if block["language"] != "python":
            continue
        follows = after and after["language"] == "text" and not text[block.end() : after.start()].strip()
        line = text.count("\n", 0, block.start("text")) + 1
        if after and follows:
            found.append(Block(block["text"], line, after["text"], after.span("text")))
        else:
            found.append(Block(block["text"], line, None))
    return found


def replace_outputs(text: str, outputs: list[tuple[Block, str]]) -> str:
    """Return a page with other expected outputs; blocks are in page order."""
    for block, output in reversed(outputs):
        start, end = block.output_span
        text = text[:start] + output + text[end:]
    return text


def links(text: str) -> list[str]:
    """Return the link targets of a page, except those in code."""
    prose = re.sub(r"`[^`\n]*`", "", _FENCED.sub("", text))
    return [link["target"] for link in _LINK.finditer(prose)]


def anchors(text: str) -> set[str]:
    """Return the anchors of the headings of a page, as GitHub generates them."""
    titles = (heading["title"].lower() for heading in _HEADING.finditer(_FENCED.sub("", text)))
    return {re.sub(r"[^\w\- ]", "", title).replace(" ", "-") for title in titles}
