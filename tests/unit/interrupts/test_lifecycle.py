"""The start and the end of a client that a signal handler interrupts, at every bytecode."""

from __future__ import annotations

import contextlib
import gc
import os
import threading
import time
from functools import partial
from typing import TYPE_CHECKING, Any

import psutil  # type: ignore[import-untyped]  # its types are in a separate package
import pytest

from openai_codex import Codex, CodexConfig, TransportClosedError
from openai_codex._transports.stdio import process
from support.waiting import wait_until
from unit.interrupts.injection import STRIDE, Injection, Interrupt, count, interrupted
from unit.interrupts.runtime import TIMEOUT, Runtime, client

if TYPE_CHECKING:
    from collections.abc import Iterator

posix = pytest.mark.skipif(os.name != "posix", reason="the app-server of these tests is a shell")

# It starts in a millisecond, answers `initialize`, whose id is 1, and exits when its stdin is closed.
SERVER = """read -r _; echo '{"id":1,"result":{"userAgent":"peer/0.163.0 (test)"}}'; while read -r _; do :; done"""


def config() -> CodexConfig:
    return CodexConfig(launch_args_override=("/bin/sh", "-c", SERVER))


def start(clients: list[Codex]) -> None:
    clients.append(Codex(config()))


def children() -> set[int]:
    return {child.pid for child in psutil.Process().children(recursive=True)}


@contextlib.contextmanager
def nothing_left(position: int) -> Iterator[None]:
    """Check that a block leaves no process and no thread."""
    before, threads = children(), set(threading.enumerate())
    yield
    wait_until(lambda: children() <= before, f"a process is left: position {position}")
    wait_until(lambda: set(threading.enumerate()) <= threads, f"a thread is left: position {position}")
    assert not process._live


@posix
def test_start_interrupted_at_any_bytecode_leaves_nothing() -> None:
    codex = Codex(config())
    codex.close()
    position, fired = 1, True
    while fired:
        clients: list[Codex] = []
        with nothing_left(position):
            fired = interrupted(partial(start, clients), position)
            for started in clients:
                started.close()
            del clients
        position += STRIDE
    assert position > 300


@posix
def test_start_interrupted_leaves_other_clients_working() -> None:
    with Codex(config()) as other:
        for position in range(1, 500, 50):
            with contextlib.suppress(Interrupt):
                Injection(position, raise_and_keep).run(lambda: Codex(config()))
            gc.collect()
        assert other.diagnostics().exit_code is None
        # The exit handler shuts down all runtimes, also if one of them is damaged.
        [live] = list(process._live)
        process.shutdown_all([live])
        assert live.exit_code() == 0


def raise_and_keep() -> None:
    raise Interrupt


@posix
def test_shutdown_of_several_runtimes_continues_after_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    codexes = [Codex(config()) for _ in range(2)]
    first, second = sorted(process._live, key=lambda one: one.pid)

    def fail() -> None:
        raise AttributeError("the runtime is half constructed")

    monkeypatch.setattr(first, "snapshot_descendants", fail)
    process.shutdown_all([first, second])
    assert second.exit_code() == 0
    monkeypatch.undo()
    for codex in codexes:
        codex.close()


@posix
def test_close_interrupted_at_any_bytecode_is_finished_by_the_next_close() -> None:
    Codex(config()).close()
    position, fired = 1, True
    while fired:
        with nothing_left(position):
            codex = Codex(config())
            pid = codex.diagnostics().pid
            assert pid is not None
            fired = interrupted(codex.close, position)
            codex.close()
            # Not only at some time: the second call has waited for the end.
            assert not psutil.pid_exists(pid)
        position += STRIDE
    assert position > 50


def test_close_in_a_signal_handler_at_any_bytecode_of_a_call_does_not_block() -> None:
    with client() as (_, codex):
        codex.models()
        positions = count(codex.models)
    for position in range(1, positions + 1, STRIDE):
        with client() as (_, codex):
            begun = time.monotonic()
            with contextlib.suppress(TransportClosedError):
                Injection(position, codex.close).run(codex.models)
            assert time.monotonic() - begun < TIMEOUT / 2


def test_close_in_a_signal_handler_at_any_bytecode_of_close_does_not_block() -> None:
    with client() as (_, codex):
        positions = count(codex.close)
    for position in range(1, positions + 1):
        with client() as (_, codex):
            begun = time.monotonic()
            Injection(position, codex.close).run(codex.close)
            assert time.monotonic() - begun < TIMEOUT / 2


def test_close_while_a_start_waits_ends_the_start() -> None:
    class Silent(Runtime):
        def _answer(self, message: dict[str, Any]) -> None:
            arrived.set()

    arrived, runtime = threading.Event(), Silent()
    # A signal handler interrupts the constructor while it waits for the handshake.
    with pytest.raises(Interrupt):
        Injection(_position_of_the_wait(), raise_and_keep).run(lambda: Codex(runtime.config()))
    # The thread that starts the runtime may be slower than the thread that is interrupted.
    assert not hasattr(runtime, "peer") or runtime.peer.closed


def _position_of_the_wait() -> int:
    """Return the last bytecode of the constructor before it waits for the handshake."""
    runtime = Runtime()
    positions: list[int] = []
    injection = Injection(0, raise_and_keep)
    answer = runtime._answer

    def answered(message: dict[str, Any]) -> None:
        if message.get("method") == "initialize":
            time.sleep(0.1)
            positions.append(injection.executed)
        answer(message)

    runtime._answer = answered  # type: ignore[method-assign]
    injection.run(lambda: Codex(runtime.config())).close()
    return positions[0]
