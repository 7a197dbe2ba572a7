"""Approval requests, as the client passes them to handlers."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Any

from codex_protocol import (
    ApplyPatchApprovalParams,
    CommandExecutionRequestApprovalParams,
    ExecCommandApprovalParams,
    FileChangeRequestApprovalParams,
    FileUpdateChange,
)
from openai_codex._handlers.approvals import Approval, CommandApprovalRequest, FileChangeApprovalRequest

if TYPE_CHECKING:
    from openai_codex.policies import Rule

COMMAND = "item/commandExecution/requestApproval"
CHANGE = "item/fileChange/requestApproval"
ACCEPT = Approval.accept()
DECLINE = Approval.decline()


def command_request(command: str | None, **fields: Any) -> CommandApprovalRequest:
    """Return a request to run a command. `fields` are additional fields in wire format."""
    wire = {
        "threadId": "thread",
        "turnId": "turn",
        "itemId": "item",
        "startedAtMs": 1,
        "command": command,
        "cwd": "/src",
        **fields,
    }
    params = CommandExecutionRequestApprovalParams.model_validate(wire)
    request = CommandApprovalRequest(COMMAND, params, "thread", "turn", "item")
    request.workspace = "/src"
    return request


def shell_request(text: str, shell: str = "/bin/bash", **fields: Any) -> CommandApprovalRequest:
    """Return a request to run a shell script."""
    return command_request(shlex.join([shell, "-lc", text]), **fields)


def legacy_command_request(*words: str) -> CommandApprovalRequest:
    """Return a request in the older format (`execCommandApproval`), which has a list of words."""
    wire = {"callId": "call", "conversationId": "thread", "command": words, "cwd": "/src", "parsedCmd": []}
    params = ExecCommandApprovalParams.model_validate(wire)
    request = CommandApprovalRequest("execCommandApproval", params, "thread", None, "call")
    request.workspace = "/src"
    return request


def change_request(*wire_changes: dict[str, Any], **fields: Any) -> FileChangeApprovalRequest:
    """Return a request to change files. The changes are in wire format."""
    wire = {"threadId": "thread", "turnId": "turn", "itemId": "item", "startedAtMs": 1, **fields}
    params = FileChangeRequestApprovalParams.model_validate(wire)
    parsed = tuple(FileUpdateChange.model_validate(change) for change in wire_changes)
    return FileChangeApprovalRequest(CHANGE, params, "thread", "turn", "item", parsed)


def legacy_change_request(*wire_changes: dict[str, Any]) -> FileChangeApprovalRequest:
    """Return a request in the older format (`applyPatchApproval`).

    The changes are in the form that the client creates from such a request.
    """
    params = ApplyPatchApprovalParams.model_validate({"callId": "call", "conversationId": "thread", "fileChanges": {}})
    parsed = tuple(FileUpdateChange.model_validate(change) for change in wire_changes)
    return FileChangeApprovalRequest("applyPatchApproval", params, "thread", None, "call", parsed)


def decide(rule: Rule, request: CommandApprovalRequest | FileChangeApprovalRequest) -> str | None:
    """Return the decision of a sync rule, or None if it abstains."""
    decision = rule(request)
    assert decision is None or isinstance(decision, Approval)
    return None if decision is None else decision.decision
