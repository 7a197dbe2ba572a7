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


LIMIT = 1_000


def feeds(size: int) -> list[list[bytes]]:
    """Return a line of `size` bytes and its line end, in all ways to split it that the decoder treats differently."""
    line = b"z" * size
    return [
        [line + b"\n"],
        [line, b"\n"],
        [line[:1], line[1:] + b"\n"],
        [line[:-1], line[-1:] + b"\n"],
        [line[:-1], line[-1:], b"\n"],
        [line + b"\nnext"],
        [b"first\n" + line + b"\n"],
        [b"first\n" + line + b"\nnext"],
        [b"first\n" + line, b"\n"],
    ]


def all_lines(chunks: list[bytes]) -> list[bytes | OversizedLine]:
    decoder = LineDecoder(LIMIT)
    return [line for chunk in chunks for line in decoder.feed(chunk)]


@pytest.mark.parametrize("split", range(9))
def test_feed_with_line_of_the_maximum_length_returns_it(split: int) -> None:
    assert all_lines(feeds(LIMIT)[split])[-1] == b"z" * LIMIT
    assert all_lines(feeds(LIMIT - 1)[split])[-1] == b"z" * (LIMIT - 1)


@pytest.mark.parametrize("split", range(9))
def test_feed_with_line_one_byte_over_the_maximum_reports_it(split: int) -> None:
    assert all_lines(feeds(LIMIT + 1)[split])[-1] == OversizedLine(LIMIT + 1, b"z" * 512)


def test_feed_with_two_oversized_lines_in_one_chunk_reports_both() -> None:
    data = b"a" * 1_001 + b"\n" + b"b" * 1_002 + b"\n\nend\n"
    oversized = [OversizedLine(1_001, b"a" * 512), OversizedLine(1_002, b"b" * 512)]
    assert LineDecoder(LIMIT).feed(data) == [*oversized, b"", b"end"]


def test_feed_with_short_lines_in_a_long_chunk_returns_them() -> None:
    assert LineDecoder(10).feed(b"0123456789\n" * 3 + b"01") == [b"0123456789"] * 3


def test_excerpt_spans_the_chunks_of_the_line() -> None:
    decoder = LineDecoder(600)
    pieces = [bytes([number]) * 100 for number in range(20, 30)]
    for piece in pieces:
        assert decoder.feed(piece) == []
    assert decoder.feed(b"\n") == [OversizedLine(1_000, b"".join(pieces)[:512])]


def test_excerpt_of_a_line_below_the_excerpt_size_is_the_whole_line() -> None:
    assert LineDecoder(3).feed(b"abcd\n") == [OversizedLine(4, b"abcd")]


@pytest.mark.parametrize(("size", "oversized"), [(LIMIT, False), (LIMIT + 1, True)])
def test_flush_with_unterminated_line_returns_it_once(size: int, oversized: bool) -> None:
    decoder = LineDecoder(LIMIT)
    decoder.feed(b"first\n" + b"z" * size)
    assert decoder.flush() == (OversizedLine(size, b"z" * 512) if oversized else b"z" * size)
    assert decoder.flush() is None
    assert decoder.feed(b"next\n") == [b"next"]


def test_flush_after_complete_lines_returns_none() -> None:
    decoder = LineDecoder(LIMIT)
    assert decoder.flush() is None
    decoder.feed(b"one\ntwo\n")
    assert decoder.flush() is None


def test_empty_data_completes_no_line() -> None:
    decoder = LineDecoder(LIMIT)
    assert decoder.feed(b"") == []
    decoder.feed(b"a")
    assert decoder.feed(b"") == []
    assert decoder.feed(b"b\n") == [b"ab"]
