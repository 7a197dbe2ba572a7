"""Collect the events of a turn into a `TurnResult`.

The collector keeps raw values. The result parses them into protocol types on first access, because most programs read
only the final response, and importing the types is slow.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, cast

from openai_codex._json_types import JsonObject, is_object
from openai_codex._protocol.client_events import HANDLER_FAILED_METHOD, REQUEST_DECIDED_METHOD
from openai_codex._protocol.deltas import DeltaAccumulator
from openai_codex._protocol.notifications import Notification
from openai_codex._protocol.usage.tracker import reported_tokens
from openai_codex._results.errors import TurnFailedError
from openai_codex._results.parsing import log_invalid, parse, parse_status
from openai_codex._results.result import lazy_result
from openai_codex._results.subagents import subagent_results

if TYPE_CHECKING:
    from collections.abc import Callable

    from codex_protocol import ThreadItem, TurnError
    from openai_codex._protocol.client_events import HandlerFailed, RequestDecided
    from openai_codex._protocol.subagents.record import SubagentRecords
    from openai_codex._protocol.usage.tracker import Tokens
    from openai_codex._results.result import TurnResult
    from openai_codex._results.usage import TurnUsage
    from openai_codex.errors import HandlerError


class TurnResultCollector:
    """Collects the events of a turn.

    Args:
        turn_id: Id of the turn; None takes that of the first event.
        deltas: Accumulator to which the caller adds the deltas. None means that the deltas are among the events.
        subagents: Records of the sub-agents, to which the caller adds; None means no sub-agents.
        usage_before: Returns the tokens of the thread before the turn, or None if they are unknown.
    """

    def __init__(
        self,
        turn_id: str | None,
        deltas: DeltaAccumulator | None = None,
        subagents: SubagentRecords | None = None,
        usage_before: Callable[[], Tokens | None] | None = None,
    ) -> None:
        self._turn_id = turn_id
        self._thread_id: str | None = None
        self._subagents = subagents
        self._items: list[Notification] = []
        self._open: dict[str, Notification] = {}
        self._adds_deltas = deltas is None
        self._deltas = DeltaAccumulator() if deltas is None else deltas
        self._usage: list[Notification] = []
        self._usage_before = usage_before
        self._completed: Notification | None = None
        self._handler_errors: list[HandlerError] = []
        self._decisions: list[RequestDecided] = []

    def add(self, event: Notification) -> None:
        """Add an event."""
        if self._adds_deltas:
            self._deltas.add(event)
        if self._turn_id is None:
            self._turn_id = event.turn_id
        if self._thread_id is None:
            self._thread_id = _text(event.params.get("threadId"))
        if event.method == "item/started":
            self._open[_item_id(event)] = event
        elif event.method == "item/completed":
            self._open.pop(_item_id(event), None)
            self._items.append(event)
        elif event.method == "thread/tokenUsage/updated":
            self._usage.append(event)
        elif event.method == HANDLER_FAILED_METHOD:
            self._handler_errors.append(cast("HandlerFailed", event.payload).error)
        elif event.method == REQUEST_DECIDED_METHOD:
            self._decisions.append(cast("RequestDecided", event.payload))
        elif event.method == "turn/completed" and event.turn_id == self._turn_id:
            self._completed = event

    def use_stored_turn(self, turn: JsonObject) -> None:
        """Use a completed turn as stored by the runtime, because events may be missing."""
        items: object = turn.get("items")
        if isinstance(items, list) and items:
            self._items = [Notification("item/completed", {"item": item}) for item in cast("list[object]", items)]
            self._open.clear()
        self._completed = Notification("turn/completed", {"turn": turn})

    def usage_after(self) -> Tokens | None:
        """Return the tokens of the thread after the events received so far, or None if they are unknown."""
        for event in reversed(self._usage):
            if counted := reported_tokens(event.params.get("tokenUsage")):
                return counted[1]
        return self._usage_before() if self._usage_before else None

    def result(self) -> TurnResult:
        """Return the result of the turn. Raises `TurnFailedError` if the turn failed."""
        result = self.partial_result()
        if self._turn().get("status") == "failed":
            raise TurnFailedError(failure_message(result), result)
        return result

    def partial_result(self) -> TurnResult:
        """Return the result of the events received so far."""
        turn = self._turn()
        items: list[tuple[str, object]] = [(event.method, event.params.get("item")) for event in self._items]
        incomplete: list[tuple[str, object]] = [
            (event.method, self._with_deltas(event)) for event in self._open.values()
        ]
        return lazy_result(
            {
                "id": self._turn_id or "",
                "thread_id": self._thread_id,
                "started_at": _number(turn.get("startedAt")),
                "completed_at": _number(turn.get("completedAt")),
                "duration_ms": _number(turn.get("durationMs")),
                "final_response": _final_response([item for _, item in items]),
                "handler_errors": list(self._handler_errors),
                "decisions": list(self._decisions),
            },
            {
                "status": partial(parse_status, turn.get("status")),
                "error": partial(_error, turn.get("error")),
                "items": partial(_parse_items, items),
                "usage": partial(_turn_usage, list(self._usage), self._usage_before() if self._usage_before else None),
                "incomplete_items": partial(_parse_items, incomplete),
                "subagents": partial(subagent_results, self._subagents.snapshot() if self._subagents else []),
            },
        )

    def _turn(self) -> JsonObject:
        """Return the completed turn, or an empty object before its completion."""
        # `add` detects completion by method and turn id only: an invalid payload must not hide it.
        turn = self._completed.params.get("turn") if self._completed else None
        return turn if is_object(turn) else {}

    def _with_deltas(self, started: Notification) -> object:
        """Return an incomplete item with its deltas applied."""
        item = started.params.get("item")
        return self._deltas.apply_to(item) if is_object(item) else item


def failure_message(result: TurnResult) -> str:
    """Return the runtime's error message of a failed turn, or a default message."""
    return result.error.message if result.error else "the turn failed; the runtime sent no error message"


def _final_response(items: list[object]) -> str | None:
    """Return the text of the last final answer, else of the last agent message without a phase, else None."""
    unphased: str | None = None
    for item in reversed(items):
        if not is_object(item) or item.get("type") != "agentMessage":
            continue
        text, phase = item.get("text"), item.get("phase")
        if not isinstance(text, str):
            continue
        if phase == "final_answer":
            return text
        if phase is None and unphased is None:
            unphased = text
    return unphased


def _error(error: object) -> TurnError | None:
    parsed: TurnError | None = None if error is None else parse("turn/completed", "TurnError", error)
    return parsed


def _turn_usage(events: list[Notification], before: Tokens | None) -> TurnUsage | None:
    if not events:
        return None
    from pydantic import ValidationError

    from openai_codex._results.usage import turn_usage

    try:
        return turn_usage([event.params.get("tokenUsage") for event in events], before)
    except ValidationError as error:
        log_invalid(events[-1].method, error)
        return None


def _parse_items(items: list[tuple[str, object]]) -> list[ThreadItem]:
    from codex_protocol import UnknownThreadItem

    parsed: list[ThreadItem] = []
    for method, item in items:
        known: ThreadItem | None = parse(method, "ThreadItem", item)
        raw = item if is_object(item) else {"item": item}
        parsed.append(known if known is not None else UnknownThreadItem.model_validate(raw))
    return parsed


def _item_id(event: Notification) -> str:
    item = event.params.get("item")
    return str(item.get("id")) if is_object(item) else ""


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _number(value: Any) -> int | None:
    return value if isinstance(value, int) else None
