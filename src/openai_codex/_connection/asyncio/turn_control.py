"""`AsyncTurnControl`: the part of the connection for asyncio that waits for events of turns and interrupts turns."""

from __future__ import annotations

import asyncio
import time
from abc import abstractmethod
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias

from openai_codex._connection.asyncio.event_reader import WRONG_LOOP_MESSAGE, AsyncEventReader
from openai_codex._connection.asyncio.loop_calls import running_loop
from openai_codex._connection.asyncio.owned_tasks import OwnedTasks
from openai_codex._connection.base import ConnectionBase
from openai_codex._connection.timeouts import FINALIZER_PASSES, INTERRUPT_TIMEOUT
from openai_codex._observation.reports import report_abandoned_turn, report_timeout
from openai_codex._protocol.decoding import started_turn_id
from openai_codex._transports import fork_safety
from openai_codex.errors import CodexError, RequestTimeoutError, TransportClosedError

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Mapping

    from openai_codex._connection.request_claim import RequestClaim
    from openai_codex._connection.thread_registry import ThreadRegistry
    from openai_codex._handlers.scopes import HandlerScopes
    from openai_codex._protocol.event_buffer import EventBuffer
    from openai_codex._protocol.notification_bus import NotificationBus
    from openai_codex._transports.base import BaseTransport
    from openai_codex.config import CodexConfig

ResponseFuture: TypeAlias = "asyncio.Future[Mapping[str, Any]]"


class AsyncTurnControl(ConnectionBase[ResponseFuture]):
    """The state of a connection, which belongs to one event loop, and the operations on turns."""

    def __init__(
        self,
        config: CodexConfig,
        scopes: HandlerScopes | None,
        notification_bus: NotificationBus | None,
        transport: BaseTransport,
        threads: ThreadRegistry | None = None,
    ) -> None:
        super().__init__(config, scopes, notification_bus, transport, threads)
        self._loop = asyncio.get_running_loop()
        self._tasks = OwnedTasks(self._loop)
        self._inherited = False

    @abstractmethod
    async def request(
        self, method: str, params: Any, *, timeout: float | None, claim: RequestClaim | None = None
    ) -> Any:
        """Send a request and return the `result` of its response."""

    @abstractmethod
    def send_nowait(self, method: str, params: Any) -> None:
        """Send a request and ignore its response, without waiting."""

    def event_buffer(self, key: str) -> EventBuffer:
        """Return the event buffer of a turn or login, with the events received so far."""
        return self.session.events.event_buffer(key)

    def claim_buffer(self, turn_id: str, claim: RequestClaim) -> EventBuffer:
        """Return the event buffer of the turn that the request of a claim has started."""
        return self.session.events.event_buffer(turn_id, claim.buffer)

    def subscribe(
        self, buffer: EventBuffer, *, passive: bool = False, retained_only: bool = False, subagents: bool = False
    ) -> AsyncEventReader:
        """Subscribe to an event buffer. Leaving the `with` statement of the reader unsubscribes.

        Args:
            buffer: Event buffer of a turn, login or goal.
            passive: Whether the reader only waits for a state, and leaves unread events to the first consumer.
            retained_only: Whether the reader receives only the events that a result consists of.
            subagents: Whether the reader also receives the events of sub-agents.
        """
        self.check_loop()
        return AsyncEventReader(self._subscriber(buffer, passive, retained_only, subagents))

    def has_no_consumer(self, buffer: EventBuffer) -> bool:
        """Return whether a buffer has not ended and no consumer is left."""
        return not (buffer.ended or buffer.consumer_count)

    async def wait_until(self, buffer: EventBuffer, reached: Callable[[], bool], timeout: float | None) -> None:
        """Wait until `reached()` is true, which the events of `buffer` may change.

        Raises `RequestTimeoutError` after `timeout` seconds; None disables the limit.
        """
        deadline = None if timeout is None else self._loop.time() + timeout
        with self.subscribe(buffer, passive=True) as events:
            while not reached():
                if not await events.wait(None if deadline is None else deadline - self._loop.time()):
                    raise RequestTimeoutError("turn/interrupt", timeout or 0.0, stderr=self.stderr)
                await events.next()

    async def interrupt(self, thread_id: str, buffer: EventBuffer, timeout: float | None) -> None:
        """Interrupt a turn (`turn/interrupt`) once it has started, and its sub-agents.

        Does nothing if it was already interrupted.

        Args:
            thread_id: Thread of the turn.
            buffer: Event buffer of the turn.
            timeout: Maximum time in seconds until the runtime has responded. None disables it.
        """
        deadline = None if timeout is None else time.monotonic() + timeout
        await self.wait_until(buffer, lambda: buffer.started, timeout)
        with self._interrupting_subagents(thread_id, buffer.active_id):
            # The runtime does not answer a second `turn/interrupt` of the same turn until the next turn runs.
            if not buffer.interrupted:
                self.interrupts.interrupt_started(thread_id, buffer)
                remaining = None if deadline is None else deadline - time.monotonic()
                params = {"threadId": thread_id, "turnId": buffer.active_id}
                await self.request("turn/interrupt", params, timeout=remaining)
                buffer.interrupted = True

    async def cancel_turn(
        self, thread_id: str, buffer: EventBuffer, timeout: float, *, timed_out: bool = False
    ) -> None:
        """Interrupt a turn and its sub-agents and wait for their end, for at most `timeout` seconds in all.

        Errors are ignored, because the turn may end by itself meanwhile. If the caller is cancelled, this continues.
        `timed_out` is true if a timeout of the caller has expired.
        """
        if timed_out:
            report_timeout(self, buffer)
        self.interrupts.interrupt_started(thread_id, buffer, waits=True)
        # Not `interrupt`: a caller that is cancelled again would send a second request, which the runtime leaves
        # unanswered.
        self.interrupt_nowait(thread_id, buffer)

        async def cancel() -> None:
            deadline = time.monotonic() + timeout
            try:
                for each in (buffer, *self.subagent_buffers(thread_id, buffer.key)):
                    await self.wait_until(each, partial(getattr, each, "ended"), deadline - time.monotonic())
            finally:
                report_abandoned_turn(self, buffer)

        await self.finish(cancel)

    async def finish(self, operation: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Run an operation to its end, also if the caller is cancelled meanwhile. Ignores errors of the client."""
        await self._tasks.finish(operation)

    def interrupt_nowait(self, thread_id: str, buffer: EventBuffer) -> None:
        """Interrupt a turn once it has started, without waiting, unless the loop is closed."""
        if self._loop.is_closed():
            return
        self.interrupts.interrupt_started(thread_id, buffer)

        def look() -> None:
            if buffer.started:
                waiting.close()
                if not buffer.ended and not buffer.interrupted:
                    buffer.interrupted = True
                    self.send_nowait("turn/interrupt", {"threadId": thread_id, "turnId": buffer.active_id})
                    self.interrupt_subagents(thread_id, buffer.active_id)

        waiting = buffer.subscribe(look, passive=True)
        look()

    async def settle(self, thread_id: str, timeout: float | None) -> None:
        """Wait until abandoned streams of a thread are interrupted; see `PendingInterrupts`. Ignores timeouts."""
        goals = self.session.events.goal_buffers.get(thread_id)
        if not (goals or self.interrupts.has_running_turn(thread_id) or self.interrupts.pending(thread_id)):
            return
        # The event loop finalizes an abandoned generator in a task that it creates in one pass and runs in the next.
        for _ in range(FINALIZER_PASSES):
            await asyncio.sleep(0)
        if (buffer := self.interrupts.pending(thread_id)) is not None:
            with self.interrupts.waiting_for(buffer, timeout) as limit:
                await self.wait_until(buffer, lambda: buffer.ended, limit)

    def check_loop(self) -> None:
        """Raise `CodexError` in an event loop other than that of the connection.

        If the loop of the connection is closed, every loop is valid. In a forked child, none is:
        `TransportClosedError`.
        """
        if self._inherited:
            raise TransportClosedError(fork_safety.FORKED_CLIENT_MESSAGE)
        if running_loop() is not self._loop and not self._loop.is_closed():
            raise CodexError(WRONG_LOOP_MESSAGE)

    def _start_orphan_interrupt(self, thread_id: str, response: Mapping[str, Any]) -> None:
        self._tasks.start(self._interrupt_orphan(thread_id, response))

    async def _interrupt_orphan(self, thread_id: str, response: Mapping[str, Any]) -> None:
        """Interrupt the turn that an abandoned request has started, unless it has a consumer."""
        turn_id = started_turn_id(response)
        if turn_id is None or self.session.events.has_consumer(turn_id):
            return
        await self.cancel_turn(thread_id, self.event_buffer(turn_id), INTERRUPT_TIMEOUT)
