"""Checks one capability of a runtime in a separate process, so that a hang or crash is bounded and reported.

The process runs `python -m compat.check PROGRAM CAPABILITY`.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import traceback
from dataclasses import dataclass
from pathlib import Path

import psutil  # type: ignore[import-untyped]  # its types are a package of their own

from compat import conformance

DEADLINE = 60.0
"""Timeout of the check of one capability, in seconds."""

KILL_AFTER = 30.0
"""Additional time for the process to start, and to report the position of a hang, in seconds."""

REASON_LENGTH = 300


@dataclass(frozen=True)
class Outcome:
    """Whether a runtime has a capability, and the reason if not."""

    passed: bool
    reason: str = ""


def check(program: Path, capability: str, deadline: float = DEADLINE) -> Outcome:
    """Check a capability of a runtime in a separate process, for at most `deadline` seconds."""
    command = [sys.executable, "-m", "compat.check", str(program), capability, str(deadline)]
    tests = str(Path(__file__).parents[1])
    path = os.pathsep.join(filter(None, (tests, os.environ.get("PYTHONPATH"))))
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
        env={**os.environ, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8"},
    ) as worker:
        try:
            printed, said = worker.communicate(timeout=deadline + KILL_AFTER)
        except subprocess.TimeoutExpired:
            _kill_tree(worker.pid)
            worker.communicate()
            return Outcome(False, f"no end within {deadline:g} s, and no word of where it hangs")
    try:
        outcome = json.loads(printed.splitlines()[-1])
    except (IndexError, ValueError):
        last = said.strip().splitlines()[-1:] or ["nothing was said"]
        return Outcome(False, _anonymize(f"the check ended with code {worker.returncode}: {last[0]}"))
    return Outcome(outcome["passed"], _anonymize(outcome["reason"]))


def _kill_tree(pid: int) -> None:
    """Kill a process and its descendants. The runtime has its own process group."""
    process = psutil.Process(pid)
    for member in (*process.children(recursive=True), process):
        with contextlib.suppress(psutil.NoSuchProcess):
            member.kill()


def _anonymize(reason: str) -> str:
    """Return a reason on one line, without paths of this machine and ids of this run."""
    for private in (tempfile.gettempdir(), str(Path.home())):
        reason = re.sub(rf"{re.escape(private)}[\w./-]*", "(path)", reason)
    reason = re.sub(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "(id)", reason)
    reason = re.sub(r"127\.0\.0\.1:\d+", "127.0.0.1", reason)
    reason = " ".join(reason.split())
    return reason if len(reason) <= REASON_LENGTH else f"{reason[:REASON_LENGTH]}..."


def attempt(program: Path, capability: str) -> Outcome:
    """Check a capability in this process, without a timeout."""
    try:
        conformance.CAPABILITIES[capability](program)
    except AssertionError as error:
        if error.args:
            return Outcome(False, str(error))
        return Outcome(False, f"not so: {traceback.extract_tb(error.__traceback__)[-1].line}")
    except Exception as error:
        return Outcome(False, f"{type(error).__name__}: {error}")
    return Outcome(True)


def main(program: str, capability: str, deadline: str) -> None:
    """Check a capability and print the outcome as JSON."""
    seconds = float(deadline)
    watchdog = threading.Timer(seconds, _exit_with_stack, (threading.get_ident(), seconds))
    watchdog.daemon = True
    watchdog.start()
    outcome = attempt(Path(program), capability)
    watchdog.cancel()
    _report(outcome)


def _exit_with_stack(thread: int, deadline: float) -> None:
    """Print the stack of a hanging thread, and exit."""
    stack = traceback.extract_stack(sys._current_frames()[thread])
    line = next((frame.line for frame in reversed(stack) if frame.filename == conformance.__file__), "the beginning")
    _report(Outcome(False, f"no end within {deadline:g} s, at: {line}"))
    _kill_tree(os.getpid())


def _report(outcome: Outcome) -> None:
    print(json.dumps({"passed": outcome.passed, "reason": outcome.reason}), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
