"""Sends jobs to the workers, one worker of each kind for each copy of the project."""

from __future__ import annotations

import dataclasses
import json
import os
import subprocess
import sys
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING

from mutants.baseline import environment, pytest_arguments
from mutants.worker import Job

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from mutants.baseline import Baseline
    from mutants.mutant import Mutant
    from mutants.project import Project, Stage


class Worker:
    """A process that runs tests with mutants in a copy of the project."""

    def __init__(self, project: Project, stage: Stage, tree: Path, *, fresh: bool) -> None:
        jobs_read, jobs_write = os.pipe()
        results_read, results_write = os.pipe()
        setting = {
            "fresh": fresh,
            "arguments": [*pytest_arguments(stage), "-o", "timeout=60"],
            "tests": list(stage.tests),
            "preload": list(project.preload),
        }
        self._log = tree / f"worker-{'fresh' if fresh else 'collected'}.log"
        with self._log.open("w") as output:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "mutants.worker"],
                cwd=tree,
                env={
                    **environment(project, tree),
                    "MUTANTS_WORKER": json.dumps(setting),
                    "MUTANTS_JOBS": str(jobs_read),
                    "MUTANTS_RESULTS": str(results_write),
                },
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                pass_fds=(jobs_read, results_write),
            )
        os.close(jobs_read)
        os.close(results_write)
        self._jobs = os.fdopen(jobs_write, "w", encoding="utf-8")
        self._results = os.fdopen(results_read, "r", encoding="utf-8")
        self._receive()

    def run(self, job: Job) -> str:
        """Return the outcome of a job: "killed", "survived", "timeout" or "not patchable"."""
        self._jobs.write(json.dumps(dataclasses.asdict(job)) + "\n")
        self._jobs.flush()
        return self._receive()

    def _receive(self) -> str:
        line = self._results.readline()
        if not line:
            code = self._process.wait()
            raise RuntimeError(f"a worker exited with code {code}:\n{self.log()}")
        return line.strip()

    def log(self) -> str:
        """Return the end of the output."""
        return self._log.read_text(encoding="utf-8", errors="replace")[-4000:]

    def close(self) -> None:
        """Wait until the worker exits."""
        self._jobs.close()
        self._process.wait()
        self._results.close()


def run_stage(
    project: Project,
    stage: Stage,
    mutants: Sequence[Mutant],
    trees: Sequence[Path],
    baseline: Baseline,
    *,
    limit: float,
    grace: float,
    report: Callable[[Mutant, str], None],
) -> None:
    """Run mutants through the tests of one stage.

    Args:
        project: The project.
        stage: The tests.
        mutants: The mutants.
        trees: Copies of the project, one for each worker.
        baseline: Which test executes which line.
        limit: Total duration of the tests of one mutant, in seconds.
        grace: Processor time that each mutant may use in addition to five times that of its tests, in seconds.
        report: Called with each mutant and its outcome: "killed", "timeout", "survived", or "not covered" if no test
            executes the line.
    """
    plans: deque[tuple[Mutant, Job, bool]] = deque()
    for mutant in mutants:
        tests = baseline.tests_for(mutant, limit, project.importers(mutant.module) if mutant.at_import else ())
        if tests:
            expected = sum(baseline.durations[test] for test in tests)
            content = mutant.apply((project.root / mutant.path).read_bytes()).decode()
            job = Job(mutant.path, content, tests, grace + 5 * expected)
            plans.append((mutant, job, baseline.runs_at_import(mutant)))
        else:
            report(mutant, "not covered")

    def work(tree: Path) -> None:
        workers = _Workers(project, stage, tree)
        try:
            while True:
                try:
                    mutant, job, fresh = plans.popleft()
                except IndexError:
                    return
                report(mutant, workers.run(job, fresh=fresh))
        finally:
            workers.close()

    with ThreadPoolExecutor(len(trees)) as pool:
        for done in [pool.submit(work, tree) for tree in trees]:
            done.result()


class _Workers:
    """The two kinds of workers of one copy, started when they are needed."""

    def __init__(self, project: Project, stage: Stage, tree: Path) -> None:
        self._start = partial(Worker, project, stage, tree)
        self._tree = tree
        self._workers: dict[bool, Worker] = {}

    def run(self, job: Job, *, fresh: bool) -> str:
        outcome = "not patchable" if fresh else self._worker(job, fresh=False).run(job)
        return self._worker(job, fresh=True).run(job) if outcome == "not patchable" else outcome

    def _worker(self, job: Job, *, fresh: bool) -> Worker:
        if fresh not in self._workers:
            self._workers[fresh] = self._start(fresh=fresh)
            self._check(self._workers[fresh], job)
        return self._workers[fresh]

    def _check(self, worker: Worker, job: Job) -> None:
        """Check that the tests of a job pass with the unchanged source; otherwise every mutant appears to be killed."""
        source = (self._tree / job.path).read_bytes().decode()
        outcome = worker.run(dataclasses.replace(job, mutated=source))
        if outcome != "survived":
            raise RuntimeError(f"{job.path}: the tests of a worker fail without a mutant: {outcome}\n{worker.log()}")

    def close(self) -> None:
        for worker in self._workers.values():
            worker.close()
