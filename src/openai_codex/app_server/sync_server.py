"""`AppServer`: a server for programs with threads."""

from __future__ import annotations

import queue
import threading
import time
import weakref
from typing import TYPE_CHECKING, Literal

from openai_codex._transports.stdio.threaded_process import StdioTransport
from openai_codex.app_server.base import CLOSE_TIMEOUT, BaseServer, PreparedServer
from openai_codex.app_server.exit import terminate_at_exit
from openai_codex.app_server.startup import POLL_INTERVAL

if TYPE_CHECKING:
    from types import TracebackType

    from typing_extensions import Self

    from openai_codex.config import CodexConfig
    from openai_codex.remote import SignedToken

__all__ = ["AppServer"]

CLOSE_LIMIT = 10.0
"""Maximum time that `close` waits for the thread of the server, in seconds."""


class AppServer(BaseServer):
    """A local runtime that several clients share.

    The runtime listens on a unix socket or a websocket, and runs until `close`. It also ends when this object is
    garbage-collected, and with this process.

        with AppServer.start() as server:
            config = CodexConfig(url=server.url, token_file=server.token_file)

    Create it with `start`.
    """

    @classmethod
    def start(
        cls,
        config: CodexConfig | None = None,
        *,
        listen: Literal["unix", "ws"] | str = "unix",
        token: Literal["auto"] | str | SignedToken | None = "auto",
        timeout: float | None = None,
    ) -> Self:
        """Start a runtime that listens for clients.

        Args:
            config: Program, environment and settings of the runtime. None uses the defaults.
            listen: `"unix"` for a unix socket that only this user may open, `"ws"` for a websocket on a free port of
                the loopback interface, or an address: `unix:///PATH`, `ws://IP:PORT`.
            token: Token that clients of a websocket must send. `"auto"` creates a random one. It is stored in
                `token_file`, which only this user may read. A `SignedToken` requires tokens with its secret, issuer and
                audience. None requires no token.
            timeout: Maximum time in seconds until the runtime listens. None uses `start_timeout` of `config`.

        Returns:
            The running server.

        Raises:
            RuntimeStartError: The runtime does not start, or another server listens on the socket.
            RuntimeNotFoundError: The program of the runtime does not exist.
            InputError: An argument is invalid.
            ConfigError: A field of `config` is invalid, or has no effect on a server.
        """
        server = cls(config, listen, token, timeout)
        server._run()
        return server

    def close(self) -> None:
        """End the runtime and its descendants, and remove the socket and the token file.

        Idempotent. If the caller is interrupted, another call waits for the rest.
        """
        self._closed = True
        self._end.put(None)
        # A finalizer of the application may call this in the thread of the server.
        if self._thread.ident is not None and self._thread is not threading.current_thread():
            self._thread.join(CLOSE_LIMIT)

    def _run(self) -> None:
        prepared = PreparedServer(self._settings)
        transport = StdioTransport(prepared.launch)
        started: queue.SimpleQueue[BaseException | None] = queue.SimpleQueue()
        # `SimpleQueue.put` is a single call in C: a finalizer may call it, and a signal handler does not divide it.
        self._end: queue.SimpleQueue[None] = queue.SimpleQueue()
        # Not at exit: `exit` ends the runtimes then.
        weakref.finalize(self, self._end.put, None).atexit = False
        self._thread = threading.Thread(
            target=_serve, args=(transport, prepared, started, self._end), name="codex-server", daemon=True
        )
        try:
            self._thread.start()
            if (error := started.get()) is not None:
                raise error
            while (url := prepared.startup.listening_url(transport)) is None:
                time.sleep(POLL_INTERVAL)
        except BaseException:
            self.close()
            raise
        self._record_start(prepared, url, transport.pid)

    def __enter__(self) -> Self:
        self._check_open()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()


def _serve(
    transport: StdioTransport,
    prepared: PreparedServer,
    started: queue.SimpleQueue[BaseException | None],
    end: queue.SimpleQueue[None],
) -> None:
    """Start a runtime, and end it when `end` contains an item.

    It runs in a thread of its own, so that a signal handler interrupts neither. The thread holds no reference to the
    server, so that a dropped server is collected.
    """
    try:
        transport.start(prepared.startup.output)
    except BaseException as error:  # the caller receives it
        prepared.remove_files()
        started.put(error)
        return
    terminate_at_exit(transport)
    started.put(None)
    end.get()
    transport.terminate()
    transport.close(CLOSE_TIMEOUT)
    prepared.remove_files()
