"""Runs the unchanged tests once, and records which tests execute which lines."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections import defaultdict
from typing import TYPE_CHECKING

import coverage

from support.paths import TESTS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from mutants.mutant import Mutant
    from mutants.project import Project, Stage

_END = 10**9
_COVERAGE = """\
[run]
source = {sources}
data_file = {data}
relative_files = true
"""


def environment(project: Project, tree: Path) -> dict[str, str]:
    """Return the environment of a test run in a copy of the project."""
    paths = [str(tree / name) for name in (*project.sources, "tests")] + [str(TESTS)]
    # Mutants of one second have the same time stamp: cached bytecode would hide them.
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "PYTHONDONTWRITEBYTECODE": "1"}


def pytest_arguments(stage: Stage) -> list[str]:
    """Return the arguments of pytest that all runs of a stage have."""
    marker = ["-m", stage.marker] if stage.marker else []
    plugins = ["-p", "mutants.recorder", "-p", "no:cacheprovider", "-p", "no:faulthandler"]
    return [*plugins, "-q", "--no-header", *marker]


class Baseline:
    """Tests of a stage that pass, their durations, and the lines that they execute."""

    def __init__(self, record: Path, data: Path) -> None:
        content = json.loads(record.read_text(encoding="utf-8"))
        self.durations: dict[str, float] = content["passed"]
        self.failed: list[str] = content["failed"]
        self._data = coverage.CoverageData(str(data))
        self._data.read()
        self._by_module: dict[str, list[str]] = defaultdict(list)
        for test in self.durations:
            self._by_module[test.partition("::")[0]].append(test)
        self._contexts: dict[str, dict[int, list[str]]] = {}

    def _lines(self, path: str) -> dict[int, list[str]]:
        if path not in self._contexts:
            self._contexts[path] = self._data.contexts_by_lineno(path)
        return self._contexts[path]

    def runs_at_import(self, mutant: Mutant) -> bool:
        """Return whether the line of a mutant runs outside of all tests."""
        lines = self._lines(mutant.path)
        first, last = mutant.lines
        return mutant.at_import or any("" in lines.get(number, ()) for number in range(first, last + 1))

    def tests_for(self, mutant: Mutant, limit: float, importers: Iterable[str] = ()) -> list[str]:
        """Return the tests that execute a mutant, the fastest first.

        Args:
            mutant: The mutant.
            limit: Total duration of the tests, in seconds. Slower tests are left out.
            importers: Further files whose tests are used, after those of the file of the mutant.
        """
        own = self._executing(mutant.path, *mutant.lines)
        if mutant.at_import:
            # A test that only reads a constant executes no line of the module.
            own = {test for other in own for test in self._by_module[other.partition("::")[0]]}
        others = {test for path in importers for test in self._executing(path, 0, _END)} - own
        total = 0.0
        chosen: list[str] = []
        for test in (*self._by_duration(own), *self._by_duration(others)):
            total += self.durations[test]
            if chosen and total > limit:
                break
            chosen.append(test)
        return chosen

    def _by_duration(self, tests: set[str]) -> list[str]:
        return sorted(tests, key=lambda test: (self.durations[test], test))

    def _executing(self, path: str, first: int, last: int) -> set[str]:
        found: set[str] = set()
        for number, contexts in self._lines(path).items():
            if first <= number <= last:
                for context in contexts:
                    test, _, phase = context.partition("|")
                    # Tests may share a fixture; only the first one sets it up.
                    found.update(self._by_module[test.partition("::")[0]] if phase == "setup" else [test])
        return found & self.durations.keys()


def measure(project: Project, stage: Stage, tree: Path, cache: Path, *, jobs: int) -> Baseline:
    """Run the tests of a stage with the unchanged source, unless a cached run has the same files.

    Args:
        project: The project.
        stage: The tests.
        tree: The copy of the project to run in.
        cache: Folder for records.
        jobs: Number of processes.

    Raises:
        RuntimeError: No test ran.
    """
    folder = cache / f"{stage.name}-{_fingerprint(project, stage, tree)}"
    record, data = folder / "tests.json", folder / "coverage"
    if not record.exists():
        folder.mkdir(parents=True, exist_ok=True)
        config = folder / "coveragerc"
        config.write_text(_COVERAGE.format(sources=project.sources[0], data=data), encoding="utf-8")
        parallel = ["-n", str(jobs)] if jobs > 1 else []
        command = [
            sys.executable, "-m", "pytest", *pytest_arguments(stage), *parallel, "--cov", "--cov-context=test",
            f"--cov-config={config}", "--cov-report=", *stage.tests,
        ]  # fmt: skip
        unfinished = folder / "unfinished.json"
        done = subprocess.run(
            command,
            cwd=tree,
            env={**environment(project, tree), "MUTANTS_RECORD": str(unfinished)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        (folder / "output.txt").write_text(done.stdout, encoding="utf-8")
        if not unfinished.exists() or done.returncode > 1:
            raise RuntimeError(f"pytest failed with exit code {done.returncode}:\n{done.stdout[-4000:]}")
        unfinished.rename(record)
    return Baseline(record, data)


def _fingerprint(project: Project, stage: Stage, tree: Path) -> str:
    digest = hashlib.sha256(repr(stage).encode())
    for name in (*project.sources, "tests", "templates", "schema"):
        for path in sorted((tree / name).rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                digest.update(str(path.relative_to(tree)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]
