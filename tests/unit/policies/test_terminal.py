"""Unit tests of `ask_in_terminal`."""

from __future__ import annotations

import io
import re
import sys
import threading
import unicodedata
from typing import TYPE_CHECKING, Any

import pytest

from openai_codex import CodexError
from openai_codex._handlers.approvals import Approval
from openai_codex.policies import Handler, Policy, ask_in_terminal, deny_commands
from openai_codex.policies.visible_text import escape
from unit.policies.approval_requests import (
    ACCEPT,
    DECLINE,
    change_request,
    command_request,
    legacy_command_request,
    shell_request,
)

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
        "line 0\n",
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


def test_ask_in_terminal_command_in_the_older_format_has_no_kind() -> None:
    person = Person("n")
    person.decide(legacy_command_request("ls", "-l"))
    assert "Run this command?" in person.output
    assert "| ls -l" in person.output


def test_ask_in_terminal_values_of_a_newer_runtime_are_shown_escaped() -> None:
    person = Person("n", "n", "n")
    person.decide(command_request("x", kind="read\x1bMemory"))
    assert "Allow this (read\\x1bMemory)?" in person.output
    person.decide(command_request("x", networkApprovalContext={"host": "example.org", "protocol": "quic\x1b"}))
    assert "quic\\x1b://example.org" in person.output
    amendments = [{"host": "example.org", "action": "log\x1b"}]
    offered = [{"applyNetworkPolicyAmendment": {"network_policy_amendment": amendments[0]}}]
    person.decide(command_request("x", proposedNetworkPolicyAmendments=amendments, availableDecisions=offered))
    assert "always log\\x1b example.org" in person.output
    assert "\x1b" not in person.output


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


HIDDEN = [
    *range(32),
    *range(0x7F, 0xA1),
    0xAD,
    0x34F,
    0x300,
    0x61C,
    0x115F,
    0x1160,
    0x17B4,
    0x17B5,
    *range(0x180B, 0x1810),
    *range(0x2000, 0x2010),
    *range(0x2028, 0x2030),
    *range(0x205F, 0x2070),
    0x20DD,
    0x2800,
    0x3000,
    0x3164,
    0xD800,
    0xE000,
    *range(0xFE00, 0xFE10),
    0xFEFF,
    0xFFA0,
    *range(0xFFF9, 0xFFFD),
    0xFFFF,
    *range(0x1D173, 0x1D17B),
    0x1D159,
    *range(0xE0000, 0xE0080),
    *range(0xE0100, 0xE01F0),
    0x10FFFF,
]


def test_escape_hidden_characters_are_visible_ascii() -> None:
    for code in HIDDEN:
        shown = escape(chr(code))
        assert re.fullmatch(r"\\(?:[tnr]|x[0-9a-f]{2}|u[0-9a-f]{4}|U[0-9a-f]{8})", shown), hex(code)
        assert shown.encode().decode("unicode_escape") == chr(code)
    assert escape("a b~ä€漢😀\\") == "a b~ä€漢😀\\"


def test_escape_every_character_is_visible_or_escaped() -> None:
    """The result contains no default-ignorable character, and no other blank than the space."""
    for code in range(sys.maxunicode + 1):
        shown = escape(chr(code))
        if shown == chr(code):
            assert shown.isprintable(), hex(code)
            assert unicodedata.category(shown) not in ("Mn", "Me"), hex(code)
            assert shown == " " or not shown.isspace(), hex(code)


@pytest.mark.parametrize("width", [25, 40, 80])
def test_ask_in_terminal_long_lines_keep_all_characters(width: int) -> None:
    command = "echo " + " " * 300 + "漢" * 50 + " ;" + "x" * 200 + "  "
    person = Person("y")
    person.console.width = width
    person.decide(command_request(command))
    lines = person.output.split("\n")
    body = [line for line in lines if line.startswith("| ")]
    assert all(cell_width(line) < width for line in body)
    text = body[0][2:] + "".join(line[4:] if line.startswith("|   ") else line[2:] for line in body[1:])
    assert text == command + "in /src"


def cell_width(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in line)


def test_ask_in_terminal_request_cannot_imitate_question() -> None:
    """Each line of the request has a prefix, and the lines of a command have numbers."""
    person = Person("n", "n")
    imitation = "ls\n  y  yes, this once\nYour decision (y/n, empty: n)? \nin /src"
    person.decide(command_request(imitation, reason=imitation))
    for number, line in enumerate(imitation.split("\n"), 1):
        assert f"\n| {number}: {line}\n" in person.output
    assert person.output.count("\n  y  yes") == 1
    person.decide(change_request({"path": "a\nb", "kind": {"type": "add"}, "diff": imitation}))
    assert person.output.count("\n  y  yes") == 2


class Pages(Person):
    """A person at a terminal with few lines, who records the pages."""

    def __init__(self, height: int, *answers: str) -> None:
        super().__init__(*answers)
        console: Any = pytest.importorskip("rich.console", reason="needs the extra `cli`")
        self.console = console.Console(file=self.file, width=100, height=height, force_terminal=True, color_system=None)
        self.pages: list[list[str]] = []
        self.start = 0

    def read(self) -> str:
        self.pages.append(self.output[self.start :].splitlines())
        self.start = len(self.output)
        return super().read()


@pytest.mark.parametrize("lines", [1, 3, 4, 5, 6, 13, 100])
def test_ask_in_terminal_long_command_is_shown_in_pages(lines: int) -> None:
    command = "\n".join(f"line-{number}" for number in range(lines))
    pages = Pages(10, *[""] * 200)
    assert pages.decide(command_request(command)) == DECLINE
    # One line remains for the line break after the answer.
    assert all(len(page) < 10 for page in pages.pages)
    shown = [line for page in pages.pages for line in page]
    for number in range(lines):
        assert any(line.endswith(f"line-{number}") for line in shown)
    assert shown[-1] == "Your decision (y/s/c/n, empty: n)? "
    # The title, the directory and the four choices.
    assert len(pages.pages) == -(-(lines + 6) // 8)


def test_ask_in_terminal_page_answers() -> None:
    command = "\n".join(f"line-{number}" for number in range(20))
    # Another answer, even an offered one, shows the page again.
    pages = Pages(10, "y", "", "yes", "", "", "y")
    assert pages.decide(command_request(command)) == ACCEPT
    assert pages.pages[0] == pages.pages[1]
    assert pages.pages[2] == pages.pages[3]
    pages = Pages(10, "", "n", "y")
    assert pages.decide(command_request(command)) == DECLINE
    assert len(pages.pages) == 2
    pages = Pages(10, "")
    assert pages.decide(command_request(command)) == DECLINE
    # The choices are part of the pages: a long one pushes nothing out of sight.
    amendment: dict[str, Any] = {**OFFERED, "proposedExecpolicyAmendment": ["x" * 5000]}
    pages = Pages(10, *[""] * 200)
    pages.decide(command_request("ls", **amendment))
    assert all(len(page) < 10 for page in pages.pages)
    assert "".join(line.strip() for page in pages.pages for line in page).count("x" * 50) > 0


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
