"""Audit log of approval decisions: one JSON object per line."""

from __future__ import annotations

import hashlib
import json
import os
import threading
from collections.abc import Awaitable
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Protocol, cast

from openai_codex._handlers.approvals import CommandApprovalRequest, FileChangeApprovalRequest
from openai_codex._handlers.mcp_approvals import McpToolApprovalRequest
from openai_codex._redaction import redacted
from openai_codex.errors import InputError
from openai_codex.policies.rules import Decision, Policy, evaluate, rule_name

if TYPE_CHECKING:
    from openai_codex._handlers.approvals import Approval, ApprovalRequest
    from openai_codex._json_types import JsonObject
    from openai_codex.policies.rules import Handler


class TextFile(Protocol):
    """A writable text file, such as the result of `open(..., "a")`."""

    def write(self, text: str, /) -> object:
        """Write text."""

    def flush(self) -> object:
        """Flush the buffer."""


def audit_log(log: str | os.PathLike[str] | TextFile, policy: Handler, *, actor: str) -> AuditLog:
    """Return a handler that delegates to a policy and logs each decision.

    Each decision is one line of JSON, written immediately:

        {"time": "2026-01-31T12:00:00.000000+00:00", "actor": "ci", "thread": "...", "turn": "...", "item": "...",
         "method": "item/commandExecution/requestApproval", "command": "/bin/bash -lc 'git status'",
         "command_sha256": "7ae3...", "cwd": "/src", "decision": "accept", "rule": "allow_commands('git status')"}

    `time` is in UTC. Commands are logged with secrets redacted, and redaction may hide more than the secret. Therefore
    `command_sha256` is the SHA-256 hash of the original command in UTF-8, which identifies a command that is known from
    elsewhere. A short secret can be found from the hash by trial, so protect the log accordingly. Entries about file
    changes have `paths` instead of `command` and `cwd`, and `grant_root` if the runtime requests write access to a
    directory. Calls of MCP tools have `server`, `tool` and `arguments`. Network requests have `network`, input to a
    running process has `kind`, and approvals with an amendment have `amendment`. If the policy raises or is cancelled,
    `decision` is null and `error` is the name of the exception. `reason` is that of the decision; file contents and the
    reasons of requests are not logged. A deferred decision is logged as `defer`; the later decision is not logged.

    A log file that does not exist is created, readable by its owner only. The file is opened for each line, so that it
    can be rotated and shared by several processes, also after a fork. Keep it in a directory that the agent cannot
    write to.

    Args:
        log: The path of the log file, or an open text file.
        policy: A `Policy` or another handler, sync or async.
        actor: The person or program to which the decisions are attributed.

    Returns:
        The handler, for `on_approval`.

    Raises:
        InputError: `policy` is not callable, or `actor` is not a string.
        OSError: The log cannot be written. The returned handler raises it as well, so that a decision that was not
            logged is not applied.
    """
    if not callable(policy):
        raise InputError("policy", f"expected a callable that takes an approval request, got {policy!r}")
    if not isinstance(actor, str):
        raise InputError("actor", f"expected a string, got {actor!r}")
    return AuditLog(_AppendOnlyFile(log) if isinstance(log, (str, os.PathLike)) else log, policy, actor)


class AuditLog:
    """Log the decisions of a handler.

    Created by `audit_log`.
    """

    def __init__(self, log: TextFile, policy: Handler, actor: str) -> None:
        self._log = log
        self._policy = policy
        self._actor = actor
        self._lock = threading.Lock()

    def __call__(self, request: ApprovalRequest) -> Approval | Awaitable[Approval]:
        """Return the decision of the policy, or an awaitable of it."""
        try:
            decision = evaluate(self._policy, request)
        except BaseException as error:
            self._write(request, {"decision": None, "rule": rule_name(self._policy), "error": type(error).__name__})
            raise
        return (
            self._decide_async(request, decision)
            if isinstance(decision, Awaitable)
            else self._record(request, decision)
        )

    async def _decide_async(self, request: ApprovalRequest, pending: Awaitable[Decision | None]) -> Approval:
        try:
            decision = await pending
        except BaseException as error:
            self._write(request, {"decision": None, "rule": rule_name(self._policy), "error": type(error).__name__})
            raise
        return self._record(request, decision)

    def _record(self, request: ApprovalRequest, decision: Decision | None) -> Approval:
        if decision is None:
            raise InputError(
                "policy", f"expected an Approval from {rule_name(self._policy)}, got None; wrap the rule in a Policy"
            )
        approval = decision.approval
        outcome: JsonObject = {"decision": approval.decision, "rule": decision.rule}
        if approval.execpolicy_amendment is not None:
            outcome["amendment"] = list(approval.execpolicy_amendment)
        elif approval.network_policy_amendment is not None:
            outcome["amendment"] = approval.network_policy_amendment.model_dump(mode="json", by_alias=True)
        if approval.reason is not None:
            outcome["reason"] = approval.reason
        self._write(request, outcome)
        return decision.named_approval() if isinstance(self._policy, Policy) else approval

    def _write(self, request: ApprovalRequest, outcome: JsonObject) -> None:
        record: JsonObject = {
            "time": datetime.now(timezone.utc).isoformat(timespec="microseconds"),
            "actor": self._actor,
            "thread": request.thread_id,
            "turn": request.turn_id,
            "item": request.item_id,
            "method": request.method,
            **_describe_request(request),
            **outcome,
        }
        # ASCII only, so that no character of a command can break the line or disguise its text.
        line = json.dumps(redacted(record)) + "\n"
        with self._lock:
            self._log.write(line)
            self._log.flush()

    def __repr__(self) -> str:
        return f"audit_log({rule_name(self._policy)}, actor={self._actor!r})"


class _AppendOnlyFile:
    """A file that is opened for each line that is appended."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        # Resolved now, because the program may change its working directory.
        self._path = os.path.abspath(path)
        self.write("")

    def write(self, line: str, /) -> None:
        data = line.encode("ascii")
        file = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
        try:
            # A single write, so that lines of several processes do not interleave.
            if data and os.write(file, data) < len(data):
                raise OSError(f"{self._path}: the decision was written incompletely; check the free disk space")
        finally:
            os.close(file)

    def flush(self) -> None:
        """Do nothing: `write` does not buffer."""


def _describe_request(request: ApprovalRequest) -> JsonObject:
    """Return the fields of a log entry that describe the request."""
    if isinstance(request, FileChangeApprovalRequest):
        paths: list[str] = []
        for change in request.changes:
            target: object = getattr(change.kind, "move_path", None)
            paths += [change.path] if target is None else [change.path, str(target)]
        return {"paths": paths} if request.grant_root is None else {"paths": paths, "grant_root": request.grant_root}
    if isinstance(request, McpToolApprovalRequest):
        return {"server": request.server_name, "tool": request.tool_name, "arguments": request.arguments}
    if not isinstance(request, CommandApprovalRequest):
        return {}
    # Lone surrogates are possible in JSON, but not in UTF-8.
    data = request.command.encode("utf-8", "surrogatepass")
    description: JsonObject = {
        "command": request.command,
        "command_sha256": hashlib.sha256(data).hexdigest(),
        "cwd": request.cwd,
    }
    kind: object = getattr(request.params, "kind", "command")
    if kind != "command":
        description["kind"] = str(getattr(kind, "value", kind))
    network: object = getattr(request.params, "network_approval_context", None)
    if network is not None:
        dump = getattr(network, "model_dump")  # noqa: B009  # the type is not imported
        description["network"] = cast("JsonObject", dump(mode="json", by_alias=True))
    return description
