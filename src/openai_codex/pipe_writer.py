"""Write whole messages to a pipe from any thread, without waiting for ever on a reader that has stopped."""

from __future__ import annotations

import os
import select
import threading
import time
from typing import IO

POSIX = os.name == "posix"


class PipeWriter:
    """The writing end of the runtime's stdin.

    Messages go out whole and in order. What does not fit into the pipe before its deadline stays in `_rest` and goes
    out before the next message, so that no message is ever cut in two by another.
    """

    def __init__(self, pipe: IO[bytes]) -> None:
        self._pipe = pipe
        self._fd = pipe.fileno()
        self._lock = threading.Lock()
        self._rest = bytearray()
        self._closed = False
        if POSIX:
            os.set_blocking(self._fd, False)

    def write(self, data: bytes, deadline: float | None) -> bool:
        """Send a message; return False if it is not all out by `deadline` (of `time.monotonic`; None waits).

        Raises OSError if the other end is closed.
        """
        if not self._lock.acquire(timeout=-1 if deadline is None else max(0.0, deadline - time.monotonic())):
            # Another thread is stuck in here. The message is added to what it left, as soon as it leaves.
            return False
        try:
            if self._closed:
                raise BrokenPipeError("the pipe is closed")
            if self._rest:
                self._rest += data
            else:
                self._rest += data[self._write(data) :]
            return self._flush(deadline)
        finally:
            self._lock.release()

    def close(self, timeout: float) -> bool:
        """Close the pipe. Safe to call twice.

        Return False if a thread was stuck writing to it for all of `timeout` seconds.
        """
        if not self._lock.acquire(timeout=timeout):
            return False
        try:
            if not self._closed:
                self._closed = True
                self._pipe.close()
            return True
        finally:
            self._lock.release()

    def _flush(self, deadline: float | None) -> bool:
        while self._rest:
            written = self._write(self._rest)
            if written:
                del self._rest[:written]
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
        """Wait until the pipe takes more; return False at the deadline."""
        timeout = None if deadline is None else deadline - time.monotonic()
        if timeout is not None and timeout <= 0:
            return False
        poll = select.poll()
        poll.register(self._fd, select.POLLOUT)
        return bool(poll.poll(None if timeout is None else timeout * 1000))
