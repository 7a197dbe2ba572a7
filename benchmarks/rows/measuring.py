"""Shared code of the rows: the fake server, clocks, and output of figures.

Rows use only names that both packages have: `Codex`, `AsyncCodex`, `CodexConfig(launch_args_override=...)`, threads and
turns.
"""

from __future__ import annotations

import argparse
import gc
import hashlib
import json
import os
import platform
import resource
import shutil
import subprocess
import sys
import time
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from openai_codex import CodexConfig

BENCHMARKS = Path(__file__).resolve().parent.parent
RECORDED = BENCHMARKS / "recorded.tsv"
BUILD = BENCHMARKS.parent / ".bench"
OURS, OFFICIAL = "openai-codex-client", "openai-codex"
PROMPT = "Look into the file, please."
WARM_UP = 200
"""Number of deltas of the warm-up turn, which is not measured."""


def client() -> str:
    """Return the client of this environment: "ours" or "official"."""
    return "ours" if _version(OURS) else "official"


def versions() -> dict[str, str]:
    """Return the versions of Python and of the measured packages."""
    names = (OURS, OFFICIAL, "pydantic", "pydantic-core", "orjson", "openai-codex-cli-bin")
    found = {name: version for name in names if (version := _version(name))}
    return {"python": platform.python_version(), **found}


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def compiler() -> str | None:
    """Return the C compiler of this machine, or None."""
    return shutil.which(os.environ.get("CC", "cc"))


def server_command(**options: int) -> tuple[str, ...]:
    """Return the command of the fake server, and compile it if necessary: `server_command(deltas=100)`.

    Without a C compiler, or with `BENCH_SERVER=python`, this is the Python version. The options are those of
    `server.c`.
    """
    words = [word for name, value in options.items() for word in (f"--{name.replace('_', '-')}", str(value))]
    if compiler() is None or os.environ.get("BENCH_SERVER") == "python":
        return (sys.executable, str(BENCHMARKS / "fake_server.py"), str(RECORDED), *words)
    return (str(_built()), str(RECORDED), *words)


def _built() -> Path:
    source = BENCHMARKS / "server.c"
    parts = (source, *sorted(BENCHMARKS.glob("*.h")))
    target = BUILD / f"server-{hashlib.sha256(b''.join(part.read_bytes() for part in parts)).hexdigest()[:12]}"
    if not target.exists():
        BUILD.mkdir(exist_ok=True)
        # Use a temporary name, because several rows may start at the same time.
        fresh = target.with_suffix(f".{os.getpid()}")
        subprocess.run([compiler() or "cc", "-O2", "-o", str(fresh), str(source)], check=True)
        fresh.replace(target)
    return target


def server(**options: int) -> CodexConfig:
    """Return a client configuration that starts the fake server."""
    from openai_codex import CodexConfig

    return CodexConfig(launch_args_override=server_command(**options))


def peak_bytes() -> int:
    """Return the peak memory of this process, in bytes."""
    # Preferred to ru_maxrss, which on Linux starts with the value of the parent process.
    found = _status("VmHWM")
    if found is not None:
        return found * 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def resident_bytes() -> int:
    """Return the current memory of this process, in bytes, or its peak if the system does not report it."""
    found = _status("VmRSS")
    return peak_bytes() if found is None else found * 1024


def kernel_threads() -> int:
    """Return the number of threads of this process, or 0 if the system does not report it."""
    return _status("Threads") or 0


def _status(name: str) -> int | None:
    try:
        lines = Path("/proc/self/status").read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return None
    return next((int(line.split()[1]) for line in lines if line.startswith(f"{name}:")), None)


class Clock:
    """Wall time and the CPU time of this process (all its threads, not its children), in seconds."""

    def __init__(self) -> None:
        gc.collect()
        self._cpu = _cpu()
        self._wall = time.perf_counter()

    def read(self) -> tuple[float, float]:
        """Return wall and CPU time since this clock was created."""
        return time.perf_counter() - self._wall, _cpu() - self._cpu


def _cpu() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def per_event(events: int, wall: float, cpu: float) -> dict[str, float]:
    """Return the figures of a stream: events/s, and wall and CPU time per event in microseconds."""
    return {
        "events": events,
        "events_per_s": events / wall,
        "wall_us": wall / events * 1e6,
        "cpu_us": cpu / events * 1e6,
    }


def delta_of(payload: Any) -> int:
    """Read the text of a payload; return 1 if it is a delta, else 0."""
    return 1 if getattr(payload, "delta", None) else 0


def check_count(what: str, got: int, expected: int) -> None:
    """Raise RuntimeError if work is missing."""
    if got != expected:
        raise RuntimeError(f"{what}: {got:,} instead of {expected:,}")


def arguments(description: str | None, **numbers: int) -> argparse.Namespace:
    """Parse the command line of a row: `--json`, and its numbers with their defaults."""
    parser = argparse.ArgumentParser(description=(description or "").partition("\n")[0])
    parser.add_argument("--json", action="store_true", help="print one line of JSON")
    for name, default in numbers.items():
        parser.add_argument(f"--{name.replace('_', '-')}", type=int, default=default, help=f"default {default:,}")
    return parser.parse_args()


def report(options: argparse.Namespace, figures: dict[str, Any]) -> None:
    """Print the figures of a row."""
    if options.json:
        print(json.dumps({"client": client(), "versions": versions(), "figures": figures}))
        return
    print(f"{client()} ({', '.join(f'{name} {version}' for name, version in versions().items())})")
    for name, value in figures.items():
        print(f"  {name:<28} {value:,.3f}" if isinstance(value, (int, float)) else f"  {name:<28} {value}")
