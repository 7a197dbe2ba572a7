"""Keep the last lines that a runtime wrote to stderr, in bounded memory."""

from __future__ import annotations

import re
from collections import deque

_BACKTRACE = b"Stack backtrace:"
_FRAME = re.compile(rb"\s*(\d+:|at) ")


class StderrTail:
    """The last lines of stderr.

    Memory is bounded by about `max_lines * max_line * 4` bytes, however much the runtime writes. The stack that the
    runtime adds to a fatal error is omitted: it has no symbols, and would replace the error.

    Args:
        max_lines: Maximum number of lines.
        max_line: Maximum length of a line in characters. Longer lines are cut.
    """

    def __init__(self, max_lines: int = 20, max_line: int = 500) -> None:
        self._lines: deque[bytes] = deque(maxlen=max_lines)
        self._max_line = max_line
        # A character has at most four bytes in UTF-8, so this is enough for `max_line` characters.
        self._max_bytes = max_line * 4
        self._rest = b""
        self._in_backtrace = False

    def feed(self, data: bytes) -> None:
        """Add a chunk, which may end within a line or a character."""
        *whole, rest = (self._rest + data).split(b"\n")
        self._lines.extend(line[: self._max_bytes] for line in whole if line.strip() and not self._is_backtrace(line))
        # An incomplete line may never end, so it is cut as well.
        self._rest = rest[: self._max_bytes]

    def lines(self) -> tuple[str, ...]:
        """Return the lines, the oldest first. Bytes that are not UTF-8 become escapes."""
        # Another thread may add lines meanwhile. `deque.copy` is atomic under the GIL, iteration is not.
        rest = self._rest
        kept = [*self._lines.copy(), b"" if self._in_backtrace and _FRAME.match(rest) else rest]
        return tuple(text for text in map(self._text, kept) if text)

    def _is_backtrace(self, line: bytes) -> bool:
        if line.strip() == _BACKTRACE:
            self._in_backtrace = True
            return True
        self._in_backtrace = self._in_backtrace and _FRAME.match(line) is not None
        return self._in_backtrace

    def _text(self, line: bytes) -> str:
        # Programs on Windows may write UTF-16, which is readable without its zero bytes.
        text = line.replace(b"\0", b"").decode("utf-8", "backslashreplace").strip()
        return text if len(text) <= self._max_line else text[: self._max_line] + "..."
