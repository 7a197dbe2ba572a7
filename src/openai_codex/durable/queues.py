"""Names and limits of queues."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from openai_codex._validation import validate_integer, validate_seconds
from openai_codex.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence


MAX_PRIORITY = 2**31 - 1


@dataclass(frozen=True)
class QueueSettings:
    """Limits of a queue."""

    concurrency: int | None = None
    worker_concurrency: int | None = None
    rate: tuple[int, float] | None = None

    def validate(self) -> None:
        """Raise `InputError` if a limit is invalid."""
        for name in ("concurrency", "worker_concurrency"):
            if getattr(self, name) is not None:
                validate_integer(name, getattr(self, name), minimum=1, unit="a number of turns")
        if self.rate is not None:
            if not isinstance(self.rate, tuple) or len(self.rate) != 2:
                raise InputError("rate", f"expected (turns, seconds), got {self.rate!r}")
            validate_integer("rate[0]", self.rate[0], minimum=1, unit="a number of turns")
            validate_seconds("rate[1]", self.rate[1], optional=False)


def validate_priority(priority: int | None) -> None:
    """Raise `InputError` if the priority of a job is invalid."""
    if priority is not None:
        validate_integer("priority", priority, minimum=1)
        if priority > MAX_PRIORITY:
            raise InputError("priority", f"expected an integer up to {MAX_PRIORITY}, got {priority}")


def worker_queue(queue: str, worker: str) -> str:
    """Return the name of the part of a queue that belongs to a worker."""
    return f"{queue}@{worker}"


def workflow_queue(function: str) -> str:
    """Return the name of the queue of a workflow, to which only workers with this function listen."""
    return f"workflow:{function}"


def base_queue(name: str) -> str:
    """Return the name of a queue without the worker."""
    return name.partition("@")[0]


def capacity_of(settings: QueueSettings, capacity: int) -> int:
    """Return how many jobs of a queue a worker takes: no more than it can begin."""
    rate = None if settings.rate is None else settings.rate[0]
    return min(filter(None, (settings.worker_concurrency, settings.concurrency, rate, capacity)))


def names_of(names: Sequence[str], field: str = "queue") -> list[str]:
    """Return valid names of queues or workers.

    Args:
        names: The names.
        field: The argument, for the error.

    Raises:
        InputError: A name is invalid.
    """
    for name in names:
        if not isinstance(name, str) or not name or not all(each.isalnum() or each in "-_." for each in name):
            raise InputError(field, f"expected letters, digits, '-', '_' and '.', got {name!r}")
    return list(names)
