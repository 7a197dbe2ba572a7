"""The fake app-server behind other transports: over a websocket, and in memory."""

from __future__ import annotations

import contextlib
import subprocess
import threading
from typing import TYPE_CHECKING, Any

from faults import server
from openai_codex import CodexConfig
from openai_codex.transports import MemoryPeer, MemoryTransportFactory
from support.timeouts import TEST_TIMEOUT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from websockets.sync.server import ServerConnection


class Process:
    """One app-server. A thread passes its lines on, each with its newline, and its exit code."""

    def __init__(self, on_line: Any, on_exit: Any) -> None:
        self._process = subprocess.Popen(server.command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._on_line, self._on_exit = on_line, on_exit
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._on_line(line)
        self._on_exit(self._process.wait(TEST_TIMEOUT))

    def write(self, data: bytes) -> None:
        assert self._process.stdin is not None
        with contextlib.suppress(OSError, ValueError):
            self._process.stdin.write(data)
            self._process.stdin.flush()

    def end(self) -> None:
        """End the app-server, and wait for the thread unless it is the caller."""
        assert self._process.stdin is not None
        with contextlib.suppress(OSError):
            self._process.stdin.close()
        if self._thread is not threading.current_thread():
            self._process.wait(TEST_TIMEOUT)
            self._thread.join(TEST_TIMEOUT)
            assert self._process.stdout is not None
            self._process.stdout.close()


@contextlib.contextmanager
def websocket_config(fields: dict[str, Any]) -> Iterator[CodexConfig]:
    """Serve app-servers on a port of the loopback interface, one for each connection."""
    from websockets.exceptions import ConnectionClosed
    from websockets.sync.server import serve

    def handle(connection: ServerConnection) -> None:
        def send(line: bytes) -> None:
            with contextlib.suppress(ConnectionClosed):
                connection.send(line.removesuffix(b"\n"))

        process = Process(send, lambda _: connection.close())
        with contextlib.suppress(ConnectionClosed):
            for message in connection:
                process.write((message.encode() if isinstance(message, str) else message) + b"\n")
        process.end()

    with serve(handle, "127.0.0.1", 0, compression=None, close_timeout=1) as listener:
        thread = threading.Thread(target=listener.serve_forever)
        thread.start()
        try:
            yield CodexConfig(url=f"ws://127.0.0.1:{listener.socket.getsockname()[1]}", reconnect_timeout=0, **fields)
        finally:
            listener.shutdown()
            thread.join(TEST_TIMEOUT)


@contextlib.contextmanager
def memory_config(fields: dict[str, Any]) -> Iterator[CodexConfig]:
    """Connect app-servers in memory, one for each connection."""
    processes: list[Process] = []

    def accept(peer: MemoryPeer) -> None:
        process = Process(peer.send, peer.exit)
        processes.append(process)
        peer.on_data = process.write

    try:
        yield CodexConfig(transport=MemoryTransportFactory(accept), **fields)
    finally:
        for process in processes:
            process.end()


CONFIGS = {"websocket": websocket_config, "memory": memory_config}
"""Name of a transport -> context manager that takes the fields of a config, and yields the config."""
