"""The limits of queues, which count the turns of all workers."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

import sqlalchemy as sa

from openai_codex.durable.store.database import ADMISSIONS, QUEUES, STARTS, WORKERS, upsert
from openai_codex.durable.store.placement import LOST_AFTER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openai_codex._json_types import JsonObject
    from openai_codex.durable.store.database import Database


class Limits:
    """The limits of the queues, for one worker.

    Args:
        database: The database.
        worker: Name of the worker.
    """

    def __init__(self, database: Database, worker: str) -> None:
        self._database = database
        self._worker = worker

    def admit(self, job: str, queue: str, *, starts: bool) -> bool:
        """Count a turn as running, and return whether the limits of its queue allow it.

        Args:
            job: Id of the job.
            queue: Name of the queue.
            starts: Whether the turn counts for the rate.
        """

        def count(connection: sa.Connection) -> bool:
            settings: JsonObject = json.loads(
                connection.execute(sa.select(QUEUES.c.settings).where(QUEUES.c.name == queue)).scalar() or "{}"
            )
            if not any(settings.values()):
                _remove(connection, job)
                return True
            # One worker after the other, so that two do not count the same room. SQLite locks with the first change.
            connection.execute(sa.update(ADMISSIONS).where(ADMISSIONS.c.job == job).values(worker=self._worker))
            if not self._database.is_sqlite:
                connection.execute(sa.text("SELECT pg_advisory_xact_lock(724022, hashtext(:queue))"), {"queue": queue})
            if not self._has_room(connection, queue, settings, starts=starts):
                return False
            if starts and settings["rate"] is not None:
                connection.execute(sa.insert(STARTS).values(queue=queue, job=job, started=time.time()))
            values: dict[str, object] = {"job": job, "queue": queue, "worker": self._worker, "state": "running"}
            upsert(connection, ADMISSIONS, values, is_sqlite=self._database.is_sqlite)
            return True

        return self._database.run(count)

    def record_waiting(self, job: str, queue: str) -> None:
        """Record that a job waits in the worker, so that it is reported as queued."""
        self._database.put(ADMISSIONS, job=job, queue=queue, worker=self._worker, state="queued")

    def pause(self, job: str) -> None:
        """Do not count a turn, because it waits. Does nothing if its queue has no limits."""

        def change(connection: sa.Connection) -> None:
            if _exists(connection, job):
                connection.execute(sa.update(ADMISSIONS).where(ADMISSIONS.c.job == job).values(state="paused"))

        self._database.run(change)

    def leave(self, job: str) -> None:
        """Do not count a turn any more."""
        self._database.run(lambda connection: _remove(connection, job))

    def forget(self, workers: Sequence[str]) -> None:
        """Do not count the turns of workers whose processes have ended."""
        delete = sa.delete(ADMISSIONS).where(ADMISSIONS.c.worker.in_(workers))
        self._database.run(lambda connection: connection.execute(delete))

    def _has_room(self, connection: sa.Connection, queue: str, settings: JsonObject, *, starts: bool) -> bool:
        now = time.time()
        running = (
            sa.select(ADMISSIONS.c.worker, sa.func.count())
            .join(WORKERS, WORKERS.c.name == ADMISSIONS.c.worker)
            .where(ADMISSIONS.c.queue == queue, ADMISSIONS.c.state == "running")
            .where(WORKERS.c.state == "running", WORKERS.c.seen > now - LOST_AFTER)
            .group_by(ADMISSIONS.c.worker)
        )
        counts = {str(row[0]): int(row[1]) for row in connection.execute(running)}
        if settings["concurrency"] is not None and sum(counts.values()) >= settings["concurrency"]:
            return False
        own = settings["worker_concurrency"]
        if own is not None and counts.get(self._worker, 0) >= own:
            return False
        if not starts or settings["rate"] is None:
            return True
        number, seconds = settings["rate"]
        connection.execute(sa.delete(STARTS).where(STARTS.c.queue == queue, STARTS.c.started <= now - seconds))
        started = sa.select(sa.func.count()).select_from(STARTS).where(STARTS.c.queue == queue)
        return bool((connection.execute(started).scalar() or 0) < number)


def _exists(connection: sa.Connection, job: str) -> bool:
    """Return whether a job is recorded. A change would take the write lock of an SQLite database in any case."""
    return connection.execute(sa.select(ADMISSIONS.c.job).where(ADMISSIONS.c.job == job)).first() is not None


def _remove(connection: sa.Connection, job: str) -> None:
    if _exists(connection, job):
        connection.execute(sa.delete(ADMISSIONS).where(ADMISSIONS.c.job == job))


def jobs_that_wait(database: Database, jobs: Sequence[str]) -> set[str]:
    """Return those of some jobs that workers have taken, and that have not begun."""
    if not jobs:
        return set()
    query = sa.select(ADMISSIONS.c.job).where(ADMISSIONS.c.job.in_(jobs), ADMISSIONS.c.state == "queued")
    return {row.job for row in database.rows(query)}
