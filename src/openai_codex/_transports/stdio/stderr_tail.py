"""The last words of a runtime: the end of what it wrote to stderr, however much that was."""

from __future__ import annotations

from collections import deque


class StderrTail:
    """The last of what the runtime wrote to stderr: at most `max_lines` lines of at most `max_line` characters each.

    So it holds `max_lines * max_line * 4` bytes at most; a flood costs time, but no memory.
    """

    def __init__(self, max_lines: int = 20, max_line: int = 500) -> None:
        self._lines: deque[bytes] = deque(maxlen=max_lines)
        self._max_line = max_line
        # A character of UTF-8 has four bytes at most, so this is enough of a line for what is shown of it.
        self._max_bytes = max_line * 4
        self._rest = b""

    def feed(self, data: bytes) -> None:
        """Take a chunk, cut anywhere, in any encoding."""
        *whole, rest = (self._rest + data).split(b"\n")
        self._lines.extend(line[: self._max_bytes] for line in whole if line.strip())
        # Of a line without an end, only as much as would be shown is kept.
        self._rest = rest[: self._max_bytes]

    def lines(self) -> tuple[str, ...]:
        """Return what is kept, the oldest first. What is no UTF-8 is shown as escapes."""
        # The reader may add to it meanwhile: a copy of a deque is made in one step.
        kept = [*self._lines.copy(), self._rest]
        return tuple(text for text in map(self._text, kept) if text)

    def _text(self, line: bytes) -> str:
        # Without its zero bytes, the UTF-16 that programs on Windows may write can be read.
        text = line.replace(b"\0", b"").decode("utf-8", "backslashreplace").strip()
        return text if len(text) <= self._max_line else text[: self._max_line] + "..."
