"""`codex-py run` in pipes."""

from __future__ import annotations

import base64
import json
import re
from typing import TYPE_CHECKING, Any

import jsonschema  # type: ignore[import-untyped]
import pytest

from openai_codex.cli import ExitCode
from openai_codex.testing import Gate, HttpError, Reasoning, ResponseFailed, shell_call
from support.command_line import TIMEOUT, command_line
from support.paths import ROOT

if TYPE_CHECKING:
    from pathlib import Path

PATCH = "apply_patch <<'EOF'\n*** Begin Patch\n*** Add File: notes.txt\n+first\n*** End Patch\nEOF"
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
SCHEMA = {
    "type": "object",
    "properties": {"total": {"type": "number"}},
    "required": ["total"],
    "additionalProperties": False,
}

MODULES = {
    "wrong_syntax": "def (",
    "raising": "1 / 0",
    "exiting": "raise SystemExit(3)",
    "lazy": "def __getattr__(name):\n    return 1 / 0",
}


def events(text: str) -> list[dict[str, Any]]:
    """Return the events of `--json`, checked against the published schema."""
    schema = json.loads((ROOT / "docs" / "run-events.schema.json").read_text("utf-8"))
    found = [json.loads(line) for line in text.splitlines()]
    for event in found:
        jsonschema.validate(event, schema)
    return found


def test_answer_goes_to_stdout_and_progress_to_stderr(monkeypatch: pytest.MonkeyPatch) -> None:
    script = [[Reasoning("Read the files."), shell_call("echo hello; exit 3")], shell_call(PATCH), "All\ndone."]
    with command_line(monkeypatch, script) as run:
        done = run("run", "--sandbox", "workspace-write", "Go.")
        assert (run.cwd / "notes.txt").read_text() == "first\n"
    assert (done.code, done.out) == (ExitCode.OK, "All\ndone.\n")
    lines = done.err.splitlines()
    assert lines[:4] == ["Read the files.", "$ echo hello; exit 3", "  hello", "  exit code 3"]
    assert lines[4] == "add notes.txt"
    assert lines[5] == "  +first"
    assert re.fullmatch(r"\d+\.\d s, 45 tokens \(30 in, 15 out\)", lines[6])
    assert re.fullmatch(r"Continue with: codex-py run --resume [0-9a-f-]{36}", lines[7])
    assert "\x1b" not in done.out + done.err


def test_messages_before_the_answer_go_to_stderr(monkeypatch: pytest.MonkeyPatch) -> None:
    with command_line(monkeypatch, [["I look.", shell_call("true")], "Nothing."]) as run:
        done = run("run", "Go.")
    assert done.out == "Nothing.\n"
    assert "I look." in done.err
    assert "Nothing." not in done.err


@pytest.mark.extended
def test_quiet_writes_the_answer_only(monkeypatch: pytest.MonkeyPatch) -> None:
    with command_line(monkeypatch, [shell_call("true"), "Done."]) as run:
        assert run("run", "-q", "Go.").out == "Done.\n"


def test_json_events_match_the_schema(monkeypatch: pytest.MonkeyPatch) -> None:
    script = [[Reasoning("Think."), shell_call("echo h\u00e9llo")], "D\u00f6ne \u2713"]
    with command_line(monkeypatch, script) as run:
        done = run("run", "--json", "Go.")
    assert (done.code, done.err) == (ExitCode.OK, "")
    assert done.out.isascii()
    found = events(done.out)
    kinds = [event["type"] for event in found]
    assert kinds[:2] == ["thread.started", "turn.started"]
    assert kinds[-2:] == ["turn.completed", "command.completed"]
    assert {"item.started", "item.completed", "item.delta", "usage.updated"} <= set(kinds)
    assert found[-2]["final_response"] == "D\u00f6ne \u2713"
    assert found[-2]["usage"]["total"] == 30
    assert found[-1] == {"type": "command.completed", "exit_code": 0, "output": None, "error": None, "remedy": None}


def test_json_of_failed_turn_ends_with_the_error(monkeypatch: pytest.MonkeyPatch) -> None:
    with command_line(monkeypatch, [ResponseFailed("insufficient_quota")]) as run:
        done = run("run", "--json", "Go.")
    assert done.code == ExitCode.FAILED
    completed, ended = events(done.out)[-2:]
    assert (completed["type"], completed["status"]) == ("turn.completed", "failed")
    assert "Quota exceeded" in completed["error"]
    assert (ended["exit_code"], ended["error"]) == (1, completed["error"])
    assert "codex-py usage" in ended["remedy"]
    # The message for a person is printed as well.
    assert "Quota exceeded" in done.err
    assert "Traceback" not in done.err


def test_debug_shows_the_traceback_and_the_log(monkeypatch: pytest.MonkeyPatch) -> None:
    with command_line(monkeypatch, [HttpError(400, "bad \x1b[2J request")]) as run:
        # In a process of its own, because the log stays enabled.
        process = run.process("--debug", "run", "-q", "Go.")
        _, err = process.communicate(timeout=TIMEOUT)
    assert process.returncode == ExitCode.FAILED
    assert b"Traceback (most recent call last)" in err
    assert b"openai_codex INFO runtime" in err
    assert b"\x1b" not in err


def test_output_schema_gives_the_answer_as_json(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    schema = tmp_path / "answer.schema.json"
    schema.write_text(json.dumps(SCHEMA))
    with command_line(monkeypatch, ['{"total": 3}']) as run:
        done = run("run", "--json", "--output-schema", str(schema), "Count.")
        assert run.model.requests[0].body["text"]["format"]["schema"] == SCHEMA
    assert events(done.out)[-1]["output"] == {"total": 3}


def test_output_type_is_validated_and_retried(monkeypatch: pytest.MonkeyPatch) -> None:
    with command_line(monkeypatch, ['{"total": "x"}', '{"total": 4}']) as run:
        (run.cwd / "answers.py").write_text("from typing import NamedTuple\nclass Sum(NamedTuple):\n    total: int\n")
        done = run("run", "-q", "--output-type", "answers:Sum", "--retries", "1", "Count.")
    assert (done.code, done.out) == (ExitCode.OK, '{"total": 4}\n')


def test_invalid_output_fails_with_the_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    with command_line(monkeypatch, [], default="many") as run:
        assert run("run", "-q", "--output-type", "builtins:int", "Count.").out == "many\n"
        done = run("run", "--json", "--output-type", "builtins:int", "Count.")
    assert done.code == ExitCode.OUTPUT
    assert "the answer is not a valid int" in done.err
    assert events(done.out)[-1]["exit_code"] == ExitCode.OUTPUT


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        ("many", "not a valid JSON document"),
        pytest.param("```\n```", "the answer is empty", marks=pytest.mark.extended),
    ],
    ids=["text", "empty"],
)
def test_answer_that_is_not_json_is_printed_and_fails(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, answer: str, problem: str
) -> None:
    schema = tmp_path / "answer.schema.json"
    schema.write_text(json.dumps(SCHEMA))
    with command_line(monkeypatch, [], default=answer) as run:
        done = run("run", "-q", "--output-schema", str(schema), "Count.")
        described = run("run", "--json", "--output-schema", str(schema), "Count.")
    assert (done.code, done.out) == (ExitCode.OUTPUT, f"{answer}\n")
    assert problem in done.err
    assert described.code == ExitCode.OUTPUT
    ended = events(described.out)[-1]
    assert (ended["exit_code"], ended["output"], problem in ended["error"]) == (ExitCode.OUTPUT, None, True)


def test_answer_that_is_not_json_is_retried(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    schema = tmp_path / "answer.schema.json"
    schema.write_text(json.dumps(SCHEMA))
    with command_line(monkeypatch, ["many", '````json\n{"total": 3}\n````']) as run:
        done = run("run", "--json", "--output-schema", str(schema), "--retries", "1", "Count.")
        assert "Your answer is not valid JSON" in run.model.requests[1].input_texts[-1]
    assert done.code == ExitCode.OK
    assert events(done.out)[-1]["output"] == {"total": 3}


def test_prompt_image_and_stdin_reach_the_model(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    image = tmp_path / "dot.png"
    image.write_bytes(PNG)
    with command_line(monkeypatch, [], default="ok") as run:
        assert run("run", "-q", stdin="From stdin.").code == ExitCode.OK
        assert run("run", "-q", "-", stdin="From a dash.").code == ExitCode.OK
        assert run("run", "-q", "--stdin", "--image", str(image), "Explain.", stdin="the log").code == ExitCode.OK
        texts = [request.input_texts[-1] for request in run.model.requests]
        assert texts[:2] == ["From stdin.", "From a dash."]
        assert any("Explain.\n\n<stdin>\nthe log\n</stdin>" in text for text in run.model.requests[2].input_texts)
        assert "data:image/png;base64," in json.dumps(run.model.requests[2].body)


def test_settings_reach_the_runtime(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with command_line(monkeypatch, [shell_call("pwd"), "ok"]) as run:
        done = run(
            "-c",
            "model_reasoning_summary='none'",
            "run",
            "--cd",
            str(tmp_path),
            "--model",
            "other",
            "--effort",
            "low",
            "Go.",
        )
        assert run.model.requests[0].body["model"] == "other"
        assert run.model.requests[0].body["reasoning"]["effort"] == "low"
    assert f"  {tmp_path}\n" in done.err


def test_resume_and_last_continue_the_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    with command_line(monkeypatch, ["one", "two", "three"]) as run:
        assert run("run", "--last", "First.").code == ExitCode.USAGE
        first = events(run("run", "--json", "First.").out)[0]
        thread_id = first["thread_id"]
        assert events(run("run", "--json", "--resume", thread_id[:13], "Second.").out)[0]["thread_id"] == thread_id
        again = events(run("run", "--json", "--last", "Third.").out)[0]
        assert (again["thread_id"], again["resumed"], first["resumed"]) == (thread_id, True, False)
        assert [text for text in run.model.requests[2].input_texts if text.endswith(".")][-3:] == [
            "First.",
            "Second.",
            "Third.",
        ]


def test_timeout_interrupts_the_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    with command_line(monkeypatch, [["so far", Gate()]]) as run:
        done = run("run", "--json", "--timeout", "0.3", "Go.")
    assert done.code == ExitCode.TIMEOUT
    completed, ended = events(done.out)[-2:]
    assert completed["status"] == "interrupted"
    assert (ended["exit_code"], ended["error"]) == (5, "the turn did not end within 0.3 s and was interrupted")


def test_timeout_of_a_turn_that_does_not_end_has_the_same_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("openai_codex.cli.turns.loop.END_TIMEOUT", 0.1)
    monkeypatch.setattr("openai_codex.cli.turns.loop._interrupt", lambda turn: None)
    with command_line(monkeypatch, [["so far", Gate()]]) as run:
        done = run("run", "--timeout", "0.3", "Go.")
    assert done.code == ExitCode.TIMEOUT
    assert "the turn did not end within 0.3 s" in done.err


@pytest.mark.extended
def test_actions_outside_the_sandbox_are_denied_without_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    with command_line(monkeypatch, [shell_call("touch made.txt"), "Could not."]) as run:
        done = run("run", "--sandbox", "read-only", "Make a file.")
        assert not (run.cwd / "made.txt").exists()
    assert done.code == ExitCode.OK


def test_missing_login_names_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    provider = {"scripted": {"requires_openai_auth": True}}
    with command_line(monkeypatch, [], settings={"model_providers": provider}) as run:
        done = run("run", "Go.")
        assert run.model.requests == []
    assert done.code == ExitCode.LOGIN
    assert done.err == "codex-py: the model provider needs a login\nTo solve this: run `codex-py login`\n"


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["run", ""], "the prompt is empty"),
        (["run", "--stdin", "-"], "expected a prompt as argument with --stdin"),
        (["run", "--output-type", "nothing", "Go."], "expected module:Type, got 'nothing'"),
        (["run", "--output-type", "json:absent", "Go."], "--output-type json:absent"),
        (["run", "--output-type", "typing:Any", "Go."], "--output-type typing:Any"),
        (["run", "--output-schema", "absent.json", "Go."], "--output-schema absent.json"),
        (["run", "--output-type", "wrong_syntax:X", "Go."], "--output-type wrong_syntax:X: SyntaxError"),
        (["run", "--output-type", "raising:X", "Go."], "--output-type raising:X: ZeroDivisionError"),
        (["run", "--output-type", "exiting:X", "Go."], "--output-type exiting:X: SystemExit: 3"),
        (["run", "--output-type", "lazy:X", "Go."], "--output-type lazy:X: ZeroDivisionError"),
        (["run", "--retries", "1", "Go."], "--retries requires --output-type or --output-schema"),
        (["run", "--cd", "absent", "Go."], "--cd: the directory 'absent' does not exist"),
        (["run", "--last", "--cd", "absent", "Go."], "--cd: the directory 'absent' does not exist"),
        (["chat", "--last", "--cd", "absent"], "--cd: the directory 'absent' does not exist"),
        (["threads", "search", " "], "expected a text to find"),
        (["threads", "delete", "0123-4567"], "pass --yes"),
        (["run", "--resume", "0123", "--last", "Go."], "--resume conflicts with --last"),
        (["run", "--resume", "0123", "--ephemeral", "Go."], "--ephemeral conflicts"),
        (["run", "--approval", "ask", "Go."], "--approval ask needs a terminal"),
        (["run", "--timeout", "0", "Go."], "--timeout"),
        (["run", "--sandbox", "none", "Go."], "--sandbox"),
        (["-c", "model", "run", "Go."], "expected 'key=value'"),
        (["unknown"], "unknown"),
    ],
)
def test_invalid_arguments_start_no_runtime(
    monkeypatch: pytest.MonkeyPatch, arguments: list[str], problem: str
) -> None:
    with command_line(monkeypatch, []) as run:
        monkeypatch.setattr("openai_codex._sync.client.RuntimeSupervisor", None)
        for name, text in MODULES.items():
            (run.cwd / f"{name}.py").write_text(text)
        done = run(*arguments)
    assert done.code == ExitCode.USAGE
    assert problem in " ".join(done.err.split())
    assert "Traceback" not in done.err
