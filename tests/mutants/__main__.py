"""Runs mutation testing and writes a report to build/mutants (`make mutants`).

Each mutant is a small fault in a copy of the source. The tests that execute the changed line must detect it.
"""

from __future__ import annotations

import argparse
import compileall
import json
import os
import sys
import tempfile
import time
from collections import Counter
from contextlib import ExitStack
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING

from mutants.baseline import measure
from mutants.finder import is_valid
from mutants.pool import run_stage
from mutants.project import CODEX, SAMPLE, Project, Stage
from mutants.report import KILLED, Results, render
from mutants.survivors import ACCEPTED, Accepted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mutants.mutant import Mutant


def main(arguments: Sequence[str] | None = None, project: Project = CODEX, accepted_file: Path = ACCEPTED) -> int:
    """Write the report; return the exit code.

    Args:
        arguments: Arguments of the command line. None: those of this process.
        project: The project.
        accepted_file: File of accepted survivors.
    """
    parser = argparse.ArgumentParser(prog="make mutants", description=__doc__)
    parser.add_argument("--full", action="store_true", help="test all mutants instead of a sample")
    parser.add_argument("--only", action="append", metavar="MODULE", help="test all mutants of a module (a pattern)")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="number of workers")
    parser.add_argument("--stage", choices=[stage.name for stage in project.stages], help="last stage")
    parser.add_argument("--limit", type=float, default=40.0, help="duration of the tests of a mutant, in seconds")
    parser.add_argument("--grace", type=float, default=10.0, help="processor time for endless loops, in seconds")
    parser.add_argument("--tests", action="append", metavar="PATH", help="run only the tests of a file or folder")
    options = parser.parse_args(arguments)
    existing = {package: project.mutants_of(package) for package in project.packages}
    chosen = {package: select(project, mutants, options) for package, mutants in existing.items()}
    stages = chosen_stages(project, options)
    results = Results(stages, {package: mutants for package, mutants in chosen.items() if mutants})
    output = project.root / "build" / "mutants"
    output.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        trees = [Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="mutants-"))) for _ in range(options.jobs)]
        for tree in trees:
            _fill(project, tree)
        for stage in stages:
            _run(project, stage, results, trees, output, options)
    accepted = Accepted.load(accepted_file)
    everything = [mutant for mutants in results.mutants.values() for mutant in mutants]
    killed = [mutant.key for mutant in everything if results.is_killed(mutant, stages[-1])]
    stale = accepted.stale((mutant.key for mutants in existing.values() for mutant in mutants), killed)
    text = render(results, accepted, stale)
    (output / "report.md").write_text(text, encoding="utf-8")
    print(text)
    problems = results.missed_goals() + [f"accepted survivor that no longer applies: {key}" for key in stale]
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


def chosen_stages(project: Project, options: argparse.Namespace) -> tuple[Stage, ...]:
    """Return the stages that the options select.

    Args:
        project: The project.
        options: The options of the command line.
    """
    if options.tests:
        return (Stage("chosen", tuple(options.tests)),)
    names = [stage.name for stage in project.stages]
    return project.stages[: names.index(options.stage or names[-1]) + 1]


def select(project: Project, mutants: list[Mutant], options: argparse.Namespace) -> list[Mutant]:
    """Return the valid mutants that the options select.

    Args:
        project: The project.
        mutants: All mutants of a package.
        options: The options of the command line.
    """
    if options.only:
        mutants = [mutant for mutant in mutants if any(fnmatch(mutant.module, pattern) for pattern in options.only)]
    elif not options.full:
        mutants = [mutant for mutant in mutants if mutant.position % SAMPLE == 0]
    return [mutant for mutant in mutants if is_valid(mutant, (project.root / mutant.path).read_bytes())]


def _fill(project: Project, tree: Path) -> None:
    """Copy the project, and compile the modules that no mutant changes."""
    project.copy_to(tree)
    for name in project.sources[1:]:
        compileall.compile_dir(tree / name, quiet=1)


def _run(
    project: Project, stage: Stage, results: Results, trees: list[Path], output: Path, options: argparse.Namespace
) -> None:
    """Run the mutants that survived the stages before."""
    started = time.monotonic()
    baseline = measure(project, stage, trees[0], output, jobs=options.jobs)
    print(
        f"{stage.name}: {len(baseline.durations)} tests in {time.monotonic() - started:.0f} s"
        + (f", without {len(baseline.failed)} failed or skipped tests" if baseline.failed else ""),
        flush=True,
    )
    mutants = [m for found in results.mutants.values() for m in found if not results.is_killed(m, stage)]
    done: Counter[str] = Counter()
    with (output / f"{stage.name}.jsonl").open("w", encoding="utf-8") as log:

        def report(mutant: Mutant, outcome: str) -> None:
            results.add(mutant, stage, outcome)
            log.write(
                json.dumps({"outcome": outcome, "line": f"{mutant.path}:{mutant.line}", "key": mutant.key}) + "\n"
            )
            log.flush()
            done[outcome] += 1
            if sum(done.values()) % 50 == 0:
                killed = sum(done[name] for name in KILLED)
                seconds = time.monotonic() - started
                print(
                    f"{stage.name}: {sum(done.values())}/{len(mutants)}, {killed} killed, {seconds:.0f} s", flush=True
                )

        run_stage(project, stage, mutants, trees, baseline, limit=options.limit, grace=options.grace, report=report)


if __name__ == "__main__":
    sys.exit(main())
