# Generated from _async/notifications.py by scripts/async_to_sync.py. Do not edit.
"""`Notifications`: an iterator over notifications of the runtime."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, cast

from openai_codex._connection.listeners import notification_methods
from openai_codex._protocol.notifications import PayloadT

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType

    from typing_extensions import Self

    from openai_codex._connection.sync.supervisor import RuntimeSupervisor
    from openai_codex._protocol.notifications import Notification


class Notifications(Generic[PayloadT]):
    """Iterator over notifications, created by `Codex.notifications`.

    It receives notifications from its creation on. Use it as a context manager, or call `close()`, to unsubscribe.
    """

    def __init__(self, supervisor: RuntimeSupervisor, kinds: Sequence[type[object]]) -> None:
        # The reference keeps the runtime alive while the iterator is in use.
        self._supervisor = supervisor
        self._events = supervisor.subscribe(notification_methods(kinds) if kinds else None)

    @property
    def dropped(self) -> int:
        """Number of notifications discarded because the consumer was too slow.

        The limits are 100,000 events and 64 MiB of unread notifications.
        """
        return self._events.subscription.dropped

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is GeneratorExit:
            # The garbage collector may close the generator that uses this iterator.
            self._events.close_nowait()
        else:
            self.close()

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> Notification[PayloadT]:
        event = self._events.next()
        if event is None:
            raise StopIteration
        return cast("Notification[PayloadT]", event)

    def close(self) -> None:
        """Unsubscribe.

        Idempotent.
        """
        self._events.close()
