"""`AsyncNotifications`: what the runtime tells beside the turns, for asyncio."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from openai_codex._connection.asyncio.event_reader import AsyncEventReader
from openai_codex._connection.listeners import notification_methods

if TYPE_CHECKING:
    from collections.abc import Sequence

    from typing_extensions import Self

    from openai_codex._connection.asyncio.supervisor import AsyncRuntimeSupervisor
    from openai_codex._protocol.notifications import Notification


class AsyncNotifications:
    """Notifications as they come, kept from the moment on that this was made. Made by `AsyncCodex.notifications`.

    An asynchronous iterator, and context manager that stops to listen at its end.
    """

    def __init__(self, supervisor: AsyncRuntimeSupervisor, kinds: Sequence[type[object]]) -> None:
        # Whoever listens keeps the runtime.
        self._supervisor = supervisor
        methods = notification_methods(kinds) if kinds else None
        self._events = AsyncEventReader(partial(supervisor.notification_bus.subscribe, methods))

    @property
    def dropped(self) -> int:
        """How many were not kept, because this had fallen too far behind."""
        return self._events.subscription.dropped

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exception: object) -> None:
        self.close()

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Notification:
        event = await self._events.next()
        if event is None:
            raise StopAsyncIteration
        return event

    def close(self) -> None:
        """Stop to listen. Safe to call twice."""
        self._events.close()
