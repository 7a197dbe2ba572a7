"""Approvals and questions that wait in the database."""

from __future__ import annotations

import contextlib
from threading import Event
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import psutil  # type: ignore[import-untyped]  # its types are in a separate package
import pytest

from openai_codex import Approval, InputError
from openai_codex.durable import DurableCodex, JobCancelledError, Worker, WorkflowFailedError
from openai_codex.testing import shell_call
from openai_codex.turn_once.steps import CONTINUE
from support.durable import failing, reviewed_release, with_deadline, worker_process
from support.timeouts import TEST_TIMEOUT
from support.waiting import wait_until

if TYPE_CHECKING:
    from pathlib import Path

    from integration.durable.conftest import Setting
    from openai_codex.durable import Question
    from openai_codex.testing import RecordedRequest

ASKING = {"sandbox": "full-access", "approval_mode": "ask_always"}


def asking_reply(command: str) -> Any:
    """Return a reply that calls a command, and confirms it after its result."""

    def reply(request: RecordedRequest) -> Any:
        last: Any = request.body["input"][-1]
        return "done" if last.get("type") == "function_call_output" else shell_call(command)

    return reply


def patch(path: str, text: str) -> str:
    """Return a command that adds a file."""
    return f"apply_patch <<'EOF'\n*** Begin Patch\n*** Add File: {path}\n+{text}\n*** End Patch\nEOF"


def question_of(durable: DurableCodex, job: str) -> Question:
    """Wait for a question of a job."""
    found: list[Question] = wait_until(lambda: [each for each in durable.pending() if each.job.startswith(job)])
    [question] = found
    return question


@pytest.mark.usefixtures("worker")
class TestWithWorker:
    def test_approval_is_answered_by_another_client(self, setting: Setting, tmp_path: Path) -> None:
        file = tmp_path / "file"
        prompt = setting.on(f"Create {file}.", asking_reply(f"touch {file}"))
        turn = setting.durable.submit(prompt, thread_options=ASKING)
        with DurableCodex(setting.url) as other:
            question = question_of(other, turn.id)
            assert (question.kind, str(file) in question.text, question.deadline) == ("approval", True, None)
            assert question.details["threadId"]
            assert not file.exists()
            other.answer(question.id, Approval.accept())
        assert turn.result(30).status == "completed"
        assert file.exists()
        with pytest.raises(InputError, match="already answered"):
            setting.durable.answer(question.id, Approval.decline())
        assert setting.durable.pending() == []

    def test_waiting_turns_do_not_occupy_the_worker(self, setting: Setting, tmp_path: Path) -> None:
        prompts = [setting.on(f"Touch {number}.", asking_reply(f"touch {tmp_path}/{number}")) for number in range(3)]
        turns = [setting.durable.submit(prompt, thread_options=ASKING) for prompt in prompts]
        # The worker runs two turns at the same time.
        questions = [question_of(setting.durable, turn.id) for turn in turns]
        assert setting.durable.submit("Meanwhile.").result(30).status == "completed"
        for question in questions:
            setting.durable.answer(question.id, Approval.decline("not now"))
        assert {turn.result(30).status for turn in turns} == {"completed"}
        assert list(tmp_path.iterdir()) == []

    def test_equal_commands_in_other_folders_have_questions_of_their_own(
        self, setting: Setting, tmp_path: Path
    ) -> None:
        file = tmp_path / "file"
        folders = [tmp_path / "one", tmp_path / "two"]
        for folder in folders:
            folder.mkdir()
        calls = [shell_call(f"pwd >> {file}", workdir=str(folder)) for folder in folders]

        def reply(request: RecordedRequest) -> Any:
            last: Any = request.body["input"][-1]
            return "done" if last.get("type") == "function_call_output" else calls

        turn = setting.durable.submit(setting.on(f"Where is {file}?", reply), thread_options=ASKING)
        answered: list[str] = []
        while turn.status == "running" or not answered:
            for question in setting.durable.pending():
                answered.append(str(question.details["cwd"]))
                accepted = answered[-1] == str(folders[0])
                setting.durable.answer(question.id, Approval.accept() if accepted else Approval.decline())
        assert turn.result(30).status == "completed"
        assert sorted(answered) == [str(folder) for folder in folders]
        assert file.read_text() == f"{folders[0]}\n"

    def test_file_change_is_judged_by_another_client(self, setting: Setting, tmp_path: Path) -> None:
        file = tmp_path / "made.txt"
        prompt = setting.on(f"Make {file}.", asking_reply(patch("made.txt", "the text")))
        turn = setting.durable.submit(
            prompt, thread_options={"sandbox": "read-only", "approval_mode": "ask_always", "cwd": str(tmp_path)}
        )
        question = question_of(setting.durable, turn.id)
        assert question.text == str(file)
        [change] = question.details["changes"]
        assert (change["path"], change["kind"]["type"]) == (str(file), "add")
        assert "the text" in change["diff"]
        assert question.details["workspace"] == str(tmp_path)
        setting.durable.answer(question.id, Approval.decline())
        assert turn.result(30).status == "completed"
        assert not file.exists()

    def test_deadline_declines_approval(self, setting: Setting, tmp_path: Path) -> None:
        prompt = setting.on("Deadline.", asking_reply(f"touch {tmp_path}/file"))
        outcome = setting.durable.submit(prompt, thread_options=ASKING, approval_timeout=0.2).result(30)
        assert outcome.status == "completed"
        assert [item["status"] for item in outcome.items if item["type"] == "commandExecution"] == ["declined"]
        assert list(tmp_path.iterdir()) == []

    def test_cancel_ends_turn_that_waits_for_approval(self, setting: Setting, tmp_path: Path) -> None:
        prompt = setting.on("Cancel me.", asking_reply(f"touch {tmp_path}/file"))
        turn = setting.durable.submit(prompt, thread_options=ASKING)
        question_of(setting.durable, turn.id)
        turn.cancel()
        assert turn.result(30).status == "interrupted"
        assert setting.durable.pending() == []
        assert list(tmp_path.iterdir()) == []

    def test_invalid_answer_is_rejected(self, setting: Setting) -> None:
        workflow = setting.durable.start(reviewed_release, "1.0")
        question = question_of(setting.durable, workflow.id)
        for answer in ("yes", {"a": "b"}, Approval.defer()):
            with pytest.raises(InputError, match="answer: expected"):
                setting.durable.answer(question.id, answer)
        with pytest.raises(InputError, match="unknown question 'missing'"):
            setting.durable.answer("missing", Approval.accept())
        workflow.cancel()
        with pytest.raises(JobCancelledError):
            workflow.result(30)
        assert workflow.status == "cancelled"

    def test_workflow_runs_turns_and_waits_for_answer(self, setting: Setting) -> None:
        workflow = setting.durable.start(reviewed_release, "2.0")
        question = question_of(setting.durable, workflow.id)
        assert (question.kind, question.text) == ("workflow", "Release 2.0?")
        setting.durable.answer(question.id, Approval.accept())
        assert workflow.result(30) == {"released": True, "responses": ["ok", "ok"]}
        turns = [job for job in setting.durable.jobs() if job.id.startswith(f"{workflow.id}/")]
        assert [job.status for job in turns] == ["completed", "completed"]

    def test_workflow_reports_exception(self, setting: Setting) -> None:
        workflow = setting.durable.start(failing)
        with pytest.raises(WorkflowFailedError, match="ValueError: it failed"):
            workflow.result(30)
        assert workflow.status == "failed"

    def test_deadline_declines_question_of_workflow(self, setting: Setting) -> None:
        assert setting.durable.start(with_deadline).result(30) is False

    def test_function_without_decorator_is_rejected(self, setting: Setting) -> None:
        with pytest.raises(InputError, match="function with the decorator @workflow"):
            setting.durable.start(asking_reply, "x")


def test_approval_is_answered_after_worker_and_client_were_restarted(setting: Setting, tmp_path: Path) -> None:
    file, name = tmp_path / "file", f"restarted-{uuid4().hex[:8]}"
    setting.durable.queue(name)
    command = f"echo run >> {file}"

    def reply(request: RecordedRequest) -> Any:
        last: Any = request.body["input"][-1]
        return "done" if last.get("type") == "function_call_output" else shell_call(command)

    prompt = setting.on(f"Approve {name}.", reply)
    with DurableCodex(setting.url) as first:
        turn_id = first.submit(prompt, queue=name, thread_options=ASKING, max_continuations=1).id
        with worker_process(setting.url, name, setting.config, queues=[name]) as process:
            question = question_of(first, turn_id)
            process.kill()
    with DurableCodex(setting.url) as second:
        assert [each.id for each in second.pending()] == [question.id]
        second.answer(question.id, Approval.accept())
    continued: list[str] = []

    def continuation(request: RecordedRequest) -> Any:
        continued.append(request.user_text or "")
        return reply(request)

    setting.on(CONTINUE, continuation)
    with Worker(setting.durable, name=name, config=setting.config, queues=[name]):
        outcome = setting.durable.job(turn_id).result(60)
    assert (outcome.status, outcome.final_response) == ("completed", "done")
    assert continued
    assert file.read_text() == "run\n"
    assert setting.durable.pending() == []


def test_answer_is_not_used_for_another_content_of_the_file(setting: Setting, tmp_path: Path) -> None:
    name, file = f"content-{uuid4().hex[:8]}", tmp_path / "made.txt"
    setting.durable.queue(name)
    prompt = setting.on(f"Make {name}.", asking_reply(patch("made.txt", "harmless")))
    options = {"sandbox": "read-only", "approval_mode": "ask_always", "cwd": str(tmp_path)}
    turn = setting.durable.submit(prompt, queue=name, thread_options=options, max_continuations=1)
    with worker_process(setting.url, name, setting.config, queues=[name]) as process:
        first = question_of(setting.durable, turn.id)
        process.kill()
    setting.durable.answer(first.id, Approval.accept())
    harmful = iter([shell_call(patch("made.txt", "harmful"))])
    setting.on(CONTINUE, lambda request: next(harmful, "done"))
    with Worker(setting.durable, name=name, config=setting.config, queues=[name]):
        second = question_of(setting.durable, turn.id)
        assert second.id != first.id
        assert "harmful" in second.details["changes"][0]["diff"]
        setting.durable.answer(second.id, Approval.decline())
        assert turn.result(60).status == "completed"
    assert not file.exists()


def test_answer_is_used_after_the_runtime_was_killed(setting: Setting, tmp_path: Path) -> None:
    name, file = f"runtime-{uuid4().hex[:8]}", tmp_path / "file"
    setting.durable.queue(name)
    reply = asking_reply(f"echo run >> {file}")
    prompt = setting.on(f"Run in {name}.", reply)
    turn = setting.durable.submit(prompt, queue=name, thread_options=ASKING, max_continuations=1)
    continued = Event()

    def continuation(request: RecordedRequest) -> Any:
        continued.set()
        return reply(request)

    setting.on(CONTINUE, continuation)
    before = set(psutil.Process().children())
    with Worker(setting.durable, name=name, config=setting.config, queues=[name]):
        question = question_of(setting.durable, turn.id)
        for process in set(psutil.Process().children()) - before:
            # The server of the database has processes that end by themselves.
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        assert continued.wait(TEST_TIMEOUT)
        # The continued turn waits for the same question.
        assert question_of(setting.durable, turn.id).id == question.id
        setting.durable.answer(question.id, Approval.accept())
        outcome = turn.result(60)
    assert (outcome.status, outcome.final_response) == ("completed", "done")
    assert file.read_text() == "run\n"


def test_question_of_workflow_survives_an_orderly_restart(setting: Setting) -> None:
    name = f"stopped-{uuid4().hex[:8]}"
    with Worker(setting.durable, name=name, config=setting.config):
        workflow = setting.durable.start(reviewed_release, name)
        question = question_of(setting.durable, workflow.id)
    assert question_of(setting.durable, workflow.id).id == question.id
    setting.durable.answer(question.id, Approval.decline("later"))
    with Worker(setting.durable, name=name, config=setting.config):
        assert workflow.result(60) == {"released": False, "reason": "later"}


def test_workflow_continues_after_its_worker_was_killed(setting: Setting) -> None:
    name = f"workflow-{uuid4().hex[:8]}"
    with worker_process(setting.url, name, setting.config) as process:
        workflow = setting.durable.start(reviewed_release, name)
        question = question_of(setting.durable, workflow.id)
        process.kill()
    setting.durable.answer(question.id, Approval.decline("too early"))
    with Worker(setting.durable, name=name, config=setting.config):
        assert workflow.result(60) == {"released": False, "reason": "too early"}
    prompts = [request.user_text for request in setting.model.requests]
    assert prompts.count(f"Prepare {name}.") == 1
