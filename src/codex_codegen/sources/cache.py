"""The user's cache folder, and a lock that processes share."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Generator

CACHE_VARIABLE = "CODEX_RUNTIME_CACHE"
"""The environment variable that names another cache folder."""


def cache_folder() -> Path:
    """Return the folder of published runtimes: `CODEX_RUNTIME_CACHE`, else one in the platform's cache."""
    named = os.environ.get(CACHE_VARIABLE)
    if named:
        return Path(named)
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return base / "openai-codex-client" / "runtimes"


@contextlib.contextmanager
def locked(path: Path) -> Generator[None, None, None]:
    """Keep other processes out of the `with` block for the same file, which is made if it is not there.

    The operating system gives the lock back when its owner dies.
    """
    # Programs are run from there: what others may write to would be theirs to choose.
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with open(path, "ab", opener=_private) as file:
        if sys.platform == "win32":
            import msvcrt

            file.seek(0)
            while True:
                # Gives up after ten seconds of its own accord, which a download takes longer than.
                with contextlib.suppress(OSError):
                    msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
                    break
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
