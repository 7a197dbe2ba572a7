"""`FileLock`: a lock between processes, which the operating system releases when its process ends."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


class FileLock:
    """A lock that is held. Created by `try_file_lock`."""

    def __init__(self, path: Path, descriptor: int) -> None:
        self._path = path
        self._descriptor: int | None = descriptor

    def release(self) -> None:
        """Remove the file and release the lock. Idempotent."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is None:
            return
        if sys.platform == "win32":
            # Windows does not remove files that are open.
            os.close(descriptor)
            with contextlib.suppress(OSError):
                self._path.unlink()
            return
        # Removed while the lock is held: other processes check afterwards that they have locked the current file.
        with contextlib.suppress(FileNotFoundError):
            self._path.unlink()
        os.close(descriptor)


def try_file_lock(path: Path) -> FileLock | None:
    """Lock a file, which is created if necessary, and return the lock; None if another process or caller holds it."""
    while True:
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
        except PermissionError:
            if sys.platform == "win32":
                # The holder is removing the file.
                return None
            raise
        try:
            if not _lock(descriptor):
                os.close(descriptor)
                return None
            if _is_current(path, descriptor):
                return FileLock(path, descriptor)
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)


def _is_current(path: Path, descriptor: int) -> bool:
    """Return whether the file was not removed by its previous holder before it was locked."""
    try:
        return os.path.samestat(os.stat(path), os.fstat(descriptor))
    except FileNotFoundError:
        return False


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> bool:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
