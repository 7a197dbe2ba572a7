"""Routes events to the buffers of turns, logins and goals, and to the notification bus. No I/O, no locks."""

from __future__ import annotations

from collections import OrderedDict
from functools import partial
from typing import TYPE_CHECKING, cast

from openai_codex._json_types import is_object
from openai_codex._protocol.event_buffer import EventBuffer, SubagentEventBuffer
from openai_codex._protocol.goal_events import ThreadEventBuffers
from openai_codex._protocol.jsonrpc import is_request_id
from openai_codex._protocol.notices.log import NOTICE_METHODS
from openai_codex._protocol.notices.model_retries import RETRY_METHODS, ModelRetries
from openai_codex._protocol.notifications import failed_turn, routing_key
from openai_codex._protocol.subagents.record import SubagentRecord
from openai_codex._protocol.subagents.thread_tree import OBSERVED_METHODS, ThreadTree
from openai_codex._protocol.usage.tracker import USAGE_METHOD
from openai_codex.errors import CodexError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from openai_codex._json_types import JsonObject
    from openai_codex._observation.observer import Observer
    from openai_codex._protocol.actions import Actions
    from openai_codex._protocol.goal_events import ThreadEventBuffer
    from openai_codex._protocol.notification_bus import NotificationBus
    from openai_codex._protocol.notifications import Notification
    from openai_codex._protocol.subagents.nodes import TurnNode
    from openai_codex._protocol.subscription import Subscription

THREAD_CLOSED_METHODS = frozenset({"thread/closed", "thread/archived", "thread/deleted"})
"""Methods of the last event of a thread."""

MAX_COMPLETED_BUFFERS = 64
"""Maximum number of buffers of completed turns and logins kept for late consumers."""

MAX_UNCONSUMED_BUFFERS = 1_024
"""Maximum number of buffers kept for turns and logins that no caller has asked for yet."""

MAX_RESERVED_BUFFERS = 1_024
"""Maximum number of buffers reserved for callers that have the id of a turn or login, and may never ask for them."""

MAX_DISCARDED_IDS = 4_096
"""Maximum number of ids of completed turns and logins that are remembered after their buffers were discarded."""

DISCARDED_MESSAGE = "the events of {} were discarded: it ended, and many others after it; read its thread instead"

_TREE_METHODS = OBSERVED_METHODS | {"item/started", "item/completed"}
"""Methods of notifications that may change the tree of threads."""


class EventRouter:
    """The event buffers of one connection. Events of no turn or login go to `notification_bus`."""

    def __init__(
        self,
        notification_bus: NotificationBus,
        claims_pending: Callable[[], bool],
        max_model_retries: int | None = None,
    ) -> None:
        self.notification_bus = notification_bus
        # Whether an unanswered request may lead to a claim of a buffer that is not known to be needed yet.
        self._claims_pending = claims_pending
        self.open: dict[str, EventBuffer] = {}
        """Buffers of turns and logins that have not ended, by id. Read by `Session` in its fast path."""
        self.goal_buffers = ThreadEventBuffers()
        """Buffers of running goals and of expected turns. Read by `Session` in its fast path."""
        self.events_dropped = 0
        """Number of events of completed turns and goals that were discarded because no consumer read them in time."""
        self.threads = ThreadTree()
        """The threads of the connection, and their sub-agents."""
        self._retries = ModelRetries(max_model_retries)
        self.observer: Observer | None = None
        self._close_reason: Exception | None = None
        self._unconsumed: OrderedDict[str, None] = OrderedDict()
        self._completed: OrderedDict[str, EventBuffer] = OrderedDict()
        self._completed_unconsumed: OrderedDict[str, EventBuffer] = OrderedDict()
        self._reserved: OrderedDict[str, EventBuffer] = OrderedDict()
        self._discarded: OrderedDict[str, None] = OrderedDict()

    def event_buffer(self, key: str, reserved: EventBuffer | None = None) -> EventBuffer:
        """Return the buffer of a turn or login, with the events received so far.

        It is not kept for a second call, after which a discarded buffer ends with an error. `reserved` is the buffer
        that was reserved for the caller, if the caller has kept it.
        """
        buffer = reserved or self._find_or_create(key)
        self._reserved.pop(key, None)
        return buffer

    def reserve(self, key: str, thread_id: str | None = None) -> EventBuffer:
        """Keep the buffer of a turn or login until the caller that receives its id asks for it, and return it.

        That caller may run much later, for example if the event loop was blocked. Meanwhile the turn may complete, and
        so may many others. `thread_id` is the thread of the turn, if it is known.
        """
        buffer = self._reserved[key] = self._find_or_create(key)
        buffer.expected_thread_id = thread_id
        if len(self._reserved) > MAX_RESERVED_BUFFERS:
            self._reserved.popitem(last=False)
        return buffer

    def has_consumer(self, key: str) -> bool:
        """Return whether a caller has asked for the buffer of a turn, or the turn has ended."""
        if self.has_ended(key):
            return True
        return key in self.open and key not in self._unconsumed and key not in self._reserved

    def has_ended(self, key: str) -> bool:
        """Return whether a turn or login has ended."""
        return key in self._completed or key in self._completed_unconsumed or key in self._discarded

    def is_discarded(self, key: str) -> bool:
        """Return whether a turn or login has ended and its events were discarded."""
        return key in self._discarded and key not in self._reserved

    def add_goal_buffer(self, goal_buffer: ThreadEventBuffer) -> None:
        """Route all events of a thread to `goal_buffer` as well, until the buffer ends."""
        if self._close_reason is not None:
            goal_buffer.connection_lost(self._close_reason)
        else:
            self.goal_buffers.add(goal_buffer, self.running_turn(goal_buffer.routed_thread_id))

    def is_claimed(self, key: str) -> bool:
        """Return whether the client has all events of a turn: it has ended, has started, or has a handle."""
        if self.has_ended(key):
            return not self.is_discarded(key)
        buffer = self.open.get(key)
        return buffer is not None and (buffer.started or key not in self._unconsumed)

    def running_turn(self, thread_id: str) -> EventBuffer | None:
        """Return the buffer of the running turn of a thread, or None if the client has received no event of it."""
        for buffer in list(self.open.values()):
            if buffer.thread_id == thread_id and buffer.started and not buffer.ended:
                return buffer
        return None

    def remove_goal_buffer(self, goal_buffer: ThreadEventBuffer, error: Exception) -> None:
        """End the buffer of a goal that the runtime has rejected, and release it."""
        goal_buffer.connection_lost(error)
        self.release_ended(goal_buffer.routed_thread_id)

    def started_item(self, params: Mapping[str, Any]) -> JsonObject | None:
        """Return the item that `params` refer to, as it was when it started, or None if it is unknown."""
        buffer = self.open.get(str(params.get("turnId")))
        return buffer.started_item(params.get("itemId")) if buffer else None

    def running_items(self, params: Mapping[str, Any], type: str) -> list[JsonObject]:
        """Return the running items of a type in the turn that `params` refer to, as they were when they started."""
        buffer = self.open.get(str(params.get("turnId")))
        return buffer.running_items(type) if buffer else []

    def route(self, event: Notification, actions: Actions[Any]) -> None:
        """Add an event to its buffers."""
        if event.method in _TREE_METHODS:
            self._observe(event, actions)
        key = self._review_key(event) or routing_key(event)
        bus = self.notification_bus
        if event.method in NOTICE_METHODS:
            bus.notices.log(event)
        if self._retries.is_bounded and key is not None and event.method in RETRY_METHODS:
            event = self._count_retries(event, key, actions)
        if self.observer is not None:
            self.observer.event(event, key)
        usage_before = None
        if event.method == USAGE_METHOD:
            turn = None if key is None else self.open.get(key)
            usage_before = bus.usage.update(event.params, in_turn=turn is not None and turn.started)
        if self.goal_buffers:
            actions.updated.update(self.goal_buffers.put(event, usage_before))
            if event.thread_id is not None:
                self.release_ended(event.thread_id)
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
        running = self.threads.running
        if running and key in running and (buffer is None or key in self._unconsumed):
            buffer = self._open_subagent(key, buffer)
        elif buffer is None:
            if self.has_ended(key) or event.method == USAGE_METHOD:
                # Usage of a turn that has not started is that of a thread that was resumed or forked.
                return
            buffer = self.open[key] = EventBuffer(key)
            self._unconsumed[key] = None
            if len(self._unconsumed) > MAX_UNCONSUMED_BUFFERS and not self._claims_pending():
                oldest, _ = self._unconsumed.popitem(last=False)
                del self.open[oldest]
        if buffer.usage_before is None:
            buffer.usage_before = usage_before
        if buffer.put(event):
            actions.updated.add(buffer)
        if buffer.failed_before_start:
            # The runtime sends no `turn/completed` for a review whose target it cannot read.
            buffer.put(failure := failed_turn(event))
            actions.updated.add(buffer)
            if self.observer is not None:
                self.observer.event(failure, key)
        if buffer.ended:
            self.complete_turn(buffer, actions)

    def emit(self, event: Notification, actions: Actions[Any]) -> None:
        """Add an event of the client to its buffers. For a sub-agent, these are the buffers that have consumers."""
        buffers = self.client_event_buffers(event.turn_id)
        if not buffers:
            self.route(event, actions)
            return
        bus = self.notification_bus
        if event.method in bus.subscribed_methods and bus.put(event, of_turn=True):
            actions.updated.add(bus)
        for buffer in buffers:
            if buffer.put(event):
                actions.updated.add(buffer)

    # Sub-agents

    def subscribe_with_subagents(self, buffer: EventBuffer, wake: Callable[[], None]) -> Subscription:
        """Subscribe to the events of a turn or goal and to those of its sub-agents."""
        records = set(buffer.subagents.all())
        buffers = [*self._completed.values(), *self.open.values()]
        past = [
            each.past_events() for each in buffers if isinstance(each, SubagentEventBuffer) and each.record in records
        ]
        return buffer.subscribe(wake, subagent_events=past)

    def client_event_buffers(self, turn_id: str | None) -> list[EventBuffer]:
        """Return the buffers for events of the client that concern the turn of a sub-agent; none for other turns.

        The events go to the nearest turn with a consumer, otherwise to the turn at the top.
        """
        turn = self.threads.turn(turn_id)
        if turn is None or turn.parent is None:
            return []
        own = self.open.get(turn.id)
        above = self._observers(turn)
        consumed = next((each for each in ([own] if own else []) + above if each.consumer_count), None)
        goals = [each for each in above if each is not consumed and each in self._goals_above(turn)]
        if consumed is not None:
            return [consumed, *goals]
        turns = [each for each in above if each not in goals]
        return [*turns[-1:], *goals]

    def last_active(self, thread_id: str, turn_id: str) -> float | None:
        """Return when a sub-agent of a turn was last active, by `time.monotonic`, or None."""
        running = [self.open.get(each.id) for each in self.threads.running_below(thread_id, turn_id)]
        times = [each.last_event for each in running if isinstance(each, SubagentEventBuffer)]
        thread = self.threads.thread(thread_id)
        if thread is not None and thread.last_active is not None:
            times.append(thread.last_active)
        return max(times, default=None)

    def _observe(self, event: Notification, actions: Actions[Any]) -> None:
        """Update the tree of threads, before the event or a later request of the runtime is processed."""
        method, params, threads = event.method, event.params, self.threads
        if method in OBSERVED_METHODS:
            threads.observe(method, params)
        else:
            item = params.get("item")
            if is_object(item) and item.get("type") == "collabAgentToolCall":
                threads.observe_call(item, completed=method == "item/completed")
                self._record_prompt(item)
        if threads.to_interrupt:
            actions.subagents_to_interrupt += threads.to_interrupt
            threads.to_interrupt = []

    def _record_prompt(self, item: Mapping[str, Any]) -> None:
        prompt, sender = item.get("prompt"), self.threads.thread(str(item.get("senderThreadId")))
        receivers: object = item.get("receiverThreadIds")
        turn = None if sender is None else sender.turn
        if not isinstance(prompt, str) or sender is None or turn is None or not isinstance(receivers, list):
            return
        own = self.open.get(turn.id)
        buffers = [*([own] if own else []), *self._observers(turn)]
        for thread_id in map(str, cast("list[object]", receivers)):
            self._record(thread_id, sender.id, buffers).prompt = prompt

    def _record(self, thread_id: str, parent_id: str | None, buffers: list[EventBuffer]) -> SubagentRecord:
        """Return the record of a sub-agent, and add it to the buffers."""
        known = [record for each in buffers if (record := each.subagents.get(thread_id)) is not None]
        record = known[0] if known else SubagentRecord(thread_id)
        record.parent_thread_id = record.parent_thread_id or parent_id
        for each in buffers:
            each.subagents.add(record)
        return record

    def _open_subagent(self, key: str, buffer: EventBuffer | None) -> SubagentEventBuffer:
        """Create the buffer of a sub-agent's turn. `buffer` has its events so far; None without events."""
        turn = self.threads.running[key]
        thread = self.threads.thread(turn.thread_id)
        record = self._record(turn.thread_id, thread.parent_id if thread else None, self._observers(turn))
        record.nickname = record.nickname or (thread.nickname if thread else None)
        created = self.open[key] = SubagentEventBuffer(key, record, partial(self._observers, turn))
        self._unconsumed.pop(key, None)
        if buffer is not None:
            buffer.move_retained(created)
        return created

    def _observers(self, turn: TurnNode) -> list[EventBuffer]:
        """Return the open buffers of the turns and goals for which a sub-agent works, the nearest first."""
        turns = [self.open.get(each.id) for each in self.threads.ancestors(turn)]
        return [*(each for each in turns if each is not None), *self._goals_above(turn)]

    def _goals_above(self, turn: TurnNode) -> list[ThreadEventBuffer]:
        if not self.goal_buffers:
            return []
        threads = dict.fromkeys(each.thread_id for each in self.threads.ancestors(turn))
        return [buffer for each in threads for buffer in self.goal_buffers.get(each, ())]

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

    def complete_turn(self, buffer: EventBuffer, actions: Actions[Any]) -> None:
        """Release the buffer of a turn that has ended."""
        key = buffer.key
        del self.open[key]
        if isinstance(buffer, SubagentEventBuffer):
            self.threads.touch(key, buffer.last_event)
        self.events_dropped += buffer.dropped
        actions.completed_turns.append(key)
        if key not in self._unconsumed:
            self._keep_completed(buffer)
            return
        # The response that contains the id may follow. Until then, any of these buffers may be the one that it names.
        del self._unconsumed[key]
        self._completed_unconsumed[key] = buffer
        while len(self._completed_unconsumed) > MAX_COMPLETED_BUFFERS and not self._claims_pending():
            self._discard_oldest(self._completed_unconsumed)

    def _count_retries(self, event: Notification, key: str, actions: Actions[Any]) -> Notification:
        """Return an event of a turn, whose status is `failed` if its model call was retried too often."""
        if event.method == "turn/completed":
            return self._retries.completion(key, event)
        if self._retries.exceeded(key, event) and (thread_id := event.thread_id) is not None:
            buffer = self.open.get(key)
            actions.turns_to_interrupt.append((thread_id, key if buffer is None else buffer.active_id))
        return event

    def _review_key(self, event: Notification) -> str | None:
        """Return the id of the review that a turn belongs to, or None.

        The runtime reports the start of a review under the id of an inner turn of the same thread, and all other events
        under the id of the review.
        """
        if event.method != "turn/started":
            return None
        turn: Any = event.params.get("turn")
        root: object = turn.get("rootTurnId") if is_object(turn) else None
        review = self.open.get(root) if isinstance(root, str) and root != event.turn_id else None
        return review.key if review is not None and review.thread_id == event.params.get("threadId") else None

    def _keep_completed(self, buffer: EventBuffer) -> None:
        self._completed[buffer.key] = buffer
        if len(self._completed) > MAX_COMPLETED_BUFFERS:
            self._discard_oldest(self._completed)

    def _discard_oldest(self, buffers: OrderedDict[str, EventBuffer]) -> None:
        key, _ = buffers.popitem(last=False)
        self._discarded[key] = None
        if len(self._discarded) > MAX_DISCARDED_IDS:
            self._discarded.popitem(last=False)

    def _find_or_create(self, key: str) -> EventBuffer:
        buffer = self.open.get(key) or self._completed.get(key) or self._reserved.get(key)
        if buffer is None and (buffer := self._completed_unconsumed.pop(key, None)) is not None:
            self._keep_completed(buffer)
        if buffer is None:
            buffer = EventBuffer(key)
            error = CodexError(DISCARDED_MESSAGE.format(key)) if key in self._discarded else self._close_reason
            if error is not None:
                buffer.connection_lost(error)
            else:
                self.open[key] = buffer
        self._unconsumed.pop(key, None)
        return buffer

    def release_ended(self, thread_id: str) -> None:
        """Release the buffers of the goals of a thread that have ended."""
        self.events_dropped += sum(buffer.dropped for buffer in self.goal_buffers.remove_ended(thread_id))
