"""`AsyncAppServer`: a server for asyncio."""

from __future__ import annotations

import asyncio
import weakref
from typing import TYPE_CHECKING, Literal

from openai_codex._transports.stdio.asyncio_process import AsyncStdioTransport
from openai_codex.app_server.base import CLOSE_TIMEOUT, BaseServer, PreparedServer
from openai_codex.app_server.exit import terminate_at_exit
from openai_codex.app_server.startup import POLL_INTERVAL

if TYPE_CHECKING:
    from collections.abc import Generator
    from types import TracebackType

    from typing_extensions import Self

    from openai_codex.config import CodexConfig
    from openai_codex.remote import SignedToken

__all__ = ["AsyncAppServer"]

_ending: set[asyncio.Task[None]] = set()
"""The ends of dropped servers. The event loop itself holds its tasks weakly."""


class AsyncAppServer(BaseServer):
    """A local runtime that several clients share, for asyncio.

        async with AsyncAppServer.start() as server:
            config = server.client_config()

    The runtime runs until `close`. It also ends when this object is garbage-collected, and with this process.

    Create it with `start`.
    """

    _changing: asyncio.Lock
    """Held while the server starts or ends."""
    _running: _RunningServer | None = None

    @classmethod
    def start(
        cls,
        config: CodexConfig | None = None,
        *,
        listen: Literal["unix", "ws"] | str = "unix",
        token: Literal["auto"] | str | SignedToken | None = "auto",
        timeout: float | None = None,
    ) -> Self:
        """Return a server to use with `async with` or `await`, which start it.

        Args:
            config: Program, environment and settings of the runtime. None uses the defaults.
            listen: Address to listen on; see `AppServer.start`.
            token: Token that clients of a websocket must send; see `AppServer.start`.
            timeout: Maximum time in seconds until the runtime listens. None uses `start_timeout` of `config`.

        Returns:
            The server.

        Raises:
            RuntimeStartError: The runtime does not start, or another server listens on the socket (raised by
                `async with` and `await`).
            TransportClosedError: The server was closed, or its start has failed (raised by `async with` and `await`).
            RuntimeNotFoundError: The program of the runtime does not exist.
            InputError: An argument is invalid.
            ConfigError: A field of `config` is invalid, or has no effect on a server.
        """
        server = cls(config, listen, token, timeout)
        server._changing = asyncio.Lock()
        return server

    async def close(self) -> None:
        """End the runtime and its descendants, and remove the socket and the token file.

        Idempotent. A closed server cannot start again.
        """
        # Before the lock: a start that is under way ends.
        self._closed = True
        async with self._changing:
            await self._end()

    async def _run(self) -> Self:
        # Concurrent callers share one start.
        async with self._changing:
            self._check_open()
            if self._running is None:
                try:
                    await self._start()
                except BaseException:
                    self._closed = True
                    await self._end()
                    raise
        return self

    async def _start(self) -> None:
        prepared = PreparedServer(self._settings)
        transport = AsyncStdioTransport(prepared.launch)
        try:
            await transport.start(prepared.startup.output)
        except BaseException:
            prepared.remove_files()
            raise
        terminate_at_exit(transport)
        self._running = running = _RunningServer(transport, prepared)
        # Not at exit: `exit` ends the runtimes then.
        weakref.finalize(self, running.end_nowait).atexit = False
        while (url := prepared.startup.listening_url(transport)) is None:
            await asyncio.sleep(POLL_INTERVAL)
            self._check_open()
        self._record_start(prepared, url, transport.pid)

    async def _end(self) -> None:
        if self._running is not None:
            await self._running.end()

    def __await__(self) -> Generator[object, None, Self]:
        return self._run().__await__()

    async def __aenter__(self) -> Self:
        return await self._run()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.close()


class _RunningServer:
    """A runtime that was started. It holds no reference to its server, so that a dropped server is collected."""

    def __init__(self, transport: AsyncStdioTransport, prepared: PreparedServer) -> None:
        self._transport = transport
        self._prepared = prepared
        self._loop = asyncio.get_running_loop()

    async def end(self) -> None:
        """End the runtime, and remove its files. Idempotent."""
        self._transport.terminate()
        try:
            if self._loop is asyncio.get_running_loop():
                await self._transport.close(CLOSE_TIMEOUT)
        finally:
            self._kill()

    def end_nowait(self) -> None:
        """Start to end the runtime. A finalizer may call this: it takes no lock and never waits."""
        try:
            self._loop.call_soon_threadsafe(self._start_to_end)
        except RuntimeError:
            # The loop is closed. The transport kills the runtime when it is collected.
            self._transport.terminate()

    def _start_to_end(self) -> None:
        # At once, because a loop that stops cancels the task before its first step.
        self._transport.terminate()
        task = self._loop.create_task(self._transport.close(CLOSE_TIMEOUT))
        _ending.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        _ending.discard(task)
        self._kill()

    def _kill(self) -> None:
        self._transport.kill()
        self._prepared.remove_files()
