"""`close` is bounded and leaves nothing behind; sync and async."""

from __future__ import annotations

import gc
import os
import signal
import threading
import time
from typing import Any

import psutil  # type: ignore[import-untyped]  # its types are a package of their own
import pytest

from integration.process.limits import scale_by_load
from openai_codex import AsyncCodex, Codex, TransportClosedError
from openai_codex.testing import Gate, ScriptedModel, shell_call
from support.event_loop import EventLoopThread
from support.processes import processes_of, still_running
from support.runtimes import offline
from support.sync_adapter import connected

pytestmark = [
    pytest.mark.skipif(os.name != "posix", reason="signals and commands of POSIX"),
]

BOTH = pytest.mark.parametrize("flavour", ["sync", "async"])

LIMIT = scale_by_load(3.0)
"""Maximum duration of `close`, in seconds."""


def close(client: Any) -> float:
    """Close a client; return the duration in seconds."""
    since = time.monotonic()
    client.close()
    return time.monotonic() - since


@BOTH
@pytest.mark.parametrize("state", ["idle", "streaming", "running a command"])
def test_close_is_fast(flavour: str, state: str) -> None:
    gate = Gate()
    # The shell of the command waits for a process, and for another in a separate session.
    command = [shell_call("setsid sleep 1000 & sleep 1000; true", yield_time_ms=250)]
    script = {"idle": [], "streaming": [["Well", gate]], "running a command": [*command, ["Well", gate]]}[state]
    with offline(flavour, script, default=None) as (_, client):
        thread = client.thread_start(sandbox="full-access")
        if script:
            thread.turn("Go.")
            gate.wait_entered()
        family = processes_of(client.diagnostics().pid)
        assert (len(family) == 4) == (state == "running a command")
        # Less than the first timeout of the shutdown: no step had to wait.
        assert close(client) < LIMIT / 2
        assert still_running(family) == []


@BOTH
def test_close_suspended_runtime_is_bounded(flavour: str) -> None:
    gate = Gate()
    with offline(flavour, [shell_call("sleep 1000; true", yield_time_ms=250), ["Well", gate]], default=None) as (
        _,
        client,
    ):
        client.thread_start(sandbox="full-access").turn("Go.")
        gate.wait_entered()
        family = processes_of(client.diagnostics().pid)
        assert len(family) == 3
        family[0].suspend()
        assert close(client) < LIMIT
        assert still_running(family) == []


@BOTH
def test_close_runtime_ignoring_sigterm_is_bounded(flavour: str) -> None:
    with connected(flavour, "deaf") as connection:
        since = time.monotonic()
        connection.close()
        assert time.monotonic() - since < LIMIT


@BOTH
def test_close_with_blocked_write_is_bounded(flavour: str) -> None:
    with connected(flavour) as connection:
        assert connection.request("stop reading") == "stopped"
        stuck = connection.submit("echo", "x" * 10_000_000, timeout=None)
        since = time.monotonic()
        connection.close()
        assert time.monotonic() - since < LIMIT
        with pytest.raises(TransportClosedError):
            stuck.result(5)


@BOTH
def test_killed_runtime_descendants_are_ended(flavour: str) -> None:
    """A killed runtime does not end its MCP servers, nor their descendants; the client does."""
    server = {"command": "sh", "args": ["-c", "sleep 1000; true"]}
    gate = Gate()
    with offline(flavour, [[gate]], settings={"mcp_servers": {"slow": server}}, default=None) as (_, client):
        client.thread_start().turn("Go.")
        family = wait_for_children(client.diagnostics().pid, 2)
        os.kill(client.diagnostics().pid, signal.SIGKILL)
        with pytest.raises(TransportClosedError, match="SIGKILL"):
            client.rpc.model_list()
        # Before the client is closed.
        assert still_running(family) == []


def wait_for_children(pid: int, count: int) -> list[psutil.Process]:
    """Wait until a process has `count` descendants; return the process and its descendants."""
    deadline = time.monotonic() + 20
    while len(family := processes_of(pid)) <= count:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    return family


def test_client_dropped_while_lock_is_held_is_closed() -> None:
    """The garbage collector may run in any thread, for example in the reader thread while it holds the lock."""
    with ScriptedModel([]) as model:
        codex = Codex(model.config())
        connection = codex._sender.supervisor.current
        family = processes_of(connection.pid)
        lock = connection._thread.lock
        # The threads of the connection keep it alive, not only this function.
        del connection
        with lock:
            del codex
            gc.collect()
        assert still_running(family) == []
        closing = [thread for thread in threading.enumerate() if thread.name == "codex-closer"]
        for thread in closing:
            thread.join(5)


def test_runtime_outlives_thread_that_started_it() -> None:
    made: list[Codex] = []
    with ScriptedModel(["Done."]) as model:
        starter = threading.Thread(target=lambda: made.append(Codex(model.config())))
        starter.start()
        starter.join()
        with made.pop() as codex:
            assert codex.thread_start().run("Go.").final_response == "Done."


@BOTH
def test_stderr_flood_neither_blocks_nor_uses_memory(flavour: str) -> None:
    with connected(flavour) as connection:
        connection.request("chatter", {"lines": 100_000})
        before = psutil.Process().memory_info().rss
        assert connection.request("flood", {"mebibytes": 100}, timeout=60) == "dried"
        assert psutil.Process().memory_info().rss - before < 30 * 2**20


class Cycle:
    """Open, use and close a client."""

    def __init__(self, flavour: str, config: Any) -> None:
        self.flavour = flavour
        self.config = config
        self.loop = EventLoopThread() if flavour == "async" else None

    def __call__(self) -> None:
        if self.loop is None:
            with Codex(self.config) as codex:
                codex.models()
        else:
            self.loop.call(self.in_loop())

    async def in_loop(self) -> None:
        async with AsyncCodex(self.config) as codex:
            await codex.models()

    def stop(self) -> None:
        if self.loop is not None:
            self.loop.stop()


@BOTH
def test_many_clients_leak_nothing(flavour: str) -> None:
    def held() -> tuple[int, int, list[str]]:
        this = psutil.Process()
        return this.num_fds(), threading.active_count(), [child.name() for child in this.children(recursive=True)]

    with ScriptedModel([]) as model:
        cycle = Cycle(flavour, model.config())
        try:
            # The first client loads modules, which keep files open.
            cycle()
            before = held()
            for _ in range(8):
                cycle()
            assert held() == before
        finally:
            cycle.stop()
