"""Routes events to the buffers of turns, logins and goals, and to the notification bus. No I/O, no locks."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

from openai_codex._protocol.event_buffer import EventBuffer
from openai_codex._protocol.jsonrpc import is_request_id
from openai_codex._protocol.notifications import routing_key

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from openai_codex._json_types import JsonObject
    from openai_codex._protocol.actions import Actions
    from openai_codex._protocol.goal_events import GoalEventBuffer
    from openai_codex._protocol.notification_bus import NotificationBus
    from openai_codex._protocol.notifications import Notification

THREAD_CLOSED_METHODS = frozenset({"thread/closed", "thread/archived", "thread/deleted"})
"""Methods of the last event of a thread."""

MAX_COMPLETED_BUFFERS = 64
"""Maximum number of buffers of completed turns and logins kept for late consumers."""

MAX_UNCONSUMED_BUFFERS = 1_024
"""Maximum number of buffers kept for turns and logins that no caller has asked for yet."""

MAX_RESERVED_BUFFERS = 1_024
"""Maximum number of buffers reserved for callers that have received the id of a turn or login.

Callers of typed methods such as `rpc.turn_start` never ask for the buffer, so the number must be bounded.
"""


class EventRouter:
    """The event buffers of one connection. Events of no turn or login go to `notification_bus`."""

    def __init__(self, notification_bus: NotificationBus, claims_pending: Callable[[], bool]) -> None:
        self.notification_bus = notification_bus
        # Whether an unanswered request may lead to a claim of a buffer that is not known to be needed yet.
        self._claims_pending = claims_pending
        self.open: dict[str, EventBuffer] = {}
        """Buffers of turns and logins that have not ended, by id. Read by `Session` in its fast path."""
        self.goal_buffers: dict[str, list[GoalEventBuffer]] = {}
        """Buffers of running goals, by thread id. Read by `Session` in its fast path."""
        self.events_dropped = 0
        """Number of events of completed turns and goals that were discarded because no consumer read them in time."""
        self._close_reason: Exception | None = None
        self._unconsumed: OrderedDict[str, None] = OrderedDict()
        self._completed: OrderedDict[str, EventBuffer] = OrderedDict()
        self._completed_unconsumed: OrderedDict[str, EventBuffer] = OrderedDict()
        self._reserved: OrderedDict[str, EventBuffer] = OrderedDict()

    def event_buffer(self, key: str) -> EventBuffer:
        """Return the buffer of a turn or login, with the events received so far."""
        buffer = self._find_or_create(key)
        self._reserved.pop(key, None)
        return buffer

    def reserve(self, key: str) -> None:
        """Keep the buffer of a turn or login until the caller that receives its id asks for it.

        That caller may run much later, for example if the event loop was blocked. Meanwhile the turn may complete, and
        so may many others.
        """
        self._reserved[key] = self._find_or_create(key)
        if len(self._reserved) > MAX_RESERVED_BUFFERS:
            self._reserved.popitem(last=False)

    def has_consumer(self, key: str) -> bool:
        """Return whether a caller has asked for the buffer of a turn, or the turn has ended."""
        if key in self._completed or key in self._completed_unconsumed:
            return True
        return key in self.open and key not in self._unconsumed and key not in self._reserved

    def add_goal_buffer(self, goal_buffer: GoalEventBuffer) -> None:
        """Route all events of a thread to `goal_buffer` as well, until the goal ends."""
        if self._close_reason is not None:
            goal_buffer.connection_lost(self._close_reason)
        else:
            self.goal_buffers.setdefault(goal_buffer.key, []).append(goal_buffer)

    def remove_goal_buffer(self, goal_buffer: GoalEventBuffer, error: Exception) -> None:
        """End the buffer of a goal that the runtime has rejected, and release it."""
        goal_buffer.connection_lost(error)
        self._release_ended(goal_buffer.key)

    def started_item(self, params: Mapping[str, Any]) -> JsonObject | None:
        """Return the item that `params` refer to, as it was when it started, or None if it is unknown."""
        buffer = self.open.get(str(params.get("turnId")))
        return buffer.started_item(params.get("itemId")) if buffer else None

    def route(self, event: Notification, actions: Actions[Any]) -> None:
        """Add an event to its buffers."""
        if self.goal_buffers:
            self._route_to_goal_buffers(event, actions)
        key = routing_key(event)
        bus = self.notification_bus
        if (key is None or event.method in bus.subscribed_methods) and bus.put(event, of_turn=key is not None):
            actions.updated.add(bus)
        if key is None:
            if event.method == "serverRequest/resolved":
                request_id = event.params.get("requestId")
                if is_request_id(request_id):
                    actions.cancelled_server_requests.append(request_id)
            elif event.method in THREAD_CLOSED_METHODS and isinstance(closed := event.params.get("threadId"), str):
                actions.closed_threads.append(closed)
            return
        if event.method == "turn/started":
            actions.started_turns.append((str(event.params.get("threadId")), key))
        buffer = self.open.get(key)
        if buffer is None:
            if key in self._completed or key in self._completed_unconsumed:
                return
            buffer = self.open[key] = EventBuffer(key)
            self._unconsumed[key] = None
            if len(self._unconsumed) > MAX_UNCONSUMED_BUFFERS and not self._claims_pending():
                oldest, _ = self._unconsumed.popitem(last=False)
                del self.open[oldest]
        if buffer.put(event):
            actions.updated.add(buffer)
        if buffer.ended:
            self._complete_turn(buffer, actions)

    def connection_lost(self, error: Exception, actions: Actions[Any]) -> None:
        """End all buffers with `error`."""
        self._close_reason = error
        goal_buffers = [buffer for buffers in self.goal_buffers.values() for buffer in buffers]
        for buffer in (*self.open.values(), *goal_buffers):
            buffer.connection_lost(error)
            actions.updated.add(buffer)
        self.open.clear()
        self.goal_buffers.clear()
        self._unconsumed.clear()
        self.notification_bus.connection_lost(error)
        actions.updated.add(self.notification_bus)

    def _complete_turn(self, buffer: EventBuffer, actions: Actions[Any]) -> None:
        key = buffer.key
        del self.open[key]
        self.events_dropped += buffer.dropped
        actions.completed_turns.append(key)
        if key not in self._unconsumed:
            self._keep_completed(buffer)
            return
        # The response that contains the id may follow. Until then, any of these buffers may be the one that it names.
        del self._unconsumed[key]
        self._completed_unconsumed[key] = buffer
        while len(self._completed_unconsumed) > MAX_COMPLETED_BUFFERS and not self._claims_pending():
            self._completed_unconsumed.popitem(last=False)

    def _keep_completed(self, buffer: EventBuffer) -> None:
        self._completed[buffer.key] = buffer
        if len(self._completed) > MAX_COMPLETED_BUFFERS:
            self._completed.popitem(last=False)

    def _find_or_create(self, key: str) -> EventBuffer:
        buffer = self.open.get(key) or self._completed.get(key) or self._reserved.get(key)
        if buffer is None and (buffer := self._completed_unconsumed.pop(key, None)) is not None:
            self._keep_completed(buffer)
        if buffer is None:
            buffer = EventBuffer(key)
            if self._close_reason is not None:
                buffer.connection_lost(self._close_reason)
            else:
                self.open[key] = buffer
        self._unconsumed.pop(key, None)
        return buffer

    def _route_to_goal_buffers(self, event: Notification, actions: Actions[Any]) -> None:
        thread_id = event.params.get("threadId")
        buffers = self.goal_buffers.get(thread_id) if isinstance(thread_id, str) else None
        if not buffers:
            return
        for buffer in buffers:
            buffer.put(event)
            actions.updated.add(buffer)
        if any(buffer.ended for buffer in buffers):
            self._release_ended(str(thread_id))

    def _release_ended(self, thread_id: str) -> None:
        buffers = self.goal_buffers.get(thread_id, [])
        self.events_dropped += sum(buffer.dropped for buffer in buffers if buffer.ended)
        running = [buffer for buffer in buffers if not buffer.ended]
        if running:
            self.goal_buffers[thread_id] = running
        else:
            self.goal_buffers.pop(thread_id, None)
