"""A TCP proxy on loopback that counts connections, terminates TLS, and cuts or stalls connections."""

from __future__ import annotations

import contextlib
import socket
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ssl
    from types import TracebackType

CHUNK = 65536


class TcpProxy:
    """Forwards connections to a port of the loopback interface."""

    def __init__(self, port: int, *, tls: ssl.SSLContext | None = None) -> None:
        self.connections = 0
        self._port = port
        self._tls = tls
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"{'ws' if tls is None else 'wss'}://localhost:{self._listener.getsockname()[1]}"
        self._sockets: list[socket.socket] = []
        self._threads: list[threading.Thread] = []
        self._start(self._accept)

    @classmethod
    def of(cls, url: str, *, tls: ssl.SSLContext | None = None) -> TcpProxy:
        """Return a proxy of the server at a `ws://` address."""
        return cls(int(url.rpartition(":")[2]), tls=tls)

    def __enter__(self) -> TcpProxy:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        # `accept` of another thread returns after a shutdown, and not after a close.
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.cut()
        for thread in self._threads:
            thread.join(10)

    def cut(self) -> None:
        """End all connections at once."""
        for open_socket in self._sockets:
            with contextlib.suppress(OSError):
                open_socket.shutdown(socket.SHUT_RDWR)
            open_socket.close()
        self._sockets.clear()

    def _start(self, target: object, *values: object) -> None:
        thread = threading.Thread(target=target, args=values, daemon=True)  # type: ignore[arg-type]
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while True:
            try:
                accepted, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            self._start(self._serve, accepted)

    def _serve(self, accepted: socket.socket) -> None:
        try:
            client = accepted if self._tls is None else self._tls.wrap_socket(accepted, server_side=True)
            server = socket.create_connection(("127.0.0.1", self._port))
        except OSError:
            accepted.close()
            return
        self._sockets += [client, server]
        self._start(self._copy, server, client)
        self._copy(client, server)

    @staticmethod
    def _copy(source: socket.socket, sink: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(CHUNK):
                sink.sendall(data)
        with contextlib.suppress(OSError):
            sink.shutdown(socket.SHUT_WR)
