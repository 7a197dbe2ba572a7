"""The websocket transport for threads: one thread runs an event loop for the connection.

`websockets.sync` is not used: its writes have no deadline, and it holds its lock while it sends, so that a runtime that
stops reading also stops the thread that receives.
"""

from __future__ import annotations

import asyncio
import signal
import sys
import threading
from concurrent.futures import Future
from typing import TYPE_CHECKING

from openai_codex._transports.base import KILLED_MESSAGE, Transport
from openai_codex._transports.websocket.asyncio_client import AsyncWebSocketTransport, OutgoingWrite
from openai_codex.errors import RuntimeStartError

if TYPE_CHECKING:
    from collections.abc import Callable

    from openai_codex._transports.base import CloseReason, Receiver
    from openai_codex._transports.websocket.connect import ConnectionTarget

STOP_TIMEOUT = 1.0
"""Time in seconds to wait for the thread beyond the timeout of `close`."""


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
        self._sent = threading.Event()
        """Set unless messages wait for the runtime to read."""
        self._sent.set()
        self._close_timeout: float | None = None
        """Time in seconds for the close frame; None drops the connection without one."""

    @property
    def name(self) -> str:
        """The address, without secrets."""
        return self._target.address.name

    @property
    def can_reconnect(self) -> bool:
        """True: the runtime continues without this client."""
        return True

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

    def write(self, data: memoryview) -> int:
        """Send messages, all or none; see `Transport.write`."""
        if self._closed or not self._thread.is_alive():
            raise BrokenPipeError("the connection is closed")
        if not self._sent.is_set():
            return 0
        self._sent.clear()
        if not self._call(self._websocket.enqueue, OutgoingWrite(bytes(data), self._write_ended)):
            raise BrokenPipeError("the connection is closed")
        return len(data)

    def wait_writable(self, timeout: float) -> None:
        """Wait until the messages are sent; see `Transport.wait_writable`."""
        self._sent.wait(timeout)

    def _write_ended(self, sent: bool) -> None:
        # If the messages were not sent, the connection has ended.
        self._closed = self._closed or not sent
        self._sent.set()

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
        """Run the event loop. The thread that waits in `start` receives the error of a failed start."""
        if sys.platform != "win32":
            # With its default action, SIGPIPE would end the program if the runtime closes the connection.
            signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGPIPE})
        try:
            asyncio.run(self._serve(receiver))
        except BaseException as error:
            self._fail(error)

    def _fail(self, error: BaseException) -> None:
        if not self._started.done():
            self._started.set_exception(RuntimeStartError(KILLED_MESSAGE) if self._closed else error)

    async def _serve(self, receiver: Receiver) -> None:
        """Connect, and keep the connection until it is closed by either side."""
        self._stopping = asyncio.Event()
        self._main = asyncio.tasks.current_task()  # type: ignore[assignment]
        self._loop = asyncio.get_running_loop()
        try:
            # After the assignments: `kill` sets the flag first, and then cancels this task.
            if self._closed:
                raise RuntimeStartError(KILLED_MESSAGE)
            await self._websocket.start(_Receiver(receiver))
        except BaseException as error:
            # Not in `_run` only: at its end, the event loop waits for a name to be resolved.
            self._fail(error)
            raise
        self._started.set_result(None)
        await self._websocket.wait_until_lost(self._stopping)
        if self._close_timeout is None:
            self._websocket.kill()
        await self._websocket.close(self._close_timeout or 0.0)


class _Receiver:
    """Passes the callbacks on. `writable` is without effect, because `wait_writable` waits."""

    def __init__(self, receiver: Receiver) -> None:
        self._receiver = receiver

    def data_received(self, data: bytes, /) -> None:
        """Pass the data on."""
        self._receiver.data_received(data)

    def connection_lost(self, reason: CloseReason, /) -> None:
        """Pass the end of the connection on."""
        self._receiver.connection_lost(reason)

    def writable(self) -> None:
        """Do nothing."""
