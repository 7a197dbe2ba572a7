"""`TurnRunner`: runs the turns of a worker."""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from openai_codex._handlers.current_requests import current_requests
from openai_codex.durable.admission import Admission, Place
from openai_codex.durable.answers import declined, decode_answer
from openai_codex.durable.engine import TURN_FUNCTION
from openai_codex.durable.handle import DurableTurn
from openai_codex.durable.queues import worker_queue
from openai_codex.durable.recorder import EventRecorder
from openai_codex.durable.requests import asked
from openai_codex.durable.store.budgets import Budgets
from openai_codex.durable.store.database import CANCELLATIONS
from openai_codex.durable.store.journal import DatabaseJournal
from openai_codex.durable.store.limits import Limits
from openai_codex.durable.workflows import run_workflow
from openai_codex.errors import CodexError, RequestTimeoutError, ServerDrainingError, TransportClosedError
from openai_codex.turn_once.drivers import run_turn_once
from openai_codex.turn_once.journal import JournalConflictError, JournalEntry
from openai_codex.turn_once.models import TurnOutcome, TurnRequest

if TYPE_CHECKING:
    from openai_codex._handlers.options import HandlerOptions
    from openai_codex._json_types import JsonObject
    from openai_codex._sync.client import Codex
    from openai_codex._sync.turn import TurnHandle
    from openai_codex.durable.client import DurableCodex
    from openai_codex.durable.requests import Request
    from openai_codex.durable.store.placement import Placement

logger = logging.getLogger("openai_codex")

MAX_FAILURES = 5
"""Number of times that a turn is looked up after the runtime has exited, before it is reported as uncertain."""

MAX_PAUSE = 30.0
"""Longest pause before a turn is looked up again, in seconds."""

POLL = 0.2
"""Time between two checks of a waiting job, in seconds."""


class WorkerStoppedError(BaseException):
    """The worker stops. The job stays in the database, and is run again by the next worker with this name.

    DBOS stores other exceptions as the outcome of the job.
    """


class RunningJob:
    """A turn that the worker runs."""

    def __init__(self, id: str, place: Place) -> None:
        self.id = id
        self.place = place
        self._mutex = threading.Lock()
        self._handle: TurnHandle | None = None
        self._cancelled = False

    @property
    def cancelled(self) -> bool:
        """Whether the job was cancelled."""
        return self._cancelled

    def started(self, handle: TurnHandle) -> None:
        """Record the turn, and interrupt it if the job was cancelled before."""
        with self._mutex:
            self._handle = handle
        if self._cancelled:
            self._interrupt()

    def cancel(self) -> None:
        """Interrupt the turn, now or when it has started."""
        if not self._cancelled:
            self._cancelled = True
            self._interrupt()

    def _interrupt(self) -> None:
        with self._mutex:
            handle = self._handle
        if handle is not None:
            # The turn may have ended.
            with contextlib.suppress(CodexError):
                handle.interrupt()


class TurnRunner:
    """Runs the turns of a worker.

    Args:
        durable: The database.
        placement: The workers.
        name: Name of the worker.
        concurrency: Maximum number of turns at the same time.
        lookup_timeout: See `run_turn_once`.
    """

    def __init__(
        self, durable: DurableCodex, placement: Placement, name: str, concurrency: int, lookup_timeout: float | None
    ) -> None:
        engine = durable.engine
        self.name = name
        self._durable = durable
        self._engine = engine
        self._placement = placement
        self.limits = Limits(engine.database, name)
        self.admission = Admission(self.limits, concurrency)
        self._lookup_timeout = lookup_timeout
        self._journal = DatabaseJournal(engine.database, name)
        self._budgets = Budgets(engine.database)
        self._questions = durable.questions
        self.recorder = EventRecorder(engine.database)
        self._mutex = threading.Lock()
        self._jobs: dict[str, RunningJob] = {}
        self._stopping = threading.Event()
        self._stopped = threading.Event()
        self.codex: Codex | None = None
        self.home: str | None = None

    def stop(self) -> None:
        """Do not begin further turns."""
        self._stopping.set()

    def stopped(self) -> None:
        """End the waits of all jobs. The runtime has exited."""
        self._stopped.set()

    def wait_idle(self, timeout: float | None) -> bool:
        """Wait until no turn runs.

        Args:
            timeout: Maximum time to wait, in seconds; None disables it.

        Returns:
            Whether no turn runs.
        """
        deadline = None if timeout is None else time.monotonic() + timeout
        while self._running():
            if deadline is not None and time.monotonic() >= deadline:
                return False
            time.sleep(0.05)
        return True

    def interrupt_cancelled(self) -> None:
        """Interrupt the turns of cancelled jobs."""
        jobs = self._running()
        if not jobs:
            return
        query = sa.select(CANCELLATIONS.c.job).where(CANCELLATIONS.c.job.in_([job.id for job in jobs]))
        cancelled = {row.job for row in self._engine.database.rows(query)}
        for job in jobs:
            if job.id in cancelled:
                job.cancel()

    def run(self, job: str, values: JsonObject) -> JsonObject:
        """Run a turn, and return the value that DBOS stores.

        Args:
            job: Id of the job.
            values: The argument that `DurableCodex.submit` has stored.

        Raises:
            WorkerStoppedError: The worker stops.
        """
        request = TurnRequest(**values["request"])
        root: str = values.get("root", job)
        other = self._other_place(request)
        if other is not None:
            return self._forward(root, request, values, other)
        place = Place(job, values["queue"], tuple(values.get("order", (0, 0))), lambda: running.cancelled)
        running = RunningJob(root, place)
        with self._mutex:
            self._jobs[job] = running
        try:
            self.admission.enter(place, self._check_stopping)
            try:
                outcome = self._run(running, request, values)
            finally:
                self.admission.leave(place)
        finally:
            with self._mutex:
                del self._jobs[job]
        self._questions.close(root)
        if outcome.final:
            self._budgets.record(outcome, values.get("budget"))
            stored = self._journal.load(request.key)
            if stored is not None and stored.outcome == outcome:
                return {"status": outcome.status, "key": request.key}
        return {"status": outcome.status, "key": request.key, "outcome": outcome.model_dump(mode="json")}

    def run_workflow(self, job: str, values: JsonObject) -> JsonObject:
        """Call the function of a workflow, and return the value that DBOS stores.

        Args:
            job: Id of the workflow.
            values: The argument that `DurableCodex.start` has stored.

        Raises:
            WorkerStoppedError: The worker stops.
        """
        return run_workflow(self._durable, job, values, self.check)

    def _run(self, job: RunningJob, request: TurnRequest, values: JsonObject) -> TurnOutcome:
        rejected = self._rejected(job, request, values.get("budget"))
        if rejected is not None:
            return rejected
        handlers = self._handlers(job, values.get("approval_timeout"))
        readers: list[threading.Thread] = []

        def on_turn(handle: TurnHandle) -> None:
            readers.append(self.recorder.follow(job.id, handle))
            job.started(handle)

        failures = 0
        while True:
            self.check()
            codex = self.codex
            assert codex is not None
            try:
                outcome = run_turn_once(
                    codex,
                    request,
                    journal=self._journal,
                    home=self.home,
                    lookup_timeout=self._lookup_timeout,
                    on_turn=on_turn,
                    **handlers,
                )
            except (TransportClosedError, RequestTimeoutError, ServerDrainingError) as error:
                self.check()
                failures += 1
                logger.warning("job %s: the runtime failed (%s); looking up the turn", job.id, error)
                if failures > MAX_FAILURES and self._may_have_begun(request):
                    return _uncertain(request, f"the runtime has failed {failures} times: {error}")
                if not self._pause(job, min(2.0 ** min(failures, 5), MAX_PAUSE)):
                    rejected = self._rejected(job, request, None)
                    if rejected is not None:
                        return rejected
                continue
            except JournalConflictError:
                return self._outcome_of_other_worker(job, request)
            except CodexError as error:
                entry = self._journal.load(request.key)
                if entry is not None and entry.state == "starting":
                    return _uncertain(request, str(error))
                return TurnOutcome(key=request.key, status="failed", error=str(error), error_code=type(error).__name__)
            if outcome.retry_at is None:
                for reader in readers:
                    reader.join(timeout=5.0)
                self.recorder.flush()
                return outcome
            if not self._pause(job, outcome.retry_at - time.time()):
                return outcome.model_copy(update={"retry_at": None, "status": "cancelled"})

    def _rejected(self, job: RunningJob, request: TurnRequest, budget: str | None) -> TurnOutcome | None:
        """Return the outcome of a turn that must not start; None if it may."""
        if self._may_have_begun(request):
            return None
        query = sa.select(CANCELLATIONS.c.job).where(CANCELLATIONS.c.job == job.id)
        outcome: TurnOutcome | None = None
        if self._engine.database.rows(query):
            outcome = TurnOutcome(key=request.key, status="cancelled", error="the turn was cancelled before it started")
        elif budget is not None:
            limits = self._budgets.get(budget)
            if limits is not None and limits.exhausted:
                outcome = TurnOutcome(
                    key=request.key,
                    status="failed",
                    error=f"budget {budget!r} is exhausted; increase it with set_budget",
                    error_code="budgetExhausted",
                )
        if outcome is not None:
            fingerprint = request.fingerprint
            self._journal.record(
                JournalEntry(key=request.key, fingerprint=fingerprint, state="finished", outcome=outcome)
            )
        return outcome

    def _may_have_begun(self, request: TurnRequest) -> bool:
        """Return whether the turn may have been sent to a runtime. If it was not, it waits for a working one."""
        entry = self._journal.load(request.key)
        return entry is not None and entry.state != "claimed"

    def _other_place(self, request: TurnRequest) -> str | None:
        """Return the worker that must run the turn because it has begun there; None if this worker may."""
        place = self._placement.place_of_turn(request.key)
        if place is None or place[0] == self.name or place[1] == self.home:
            return None
        successor = self._placement.successor(place[0])
        return None if successor == self.name else successor

    def _forward(self, root: str, request: TurnRequest, values: JsonObject, worker: str) -> JsonObject:
        """Let another worker run the turn: after a restart, its job may be dequeued by any worker."""
        id = f"{root}@{worker}"
        partition = request.thread_id or request.key
        self._engine.enqueue(
            id, TURN_FUNCTION, worker_queue(values["queue"], worker), {**values, "root": root}, partition=partition
        )
        other = DurableTurn(self._engine, id)
        while other.status in ("delayed", "queued", "running"):
            self.check()
            time.sleep(POLL)
        outcome = other.result()
        return {"status": outcome.status, "key": request.key, "outcome": outcome.model_dump(mode="json")}

    def _outcome_of_other_worker(self, job: RunningJob, request: TurnRequest) -> TurnOutcome:
        """Wait for the outcome of a worker that has taken over the turn."""
        while True:
            entry = self._journal.load(request.key)
            if entry is not None and entry.state == "finished" and entry.outcome is not None:
                return entry.outcome
            self._pause(job, 1.0)

    def _handlers(self, job: RunningJob, timeout: float | None) -> HandlerOptions:
        def ask(request: Request) -> Any:
            question = asked(request)
            requests = current_requests()
            with self.admission.absence(job.place, self.check):
                answer = self._questions.ask(
                    job.id,
                    question,
                    timeout=timeout,
                    interrupted=lambda: job.cancelled or self._stopped.is_set(),
                    ended=lambda: any(not request.claims for request in requests),
                )
            return decode_answer(question.kind, answer or declined(question.kind))

        return {"on_approval": ask, "on_user_input": ask, "on_elicitation": ask, "on_permissions": ask}

    def _running(self) -> list[RunningJob]:
        with self._mutex:
            return list(self._jobs.values())

    def check(self) -> None:
        """Raise `WorkerStoppedError` if the runtime has exited because the worker stops."""
        if self._stopped.is_set():
            raise WorkerStoppedError

    def _check_stopping(self) -> None:
        """Raise `WorkerStoppedError` if the worker begins no further turns."""
        if self._stopping.is_set():
            raise WorkerStoppedError

    def _pause(self, job: RunningJob, seconds: float) -> bool:
        """Wait while other turns run, and return whether the job was not cancelled meanwhile."""
        deadline = time.time() + seconds
        with self.admission.absence(job.place, self._check_stopping):
            while time.time() < deadline and not job.cancelled:
                self._stopping.wait(min(POLL, max(0.0, deadline - time.time())))
                self._check_stopping()
        return not job.cancelled


def _uncertain(request: TurnRequest, error: str) -> TurnOutcome:
    return TurnOutcome(key=request.key, status="uncertain", error=error)
