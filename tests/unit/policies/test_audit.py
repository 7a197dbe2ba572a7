"""What was decided is written down, or it is not allowed."""

from __future__ import annotations

import io
import json
import os
import sys
import threading
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import pytest

from codex_protocol import NetworkPolicyAmendment
from openai_codex import InputError
from openai_codex._handlers.approvals import Approval, ApprovalRequest
from openai_codex.policies import Policy, allow_changes_inside, allow_commands, audit_log, deny_commands
from unit.policies.approval_requests import ACCEPT, COMMAND, DECLINE, asked, changes, older, script

if TYPE_CHECKING:
    from pathlib import Path

POLICY = Policy(deny_commands("git push"), allow_commands("git"))


def lines(path: Path) -> list[dict[str, Any]]:
    text = path.read_text(encoding="ascii")
    assert text == "" or text.endswith("\n")
    return [json.loads(line) for line in text.splitlines()]


def test_each_decision_is_a_line(tmp_path: Path) -> None:
    handler = audit_log(tmp_path / "log", POLICY, actor="the tests")
    before = datetime.now(timezone.utc)
    assert handler(script("git status")) == ACCEPT
    assert handler(older("git", "push")) == DECLINE
    assert handler(asked("rm x", cwd=None)) == DECLINE
    first, second, third = lines(tmp_path / "log")
    time = datetime.fromisoformat(first.pop("time"))
    assert time.utcoffset() == timedelta(0)
    assert before <= time <= datetime.now(timezone.utc)
    assert first == {
        "who": "the tests",
        "thread": "thread",
        "turn": "turn",
        "item": "item",
        "method": COMMAND,
        "command": "/bin/bash -lc 'git status'",
        "cwd": "/src",
        "decision": "accept",
        "rule": "allow_commands('git')",
    }
    assert (second["method"], second["turn"], second["item"]) == ("execCommandApproval", None, "call")
    assert (second["command"], second["decision"]) == ("git push", "decline")
    assert second["rule"] == "deny_commands('git push')"
    assert (third["cwd"], third["decision"], third["rule"]) == (None, "decline", "otherwise")


def test_changes_are_told_by_their_paths_only(tmp_path: Path) -> None:
    handler = audit_log(tmp_path / "log", Policy(allow_changes_inside(tmp_path)), actor="me")
    told = [
        {"path": str(tmp_path / "a"), "kind": {"type": "add"}, "diff": "password"},
        {"path": str(tmp_path / "b"), "kind": {"type": "update", "move_path": "/c"}, "diff": "password"},
    ]
    handler(changes(*told, reason="the password is secret"))
    handler(changes(told[0], grantRoot=str(tmp_path)))
    text = (tmp_path / "log").read_text()
    assert "password" not in text
    first, second = lines(tmp_path / "log")
    assert first["paths"] == [str(tmp_path / "a"), str(tmp_path / "b"), "/c"]
    assert first["decision"] == "decline"
    assert not {"command", "cwd", "grant_root"} & first.keys()
    assert (second["grant_root"], second["decision"]) == (str(tmp_path), "accept")
    assert second["rule"] == f"allow_changes_inside({str(tmp_path)!r})"


def test_other_requests_say_what_they_are(tmp_path: Path) -> None:
    amendment = NetworkPolicyAmendment.model_validate({"action": "allow", "host": "example.org"})
    answers = iter(
        [
            Approval.apply_network_policy_amendment(amendment),
            Approval.accept_with_execpolicy_amendment(["ls", "-l"]),
            Approval.defer(),
        ]
    )

    def in_turn(request: ApprovalRequest) -> Approval:
        return next(answers)

    handler = audit_log(tmp_path / "log", in_turn, actor="me")
    handler(asked("curl", networkApprovalContext={"host": "example.org", "protocol": "https"}))
    handler(asked("yes\n", kind="writeStdin"))
    handler(asked("ls"))
    network, typed, plain = lines(tmp_path / "log")
    assert network["network"] == {"host": "example.org", "protocol": "https"}
    assert network["amendment"] == {"action": "allow", "host": "example.org"}
    assert network["decision"] == "apply_network_policy_amendment"
    assert (typed["kind"], typed["amendment"]) == ("writeStdin", ["ls", "-l"])
    assert plain["decision"] == "defer"
    assert not {"kind", "network", "amendment"} & plain.keys()
    assert plain["rule"].endswith("in_turn")


async def test_async_decisions_are_written_when_they_are_made(tmp_path: Path) -> None:
    async def later(request: ApprovalRequest) -> Approval | None:
        return Approval.cancel()

    handler = audit_log(tmp_path / "log", Policy(allow_commands("git"), later), actor="me")
    decision = handler(asked("ls"))
    assert not isinstance(decision, Approval)
    assert lines(tmp_path / "log") == []
    assert await decision == Approval.cancel()
    (line,) = lines(tmp_path / "log")
    assert line["decision"] == "cancel"
    assert line["rule"].endswith("later")


async def test_a_policy_that_raises_or_is_cancelled_is_written_down_too(tmp_path: Path) -> None:
    import asyncio

    def broken(request: ApprovalRequest) -> Approval:
        raise LookupError("with a secret")

    async def waits(request: ApprovalRequest) -> Approval:
        await asyncio.Event().wait()
        raise AssertionError("nobody set it")

    with pytest.raises(LookupError):
        audit_log(tmp_path / "log", broken, actor="me")(asked("ls"))
    decision = audit_log(tmp_path / "log", waits, actor="me")(asked("ls"))
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


def test_nothing_in_a_command_breaks_the_line(tmp_path: Path) -> None:
    handler = audit_log(tmp_path / "log", POLICY, actor="me\n")
    strange = 'git "\n\r\t\x1b[2K\u2028\u202e\x85 ä \U0001f600'
    handler(asked(strange))
    handler(older("git", "a\nb"))
    data = (tmp_path / "log").read_bytes()
    assert data.isascii()
    assert data.count(b"\n") == 2
    assert not set(data) & (set(range(32)) - {ord("\n")})
    assert lines(tmp_path / "log")[0]["command"] == strange


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no modes")
def test_a_new_file_is_for_its_owner_only(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        audit_log(tmp_path / "log", POLICY, actor="me")
    finally:
        os.umask(before)
    assert (tmp_path / "log").stat().st_mode & 0o777 == 0o600


def test_what_is_in_the_file_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "log").write_text('{"old": 1}\n')
    handler = audit_log("log", POLICY, actor="me")
    monkeypatch.chdir("/")
    handler(asked("git status"))
    assert [line.get("old") for line in lines(tmp_path / "log")] == [1, None]
    # As log rotation does: the next line goes into a new file.
    (tmp_path / "log").rename(tmp_path / "log.1")
    handler(asked("git status"))
    assert len(lines(tmp_path / "log")) == 1
    assert len(lines(tmp_path / "log.1")) == 2


def test_lines_of_several_threads_do_not_mix(tmp_path: Path) -> None:
    # Two logs of one file, as two processes would have; and a file whose writes are seen one by one.
    logs = [audit_log(tmp_path / "log", POLICY, actor="x" * 5000) for _ in range(2)]
    start = threading.Barrier(8)

    def decide(number: int) -> None:
        start.wait(timeout=20)
        for _ in range(20):
            logs[number % 2](asked(f"git log {number}"))

    threads = [threading.Thread(target=decide, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    commands = [line["command"] for line in lines(tmp_path / "log")]
    assert sorted(commands) == sorted(f"git log {number}" for number in range(8) for _ in range(20))


class Seen(io.StringIO):
    """A file that remembers what was done with it."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[str] = []

    def write(self, text: str, /) -> int:
        self.calls.append(text)
        return super().write(text)

    def flush(self) -> None:
        self.calls.append("flush")


def test_a_file_gets_each_line_in_one_write_and_is_flushed() -> None:
    file = Seen()
    handler = audit_log(file, POLICY, actor="me")
    handler(asked("git status"))
    handler(asked("git push"))
    first, flush, second, again = file.calls
    assert (flush, again) == ("flush", "flush")
    assert [json.loads(line)["decision"] for line in (first, second)] == ["accept", "decline"]
    assert first.endswith("}\n")


def test_what_cannot_be_written_down_is_not_allowed(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        audit_log(tmp_path / "missing" / "log", POLICY, actor="me")
    (tmp_path / "folder").mkdir()
    handler = audit_log(tmp_path / "folder" / "log", POLICY, actor="me")
    (tmp_path / "folder" / "log").unlink()
    (tmp_path / "folder").rmdir()
    with pytest.raises(FileNotFoundError):
        handler(asked("git status"))


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full")
def test_a_full_disk_is_not_overlooked() -> None:
    handler = audit_log("/dev/full", POLICY, actor="me")
    with pytest.raises(OSError, match="No space"):
        handler(asked("git status"))


def test_a_log_is_a_rule_of_a_policy(tmp_path: Path) -> None:
    policy = Policy(deny_commands("rm"), audit_log(tmp_path / "log", POLICY, actor="me"))
    assert policy(asked("rm x")) == DECLINE
    assert policy(asked("git status")) == ACCEPT
    assert [line["command"] for line in lines(tmp_path / "log")] == ["git status"]
    assert "audit_log(" in repr(policy)


def test_wrong_arguments_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="policy"):
        audit_log(tmp_path / "log", ACCEPT, actor="me")  # type: ignore[arg-type]
    with pytest.raises(InputError, match="who"):
        audit_log(tmp_path / "log", POLICY, actor=None)  # type: ignore[arg-type]
    with pytest.raises(InputError, match="put it into a Policy"):
        audit_log(tmp_path / "log", allow_commands("git"), actor="me")(asked("rm"))  # type: ignore[arg-type]
