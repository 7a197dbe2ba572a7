"""`LinkControl`: the part of the connection for threads that replaces a lost transport."""

from __future__ import annotations

from abc import abstractmethod
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from openai_codex._connection import handshake
from openai_codex._connection.sync.turn_control import ResponseWaiter, TurnControl
from openai_codex._connection.timeouts import EXIT_TIMEOUT
from openai_codex._protocol import wire_log

if TYPE_CHECKING:
    from collections.abc import Callable

    from openai_codex._connection.reconnect.link import Link
    from openai_codex._connection.sync.reconnector import Reconnector
    from openai_codex._connection.sync.writer import Writer
    from openai_codex._protocol.actions import Actions
    from openai_codex._transports.base import CloseReason, Transport
    from openai_codex.errors import TransportClosedError

T = TypeVar("T")


class LinkControl(TurnControl):
    """The transports of a connection, one after the other."""

    _closed: bool
    _reconnector: Reconnector | None
    _transport: Transport
    _writer: Writer

    @abstractmethod
    def connection_lost(self, reason: CloseReason) -> None:
        """Fail all pending calls."""

    @abstractmethod
    def _apply(self, actions: Actions[ResponseWaiter]) -> None:
        """Perform actions of the session."""

    @abstractmethod
    def _add_message(self, data: bytes, *, restores: bool = False) -> None:
        """Write a response or a notification, unless the connection is lost."""

    @abstractmethod
    def _end(self, error: Exception, *, by_client: bool = False) -> None:
        """End the session with an error."""

    def link_lost(self, link: Link, reason: CloseReason) -> None:
        """Restore the connection, or fail all pending calls. The transport calls this in its reader thread."""
        # In the client thread: it writes, and no request may be queued that is being written.
        if self._reconnector is None or not self._thread.call(partial(self._suspend, self._reconnector, link, reason)):
            self.connection_lost(reason)

    def writable(self) -> None:
        """Do nothing: `Transport.wait_writable` waits."""

    def _suspend(self, reconnector: Reconnector, link: Link, reason: CloseReason) -> bool:
        """Process a lost transport; return whether it is replaced, or was before."""
        if not link.active:
            return True
        link.active = False
        if not self._established or self._closed or self.session.close_reason is not None:
            return False
        # Not at the top, because most connections end with their process.
        from openai_codex._connection.reconnect.losses import suspend_connection

        self._writer.pause()
        with self._thread.lock:
            error, actions, unknown = suspend_connection(self, reason)
        lost_requests = self.dispatcher.repeats.suspend()
        self._apply(actions)
        reconnector.lost(error, unknown, lost_requests)
        return True

    def use_transport(self, transport: Transport, link: Link) -> None:
        """Exchange messages with another transport. Called in the client thread."""
        from openai_codex._protocol.recovery.lost_connections import suspend

        with self._thread.lock:
            # Nothing of an attempt that has failed remains.
            actions = suspend(self.session, self._closed_error())
            self.outbox.clear()
        self._transport = self._base_transport = transport
        self._link = link
        self._apply(actions)
        self._writer.use(transport)

    def release_transport(self) -> None:
        """Release what is left of a lost transport."""
        self._transport.close(EXIT_TIMEOUT)

    def send_initialized(self, info: object) -> None:
        """Complete the handshake."""
        self._set_server_info(info)
        data = self.session.encode_notification(handshake.INITIALIZED)
        self._thread.post(partial(self._add_message, data, restores=True))

    def hold(self, thread_id: str) -> None:
        """Hold the messages of a thread until its state is restored."""
        self._run_locked(partial(self.session.held.hold, thread_id))

    def apply_restored(self, apply: Callable[[], Actions[ResponseWaiter]]) -> None:
        """Apply a restored state, and process the messages that arrived meanwhile. Called in the client thread."""
        from openai_codex._protocol.recovery.lost_connections import release_held

        with self._thread.lock:
            actions = apply()
            self.outbox.add(*actions.ready_to_send)
        self.reconnects += 1
        released: Actions[ResponseWaiter] | None = actions
        while released is not None:
            self._apply(released)
            with self._thread.lock:
                released = release_held(self.session)

    def fail_connection(self, error: TransportClosedError) -> None:
        """Fail all pending calls, because the connection was not restored."""
        wire_log.ended(self.pid, None)
        self._end(error)
        self.dispatcher.connection_lost()

    def run_in_thread(self, operation: Callable[[], T]) -> T:
        """Run an operation in the client thread and return its result."""
        return self._thread.call(operation)
