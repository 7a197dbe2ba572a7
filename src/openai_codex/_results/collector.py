"""From the events of a turn to its `TurnResult`: the one place that knows how.

What a result is made of is kept as it came, and becomes the types of the protocol when somebody looks at it: most
programs read the final response and no more, and the types are what takes long to load.
"""

from __future__ import annotations

import logging
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from openai_codex._json_types import JsonObject, is_object
from openai_codex._protocol.client_events import HANDLER_FAILED_METHOD
from openai_codex._protocol.deltas import DeltaAccumulator
from openai_codex._protocol.notifications import Notification
from openai_codex._results.errors import TurnFailedError
from openai_codex._results.result import lazy_result

if TYPE_CHECKING:
    from codex_protocol import ThreadItem, ThreadTokenUsage, TurnError, TurnStatus
    from openai_codex._protocol.client_events import HandlerFailed
    from openai_codex._results.result import TurnResult
    from openai_codex.errors import HandlerError

logger = logging.getLogger("openai_codex")


class TurnResultCollector:
    """Takes the events of one turn, one after the other, and gives the result once the turn is over.

    What grows need not be among them where `growth` is given, which somebody else keeps.
    """

    def __init__(self, turn_id: str, growth: DeltaAccumulator | None = None) -> None:
        self._turn_id = turn_id
        self._items: list[Notification] = []
        self._open: dict[str, Notification] = {}
        self._grows = growth is None
        self._deltas = DeltaAccumulator() if growth is None else growth
        self._usage: Notification | None = None
        self._completed: Notification | None = None
        self._handler_errors: list[HandlerError] = []

    def add(self, event: Notification) -> None:
        """Take an event."""
        if self._grows:
            self._deltas.add(event)
        if event.method == "item/started":
            self._open[_item_id(event)] = event
        elif event.method == "item/completed":
            self._open.pop(_item_id(event), None)
            self._items.append(event)
        elif event.method == "thread/tokenUsage/updated":
            self._usage = event
        elif event.method == HANDLER_FAILED_METHOD:
            self._handler_errors.append(cast("HandlerFailed", event.payload).error)
        elif event.method == "turn/completed" and event.turn_id == self._turn_id:
            self._completed = event

    def use_stored_turn(self, turn: JsonObject) -> None:
        """Take the turn, which has ended, as the runtime has stored it: it may have told less on the way."""
        items: object = turn.get("items")
        if isinstance(items, list) and items:
            self._items = [Notification("item/completed", {"item": item}) for item in cast("list[object]", items)]
            self._open.clear()
        self._completed = Notification("turn/completed", {"turn": turn})

    def result(self) -> TurnResult:
        """Return what the turn came to.

        Raises `TurnFailedError` for a turn that failed.
        """
        result = self.partial_result()
        if self._turn().get("status") == "failed":
            raise TurnFailedError(failure_message(result), result)
        return result

    def partial_result(self) -> TurnResult:
        """Return what the turn has come to so far, ended or not."""
        turn = self._turn()
        items: list[tuple[str, object]] = [(event.method, event.params.get("item")) for event in self._items]
        unfinished: list[tuple[str, object]] = [
            (event.method, self._with_deltas(event)) for event in self._open.values()
        ]
        return lazy_result(
            {
                "id": self._turn_id,
                "started_at": _number(turn.get("startedAt")),
                "completed_at": _number(turn.get("completedAt")),
                "duration_ms": _number(turn.get("durationMs")),
                "final_response": _final_response([item for _, item in items]),
                "handler_errors": list(self._handler_errors),
            },
            {
                "status": partial(_status, turn.get("status")),
                "error": partial(_error, turn.get("error")),
                "items": partial(_typed_items, items),
                "usage": partial(_token_usage, self._usage),
                "incomplete_items": partial(_typed_items, unfinished),
            },
        )

    def _turn(self) -> JsonObject:
        """Return the turn as it was when it ended, or nothing of it before that."""
        # The end of a turn is told by method and turn id; that the rest of it may not fit must not hide the end.
        found = self._completed.params.get("turn") if self._completed else None
        return found if is_object(found) else {}

    def _with_deltas(self, started: Notification) -> object:
        """Return an item that was never completed, with what had come of it."""
        found = started.params.get("item")
        return self._deltas.apply_to(found) if is_object(found) else found


def find_completed_turn(reply: object, turn_id: str) -> JsonObject | None:
    """Return a turn out of the reply to `thread/read`, if it is there and has ended."""
    thread: object = reply.get("thread") if is_object(reply) else None
    turns: object = thread.get("turns") if is_object(thread) else None
    for turn in cast("list[object]", turns) if isinstance(turns, list) else []:
        if is_object(turn) and turn.get("id") == turn_id and turn.get("status") != "inProgress":
            return turn
    return None


def failure_message(result: TurnResult) -> str:
    """Return why a turn failed, in the runtime's words where it has any."""
    return result.error.message if result.error else "the turn failed, and the runtime did not say why"


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


def _status(status: object) -> TurnStatus:
    from codex_protocol import TurnStatus

    return TurnStatus(status) if isinstance(status, str) else TurnStatus.in_progress


def _error(error: object) -> TurnError | None:
    made: TurnError | None = None if error is None else _typed("turn/completed", "TurnError", error)
    return made


def _token_usage(event: Notification | None) -> ThreadTokenUsage | None:
    made: ThreadTokenUsage | None = None
    if event is not None:
        made = _typed(event.method, "ThreadTokenUsage", event.params.get("tokenUsage"))
    return made


def _typed_items(items: list[tuple[str, object]]) -> list[ThreadItem]:
    from codex_protocol import UnknownThreadItem

    made: list[ThreadItem] = []
    for method, item in items:
        known: ThreadItem | None = _typed(method, "ThreadItem", item)
        raw = item if is_object(item) else {"item": item}
        made.append(known if known is not None else UnknownThreadItem.model_validate(raw))
    return made


def _typed(method: str, name: str, value: object) -> Any:
    """Return a value as the protocol's type of that name, or None (and a warning in the log) if it does not fit."""
    from pydantic import ValidationError

    from codex_protocol import registry

    try:
        return registry.adapter(name)(value)
    except ValidationError as error:
        logger.warning("%s does not fit its type: %s", method, error)
        return None


def _item_id(event: Notification) -> str:
    item = event.params.get("item")
    return str(item.get("id")) if is_object(item) else ""


def _number(value: Any) -> int | None:
    return value if isinstance(value, int) else None
