"""Resolve the command line, environment and working directory of the runtime."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from openai_codex._transports.stdio.isolated_home import IsolatedConfig
from openai_codex.config import validate_env
from openai_codex.errors import ConfigError, RuntimeNotFoundError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from openai_codex._transports.stdio.isolated_home import IsolatedHome
    from openai_codex.config import CodexConfig

RUNTIME_PACKAGE = "openai-codex-cli-bin"
RUNTIME_MODULE = "codex_cli_bin"

START_HINT = "expected a codex program that has the app-server command"
"""Advice if the started program does not complete the handshake."""

_WINDOWS = os.name == "nt"
_BATCH = (".bat", ".cmd")


@dataclass(frozen=True)
class LaunchSpec:
    """A command line, with the environment and the working directory of its process."""

    command: tuple[str, ...]
    env: Mapping[str, str]
    cwd: str | None
    home: IsolatedHome | None = None
    """The temporary home of the process, which must exist as long as the process does; None if it has none."""


def resolve_launch_spec(config: CodexConfig) -> LaunchSpec:
    """Return the process that a configuration describes.

    Raises:
        RuntimeNotFoundError: The program does not exist.
        ConfigError: `codex_bin`, `cwd`, `env` or the program of `launch_args_override` is invalid.
    """
    env = _environment(config)
    home = config.home if isinstance(config, IsolatedConfig) else None
    cwd = None if config.cwd is None else os.fspath(config.cwd)
    if cwd is not None and not Path(cwd).is_dir():
        raise ConfigError("cwd", f"{cwd!r} is not a directory")
    if config.launch_args_override is not None:
        named, *arguments = config.launch_args_override
        return LaunchSpec((str(_resolve_executable("launch_args_override", named, env)), *arguments), env, cwd, home)
    _check_codex_home(config, env)
    if config.codex_bin is None:
        program, tools = _bundled()
        if tools is not None:
            env["PATH"] = os.pathsep.join(filter(None, (env.get("PATH"), str(tools))))
    else:
        program = _resolve_executable("codex_bin", os.fspath(config.codex_bin), env)
    overrides = [part for pair in config.config_overrides for part in ("--config", pair)]
    return LaunchSpec((str(program), *overrides, "app-server"), env, cwd, home)


def redacted_name(launch: LaunchSpec) -> str:
    """Return the command line for messages, without secrets."""
    from openai_codex._redaction import redacted_command

    return redacted_command(launch.command)


def _environment(config: CodexConfig) -> dict[str, str]:
    """Return the environment of the runtime: the inherited variables, and those of `env`."""
    # Validated again, because the caller may have changed the dictionary since it was assigned.
    inherit, given = config.inherit_env, validate_env("env", config.env) or {}
    if isinstance(inherit, bool):
        env = dict(os.environ) if inherit else {}
    else:
        env = {name: os.environ[name] for name in inherit if name in os.environ}
    if _WINDOWS:
        # Names are case-insensitive on Windows, and `os.environ` has them in upper case.
        return {name.upper(): value for name, value in (*env.items(), *given.items())}
    return {**env, **given}


def _check_codex_home(config: CodexConfig, env: Mapping[str, str]) -> None:
    """Raise `ConfigError` if the home of the runtime is missing.

    Without this check, the runtime exits with an error that contains its internal stack.
    """
    home = env.get("CODEX_HOME")
    if not home or (Path(config.cwd or ".") / home).is_dir():
        return
    source = "" if "CODEX_HOME" in (config.env or {}) else " (inherited from the environment of this process)"
    raise ConfigError("env['CODEX_HOME']", f"{home!r}{source} is not a directory; create it, or set another one")


def _bundled() -> tuple[Path, Path | None]:
    """Return the program of the runtime package, and the directory of its tools or None."""
    remedy = f"install it with `pip install {RUNTIME_PACKAGE}`, or set CodexConfig.codex_bin"
    try:
        # `import_module`, because the package has no type information.
        codex_cli_bin = import_module(RUNTIME_MODULE)
    except ModuleNotFoundError as error:
        raise RuntimeNotFoundError(f"the package {RUNTIME_PACKAGE} is not installed: {remedy}") from error
    try:
        program = Path(codex_cli_bin.bundled_codex_path())
    except FileNotFoundError as error:
        raise RuntimeNotFoundError(f"the package {RUNTIME_PACKAGE} is damaged ({error}): {remedy}") from error
    # Older packages contain no tools.
    path_dir = getattr(codex_cli_bin, "bundled_path_dir", None)
    return program, path_dir() if path_dir else None


def _resolve_executable(field: str, name: str, env: Mapping[str, str]) -> Path:
    """Return the absolute path of a program, so that starting it involves no search."""
    if os.path.dirname(name) == "":
        # Absolute entries only: empty and relative ones, and the search of Windows, include the working directory.
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
        raise ConfigError(field, f"expected a program, got the directory {name!r}")
    if not path.is_file():
        raise RuntimeNotFoundError(f"CodexConfig.{field}: file not found: {name!r}")
    if not os.access(path, os.X_OK):
        raise ConfigError(field, f"{name!r} is not executable; run `chmod +x`, or name another program")
    return _reject_batch_file(field, path)


def _reject_batch_file(field: str, path: Path) -> Path:
    """Return the path of a program.

    Raises `ConfigError` for a batch file, such as npm creates next to codex.
    """
    if _WINDOWS and path.suffix.lower() in _BATCH:
        raise ConfigError(
            field, f"{str(path)!r} is a batch file, which Windows runs in a shell; name the codex.exe instead"
        )
    return path
