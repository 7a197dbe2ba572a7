"""The Jinja environment, and how text of the schema becomes Python source that does nothing."""

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
    """Give the environment that the type templates are rendered in, which keeps them compiled."""
    return new_environment()


def new_environment() -> jinja2.Environment:
    """Make an environment for templates.

    Text of the schema may only be passed through `literal` and `docstring`, which escape it.
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
    """Give a text as a docstring literal whose lines after the first have `indent` spaces."""
    # The docstring of a class has to be valid UTF-8: half of a surrogate pair is not.
    whole = "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in text)
    return docstring_of(paragraphs(whole), indent)


def _lines(names: list[str]) -> list[str]:
    """Fill lines with names, each line ending in a space, so that adjacent literals make one list."""
    lines = textwrap.wrap(" ".join(names), 90, break_long_words=False, break_on_hyphens=False)
    return [f"{line} " for line in lines]
