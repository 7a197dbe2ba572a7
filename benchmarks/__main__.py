"""Run the benchmarks and write the page: `python -m benchmarks`, or `make bench`.

python -m benchmarks                    run all rows; write results.json, docs/performance.md and its chart
python -m benchmarks --full             include the long runs (FULL=1)
python -m benchmarks --only sync_run    run this row; keep the other results in results.json
python -m benchmarks --report           write the page from results.json without running anything
"""

from __future__ import annotations

import argparse
import contextlib
import datetime
import json
import os
import platform
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

from benchmarks import chart, page
from benchmarks.environments import ROOT, interpreters
from benchmarks.plan import Row, rows
from benchmarks.results import Results

LOAD = "load before"
HERE = Path(__file__).resolve().parent
RESULTS = HERE / "results.json"
PAGE, CHART = ROOT / "docs" / "performance.md", ROOT / "docs" / "performance.svg"


def main() -> int:
    """Run the command line; return the exit code, which is 1 if a run failed."""
    parser = argparse.ArgumentParser(description="Benchmark this client and the official package.")
    parser.add_argument("--full", action="store_true", help="include the long runs")
    parser.add_argument("--only", action="append", default=[], metavar="ROW", help="run only this row; repeatable")
    parser.add_argument(
        "--report", action="store_true", help="write the page from results.json without running anything"
    )
    parser.add_argument("--rounds", type=int, help="number of rounds of each row; default: as planned")
    options = parser.parse_args()
    chosen = [replace(row, rounds=options.rounds or row.rounds) for row in rows(options.full)]
    unknown = set(options.only) - {row.name for row in chosen}
    if unknown:
        parser.error(f"no such row: {', '.join(sorted(unknown))}; known rows: {', '.join(row.name for row in chosen)}")
    failed = 0
    results = Results.load(RESULTS) if options.report or options.only else Results()
    if options.only and not same_machine(results.machine, machine()):
        parser.error("results.json has the results of another machine; run all rows without --only")
    if not options.report:
        chosen = [row for row in chosen if not options.only or row.name in options.only]
        failed = measure(chosen, results)
        results.save(RESULTS)
    PAGE.write_text(page.render(results), encoding="utf-8")
    CHART.write_text(chart.render(results), encoding="utf-8")
    return 1 if failed else 0


def measure(chosen: list[Row], results: Results) -> int:
    """Run rows and add their figures to `results`; return the number of failed runs."""
    pythons = interpreters()
    results.date = datetime.datetime.now(datetime.timezone.utc).date().isoformat()
    # With --only, the load is that before the run of all rows.
    results.machine = results.machine or machine()
    failed = 0
    began = time.monotonic()
    for row in chosen:
        results.runs.pop(row.name, None)
        for number in range(row.rounds):
            for client in row.clients:
                figures = run(row, client, pythons, results)
                results.add(row.name, client, figures)
                failed += "error" in figures
                left = f"{row.name} {client} {number + 1}/{row.rounds}"
                print(f"{time.monotonic() - began:6.0f} s  {left:<40} {_short(figures)}", flush=True)
    return failed


def run(row: Row, client: str, pythons: dict[str, str], results: Results) -> dict[str, float | str]:
    """Run the script of a row in a new process; return its figures, or the error."""
    command = [pythons[client], str(HERE / "rows" / f"{row.script}.py"), "--json", *row.arguments]
    environment = {**os.environ, "BENCH_OURS_PYTHON": pythons["ours"]}
    # As in the environment of users: with compiled bytecode and without additional paths.
    for name in ("PYTHONDONTWRITEBYTECODE", "PYTHONPATH"):
        environment.pop(name, None)
    if client != "official" and (path := os.environ.get("BENCH_OURS_PATH")):
        environment["PYTHONPATH"] = path
    try:
        ran = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=row.timeout, check=False
        )
    except subprocess.TimeoutExpired:
        return {"error": f"not done after {row.timeout:g} s"}
    if ran.returncode != 0:
        print(ran.stderr, file=sys.stderr)
        return {"error": (ran.stderr.strip() or "no output").splitlines()[-1][:200]}
    found = json.loads(ran.stdout.splitlines()[-1])
    results.versions[client] = found["versions"]
    figures: dict[str, float | str] = found["figures"]
    return figures


def machine() -> dict[str, str]:
    """Return a description of this machine, without its name."""
    described = {"system": f"{platform.system()} {platform.machine()}", "processors": str(os.cpu_count())}
    with contextlib.suppress(OSError):
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        model = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), None)
        described |= {"processor": model} if model else {}
    with contextlib.suppress(OSError, ValueError, AttributeError):
        memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
        described["memory"] = f"{memory / 2**30:.0f} GiB"
    with contextlib.suppress(OSError, AttributeError):
        described[LOAD] = f"{os.getloadavg()[0]:.1f}"
    return described


def same_machine(one: dict[str, str], other: dict[str, str]) -> bool:
    """Return whether two descriptions are of the same kind of machine, whatever its load."""
    kinds = ({name: value for name, value in found.items() if name != LOAD} for found in (one, other))
    return next(kinds) == next(kinds)


def _short(figures: dict[str, float | str]) -> str:
    shown = (
        f"{name}={value:.3g}" if isinstance(value, float) else f"{name}={value}" for name, value in figures.items()
    )
    return " ".join(shown)[:150]


if __name__ == "__main__":
    raise SystemExit(main())
