"""One face for both connections, so that a test says once what has to hold for sync and async."""

from __future__ import annotations

import asyncio
import os
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event, Thread
from typing import TYPE_CHECKING, Any, Protocol

from openai_codex import CodexConfig
from openai_codex._connection.asyncio.connection import AsyncConnection
from openai_codex._connection.sync.connection import Connection
from support import fake_server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class AnyConnection(Protocol):
    """What both can do, as blocking calls."""

    pid: int

    def request(self, method: str, params: Any = None, *, timeout: float | None = 10.0) -> Any: ...

    def submit(self, method: str, params: Any = None, *, timeout: float | None = 10.0) -> Future[Any]: ...

    def close(self) -> None: ...


class Blocking:
    def __init__(self, config: CodexConfig) -> None:
        self._inner = Connection(config)
        self._pool = ThreadPoolExecutor(8)
        self.pid = local_pid(self._inner.pid)

    def request(self, method: str, params: Any = None, *, timeout: float | None = 10.0) -> Any:
        return self._inner.request(method, params, timeout=timeout)

    def submit(self, method: str, params: Any = None, *, timeout: float | None = 10.0) -> Future[Any]:
        return self._pool.submit(self.request, method, params, timeout=timeout)

    def close(self) -> None:
        self._inner.close()
        self._pool.shutdown()


class InLoop:
    def __init__(self, config: CodexConfig) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._ended = Event()
        try:
            self._inner = self._run(AsyncConnection.start(config)).result(20)
        except BaseException:
            self._stop()
            raise
        self.pid = local_pid(self._inner.pid)

    def _run(self, coroutine: Any) -> Future[Any]:
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop)

    def request(self, method: str, params: Any = None, *, timeout: float | None = 10.0) -> Any:
        return self.submit(method, params, timeout=timeout).result(20)

    def submit(self, method: str, params: Any = None, *, timeout: float | None = 10.0) -> Future[Any]:
        return self._run(self._inner.request(method, params, timeout=timeout))

    def close(self) -> None:
        if not self._ended.is_set():
            self._run(self._inner.close()).result(20)
            self._stop()

    def _stop(self) -> None:
        self._ended.set()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()


FLAVOURS: dict[str, Callable[[CodexConfig], AnyConnection]] = {"sync": Blocking, "async": InLoop}


@contextmanager
def connected(flavour: str, *arguments: str, **fields: Any) -> Iterator[AnyConnection]:
    """Connect to the stand-in for the runtime; afterwards check that nothing of it is left."""
    config = CodexConfig(launch_args_override=fake_server.command(*arguments), **fields)
    connection = FLAVOURS[flavour](config)
    try:
        yield connection
    finally:
        connection.close()
    assert not alive(connection.pid)


def local_pid(pid: int | None) -> int:
    """Return the process id of a runtime that is a process of this machine."""
    assert pid is not None
    return pid


def alive(pid: int) -> bool:
    """Return whether there is a process, be it a zombie."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
