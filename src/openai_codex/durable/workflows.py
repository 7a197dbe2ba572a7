"""`workflow` and `WorkflowContext`: functions that run several turns and wait for answers."""

from __future__ import annotations

import inspect
import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import sqlalchemy as sa

from openai_codex._handlers.encoding import to_json
from openai_codex._validation import validate_seconds
from openai_codex.durable.answers import decode_answer
from openai_codex.durable.records import ACTIVE, JobCancelledError
from openai_codex.durable.store.database import CANCELLATIONS
from openai_codex.errors import InputError
from openai_codex.turn_once.models import TurnRequest

if TYPE_CHECKING:
    from collections.abc import Callable

    from openai_codex._handlers.approvals import Approval
    from openai_codex._json_types import JsonObject
    from openai_codex.durable.client import DurableCodex
    from openai_codex.turn_once.models import TurnOutcome

FunctionT = TypeVar("FunctionT", bound="Callable[..., Any]")

POLL = 0.2
"""Time between two checks of a turn of a workflow, in seconds."""

_WORKFLOWS: dict[str, Callable[..., Any]] = {}


def workflow(function: FunctionT) -> FunctionT:
    """Declare a function as a workflow.

        @workflow
        def release(context: WorkflowContext, repository: str) -> str:
            tests = context.run("Run the tests.", thread_options={"cwd": repository})
            if not context.approve("Release?"):
                return "declined"
            return context.run("Release.", thread_id=tests.thread_id).status

    If the worker is restarted, the function runs again from its beginning. Its turns, questions and steps are not
    repeated: they return their stored results. Apart from them, the function must do the same each time.

    Args:
        function: Takes a `WorkflowContext` and JSON values, and returns a JSON value. Its module must be imported in
            the worker.

    Returns:
        The function.

    Raises:
        InputError: The argument is not a function, or is one with `async` or `yield`.
    """
    if not callable(function) or not hasattr(function, "__qualname__"):
        raise InputError("function", f"expected a function, got {type(function).__name__}")
    for is_other, kind in (
        (inspect.iscoroutinefunction, "an async function"),
        (inspect.isasyncgenfunction, "an async generator"),
        (inspect.isgeneratorfunction, "a generator"),
    ):
        if is_other(function):
            raise InputError(
                "function", f"expected a plain function, got {kind}; the methods of the context wait for their results"
            )
    # A module that is loaded again replaces its functions.
    _WORKFLOWS[f"{_module_of(function)}.{function.__qualname__}"] = function
    return function


def _module_of(function: Callable[..., Any]) -> str:
    """Return the name under which other processes import the module of a function."""
    if function.__module__ != "__main__":
        return function.__module__
    main = sys.modules["__main__"]
    spec = getattr(main, "__spec__", None)
    return str(spec.name) if spec is not None else Path(getattr(main, "__file__", None) or "__main__").stem


def name_of(function: Callable[..., Any]) -> str:
    """Return the name of a workflow. Raises `InputError` if the function is not declared as one."""
    for name, known in _WORKFLOWS.items():
        if known is function:
            return name
    raise InputError("function", "expected a function with the decorator @workflow")


def registered_workflows() -> list[str]:
    """Return the names of the workflows of this process."""
    return sorted(_WORKFLOWS)


class WorkflowContext:
    """The operations of a workflow whose results are stored.

    Created by `Worker`.

    Args:
        durable: The database.
        job: Id of the workflow.
        check: Raises an exception if the worker stops.
    """

    def __init__(self, durable: DurableCodex, job: str, check: Callable[[], None]) -> None:
        self._durable = durable
        self._check_worker = check
        self._count = 0
        self.id = job
        """Id of the workflow."""

    def run(self, prompt: str | TurnRequest, **options: Any) -> TurnOutcome:
        """Run a turn, and return its outcome.

        Args:
            prompt: The input, or a `TurnRequest`, whose key is replaced.
            **options: The keywords of `DurableCodex.submit`, except `key`.

        Returns:
            The outcome, also if the turn has failed.

        Raises:
            InputError: An argument is invalid.
            JobCancelledError: The workflow was cancelled. The turn is interrupted.
        """
        key = self._next_id("turn")
        if isinstance(prompt, TurnRequest):
            turn = self._durable.submit(prompt.model_copy(update={"key": key}), **options)
        else:
            turn = self._durable.submit(prompt, key=key, **options)
        while turn.status in ACTIVE:
            try:
                self._check()
            except JobCancelledError:
                turn.cancel()
                raise
            time.sleep(POLL)
        return turn.result()

    def ask(self, text: str, *, details: object = None, timeout: float | None = None) -> Approval:
        """Ask a question, and wait for the answer, for days if necessary.

        Args:
            text: The question, as `DurableCodex.pending` returns it.
            details: Further details as a JSON value; None for none.
            timeout: Time after which the question is declined, in seconds; None for never.

        Returns:
            The answer, which may contain a reason.

        Raises:
            InputError: An argument is invalid.
            JobCancelledError: The workflow was cancelled.
        """
        validate_seconds("timeout", timeout)
        id = self._next_id("question")
        values: JsonObject = {} if details is None else {"details": to_json(details, "details")}
        answer = self._durable.questions.ask_once(
            id, self.id, text, values, timeout=timeout, interrupted=self._interrupted
        )
        if answer is None:
            raise JobCancelledError(self.id)
        approval: Approval = decode_answer("workflow", answer)
        return approval

    def approve(self, text: str, *, details: object = None, timeout: float | None = None) -> bool:
        """Ask a question, and return whether it was accepted.

        Args:
            text: The question, as `DurableCodex.pending` returns it.
            details: Further details as a JSON value; None for none.
            timeout: Time after which the question is declined, in seconds; None for never.

        Returns:
            Whether the answer accepts.

        Raises:
            InputError: An argument is invalid.
            JobCancelledError: The workflow was cancelled.
        """
        from openai_codex.durable.answers import is_accepted

        return is_accepted(self.ask(text, details=details, timeout=timeout))

    def step(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """Call a function and store its result.

        If the worker is killed during the call, the function is called again.

        Args:
            function: Returns a JSON value.
            *arguments: Its arguments.

        Returns:
            The result, or the stored result of an earlier call.
        """
        from dbos import DBOS

        name = self._next_id("step")
        return DBOS.run_step({"name": name}, function, *arguments)

    def sleep(self, seconds: float) -> None:
        """Wait, also across restarts of the worker.

        Args:
            seconds: Time to wait, in seconds, counted from the first call.

        Raises:
            InputError: `seconds` is invalid.
            JobCancelledError: The workflow was cancelled.
        """
        validate_seconds("seconds", seconds, optional=False, allow_zero=True)
        end: float = self.step(lambda: time.time() + seconds)
        while (remaining := end - time.time()) > 0:
            self._check()
            time.sleep(min(POLL, remaining))

    def _next_id(self, kind: str) -> str:
        self._count += 1
        return f"{self.id}/{self._count}-{kind}"

    def _check(self) -> None:
        if self._interrupted():
            raise JobCancelledError(self.id)

    def _interrupted(self) -> bool:
        self._check_worker()
        query = sa.select(CANCELLATIONS.c.job).where(CANCELLATIONS.c.job == self.id)
        return bool(self._durable.engine.database.rows(query))


def run_workflow(durable: DurableCodex, job: str, values: JsonObject, check: Callable[[], None]) -> JsonObject:
    """Call the function of a workflow, and return the value that DBOS stores.

    Args:
        durable: The database.
        job: Id of the workflow.
        values: The argument that `DurableCodex.start` has stored.
        check: Raises an exception if the worker stops.
    """
    function = _WORKFLOWS[values["function"]]
    context = WorkflowContext(durable, job, check)
    outcome: JsonObject
    try:
        result = function(context, *values["arguments"])
        outcome = {"status": "completed", "result": json.loads(json.dumps(to_json(result, "result")))}
    except JobCancelledError:
        outcome = {"status": "cancelled"}
    except (Exception, SystemExit, KeyboardInterrupt) as error:
        # Each of them would otherwise end the thread of the job, which then never ends.
        outcome = {"status": "failed", "error": f"{type(error).__name__}: {error}"}
    # Not if the worker stops: the workflow continues later.
    durable.questions.close(job)
    return outcome
