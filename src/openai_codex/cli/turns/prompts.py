"""Inputs of a turn from arguments, files and standard input."""

from __future__ import annotations

import json
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from openai_codex._json_types import is_object
from openai_codex._requests.input_items import LocalImageInput, TextInput
from openai_codex._structured_output.output_type import OutputType
from openai_codex.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

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


def read_schema(path: Path) -> dict[str, Any]:
    """Return the JSON schema in a file."""
    try:
        schema = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise typer.BadParameter(f"--output-schema {path}: {error}") from None
    if not is_object(schema):
        raise typer.BadParameter(f"--output-schema {path}: expected a JSON object, got {type(schema).__name__}")
    return schema


def import_type(name: str) -> OutputType[Any]:
    """Return the type with the name `module:Type`. Modules of the working directory are found, too."""
    module, _, attribute = name.partition(":")
    if not module or not attribute:
        raise typer.BadParameter(f"--output-type: expected module:Type, got {name!r}")
    if "" not in sys.path and str(Path.cwd()) not in sys.path:
        sys.path.insert(0, str(Path.cwd()))
    try:
        value: Any = import_module(module)
        for part in attribute.split("."):
            value = getattr(value, part)
    except (ImportError, AttributeError) as error:
        raise typer.BadParameter(f"--output-type {name}: {error}") from None
    try:
        return OutputType(value)
    except InputError as error:
        raise typer.BadParameter(f"--output-type {name}: {error}") from None
