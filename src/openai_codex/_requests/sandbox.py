"""Presets of the sandbox, and the conversion of presets and policies to wire form.

A thread has the wire fields `sandbox`, a mode without details, and `config`. A turn and `thread/settings/update` have
`sandboxPolicy`, which contains the details.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, cast

from openai_codex._json_types import is_object
from openai_codex._requests.presets import member_of
from openai_codex.errors import InputError

if TYPE_CHECKING:
    from codex_protocol import SandboxPolicy
    from openai_codex._json_types import JsonObject


class Sandbox(str, Enum):
    """Access of the commands of a turn.

    It sets the wire field `sandbox` of a thread, and `sandboxPolicy` of a turn. Call a member to change details:
    `Sandbox.workspace_write(network_access=True, writable_roots=["/data"])`.
    """

    read_only = "read-only"
    """Commands may read files. They have no network access."""

    workspace_write = "workspace-write"
    """Commands may read files, and write in the working and temporary directories. They have no network access."""

    full_access = "full-access"
    """Commands are not sandboxed."""

    def __call__(
        self,
        *,
        network_access: bool = False,
        writable_roots: Sequence[str | os.PathLike[str]] = (),
        exclude_slash_tmp: bool = False,
        exclude_tmpdir_env_var: bool = False,
    ) -> SandboxPolicy:
        """Return this access with other details, for the same `sandbox` keywords.

        Args:
            network_access: Whether commands have network access. Valid for `read_only` and `workspace_write`.
            writable_roots: Absolute paths of more directories in which commands may write. Those of `thread_start`
                remain writable in all turns of the thread. Valid for `workspace_write`, like the following arguments.
            exclude_slash_tmp: Whether commands may not write in `/tmp`.
            exclude_tmpdir_env_var: Whether commands may not write in the directory of the variable `TMPDIR`.

        Returns:
            The access as a protocol type.

        Raises:
            InputError: An argument is invalid, or has no effect on this access.
        """
        return _policy_of(
            self,
            network_access=network_access,
            writable_roots=writable_roots,
            exclude_slash_tmp=exclude_slash_tmp,
            exclude_tmpdir_env_var=exclude_tmpdir_env_var,
        )


SandboxSetting: TypeAlias = "Sandbox | SandboxPolicy"
"""A value of the keyword `sandbox`: a preset, or a policy as the protocol's type. At run time, the name of a preset and
a policy in wire form are accepted as well."""

WORKSPACE_CONFIG = "sandbox_workspace_write"
"""Key of the details of `workspace-write` in the configuration of a thread."""

_POLICY_TYPES = {
    Sandbox.read_only: "readOnly",
    Sandbox.workspace_write: "workspaceWrite",
    Sandbox.full_access: "dangerFullAccess",
}
_MODES = {
    "readOnly": "read-only",
    "workspaceWrite": "workspace-write",
    "dangerFullAccess": "danger-full-access",
    # There is no such mode. The strictest one applies until the policy is set.
    "externalSandbox": "read-only",
}
_WORKSPACE_DETAILS = {
    "networkAccess": "network_access",
    "writableRoots": "writable_roots",
    "excludeSlashTmp": "exclude_slash_tmp",
    "excludeTmpdirEnvVar": "exclude_tmpdir_env_var",
}


class ThreadSandbox(NamedTuple):
    """The sandbox of a thread in wire form."""

    fields: JsonObject
    """Fields of the request that opens the thread, except `config`."""

    config: JsonObject
    """Settings for the field `config` of that request."""

    policy: JsonObject | None
    """The policy to set afterwards (`thread/settings/update`); None if the request contains all details."""


def _policy_of(
    preset: Sandbox,
    *,
    network_access: bool,
    writable_roots: Sequence[str | os.PathLike[str]],
    exclude_slash_tmp: bool,
    exclude_tmpdir_env_var: bool,
) -> SandboxPolicy:
    """Return the policy of a preset with details; see `Sandbox.__call__`."""
    from codex_protocol import DangerFullAccessSandboxPolicy, ReadOnlySandboxPolicy, WorkspaceWriteSandboxPolicy

    flags = {
        "network_access": network_access,
        "exclude_slash_tmp": exclude_slash_tmp,
        "exclude_tmpdir_env_var": exclude_tmpdir_env_var,
    }
    for name, value in flags.items():
        if not isinstance(value, bool):
            raise InputError(name, f"expected True or False, got {value!r}")
    roots = _writable_roots(writable_roots)
    if preset is Sandbox.workspace_write:
        return WorkspaceWriteSandboxPolicy(
            type="workspaceWrite",
            network_access=network_access,
            writable_roots=roots,
            exclude_slash_tmp=exclude_slash_tmp,
            exclude_tmpdir_env_var=exclude_tmpdir_env_var,
        )
    flags["writable_roots"] = bool(roots)
    for name, is_set in flags.items():
        if is_set and (name != "network_access" or preset is Sandbox.full_access):
            raise InputError(name, f"has no effect on Sandbox.{preset.name}; use Sandbox.workspace_write({name}=...)")
    if preset is Sandbox.read_only:
        return ReadOnlySandboxPolicy(type="readOnly", network_access=network_access)
    return DangerFullAccessSandboxPolicy(type="dangerFullAccess")


def sandbox_policy(sandbox: SandboxSetting) -> JsonObject:
    """Return the wire form of the policy of a preset or policy. Raises `InputError` if it is invalid."""
    if isinstance(sandbox, (Sandbox, str)) or not _is_policy(sandbox):
        return {"type": _POLICY_TYPES[_preset(sandbox)]}
    from pydantic import ValidationError

    from codex_protocol._wire import to_wire
    from codex_protocol.registry import adapter
    from openai_codex._redaction import redacted_validation_error

    wire = cast("JsonObject", to_wire(sandbox, "sandbox"))
    if not isinstance(wire.get("type"), str):
        raise InputError("sandbox", "missing key 'type'; expected a policy such as {'type': 'workspaceWrite', ...}")
    try:
        adapter("SandboxPolicy")(wire)
    except ValidationError as error:
        raise InputError("sandbox", f"expected a SandboxPolicy: {redacted_validation_error(error)}") from None
    if "writableRoots" in wire:
        wire["writableRoots"] = _writable_roots(wire["writableRoots"], "sandbox.writable_roots")
    return wire


def thread_sandbox(sandbox: SandboxSetting | None, *, resumes: bool = False) -> ThreadSandbox:
    """Return the sandbox of a thread in wire form.

    Args:
        sandbox: The preset or policy; None for the configuration of the runtime.
        resumes: Whether the thread may be open in the runtime, which then ignores the fields of `thread/resume`.

    Raises:
        InputError: `sandbox` is invalid.
    """
    if sandbox is None:
        return ThreadSandbox({}, {}, None)
    if isinstance(sandbox, (Sandbox, str)) or not _is_policy(sandbox):
        return ThreadSandbox({"sandbox": _MODES[_POLICY_TYPES[_preset(sandbox)]]}, {}, None)
    return thread_policy(sandbox_policy(sandbox), resumes=resumes)


def thread_policy(policy: JsonObject, *, resumes: bool = False) -> ThreadSandbox:
    """Return the policy of a thread in the form for the requests that open a thread; see `thread_sandbox`."""
    mode = _MODES.get(policy["type"], "read-only")
    config: JsonObject = {}
    has_details = policy["type"] not in _MODES or policy["type"] == "externalSandbox"
    if policy["type"] == "workspaceWrite":
        # All details, because those in the configuration of the user do not apply to a policy.
        defaults: JsonObject = {"networkAccess": False, "writableRoots": [], "excludeSlashTmp": False}
        complete = {**defaults, "excludeTmpdirEnvVar": False, **policy}
        config = {WORKSPACE_CONFIG: {key: complete[name] for name, key in _WORKSPACE_DETAILS.items()}}
    elif policy["type"] == "readOnly":
        has_details = bool(policy.get("networkAccess"))
    return ThreadSandbox({"sandbox": mode}, config, policy if has_details or resumes else None)


def remove_sandbox(params: JsonObject) -> None:
    """Remove the sandbox from params of `thread/resume`, because another request sets its policy."""
    params.pop("sandbox", None)
    config = params.get("config")
    if is_object(config) and WORKSPACE_CONFIG in config:
        params["config"] = {key: value for key, value in config.items() if key != WORKSPACE_CONFIG}
        if not params["config"]:
            del params["config"]


def _is_policy(value: object) -> bool:
    from pydantic import BaseModel

    return isinstance(value, (BaseModel, Mapping))


def _preset(value: object) -> Sandbox:
    aliases = {"dangerfullaccess": Sandbox.full_access}
    return member_of(Sandbox, "sandbox", value, "a SandboxPolicy", aliases)


def _writable_roots(roots: object, field: str = "writable_roots") -> list[str]:
    if isinstance(roots, (str, bytes)) or not isinstance(roots, Sequence):
        raise InputError(field, f"expected a list of paths, got {type(roots).__name__}")
    paths: list[str] = []
    for index, root in enumerate(cast("Sequence[object]", roots)):
        if not isinstance(root, (str, os.PathLike)):
            raise InputError(f"{field}[{index}]", f"expected a path, got {type(root).__name__}")
        path = os.fspath(cast("str | os.PathLike[str]", root))
        if not os.path.isabs(path):
            raise InputError(f"{field}[{index}]", f"expected an absolute path, got {path!r}")
        paths.append(path)
    return paths
