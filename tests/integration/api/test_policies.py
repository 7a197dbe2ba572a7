"""Policies as handlers on the real runtime."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from codex_protocol import CommandExecutionThreadItem
from integration.api.test_restart import kill
from openai_codex import ApprovalMode, ApprovalRequest, Sandbox
from openai_codex.policies import Policy, allow_changes_inside, allow_commands, audit_log
from openai_codex.testing import shell_call
from support.runtimes import offline
from support.sync_adapter import FLAVOURS

pytestmark = pytest.mark.parametrize("flavour", FLAVOURS)

ASKING = {"approval_mode": ApprovalMode.ask_always, "sandbox": Sandbox.workspace_write}


def patch(path: str) -> str:
    return f"apply_patch <<'EOF'\n*** Begin Patch\n*** Add File: {path}\n+text\n*** End Patch\nEOF"


def made(codex: Any, thread: Any) -> set[str]:
    folder = Path(str(codex.rpc.thread_read(thread_id=thread.id).thread.cwd))
    return {path.name for path in folder.iterdir()}


def test_policy_runs_only_allowed_commands(flavour: str) -> None:
    commands = ["touch good", "touch bad", "touch good; touch worse", "touch good > worst", "touch $(echo evil)"]
    script: list[Any] = [shell_call(command) for command in commands]
    policy = Policy(allow_commands("touch good", "echo"))
    with offline(flavour, [*script, "Done."], on_approval=policy) as (_, codex):
        thread = codex.thread_start(**ASKING)
        result = thread.run("Go")
        items = [item for item in result.items if isinstance(item, CommandExecutionThreadItem)]
        assert [item.status for item in items] == ["completed", *["declined"] * 4]
        assert made(codex, thread) == {"good"}
        assert result.handler_errors == []


def test_policy_allows_changes_inside_folder(flavour: str, tmp_path: Path) -> None:
    work, outside = tmp_path / "work", tmp_path / "outside"
    work.mkdir()
    outside.mkdir()
    policy = Policy(allow_changes_inside(work))
    script = [shell_call(patch("new.txt")), shell_call(patch(str(outside / "new.txt"))), "Done."]
    with offline(flavour, script, on_approval=policy, cwd=work) as (_, codex):
        codex.thread_start(**ASKING).run("Go")
    assert [path.name for path in work.iterdir()] == ["new.txt"]
    assert list(outside.iterdir()) == []


def git(folder: Path, *words: str) -> None:
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "GIT_CONFIG_NOSYSTEM": "1"}
    subprocess.run(["git", *words], cwd=folder, env=environment, check=True, capture_output=True, timeout=30)


@pytest.mark.skipif(shutil.which("git") is None, reason="requires git")
def test_policy_allows_git_only_where_it_starts_no_program(flavour: str, tmp_path: Path) -> None:
    work = tmp_path / "work"
    for folder in (work, work / "nested"):
        folder.mkdir()
        git(folder, "init", "-q", ".")
        (folder / "a").write_text("text")
    git(work / "nested", "config", "filter.x.clean", f"touch {tmp_path}/started; cat")
    (work / "nested" / ".gitattributes").write_text("* filter=x\n")
    script = [shell_call("git add a"), shell_call("git add a", workdir=str(work / "nested")), "Done."]
    with offline(flavour, script, on_approval=Policy(allow_commands("git add")), cwd=work) as (_, codex):
        # The sandbox protects `.git`.
        thread = codex.thread_start(approval_mode=ApprovalMode.ask_always, sandbox=Sandbox.full_access)
        result = thread.run("Go")
        items = [item for item in result.items if isinstance(item, CommandExecutionThreadItem)]
        assert [item.status for item in items] == ["completed", "declined"]
    assert not (tmp_path / "started").exists()
    assert (work / ".git" / "index").exists()
    assert not (work / "nested" / ".git" / "index").exists()


def test_policy_default_directory_is_that_of_thread(flavour: str, tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    second.mkdir()
    requests: list[ApprovalRequest] = []

    def record(request: ApprovalRequest) -> None:
        requests.append(request)

    policy = Policy(record, allow_commands("touch"))
    calls = [shell_call("touch x"), shell_call("touch x", workdir=str(second)), "Done."]
    script = [*calls, *calls, shell_call("touch y"), "Done."]
    with offline(flavour, script, on_approval=policy, restart=True) as (_, codex):
        thread = codex.thread_start(cwd=str(first), **ASKING)
        thread.run("Go")
        assert [path.name for path in (*first.iterdir(), *second.iterdir())] == ["x"]
        # The turn changes the directory of the thread.
        thread.run("Go", cwd=str(second))
        assert (second / "x").exists()
        kill(codex)
        thread.run("Go")
        assert (second / "y").exists()
    assert [request.workspace for request in requests] == [str(first)] * 2 + [str(second)] * 3


def test_audit_log_records_decisions(flavour: str, tmp_path: Path) -> None:
    log = tmp_path / "audit.jsonl"
    policy = audit_log(log, Policy(allow_commands("touch good")), actor="the tests")
    with offline(flavour, [shell_call("touch good"), shell_call("touch bad"), "Done."], on_approval=policy) as (
        _,
        codex,
    ):
        thread = codex.thread_start(**ASKING)
        thread.run("Go")
    entries = [json.loads(line) for line in log.read_text().splitlines()]
    assert [entry["decision"] for entry in entries] == ["accept", "decline"]
    assert {entry["actor"] for entry in entries} == {"the tests"}
    assert {entry["thread"] for entry in entries} == {thread.id}
