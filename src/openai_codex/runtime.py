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


@dataclass(frozen=True)
class Launch:
    """A command to start, with the environment and the folder to start it in."""

    command: tuple[str, ...]
    env: Mapping[str, str]
    cwd: str | None


def launch(config: CodexConfig) -> Launch:
    """Say what to start for a config.

    Raises `RuntimeNotFoundError` where there is no runtime, and `ConfigError` where `codex_bin` or `cwd` cannot be
    used.
    """
    env = {**os.environ, **(config.env or {})}
    cwd = None if config.cwd is None else os.fspath(config.cwd)
    if cwd is not None and not Path(cwd).is_dir():
        raise ConfigError("cwd", f"{cwd!r} is no folder")
    if config.launch_args_override is not None:
        return Launch(config.launch_args_override, env, cwd)
    if config.codex_bin is None:
        program, tools = _bundled()
        if tools is not None:
            env["PATH"] = os.pathsep.join(filter(None, (env.get("PATH"), str(tools))))
    else:
        program = _named(os.fspath(config.codex_bin), env)
    overrides = [part for pair in config.config_overrides for part in ("--config", pair)]
    return Launch((str(program), *overrides, "app-server"), env, cwd)


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


def _named(codex_bin: str, env: Mapping[str, str]) -> Path:
    """Return the program that `codex_bin` names."""
    if os.path.dirname(codex_bin) == "":
        # Empty entries of PATH, and on Windows the search itself, would mean the working folder.
        folders = [folder for folder in env.get("PATH", "").split(os.pathsep) if os.path.isabs(folder)]
        for folder in folders:
            found = shutil.which(os.path.join(folder, codex_bin))
            if found:
                return Path(found)
        raise RuntimeNotFoundError(
            f"CodexConfig.codex_bin: no program {codex_bin!r} in PATH; give its whole path, or leave codex_bin out "
            f"to use the runtime of {RUNTIME_PACKAGE}"
        )
    path = Path(codex_bin).absolute()
    if path.is_dir():
        raise ConfigError("codex_bin", f"{codex_bin!r} is a folder; give the codex program itself")
    if not path.is_file():
        raise RuntimeNotFoundError(f"CodexConfig.codex_bin: there is no file {codex_bin!r}")
    if not os.access(path, os.X_OK):
        raise ConfigError("codex_bin", f"{codex_bin!r} is not executable; `chmod +x` it, or give another program")
    return path
