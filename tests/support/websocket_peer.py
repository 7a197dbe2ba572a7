"""A websocket server that obeys lines of text; see `unit.transports.peers`."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING

from websockets.asyncio.server import serve
from websockets.exceptions import ConnectionClosed

if TYPE_CHECKING:
    from types import TracebackType

    from websockets.asyncio.server import ServerConnection

MAX_SIZE = 256 * 1024 * 1024


class WebSocketPeer:
    """Serves a unix socket or a port of the loopback interface from one thread."""

    def __init__(self, path: str | None = None) -> None:
        self._path = path
        self.url = ""
        self._loop = asyncio.new_event_loop()
        self._stopped: asyncio.Event
        self._listening = threading.Event()
        self._thread = threading.Thread(target=self._run, name="websocket-peer", daemon=True)

    def __enter__(self) -> WebSocketPeer:
        self._thread.start()
        assert self._listening.wait(10)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._stopped.set)
        self._thread.join(10)

    def _run(self) -> None:
        self._loop.run_until_complete(self._serve())
        self._loop.close()

    async def _serve(self) -> None:
        self._stopped = asyncio.Event()
        if self._path is None:
            server = await serve(obey, "127.0.0.1", 0, max_size=MAX_SIZE, compression=None, close_timeout=0.5)
            self.url = f"ws://127.0.0.1:{next(iter(server.sockets)).getsockname()[1]}"
        else:
            from websockets.asyncio.server import unix_serve

            server = await unix_serve(obey, self._path, max_size=MAX_SIZE, compression=None, close_timeout=0.5)
            self.url = f"unix://{self._path}"
        self._listening.set()
        await self._stopped.wait()
        server.close(close_connections=True)
        await server.wait_closed()


async def obey(connection: ServerConnection) -> None:
    """Send each message back. `exit N` closes the connection, `stop` stops reading."""
    try:
        async for message in connection:
            word, _, argument = str(message).partition(" ")
            if word == "exit":
                await connection.close(1000, f"exit {argument}")
            elif word == "stop":
                connection.transport.pause_reading()
                await connection.send("stopped")
            elif word != "stderr":
                await connection.send(message)
    except ConnectionClosed:
        pass
