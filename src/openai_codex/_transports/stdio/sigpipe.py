"""Write to a pipe without SIGPIPE, which ends a program that has restored its default action.

Python ignores SIGPIPE, so that a write to a closed pipe raises `BrokenPipeError`. Command line programs often restore
the default with `signal.signal(signal.SIGPIPE, signal.SIG_DFL)`. The exit of the runtime must not end them.
"""

from __future__ import annotations

import os
import signal
import sys

_F_SETNOSIGPIPE = 73
"""Command of `fcntl` on macOS that disables SIGPIPE for a file descriptor."""


def write(fd: int, data: bytes | bytearray | memoryview) -> int:
    """Write to a pipe, and return the number of bytes. Raises `BrokenPipeError` instead of sending SIGPIPE."""
    return _write_blocked(fd, data) if ends_program() else os.write(fd, data)


def ends_program() -> bool:
    """Return whether SIGPIPE has its default action."""
    return sys.platform != "win32" and signal.getsignal(signal.SIGPIPE) is signal.SIG_DFL


def keep_open(fd: int) -> int | None:
    """Prevent SIGPIPE for all writes to a pipe, for an event loop that writes by itself.

    On Linux, the pipe gets a second reader. A write to an exited runtime then fills the pipe and raises no error.

    Returns:
        A file descriptor that the caller closes together with the pipe; None if the system needs none.
    """
    if sys.platform == "darwin":
        import fcntl

        fcntl.fcntl(fd, _F_SETNOSIGPIPE, 1)
    elif sys.platform == "linux":
        try:
            return os.open(f"/proc/self/fd/{fd}", os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        except OSError:
            return None
    return None


def _write_blocked(fd: int, data: bytes | bytearray | memoryview) -> int:
    if sys.platform == "win32":
        raise RuntimeError("Windows has no SIGPIPE")
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGPIPE})
    try:
        return os.write(fd, data)
    except BrokenPipeError:
        # The write has sent the signal to this thread. Discard it before it is unblocked.
        if signal.SIGPIPE not in before and signal.SIGPIPE in signal.sigpending():
            signal.sigwait({signal.SIGPIPE})
        raise
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
