"""Questions of handlers in a pseudo-terminal: forms, permissions, and questions that are withdrawn."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from openai_codex.cli import ExitCode
from openai_codex.testing import FunctionCall, shell_call
from support.command_line import CTRL_C, CTRL_D, command_line
from support.paths import TESTS
from support.processes import processes_of

if TYPE_CHECKING:
    from support.command_line import CommandLine

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")

FORM = FunctionCall("ask", {}, namespace="mcp__forms")
ASK_NETWORK = FunctionCall("request_permissions", {"reason": "to look", "permissions": {"network": {"enabled": True}}})
SERVER = {"command": sys.executable, "args": [str(TESTS / "support" / "mcp_server.py")], "required": True}
SETTINGS = {"mcp_servers": {"forms": SERVER}, "features": {"request_permissions_tool": True}}


def outputs(codex: CommandLine) -> list[str]:
    """Return the outputs of the tools, in the order of the calls."""
    return [text.replace("\\", "") for text in codex.model.requests[-1].function_outputs.values()]


def test_forms_and_permissions_are_answered_and_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    script = [FORM, FORM, FORM, ASK_NETWORK, ASK_NETWORK, "Done."]
    with command_line(monkeypatch, script, settings=SETTINGS) as codex:
        with codex.terminal("run", "-a", "ask", "Ask me.") as terminal:
            # The end of the input, also within the form, cancels it.
            terminal.answer("Your decision (", "y\n")
            terminal.answer("Who is there?\nIt requests: ", "")
            terminal.answer("Answer the questions (y/n, empty: n)? ", "y\n")
            # The runtime sorts the fields.
            terminal.answer("age (integer, required)? ", CTRL_D)
            terminal.answer("Your decision (", "y\n")
            terminal.answer("Answer the questions (", "maybe\n")
            terminal.answer("Unknown answer 'maybe'; expected y or n.", "")
            terminal.answer("Answer the questions (", "\n")
            terminal.answer("Your decision (", "y\n")
            terminal.answer("Answer the questions (", "y\n")
            terminal.answer("age (integer, required)? ", "old\n")
            terminal.answer("age: expected an integer, got 'old'", "")
            terminal.answer("age (integer, required)? ", "36\n")
            terminal.answer("name (text, required)? ", "\n")
            terminal.answer("name: expected a value, because the field is required", "")
            terminal.answer("name (text, required)? ", "Ada\n")
            terminal.answer("reason: to look", "")
            terminal.answer("(y/n, empty: n)? ", CTRL_D)
            terminal.answer("Grant these permissions?", "")
            terminal.answer("(y/n, empty: n)? ", "y\n")
            assert terminal.end() == ExitCode.OK
        cancelled, declined, accepted, kept, granted = outputs(codex)
    assert "cancel: None" in cancelled
    assert "decline: None" in declined
    assert "accept: {'age': 36, 'name': 'Ada'}" in accepted
    assert ("enabled" in kept, "enabled" in granted) == (False, True)


@pytest.mark.extended
def test_forms_are_answered_and_refused_in_a_chat(monkeypatch: pytest.MonkeyPatch) -> None:
    with command_line(monkeypatch, [FORM, FORM, "Done."], settings=SETTINGS) as codex:
        with codex.terminal("chat", "-a", "ask") as terminal:
            terminal.answer("Ctrl-D exits", "Ask me.\r")
            terminal.answer("Your decision (", "y\r")
            terminal.answer("Answer the questions (", "n\r")
            terminal.answer("Your decision (", "y\r")
            terminal.answer("Answer the questions (", "y\r")
            terminal.answer("age (integer, required)? ", "old\r")
            terminal.answer("age: expected an integer, got 'old'", "")
            terminal.answer("age (integer, required)? ", "36\r")
            terminal.answer("name (text, required)? ", "Ada\r")
            terminal.wait_for("Done.")
            terminal.wait_for("tokens (")
            assert terminal.leave() == ExitCode.OK
        declined, accepted = outputs(codex)
    assert "decline: None" in declined
    assert "accept: {'age': 36, 'name': 'Ada'}" in accepted


def test_permissions_are_granted_and_refused_in_a_chat(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = {"features": SETTINGS["features"]}
    with command_line(monkeypatch, [ASK_NETWORK, ASK_NETWORK, "Done."], settings=settings) as codex:
        with codex.terminal("chat", "-a", "ask") as terminal:
            terminal.answer("Ctrl-D exits", "Ask me.\r")
            terminal.answer("(y/n, empty: n)? ", "\r")
            terminal.wait_for("Grant these permissions?")
            terminal.answer("(y/n, empty: n)? ", "y\r")
            terminal.wait_for("Done.")
            terminal.wait_for("tokens (")
            assert terminal.leave() == ExitCode.OK
        kept, granted = outputs(codex)
    assert ("enabled" in kept, "enabled" in granted) == (False, True)


REMOVE_TWO = [shell_call("rm -f one.txt"), shell_call("rm -f two.txt")]


def test_interrupt_withdraws_all_questions_of_the_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    with command_line(monkeypatch, [REMOVE_TWO, "No."]) as codex:
        for name in ("one.txt", "two.txt"):
            (codex.cwd / name).touch()
        with codex.terminal("run", "-a", "ask-always", "-s", "workspace-write", "Clean up.") as terminal:
            terminal.answer("Your decision (", CTRL_C)
            assert terminal.end() == ExitCode.INTERRUPTED
        assert {"one.txt", "two.txt"} <= {path.name for path in codex.cwd.iterdir()}
    assert terminal.text.count("Your decision (") == terminal.text.count("The question was withdrawn.") == 1


def test_interrupt_withdraws_all_questions_of_a_turn_in_a_chat(monkeypatch: pytest.MonkeyPatch) -> None:
    with command_line(monkeypatch, [REMOVE_TWO, "Hello."]) as codex:
        for name in ("one.txt", "two.txt"):
            (codex.cwd / name).touch()
        with codex.terminal("chat", "-a", "ask-always", "-s", "workspace-write") as terminal:
            terminal.answer("Ctrl-D exits", "Clean up.\r")
            terminal.wait_for("Your decision (")
            terminal.answer("Answer:", CTRL_C)
            terminal.wait_for("The question was withdrawn.")
            terminal.wait_for("Interrupted.")
            terminal.wait_for("tokens (")
            # It is a message, and not the answer of the second question.
            terminal.send("Hi.\r")
            terminal.wait_for("Hello.")
            terminal.wait_for("tokens (")
            assert terminal.leave() == ExitCode.OK
        assert {"one.txt", "two.txt"} <= {path.name for path in codex.cwd.iterdir()}
        assert codex.model.requests[-1].input_texts[-1] == "Hi."
    assert terminal.text.count("Your decision (") == 1


def test_timeout_withdraws_the_open_question(monkeypatch: pytest.MonkeyPatch) -> None:
    with command_line(monkeypatch, [shell_call("rm -f made.txt"), "No."]) as codex:
        (codex.cwd / "made.txt").touch()
        with codex.terminal("run", "-a", "ask-always", "--timeout", "2", "Clean up.") as terminal:
            terminal.wait_for("Your decision (")
            assert terminal.end() == ExitCode.TIMEOUT
        assert (codex.cwd / "made.txt").exists()
    assert "The question was withdrawn." in terminal.text
    assert "the turn did not end within 2 s" in terminal.text
    assert "Traceback" not in terminal.text
    assert "Fatal" not in terminal.text


def test_end_of_the_runtime_withdraws_the_open_question(monkeypatch: pytest.MonkeyPatch) -> None:
    script = [shell_call("rm -f made.txt"), "No."]
    options = ("-a", "ask-always", "Clean up.")
    with command_line(monkeypatch, script) as codex, codex.terminal("run", *options) as terminal:
        terminal.wait_for("Your decision (")
        for process in processes_of(terminal.pid)[1:]:
            process.kill()
        assert terminal.end() == ExitCode.RUNTIME
    assert "The question was withdrawn." in terminal.text
    assert "killed by signal SIGKILL" in terminal.text
