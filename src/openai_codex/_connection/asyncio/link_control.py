"""`AsyncLinkControl`: the part of the connection for asyncio that replaces a lost transport."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any, TypeVar

from openai_codex._connection import handshake
from openai_codex._connection.asyncio.turn_control import AsyncTurnControl, ResponseFuture
from openai_codex._connection.timeouts import EXIT_TIMEOUT
from openai_codex._protocol import wire_log

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable, Coroutine

    from openai_codex._connection.asyncio.reconnector import AsyncReconnector
    from openai_codex._connection.reconnect.link import Link
    from openai_codex._protocol.actions import Actions
    from openai_codex._transports.base import AsyncTransport, CloseReason
    from openai_codex.errors import TransportClosedError

T = TypeVar("T")


class AsyncLinkControl(AsyncTurnControl):
    """The transports of a connection, one after the other."""

    _close_task: asyncio.Task[None] | None
    _reconnector: AsyncReconnector | None
    _transport: AsyncTransport

    @abstractmethod
    def connection_lost(self, reason: CloseReason) -> None:
        """Fail all pending calls."""

    @abstractmethod
    def _apply(self, actions: Actions[ResponseFuture]) -> None:
        """Perform actions of the session."""

    @abstractmethod
    def _send_all(self) -> None:
        """Write the messages of the outbox."""

    def link_lost(self, link: Link, reason: CloseReason) -> None:
        """Restore the connection, or fail all pending calls. The transport calls this in the event loop."""
        link.active = False
        if (
            self._reconnector is None
            or not self._established
            or self._close_task is not None
            or self.session.close_reason is not None
        ):
            self.connection_lost(reason)
            return
        # Not at the top, because most connections end with their process.
        from openai_codex._connection.reconnect.losses import suspend_connection

        error, actions, unknown = suspend_connection(self, reason)
        lost_requests = self.dispatcher.repeats.suspend()
        self._apply(actions)
        self._reconnector.lost(error, unknown, lost_requests)

    def start_task(self, coroutine: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        """Run a coroutine in a task of the connection."""
        return self._tasks.start(coroutine)

    def use_transport(self, transport: AsyncTransport, link: Link) -> None:
        """Exchange messages with another transport."""
        from openai_codex._protocol.recovery.lost_connections import suspend

        # Nothing of an attempt that has failed remains.
        actions = suspend(self.session, self._closed_error())
        self.outbox.clear()
        self._transport = self._base_transport = transport
        self._link = link
        self._apply(actions)

    async def release_transport(self) -> None:
        """Release what is left of a lost transport."""
        await self._transport.close(EXIT_TIMEOUT)

    def send_initialized(self, info: object) -> None:
        """Complete the handshake."""
        self._set_server_info(info)
        self.outbox.add_message(self.session.encode_notification(handshake.INITIALIZED))
        self._send_all()

    def apply_restored(self, apply: Callable[[], Actions[ResponseFuture]]) -> None:
        """Apply a restored state, and process the messages that arrived meanwhile."""
        from openai_codex._protocol.recovery.lost_connections import release_held

        actions: Actions[ResponseFuture] | None = apply()
        self.reconnects += 1
        while actions is not None:
            self._apply(actions)
            actions = release_held(self.session)

    def fail_connection(self, error: TransportClosedError) -> None:
        """Fail all pending calls, because the connection was not restored."""
        wire_log.ended(self.pid, None)
        self._apply(self.session.connection_lost(error))
        self.dispatcher.connection_lost()
