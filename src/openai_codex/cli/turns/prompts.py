"""Inputs of a turn from arguments and standard input."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import typer

from openai_codex._requests.input_items import LocalImageInput, TextInput

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from openai_codex import InputItem


def read_prompt(prompt: str | None, append_stdin: bool) -> str:
    """Return the prompt.

    Args:
        prompt: The argument; None or `-` reads standard input.
        append_stdin: Whether to append standard input to the prompt.

    Returns:
        The text.
    """
    if prompt in (None, "-"):
        if append_stdin:
            raise typer.BadParameter("expected a prompt as argument with --stdin")
        if prompt is None and sys.stdin.isatty():
            raise typer.BadParameter("missing prompt; pass it as argument, or - to read standard input")
        text = _read_stdin()
    else:
        text = prompt or ""
        if append_stdin:
            text += f"\n\n<stdin>\n{_read_stdin()}\n</stdin>"
    if not text.strip():
        raise typer.BadParameter("the prompt is empty")
    return text


def _read_stdin() -> str:
    return sys.stdin.buffer.read().decode("utf-8", "replace")


def input_items(prompt: str, images: Sequence[Path]) -> list[InputItem]:
    """Return the input of a turn."""
    return [TextInput(prompt), *(LocalImageInput(image.absolute()) for image in images)]
