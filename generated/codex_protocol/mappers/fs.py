"""Convert keywords to the params of the `fs` methods. Generated; do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._wire import UNSET, keywords, to_wire, unexpected_keyword

if TYPE_CHECKING:
    import os

    from pydantic import JsonValue
    from typing_extensions import Never

    from .. import AbsolutePathBuf
    from .._wire import Unset


def fs_read_file(*, path: AbsolutePathBuf | os.PathLike[str], **unknown: Never) -> dict[str, JsonValue]:
    """Return the params of `fs/readFile`.

    Args:
        path: Absolute path to read.
    """
    if unknown:
        raise unexpected_keyword("fs/readFile", unknown, keywords(fs_read_file))
    wire: dict[str, JsonValue] = {
        "path": to_wire(path, "path"),
    }
    return wire


def fs_write_file(
    *, data_base64: str, path: AbsolutePathBuf | os.PathLike[str], **unknown: Never
) -> dict[str, JsonValue]:
    """Return the params of `fs/writeFile`.

    Args:
        data_base64: File contents encoded as base64.
        path: Absolute path to write.
    """
    if unknown:
        raise unexpected_keyword("fs/writeFile", unknown, keywords(fs_write_file))
    wire: dict[str, JsonValue] = {
        "dataBase64": to_wire(data_base64, "data_base64"),
        "path": to_wire(path, "path"),
    }
    return wire


def fs_create_directory(
    *, path: AbsolutePathBuf | os.PathLike[str], recursive: bool | Unset | None = UNSET, **unknown: Never
) -> dict[str, JsonValue]:
    """Return the params of `fs/createDirectory`.

    Args:
        path: Absolute directory path to create.
        recursive: Whether parent directories should also be created. Defaults to `true`.
    """
    if unknown:
        raise unexpected_keyword("fs/createDirectory", unknown, keywords(fs_create_directory))
    wire: dict[str, JsonValue] = {
        "path": to_wire(path, "path"),
    }
    if recursive is not UNSET:
        wire["recursive"] = to_wire(recursive, "recursive")
    return wire


def fs_get_metadata(*, path: AbsolutePathBuf | os.PathLike[str], **unknown: Never) -> dict[str, JsonValue]:
    """Return the params of `fs/getMetadata`.

    Args:
        path: Absolute path to inspect.
    """
    if unknown:
        raise unexpected_keyword("fs/getMetadata", unknown, keywords(fs_get_metadata))
    wire: dict[str, JsonValue] = {
        "path": to_wire(path, "path"),
    }
    return wire


def fs_read_directory(*, path: AbsolutePathBuf | os.PathLike[str], **unknown: Never) -> dict[str, JsonValue]:
    """Return the params of `fs/readDirectory`.

    Args:
        path: Absolute directory path to read.
    """
    if unknown:
        raise unexpected_keyword("fs/readDirectory", unknown, keywords(fs_read_directory))
    wire: dict[str, JsonValue] = {
        "path": to_wire(path, "path"),
    }
    return wire


def fs_remove(
    *,
    path: AbsolutePathBuf | os.PathLike[str],
    force: bool | Unset | None = UNSET,
    recursive: bool | Unset | None = UNSET,
    **unknown: Never,
) -> dict[str, JsonValue]:
    """Return the params of `fs/remove`.

    Args:
        path: Absolute path to remove.
        force: Whether missing paths should be ignored. Defaults to `true`.
        recursive: Whether directory removal should recurse. Defaults to `true`.
    """
    if unknown:
        raise unexpected_keyword("fs/remove", unknown, keywords(fs_remove))
    wire: dict[str, JsonValue] = {
        "path": to_wire(path, "path"),
    }
    if force is not UNSET:
        wire["force"] = to_wire(force, "force")
    if recursive is not UNSET:
        wire["recursive"] = to_wire(recursive, "recursive")
    return wire


def fs_copy(
    *,
    destination_path: AbsolutePathBuf | os.PathLike[str],
    source_path: AbsolutePathBuf | os.PathLike[str],
    recursive: bool | Unset = UNSET,
    **unknown: Never,
) -> dict[str, JsonValue]:
    """Return the params of `fs/copy`.

    Args:
        destination_path: Absolute destination path.
        source_path: Absolute source path.
        recursive: Required for directory copies; ignored for file copies.
    """
    if unknown:
        raise unexpected_keyword("fs/copy", unknown, keywords(fs_copy))
    wire: dict[str, JsonValue] = {
        "destinationPath": to_wire(destination_path, "destination_path"),
        "sourcePath": to_wire(source_path, "source_path"),
    }
    if recursive is not UNSET:
        wire["recursive"] = to_wire(recursive, "recursive")
    return wire


def fs_watch(*, path: AbsolutePathBuf | os.PathLike[str], watch_id: str, **unknown: Never) -> dict[str, JsonValue]:
    """Return the params of `fs/watch`.

    Args:
        path: Absolute file or directory path to watch.
        watch_id: Connection-scoped watch identifier used for `fs/unwatch` and `fs/changed`.
    """
    if unknown:
        raise unexpected_keyword("fs/watch", unknown, keywords(fs_watch))
    wire: dict[str, JsonValue] = {
        "path": to_wire(path, "path"),
        "watchId": to_wire(watch_id, "watch_id"),
    }
    return wire


def fs_unwatch(*, watch_id: str, **unknown: Never) -> dict[str, JsonValue]:
    """Return the params of `fs/unwatch`.

    Args:
        watch_id: Watch identifier previously provided to `fs/watch`.
    """
    if unknown:
        raise unexpected_keyword("fs/unwatch", unknown, keywords(fs_unwatch))
    wire: dict[str, JsonValue] = {
        "watchId": to_wire(watch_id, "watch_id"),
    }
    return wire
