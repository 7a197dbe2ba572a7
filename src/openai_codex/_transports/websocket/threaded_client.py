"""The websocket transport for threads: one thread runs an event loop for the connection.

`websockets.sync` is not used: its writes have no deadline, and it holds its lock while it sends, so that a runtime that
stops reading also stops the thread that receives.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from typing import TYPE_CHECKING, Any

from openai_codex._transports.base import Transport
from openai_codex._transports.websocket.asyncio_client import AsyncWebSocketTransport, OutgoingWrite

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from openai_codex._transports.base import Receiver
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
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name=f"codex-websocket-{id(self):x}", daemon=True)
        self._thread.start()
        try:
            self._call(self._websocket.start(receiver)).result()
        except BaseException:
            self._loop.call_soon_threadsafe(self._websocket.kill)
            self._stop()
            raise

    def write(self, data: bytes, deadline: float | None) -> bool:
        """Send messages; see `Transport.write`."""
        if self._websocket.at_eof or self._loop.is_closed():
            raise BrokenPipeError("the connection is closed")
        ended: Future[bool] = Future()
        write = OutgoingWrite(data, ended.set_result)
        try:
            self._loop.call_soon_threadsafe(self._websocket.enqueue, write)
            sent = ended.result(None if deadline is None else max(0.0, deadline - time.monotonic()))
        except FutureTimeoutError:
            write.cancelled = True
            return False
        except BaseException:
            write.cancelled = True
            raise
        if not sent:
            raise BrokenPipeError("the connection is closed")
        return True

    def close(self, timeout: float) -> None:
        """Send a close frame, wait for that of the runtime, and stop the thread. The runtime continues."""
        if self._thread is threading.current_thread():
            # A callback of the receiver closes the transport. The event loop cannot wait for the runtime here.
            self._kill_and_stop()
            return
        with contextlib.suppress(FutureTimeoutError, RuntimeError):
            self._call(self._websocket.close(timeout)).result(timeout + STOP_TIMEOUT)
        self._stop()

    def detach_after_fork(self) -> None:
        """Close the copy of the connection in a forked child."""
        self._websocket.detach_after_fork()

    def kill(self) -> None:
        """Drop the connection without a close frame. The thread then ends."""
        with contextlib.suppress(RuntimeError):  # the event loop is closed
            self._loop.call_soon_threadsafe(self._kill_and_stop)

    def _kill_and_stop(self) -> None:
        self._websocket.kill()
        self._loop.stop()

    def _call(self, coroutine: Coroutine[Any, Any, None]) -> Future[None]:
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop)

    def _stop(self) -> None:
        with contextlib.suppress(RuntimeError):  # the event loop is closed
            self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(STOP_TIMEOUT)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_forever()
        finally:
            self._loop.close()
