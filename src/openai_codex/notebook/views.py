"""`View`: the content of a display, and its forms as HTML and as plain text."""

from __future__ import annotations

from dataclasses import dataclass, field
from textwrap import indent
from typing import TYPE_CHECKING

from openai_codex.notebook.markup import Markup, clean, joined, tag

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_CHILDREN = 200
"""Maximum number of displayed items of a turn; the first ones are omitted."""

_STYLE = """
.openai-codex { font-family: system-ui, sans-serif; font-size: 13px; line-height: 1.45; margin: 4px 0 }
.openai-codex pre { white-space: pre-wrap; overflow-wrap: anywhere; max-height: 30em; overflow: auto;
  margin: 4px 0; padding: 6px 8px; border-radius: 4px; background: rgba(128, 128, 128, .12); unicode-bidi: isolate }
.openai-codex pre.openai-codex-prose { font-family: inherit; background: none; padding: 2px 0 }
.openai-codex details, .openai-codex .openai-codex-plain { margin: 3px 0 3px 10px }
.openai-codex .openai-codex-badge { opacity: .7; margin-left: 6px }
.openai-codex table { font: inherit; border-collapse: collapse }
.openai-codex td, .openai-codex th { text-align: left; padding: 1px 10px 1px 0; font-weight: normal }
.openai-codex th { opacity: .7 }
.openai-codex .openai-codex-label { opacity: .7 }
"""


@dataclass
class Block:
    """A text: code with its line breaks, or prose."""

    text: str
    label: str = ""
    is_prose: bool = False


@dataclass
class View:
    """A title with facts, texts and parts. All strings may contain text of the model or the runtime."""

    title: str
    badge: str = ""
    facts: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    blocks: list[Block] = field(default_factory=list[Block])
    children: list[View] = field(default_factory=list["View"])
    omitted: int = 0
    """Number of parts that are missing at the start of `children`."""
    is_open: bool = False
    """Whether HTML shows the content of a part at once."""


def html_of(view: View) -> str:
    """Return the HTML of a view, with its style."""
    return str(tag("div", Markup(f"<style>{_STYLE}</style>"), _heading(view, "div"), _content(view), attributes=_ROOT))


_ROOT = 'class="openai-codex"'


def text_of(view: View) -> str:
    """Return the plain text of a view."""
    lines = [_line(view.title) + (f" [{_line(view.badge)}]" if view.badge else "")]
    lines += [f"  {_line(name)}: {_line(value)}" for name, value in view.facts]
    for block in view.blocks:
        if block.label:
            lines.append(f"  {_line(block.label)}:")
        lines.append(indent(clean(block.text), "    " if block.label else "  "))
    omitted, shown = _shown(view)
    lines += [f"  {omitted}"] if omitted else []
    lines += [indent(text_of(child), "  ") for child in shown]
    return "\n".join(lines)


def _heading(view: View, name: str) -> Markup:
    badge = tag("span", _line(view.badge), css="badge") if view.badge else Markup()
    return tag(name, tag("b", _line(view.title)), badge)


def _content(view: View) -> Markup:
    parts: list[Markup] = []
    if view.facts:
        rows = (tag("tr", tag("th", _line(name)), tag("td", _line(value))) for name, value in view.facts)
        parts.append(tag("table", joined(rows)))
    for block in view.blocks:
        if block.label:
            parts.append(tag("div", _line(block.label), css="label"))
        parts.append(tag("pre", clean(block.text), css="prose" if block.is_prose else "code"))
    omitted, shown = _shown(view)
    parts += [tag("div", omitted, css="label")] if omitted else []
    parts += [_part(child) for child in shown]
    return joined(parts)


def _part(view: View) -> Markup:
    content = _content(view)
    if not content:
        return tag("div", _heading(view, "span"), css="plain")
    return tag("details", _heading(view, "summary"), content, attributes="open" if view.is_open else "")


def _shown(view: View) -> tuple[str, Sequence[View]]:
    shown = view.children[-MAX_CHILDREN:]
    omitted = view.omitted + len(view.children) - len(shown)
    return (f"... ({omitted:,} earlier items)" if omitted else "", shown)


def _line(text: str) -> str:
    """Return text as one short line."""
    return clean(" ".join(text.split()), 300).replace("\n", " ")
