"""Turns that are submitted to a database and run by a worker in the same process."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from pydantic import BaseModel

from openai_codex import InputError, Prices
from openai_codex.durable import DurableCodex, DurableTurn, JobTimeoutError, TurnRequest, Worker
from openai_codex.testing import Gate, HttpError, ResponseFailed, shell_call
from support.turn_once import UNSANDBOXED
from support.waiting import wait_until

if TYPE_CHECKING:
    from integration.durable.conftest import Setting


def unique(name: str) -> str:
    """Return a prompt or key that no other test has used."""
    return f"{name} {uuid4().hex[:8]}"


@pytest.mark.usefixtures("worker")
class TestWithWorker:
    def test_turn_is_run_and_its_outcome_stored(self, setting: Setting) -> None:
        turn = setting.durable.submit("Hello.")
        outcome = turn.result(30)
        assert (outcome.status, outcome.final_response, outcome.key) == ("completed", "ok", turn.id)
        assert turn.status == "completed"
        assert [item["type"] for item in outcome.items] == ["userMessage", "agentMessage"]
        [job] = [job for job in setting.durable.jobs() if job.id == turn.id]
        assert (job.kind, job.queue, job.worker) == ("turn", "codex", "worker-1")

    def test_same_key_runs_once(self, setting: Setting) -> None:
        prompt, key = unique("Once."), unique("key")
        first = setting.durable.submit(prompt, key=key).result(30)
        again = setting.durable.submit(TurnRequest(input=prompt, key=key)).result(30)
        assert again == first
        assert [request.user_text for request in setting.model.requests].count(prompt) == 1

    def test_same_key_with_another_request_is_rejected(self, setting: Setting) -> None:
        key = unique("key")
        setting.durable.submit("One.", key=key)
        with pytest.raises(InputError, match="expected a new key for another request"):
            setting.durable.submit("Another.", key=key)

    def test_turn_in_known_thread_continues_it(self, setting: Setting) -> None:
        first = setting.durable.submit("First.").result(30)
        second = setting.durable.submit("Second.", thread_id=first.thread_id).result(30)
        assert (second.status, second.thread_id) == ("completed", first.thread_id)
        assert "First." in setting.model.requests[-1].input_texts

    def test_turns_of_one_thread_run_one_at_a_time(self, setting: Setting) -> None:
        thread_id = setting.durable.submit("Begin.").result(30).thread_id
        gate = Gate()
        blocked = setting.durable.submit(setting.on(unique("Wait."), ["a", gate]), thread_id=thread_id)
        gate.wait_entered()
        following = setting.durable.submit("Next.", thread_id=thread_id)
        setting.durable.submit("In another thread.").result(30)
        assert following.status == "queued"
        gate.open()
        assert [blocked.result(30).status, following.result(30).status] == ["completed", "completed"]

    def test_failed_turn_is_an_outcome(self, setting: Setting) -> None:
        outcome = setting.durable.submit(setting.on(unique("Fail."), HttpError(400, "not today"))).result(30)
        assert outcome.status == "failed"
        assert "not today" in (outcome.error or "")

    def test_option_that_is_invalid_for_the_worker_fails_without_a_turn(self, setting: Setting) -> None:
        outcome = setting.durable.submit("Go.", options={"cwd": "/not/on/the/worker"}).result(30)
        assert (outcome.status, outcome.error_code) == ("failed", "InputError")
        assert "/not/on/the/worker" in (outcome.error or "")

    def test_answer_matches_output_schema(self, setting: Setting) -> None:
        class Answer(BaseModel):
            total: int

        prompt = setting.on(unique("Count."), '{"total": 3}')
        outcome = setting.durable.submit(prompt, output_schema=Answer).result(30)
        assert outcome.output == {"total": 3}
        assert outcome.parse(Answer) == Answer(total=3)

    def test_overloaded_model_is_asked_again(self, setting: Setting) -> None:
        prompt = unique("Busy.")
        replies: list[Any] = [ResponseFailed("server_is_overloaded"), "later"]
        setting.on(prompt, lambda request: replies.pop(0))
        outcome = setting.durable.submit(prompt).result(60)
        assert (outcome.status, outcome.final_response, outcome.attempts) == ("completed", "later", 2)

    def test_running_turn_is_interrupted_by_cancel(self, setting: Setting) -> None:
        gate = Gate()
        turn = setting.durable.submit(setting.on(unique("Wait."), ["a", gate]))
        gate.wait_entered()
        assert turn.status == "running"
        with DurableCodex(setting.url) as other:
            other.job(turn.id).cancel()
        outcome = turn.result(30)
        gate.open()
        assert (outcome.status, outcome.error) == ("interrupted", "the turn was interrupted")

    def test_queued_turn_is_removed_by_cancel(self, setting: Setting) -> None:
        prompt = unique("Never.")
        turn = setting.durable.submit(prompt, delay=3600)
        assert turn.status == "delayed"
        turn.cancel()
        assert turn.result(30).status == "cancelled"
        assert prompt not in [request.user_text for request in setting.model.requests]

    def test_events_are_read_by_another_client(self, setting: Setting) -> None:
        gate = Gate()
        turn = setting.durable.submit(setting.on(unique("Slow."), ["a", gate]))
        with DurableCodex(setting.url) as other:
            job = other.job(turn.id)
            assert isinstance(job, DurableTurn)
            events = job.events()
            assert next(events).method == "turn/started"
            gate.open()
            rest = list(events)
        assert rest[-1].method == "turn/completed"
        assert [event.number for event in rest] == list(range(2, len(rest) + 2))
        assert [event.method for event in turn.events(after=rest[-2].number)] == ["turn/completed"]

    def test_events_are_read_by_another_process(self, setting: Setting) -> None:
        turn = setting.durable.submit(setting.on(unique("Tell."), "told"))
        program = (
            "import sys\n"
            "from openai_codex.durable import DurableCodex\n"
            "with DurableCodex(sys.argv[1]) as durable:\n"
            "    for event in durable.job(sys.argv[2]).events():\n"
            "        print(event.number, event.method)\n"
        )
        command = [sys.executable, "-W", "ignore", "-c", program, setting.url, turn.id]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=True)
        lines = [line.split() for line in done.stdout.splitlines()]
        assert [int(number) for number, _ in lines] == list(range(1, len(lines) + 1))
        assert (lines[0][1], lines[-1][1]) == ("turn/started", "turn/completed")

    def test_map_returns_outcomes_in_order(self, setting: Setting) -> None:
        prompts = [setting.on(unique(f"Say {number}."), str(number)) for number in range(6)]
        assert [outcome.final_response for outcome in setting.durable.map(prompts)] == list("012345")

    def test_new_queue_limits_its_turns(self, setting: Setting) -> None:
        name = f"queue-{uuid4().hex[:8]}"
        setting.durable.queue(name, concurrency=1)
        gate = Gate()
        first = setting.durable.submit(setting.on(unique("Hold."), ["a", gate]), queue=name)
        gate.wait_entered(30)
        second = setting.durable.submit("Second.", queue=name)
        setting.durable.submit("In the default queue.").result(30)
        assert second.status == "queued"
        gate.open()
        assert (first.result(30).status, second.result(30).status) == ("completed", "completed")

    def test_exhausted_budget_rejects_turns(self, setting: Setting) -> None:
        budget = unique("team")
        setting.durable.set_budget(budget, cost="0.0000001", prices=Prices(input=1, output=1))
        first = setting.durable.submit("Spend.", budget=budget).result(30)
        prompt = unique("Too much.")
        second = setting.durable.submit(prompt, budget=budget).result(30)
        assert first.status == "completed"
        assert (second.status, second.error_code) == ("failed", "budgetExhausted")
        assert prompt not in [request.user_text for request in setting.model.requests]
        used = setting.durable.budget(budget)
        assert used is not None
        assert (used.exhausted, used.tokens, str(used.cost)) == (True, 15, "0.000015")
        assert setting.durable.usage(budget).total_tokens == 15

    def test_second_worker_in_one_process_is_rejected(self, setting: Setting) -> None:
        with pytest.raises(InputError, match="this process runs worker 'worker-1'"):
            Worker(setting.durable, name="worker-2", config=setting.config).start()

    def test_unknown_thread_needs_no_worker_if_there_is_only_one(self, setting: Setting) -> None:
        outcome = setting.durable.submit("Go.", thread_id=str(uuid4())).result(30)
        assert outcome.status == "failed"
        assert "thread not loaded" in (outcome.error or "")


def test_job_without_worker_stays_in_the_queue(setting: Setting) -> None:
    setting.durable.queue("idle")
    turn = setting.durable.submit("Later.", queue="idle")
    with pytest.raises(JobTimeoutError, match=r"not ended within 0\.1 s; the job continues"):
        turn.result(0.1)
    assert turn.status == "queued"
    assert [job.id for job in setting.durable.jobs(active=True, queue="idle")] == [turn.id]
    turn.cancel()


def test_smallest_priority_runs_first(setting: Setting) -> None:
    setting.durable.queue("ordered", concurrency=1)
    prompts = {priority: unique(f"Priority {priority}.") for priority in (3, 1, 2)}
    turns = [setting.durable.submit(prompt, queue="ordered", priority=priority) for priority, prompt in prompts.items()]
    with Worker(setting.durable, name="ordering", config=setting.config, queues=["ordered"]):
        for turn in turns:
            assert turn.result(30).status == "completed"
    seen = [request.user_text for request in setting.model.requests if request.user_text in prompts.values()]
    assert seen == [prompts[1], prompts[2], prompts[3]]


def test_worker_takes_no_more_jobs_than_it_needs(setting: Setting) -> None:
    name = f"long-{uuid4().hex[:8]}"
    setting.durable.queue(name)
    gate = Gate()
    first = setting.durable.submit(setting.on(unique("Hold."), ["a", gate]), queue=name)
    others = [setting.durable.submit("Next.", queue=name) for _ in range(12)]
    with Worker(setting.durable, name=name, config=setting.config, queues=[name], concurrency=1):
        gate.wait_entered(30)
        statuses = [turn.status for turn in others]
        gate.open()
        assert first.result(30).status == "completed"
        assert {turn.result(60).status for turn in others} == {"completed"}
    # The next jobs wait in the worker, the others in the queue for other workers.
    assert statuses.count("running") < len(others)


def test_stopped_worker_leaves_its_turn_to_the_next_one(setting: Setting) -> None:
    gate, name = Gate(), f"stopped-{uuid4().hex[:8]}"
    setting.durable.queue(name)
    prompt = unique("Long.")
    calls: list[float] = []

    def reply(request: Any) -> Any:
        calls.append(time.time())
        return ["a", gate]

    turn = setting.durable.submit(setting.on(prompt, reply), queue=name, key=unique("key"))
    worker = Worker(setting.durable, name=name, config=setting.config, queues=[name])
    worker.start()
    gate.wait_entered(30)
    assert worker.stop(timeout=0.1) is False
    gate.open()
    assert turn.status == "running"
    with Worker(setting.durable, name=name, config=setting.config, queues=[name]):
        outcome = turn.result(30)
    assert outcome.status == "interrupted"
    assert (outcome.error or "").startswith("the turn ended early")
    assert len(calls) == 1


def test_uncertain_turn_is_looked_up_again(setting: Setting) -> None:
    name, key = f"uncertain-{uuid4().hex[:8]}", unique("key")
    setting.durable.queue(name)
    gate = Gate()
    prompt = setting.on(unique("Run."), [shell_call("true"), gate])
    turn = setting.durable.submit(prompt, queue=name, key=key, thread_options=UNSANDBOXED)
    first = Worker(setting.durable, name=name, config=setting.config, queues=[name], home="one")
    first.start()
    gate.wait_entered(30)
    first.stop(timeout=0)
    gate.open()
    other = setting.model.config()
    with Worker(setting.durable, name=name, config=other, queues=[name], home="two"):
        outcome = turn.result(30)
        assert outcome.status == "uncertain"
        assert "the thread is in CODEX_HOME one, expected two; the turn was not started again" in (outcome.error or "")
        assert turn.status == "uncertain"
    with Worker(setting.durable, name=name, config=setting.config, queues=[name], home="one"):
        again = turn.retry()
        assert wait_until(lambda: again.status == "interrupted")
        assert again.result(30).thread_id == outcome.thread_id
        # The first job follows, and a further retry is a job of its own.
        assert turn.result(30).status == "interrupted"
        third = turn.retry()
        assert third.result(30).status == "interrupted"
        assert [again.id, third.id] == [f"{key}~2", f"{key}~3"]
