"""Print the help of the command line in a new process; for comparison, start the interpreter without a program."""

from __future__ import annotations

import resource
import subprocess
import sys
import time

from measuring import arguments, report

COMMANDS = {
    "bare": ("-c", "pass"),
    "help": ("-m", "openai_codex", "--help"),
    "run_help": ("-m", "openai_codex", "run", "--help"),
}
SHOWN = "Usage: codex-py"


def main() -> None:
    """Measure each command `--times` times, alternating, after one round that compiles bytecode.

    The figures are the shortest times, which depend least on the load of the machine, and the shortest CPU times.
    """
    options = arguments(__doc__, times=7)
    wall: dict[str, list[float]] = {name: [] for name in COMMANDS}
    cpu: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(options.times + 1):
        for name, command in COMMANDS.items():
            began, used = time.perf_counter(), _cpu()
            ran = subprocess.run([sys.executable, *command], check=True, capture_output=True, text=True)
            wall[name].append(time.perf_counter() - began)
            cpu[name].append(_cpu() - used)
            if ("help" in name) != ran.stdout.startswith(SHOWN):
                raise RuntimeError(f"unexpected output of {' '.join(command)}: {ran.stdout[:200]!r}")
    figures: dict[str, float] = {}
    for clock, found in (("", wall), ("cpu_", cpu)):
        shortest = {name: min(times[1:]) * 1e3 for name, times in found.items()}
        for name, milliseconds in shortest.items():
            figures[f"{name}_{clock}ms"] = milliseconds
            if name != "bare":
                figures[f"{name}_more_{clock}ms"] = milliseconds - shortest["bare"]
    report(options, figures)


def _cpu() -> float:
    """Return the CPU time of the processes that have ended, in seconds."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


if __name__ == "__main__":
    main()
