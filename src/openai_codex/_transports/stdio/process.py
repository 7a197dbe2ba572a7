"""Start the runtime as a process, and end it together with its descendants."""

from __future__ import annotations

import atexit
import contextlib
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from typing import IO, TYPE_CHECKING

from openai_codex._transports import fork_safety
from openai_codex._transports.stdio import isolated_home, process_tree
from openai_codex._transports.stdio.stderr_tail import StderrTail
from openai_codex._transports.stdio.watchdog import Watchdog, start_watchdog
from openai_codex.errors import RuntimeStartError

if sys.platform == "win32":
    from openai_codex._transports.stdio.windows_job import Job

if TYPE_CHECKING:
    from collections.abc import Generator

    from openai_codex._transports.stdio.launch import LaunchSpec

logger = logging.getLogger("openai_codex")

POSIX = os.name == "posix"

# Measured on runtime 0.163.0: it exits 0.03 to 0.13 s after its stdin is closed, and as fast after SIGTERM, whether it
# is idle, in mid-turn or running commands, which it ends. A runtime that takes longer does not react. The sum of the
# timeouts below is less than 3 s.

PIPE_SIZE = 1024 * 1024
"""Size of the stdout pipe in bytes: the largest that Linux grants to unprivileged processes by default."""

STDIN_CLOSE_TIMEOUT = 1.5
"""Maximum time for the runtime to exit after its stdin is closed, in seconds."""

TERMINATE_TIMEOUT = 0.75
"""Maximum time for the runtime to exit after SIGTERM, in seconds."""

KILL_TIMEOUT = 0.5
"""Maximum time to wait for a killed process, in seconds."""

EXIT_REPORT_TIMEOUT = 1.0
"""Maximum time to wait for the exit code, and for the rest of stderr, once stdout is closed, in seconds."""

_live: set[RuntimeProcess] = set()
"""Processes that have not been reaped. They are shut down when the interpreter exits."""


class RuntimeProcess:
    """A started runtime with pipes to its stdin, stdout and stderr.

    The runtime leads its own session, so that Ctrl-C in a terminal sends SIGINT to this program only. Its descendants
    are killed when it has exited, and it exits with this process, even if this process crashes: see `watchdog` and
    `windows_job`. A forked child of this process releases the runtime without ending it.

    Args:
        launch: Command line, environment and working directory.
        overlapped: Whether to create pipes that an event loop on Windows can wait for.

    Raises:
        RuntimeStartError: The operating system cannot start the program.
    """

    def __init__(self, launch: LaunchSpec, *, overlapped: bool = False) -> None:
        self.command = launch.command
        # Held as long as the process runs, because garbage collection of a home removes it.
        self._home = launch.home
        self.stderr = StderrTail()
        self.exiting = False
        """Whether the interpreter exits, so that the end of the process must not be reported."""
        self.inherited = False
        """Whether this object is the copy in a forked child. The runtime belongs to the parent."""
        # Reentrant, because a signal handler may call `exit_code` while its own thread holds the lock.
        self._lock = threading.RLock()
        self._descendants: frozenset[process_tree.ProcessId] = frozenset()
        self._reaped = False
        self._status_lost = False
        self._watchdog: Watchdog | None = None
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
            raise RuntimeStartError(f"failed to start {launch.command[0]!r}: {error}") from error
        _live.add(self)
        try:
            _enlarge_pipe(self.stdout.fileno())
            if sys.platform == "win32":
                self._job = Job(self._popen.pid)
            self._watchdog = start_watchdog(self._popen.pid)
            fork_safety.register(self)
        except BaseException:
            # Ctrl-C, for example. The caller gets no object to end the process with.
            self.kill()
            self.close_pipes()
            raise

    @property
    def pid(self) -> int:
        """Process id."""
        return self._popen.pid

    @property
    def stdin(self) -> IO[bytes]:
        """The pipe to the stdin of the runtime."""
        return _pipe(self._popen.stdin)

    @property
    def stdout(self) -> IO[bytes]:
        """The pipe from the stdout of the runtime."""
        return _pipe(self._popen.stdout)

    @property
    def stderr_pipe(self) -> IO[bytes]:
        """The pipe from the stderr of the runtime. Its reader feeds the bytes into `stderr`."""
        return _pipe(self._popen.stderr)

    def has_exited(self) -> bool:
        """Return whether the process has exited."""
        with self._lock:
            if self._popen.returncode is None and _was_reaped(self._popen.pid):
                self._status_lost = True
            exited = self._popen.poll() is not None
        if exited:
            self._reap()
        return exited

    def exit_code(self) -> int | None:
        """Return the exit code (negative for a signal), or None if the process runs or its exit code is unknown.

        It is unknown if the program ignores SIGCHLD, or if another part of it waits for all children.
        """
        return self._popen.returncode if self.has_exited() and not self._status_lost else None

    def describe_exit(self) -> str:
        """Return how the process ended, as a clause for error messages."""
        if self.has_exited() and self._status_lost:
            return "the runtime exited; its exit code is unknown"
        return describe_exit(self.exit_code())

    def wait(self, timeout: float) -> bool:
        """Wait up to `timeout` seconds; return whether the process has exited."""
        deadline, delay = time.monotonic() + timeout, 0.0005
        while not self.has_exited():
            remaining = deadline - time.monotonic()
            if remaining <= 0:
                return False
            delay = min(delay * 2, remaining, 0.05)
            time.sleep(delay)
        return True

    def close_stdin(self) -> None:
        """Close stdin. If other threads write to it, close the `PipeWriter` instead."""
        # The runtime may have exited, so that closing the pipe fails.
        with contextlib.suppress(OSError):
            self.stdin.close()

    def snapshot_descendants(self) -> None:
        """Record the descendants.

        Call this while the runtime runs: its exit makes them orphans of unknown origin.
        """
        if POSIX and self._popen.returncode is None:
            self._descendants |= process_tree.descendants(self._popen.pid, self._descendants)

    def terminate(self) -> None:
        """Send SIGTERM to the process group.

        SIGCONT follows, because a stopped process does not handle SIGTERM.
        """
        self._signal("SIGTERM")
        self._signal("SIGCONT")

    def kill(self) -> None:
        """Kill the runtime and its descendants."""
        self.snapshot_descendants()
        self._signal("SIGKILL")
        if POSIX:
            process_tree.kill(self._descendants)
        # Reaps the process, so that it does not stay as a zombie.
        self.wait(KILL_TIMEOUT)

    def shutdown(self, stdin_closed: bool) -> int | None:
        """Wait for the runtime to exit, then terminate it, then kill it; return the exit code.

        Blocks for less than 3 s.

        Call `snapshot_descendants` first, and then close stdin.

        Args:
            stdin_closed: Whether stdin is closed. If it is not, the runtime is terminated at once.
        """
        if not stdin_closed or not self.wait(STDIN_CLOSE_TIMEOUT):
            self.terminate()
            if not self.wait(TERMINATE_TIMEOUT):
                self.kill()
        return self.exit_code()

    def lock_before_fork(self) -> bool:
        """Take the lock, so that the child does not inherit it locked; see `fork_safety`."""
        return self._lock.acquire(timeout=fork_safety.FORK_LOCK_TIMEOUT)

    def unlock_after_fork(self) -> None:
        """Release the lock, in the parent and in the child."""
        self._lock.release()

    def detach_after_fork(self) -> None:
        """Release the runtime in a forked child, which must not wait for it or kill it.

        If the child kept its copy of the pipe open, the runtime would not see the end of its stdin when the parent
        closes it.
        """
        self.inherited = True
        self._reaped = True
        _live.discard(self)
        # Popen polls a process without a return code when it is garbage collected.
        self._popen.returncode = 0
        if self._watchdog is not None:
            self._watchdog.detach_after_fork()
        self.close_pipes()

    def close_pipes(self) -> None:
        """Close all pipes. Call this if no reader and no writer owns them."""
        for pipe in (self._popen.stdin, self._popen.stdout, self._popen.stderr):
            if pipe is not None:
                pipe.close()

    def _reap(self) -> None:
        """Kill remaining descendants after the runtime has exited.

        Concurrent callers block until this is done.
        """
        with self._lock:
            if self._reaped:
                return
            self._reaped = True
            # At once, because the system may reuse the process id. The watchdog first, because it kills by this id.
            if self._watchdog is not None:
                self._watchdog.stop()
            if sys.platform == "win32":
                if (job := getattr(self, "_job", None)) is not None:
                    job.close()
            else:
                # A second look finds processes that were started after the snapshot and are still in the session.
                left = process_tree.descendants(self._popen.pid, self._descendants) | self._descendants
                process_tree.kill(left, KILL_TIMEOUT)
            _live.discard(self)

    def _signal(self, name: str) -> None:
        # The system does not reuse the id of a process or of its group until the process was waited for.
        if self._popen.returncode is not None:
            return
        if sys.platform == "win32":
            # Windows has no SIGTERM.
            self._popen.kill()
            return
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._popen.pid, getattr(signal, name))


def shutdown_all(processes: list[RuntimeProcess]) -> None:
    """Shut down several runtimes at the same time, as `shutdown` does one.

    Blocks for less than 3 s in all.
    """
    for process in processes:
        with _recorded("close the stdin of", process):
            process.snapshot_descendants()
            # Stdin first: on SIGTERM, runtime 0.133.0 exits at once instead of in order.
            process.close_stdin()
    late = _wait_all(processes, STDIN_CLOSE_TIMEOUT)
    for process in late:
        with _recorded("terminate", process):
            process.terminate()
    for process in _wait_all(late, TERMINATE_TIMEOUT):
        with _recorded("kill", process):
            process.kill()


def _wait_all(processes: list[RuntimeProcess], timeout: float) -> list[RuntimeProcess]:
    """Wait up to `timeout` seconds in all; return the processes that still run."""
    deadline = time.monotonic() + timeout
    late: list[RuntimeProcess] = []
    for process in processes:
        exited = False
        with _recorded("wait for", process):
            exited = process.wait(max(0.0, deadline - time.monotonic()))
        if not exited:
            late.append(process)
    return late


@contextlib.contextmanager
def _recorded(action: str, process: RuntimeProcess) -> Generator[None, None, None]:
    """Log an error of one process, so that the others are shut down nevertheless."""
    try:
        yield
    except Exception:
        logger.exception("failed to %s the runtime with process id %d", action, process.pid)


@atexit.register
def _shutdown_at_exit() -> None:
    """Shut down the runtimes of clients that were not closed."""
    left = list(_live)
    for process in left:
        process.exiting = True
    shutdown_all(left)
    isolated_home.remove_all()


def describe_exit(exit_code: int | None) -> str:
    """Return how the process ended, as a clause for error messages.

    None means that it still runs.
    """
    if exit_code is None:
        return "the runtime closed its output"
    if exit_code < 0:
        try:
            name = signal.Signals(-exit_code).name
        except ValueError:
            name = str(-exit_code)
        return f"the runtime was killed by signal {name}"
    return f"the runtime exited with code {exit_code}"


def _was_reaped(pid: int) -> bool:
    """Return whether the system or another part of the program has taken the exit status of a child."""
    if sys.platform == "win32":
        return False
    if not hasattr(os, "waitid"):
        # Some builds of Python for macOS. A status of 0 is then unknown if the program ignores SIGCHLD.
        return signal.getsignal(signal.SIGCHLD) is signal.SIG_IGN
    try:
        os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    except ChildProcessError:
        return True
    return False


def _overlapped_popen() -> type[subprocess.Popen[bytes]]:
    if sys.platform == "win32":
        from asyncio.windows_utils import Popen

        return Popen
    raise RuntimeError("overlapped pipes exist on Windows only")


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise RuntimeError("the process was started without this pipe")
    return pipe


def _enlarge_pipe(fd: int) -> None:
    """Enlarge a pipe where the system supports it, so that one read returns many messages."""
    if sys.platform == "linux":
        import fcntl

        # The constant is missing in some builds of Python 3.10; its value is fixed on Linux.
        with contextlib.suppress(OSError):
            fcntl.fcntl(fd, getattr(fcntl, "F_SETPIPE_SZ", 1031), PIPE_SIZE)
