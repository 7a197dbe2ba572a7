"""Find the Codex runtime, and say how to start it."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from openai_codex.errors import ConfigError, RuntimeNotFoundError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from openai_codex.config import CodexConfig

RUNTIME_PACKAGE = "openai-codex-cli-bin"
RUNTIME_MODULE = "codex_cli_bin"

START_HINT = "expected a codex program that has the app-server command"
"""Advice if the started program does not complete the handshake."""

_WINDOWS = os.name == "nt"
_BATCH = (".bat", ".cmd")


@dataclass(frozen=True)
class LaunchSpec:
    """A command to start, with the environment and the folder to start it in."""

    command: tuple[str, ...]
    env: Mapping[str, str]
    cwd: str | None


def resolve_launch_spec(config: CodexConfig) -> LaunchSpec:
    """Say what to start for a config.

    Raises `RuntimeNotFoundError` where there is no runtime, and `ConfigError` where `codex_bin`, `cwd` or the program
    of `launch_args_override` cannot be used.
    """
    env = _environment(config)
    cwd = None if config.cwd is None else os.fspath(config.cwd)
    if cwd is not None and not Path(cwd).is_dir():
        raise ConfigError("cwd", f"{cwd!r} is no folder")
    if config.launch_args_override is not None:
        named, *arguments = config.launch_args_override
        return LaunchSpec((str(_resolve_executable("launch_args_override", named, env)), *arguments), env, cwd)
    if config.codex_bin is None:
        program, tools = _bundled()
        if tools is not None:
            env["PATH"] = os.pathsep.join(filter(None, (env.get("PATH"), str(tools))))
    else:
        program = _resolve_executable("codex_bin", os.fspath(config.codex_bin), env)
    overrides = [part for pair in config.config_overrides for part in ("--config", pair)]
    return LaunchSpec((str(program), *overrides, "app-server"), env, cwd)


def redacted_name(launch: LaunchSpec) -> str:
    """Return the command line for messages, without secrets."""
    from openai_codex._redaction import redacted_command

    return redacted_command(launch.command)


def _environment(config: CodexConfig) -> dict[str, str]:
    """Return the environment of the runtime: what is let through of this process's own, and what the config gives."""
    inherit, given = config.inherit_env, config.env or {}
    if isinstance(inherit, bool):
        env = dict(os.environ) if inherit else {}
    else:
        env = {name: os.environ[name] for name in inherit if name in os.environ}
    if _WINDOWS:
        # There `Path` and `PATH` are the same variable, and `os.environ` has all names in upper case.
        return {name.upper(): value for name, value in (*env.items(), *given.items())}
    return {**env, **given}


def _bundled() -> tuple[Path, Path | None]:
    """Return the program of the runtime package, and the folder of the tools that it brings along."""
    remedy = f"install it with `pip install {RUNTIME_PACKAGE}`, or set CodexConfig.codex_bin"
    try:
        # By name, because the package has no types.
        codex_cli_bin = import_module(RUNTIME_MODULE)
    except ModuleNotFoundError as error:
        raise RuntimeNotFoundError(f"the package {RUNTIME_PACKAGE} is not installed: {remedy}") from error
    try:
        program = Path(codex_cli_bin.bundled_codex_path())
    except FileNotFoundError as error:
        raise RuntimeNotFoundError(f"the package {RUNTIME_PACKAGE} is damaged ({error}): {remedy}") from error
    # Older packages bring no tools.
    path_dir = getattr(codex_cli_bin, "bundled_path_dir", None)
    return program, path_dir() if path_dir else None


def _resolve_executable(field: str, name: str, env: Mapping[str, str]) -> Path:
    """Return the program that a field of the config names. Whoever starts it has nothing to search for any more."""
    if os.path.dirname(name) == "":
        # Empty and relative entries of PATH, and on Windows the search itself, would mean the working folder.
        folders = [folder for folder in env.get("PATH", "").split(os.pathsep) if os.path.isabs(folder)]
        for folder in folders:
            found = shutil.which(os.path.join(folder, name))
            if found:
                return _reject_batch_file(field, Path(found))
        where = "in PATH" if "PATH" in env else "to be found: the runtime gets no PATH (CodexConfig.inherit_env, env)"
        raise RuntimeNotFoundError(
            f"CodexConfig.{field}: no program {name!r} {where}; give its whole path, or leave {field} out to use the "
            f"runtime of {RUNTIME_PACKAGE}"
        )
    path = Path(name).absolute()
    if path.is_dir():
        raise ConfigError(field, f"{name!r} is a folder; give the program itself")
    if not path.is_file():
        raise RuntimeNotFoundError(f"CodexConfig.{field}: there is no file {name!r}")
    if not os.access(path, os.X_OK):
        raise ConfigError(field, f"{name!r} is not executable; `chmod +x` it, or give another program")
    return _reject_batch_file(field, path)


def _reject_batch_file(field: str, path: Path) -> Path:
    """Return a program that no shell has to read. What installs codex with npm makes a batch file beside it."""
    if _WINDOWS and path.suffix.lower() in _BATCH:
        raise ConfigError(field, f"{str(path)!r} is a batch file, which Windows runs in a shell; give the codex.exe")
    return path
