"""`SQLiteJournal`: a journal in an SQLite database."""

from __future__ import annotations

import hashlib
import sqlite3
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

from openai_codex._validation import validate_seconds
from openai_codex.turn_once.file_lock import try_file_lock
from openai_codex.turn_once.journal import JournalEntry

if TYPE_CHECKING:
    import os
    from types import TracebackType

    from typing_extensions import Self

    from openai_codex.turn_once.journal import JournalLock

_TABLE = """
CREATE TABLE IF NOT EXISTS codex_turns (
    key TEXT PRIMARY KEY, finished INTEGER NOT NULL, updated REAL NOT NULL, entry TEXT NOT NULL
) WITHOUT ROWID
"""
_SAVE = """
INSERT INTO codex_turns (key, finished, updated, entry) VALUES (?, ?, ?, ?)
ON CONFLICT (key) DO UPDATE SET finished = excluded.finished, updated = excluded.updated, entry = excluded.entry
"""
BUSY_TIMEOUT = 30.0
"""Maximum time to wait for another process that writes to the database, in seconds."""


class SQLiteJournal:
    """A journal in an SQLite database.

    Several processes of one machine may use the database. Locks are files in a folder beside it. Use it with `with`,
    or call `close()`.

    Args:
        path: Path of the database, which is created if necessary.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self._path = Path(path)
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._locks = self._path.with_name(f"{self._path.name}.locks")
        self._locks.mkdir(exist_ok=True, mode=0o700)
        self._mutex = threading.Lock()
        self._connection = sqlite3.connect(
            self._path, timeout=BUSY_TIMEOUT, isolation_level=None, check_same_thread=False
        )
        try:
            self._connection.execute("PRAGMA journal_mode=WAL")
            # A record must survive a power failure: with NORMAL, the last transactions may be lost.
            self._connection.execute("PRAGMA synchronous=FULL")
            self._connection.execute(_TABLE)
        except BaseException:
            self._connection.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the database.

        Idempotent.
        """
        with self._mutex:
            self._connection.close()

    def try_lock(self, name: str) -> JournalLock | None:
        """Lock a turn or a thread.

        Return the lock, or None if another caller holds it.
        """
        return try_file_lock(self._locks / f"{hashlib.sha256(name.encode()).hexdigest()}.lock")

    def load(self, key: str) -> JournalEntry | None:
        """Return the record of a turn.

        None if it is missing.
        """
        with self._mutex:
            row = self._connection.execute("SELECT entry FROM codex_turns WHERE key = ?", (key,)).fetchone()
        return None if row is None else JournalEntry.model_validate_json(row[0])

    def save(self, entry: JournalEntry) -> None:
        """Store the record of a turn, and replace the previous one."""
        values = (entry.key, entry.state == "finished", time.time(), entry.model_dump_json())
        with self._mutex:
            self._connection.execute(_SAVE, values)

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
        with self._mutex:
            done = self._connection.execute(
                "DELETE FROM codex_turns WHERE finished = 1 AND updated <= ?", (time.time() - older_than,)
            )
        return done.rowcount

    def __repr__(self) -> str:
        return f"SQLiteJournal({str(self._path)!r})"
