"""`codex-py chat`, in a pseudo-terminal and in a pipe."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest

from openai_codex.cli import ExitCode
from openai_codex.cli.chat.lines import HISTORY
from openai_codex.cli.chat.slash import COMMANDS
from openai_codex.testing import Gate, HttpError, Match, Text, shell_call
from support.command_line import command_line
from support.processes import processes_of, still_running

needs_terminal = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")

CTRL_C, ENTER = "\x03", "\r"


def test_each_line_of_a_pipe_is_a_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    with command_line(monkeypatch, ["Heron.", HttpError(400, "no more"), "Duck."]) as codex:
        done = codex("chat", stdin="Name a bird.\n\n/unknown\nAnother.\nAnd another.\n/quit\nNever sent.\n")
        assert [request.input_texts[-1] for request in codex.model.requests] == [
            "Name a bird.",
            "Another.",
            "And another.",
        ]
    assert (done.code, done.out) == (ExitCode.OK, "Heron.\nDuck.\n")
    assert "Unknown command /unknown; /help lists the commands." in done.err
    assert "no more" in done.err
    assert "\x1b" not in done.out + done.err


def test_slash_commands_change_the_thread(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    image = tmp_path / "dot.png"
    image.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(32))
    with command_line(monkeypatch, [], default="ok") as codex:
        first = codex("chat", stdin=f"Name a bird.\n/name Birds\n/status\n/image absent.png\n/image {image}\n/help\n")
        thread_id = codex("threads", "list").out.split("\t")[0]
        assert codex("threads", "list").out.rstrip("\n").endswith("\tBirds")
        lines = ("/model other", "Again.", "/new", "Else.", "/resume", "/name", "/model", "/compact", "/review It.")
        second = codex("chat", stdin="\n".join((f"/resume {thread_id}", *lines)))
        requests = codex.model.requests
        assert codex("chat", "--resume", thread_id[:13], stdin="Once more.\n").code == ExitCode.OK
        assert codex("chat", "--last", stdin="").code == ExitCode.OK
    assert (first.code, second.code) == (ExitCode.OK, ExitCode.OK)
    assert f"thread {thread_id}, 15 tokens in this chat" in first.err
    assert "Expected an image file, got 'absent.png'" in first.err
    assert f"Attached to the next message: {image}" in first.err
    for name in COMMANDS:
        assert name in first.err
    assert requests[1].body["model"] == "other"
    assert "Name a bird." in requests[1].input_texts
    assert "Name a bird." not in requests[2].input_texts
    assert "> Name a bird." in second.err
    for expected in ("/resume ID", "/name TEXT", "Compacted.", "gpt-"):
        assert expected in second.err


@needs_terminal
def test_line_during_a_turn_steers_it(monkeypatch: pytest.MonkeyPatch) -> None:
    script = [Match("Count.", [Text("one\n"), Gate()]), "... nine, ten."]
    with command_line(monkeypatch, script) as codex, codex.terminal("chat") as terminal:
        terminal.wait_for("Ctrl-D exits")
        terminal.send(f"Count.{ENTER}")
        terminal.wait_for("one")
        terminal.send(f"Ten is enough.{ENTER}")
        terminal.wait_for("nine, ten.")
        terminal.wait_for("tokens (")
        assert terminal.leave() == ExitCode.OK
        assert codex.model.requests[-1].input_texts[-1] == "Ten is enough."
    assert "Continue with: codex-py chat --resume" in terminal.text


@needs_terminal
def test_interrupt_ends_the_turn_and_the_second_one_the_chat(monkeypatch: pytest.MonkeyPatch) -> None:
    script = [[Text("one\n"), Gate()], "Two."]
    with command_line(monkeypatch, script) as codex, codex.terminal("chat") as terminal:
        terminal.wait_for("Ctrl-D exits")
        terminal.send(f"Count.{ENTER}")
        terminal.wait_for("one")
        runtime = processes_of(terminal.pid)[1:]
        terminal.send(CTRL_C)
        terminal.wait_for("Interrupted.")
        terminal.send(f"Go on.{ENTER}")
        terminal.wait_for("Two.")
        terminal.wait_for("tokens (")
        terminal.send(CTRL_C)
        terminal.wait_for("Press Ctrl-C again")
        terminal.send(CTRL_C)
        assert terminal.end() == ExitCode.INTERRUPTED
        assert runtime != []
        assert still_running(runtime) == []
    assert "Traceback" not in terminal.text


@needs_terminal
def test_approval_is_answered_by_the_next_line(monkeypatch: pytest.MonkeyPatch) -> None:
    with command_line(monkeypatch, [shell_call("rm -f made.txt"), "Removed it.\nAll of it."]) as codex:
        made = codex.cwd / "made.txt"
        made.touch()
        with codex.terminal("chat", "-a", "ask-always", "-s", "workspace-write") as terminal:
            terminal.wait_for("Ctrl-D exits")
            terminal.send(f"Clean up.{ENTER}")
            terminal.wait_for("Run this command?")
            terminal.wait_for("(y")
            terminal.send(f"maybe{ENTER}")
            terminal.wait_for("Unknown answer 'maybe'")
            terminal.wait_for("(y")
            terminal.send(f"y{ENTER}")
            # The edited line may be drawn between whole lines, but not within one.
            terminal.wait_for("Removed it.\n")
            terminal.wait_for("All of it.\n")
            terminal.wait_for("tokens (")
            terminal.send(f"/quit{ENTER}")
            assert terminal.end() == ExitCode.OK
        assert not made.exists()


@needs_terminal
@pytest.mark.extended
def test_exit_during_a_question_ends_the_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    with command_line(monkeypatch, [shell_call("rm -f made.txt"), "No."]) as codex:
        made = codex.cwd / "made.txt"
        made.touch()
        with codex.terminal("chat", "-a", "ask-always") as terminal:
            terminal.wait_for("Ctrl-D exits")
            terminal.send(f"Clean up.{ENTER}")
            terminal.wait_for("(y")
            terminal.wait_for("Answer:")
            assert terminal.leave() == ExitCode.OK
        assert made.exists()
    assert "Traceback" not in terminal.text


@needs_terminal
@pytest.mark.extended
def test_history_is_private_and_optional(monkeypatch: pytest.MonkeyPatch) -> None:
    with command_line(monkeypatch, [], default="ok") as codex:
        path = Path(os.environ["CODEX_HOME"]) / HISTORY
        for options, text in ((["--no-history"], "Secret."), ([], "Public.")):
            with codex.terminal("chat", *options) as terminal:
                terminal.wait_for("Ctrl-D exits")
                terminal.send(f"{text}{ENTER}")
                terminal.wait_for("tokens (")
                assert terminal.leave() == ExitCode.OK
        stored = path.read_text("utf-8")
        assert ("Public." in stored, "Secret." in stored) == (True, False)
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_invalid_arguments_start_no_runtime(monkeypatch: pytest.MonkeyPatch) -> None:
    with command_line(monkeypatch, []) as codex:
        monkeypatch.setattr("openai_codex._async.client.AsyncRuntimeSupervisor", None)
        assert codex("chat", "--approval", "ask").code == ExitCode.USAGE
        assert codex("chat", "--resume", "0123", "--last").code == ExitCode.USAGE
