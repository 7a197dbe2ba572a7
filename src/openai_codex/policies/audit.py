"""A record of what was decided: one line of JSON for each decision."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Awaitable
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Protocol, cast

from openai_codex._handlers.approvals import CommandApprovalRequest, FileChangeApprovalRequest
from openai_codex._redaction import redacted
from openai_codex.errors import InputError
from openai_codex.policies.rules import Decision, evaluate, rule_name

if TYPE_CHECKING:
    from openai_codex._handlers.approvals import Approval, ApprovalRequest
    from openai_codex._json_types import JsonObject
    from openai_codex.policies.rules import Handler


class TextFile(Protocol):
    """A file that takes text, as `open(..., "a")` returns it."""

    def write(self, text: str, /) -> object:
        """Write text."""

    def flush(self) -> object:
        """Pass on what was written."""


def audit_log(log: str | os.PathLike[str] | TextFile, policy: Handler, *, actor: str) -> AuditLog:
    r"""Return a handler that decides as another one does, and writes down each decision.

    `log` is the path of a file or an open text file, `policy` a `Policy` or any other handler, sync or async, and `who`
    whom the decisions are to be attributed to. Each decision is one line of JSON, written at once:

        {"time": "2026-01-31T12:00:00.000000+00:00", "who": "ci", "thread": "...", "turn": "...", "item": "...",
         "method": "item/commandExecution/requestApproval", "command": "/bin/bash -lc 'git status'", "cwd": "/src",
         "decision": "accept", "rule": "allow_commands('git status')"}

    `time` is in UTC. Changes of files have `paths` in place of `command` and `cwd`, and `grant_root` if a folder is
    asked for; requests for the network have `network`, what is typed into a process has `kind`, and an answer with an
    amendment has `amendment`. Where the policy raised or was cancelled, `decision` is null and `error` the name of the
    exception. Contents of files and reasons are not written down; commands are, without what looks like a secret in
    them. A decision that is left to others is written as `defer`, and theirs is not seen here.

    A file that is not there is made, readable for its owner only. It is opened for each line, so it may be moved away,
    and processes may share it. Raises `OSError` if it cannot be written, here and when deciding: what cannot be written
    down is not allowed.
    """
    if not callable(policy):
        raise InputError("policy", f"expected a function that takes the request, got {policy!r}")
    if not isinstance(actor, str):
        raise InputError("who", f"expected a string, got {actor!r}")
    return AuditLog(_AppendOnlyFile(log) if isinstance(log, (str, os.PathLike)) else log, policy, actor)


class AuditLog:
    """A handler that writes down what another one decides. Made by `audit_log`."""

    def __init__(self, log: TextFile, policy: Handler, actor: str) -> None:
        self._log = log
        self._policy = policy
        self._actor = actor
        self._lock = threading.Lock()

    def __call__(self, request: ApprovalRequest) -> Approval | Awaitable[Approval]:
        """Return what the policy decides, or an awaitable of it."""
        try:
            found = evaluate(self._policy, request)
        except BaseException as error:
            self._write(request, {"decision": None, "rule": rule_name(self._policy), "error": type(error).__name__})
            raise
        return self._decide_async(request, found) if isinstance(found, Awaitable) else self._decided(request, found)

    async def _decide_async(self, request: ApprovalRequest, waiting: Awaitable[Decision | None]) -> Approval:
        try:
            found = await waiting
        except BaseException as error:
            self._write(request, {"decision": None, "rule": rule_name(self._policy), "error": type(error).__name__})
            raise
        return self._decided(request, found)

    def _decided(self, request: ApprovalRequest, found: Decision | None) -> Approval:
        if found is None:
            raise InputError("policy", f"{rule_name(self._policy)} is a rule without an opinion; put it into a Policy")
        approval = found.approval
        outcome: JsonObject = {"decision": approval.decision, "rule": found.rule}
        if approval.execpolicy_amendment is not None:
            outcome["amendment"] = list(approval.execpolicy_amendment)
        elif approval.network_policy_amendment is not None:
            outcome["amendment"] = approval.network_policy_amendment.model_dump(mode="json", by_alias=True)
        self._write(request, outcome)
        return approval

    def _write(self, request: ApprovalRequest, outcome: JsonObject) -> None:
        record: JsonObject = {
            "time": datetime.now(timezone.utc).isoformat(timespec="microseconds"),
            "who": self._actor,
            "thread": request.thread_id,
            "turn": request.turn_id,
            "item": request.item_id,
            "method": request.method,
            **_describe_request(request),
            **outcome,
        }
        # ASCII only: nothing in a command can break the line, or show as something else.
        line = json.dumps(redacted(record)) + "\n"
        with self._lock:
            self._log.write(line)
            self._log.flush()

    def __repr__(self) -> str:
        return f"audit_log({rule_name(self._policy)}, who={self._actor!r})"


class _AppendOnlyFile:
    """A file that lines are appended to, opened for each of them."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        # Relative to where the program is now, not to where it may go.
        self._path = os.path.abspath(path)
        self.write("")

    def write(self, line: str, /) -> None:
        data = line.encode("ascii")
        file = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
        try:
            # One call, so that lines of several processes do not mix.
            if data and os.write(file, data) < len(data):
                raise OSError(f"the decision was only partly written to {self._path}")
        finally:
            os.close(file)

    def flush(self) -> None:
        """Do nothing: the system has got each line already."""


def _describe_request(request: ApprovalRequest) -> JsonObject:
    """Return what is asked for."""
    if isinstance(request, FileChangeApprovalRequest):
        paths: list[str] = []
        for change in request.changes:
            target: object = getattr(change.kind, "move_path", None)
            paths += [change.path] if target is None else [change.path, str(target)]
        return {"paths": paths} if request.grant_root is None else {"paths": paths, "grant_root": request.grant_root}
    if not isinstance(request, CommandApprovalRequest):
        return {}
    subject: JsonObject = {"command": request.command, "cwd": request.cwd}
    kind: object = getattr(request.params, "kind", "command")
    if kind != "command":
        subject["kind"] = str(getattr(kind, "value", kind))
    network: object = getattr(request.params, "network_approval_context", None)
    if network is not None:
        dump = getattr(network, "model_dump")  # noqa: B009  # the type is not loaded for this
        subject["network"] = cast("JsonObject", dump(mode="json", by_alias=True))
    return subject
