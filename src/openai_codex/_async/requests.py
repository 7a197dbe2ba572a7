"""Requests with the options of who makes them, for asyncio. All handles go through here."""

from __future__ import annotations

import asyncio
from functools import cached_property
from typing import TYPE_CHECKING, Any

from openai_codex._protocol.decoding import decode, started_id
from openai_codex.errors import ServerBusyError
from openai_codex.retry import retry_delays

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from codex_protocol.rpc import AsyncRpc
    from openai_codex._connection.asyncio.connection import AsyncConnection
    from openai_codex._connection.asyncio.supervisor import AsyncRuntimeSupervisor
    from openai_codex._connection.thread_registry import ThreadState
    from openai_codex._handlers.options import Handlers
    from openai_codex._protocol.goal_events import GoalEventBuffer


class AsyncRequestSender:
    """Requests to the runtime that a client has at the moment; or, as `at`, to one that was there before.

    `timeout` is how long each may take, in seconds; None for no end.
    """

    def __init__(
        self, supervisor: AsyncRuntimeSupervisor, timeout: float | None, connection: AsyncConnection | None = None
    ) -> None:
        self.supervisor = supervisor
        self.timeout = timeout
        self._connection = connection

    async def connection(self) -> AsyncConnection:
        """Return the connection that requests go to."""
        return self._connection or await self.supervisor.connection()

    def bound_to(self, connection: AsyncConnection) -> AsyncRequestSender:
        """Return the same for a connection alone, for what lives and dies with that."""
        return AsyncRequestSender(self.supervisor, self.timeout, connection)

    async def bind_current(self) -> AsyncRequestSender:
        """Return the same for the connection that there is now."""
        return self.bound_to(await self.connection())

    def with_timeout(self, timeout: float | None) -> AsyncRequestSender:
        """Return the same with another timeout, in seconds; None for no end."""
        return AsyncRequestSender(self.supervisor, timeout, self._connection)

    def capped_at(self, left: float | None) -> AsyncRequestSender:
        """Return the same for requests that must not take longer than `left` seconds; None for as long as ever."""
        if left is None or (self.timeout is not None and self.timeout <= left):
            return self
        return self.with_timeout(left)

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

    async def start(self, method: str, params: Any, kind: str) -> str:
        """Send a request that starts a `kind` ("thread", "turn"); return the id of what it started."""
        return started_id(method, await self.call(method, params), kind)

    async def start_thread(self, method: str, params: Mapping[str, Any], handlers: Handlers | None) -> ThreadState:
        """Send a request that starts, or takes up, a thread. Its turns will ask `handlers`."""
        connection = await self.connection()
        thread_id = started_id(method, await self._send(connection, method, params), "thread")
        connection.dispatcher.set_thread_handlers(thread_id, handlers)
        return self.supervisor.threads.register(thread_id, params, handlers)

    async def start_turn(
        self, thread_id: str, params: Mapping[str, Any], handlers: Handlers | None, *, detach: bool = False
    ) -> tuple[AsyncConnection, str]:
        """Start a turn, which will ask `handlers`; return its id, and where it runs.

        One that starts although this was broken off is interrupted, unless it is to be detached.
        """
        orphan_thread_id = None if detach else thread_id
        connection = await self.connection()
        if handlers is None:
            return connection, await self._send_turn_start(connection, params, orphan_thread_id)
        # It may ask before the reply tells its id.
        connection.dispatcher.set_pending_turn_handlers(thread_id, handlers)
        try:
            turn_id = await self._send_turn_start(connection, params, orphan_thread_id)
            if not connection.event_buffer(turn_id).ended:
                connection.dispatcher.set_turn_handlers(turn_id, handlers)
        finally:
            connection.dispatcher.set_pending_turn_handlers(thread_id, None)
        return connection, turn_id

    async def stream_goal(self, goal_buffer: GoalEventBuffer) -> AsyncConnection:
        """Put all events of a thread into `goal_buffer` as well, from now on until it ends; return where it runs."""
        connection = await self.connection()
        connection.add_goal_buffer(goal_buffer)
        return connection

    async def _send_turn_start(
        self, connection: AsyncConnection, params: Mapping[str, Any], orphan_thread_id: str | None
    ) -> str:
        return started_id(
            "turn/start", await self._send(connection, "turn/start", params, orphan_thread_id=orphan_thread_id), "turn"
        )

    async def _send(
        self, connection: AsyncConnection, method: str, params: Any, *, orphan_thread_id: str | None = None
    ) -> Any:
        connection.check_supported(method, params)
        loop = asyncio.get_running_loop()
        deadline = None if self.timeout is None else loop.time() + self.timeout
        delays: Iterator[float] | None = None
        left = self.timeout
        while True:
            try:
                return await connection.request(method, params, timeout=left, orphan_thread_id=orphan_thread_id)
            except ServerBusyError as error:
                delays = retry_delays(method) if delays is None else delays
                delay = next(delays, None)
                if delay is None or not error.retryable:
                    raise
                left = None if deadline is None else deadline - loop.time() - delay
                if left is not None and left <= 0:
                    raise
            await asyncio.sleep(delay)
