"""Collect the events of a goal into a `GoalResult`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codex_protocol import ThreadGoalUpdatedNotification, TurnStatus
from openai_codex._results.collector import TurnResultCollector, failure_message
from openai_codex._results.errors import TurnFailedError
from openai_codex._results.result import GoalResult
from openai_codex._results.subagents import subagent_results
from openai_codex._results.usage import total_usage

if TYPE_CHECKING:
    from collections.abc import Callable

    from codex_protocol import ThreadGoal
    from openai_codex._protocol.notifications import Notification
    from openai_codex._protocol.subagents.record import SubagentRecords
    from openai_codex._protocol.usage.tracker import Tokens
    from openai_codex._results.result import TurnResult
    from openai_codex._results.usage import TurnUsage


class GoalCollector:
    """Collects the events of the turns of a goal.

    Args:
        thread_id: Id of the thread; None accepts the events of every thread.
        subagents: Records of the sub-agents, to which the caller adds; None means no sub-agents.
        usage_before: Returns the tokens of the thread before the goal, or None if they are unknown.
    """

    def __init__(
        self,
        thread_id: str | None = None,
        subagents: SubagentRecords | None = None,
        usage_before: Callable[[], Tokens | None] | None = None,
    ) -> None:
        self._thread_id = thread_id
        self._subagents = subagents
        self._usage_before = usage_before
        self._turns: dict[str, TurnResultCollector] = {}
        self._goal: ThreadGoal | None = None

    def add(self, event: Notification) -> None:
        """Add an event."""
        if event.method == "thread/goal/updated":
            payload = event.payload
            if isinstance(payload, ThreadGoalUpdatedNotification):
                self._goal = payload.goal
        elif event.method == "thread/goal/cleared":
            self._goal = None
        elif self._thread_id is not None and event.thread_id not in (self._thread_id, None):
            # The failure of a handler for a sub-agent counts as one of the running turn.
            if self._turns:
                next(reversed(self._turns.values())).add(event)
        elif (turn_id := event.turn_id) is not None:
            collector = self._turns.get(turn_id)
            if collector is None:
                previous = next(reversed(self._turns.values()), None)
                before = previous.usage_after if previous else self._usage_before
                collector = self._turns[turn_id] = TurnResultCollector(turn_id, usage_before=before)
            collector.add(event)

    def result(self) -> GoalResult:
        """Return the result of the goal. Raises `TurnFailedError` if the last turn failed."""
        result = self.partial_result()
        if result.status == TurnStatus.failed:
            raise TurnFailedError(failure_message(result), result)
        return result

    def partial_result(self) -> GoalResult:
        """Return the result of the events received so far."""
        turns = [collector.partial_result() for collector in self._turns.values()]
        last = turns[-1] if turns else None
        return GoalResult(
            id=last.id if last else "",
            status=last.status if last else TurnStatus.in_progress,
            error=last.error if last else None,
            started_at=turns[0].started_at if turns else None,
            completed_at=last.completed_at if last else None,
            duration_ms=_total_duration(turns),
            final_response=last.final_response if last else None,
            items=[item for turn in turns for item in turn.items],
            usage=_goal_usage([turn.usage for turn in turns if turn.usage]),
            incomplete_items=[item for turn in turns for item in turn.incomplete_items],
            decisions=[decision for turn in turns for decision in turn.decisions],
            handler_errors=[error for turn in turns for error in turn.handler_errors],
            thread_id=last.thread_id if last else None,
            subagents=subagent_results(self._subagents.snapshot() if self._subagents else []),
            goal=self._goal,
            turns=turns,
        )


def _goal_usage(usages: list[TurnUsage]) -> TurnUsage | None:
    """Return the last usage, with the model calls of all turns."""
    if not usages:
        return None
    calls = [call for usage in usages for call in usage.calls]
    return usages[-1].model_copy(update={"turn": total_usage(calls), "calls": calls})


def _total_duration(turns: list[TurnResult]) -> int | None:
    known = [turn.duration_ms for turn in turns if turn.duration_ms is not None]
    return sum(known) if known else None
