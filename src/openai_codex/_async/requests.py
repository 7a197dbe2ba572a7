"""Requests with the options of who makes them, for asyncio. All handles go through here."""

from __future__ import annotations

import asyncio
from functools import cached_property
from typing import TYPE_CHECKING, Any

from openai_codex._protocol.decoding import decode, started_id
from openai_codex.errors import ServerBusyError
from openai_codex.retry import repeat_delays

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from codex_protocol.rpc import AsyncRpc
    from openai_codex._connection.asyncio.connection import AsyncConnection
    from openai_codex._connection.asyncio.supervisor import AsyncLink
    from openai_codex._connection.thread_registry import OpenThread
    from openai_codex._handlers.options import Handlers
    from openai_codex._protocol.goal_events import GoalFeed


class AsyncCalls:
    """Requests to the runtime that a client has at the moment; or, as `at`, to one that was there before.

    `timeout` is how long each may take, in seconds; None for no end.
    """

    def __init__(self, link: AsyncLink, timeout: float | None, connection: AsyncConnection | None = None) -> None:
        self.link = link
        self.timeout = timeout
        self._connection = connection

    async def connection(self) -> AsyncConnection:
        """Return the connection that requests go to."""
        return self._connection or await self.link.connection()

    def at(self, connection: AsyncConnection) -> AsyncCalls:
        """Return the same for a connection alone, for what lives and dies with that."""
        return AsyncCalls(self.link, self.timeout, connection)

    async def pinned(self) -> AsyncCalls:
        """Return the same for the connection that there is now."""
        return self.at(await self.connection())

    def within(self, timeout: float | None) -> AsyncCalls:
        """Return the same with another timeout, in seconds; None for no end."""
        return AsyncCalls(self.link, timeout, self._connection)

    def hurried(self, left: float | None) -> AsyncCalls:
        """Return the same for requests that must not take longer than `left` seconds; None for as long as ever."""
        if left is None or (self.timeout is not None and self.timeout <= left):
            return self
        return self.within(left)

    @cached_property
    def rpc(self) -> AsyncRpc:
        """The typed methods of the protocol."""
        from codex_protocol.rpc import AsyncRpc

        return AsyncRpc(self)

    async def request(self, method: str, params: Any, response: str) -> Any:
        """Send a request and return its result as the type of that name; the typed methods come through here."""
        return decode(method, response, await self.call(method, params))

    async def call(self, method: str, params: Any) -> Any:
        """Send a request and return the result of its reply, as it came.

        What only reads is sent again while the runtime is overloaded and there is time. Raises
        `UnsupportedByRuntimeError`, before anything is sent, for what the runtime is known not to have, and what
        `AsyncConnection.request` raises.
        """
        return await self._send(await self.connection(), method, params)

    async def started(self, method: str, params: Any, kind: str) -> str:
        """Send a request that starts a `kind` ("thread", "turn"); return the id of what it started."""
        return started_id(method, await self.call(method, params), kind)

    async def start_thread(self, method: str, params: Mapping[str, Any], handlers: Handlers | None) -> OpenThread:
        """Send a request that starts, or takes up, a thread. Its turns will ask `handlers`."""
        connection = await self.connection()
        thread_id = started_id(method, await self._send(connection, method, params), "thread")
        connection.questions.set_thread(thread_id, handlers)
        return self.link.threads.opened(thread_id, params, handlers)

    async def start_turn(
        self, thread_id: str, params: Mapping[str, Any], handlers: Handlers | None, *, detach: bool = False
    ) -> tuple[AsyncConnection, str]:
        """Start a turn, which will ask `handlers`; return its id, and where it runs.

        One that starts although this was broken off is interrupted, unless it is to be detached.
        """
        stray = None if detach else thread_id
        connection = await self.connection()
        if handlers is None:
            return connection, await self._started_turn(connection, params, stray)
        # It may ask before the reply tells its id.
        connection.questions.set_starting(thread_id, handlers)
        try:
            turn_id = await self._started_turn(connection, params, stray)
            if not connection.mailbox(turn_id).ended:
                connection.questions.set_turn(turn_id, handlers)
        finally:
            connection.questions.set_starting(thread_id, None)
        return connection, turn_id

    async def watch(self, feed: GoalFeed) -> AsyncConnection:
        """Put all events of a thread into `feed` as well, from now on until it ends; return where it runs."""
        connection = await self.connection()
        connection.watch(feed)
        return connection

    async def _started_turn(self, connection: AsyncConnection, params: Mapping[str, Any], stray: str | None) -> str:
        return started_id("turn/start", await self._send(connection, "turn/start", params, stray=stray), "turn")

    async def _send(self, connection: AsyncConnection, method: str, params: Any, *, stray: str | None = None) -> Any:
        connection.check_supported(method, params)
        loop = asyncio.get_running_loop()
        deadline = None if self.timeout is None else loop.time() + self.timeout
        delays: Iterator[float] | None = None
        left = self.timeout
        while True:
            try:
                return await connection.request(method, params, timeout=left, stray=stray)
            except ServerBusyError as error:
                delays = repeat_delays(method) if delays is None else delays
                delay = next(delays, None)
                if delay is None or not error.passing:
                    raise
                left = None if deadline is None else deadline - loop.time() - delay
                if left is not None and left <= 0:
                    raise
            await asyncio.sleep(delay)
