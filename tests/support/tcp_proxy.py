"""A proxy on loopback that counts connections, terminates TLS, and cuts, refuses, delays or stalls connections."""

from __future__ import annotations

import contextlib
import os
import socket
import tempfile
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ssl
    from types import TracebackType

    from typing_extensions import Self

CHUNK = 65536


def _target(url: str) -> int | str:
    """Return the port of an address, or the path of its unix socket."""
    return url.removeprefix("unix://") if url.startswith("unix://") else int(url.rpartition(":")[2])


class TcpProxy:
    """Forwards connections to a port of the loopback interface, or to a unix socket.

    Args:
        target: the port, or the path of a unix socket.
        tls: settings with which the proxy terminates TLS; None without TLS.
        unix: whether clients connect to a unix socket instead of a port.
        host: address to listen on.
    """

    def __init__(
        self,
        target: int | str,
        *,
        tls: ssl.SSLContext | None = None,
        unix: bool = False,
        host: str = "127.0.0.1",
    ) -> None:
        self.connections = 0
        """Number of connections that clients have opened, also of those that were refused."""
        self.refusing = False
        """Whether new connections are closed at once."""
        self.delay = 0.0
        """Time in seconds by which each chunk from the server is delayed."""
        self._target = target
        self._tls = tls
        self._folder = tempfile.TemporaryDirectory(prefix="proxy-") if unix else None
        if self._folder is None:
            self._listener = socket.create_server((host, 0))
            self.port: int = self._listener.getsockname()[1]
            self.url = f"{'ws' if tls is None else 'wss'}://localhost:{self.port}"
        else:
            path = os.path.join(self._folder.name, "proxy.sock")
            self._listener = socket.socket(socket.AF_UNIX)
            self._listener.bind(path)
            self._listener.listen()
            self.url = f"unix://{path}"
        self._sockets: list[socket.socket] = []
        self._threads: list[threading.Thread] = []
        self._flowing = threading.Event()
        self._flowing.set()
        self._ended = threading.Event()
        self._budget: int | None = None
        self._lock = threading.Lock()
        self._start(self._accept)

    @classmethod
    def of(cls, url: str, *, tls: ssl.SSLContext | None = None) -> TcpProxy:
        """Return a proxy of the server at an address; it listens on a unix socket if the server does."""
        return cls(_target(url), tls=tls, unix=url.startswith("unix://"))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._ended.set()
        self.flow()
        # `accept` of another thread returns after a shutdown, and not after a close.
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.cut()
        for thread in self._threads:
            thread.join(10)
        if self._folder is not None:
            self._folder.cleanup()

    def cut(self) -> None:
        """End all connections at once."""
        with self._lock:
            sockets, self._sockets = self._sockets, []
        for open_socket in sockets:
            with contextlib.suppress(OSError):
                open_socket.shutdown(socket.SHUT_RDWR)
            open_socket.close()

    def redirect(self, url: str) -> None:
        """Forward new connections to the server at another address."""
        self._target = _target(url)

    def break_link(self) -> None:
        """End all connections, and refuse new ones."""
        self.refusing = True
        self.cut()

    def restore_link(self) -> None:
        """Accept connections again."""
        self.refusing = False

    def stall(self) -> None:
        """Forward nothing from now on, but keep all connections open, as a network that loses all packets."""
        self._flowing.clear()

    def flow(self) -> None:
        """Forward again, with the chunks that were kept meanwhile."""
        self._flowing.set()

    def cut_after(self, size: int) -> None:
        """End all connections once the server has sent `size` more bytes, which may be within a frame."""
        self._budget = size

    def _start(self, target: object, *values: object) -> None:
        thread = threading.Thread(target=target, args=values, daemon=True)  # type: ignore[arg-type]
        self._threads = [each for each in self._threads if each.is_alive()]
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while True:
            try:
                accepted, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            if self.refusing:
                accepted.close()
            else:
                self._start(self._serve, accepted)

    def _serve(self, accepted: socket.socket) -> None:
        try:
            client = accepted if self._tls is None else self._tls.wrap_socket(accepted, server_side=True)
            server = self._open(client)
        except OSError:
            accepted.close()
            return
        with self._lock:
            self._sockets += [client, server]
        self._start(self._copy, server, client, True)
        self._copy(client, server, False)

    def _open(self, client: socket.socket) -> socket.socket:
        """Return the connection to the server that a client asks for."""
        return self._connect()

    def _connect(self) -> socket.socket:
        if isinstance(self._target, int):
            return socket.create_connection(("127.0.0.1", self._target))
        server = socket.socket(socket.AF_UNIX)
        try:
            server.connect(self._target)
        except OSError:
            server.close()
            raise
        return server

    def _copy(self, source: socket.socket, sink: socket.socket, from_server: bool) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(CHUNK):
                self._flowing.wait()
                if from_server and self.delay:
                    self._ended.wait(self.delay)
                if from_server and self._budget is not None:
                    data, self._budget = data[: self._budget], self._budget - len(data)
                    if self._budget <= 0:
                        self._budget = None
                        sink.sendall(data)
                        self.cut()
                        return
                sink.sendall(data)
        with contextlib.suppress(OSError):
            sink.shutdown(socket.SHUT_WR)
