"""Arguments of jobs, and jobs that fail outside a turn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from integration.durable.test_jobs import unique
from openai_codex import InputError, Prices, TransportClosedError
from openai_codex.durable import UnknownJobError, Worker, WorkflowContext, WorkflowFailedError, runner, workflow
from openai_codex.durable.runner import MAX_FAILURES
from openai_codex.turn_once.drivers import run_turn_once

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

    from integration.durable.conftest import Setting


@workflow
def number(context: WorkflowContext, value: int) -> int:
    """Return a number."""
    return value


@workflow
def exiting(context: WorkflowContext) -> None:
    """End the program."""
    raise SystemExit(3)


async def asynchronous(context: WorkflowContext) -> None:
    """Do nothing."""


async def async_generating(context: WorkflowContext) -> AsyncIterator[None]:
    """Yield once."""
    yield


def generating(context: WorkflowContext) -> Iterator[None]:
    """Yield once."""
    yield


def as_any(value: object) -> Any:
    """Return a value whose type the type checker ignores."""
    return value


def test_invalid_arguments_are_rejected_before_the_job_is_stored(setting: Setting) -> None:
    before = len(setting.durable.jobs())
    calls: dict[str, Callable[[], object]] = {
        "unknown queue 'missing'": lambda: setting.durable.submit("Go.", queue="missing"),
        "unknown worker 'absent'": lambda: setting.durable.submit("Go.", worker="absent"),
        "expected a thread that is stored": lambda: setting.durable.submit("Go.", thread_options={"ephemeral": True}),
        "thread_options.sandbox: expected one of": lambda: setting.durable.submit(
            "Go.", thread_options={"sandbox": "x"}
        ),
        "unknown budget 'absent'; create it with durable.set_budget": lambda: setting.durable.submit(
            "Go.", budget="absent"
        ),
        "budget: expected the name of a budget, got list": lambda: setting.durable.submit("Go.", budget=as_any(["a"])),
        "priority: expected an integer, 1": lambda: setting.durable.submit("Go.", priority=0),
        "priority: expected an integer up to": lambda: setting.durable.submit("Go.", priority=2**40),
        "delay: expected seconds, 0 or more, got -1": lambda: setting.durable.submit("Go.", delay=-1),
        "queue: expected letters, digits": lambda: setting.durable.queue("a b"),
        "name: expected letters, digits": lambda: Worker(setting.durable, name="a b"),
        "cost: requires prices": lambda: setting.durable.set_budget("b", cost=1),
        "cost: expected": lambda: setting.durable.set_budget("b", cost=-1, prices=Prices(input=1, output=1)),
        "key: expected text": lambda: setting.durable.start(number, key=""),
        "key: expected text, or None for a random key, got 5": lambda: setting.durable.start(number, key=as_any(5)),
        "function: expected a plain function, got an async function": lambda: workflow(asynchronous),
        "function: expected a plain function, got an async generator": lambda: workflow(async_generating),
        "function: expected a plain function, got a generator": lambda: workflow(generating),
        "limit: expected an integer": lambda: setting.durable.jobs(limit=0),
    }
    for problem, call in calls.items():
        with pytest.raises(InputError, match=problem):
            call()
    with pytest.raises(UnknownJobError, match="job 'missing': unknown id"):
        setting.durable.job("missing")
    assert len(setting.durable.jobs()) == before


def test_key_of_another_job_is_rejected(setting: Setting) -> None:
    key = unique("key")
    setting.durable.start(number, 0, key=key)
    assert setting.durable.start(number, 0, key=key).id == key
    with pytest.raises(InputError, match="key: expected a new key for another call"):
        setting.durable.start(number, 1, key=key)
    with pytest.raises(InputError, match=f"key: expected a new key: '{key}' is the id of a job of another function"):
        setting.durable.submit("Go.", key=key)


@pytest.mark.usefixtures("worker")
class TestWithWorker:
    def test_jobs_of_a_queue_include_turns_of_known_threads(self, setting: Setting) -> None:
        first = setting.durable.submit(unique("First.")).result(30)
        second = setting.durable.submit(unique("Second."), thread_id=first.thread_id)
        second.result(30)
        assert second.id in [job.id for job in setting.durable.jobs(queue="codex")]
        assert setting.durable.jobs(queue=unique("other")) == []

    def test_turn_that_was_not_sent_waits_for_a_working_runtime(
        self, setting: Setting, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        pauses: list[float] = []

        def failing(*values: Any, **keywords: Any) -> Any:
            if len(pauses) < 2 * MAX_FAILURES:
                raise TransportClosedError("the runtime has exited")
            return run_turn_once(*values, **keywords)

        def pause(self: object, job: object, seconds: float) -> bool:
            pauses.append(seconds)
            return True

        monkeypatch.setattr(runner, "run_turn_once", failing)
        monkeypatch.setattr(runner.TurnRunner, "_pause", pause)
        assert setting.durable.submit(unique("Wait.")).result(30).status == "completed"
        assert (pauses[0], max(pauses), len(pauses)) == (2.0, 30.0, 2 * MAX_FAILURES)

    def test_turn_that_waits_for_a_runtime_is_cancelled(
        self, setting: Setting, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def failing(*values: Any, **keywords: Any) -> Any:
            turn.cancel()
            raise TransportClosedError("the runtime has exited")

        monkeypatch.setattr(runner, "run_turn_once", failing)
        turn = setting.durable.submit(unique("Wait."), delay=0.2)
        outcome = turn.result(30)
        assert (outcome.status, outcome.error) == ("cancelled", "the turn was cancelled before it started")

    def test_workflow_that_exits_fails(self, setting: Setting) -> None:
        with pytest.raises(WorkflowFailedError, match="SystemExit: 3"):
            setting.durable.start(exiting).result(30)
