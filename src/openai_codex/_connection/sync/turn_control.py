"""`TurnControl`: the part of the connection for threads that waits for events of turns and interrupts turns."""

from __future__ import annotations

import contextlib
import time
from abc import abstractmethod
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from openai_codex._connection.base import ConnectionBase
from openai_codex._connection.sync.event_reader import EventReader
from openai_codex._connection.sync.waiter import Waiter
from openai_codex._observation.reports import report_abandoned_turn, report_timeout
from openai_codex._protocol.decoding import started_turn_id
from openai_codex.errors import CodexError, RequestTimeoutError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from openai_codex._connection.request_claim import RequestClaim
    from openai_codex._connection.sync.client_thread import ClientThread
    from openai_codex._connection.thread_registry import ThreadRegistry
    from openai_codex._handlers.scopes import HandlerScopes
    from openai_codex._protocol.event_buffer import EventBuffer
    from openai_codex._protocol.notification_bus import NotificationBus
    from openai_codex._transports.base import BaseTransport
    from openai_codex.config import CodexConfig

T = TypeVar("T")

ResponseWaiter: TypeAlias = "Waiter[Mapping[str, Any] | Exception]"
"""Receives the response, or the error that replaces it."""


class TurnControl(ConnectionBase[ResponseWaiter]):
    """The state of a connection, changed in `thread`, and the operations on turns."""

    def __init__(
        self,
        config: CodexConfig,
        scopes: HandlerScopes | None,
        notification_bus: NotificationBus | None,
        transport: BaseTransport,
        thread: ClientThread,
        threads: ThreadRegistry | None = None,
    ) -> None:
        super().__init__(config, scopes, notification_bus, transport, threads)
        self._thread = thread

    @abstractmethod
    def request(self, method: str, params: Any, *, timeout: float | None, claim: RequestClaim | None = None) -> Any:
        """Send a request and return the `result` of its response."""

    @abstractmethod
    def send_nowait(self, method: str, params: Any) -> None:
        """Send a request and ignore its response. Finalizers may call this."""

    @abstractmethod
    def start_background(self, name: str, target: Callable[[], None]) -> None:
        """Start a thread that `close` waits for."""

    def event_buffer(self, key: str) -> EventBuffer:
        """Return the event buffer of a turn or login, with the events received so far."""
        return self._run_locked(partial(self.session.events.event_buffer, key))

    def claim_buffer(self, turn_id: str, claim: RequestClaim) -> EventBuffer:
        """Return the event buffer of the turn that the request of a claim has started."""
        return self._run_locked(lambda: self.session.events.event_buffer(turn_id, claim.buffer))

    def subscribe(
        self, buffer: EventBuffer, *, passive: bool = False, retained_only: bool = False, subagents: bool = False
    ) -> EventReader:
        """Subscribe to an event buffer. Leaving the `with` statement of the reader unsubscribes.

        Args:
            buffer: Event buffer of a turn, login or goal.
            passive: Whether the reader only waits for a state, and leaves unread events to the first consumer.
            retained_only: Whether the reader receives only the events that a result consists of.
            subagents: Whether the reader also receives the events of sub-agents.
        """
        return EventReader(self._thread, self._subscriber(buffer, passive, retained_only, subagents))

    def has_no_consumer(self, buffer: EventBuffer) -> bool:
        """Return whether a buffer has not ended and no consumer is left."""
        # In the client thread, after the consumers whose end was posted before.
        return self._thread.call(lambda: not (buffer.ended or buffer.consumer_count))

    def wait_until(self, buffer: EventBuffer, reached: Callable[[], bool], timeout: float | None) -> None:
        """Wait until `reached()` is true, which the events of `buffer` may change.

        Raises `RequestTimeoutError` after `timeout` seconds; None disables the limit.
        """
        deadline = None if timeout is None else time.monotonic() + timeout
        with self.subscribe(buffer, passive=True) as events:
            while not reached():
                if not events.wait(None if deadline is None else deadline - time.monotonic()):
                    raise RequestTimeoutError("turn/interrupt", timeout or 0.0, stderr=self.stderr)
                events.next()

    def interrupt(self, thread_id: str, buffer: EventBuffer, timeout: float | None) -> None:
        """Interrupt a turn (`turn/interrupt`) once it has started, and its sub-agents.

        Does nothing if it was already interrupted.

        Args:
            thread_id: Thread of the turn.
            buffer: Event buffer of the turn.
            timeout: Maximum time in seconds until the runtime has responded. None disables it.
        """
        deadline = None if timeout is None else time.monotonic() + timeout
        self.wait_until(buffer, lambda: buffer.started, timeout)
        with self._interrupting_subagents(thread_id, buffer.active_id):
            # The runtime does not answer a second `turn/interrupt` of the same turn until the next turn runs.
            if not buffer.interrupted:
                self._thread.call(partial(self.interrupts.interrupt_started, thread_id, buffer))
                remaining = None if deadline is None else deadline - time.monotonic()
                params = {"threadId": thread_id, "turnId": buffer.active_id}
                self.request("turn/interrupt", params, timeout=remaining)
                buffer.interrupted = True

    def cancel_turn(self, thread_id: str, buffer: EventBuffer, timeout: float, *, timed_out: bool = False) -> None:
        """Interrupt a turn and its sub-agents and wait for their end, for at most `timeout` seconds in all.

        Errors are ignored, because the turn may end by itself meanwhile. If the caller is interrupted, this continues.
        `timed_out` is true if a timeout of the caller has expired.
        """
        if timed_out:
            report_timeout(self, buffer)
        self._thread.call(partial(self.interrupts.interrupt_started, thread_id, buffer, waits=True))
        self.interrupt_nowait(thread_id, buffer)
        deadline = time.monotonic() + timeout
        with contextlib.suppress(CodexError):
            for each in (buffer, *self.subagent_buffers(thread_id, buffer.key)):
                self.wait_until(each, partial(getattr, each, "ended"), deadline - time.monotonic())
        report_abandoned_turn(self, buffer)

    def finish(self, operation: Callable[[], None]) -> None:
        """Run an operation to its end, also if the caller is interrupted meanwhile. Ignores errors of the client."""
        done: Waiter[None] = Waiter()

        def run() -> None:
            try:
                with contextlib.suppress(CodexError):
                    operation()
            finally:
                done.put(None)

        self._thread.call(partial(self.start_background, "cleanup", run))
        done.get(None)

    def interrupt_nowait(self, thread_id: str, buffer: EventBuffer) -> None:
        """Interrupt a turn once it has started, without waiting. Finalizers may call this."""
        self._thread.perform(partial(self._interrupt_when_started, thread_id, buffer))

    def _interrupt_when_started(self, thread_id: str, buffer: EventBuffer) -> None:
        self.interrupts.interrupt_started(thread_id, buffer)

        def look() -> None:
            if buffer.started and not waiting.closed:
                with self._thread.lock:
                    waiting.close()
                if not buffer.ended and not buffer.interrupted:
                    buffer.interrupted = True
                    self.send_nowait("turn/interrupt", {"threadId": thread_id, "turnId": buffer.active_id})
                    self.interrupt_subagents(thread_id, buffer.active_id)

        with self._thread.lock:
            waiting = buffer.subscribe(partial(self._thread.post, look), passive=True)
        look()

    def settle(self, thread_id: str, timeout: float | None) -> None:
        """Wait until abandoned streams of a thread are interrupted; see `PendingInterrupts`. Ignores timeouts."""
        # In the client thread, after the releases that were posted before.
        if (buffer := self._thread.call(partial(self.interrupts.pending, thread_id))) is not None:
            with self.interrupts.waiting_for(buffer, timeout) as limit:
                self.wait_until(buffer, lambda: buffer.ended, limit)

    def _start_orphan_interrupt(self, thread_id: str, response: Mapping[str, Any]) -> None:
        self._thread.post(partial(self._interrupt_orphan, thread_id, response))

    def _interrupt_orphan(self, thread_id: str, response: Mapping[str, Any]) -> None:
        """Interrupt the turn that an abandoned request has started, unless it has a consumer."""
        turn_id = started_turn_id(response)
        with self._thread.lock:
            if turn_id is None or self.session.events.has_consumer(turn_id):
                return
            buffer = self.session.events.event_buffer(turn_id)
        self._interrupt_when_started(thread_id, buffer)

    def _run_locked(self, operation: Callable[[], T]) -> T:
        def run() -> T:
            with self._thread.lock:
                return operation()

        return self._thread.call(run)
