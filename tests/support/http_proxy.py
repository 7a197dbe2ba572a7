"""Proxies on loopback to which clients name the server: an HTTP proxy, and a SOCKS5 proxy."""

from __future__ import annotations

import base64
import socket
import struct
from urllib.parse import urlsplit

from support.tcp_proxy import TcpProxy

CREDENTIALS = "user:hunter2"


class HttpProxy(TcpProxy):
    """An HTTP proxy that opens tunnels (CONNECT) and forwards requests of clients with the credentials `CREDENTIALS`.

    It forwards one request per connection.
    """

    def __init__(self) -> None:
        super().__init__(0)
        self.heads: list[str] = []
        """The first request in each tunnel, and each forwarded request, with its headers."""
        self.address = f"http://{CREDENTIALS}@127.0.0.1:{self.port}"

    def _open(self, client: socket.socket) -> socket.socket:
        head = read_head(client)
        expected = base64.b64encode(CREDENTIALS.encode()).decode()
        method, target, rest = head.split(maxsplit=2)
        if f"Proxy-Authorization: Basic {expected}" not in head:
            client.sendall(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
            raise OSError("expected credentials")
        authority = target if method == "CONNECT" else urlsplit(target).netloc
        host, _, port = authority.rpartition(":")
        server = socket.create_connection((host, int(port)))
        if method == "CONNECT":
            client.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
            request = read_head(client)
        else:
            request = f"{method} {urlsplit(target).path} {rest}"
        self.heads.append(request)
        server.sendall(request.encode("latin-1"))
        return server


class SocksProxy(TcpProxy):
    """A SOCKS5 proxy without authentication."""

    def __init__(self) -> None:
        super().__init__(0)
        self.targets: list[tuple[str, int]] = []
        """The servers that clients have asked for."""
        self.address = f"socks5://127.0.0.1:{self.port}"

    def _open(self, client: socket.socket) -> socket.socket:
        _, methods = read_bytes(client, 2)
        read_bytes(client, methods)
        client.sendall(b"\x05\x00")
        kind = read_bytes(client, 4)[3]
        if kind == 1:
            host = socket.inet_ntoa(read_bytes(client, 4))
        else:
            host = read_bytes(client, read_bytes(client, 1)[0]).decode()
        [port] = struct.unpack("!H", read_bytes(client, 2))
        self.targets.append((host, port))
        server = socket.create_connection((host, port))
        client.sendall(b"\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00")
        return server


def read_head(client: socket.socket) -> str:
    """Return a request with its headers."""
    data = b""
    while not data.endswith(b"\r\n\r\n"):
        data += read_bytes(client, 1)
    return data.decode("latin-1")


def read_bytes(client: socket.socket, count: int) -> bytes:
    """Return `count` bytes. Raises `OSError` if the connection ends before."""
    data = b""
    while len(data) < count:
        chunk = client.recv(count - len(data))
        if not chunk:
            raise OSError("the connection has ended")
        data += chunk
    return data
