"""`EventRecorder`: stores the progress of running turns."""

from __future__ import annotations

import json
import threading
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from openai_codex.durable.store.database import EVENTS
from openai_codex.errors import CodexError

if TYPE_CHECKING:
    from openai_codex._sync.turn import TurnHandle
    from openai_codex.durable.store.database import Database

METHODS = frozenset({"turn/started", "turn/completed", "item/started", "item/completed", "error", "turn/plan/updated"})
"""Notifications that are stored. Deltas are not, because a turn has thousands of them."""

MAX_EVENT_BYTES = 100_000
"""Longest event that is stored. Of longer ones, only the ids are."""


class EventRecorder:
    """Stores the progress of the turns of a worker, several events at a time."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._mutex = threading.Lock()
        self._waiting: list[dict[str, Any]] = []

    def follow(self, job: str, handle: TurnHandle) -> threading.Thread:
        """Store the events of a turn until it ends.

        Args:
            job: Id of the job.
            handle: A handle of the turn.

        Returns:
            The thread that reads the events.
        """
        query = sa.select(sa.func.coalesce(sa.func.max(EVENTS.c.number), 0)).where(EVENTS.c.job == job)
        [row] = self._database.rows(query)
        thread = threading.Thread(
            target=self._read, args=(job, handle, int(row[0])), name="codex-durable-events", daemon=True
        )
        thread.start()
        return thread

    def flush(self) -> None:
        """Store the events that were read."""
        with self._mutex:
            waiting, self._waiting = self._waiting, []
            if waiting:
                self._database.run(lambda connection: connection.execute(sa.insert(EVENTS), waiting))

    def _read(self, job: str, handle: TurnHandle, number: int) -> None:
        try:
            for event in handle.stream(detach=True):
                if event.method in METHODS:
                    number += 1
                    values = {"job": job, "number": number, "event": _encoded(event.method, event.params)}
                    with self._mutex:
                        self._waiting.append(values)
        except CodexError:
            # The worker finds out how the turn has ended.
            return


def _encoded(method: str, params: Any) -> str:
    text = json.dumps({"method": method, "params": params})
    if len(text) <= MAX_EVENT_BYTES:
        return text
    item = params.get("item", {})
    kept = {name: item[name] for name in ("id", "type", "status") if name in item}
    ids = {name: value for name, value in params.items() if isinstance(value, str)}
    return json.dumps({"method": method, "params": {**ids, "item": kept, "truncated": True}})
