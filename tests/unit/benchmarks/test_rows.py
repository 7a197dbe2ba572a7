"""Benchmark rows run and print the figures of the work that they did."""

from __future__ import annotations

import subprocess
import sys

import pytest
from benchmarks.plan import rows

from unit.benchmarks.rows import REAL_RUNTIME, SMALL, check_row
from unit.benchmarks.servers import BENCHMARKS

# Takes as long as `make generate`, which has its own tests.
LONG = {"regenerate"}
SHARED = {"measuring"}


def test_rows_cover_every_script() -> None:
    scripts = {path.stem for path in (BENCHMARKS / "rows").glob("*.py")}
    assert scripts == set(SMALL) | set(REAL_RUNTIME) | LONG | SHARED
    assert {row.script for row in rows(full=True)} == scripts - SHARED


@pytest.mark.parametrize("name", SMALL)
def test_row_prints_figures(name: str) -> None:
    check_row(name)


def test_row_with_incomplete_work_raises() -> None:
    code = "import measuring; measuring.check_count('pieces', 9, 10)"
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=BENCHMARKS / "rows", capture_output=True, text=True, check=False
    )
    assert ran.returncode == 1
    assert "9 instead of 10" in ran.stderr
