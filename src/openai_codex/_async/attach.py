"""Attach to a turn that was started elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openai_codex._async.turn import AsyncRunningTurn, AsyncTurnHandle
from openai_codex._results.stored_turns import is_running, stored_turn_buffer
from openai_codex.errors import InputError

if TYPE_CHECKING:
    from openai_codex._async.requests import AsyncRequestSender
    from openai_codex._json_types import JsonObject


async def attach_turn(sender: AsyncRequestSender, thread_id: str, turn_id: str) -> AsyncTurnHandle:
    """Return a handle on a turn of any thread.

    Args:
        sender: Sends the requests.
        thread_id: Id of the thread.
        turn_id: Id of the turn.

    Returns:
        A handle with the events that the client has received, or else with the items that the runtime has stored.

    Raises:
        InputError: The thread has no such turn.
        JsonRpcError: The runtime rejected a request.
    """
    sender = await sender.bind_current()
    connection = await sender.connection()
    if connection.has_turn(turn_id):
        buffer = connection.event_buffer(turn_id)
    else:
        turn = await _read_turn(sender, thread_id, turn_id)
        if is_running(turn):
            # Subscribes this connection to the events of the thread. The turn may end before that.
            await sender.call("thread/resume", {"threadId": thread_id, "excludeTurns": True})
            turn = await _read_turn(sender, thread_id, turn_id)
        if is_running(turn) and connection.session.events.is_discarded(turn_id):
            # It has ended since the runtime sent the response.
            turn = await _read_turn(sender, thread_id, turn_id)
        buffer = connection.event_buffer(turn_id) if is_running(turn) else stored_turn_buffer(thread_id, turn)
    return AsyncTurnHandle(AsyncRunningTurn(sender, connection, thread_id, buffer))


async def _read_turn(sender: AsyncRequestSender, thread_id: str, turn_id: str) -> JsonObject:
    # Not at the top, because most programs attach to no turn.
    from openai_codex._async.stored_turns import read_stored_turn

    turn = await read_stored_turn(sender, thread_id, turn_id)
    if turn is None:
        raise InputError("turn_id", f"expected the id of a turn of thread {thread_id}, got {turn_id!r}")
    return turn
