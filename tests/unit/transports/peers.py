"""The transports under test behind one interface of blocking calls, with a peer that obeys lines of text.

`exit N` ends the peer with an exit code, `stderr TEXT` writes to stderr, `stop` stops reading, and every other line is
sent back.
"""

from __future__ import annotations

import asyncio
import contextlib
import sys
import threading
import time
from typing import TYPE_CHECKING, Any, Protocol

from openai_codex import CodexConfig
from openai_codex._transports.resolve import resolve_async_transport, resolve_transport
from openai_codex.transports import MemoryTransportFactory

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterator

    from openai_codex._transports.base import BaseTransport, CloseReason
    from openai_codex.transports import MemoryPeer
    from support.websocket_peer import WebSocketPeer

TEST_TIMEOUT = 20.0
CLOSE_TIMEOUT = 1.0
SECRET = "sk-plantedHunter2secret"

PROGRAM = """
import os, threading
rest = b""
while data := os.read(0, 65536):
    *lines, rest = (rest + data).split(b"\\n")
    for line in lines:
        word, _, argument = line.partition(b" ")
        if word == b"exit":
            os._exit(int(argument))
        elif word == b"stderr":
            os.write(2, argument + b"\\n")
        elif word == b"stop":
            os.write(1, b"stopped\\n")
            threading.Event().wait()
        else:
            view = memoryview(line + b"\\n")
            while view:
                view = view[os.write(1, view):]
"""


def obey(peer: MemoryPeer) -> None:
    """Do what `PROGRAM` does, in memory."""

    def read(data: bytes) -> None:
        for line in data.splitlines():
            word, _, argument = line.partition(b" ")
            if word == b"exit":
                peer.exit(int(argument))
            elif word == b"stderr":
                peer.write_stderr(argument + b"\n")
            elif word == b"stop":
                peer.pause_reading()
                peer.send(b"stopped\n")
            else:
                peer.send(line + b"\n")

    peer.on_data = read


CONFIGS: dict[str, Callable[[], CodexConfig]] = {
    "stdio": lambda: CodexConfig(launch_args_override=(sys.executable, "-S", "-c", PROGRAM, f"--api-key={SECRET}")),
    "memory": lambda: CodexConfig(transport=MemoryTransportFactory(obey)),
    "websocket": lambda: CodexConfig(url=servers["websocket"].url, token=SECRET),
    "unix": lambda: CodexConfig(url=servers["unix"].url),
}

servers: dict[str, WebSocketPeer] = {}
"""The running servers, by kind; see `conftest`."""

REMOTE = ("websocket", "unix")
"""Kinds of transports without a process: they know neither an exit code nor stderr."""


class Recorder:
    """A receiver that records the calls of its transport."""

    def __init__(self) -> None:
        self.data = bytearray()
        self.reasons: list[CloseReason] = []
        self.threads: set[str] = set()
        self.resumed = 0
        self._changed = threading.Condition()

    def data_received(self, data: bytes) -> None:
        with self._changed:
            assert not self.reasons, "data after the end of the connection"
            self.data += data
            self.threads.add(threading.current_thread().name)
            self._changed.notify_all()

    def writable(self) -> None:
        with self._changed:
            self.resumed += 1
            self._changed.notify_all()

    def connection_lost(self, reason: CloseReason) -> None:
        with self._changed:
            self.reasons.append(reason)
            self._changed.notify_all()

    def wait_for(self, condition: Callable[[], bool]) -> None:
        with self._changed:
            assert self._changed.wait_for(condition, TEST_TIMEOUT), (len(self.data), self.reasons)

    def wait_for_data(self, data: bytes) -> None:
        self.wait_for(lambda: len(self.data) >= len(data))
        assert self.data == data

    def wait_for_end(self) -> CloseReason:
        self.wait_for(lambda: bool(self.reasons))
        [reason] = self.reasons
        return reason


class Running(Protocol):
    """A started transport."""

    receiver: Recorder

    @property
    def transport(self) -> BaseTransport: ...

    def write(self, data: bytes) -> None: ...

    def close(self) -> None: ...

    def kill(self) -> None: ...


class RunningSync:
    def __init__(self, config: CodexConfig) -> None:
        self.receiver = Recorder()
        self._writing = threading.Lock()
        self.transport = resolve_transport(config)
        self.transport.start(self.receiver)

    def write(self, data: bytes) -> None:
        assert self.write_before(data, time.monotonic() + TEST_TIMEOUT) == len(data)

    def write_before(self, data: bytes, deadline: float) -> int:
        """Write as the connection does, until a deadline; return the number of bytes that the peer has accepted."""
        # One thread at a time writes to a transport.
        with self._writing:
            rest = memoryview(data)
            while rest and time.monotonic() < deadline:
                written = self.transport.write(rest)
                rest = rest[written:]
                if not written:
                    self.transport.wait_writable(0.05)
            return len(data) - len(rest)

    def close(self) -> None:
        self.transport.close(CLOSE_TIMEOUT)

    def kill(self) -> None:
        self.transport.kill()


class RunningAsync:
    def __init__(self, config: CodexConfig) -> None:
        self.receiver = Recorder()
        self.transport = resolve_async_transport(config)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="test-loop", daemon=True)
        self._thread.start()
        try:
            self._run(self.transport.start(self.receiver))
        except BaseException:
            self.stop()
            raise

    def write(self, data: bytes) -> None:
        self._call(lambda: self.transport.write(data))

    def close(self) -> None:
        self._run(self.transport.close(CLOSE_TIMEOUT))

    def kill(self) -> None:
        self._call(self.transport.kill)

    def stop(self) -> None:
        self._call(lambda: None)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(TEST_TIMEOUT)
        self._loop.close()

    def _run(self, coroutine: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(TEST_TIMEOUT)

    def _call(self, function: Callable[[], None]) -> None:
        async def call() -> None:
            function()

        self._run(call())


@contextlib.contextmanager
def running(flavour: str, kind: str) -> Iterator[Running]:
    """Start a transport, and close it afterwards."""
    if flavour == "sync":
        started = RunningSync(CONFIGS[kind]())
        try:
            yield started
        finally:
            started.close()
    else:
        driven = RunningAsync(CONFIGS[kind]())
        try:
            yield driven
        finally:
            driven.close()
            driven.stop()
