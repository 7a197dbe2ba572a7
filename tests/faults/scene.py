"""The scene of one fault: a client, a turn that is not concerned, the one whom the fault meets, and what is left."""

from __future__ import annotations

import contextlib
import gc
import json
import logging
import os
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import psutil  # type: ignore[import-untyped]  # its types are a package of their own

from faults import server
from faults.table import Gets, Situation
from openai_codex import (
    Approval,
    CodexConfig,
    JsonRpcError,
    OversizeMessageError,
    RequestTimeoutError,
    TransportClosedError,
    UnexpectedResponseError,
)
from support.sync_adapter import client

if TYPE_CHECKING:
    from collections.abc import Iterator

TEST_TIMEOUT = 15.0
"""How long anything may take that is said to come at once, on a machine that is busy, in seconds."""

SHORT = 0.5
"""The deadline of a request in these tests, in seconds."""


@dataclass
class Handler:
    """An approval handler that thinks for as long as the test likes."""

    entered: threading.Event = field(default_factory=threading.Event)
    let_go: threading.Event = field(default_factory=threading.Event)

    def __call__(self, request: object) -> Approval:
        self.entered.set()
        self.let_go.wait(TEST_TIMEOUT * 4)
        return Approval.accept()


class Watcher:
    """Reads a turn to its end, away from the test."""

    def __init__(self, pool: ThreadPoolExecutor, turn: Any) -> None:
        self.turn = turn
        self.methods: list[str] = []
        self._streaming = threading.Event()
        self.ended: Future[Any] = pool.submit(self._watch)

    def _watch(self) -> Any:
        for event in self.turn.stream():
            self.methods.append(event.method)
            if event.method == "item/agentMessage/delta":
                self._streaming.set()
        return self.turn.run()

    def wait_streaming(self) -> None:
        assert self._streaming.wait(TEST_TIMEOUT)


class Scene:
    """A client of the app-server that goes wrong, and a turn that is not concerned."""

    def __init__(self, codex: Any, pool: ThreadPoolExecutor, handler: Handler) -> None:
        self.codex = codex
        self.handler = handler
        self._pool = pool
        self._other = Watcher(pool, codex.thread_start().turn("other"))
        self._other.wait_streaming()

    def set_up(self, situation: Situation) -> Future[Any] | None:
        """Begin what the fault is to meet, and return what will become of it."""
        if situation is Situation.idle:
            return None
        if situation is Situation.request:
            return self._pool.submit(self.codex.account, refresh_token=True)
        thread = self.codex.thread_start()
        watcher = Watcher(self._pool, thread.turn("stream" if situation is Situation.turn else "ask"))
        watcher.wait_streaming()
        if situation is Situation.handler:
            assert self.handler.entered.wait(TEST_TIMEOUT)
        return watcher.ended

    def order(self, **order: Any) -> None:
        """Tell the app-server what to do."""
        self.codex.rpc.thread_name_set(thread_id="control", name=json.dumps(order))

    def strike(self, fault: str, *, held: int = 0) -> None:
        """Let the fault happen, once so many calls wait."""
        self.order(fault=fault, held=held)

    def call(self) -> None:
        """Make a call that has nothing to do with it."""
        assert self.codex.account().account.type == "apiKey"

    def wait_told(self) -> None:
        """Wait until the app-server says something of the turn that is not concerned."""
        wait_until(lambda: self._other.methods.count("item/agentMessage/delta") > 1, "the fault has not happened")

    def finish_other(self) -> Any:
        """Let the turn that is not concerned come to its end."""
        self.order(finish=True)
        return self._other.ended.result(TEST_TIMEOUT)

    @property
    def other(self) -> Future[Any]:
        """What becomes of the turn that is not concerned."""
        return self._other.ended


@contextlib.contextmanager
def scene(flavour: str, *, on_approval: Any = None, **fields: Any) -> Iterator[Scene]:
    """Give a scene; afterwards see that no thread, no task, no process and no file descriptor is left of it."""
    handler = Handler()
    fields = {"max_message_bytes": 250_000, "request_timeout": TEST_TIMEOUT, **fields}
    config = CodexConfig(launch_args_override=server.command(), **fields)
    with nothing_left(), ThreadPoolExecutor(8) as pool:
        try:
            with client(flavour, config, on_approval=on_approval or handler) as codex:
                yield Scene(codex, pool, handler)
        finally:
            handler.let_go.set()


@contextlib.contextmanager
def nothing_left() -> Iterator[None]:
    """See that no thread and no file descriptor is left afterwards; `client` sees to tasks and processes."""
    # What these tests make is what the log would be full of.
    logging.getLogger("openai_codex").setLevel(logging.CRITICAL)
    threads, files = set(threading.enumerate()), open_files()
    yield
    wait_until(lambda: set(threading.enumerate()) <= threads, "threads are left")
    gc.collect()
    assert open_files() == files


def open_files() -> int:
    """Return how many file descriptors (on Windows: handles) are open here."""
    process = psutil.Process()
    count: int = process.num_fds() if os.name == "posix" else process.num_handles()
    return count


def wait_until(reached: Any, problem: str) -> None:
    """Wait for what comes soon, and has no event of its own."""
    deadline = time.monotonic() + TEST_TIMEOUT
    while not reached():
        assert time.monotonic() < deadline, problem
        time.sleep(0.002)


ERRORS: tuple[tuple[type[Exception], Gets], ...] = (
    (RequestTimeoutError, Gets.timeout),
    (TransportClosedError, Gets.closed),
    (OversizeMessageError, Gets.oversize),
    (UnexpectedResponseError, Gets.misfit),
    (JsonRpcError, Gets.refused),
)


def what(future: Future[Any]) -> tuple[Gets, Any]:
    """Return what a caller got, and the result or the error itself."""
    try:
        result = future.result(TEST_TIMEOUT)
    except tuple(kind for kind, _ in ERRORS) as error:
        return next(gets for kind, gets in ERRORS if isinstance(error, kind)), error
    return (Gets.unharmed if hasattr(result, "final_response") else Gets.answer), result
