"""`codex-py chat`, in a pseudo-terminal and in a pipe."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from openai_codex.cli import ExitCode
from openai_codex.cli.chat.lines import HISTORY
from openai_codex.cli.chat.slash import COMMANDS
from openai_codex.testing import Gate, HttpError, Match, Text, shell_call
from support.command_line import CTRL_C, CTRL_D, TIMEOUT, command_line
from support.processes import processes_of, still_running

needs_terminal = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")

ENTER = "\r"


def test_each_line_of_a_pipe_is_a_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    with command_line(monkeypatch, ["Heron.", HttpError(400, "no more"), "Duck."]) as codex:
        done = codex("chat", stdin="Name a bird.\n\n/unknown\nAnother.\nAnd another.\n/quit\nNever sent.\n")
        assert [request.input_texts[-1] for request in codex.model.requests] == [
            "Name a bird.",
            "Another.",
            "And another.",
        ]
    # The code of the first line that failed, after all lines.
    assert (done.code, done.out) == (ExitCode.USAGE, "Heron.\nDuck.\n")
    assert "Unknown command /unknown; /help lists the commands." in done.err
    assert "no more" in done.err
    assert "\x1b" not in done.out + done.err


def test_failed_turn_of_a_pipe_is_the_exit_code(monkeypatch: pytest.MonkeyPatch) -> None:
    with command_line(monkeypatch, [HttpError(400, "no more"), "Duck."]) as codex:
        done = codex("chat", stdin="Name a bird.\nAnother.\n/unknown\n")
    assert (done.code, done.out) == (ExitCode.FAILED, "Duck.\n")


def test_piped_bytes_that_are_not_utf_8_are_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    with command_line(monkeypatch, [], default="ok") as codex:
        process = codex.process("chat", stdin=subprocess.PIPE)
        out, err = process.communicate(b"caf\xe9\r\nlast", timeout=TIMEOUT)
        texts = [request.input_texts[-1] for request in codex.model.requests]
    assert (process.returncode, out) == (ExitCode.OK, os.linesep.join(("ok", "ok", "")).encode()), err
    assert texts == ["caf\ufffd", "last"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for a single process")
def test_interrupt_ends_a_chat_that_waits_for_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    with command_line(monkeypatch, [], default="ok") as codex:
        process = codex.process("chat", stdin=subprocess.PIPE)
        assert process.stdin is not None
        assert process.stderr is not None
        process.stdin.write(b"Hello.\n")
        process.stdin.flush()
        assert b" tokens (" in process.stderr.readline()
        runtime = processes_of(process.pid)[1:]
        # It waits for the next line, because its standard input stays open.
        process.send_signal(signal.SIGINT)
        assert process.wait(TIMEOUT) == ExitCode.INTERRUPTED
        assert still_running(runtime) == []
        assert process.communicate() == (b"ok\n", b"")


def test_slash_commands_change_the_thread(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    image = tmp_path / "dot.png"
    image.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(32))
    with command_line(monkeypatch, [], default="ok") as codex:
        first = codex("chat", stdin=f"Name a bird.\n/name Birds\n/status\n/image absent.png\n/image {image}\n/help\n")
        thread_id = codex("threads", "list").out.split("\t")[0]
        assert codex("threads", "list").out.rstrip("\n").endswith("\tBirds")
        lines = ("/model other", "Again.", "/new", "Else.", "/resume", "/name", "/model", "/compact", "/review It.")
        second = codex("chat", stdin="\n".join((f"/resume {thread_id[:13]}", *lines)))
        third = codex("chat", stdin=f"/resume {thread_id[:3]}\n/resume 00000000\n")
        requests = codex.model.requests
        assert codex("chat", "--resume", thread_id[:13], stdin="Once more.\n").code == ExitCode.OK
        assert codex("chat", "--last", stdin="").code == ExitCode.OK
    # Each has an invalid command.
    assert [done.code for done in (first, second, third)] == [ExitCode.USAGE] * 3
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
    assert "The model of the next turn is other.\nThe runtime does not list the model other;" in second.err
    assert f"at least its first 4 characters, got {thread_id[:3]!r}" in third.err
    assert "no thread has an id that begins with '00000000'" in third.err


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
def test_interrupt_ends_a_compaction_while_lines_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    stuck, gate = Gate(), Gate()
    with command_line(monkeypatch, ["One.", [stuck], [gate, Text("Summary.")], "Two."]) as codex:
        with codex.terminal("chat") as terminal:
            terminal.answer("Ctrl-D exits", f"Count.{ENTER}")
            terminal.wait_for("One.")
            terminal.answer("tokens (", f"/compact{ENTER}")
            stuck.wait_entered()
            terminal.send(f"Go on.{ENTER}")
            terminal.answer("After this turn: Go on.", CTRL_C)
            terminal.wait_for("Interrupted.")
            terminal.wait_for("Not sent: Go on.")
            terminal.send(f"/compact{ENTER}")
            gate.wait_entered()
            terminal.send(f"Go on now.{ENTER}")
            terminal.wait_for("After this turn: Go on now.")
            gate.open()
            terminal.wait_for("Compacted.")
            terminal.wait_for("Two.")
            terminal.wait_for("tokens (")
            assert terminal.leave() == ExitCode.OK
        assert codex.model.requests[-1].input_texts[-1] == "Go on now."
        assert "Go on." not in codex.model.requests[-1].input_texts


@needs_terminal
@pytest.mark.extended
def test_message_during_a_review_is_sent_after_it(monkeypatch: pytest.MonkeyPatch) -> None:
    gate = Gate()
    with command_line(monkeypatch, [[gate, Text("Fine.")], "Two."]) as codex, codex.terminal("chat") as terminal:
        terminal.answer("Ctrl-D exits", f"/review It.{ENTER}")
        gate.wait_entered()
        terminal.send(f"Go on.{ENTER}")
        terminal.wait_for("After this turn: Go on.")
        gate.open()
        terminal.wait_for("Fine.")
        terminal.wait_for("Two.")
        terminal.wait_for("tokens (")
        assert terminal.leave() == ExitCode.OK


@needs_terminal
def test_dumb_terminal_receives_no_control_sequences(monkeypatch: pytest.MonkeyPatch) -> None:
    script = [shell_call("rm -f made.txt"), "Kept.", [Text("one"), Gate()]]
    options = ("-a", "ask-always")
    with command_line(monkeypatch, script) as run, run.terminal("chat", *options, env={"TERM": "dumb"}) as terminal:
        terminal.wait_for("Ctrl-D exits")
        terminal.answer("> ", "Clean up.\n")
        terminal.answer("Your decision (", "n\n")
        terminal.wait_for("Kept.")
        terminal.wait_for("tokens (")
        terminal.answer("> ", "Count.\n")
        terminal.answer("one", CTRL_C)
        terminal.wait_for("Interrupted.")
        terminal.answer("> ", CTRL_D)
        assert terminal.end() == ExitCode.OK
    assert "Continue with: codex-py chat --resume" in terminal.text
    assert "\x1b" not in terminal.raw


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
