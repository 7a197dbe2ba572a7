"""Presets for approvals."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from openai_codex.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

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


@dataclass(frozen=True)
class GranularApproval:
    """Approval by kind of request, as a value of `approval_mode`.

    A kind that is True leads to a request, which `reviewer` decides. The runtime declines the other kinds without a
    request. It sets the wire field `approvalPolicy` to `granular`.

    Raises:
        InputError: A field has an invalid value.
    """

    sandbox_approval: bool = False
    """Commands and file changes outside the sandbox."""

    rules: bool = False
    """Commands for which a rule of the runtime (execpolicy) requires an approval."""

    mcp_elicitations: bool = False
    """Questions of MCP servers."""

    request_permissions: bool = False
    """Permissions that the model requests."""

    skill_approval: bool = False
    """Scripts of skills."""

    reviewer: Literal["user", "auto_review"] = "user"
    """`user`: the handlers of the client decide. `auto_review`: the runtime's reviewer decides."""

    def __post_init__(self) -> None:
        for name in GRANULAR_KINDS:
            if not isinstance(getattr(self, name), bool):
                raise InputError(f"approval_mode.{name}", f"expected True or False, got {getattr(self, name)!r}")
        if self.reviewer not in ("user", "auto_review"):
            raise InputError("approval_mode.reviewer", f"expected 'user' or 'auto_review', got {self.reviewer!r}")

    def as_wire(self) -> dict[str, object]:
        """Return the wire fields of a thread or a turn."""
        policy = {"granular": {name: getattr(self, name) for name in GRANULAR_KINDS}}
        return {"approvalPolicy": policy, "approvalsReviewer": self.reviewer}


GRANULAR_KINDS = ("sandbox_approval", "rules", "mcp_elicitations", "request_permissions", "skill_approval")
"""The fields of `GranularApproval` that are kinds of requests."""


_APPROVALS: dict[ApprovalMode, dict[str, str]] = {
    ApprovalMode.deny_all: {"approvalPolicy": "never"},
    ApprovalMode.auto_review: {"approvalPolicy": "on-request", "approvalsReviewer": "auto_review"},
    ApprovalMode.ask: {"approvalPolicy": "on-request", "approvalsReviewer": "user"},
    ApprovalMode.ask_always: {"approvalPolicy": "untrusted", "approvalsReviewer": "user"},
}


def approval_fields(mode: ApprovalMode | GranularApproval | None) -> dict[str, Any]:
    """Return the wire fields of an approval mode; empty for None. Raises `InputError` if it is invalid."""
    if mode is None:
        return {}
    if isinstance(mode, GranularApproval):
        return mode.as_wire()
    return dict(_APPROVALS[member_of(ApprovalMode, "approval_mode", mode, "a GranularApproval")])


def member_of(
    preset: type[PresetT], field: str, value: object, alternative: str, aliases: Mapping[str, PresetT] | None = None
) -> PresetT:
    """Return the member of a preset for a member or its name in any spelling, such as `read-only` and `read_only`.

    Args:
        preset: The preset.
        field: Name of the argument, for the error.
        value: The value to convert.
        alternative: Valid values of another type, for the error.
        aliases: More names, without punctuation and in lower case; None for none.

    Raises:
        InputError: The value is invalid.
    """
    if isinstance(value, preset):
        return value
    if isinstance(value, str):
        members = {_letters(member.value): member for member in preset}
        found = {**members, **(aliases or {})}.get(_letters(value))
        if found is not None:
            return found
    names = ", ".join(f"{preset.__name__}.{member.name}" for member in preset)
    raise InputError(field, f"expected one of {names}, or {alternative}, got {value!r}")


def _letters(name: str) -> str:
    return name.replace("-", "").replace("_", "").lower()
