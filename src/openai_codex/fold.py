"""From the events of a turn to its `TurnResult`: the one place that knows how."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar, cast

from codex_protocol import (
    AgentMessageThreadItem,
    ItemCompletedNotification,
    ItemStartedNotification,
    ThreadTokenUsageUpdatedNotification,
    TurnCompletedNotification,
    TurnStatus,
    UnknownThreadItem,
)
from openai_codex.errors import TurnFailedError
from openai_codex.events import HANDLER_FAILED, Notification, UnknownNotification
from openai_codex.growth import Growth
from openai_codex.json_types import JsonObject, is_object
from openai_codex.result import TurnResult

if TYPE_CHECKING:
    from codex_protocol import ThreadItem, ThreadReadResponse, ThreadTokenUsage, Turn, TurnError
    from openai_codex.errors import HandlerError
    from openai_codex.events import HandlerFailed

logger = logging.getLogger("openai_codex")

PayloadT = TypeVar("PayloadT")


class Collector:
    """Takes the events of one turn, one after the other, and gives the result once the turn is over.

    What grows need not be among them where `growth` is given, which somebody else keeps.
    """

    def __init__(self, turn_id: str, growth: Growth | None = None) -> None:
        self._turn_id = turn_id
        self._items: list[ThreadItem] = []
        self._open: dict[str, Notification] = {}
        self._grows = growth is None
        self._growth = Growth() if growth is None else growth
        self._usage: ThreadTokenUsage | None = None
        self._completed: Notification | None = None
        self._handler_errors: list[HandlerError] = []

    def add(self, event: Notification) -> None:
        """Take an event."""
        if self._grows:
            self._growth.add(event)
        if event.method == "item/started":
            self._open[_item_id(event)] = event
        elif event.method == "item/completed":
            self._open.pop(_item_id(event), None)
            self._items.append(_completed_item(event))
        elif event.method == "thread/tokenUsage/updated":
            usage = _fitting(event, ThreadTokenUsageUpdatedNotification)
            if usage is not None:
                self._usage = usage.token_usage
        elif event.method == HANDLER_FAILED:
            self._handler_errors.append(cast("HandlerFailed", event.payload).error)
        elif event.method == "turn/completed" and event.turn_id == self._turn_id:
            self._completed = event

    def result(self) -> TurnResult:
        """Return what the turn came to.

        Raises `TurnFailedError` for a turn that failed.
        """
        result = self.partial_result()
        if result.status == TurnStatus.failed:
            raise TurnFailedError(failure_message(result), result)
        return result

    def partial_result(self) -> TurnResult:
        """Return what the turn has come to so far, ended or not."""
        # The end of a turn is told by method and turn id; that the rest of it may not fit must not hide the end.
        raw = self._completed.params.get("turn") if self._completed else None
        turn: JsonObject = raw if is_object(raw) else {}
        payload = _fitting(self._completed, TurnCompletedNotification) if self._completed else None
        error: TurnError | None = payload.turn.error if payload else None
        status = turn.get("status")
        return TurnResult(
            id=self._turn_id,
            status=TurnStatus(status) if isinstance(status, str) else TurnStatus.in_progress,
            error=error,
            started_at=_number(turn.get("startedAt")),
            completed_at=_number(turn.get("completedAt")),
            duration_ms=_number(turn.get("durationMs")),
            final_response=final_response(self._items),
            items=list(self._items),
            usage=self._usage,
            incomplete_items=[self._open_item(started) for started in self._open.values()],
            handler_errors=list(self._handler_errors),
        )

    def _open_item(self, started: Notification) -> ThreadItem:
        """Return an item that was never completed, with what had come of it."""
        found = started.params.get("item")
        item = self._growth.grown(found) if is_object(found) else {"item": found}
        event = Notification(started.method, {**started.params, "item": item})
        payload = _fitting(event, ItemStartedNotification)
        return payload.item if payload is not None else UnknownThreadItem.model_validate(item)


def ended_turn(thread: ThreadReadResponse, turn_id: str) -> Turn | None:
    """Return a turn of a thread that was read, if it is there and has ended."""
    for turn in thread.thread.turns:
        if turn.id == turn_id and turn.status != TurnStatus.in_progress:
            return turn
    return None


def result_read(turn: Turn, seen: TurnResult) -> TurnResult:
    """Return the result of a turn as the runtime has stored it, with what was `seen` and is not stored.

    Raises `TurnFailedError` for a turn that failed.
    """
    items = list(turn.items) or seen.items
    result = replace(
        seen,
        status=turn.status,
        error=turn.error,
        started_at=turn.started_at,
        completed_at=turn.completed_at,
        duration_ms=turn.duration_ms,
        final_response=final_response(items),
        items=items,
        incomplete_items=[] if turn.status == TurnStatus.completed else seen.incomplete_items,
    )
    if result.status == TurnStatus.failed:
        raise TurnFailedError(failure_message(result), result)
    return result


def failure_message(result: TurnResult) -> str:
    """Return why a turn failed, in the runtime's words where it has any."""
    return result.error.message if result.error else "the turn failed, and the runtime did not say why"


def final_response(items: list[ThreadItem]) -> str | None:
    """Return the text of the last final answer, else of the last agent message without a phase, else None."""
    unphased: str | None = None
    for item in reversed(items):
        if not isinstance(item, AgentMessageThreadItem):
            continue
        if item.phase == "final_answer":
            return item.text
        if item.phase is None and unphased is None:
            unphased = item.text
    return unphased


def _completed_item(event: Notification) -> ThreadItem:
    payload = _fitting(event, ItemCompletedNotification)
    if payload is not None:
        return payload.item
    item = event.params.get("item")
    return UnknownThreadItem.model_validate(item if is_object(item) else {"item": item})


def _item_id(event: Notification) -> str:
    item = event.params.get("item")
    return str(item.get("id")) if is_object(item) else ""


def _fitting(event: Notification, kind: type[PayloadT]) -> PayloadT | None:
    """Return the payload of an event, or None (and a warning in the log) if it does not fit its type."""
    payload = event.payload
    if isinstance(payload, kind):
        return payload
    if isinstance(payload, UnknownNotification):
        logger.warning("%s does not fit its type: %s", event.method, payload.error)
    return None


def _number(value: Any) -> int | None:
    return value if isinstance(value, int) else None
