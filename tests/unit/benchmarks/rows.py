"""The scripts of benchmark rows, with arguments that make them fast, and a check of their output."""

from __future__ import annotations

import json
import os
import subprocess
import sys

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
    "help_time": ["--times", "1"],
    "import_time": ["--times", "1"],
    "interrupt": ["--turns", "12", "--interrupts", "10"],
    "linear": ["--events", "300", "--async", "1"],
    "round_trip": ["--requests", "5"],
    "sync_run": ["--events", "300"],
    "sync_stream": ["--events", "300"],
    "telemetry": ["--turns", "3", "--events", "300"],
    "unread": ["--notifications", "100"],
}
REAL_RUNTIME = {
    "durable": ["--turns", "4", "--jobs", "20"],
    "pool": ["--turns", "4", "--concurrency", "2"],
    "real_runtime": ["--turns", "1", "--words", "50"],
    "transports": ["--requests", "5"],
}
"""Rows that start the real runtime."""


def check_row(name: str) -> None:
    """Run the script of a row and check the figures that it prints."""
    command = [sys.executable, str(BENCHMARKS / "rows" / f"{name}.py"), "--json", *{**SMALL, **REAL_RUNTIME}[name]]
    environment = {
        **os.environ,
        "BENCH_OURS_PYTHON": sys.executable,
        "BENCH_OURS_PATH": os.environ.get("PYTHONPATH", ""),
    }
    ran = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    found = json.loads(ran.stdout)
    assert found["client"] == "ours"
    assert found["versions"]["openai-codex-client"]
    expected = {
        line.figure for line in lines() for row in rows(full=False) if row.name == line.row and row.script == name
    }
    assert expected <= set(found["figures"])
    # Memory and thread counts may be unchanged, but durations are positive.
    timed = [value for figure, value in found["figures"].items() if figure.endswith(("_us", "_ms", "_s"))]
    assert timed
    assert all(value > 0 for value in timed if value is not None)
