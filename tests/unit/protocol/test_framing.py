"""Tests of `LineDecoder`: lines do not depend on how the stream is split into chunks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openai_codex._protocol.framing import EXCERPT_BYTES, LineDecoder, OversizedLine

lines_of_bytes = st.lists(st.binary(max_size=40).map(lambda data: data.replace(b"\n", b"")), max_size=12)
chunk_sizes = st.lists(st.integers(min_value=1, max_value=9), min_size=1, max_size=8)


def decode(decoder: LineDecoder, data: bytes, sizes: list[int]) -> list[bytes | OversizedLine]:
    lines: list[bytes | OversizedLine] = []
    position = index = 0
    while position < len(data):
        size = sizes[index % len(sizes)]
        lines += decoder.feed(data[position : position + size])
        position += size
        index += 1
    return lines


@given(lines=lines_of_bytes, sizes=chunk_sizes, rest=st.binary(max_size=20).map(lambda data: data.replace(b"\n", b"")))
def test_feed_with_any_chunk_sizes_returns_the_same_lines(lines: list[bytes], sizes: list[int], rest: bytes) -> None:
    decoder = LineDecoder(1_000)
    assert decode(decoder, b"".join(line + b"\n" for line in lines) + rest, sizes) == lines
    assert decoder.flush() == (rest or None)


@given(lines=lines_of_bytes, sizes=chunk_sizes, max_bytes=st.integers(min_value=1, max_value=30))
def test_feed_with_oversized_lines_reports_them_and_keeps_the_others(
    lines: list[bytes], sizes: list[int], max_bytes: int
) -> None:
    decoded = decode(LineDecoder(max_bytes), b"".join(line + b"\n" for line in lines), sizes)
    assert len(decoded) == len(lines)
    for line, found in zip(lines, decoded, strict=True):
        if len(line) <= max_bytes:
            assert found == line
        else:
            assert isinstance(found, OversizedLine)
            assert found.size == len(line)
            assert line.startswith(found.excerpt)
            assert found.excerpt


@pytest.mark.parametrize("chunk", [1, 700, 100_000])
def test_feed_with_oversized_line_keeps_only_an_excerpt(chunk: int) -> None:
    decoder = LineDecoder(2_000)
    data = b'{"id":7,' + b"x" * 50_000
    for start in range(0, len(data), chunk):
        assert decoder.feed(data[start : start + chunk]) == []
        assert sum(map(len, decoder._parts)) <= max(2_000, EXCERPT_BYTES)
    (line,) = decoder.feed(b"\n")
    assert line == OversizedLine(len(data), data[:EXCERPT_BYTES])
    assert decoder.feed(b"next\n") == [b"next"]


def test_feed_with_line_of_many_chunks_joins_them() -> None:
    decoder = LineDecoder(1 << 30)
    chunk = b"y" * 65_536
    for _ in range(256):
        assert decoder.feed(chunk) == []
    (line,) = decoder.feed(b"\n")
    assert line == chunk * 256
