"""`DatabaseJournal`: the journal of a worker, in the database of durable turns."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING
from uuid import uuid4

import sqlalchemy as sa

from openai_codex.durable.store.database import TURNS, upsert
from openai_codex.turn_once.journal import JournalConflictError, JournalEntry

if TYPE_CHECKING:
    from openai_codex.durable.store.database import Database

TURN_PREFIX = "turn:"


class DatabaseJournal:
    """The journal of one worker.

    A process that locks a turn takes it over: `save` of a former holder raises `JournalConflictError`, so that two
    workers do not both send the turn. Locks of threads are locks of this process, because a thread belongs to one
    worker.

    Args:
        database: The database.
        worker: Name of the worker.
    """

    def __init__(self, database: Database, worker: str) -> None:
        self._database = database
        self._worker = worker
        self._mutex = threading.Lock()
        self._held: dict[str, str] = {}

    def try_lock(self, name: str) -> _Lock | None:
        """Lock a turn or a thread, and return the lock; None if another caller in this process holds it."""
        owner = uuid4().hex
        with self._mutex:
            if name in self._held:
                return None
            self._held[name] = owner
        if name.startswith(TURN_PREFIX):
            key = name.removeprefix(TURN_PREFIX)
            values = {"key": key, "owner": owner, "updated": time.time()}
            try:
                self._database.put(TURNS, **values)
            except BaseException:
                self.release(name)
                raise
        return _Lock(self, name)

    def release(self, name: str) -> None:
        """Release a lock."""
        with self._mutex:
            self._held.pop(name, None)

    def load(self, key: str) -> JournalEntry | None:
        """Return the record of a turn; None if it is missing."""
        [*rows] = self._database.rows(sa.select(TURNS.c.entry).where(TURNS.c.key == key))
        if not rows or rows[0].entry is None:
            return None
        return JournalEntry.model_validate_json(rows[0].entry)

    def save(self, entry: JournalEntry) -> None:
        """Store the record of a turn, and replace the previous one."""
        with self._mutex:
            owner = self._held.get(f"{TURN_PREFIX}{entry.key}")
        status = entry.state if entry.outcome is None else entry.outcome.status
        values = {
            "thread_id": entry.thread_id,
            "worker": self._worker,
            "home": entry.home,
            "status": status,
            "updated": time.time(),
            "entry": entry.model_dump_json(),
        }
        update = sa.update(TURNS).where(TURNS.c.key == entry.key, TURNS.c.owner == owner).values(**values)
        if not self._database.run(lambda connection: connection.execute(update).rowcount):
            raise JournalConflictError(entry.key)

    def record(self, entry: JournalEntry) -> None:
        """Store a record without a lock, for a turn that is not started."""
        values: dict[str, object] = {
            "key": entry.key,
            "worker": self._worker,
            "status": entry.state if entry.outcome is None else entry.outcome.status,
            "updated": time.time(),
            "entry": entry.model_dump_json(),
        }
        self._database.run(lambda connection: upsert(connection, TURNS, values, is_sqlite=self._database.is_sqlite))


class _Lock:
    def __init__(self, journal: DatabaseJournal, name: str) -> None:
        self._journal: DatabaseJournal | None = journal
        self._name = name

    def release(self) -> None:
        """Release the lock. Idempotent."""
        journal, self._journal = self._journal, None
        if journal is not None:
            journal.release(self._name)
