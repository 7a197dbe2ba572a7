"""A turn that has started, and what becomes of it if nobody waits for its end: for asyncio."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from openai_codex._connection.timeouts import INTERRUPT_TIMEOUT
from openai_codex.errors import CodexError

if TYPE_CHECKING:
    from openai_codex._async.requests import AsyncRequestSender
    from openai_codex._connection.asyncio.connection import AsyncConnection
    from openai_codex._json_types import JsonObject
    from openai_codex._results.deadline import TurnDeadline
    from openai_codex._results.result import TurnResult


class AsyncRunningTurn:
    """One turn, in the runtime that it was started in: it lives and dies with that."""

    def __init__(self, sender: AsyncRequestSender, connection: AsyncConnection, thread_id: str, id: str) -> None:
        self.sender = sender.bound_to(connection)
        self.connection = connection
        self.thread_id = thread_id
        self.id = id
        self.buffer = connection.event_buffer(id)

    async def wait(self, deadline: TurnDeadline, detach: bool) -> TurnResult:
        """Wait for the end of the turn, with patience that others may have used before; see `AsyncTurnHandle.run`."""
        try:
            # In here, because to import takes its time, and Ctrl-C may come meanwhile.
            from openai_codex._results.collector import TurnResultCollector

            retained_only = deadline.idle_timeout is None
            collector = TurnResultCollector(self.id, self.buffer.deltas if retained_only else None)
            with self.connection.subscribe(self.buffer, retained_only=retained_only) as events:
                while True:
                    while event := events.subscription.pop():
                        deadline.reset_idle()
                        collector.add(event)
                    if events.subscription.exhausted():
                        return collector.result()
                    if await events.wait(deadline.remaining()):
                        continue
                    if deadline.extend_idle(self.connection.dispatcher.last_active(self.id)):
                        continue
                    late = deadline.expired
                    stored = None if late else await self._fetch_stored_turn()
                    if stored is None and not detach:
                        await self._cancel()
                        while event := events.subscription.pop():
                            collector.add(event)
                    detach = True
                    if stored is not None:
                        collector.use_stored_turn(stored)
                        return collector.result()
                    raise deadline.timeout_error(collector.partial_result(), idle=not late)
        except GeneratorExit:
            # The event loop was closed with this in it: there is nothing left to wait in.
            detach = True
            raise
        finally:
            await self.release(detach)

    async def interrupt(self) -> None:
        """Stop the turn, once it runs, unless it was stopped already."""
        await self.connection.interrupt(self.thread_id, self.buffer, self.sender.timeout)

    async def _fetch_stored_turn(self) -> JsonObject | None:
        """Return the turn as the runtime has it (`thread/read`) if it has ended, else None."""
        from openai_codex._results.collector import find_completed_turn

        try:
            params = {"threadId": self.thread_id, "includeTurns": True}
            reply = await self.sender.with_timeout(INTERRUPT_TIMEOUT).call("thread/read", params)
        except CodexError:
            # One that is kept nowhere, or a runtime that is as silent about this.
            return None
        return find_completed_turn(reply, self.id)

    async def release(self, detach: bool) -> None:
        """Interrupt the turn, if nobody here reads it any more and it was not to go on."""
        if not (detach or self.buffer.ended or self.buffer.consumer_count):
            await self._cancel()

    def release_nowait(self, detach: bool) -> None:
        """The same without waiting for it."""
        if not (detach or self.buffer.ended or self.buffer.consumer_count):
            self.connection.interrupt_nowait(self.thread_id, self.buffer)

    async def _cancel(self) -> None:
        """Interrupt the turn, and see it end, if that takes no longer than the grace."""
        # Who cancels does not want to wait for long.
        with suppress(asyncio.TimeoutError):
            stop = self.connection.cancel_turn(self.thread_id, self.buffer, INTERRUPT_TIMEOUT)
            await asyncio.wait_for(stop, INTERRUPT_TIMEOUT)
