"""Collect the events of a goal into a `GoalResult`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codex_protocol import ThreadGoalUpdatedNotification, TurnStatus
from openai_codex._results.collector import TurnResultCollector, failure_message
from openai_codex._results.errors import TurnFailedError
from openai_codex._results.result import GoalResult

if TYPE_CHECKING:
    from codex_protocol import ThreadGoal
    from openai_codex._protocol.notifications import Notification
    from openai_codex._results.result import TurnResult


class GoalCollector:
    """Collects the events of the turns of a goal."""

    def __init__(self) -> None:
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
        elif (turn_id := event.turn_id) is not None:
            self._turns.setdefault(turn_id, TurnResultCollector(turn_id)).add(event)

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
            usage=next((turn.usage for turn in reversed(turns) if turn.usage), None),
            incomplete_items=[item for turn in turns for item in turn.incomplete_items],
            decisions=[decision for turn in turns for decision in turn.decisions],
            handler_errors=[error for turn in turns for error in turn.handler_errors],
            goal=self._goal,
            turns=turns,
        )


def _total_duration(turns: list[TurnResult]) -> int | None:
    known = [turn.duration_ms for turn in turns if turn.duration_ms is not None]
    return sum(known) if known else None
