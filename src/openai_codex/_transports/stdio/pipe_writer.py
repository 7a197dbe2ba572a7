"""Write to a pipe without waiting for its reader."""

from __future__ import annotations

import os
import select
import sys
import threading
from typing import IO

from openai_codex._transports.stdio import sigpipe


class PipeWriter:
    """Writes to the stdin of a runtime. One thread at a time calls `write`."""

    def __init__(self, pipe: IO[bytes]) -> None:
        self._pipe = pipe
        self._fd = pipe.fileno()
        # So that the pipe is not closed during a write: the system may give the number of its descriptor to a new file.
        self._lock = threading.Lock()
        self._closed = False
        if sys.platform != "win32":
            # A blocking write could not be ended by `close`.
            os.set_blocking(self._fd, False)

    def write(self, data: memoryview) -> int:
        """Write as many bytes as the pipe accepts now, and return their number.

        On Windows, pipes are blocking, so this waits.

        Raises:
            OSError: The other end of the pipe, or this writer, is closed.
        """
        with self._lock:
            self._check_open()
            try:
                return sigpipe.write(self._fd, data)
            except BlockingIOError:
                return 0

    def wait_writable(self, timeout: float) -> None:
        """Wait until the pipe accepts bytes, its other end is closed, or `timeout` seconds have passed."""
        if sys.platform != "win32":
            poll = select.poll()
            with self._lock:
                if self._closed:
                    return
                poll.register(self._fd, select.POLLOUT)
            poll.poll(timeout * 1000)

    def close(self, timeout: float) -> bool:
        """Close the pipe. Idempotent.

        Return False if another thread did not stop writing within `timeout` seconds. The pipe then stays open.
        """
        self._closed = True
        if not self._lock.acquire(timeout=timeout):
            return False
        try:
            self._pipe.close()
            return True
        finally:
            self._lock.release()

    def detach_after_fork(self) -> None:
        """Close the pipe in a forked child. A thread of the parent may hold the lock."""
        self._closed = True
        self._lock = threading.Lock()
        self._pipe.close()

    def _check_open(self) -> None:
        if self._closed:
            raise BrokenPipeError("the pipe is closed")
