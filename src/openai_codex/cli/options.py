"""Values of options that several commands share."""

from __future__ import annotations

from enum import Enum


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
