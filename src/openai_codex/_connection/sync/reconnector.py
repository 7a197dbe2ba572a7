"""`Reconnector`: restores the lost connection of a synchronous client, in a thread of its own."""

from __future__ import annotations

import threading
from functools import partial
from typing import TYPE_CHECKING, Any

from openai_codex._connection import handshake
from openai_codex._connection.reconnect.attempts import Backoff, Reconnection, not_opened
from openai_codex._connection.reconnect.link import Link
from openai_codex._connection.reconnect.restoration import REJECTIONS, Restoration
from openai_codex._connection.request_claim import RequestClaim
from openai_codex._connection.timeouts import EXIT_TIMEOUT
from openai_codex._transports.resolve import resolve_transport
from openai_codex.errors import CodexError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from openai_codex._connection.sync.connection import Connection
    from openai_codex._protocol.actions import Actions
    from openai_codex._transports.base import Transport
    from openai_codex.errors import TransportClosedError


class Reconnector:
    """The attempts to restore one connection, whenever it is lost.

    Args:
        connection: The connection.
        timeout: Maximum time of all attempts after one loss, in seconds.
    """

    def __init__(self, connection: Connection, timeout: float) -> None:
        self._connection = connection
        self._timeout = timeout
        self._backoff = Backoff()
        self._current: Reconnection | None = None
        self._opening: Transport | None = None
        self._stopped = threading.Event()

    def lost(self, cause: TransportClosedError, unknown: list[str], lost_requests: list[str]) -> None:
        """Start the attempts, unless they run. Called in the client thread.

        Args:
            cause: The error that describes the loss.
            unknown: Methods of the requests whose outcome is unknown.
            lost_requests: Methods of the requests of the runtime that were cancelled.
        """
        current = self._current
        if current is None:
            self._backoff.lost()
            current = self._current = Reconnection(cause, self._timeout, self._backoff)
            try:
                self._connection.start_background("reconnect", partial(self._run, current))
            except RuntimeError as error:
                # The system starts no more threads.
                self._connection.fail_connection(current.broken(error))
        current.unknown += unknown
        current.lost_requests += lost_requests

    def stop(self) -> None:
        """End the attempts. The thread ends a moment later."""
        self._stopped.set()
        # After the flag: the thread checks it once it has set the transport.
        if (transport := self._opening) is not None:
            transport.kill()

    def detach_after_fork(self) -> None:
        """Release the transport that is being opened, in a forked child."""
        self._stopped.set()
        if (transport := self._opening) is not None:
            transport.detach_after_fork()

    def _run(self, reconnection: Reconnection) -> None:
        self._connection.release_transport()
        final: TransportClosedError | None = None
        while final is None:
            delay = reconnection.next_delay()
            if delay is None:
                final = reconnection.expired()
            elif self._stopped.wait(delay):
                return
            else:
                try:
                    if self._attempt(reconnection):
                        return
                except CodexError as error:
                    final = reconnection.failed(error)
                except Exception as error:  # for example, the system starts no more threads
                    self._connection.session.record_internal_error("the connection was not restored", error)
                    final = reconnection.broken(error)
            if self._stopped.is_set():
                return
        self._connection.fail_connection(final)

    def _attempt(self, reconnection: Reconnection) -> bool:
        """Connect and restore the state; return whether the connection is still open then."""
        connection, config = self._connection, self._connection.config
        open_timeout = reconnection.open_timeout
        transport = self._opening = resolve_transport(config, open_timeout)
        link = Link(connection)
        started = complete = False
        try:
            if self._stopped.is_set():
                return False
            if config.transport is None:
                transport.start(link)
            else:
                _start_within(open_timeout, transport, link)
            started = True
            if not connection.run_in_thread(partial(self._use, transport, link)):
                return False
            timeout = partial(reconnection.step_timeout, config.start_timeout)
            connection.send_initialized(run_steps(connection, handshake.steps(config), timeout, restores=True))
            restoration = Restoration(connection, reconnection)
            run_steps(connection, restoration.steps(connection.hold), timeout, restores=True)
            # In the client thread: a further loss is processed before or after it.
            complete = connection.run_in_thread(partial(self._complete, link, restoration.apply))
            return complete
        finally:
            self._opening = None
            if not complete:
                link.active = False
                if started:
                    transport.kill()
                    transport.close(EXIT_TIMEOUT)

    def _use(self, transport: Transport, link: Link) -> bool:
        if self._stopped.is_set() or link.lost is not None:
            return False
        self._connection.use_transport(transport, link)
        return True

    def _complete(self, link: Link, apply: Callable[[], Actions[Any]]) -> bool:
        if self._stopped.is_set() or link.lost is not None:
            return False
        self._current = None
        self._connection.apply_restored(apply)
        return True


def _start_within(timeout: float, transport: Transport, link: Link) -> None:
    """Start a transport of the application, which may have no timeout of its own. Kill it when the timeout expires."""
    expired = threading.Event()

    def expire() -> None:
        expired.set()
        transport.kill()

    timer = threading.Timer(timeout, expire)
    timer.name, timer.daemon = "codex-reconnect-timer", True
    timer.start()
    try:
        transport.start(link)
    except Exception:
        if expired.is_set():
            raise not_opened(transport, timeout) from None
        raise
    finally:
        timer.cancel()


def run_steps(
    connection: Connection,
    steps: Generator[tuple[str, Any], Any, Any],
    timeout: Callable[[], float | None],
    *,
    restores: bool = False,
) -> Any:
    """Send the requests that a generator yields, and return its result.

    Args:
        connection: The connection.
        steps: Yields method and params; receives the result, or one of `REJECTIONS`.
        timeout: Returns the timeout of the next request, in seconds.
        restores: Whether the requests restore a lost connection.
    """
    try:
        method, params = next(steps)
        while True:
            claim = RequestClaim(restores=restores)
            try:
                result = connection.request(method, params, timeout=timeout(), claim=claim)
            except REJECTIONS as error:
                method, params = steps.throw(error)
            else:
                method, params = steps.send(result)
    except StopIteration as stop:
        return stop.value
