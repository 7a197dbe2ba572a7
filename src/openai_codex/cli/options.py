"""Options that several commands share, and their values."""

from __future__ import annotations

import sys
from enum import Enum
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer


class SandboxMode(str, Enum):
    """Access of the commands of the agent."""

    read_only = "read-only"
    workspace_write = "workspace-write"
    full_access = "full-access"


class Approvals(str, Enum):
    """Approval of actions that the sandbox does not allow."""

    ask = "ask"
    ask_always = "ask-always"
    auto_review = "auto-review"
    deny_all = "deny-all"


DirectoryOption = Annotated[
    Path | None, typer.Option("-C", "--cd", metavar="DIR", help="Working directory of the agent.")
]
SandboxOption = Annotated[SandboxMode | None, typer.Option("-s", "--sandbox", help="Access of commands.")]
ApprovalOption = Annotated[
    Approvals | None,
    typer.Option("-a", "--approval", help="Approval of actions. Default: ask in a terminal, else deny-all."),
]
ModelOption = Annotated[str | None, typer.Option("-m", "--model", help="The model.")]
ResumeOption = Annotated[str | None, typer.Option(metavar="ID", help="Continue this thread.")]
LastOption = Annotated[bool, typer.Option("--last", help="Continue the thread of this directory that ran last.")]


def import_argument(name: str, argument: str) -> Any:
    """Import a module that an option names. Modules of the working directory are found, too.

    Args:
        name: Name of the module.
        argument: The option, for the message of an error.

    Returns:
        The module.

    Raises:
        typer.BadParameter: The module is missing, or raises an exception.
    """
    if "" not in sys.path and str(Path.cwd()) not in sys.path:
        sys.path.insert(0, str(Path.cwd()))
    try:
        return import_module(name)
    except ImportError as error:
        raise typer.BadParameter(f"{argument}: {error}") from error
    except (Exception, SystemExit) as error:
        raise typer.BadParameter(f"{argument}: {type(error).__name__}: {error}") from error
