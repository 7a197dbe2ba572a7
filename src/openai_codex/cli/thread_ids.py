"""Ids of threads as arguments: complete, or their unique beginning."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from openai_codex import AsyncCodex, Codex

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
    _check_length(text)
    kinds = (False, True) if archived is None else (archived,)
    return _unique(text, [each.id for kind in kinds for each in codex.threads(archived=kind)])


async def resolve_async(codex: AsyncCodex, text: str) -> str:
    """Return the id of a thread that is not archived, like `resolve`.

    Args:
        codex: The client.
        text: The argument.

    Returns:
        The complete id.

    Raises:
        typer.BadParameter: No thread, or several threads, have an id that begins like this.
    """
    if _COMPLETE.match(text):
        return text
    _check_length(text)
    return _unique(text, [each.id async for each in codex.threads(archived=False)])


def _check_length(text: str) -> None:
    if len(text) < MIN_PREFIX:
        raise typer.BadParameter(
            f"expected an id of a thread, or at least its first {MIN_PREFIX} characters, got {text!r}"
        )


def _unique(text: str, ids: list[str]) -> str:
    found = [each for each in ids if each.startswith(text)]
    if len(found) != 1:
        problem = "no thread has" if not found else f"{len(found)} threads have"
        raise typer.BadParameter(f"{problem} an id that begins with {text!r}; `codex-py threads list` shows the ids")
    return found[0]
