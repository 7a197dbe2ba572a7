"""Read the paths of submodules from the index of a git repository.

The format is described in gitformat-index(5).
"""

from __future__ import annotations

import os
import struct

_HASH_BYTES = {"sha1": 20, "sha256": 32}
_MAX_INDEX_BYTES = 256 * 1024 * 1024
_GITLINK = 0o160000
# Ten numbers: two times of two numbers each, device, inode, mode, user, group, size.
_STAT = struct.Struct(">10I")
_FLAGS = struct.Struct(">H")
_EXTENDED = 0x4000


class GitIndexError(ValueError):
    """An index is invalid or has an unsupported format."""


def gitlinks(path: str, object_format: str = "sha1") -> list[str]:
    """Return the paths of the submodules in an index.

    Args:
        path: The path of the index.
        object_format: The hash function of the repository, `sha1` or `sha256`.

    Returns:
        The paths, relative to the work tree.

    Raises:
        GitIndexError: The index is invalid, or it is split or sparse.
        OSError: The index cannot be read.
    """
    with open(path, "rb") as file:
        data = file.read(_MAX_INDEX_BYTES + 1)
    if object_format not in _HASH_BYTES or len(data) > _MAX_INDEX_BYTES:
        raise GitIndexError(f"{path}: unsupported hash function {object_format!r}, or too large")
    try:
        found, end = _read_entries(data, _HASH_BYTES[object_format])
        _check_extensions(data, end, _HASH_BYTES[object_format])
    except (struct.error, IndexError, ValueError) as error:
        raise GitIndexError(f"{path}: invalid index: {error}") from error
    return found


def _read_entries(data: bytes, hash_bytes: int) -> tuple[list[str], int]:
    signature, version, count = struct.unpack_from(">4sII", data)
    if signature != b"DIRC" or version not in (2, 3, 4):
        raise GitIndexError(f"unsupported signature {signature!r} or version {version}")
    found: list[str] = []
    name = b""
    position = 12
    for _ in range(count):
        start = position
        mode = _STAT.unpack_from(data, position)[6]
        position += _STAT.size + hash_bytes
        (flags,) = _FLAGS.unpack_from(data, position)
        position += _FLAGS.size
        if flags & _EXTENDED and version >= 3:
            position += _FLAGS.size
        if version == 4:
            removed, position = _read_number(data, position)
            end = data.index(b"\0", position)
            name = name[: len(name) - removed] + data[position:end]
            position = end + 1
        else:
            end = data.index(b"\0", position)
            name = data[position:end]
            # One to eight NUL bytes, so that the length of the entry is a multiple of eight.
            position = start + (end - start) // 8 * 8 + 8
        if mode & 0o170000 == _GITLINK:
            found.append(os.fsdecode(name))
    return found, position


def _read_number(data: bytes, position: int) -> tuple[int, int]:
    """Return a number of variable length and the position after it."""
    byte = data[position]
    position += 1
    value = byte & 0x7F
    while byte & 0x80:
        byte = data[position]
        position += 1
        value = ((value + 1) << 7) | (byte & 0x7F)
    return value, position


def _check_extensions(data: bytes, position: int, hash_bytes: int) -> None:
    """Raise `GitIndexError` for an extension that moves entries elsewhere: lower-case names, which git requires."""
    while position < len(data) - hash_bytes:
        name, size = struct.unpack_from(">4sI", data, position)
        if not name[:1].isupper():
            raise GitIndexError(f"unsupported extension {name!r}")
        position += 8 + size
