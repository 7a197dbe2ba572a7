"""Temporary homes of runtimes, for `CodexConfig.isolated`."""

from __future__ import annotations

import os
import shutil
import tempfile
import weakref
from dataclasses import dataclass
from typing import Any

from openai_codex.config import CONFIG_FIELDS, CodexConfig, check_home

# The runtime keeps a login in memory instead of writing it to auth.json.
_SETTINGS = 'cli_auth_credentials_store = "ephemeral"\n'

_homes: weakref.WeakSet[IsolatedHome] = weakref.WeakSet()


class IsolatedHome:
    """A temporary `CODEX_HOME`.

    The client and the process of the runtime share this object. The directory is removed when the client is closed,
    when both are garbage collected, or when the interpreter exits. A forked child does not remove it.
    """

    def __init__(self) -> None:
        # Resolved, because the runtime reports the resolved path.
        self.path = os.path.realpath(tempfile.mkdtemp(prefix="codex-isolated-"))
        self.remove = weakref.finalize(self, _remove, self.path, os.getpid())
        """Removes the directory. The runtime must have exited."""
        # The runtimes must exit first; see `remove_all`.
        self.remove.atexit = False
        _homes.add(self)
        with open(os.path.join(self.path, "config.toml"), "w", encoding="utf-8") as file:
            file.write(_SETTINGS)


@dataclass(repr=False)
class IsolatedConfig(CodexConfig):
    """The configuration of a runtime in an isolated home."""

    home: IsolatedHome | None = None
    """The home; None for a configuration without one."""


def use_home(config: CodexConfig, home: IsolatedHome | None) -> tuple[CodexConfig, IsolatedHome | None]:
    """Return the configuration for the start of a runtime, and its home.

    Args:
        config: The configuration of the client.
        home: The home that an earlier runtime of the client used; None before the first start.

    Raises:
        ConfigError: `env` contains another home.
    """
    check_home(config)
    if not config.isolated:
        return config, home
    home = home or IsolatedHome()
    fields: dict[str, Any] = {name: getattr(config, name) for name in CONFIG_FIELDS}
    # A database that the user has placed elsewhere is part of the home as well.
    env = {"CODEX_SQLITE_HOME": home.path, **(config.env or {}), "CODEX_HOME": home.path}
    fields.update(env=env, isolated=False)
    return IsolatedConfig(**fields, home=home), home


def remove_all() -> None:
    """Remove all homes, when all runtimes have exited."""
    for home in list(_homes):
        home.remove()


def _remove(path: str, owner: int) -> None:
    if os.getpid() == owner:
        shutil.rmtree(path, ignore_errors=True)
