"""A turn that has started, and what becomes of it if nobody waits for its end: for asyncio."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from openai_codex._results.deadline import INTERRUPT_GRACE, Patience
from openai_codex.errors import CodexError

if TYPE_CHECKING:
    from openai_codex._async.requests import AsyncCalls
    from openai_codex._connection.asyncio.connection import AsyncConnection
    from openai_codex._json_types import JsonObject
    from openai_codex._results.result import TurnResult


class AsyncRunningTurn:
    """One turn, in the runtime that it was started in: it lives and dies with that."""

    def __init__(self, calls: AsyncCalls, connection: AsyncConnection, thread_id: str, id: str) -> None:
        self.calls = calls.at(connection)
        self.connection = connection
        self.thread_id = thread_id
        self.id = id
        self.mailbox = connection.mailbox(id)

    async def finish(self, patience: Patience, detach: bool) -> TurnResult:
        """Wait for the end of the turn, with patience that others may have used before; see `AsyncTurnHandle.run`."""
        try:
            # In here, because to import takes its time, and Ctrl-C may come meanwhile.
            from openai_codex._results.collector import Collector

            results_only = patience.idle_timeout is None
            collector = Collector(self.id, self.mailbox.growth if results_only else None)
            with self.connection.subscribe(self.mailbox, results_only=results_only) as events:
                while True:
                    while event := events.inner.pop():
                        patience.heard()
                        collector.add(event)
                    if events.inner.over():
                        return collector.result()
                    if await events.wait(patience.left()):
                        continue
                    if patience.pardons(self.connection.questions.last_open(self.id)):
                        continue
                    late = patience.late
                    stored = None if late else await self._stored()
                    if stored is None and not detach:
                        await self._give_up()
                        while event := events.inner.pop():
                            collector.add(event)
                    detach = True
                    if stored is not None:
                        collector.stored(stored)
                        return collector.result()
                    raise patience.error(collector.partial_result(), idle=not late)
        except GeneratorExit:
            # The event loop was closed with this in it: there is nothing left to wait in.
            detach = True
            raise
        finally:
            await self.left(detach)

    async def interrupt(self) -> None:
        """Stop the turn, once it runs, unless it was stopped already."""
        await self.connection.interrupt(self.thread_id, self.mailbox, self.calls.timeout)

    async def _stored(self) -> JsonObject | None:
        """Return the turn as the runtime has it (`thread/read`) if it has ended, else None."""
        from openai_codex._results.collector import ended_turn

        try:
            params = {"threadId": self.thread_id, "includeTurns": True}
            reply = await self.calls.within(INTERRUPT_GRACE).call("thread/read", params)
        except CodexError:
            # One that is kept nowhere, or a runtime that is as silent about this.
            return None
        return ended_turn(reply, self.id)

    async def left(self, detach: bool) -> None:
        """Interrupt the turn, if nobody here reads it any more and it was not to go on."""
        if not (detach or self.mailbox.ended or self.mailbox.readers):
            await self._give_up()

    def left_soon(self, detach: bool) -> None:
        """The same without waiting for it."""
        if not (detach or self.mailbox.ended or self.mailbox.readers):
            self.connection.interrupt_soon(self.thread_id, self.mailbox)

    async def _give_up(self) -> None:
        """Interrupt the turn, and see it end, if that takes no longer than the grace."""
        # Who cancels does not want to wait for long.
        with suppress(asyncio.TimeoutError):
            stop = self.connection.give_up(self.thread_id, self.mailbox, INTERRUPT_GRACE)
            await asyncio.wait_for(stop, INTERRUPT_GRACE)
