"""The Jinja environment of the templates."""

from __future__ import annotations

import textwrap
from functools import cache
from typing import Any

import jinja2

from ..schema.resources import templates_folder
from .docstrings import docstring as docstring_of
from .docstrings import literal, paragraphs


@cache
def environment() -> jinja2.Environment:
    """Return the environment of the type templates, which caches compiled templates."""
    return new_environment()


def new_environment() -> jinja2.Environment:
    """Create an environment for the templates.

    Text of the schema must be passed through `literal` or `docstring`, which escape it.
    """
    result = jinja2.Environment(
        loader=jinja2.FileSystemLoader(templates_folder()),
        undefined=jinja2.StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    filters: dict[str, Any] = {"literal": literal, "docstring": docstring, "lines": _lines}
    result.filters.update(filters)
    return result


def docstring(text: str, indent: int) -> str:
    """Return a text as a docstring literal.

    Args:
        text: The text.
        indent: The number of spaces before the lines after the first.
    """
    # The docstring of a class must be valid UTF-8, so lone surrogates are replaced.
    encodable = "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in text)
    return docstring_of(paragraphs(encodable), indent)


def _lines(names: list[str]) -> list[str]:
    """Wrap names into lines that each end in a space, so that adjacent literals form one list."""
    lines = textwrap.wrap(" ".join(names), 90, break_long_words=False, break_on_hyphens=False)
    return [f"{line} " for line in lines]
