"""Short durable turns on the real runtime: their overhead, turns per second by workers, and a long queue in SQLite."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from measuring import arguments, check_count, report
from openai_codex import Codex, CodexConfig
from openai_codex.durable import DurableCodex, TurnRequest, Worker
from openai_codex.turn_once import SQLiteJournal, run_turn_once
from real_runtime import Model

if TYPE_CHECKING:
    from collections.abc import Iterator

WORKERS = (1, 2, 4)
CONCURRENCY = 4


def serial(settings: dict[str, Any], folder: Path, count: int) -> dict[str, float]:
    """Return the time of a turn with the plain client, with `run_turn_once` and with a worker, in milliseconds."""
    with Codex(CodexConfig(**settings)) as codex, SQLiteJournal(folder / "journal.sqlite") as journal:
        codex.run("short")
        began = time.perf_counter()
        for _ in range(count):
            codex.run("short")
        plain = (time.perf_counter() - began) / count * 1e3
        began = time.perf_counter()
        for _ in range(count):
            run_turn_once(codex, TurnRequest(input="short"), journal=journal)
        once = (time.perf_counter() - began) / count * 1e3
    with (
        DurableCodex(f"sqlite:///{folder}/serial.sqlite") as durable,
        Worker(durable, name="worker", config=CodexConfig(**settings), concurrency=1),
    ):
        durable.submit("short").result()
        waiting = [durable.submit("short") for _ in range(count)]
        began = time.perf_counter()
        for turn in waiting:
            turn.result()
        queued = (time.perf_counter() - began) / count * 1e3
    return {
        "plain_ms": plain,
        "turn_once_ms": once,
        "queued_ms": queued,
        "turn_once_overhead": once - plain,
        "queued_overhead": queued - plain,
    }


def parallel(settings: dict[str, Any], folder: Path, size: int, count: int) -> float:
    """Return the turns per second of a number of workers in processes of their own."""
    url = f"sqlite:///{folder}/workers-{size}.sqlite"
    with DurableCodex(url) as durable:
        turns = [durable.submit("short") for _ in range(count)]
        values = json.dumps({"url": url, "settings": settings})
        command = [sys.executable, "-W", "ignore", __file__, "worker", values]
        workers = [
            subprocess.Popen([*command, f"worker-{number}"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            for number in range(size)
        ]
        for worker in workers:
            assert worker.stdout is not None
            worker.stdout.readline()
        # The workers have begun while the others started.
        left = [turn for turn in turns if turn.status in ("queued", "running")]
        began = time.perf_counter()
        done = sum(turn.result().status == "completed" for turn in left)
        seconds = time.perf_counter() - began
        for worker in workers:
            worker.communicate()
    check_count("turns", done, len(left))
    return len(left) / seconds


def long_queue(folder: Path, count: int) -> dict[str, float]:
    """Return the time of storing a job, and the growth of this process from a fifth of the jobs on."""
    with DurableCodex(f"sqlite:///{folder}/queue.sqlite") as durable:
        durable.queue("long")
        began = time.perf_counter()
        peaks = list(_peaks(durable, count))
        seconds = time.perf_counter() - began
        stored = len(durable.jobs(active=True, limit=count, queue="long"))
    check_count("jobs", stored, count)
    return {"submit_us": seconds / count * 1e6, "growth_mib": (peaks[-1] - peaks[0]) / 1024, "jobs": count}


def _peaks(durable: DurableCodex, count: int) -> Iterator[int]:
    """Submit jobs, and yield the peak memory after each fifth of them."""
    for number in range(count):
        durable.submit("short", queue="long")
        if (number + 1) % max(1, count // 5) == 0:
            yield resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def run_worker() -> None:
    """Run a worker until the standard input ends."""
    values = json.loads(sys.argv[2])
    config = CodexConfig(**values["settings"])
    with (
        DurableCodex(values["url"]) as durable,
        Worker(durable, name=sys.argv[3], config=config, concurrency=CONCURRENCY),
    ):
        print("ready", flush=True)
        sys.stdin.read()
    # The threads of DBOS are not daemons.
    os._exit(0)


def main() -> None:
    """Measure `--turns` turns, and a queue of `--jobs` jobs."""
    options = arguments(__doc__, turns=100, jobs=10_000)
    model = Model(words=1)
    try:
        with tempfile.TemporaryDirectory() as folder:
            figures = serial(model.settings, Path(folder), options.turns)
            for size in WORKERS:
                figures[f"turns_per_second_{size}"] = parallel(model.settings, Path(folder), size, options.turns * 2)
            figures |= long_queue(Path(folder), options.jobs)
    finally:
        model.close()
    report(options, figures)


if __name__ == "__main__":
    if sys.argv[1:2] == ["worker"]:
        run_worker()
    else:
        main()
