"""The in-memory transport: it connects a client to an object of the same process, without a runtime.

The object is a function that receives a `MemoryPeer` for each connection, as a server accepts sockets:

    def accept(peer: MemoryPeer) -> None:
        peer.on_data = lambda data: peer.send(respond_to(data))

    with Codex(CodexConfig(transport=MemoryTransportFactory(accept))) as codex:
        ...
"""

from __future__ import annotations

import queue
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from openai_codex._transports.base import KILLED_MESSAGE, AsyncTransport, BaseTransport, CloseReason, Transport
from openai_codex._transports.stdio.stderr_tail import StderrTail
from openai_codex.errors import RuntimeStartError

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop
    from collections.abc import Callable

    from openai_codex._transports.base import AsyncReceiver, Receiver

NAME = "in-memory runtime"

CAPACITY = 64 * 1024
"""Number of bytes that a peer which does not read buffers before it accepts no more, as in a pipe of Linux."""


class _Inbox(Protocol):
    """The client's end of a connection, as its peer sees it."""

    def deliver(self, data: bytes) -> None: ...

    def end(self) -> None: ...

    def emptied(self) -> None: ...


class MemoryPeer:
    """The runtime's end of one in-memory connection. Any thread may call its methods.

    Set `on_data` and `on_close` before the function that accepts the peer returns.
    """

    def __init__(self, inbox: _Inbox) -> None:
        self.on_data: Callable[[bytes], None] | None = None
        """Called with the bytes of each write of the client, in the thread that writes, one call at a time. It must not
        block."""
        self.on_close: Callable[[], None] | None = None
        """Called once when the connection ends, whichever end closes it."""
        self.exit_code: int | None = None
        """The exit code that was passed to `exit`."""
        self.stderr = StderrTail()
        self.writes: list[bytes] = []
        """Each write of the client that the peer has read."""
        self._inbox = inbox
        self._changed = threading.Condition()
        # Reentrant, because `on_data` may end the connection.
        self._reading_lock = threading.RLock()
        self._unread: list[bytes] = []
        self._unread_size = 0
        self._paused = False
        self._input_closed = False
        self._ended = False

    @property
    def received(self) -> bytes:
        """All bytes that the peer has read."""
        return b"".join(self.writes)

    @property
    def closed(self) -> bool:
        """Whether the connection has ended."""
        return self._ended

    # For the runtime

    def send(self, data: bytes) -> None:
        """Send bytes as one chunk.

        It may end within a line. After the end of the connection, they are dropped.
        """
        if not self._ended:
            self._inbox.deliver(data)

    def write_stderr(self, data: bytes) -> None:
        """Add bytes to the stderr that the client reports in errors."""
        self.stderr.feed(data)

    def pause_reading(self) -> None:
        """Stop reading.

        Once the buffer is full, the client keeps its messages.
        """
        with self._changed:
            self._paused = True

    def resume_reading(self) -> None:
        """Read what was written meanwhile, and each write from now on."""
        with self._changed:
            self._paused = False
            self._changed.notify_all()
        self._read()
        self._inbox.emptied()

    def close_input(self) -> None:
        """Close the input, as a process that closes its stdin.

        From now on, writes of the client fail.
        """
        with self._changed:
            self._input_closed = True
            self._changed.notify_all()

    def exit(self, code: int | None = None) -> None:
        """End the connection, as a process that exits.

        The client reports `code`; None is unknown. Idempotent.
        """
        if self._end(code):
            self._inbox.end()

    # For the transports of the client

    def put(self, data: bytes) -> None:
        """Add a write of the client, and read it unless reading is paused.

        Raises `BrokenPipeError`.
        """
        with self._changed:
            self.check_open()
            self._unread.append(data)
            self._unread_size += len(data)
        self._read()

    @property
    def full(self) -> bool:
        """Whether the buffer of an open connection has no room."""
        with self._changed:
            return self._unread_size > CAPACITY and not (self._input_closed or self._ended)

    def wait_read(self, timeout: float) -> None:
        """Wait until the buffer has room or the connection has ended, for at most `timeout` seconds."""
        with self._changed:
            self._changed.wait_for(lambda: self._unread_size <= CAPACITY or self._input_closed or self._ended, timeout)

    def check_open(self) -> None:
        """Raise `BrokenPipeError` if the client can no longer write."""
        if self._input_closed or self._ended:
            raise BrokenPipeError("the in-memory connection is closed")

    def close(self) -> None:
        """End the connection on behalf of the client. Idempotent."""
        self._end(self.exit_code)

    def close_reason(self) -> CloseReason:
        """Return the reason that the client reports."""
        code = self.exit_code
        description = "the runtime closed its output" if code is None else f"the runtime exited with code {code}"
        return CloseReason(description, code, self.stderr.lines())

    def _end(self, code: int | None) -> bool:
        with self._changed:
            if self._ended:
                return False
            self._ended = True
            self.exit_code = code
            self._changed.notify_all()
        if self.on_close is not None:
            self.on_close()
        return True

    def _read(self) -> None:
        # Two locks: `on_data` may send and pause, but no other thread may overtake it with a later write.
        with self._reading_lock:
            while True:
                with self._changed:
                    if self._paused or not self._unread:
                        return
                    data = self._unread.pop(0)
                    self._unread_size -= len(data)
                    self._changed.notify_all()
                self.writes.append(data)
                if self.on_data is not None:
                    self.on_data(data)


class _MemoryEnd(BaseTransport):
    """The part that the two transports share."""

    def __init__(self, accept: Callable[[MemoryPeer], None]) -> None:
        self._accept = accept
        self._peer: MemoryPeer

    @property
    def name(self) -> str:
        """The same text for every peer."""
        return NAME

    def exit_code(self) -> int | None:
        """Return the exit code that the peer has chosen, or None."""
        return self._peer.exit_code

    def stderr_lines(self) -> tuple[str, ...]:
        """Return the last lines that the peer has written to stderr."""
        return self._peer.stderr.lines()


class MemoryTransport(_MemoryEnd, Transport):
    """An in-memory transport for threads. One thread delivers the bytes of the peer."""

    def __init__(self, accept: Callable[[MemoryPeer], None]) -> None:
        super().__init__(accept)
        self._chunks: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._killed = False

    def start(self, receiver: Receiver) -> None:
        """Create the peer, pass it to the accepting function, and start the thread that delivers."""
        self._peer = MemoryPeer(self)
        if not self._killed:
            self._accept(self._peer)
        if self._killed:
            self._peer.close()
            raise RuntimeStartError(KILLED_MESSAGE)
        self._reader = threading.Thread(target=self._run, args=(receiver,), name="codex-reader-memory", daemon=True)
        self._reader.start()

    def write(self, data: memoryview) -> int:
        """Pass a write to the peer; see `Transport.write`."""
        if self._peer.full:
            return 0
        self._peer.put(bytes(data))
        return len(data)

    def wait_writable(self, timeout: float) -> None:
        """Wait until the peer has read; see `Transport.wait_writable`."""
        self._peer.wait_read(timeout)

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
        peer: MemoryPeer | None = getattr(self, "_peer", None)
        if peer is not None:
            peer.close()
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
        receiver.connection_lost(self._peer.close_reason())


class AsyncMemoryTransport(_MemoryEnd, AsyncTransport):
    """An in-memory transport for an event loop. The peer may belong to another thread."""

    def __init__(self, accept: Callable[[MemoryPeer], None]) -> None:
        super().__init__(accept)
        self._loop: AbstractEventLoop
        self._receiver: AsyncReceiver
        self._reported = False

    @property
    def at_eof(self) -> bool:
        """Whether the connection has ended."""
        return self._peer.closed

    @property
    def writable(self) -> bool:
        """Whether the buffer of the peer has room."""
        return not self._peer.full

    async def start(self, receiver: AsyncReceiver) -> None:
        """Create the peer, and pass it to the accepting function."""
        # Not at the top: `Codex` does not import asyncio.
        from asyncio import get_running_loop

        self._loop = get_running_loop()
        self._receiver = receiver
        self._peer = MemoryPeer(self)
        self._accept(self._peer)

    def write(self, data: bytes) -> None:
        """Pass a write to the peer; see `AsyncTransport.write`."""
        self._peer.put(data)

    async def close(self, timeout: float) -> None:
        """End the connection, and deliver its end."""
        self._peer.close()
        self._report()

    def kill(self) -> None:
        """End the connection without a call of the receiver."""
        self._reported = True
        self._peer.close()

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
            self._receiver.connection_lost(self._peer.close_reason())


@dataclass(frozen=True)
class MemoryTransportFactory:
    """Creates in-memory transports, for the field `transport` of `CodexConfig`."""

    accept: Callable[[MemoryPeer], None]
    """Called with the peer of each connection when the connection starts."""

    def create(self) -> MemoryTransport:
        """Return a transport for `Codex`."""
        return MemoryTransport(self.accept)

    def create_async(self) -> AsyncMemoryTransport:
        """Return a transport for `AsyncCodex`."""
        return AsyncMemoryTransport(self.accept)
