"""`Notifications`: what the runtime tells beside the turns, for code that blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openai_codex._connection.listeners import notification_methods

if TYPE_CHECKING:
    from collections.abc import Sequence

    from typing_extensions import Self

    from openai_codex._connection.sync.supervisor import RuntimeSupervisor
    from openai_codex._protocol.notifications import Notification


class Notifications:
    """Notifications as they come, kept from the moment on that this was made. Made by `Codex.notifications`.

    An iterator, and a context manager that stops to listen at its end.
    """

    def __init__(self, supervisor: RuntimeSupervisor, kinds: Sequence[type[object]]) -> None:
        # Whoever listens keeps the runtime.
        self._supervisor = supervisor
        self._events = supervisor.subscribe(notification_methods(kinds) if kinds else None)

    @property
    def dropped(self) -> int:
        """How many were not kept, because this had fallen too far behind."""
        return self._events.subscription.dropped

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> Notification:
        event = self._events.next()
        if event is None:
            raise StopIteration
        return event

    def close(self) -> None:
        """Stop to listen. Safe to call twice."""
        self._events.close()
