"""Interface of transports, which carry bytes between a connection and a runtime.

A connection creates its transport with `openai_codex._transports.resolve`, starts it with a `Receiver`, and uses only
the methods below. `stdio` starts a process, `websocket` connects to a runtime that listens, `memory`
connects to an object of the same process. A transport of the application implements the same methods; see
`openai_codex.transports`, which describes the rules.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class CloseReason:
    """The reason why a transport lost its connection to the runtime."""

    description: str
    """One clause for error messages, such as "the runtime exited with code 3"."""

    exit_code: int | None = None
    """Exit code of the runtime's process, negative for a signal. None if it is unknown, or without a process."""

    stderr: tuple[str, ...] = ()
    """The last lines that the runtime wrote to stderr. They may contain secrets."""


KILLED_MESSAGE = "the transport was closed while it started"
"""Message of the error that `Transport.start` raises after `kill`."""


class Receiver(Protocol):
    """The callbacks of a transport, which a connection implements."""

    def data_received(self, data: bytes, /) -> None:
        """Process a chunk of bytes from the runtime."""
        ...

    def connection_lost(self, reason: CloseReason, /) -> None:
        """Process the end of the connection, after which the transport delivers no more data."""
        ...


class AsyncReceiver(Receiver, Protocol):
    """The callbacks of an asynchronous transport."""

    def writable(self) -> None:
        """Process that `AsyncTransport.writable` has become true."""
        ...


class BaseTransport(ABC):
    """The part of the interface that is the same for synchronous and asynchronous transports.

    Unless stated otherwise, attributes are valid once `start()` has returned.
    """

    @property
    @abstractmethod
    def name(self) -> str:
        """Name of the peer for error messages: a command line or an address, without secrets."""

    @property
    def start_hint(self) -> str:
        """Advice for the error message if the handshake fails, or an empty string."""
        return ""

    @property
    def pid(self) -> int | None:
        """Process id of the runtime.

        None if the transport has started no process on this machine.
        """
        return None

    @property
    def can_reconnect(self) -> bool:
        """Whether another transport of the client reaches the same runtime after a loss.

        If so, the client restores a lost connection (`CodexConfig.reconnect_timeout`).
        """
        return False

    @property
    def max_message_size(self) -> int | None:
        """Maximum size of a message that the peer accepts, in bytes.

        None means no limit. Valid before `start()`. The connection rejects a larger message before it calls `write()`.
        """
        return None

    def exit_code(self) -> int | None:
        """Return the exit code (negative for a signal), or None if it is unknown."""
        return None

    def stderr_lines(self) -> tuple[str, ...]:
        """Return the last lines of stderr; empty if the transport does not receive stderr."""
        return ()

    @abstractmethod
    def kill(self) -> None:
        """Drop the connection at once, and kill the runtime if this transport has started it.

        Idempotent.

        Another thread may call this before `start()` of a synchronous transport or while it runs: `start()` then raises
        an error soon, and leaves nothing running.

        An asynchronous transport also supports this call if its event loop is closed.
        """

    def detach_after_fork(self) -> None:
        """Release the copies of file descriptors in a forked child.

        The runtime must receive no message. The connection calls this in the child. The call must not take a lock that
        a thread of the parent may hold. The default does nothing.
        """
        # Not abstract: a transport without file descriptors has nothing to release.
        return


class Transport(BaseTransport):
    """A transport for threads.

    Threads of the connection call its methods. No signal handler interrupts them. Until `start()` has returned, they
    call `kill()` only.
    """

    @abstractmethod
    def start(self, receiver: Receiver) -> None:
        """Connect to the runtime, and start to deliver its bytes to `receiver`.

        The first call of `receiver` may precede the return of this method.

        Raises:
            RuntimeStartError: The runtime does not start, the connection is refused, or another thread has called
                `kill()`. Nothing is left running.
        """

    @abstractmethod
    def write(self, data: memoryview) -> int:
        """Send as many bytes as the connection accepts without waiting.

        One thread at a time calls this. A transport with message framing sends whole messages only, or none of them.

        Args:
            data: One or more lines, each with its newline, or the rest of them after an earlier call.

        Returns:
            The number of bytes that were sent. 0 if the runtime does not read; see `wait_writable`.

        Raises:
            OSError: The connection is closed.
        """

    @abstractmethod
    def wait_writable(self, timeout: float) -> None:
        """Wait up to `timeout` seconds until the connection accepts bytes or is closed."""

    @abstractmethod
    def close(self, timeout: float) -> None:
        """Close the connection and stop all threads.

        If this transport has started the runtime, the runtime ends. A second call, and a call after the connection is
        lost, only release what is left.

        Args:
            timeout: Maximum time in seconds for each step that waits for another thread or for the peer.
        """


class AsyncTransport(BaseTransport):
    """A transport for one event loop.

    Its methods are called in that loop, and it starts no threads.
    """

    @abstractmethod
    async def start(self, receiver: AsyncReceiver) -> None:
        """Connect to the runtime, and start to deliver its bytes to `receiver`.

        If the call fails or is cancelled, nothing is left running.

        Raises:
            RuntimeStartError: The runtime does not start, or the connection is refused.
        """

    @property
    @abstractmethod
    def at_eof(self) -> bool:
        """Whether the runtime has closed the connection, so that `connection_lost()` follows."""

    @property
    @abstractmethod
    def writable(self) -> bool:
        """Whether `write()` passes bytes on.

        If it is false, the runtime does not read, and `write()` would only keep the bytes in memory. When it becomes
        true again, the transport calls `Receiver.writable()`.
        """

    @abstractmethod
    def write(self, data: bytes) -> None:
        """Send whole messages, in the order of the calls, without waiting.

        Unsent bytes are kept in memory.

        Raises:
            OSError: The connection is closed.
        """

    @abstractmethod
    async def close(self, timeout: float) -> None:
        """Close the connection, and end the runtime if this transport has started it.

        If the call is cancelled, the transport drops the connection at once, as `kill()` does.

        Args:
            timeout: Maximum time in seconds for each step that waits for the peer.
        """


class TransportFactory(Protocol):
    """Creates the transports of `Codex`.

    The client asks for one at its start, and one for each restart and attempt to reconnect.
    """

    def create(self) -> Transport:
        """Return a transport, not started."""
        ...


class AsyncTransportFactory(Protocol):
    """Creates the transports of `AsyncCodex`, like `TransportFactory`.

    One object may be both.
    """

    def create_async(self) -> AsyncTransport:
        """Return a transport, not started."""
        ...
