"""Let a pipe hold more than the system gives it, so that one read brings many messages."""

from __future__ import annotations

import contextlib
import sys

PIPE_BYTES = 1024 * 1024
"""What an unprivileged program may ask for on Linux, unless the machine is set up otherwise."""


def enlarge_pipe(fd: int) -> None:
    """Make the pipe of a file descriptor larger where the system can; where it cannot, all works the same, slower."""
    if sys.platform == "linux":
        import fcntl

        # The number is that of Linux; Python has the name from 3.10 on, but not in every build.
        with contextlib.suppress(OSError):
            fcntl.fcntl(fd, getattr(fcntl, "F_SETPIPE_SZ", 1031), PIPE_BYTES)
