# Generated from _async/stored_turns.py by scripts/async_to_sync.py. Do not edit.
"""Read a turn that the runtime stores."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from openai_codex._protocol.recovery.stored_turns import read_turns

if TYPE_CHECKING:
    from openai_codex._json_types import JsonObject
    from openai_codex._sync.requests import RequestSender


def read_stored_turn(sender: RequestSender, thread_id: str, turn_id: str) -> JsonObject | None:
    """Return a turn as the runtime stores it, or None if it is missing.

    Raises `JsonRpcError`, for example because the thread is ephemeral.
    """
    steps = read_turns(thread_id, lambda turns: _find(turns, turn_id) is not None)
    try:
        method, params = next(steps)
        while True:
            method, params = steps.send(sender.call(method, params))
    except StopIteration as stop:
        return _find(cast("list[JsonObject]", stop.value), turn_id)


def _find(turns: list[JsonObject], turn_id: str) -> JsonObject | None:
    return next((turn for turn in turns if turn["id"] == turn_id), None)
