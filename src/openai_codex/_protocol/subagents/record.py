"""The summary of a sub-agent, from which `SubagentResult` is created."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from openai_codex._json_types import is_object

if TYPE_CHECKING:
    from openai_codex._protocol.notifications import Notification

MAX_RECORDS = 1_000
"""Maximum number of sub-agents in the result of a turn. Beyond it, the earliest ones are left out."""


class SubagentRecord:
    """The values that the events of a sub-agent report, as received."""

    __slots__ = (
        "_answer",
        "_unphased",
        "error",
        "nickname",
        "parent_thread_id",
        "prompt",
        "status",
        "thread_id",
        "usage",
    )

    def __init__(self, thread_id: str) -> None:
        self.thread_id = thread_id
        self.parent_thread_id: str | None = None
        self.nickname: str | None = None
        self.prompt: str | None = None
        self.status: object = None
        """Status of the last turn; None if it has not ended."""
        self.error: object = None
        self.usage: object = None
        self._answer: str | None = None
        self._unphased: str | None = None

    @property
    def final_response(self) -> str | None:
        """Text of the last final answer of the last turn, otherwise of its last agent message without a phase."""
        return self._answer if self._answer is not None else self._unphased

    def add(self, event: Notification) -> None:
        """Process an event of the sub-agent."""
        method, params = event.method, event.params
        if method == "turn/started":
            self.status = self.error = self._answer = self._unphased = None
        elif method == "item/completed":
            self._add_item(params.get("item"))
        elif method == "thread/tokenUsage/updated":
            self.usage = params.get("tokenUsage")
        elif method == "turn/completed":
            turn: Any = params.get("turn")
            if is_object(turn):
                self.status, self.error = turn.get("status"), turn.get("error")

    def _add_item(self, item: object) -> None:
        if not is_object(item) or item.get("type") != "agentMessage":
            return
        text, phase = item.get("text"), item.get("phase")
        if isinstance(text, str):
            if phase == "final_answer":
                self._answer = text
            elif phase is None:
                self._unphased = text


class SubagentRecords:
    """The sub-agents of a turn or goal, in the order in which they were started."""

    def __init__(self) -> None:
        self._records: dict[str, SubagentRecord] = {}

    def __len__(self) -> int:
        return len(self._records)

    def all(self) -> list[SubagentRecord]:
        """Return the records."""
        return list(self._records.values())

    def snapshot(self) -> list[SubagentRecord]:
        """Return copies of the records, which later events do not change."""
        return [copy.copy(record) for record in self.all()]

    def get(self, thread_id: str) -> SubagentRecord | None:
        """Return the record of a sub-agent, or None."""
        return self._records.get(thread_id)

    def add(self, record: SubagentRecord) -> None:
        """Add a record, unless there is one of this sub-agent."""
        if record.thread_id not in self._records:
            self._records[record.thread_id] = record
            if len(self._records) > MAX_RECORDS:
                del self._records[next(iter(self._records))]
