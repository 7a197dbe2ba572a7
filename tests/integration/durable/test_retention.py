"""Deletion of jobs that have ended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
import sqlalchemy as sa

from openai_codex import Approval, InputError
from openai_codex.durable import UnknownJobError, Worker, WorkflowContext, workflow
from openai_codex.durable import retention as retention_module
from openai_codex.durable.store.database import CANCELLATIONS, EVENTS, QUESTIONS, TURNS, USAGE
from openai_codex.testing import Gate, shell_call
from support.turn_once import UNSANDBOXED
from support.waiting import wait_until

if TYPE_CHECKING:
    from integration.durable.conftest import Setting


def rows_of(setting: Setting, job: str) -> list[Any]:
    """Return all rows that belong to a job, except its usage."""
    database = setting.durable.engine.database
    columns = [TURNS.c.key, EVENTS.c.job, QUESTIONS.c.job, CANCELLATIONS.c.job]
    return [row for column in columns for row in database.rows(sa.select(column).where(column == job))]


def test_ended_jobs_are_deleted_with_their_rows(setting: Setting, monkeypatch: pytest.MonkeyPatch) -> None:
    durable = setting.durable
    monkeypatch.setattr(retention_module, "BATCH", 2)
    with Worker(durable, name="other", config=setting.config):
        pass
    with Worker(durable, name="worker-1", config=setting.config):
        ended = [durable.submit(f"Prompt {number}.") for number in range(5)]
        outcomes = [turn.result(30) for turn in ended]
        waiting = durable.submit("Later.", delay=3600)
        cancelled = durable.submit("Never.", delay=3600)
        cancelled.cancel()
        assert durable.delete_jobs(older_than=3600) == 0
        assert all(rows_of(setting, turn.id) for turn in ended)
        used = durable.usage()
        assert durable.delete_jobs(older_than=0) == 6
        assert [rows_of(setting, turn.id) for turn in (*ended, cancelled)] == [[]] * 6
        assert [job.id for job in durable.jobs()] == [waiting.id]
        assert durable.usage() == used
        assert setting.durable.engine.database.rows(sa.select(USAGE.c.key).where(USAGE.c.key == ended[0].id))
        for call in (lambda: durable.job(ended[0].id), ended[0].result, ended[0].retry, ended[0].cancel):
            with pytest.raises(UnknownJobError):
                call()
        # Two workers are known, and the thread belongs to one of them.
        again = durable.submit("Continue.", thread_id=outcomes[0].thread_id).result(30)
        assert (again.status, again.thread_id) == ("completed", outcomes[0].thread_id)
        assert "Prompt 0." in setting.model.requests[-1].input_texts
        assert durable.submit("Prompt 1.", key=ended[1].id).result(30).turn_id != outcomes[1].turn_id
    waiting.cancel()
    assert durable.delete_jobs(older_than=0) == 3
    assert durable.jobs() == []


@workflow
def tag_release(context: WorkflowContext) -> bool:
    """Run a turn, and wait for an answer."""
    context.run("Write the notes.")
    return context.approve("Release?")


def test_turns_of_a_waiting_workflow_are_kept(setting: Setting) -> None:
    durable = setting.durable
    with Worker(durable, name="worker-1", config=setting.config):
        job = durable.start(tag_release)
        wait_until(lambda: bool(durable.pending()))
        assert durable.delete_jobs(older_than=0) == 0
        [question] = durable.pending()
        durable.answer(question.id, Approval.accept())
        assert job.result(30) is True
    assert rows_of(setting, job.id) != []
    assert durable.delete_jobs(older_than=0) == 2
    assert rows_of(setting, job.id) == []


def test_uncertain_turn_is_kept_until_it_is_resolved(setting: Setting) -> None:
    durable = setting.durable
    gate, key, name = Gate(), f"key-{uuid4().hex}", f"worker-{uuid4().hex[:8]}"
    prompt = setting.on(f"Run {key}.", [shell_call("true"), gate])
    turn = durable.submit(prompt, key=key, thread_options=UNSANDBOXED)
    first = Worker(durable, name=name, config=setting.config, home="one")
    first.start()
    gate.wait_entered(30)
    first.stop(timeout=0)
    gate.open()
    with Worker(durable, name=name, config=setting.model.config(), home="two"):
        assert turn.result(30).status == "uncertain"
    assert durable.delete_jobs(older_than=0) == 0
    assert rows_of(setting, key) != []
    with Worker(durable, name=name, config=setting.config, home="one"):
        retried = turn.retry()
        assert retried.result(30).status == "interrupted"
    assert durable.delete_jobs(older_than=0) == 2
    assert rows_of(setting, key) == []


def test_invalid_age_is_rejected(setting: Setting) -> None:
    with pytest.raises(InputError, match="older_than"):
        setting.durable.delete_jobs(older_than=-1)
