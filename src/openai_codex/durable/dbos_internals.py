"""The uses of DBOS that have no public method."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from openai_codex.durable.admission import Admission


def set_listening_queues(names: Sequence[str]) -> None:
    """Change the queues to which the process listens after its start. DBOS reads this list every second."""
    _instance()._listening_queues = list(names)


def recover(workers: Sequence[str]) -> None:
    """Return the jobs of workers that were lost to their queues."""
    from dbos import DBOS

    dbos: Any = DBOS
    dbos._recover_pending_workflows(list(workers))


def count_jobs_with(admission: Admission, base_queue: Callable[[str], str], max_jobs: int) -> None:
    """Let DBOS count only the turns that run when it takes jobs from a queue.

    It counts all jobs that have not ended, so that turns that wait for days would block the queue.

    Args:
        admission: The turns of the worker.
        base_queue: Returns the name of a queue without the worker.
        max_jobs: Number of jobs of this process at which it takes no further ones, because each occupies a thread.
    """
    counted: Any = import_module("dbos._core").ActiveWorkflowById

    class RunningJobs(counted):  # type: ignore[misc]  # the base class is private
        def count_for_queue(self, queue_name: str) -> int:
            absent = admission.absent()
            with self._lock:
                jobs = list(self._m.items())
            if len(jobs) >= max_jobs or admission.is_full(base_queue(queue_name)):
                return sys.maxsize
            queues = [bucket[0] for id, buckets in jobs if id not in absent for bucket in buckets if bucket]
            return queues.count(queue_name)

    _instance()._active_workflows_set = RunningJobs()


def _instance() -> Any:
    internals: Any = import_module("dbos._dbos")
    return internals._get_dbos_instance()
