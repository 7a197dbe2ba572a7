"""End to end on the real runtime, with a scripted model in a separate process. Includes the time of the runtime."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from typing import Any

from measuring import BENCHMARKS, Clock, arguments, delta_of, report
from openai_codex import Codex, CodexConfig


class Model:
    """The scripted model, run by `BENCH_OURS_PYTHON` or this interpreter."""

    def __init__(self, words: int) -> None:
        python = os.environ.get("BENCH_OURS_PYTHON", sys.executable)
        command = [python, str(BENCHMARKS / "model.py"), str(words)]
        environment = {**os.environ, "PYTHONPATH": os.environ.get("BENCH_OURS_PATH", "")}
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment)
        assert self._process.stdout is not None
        self.settings: dict[str, Any] = json.loads(self._process.stdout.readline())

    def close(self) -> None:
        """Close its stdin and wait for it to exit."""
        self._process.communicate()


def main() -> None:
    """Measure `--turns` short turns, and one that streams `--words` deltas."""
    options = arguments(__doc__, turns=10, words=5_000)
    figures: dict[str, float] = {}
    model = Model(options.words)
    try:
        # Warm-up: the runtime initializes a new home directory, and clients load payload classes on first use (see
        # cold_start).
        with Codex(CodexConfig(**model.settings)) as codex:
            sum(delta_of(event.payload) for event in codex.thread_start().turn("short").stream())
        clock = Clock()
        with Codex(CodexConfig(**model.settings)) as codex:
            figures["start_ms"] = clock.read()[0] * 1e3
            figures["thread_ms"], figures["turn_ms"] = _short_turns(codex, options.turns)
            thread = codex.thread_start()
            clock = Clock()
            seen = sum(delta_of(event.payload) for event in thread.turn("long").stream())
            wall, cpu = clock.read()
    finally:
        model.close()
    figures |= {"stream_events": seen, "stream_wall_us": wall / seen * 1e6, "stream_cpu_us": cpu / seen * 1e6}
    report(options, figures)


def _short_turns(codex: Codex, count: int) -> tuple[float, float]:
    starts, turns = [], []
    for _ in range(count):
        began = time.perf_counter()
        thread = codex.thread_start()
        starts.append(time.perf_counter() - began)
        began = time.perf_counter()
        if not thread.run("short").final_response:
            raise RuntimeError("the turn has no response")
        turns.append(time.perf_counter() - began)
    return statistics.median(starts) * 1e3, statistics.median(turns) * 1e3


if __name__ == "__main__":
    main()
