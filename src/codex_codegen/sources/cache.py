"""The user's cache of published runtimes."""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import filelock
import platformdirs

if TYPE_CHECKING:
    from collections.abc import Generator

CACHE_VARIABLE = "CODEX_RUNTIME_CACHE"
"""The environment variable that names another cache folder."""


def cache_folder() -> Path:
    """Return the folder of published runtimes.

    This is `CODEX_RUNTIME_CACHE`, or a folder in the platform's cache.
    """
    named = os.environ.get(CACHE_VARIABLE)
    if named:
        return Path(named)
    return platformdirs.user_cache_path("openai-codex-client", appauthor=False, opinion=False) / "runtimes"


@contextmanager
def locked(name: str) -> Generator[None, None, None]:
    """Lock a name in the cache folder across threads and processes.

    The folder is created if it is missing.
    """
    # Programs in this folder are executed, so no other user may write to it.
    cache_folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    with filelock.FileLock(cache_folder() / f"{name}.lock", mode=0o600):
        yield
