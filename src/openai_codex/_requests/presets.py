"""Named choices for who approves what, and for what commands may touch."""

from __future__ import annotations

from enum import Enum
from typing import Any, TypeVar

from openai_codex.errors import InputError

PresetT = TypeVar("PresetT", bound=Enum)


class ApprovalMode(str, Enum):
    """Who decides on what the sandbox would not allow.

    Stands for the wire fields `approvalPolicy` and `approvalsReviewer`.
    """

    deny_all = "deny_all"
    """Nobody: what the sandbox does not allow is not done (approval policy `never`)."""

    auto_review = "auto_review"
    """The runtime's own reviewer, when the model asks (approval policy `on-request`)."""

    ask = "ask"
    """You, by `on_approval`, when the model asks or a command looks dangerous (approval policy `on-request`)."""

    ask_always = "ask_always"
    """You, by `on_approval`, for all but what is known to be harmless (approval policy `untrusted`)."""


class Sandbox(str, Enum):
    """What the commands of a turn may touch.

    Stands for the wire field `sandbox` of a thread, and `sandboxPolicy` of a turn.
    """

    read_only = "read-only"
    """Read files; write none, and no network."""

    workspace_write = "workspace-write"
    """Read files, and write below the working folder and the temporary folder; no network."""

    full_access = "full-access"
    """No sandbox at all."""


_APPROVALS: dict[ApprovalMode, dict[str, str]] = {
    ApprovalMode.deny_all: {"approvalPolicy": "never"},
    ApprovalMode.auto_review: {"approvalPolicy": "on-request", "approvalsReviewer": "auto_review"},
    ApprovalMode.ask: {"approvalPolicy": "on-request", "approvalsReviewer": "user"},
    ApprovalMode.ask_always: {"approvalPolicy": "untrusted", "approvalsReviewer": "user"},
}
_SANDBOX_MODES = {
    Sandbox.read_only: "read-only",
    Sandbox.workspace_write: "workspace-write",
    Sandbox.full_access: "danger-full-access",
}
_SANDBOX_POLICIES = {
    Sandbox.read_only: "readOnly",
    Sandbox.workspace_write: "workspaceWrite",
    Sandbox.full_access: "dangerFullAccess",
}


def approval_fields(mode: ApprovalMode | None) -> dict[str, Any]:
    """Return the wire fields for an approval mode; none for None, which changes nothing."""
    return {} if mode is None else dict(_APPROVALS[_member(ApprovalMode, "approval_mode", mode)])


def thread_sandbox_fields(sandbox: Sandbox | None) -> dict[str, Any]:
    """Return the wire fields for the sandbox of a thread; none for None."""
    return {} if sandbox is None else {"sandbox": _SANDBOX_MODES[_member(Sandbox, "sandbox", sandbox)]}


def turn_sandbox_fields(sandbox: Sandbox | None) -> dict[str, Any]:
    """Return the wire fields for the sandbox from a turn on; none for None."""
    if sandbox is None:
        return {}
    return {"sandboxPolicy": {"type": _SANDBOX_POLICIES[_member(Sandbox, "sandbox", sandbox)]}}


def _member(kind: type[PresetT], field: str, value: object) -> PresetT:
    try:
        return kind(value)
    except ValueError:
        choices = ", ".join(f"{kind.__name__}.{member.name}" for member in kind)
        raise InputError(field, f"expected one of {choices}; got {value!r}") from None
