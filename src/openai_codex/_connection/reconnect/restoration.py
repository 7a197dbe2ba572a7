"""`Restoration`: resumes the threads of a connection, and completes the events of their turns.

The requests are yielded, so that both connections share the order of the steps. The state of the session changes in
`apply` only, after all responses have arrived.
"""

from __future__ import annotations

import contextlib
import logging
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from openai_codex._connection.reconnect.attempts import TEMPORARY_REJECTIONS
from openai_codex._connection.settings.thread_settings import SETTINGS_UPDATE
from openai_codex._json_types import JsonObject, is_object
from openai_codex._protocol.client_events import CONNECTION_RESTORED_METHOD, ConnectionRestored
from openai_codex._protocol.goal_events import GoalEventBuffer, NextTurnBuffer
from openai_codex._protocol.notifications import Notification
from openai_codex._protocol.recovery.lost_connections import fail_buffer, resume
from openai_codex._protocol.recovery.stored_turns import (
    has_pages,
    is_running,
    read_pages,
    restore_end,
    restore_items,
    stored_items,
    stored_turns,
)
from openai_codex._protocol.recovery.unknown_outcomes import turn_lost
from openai_codex.errors import JsonRpcError, OversizeMessageError, UnexpectedResponseError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from openai_codex._connection.base import ConnectionBase
    from openai_codex._connection.reconnect.attempts import Reconnection
    from openai_codex._connection.thread_registry import ThreadState
    from openai_codex._protocol.actions import Actions
    from openai_codex._protocol.event_buffer import EventBuffer
    from openai_codex._protocol.subagents.workspaces import Workspaces
    from openai_codex.errors import CodexError

logger = logging.getLogger("openai_codex")

WaiterT = TypeVar("WaiterT")

REJECTIONS = (JsonRpcError, OversizeMessageError, UnexpectedResponseError)
"""Errors of a request that concern its thread only. All others mean that the connection is not usable."""


def resume_thread(thread: ThreadState, workspaces: Workspaces) -> Generator[tuple[str, Any], Any, Any]:
    """Yield the requests that resume a thread with its settings: method and params. The caller sends their results.

    Returns the response to `thread/resume`. If the runtime rejects that request, the error propagates.
    """
    # Before the request: the runtime may send requests of the thread before the response.
    workspaces.set(thread.id, thread.workspace)
    response = yield "thread/resume", thread.resume_params()
    if (update := thread.settings_update(response)) is not None:
        # The thread is resumed, even if the runtime rejects its settings.
        with contextlib.suppress(JsonRpcError):
            yield SETTINGS_UPDATE, update
    return response


class Restoration(Generic[WaiterT]):
    """Restores the state of a connection after it was lost, once.

    Args:
        connection: The connection, which is connected again.
        reconnection: The attempts that led to the connection.
    """

    def __init__(self, connection: ConnectionBase[WaiterT], reconnection: Reconnection) -> None:
        self._connection = connection
        self._session = connection.session
        self._reconnection = reconnection
        self._resumed: list[str] = []
        self._lost: dict[str, CodexError] = {}
        self._turns: dict[str, list[JsonObject]] = {}
        self._idle: set[str] = set()
        self._restored: set[str] = set()
        self._completed: set[str] = set()

    # Requests

    def steps(self, hold: Callable[[str], None]) -> Generator[tuple[str, Any], Any, None]:
        """Yield the requests: method and params. The caller sends their results, and throws `REJECTIONS`.

        Args:
            hold: Holds the messages of a thread.
        """
        threads = self._threads()
        position = 0
        while position < len(threads):
            thread_id = threads[position]
            position += 1
            hold(thread_id)
            try:
                response = yield from self._resume(thread_id)
                found = None
                if self._needs_turns(thread_id):
                    found = yield from self._read(thread_id, response)
            except TEMPORARY_REJECTIONS:
                # The whole attempt is repeated.
                raise
            except REJECTIONS as error:
                self._lost[thread_id] = error
                continue
            self._resumed.append(thread_id)
            if found is None:
                continue
            turns, is_idle = found
            self._turns[thread_id] = turns
            if is_idle:
                self._idle.add(thread_id)
            threads += [each for each in self._new_subagents(turns) if each not in threads]

    def _read(self, thread_id: str, response: object) -> Generator[tuple[str, Any], Any, tuple[list[JsonObject], bool]]:
        """Read the turns of a resumed thread. Return them, and whether no turn was running before and afterwards."""
        if not has_pages(response):
            stored = yield "thread/read", {"threadId": thread_id, "includeTurns": True}
            return stored_turns(stored), _is_idle(response) and _is_idle(stored)
        turns = yield from read_pages(thread_id, partial(self._is_complete, thread_id))
        is_idle = _is_idle(response) and _is_idle((yield "thread/read", {"threadId": thread_id}))
        return turns, is_idle

    def _is_complete(self, thread_id: str, turns: list[JsonObject]) -> bool:
        """Return whether the newest turns of a thread contain all turns that the client follows."""
        events, ids = self._session.events, {str(turn["id"]) for turn in turns}
        if any(each.key not in ids for each in list(events.open.values()) if each.thread_id == thread_id):
            return False
        follows_all = thread_id in events.goal_buffers or self._is_new_subagent(thread_id)
        return not follows_all or any(map(self._is_known, ids))

    def _resume(self, thread_id: str) -> Generator[tuple[str, Any], Any, Any]:
        thread = self._connection.threads.get(thread_id)
        if thread is None or thread.closed:
            return (yield "thread/resume", {"threadId": thread_id, "excludeTurns": True})
        try:
            response = yield from resume_thread(thread, self._connection.dispatcher.workspaces)
        except TEMPORARY_REJECTIONS:
            raise
        except JsonRpcError as error:
            thread.lost, thread.unobserved = error, True
            raise
        thread.lost, thread.unobserved = None, False
        return response

    def _threads(self) -> list[str]:
        """Return the ids of the threads to restore: those with a handle, and those with running work."""
        events = self._session.events
        found = [thread.id for thread in self._connection.threads.open()]
        found += [buffer.thread_id for buffer in list(events.open.values()) if buffer.thread_id is not None]
        found += list(events.goal_buffers)
        found += [turn.thread_id for turn in list(events.threads.running.values())]
        return list(dict.fromkeys(found))

    def _needs_turns(self, thread_id: str) -> bool:
        events = self._session.events
        return (
            thread_id in events.goal_buffers
            or thread_id in self._session.abandoned_starts
            or any(buffer.thread_id == thread_id for buffer in list(events.open.values()))
            or self._is_new_subagent(thread_id)
        )

    def _is_new_subagent(self, thread_id: str) -> bool:
        """Return whether a thread was found among the items of a restored turn."""
        return any(thread_id in _receivers(turn) for turns in self._turns.values() for turn in turns)

    def _new_subagents(self, turns: list[JsonObject]) -> list[str]:
        """Return the threads of sub-agents that the open turns among `turns` have started."""
        events = self._session.events
        open_turns = [turn for turn in turns if turn["id"] in events.open or is_running(turn)]
        return list(dict.fromkeys(each for turn in open_turns for each in _receivers(turn)))

    # State

    def apply(self) -> Actions[WaiterT]:
        """Change the state of the session: report the gap, complete the events of turns, and send queued requests."""
        from openai_codex._protocol.actions import Actions

        actions: Actions[WaiterT] = Actions()
        events, reconnection = self._session.events, self._reconnection
        reconnection.restored()
        actions.turns_to_interrupt = self._interrupts()
        payload = ConnectionRestored(
            reconnection.cause,
            reconnection.duration,
            reconnection.attempts,
            self._resumed,
            self._lost,
            reconnection.unknown,
        )
        params = {"resumed": self._resumed, "lost": {id: str(error) for id, error in self._lost.items()}}
        event = Notification(CONNECTION_RESTORED_METHOD, params, payload=payload)
        goal_buffers = [buffer for buffers in events.goal_buffers.values() for buffer in buffers]
        for buffer in (*events.open.values(), *goal_buffers):
            buffer.put(event)
            actions.updated.add(buffer)
        # The sub-agents first: the end of a turn ends its record of them.
        running = {turn.thread_id for turn in events.threads.running.values()}
        for thread_id in sorted(self._turns, key=lambda each: each not in running):
            self._restore_turns(thread_id, actions)
        self._fail_others(actions)
        ended = set(actions.completed_turns)
        for pending in self._connection.dispatcher.repeats.suspended():
            asked = pending.request.params
            if pending.turn_id in ended or str(asked.get("itemId", asked.get("callId"))) in self._completed:
                actions.cancelled_server_requests.append(pending.request.id)
                reconnection.lost_requests.append(pending.request.method)
        payload.lost_requests = tuple(reconnection.lost_requests)
        events.route(event, actions)
        resume(self._session, actions)
        logger.info("the connection was restored after %.1f s", reconnection.duration)
        self._session.abandoned_starts.clear()
        return actions

    def _interrupts(self) -> list[tuple[str, str]]:
        """Return the running turns to interrupt, because the runtime may not have received their interrupt."""
        events, starts = self._session.events, self._session.abandoned_starts
        found: list[tuple[str, str]] = []
        for thread_id, turns in self._turns.items():
            for turn in filter(is_running, turns):
                buffer = events.open.get(str(turn["id"]))
                if thread_id in starts if buffer is None else buffer.interrupted:
                    found.append((thread_id, str(turn["id"])))
        return found

    def _restore_turns(self, thread_id: str, actions: Actions[Any]) -> None:
        """Complete the events of the turns that the client follows, and before their ends those of their sub-agents."""
        if thread_id in self._restored:
            return
        self._restored.add(thread_id)
        events, turns = self._session.events, self._turns.get(thread_id, [])
        known = [index for index, turn in enumerate(turns) if self._is_known(str(turn["id"]))]
        is_subagent = self._is_new_subagent(thread_id)
        follows_all = thread_id in events.goal_buffers or is_subagent
        for index, turn in enumerate(turns):
            is_new = index > known[-1] if known else is_subagent or self._is_of_goal(thread_id, turn)
            if turn["id"] not in events.open and not (follows_all and is_new):
                continue
            self._completed.update(restore_items(events, thread_id, turn, actions))
            for receiver in _receivers(turn):
                self._restore_turns(receiver, actions)
            restore_end(events, thread_id, turn, actions)

    def _is_of_goal(self, thread_id: str, turn: JsonObject) -> bool:
        """Return whether a turn runs, or started after the goal of its thread was created."""
        started: object = turn.get("startedAt")
        created = [each.created_at for each in self._goals(thread_id) if each.created_at is not None]
        return is_running(turn) or (isinstance(started, int) and bool(created) and started >= min(created))

    def _goals(self, thread_id: str) -> list[GoalEventBuffer]:
        buffers = self._session.events.goal_buffers.get(thread_id, [])
        return [buffer for buffer in buffers if isinstance(buffer, GoalEventBuffer)]

    def _is_known(self, turn_id: str) -> bool:
        return turn_id in self._session.events.open or self._session.events.has_ended(turn_id)

    def _fail_others(self, actions: Actions[Any]) -> None:
        """Fail the turns, logins and goals whose outcome the runtime does not report."""
        events = self._session.events
        goal_buffers = [buffer for buffers in events.goal_buffers.values() for buffer in buffers]
        for buffer in (*events.open.values(), *goal_buffers):
            problem = self._problem(buffer)
            if problem is not None:
                fail_buffer(events, buffer, turn_lost(*problem), actions)

    def _problem(self, buffer: EventBuffer) -> tuple[str, Exception] | None:
        """Return the subject and the reason if the outcome of a buffer is unknown, else None."""
        thread_id: str | None = getattr(buffer, "routed_thread_id", buffer.thread_id)
        cause = self._reconnection.cause
        if buffer.ended:
            return None
        if thread_id is None:
            # The runtime does not report the end of a login to another connection.
            return f"login or turn {buffer.key}", cause
        if thread_id in self._lost:
            return f"turn {buffer.key} of thread {thread_id}", self._lost[thread_id]
        is_stored = any(turn["id"] == buffer.key for turn in self._turns.get(thread_id, ()))
        expects_turn = not hasattr(buffer, "routed_thread_id") or isinstance(buffer, NextTurnBuffer)
        if thread_id in self._idle and expects_turn and not is_stored:
            return f"turn {buffer.key} of thread {thread_id}", cause
        return None


def _is_idle(response: object) -> bool:
    """Return whether no turn of the thread in a response is running."""
    thread: object = response.get("thread") if is_object(response) else None
    status: object = thread.get("status") if is_object(thread) else None
    return is_object(status) and status.get("type") == "idle"


def _receivers(turn: JsonObject) -> list[str]:
    """Return the threads of the sub-agents that a stored turn has started."""
    found: list[str] = []
    for item in stored_items(turn):
        receivers: object = item.get("receiverThreadIds")
        if item.get("type") == "collabAgentToolCall" and isinstance(receivers, list):
            found += map(str, cast("list[object]", receivers))
    return found
