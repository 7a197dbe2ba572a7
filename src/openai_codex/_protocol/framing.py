"""Splits a byte stream into lines."""

from __future__ import annotations

from dataclasses import dataclass

EXCERPT_BYTES = 512
"""Number of bytes kept of a line that is dropped, for logs."""


@dataclass(frozen=True)
class OversizedLine:
    """A line that exceeded the maximum length. Only its beginning was kept."""

    size: int
    excerpt: bytes


class LineDecoder:
    r"""Splits data at `\n` and buffers the incomplete line until the next call.

    A line of more than `max_bytes` is dropped as it arrives, without being buffered, and returned as `OversizedLine`.
    """

    def __init__(self, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._parts: list[bytes] = []
        self._size = 0

    def feed(self, data: bytes) -> list[bytes | OversizedLine]:
        """Return the lines that `data` completes, without line ends."""
        if not self._size and len(data) <= self._max_bytes and data.endswith(b"\n"):
            # Fast path: only complete lines.
            complete: list[bytes | OversizedLine] = [*data.split(b"\n")]
            del complete[-1]
            return complete
        head, separator, rest = data.partition(b"\n")
        self._add(head)
        if not separator:
            return []
        lines: list[bytes | OversizedLine] = [self._complete_line()]
        *whole, tail = rest.split(b"\n")
        lines += whole if len(rest) <= self._max_bytes else [self._limit_size(line) for line in whole]
        self._add(tail)
        return lines

    def flush(self) -> bytes | OversizedLine | None:
        """Return the incomplete last line of the stream, or None."""
        return self._complete_line() if self._size else None

    def _add(self, part: bytes) -> None:
        if not part:
            return
        self._size += len(part)
        if self._size <= self._max_bytes:
            self._parts.append(part)
        else:
            self._parts = [_excerpt([*self._parts, part])]

    def _complete_line(self) -> bytes | OversizedLine:
        line = b"".join(self._parts)
        size, self._parts, self._size = self._size, [], 0
        return line if size <= self._max_bytes else OversizedLine(size, line[:EXCERPT_BYTES])

    def _limit_size(self, line: bytes) -> bytes | OversizedLine:
        return line if len(line) <= self._max_bytes else OversizedLine(len(line), line[:EXCERPT_BYTES])


def _excerpt(parts: list[bytes]) -> bytes:
    """Return the first `EXCERPT_BYTES` of the parts, without joining the rest."""
    kept, size = 0, 0
    while kept < len(parts) and size < EXCERPT_BYTES:
        size += len(parts[kept])
        kept += 1
    return b"".join(parts[:kept])[:EXCERPT_BYTES]
