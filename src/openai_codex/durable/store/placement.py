"""Which worker runs a job: registered workers, and takeovers of lost ones."""

from __future__ import annotations

import os
import socket
import time
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import sqlalchemy as sa

from openai_codex.durable.records import WorkerInfo
from openai_codex.durable.store.database import TAKEOVERS, THREADS, TURNS, WORKERS
from openai_codex.errors import CodexError, InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from openai_codex.durable.store.database import Database

LOST_AFTER = 60.0
"""Time without a report after which a worker is lost, in seconds."""

REPORT_INTERVAL = 5.0
"""Time between two reports of a worker, in seconds."""


class WorkerExistsError(CodexError, RuntimeError):
    """Another worker with the same name is running.

    Attributes:
        name: Name of the worker.
    """

    def __init__(self, name: str, host: str, pid: int) -> None:
        super().__init__(
            f"worker {name!r}: a worker with this name is running on {host} (process {pid}); choose another name, or "
            "wait a minute if that process has ended"
        )
        self.name = name


class Placement:
    """The workers of a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def register(self, name: str, concurrency: int) -> str:
        """Register a worker that starts.

        Args:
            name: Name of the worker.
            concurrency: Maximum number of its turns at the same time.

        Returns:
            The token for `report`.

        Raises:
            WorkerExistsError: A worker with this name is running.
        """
        token = uuid4().hex
        for row in self._database.rows(sa.select(WORKERS).where(WORKERS.c.name == name)):
            # In a container, the process id of the next process is the same.
            if row.state == "running" and not _is_lost(row, time.time()) and row.pid != os.getpid():
                raise WorkerExistsError(name, row.host, row.pid)
        self._database.put(
            WORKERS,
            name=name,
            host=socket.gethostname(),
            pid=os.getpid(),
            token=token,
            concurrency=concurrency,
            state="running",
            seen=time.time(),
        )
        # The worker does its own work again.
        self._database.run(lambda connection: connection.execute(sa.delete(TAKEOVERS).where(TAKEOVERS.c.lost == name)))
        return token

    def report(self, name: str, token: str, home: str | None, *, state: str = "running") -> bool:
        """Record that a worker is alive, and return whether no other process has registered its name.

        Args:
            name: Name of the worker.
            token: The token of `register`.
            home: Identity of its CODEX_HOME; None if unknown.
            state: Its state.
        """
        values = {"seen": time.time(), "home": home, "state": state}
        update = sa.update(WORKERS).where(WORKERS.c.name == name, WORKERS.c.token == token).values(**values)
        return bool(self._database.run(lambda connection: connection.execute(update).rowcount))

    def workers(self, jobs: Mapping[str, int]) -> list[WorkerInfo]:
        """Return all workers.

        Args:
            jobs: Number of unfinished jobs by worker.
        """
        takeovers = {row.lost: row.worker for row in self._database.rows(sa.select(TAKEOVERS))}
        now = time.time()
        return [
            WorkerInfo(
                name=row.name,
                state="lost" if row.state == "running" and _is_lost(row, now) else row.state,
                home=row.home,
                host=row.host,
                pid=row.pid,
                concurrency=row.concurrency,
                seen_at=row.seen,
                jobs=jobs.get(row.name, 0),
                taken_over_by=takeovers.get(row.name),
            )
            for row in self._database.rows(sa.select(WORKERS).order_by(WORKERS.c.name))
        ]

    def highest_concurrency(self) -> int:
        """Return the highest concurrency of the running workers."""
        running = self._database.rows(sa.select(WORKERS.c.concurrency).where(WORKERS.c.state == "running"))
        return max((row.concurrency for row in running), default=1)

    def worker_of_thread(self, thread_id: str) -> str | None:
        """Return the worker that has run the last turn in a thread, or the worker that does its work; None if unknown.

        Args:
            thread_id: Id of the thread.
        """
        query = (
            sa.select(TURNS.c.worker)
            .where(TURNS.c.thread_id == thread_id, TURNS.c.worker.is_not(None))
            .order_by(TURNS.c.updated.desc())
            .limit(1)
        )
        deleted = sa.select(THREADS.c.worker).where(THREADS.c.thread_id == thread_id)
        for row in self._database.rows(query) or self._database.rows(deleted):
            return self.successor(row.worker)
        return None

    def worker_for(self, thread_id: str | None, worker: str | None) -> str | None:
        """Return the worker that must run a turn; None for any.

        Args:
            thread_id: Id of its thread; None for a new one.
            worker: The worker that the caller has named; None for none.

        Raises:
            InputError: The worker, or the worker of the thread, is unknown.
        """
        if worker is None and thread_id is None:
            return None
        known = {info.name: info for info in self.workers({})}
        if worker is not None:
            if worker not in known:
                raise InputError("worker", f"unknown worker {worker!r}; known workers: {', '.join(known) or 'none'}")
            return self.successor(worker)
        assert thread_id is not None
        owner = self.worker_of_thread(thread_id)
        if owner is not None:
            return owner
        if len(known) == 1:
            return next(iter(known))
        raise InputError("thread_id", f"unknown thread {thread_id!r}: name the worker that has it, worker=...")

    def place_of_turn(self, key: str) -> tuple[str, str | None] | None:
        """Return the worker and the home of a turn that may have been sent; None if it was not."""
        query = sa.select(TURNS.c.worker, TURNS.c.home).where(TURNS.c.key == key, TURNS.c.thread_id.is_not(None))
        for row in self._database.rows(query):
            return row.worker, row.home
        return None

    def successor(self, worker: str) -> str:
        """Return the worker that does the work of a worker: itself, unless it was taken over."""
        takeovers = {row.lost: row.worker for row in self._database.rows(sa.select(TAKEOVERS))}
        seen: set[str] = set()
        while worker in takeovers and worker not in seen:
            seen.add(worker)
            worker = takeovers[worker]
        return worker

    def taken_over_by(self, worker: str) -> set[str]:
        """Return the workers whose work a worker does."""
        rows = self._database.rows(sa.select(TAKEOVERS.c.lost).where(TAKEOVERS.c.worker == worker))
        return {row.lost for row in rows}

    def take_over(self, lost: str, worker: str) -> bool:
        """Let a worker do the work of another one, and return whether no other worker does."""
        return self._database.insert_new(TAKEOVERS, lost=lost, worker=worker, since=time.time())

    def choose_successor(self, lost: str, to: str | None, jobs: Mapping[str, int]) -> str:
        """Return the worker that takes over the work of a lost one.

        Args:
            lost: Name of the lost worker.
            to: Name of the other worker; None for a running one with the same home.
            jobs: Number of unfinished jobs by worker.

        Raises:
            InputError: A worker is unknown, the lost one is running, or no running worker has the same home.
        """
        workers = {worker.name: worker for worker in self.workers(jobs)}
        if lost not in workers:
            raise InputError("name", f"unknown worker {lost!r}; known workers: {', '.join(workers) or 'none'}")
        if workers[lost].state == "running":
            raise InputError("name", f"worker {lost!r} is running; stop it first")
        running = [name for name, worker in workers.items() if worker.state == "running" and name != lost]
        if to is not None:
            if to not in running:
                raise InputError("to", f"expected a running worker ({', '.join(running) or 'none'}), got {to!r}")
            return to
        for name in running:
            if workers[name].home is not None and workers[name].home == workers[lost].home:
                return name
        raise InputError(
            "to",
            f"missing: no running worker shares the CODEX_HOME of {lost!r}; name one ({', '.join(running) or 'none'}). "
            "It reports turns that have begun as uncertain",
        )

    def ended_with_home(self, name: str, home: str | None) -> list[WorkerInfo]:
        """Return the workers that ended some time ago, whose home a worker shares, and whose work no worker does.

        Args:
            name: Name of the worker.
            home: Identity of its home; None if unknown.
        """
        if home is None:
            return []
        return [
            worker
            for worker in self.workers({})
            if worker.state != "running"
            # A worker whose process has ended may be restarted soon.
            and time.time() - worker.seen_at >= LOST_AFTER
            and worker.home == home
            and worker.taken_over_by is None
            and worker.name != name
        ]


def _is_lost(row: Any, now: float) -> bool:
    return now - row.seen >= LOST_AFTER or not _may_run(row.host, row.pid)


def _may_run(host: str, pid: int) -> bool:
    """Return whether a process may exist. Those of other machines may."""
    if host != socket.gethostname() or os.name == "nt":
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
