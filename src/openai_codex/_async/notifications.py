"""`AsyncNotifications`: an iterator over notifications of the runtime."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, cast

from openai_codex._connection.listeners import notification_methods
from openai_codex._protocol.notifications import PayloadT

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType

    from typing_extensions import Self

    from openai_codex._connection.asyncio.supervisor import AsyncRuntimeSupervisor
    from openai_codex._protocol.notifications import Notification


class AsyncNotifications(Generic[PayloadT]):
    """Async iterator over notifications, created by `AsyncCodex.notifications`.

    It receives notifications from its creation on. Use it as a context manager, or call `close()`, to unsubscribe.
    """

    def __init__(self, supervisor: AsyncRuntimeSupervisor, kinds: Sequence[type[object]]) -> None:
        # The reference keeps the runtime alive while the iterator is in use.
        self._supervisor = supervisor
        self._events = supervisor.subscribe(notification_methods(kinds) if kinds else None)

    @property
    def dropped(self) -> int:
        """Number of notifications discarded because the consumer was too slow.

        The limits are 100,000 events and 64 MiB of unread notifications.
        """
        return self._events.subscription.dropped

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is GeneratorExit:
            # The garbage collector may close the generator that uses this iterator.
            self._events.close_nowait()
        else:
            self.close()

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Notification[PayloadT]:
        event = await self._events.next()
        if event is None:
            raise StopAsyncIteration
        return cast("Notification[PayloadT]", event)

    def close(self) -> None:
        """Unsubscribe.

        Idempotent.
        """
        self._events.close()
