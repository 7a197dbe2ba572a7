"""`FileJournal`: a journal in a folder, one file per turn."""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from openai_codex._validation import validate_seconds
from openai_codex.turn_once.file_lock import try_file_lock
from openai_codex.turn_once.journal import JournalEntry

if TYPE_CHECKING:
    from openai_codex.turn_once.journal import JournalLock


class FileJournal:
    """A journal in a folder, one file per turn.

    Several processes of one machine may use the folder. Do not place it on a network file system without locks.

    Args:
        folder: Path of the folder, which is created if necessary.
    """

    def __init__(self, folder: str | os.PathLike[str]) -> None:
        self._folder = Path(folder)
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def try_lock(self, name: str) -> JournalLock | None:
        """Lock a turn or a thread.

        Return the lock, or None if another caller holds it.
        """
        return try_file_lock(self._path(name, "lock"))

    def load(self, key: str) -> JournalEntry | None:
        """Return the record of a turn.

        None if it is missing.
        """
        try:
            text = self._path(key, "json").read_text(encoding="utf-8")
        except FileNotFoundError:
            return None
        return JournalEntry.model_validate_json(text)

    def save(self, entry: JournalEntry) -> None:
        """Store the record of a turn, and replace the previous one."""
        descriptor, name = tempfile.mkstemp(dir=self._folder, suffix=".tmp")
        try:
            with open(descriptor, "w", encoding="utf-8") as file:
                file.write(entry.model_dump_json())
                file.flush()
                os.fsync(file.fileno())
            os.replace(name, self._path(entry.key, "json"))
        except BaseException:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(name)
            raise
        self._sync_folder()

    def prune(self, older_than: float) -> int:
        """Remove the records of turns that have ended.

        Their keys may be used again.

        Args:
            older_than: Minimum age of a record, in seconds.

        Returns:
            The number of removed records.

        Raises:
            InputError: `older_than` is invalid.
        """
        validate_seconds("older_than", older_than, optional=False, allow_zero=True)
        limit = time.time() - older_than
        removed = 0
        for path in self._folder.glob("*.json"):
            with contextlib.suppress(FileNotFoundError):
                if path.stat().st_mtime <= limit:
                    entry = JournalEntry.model_validate_json(path.read_text(encoding="utf-8"))
                    if entry.state == "finished":
                        path.unlink()
                        removed += 1
        return removed

    def _path(self, name: str, suffix: str) -> Path:
        # Keys may contain characters that are not valid in file names.
        return self._folder / f"{hashlib.sha256(name.encode()).hexdigest()}.{suffix}"

    def _sync_folder(self) -> None:
        """Write the new name of a file to the disk. Windows has no such call for folders."""
        if sys.platform == "win32":
            return
        descriptor = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def __repr__(self) -> str:
        return f"FileJournal({str(self._folder)!r})"
