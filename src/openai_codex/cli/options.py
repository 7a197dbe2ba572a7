"""Options that several commands share, and their values."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import Annotated

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
