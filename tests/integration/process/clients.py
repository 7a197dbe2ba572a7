"""One face for both clients, so that a test says once what has to hold for sync and async."""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, cast

import psutil  # type: ignore[import-untyped]  # its types are a package of their own

from openai_codex import AsyncCodex, Codex
from openai_codex.testing import ScriptedModel
from support.connections import local_pid
from support.homes import warm_home

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Coroutine, Iterator
    from concurrent.futures import Future

    from openai_codex import AsyncThread, AsyncTurnHandle, CodexConfig, Notification, TurnResult

T = TypeVar("T")

TEST_TIMEOUT = 60.0
"""How long a single call may take before a test gives up, in seconds."""


class TurnFace(Protocol):
    """A turn, spoken to with blocking calls."""

    id: str
    thread_id: str

    def stream(self, *, detach: bool = ...) -> Iterator[Notification]: ...

    def run(self) -> TurnResult: ...

    def steer(self, input: Any) -> Any: ...

    def interrupt(self) -> Any: ...


class ThreadFace(Protocol):
    """A thread, spoken to with blocking calls."""

    id: str

    def run(self, input: Any, **options: Any) -> TurnResult: ...

    def turn(self, input: Any, **options: Any) -> TurnFace: ...


class ClientFace(Protocol):
    """A client, spoken to with blocking calls."""

    pid: int

    def thread_start(self, **options: Any) -> ThreadFace: ...

    def thread_of(self, thread_id: str) -> ThreadFace:
        """Return a thread that was started by other means."""
        ...

    def rpc(self, rpc_name: str, /, **keywords: Any) -> Any: ...

    def close(self) -> None: ...

    def leave(self) -> None:
        """Close, and let go of what the face itself needs."""
        ...


class Blocking:
    """`Codex` as it is."""

    def __init__(self, config: CodexConfig) -> None:
        self._inner = Codex(config)
        self.pid = local_pid(self._inner._sender.supervisor.current.pid)

    def thread_start(self, **options: Any) -> ThreadFace:
        return cast("ThreadFace", self._inner.thread_start(**options))

    def thread_of(self, thread_id: str) -> ThreadFace:
        from openai_codex import Thread

        return cast("ThreadFace", Thread(self._inner._sender, thread_id))

    def rpc(self, rpc_name: str, /, **keywords: Any) -> Any:
        return getattr(self._inner.rpc, rpc_name)(**keywords)

    def close(self) -> None:
        self._inner.close()

    leave = close


class StoppedError(RuntimeError):
    """An event loop that is stopped was to run something."""


class Loop:
    """An event loop in a thread of its own."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="event-loop", daemon=True)
        self._thread.start()
        self._stopped = False
        self._lock = threading.Lock()

    def call(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """Run a coroutine and wait for it. Raises `StoppedError` once the loop is stopped."""
        with self._lock:
            if self._stopped:
                coroutine.close()
                raise StoppedError
            future = asyncio.run_coroutine_threadsafe(coroutine, self._loop)
        return future.result(TEST_TIMEOUT)

    def stop(self) -> None:
        """Stop the loop. Fails if there is a task left in it."""
        left = self.call(_other_tasks())
        with self._lock:
            self._stopped = True
            self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(TEST_TIMEOUT)
        # A thread of the test may have called something in the last moment, and waits for it.
        if late := asyncio.all_tasks(self._loop):
            self._loop.run_until_complete(asyncio.wait(late, timeout=TEST_TIMEOUT))
        self._loop.close()
        assert left == []


async def _other_tasks() -> list[str]:
    # What has just been done is taken off by callbacks, which come after.
    await asyncio.sleep(0)
    return [repr(task) for task in asyncio.all_tasks() if task is not asyncio.current_task()]


class InLoop:
    """`AsyncCodex`, every call as a task of one event loop."""

    def __init__(self, config: CodexConfig) -> None:
        self._loop = Loop()
        self._inner = AsyncCodex(config)
        try:
            self.pid = local_pid(self._loop.call(self._inner._sender.supervisor.connection()).pid)
        except BaseException:
            self._loop.stop()
            raise

    def thread_start(self, **options: Any) -> ThreadFace:
        return _InLoopThread(self._loop, self._loop.call(self._inner.thread_start(**options)))

    def thread_of(self, thread_id: str) -> ThreadFace:
        from openai_codex import AsyncThread

        return _InLoopThread(self._loop, AsyncThread(self._inner._sender, thread_id))

    def rpc(self, rpc_name: str, /, **keywords: Any) -> Any:
        return self._loop.call(getattr(self._inner.rpc, rpc_name)(**keywords))

    def close(self) -> None:
        self._loop.call(self._inner.close())

    def leave(self) -> None:
        self.close()
        self._loop.stop()


class _InLoopThread:
    def __init__(self, loop: Loop, inner: AsyncThread) -> None:
        self._loop = loop
        self._inner = inner
        self.id = inner.id

    def run(self, input: Any, **options: Any) -> TurnResult:
        return self._loop.call(self._inner.run(input, **options))

    def turn(self, input: Any, **options: Any) -> TurnFace:
        return _InLoopTurn(self._loop, self._loop.call(self._inner.turn(input, **options)))


class _InLoopTurn:
    def __init__(self, loop: Loop, inner: AsyncTurnHandle) -> None:
        self._loop = loop
        self._inner = inner
        self.id = inner.id
        self.thread_id = inner.thread_id

    def stream(self, *, detach: bool = False) -> Iterator[Notification]:
        events = self._inner.stream(detach=detach)

        async def step() -> Notification | None:
            return await anext(events, None)

        try:
            while (event := self._loop.call(step())) is not None:
                yield event
        finally:
            self._loop.call(_closed(events))

    def run(self) -> TurnResult:
        return self._loop.call(self._inner.run())

    def steer(self, input: Any) -> Any:
        return self._loop.call(self._inner.steer(input))

    def interrupt(self) -> Any:
        return self._loop.call(self._inner.interrupt())


async def _closed(events: AsyncGenerator[Any, None]) -> None:
    await events.aclose()


FLAVOURS: dict[str, Callable[[CodexConfig], ClientFace]] = {"sync": Blocking, "async": InLoop}


@contextlib.contextmanager
def client_of(flavour: str, config: CodexConfig) -> Iterator[ClientFace]:
    """Start a client; afterwards check that no process, no thread and no task of it is left."""
    before = set(threading.enumerate())
    client = FLAVOURS[flavour](config)
    try:
        yield client
    finally:
        family = processes_of(client.pid)
        client.leave()
    assert not psutil.pid_exists(client.pid)
    assert still_running(family) == []
    assert new_threads(before, "codex-") == []


@contextlib.contextmanager
def offline(
    flavour: str, script: Any, *, default: Any = None, **fields: Any
) -> Iterator[tuple[ScriptedModel, ClientFace]]:
    """Start a client of the real runtime and a model that plays a script; afterwards check that nothing is left."""
    before = set(threading.enumerate())
    with warm_home() as home, ScriptedModel(script, default=default) as model:
        # Another runtime than the bundled one could not make use of its home.
        given = fields if "codex_bin" in fields else {"home": home, **fields}
        with client_of(flavour, model.config(**given)) as client:
            yield model, client
    assert new_threads(before) == []


@contextlib.contextmanager
def at_once(several: int) -> Iterator[Callable[..., Future[Any]]]:
    """Give a function that starts calls which go on at the same time."""
    with ThreadPoolExecutor(several) as pool:
        yield pool.submit


def processes_of(pid: int | None) -> list[psutil.Process]:
    """Return a process and all that it has started, as far as they are there; none if the client has no process."""
    if pid is None:
        return []
    try:
        process = psutil.Process(pid)
        return [process, *process.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def new_threads(before: set[threading.Thread], prefix: str = "") -> list[str]:
    """Return the names of the threads that were not there before."""
    return [thread.name for thread in set(threading.enumerate()) - before if thread.name.startswith(prefix)]


def still_running(processes: list[psutil.Process], patience: float = 5.0) -> list[psutil.Process]:
    """Return those that have not ended within some seconds.

    The end of a killed process takes a moment; an orphan may stay a zombie for as long as the system likes.
    """
    deadline = time.monotonic() + patience
    running = list(filter(_runs, processes))
    while running and time.monotonic() < deadline:
        time.sleep(0.01)
        running = list(filter(_runs, running))
    return running


def _runs(process: psutil.Process) -> bool:
    try:
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def methods(events: list[Notification]) -> list[str]:
    """Return the methods of events, in order."""
    return [event.method for event in events]


def deltas(events: list[Notification]) -> list[str]:
    """Return the pieces of agent messages, in order."""
    return [event.params["delta"] for event in events if event.method == "item/agentMessage/delta"]
