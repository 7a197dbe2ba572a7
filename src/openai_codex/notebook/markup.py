"""HTML of untrusted text. All text is escaped, and there are no links, scripts or attributes with text."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from openai_codex._redaction import printable, redacted_text

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_TEXT = 20_000
"""Maximum length of a displayed text, in characters."""

_MARGIN = 4_096
"""Length of the text after the displayed part that is searched for secrets which begin in it, in characters."""

_ANSI = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)?|[@-Z\\-_])")


class Markup(str):
    """A string that is HTML. Only `tag` and constants create it."""

    __slots__ = ()


def tag(name: str, *children: str | Markup, css: str = "", attributes: str = "") -> Markup:
    """Return an element.

    Args:
        name: Name of the element, a constant.
        *children: Content; text that is not `Markup` is escaped.
        css: Class of the element, a constant; empty means none.
        attributes: Further attributes, a constant.

    Returns:
        The HTML.
    """
    inner = "".join(child if isinstance(child, Markup) else escape(child) for child in children)
    opening = name + (f' class="openai-codex-{css}"' if css else "") + (f" {attributes}" if attributes else "")
    return Markup(f"<{opening}>{inner}</{name}>")


def joined(parts: Iterable[Markup]) -> Markup:
    """Return several pieces of HTML as one."""
    return Markup("".join(parts))


def clean(text: str, limit: int = MAX_TEXT) -> str:
    """Return text that is safe to display: redacted, without escape sequences, control and bidi characters visible.

    Args:
        text: Text of the model, the runtime or a tool.
        limit: Maximum length, in characters; a note replaces the rest.

    Returns:
        The text; line breaks and tabs stay.
    """
    rest = len(text) - limit
    # Escape sequences first: a secret may contain them.
    safe = redacted_text(_ANSI.sub("", text[: limit + _MARGIN]))
    if rest > 0:
        safe = safe[:limit]
    safe = safe.replace("\r\n", "\n").replace("\r", "\n")
    # Split at the characters that stay.
    lines = ("\t".join(map(printable, line.split("\t"))) for line in safe.split("\n"))
    return "\n".join(lines) + (f"\n... ({rest:,} more characters)" if rest > 0 else "")
