"""Cold start: a new process from the start of the interpreter to the result of the first turn."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import time

from measuring import arguments, report, server_command

SYNC = """
from openai_codex import Codex, CodexConfig
with Codex(CodexConfig(launch_args_override={command!r})) as codex:
    assert codex.thread_start().run("Hello.").final_response
"""
ASYNC = """
import asyncio
from openai_codex import AsyncCodex, CodexConfig
async def main():
    async with AsyncCodex(CodexConfig(launch_args_override={command!r})) as codex:
        thread = await codex.thread_start()
        assert (await thread.run("Hello.")).final_response
asyncio.run(main())
"""
PEAK = """
if {memory}:
    print([line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")][0])
else:
    print(0)
"""


def main() -> None:
    """Measure `--times` processes of each kind, alternating, after one that compiles bytecode."""
    options = arguments(__doc__, times=7)
    programs = {"nothing": "pass\n", "sync": SYNC, "async": ASYNC}
    found: dict[str, list[tuple[float, float, int]]] = {name: [] for name in programs}
    for _ in range(options.times + 1):
        for name, program in programs.items():
            code = program.format(command=server_command()) + PEAK.format(memory=sys.platform == "linux")
            found[name].append(_run(code))
    figures: dict[str, float] = {}
    for name, runs in found.items():
        figures[f"{name}_ms"] = statistics.median(run[0] for run in runs[1:]) * 1e3
        figures[f"{name}_cpu_ms"] = statistics.median(run[1] for run in runs[1:]) * 1e3
        figures[f"{name}_peak_mb"] = statistics.median(run[2] for run in runs[1:]) / 1e6
    report(options, figures)


def _run(code: str) -> tuple[float, float, int]:
    began, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    ran = subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.PIPE, env=os.environ.copy())
    took, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    # Includes about 1 ms of the fake server.
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return took, cpu, int(ran.stdout) * 1024


if __name__ == "__main__":
    main()
