"""`DurableCodex`: submits turns and workflows to a database."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from openai_codex._validation import validate_integer, validate_seconds
from openai_codex.durable._extra import require_extra
from openai_codex.durable.queues import QueueSettings, names_of, validate_priority, worker_queue, workflow_queue
from openai_codex.errors import InputError
from openai_codex.turn_once.models import TurnRequest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from types import TracebackType

    from typing_extensions import Self

    from openai_codex._results.usage import Prices, TokenUsage
    from openai_codex.durable.handle import DurableTurn, DurableWorkflow
    from openai_codex.durable.records import Budget, Job, Question, WorkerInfo
    from openai_codex.turn_once.models import TurnOutcome

DEFAULT_QUEUE = "codex"
WINDOW = 1000
"""Number of prompts that `map` submits ahead of the oldest result."""


class DurableCodex:
    """Turns and workflows that survive crashes, in a database that processes share.

        with DurableCodex() as durable:
            turn = durable.submit("Check invoice 17.", key="invoice-17")
            print(turn.result().final_response)

    Submitting needs neither a runtime nor a worker in this process; `Worker` runs the turns. Instances are
    thread-safe. Use it with `with`, or call `close()`.

    Args:
        database_url: `sqlite:///PATH`, or `postgresql://USER@HOST/NAME` for workers on several machines. None for an
            SQLite file in the data directory of the user.

    Raises:
        MissingExtraError: The extra `durable` is not installed.
        InputError: The URL is invalid.
        DatabaseUnreachableError: The PostgreSQL server refuses the connection, or is not reached within 30 seconds.
    """

    def __init__(self, database_url: str | None = None) -> None:
        require_extra()
        # Imported here: DBOS and SQLAlchemy take more than a second to import.
        from openai_codex.durable.engine import Engine
        from openai_codex.durable.store.budgets import Budgets
        from openai_codex.durable.store.database import Database
        from openai_codex.durable.store.database import database_url as checked_url
        from openai_codex.durable.store.placement import Placement
        from openai_codex.durable.store.questions import Questions

        self.engine = Engine(Database(checked_url(database_url)))
        """The store of jobs, for `Worker`; not part of the public interface."""
        self._budgets = Budgets(self.engine.database)
        self._placement = Placement(self.engine.database)
        self.questions = Questions(self.engine.database)
        """The questions, for `WorkflowContext`; not part of the public interface."""
        try:
            self.engine.define_default_queue()
        except BaseException:
            self.engine.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections to the database.

        Jobs continue. Idempotent.
        """
        self.engine.close()

    @property
    def database_url(self) -> str:
        """URL of the database.

        It may contain a password.
        """
        return self.engine.database.url

    def submit(
        self,
        prompt: str | TurnRequest,
        *,
        queue: str = DEFAULT_QUEUE,
        priority: int | None = None,
        key: str | None = None,
        delay: float | None = None,
        budget: str | None = None,
        worker: str | None = None,
        approval_timeout: float | None = None,
        **fields: Any,
    ) -> DurableTurn:
        """Store a turn, which a worker runs.

        A turn in a known thread is run by the worker that has the thread, one turn at a time. Others are run by any
        worker.

        Args:
            prompt: The input, or a `TurnRequest`.
            queue: Name of the queue; see `queue`.
            priority: Order in the queue, from 1, the smallest first; None for before all others.
            key: Idempotency key and id of the job; None for that of the request, or a random one. If the database has
                a job with this key, the handle refers to it.
            delay: Time before the turn may begin, in seconds; None for none.
            budget: Name of a budget; see `set_budget`. None without one.
            worker: Name of the worker that runs the turn; None for the worker of the thread, or any.
            approval_timeout: Time after which a question of the turn is declined, in seconds; None for never.
            **fields: The fields of `TurnRequest`.

        Returns:
            A handle of the job.

        Raises:
            InputError: An argument is invalid, the queue, the budget or the worker of the thread is unknown, or the key
                was used for another request.
        """
        from openai_codex.durable.engine import TURN_FUNCTION
        from openai_codex.durable.handle import DurableTurn

        request = _request(prompt, key, fields)
        names_of([queue])
        validate_priority(priority)
        if delay is not None:
            validate_seconds("delay", delay, optional=False, allow_zero=True)
        self._budgets.check(budget)
        validate_seconds("approval_timeout", approval_timeout)
        if queue != DEFAULT_QUEUE and queue not in self.engine.queues():
            raise InputError("queue", f"unknown queue {queue!r}; create it with durable.queue({queue!r})")
        owner = self._placement.worker_for(request.thread_id, worker)
        place = queue if owner is None else worker_queue(queue, owner)
        values = {
            "request": request.model_dump(mode="json"),
            "queue": queue,
            "budget": budget,
            "approval_timeout": approval_timeout,
            "order": [priority or 0, time.time()],
        }
        partition = None if owner is None else request.thread_id or request.key
        self.engine.enqueue(
            request.key, TURN_FUNCTION, place, values, priority=priority, delay=delay, partition=partition
        )
        if key is not None or isinstance(prompt, TurnRequest):
            stored = TurnRequest(**self.engine.arguments(request.key)["request"])
            if stored.fingerprint != request.fingerprint:
                raise InputError("key", f"expected a new key for another request, got {request.key!r}")
        return DurableTurn(self.engine, request.key)

    def map(self, prompts: Iterable[str | TurnRequest], **options: Any) -> Iterator[TurnOutcome]:
        """Submit turns, and iterate over their outcomes in the order of the prompts.

        At most 1,000 turns are submitted ahead of the oldest outcome that was not taken. If the iteration is abandoned,
        the submitted turns continue.

        Args:
            prompts: The prompts or requests. With keys, a second call after a crash continues where the first stopped.
            **options: The keywords of `submit`, except `key`.

        Yields:
            The outcomes.

        Raises:
            InputError: A prompt or a keyword is invalid.
        """
        from collections import deque

        if "key" in options:
            raise InputError("key", "expected requests with keys: TurnRequest(input=..., key=...)")
        waiting: deque[DurableTurn] = deque()
        for prompt in prompts:
            waiting.append(self.submit(prompt, **options))
            if len(waiting) >= WINDOW:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()

    def start(self, function: Callable[..., Any], *arguments: Any, key: str | None = None) -> DurableWorkflow:
        """Store a call of a workflow, which a worker runs.

        Args:
            function: A function with the decorator `workflow`.
            *arguments: Its arguments after the context, as JSON values.
            key: Id of the job; None for a random one. If the database has a job with this key, the handle refers to it.

        Returns:
            A handle of the job.

        Raises:
            InputError: The function is not a workflow, an argument has no JSON form, or the key was used for another
                call.
        """
        from openai_codex._handlers.encoding import to_json
        from openai_codex.durable.engine import WORKFLOW_FUNCTION
        from openai_codex.durable.handle import DurableWorkflow
        from openai_codex.durable.workflows import name_of

        name = name_of(function)
        if key is not None and (not isinstance(key, str) or not key):
            raise InputError("key", f"expected text, or None for a random key, got {key!r}")
        id = key or uuid4().hex
        values = {"function": name, "arguments": to_json(list(arguments), "arguments")}
        self.engine.enqueue(id, WORKFLOW_FUNCTION, workflow_queue(name), values)
        if key is not None and self.engine.arguments(id) != values:
            raise InputError("key", f"expected a new key for another call, got {id!r}")
        return DurableWorkflow(self.engine, id)

    def job(self, id: str) -> DurableTurn | DurableWorkflow:
        """Return a handle of a job that was submitted in any process.

        Args:
            id: Id of the job.

        Returns:
            The handle.

        Raises:
            UnknownJobError: The database has no such job.
        """
        from openai_codex.durable.handle import DurableTurn, DurableWorkflow

        kind = self.engine.job(id).kind
        return DurableTurn(self.engine, id) if kind == "turn" else DurableWorkflow(self.engine, id)

    def jobs(self, *, active: bool = False, limit: int = 100, queue: str | None = None) -> list[Job]:
        """Return the newest jobs.

        Args:
            active: Whether to return only jobs that have not ended.
            limit: Maximum number of jobs.
            queue: Name of their queue; None for all.

        Returns:
            The jobs, the newest first.

        Raises:
            InputError: `limit` is invalid.
        """
        validate_integer("limit", limit, minimum=1)
        return self.engine.jobs(active=active, limit=limit, queue=queue)

    def delete_jobs(self, *, older_than: float) -> int:
        """Delete the jobs that ended some time ago, with their outcomes, events and questions.

        Threads, usage and the workers of threads are kept, and so are uncertain turns, and the turns of a workflow that
        has not ended. A turn that is submitted with the key of a deleted job runs again.

        Args:
            older_than: Time since the end of a job, in seconds.

        Returns:
            The number of deleted jobs.

        Raises:
            InputError: `older_than` is invalid.
        """
        from openai_codex.durable.retention import delete_jobs

        validate_seconds("older_than", older_than, optional=False, allow_zero=True)
        return delete_jobs(self.engine, older_than)

    def queue(
        self,
        name: str,
        *,
        concurrency: int | None = None,
        worker_concurrency: int | None = None,
        rate: tuple[int, float] | None = None,
    ) -> None:
        """Create a queue, or change its limits.

        Workers begin to listen to it within a second. Turns that wait for an answer or after an overload do not count.

        Args:
            name: Name of the queue: letters, digits, `-`, `_` and `.`.
            concurrency: Maximum number of turns at the same time on all workers together; None sets no limit.
            worker_concurrency: Maximum number of turns at the same time on each worker; None sets no limit.
            rate: Maximum number of turns that start within a number of seconds, `(turns, seconds)`; None sets no limit.

        Raises:
            InputError: An argument is invalid.
        """
        names_of([name])
        settings = QueueSettings(concurrency, worker_concurrency, rate)
        settings.validate()
        self.engine.define_queue(name, settings)

    def pending(self) -> list[Question]:
        """Return the questions of turns and workflows that wait for an answer, the oldest first."""
        return self.questions.pending()

    def answer(self, id: str, answer: object) -> None:
        """Answer a question, from any process.

        Args:
            id: Id of the question.
            answer: An `Approval`; for a question of the model (`user_input`), a mapping from question id to text. An
                `Elicitation` or `Permissions` is valid for questions of that kind.

        Raises:
            InputError: The question is unknown, already answered or past its deadline, or the answer is invalid.
        """
        self.questions.answer(id, answer)

    def workers(self) -> list[WorkerInfo]:
        """Return all workers that have ever used the database, by name."""
        return self._placement.workers(self.engine.jobs_by_worker())

    def recover(self, name: str, *, to: str | None = None) -> str:
        """Let another worker do the work of a lost or stopped one.

        The other worker looks up the turns that have begun. If it has no access to the CODEX_HOME of the lost worker,
        it reports them as `uncertain`, and turns in threads of that home fail.

        Args:
            name: Name of the lost worker.
            to: Name of a running worker; None for one with the same CODEX_HOME.

        Returns:
            Name of the worker that takes over.

        Raises:
            InputError: A worker is unknown, or no running worker has the same CODEX_HOME.
        """
        jobs = self.engine.jobs_by_worker()
        successor = self._placement.choose_successor(name, to, jobs)
        if not self._placement.take_over(name, successor):
            return self._placement.successor(name)
        return successor

    def set_budget(
        self,
        name: str,
        *,
        tokens: int | None = None,
        cost: object = None,
        prices: Prices | None = None,
    ) -> None:
        """Limit the tokens or the cost of the turns with a budget.

        Before a turn starts, its worker compares the turns that have ended with the limits. A turn beyond them fails
        with the `error_code` `budgetExhausted`. Turns that run at the same time may exceed a limit.

        Args:
            name: Name of the budget, for `submit(budget=...)`.
            tokens: Maximum number of tokens; None sets no limit.
            cost: Maximum cost, as a number or text; None sets no limit.
            prices: Prices of the tokens; None for no cost. They apply to turns that end from now on.

        Raises:
            InputError: An argument is invalid, or `cost` has no `prices`.
        """
        self._budgets.set(name, tokens, cost, prices)

    def budget(self, name: str) -> Budget | None:
        """Return a budget with the amounts used.

        None if it was not set.
        """
        return self._budgets.get(name)

    def usage(self, budget: str | None = None) -> TokenUsage:
        """Return the tokens of all turns that have ended.

        Args:
            budget: Name of a budget; None for all turns.

        Returns:
            The sum. Turns whose tokens the runtime did not report count as 0.
        """
        return self._budgets.usage(budget)

    def __repr__(self) -> str:
        from openai_codex._redaction import redacted_text

        return f"DurableCodex({redacted_text(self.database_url)!r})"


def _request(prompt: str | TurnRequest, key: str | None, fields: dict[str, Any]) -> TurnRequest:
    if isinstance(prompt, TurnRequest):
        if fields or key not in (None, prompt.key):
            raise InputError("prompt", "expected the fields in the TurnRequest, got further arguments")
        return prompt
    return TurnRequest(**{"input": prompt, **fields, **({} if key is None else {"key": key})})
