"""`delete_jobs`: deletes jobs that have ended, with everything that the database has of them."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

import sqlalchemy as sa

from openai_codex.durable.engine import RETRY_SEPARATOR
from openai_codex.durable.store.database import ADMISSIONS, CANCELLATIONS, EVENTS, QUESTIONS, THREADS, TURNS, upsert

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openai_codex.durable.engine import Engine
    from openai_codex.durable.records import Job

BATCH = 200
"""Number of jobs that one transaction deletes, so that workers can write in between."""

_SEPARATOR = re.compile(f"[/@{RETRY_SEPARATOR}]")
"""Ids of turns of a workflow, of forwarded turns and of retries begin with the id of another job and one of these."""


def delete_jobs(engine: Engine, older_than: float) -> int:
    """Delete the jobs that ended some time ago, and return their number.

    Kept are jobs that belong to a job that has not ended, because it may read their results again, and uncertain turns,
    because without their record a further call would start them. Usage counts for budgets and is kept.

    Args:
        engine: The store of jobs.
        older_than: Time since their end, in seconds.
    """
    before = time.time() - older_than
    deleted = kept = 0
    while ended := engine.ended(before, limit=BATCH, offset=kept):
        keys = {job.id: key for job, key in ended if key is not None}
        active = engine.active_among(sorted({owner for job, _ in ended for owner in _owners(job.id)}))
        unresolved = _unresolved(engine, [keys[job.id] for job, _ in ended if job.status == "uncertain"])
        chosen = [job for job, _ in ended if active.isdisjoint(_owners(job.id)) and keys.get(job.id) not in unresolved]
        if chosen:
            # Jobs last: if this process is killed in between, the next call deletes the rest.
            _delete_rows(engine, chosen, [keys[job.id] for job in chosen if job.id in keys])
            engine.delete([job.id for job in chosen])
        deleted += len(chosen)
        kept += len(ended) - len(chosen)
    return deleted


def _owners(id: str) -> set[str]:
    """Return the ids of the jobs to which a job may belong."""
    return {id[: match.start()] for match in _SEPARATOR.finditer(id)}


def _unresolved(engine: Engine, keys: Sequence[str]) -> set[str]:
    """Return those of some uncertain turns that no retry has resolved."""
    query = sa.select(TURNS.c.key, TURNS.c.status).where(TURNS.c.key.in_(keys))
    statuses = {row.key: row.status for row in engine.database.rows(query)}
    return {key for key in keys if statuses.get(key) not in ("completed", "failed", "interrupted", "cancelled")}


def _delete_rows(engine: Engine, jobs: Sequence[Job], keys: Sequence[str]) -> None:
    ids = [job.id for job in jobs]

    def delete(connection: sa.Connection) -> None:
        turns = sa.select(TURNS).where(TURNS.c.key.in_(keys), TURNS.c.thread_id.is_not(None)).order_by(TURNS.c.updated)
        for row in connection.execute(turns):
            if row.worker is not None:
                values = {"thread_id": row.thread_id, "worker": row.worker}
                upsert(connection, THREADS, values, is_sqlite=engine.database.is_sqlite)
        connection.execute(sa.delete(TURNS).where(TURNS.c.key.in_(keys)))
        for table in (ADMISSIONS, EVENTS, QUESTIONS, CANCELLATIONS):
            connection.execute(sa.delete(table).where(table.c.job.in_(ids)))

    engine.database.run(delete)
