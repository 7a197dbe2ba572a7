"""The websocket transport for threads: one thread runs an event loop for the connection.

`websockets.sync` is not used: its writes have no deadline, and it holds its lock while it sends, so that a runtime that
stops reading also stops the thread that receives.
"""

from __future__ import annotations

import asyncio
import signal
import sys
import threading
import time
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from typing import TYPE_CHECKING

from openai_codex._transports.base import Transport
from openai_codex._transports.websocket.asyncio_client import AsyncWebSocketTransport, OutgoingWrite

if TYPE_CHECKING:
    from collections.abc import Callable

    from openai_codex._transports.base import Receiver
    from openai_codex._transports.websocket.connect import ConnectionTarget

STOP_TIMEOUT = 1.0
"""Time in seconds to wait for the thread beyond the timeout of `close`."""

POLL_INTERVAL = 0.5
"""Interval in seconds at which a thread that waits for a write checks whether the connection has ended."""


class WebSocketTransport(Transport):
    """Exchanges messages with a runtime that listens on a websocket or a unix socket."""

    def __init__(self, target: ConnectionTarget) -> None:
        self._target = target
        self._websocket = AsyncWebSocketTransport(target)
        self._loop: asyncio.AbstractEventLoop
        self._thread: threading.Thread
        self._main: asyncio.Task[None]
        self._started: Future[None] = Future()
        self._stopping: asyncio.Event
        self._closed = False
        self._close_timeout: float | None = None
        """Time in seconds for the close frame; None drops the connection without one."""

    @property
    def name(self) -> str:
        """The address, without secrets."""
        return self._target.address.name

    @property
    def max_message_size(self) -> int:
        """Maximum size of a message that the runtime accepts, in bytes."""
        return self._websocket.max_message_size

    def start(self, receiver: Receiver) -> None:
        """Start the thread, connect, and start to deliver messages. Raises `RuntimeStartError`."""
        self._thread = threading.Thread(
            target=self._run, args=(receiver,), name=f"codex-websocket-{id(self):x}", daemon=True
        )
        self._thread.start()
        try:
            self._started.result()
        except BaseException:
            self.kill()
            self._thread.join(STOP_TIMEOUT)
            raise

    def write(self, data: bytes, deadline: float | None) -> bool:
        """Send messages; see `Transport.write`."""
        ended: Future[bool] = Future()
        write = OutgoingWrite(data, ended.set_result)
        if self._closed or not self._call(self._websocket.enqueue, write):
            raise BrokenPipeError("the connection is closed")
        try:
            return self._wait_sent(ended, deadline)
        finally:
            # Without effect if the messages are sent.
            write.cancelled = True

    def _wait_sent(self, ended: Future[bool], deadline: float | None) -> bool:
        while True:
            remaining = POLL_INTERVAL if deadline is None else min(POLL_INTERVAL, deadline - time.monotonic())
            try:
                sent = ended.result(max(0.0, remaining))
            except FutureTimeoutError:
                if remaining <= 0:
                    return False
                # The event loop may have ended before it ran the callback.
                sent = self._thread.is_alive()
                if sent:
                    continue
            if not sent:
                raise BrokenPipeError("the connection is closed")
            return True

    def close(self, timeout: float) -> None:
        """Send a close frame, wait for that of the runtime, and stop the thread. The runtime continues."""
        self._close_timeout = timeout
        self._closed = True
        self._call(self._stop)
        # A callback of the receiver may close the transport.
        if self._thread is not threading.current_thread():
            self._thread.join(timeout + STOP_TIMEOUT)

    def detach_after_fork(self) -> None:
        """Close the copy of the connection in a forked child."""
        self._closed = True
        self._websocket.detach_after_fork()

    def kill(self) -> None:
        """Drop the connection without a close frame. The thread then ends."""
        self._closed = True
        self._call(self._stop)

    def _call(self, function: Callable[..., object], *values: object) -> bool:
        """Call a function in the event loop; return False if the loop has ended or never started."""
        try:
            self._loop.call_soon_threadsafe(function, *values)
        except (AttributeError, RuntimeError):
            return False
        return True

    def _stop(self) -> None:
        if self._started.done():
            self._stopping.set()
        else:
            self._main.cancel()

    def _run(self, receiver: Receiver) -> None:
        if sys.platform != "win32":
            # With its default action, SIGPIPE would end the program if the runtime closes the connection.
            signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGPIPE})
        try:
            asyncio.run(self._serve(receiver))
        except BaseException as error:
            if not self._started.done():
                self._started.set_exception(error)

    async def _serve(self, receiver: Receiver) -> None:
        """Connect, and keep the connection until it is closed by either side."""
        self._stopping = asyncio.Event()
        self._main = asyncio.tasks.current_task()  # type: ignore[assignment]
        self._loop = asyncio.get_running_loop()
        await self._websocket.start(receiver)
        self._started.set_result(None)
        await self._websocket.wait_until_lost(self._stopping)
        if self._close_timeout is None:
            self._websocket.kill()
        await self._websocket.close(self._close_timeout or 0.0)
