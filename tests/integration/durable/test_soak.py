"""Long runs, with `make durable` only: many turns, workers that are killed, and a long queue."""

from __future__ import annotations

import contextlib
import json
import os
import random
import threading
import time
from collections import Counter
from typing import TYPE_CHECKING, Any

import psutil  # type: ignore[import-untyped]  # its types are in a separate package
import pytest

from openai_codex.durable import DurableCodex, TurnRequest
from openai_codex.testing import ScriptedModel
from support.durable import DATABASES, PostgreSQL, WorkerProcess, postgresql
from support.homes import warm_home
from support.turn_once import UNSANDBOXED, counting_reply
from support.waiting import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = [pytest.mark.durable_soak, pytest.mark.timeout(3600)]

TURNS = int(os.environ.get("DURABLE_TURNS", "500"))
WORKERS = 4
SECONDS_BETWEEN_KILLS = 6.0
QUEUED = int(os.environ.get("DURABLE_QUEUED", "100000"))


@pytest.fixture(params=DATABASES)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, PostgreSQL | None]]:
    """The URL of a database, and the PostgreSQL server, if it is one."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/durable.sqlite", None
        return
    with postgresql() as server:
        yield server.url, server


def report(values: dict[str, Any]) -> None:
    """Print figures for the record."""
    print(json.dumps(values))


def test_500_turns_over_4_workers_that_are_killed(store: tuple[str, PostgreSQL | None], tmp_path: Path) -> None:
    url, server = store
    folder = tmp_path / "effects"
    folder.mkdir()
    choose = random.Random(16)
    kills = 0
    with contextlib.ExitStack() as stack:
        homes = [stack.enter_context(warm_home()) for _ in range(WORKERS)]
        model = stack.enter_context(ScriptedModel(counting_reply))
        durable = stack.enter_context(DurableCodex(url))
        configs = [model.config(home=home) for home in homes]
        workers = [WorkerProcess(url, f"worker-{number}", config) for number, config in enumerate(configs)]
        stack.callback(close_all, workers)
        for worker in workers:
            worker.wait_ready()
        began = time.monotonic()
        names = [f"turn-{number:04}" for number in range(TURNS)]
        submitting = threading.Thread(target=submit_all, args=(durable, folder, names))
        submitting.start()
        restarted = server is None
        next_kill = time.monotonic() + SECONDS_BETWEEN_KILLS
        while submitting.is_alive() or durable.jobs(active=True, limit=1):
            if time.monotonic() > next_kill:
                number = choose.randrange(WORKERS)
                workers[number].kill()
                workers[number] = WorkerProcess(url, f"worker-{number}", configs[number])
                workers[number].wait_ready()
                kills += 1
                next_kill = time.monotonic() + SECONDS_BETWEEN_KILLS
            if not restarted and server is not None and kills >= 2:
                restarted = True
                server.restart()
            time.sleep(0.2)
        seconds = time.monotonic() - began
        submitting.join()
        outcomes = [durable.submit(request_of(folder, name)).result(60) for name in names]
        ended = [job for job in durable.jobs(limit=TURNS * 2) if job.id in set(names)]
    executed = Counter(path.name for path in folder.iterdir() for _ in path.read_text().splitlines())
    statuses = Counter(outcome.status for outcome in outcomes)
    figures = {"database": url.split(":")[0], "turns": TURNS, "kills": kills, "seconds": round(seconds, 1)}
    report({**figures, "statuses": dict(statuses)})
    assert kills > 0
    assert set(executed.values()) == {1}
    assert sorted(job.id for job in ended) == names
    assert [turn.key for turn in outcomes] == names
    for outcome in outcomes:
        assert outcome.status in ("completed", "interrupted", "uncertain"), outcome
        assert executed[outcome.key] == 1 or outcome.status != "completed"
    # Only the turns that ran when a worker was killed are affected.
    assert statuses["completed"] >= TURNS - kills * 4
    assert statuses["uncertain"] == 0


def request_of(folder: Path, name: str) -> TurnRequest:
    """Return a turn whose command appends to a file."""
    return TurnRequest(input=f"Append to {folder}/{name}.", key=name, thread_options=UNSANDBOXED)


def submit_all(durable: DurableCodex, folder: Path, names: list[str]) -> None:
    """Submit the turns."""
    for name in names:
        durable.submit(request_of(folder, name))


def close_all(workers: list[WorkerProcess]) -> None:
    """Kill the workers that still run."""
    for worker in workers:
        worker.close()


def test_queue_of_100000_jobs_needs_constant_memory(store: tuple[str, PostgreSQL | None]) -> None:
    url, _ = store
    with warm_home() as home, ScriptedModel([], default="ok") as model, DurableCodex(url) as durable:
        process = psutil.Process()
        durable.queue("long")
        began = time.monotonic()
        samples: list[int] = []
        threads = [threading.Thread(target=fill, args=(durable, number)) for number in range(4)]
        for thread in threads:
            thread.start()
        while any(thread.is_alive() for thread in threads):
            samples.append(process.memory_info().rss)
            time.sleep(1.0)
        seconds = time.monotonic() - began
        for thread in threads:
            thread.join()
        growth = samples[-1] - samples[len(samples) // 5]
        worker = WorkerProcess(url, "worker", model.config(home=home), concurrency=8).wait_ready()
        try:
            time.sleep(10)
            before = psutil.Process(worker.process.pid).memory_info().rss
            first = [job for job in durable.jobs(limit=QUEUED, queue="long") if job.status == "completed"]
            time.sleep(60)
            after = psutil.Process(worker.process.pid).memory_info().rss
        finally:
            worker.kill()
        done = [job for job in durable.jobs(limit=QUEUED, queue="long") if job.status == "completed"]
    report(
        {
            "database": url.split(":")[0],
            "queued": QUEUED,
            "jobs_per_second": round(QUEUED / seconds),
            "growth_of_client_mib": growth >> 20,
            "growth_of_worker_mib": (after - before) >> 20,
            "turns_in_60_s": len(done) - len(first),
        }
    )
    assert growth < 64 << 20
    assert after - before < 32 << 20
    assert len(done) > len(first)


def fill(durable: DurableCodex, number: int) -> None:
    """Submit a fourth of the jobs."""
    for _ in range(number, QUEUED, 4):
        durable.submit("Go.", queue="long")


def test_killed_worker_recovers_in_a_loop(store: tuple[str, PostgreSQL | None], tmp_path: Path) -> None:
    """The same turn survives ten kills of its worker, and its command runs once."""
    url, _ = store
    effects = tmp_path / "effects"
    with warm_home() as home, ScriptedModel(counting_reply) as model, DurableCodex(url) as durable:
        config = model.config(home=home)
        turn = durable.submit(f"Append to {effects}.", key="looped", thread_options=UNSANDBOXED)
        for _ in range(10):
            worker = WorkerProcess(url, "worker", config)
            worker.wait_ready()
            worker.kill()
        worker = WorkerProcess(url, "worker", config).wait_ready()
        try:
            wait_until(lambda: turn.status in ("completed", "interrupted"), timeout=120)
        finally:
            worker.close()
        outcome = turn.result(5)
    executions = effects.read_text().count("run") if effects.exists() else 0
    assert executions == 1 if outcome.status == "completed" else executions <= 1
