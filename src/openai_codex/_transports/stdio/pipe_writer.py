"""Write whole messages to a pipe from any thread, with a deadline in case its reader has stopped reading."""

from __future__ import annotations

import contextlib
import os
import select
import sys
import threading
import time
from collections import deque
from typing import IO

from openai_codex._transports.stdio import sigpipe

CLOSE_POLL_INTERVAL = 0.05
"""Interval in seconds at which a thread that waits for the pipe checks whether the writer is being closed."""


class PipeWriter:
    """Writes to the stdin of a runtime.

    Messages are written whole and in order. A thread that gets the lock also writes the messages of the threads that
    wait for it, in one system call. If the pipe does not accept all bytes before the deadline, the rest stays in
    `_unsent` and is written before the next message, so that messages never mix.
    """

    def __init__(self, pipe: IO[bytes]) -> None:
        self._pipe = pipe
        self._fd = pipe.fileno()
        self._lock = threading.Lock()
        self._waiting: deque[bytes] = deque()
        self._unsent = bytearray()
        self._closed = False
        if sys.platform != "win32":
            # A blocking write could not be interrupted by a deadline or by `close`.
            os.set_blocking(self._fd, False)

    def write(self, data: bytes, deadline: float | None) -> bool:
        """Write a message. Return False if `deadline` passes first.

        Args:
            data: The message, with its newline.
            deadline: Point in time on the clock of `time.monotonic`. None waits without a limit.

        Raises:
            OSError: The other end of the pipe, or this writer, is closed.
        """
        # Before the lock: the thread that holds it may write this message along with its own.
        self._waiting.append(data)
        if not self._lock.acquire(timeout=-1 if deadline is None else max(0.0, deadline - time.monotonic())):
            # Another thread holds the lock. If it already coalesced this message, it will be sent with the rest.
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
        """Close the pipe. Idempotent.

        Return False if another thread did not stop writing within `timeout` seconds. The pipe then stays open.
        """
        # Threads that wait for the pipe check this flag, and raise BrokenPipeError.
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
        """Write as many bytes as the pipe accepts now, and return their number."""
        try:
            return sigpipe.write(self._fd, data)
        except BlockingIOError:
            return 0

    def _wait(self, deadline: float | None) -> bool:
        """Wait until the pipe accepts more; return False at the deadline.

        Raises OSError if the writer is closed.
        """
        if sys.platform == "win32":
            # Pipes are blocking on Windows, so `os.write` waits.
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
