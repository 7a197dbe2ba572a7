"""Import the package in a new process; for comparison, `pydantic.main`, which both packages need."""

from __future__ import annotations

import statistics
import subprocess
import sys

from measuring import arguments, report

PROBE = """
import sys, time
began = time.perf_counter()
{statement}
took = time.perf_counter() - began
peak = [line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")] if {memory} else [0]
print(took, int(peak[0]) * 1024)
"""
STATEMENTS = {
    "nothing": "pass",
    "package": "import openai_codex",
    "classes": "from openai_codex import AsyncCodex, Codex, CodexConfig",
    "pydantic": "import pydantic.main",
}


def main() -> None:
    """Measure each statement `--times` times, alternating, after one round that compiles bytecode."""
    options = arguments(__doc__, times=7)
    found: dict[str, list[tuple[float, int]]] = {name: [] for name in STATEMENTS}
    for _ in range(options.times + 1):
        for name, statement in STATEMENTS.items():
            code = PROBE.format(statement=statement, memory=sys.platform == "linux")
            words = subprocess.run(
                [sys.executable, "-c", code], check=True, capture_output=True, text=True
            ).stdout.split()
            found[name].append((float(words[0]), int(words[1])))
    figures: dict[str, float] = {}
    for name, pairs in found.items():
        figures[f"{name}_ms"] = statistics.median(took for took, _ in pairs[1:]) * 1e3
        figures[f"{name}_peak_mb"] = statistics.median(peak for _, peak in pairs[1:]) / 1e6
    report(options, figures)


if __name__ == "__main__":
    main()
