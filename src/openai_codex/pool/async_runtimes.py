"""`AsyncRuntimes`: the clients of an `AsyncCodexPool`, and the tasks that start them."""

from __future__ import annotations

import asyncio
import time
import weakref
from contextlib import asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING, cast

from openai_codex._async.pooled import AsyncPooledCodex
from openai_codex._connection.asyncio.loop_calls import running_loop
from openai_codex.errors import TransportClosedError
from openai_codex.pool.placement import Grant, Placement, Start, Ticket, observe
from openai_codex.pool.records import PoolStats

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Sequence

    from openai_codex._handlers.options import HandlerOptions
    from openai_codex.pool.async_map import AsyncMap
    from openai_codex.pool.placement import Action
    from openai_codex.pool.records import TurnCounts
    from openai_codex.pool.settings import PoolSettings


class AsyncRuntimes:
    """The clients of a pool, and the places on their runtimes. The state is changed in the event loop only."""

    def __init__(self, settings: PoolSettings, handlers: HandlerOptions) -> None:
        self._configs = settings.configs
        self.clients = tuple(AsyncPooledCodex(config, **handlers) for config in settings.configs)
        self.placement = Placement(
            len(self.clients), settings.size, settings.max_turns, partial(observe, self.clients), time.monotonic
        )
        self.maps: weakref.WeakSet[AsyncMap] = weakref.WeakSet()
        """The calls of `map`, which `close` stops."""
        self._granted: dict[Ticket, asyncio.Future[None]] = {}
        self._starts: set[asyncio.Task[None]] = set()
        self._started = False
        self._closed = False

    @property
    def summary(self) -> str:
        """The state of the pool, for its repr."""
        return "closed" if self._closed else f"runtimes={len(self.clients)}, waiting={self.placement.waiting}"

    def stats(self, counts: TurnCounts) -> PoolStats:
        """Return the statistics of the pool."""
        return PoolStats.of(self.placement, self.clients, self._configs, counts)

    async def begin(self) -> None:
        """Start all runtimes, and wait until they are ready. Raises an error if none of them starts."""
        async with self.place(Ticket(turn=False, all_started=True)):
            pass

    async def close(self) -> None:
        """Close the clients. Idempotent."""
        self._closed = True
        error = TransportClosedError("the pool was closed")
        self._perform(self.placement.close(error))
        for outcomes in list(self.maps):
            outcomes.pool_closed(error)
        await asyncio.gather(*(client.close() for client in self.clients))
        if self._starts:
            await asyncio.wait(self._starts)

    @asynccontextmanager
    async def place(self, ticket: Ticket) -> AsyncGenerator[tuple[int, AsyncPooledCodex], None]:
        """Wait for a place on a runtime, and free it after the `with` block."""
        loop = running_loop()
        self._granted[ticket] = granted = loop.create_future()
        try:
            if not self._started:
                self._started = True
                self._perform(self.placement.begin())
            self._perform(self.placement.request(ticket))
            await granted
            index = cast("int", ticket.index)
            yield index, self.clients[index]
        finally:
            del self._granted[ticket]
            self._perform(self.placement.release(ticket))

    def _perform(self, actions: Sequence[Action]) -> None:
        for action in actions:
            if isinstance(action, Start):
                task = running_loop().create_task(self._start(action.index))
                self._starts.add(task)
                task.add_done_callback(self._starts.discard)
                continue
            granted = self._granted.get(action.ticket)
            if granted is None or granted.done():
                # The caller was cancelled, and will release the ticket.
                continue
            if isinstance(action, Grant):
                granted.set_result(None)
            else:
                granted.set_exception(action.error)

    async def _start(self, index: int) -> None:
        try:
            await self.clients[index].connect()
        except Exception as error:
            self._perform(self.placement.failed(index, error))
        else:
            self._perform(self.placement.started(index))
