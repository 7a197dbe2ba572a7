"""Requests for approval, as a runtime makes them."""

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


def asked(command: str | None, **fields: Any) -> CommandApprovalRequest:
    """Return a request for a command, as it is on the wire; further fields in wire form."""
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
    return CommandApprovalRequest(COMMAND, params, "thread", "turn", "item")


def script(text: str, shell: str = "/bin/bash", **fields: Any) -> CommandApprovalRequest:
    """Return a request for a script that a shell is to run."""
    return asked(shlex.join([shell, "-lc", text]), **fields)


def older(*words: str) -> CommandApprovalRequest:
    """Return a request for a command in the older form, which has a list of words."""
    wire = {"callId": "call", "conversationId": "thread", "command": words, "cwd": "/src", "parsedCmd": []}
    params = ExecCommandApprovalParams.model_validate(wire)
    return CommandApprovalRequest("execCommandApproval", params, "thread", None, "call")


def changes(*told: dict[str, Any], **fields: Any) -> FileChangeApprovalRequest:
    """Return a request for changes of files; each change in wire form."""
    wire = {"threadId": "thread", "turnId": "turn", "itemId": "item", "startedAtMs": 1, **fields}
    params = FileChangeRequestApprovalParams.model_validate(wire)
    parsed = tuple(FileUpdateChange.model_validate(change) for change in told)
    return FileChangeApprovalRequest(CHANGE, params, "thread", "turn", "item", parsed)


def older_changes(*told: dict[str, Any]) -> FileChangeApprovalRequest:
    """Return a request for changes of files in the older form, with changes as the client makes them from it."""
    params = ApplyPatchApprovalParams.model_validate({"callId": "call", "conversationId": "thread", "fileChanges": {}})
    parsed = tuple(FileUpdateChange.model_validate(change) for change in told)
    return FileChangeApprovalRequest("applyPatchApproval", params, "thread", None, "call", parsed)


def opinion(rule: Rule, request: CommandApprovalRequest | FileChangeApprovalRequest) -> str | None:
    """Return what a sync rule decides, or None if it has no opinion."""
    found = rule(request)
    assert found is None or isinstance(found, Approval)
    return None if found is None else found.decision
