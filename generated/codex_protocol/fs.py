"""The `fs` types of the Codex protocol. Generated from the schema of runtime 0.163.0; do not edit."""

from ._models import WireModel
from .common import AbsolutePathBuf


class FsChangedNotification(WireModel):
    """Filesystem watch notification emitted for `fs/watch` subscribers."""

    changed_paths: list[AbsolutePathBuf]
    """File or directory paths associated with this event."""
    watch_id: str
    """Watch identifier previously provided to `fs/watch`."""


class FsCopyParams(WireModel):
    """Copy a file or directory tree on the host filesystem."""

    destination_path: AbsolutePathBuf
    """Absolute destination path."""
    recursive: bool | None = None
    """Required for directory copies; ignored for file copies."""
    source_path: AbsolutePathBuf
    """Absolute source path."""


class FsCopyResponse(WireModel):
    """Successful response for `fs/copy`."""


class FsCreateDirectoryParams(WireModel):
    """Create a directory on the host filesystem."""

    path: AbsolutePathBuf
    """Absolute directory path to create."""
    recursive: bool | None = None
    """Whether parent directories should also be created. Defaults to `true`."""


class FsCreateDirectoryResponse(WireModel):
    """Successful response for `fs/createDirectory`."""


class FsGetMetadataParams(WireModel):
    """Request metadata for an absolute path."""

    path: AbsolutePathBuf
    """Absolute path to inspect."""


class FsGetMetadataResponse(WireModel):
    """Metadata returned by `fs/getMetadata`."""

    created_at_ms: int
    """File creation time in Unix milliseconds when available, otherwise `0`."""
    is_directory: bool
    """Whether the path resolves to a directory."""
    is_file: bool
    """Whether the path resolves to a regular file."""
    is_symlink: bool
    """Whether the path itself is a symbolic link."""
    modified_at_ms: int
    """File modification time in Unix milliseconds when available, otherwise `0`."""


class FsReadDirectoryEntry(WireModel):
    """A directory entry returned by `fs/readDirectory`."""

    file_name: str
    """Direct child entry name only, not an absolute or relative path."""
    is_directory: bool
    """Whether this entry resolves to a directory."""
    is_file: bool
    """Whether this entry resolves to a regular file."""


class FsReadDirectoryParams(WireModel):
    """List direct child names for a directory."""

    path: AbsolutePathBuf
    """Absolute directory path to read."""


class FsReadDirectoryResponse(WireModel):
    """Directory entries returned by `fs/readDirectory`."""

    entries: list[FsReadDirectoryEntry]
    """Direct child entries in the requested directory."""


class FsReadFileParams(WireModel):
    """Read a file from the host filesystem."""

    path: AbsolutePathBuf
    """Absolute path to read."""


class FsReadFileResponse(WireModel):
    """Base64-encoded file contents returned by `fs/readFile`."""

    data_base64: str
    """File contents encoded as base64."""


class FsRemoveParams(WireModel):
    """Remove a file or directory tree from the host filesystem."""

    force: bool | None = None
    """Whether missing paths should be ignored. Defaults to `true`."""
    path: AbsolutePathBuf
    """Absolute path to remove."""
    recursive: bool | None = None
    """Whether directory removal should recurse. Defaults to `true`."""


class FsRemoveResponse(WireModel):
    """Successful response for `fs/remove`."""


class FsUnwatchParams(WireModel):
    """Stop filesystem watch notifications for a prior `fs/watch`."""

    watch_id: str
    """Watch identifier previously provided to `fs/watch`."""


class FsUnwatchResponse(WireModel):
    """Successful response for `fs/unwatch`."""


class FsWatchParams(WireModel):
    """Start filesystem watch notifications for an absolute path."""

    path: AbsolutePathBuf
    """Absolute file or directory path to watch."""
    watch_id: str
    """Connection-scoped watch identifier used for `fs/unwatch` and `fs/changed`."""


class FsWatchResponse(WireModel):
    """Successful response for `fs/watch`."""

    path: AbsolutePathBuf
    """Canonicalized path associated with the watch."""


class FsWriteFileParams(WireModel):
    """Write a file on the host filesystem."""

    data_base64: str
    """File contents encoded as base64."""
    path: AbsolutePathBuf
    """Absolute path to write."""


class FsWriteFileResponse(WireModel):
    """Successful response for `fs/writeFile`."""
