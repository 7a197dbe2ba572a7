"""Workers in processes of their own: they are killed, replaced, and separated from the database."""

from __future__ import annotations

import time
from concurrent.futures import TimeoutError as FutureTimeoutError
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
import sqlalchemy as sa

from openai_codex import InputError
from openai_codex.cli.commands import durable as durable_commands
from openai_codex.durable import DurableCodex, Worker, WorkerExistsError
from openai_codex.durable.store.database import WORKERS, Database
from openai_codex.testing import Gate, ScriptedModel
from support.durable import PostgreSQL, WorkerProcess, worker_process
from support.homes import warm_home
from support.sync_adapter import Background
from support.turn_once import UNSANDBOXED, counting_reply
from support.unix_proxy import UnixProxy
from support.waiting import wait_until

if TYPE_CHECKING:
    from pathlib import Path

    from integration.durable.conftest import Setting


def effects(folder: Path) -> dict[str, int]:
    """Return how often the command of each turn has run."""
    return {path.name: len(path.read_text().splitlines()) for path in folder.iterdir()}


def name_of(test: str) -> str:
    """Return a name for a worker and its queue."""
    return f"{test}-{uuid4().hex[:8]}"


def report_long_ago(url: str, worker: str) -> None:
    """Let a worker appear as lost."""
    database = Database(url)
    update = sa.update(WORKERS).where(WORKERS.c.name == worker).values(seen=time.time() - 3600)
    database.run(lambda connection: connection.execute(update))
    database.close()


def test_every_turn_of_killed_workers_runs_at_most_once(setting: Setting, tmp_path: Path) -> None:
    queue = name_of("killed")
    setting.durable.queue(queue)
    names = [f"turn-{number}" for number in range(12)]
    prompts = [setting.on(f"Append to {tmp_path}/{name}.", counting_reply) for name in names]
    turns = [setting.durable.submit(prompt, queue=queue, thread_options=UNSANDBOXED) for prompt in prompts]
    # The workers have homes of their own.
    with warm_home() as home:
        configs = [setting.config, setting.model.config(home=home)]
        workers = [
            WorkerProcess(setting.url, f"{queue}-{number}", config, queues=[queue], concurrency=2)
            for number, config in enumerate(configs)
        ]
        try:
            for worker in workers:
                worker.wait_ready()
            wait_until(lambda: len(effects(tmp_path)) >= 3)
            workers[0].kill()
            workers[0] = WorkerProcess(setting.url, f"{queue}-0", configs[0], queues=[queue], concurrency=2)
            outcomes = [turn.result(90) for turn in turns]
        finally:
            for worker in workers:
                worker.close()
    counted = effects(tmp_path)
    assert set(counted.values()) == {1}
    # A turn that ran when its worker was killed is reported as interrupted, and the others complete.
    for name, outcome in zip(names, outcomes, strict=True):
        assert outcome.status in ("completed", "interrupted")
        assert name in counted or outcome.status == "interrupted"
    assert [outcome.status for outcome in outcomes].count("interrupted") <= 2
    assert [turn.status for turn in turns] == [outcome.status for outcome in outcomes]


def test_turn_that_has_begun_returns_to_its_worker(setting: Setting) -> None:
    queue, gate = name_of("returns"), Gate()
    setting.durable.queue(queue)
    prompt = setting.on(f"Wait in {queue}.", ["a", gate])
    with warm_home() as home, worker_process(setting.url, f"{queue}-1", setting.config, queues=[queue]) as process:
        turn = setting.durable.submit(prompt, queue=queue)
        gate.wait_entered(30)
        process.kill()
        gate.open()
        # The worker without the thread may take the job after the restart, and gives it back.
        other = setting.model.config(home=home)
        with (
            worker_process(setting.url, f"{queue}-2", other, queues=[queue]),
            worker_process(setting.url, f"{queue}-1", setting.config, queues=[queue]),
        ):
            outcome = turn.result(60)
    assert outcome.status == "interrupted"
    assert [request.user_text for request in setting.model.requests].count(prompt) == 1


def test_work_of_lost_worker_is_taken_over_if_the_home_is_shared(setting: Setting) -> None:
    queue, gate = name_of("shared"), Gate()
    setting.durable.queue(queue)
    options: dict[str, Any] = {"queues": [queue], "home": queue}
    with worker_process(setting.url, f"{queue}-1", setting.config, **options) as process:
        done = setting.durable.submit("Before.", queue=queue).result(30)
        running = setting.durable.submit(setting.on(f"Wait in {queue}.", ["a", gate]), queue=queue)
        gate.wait_entered(30)
        process.kill()
        gate.open()
    later = setting.durable.submit("Later.", queue=queue, thread_id=done.thread_id)
    report_long_ago(setting.url, f"{queue}-1")
    states = {worker.name: worker.state for worker in setting.durable.workers()}
    assert states[f"{queue}-1"] == "lost"
    with Worker(setting.durable, name=f"{queue}-2", config=setting.config, **options):
        assert running.result(60).status == "interrupted"
        assert later.result(60).status == "completed"
        [lost] = [worker for worker in setting.durable.workers() if worker.name == f"{queue}-1"]
        assert (lost.taken_over_by, lost.jobs) == (f"{queue}-2", 0)


def test_jobs_of_a_stopped_worker_are_taken_over_with_the_same_home(
    setting: Setting, capsys: pytest.CaptureFixture[str]
) -> None:
    queue = name_of("stopped")
    setting.durable.queue(queue)
    options: dict[str, Any] = {"queues": [queue], "home": queue, "config": setting.config}
    names = [f"{queue}-1", f"{queue}-2"]
    threads: list[Any] = []
    for name in names:
        with Worker(setting.durable, name=name, **options):
            threads.append(setting.durable.submit("Before.", queue=queue).result(30).thread_id)
        report_long_ago(setting.url, name)
    later = setting.durable.submit("Later.", queue=queue, thread_id=threads[0])
    states = {worker.name: (worker.state, worker.jobs) for worker in setting.durable.workers()}
    assert [states[name] for name in names] == [("stopped", 1), ("stopped", 0)]
    durable_commands.jobs(setting.url)
    assert f"worker {names[0]} on" in capsys.readouterr().err
    with Worker(setting.durable, name=f"{queue}-3", **options):
        assert later.result(60).status == "completed"
    taken_over = {worker.name: worker.taken_over_by for worker in setting.durable.workers()}
    # A worker without jobs keeps its threads for its next start.
    assert [taken_over[name] for name in names] == [f"{queue}-3", None]


def test_work_of_lost_worker_is_taken_over_on_request(setting: Setting) -> None:
    queue, gate = name_of("request"), Gate()
    setting.durable.queue(queue)
    with worker_process(setting.url, f"{queue}-1", setting.config, queues=[queue]) as process:
        running = setting.durable.submit(setting.on(f"Wait in {queue}.", ["a", gate]), queue=queue)
        gate.wait_entered(30)
        process.kill()
        gate.open()
    with warm_home() as home:
        other = setting.model.config(home=home)
        with Worker(setting.durable, name=f"{queue}-2", config=other, queues=[queue]):
            with pytest.raises(InputError, match=f"no running worker shares the CODEX_HOME of '{queue}-1'"):
                setting.durable.recover(f"{queue}-1")
            with pytest.raises(InputError, match="unknown worker 'missing'"):
                setting.durable.recover("missing")
            assert running.status == "running"
            assert setting.durable.recover(f"{queue}-1", to=f"{queue}-2") == f"{queue}-2"
            outcome = running.result(60)
    # The other home does not contain the thread.
    assert outcome.status == "uncertain"
    assert "the turn was not started again" in (outcome.error or "")


def test_second_worker_with_the_same_name_is_rejected(setting: Setting) -> None:
    name = name_of("twice")
    with worker_process(setting.url, name, setting.config, queues=["none"]) as process:
        with pytest.raises(WorkerExistsError, match=f"a worker with this name is running on .* {process.process.pid}"):
            Worker(setting.durable, name=name, config=setting.config).start()
        process.stop()
    with Worker(setting.durable, name=name, config=setting.config, queues=["none"]):
        assert [each.state for each in setting.durable.workers() if each.name == name] == ["running"]
    assert [each.state for each in setting.durable.workers() if each.name == name] == ["stopped"]


@pytest.mark.parametrize("fault", ["partition", "restart"])
def test_turn_survives_loss_of_the_database(server: PostgreSQL, tmp_path: Path, fault: str) -> None:
    gate = Gate()
    url = server.create_database()
    proxied = url.replace(str(server.socket.parent), str(tmp_path))
    calls: list[str] = []

    def reply(request: Any) -> Any:
        calls.append(request.user_text)
        return ["a", gate]

    with (
        UnixProxy(server.socket, tmp_path) as proxy,
        warm_home() as home,
        ScriptedModel(reply) as model,
        DurableCodex(url) as durable,
        worker_process(proxied, "worker", model.config(home=home)),
    ):
        turn = durable.submit("Go.")
        gate.wait_entered(30)
        if fault == "partition":
            proxy.cut()
            # The turn ends while the worker cannot reach the database.
            gate.open()
            assert wait_until(lambda: model_is_idle(model))
            assert turn.status == "running"
            proxy.heal()
        else:
            server.restart()
            gate.open()
        outcome = turn.result(60)
        assert durable.submit("After.").result(60).status == "completed"
    assert (outcome.status, outcome.final_response) == ("completed", "a")
    assert calls == ["Go.", "After."]


def test_submit_waits_for_the_database(server: PostgreSQL, tmp_path: Path) -> None:
    proxied = server.create_database().replace(str(server.socket.parent), str(tmp_path))
    with UnixProxy(server.socket, tmp_path) as proxy, DurableCodex(proxied) as durable, Background() as background:
        proxy.cut()
        submitted = background.start(durable.submit, "Go.", key="key")
        with pytest.raises(FutureTimeoutError):
            submitted.result(0.5)
        proxy.heal()
        assert submitted.result(30).status == "queued"
        assert [job.id for job in durable.jobs()] == ["key"]


def model_is_idle(model: ScriptedModel) -> bool:
    """Return whether the model has received the call of the turn."""
    return len(model.requests) == 1
