"""The last lines of stderr are kept within bounds, in any encoding."""

from __future__ import annotations

import sys

import pytest

from openai_codex._transports.stdio.stderr_tail import StderrTail


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
def test_stderr_tail_chunk_boundaries_do_not_matter(size: int) -> None:
    data = "first\n\nzweite Zeile: Größe\r\n  third  \nno end".encode()
    tail = StderrTail()
    for start in range(0, len(data), size):
        tail.feed(data[start : start + size])
    assert tail.lines() == ("first", "zweite Zeile: Größe", "third", "no end")


def test_stderr_tail_keeps_last_lines_truncated() -> None:
    tail = StderrTail(max_lines=3, max_line=10)
    tail.feed(b"".join(b"line %d\n" % number for number in range(1000)) + b"\n" * 100)
    assert tail.lines() == ("line 997", "line 998", "line 999")
    tail.feed("ä".encode() * 10_000 + b"\nrest")
    assert tail.lines() == ("line 998", "line 999", "ä" * 10 + "...", "rest")


@pytest.mark.parametrize(
    ("encoding", "shown"),
    [("utf-8", "Größe: 3 µm"), ("latin-1", "Gr\\xf6\\xdfe: 3 \\xb5m"), ("utf-16-le", "Gr\\xf6\\xdfe: 3 \\xb5m")],
)
def test_stderr_tail_any_encoding_is_shown(encoding: str, shown: str) -> None:
    tail = StderrTail()
    tail.feed("before\nGröße: 3 µm\nafter\n".encode(encoding))
    assert tail.lines() == ("before", shown, "after")


@pytest.mark.parametrize(
    "piece", [b"x" * 65536, b"\n" * 65536, b"short\n" * 10_000, b"\0" * 65536, b"\xff\xfe\n" * 20_000]
)
def test_stderr_tail_flood_uses_bounded_memory(piece: bytes) -> None:
    tail = StderrTail()
    for _ in range(100):
        tail.feed(piece)
    kept = [*tail._lines, tail._rest]
    assert len(kept) <= 21
    assert sum(map(sys.getsizeof, kept)) < 21 * 2_100
    assert sum(map(len, tail.lines())) <= 21 * 503


def test_backtrace_of_runtime_is_omitted() -> None:
    tail = StderrTail()
    tail.feed(
        b"Error: no home\n\nStack backtrace:\n   0: <unknown>\n  12: core::main\n      at main.rs:5\nBye\n 1: kept\n"
    )
    tail.feed(b"Stack backtrace:\n   0: <unk")
    assert tail.lines() == ("Error: no home", "Bye", "1: kept")
    tail.feed(b"nown>\n")
    assert tail.lines() == ("Error: no home", "Bye", "1: kept")
