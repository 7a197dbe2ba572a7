"""`codex-py completion`: completion of commands and options in a shell."""

from __future__ import annotations

from enum import Enum
from importlib import import_module
from typing import Annotated, Any

import typer


class Shell(str, Enum):
    """Shells with completion."""

    bash = "bash"
    zsh = "zsh"
    fish = "fish"
    powershell = "powershell"


def completion(shell: Annotated[Shell, typer.Argument(help="The shell.")]) -> None:
    """Print the completion script of a shell.

    For example, add this line to ~/.bashrc: eval "$(codex-py completion bash)"
    """
    # The module does not declare the function as a public name.
    get_completion_script: Any = import_module("typer.completion").get_completion_script
    print(get_completion_script(prog_name="codex-py", complete_var="_CODEX_PY_COMPLETE", shell=shell.value))


def register(app: typer.Typer) -> None:
    """Add the command to an application."""
    app.command()(completion)
