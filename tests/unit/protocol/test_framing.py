"""Lines come out as they went in, however the stream is cut."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openai_codex._protocol.framing import EXCERPT_BYTES, LineDecoder, OversizedLine

lines_of_bytes = st.lists(st.binary(max_size=40).map(lambda data: data.replace(b"\n", b"")), max_size=12)
cuts = st.lists(st.integers(min_value=1, max_value=9), min_size=1, max_size=8)


def fed(splitter: LineDecoder, data: bytes, sizes: list[int]) -> list[bytes | OversizedLine]:
    lines: list[bytes | OversizedLine] = []
    position = turn = 0
    while position < len(data):
        size = sizes[turn % len(sizes)]
        lines += splitter.feed(data[position : position + size])
        position += size
        turn += 1
    return lines


@given(lines=lines_of_bytes, sizes=cuts, rest=st.binary(max_size=20).map(lambda data: data.replace(b"\n", b"")))
def test_lines_do_not_depend_on_the_cuts(lines: list[bytes], sizes: list[int], rest: bytes) -> None:
    splitter = LineDecoder(1_000)
    assert fed(splitter, b"".join(line + b"\n" for line in lines) + rest, sizes) == lines
    assert splitter.flush() == (rest or None)


@given(lines=lines_of_bytes, sizes=cuts, cap=st.integers(min_value=1, max_value=30))
def test_what_is_too_long_comes_out_as_such_and_nothing_else_is_lost(
    lines: list[bytes], sizes: list[int], cap: int
) -> None:
    whole = fed(LineDecoder(cap), b"".join(line + b"\n" for line in lines), sizes)
    assert len(whole) == len(lines)
    for line, seen in zip(lines, whole, strict=True):
        if len(line) <= cap:
            assert seen == line
        else:
            assert isinstance(seen, OversizedLine)
            assert seen.size == len(line)
            assert line.startswith(seen.excerpt)
            assert seen.excerpt


@pytest.mark.parametrize("chunk", [1, 700, 100_000])
def test_an_oversize_line_keeps_its_beginning_and_costs_no_memory(chunk: int) -> None:
    splitter = LineDecoder(2_000)
    data = b'{"id":7,' + b"x" * 50_000
    for start in range(0, len(data), chunk):
        assert splitter.feed(data[start : start + chunk]) == []
        assert sum(map(len, splitter._parts)) <= max(2_000, EXCERPT_BYTES)
    (line,) = splitter.feed(b"\n")
    assert line == OversizedLine(len(data), data[:EXCERPT_BYTES])
    assert splitter.feed(b"next\n") == [b"next"]


def test_a_line_of_many_chunks_is_joined_once() -> None:
    splitter = LineDecoder(1 << 30)
    chunk = b"y" * 65_536
    for _ in range(256):
        assert splitter.feed(chunk) == []
    (line,) = splitter.feed(b"\n")
    assert line == chunk * 256
