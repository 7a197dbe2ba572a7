"""Runs tests with a mutant in a forked process.

A worker imports modules that no mutant changes, and forks for each job. The source file of its copy of the project is
changed meanwhile. The forked process runs the tests until one fails. There are two kinds of workers:

- `CollectedTests`, a pytest plugin: all tests are collected and all modules imported. A mutant replaces the code of its
  functions.
- `serve_fresh`: only third-party modules are imported, and the forked process imports the mutated module. This is
  slower, and needed for code that runs during the import.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import math
import os
import resource
import shutil
import signal
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import pytest

from mutants.patching import FunctionIndex, NotPatchableError

if TYPE_CHECKING:
    from collections.abc import Callable

KILLED, SURVIVED, NOT_PATCHABLE = 1, 0, 17
OUTCOMES = {SURVIVED: "survived", KILLED: "killed", NOT_PATCHABLE: "not patchable"}


@dataclass(frozen=True)
class Job:
    """A mutated file and the tests to run with it."""

    path: str
    mutated: str
    tests: list[str]
    seconds: float
    """Limit of processor time."""


def serve(run: Callable[[Job, bytes], int], jobs: TextIO, results: TextIO) -> None:
    """Run jobs, one JSON object per line, until the input ends.

    Args:
        run: Runs the tests of a job in the forked process, with the original source; returns the exit code.
        jobs: The input.
        results: The output: one outcome per line.
    """
    gc.collect()
    gc.freeze()
    print("ready", file=results, flush=True)
    for line in jobs:
        job = Job(**json.loads(line))
        print(_run_job(run, job), file=results, flush=True)


def _run_job(run: Callable[[Job, bytes], int], job: Job) -> str:
    path = Path(job.path)
    original = path.read_bytes()
    scratch = tempfile.mkdtemp(prefix="mutant-")
    path.write_bytes(job.mutated.encode())
    try:
        child = os.fork()
        if child == 0:
            _in_child(run, job, original, scratch)
        return _wait(child, job.seconds)
    finally:
        path.write_bytes(original)
        shutil.rmtree(scratch, ignore_errors=True)


def _in_child(run: Callable[[Job, bytes], int], job: Job, original: bytes, scratch: str) -> None:
    code = KILLED
    try:
        os.setsid()
        os.environ.update(TMPDIR=scratch, PYTEST_DEBUG_TEMPROOT=scratch)
        tempfile.tempdir = None
        seconds = math.ceil(job.seconds)
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
        code = run(job, original)
    finally:
        os._exit(code)


def _wait(child: int, seconds: float) -> str:
    """Wait for a forked process, and end it and its children after the limit."""
    # Endless loops end at the limit of processor time. This one is for deadlocks.
    deadline = time.monotonic() + 60 + 6 * seconds
    pause = 0.002
    try:
        while True:
            done, status = os.waitpid(child, os.WNOHANG)
            if done:
                break
            if time.monotonic() > deadline:
                os.kill(child, signal.SIGKILL)
                os.waitpid(child, 0)
                return "timeout"
            time.sleep(pause)
            pause = min(pause * 1.5, 0.05)
    finally:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child, signal.SIGKILL)
    if os.WIFSIGNALED(status):
        return "timeout" if os.WTERMSIG(status) in (signal.SIGXCPU, signal.SIGKILL) else "killed"
    return OUTCOMES.get(os.WEXITSTATUS(status), "killed")


class CollectedTests:
    """pytest plugin that runs jobs instead of the collected tests."""

    def __init__(self, jobs: TextIO, results: TextIO) -> None:
        self._jobs = jobs
        self._results = results
        self._failed = False

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        items = {item.nodeid: item for item in session.items}
        functions = FunctionIndex()

        def run(job: Job, original: bytes) -> int:
            path = str(Path(job.path).resolve())
            try:
                functions.patch(original, job.mutated.encode(), path)
            except NotPatchableError:
                return NOT_PATCHABLE
            return self._run([items[test] for test in job.tests if test in items])

        serve(run, self._jobs, self._results)
        return True

    def _run(self, items: list[pytest.Item]) -> int:
        for item, following in zip(items, [*items[1:], None], strict=True):
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            if self._failed:
                return KILLED
        return SURVIVED

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._failed = self._failed or report.failed


class _SelectedTests:
    """pytest plugin that runs some tests, in the given order."""

    def __init__(self, tests: list[str]) -> None:
        self._order = {test: number for number, test in enumerate(tests)}

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = sorted(
            (item for item in items if item.nodeid in self._order), key=lambda item: self._order[item.nodeid]
        )


def serve_fresh(arguments: list[str], preload: list[str], jobs: TextIO, results: TextIO) -> None:
    """Run jobs in processes that have not imported the project.

    Args:
        arguments: Arguments of pytest.
        preload: Modules that no mutant changes.
        jobs: The input.
        results: The output.
    """
    for name in preload:
        importlib.import_module(name)

    def run(job: Job, original: bytes) -> int:
        files = sorted({test.partition("::")[0] for test in job.tests})
        return int(pytest.main([*arguments, "-x", *files], plugins=[_SelectedTests(job.tests)])) != 0

    serve(run, jobs, results)


def _open(name: str, mode: str) -> Any:
    return os.fdopen(int(os.environ.pop(name)), mode, encoding="utf-8")


def main() -> None:
    """Start the worker that the environment describes."""
    setting = json.loads(os.environ.pop("MUTANTS_WORKER"))
    jobs, results = _open("MUTANTS_JOBS", "r"), _open("MUTANTS_RESULTS", "w")
    arguments: list[str] = setting["arguments"]
    if setting["fresh"]:
        serve_fresh(arguments, setting["preload"], jobs, results)
    else:
        sys.exit(pytest.main([*arguments, *setting["tests"]], plugins=[CollectedTests(jobs, results)]))


if __name__ == "__main__":
    main()
