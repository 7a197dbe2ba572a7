"""Transports of the application whose start lasts too long while the client reconnects."""

from __future__ import annotations

import asyncio
import threading
import time
from typing import TYPE_CHECKING, TypeVar

import pytest

from openai_codex import CodexConfig, TransportClosedError
from openai_codex._transports.memory.transports import AsyncMemoryTransport, MemoryTransport
from support.sync_adapter import FLAVOURS, client
from support.waiting import wait_until
from unit.interrupts.runtime import Runtime

if TYPE_CHECKING:
    from openai_codex.transports import AsyncReceiver, Receiver


class Reconnectable(MemoryTransport):
    """A transport that can be replaced. Except for the first one, its start lasts until it is killed."""

    number = 1

    @property
    def can_reconnect(self) -> bool:
        return True

    def start(self, receiver: Receiver) -> None:
        if self.number == 1:
            super().start(receiver)
            return
        self.ended = threading.Event()
        self.ended.wait()
        raise OSError("killed")

    def kill(self) -> None:
        if self.number == 1:
            super().kill()
        else:
            self.ended.set()


class AsyncReconnectable(AsyncMemoryTransport):
    """The same for an event loop."""

    number = 1

    @property
    def can_reconnect(self) -> bool:
        return True

    async def start(self, receiver: AsyncReceiver) -> None:
        if self.number == 1:
            await super().start(receiver)
        else:
            await asyncio.Event().wait()


T = TypeVar("T", Reconnectable, AsyncReconnectable)


class Factory:
    """Numbers the transports that it creates."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self.created = 0

    def create(self) -> Reconnectable:
        return self._numbered(Reconnectable(self._runtime.accept))

    def create_async(self) -> AsyncReconnectable:
        return self._numbered(AsyncReconnectable(self._runtime.accept))

    def _numbered(self, transport: T) -> T:
        self.created += 1
        transport.number = self.created
        return transport


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_attempt_ends_with_the_reconnect_timeout(flavour: str) -> None:
    runtime = Runtime()
    factory = Factory(runtime)
    config = CodexConfig(transport=factory, reconnect_timeout=0.5, start_timeout=None)
    with client(flavour, config) as codex:
        codex.models()
        begun = time.monotonic()
        runtime.peer.exit()
        wait_until(lambda: "runtime=" not in repr(codex))
        with pytest.raises(TransportClosedError, match=r"not restored within 0\.5 s .*: no connection within 0\.\d+ s"):
            codex.models()
        assert time.monotonic() - begun < 5
    assert factory.created == 2
