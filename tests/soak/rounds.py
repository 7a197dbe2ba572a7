"""A round of the soak: one client that several workers use until it ends, in one of several ways."""

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
"""How many threads, or tasks, use a client at the same time."""

LIMIT = 60.0
"""What takes longer than this is a wait that was not ended, in seconds."""

CALLS = 20
"""How many calls are made at once."""

TIME_LIMIT = 0.3
"""After how long turns that would go on are given up, in seconds."""

EXPECTED: dict[str, set[str]] = {
    "run": {"completed"},
    "two turns of a thread": {"completed"},
    "stream": {"completed"},
    "stream left early": {"left"},
    "interrupted turn": {"interrupted"},
    "cancelled run": {"cancelled"},
    "run with a timeout": {"TurnTimeoutError"},
    # The reply may have come when the program looks at the clock.
    "call with a timeout": {"RequestTimeoutError", "answered"},
    "model returns an HTTP error": {"TurnFailedError"},
    "model fails the turn": {"TurnFailedError"},
    "model drops the connection": {"TurnFailedError"},
    "turn with an approval": {"completed"},
    "turn with a failing handler": {"completed, HandlerError"},
    f"{CALLS} concurrent calls": {"answered"},
    "rejected call": {"InvalidRequestError"},
}
"""What is done in a round -> what has to come of it, unless the runtime ends meanwhile."""

FAILING = {
    "model returns an HTTP error": "refuse",
    "model fails the turn": "fail",
    "model drops the connection": "break",
}
"""What of that is to fail -> the prompt that makes the model do so."""


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
        """Whether it comes while the workers are at work, and ends that."""
        return self in (Ending.kill, Ending.close_at_work, Ending.stop)


@dataclass
class Round:
    """What workers need to know: when to stop, and where to write what came of their work."""

    record: Record
    ending: Ending
    flavour: str
    length: float
    """How long it goes on once the client is there, in seconds."""
    until: float = 0.0
    """When it ends, by `time.monotonic`."""
    struck: threading.Event = field(default_factory=threading.Event)
    """Set just before the client, or its runtime, is ended while the workers are at work."""

    def begin(self) -> None:
        """Let the time begin to run."""
        self.until = time.monotonic() + self.length

    @property
    def going(self) -> bool:
        """Whether there is more to do."""
        if self.record.problems:
            return False
        if self.ending.at_work:
            return not self.struck.is_set()
        return time.monotonic() < self.until

    def took(self, work: str, outcome: str, begun: float) -> None:
        """Take what came of a piece of work."""
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
    """Return the name of the error, one for each that matters here."""
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
    """Give a config with a CODEX_HOME of its own."""
    with tempfile.TemporaryDirectory(prefix="codex-soak-", ignore_cleanup_errors=True) as folder:
        home, work = Path(folder) / "home", Path(folder) / "work"
        home.mkdir()
        work.mkdir()
        shutil.copy(settings / "config.toml", home)
        env = {"CODEX_HOME": str(home), "HOME": str(home), "NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"}
        # A stopped runtime is waited for; who waits for it is to see a deadline.
        timeout = 2.0 if ending is Ending.stop else 30.0
        yield CodexConfig(env=env, cwd=work, request_timeout=timeout, restart=ending is Ending.restart)


def strike(ending: Ending, pid: int | None) -> None:
    """Do to the runtime what the ending says."""
    assert pid is not None
    if ending in (Ending.kill, Ending.restart):
        os.kill(pid, signal.SIGKILL)
    elif ending is Ending.stop:
        os.kill(pid, signal.SIGSTOP)
