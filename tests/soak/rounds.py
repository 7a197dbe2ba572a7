"""A round of the soak test: several workers use one client until the round ends in one of several ways."""

from __future__ import annotations

import enum
import os
import shutil
import signal
import tempfile
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from openai_codex import (
    Approval,
    CodexConfig,
    CodexError,
    InvalidRequestError,
    RequestTimeoutError,
    TransportClosedError,
    TurnFailedError,
    TurnTimeoutError,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from soak.record import Record

WORKERS = 3
"""Number of threads or tasks that use a client concurrently."""

LIMIT = 60.0
"""Time after which a call counts as still pending, in seconds."""

CALLS = 20
"""Number of concurrent calls."""

TIME_LIMIT = 0.3
"""Timeout of turns that would not end on their own, in seconds."""

EXPECTED: dict[str, set[str]] = {
    "run": {"completed"},
    "two turns of a thread": {"completed"},
    "stream": {"completed"},
    "stream left early": {"left"},
    "interrupted turn": {"interrupted"},
    "stream abandoned to the garbage collector": {"interrupted"},
    "block abandoned to the garbage collector": {"interrupted"},
    "cancelled run": {"cancelled"},
    "run cancelled repeatedly": {"cancelled, interrupted"},
    "call with a signal": {"interrupted", "answered"},
    "run with a signal": {"interrupted", "completed"},
    "run with a timeout": {"TurnTimeoutError"},
    # The response may arrive before the client checks the timeout.
    "call with a timeout": {"RequestTimeoutError", "answered"},
    "model returns an HTTP error": {"TurnFailedError"},
    "model fails the turn": {"TurnFailedError"},
    "model drops the connection": {"TurnFailedError"},
    "turn with an approval": {"completed"},
    "turn with a failing handler": {"completed, HandlerError"},
    f"{CALLS} concurrent calls": {"answered"},
    "rejected call": {"InvalidRequestError"},
}
"""Operation -> expected outcomes, unless the runtime exits during the operation."""

ASYNC_ONLY = ("cancelled run", "run cancelled repeatedly")
"""Operations that need tasks."""

SIGNALLED = ("call with a signal", "run with a signal")
"""Operations of the main thread with the synchronous client, which a signal handler interrupts."""

FAILING = {
    "model returns an HTTP error": "refuse",
    "model fails the turn": "fail",
    "model drops the connection": "break",
}
"""Operation that fails -> prompt that makes the model fail."""


class Ending(enum.Enum):
    """How a round ends."""

    close = "client closed"
    kill = "runtime killed"
    close_in_use = "client closed while in use"
    stop = "runtime stopped"
    restart = "runtime killed and restarted"
    drop = "client dropped"

    @property
    def interrupts_workers(self) -> bool:
        """Whether the round ends while the workers run operations."""
        return self in (Ending.kill, Ending.close_in_use, Ending.stop)


@dataclass
class Round:
    """The state of a round that its workers share: when to stop, and where to record outcomes."""

    record: Record
    ending: Ending
    flavour: str
    length: float
    """Duration after the start of the client, in seconds."""
    until: float = 0.0
    """End of the round, as `time.monotonic`."""
    fault_injected: threading.Event = field(default_factory=threading.Event)
    """Set just before the client is closed, or its runtime killed, while the workers run operations."""

    def begin(self) -> None:
        """Start the timer."""
        self.until = time.monotonic() + self.length

    @property
    def running(self) -> bool:
        """Whether the workers continue."""
        if self.record.problems:
            return False
        if self.ending.interrupts_workers:
            return not self.fault_injected.is_set()
        return time.monotonic() < self.until

    def record_outcome(self, operation: str, outcome: str, begun: float) -> None:
        """Record the outcome of an operation."""
        seconds = time.monotonic() - begun
        expected = EXPECTED[operation]
        if outcome not in expected:
            if not self.fault_injected.is_set():
                shown = " or ".join(sorted(expected))
                self.record.problem(f"{self.flavour}: {operation}: expected {shown}, got {outcome}")
            elif outcome in ("TransportClosedError", "RequestTimeoutError"):
                operation = self.ending.value
        self.record.done(operation, outcome, seconds)
        if seconds > LIMIT:
            self.record.problem(f"{self.flavour}: {operation}: took {seconds:.0f} s")


def error_name(error: CodexError) -> str:
    """Return the name of the public base class of an error, or else of its own class."""
    for kind in (TransportClosedError, RequestTimeoutError, TurnTimeoutError, TurnFailedError, InvalidRequestError):
        if isinstance(error, kind):
            return kind.__name__
    return type(error).__name__


def accepts(request: object) -> Approval:
    """Accept every request."""
    return Approval.accept()


def raises(request: object) -> Approval:
    """Raise an error."""
    raise ZeroDivisionError("the handler failed")


@contextmanager
def config(settings: Path, ending: Ending) -> Iterator[CodexConfig]:
    """Yield a configuration with its own CODEX_HOME."""
    with tempfile.TemporaryDirectory(prefix="codex-soak-", ignore_cleanup_errors=True) as folder:
        home, work = Path(folder) / "home", Path(folder) / "work"
        home.mkdir()
        work.mkdir()
        shutil.copy(settings / "config.toml", home)
        env = {"CODEX_HOME": str(home), "HOME": str(home), "NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"}
        # A stopped runtime does not respond, so that calls reach this timeout.
        timeout = 2.0 if ending is Ending.stop else 30.0
        yield CodexConfig(env=env, cwd=work, request_timeout=timeout, restart=ending is Ending.restart)


def inject_fault(ending: Ending, pid: int | None) -> None:
    """Kill or stop the runtime, if the ending requires it."""
    assert pid is not None
    if ending in (Ending.kill, Ending.restart):
        os.kill(pid, signal.SIGKILL)
    elif ending is Ending.stop:
        os.kill(pid, signal.SIGSTOP)
