"""The commands of durable jobs."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
import typer
from typer.testing import CliRunner

from openai_codex import InputError
from openai_codex.cli import ExitCode
from openai_codex.cli.app import run as codex_py
from openai_codex.cli.commands.durable import register
from openai_codex.durable import DurableCodex
from openai_codex.testing import FunctionCall, Gate, Text, shell_call
from support.durable import reviewed_release
from support.waiting import wait_until

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import Any

    from integration.durable.conftest import Setting

    Run = Callable[..., Any]

QUESTION = FunctionCall(
    "request_user_input",
    {
        "questions": [
            {
                "id": "color",
                "header": "Color",
                "question": "Which color?",
                "options": [{"label": "Red", "description": "warm"}, {"label": "Blue", "description": "cool"}],
            }
        ]
    },
)
PLAN = {"collaboration_mode": {"mode": "plan", "settings": {"model": "mock-model"}}}

app = typer.Typer()
register(app)


@pytest.fixture
def run(setting: Setting) -> Run:
    """Run a command with the database of the module."""

    def call(*arguments: str, code: int = 0, stdin: str | None = None) -> str:
        done = CliRunner().invoke(app, arguments, input=stdin, env={"CODEX_DATABASE_URL": setting.url})
        assert done.exit_code == code, (done.output, done.exception)
        return done.stdout

    return call


@pytest.mark.usefixtures("worker")
class TestWithWorker:
    def test_submit_prints_id_and_result_the_answer(self, setting: Setting, run: Run) -> None:
        id = run("submit", setting.on("Say it.", "said")).strip()
        assert run("result", id) == "said\n"
        assert json.loads(run("result", id, "--json"))["status"] == "completed"
        assert run("submit", "Say it.", "--wait", "--key", "again") == "said\n"
        assert run("submit", "-", "--wait", stdin="Say it.") == "said\n"

    def test_failed_turn_has_exit_code_1(self, setting: Setting, run: Run) -> None:
        id = run("submit", "Fail.", "--thread", "00000000-0000-7000-8000-000000000000").strip()
        assert json.loads(run("result", id, "--json", code=1))["status"] == "failed"

    def test_interrupted_turn_has_exit_code_130(self, setting: Setting, run: Run) -> None:
        id = run("submit", setting.on("Wait.", [Text("So far."), Gate()])).strip()
        wait_until(lambda: any(request.user_text == "Wait." for request in setting.model.requests))
        run("cancel", id)
        assert json.loads(run("result", id, "--json", code=ExitCode.INTERRUPTED))["status"] == "interrupted"

    def test_approve_lists_and_answers(self, setting: Setting, run: Run) -> None:
        def reply(request: Any) -> Any:
            return "done" if request.body["input"][-1].get("type") == "function_call_output" else shell_call("true x")

        prompt = setting.on("Ask me.", reply)
        options = ("--sandbox", "read-only", "--approval", "ask-always")
        ids = [run("submit", prompt, *options).strip() for _ in range(2)]
        wait_until(lambda: len(setting.durable.pending()) == 2)
        listed = [line.split("\t") for line in run("approve").splitlines()]
        assert {line[1] for line in listed} == set(ids)
        assert {line[2] for line in listed} == {"approval"}
        run("approve", ids[0])
        run("approve", ids[1], "--decline", "--reason", "no")
        statuses = [
            [item["status"] for item in json.loads(run("result", id, "--json"))["items"] if "status" in item]
            for id in ids
        ]
        assert statuses == [["completed"], ["declined"]]
        assert run("approve", "--json") == ""

    def test_question_of_the_model_is_answered(
        self, setting: Setting, run: Run, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def reply(request: Any) -> Any:
            last = request.body["input"][-1]
            return f"got {last['output']}" if last.get("type") == "function_call_output" else QUESTION

        prompt = setting.on("Ask for a color.", reply)
        turns = [setting.durable.submit(prompt, options=PLAN) for _ in range(3)]
        ids = [turn.id for turn in turns]
        wait_until(lambda: len(setting.durable.pending()) == 3)
        for invalid in ((), ("--answer", "colour=Red"), ("--answer", "Red"), ("--accept",)):
            run("approve", ids[0], *invalid, code=1)
        question = next(each for each in setting.durable.pending() if each.job == ids[0])
        with pytest.raises(InputError, match="unknown question 'colour'; expected one of color"):
            setting.durable.answer(question.id, {"colour": "Red"})
        run("approve", ids[0], "--answer", "color=Red")
        run("approve", ids[1], "--decline")
        monkeypatch.setattr("openai_codex.cli.commands.durable_questions.is_terminal", lambda stream: True)
        run("approve", ids[2], stdin="2\n")
        assert ['"Red"' in run("result", id) for id in ids] == [True, False, False]
        assert ['"Blue"' in run("result", id) for id in ids] == [False, False, True]

    def test_request_is_shown_in_a_terminal_before_the_decision(
        self, setting: Setting, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        change = "*** Begin Patch\n*** Add File: made.txt\n+the \u202e text\n*** End Patch"

        def reply(request: Any) -> Any:
            is_done = request.body["input"][-1].get("type") == "function_call_output"
            return "done" if is_done else shell_call(f"apply_patch <<'EOF'\n{change}\nEOF")

        options = {"sandbox": "read-only", "approval_mode": "ask_always", "cwd": str(tmp_path)}
        turn = setting.durable.submit(setting.on("Make a file.", reply), thread_options=options)
        wait_until(setting.durable.pending)
        monkeypatch.setattr("openai_codex.cli.commands.durable_questions.is_terminal", lambda stream: True)
        done = CliRunner().invoke(app, ["approve", turn.id], input="n\n", env={"CODEX_DATABASE_URL": setting.url})
        assert "Change these files?" in done.stderr
        assert f"add {tmp_path / 'made.txt'}" in "".join(done.stderr.replace("|   ", "").split("\n"))
        assert "the \\u202e text" in done.stderr
        assert turn.result(30).status == "completed"
        assert list(tmp_path.iterdir()) == []

    def test_question_of_workflow_is_shown_in_a_terminal(
        self, setting: Setting, run: Run, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("openai_codex.cli.commands.durable_questions.is_terminal", lambda stream: True)
        workflow = setting.durable.start(reviewed_release, "3.0")
        wait_until(setting.durable.pending)
        run("approve", workflow.id, stdin="y\n")
        assert workflow.result(30)["released"] is True


def test_jobs_and_cancel(setting: Setting, run: Run) -> None:
    id = run("submit", "Later.", "--delay", "3600", "--priority", "3", "--key", "later").strip()
    assert id == "later"
    [line] = run("jobs", "--active").splitlines()
    assert line.split("\t")[:4] == ["later", "delayed", "codex", ""]
    run("cancel", id)
    assert run("jobs", "--active") == ""
    [job, *_] = [json.loads(line) for line in run("jobs", "--json").splitlines()]
    assert (job["id"], job["status"]) == ("later", "cancelled")
    assert run("prune", "--days", "1") == "0\n"
    assert "later" in run("jobs")
    assert int(run("prune", "--days", "0")) > 0
    assert "later" not in run("jobs")


def test_commands_belong_to_codex_py(
    setting: Setting, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CODEX_DATABASE_URL", setting.url)
    assert codex_py(["submit", "Later.", "--delay", "3600", "--json"]) == 0
    id = json.loads(capsys.readouterr().out)["id"]
    assert codex_py(["cancel", id]) == 0
    assert codex_py(["result", id]) == 1
    assert "cancelled: the turn was cancelled before it started" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["result"], ["cancel"], ["approve"]], ids="".join)
def test_unknown_id_is_a_usage_error(
    setting: Setting, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    monkeypatch.setenv("CODEX_DATABASE_URL", setting.url)
    assert codex_py([*arguments, "missing"]) == ExitCode.USAGE
    shown = capsys.readouterr().err
    assert "unknown" in shown
    assert "'missing'" in shown


def test_expired_timeout_of_result_has_its_exit_code(
    setting: Setting, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CODEX_DATABASE_URL", setting.url)
    assert codex_py(["submit", "Later.", "--delay", "3600"]) == 0
    id = capsys.readouterr().out.strip()
    assert codex_py(["result", id, "--timeout", "0.01"]) == ExitCode.TIMEOUT
    assert "pass a longer --timeout" in capsys.readouterr().err
    assert codex_py(["cancel", id]) == 0


def test_import_of_a_broken_module_is_a_usage_error(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "broken_workflows.py").write_text("1 / 0")
    database = f"sqlite:///{tmp_path}/jobs.db"
    assert codex_py(["worker", "--database-url", database, "--import", "broken_workflows"]) == ExitCode.USAGE
    assert "--import broken_workflows: ZeroDivisionError" in " ".join(capsys.readouterr().err.split())


@pytest.mark.skipif(sys.platform == "win32", reason="sends SIGTERM")
def test_worker_runs_jobs_until_sigterm(setting: Setting, run: Run) -> None:
    command = [sys.executable, "-W", "ignore", "-m", "openai_codex", "worker", "--name", "from-command"]
    environment = {**os.environ, **dict(setting.config.env or {}), "CODEX_DATABASE_URL": setting.url}
    process = subprocess.Popen(
        [*command, "--concurrency", "1", "--import", "support.durable"],
        env={**environment, "PYTHONPATH": ":".join(sys.path)},
    )
    try:
        id = run("submit", "Say hello.").strip()
        assert run("result", id, "--timeout", "60") == "ok\n"
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=30) == 0
    finally:
        process.kill()
        process.wait()
    with DurableCodex(setting.url) as durable:
        assert [each.state for each in durable.workers() if each.name == "from-command"] == ["stopped"]
