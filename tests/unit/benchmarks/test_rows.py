"""Tests of the benchmark scripts: each one runs and prints its figures."""

from __future__ import annotations

import subprocess
import sys

import pytest
from benchmarks.plan import rows

from unit.benchmarks.rows import REAL_RUNTIME, SMALL, check_row
from unit.benchmarks.servers import BENCHMARKS

# It takes as long as `make generate`, which tests/codegen covers.
LONG = {"regenerate"}
SHARED = {"measuring"}


def test_benchmark_scripts_are_all_listed() -> None:
    scripts = {path.stem for path in (BENCHMARKS / "rows").glob("*.py")}
    assert scripts == set(SMALL) | set(REAL_RUNTIME) | LONG | SHARED
    assert {row.script for row in rows(full=True)} == scripts - SHARED


@pytest.mark.parametrize("name", SMALL)
def test_benchmark_script_prints_positive_figures(name: str) -> None:
    check_row(name)


def test_check_count_with_too_few_pieces_exits_with_an_error() -> None:
    code = "import measuring; measuring.check_count('pieces', 9, 10)"
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=BENCHMARKS / "rows", capture_output=True, text=True, check=False
    )
    assert ran.returncode == 1
    assert "9 instead of 10" in ran.stderr
