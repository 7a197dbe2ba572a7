"""The port that the runtime listens on for a login by browser: there is one for the whole machine."""

from __future__ import annotations

import contextlib
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# The same file for all tests of this project, whatever process they run in.
LOCK = "openai-codex-client-tests-login.lock"


@contextlib.contextmanager
def login_port() -> Iterator[None]:
    """Have the port for oneself; the lock goes with the process, however that ends."""
    with (Path(tempfile.gettempdir()) / LOCK).open("a") as file:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX)
        yield
