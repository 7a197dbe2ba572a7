"""The in-memory transports: they connect a client to functions of the same program, without a runtime."""

from __future__ import annotations

import queue
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from openai_codex._transports.base import KILLED_MESSAGE, AsyncTransport, BaseTransport, Transport
from openai_codex._transports.memory.connection import MemoryConnection, check_result
from openai_codex._validation import describe_value
from openai_codex.errors import InputError, RuntimeStartError

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop
    from collections.abc import Callable

    from openai_codex._transports.base import AsyncReceiver, Receiver
    from openai_codex._transports.memory.connection import Inbox
    from openai_codex._transports.memory.peer import MemoryPeer

NAME = "in-memory runtime"


class _MemoryEnd(BaseTransport):
    """The part that the two transports share."""

    def __init__(self, accept: Callable[[MemoryPeer], object]) -> None:
        self._accept = accept
        self._connection: MemoryConnection

    def _connect(self, inbox: Inbox) -> None:
        """Create the connection, and pass its peer to the accepting function."""
        # First, so that another thread may end the connection meanwhile.
        self._connection = MemoryConnection(inbox)
        check_result("accept", self._accept(self._connection.peer))

    @property
    def name(self) -> str:
        """The same text for every peer."""
        return NAME

    def exit_code(self) -> int | None:
        """Return the exit code that the peer has chosen, or None."""
        return self._connection.exit_code

    def stderr_lines(self) -> tuple[str, ...]:
        """Return the last lines that the peer has written to stderr."""
        return self._connection.stderr.lines()


class MemoryTransport(_MemoryEnd, Transport):
    """An in-memory transport for threads. One thread delivers the bytes of the peer."""

    def __init__(self, accept: Callable[[MemoryPeer], object]) -> None:
        super().__init__(accept)
        self._chunks: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._killed = False

    def start(self, receiver: Receiver) -> None:
        """Create the peer, pass it to the accepting function, and start the thread that delivers."""
        if not self._killed:
            self._connect(self)
        if self._killed:
            raise RuntimeStartError(KILLED_MESSAGE)
        self._reader = threading.Thread(target=self._run, args=(receiver,), name="codex-reader-memory", daemon=True)
        self._reader.start()

    def write(self, data: memoryview) -> int:
        """Pass a write to the peer; see `Transport.write`."""
        if self._connection.full:
            return 0
        self._connection.put(bytes(data))
        return len(data)

    def wait_writable(self, timeout: float) -> None:
        """Wait until the peer has read; see `Transport.wait_writable`."""
        self._connection.wait_read(timeout)

    def close(self, timeout: float) -> None:
        """End the connection, and wait for the thread that delivers."""
        self.kill()
        # A callback of the receiver may close the transport.
        if self._reader is not threading.current_thread():
            self._reader.join(timeout)

    def kill(self) -> None:
        """End the connection without waiting."""
        self._killed = True
        # Absent before the start.
        connection: MemoryConnection | None = getattr(self, "_connection", None)
        if connection is not None:
            connection.close()
        self.end()

    def deliver(self, data: bytes) -> None:
        """Queue a chunk for the receiver; the peer calls this."""
        self._chunks.put(data)

    def end(self) -> None:
        """Queue the end of the connection; the peer calls this."""
        self._chunks.put(None)

    def emptied(self) -> None:
        """Do nothing: `wait_writable` waits for the peer itself."""

    def _run(self, receiver: Receiver) -> None:
        while (data := self._chunks.get()) is not None:
            receiver.data_received(data)
        receiver.connection_lost(self._connection.close_reason())


class AsyncMemoryTransport(_MemoryEnd, AsyncTransport):
    """An in-memory transport for an event loop. The peer may belong to another thread."""

    def __init__(self, accept: Callable[[MemoryPeer], object]) -> None:
        super().__init__(accept)
        self._loop: AbstractEventLoop
        self._receiver: AsyncReceiver
        self._reported = False

    @property
    def at_eof(self) -> bool:
        """Whether the connection has ended."""
        return self._connection.ended

    @property
    def writable(self) -> bool:
        """Whether the buffer of the peer has room."""
        return not self._connection.full

    async def start(self, receiver: AsyncReceiver) -> None:
        """Create the peer, and pass it to the accepting function."""
        # Not at the top: `Codex` does not import asyncio.
        from asyncio import get_running_loop

        self._loop = get_running_loop()
        self._receiver = receiver
        self._connect(self)

    def write(self, data: bytes) -> None:
        """Pass a write to the peer; see `AsyncTransport.write`."""
        self._connection.put(data)

    async def close(self, timeout: float) -> None:
        """End the connection, and deliver its end."""
        self._connection.close()
        self._report()

    def kill(self) -> None:
        """End the connection without a call of the receiver."""
        self._reported = True
        self._connection.close()

    def deliver(self, data: bytes) -> None:
        """Call the receiver in the event loop; the peer calls this."""
        self._call(lambda: self._receive(data))

    def end(self) -> None:
        """Report the end in the event loop; the peer calls this."""
        self._call(self._report)

    def emptied(self) -> None:
        """Report in the event loop that the peer has read; the peer calls this."""
        self._call(self._resume)

    def _call(self, function: Callable[[], None]) -> None:
        # The peer may be slower than the program that closes the loop.
        try:
            self._loop.call_soon_threadsafe(function)
        except RuntimeError:
            if not self._loop.is_closed():
                raise

    def _receive(self, data: bytes) -> None:
        if not self._reported:
            self._receiver.data_received(data)

    def _resume(self) -> None:
        if not self._reported:
            self._receiver.writable()

    def _report(self) -> None:
        if not self._reported:
            self._reported = True
            self._receiver.connection_lost(self._connection.close_reason())


@dataclass(frozen=True)
class MemoryTransportFactory:
    """Connects clients to functions of the same program, without a process.

    It is a value of `CodexConfig.transport`, for `Codex` and `AsyncCodex`.

        def accept(peer: MemoryPeer) -> None:
            peer.on_message = lambda message: peer.send_message({"id": message["id"], "result": {}})

        config = CodexConfig(transport=MemoryTransportFactory(accept))

    Raises:
        InputError: `accept` is not callable.
    """

    accept: Callable[[MemoryPeer], object]
    """Called with the runtime's end of each connection: at the start of the client, and at each restart. It sets the
    callbacks of the peer. An exception that it raises is raised by the start of the client."""

    def __post_init__(self) -> None:
        if not callable(self.accept):
            raise InputError("accept", f"expected a function, got {describe_value(self.accept)}")

    def create(self) -> Transport:
        """Return a transport for `Codex`, not started."""
        return MemoryTransport(self.accept)

    def create_async(self) -> AsyncTransport:
        """Return a transport for `AsyncCodex`, not started."""
        return AsyncMemoryTransport(self.accept)
