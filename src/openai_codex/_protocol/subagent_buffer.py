"""Buffers the events of a sub-agent's turn, and passes them on to the turns for which the sub-agent works."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from openai_codex._protocol.event_buffer import RETAINED_METHODS, EventBuffer

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from openai_codex._protocol.notifications import Notification
    from openai_codex._protocol.subagents.record import SubagentRecord
    from openai_codex._protocol.subscription import Subscription


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
