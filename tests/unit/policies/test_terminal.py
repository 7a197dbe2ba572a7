"""Asking at the terminal: what is shown, what may be answered, and that what is shown is only shown."""

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
from unit.policies.approval_requests import ACCEPT, DECLINE, asked, changes, script

if TYPE_CHECKING:
    from collections.abc import Callable

    from openai_codex._handlers.approvals import ApprovalRequest


class Person:
    """Somebody at a terminal: gives answers in order, and sees what is shown."""

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

    def asks(self, request: ApprovalRequest) -> object:
        return ask_in_terminal(console=self.console, read=self.read)(request)

    @property
    def saw(self) -> str:
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


def test_a_command_is_shown_with_what_matters_for_it() -> None:
    person = Person("y")
    # By itself it is a handler, and so has an answer to everything.
    handler: Handler = ask_in_terminal(console=person.console, read=lambda: "c")
    assert handler(asked("ls")) == Approval.cancel()
    assert person.asks(script("git status", reason="to look around")) == ACCEPT
    for part in (
        "Run this command?",
        "/bin/bash -lc 'git status'",
        "in /src",
        "because: to look around",
        "yes, this once",
    ):
        assert part in person.saw


def test_changes_are_shown_whole() -> None:
    person = Person("y")
    told = [
        {
            "path": "/src/a",
            "kind": {"type": "update", "move_path": "/src/b"},
            "diff": "@@ -1 +1 @@\n-old\n+new [red]\n",
        },
        {"path": "/src/c", "kind": {"type": "delete"}, "diff": "\n".join(f"line {number}" for number in range(300))},
    ]
    assert person.asks(changes(*told, grantRoot="/src")) == ACCEPT
    for part in (
        "update /src/a -> /src/b",
        "-old",
        "+new [red]",
        "delete /src/c",
        "line 0 ",
        "line 299",
        "everything in /src",
    ):
        assert part in person.saw


def test_other_requests_do_not_look_like_commands() -> None:
    person = Person("n", "n", "n", "n")
    person.asks(asked("curl x", networkApprovalContext={"host": "example.org", "protocol": "https"}))
    assert "Allow this connection?" in person.saw
    assert "https://example.org" in person.saw
    person.asks(asked("yes", kind="writeStdin"))
    assert "writeStdin" in person.saw
    person.asks(asked("ls", additionalPermissions={"network": {"enabled": True}}))
    assert '{"network":{"enabled":true}}' in person.saw
    person.asks(changes())
    assert "does not say which" in person.saw


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
def test_what_is_offered_may_be_answered(answer: str, decision: Approval) -> None:
    person = Person(answer)
    assert person.asks(script("git status", **OFFERED)) == decision
    assert "begin with: git 'two words'" in person.saw


def test_what_is_not_offered_may_not_be_answered() -> None:
    person = Person("s", "a", "1", "yes", "c")
    assert person.asks(script("git status", availableDecisions=["accept", "cancel"])) == Approval.cancel()
    assert person.saw.count("is none of y, c, n") == 4


def test_rules_for_hosts_are_numbered() -> None:
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
    request = asked("curl", **offered)
    assert person.asks(request) == Approval.apply_network_policy_amendment(
        request.proposed_network_policy_amendments[1]
    )
    assert "1  always allow example.org" in person.saw
    assert "2  always deny example.com" in person.saw


def test_the_end_of_the_input_declines() -> None:
    assert Person().asks(script("git status")) == DECLINE
    assert Person("what?").asks(script("git status")) == DECLINE


def test_the_console_is_asked_where_no_other_input_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    person = Person()
    monkeypatch.setattr(sys, "stdin", io.StringIO("y\n"))
    assert ask_in_terminal(console=person.console)(script("git status")) == ACCEPT
    assert "Your decision (y/s/c/n, empty: n)?" in person.saw
    assert ask_in_terminal(console=person.console)(script("git status")) == DECLINE


def test_nothing_that_is_shown_is_obeyed() -> None:
    person = Person("\x1b[2Kx", "n")
    nasty = "rm x\x1b[2K\x1b[1A\rls \x08\x9b2K \u202erm\u2066 \u200b \x07[bold]ls[/bold] [/]"
    fields: dict[str, Any] = {"reason": nasty, "cwd": nasty, "proposedExecpolicyAmendment": [nasty]}
    person.asks(script(nasty, **{**OFFERED, **fields}))
    person.asks(changes({"path": nasty, "kind": {"type": "add"}, "diff": nasty}))
    assert not set(person.saw) & set("\x1b\r\x08\x9b\u202e\u2066\u200b\x07")
    assert "rm x\\x1b[2K" in person.saw
    assert "[bold]ls[/bold]" in person.saw


def test_visible_keeps_text_and_lines() -> None:
    assert visible("a\tb\nä €") == "a\tb\nä €"
    assert visible("\x00\x7f\x85\u2028\ufeff\ud800") == "\\x00\\x7f\\x85\\u2028\\ufeff\\ud800"


def test_one_question_is_asked_at_a_time() -> None:
    """While one person thinks, another request waits, and rules that need no person go on."""
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
        assert policy(asked("ls")) == ACCEPT

    threads = [threading.Thread(target=decide, args=(name,)) for name in ("first", "second")]
    threads[0].start()
    assert reading.wait(timeout=20)
    threads[1].start()
    policy = Policy(deny_commands("rm"), ask_in_terminal(console=person.console, read=reader("nobody")))
    assert policy(asked("rm x")) == DECLINE
    assert order == ["first is asked"]
    answer.set()
    for thread in threads:
        thread.join(timeout=20)
    assert order == ["first is asked", "first answers", "second is asked", "second answers"]


def test_without_rich_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("rich", "rich.console", "rich.text", "rich.panel"):
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(ImportError, match=r"pip install 'openai-codex-client\[cli\]'") as caught:
        ask_in_terminal()
    assert isinstance(caught.value, CodexError)
