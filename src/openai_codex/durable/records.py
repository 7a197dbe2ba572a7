"""Records that `DurableCodex` returns: jobs, workers, questions, budgets and events."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from openai_codex.errors import CodexError

if TYPE_CHECKING:
    from decimal import Decimal

    from openai_codex._json_types import JsonObject

JobStatus = Literal["delayed", "queued", "running", "completed", "failed", "interrupted", "cancelled", "uncertain"]

ACTIVE: frozenset[str] = frozenset({"delayed", "queued", "running"})
"""States of a job that has not ended."""


class DatabaseUnreachableError(CodexError, ConnectionError):
    """The PostgreSQL server refuses the first connection, or is not reached in time."""


class JobTimeoutError(CodexError, TimeoutError):
    """A job has not ended in time.

    It continues.
    """

    def __init__(self, job: str, timeout: float) -> None:
        super().__init__(f"job {job!r}: not ended within {timeout:g} s; the job continues")


class UnknownJobError(CodexError, LookupError):
    """The database has no job with this id."""

    def __init__(self, job: str) -> None:
        super().__init__(f"job {job!r}: unknown id; check the database URL")


class JobCancelledError(CodexError, RuntimeError):
    """The job of this workflow was cancelled."""

    def __init__(self, job: str) -> None:
        super().__init__(f"job {job!r}: cancelled")


@dataclass(frozen=True)
class Job:
    """State of a turn or a workflow."""

    id: str
    """Id of the job."""

    kind: Literal["turn", "workflow"]
    """Whether the job is a single turn or a function."""

    status: JobStatus
    """`delayed`, `queued`, `running`, or the status of the outcome. A workflow is `completed` or `failed`."""

    queue: str | None
    """Name of the queue; None if unknown."""

    worker: str | None
    """Worker that has begun the job; None before."""

    created_at: float | None
    """Time of the submission, in seconds since 1970; None if unknown."""

    updated_at: float | None
    """Time of the last change, in seconds since 1970; None if unknown."""


@dataclass(frozen=True)
class WorkerInfo:
    """State of a worker."""

    name: str
    """Name of the worker."""

    state: Literal["running", "stopped", "lost"]
    """`stopped`: as intended. `lost`: its process has ended, or has not reported for a minute."""

    home: str | None
    """Identity of its CODEX_HOME; None before its runtime has started."""

    host: str
    """Name of its machine."""

    pid: int
    """Process id on that machine."""

    concurrency: int
    """Maximum number of turns at the same time."""

    seen_at: float
    """Time of the last report, in seconds since 1970."""

    jobs: int
    """Number of jobs that the worker has taken, and that have not ended."""

    taken_over_by: str | None
    """Worker that does its work; None if no worker does."""


@dataclass(frozen=True)
class Question:
    """A question of a turn or a workflow that waits for an answer."""

    id: str
    """Id for `DurableCodex.answer`."""

    job: str
    """Id of the job."""

    kind: Literal["approval", "user_input", "elicitation", "permissions", "workflow"]
    """`approval`, `permissions` and `workflow` expect an `Approval`, the others see `DurableCodex.answer`."""

    text: str
    """The question: the command, the changed files, the call of the MCP tool, or the text of the workflow."""

    details: JsonObject
    """Params of the request in wire form and its `method`, or the details of the workflow.

    Approvals have the working directory of the thread (`workspace`) as well, those of file changes `changes` with the
    path, kind and diff of each, and those of MCP tools `tool` and `arguments`.
    """

    created_at: float
    """Time of the question, in seconds since 1970."""

    deadline: float | None
    """Time at which the question is declined, in seconds since 1970; None for never."""


@dataclass(frozen=True)
class Budget:
    """A limit for the tokens or the cost of jobs, and the amounts used."""

    name: str
    """Name of the budget."""

    max_tokens: int | None
    """Maximum number of tokens; None sets no limit."""

    max_cost: Decimal | None
    """Maximum cost, in the currency of the prices; None sets no limit."""

    tokens: int
    """Tokens of the jobs that have ended."""

    cost: Decimal | None
    """Cost of the jobs that have ended; None without prices."""

    @property
    def exhausted(self) -> bool:
        """Whether no further turn is started."""
        return (self.max_tokens is not None and self.tokens >= self.max_tokens) or (
            self.max_cost is not None and self.cost is not None and self.cost >= self.max_cost
        )


@dataclass(frozen=True)
class JobEvent:
    """Progress of a turn: a notification of the runtime."""

    number: int
    """Position in the events of the job, from 1."""

    method: str
    """Method of the notification, such as `item/completed`."""

    params: Any
    """Params of the notification, in wire form."""
