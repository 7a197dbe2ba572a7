"""Benchmark rows that start the real runtime."""

from __future__ import annotations

import sys

import pytest

from unit.benchmarks.rows import REAL_RUNTIME, check_row


@pytest.mark.skipif(sys.platform == "win32", reason="the benchmarks use POSIX functions")
@pytest.mark.parametrize("name", REAL_RUNTIME)
def test_row_prints_figures(name: str) -> None:
    check_row(name)
