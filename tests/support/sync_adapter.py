"""Runs one test against the sync and the async client.

`client` starts either of them and returns an object with the methods of `Codex`. For the async client, that object is a
`SyncAdapter`, which runs each coroutine in an event loop in another thread. `connected` does the same for connections.
"""

from __future__ import annotations

import contextlib
import inspect
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from openai_codex import AsyncCodex, AsyncThread, Codex, CodexConfig, Thread
from openai_codex._connection.asyncio.connection import AsyncConnection
from openai_codex._connection.sync.connection import Connection
from support import fake_server
from support.event_loop import EventLoopThread, LoopStoppedError
from support.processes import new_threads, process_exists, processes_of, still_running

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Future

    from openai_codex import Notification

FLAVOURS = ["sync", "async"]

_PACKAGES = ("openai_codex.", "codex_protocol.")


class SyncAdapter:
    """Makes the methods of an async object callable without `await`.

    Coroutines run in the event loop thread. Async generators become iterators, and async context managers become
    context managers. Results that are async objects of the client are wrapped as well.
    """

    def __init__(self, target: object, loop: EventLoopThread) -> None:
        self._target = target
        self._loop = loop

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._target, name)
        if not callable(value):
            return self._wrap(value)

        def call(*values: Any, **keywords: Any) -> Any:
            result = value(*values, **keywords)
            if inspect.isasyncgen(result):
                return self._iterate(result)
            if inspect.iscoroutine(result):
                result = self._loop.call(result)
            if hasattr(result, "__aenter__") and not _is_async_object(result):
                return self._enter(result)
            return self._wrap(result)

        return call

    def __repr__(self) -> str:
        return repr(self._target)

    def _wrap(self, value: Any) -> Any:
        return SyncAdapter(value, self._loop) if _is_async_object(value) else value

    @contextlib.contextmanager
    def _enter(self, manager: Any) -> Iterator[Any]:
        value = self._wrap(self._loop.call(manager.__aenter__()))
        try:
            yield value
        except BaseException as error:
            with contextlib.suppress(type(error)):
                self._loop.call(manager.__aexit__(type(error), error, error.__traceback__))
            raise
        self._loop.call(manager.__aexit__(None, None, None))

    def _iterate(self, generator: Any) -> Iterator[Any]:
        async def next_value() -> Any:
            return await anext(generator, None)

        async def close() -> None:
            # Awaited in a task, as application code does, instead of by the loop's finalizer hook.
            await generator.aclose()

        try:
            while (value := self._loop.call(next_value())) is not None:
                yield value
        finally:
            # The consumer may be a thread that notices the end of the client after the loop has stopped.
            with contextlib.suppress(LoopStoppedError):
                self._loop.call(close())


def _is_async_object(value: object) -> bool:
    return type(value).__name__.startswith("Async") and type(value).__module__.startswith(_PACKAGES)


def unwrap(value: Any) -> Any:
    """Return the async object behind a `SyncAdapter`, for code that runs in the event loop."""
    return value._target if isinstance(value, SyncAdapter) else value


@contextlib.contextmanager
def client(flavour: str, config: CodexConfig, **handlers: Any) -> Iterator[Any]:
    """Start a client and its runtime. After closing it, check that no process, thread or task is left."""
    threads = set(threading.enumerate())
    codex, loop = start_client(flavour, config, handlers)
    try:
        pid = codex.diagnostics().pid
        processes = set(processes_of(pid))
        yield codex
    finally:
        processes.update(processes_of(pid))
        codex.close()
        if loop is not None:
            loop.stop()
    assert still_running(list(processes)) == []
    assert not process_exists(pid)
    # A handler that the test still blocks keeps its thread; the client cannot end it.
    assert [name for name in new_threads(threads, "codex-") if not name.startswith("codex-handler")] == []


def start_client(flavour: str, config: CodexConfig, handlers: dict[str, Any]) -> tuple[Any, EventLoopThread | None]:
    if flavour == "sync":
        return Codex(config, **handlers), None
    loop = EventLoopThread()
    try:
        codex = AsyncCodex(config, **handlers)
        loop.call(codex._sender.supervisor.connection())
    except BaseException:
        loop.stop()
        raise
    return SyncAdapter(codex, loop), loop


def attach_thread(codex: Any, thread_id: str) -> Any:
    """Return a handle of a thread that was started with `codex.rpc`."""
    if isinstance(codex, SyncAdapter):
        return SyncAdapter(AsyncThread(unwrap(codex)._sender, thread_id), codex._loop)
    return Thread(codex._sender, thread_id)


class Background:
    """Runs calls in threads beside the test. Leave the `with` statement only when all calls are able to return."""

    def __init__(self, workers: int = 8) -> None:
        self._pool = ThreadPoolExecutor(workers)

    def __enter__(self) -> Background:
        return self

    def __exit__(self, *exception: object) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)

    def start(self, function: Any, *values: Any, **keywords: Any) -> Future[Any]:
        return self._pool.submit(function, *values, **keywords)


class ConnectionAdapter:
    """A connection without a client: `Connection`, or `AsyncConnection` in an event loop thread."""

    def __init__(self, flavour: str, config: CodexConfig) -> None:
        self._loop: EventLoopThread | None = None
        self._connection: Any
        if flavour == "sync":
            self._connection = Connection(config)
        else:
            self._loop = EventLoopThread()
            try:
                self._connection = SyncAdapter(self._loop.call(AsyncConnection.start(config)), self._loop)
            except BaseException:
                self._loop.stop()
                raise
        self._pool = ThreadPoolExecutor(8)
        self.pid: int = self._connection.pid

    def request(self, method: str, params: Any = None, *, timeout: float | None = 10.0) -> Any:
        return self._connection.request(method, params, timeout=timeout)

    def submit(self, method: str, params: Any = None, *, timeout: float | None = 10.0) -> Future[Any]:
        """Send a request in another thread."""
        return self._pool.submit(self.request, method, params, timeout=timeout)

    def close(self) -> None:
        self._connection.close()

    def stop(self) -> None:
        """Close the connection and stop the threads of the adapter."""
        self.close()
        self._pool.shutdown()
        if self._loop is not None:
            self._loop.stop()


@contextlib.contextmanager
def connected(flavour: str, *arguments: str, **fields: Any) -> Iterator[ConnectionAdapter]:
    """Connect to `fake_server`. After closing the connection, check that its process is gone."""
    connection = ConnectionAdapter(flavour, CodexConfig(launch_args_override=fake_server.command(*arguments), **fields))
    try:
        yield connection
    finally:
        connection.stop()
    assert not process_exists(connection.pid)


def methods(events: list[Notification]) -> list[str]:
    """Return the methods of events, in order."""
    return [event.method for event in events]


def deltas(events: list[Notification]) -> list[str]:
    """Return the deltas of agent messages, in order."""
    return [event.params["delta"] for event in events if event.method == "item/agentMessage/delta"]
