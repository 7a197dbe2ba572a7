"""Clients of the real runtime whose connection a proxy can cut, refuse or stall."""

from __future__ import annotations

import contextlib
import threading
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from openai_codex import Codex, ConnectionRestored
from openai_codex._connection.reconnect import attempts
from openai_codex._handlers.options import HANDLER_KEYWORDS
from support.remote import server
from support.sync_adapter import client
from support.tcp_proxy import TcpProxy
from support.timeouts import TEST_TIMEOUT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from support.remote import TestServer


class Link:
    """A client, and the events of its restored connections."""

    def __init__(self, codex: Any) -> None:
        self.codex = codex
        self.restored: list[ConnectionRestored] = []
        """The events of the client so far."""
        self._changed = threading.Condition()
        codex.on(ConnectionRestored, self._record)

    def _record(self, event: ConnectionRestored) -> None:
        with self._changed:
            self.restored.append(event)
            self._changed.notify_all()

    def wait_restored(self, count: int = 1) -> ConnectionRestored:
        """Wait until the connection was restored `count` times."""
        with self._changed:
            assert self._changed.wait_for(lambda: len(self.restored) >= count, TEST_TIMEOUT), self.restored
            return self.restored[count - 1]

    def wait_lost(self) -> None:
        """Wait until the client has noticed that the connection is lost. There is no event to wait for, so poll."""
        tick = threading.Event()
        for _ in range(4000):
            if "reconnecting" in repr(self.codex):
                return
            tick.wait(0.005)
        raise AssertionError(repr(self.codex))


class ProxiedLink(Link):
    """A client, its proxy and its server."""

    def __init__(self, codex: Any, proxy: TcpProxy, running: TestServer) -> None:
        super().__init__(codex)
        self.proxy = proxy
        self.server = running

    def cut(self) -> ConnectionRestored:
        """Cut the connection, and wait until it is restored."""
        count = len(self.restored)
        self.proxy.cut()
        return self.wait_restored(count + 1)

    @contextlib.contextmanager
    def offline(self) -> Iterator[None]:
        """Break the link for the duration of the block, and wait until the connection is restored."""
        count = len(self.restored)
        self.proxy.break_link()
        try:
            self.wait_lost()
            yield
        finally:
            self.proxy.restore_link()
        self.wait_restored(count + 1)

    def wait_ended(self, thread_id: str, *, turns: int = 1) -> None:
        """Wait, with another client, until a thread has had a number of turns, and none of them runs."""
        with Codex(self.server.client_config()) as other:
            ended = threading.Event()
            while True:
                thread = other.rpc.thread_read(thread_id=thread_id, include_turns=True).thread
                if thread.status.type == "idle" and len(thread.turns) >= turns:
                    return
                assert not ended.wait(0.02)


@contextlib.contextmanager
def reconnecting(
    flavour: str, script: Any, *, listen: str = "ws", server_fields: dict[str, Any] | None = None, **fields: Any
) -> Iterator[ProxiedLink]:
    """Start a server, a proxy of it, and a client that connects to the proxy.

    Args:
        flavour: "sync" or "async".
        script: replies of the model.
        listen: listener of the server and the proxy.
        server_fields: fields of the config of the runtime.
        **fields: fields of the config of the client, or its handlers.
    """
    handlers = {name: fields.pop(name) for name in HANDLER_KEYWORDS if name in fields}
    with server(script, fields=server_fields, listen=listen) as running, TcpProxy.of(running.url) as proxy:
        config = replace(running.client_config(), url=proxy.url, **fields)
        with client(flavour, config, **handlers) as codex:
            yield ProxiedLink(codex, proxy, running)


@contextlib.contextmanager
def without_delays() -> Iterator[None]:
    """Let clients reconnect with short delays, however often they lose their connection."""
    saved = attempts.FIRST_DELAY, attempts.MAX_DELAY
    attempts.FIRST_DELAY, attempts.MAX_DELAY = 0.005, 0.02
    try:
        yield
    finally:
        attempts.FIRST_DELAY, attempts.MAX_DELAY = saved
