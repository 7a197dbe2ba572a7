"""Output to terminals, pipes and files: consoles and JSON, without control characters."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

TAB = 4
"""Columns between two tab stops."""


def prepare_streams() -> None:
    r"""Replace closed standard streams by the null device, and let the others escape characters.

    A character that the encoding of a stream lacks is written as an escape sequence (`\u2713`), instead of raising an
    error.
    """
    # In this order: the null device gets the lowest free descriptor, which is that of the closed stream. Otherwise, a
    # socket or a file could get it, and a child process would use that as its standard stream.
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            # Open until the end of the program, like the other standard streams.
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def safe_lines(text: str) -> list[str]:
    """Return the lines of a text from outside, with control characters as escape sequences."""
    # Not at the top, because it loads pydantic, which `--help` does not need.
    from openai_codex._redaction import printable

    return [printable(line.expandtabs(TAB)) for line in text.replace("\r\n", "\n").rstrip("\n").split("\n")]


def safe_text(text: str) -> str:
    """Return a text from outside with control characters, except line breaks, as escape sequences."""
    return "\n".join(safe_lines(text))


def safe_line(text: object) -> str:
    """Return a text from outside as one line."""
    return " ".join(safe_text(str(text)).split())


def styled(text: str, style: str = "") -> Text:
    """Return a text from outside for a console. It is never parsed as markup."""
    from rich.text import Text

    return Text(safe_text(text), style=style)


def joined(*parts: Text) -> Text:
    """Return texts as one line, each with its own style."""
    from rich.text import Text

    return Text.assemble(*parts)


def console(stream: TextIO | None = None, **options: Any) -> Console:
    """Return a console that writes to a stream.

    It uses colors if the stream is a terminal and NO_COLOR is not set.

    Args:
        stream: The stream; None uses standard output.
        **options: Options of the console.
    """
    from rich.console import Console

    class PipeConsole(Console):
        def on_broken_pipe(self) -> None:
            # The default writes the exit code 1. `guarded` handles this exception.
            raise BrokenPipeError

    target = stream or sys.stdout
    # Lines in a pipe or a file are not wrapped.
    wraps = is_terminal(target)
    return PipeConsole(file=target, highlight=False, markup=False, emoji=False, soft_wrap=not wraps, **options)


def is_terminal(stream: TextIO) -> bool:
    """Return whether a stream is a terminal. A closed stream is not."""
    try:
        return stream.isatty()
    except ValueError:
        return False


def print_json(value: object) -> None:
    """Print a JSON value on one line, with ASCII characters only, so that every encoding can represent it."""
    print(json.dumps(value, ensure_ascii=True, separators=(",", ":")), flush=True)
