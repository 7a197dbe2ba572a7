"""Convert keywords to the params of the `process` methods. Generated; do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._wire import UNSET, keywords, to_wire, unexpected_keyword

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping, Sequence

    from pydantic import JsonValue
    from typing_extensions import Never

    from .. import AbsolutePathBuf, ProcessTerminalSize
    from .._wire import Unset


def process_spawn(
    *,
    command: Sequence[str],
    cwd: AbsolutePathBuf | os.PathLike[str],
    process_handle: str,
    env: Mapping[str, str | None] | Unset | None = UNSET,
    output_bytes_cap: int | Unset | None = UNSET,
    size: ProcessTerminalSize | Mapping[str, object] | Unset | None = UNSET,
    stream_stdin: bool | Unset = UNSET,
    stream_stdout_stderr: bool | Unset = UNSET,
    timeout_ms: int | Unset | None = UNSET,
    tty: bool | Unset = UNSET,
    **unknown: Never,
) -> dict[str, JsonValue]:
    """Return the params of `process/spawn`.

    Args:
        command: Command argv vector. Empty arrays are rejected.
        cwd: Absolute working directory for the process.
        process_handle: Client-supplied, connection-scoped process handle.
            Duplicate active handles are rejected on the same connection. The same handle can be
            reused after the prior process exits.
        env: Optional environment overrides merged into the app-server process environment.
            Matching names override inherited values. Set a key to `null` to unset an inherited
            variable.
        output_bytes_cap: Optional per-stream stdout/stderr capture cap in bytes.
            When omitted, the server default applies. Set to `null` to disable the cap.
        size: Optional initial PTY size in character cells. Only valid when `tty` is true.
        stream_stdin: Allow follow-up `process/writeStdin` requests to write stdin bytes.
        stream_stdout_stderr: Stream stdout/stderr via `process/outputDelta` notifications.
            Streamed bytes are not duplicated into the `process/exited` notification.
        timeout_ms: Optional timeout in milliseconds.
            When omitted, the server default applies. Set to `null` to disable the timeout.
        tty: Enable PTY mode.
            This implies `streamStdin` and `streamStdoutStderr`.
    """
    if unknown:
        raise unexpected_keyword("process/spawn", unknown, keywords(process_spawn))
    wire: dict[str, JsonValue] = {
        "command": to_wire(command, "command"),
        "cwd": to_wire(cwd, "cwd"),
        "processHandle": to_wire(process_handle, "process_handle"),
    }
    if env is not UNSET:
        wire["env"] = to_wire(env, "env")
    if output_bytes_cap is not UNSET:
        wire["outputBytesCap"] = to_wire(output_bytes_cap, "output_bytes_cap")
    if size is not UNSET:
        wire["size"] = to_wire(size, "size")
    if stream_stdin is not UNSET:
        wire["streamStdin"] = to_wire(stream_stdin, "stream_stdin")
    if stream_stdout_stderr is not UNSET:
        wire["streamStdoutStderr"] = to_wire(stream_stdout_stderr, "stream_stdout_stderr")
    if timeout_ms is not UNSET:
        wire["timeoutMs"] = to_wire(timeout_ms, "timeout_ms")
    if tty is not UNSET:
        wire["tty"] = to_wire(tty, "tty")
    return wire


def process_write_stdin(
    *,
    process_handle: str,
    close_stdin: bool | Unset = UNSET,
    delta_base64: str | Unset | None = UNSET,
    **unknown: Never,
) -> dict[str, JsonValue]:
    """Return the params of `process/writeStdin`.

    Args:
        process_handle: Client-supplied, connection-scoped `processHandle` from `process/spawn`.
        close_stdin: Close stdin after writing `deltaBase64`, if present.
        delta_base64: Optional base64-encoded stdin bytes to write.
    """
    if unknown:
        raise unexpected_keyword("process/writeStdin", unknown, keywords(process_write_stdin))
    wire: dict[str, JsonValue] = {
        "processHandle": to_wire(process_handle, "process_handle"),
    }
    if close_stdin is not UNSET:
        wire["closeStdin"] = to_wire(close_stdin, "close_stdin")
    if delta_base64 is not UNSET:
        wire["deltaBase64"] = to_wire(delta_base64, "delta_base64")
    return wire


def process_kill(*, process_handle: str, **unknown: Never) -> dict[str, JsonValue]:
    """Return the params of `process/kill`.

    Args:
        process_handle: Client-supplied, connection-scoped `processHandle` from `process/spawn`.
    """
    if unknown:
        raise unexpected_keyword("process/kill", unknown, keywords(process_kill))
    wire: dict[str, JsonValue] = {
        "processHandle": to_wire(process_handle, "process_handle"),
    }
    return wire


def process_resize_pty(
    *, process_handle: str, size: ProcessTerminalSize | Mapping[str, object], **unknown: Never
) -> dict[str, JsonValue]:
    """Return the params of `process/resizePty`.

    Args:
        process_handle: Client-supplied, connection-scoped `processHandle` from `process/spawn`.
        size: New PTY size in character cells.
    """
    if unknown:
        raise unexpected_keyword("process/resizePty", unknown, keywords(process_resize_pty))
    wire: dict[str, JsonValue] = {
        "processHandle": to_wire(process_handle, "process_handle"),
        "size": to_wire(size, "size"),
    }
    return wire
