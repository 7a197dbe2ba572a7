"""`DurableTurn` and `DurableWorkflow`: handles of jobs."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from openai_codex._validation import validate_seconds
from openai_codex.durable.engine import RETRY_SEPARATOR, TURN_FUNCTION, is_active
from openai_codex.durable.records import JobCancelledError, JobEvent, JobTimeoutError
from openai_codex.durable.store.database import CANCELLATIONS, EVENTS, TURNS
from openai_codex.errors import CodexError
from openai_codex.turn_once.journal import JournalEntry
from openai_codex.turn_once.models import TurnOutcome, TurnRequest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from openai_codex._json_types import JsonObject
    from openai_codex.durable.engine import Engine
    from openai_codex.durable.records import JobStatus

MIN_POLL = 0.02
MAX_POLL = 0.5
"""Shortest and longest pause between two checks of a job, in seconds."""


class WorkflowFailedError(CodexError, RuntimeError):
    """A workflow has raised an exception.

    Attributes:
        job: Id of the workflow.
    """

    def __init__(self, job: str, problem: str) -> None:
        super().__init__(f"workflow {job!r}: {problem}")
        self.job = job


class DurableJob:
    """A job in the database. It exists independently of this handle and of the process that has submitted it."""

    def __init__(self, engine: Engine, id: str) -> None:
        self._engine = engine
        self.id = id
        """Id of the job, for `DurableCodex.job`."""

    @property
    def status(self) -> JobStatus:
        """State of the job, read from the database.

        Raises:
            UnknownJobError: The database has no such job.
        """
        return self._engine.job(self.id).status

    def cancel(self) -> None:
        """Cancel the job.

        A job that has not begun is removed from its queue. A turn that is running is interrupted
        (`turn/interrupt`) within a second. Does nothing if the job has ended.

        Raises:
            UnknownJobError: The database has no such job.
        """
        if is_active(self._engine.job(self.id)):
            # Recorded first: if the job begins meanwhile, its worker finds the record.
            self._engine.database.insert_new(CANCELLATIONS, job=self.id, since=time.time())
            self._engine.cancel_unless_running(self.id)

    def wait(self, timeout: float | None = None) -> JobStatus:
        """Wait until the job has ended.

        Args:
            timeout: Maximum time to wait, in seconds; None disables it.

        Returns:
            The final status.

        Raises:
            JobTimeoutError: The job has not ended in time. It continues.
            UnknownJobError: The database has no such job.
        """
        validate_seconds("timeout", timeout, allow_zero=True)
        deadline = None if timeout is None else time.monotonic() + timeout
        pause = MIN_POLL
        while True:
            job = self._engine.job(self.id)
            if not is_active(job):
                return job.status
            remaining = None if deadline is None else deadline - time.monotonic()
            if remaining is not None and remaining <= 0:
                raise JobTimeoutError(self.id, timeout or 0)
            time.sleep(pause if remaining is None else min(pause, remaining))
            pause = min(pause * 1.5, MAX_POLL)

    def __repr__(self) -> str:
        return f"{type(self).__name__}(id={self.id!r})"


class DurableTurn(DurableJob):
    """A turn that was submitted.

    Created by `DurableCodex.submit`.
    """

    def result(self, timeout: float | None = None) -> TurnOutcome:
        """Wait until the turn has ended, and return its outcome.

        Args:
            timeout: Maximum time to wait, in seconds; None disables it.

        Returns:
            The outcome, also if the turn has failed.

        Raises:
            JobTimeoutError: The turn has not ended in time. It continues.
            UnknownJobError: The database has no such job.
        """
        self.wait(timeout)
        job, output = self._engine.output(self.id)
        key = output.get("key") or self._request().key
        entry = self._entry(key)
        if output.get("status") == "uncertain" and entry is not None and entry.state == "finished" and entry.outcome:
            # A retry has resolved it.
            return entry.outcome
        if "outcome" in output:
            return TurnOutcome.model_validate(output["outcome"])
        if entry is not None and entry.outcome is not None and entry.state == "finished":
            return entry.outcome
        if job.status == "cancelled":
            if entry is None or entry.state == "claimed":
                return TurnOutcome(key=key, status="cancelled", error="the turn was cancelled before it started")
            return TurnOutcome(
                key=key, status="uncertain", thread_id=entry.thread_id, error="the turn was cancelled while it started"
            )
        return TurnOutcome(key=key, status="uncertain", error=output.get("error") or "the job has no outcome")

    def events(self, *, after: int = 0) -> Iterator[JobEvent]:
        """Iterate over the progress of the turn, also in another process, until it ends.

        The worker stores notifications of the runtime about the turn, its items and errors, but no deltas.

        Args:
            after: Number of the last event that is already known; 0 for all events.

        Yields:
            The events, in order. If the worker was restarted during the turn, some may be missing or repeated.
        """
        pause = MIN_POLL
        while True:
            # Read before the events: those of a job that has ended are complete.
            active = is_active(self._engine.job(self.id))
            query = (
                sa.select(EVENTS)
                .where(EVENTS.c.job == self.id, EVENTS.c.number > after)
                .order_by(EVENTS.c.number)
                .limit(1000)
            )
            rows = self._engine.database.rows(query)
            for row in rows:
                after = row.number
                values: JsonObject = json.loads(row.event)
                yield JobEvent(row.number, values["method"], values["params"])
            if rows:
                pause = MIN_POLL
            elif not active:
                return
            else:
                time.sleep(pause)
                pause = min(pause * 1.5, MAX_POLL)

    def retry(self) -> DurableTurn:
        """Look up an uncertain turn again, for example after its CODEX_HOME was restored.

        After the retry has resolved it, `result` of this handle returns the same outcome.

        Returns:
            A handle of the new job, which has the same key, or of an earlier retry that has not ended. The job starts
            the turn only if it has not begun.
        """
        values = self._engine.arguments(self.id)
        key = values["request"]["key"]
        number, latest = self._engine.latest_retry(key)
        if latest is not None and is_active(latest):
            return DurableTurn(self._engine, latest.id)
        id = f"{key}{RETRY_SEPARATOR}{number + 1}"
        self._engine.enqueue(id, TURN_FUNCTION, values["queue"], values)
        return DurableTurn(self._engine, id)

    def _request(self) -> TurnRequest:
        return TurnRequest(**self._engine.arguments(self.id)["request"])

    def _entry(self, key: str) -> JournalEntry | None:
        for row in self._engine.database.rows(sa.select(TURNS.c.entry).where(TURNS.c.key == key)):
            return None if row.entry is None else JournalEntry.model_validate_json(row.entry)
        return None


class DurableWorkflow(DurableJob):
    """A workflow that was started.

    Created by `DurableCodex.start`.
    """

    def result(self, timeout: float | None = None) -> Any:
        """Wait until the workflow has ended, and return the result of its function.

        Args:
            timeout: Maximum time to wait, in seconds; None disables it.

        Returns:
            The result as a JSON value.

        Raises:
            WorkflowFailedError: The function has raised an exception.
            JobCancelledError: The workflow was cancelled.
            JobTimeoutError: The workflow has not ended in time. It continues.
            UnknownJobError: The database has no such job.
        """
        status = self.wait(timeout)
        _, output = self._engine.output(self.id)
        if status == "cancelled":
            raise JobCancelledError(self.id)
        if status == "failed":
            raise WorkflowFailedError(self.id, str(output.get("error")))
        return output.get("result")
