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


def test_default_limits() -> None:
    assert EXCERPT_BYTES == 512


SPLITS = [(1,), (2,), (3,), (4,), (5,), (6,), (9,), (1, 8), (4, 1, 1, 100)]


@pytest.mark.parametrize("sizes", SPLITS)
@pytest.mark.parametrize("length", [0, 1, 4, 5, 6, 10])
def test_feed_at_the_limit_in_any_split(length: int, sizes: tuple[int, ...]) -> None:
    """The limit is 5 bytes, and does not include the line end. Two lines show that the state is reset."""
    line = b"abcdefghij"[:length]
    expected: bytes | OversizedLine = line if length <= 5 else OversizedLine(length, line)
    assert decode(LineDecoder(5), (line + b"\n") * 2, list(sizes)) == [expected, expected]


@pytest.mark.parametrize("sizes", SPLITS)
def test_feed_with_one_oversized_line_among_others(sizes: tuple[int, ...]) -> None:
    data = b"12345\n123456\n\n1234\n1234567\n12345\n"
    assert decode(LineDecoder(5), data, list(sizes)) == [
        b"12345",
        OversizedLine(6, b"123456"),
        b"",
        b"1234",
        OversizedLine(7, b"1234567"),
        b"12345",
    ]


@pytest.mark.parametrize("size", [EXCERPT_BYTES - 1, EXCERPT_BYTES, EXCERPT_BYTES + 1])
@pytest.mark.parametrize("chunk", [1, 100, 511, 512, 513, 10_000])
def test_excerpt_of_an_oversized_line_has_the_first_bytes(size: int, chunk: int) -> None:
    data = bytes(65 + number % 26 for number in range(size))
    (line,) = decode(LineDecoder(10), data + b"\n", [chunk])
    assert line == OversizedLine(size, data[:EXCERPT_BYTES])


def test_flush_returns_the_incomplete_line_once() -> None:
    decoder = LineDecoder(5)
    assert decoder.flush() is None
    assert decoder.feed(b"a\nbc") == [b"a"]
    assert decoder.feed(b"de") == []
    assert decoder.flush() == b"bcde"
    assert decoder.flush() is None
    decoder.feed(b"123456")
    assert decoder.flush() == OversizedLine(6, b"123456")
    assert decoder.feed(b"x\n") == [b"x"]


@pytest.mark.parametrize("data", [b"", b"a", b"\n", b"a\n"])
def test_feed_of_a_short_chunk(data: bytes) -> None:
    decoder = LineDecoder(5)
    assert decoder.feed(data) == ([data[:-1]] if data.endswith(b"\n") else [])
    assert decoder.feed(b"") == []
