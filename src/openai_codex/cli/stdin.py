"""`StandardInput`: the lines of standard input."""

from __future__ import annotations

import sys

CHUNK = 65536
"""Maximum size of one read, in bytes. A terminal returns one line at most."""


class StandardInput:
    """Reads lines of standard input without the buffer of `sys.stdin`.

    A thread in `sys.stdin.readline()` holds the lock of that buffer. If the program ends meanwhile, the interpreter
    aborts with a fatal error. A daemon thread in `read_line` does not disturb the end of the program.
    """

    def __init__(self) -> None:
        self._rest = b""

    def read_line(self) -> str:
        """Wait for the next line, and return it without its end.

        Bytes that are not UTF-8 are replaced by U+FFFD.

        Raises:
            EOFError: The input has ended, or the terminal was closed.
        """
        while b"\n" not in self._rest:
            data = _read()
            if not data:
                if not self._rest:
                    raise EOFError
                break
            self._rest += data
        line, _, self._rest = self._rest.partition(b"\n")
        return line.removesuffix(b"\r").decode("utf-8", "replace")


def _read() -> bytes:
    """Return bytes that have arrived; none at the end of the input."""
    buffer = sys.stdin.buffer
    try:
        data: bytes | None = getattr(buffer, "raw", buffer).read(CHUNK)
    except OSError:
        # Linux reports a closed terminal like this.
        return b""
    # None: the input is not blocking, and is empty.
    return data or b""
