"""The harness of fault tests: a client, the turn or call that a fault affects, an unaffected turn, and leak checks."""

from __future__ import annotations

import contextlib
import gc
import json
import logging
import os
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import psutil  # type: ignore[import-untyped]  # its types are in a separate package

from faults import server
from faults.table import Outcome, Situation
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
from support.timeouts import TEST_TIMEOUT
from support.waiting import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator

IMMEDIATE = 5.0
"""Upper bound of a call that fails immediately, on a busy machine, in seconds."""

SHORT_TIMEOUT = 0.5
"""Request timeout in tests that let it expire, in seconds."""


@dataclass
class BlockingHandler:
    """An approval handler that blocks until the test releases it."""

    entered: threading.Event = field(default_factory=threading.Event)
    released: threading.Event = field(default_factory=threading.Event)

    def __call__(self, request: object) -> Approval:
        self.entered.set()
        self.released.wait(TEST_TIMEOUT)
        return Approval.accept()


class TurnWatcher:
    """Consumes a turn in another thread."""

    def __init__(self, pool: ThreadPoolExecutor, turn: Any) -> None:
        self.turn = turn
        self.methods: list[str] = []
        self._streaming = threading.Event()
        self.future: Future[Any] = pool.submit(self._watch)

    def _watch(self) -> Any:
        for event in self.turn.stream():
            self.methods.append(event.method)
            if event.method == "item/agentMessage/delta":
                self._streaming.set()
        return self.turn.run()

    def wait_streaming(self) -> None:
        assert self._streaming.wait(TEST_TIMEOUT)


class FaultHarness:
    """A client of the faulty app-server, with one turn that no fault is aimed at."""

    def __init__(self, codex: Any, pool: ThreadPoolExecutor, handler: BlockingHandler) -> None:
        self.codex = codex
        self.handler = handler
        self._pool = pool
        self._other = TurnWatcher(pool, codex.thread_start().turn("other"))
        self._other.wait_streaming()

    def arrange(self, situation: Situation) -> Future[Any] | None:
        """Start the call or turn that the fault affects, and return its future result."""
        if situation is Situation.idle:
            return None
        if situation is Situation.request:
            return self._pool.submit(self.codex.account, refresh_token=True)
        thread = self.codex.thread_start()
        watcher = TurnWatcher(self._pool, thread.turn("stream" if situation is Situation.turn else "ask"))
        watcher.wait_streaming()
        if situation is Situation.handler:
            assert self.handler.entered.wait(TEST_TIMEOUT)
        return watcher.future

    def order(self, **order: Any) -> None:
        """Send an order to the app-server."""
        self.codex.rpc.thread_name_set(thread_id="control", name=json.dumps(order))

    def inject(self, fault: str, *, held: int = 0) -> None:
        """Inject a fault as soon as the app-server holds `held` requests."""
        self.order(fault=fault, held=held)

    def call(self) -> None:
        """Make a call that the fault does not affect."""
        assert self.codex.account().account.type == "apiKey"

    def wait_injected(self) -> None:
        """Wait until the app-server sends an event of the unaffected turn, which it does after the fault."""
        wait_until(lambda: self._other.methods.count("item/agentMessage/delta") > 1, "the fault was not injected")

    def finish_other(self) -> Any:
        """Let the unaffected turn complete, and return its result."""
        self.order(finish=True)
        return self._other.future.result(TEST_TIMEOUT)

    @property
    def other(self) -> Future[Any]:
        """The future result of the unaffected turn."""
        return self._other.future


@contextlib.contextmanager
def harness(flavour: str, *, on_approval: Any = None, connect: Any = None, **fields: Any) -> Iterator[FaultHarness]:
    """Start a harness. Afterwards check that no thread, task, process or file descriptor is left.

    Args:
        flavour: "sync" or "async".
        on_approval: handler of the client; None blocks until the test releases it.
        connect: context manager that takes the fields of the config and yields the config; None starts a process.
        **fields: fields of the config.
    """
    handler = BlockingHandler()
    fields = {"max_message_bytes": 250_000, "request_timeout": TEST_TIMEOUT, **fields}
    with no_leaks(), (connect or stdio_config)(fields) as config, ThreadPoolExecutor(8) as pool:
        try:
            with client(flavour, config, on_approval=on_approval or handler) as codex:
                yield FaultHarness(codex, pool, handler)
        finally:
            handler.released.set()


@contextlib.contextmanager
def stdio_config(fields: dict[str, Any]) -> Iterator[CodexConfig]:
    """Yield a config with which the client starts the app-server."""
    yield CodexConfig(launch_args_override=server.command(), **fields)


@contextlib.contextmanager
def no_leaks() -> Iterator[None]:
    """Check that no thread and no file descriptor is left. `client` checks tasks and processes."""
    # Faults are logged as warnings, which would fill the log of the test run.
    logger = logging.getLogger("openai_codex")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    threads, files = set(threading.enumerate()), open_files()
    try:
        yield
    finally:
        logger.setLevel(level)
    wait_until(lambda: set(threading.enumerate()) <= threads, "threads are left")
    gc.collect()
    assert open_files() == files


def open_files() -> int:
    """Return the number of open file descriptors (Windows: handles) of this process."""
    process = psutil.Process()
    count: int = process.num_fds() if os.name == "posix" else process.num_handles()
    return count


ERRORS: tuple[tuple[type[Exception], Outcome], ...] = (
    (RequestTimeoutError, Outcome.timeout),
    (TransportClosedError, Outcome.closed),
    (OversizeMessageError, Outcome.oversize),
    (UnexpectedResponseError, Outcome.misfit),
    (JsonRpcError, Outcome.refused),
)


def outcome_of(future: Future[Any]) -> tuple[Outcome, Any]:
    """Return the outcome of a call, and its result or error."""
    try:
        result = future.result(TEST_TIMEOUT)
    except tuple(kind for kind, _ in ERRORS) as error:
        return next(outcome for kind, outcome in ERRORS if isinstance(error, kind)), error
    return (Outcome.unharmed if hasattr(result, "final_response") else Outcome.answer), result
