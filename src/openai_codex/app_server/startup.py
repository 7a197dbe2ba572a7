"""Observe the start of a server: whether its runtime listens, or has ended."""

from __future__ import annotations

import contextlib
import os
import re
import socket
import struct
import sys
import time
from typing import TYPE_CHECKING

from openai_codex.errors import RuntimeStartError

if TYPE_CHECKING:
    from openai_codex._transports.base import BaseTransport, CloseReason
    from openai_codex.app_server.files import ServerFiles

POLL_INTERVAL = 0.01
"""Interval in seconds at which a server that starts is checked."""

SETTLE_TIME = 1.0
"""Time in seconds for which the runtime must keep running while another process listens on its socket.

A runtime that finds its socket in use exits within 0.2 s (measured on 0.163.0).
"""

_LISTENING = re.compile(r"listening on: (ws://\S+)")

UNKNOWN = 0
"""The process id of a listener that the system does not report."""


class Output:
    """Receives the stdout of a server, which it does not use."""

    def __init__(self) -> None:
        self.reason: CloseReason | None = None
        """How the runtime has ended; None while it runs."""

    def data_received(self, data: bytes, /) -> None:
        """Ignore the data."""

    def writable(self) -> None:
        """Do nothing: nothing is written."""

    def connection_lost(self, reason: CloseReason, /) -> None:
        """Record the end of the process."""
        self.reason = reason


class Startup:
    """The start of one server, from the check of its address until it listens.

    Args:
        files: The address.
        timeout: Maximum time in seconds until the runtime listens; None means no limit.

    Raises:
        RuntimeStartError: Another server listens on the socket.
    """

    def __init__(self, files: ServerFiles, timeout: float | None) -> None:
        self.output = Output()
        self._files = files
        self._timeout = timeout
        self._deadline = None if timeout is None else time.monotonic() + timeout
        self._other_since: float | None = None
        if files.unix_path is not None and listener(files.unix_path) is not None:
            remedy = "connect to it with CodexConfig(url=...), or choose another path"
            raise RuntimeStartError(f"another server listens on {files.url}; {remedy}")

    def listening_url(self, transport: BaseTransport) -> str | None:
        """Return the address of the server, or None while it does not listen.

        Raises `RuntimeStartError` if its process has ended or the timeout has expired.
        """
        if (reason := self.output.reason) is not None:
            raise RuntimeStartError(
                f"{transport.name!r} ended before it listened on {self._files.url} ({reason.description})",
                exit_code=reason.exit_code,
                stderr=reason.stderr,
            )
        url = self._url(transport)
        if url is None and self._deadline is not None and time.monotonic() > self._deadline:
            raise RuntimeStartError(
                f"{transport.name!r} does not listen on {self._files.url} after {self._timeout:g} s",
                stderr=transport.stderr_lines(),
            )
        return url

    def _url(self, transport: BaseTransport) -> str | None:
        if self._files.unix_path is None:
            found = (_LISTENING.search(line) for line in transport.stderr_lines())
            return next((match.group(1) for match in found if match), None)
        process = listener(self._files.unix_path)
        if process is None:
            return None
        if process == UNKNOWN or transport.pid is None or _is_of(process, transport.pid):
            return self._files.url
        # Another server, or a container that the program has started. In the first case, the runtime exits.
        now = time.monotonic()
        if self._other_since is None:
            self._other_since = now
        return self._files.url if now - self._other_since > SETTLE_TIME else None


def listener(path: str) -> int | None:
    """Return the process id of the process that listens on a unix socket, `UNKNOWN`, or None without a listener."""
    with contextlib.closing(socket.socket(socket.AF_UNIX)) as client:
        # A listener that does not accept must not block this call.
        client.setblocking(False)
        try:
            client.connect(path)
        except BlockingIOError:
            return UNKNOWN
        except OSError:
            return None
        return _peer(client)


def _peer(client: socket.socket) -> int:
    with contextlib.suppress(OSError):
        if sys.platform == "linux":
            credentials = client.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
            return int(struct.unpack("3i", credentials)[0])
        if sys.platform == "darwin":
            # SOL_LOCAL and LOCAL_PEERPID, which the module does not define.
            return client.getsockopt(0, 2)
    return UNKNOWN


def _is_of(process: int, runtime: int) -> bool:
    """Return whether a process belongs to a runtime: the program may start another one, in the same session."""
    if process == runtime:
        return True
    if sys.platform == "win32":
        return False
    try:
        return os.getsid(process) == runtime
    except OSError:
        return False
