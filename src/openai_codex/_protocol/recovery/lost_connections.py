"""Change the state of a session when its connection is lost, and when it is restored."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from openai_codex._protocol.actions import Actions
from openai_codex._protocol.goal_events import ThreadEventBuffer
from openai_codex._protocol.recovery.unknown_outcomes import request_lost

if TYPE_CHECKING:
    from openai_codex._protocol.event_buffer import EventBuffer
    from openai_codex._protocol.event_router import EventRouter
    from openai_codex._protocol.session import Session
    from openai_codex.errors import TransportClosedError

WaiterT = TypeVar("WaiterT")


def suspend(session: Session[WaiterT], reason: TransportClosedError) -> Actions[WaiterT]:
    """Process the loss of a connection that the client restores: requests that were sent fail, others are queued.

    The event buffers stay open. An incomplete message is discarded.
    """
    actions: Actions[WaiterT] = Actions()
    if session.close_reason is not None:
        return actions
    session.draining = False
    session.decoder.flush()
    session.held.clear()
    lost, abandoned = session.pending_requests.pause()
    for pending in lost:
        error = request_lost(pending.method, reason)
        actions.failed_requests.append((pending, error))
        if session.observer is not None:
            session.observer.request_failed(pending.id, type(error).__name__)
    session.abandoned_starts |= {each.orphan_thread_id for each in abandoned if each.orphan_thread_id is not None}
    return actions


def resume(session: Session[WaiterT], actions: Actions[WaiterT]) -> None:
    """Add the queued requests to `ready_to_send`."""
    released = session.pending_requests.resume()
    for pending in released:
        session.log_sent(pending.data)
    actions.ready_to_send += released


def release_held(session: Session[WaiterT]) -> Actions[WaiterT] | None:
    """Process the messages that were held. Without any, hold no more messages and return None."""
    lines, threads = session.held.take()
    if not lines:
        return None
    actions: Actions[WaiterT] = Actions()
    session.handle_lines(lines, actions)
    session.held.threads = threads
    return actions


def fail_buffer(events: EventRouter, buffer: EventBuffer, error: Exception, actions: Actions[Any]) -> None:
    """End the buffer of one turn, login or goal with `error`."""
    buffer.connection_lost(error)
    actions.updated.add(buffer)
    if events.open.get(buffer.key) is buffer:
        events.threads.observe("turn/completed", {"turn": {"id": buffer.key}})
        events.complete_turn(buffer, actions)
    elif isinstance(buffer, ThreadEventBuffer):
        events.release_ended(buffer.routed_thread_id)
