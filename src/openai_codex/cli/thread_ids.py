"""Ids of threads as arguments: complete, or their unique beginning."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from openai_codex import Codex

_COMPLETE = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\Z")

MIN_PREFIX = 4
"""Minimum length of the beginning of an id."""


def resolve(codex: Codex, text: str, *, archived: bool | None = None) -> str:
    """Return the id of a thread for an id or its unique beginning.

    Args:
        codex: The client.
        text: The argument.
        archived: Whether to search the archived threads; None searches both kinds.

    Returns:
        The complete id.

    Raises:
        typer.BadParameter: No thread, or several threads, have an id that begins like this.
    """
    if _COMPLETE.match(text):
        return text
    if len(text) < MIN_PREFIX:
        raise typer.BadParameter(
            f"expected an id of a thread, or at least its first {MIN_PREFIX} characters, got {text!r}"
        )
    kinds = (False, True) if archived is None else (archived,)
    found = [each.id for kind in kinds for each in codex.threads(archived=kind) if each.id.startswith(text)]
    if len(found) != 1:
        problem = "no thread has" if not found else f"{len(found)} threads have"
        raise typer.BadParameter(f"{problem} an id that begins with {text!r}; `codex-py threads list` shows the ids")
    return found[0]
