"""The runtime as a process of the operating system: start it, hear its last words, end it."""

from __future__ import annotations

import atexit
import contextlib
import os
import signal
import subprocess
import sys
import threading
import weakref
from collections import deque
from typing import IO, TYPE_CHECKING

from openai_codex.errors import RuntimeStartError

if TYPE_CHECKING:
    from openai_codex.runtime import Launch

POSIX = os.name == "posix"

CLOSE_GRACE = 2.0
"""How long the runtime may take to end once its stdin is closed, and again once it was asked to, in seconds."""


KILL_GRACE = 0.5
"""How long a killed process may take to be gone, in seconds."""

_live: weakref.WeakSet[RuntimeProcess] = weakref.WeakSet()


class StderrTail:
    """The last of what the runtime wrote to stderr: at most `max_lines` lines of at most `max_line` characters each."""

    def __init__(self, max_lines: int = 20, max_line: int = 500) -> None:
        self._lines: deque[str] = deque(maxlen=max_lines)
        self._max_line = max_line
        self._rest = b""

    def feed(self, data: bytes) -> None:
        """Take a chunk, cut anywhere, in any encoding."""
        *whole, rest = (self._rest + data).split(b"\n")
        self._lines.extend(line for line in map(self._text, whole) if line)
        # Of a line without an end only as much as would be shown is kept.
        self._rest = rest[: self._max_line * 4]

    def lines(self) -> tuple[str, ...]:
        """Return what is kept, the oldest first."""
        rest = self._text(self._rest)
        return (*self._lines, rest) if rest else tuple(self._lines)

    def _text(self, line: bytes) -> str:
        text = line[: self._max_line * 4].decode("utf-8", "backslashreplace").strip()
        return text if len(text) <= self._max_line else text[: self._max_line] + "..."


class RuntimeProcess:
    """A started runtime with pipes to its stdin, stdout and stderr.

    It leads a process group of its own, so that Ctrl-C in a terminal reaches this program alone, and so that the
    commands that the runtime runs end with it. `overlapped` asks for pipes that an event loop on Windows can wait on.
    Raises `RuntimeStartError` if the system cannot start the program.
    """

    def __init__(self, launch: Launch, *, overlapped: bool = False) -> None:
        self.command = launch.command
        self.stderr = StderrTail()
        popen = _overlapped_popen() if overlapped else subprocess.Popen
        try:
            self._popen: subprocess.Popen[bytes] = popen(
                launch.command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                bufsize=0,
                env=dict(launch.env),
                cwd=launch.cwd,
                start_new_session=POSIX,
                creationflags=0 if POSIX else getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
            )
        except (OSError, ValueError) as error:
            raise RuntimeStartError(f"{launch.command[0]!r} cannot be started: {error}") from error
        self._lock = threading.Lock()
        self._owner = os.getpid()
        _live.add(self)

    @property
    def pid(self) -> int:
        """The process id."""
        return self._popen.pid

    @property
    def stdin(self) -> IO[bytes]:
        """Where to write to."""
        return _pipe(self._popen.stdin)

    @property
    def stdout(self) -> IO[bytes]:
        """Where to read from."""
        return _pipe(self._popen.stdout)

    @property
    def stderr_pipe(self) -> IO[bytes]:
        """Where to read what goes into `stderr`."""
        return _pipe(self._popen.stderr)

    def exit_code(self) -> int | None:
        """Return the exit code (negative: the number of a signal) if the process has ended, else None."""
        with self._lock:
            return self._popen.poll()

    def wait(self, timeout: float) -> int | None:
        """Wait until the process has ended, at most `timeout` seconds; return its exit code or None."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            return self._popen.wait(timeout)
        return None

    def terminate(self) -> None:
        """Ask the runtime and its children to end."""
        self._signal(signal.SIGTERM)

    def kill(self) -> None:
        """End the runtime and its children, now."""
        self._signal(getattr(signal, "SIGKILL", signal.SIGTERM))
        # A killed process is gone in no time; to have waited for it is to leave no zombie.
        if self.wait(KILL_GRACE) is not None:
            _live.discard(self)

    def end(self, stdin_closed: bool) -> int | None:
        """Wait for the end that closing stdin brings, ask for it, kill: blocks for a few seconds at worst.

        Return the exit code.
        """
        if not stdin_closed or self.wait(CLOSE_GRACE) is None:
            self.terminate()
            if self.wait(CLOSE_GRACE) is None:
                self.kill()
        # The runtime may be gone and yet have left a command running.
        self.kill()
        return self.exit_code()

    def end_at_exit(self) -> None:
        """End what nobody closed, when the interpreter exits. A forked child leaves its parent's runtime alone."""
        if self._owner == os.getpid():
            self.end(stdin_closed=False)

    def _signal(self, number: int) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if POSIX:
                # The group outlives its leader while a child of the runtime runs; its id is not reused meanwhile.
                os.killpg(self._popen.pid, number)
            elif self.exit_code() is None:
                self._popen.kill()


@atexit.register
def _end_all() -> None:
    for process in list(_live):
        process.end_at_exit()


def describe_exit(exit_code: int | None) -> str:
    """Say in words how the runtime's process ended."""
    if exit_code is None:
        return "the runtime closed its output"
    if exit_code < 0:
        try:
            name = signal.Signals(-exit_code).name
        except ValueError:
            name = str(-exit_code)
        return f"the runtime was ended by signal {name}"
    return f"the runtime exited with code {exit_code}"


def _overlapped_popen() -> type[subprocess.Popen[bytes]]:
    if sys.platform == "win32":
        from asyncio.windows_utils import Popen

        return Popen
    raise RuntimeError("overlapped pipes are of Windows alone")


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise RuntimeError("a pipe of the runtime is not there")
    return pipe
