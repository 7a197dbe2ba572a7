"""Synchronous clients that are interrupted or closed while their transport starts, and the end of the program then."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING

import psutil  # type: ignore[import-untyped]  # its types are in a separate package
import pytest

from openai_codex import Codex, CodexConfig, RuntimeStartError, TransportClosedError, WebSocketOptions
from openai_codex._transports.memory.transports import MemoryTransportFactory
from openai_codex.transports import Receiver, Transport
from support.processes import still_running
from support.waiting import wait_until
from unit.interrupts.runtime import TIMEOUT, Runtime
from unit.interrupts.test_lifecycle import children

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = pytest.mark.skipif(os.name != "posix", reason="uses signals and commands of POSIX systems")

SOON = 5.0
"""Upper bound of an end that waits for no timeout, on a busy machine, in seconds."""


class SilentTransport(Transport):
    """A transport of an application whose start lasts until it is killed."""

    def __init__(self) -> None:
        self.starting, self.killed = threading.Event(), threading.Event()

    @property
    def name(self) -> str:
        return "silent"

    def start(self, receiver: Receiver) -> None:
        self.starting.set()
        self.killed.wait()
        raise RuntimeStartError("killed")

    def kill(self) -> None:
        self.killed.set()

    def write(self, data: memoryview) -> int:
        raise BrokenPipeError

    def wait_writable(self, timeout: float) -> None:
        raise AssertionError("not started")

    def close(self, timeout: float) -> None:
        raise AssertionError("not started")


class SilentFactory:
    """Creates one silent transport."""

    def __init__(self) -> None:
        self.transport = SilentTransport()

    def create(self) -> Transport:
        return self.transport


@contextlib.contextmanager
def silent_address() -> Iterator[tuple[CodexConfig, Callable[[], object]]]:
    """Accept connections, as the system does for a suspended process, and send nothing."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(TIMEOUT)
        accepted: list[socket.socket] = []
        url = f"ws://127.0.0.1:{listener.getsockname()[1]}"
        yield CodexConfig(url=url, start_timeout=None), lambda: accepted.append(listener.accept()[0])
        # The peer sees the end of the connection.
        with accepted[0] as connection:
            connection.settimeout(TIMEOUT)
            while connection.recv(65536):
                pass


@contextlib.contextmanager
def silent_command() -> Iterator[tuple[CodexConfig, Callable[[], object]]]:
    """Carry the connection over a command that does not end when its stdin ends."""
    before = children()
    options = WebSocketOptions(proxy_command=("/bin/sh", "-c", "sleep 77 & wait"))
    config = CodexConfig(url="ws://build-host", websocket=options, start_timeout=None)
    # The shell and the program that it starts.
    yield config, lambda: wait_until(lambda: len(children() - before) == 2)


@contextlib.contextmanager
def silent_program() -> Iterator[tuple[CodexConfig, Callable[[], object]]]:
    """Start a program that does not answer."""
    before = children()
    config = CodexConfig(launch_args_override=("/bin/sh", "-c", "read -r line; sleep 77"), start_timeout=None)
    yield config, lambda: wait_until(lambda: children() - before)


@contextlib.contextmanager
def silent_transport() -> Iterator[tuple[CodexConfig, Callable[[], object]]]:
    """Use a transport of the application."""
    factory = SilentFactory()
    yield CodexConfig(transport=factory, start_timeout=None), lambda: factory.transport.starting.wait(TIMEOUT)
    assert factory.transport.killed.is_set()


@pytest.mark.parametrize("peer", [silent_address, silent_command, silent_program, silent_transport])
def test_ctrl_c_during_the_start_leaves_nothing(
    peer: Callable[[], contextlib.AbstractContextManager[tuple[CodexConfig, Callable[[], object]]]],
) -> None:
    processes, threads = children(), set(threading.enumerate())
    main = threading.main_thread().ident
    assert main is not None
    with peer() as (config, wait_started):
        interrupted: list[float] = []

        def interrupt() -> None:
            wait_started()
            interrupted.append(time.monotonic())
            signal.pthread_kill(main, signal.SIGINT)

        interrupter = threading.Thread(target=interrupt)
        interrupter.start()
        with pytest.raises(KeyboardInterrupt):
            Codex(config)
        interrupter.join()
        # It waits for the end of a program: 1.5 s, if the program does not react to the end of its stdin.
        assert time.monotonic() - interrupted[0] < SOON
        assert set(threading.enumerate()) <= threads
        assert children() <= processes


def test_close_during_a_restart_ends_the_start() -> None:
    silent, runtime = SilentFactory(), Runtime()
    working = MemoryTransportFactory(runtime.accept)
    transports: Iterator[Transport] = iter([working.create(), silent.transport])

    class Factory:
        def create(self) -> Transport:
            return next(transports)

    threads = set(threading.enumerate())
    codex = Codex(CodexConfig(transport=Factory(), restart=True, start_timeout=None))
    runtime.peer.exit(1)
    errors: list[BaseException] = []

    def call() -> None:
        try:
            codex.models()
        except TransportClosedError as error:
            errors.append(error)

    # The client notices the end a moment later.
    wait_until(lambda: "closed" in repr(codex))
    caller = threading.Thread(target=call)
    caller.start()
    assert silent.transport.starting.wait(TIMEOUT)
    begun = time.monotonic()
    codex.close()
    caller.join(TIMEOUT)
    assert time.monotonic() - begun < SOON
    assert [str(error) for error in errors] == ["the client was closed"]
    assert set(threading.enumerate()) <= threads


PROGRAM = """
import sys, threading
from openai_codex import Codex, CodexConfig, WebSocketOptions

options = WebSocketOptions(proxy_command=("sleep", "77"))
config = CodexConfig(url="ws://build-host", websocket=options, start_timeout=None)
threading.Thread(target=Codex, args=(config,), daemon=True).start()
sys.stdin.read(1)
"""


def test_end_of_the_program_ends_a_command_of_a_client_that_starts() -> None:
    with subprocess.Popen([sys.executable, "-c", PROGRAM], stdin=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        commands = wait_until(psutil.Process(process.pid).children)
        _, stderr = process.communicate(b"x", TIMEOUT)
    assert (process.returncode, stderr) == (0, b"")
    assert still_running(commands) == []
