"""Buffers the events of one turn or login until its consumers read them."""

from __future__ import annotations

import logging
import time
from collections import deque
from typing import TYPE_CHECKING

from openai_codex._json_types import JsonObject, is_object
from openai_codex._protocol.deltas import DELTA_FIELDS, DeltaAccumulator
from openai_codex._protocol.repeated_events import MAX_REPEATED_EVENTS, REPEATED_METHODS, LatestEvents, remove_latest
from openai_codex._protocol.subagents.merging import merge_events
from openai_codex._protocol.subagents.record import SubagentRecords
from openai_codex._protocol.subscription import Subscription

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from openai_codex._protocol.notifications import Notification
    from openai_codex._protocol.subagents.record import SubagentRecord
    from openai_codex._protocol.usage.tracker import Tokens

logger = logging.getLogger("openai_codex")

TERMINAL_METHODS = frozenset({"turn/completed", "account/login/completed"})
"""Methods of the last event of a turn or login."""

RETAINED_METHODS = TERMINAL_METHODS | frozenset(
    {
        "turn/started",
        "item/started",
        "item/completed",
        "thread/tokenUsage/updated",
        "thread/goal/updated",
        "thread/goal/cleared",
        "error",
        # Emitted by the client.
        "client/handlerFailed",
        "client/requestDecided",
        "mcpServer/elicitation/request",
        "item/commandExecution/requestApproval",
        "item/fileChange/requestApproval",
        "execCommandApproval",
        "applyPatchApproval",
    }
)
"""Methods of events that a `TurnResult` is built from. All others, mostly deltas, only matter to stream consumers."""

MAX_UNREAD_EVENTS = 10_000
"""Maximum number of buffered events of a turn without a consumer. Beyond it, only retained events are kept."""

MAX_UNREAD_BYTES = 16 * 1024 * 1024
"""Maximum size of these events in bytes on the wire."""


class EventBuffer:
    """The events of one turn or login, buffered from the first one on, with or without a consumer.

    The first consumer receives every event. Later consumers receive past retained events, one merged delta for each
    item that is still open, and every event from then on. Of repeated events, such as the token usage, the first
    `MAX_REPEATED_EVENTS` and the latest ones are kept. Not thread-safe: the owner locks.
    """

    def __init__(self, key: str) -> None:
        self.key = key
        """Id of the turn or login."""
        self.ended = False
        self.error: Exception | None = None
        self.active_id = key
        """Id by which the runtime interrupts the turn. It differs from `key` for a running review."""
        self.expected_thread_id: str | None = None
        """Id of the thread by the request that started the turn; None if it is unknown."""
        self._started = False
        self.interrupted = False
        """Whether the client has interrupted the turn, or the turn has ended as interrupted."""
        self.deltas = DeltaAccumulator()
        """Deltas of the items that are still open."""
        self.subagents = SubagentRecords()
        """Sub-agents that work for the turn."""
        self.subagent_subscriptions: tuple[Subscription, ...] = ()
        """Subscriptions that also receive the events of the sub-agents."""
        self.usage_before: Tokens | None = None
        """Tokens of the thread before the first report of the turn; None until that report."""
        self._subscriptions: list[Subscription] = []
        self._backlog: deque[Notification] | None = deque()
        self._backlog_bytes = 0
        self._retained: list[Notification] = []
        self._repeated = 0
        self._latest = LatestEvents()
        self._dropped = 0
        self._has_stream_consumers = 0
        self.has_stream_consumers = True
        """Whether events that are not retained have to be delivered or buffered."""

    @property
    def subscriptions(self) -> tuple[Subscription, ...]:
        """The current subscriptions."""
        return tuple(self._subscriptions)

    @property
    def dropped(self) -> int:
        """Number of events discarded because there was no consumer and the buffer was full, or a consumer was late."""
        return self._dropped + sum(subscription.dropped for subscription in self.subscriptions)

    @property
    def consumer_count(self) -> int:
        """Number of subscriptions that are not passive."""
        return sum(not subscription.passive for subscription in self.subscriptions)

    @property
    def lag(self) -> int:
        """Number of unread events of the slowest consumer."""
        return max((subscription.lag for subscription in self._subscriptions), default=0)

    def put(self, event: Notification) -> bool:
        """Add an event; return whether a consumer needs to be woken. Events after the last one are ignored."""
        if self.ended:
            return False
        method = event.method
        if method not in RETAINED_METHODS:
            if method in DELTA_FIELDS:
                self.deltas.append(method, event.params)
            return self.put_transient(event)
        if method == "item/completed":
            self.deltas.add(event)
        elif method == "turn/started":
            self._started = True
            self.active_id = event.turn_id or self.key
        if method in REPEATED_METHODS:
            self._limit_repeated(event)
        self._retained.append(event)
        notify = False
        for subscription in self._subscriptions:
            if subscription.put(event, True):
                notify = True
        if self._backlog is not None:
            self._keep(self._backlog, event, True)
        if self._is_terminal(event):
            self.ended = notify = True
            self.interrupted = self.interrupted or _was_interrupted(event)
        return notify

    def put_transient(self, event: Notification) -> bool:
        """Add an event that is not retained; return whether a consumer needs to be woken."""
        notify = False
        for subscription in self._subscriptions:
            if subscription.put(event, False):
                notify = True
        if self._backlog is not None:
            self._keep(self._backlog, event, False)
        return notify

    def _keep(self, backlog: deque[Notification], event: Notification, retained: bool) -> None:
        self._backlog_bytes += event.size
        if retained or (len(backlog) < MAX_UNREAD_EVENTS and self._backlog_bytes <= MAX_UNREAD_BYTES):
            backlog.append(event)
            return
        self._backlog_bytes -= event.size
        self._count_dropped()

    def _count_dropped(self) -> None:
        if not self._dropped:
            logger.warning(
                "turn %s has no consumer; its buffer is full, further deltas and repeated events are discarded",
                self.key,
            )
        self._dropped += 1

    def _limit_repeated(self, event: Notification) -> None:
        """Remove the event that `event` replaces, once `MAX_REPEATED_EVENTS` are kept."""
        previous = self._latest.replace(event)
        if previous is None or self._repeated < MAX_REPEATED_EVENTS:
            self._repeated += 1
            return
        remove_latest(self._retained, previous)
        if self._backlog is not None and remove_latest(self._backlog, previous):
            self._backlog_bytes -= previous.size
            self._count_dropped()

    def _is_terminal(self, event: Notification) -> bool:
        return event.method in TERMINAL_METHODS

    def connection_lost(self, error: Exception) -> None:
        """End the buffer with an error, unless it has already ended."""
        if not self.ended:
            self.ended = True
            self.error = error

    @property
    def started(self) -> bool:
        """Whether the turn has started or ended."""
        return self.ended or self._started

    @property
    def failed_before_start(self) -> bool:
        """Whether the only event is an error after which the runtime does not try again."""
        if self.ended or len(self._retained) != 1:
            return False
        event = self._retained[0]
        return event.method == "error" and event.params.get("willRetry") is False

    @property
    def thread_id(self) -> str | None:
        """Id of the thread; None for a login, and if it is unknown."""
        thread_id = self._retained[0].params.get("threadId") if self._retained else None
        return thread_id if isinstance(thread_id, str) else self.expected_thread_id

    def started_item(self, item_id: object) -> JsonObject | None:
        """Return an item as it was when it started, or None if it has not started."""
        for event in reversed(self._retained):
            item = event.params.get("item")
            if event.method == "item/started" and is_object(item) and item.get("id") == item_id:
                return item
        return None

    def completed_items(self) -> list[JsonObject]:
        """Return the items that have completed."""
        events = [event for event in list(self._retained) if event.method == "item/completed"]
        return [item for event in events if is_object(item := event.params.get("item"))]

    def running_items(self, type: str) -> list[JsonObject]:
        """Return the items of a type that have started and not completed, as they were when they started."""
        items: dict[object, JsonObject] = {}
        for event in list(self._retained):
            item = event.params.get("item")
            if is_object(item) and item.get("type") == type and isinstance(item.get("id"), str):
                if event.method == "item/started":
                    items[item.get("id")] = item
                elif event.method == "item/completed":
                    items.pop(item.get("id"), None)
        return list(items.values())

    def subscribe(
        self,
        wake: Callable[[], None],
        *,
        passive: bool = False,
        retained_only: bool = False,
        subagent_events: Sequence[Sequence[Notification]] | None = None,
    ) -> Subscription:
        """Add a subscription.

        Args:
            wake: called after events were added or the buffer has ended.
            passive: whether the subscription does not count as a consumer. Buffered events stay available to the first
                consumer. Implies `retained_only`.
            retained_only: whether to deliver retained events only; the deltas are in `deltas`.
            subagent_events: past events of each turn of a sub-agent, to deliver those of the sub-agents too; None
                delivers only those of this turn.

        Returns:
            The subscription.
        """
        if self._backlog is None or passive or retained_only:
            # Keep the terminal event last.
            last = [self._retained[-1]] if self.ended and self._retained else []
            merged = [] if retained_only or passive else self.deltas.as_notifications()
            queue = deque([*self._retained[: len(self._retained) - len(last)], *merged, *last])
        else:
            queue = self._backlog
        if not passive:
            self._backlog = None
        retained_only = retained_only or passive
        if subagent_events:
            queue = self._merged(queue, subagent_events)
        subscription = Subscription(self, queue, wake, passive=passive, retained_only=retained_only)
        self._subscriptions.append(subscription)
        if subagent_events is not None:
            self.subagent_subscriptions += (subscription,)
        self._has_stream_consumers += not retained_only
        self._update_stream_flag()
        return subscription

    def move_retained(self, other: EventBuffer) -> None:
        """Add the retained events and the deltas of this buffer to another one, which replaces it."""
        for event in self._retained:
            other.put(event)
        other.deltas = self.deltas

    def _merged(
        self, queue: deque[Notification], subagent_events: Sequence[Sequence[Notification]]
    ) -> deque[Notification]:
        # The last event of the turn stays the last one.
        last = [queue.pop()] if self.ended and self.error is None and queue else []
        return deque([*merge_events([queue, *subagent_events]), *last])

    def unsubscribe(self, subscription: Subscription) -> None:
        """Remove a subscription. Idempotent."""
        if subscription in self._subscriptions:
            self._subscriptions.remove(subscription)
            self.subagent_subscriptions = tuple(
                each for each in self.subagent_subscriptions if each is not subscription
            )
            self._dropped += subscription.dropped
            self._has_stream_consumers -= not subscription.retained_only
            self._update_stream_flag()

    def _update_stream_flag(self) -> None:
        self.has_stream_consumers = self._has_stream_consumers > 0 or self._backlog is not None


class SubagentEventBuffer(EventBuffer):
    """The events of one turn of a sub-agent.

    Unlike other buffers, it keeps no deltas for a first consumer, because such a turn usually has none.

    Args:
        key: Id of the turn.
        record: Summary of the sub-agent, which the events update.
        observers: Returns the buffers of the turns and goals for which the sub-agent works.
    """

    def __init__(self, key: str, record: SubagentRecord, observers: Callable[[], Sequence[EventBuffer]]) -> None:
        super().__init__(key)
        self.record = record
        self.last_event = time.monotonic()
        """When the last event arrived, by `time.monotonic`."""
        self._backlog = None
        self._observers = observers

    @property
    def subscriptions(self) -> tuple[Subscription, ...]:
        """The subscriptions of this turn, and those of other turns that include their sub-agents."""
        others = [each for buffer in self._observers() for each in buffer.subagent_subscriptions]
        return (*self._subscriptions, *others)

    @property
    def consumer_count(self) -> int:
        """Number of subscriptions of this turn that are not passive."""
        return sum(not subscription.passive for subscription in self._subscriptions)

    @property
    def lag(self) -> int:
        """Number of unread events of the slowest consumer."""
        return max((subscription.lag for subscription in self.subscriptions), default=0)

    def put(self, event: Notification) -> bool:
        """Add an event; return whether a consumer needs to be woken. Events after the last one are ignored."""
        if self.ended or event.method not in RETAINED_METHODS:
            # Other events reach `put_transient`.
            return super().put(event)
        self.record.add(event)
        passed = self._pass_on(event, True)
        return super().put(event) or passed

    def put_transient(self, event: Notification) -> bool:
        """Add an event that is not retained; return whether a consumer needs to be woken."""
        passed = self._pass_on(event, False)
        return super().put_transient(event) or passed

    def past_events(self) -> list[Notification]:
        """Return the retained events, and one merged delta for each item that is still open."""
        return [*self._retained, *self.deltas.as_notifications()]

    def _pass_on(self, event: Notification, retained: bool) -> bool:
        self.last_event = time.monotonic()
        passed = False
        for buffer in self._observers():
            buffer.subagents.add(self.record)
            for subscription in buffer.subagent_subscriptions:
                passed = subscription.put(event, retained) or passed
        return passed

    def _update_stream_flag(self) -> None:
        """Do nothing: every event counts as activity of the sub-agent."""


def _was_interrupted(event: Notification) -> bool:
    turn = event.params.get("turn")
    return is_object(turn) and turn.get("status") == "interrupted"
