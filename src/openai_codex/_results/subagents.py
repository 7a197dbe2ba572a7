"""`SubagentResult`: a sub-agent that worked for a turn."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from openai_codex._results.annotations import imported_later
from openai_codex._results.parsing import parse, parse_status

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from codex_protocol import ThreadTokenUsage, TurnError, TurnStatus
    from openai_codex._protocol.subagents.record import SubagentRecord
else:
    # pydantic evaluates the annotations of results.
    ThreadTokenUsage, TurnError, TurnStatus = imported_later(
        "codex_protocol", "ThreadTokenUsage", "TurnError", "TurnStatus"
    )


@dataclass(frozen=True, repr=False)
class SubagentResult:
    """A sub-agent that worked for a turn, as of the time when the result was created.

    The repr is redacted.
    """

    thread_id: str
    """Id of the thread of the sub-agent."""

    parent_thread_id: str | None
    """Id of the thread that started the sub-agent; None if the runtime did not send it."""

    depth: int
    """1 for a sub-agent that the turn itself started, 2 for one of such a sub-agent, and so on."""

    nickname: str | None
    """Name that the runtime gave the sub-agent; None if it did not send one."""

    prompt: str | None
    """Last input of the sub-agent, as the model wrote it; None if the runtime did not send it."""

    status: TurnStatus
    """Status of the last turn of the sub-agent; `in_progress` if it has not ended."""

    final_response: str | None
    """Final response of the last turn, see `TurnResult.final_response`; None before the first response."""

    usage: ThreadTokenUsage | None
    """Token usage of the sub-agent. That of the turn does not include it. None if the runtime did not send it."""

    error: TurnError | None
    """Reason of the failure; None if the last turn did not fail."""

    def __repr__(self) -> str:
        from openai_codex._redaction import redacted_text

        values = ", ".join(f"{each.name}={redacted_text(repr(getattr(self, each.name)))}" for each in fields(self))
        return f"{type(self).__name__}({values})"


def subagent_results(records: Sequence[SubagentRecord]) -> list[SubagentResult]:
    """Return the results of the sub-agents in `records`."""
    known = {record.thread_id: record for record in records}
    return [_result(record, _depth(record, known)) for record in records]


def _result(record: SubagentRecord, depth: int) -> SubagentResult:
    usage, error = record.usage, record.error
    return SubagentResult(
        thread_id=record.thread_id,
        parent_thread_id=record.parent_thread_id,
        depth=depth,
        nickname=record.nickname,
        prompt=record.prompt,
        status=parse_status(record.status),
        final_response=record.final_response,
        usage=None if usage is None else parse("thread/tokenUsage/updated", "ThreadTokenUsage", usage),
        error=None if error is None else parse("turn/completed", "TurnError", error),
    )


def _depth(record: SubagentRecord, known: Mapping[str, SubagentRecord]) -> int:
    depth = 1
    while (parent := known.get(record.parent_thread_id or "")) is not None and depth <= len(known):
        record = parent
        depth += 1
    return depth
