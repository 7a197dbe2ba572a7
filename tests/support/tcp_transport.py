"""Transports of an application that connect to a TCP port, and a listener that starts a runtime for each connection."""

from __future__ import annotations

import asyncio
import contextlib
import select
import socket
import subprocess
import threading
from typing import TYPE_CHECKING

from openai_codex import RuntimeStartError
from openai_codex._transports.stdio.launch import resolve_launch_spec
from openai_codex.transports import AsyncReceiver, AsyncTransport, CloseReason, Receiver, Transport

if TYPE_CHECKING:
    from collections.abc import Iterator

    from openai_codex import CodexConfig

HOST = "127.0.0.1"
CLOSED = "the runtime closed the connection"


class TcpFactory:
    """Creates transports to a port of the loopback interface."""

    def __init__(self, port: int) -> None:
        self._port = port

    def create(self) -> TcpTransport:
        return TcpTransport(self._port)

    def create_async(self) -> AsyncTcpTransport:
        return AsyncTcpTransport(self._port)


class TcpTransport(Transport):
    """A transport for threads. One thread receives."""

    def __init__(self, port: int) -> None:
        self._address = (HOST, port)
        self._socket = socket.socket()
        self._reader: threading.Thread

    @property
    def name(self) -> str:
        return f"tcp://{HOST}:{self._address[1]}"

    def start(self, receiver: Receiver) -> None:
        try:
            self._socket.connect(self._address)
        except OSError as error:
            self._socket.close()
            raise RuntimeStartError(f"{self.name}: {error}") from None
        self._socket.setblocking(False)
        self._reader = threading.Thread(target=self._read, args=(receiver,), daemon=True)
        self._reader.start()

    def _read(self, receiver: Receiver) -> None:
        with contextlib.suppress(OSError):
            while select.select([self._socket], [], []) and (data := self._socket.recv(65536)):
                receiver.data_received(data)
        receiver.connection_lost(CloseReason(CLOSED))

    def write(self, data: memoryview) -> int:
        try:
            return self._socket.send(data)
        except BlockingIOError:
            return 0

    def wait_writable(self, timeout: float) -> None:
        select.select([], [self._socket], [], timeout)

    def kill(self) -> None:
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)

    def close(self, timeout: float) -> None:
        self.kill()
        if self._reader is not threading.current_thread():
            self._reader.join(timeout)
        self._socket.close()


class AsyncTcpTransport(AsyncTransport):
    """A transport for an event loop."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._transport: asyncio.Transport
        self._stream: _Stream

    @property
    def name(self) -> str:
        return f"tcp://{HOST}:{self._port}"

    async def start(self, receiver: AsyncReceiver) -> None:
        loop = asyncio.get_running_loop()
        try:
            self._transport, self._stream = await loop.create_connection(lambda: _Stream(receiver), HOST, self._port)
        except OSError as error:
            raise RuntimeStartError(f"{self.name}: {error}") from None

    @property
    def at_eof(self) -> bool:
        return self._stream.ended.is_set()

    @property
    def writable(self) -> bool:
        return not self._stream.paused or self._transport.is_closing()

    def write(self, data: bytes) -> None:
        if self._transport.is_closing():
            raise BrokenPipeError("the connection is closed")
        self._transport.write(data)

    def kill(self) -> None:
        self._transport.abort()

    async def close(self, timeout: float) -> None:
        self._transport.close()
        with contextlib.suppress(asyncio.TimeoutError):
            await asyncio.wait_for(self._stream.ended.wait(), timeout)


class _Stream(asyncio.Protocol):
    """Passes the bytes of a connection on."""

    def __init__(self, receiver: AsyncReceiver) -> None:
        self._receiver = receiver
        self.ended = asyncio.Event()
        self.paused = False

    def data_received(self, data: bytes) -> None:
        self._receiver.data_received(data)

    def connection_lost(self, exc: Exception | None) -> None:
        self.ended.set()
        self._receiver.connection_lost(CloseReason(CLOSED))

    def pause_writing(self) -> None:
        self.paused = True

    def resume_writing(self) -> None:
        self.paused = False
        self._receiver.writable()


@contextlib.contextmanager
def tcp_runtimes(config: CodexConfig) -> Iterator[TcpFactory]:
    """Listen on a port, and start a runtime for each connection, whose stdin and stdout are the socket."""
    launch = resolve_launch_spec(config)
    runtimes: list[subprocess.Popen[bytes]] = []

    def serve() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection:
                fd = connection.fileno()
                runtimes.append(
                    subprocess.Popen(
                        launch.command,
                        stdin=fd,
                        stdout=fd,
                        stderr=subprocess.DEVNULL,
                        env={**launch.env},
                        cwd=launch.cwd,
                    )
                )

    with socket.create_server((HOST, 0)) as listener:
        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        try:
            yield TcpFactory(listener.getsockname()[1])
        finally:
            # `accept` of another thread returns after a shutdown, and not after a close.
            listener.shutdown(socket.SHUT_RDWR)
            thread.join(10)
            for runtime in runtimes:
                try:
                    runtime.wait(10)
                except subprocess.TimeoutExpired:
                    runtime.kill()
                    runtime.wait()
