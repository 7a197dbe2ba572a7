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
"""Number of threads or tasks that use a client at the same time."""

LIMIT = 60.0
"""Longer calls count as hanging, in seconds."""

CALLS = 20
"""Number of concurrent calls."""

TIME_LIMIT = 0.3
"""Timeout of endless turns, in seconds."""

EXPECTED: dict[str, set[str]] = {
    "run": {"completed"},
    "two turns of a thread": {"completed"},
    "stream": {"completed"},
    "stream left early": {"left"},
    "interrupted turn": {"interrupted"},
    "cancelled run": {"cancelled"},
    "run with a timeout": {"TurnTimeoutError"},
    # The response may have arrived before the program checks the timeout.
    "call with a timeout": {"RequestTimeoutError", "answered"},
    "model returns an HTTP error": {"TurnFailedError"},
    "model fails the turn": {"TurnFailedError"},
    "model drops the connection": {"TurnFailedError"},
    "turn with an approval": {"completed"},
    "turn with a failing handler": {"completed, HandlerError"},
    f"{CALLS} concurrent calls": {"answered"},
    "rejected call": {"InvalidRequestError"},
}
"""Work of a round -> allowed outcomes, unless the runtime exits meanwhile."""

FAILING = {
    "model returns an HTTP error": "refuse",
    "model fails the turn": "fail",
    "model drops the connection": "break",
}
"""Work that must fail -> the prompt that makes the model fail."""


class Ending(enum.Enum):
    """How a round ends."""

    close = "client closed"
    kill = "runtime killed"
    close_at_work = "client closed while in use"
    stop = "runtime stopped"
    restart = "runtime killed and restarted"
    drop = "client dropped"

    @property
    def at_work(self) -> bool:
        """Whether the ending interrupts the workers."""
        return self in (Ending.kill, Ending.close_at_work, Ending.stop)


@dataclass
class Round:
    """State shared with the workers: the end time, and the record of the outcomes."""

    record: Record
    ending: Ending
    flavour: str
    length: float
    """Duration of the round after the client has started, in seconds."""
    until: float = 0.0
    """End time of the round, by `time.monotonic`."""
    struck: threading.Event = field(default_factory=threading.Event)
    """Set just before the client or its runtime is ended while the workers are active."""

    def begin(self) -> None:
        """Start the timer of the round."""
        self.until = time.monotonic() + self.length

    @property
    def going(self) -> bool:
        """Whether the workers continue."""
        if self.record.problems:
            return False
        if self.ending.at_work:
            return not self.struck.is_set()
        return time.monotonic() < self.until

    def took(self, work: str, outcome: str, begun: float) -> None:
        """Record the outcome of a piece of work."""
        seconds = time.monotonic() - begun
        expected = EXPECTED[work]
        if outcome not in expected:
            if not self.struck.is_set():
                named = " or ".join(sorted(expected))
                self.record.problem(f"{self.flavour}: {work}: {outcome}, and not {named}")
            elif outcome in ("TransportClosedError", "RequestTimeoutError"):
                work = self.ending.value
        self.record.done(work, outcome, seconds)
        if seconds > LIMIT:
            self.record.problem(f"{self.flavour}: {work}: took {seconds:.0f} s")


def named(error: CodexError) -> str:
    """Return the name of the error class that the record distinguishes."""
    for kind in (TransportClosedError, RequestTimeoutError, TurnTimeoutError, TurnFailedError, InvalidRequestError):
        if isinstance(error, kind):
            return kind.__name__
    return type(error).__name__


def accepts(request: object) -> Approval:
    """Allow it."""
    return Approval.accept()


def raises(request: object) -> Approval:
    """Fail to decide."""
    raise ZeroDivisionError("of a handler")


@contextmanager
def config(settings: Path, ending: Ending) -> Iterator[CodexConfig]:
    """Yield a config with a separate CODEX_HOME."""
    with tempfile.TemporaryDirectory(prefix="codex-soak-", ignore_cleanup_errors=True) as folder:
        home, work = Path(folder) / "home", Path(folder) / "work"
        home.mkdir()
        work.mkdir()
        shutil.copy(settings / "config.toml", home)
        env = {"CODEX_HOME": str(home), "HOME": str(home), "NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"}
        # Calls to a suspended runtime wait until their timeout expires.
        timeout = 2.0 if ending is Ending.stop else 30.0
        yield CodexConfig(env=env, cwd=work, request_timeout=timeout, restart=ending is Ending.restart)


def strike(ending: Ending, pid: int | None) -> None:
    """End or suspend the runtime."""
    assert pid is not None
    if ending in (Ending.kill, Ending.restart):
        os.kill(pid, signal.SIGKILL)
    elif ending is Ending.stop:
        os.kill(pid, signal.SIGSTOP)
