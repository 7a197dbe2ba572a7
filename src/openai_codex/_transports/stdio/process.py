"""The runtime as a process of the operating system: start it, and end it with all that it has started."""

from __future__ import annotations

import atexit
import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from typing import IO, TYPE_CHECKING

from openai_codex._transports import fork_safety
from openai_codex._transports.stdio import process_tree
from openai_codex._transports.stdio.stderr_tail import StderrTail
from openai_codex._transports.stdio.watchdog import start_watchdog
from openai_codex.errors import RuntimeStartError

if sys.platform == "win32":
    from openai_codex._transports.stdio.windows_job import Job

if TYPE_CHECKING:
    from openai_codex._transports.stdio.launch import LaunchSpec

POSIX = os.name == "posix"

# Measured on runtime 0.163.0: it ends 0.03 to 0.13 s after its stdin, and as soon after SIGTERM, be it idle, in
# mid-turn or with commands running, which it ends. What takes longer is stuck; all in all that is less than 3 s.

PIPE_SIZE = 1024 * 1024
"""Size of the stdout pipe in bytes: the largest that Linux grants to unprivileged processes by default."""

STDIN_CLOSE_TIMEOUT = 1.5
"""How long the runtime may take to end once its stdin is closed, in seconds."""

TERMINATE_TIMEOUT = 0.75
"""How long it may take once it was asked to end, in seconds."""

KILL_TIMEOUT = 0.5
"""How long a killed process may take to be gone, in seconds."""

EXIT_REPORT_TIMEOUT = 1.0
"""Maximum time to wait for the exit code, and for the rest of stderr, once stdout is closed, in seconds."""

_live: set[RuntimeProcess] = set()
"""Those that have not been seen to end."""


class RuntimeProcess:
    """A started runtime with pipes to its stdin, stdout and stderr.

    It leads a session of its own, so that Ctrl-C in a terminal reaches this program alone. What it starts ends with
    it, and it ends with this process, however that ends: see `lifeline` and `windows_job`. A child that is forked from
    this process has no part in it. `overlapped` asks for pipes that an event loop on Windows can wait on.
    Raises `RuntimeStartError` if the system cannot start the program.
    """

    def __init__(self, launch: LaunchSpec, *, overlapped: bool = False) -> None:
        self.command = launch.command
        self.stderr = StderrTail()
        self.exiting = False
        """Whether this is being ended because the interpreter exits: nobody needs to be told any more."""
        self.inherited = False
        """Whether this is the copy of a forked child, whose parent has the runtime."""
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
        _enlarge_pipe(self.stdout.fileno())
        # One that a signal handler may take while its thread has it.
        self._lock = threading.RLock()
        self._descendants: frozenset[process_tree.ProcessId] = frozenset()
        self._reaped = False
        _live.add(self)
        if sys.platform == "win32":
            self._job = Job(self._popen.pid)
        self._watchdog = start_watchdog(self._popen.pid)
        fork_safety.register(self)

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
        code = self._popen.poll()
        if code is not None:
            self._reap()
        return code

    def wait(self, timeout: float) -> int | None:
        """Wait until the process has ended, at most `timeout` seconds; return its exit code or None."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._popen.wait(timeout)
        return self.exit_code()

    def close_stdin(self) -> None:
        """Let the runtime see the end of its stdin. Where somebody may still write to it, that is theirs to do."""
        # What has not been written by now is lost.
        with contextlib.suppress(OSError):
            self.stdin.close()

    def snapshot_descendants(self) -> None:
        """Take down what the runtime has started, as long as that can be told: before its end."""
        if POSIX and self._popen.returncode is None:
            self._descendants |= process_tree.descendants(self._popen.pid, self._descendants)

    def terminate(self) -> None:
        """Ask the runtime to end, and with it what it runs. One that was stopped goes on, in order to end."""
        self._signal("SIGTERM")
        self._signal("SIGCONT")

    def kill(self) -> None:
        """End the runtime and its children, now."""
        self.snapshot_descendants()
        self._signal("SIGKILL")
        if POSIX:
            process_tree.kill(self._descendants)
        # A killed process is gone in no time; to have waited for it is to leave no zombie.
        self.wait(KILL_TIMEOUT)

    def shutdown(self, stdin_closed: bool) -> int | None:
        """Wait for the end that closing stdin brings, ask for it, kill: blocks for less than 3 s at worst.

        Call `snapshot_descendants` before stdin is closed. Return the exit code.
        """
        if not stdin_closed or self.wait(STDIN_CLOSE_TIMEOUT) is None:
            self.terminate()
            if self.wait(TERMINATE_TIMEOUT) is None:
                self.kill()
        return self.exit_code()

    def lock_before_fork(self) -> bool:
        """Hold still for a fork; see `forks`."""
        return self._lock.acquire(timeout=fork_safety.FORK_LOCK_TIMEOUT)

    def unlock_after_fork(self) -> None:
        """Go on after it."""
        self._lock.release()

    def detach_after_fork(self) -> None:
        """Let go of the runtime in a child that was forked.

        The runtime has to see the end of its stdin when the parent closes it, not when the child ends as well, and is
        not the child's to end.
        """
        self.inherited = True
        self._reaped = True
        _live.discard(self)
        self._popen.returncode = 0  # it is not the child's to wait for
        if self._watchdog is not None:
            self._watchdog.detach_after_fork()
        self.close_pipes()

    def close_pipes(self) -> None:
        """Let go of the pipes, where nobody else does."""
        for pipe in (self._popen.stdin, self._popen.stdout, self._popen.stderr):
            if pipe is not None:
                pipe.close()

    def _reap(self) -> None:
        """End what an ended runtime leaves behind. Whoever comes second waits for that."""
        with self._lock:
            if self._reaped:
                return
            self._reaped = True
            # At once: the runtime's id will be another's some day. The watcher first, for the same reason.
            if self._watchdog is not None:
                self._watchdog.stop()
            if sys.platform == "win32":
                self._job.close()
            else:
                # With what is still in its session, be it unheard of until now.
                process_tree.kill(process_tree.descendants(self._popen.pid, self._descendants) | self._descendants)
            _live.discard(self)

    def _signal(self, name: str) -> None:
        # The id of an ended process, and of its group, is its own until it was waited for.
        if self._popen.returncode is not None:
            return
        if sys.platform == "win32":
            # There is no signal that asks.
            self._popen.kill()
            return
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._popen.pid, getattr(signal, name))


def shutdown_all(processes: list[RuntimeProcess]) -> None:
    """End several runtimes at the same time, as `end` does one: blocks for less than 3 s at worst, however many."""
    for process in processes:
        process.snapshot_descendants()
        # A runtime may take SIGTERM for less than it takes the end of its stdin: 0.133.0 ends on the spot.
        process.close_stdin()
    late = _wait_all(processes, STDIN_CLOSE_TIMEOUT)
    for process in late:
        process.terminate()
    for process in _wait_all(late, TERMINATE_TIMEOUT):
        process.kill()


def _wait_all(processes: list[RuntimeProcess], timeout: float) -> list[RuntimeProcess]:
    """Wait for processes, at most `timeout` seconds for all; return those that have not ended."""
    deadline = time.monotonic() + timeout
    return [process for process in processes if process.wait(max(0.0, deadline - time.monotonic())) is None]


@atexit.register
def _shutdown_at_exit() -> None:
    """End what nobody closed."""
    left = list(_live)
    for process in left:
        process.exiting = True
    shutdown_all(left)


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


def _enlarge_pipe(fd: int) -> None:
    """Enlarge a pipe where the system supports it, so that one read returns many messages."""
    if sys.platform == "linux":
        import fcntl

        # The constant is missing in some builds of Python 3.10; its value is fixed on Linux.
        with contextlib.suppress(OSError):
            fcntl.fcntl(fd, getattr(fcntl, "F_SETPIPE_SZ", 1031), PIPE_SIZE)
