"""Threads that the synchronous connection starts for its own requests, and for which `close` waits."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from unit.connection.peers import TEST_TIMEOUT, Peer, connected

if TYPE_CHECKING:
    from openai_codex._connection.sync.connection import Connection


class SlowThread(threading.Thread):
    """A thread whose start takes until `go_on` is set."""

    starting: threading.Event
    go_on: threading.Event

    def start(self) -> None:
        self.starting.set()
        assert self.go_on.wait(TEST_TIMEOUT)
        super().start()


def test_close_waits_for_a_thread_that_is_starting(monkeypatch: pytest.MonkeyPatch) -> None:
    ran, SlowThread.starting, SlowThread.go_on = threading.Event(), threading.Event(), threading.Event()
    with connected("sync", Peer().config()) as connection:
        inner: Connection = connection.inner

        def new_thread(name: str, target: object) -> threading.Thread:
            return SlowThread(target=target, name=name, daemon=True)  # type: ignore[arg-type]

        monkeypatch.setattr(inner, "_new_thread", new_thread)
        starter = threading.Thread(target=inner.start_background, args=("slow", ran.set))
        starter.start()
        assert SlowThread.starting.wait(TEST_TIMEOUT)
        closed: list[BaseException | None] = []

        def close() -> None:
            try:
                inner.close()
            except BaseException as error:
                closed.append(error)
            else:
                closed.append(None)

        closer = threading.Thread(target=close)
        closer.start()
        assert inner._lost.wait(TEST_TIMEOUT)
        SlowThread.go_on.set()
        closer.join(TEST_TIMEOUT)
        starter.join(TEST_TIMEOUT)
        assert closed == [None]
        assert ran.is_set()
        assert not inner._background


def test_thread_that_fails_to_start_is_not_joined(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    with connected("sync", Peer().config()) as connection:
        inner: Connection = connection.inner
        with monkeypatch.context() as patch:
            patch.setattr(threading.Thread, "start", fail)
            with pytest.raises(RuntimeError, match="can't start"):
                inner.start_background("failing", lambda: None)
        assert not inner._background
        inner.close()
