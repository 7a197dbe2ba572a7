"""The command line: `codex-py` or `python -m openai_codex` (extra `cli`)."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING

from openai_codex.cli.exit_codes import ExitCode

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["ExitCode", "main"]

PACKAGES = ("typer", "rich", "prompt_toolkit")
"""Packages of the extra `cli`, which are also the names of their modules."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line.

    Args:
        arguments: The arguments after the program name; None uses `sys.argv`.

    Returns:
        The exit code, see `ExitCode`.
    """
    try:
        missing = [name for name in PACKAGES if find_spec(name) is None]
        if missing:
            print(
                f"codex-py: missing package {', '.join(missing)}; "
                "install it with `pip install 'openai-codex-client[cli]'`",
                file=sys.stderr,
            )
            return ExitCode.FAILED
        # Not at the top, because the packages may be missing.
        from openai_codex.cli.app import run

        return run(arguments)
    except KeyboardInterrupt:
        # Ctrl-C during the imports, or again while the command ends.
        return ExitCode.INTERRUPTED
