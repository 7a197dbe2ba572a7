"""The process is killed at each step of `run_turn_once`, and a second call finds out how the turn has ended."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from openai_codex.testing import Gate, ScriptedModel
from support import turn_once
from support.homes import warm_home
from support.paths import TESTS
from support.sync_adapter import client
from support.turn_once import close_journal, counted_request, counting_reply, open_journal, run_once

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from openai_codex import CodexConfig
    from openai_codex.testing import RecordedRequest
    from openai_codex.turn_once import TurnOutcome, TurnRequest

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="kills processes with SIGKILL"),
    pytest.mark.parametrize(
        ("flavour", "journal"),
        [
            ("sync", "sqlite"),
            ("async", "file"),
            pytest.param("sync", "file", marks=pytest.mark.extended),
            pytest.param("async", "sqlite", marks=pytest.mark.extended),
        ],
    ),
]

COMPLETED = ("completed", 1)
"""Status of the outcome, and number of executions of the command."""

MOMENTS = {
    "before save 1": COMPLETED,  # nothing was recorded
    "after save 1": COMPLETED,  # the intent was recorded, and no thread was started
    "before save 2": COMPLETED,  # a thread was started, and is not recorded
    "after save 2": COMPLETED,  # the thread is recorded, and the turn was not sent
    "before save 3": COMPLETED,  # the turn has completed, and its outcome is not stored
    "after save 3": COMPLETED,  # the outcome is stored
}


def child(flavour: str, journal: str, folder: Path, moment: str, request: TurnRequest, config: CodexConfig) -> Any:
    """Return the command of a process that runs a turn and is killed at a moment."""
    values = {
        "flavour": flavour,
        "journal": journal,
        "folder": str(folder),
        "moment": moment,
        "request": request.model_dump(mode="json"),
        "config": {"env": dict(config.env or {})},
    }
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(TESTS), *sys.path])}
    return subprocess.Popen([sys.executable, "-m", turn_once.__name__, json.dumps(values)], env=environment)


def crash_and_run_again(
    flavour: str,
    journal: str,
    folder: Path,
    moment: str,
    reply: Callable[[Any, RecordedRequest], Any] = lambda process, request: counting_reply(request),
    **fields: Any,
) -> tuple[TurnOutcome, int, ScriptedModel]:
    """Run a turn in a process that is killed, then again in this one.

    Returns:
        The outcome of the second call, how often the command has run, and the model.
    """
    effects = folder / "effects"
    request = counted_request(effects, key="the-key", **fields)
    processes: list[Any] = []
    with warm_home() as home, ScriptedModel(lambda received: reply(processes[0], received)) as model:
        config = model.config(home=home)
        processes.append(child(flavour, journal, folder, moment, request, config))
        assert processes[0].wait(timeout=60) == -signal.SIGKILL
        opened = open_journal(journal, folder)
        try:
            with client(flavour, config) as codex:
                outcome = run_once(codex, request, journal=opened)
                again = run_once(codex, request, journal=opened)
        finally:
            close_journal(opened)
    assert again == outcome
    return outcome, len(effects.read_text().splitlines()) if effects.exists() else 0, model


@pytest.mark.parametrize("moment", MOMENTS)
def test_process_killed_at_a_step_leads_to_one_execution(
    flavour: str, journal: str, moment: str, tmp_path: Path
) -> None:
    outcome, executions, _ = crash_and_run_again(flavour, journal, tmp_path, moment)
    assert (outcome.status, executions) == MOMENTS[moment]
    assert outcome.final_response == "done"


def test_process_killed_after_turn_start_leads_to_at_most_one_execution(
    flavour: str, journal: str, tmp_path: Path
) -> None:
    outcome, executions, model = crash_and_run_again(flavour, journal, tmp_path, "after turn/start")
    # The turn is started again only if the runtime was killed before it has called the model.
    if outcome.status == "completed":
        assert executions == 1
        assert len([request for request in model.requests if counting_reply(request) != "done"]) == 1
    else:
        assert outcome.status == "interrupted"
        assert executions <= 1


def kill_before_answer(process: Any, request: RecordedRequest) -> Any:
    """Kill the process at the second model call, when the command of the turn has run."""
    reply = counting_reply(request)
    if reply != "done":
        return reply
    process.kill()
    # The runtime must not complete the turn before it notices the end of its client.
    return ["part", Gate()]


def test_process_killed_in_the_middle_of_the_turn_is_reported_as_interrupted(
    flavour: str, journal: str, tmp_path: Path
) -> None:
    outcome, executions, _ = crash_and_run_again(flavour, journal, tmp_path, "never", kill_before_answer)
    assert (outcome.status, executions) == ("interrupted", 1)
    assert outcome.error is not None
    assert outcome.error.startswith("the turn ended early, because its process or its runtime exited")
    assert "commandExecution" in [item["type"] for item in outcome.items]


def test_turn_killed_in_the_middle_is_continued_on_request(flavour: str, journal: str, tmp_path: Path) -> None:
    killed: list[bool] = []

    def reply(process: Any, request: RecordedRequest) -> Any:
        if killed:
            return "continued"
        answer = counting_reply(request)
        if answer == "done":
            killed.append(True)
        return kill_before_answer(process, request)

    outcome, executions, model = crash_and_run_again(flavour, journal, tmp_path, "never", reply, max_continuations=1)
    assert (outcome.status, outcome.final_response, executions) == ("completed", "continued", 1)
    assert outcome.attempts == 2
    # The model sees the command that has run.
    [*_, last] = model.requests
    assert "function_call_output" in [item.get("type") for item in last.body["input"]]
    assert (last.user_text or "").startswith("The previous turn ended because the program")
