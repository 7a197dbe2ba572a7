"""Unit tests of `ask_in_terminal`."""

from __future__ import annotations

import io
import sys
import threading
from typing import TYPE_CHECKING, Any

import pytest

from openai_codex import CodexError
from openai_codex._handlers.approvals import Approval
from openai_codex.policies import Handler, Policy, ask_in_terminal, deny_commands
from openai_codex.policies.terminal import visible
from unit.policies.approval_requests import ACCEPT, DECLINE, change_request, command_request, shell_request

if TYPE_CHECKING:
    from collections.abc import Callable

    from openai_codex._handlers.approvals import ApprovalRequest


class Person:
    """A person at a terminal who gives scripted answers."""

    def __init__(self, *answers: str) -> None:
        console: Any = pytest.importorskip("rich.console", reason="needs the extra `cli`")
        self.file = io.StringIO()
        self.console = console.Console(file=self.file, width=100, force_terminal=False, color_system=None)
        self.answers = iter(answers)

    def read(self) -> str:
        try:
            return next(self.answers)
        except StopIteration:
            raise EOFError from None

    def decide(self, request: ApprovalRequest) -> object:
        return ask_in_terminal(console=self.console, read=self.read)(request)

    @property
    def output(self) -> str:
        return self.file.getvalue()


OFFERED: dict[str, Any] = {
    "availableDecisions": [
        "accept",
        "acceptForSession",
        {"acceptWithExecpolicyAmendment": {"execpolicy_amendment": ["git", "status"]}},
        "cancel",
    ],
    "proposedExecpolicyAmendment": ["git", "two words"],
}


def test_ask_in_terminal_command_shows_its_details() -> None:
    person = Person("y")
    # Without a policy it is a handler, which decides on every request.
    handler: Handler = ask_in_terminal(console=person.console, read=lambda: "c")
    assert handler(command_request("ls")) == Approval.cancel()
    assert person.decide(shell_request("git status", reason="to look around")) == ACCEPT
    for part in (
        "Run this command?",
        "/bin/bash -lc 'git status'",
        "in /src",
        "reason: to look around",
        "yes, this once",
    ):
        assert part in person.output


def test_ask_in_terminal_changes_shows_complete_diffs() -> None:
    person = Person("y")
    wire_changes = [
        {
            "path": "/src/a",
            "kind": {"type": "update", "move_path": "/src/b"},
            "diff": "@@ -1 +1 @@\n-old\n+new [red]\n",
        },
        {"path": "/src/c", "kind": {"type": "delete"}, "diff": "\n".join(f"line {number}" for number in range(300))},
    ]
    assert person.decide(change_request(*wire_changes, grantRoot="/src")) == ACCEPT
    for part in (
        "update /src/a -> /src/b",
        "-old",
        "+new [red]",
        "delete /src/c",
        "line 0 ",
        "line 299",
        "everything in /src",
    ):
        assert part in person.output


def test_ask_in_terminal_other_requests_shows_their_kind() -> None:
    person = Person("n", "n", "n", "n")
    person.decide(command_request("curl x", networkApprovalContext={"host": "example.org", "protocol": "https"}))
    assert "Allow this connection?" in person.output
    assert "https://example.org" in person.output
    person.decide(command_request("yes", kind="writeStdin"))
    assert "writeStdin" in person.output
    person.decide(command_request("ls", additionalPermissions={"network": {"enabled": True}}))
    assert '{"network":{"enabled":true}}' in person.output
    person.decide(change_request())
    assert "did not list the files" in person.output


@pytest.mark.parametrize(
    ("answer", "decision"),
    [
        ("y", Approval.accept()),
        (" Y ", Approval.accept()),
        ("s", Approval.accept_for_session()),
        ("a", Approval.accept_with_execpolicy_amendment(["git", "two words"])),
        ("n", Approval.decline()),
        ("", Approval.decline()),
        ("c", Approval.cancel()),
    ],
)
def test_ask_in_terminal_available_answer_decides(answer: str, decision: Approval) -> None:
    person = Person(answer)
    assert person.decide(shell_request("git status", **OFFERED)) == decision
    assert "start with: git 'two words'" in person.output


def test_ask_in_terminal_unavailable_answer_asks_again() -> None:
    person = Person("s", "a", "1", "yes", "c")
    assert person.decide(shell_request("git status", availableDecisions=["accept", "cancel"])) == Approval.cancel()
    assert person.output.count("expected one of y, c, n") == 4


def test_ask_in_terminal_network_amendments_are_numbered() -> None:
    rules = [{"action": "allow", "host": "example.org"}, {"action": "deny", "host": "example.com"}]
    offered: dict[str, Any] = {
        "availableDecisions": [
            "accept",
            *({"applyNetworkPolicyAmendment": {"network_policy_amendment": rule}} for rule in rules),
        ],
        "proposedNetworkPolicyAmendments": rules,
        "networkApprovalContext": {"host": "example.org", "protocol": "https"},
    }
    person = Person("2")
    request = command_request("curl", **offered)
    assert person.decide(request) == Approval.apply_network_policy_amendment(
        request.proposed_network_policy_amendments[1]
    )
    assert "1  always allow example.org" in person.output
    assert "2  always deny example.com" in person.output


def test_ask_in_terminal_end_of_input_declines() -> None:
    assert Person().decide(shell_request("git status")) == DECLINE
    assert Person("unknown").decide(shell_request("git status")) == DECLINE


def test_ask_in_terminal_without_read_uses_console(monkeypatch: pytest.MonkeyPatch) -> None:
    person = Person()
    monkeypatch.setattr(sys, "stdin", io.StringIO("y\n"))
    assert ask_in_terminal(console=person.console)(shell_request("git status")) == ACCEPT
    assert "Your decision (y/s/c/n, empty: n)?" in person.output
    assert ask_in_terminal(console=person.console)(shell_request("git status")) == DECLINE


def test_ask_in_terminal_control_characters_are_escaped() -> None:
    person = Person("\x1b[2Kx", "n")
    control_text = "rm x\x1b[2K\x1b[1A\rls \x08\x9b2K \u202erm\u2066 \u200b \x07[bold]ls[/bold] [/]"
    fields: dict[str, Any] = {
        "reason": control_text,
        "cwd": control_text,
        "proposedExecpolicyAmendment": [control_text],
    }
    person.decide(shell_request(control_text, **{**OFFERED, **fields}))
    person.decide(change_request({"path": control_text, "kind": {"type": "add"}, "diff": control_text}))
    assert not set(person.output) & set("\x1b\r\x08\x9b\u202e\u2066\u200b\x07")
    assert "rm x\\x1b[2K" in person.output
    assert "[bold]ls[/bold]" in person.output


def test_visible_control_characters_escapes_them() -> None:
    assert visible("a\tb\nä €") == "a\tb\nä €"
    assert visible("\x00\x7f\x85\u2028\ufeff\ud800") == "\\x00\\x7f\\x85\\u2028\\ufeff\\ud800"


def test_ask_in_terminal_concurrent_requests_asks_one_at_a_time() -> None:
    """A second request waits for the first answer; rules that need no answer are not blocked."""
    person = Person()
    reading, answer = threading.Event(), threading.Event()
    order: list[str] = []

    def reader(name: str) -> Callable[[], str]:
        def read() -> str:
            order.append(f"{name} is asked")
            reading.set()
            assert answer.wait(timeout=20)
            order.append(f"{name} answers")
            return "y"

        return read

    def decide(name: str) -> None:
        policy = Policy(deny_commands("rm"), ask_in_terminal(console=person.console, read=reader(name)))
        assert policy(command_request("ls")) == ACCEPT

    threads = [threading.Thread(target=decide, args=(name,)) for name in ("first", "second")]
    threads[0].start()
    assert reading.wait(timeout=20)
    threads[1].start()
    policy = Policy(deny_commands("rm"), ask_in_terminal(console=person.console, read=reader("third")))
    assert policy(command_request("rm x")) == DECLINE
    assert order == ["first is asked"]
    answer.set()
    for thread in threads:
        thread.join(timeout=20)
    assert order == ["first is asked", "first answers", "second is asked", "second answers"]


def test_ask_in_terminal_without_rich_raises(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("rich", "rich.console", "rich.text", "rich.panel"):
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(ImportError, match=r"pip install 'openai-codex-client\[cli\]'") as caught:
        ask_in_terminal()
    assert isinstance(caught.value, CodexError)
