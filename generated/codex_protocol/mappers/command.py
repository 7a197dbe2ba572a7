"""Convert keywords to the params of the `command` methods. Generated; do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._wire import UNSET, keywords, to_wire, unexpected_keyword

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping, Sequence

    from pydantic import JsonValue
    from typing_extensions import Never

    from .. import CommandExecTerminalSize, SandboxPolicy
    from .._wire import Unset


def command_exec(
    *,
    command: Sequence[str],
    cwd: str | os.PathLike[str] | Unset | None = UNSET,
    disable_output_cap: bool | Unset = UNSET,
    disable_timeout: bool | Unset = UNSET,
    env: Mapping[str, str | None] | Unset | None = UNSET,
    output_bytes_cap: int | Unset | None = UNSET,
    permission_profile: str | Unset | None = UNSET,
    process_id: str | Unset | None = UNSET,
    sandbox_policy: SandboxPolicy | Mapping[str, object] | Unset | None = UNSET,
    size: CommandExecTerminalSize | Mapping[str, object] | Unset | None = UNSET,
    stream_stdin: bool | Unset = UNSET,
    stream_stdout_stderr: bool | Unset = UNSET,
    timeout_ms: int | Unset | None = UNSET,
    tty: bool | Unset = UNSET,
    **unknown: Never,
) -> dict[str, JsonValue]:
    """Return the params of `command/exec`.

    Args:
        command: Command argv vector. Empty arrays are rejected.
        cwd: Optional working directory. Defaults to the server cwd.
        disable_output_cap: Disable stdout/stderr capture truncation for this request.
            Cannot be combined with `outputBytesCap`.
        disable_timeout: Disable the timeout entirely for this request.
            Cannot be combined with `timeoutMs`.
        env: Optional environment overrides merged into the server-computed environment.
            Matching names override inherited values. Set a key to `null` to unset an inherited
            variable.
        output_bytes_cap: Optional per-stream stdout/stderr capture cap in bytes.
            When omitted, the server default applies. Cannot be combined with `disableOutputCap`.
        permission_profile: Experimental. Optional active permissions profile id for this command.
            Defaults to the user's configured permissions when omitted. Cannot be combined with
            `sandboxPolicy`.
        process_id: Optional client-supplied, connection-scoped process id.
            Required for `tty`, `streamStdin`, `streamStdoutStderr`, and follow-up
            `command/exec/write`, `command/exec/resize`, and `command/exec/terminate` calls. When
            omitted, buffered execution gets an internal id that is not exposed to the client.
        sandbox_policy: Optional sandbox policy for this command.
            Uses the same shape as thread/turn execution sandbox configuration and defaults to the
            user's configured policy when omitted. Cannot be combined with `permissionProfile`.
        size: Optional initial PTY size in character cells. Only valid when `tty` is true.
        stream_stdin: Allow follow-up `command/exec/write` requests to write stdin bytes.
            Requires a client-supplied `processId`.
        stream_stdout_stderr: Stream stdout/stderr via `command/exec/outputDelta` notifications.
            Streamed bytes are not duplicated into the final response and require a client-supplied
            `processId`.
        timeout_ms: Optional timeout in milliseconds.
            When omitted, the server default applies. Cannot be combined with `disableTimeout`.
        tty: Enable PTY mode.
            This implies `streamStdin` and `streamStdoutStderr`.
    """
    if unknown:
        raise unexpected_keyword("command/exec", unknown, keywords(command_exec))
    wire: dict[str, JsonValue] = {
        "command": to_wire(command, "command"),
    }
    if cwd is not UNSET:
        wire["cwd"] = to_wire(cwd, "cwd")
    if disable_output_cap is not UNSET:
        wire["disableOutputCap"] = to_wire(disable_output_cap, "disable_output_cap")
    if disable_timeout is not UNSET:
        wire["disableTimeout"] = to_wire(disable_timeout, "disable_timeout")
    if env is not UNSET:
        wire["env"] = to_wire(env, "env")
    if output_bytes_cap is not UNSET:
        wire["outputBytesCap"] = to_wire(output_bytes_cap, "output_bytes_cap")
    if permission_profile is not UNSET:
        wire["permissionProfile"] = to_wire(permission_profile, "permission_profile")
    if process_id is not UNSET:
        wire["processId"] = to_wire(process_id, "process_id")
    if sandbox_policy is not UNSET:
        wire["sandboxPolicy"] = to_wire(sandbox_policy, "sandbox_policy")
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


def command_exec_write(
    *, process_id: str, close_stdin: bool | Unset = UNSET, delta_base64: str | Unset | None = UNSET, **unknown: Never
) -> dict[str, JsonValue]:
    """Return the params of `command/exec/write`.

    Args:
        process_id: Client-supplied, connection-scoped `processId` from the original `command/exec`
            request.
        close_stdin: Close stdin after writing `deltaBase64`, if present.
        delta_base64: Optional base64-encoded stdin bytes to write.
    """
    if unknown:
        raise unexpected_keyword("command/exec/write", unknown, keywords(command_exec_write))
    wire: dict[str, JsonValue] = {
        "processId": to_wire(process_id, "process_id"),
    }
    if close_stdin is not UNSET:
        wire["closeStdin"] = to_wire(close_stdin, "close_stdin")
    if delta_base64 is not UNSET:
        wire["deltaBase64"] = to_wire(delta_base64, "delta_base64")
    return wire


def command_exec_terminate(*, process_id: str, **unknown: Never) -> dict[str, JsonValue]:
    """Return the params of `command/exec/terminate`.

    Args:
        process_id: Client-supplied, connection-scoped `processId` from the original `command/exec`
            request.
    """
    if unknown:
        raise unexpected_keyword("command/exec/terminate", unknown, keywords(command_exec_terminate))
    wire: dict[str, JsonValue] = {
        "processId": to_wire(process_id, "process_id"),
    }
    return wire


def command_exec_resize(
    *, process_id: str, size: CommandExecTerminalSize | Mapping[str, object], **unknown: Never
) -> dict[str, JsonValue]:
    """Return the params of `command/exec/resize`.

    Args:
        process_id: Client-supplied, connection-scoped `processId` from the original `command/exec`
            request.
        size: New PTY size in character cells.
    """
    if unknown:
        raise unexpected_keyword("command/exec/resize", unknown, keywords(command_exec_resize))
    wire: dict[str, JsonValue] = {
        "processId": to_wire(process_id, "process_id"),
        "size": to_wire(size, "size"),
    }
    return wire
