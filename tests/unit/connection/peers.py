"""Connections to an in-memory peer, behind one interface of blocking calls for both shells."""

from __future__ import annotations

import asyncio
import contextlib
import queue
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from openai_codex import CodexConfig
from openai_codex._connection.asyncio.connection import AsyncConnection
from openai_codex._connection.sync.connection import Connection
from openai_codex._connection.thread_registry import ThreadRegistry
from openai_codex._handlers.scopes import HandlerScopes
from openai_codex.transports import MemoryTransportFactory

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from openai_codex.transports import MemoryPeer

FLAVOURS = ["sync", "async"]
TEST_TIMEOUT = 20.0


class Peer:
    """Answers `initialize`, and keeps all other messages of the client for the test."""

    def __init__(self, *, answers_initialize: bool = True) -> None:
        self.end: MemoryPeer
        self._answers_initialize = answers_initialize
        self._messages: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()

    def config(self, **fields: Any) -> CodexConfig:
        return CodexConfig(transport=MemoryTransportFactory(self._accept), **fields)

    def next(self) -> dict[str, Any]:
        """Return the next message of the client."""
        return self._messages.get(timeout=TEST_TIMEOUT)

    def send(self, message: dict[str, Any]) -> None:
        self.end.send_message(message)

    def respond(self, message: dict[str, Any], result: Any) -> None:
        self.send({"id": message["id"], "result": result})

    def _accept(self, end: MemoryPeer) -> None:
        self.end = end
        end.on_message = self._read

    def _read(self, message: dict[str, Any]) -> None:
        if message.get("method") == "initialize" and self._answers_initialize:
            self.respond(message, {"userAgent": "peer/0.163.0 (test)"})
        elif message.get("method") != "initialized":
            self._messages.put(message)


class Driven:
    """A connection whose methods a test calls without `await`."""

    def __init__(self, inner: Any, run: Callable[[Any], Any]) -> None:
        self.inner = inner
        self._run = run
        self._pool = ThreadPoolExecutor(8)

    def request(self, method: str, params: Any = None, *, timeout: float | None = TEST_TIMEOUT, **more: Any) -> Any:
        return self.call("request", method, params, timeout=timeout, **more)

    def call(self, name: str, *values: Any, **keywords: Any) -> Any:
        return self._run(lambda: getattr(self.inner, name)(*values, **keywords))

    def start(self, name: str, *values: Any, **keywords: Any) -> Future[Any]:
        """Call a method in the background."""
        return self._pool.submit(self.call, name, *values, **keywords)

    def shutdown(self) -> None:
        self._pool.shutdown()


@contextlib.contextmanager
def connected(
    flavour: str, config: CodexConfig, handlers: Any = None, threads: ThreadRegistry | None = None
) -> Iterator[Driven]:
    """Connect to the peer of a config, and close the connection afterwards."""
    scopes = HandlerScopes(handlers, ThreadRegistry() if threads is None else threads)
    if flavour == "sync":
        driven = Driven(Connection(config, scopes), lambda call: call())
        try:
            yield driven
        finally:
            driven.call("close")
            driven.shutdown()
        return
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    def run(call: Callable[[], Any]) -> Any:
        async def main() -> Any:
            result = call()
            return await result if asyncio.iscoroutine(result) else result

        return asyncio.run_coroutine_threadsafe(main(), loop).result(TEST_TIMEOUT)

    try:
        driven = Driven(run(lambda: AsyncConnection.start(config, scopes)), run)
        try:
            yield driven
        finally:
            driven.call("close")
            driven.shutdown()
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(TEST_TIMEOUT)
        loop.close()
