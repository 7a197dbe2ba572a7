"""`Worker`: runs the jobs of a database."""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from openai_codex._sync.client import Codex
from openai_codex._validation import validate_integer, validate_seconds
from openai_codex.config import CodexConfig
from openai_codex.durable.dbos_internals import count_jobs_with, recover, set_listening_queues
from openai_codex.durable.engine import (
    APPLICATION,
    TURN_FUNCTION,
    VERSION,
    WORKFLOW_FUNCTION,
)
from openai_codex.durable.queues import QueueSettings, base_queue, names_of, worker_queue, workflow_queue
from openai_codex.durable.runner import TurnRunner
from openai_codex.durable.store.placement import REPORT_INTERVAL, Placement
from openai_codex.durable.workflows import registered_workflows
from openai_codex.errors import InputError
from openai_codex.turn_once.steps import home_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType

    from typing_extensions import Self

    from openai_codex._json_types import JsonObject
    from openai_codex.durable.client import DurableCodex

logger = logging.getLogger("openai_codex")

POLL = 0.2
"""Time between two checks for cancelled jobs, in seconds."""

QUEUE_CHECK = 1.0
"""Time between two checks for new queues and takeovers, in seconds."""

MAX_THREADS = 1000
"""Maximum number of jobs that run or wait at the same time. Each occupies a thread."""

MAX_JOBS = MAX_THREADS - 100
"""Number of jobs at which the worker takes no further ones, so that none waits for a thread."""

LOOKUP_TIMEOUT = 300.0

_mutex = threading.Lock()
_current: TurnRunner | None = None
_registered = False


class Worker:
    """Runs the jobs of a database, with a runtime of its own.

        with DurableCodex() as durable, Worker(durable, name="worker-1"):
            input("Press Enter to stop.")

    A worker that is started again with the same name and the same CODEX_HOME continues its work. DBOS allows one
    worker per process.

    Args:
        durable: The database.
        name: Stable name of the worker: letters, digits, `-`, `_` and `.`. No other running worker has it.
        config: Settings of the runtime; None uses the defaults. The client restarts a lost runtime, and handlers have
            no timeout.
        concurrency: Maximum number of turns at the same time.
        home: Name of the CODEX_HOME, the same for all workers that share it; None for one of the installation, folder
            and host, or of the address for a runtime that listens. If a worker is lost, one with the same home takes
            over its work.
        queues: Names of the queues; None for all.
        lookup_timeout: Maximum time to wait for another runtime that has loaded the thread of a turn, in seconds; None
            disables it.

    Raises:
        InputError: An argument is invalid, or this process has a worker.
        WorkerExistsError: A worker with this name is running.
    """

    def __init__(
        self,
        durable: DurableCodex,
        *,
        name: str,
        config: CodexConfig | None = None,
        concurrency: int = 4,
        home: str | None = None,
        queues: Sequence[str] | None = None,
        lookup_timeout: float | None = LOOKUP_TIMEOUT,
    ) -> None:
        names_of([name], "name")
        validate_integer("concurrency", concurrency, minimum=1)
        validate_seconds("lookup_timeout", lookup_timeout, allow_zero=True)
        self.name = name
        """Name of the worker."""
        self._engine = durable.engine
        self._placement = Placement(self._engine.database)
        self._config = replace(config or CodexConfig(), restart=True, handler_timeout=None)
        self._concurrency = concurrency
        self._home = home
        self._queues = None if queues is None else names_of(queues)
        self._runner = TurnRunner(durable, self._placement, name, concurrency, lookup_timeout)
        self._listening: list[str] = []
        self._own_queues: dict[str, QueueSettings] = {}
        self._taken_over: set[str] = set()
        self._stop = threading.Event()
        self._monitor: threading.Thread | None = None
        self._token = ""

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Start the runtime, and begin to run jobs.

        Jobs of an earlier process with this name are continued first.

        Raises:
            InputError: This process has a worker.
            WorkerExistsError: A worker with this name is running.
            RuntimeStartError: The runtime failed to start.
        """
        global _current
        with _mutex:
            if _current is not None:
                raise InputError("worker", f"this process runs worker {_current.name!r}; start one worker per process")
            _current = self._runner
        try:
            self._start()
        except BaseException:
            self._close()
            raise

    def stop(self, timeout: float | None = None) -> bool:
        """Stop taking jobs, wait for the running turns, and stop the runtime.

        Turns that run after `timeout` are interrupted by the exit of the runtime. The next worker with this name
        reports or continues them. Idempotent.

        Args:
            timeout: Maximum time to wait, in seconds; None waits until all turns have ended.

        Returns:
            Whether all turns have ended.

        Raises:
            InputError: `timeout` is invalid.
        """
        validate_seconds("timeout", timeout, allow_zero=True)
        if _current is not self._runner:
            return True
        self._runner.stop()
        idle = self._runner.wait_idle(timeout)
        self._close()
        return idle

    def _start(self) -> None:
        from dbos import DBOS, DBOSPortableJSONSerializer

        _register_functions()
        self._token = self._placement.register(self.name, self._concurrency)
        self._runner.limits.forget([self.name])
        codex = Codex(self._config)
        self._runner.codex = codex
        self._runner.home = self._home or home_of(codex)
        self._placement.report(self.name, self._token, self._runner.home)
        DBOS(
            config={
                "name": APPLICATION,
                "system_database_url": self._engine.database.url,
                "application_version": VERSION,
                "executor_id": self.name,
                "serializer": DBOSPortableJSONSerializer(),
                "max_executor_threads": MAX_THREADS,
                # Its warnings repeat each attempt to reach the database; `Database` reports an outage once.
                "console_log_level": "ERROR",
                "run_migrations": False,
            }
        )
        count_jobs_with(self._runner.admission, base_queue, MAX_JOBS)
        names = self._update_queues()
        DBOS.listen_queues(names)
        self._listening = names
        DBOS.launch()
        self._monitor = threading.Thread(target=self._watch, name="codex-durable-monitor", daemon=True)
        self._monitor.start()

    def _close(self) -> None:
        global _current
        from dbos import DBOS

        self._stop.set()
        if self._monitor is not None:
            self._monitor.join()
        if self._runner.codex is not None:
            self._runner.codex.close()
        self._runner.stopped()
        # Jobs that wait, for example in a workflow, notice the end.
        self._runner.wait_idle(5.0)
        DBOS.destroy()
        if self._token:
            self._placement.report(self.name, self._token, self._runner.home, state="stopped")
        with _mutex:
            if _current is self._runner:
                _current = None

    def _watch(self) -> None:
        """Report that the worker is alive, and look for cancelled jobs, new queues and lost workers."""
        reported = checked = 0.0
        while not self._stop.wait(POLL):
            try:
                self._runner.interrupt_cancelled()
                self._runner.recorder.flush()
                now = time.monotonic()
                if now - checked >= QUEUE_CHECK:
                    checked = now
                    self._take_over()
                    self._listen(self._update_queues())
                if now - reported >= REPORT_INTERVAL:
                    reported = now
                    if not self._placement.report(self.name, self._token, self._runner.home):
                        self._replaced()
                        return
            except Exception:
                # The next pass tries again.
                logger.exception("worker %s: the monitor failed", self.name)

    def _replaced(self) -> None:
        """Do not begin further jobs, because another process has started as this worker."""
        logger.error("worker %s: another process has started with this name; stopping", self.name)
        self._runner.stop()
        self._listen([])

    def _update_queues(self) -> list[str]:
        """Return the names of the queues to listen to, and create those that belong to this worker."""
        found = self._engine.queues()
        names: list[str] = []
        # Twice the turns, so that the next one does not wait for the next check of the queue.
        capacity = self._concurrency * 2
        for name, settings in found.items():
            if self._queues is not None and name not in self._queues:
                continue
            if self._own_queues.get(name) != settings:
                self._engine.register_queue(name, settings, self._placement.highest_concurrency() * 2)
                self._engine.register_worker_queue(name, self.name, settings, capacity)
                self._own_queues[name] = settings
            names += [name, *(worker_queue(name, worker) for worker in sorted({self.name, *self._taken_over}))]
        for function in registered_workflows():
            queue = workflow_queue(function)
            if queue not in self._own_queues:
                self._engine.register_workflow_queue(function)
                self._own_queues[queue] = QueueSettings()
            names.append(queue)
        return names

    def _listen(self, names: list[str]) -> None:
        """Begin to listen to queues that were created after the start, and stop listening to those given back."""
        if names != self._listening:
            self._listening = names
            set_listening_queues(names)

    def _take_over(self) -> None:
        """Continue the work of workers that were given to this one, and of those with the same home that have ended."""
        ended = self._placement.ended_with_home(self.name, self._runner.home)
        jobs = self._engine.jobs_by_worker() if ended else {}
        for other in ended:
            # A worker that was stopped keeps its threads for its next start, unless jobs wait for it.
            if other.state == "stopped" and other.name not in jobs:
                continue
            if self._placement.take_over(other.name, self.name):
                logger.warning(
                    "worker %s: taking over the work of the %s worker %s", self.name, other.state, other.name
                )
        taken_over = self._placement.taken_over_by(self.name)
        new = taken_over - self._taken_over
        self._taken_over = taken_over
        if new:
            self._runner.limits.forget(sorted(new))
            recover(sorted(new))


def _register_functions() -> None:
    """Register the functions of the jobs with DBOS, once per process."""
    global _registered
    from dbos import DBOS

    if _registered:
        return
    _registered = True

    @DBOS.workflow(name=TURN_FUNCTION, max_recovery_attempts=None)
    def turn(values: dict[str, Any]) -> dict[str, Any]:
        return _runner().run(str(DBOS.workflow_id), values)

    @DBOS.workflow(name=WORKFLOW_FUNCTION, max_recovery_attempts=None)
    def workflow(values: dict[str, Any]) -> JsonObject:
        return _runner().run_workflow(str(DBOS.workflow_id), values)

    _functions.extend([turn, workflow])


_functions: list[Any] = []


def _runner() -> TurnRunner:
    assert _current is not None
    return _current
