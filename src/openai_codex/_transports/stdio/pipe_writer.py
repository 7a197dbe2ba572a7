"""Write whole messages to a pipe from any thread, without waiting for ever on a reader that has stopped."""

from __future__ import annotations

import contextlib
import os
import select
import sys
import threading
import time
from collections import deque
from typing import IO

CLOSE_POLL_INTERVAL = 0.05
"""How long a thread that waits for the pipe may take to notice that it is to be closed, in seconds."""


class PipeWriter:
    """The writing end of the runtime's stdin.

    Messages go out whole and in order; those of threads that wait for each other go out together. What does not fit
    into the pipe before its deadline stays in `_rest` and goes out before the next message, so that no message is ever
    cut in two by another.
    """

    def __init__(self, pipe: IO[bytes]) -> None:
        self._pipe = pipe
        self._fd = pipe.fileno()
        self._lock = threading.Lock()
        self._waiting: deque[bytes] = deque()
        self._unsent = bytearray()
        self._closed = False
        if sys.platform != "win32":
            os.set_blocking(self._fd, False)

    def write(self, data: bytes, deadline: float | None) -> bool:
        """Send a message; return False if it is not all out by `deadline` (of `time.monotonic`; None waits).

        Raises OSError if the other end is closed.
        """
        # Whoever has the lock next sends what all have put here, in one piece.
        self._waiting.append(data)
        if not self._lock.acquire(timeout=-1 if deadline is None else max(0.0, deadline - time.monotonic())):
            # Another thread is stuck in here. If it took the message along, that goes out as soon as the rest can.
            with contextlib.suppress(ValueError):
                self._waiting.remove(data)
            return False
        try:
            self._check_open()
            self._coalesce()
            return self._flush(deadline)
        finally:
            self._lock.release()

    def close(self, timeout: float) -> bool:
        """Close the pipe. Safe to call twice.

        Return False if a thread was stuck writing to it for all of `timeout` seconds.
        """
        # Whoever waits for the pipe now is sent away.
        self._closed = True
        if not self._lock.acquire(timeout=timeout):
            return False
        try:
            self._pipe.close()
            return True
        finally:
            self._lock.release()

    def detach_after_fork(self) -> None:
        """Let go of the pipe in a forked child, without a lock that a thread of the parent may have."""
        self._closed = True
        self._waiting.clear()
        self._lock = threading.Lock()
        self._pipe.close()

    def _coalesce(self) -> None:
        if len(self._waiting) == 1 and not self._unsent:
            message = self._waiting.popleft()
            written = self._write(message)
            if written < len(message):
                self._unsent += message[written:]
        while self._waiting:
            self._unsent += self._waiting.popleft()

    def _flush(self, deadline: float | None) -> bool:
        while self._unsent:
            written = self._write(self._unsent)
            if written:
                del self._unsent[:written]
            elif not self._wait(deadline):
                return False
        return True

    def _write(self, data: bytes | bytearray) -> int:
        """Write what the pipe takes now; return how much that was."""
        try:
            return os.write(self._fd, data)
        except BlockingIOError:
            return 0

    def _wait(self, deadline: float | None) -> bool:
        """Wait until the pipe takes more; return False at the deadline. Raises OSError if it is to be closed."""
        if sys.platform == "win32":
            # There, `os.write` waits itself.
            return True
        poll = select.poll()
        poll.register(self._fd, select.POLLOUT)
        while True:
            timeout = CLOSE_POLL_INTERVAL if deadline is None else min(CLOSE_POLL_INTERVAL, deadline - time.monotonic())
            if timeout <= 0:
                return False
            if poll.poll(timeout * 1000):
                return True
            self._check_open()

    def _check_open(self) -> None:
        if self._closed:
            raise BrokenPipeError("the pipe is closed")
