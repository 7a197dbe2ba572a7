"""Threads that the synchronous connection starts for its own requests."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from openai_codex._connection.sync.connection import Connection
from openai_codex._connection.thread_registry import ThreadRegistry
from openai_codex._handlers.scopes import HandlerScopes
from unit.connection.peers import TEST_TIMEOUT, Peer

if TYPE_CHECKING:
    import pytest


def test_close_during_start_of_background_thread_waits_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """The runtime may exit, and the connection be closed, while the thread of a failed request is being started."""
    closing, closed, ran = threading.Event(), threading.Event(), threading.Event()
    start = threading.Thread.start

    def delayed(thread: threading.Thread) -> None:
        if thread.name.startswith("codex-late"):
            closing.wait(TEST_TIMEOUT)
            closed.wait(0.2)
        start(thread)

    connection = Connection(Peer().config(), HandlerScopes(None, ThreadRegistry()))
    close_transport = connection._transport.close

    def close(timeout: float) -> None:
        close_transport(timeout)
        closing.set()

    monkeypatch.setattr(connection._transport, "close", close)
    monkeypatch.setattr(threading.Thread, "start", delayed)
    starter = threading.Thread(target=connection._start_background, args=("late", ran.set))
    starter.start()
    try:
        connection.close()
        assert ran.is_set()
    finally:
        closed.set()
        starter.join()
