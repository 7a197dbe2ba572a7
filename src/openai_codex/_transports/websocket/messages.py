"""Convert between lines of JSON and websocket messages, within the limits of the runtime."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

FRAME_LIMIT = 8 * 1024 * 1024
"""Maximum size of one frame, in bytes. The runtime drops a connection that sends a frame of more than 16 MiB."""

MESSAGE_LIMIT = 64 * 1024 * 1024
"""Maximum size of one message that the runtime accepts, in bytes, in all of its frames."""


def split_lines(data: bytes) -> list[bytes]:
    """Return the messages of a write, which consists of one or more lines."""
    return data.removesuffix(b"\n").split(b"\n")


def frames(message: bytes) -> bytes | Iterator[memoryview]:
    """Return a message as one frame, or as an iterator of frames if it is too large for one."""
    if len(message) <= FRAME_LIMIT:
        return message
    view = memoryview(message)
    return (view[start : start + FRAME_LIMIT] for start in range(0, len(message), FRAME_LIMIT))


def received_line(message: str | bytes) -> bytes:
    """Return a received message as a line."""
    # Raw line breaks are possible between the tokens of JSON only; there a space has the same meaning.
    data = message.encode() if isinstance(message, str) else bytes(message)
    return data.replace(b"\n", b" ") + b"\n"
