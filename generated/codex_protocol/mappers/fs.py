"""From keywords to the params of the `fs` methods. Generated; do not edit."""

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
    """Read a file from the host filesystem.

    Wire method: `fs/readFile`.
    Stable.

    Args:
        path: Absolute path to read.

    Returns:
        dict: `FsReadFileParams` as it is sent. The runtime answers with `FsReadFileResponse`.

    Raises:
        UnexpectedKeywordError: A keyword that this method does not take.
        WireValueError: A value that cannot be sent as JSON.
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
    """Write a file on the host filesystem.

    Wire method: `fs/writeFile`.
    Stable.

    Args:
        data_base64: File contents encoded as base64.
        path: Absolute path to write.

    Returns:
        dict: `FsWriteFileParams` as it is sent. The runtime answers with `FsWriteFileResponse`.

    Raises:
        UnexpectedKeywordError: A keyword that this method does not take.
        WireValueError: A value that cannot be sent as JSON.
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
    """Create a directory on the host filesystem.

    Wire method: `fs/createDirectory`.
    Stable.

    Args:
        path: Absolute directory path to create.
        recursive: Whether parent directories should also be created. Defaults to `true`.

    Returns:
        dict: `FsCreateDirectoryParams` as it is sent. The runtime answers with
            `FsCreateDirectoryResponse`.

    Raises:
        UnexpectedKeywordError: A keyword that this method does not take.
        WireValueError: A value that cannot be sent as JSON.
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
    """Request metadata for an absolute path.

    Wire method: `fs/getMetadata`.
    Stable.

    Args:
        path: Absolute path to inspect.

    Returns:
        dict: `FsGetMetadataParams` as it is sent. The runtime answers with `FsGetMetadataResponse`.

    Raises:
        UnexpectedKeywordError: A keyword that this method does not take.
        WireValueError: A value that cannot be sent as JSON.
    """
    if unknown:
        raise unexpected_keyword("fs/getMetadata", unknown, keywords(fs_get_metadata))
    wire: dict[str, JsonValue] = {
        "path": to_wire(path, "path"),
    }
    return wire


def fs_read_directory(*, path: AbsolutePathBuf | os.PathLike[str], **unknown: Never) -> dict[str, JsonValue]:
    """List direct child names for a directory.

    Wire method: `fs/readDirectory`.
    Stable.

    Args:
        path: Absolute directory path to read.

    Returns:
        dict: `FsReadDirectoryParams` as it is sent. The runtime answers with
            `FsReadDirectoryResponse`.

    Raises:
        UnexpectedKeywordError: A keyword that this method does not take.
        WireValueError: A value that cannot be sent as JSON.
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
    """Remove a file or directory tree from the host filesystem.

    Wire method: `fs/remove`.
    Stable.

    Args:
        path: Absolute path to remove.
        force: Whether missing paths should be ignored. Defaults to `true`.
        recursive: Whether directory removal should recurse. Defaults to `true`.

    Returns:
        dict: `FsRemoveParams` as it is sent. The runtime answers with `FsRemoveResponse`.

    Raises:
        UnexpectedKeywordError: A keyword that this method does not take.
        WireValueError: A value that cannot be sent as JSON.
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
    """Copy a file or directory tree on the host filesystem.

    Wire method: `fs/copy`.
    Stable.

    Args:
        destination_path: Absolute destination path.
        source_path: Absolute source path.
        recursive: Required for directory copies; ignored for file copies.

    Returns:
        dict: `FsCopyParams` as it is sent. The runtime answers with `FsCopyResponse`.

    Raises:
        UnexpectedKeywordError: A keyword that this method does not take.
        WireValueError: A value that cannot be sent as JSON.
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
    """Start filesystem watch notifications for an absolute path.

    Wire method: `fs/watch`.
    Stable.

    Args:
        path: Absolute file or directory path to watch.
        watch_id: Connection-scoped watch identifier used for `fs/unwatch` and `fs/changed`.

    Returns:
        dict: `FsWatchParams` as it is sent. The runtime answers with `FsWatchResponse`.

    Raises:
        UnexpectedKeywordError: A keyword that this method does not take.
        WireValueError: A value that cannot be sent as JSON.
    """
    if unknown:
        raise unexpected_keyword("fs/watch", unknown, keywords(fs_watch))
    wire: dict[str, JsonValue] = {
        "path": to_wire(path, "path"),
        "watchId": to_wire(watch_id, "watch_id"),
    }
    return wire


def fs_unwatch(*, watch_id: str, **unknown: Never) -> dict[str, JsonValue]:
    """Stop filesystem watch notifications for a prior `fs/watch`.

    Wire method: `fs/unwatch`.
    Stable.

    Args:
        watch_id: Watch identifier previously provided to `fs/watch`.

    Returns:
        dict: `FsUnwatchParams` as it is sent. The runtime answers with `FsUnwatchResponse`.

    Raises:
        UnexpectedKeywordError: A keyword that this method does not take.
        WireValueError: A value that cannot be sent as JSON.
    """
    if unknown:
        raise unexpected_keyword("fs/unwatch", unknown, keywords(fs_unwatch))
    wire: dict[str, JsonValue] = {
        "watchId": to_wire(watch_id, "watch_id"),
    }
    return wire
