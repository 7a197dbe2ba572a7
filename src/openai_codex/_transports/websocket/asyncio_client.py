"""The websocket transport for asyncio: two tasks, no threads."""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections import deque
from typing import TYPE_CHECKING

from websockets.exceptions import ConnectionClosed

from openai_codex._transports.base import AsyncTransport, CloseReason
from openai_codex._transports.websocket.connect import describe_close, is_timeout, open_websocket
from openai_codex._transports.websocket.messages import MESSAGE_LIMIT, frames, received_line, split_lines
from openai_codex.errors import RuntimeStartError

if TYPE_CHECKING:
    from collections.abc import Callable

    from websockets.asyncio.client import ClientConnection

    from openai_codex._transports.base import AsyncReceiver
    from openai_codex._transports.websocket.connect import ConnectionTarget
    from openai_codex._transports.websocket.proxy_command import ProxyCommand


EXIT_CHECK_INTERVAL = 0.02
"""Time in seconds between two checks whether the command that carries the connection has exited."""

EXIT_CHECKS = 10
"""Number of these checks after the connection has ended."""


class OutgoingWrite:
    """The messages of one write.

    A caller that stops waiting sets `cancelled`. The transport then drops the messages that it has not started to send.
    """

    def __init__(self, data: bytes, on_end: Callable[[bool], None] | None = None) -> None:
        self.messages = split_lines(data)
        self.on_end = on_end
        """Called in the event loop when the last message is sent (True), or the connection is lost (False)."""
        self.cancelled = False

    def end(self, sent: bool) -> None:
        """Report the end of this write."""
        if self.on_end is not None:
            self.on_end(sent)


class AsyncWebSocketTransport(AsyncTransport):
    """Exchanges messages with a runtime that listens on a websocket or a unix socket."""

    def __init__(self, target: ConnectionTarget) -> None:
        self._target = target
        self._websocket: ClientConnection | None = None
        self._receiver: AsyncReceiver
        self._loop: asyncio.AbstractEventLoop
        self._unsent: deque[OutgoingWrite] = deque()
        self._writable: asyncio.Event
        self._tasks: tuple[asyncio.Task[None], ...] = ()
        self._at_eof = False
        self._closed = False
        self._reported = False
        self._command: ProxyCommand | None = None

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
        return MESSAGE_LIMIT

    @property
    def at_eof(self) -> bool:
        """Whether the connection has ended."""
        return self._at_eof

    async def start(self, receiver: AsyncReceiver) -> None:
        """Connect, and start to deliver messages. Raises `RuntimeStartError`."""
        self._receiver = receiver
        self._loop = asyncio.get_running_loop()
        self._writable = asyncio.Event()
        websocket = self._websocket = await self._open()
        self._tasks = (self._loop.create_task(self._read(websocket)), self._loop.create_task(self._send(websocket)))

    async def _open(self) -> ClientConnection:
        if self._target.options.proxy_command is None:
            return await open_websocket(self._target)
        # Not at the top, because most connections use no command.
        from openai_codex._transports.websocket.proxy_command import ProxyCommand

        command = ProxyCommand(self._target.options.proxy_command)
        try:
            try:
                websocket = await open_websocket(self._target, command.socket)
            except RuntimeStartError as error:
                # After a timeout, the command ends because the transport has closed its stdin.
                exit_problem = "" if is_timeout(error.__context__) else await _exit_of(command)
                raise type(error)(f"{error}{exit_problem}", stderr=command.stderr_lines()) from None
        except BaseException:
            command.close()
            raise
        self._command = command
        return websocket

    @property
    def writable(self) -> bool:
        """Whether all messages were passed on, or the connection has ended, so that `write` raises."""
        return not self._unsent or self._closed or self._at_eof

    def write(self, data: bytes) -> None:
        """Queue messages; see `AsyncTransport.write`."""
        if self._closed or self._at_eof:
            raise BrokenPipeError("the connection is closed")
        self.enqueue(OutgoingWrite(data))

    def enqueue(self, write: OutgoingWrite) -> None:
        """Queue the messages of a write."""
        if self._closed or self._at_eof:
            write.end(False)
            return
        self._unsent.append(write)
        self._writable.set()

    async def close(self, timeout: float) -> None:
        """Send a close frame, and wait for that of the runtime. The runtime continues."""
        if self._websocket is None:
            return
        self._closed = True
        try:
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._websocket.close(), timeout)
        finally:
            self.kill()
        await asyncio.wait(self._tasks)
        # The event loop releases the socket in one of its next passes.
        await self._websocket.wait_closed()
        self._report("the client closed the connection")

    async def wait_until_lost(self, stopping: asyncio.Event) -> None:
        """Wait until the connection is lost, or an event is set."""
        stopped = self._loop.create_task(stopping.wait())
        try:
            await asyncio.wait((stopped, self._tasks[0]), return_when=asyncio.FIRST_COMPLETED)
        finally:
            stopped.cancel()

    def kill(self) -> None:
        """Drop the connection without a close frame."""
        self._closed = True
        if self._websocket is None or self._loop.is_closed():
            return
        for task in self._tasks:
            task.cancel()
        self._websocket.transport.abort()
        self._drop_unsent()
        if self._command is not None:
            self._command.close()

    def detach_after_fork(self) -> None:
        """Close the copy of the connection in a forked child."""
        self._closed = True
        sock = None if self._websocket is None else self._websocket.transport.get_extra_info("socket")
        if sock is not None and sock.fileno() >= 0:
            # Not `close`: the socket object of the event loop would later close a descriptor that has been reused.
            null = os.open(os.devnull, os.O_RDWR)
            os.dup2(null, sock.fileno())
            os.close(null)

    async def _read(self, websocket: ClientConnection) -> None:
        try:
            while True:
                message = await websocket.recv(decode=False)
                self._receiver.data_received(received_line(message))
        except ConnectionClosed as error:
            self._at_eof = True
            self._tasks[1].cancel()
            self._drop_unsent()
            if not self._closed:
                await self._report_loss(describe_close(error))

    async def _send(self, websocket: ClientConnection) -> None:
        # A failed write also ends the task that reads, which reports it.
        with contextlib.suppress(ConnectionClosed):
            while True:
                await self._writable.wait()
                self._writable.clear()
                while self._unsent:
                    # It stays in the queue until it is sent, so that `_drop_unsent` also ends it.
                    write = self._unsent[0]
                    for message in write.messages:
                        if write.cancelled:
                            break
                        await websocket.send(frames(message), text=True)
                    self._unsent.popleft()
                    write.end(not write.cancelled)
                if not self._closed:
                    self._receiver.writable()

    async def _report_loss(self, description: str) -> None:
        if (command := self._command) is None:
            self._report(description)
            return
        self._report(description + await _exit_of(command), command.stderr_lines())
        command.close()

    def _drop_unsent(self) -> None:
        while self._unsent:
            self._unsent.popleft().end(False)

    def _report(self, description: str, stderr: tuple[str, ...] = ()) -> None:
        if not self._reported:
            self._reported = True
            self._receiver.connection_lost(CloseReason(description, stderr=stderr))


async def _exit_of(command: ProxyCommand) -> str:
    """Return a description of the exit of a command, which ends a moment after its output."""
    for _ in range(EXIT_CHECKS):
        if found := command.describe_exit():
            return found
        await asyncio.sleep(EXIT_CHECK_INTERVAL)
    return ""
