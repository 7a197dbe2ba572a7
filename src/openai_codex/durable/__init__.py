"""Turns that survive crashes, are queued and limited, and are distributed over machines.

    from openai_codex.durable import DurableCodex

    with DurableCodex() as durable:
        print(durable.submit("Define a list.").result().final_response)

Requires the extra `durable`. `Worker`, or `codex-py worker` in a terminal, runs the turns.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openai_codex.durable._extra import MissingExtraError as MissingExtraError
    from openai_codex.durable.client import DurableCodex as DurableCodex
    from openai_codex.durable.handle import DurableTurn as DurableTurn
    from openai_codex.durable.handle import DurableWorkflow as DurableWorkflow
    from openai_codex.durable.handle import WorkflowFailedError as WorkflowFailedError
    from openai_codex.durable.records import Budget as Budget
    from openai_codex.durable.records import DatabaseUnreachableError as DatabaseUnreachableError
    from openai_codex.durable.records import Job as Job
    from openai_codex.durable.records import JobCancelledError as JobCancelledError
    from openai_codex.durable.records import JobEvent as JobEvent
    from openai_codex.durable.records import JobTimeoutError as JobTimeoutError
    from openai_codex.durable.records import Question as Question
    from openai_codex.durable.records import UnknownJobError as UnknownJobError
    from openai_codex.durable.records import WorkerInfo as WorkerInfo
    from openai_codex.durable.store.placement import WorkerExistsError as WorkerExistsError
    from openai_codex.durable.worker import Worker as Worker
    from openai_codex.durable.workflows import WorkflowContext as WorkflowContext
    from openai_codex.durable.workflows import workflow as workflow
    from openai_codex.turn_once.models import TurnOutcome as TurnOutcome
    from openai_codex.turn_once.models import TurnRequest as TurnRequest

_MODULES = {
    "Budget": "durable.records",
    "DatabaseUnreachableError": "durable.records",
    "DurableCodex": "durable.client",
    "DurableTurn": "durable.handle",
    "DurableWorkflow": "durable.handle",
    "Job": "durable.records",
    "JobCancelledError": "durable.records",
    "JobEvent": "durable.records",
    "JobTimeoutError": "durable.records",
    "MissingExtraError": "durable._extra",
    "Question": "durable.records",
    "TurnOutcome": "turn_once.models",
    "TurnRequest": "turn_once.models",
    "UnknownJobError": "durable.records",
    "Worker": "durable.worker",
    "WorkerExistsError": "durable.store.placement",
    "WorkerInfo": "durable.records",
    "WorkflowContext": "durable.workflows",
    "WorkflowFailedError": "durable.handle",
    "workflow": "durable.workflows",
}

__all__ = [
    "Budget",
    "DatabaseUnreachableError",
    "DurableCodex",
    "DurableTurn",
    "DurableWorkflow",
    "Job",
    "JobCancelledError",
    "JobEvent",
    "JobTimeoutError",
    "MissingExtraError",
    "Question",
    "TurnOutcome",
    "TurnRequest",
    "UnknownJobError",
    "Worker",
    "WorkerExistsError",
    "WorkerInfo",
    "WorkflowContext",
    "WorkflowFailedError",
    "workflow",
]

if not TYPE_CHECKING:
    # Imported on first use: DBOS and SQLAlchemy take more than a second to import.

    def __getattr__(name: str) -> object:
        if name not in _MODULES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from openai_codex.durable._extra import require_extra

        if name in ("DurableTurn", "DurableWorkflow", "Worker", "WorkerExistsError", "WorkflowContext", "workflow"):
            require_extra()
        value = globals()[name] = getattr(import_module(f"openai_codex.{_MODULES[name]}"), name)
        return value
