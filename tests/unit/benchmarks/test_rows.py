"""Each script runs, and its figures are of work that was done."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from benchmarks.comparison import lines
from benchmarks.plan import rows

from unit.benchmarks.servers import BENCHMARKS

SMALL = {
    "async_run": ["--events", "300"],
    "async_stream": ["--events", "300", "--each", "1"],
    "big_reply": ["--megabytes", "1", "--read", "1"],
    "cold_start": ["--times", "1"],
    "concurrent_turns": ["--turns", "5", "--deltas", "10", "--pace-us", "1000"],
    "floors": ["--events", "300", "--requests", "20"],
    "import_time": ["--times", "1"],
    "interrupt": ["--turns", "12", "--interrupts", "10"],
    "linear": ["--events", "300", "--async", "1"],
    "real_runtime": ["--turns", "1", "--words", "50"],
    "round_trip": ["--requests", "5"],
    "sync_run": ["--events", "300"],
    "sync_stream": ["--events", "300"],
    "unread": ["--notifications", "100"],
}
# Takes as long as `make generate`, which its own tests run.
LONG = {"regenerate"}
SHARED = {"measuring"}


def test_rows_cover_every_script() -> None:
    scripts = {path.stem for path in (BENCHMARKS / "rows").glob("*.py")}
    assert scripts == set(SMALL) | LONG | SHARED
    assert {row.script for row in rows(full=True)} == scripts - SHARED


@pytest.mark.parametrize("name", SMALL)
def test_row_prints_figures(name: str) -> None:
    command = [sys.executable, str(BENCHMARKS / "rows" / f"{name}.py"), "--json", *SMALL[name]]
    environment = {
        **os.environ,
        "BENCH_OURS_PYTHON": sys.executable,
        "BENCH_OURS_PATH": os.environ.get("PYTHONPATH", ""),
    }
    ran = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    found = json.loads(ran.stdout)
    assert found["client"] == "ours"
    assert found["versions"]["openai-codex-client"]
    wanted = {
        line.figure for line in lines() for row in rows(full=False) if row.name == line.row and row.script == name
    }
    assert wanted <= set(found["figures"])
    # Memory and threads may stay what they were; all that is timed takes time.
    timed = [value for figure, value in found["figures"].items() if figure.endswith(("_us", "_ms", "_s"))]
    assert timed
    assert all(value > 0 for value in timed if value is not None)


def test_row_with_incomplete_work_raises() -> None:
    code = "import measuring; measuring.check_count('pieces', 9, 10)"
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=BENCHMARKS / "rows", capture_output=True, text=True, check=False
    )
    assert ran.returncode == 1
    assert "9 instead of 10" in ran.stderr
