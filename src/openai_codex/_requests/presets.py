"""Presets for approvals and for the sandbox."""

from __future__ import annotations

from enum import Enum
from typing import Any, TypeVar

from openai_codex.errors import InputError

PresetT = TypeVar("PresetT", bound=Enum)


class ApprovalMode(str, Enum):
    """Approval of actions that the sandbox does not allow.

    It sets the wire fields `approvalPolicy` and `approvalsReviewer`.
    """

    deny_all = "deny_all"
    """No approvals: actions outside the sandbox are not performed (approval policy `never`)."""

    auto_review = "auto_review"
    """The runtime's reviewer decides when the model requests an approval (approval policy `on-request`)."""

    ask = "ask"
    """`on_approval` decides when the model requests an approval or a command looks dangerous (approval policy
    `on-request`)."""

    ask_always = "ask_always"
    """`on_approval` decides about all actions except those that are known to be safe (approval policy `untrusted`)."""


class Sandbox(str, Enum):
    """Access of the commands of a turn.

    It sets the wire field `sandbox` of a thread, and `sandboxPolicy` of a turn.
    """

    read_only = "read-only"
    """Commands may read files. They have no network access."""

    workspace_write = "workspace-write"
    """Commands may read files, and write in the working and temporary directories. They have no network access."""

    full_access = "full-access"
    """Commands are not sandboxed."""


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
    """Return the wire fields of an approval mode; empty for None."""
    return {} if mode is None else dict(_APPROVALS[_member(ApprovalMode, "approval_mode", mode)])


def thread_sandbox_fields(sandbox: Sandbox | None) -> dict[str, Any]:
    """Return the wire fields of the sandbox of a thread; empty for None."""
    return {} if sandbox is None else {"sandbox": _SANDBOX_MODES[_member(Sandbox, "sandbox", sandbox)]}


def turn_sandbox_fields(sandbox: Sandbox | None) -> dict[str, Any]:
    """Return the wire fields of the sandbox of this and later turns; empty for None."""
    if sandbox is None:
        return {}
    return {"sandboxPolicy": {"type": _SANDBOX_POLICIES[_member(Sandbox, "sandbox", sandbox)]}}


def _member(preset: type[PresetT], field: str, value: object) -> PresetT:
    try:
        return preset(value)
    except ValueError:
        names = ", ".join(f"{preset.__name__}.{member.name}" for member in preset)
        raise InputError(field, f"expected one of {names}, got {value!r}") from None
