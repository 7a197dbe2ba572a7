"""The use of DBOS: the store of jobs, and the queues."""

from __future__ import annotations

import json
import threading
from dataclasses import asdict
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any, cast

import sqlalchemy as sa

from openai_codex._json_types import JsonObject, is_object
from openai_codex.durable.queues import QueueSettings, base_queue, capacity_of, worker_queue, workflow_queue
from openai_codex.durable.records import ACTIVE, Job, JobStatus, UnknownJobError
from openai_codex.durable.store.database import QUEUES, WORKERS, Database
from openai_codex.durable.store.limits import jobs_that_wait
from openai_codex.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dbos import DBOSClient

APPLICATION = "openai-codex-client"

VERSION = "1"
"""Version of the stored jobs. Recovery ignores jobs of other versions, also if only the code has changed."""

TURN_FUNCTION = "openai_codex.turn"
WORKFLOW_FUNCTION = "openai_codex.workflow"

RETRY_SEPARATOR = "~"
"""The id of a retry is the key of its turn, this separator and a number from 2."""

DEFAULT_QUEUE = "codex"
POLLING_INTERVAL = 0.1
"""Time between two checks of a queue by a worker, in seconds."""

DEFAULT_CAPACITY = 8
"""Maximum number of jobs of a queue that a worker takes, until a worker with a higher concurrency starts."""

WORKFLOWS = 500
"""Maximum number of calls of one workflow at the same time on each worker. Each occupies a thread."""

SLOW_POLLING_INTERVAL = 0.5
"""The same for queues of workflows. Each check takes the write lock of an SQLite database."""

_STATUS: dict[str, JobStatus] = {
    "DELAYED": "delayed",
    "ENQUEUED": "queued",
    "PENDING": "running",
    "ERROR": "failed",
    "CANCELLED": "cancelled",
    "MAX_RECOVERY_ATTEMPTS_EXCEEDED": "failed",
}
_DBOS_ACTIVE = ["DELAYED", "ENQUEUED", "PENDING"]
_DBOS_ENDED = ["SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]


class Engine:
    """The store of jobs in a database.

    Args:
        database: The database.
    """

    def __init__(self, database: Database) -> None:
        self.database = database
        self._mutex = threading.Lock()
        self._client: DBOSClient | None = None

    @property
    def client(self) -> DBOSClient:
        """The client of DBOS. The tables are created on first use."""
        with self._mutex:
            if self._client is None:
                self._client = self._connect()
            return self._client

    def close(self) -> None:
        """Close the connections."""
        with self._mutex:
            if self._client is not None:
                self._client.destroy()
                self._client = None
        self.database.close()

    def enqueue(
        self,
        job: str,
        function: str,
        queue: str,
        values: JsonObject,
        *,
        priority: int | None = None,
        delay: float | None = None,
        partition: str | None = None,
    ) -> None:
        """Store a job, unless its id exists.

        Args:
            job: Id of the job.
            function: Name of the function that runs it.
            queue: Name of the queue.
            values: Argument of the function.
            priority: Order in the queue, from 1, the smallest first; None for before all others.
            delay: Time before it may begin, in seconds; None for none.
            partition: Key of jobs that run one at a time; None without one.
        """
        options: Any = {
            "workflow_name": function,
            "queue_name": queue,
            "workflow_id": job,
            "app_version": VERSION,
            "application_name": APPLICATION,
        }
        optional = {"priority": priority, "delay_seconds": delay, "queue_partition_key": partition}
        options.update({name: value for name, value in optional.items() if value is not None})
        from dbos import error as dbos_error

        client: Any = self.client
        try:
            # Only the first call with the id stores the job.
            self.database.retry(lambda: client.enqueue(options, values))
        except dbos_error.DBOSConflictingWorkflowError:
            raise InputError("key", f"expected a new key: {job!r} is the id of a job of another function") from None

    def define_queue(self, name: str, settings: QueueSettings) -> None:
        """Store the limits of a queue. Workers begin to listen to it within a second."""
        self.database_ready()
        if self.queues().get(name) != settings:
            self.database.put(QUEUES, name=name, settings=json.dumps(asdict(settings)))
            self.register_queue(name, settings, DEFAULT_CAPACITY)

    def define_default_queue(self) -> None:
        """Store the default queue, unless it exists."""
        self.database_ready()
        if self.database.insert_new(QUEUES, name=DEFAULT_QUEUE, settings=json.dumps(asdict(QueueSettings()))):
            self.register_queue(DEFAULT_QUEUE, QueueSettings(), DEFAULT_CAPACITY)

    def queues(self) -> dict[str, QueueSettings]:
        """Return the limits of all queues."""
        found: dict[str, QueueSettings] = {}
        for row in self.database.rows(sa.select(QUEUES)):
            values = json.loads(row.settings)
            values["rate"] = None if values["rate"] is None else tuple(values["rate"])
            found[row.name] = QueueSettings(**values)
        return found

    def register_worker_queue(self, name: str, worker: str, settings: QueueSettings, concurrency: int) -> None:
        """Create the part of a queue that belongs to a worker. Its turns run one at a time per thread.

        Args:
            name: Name of the queue.
            worker: Name of the worker.
            settings: Limits of the queue.
            concurrency: Maximum number of jobs that the worker takes.
        """
        self.client.register_queue(
            worker_queue(name, worker),
            worker_concurrency=capacity_of(settings, concurrency),
            partition_concurrency=1,
            polling_interval_sec=POLLING_INTERVAL,
            application_name=APPLICATION,
        )

    def register_workflow_queue(self, function: str) -> None:
        """Create the queue of a workflow."""
        self.register_queue(workflow_queue(function), QueueSettings(), WORKFLOWS, SLOW_POLLING_INTERVAL)

    def job(self, id: str) -> Job:
        """Return the state of a job.

        Raises:
            UnknownJobError: The database has no such job.
        """
        return self._jobs([self._status(id, load_output=True)])[0]

    def output(self, id: str) -> tuple[Job, JsonObject]:
        """Return the state of a job, and the value that its function has returned; empty before its end."""
        status = self._status(id, load_output=True)
        output: object = status.output
        values: JsonObject = output if is_object(output) else {}
        if status.error is not None:
            values = {"status": "failed", "error": str(status.error)}
        return self._jobs([status])[0], values

    def arguments(self, id: str) -> JsonObject:
        """Return the argument of the function of a job.

        Raises:
            UnknownJobError: The database has no such job.
        """
        return _arguments(self._status(id, load_input=True, load_output=False))

    def jobs(self, *, active: bool, limit: int, queue: str | None) -> list[Job]:
        """Return the newest jobs.

        Args:
            active: Whether to return only those that have not ended.
            limit: Maximum number.
            queue: Name of their queue; None for all.
        """
        filters: dict[str, Any] = {"status": _DBOS_ACTIVE} if active else {}
        if queue is not None:
            filters["queue_name"] = [queue, *(worker_queue(queue, worker) for worker in self._workers())]
        found = self._workflows(
            limit=limit, sort_desc=True, load_input=False, name=[TURN_FUNCTION, WORKFLOW_FUNCTION], **filters
        )
        return self._jobs(found)

    def jobs_by_worker(self) -> dict[str, int]:
        """Return the number of jobs that each worker has begun or must run, and that have not ended."""
        counts: dict[str, int] = {}
        for status in self._workflows(status=["PENDING"], load_input=False, load_output=False):
            if status.executor_id is not None:
                counts[status.executor_id] = counts.get(status.executor_id, 0) + 1
        places = {worker_queue(queue, worker): worker for queue in self.queues() for worker in self._workers()}
        waiting = ["ENQUEUED", "DELAYED"]
        if places:
            for status in self._workflows(status=waiting, queue_name=list(places), load_input=False, load_output=False):
                worker = places[status.queue_name]
                counts[worker] = counts.get(worker, 0) + 1
        return counts

    def latest_retry(self, key: str) -> tuple[int, Job | None]:
        """Return the number of the latest retry of a turn and its job; 1 and None if it was not retried."""
        prefix = f"{key}{RETRY_SEPARATOR}"
        numbers = {
            int(status.workflow_id.removeprefix(prefix)): status
            for status in self._workflows(workflow_id_prefix=prefix, load_input=False, load_output=False)
            if status.workflow_id.removeprefix(prefix).isdecimal()
        }
        latest = max(numbers, default=1)
        return latest, self.job(numbers[latest].workflow_id) if numbers else None

    def _workers(self) -> list[str]:
        return [row.name for row in self.database.rows(sa.select(WORKERS.c.name))]

    def ended(self, before: float, *, limit: int, offset: int) -> list[tuple[Job, str | None]]:
        """Return jobs that have ended, the oldest first, each with the key of its turn; None for a workflow.

        Args:
            before: Time before which they have ended, in seconds since 1970.
            limit: Maximum number.
            offset: Number of jobs to skip.
        """
        statuses = self._workflows(
            status=_DBOS_ENDED,
            completed_before=datetime.fromtimestamp(before, timezone.utc).isoformat(),
            name=[TURN_FUNCTION, WORKFLOW_FUNCTION],
            limit=limit,
            offset=offset,
        )
        jobs = [_job(status) for status in statuses]
        return [
            (job, _arguments(status)["request"]["key"] if job.kind == "turn" else None)
            for job, status in zip(jobs, statuses, strict=True)
        ]

    def active_among(self, ids: Sequence[str]) -> set[str]:
        """Return those of some jobs that have not ended."""
        if not ids:
            return set()
        found = self._workflows(workflow_ids=list(ids), status=_DBOS_ACTIVE, load_input=False, load_output=False)
        return {status.workflow_id for status in found}

    def delete(self, ids: Sequence[str]) -> None:
        """Delete the records of jobs that DBOS has."""
        client = self.client
        self.database.retry(lambda: client.delete_workflows(list(ids)))

    def cancel_unless_running(self, id: str) -> None:
        """Remove a job from its queue, unless a worker has taken it."""
        if self._status(id, load_output=False).status in ("ENQUEUED", "DELAYED"):
            client = self.client
            self.database.retry(lambda: client.cancel_workflow(id))

    def _jobs(self, statuses: Sequence[Any]) -> list[Job]:
        taken = [status.workflow_id for status in statuses if status.status == "PENDING"]
        waiting = jobs_that_wait(self.database, taken)
        return [_job(status, waits=status.workflow_id in waiting) for status in statuses]

    def _workflows(self, **filters: Any) -> list[Any]:
        client = self.client
        return self.database.retry(lambda: list(client.list_workflows(**filters)))

    def database_ready(self) -> None:
        """Create the tables, unless they exist."""
        _ = self.client

    def _status(self, id: str, *, load_input: bool = False, load_output: bool) -> Any:
        found = self._workflows(workflow_ids=[id], load_input=load_input, load_output=load_output)
        if not found:
            raise UnknownJobError(id)
        return found[0]

    def register_queue(
        self, name: str, settings: QueueSettings, capacity: int, polling: float = POLLING_INTERVAL
    ) -> None:
        """Create a queue of DBOS, or change its limits.

        Args:
            name: Name of the queue.
            settings: Limits of the queue.
            capacity: Maximum number of jobs that a worker takes. Without it, a worker would take the whole queue.
            polling: Time between two checks of the queue by a worker, in seconds.
        """
        self.client.register_queue(
            name,
            # The limits are checked by `Admission`, which counts the turns in known threads as well.
            worker_concurrency=capacity_of(settings, capacity),
            polling_interval_sec=polling,
            application_name=APPLICATION,
        )

    def _connect(self) -> DBOSClient:
        from dbos import DBOS, DBOSClient, DBOSPortableJSONSerializer

        self.database.create_tables()
        DBOS.migrate(self.database.url)
        return DBOSClient(
            system_database_url=self.database.url,
            serializer=DBOSPortableJSONSerializer(),
            application_name=APPLICATION,
        )


def _job(status: Any, *, waits: bool = False) -> Job:
    state: JobStatus | None = "queued" if waits else _STATUS.get(status.status)
    if state is None:
        output: object = status.output
        state = cast("JobStatus", output.get("status", "completed") if is_object(output) else "completed")
    queue: str | None = status.queue_name
    return Job(
        id=status.workflow_id,
        kind="turn" if status.name == TURN_FUNCTION else "workflow",
        status=state,
        queue=None if queue is None else base_queue(queue),
        worker=None if state in ("queued", "delayed") else status.executor_id,
        created_at=_seconds(status.created_at),
        updated_at=_seconds(status.updated_at),
    )


def _arguments(status: Any) -> JsonObject:
    values: JsonObject = status.input["args"][0]
    return values


def _seconds(milliseconds: int | None) -> float | None:
    return None if milliseconds is None else milliseconds / 1000


def is_active(job: Job) -> bool:
    """Return whether a job has not ended."""
    return job.status in ACTIVE
