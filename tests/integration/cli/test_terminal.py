"""Commands in a pseudo-terminal, with closed pipes, and with encodings that lack characters."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from openai_codex.cli import ExitCode
from openai_codex.testing import FunctionCall, Gate, Reasoning, Text, shell_call
from support.command_line import TIMEOUT, command_line
from support.processes import processes_of, still_running

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")

REMOVE = "rm -f made.txt"
COLOR = re.compile(r"\x1b\[[0-9;]*3[0-9][0-9;]*m")
HOSTILE = "\x1b]0;title\x07\x1b[2J\x9b31m\u202eabc\rover"
UNSAFE = re.compile(r"\x1b\]|\x1b\[2J|\x9b|\u202e|\x07|\rover")


def test_approval_is_asked_in_place(monkeypatch: pytest.MonkeyPatch) -> None:
    with command_line(monkeypatch, [shell_call(REMOVE), "Removed."]) as run:
        made = run.cwd / "made.txt"
        made.touch()
        with run.terminal("run", "-a", "ask-always", "-s", "workspace-write", "Clean up.") as terminal:
            terminal.wait_for("Run this command?")
            terminal.wait_for("(y")
            assert made.exists()
            terminal.send("y\n")
            terminal.wait_for("Removed.")
            assert terminal.end() == ExitCode.OK
        assert not made.exists()
    assert COLOR.search(terminal.raw) or "\x1b[1m" in terminal.raw


@pytest.mark.extended
def test_declined_command_is_not_run(monkeypatch: pytest.MonkeyPatch) -> None:
    with command_line(monkeypatch, [shell_call(REMOVE), "Kept."]) as run:
        made = run.cwd / "made.txt"
        made.touch()
        with run.terminal("run", "--approval", "ask-always", "Clean up.") as terminal:
            terminal.wait_for("(y")
            terminal.send("\n")
            terminal.wait_for("declined")
            terminal.wait_for("Kept.")
            assert terminal.end() == ExitCode.OK
        assert made.exists()


def test_question_of_the_model_is_asked_in_place(monkeypatch: pytest.MonkeyPatch) -> None:
    options = [{"label": label, "description": f"{label}."} for label in ("Blue", "Green")]
    question = {"questions": [{"id": "color", "header": "Color", "question": "Which color?", "options": options}]}
    script = [FunctionCall("request_user_input", question), "Green it is."]
    settings = {"features": {"default_mode_request_user_input": True}}
    with command_line(monkeypatch, script, settings=settings) as run, run.terminal("run", "Ask me.") as terminal:
        terminal.wait_for("Which color?")
        terminal.wait_for("number or text")
        terminal.send("2\n")
        assert terminal.end() == ExitCode.OK
        outputs = [text for request in run.model.requests for text in request.function_outputs.values()]
    assert any("Green" in str(output) for output in outputs), outputs


def test_interrupt_ends_the_turn_and_the_runtime(monkeypatch: pytest.MonkeyPatch) -> None:
    with command_line(monkeypatch, [[Text("Counting: one"), Gate()]]) as run:
        with run.terminal("run", "Count.") as terminal:
            terminal.wait_for("Counting: one")
            runtime = processes_of(terminal.pid)[1:]
            assert runtime != []
            terminal.send("\x03")
            terminal.wait_for("the turn was interrupted")
            assert terminal.end() == ExitCode.INTERRUPTED
        assert "Traceback" not in terminal.text
        assert "Continue with: codex-py run --resume" in terminal.text
        assert still_running(runtime) == []


def test_interrupt_of_a_question_ends_the_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    with command_line(monkeypatch, [shell_call(REMOVE), "No."]) as run:
        made = run.cwd / "made.txt"
        made.touch()
        with run.terminal("run", "--approval", "ask-always", "Clean up.") as terminal:
            terminal.wait_for("(y")
            terminal.send("\x03")
            assert terminal.end() == ExitCode.INTERRUPTED
        assert made.exists()
    assert "Traceback" not in terminal.text
    assert "Fatal" not in terminal.text


@pytest.mark.parametrize(
    "variable",
    [{}, {"NO_COLOR": "1"}, pytest.param({"TERM": "dumb"}, marks=pytest.mark.extended)],
    ids=["color", "NO_COLOR", "dumb"],
)
def test_text_of_the_model_has_no_control_characters(monkeypatch: pytest.MonkeyPatch, variable: dict[str, str]) -> None:
    command = "printf '\\033]0;title\\007\\033[2J'; exit 1"
    script = [[Reasoning(HOSTILE), Text(HOSTILE, phase="commentary"), shell_call(command)], f"Done: {HOSTILE}"]
    with command_line(monkeypatch, script) as run, run.terminal("run", "Go.", env=variable) as terminal:
        assert terminal.end() == ExitCode.OK
    assert r"\u001b]0;title\u0007\u001b[2J" in terminal.text
    assert "Done: " in terminal.text
    assert UNSAFE.search(terminal.raw) is None
    # The exit code is red.
    assert bool(COLOR.search(terminal.raw)) == (not variable)
    if variable.get("TERM") == "dumb":
        assert "\x1b" not in terminal.raw


def test_narrow_terminal_shows_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    with command_line(monkeypatch, [shell_call("echo a-rather-long-word-without-blanks"), "Ok."]) as run:
        with run.terminal("run", "Go.", columns=12) as terminal:
            assert terminal.end() == ExitCode.OK
        assert "".join(terminal.text.split()).count("a-rather-long-word-without-blanks") >= 2
        (thread_id,) = (line.split("\t")[0] for line in run("threads", "list").out.splitlines())
        with run.terminal("threads", "list", columns=12) as terminal:
            assert terminal.end() == ExitCode.OK
        assert terminal.text.split("\n")[:2] == ["ID", thread_id]
        assert terminal.text.split("\n")[-3:] == ["TITLE", "Go.", ""]


@pytest.mark.parametrize("columns", [pytest.param(30, marks=pytest.mark.extended), 80])
def test_search_in_a_narrow_terminal_shows_ids_and_excerpts(monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    with command_line(monkeypatch, [], default="Herons and ducks live there.") as run:
        assert run("run", "-q", "Name two birds that live in the park.").code == ExitCode.OK
        (thread_id,) = (line.split("\t")[0] for line in run("threads", "list").out.splitlines())
        with run.terminal("threads", "search", "Herons", columns=columns) as terminal:
            assert terminal.end() == ExitCode.OK
        models = {line.split("\t")[0] for line in run("models").out.splitlines()}
        with run.terminal("models", columns=columns) as listed:
            assert listed.end() == ExitCode.OK
    assert thread_id in terminal.text
    assert {"ducks", "park."} <= set(terminal.text.split())
    assert models <= set(listed.text.split())


@pytest.mark.parametrize(
    "command",
    [
        ["threads", "list"],
        pytest.param(["run", "Go."], marks=pytest.mark.extended),
        pytest.param(["models", "--json"], marks=pytest.mark.extended),
        ["--help"],
        pytest.param(["--version"], marks=pytest.mark.extended),
        pytest.param(["run", "--help"], marks=pytest.mark.extended),
        pytest.param(["threads", "list", "--help"], marks=pytest.mark.extended),
        pytest.param(["completion", "bash"], marks=pytest.mark.extended),
    ],
)
def test_closed_pipe_ends_the_command_quietly(monkeypatch: pytest.MonkeyPatch, command: list[str]) -> None:
    with command_line(monkeypatch, [], default="ok") as run:
        assert run("run", "-q", "First.").code == ExitCode.OK
        reader, writer = os.pipe()
        os.close(reader)
        process = run.process(*command, stdout=writer)
        os.close(writer)
        _, err = process.communicate(timeout=TIMEOUT)
    assert process.returncode == ExitCode.CLOSED_PIPE, err
    assert b"Traceback" not in err
    assert b"Error" not in err
    assert b"Exception" not in err


@pytest.mark.parametrize(
    ("command", "closed", "code"),
    [
        (["run", "Go."], [0], ExitCode.OK),
        (["run", "Go."], [0, 1, 2], ExitCode.OK),
        (["chat"], [0], ExitCode.OK),
        pytest.param(["run"], [0], ExitCode.USAGE, marks=pytest.mark.extended),
        pytest.param(["run", "--json", "Go."], [1], ExitCode.OK, marks=pytest.mark.extended),
        pytest.param(["run", "Go."], [2], ExitCode.OK, marks=pytest.mark.extended),
        pytest.param(["chat"], [0, 1, 2], ExitCode.OK, marks=pytest.mark.extended),
        pytest.param(["threads", "list"], [1], ExitCode.OK, marks=pytest.mark.extended),
        pytest.param(["models"], [1], ExitCode.OK, marks=pytest.mark.extended),
        pytest.param(["login", "--api-key"], [0], ExitCode.USAGE, marks=pytest.mark.extended),
    ],
)
def test_closed_standard_streams_are_the_null_device(
    monkeypatch: pytest.MonkeyPatch, command: list[str], closed: list[int], code: ExitCode
) -> None:
    def close() -> None:
        for number in closed:
            os.close(number)

    with command_line(monkeypatch, [], default="Done.") as run:
        process = run.process(*command, preexec_fn=close)
        out, err = process.communicate(timeout=TIMEOUT)
        assert len(run.model.requests) == (command[-1] == "Go.")
    assert process.returncode == code, err
    assert b"Error" not in err.replace(b"Error: Invalid value", b"")
    assert out == (b"" if command[-1] != "Go." or 1 in closed else b"Done.\n")


def test_encoding_without_the_characters_escapes_them(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The console of Windows often uses cp1252."""
    with command_line(
        monkeypatch, [[Reasoning("Check \u2713"), shell_call("echo \U0001f426")], "Done \u2713 \u20ac"]
    ) as run:
        process = run.process("run", "Go.", env={"PYTHONIOENCODING": "cp1252"})
        out, err = process.communicate(timeout=TIMEOUT)
        assert process.returncode == ExitCode.OK, err
        listed = run.process("threads", "list", env={"PYTHONIOENCODING": "cp1252"})
        assert listed.communicate(timeout=TIMEOUT)[0].count(b"Go.") == 1
    assert out.decode("cp1252") == "Done \\u2713 \u20ac\n"
    assert b"Check \\u2713" in err
    assert b"\\U0001f426" in err


@pytest.mark.extended
def test_answer_in_a_file_has_no_progress(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    answer = tmp_path / "answer.txt"
    with command_line(monkeypatch, [shell_call("true"), "Done."]) as run, answer.open("wb") as file:
        process = run.process("run", "Go.", stdout=file, stderr=subprocess.PIPE)
        _, err = process.communicate(timeout=TIMEOUT)
    assert answer.read_bytes() == b"Done.\n"
    assert b"$ true" in err
