"""Limits of workers and queues: turns that run count, and turns that wait do not."""

from __future__ import annotations

import threading
import time
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from codex_protocol.rpc import Rpc
from openai_codex import Approval
from openai_codex.durable import Worker
from openai_codex.durable.store.limits import jobs_that_wait
from openai_codex.testing import Gate, ResponseFailed, shell_call
from support.durable import worker_process
from support.waiting import wait_until

if TYPE_CHECKING:
    from integration.durable.conftest import Setting
    from openai_codex.durable import DurableTurn
    from openai_codex.testing import RecordedRequest

ASKING = {"sandbox": "full-access", "approval_mode": "ask_always"}


def unique(name: str) -> str:
    """Return a prompt or a name of a queue that no other test has used."""
    return f"{name}-{uuid4().hex[:8]}"


def ask(setting: Setting, **options: Any) -> DurableTurn:
    """Submit a turn that waits for an approval."""

    def reply(request: RecordedRequest) -> Any:
        last: Any = request.body["input"][-1]
        return "done" if last.get("type") == "function_call_output" else shell_call("true")

    return setting.durable.submit(setting.on(unique("Ask."), reply), thread_options=ASKING, **options)


def wait_for_questions(setting: Setting, turns: list[DurableTurn]) -> None:
    """Wait until each turn has a question."""
    ids = {turn.id for turn in turns}
    wait_until(lambda: ids <= {question.job for question in setting.durable.pending()})


def decline_all(setting: Setting) -> None:
    """Decline all questions."""
    for question in setting.durable.pending():
        setting.durable.answer(question.id, Approval.decline())


def hold(setting: Setting, gate: Gate, **options: Any) -> DurableTurn:
    """Submit a turn, and wait until it is held by a gate."""
    turn = setting.durable.submit(setting.on(unique("Hold."), ["a", gate]), **options)
    gate.wait_entered(30)
    return turn


class Starts:
    """Records the calls of the model, and how many of them run at the same time."""

    def __init__(self) -> None:
        self._mutex = threading.Lock()
        self._running = 0
        self.highest = 0
        self.times: list[float] = []

    def __call__(self, request: RecordedRequest) -> str:
        with self._mutex:
            self._running += 1
            self.highest = max(self.highest, self._running)
            self.times.append(time.monotonic())
        # Long enough to overlap with another turn.
        time.sleep(0.3)
        with self._mutex:
            self._running -= 1
        return "ok"


@pytest.mark.usefixtures("worker")
class TestWithWorker:
    """The worker runs two turns at the same time."""

    def test_waiting_turns_beyond_the_capacity_do_not_block_others(self, setting: Setting) -> None:
        turns = [ask(setting) for _ in range(12)]
        wait_for_questions(setting, turns)
        assert setting.durable.submit("Meanwhile.").result(30).status == "completed"
        assert {turn.status for turn in turns} == {"running"}
        decline_all(setting)
        assert {turn.result(30).status for turn in turns} == {"completed"}

    def test_waiting_turn_does_not_block_a_queue_with_concurrency(self, setting: Setting) -> None:
        queue = unique("waiting")
        setting.durable.queue(queue, concurrency=1)
        turns = [ask(setting, queue=queue) for _ in range(3)]
        wait_for_questions(setting, turns)
        assert setting.durable.submit("Meanwhile.", queue=queue).result(30).status == "completed"
        decline_all(setting)
        assert {turn.result(30).status for turn in turns} == {"completed"}

    @pytest.mark.parametrize("limit", ["concurrency", "worker_concurrency"])
    def test_limit_counts_turns_in_new_and_known_threads_together(self, setting: Setting, limit: str) -> None:
        queue, gate = unique("together"), Gate()
        setting.durable.queue(queue, **{limit: 1})  # type: ignore[arg-type]  # another keyword of the function
        thread_id = setting.durable.submit("Begin.").result(30).thread_id
        held = hold(setting, gate, queue=queue)
        known = setting.durable.submit("In a known thread.", queue=queue, thread_id=thread_id)
        new = setting.durable.submit("In a new thread.", queue=queue)
        # The worker takes the turn in the known thread, and does not begin it.
        wait_until(lambda: jobs_that_wait(setting.durable.engine.database, [known.id]))
        assert (known.status, new.status) == ("queued", "queued")
        gate.open()
        assert {turn.result(30).status for turn in (held, known, new)} == {"completed"}

    def test_rate_counts_turns_in_new_and_known_threads_together(self, setting: Setting) -> None:
        queue, starts = unique("rate"), Starts()
        setting.durable.queue(queue, rate=(1, 1.5))
        thread_id = setting.durable.submit("Begin.").result(30).thread_id
        turns = [
            setting.durable.submit(setting.on(unique("Start."), starts), queue=queue, thread_id=thread)
            for thread in (None, thread_id, None)
        ]
        assert {turn.result(60).status for turn in turns} == {"completed"}
        times = starts.times
        # The time between the admission of a turn and its call of the model differs.
        assert times[-1] - times[0] > 2.5

    def test_job_that_waits_in_the_worker_is_queued_and_can_be_cancelled(self, setting: Setting) -> None:
        gates = [Gate(), Gate()]
        held = [hold(setting, gate) for gate in gates]
        prompt = unique("Never.")
        turn = setting.durable.submit(prompt)
        wait_until(lambda: jobs_that_wait(setting.durable.engine.database, [turn.id]))
        assert turn.status == "queued"
        [job] = [job for job in setting.durable.jobs(active=True) if job.id == turn.id]
        assert (job.status, job.worker) == ("queued", None)
        turn.cancel()
        assert turn.result(30).status == "cancelled"
        for gate in gates:
            gate.open()
        assert {each.result(30).status for each in held} == {"completed"}
        assert prompt not in [request.user_text for request in setting.model.requests]

    def test_cancel_ends_a_turn_that_waits_to_continue(self, setting: Setting) -> None:
        asking, gates = ask(setting), [Gate(), Gate()]
        wait_for_questions(setting, [asking])
        held = [hold(setting, gate) for gate in gates]
        # The answer arrives while two other turns run.
        decline_all(setting)
        asking.cancel()
        assert asking.result(30).status == "interrupted"
        for gate in gates:
            gate.open()
        assert {each.result(30).status for each in held} == {"completed"}
        assert {ask_again.result(30).status for ask_again in [setting.durable.submit("After.") for _ in range(3)]} == {
            "completed"
        }

    def test_delay_elapses(self, setting: Setting) -> None:
        prompt, before = unique("Later."), time.time()
        turn = setting.durable.submit(prompt, delay=1.0)
        assert turn.status == "delayed"
        assert turn.result(30).status == "completed"
        assert time.time() - before >= 1.0
        assert [request.user_text for request in setting.model.requests].count(prompt) == 1


def test_usage_limit_waits_for_its_reset_while_others_run(setting: Setting, monkeypatch: pytest.MonkeyPatch) -> None:
    queue, limited = unique("usage"), unique("Limited.")
    setting.durable.queue(queue)
    reset = int(time.time()) + 12
    window = SimpleNamespace(resets_at=reset, used_percent=100)
    limits = SimpleNamespace(rate_limits=SimpleNamespace(primary=window, secondary=None))
    monkeypatch.setattr(Rpc, "account_rate_limits_read", lambda rpc: limits)
    calls: list[float] = []

    def reply(request: RecordedRequest) -> Any:
        calls.append(time.time())
        return ResponseFailed("insufficient_quota") if len(calls) == 1 else "later"

    setting.on(limited, reply)
    with Worker(setting.durable, name=queue, config=setting.config, queues=[queue], concurrency=1):
        turn = setting.durable.submit(limited, queue=queue)
        wait_until(lambda: calls)
        assert setting.durable.submit("Meanwhile.", queue=queue).result(30).status == "completed"
        assert (turn.status, len(calls)) == ("running", 1)
        outcome = turn.result(60)
    assert (outcome.status, outcome.final_response, outcome.attempts) == ("completed", "later", 2)
    assert calls[1] >= reset


def test_concurrency_counts_the_turns_of_all_workers(setting: Setting) -> None:
    queue, starts = unique("global"), Starts()
    setting.durable.queue(queue, concurrency=1)
    names = [unique("worker") for _ in range(2)]
    with (
        worker_process(setting.url, names[0], setting.config, queues=[queue]),
        worker_process(setting.url, names[1], setting.config, queues=[queue]),
    ):
        threads = [setting.durable.submit("Begin.", queue=queue, worker=name).result(60).thread_id for name in names]
        turns = [
            setting.durable.submit(setting.on(unique("Run."), starts), queue=queue, thread_id=thread)
            for thread in (None, threads[0], threads[1], None)
        ]
        assert {turn.result(60).status for turn in turns} == {"completed"}
    assert (starts.highest, len(starts.times)) == (1, 4)
