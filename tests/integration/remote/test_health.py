"""`wait_ready` and `is_ready` on the real runtime."""

from __future__ import annotations

import asyncio
import socket
import threading
from typing import TYPE_CHECKING, Any

import pytest

from openai_codex import AsyncCodex, CodexConfig
from openai_codex.errors import ConfigError, InputError, RequestTimeoutError, RuntimeStartError, TransportClosedError
from openai_codex.health import is_ready, is_ready_async, wait_ready, wait_ready_async
from support.fake_runtime import THREAD
from support.reconnecting import reconnecting
from support.remote import server
from support.runtimes import fake_runtime, offline
from support.sync_adapter import FLAVOURS

if TYPE_CHECKING:
    from pathlib import Path

both = pytest.mark.parametrize("flavour", FLAVOURS)
each_address = pytest.mark.parametrize("listen", ["unix", "ws"])


def wait(flavour: str, url: str, **arguments: Any) -> None:
    if flavour == "sync":
        wait_ready(url, **arguments)
    else:
        asyncio.run(wait_ready_async(url, **arguments))


def ready(flavour: str, url: str, **arguments: Any) -> bool:
    return is_ready(url, **arguments) if flavour == "sync" else asyncio.run(is_ready_async(url, **arguments))


@both
@each_address
def test_running_server_is_ready_and_ended_one_is_not(flavour: str, listen: str) -> None:
    with server("ok", listen=listen) as running:
        wait(flavour, running.url)
        assert ready(flavour, running.url)
        url = running.url
    assert not ready(flavour, url)
    with pytest.raises(RuntimeStartError, match=r"is not ready after 0\.3 s: .+"):
        wait(flavour, url, timeout=0.3)


@both
def test_wait_ends_when_the_server_starts(flavour: str, tmp_path: Path) -> None:
    url = f"unix://{tmp_path}/codex.sock"
    done = threading.Event()

    def waiting() -> None:
        wait(flavour, url)
        done.set()

    thread = threading.Thread(target=waiting)
    thread.start()
    with server("ok", listen=url):
        assert done.wait(30)
    thread.join()


@both
def test_http_server_of_another_kind_is_not_ready(flavour: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        answering = threading.Thread(target=answer, args=(listener,))
        answering.start()
        try:
            with pytest.raises(RuntimeStartError, match=r"GET /readyz answered with HTTP 503"):
                wait(flavour, f"ws://127.0.0.1:{listener.getsockname()[1]}", timeout=0.05)
        finally:
            answering.join()


def answer(listener: socket.socket) -> None:
    accepted, _ = listener.accept()
    with accepted:
        accepted.recv(65536)
        accepted.sendall(b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")


@both
def test_invalid_arguments_are_rejected(flavour: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InputError, match=r"url: expected ws://"):
        wait(flavour, "http://127.0.0.1")
    with pytest.raises(InputError, match=r"timeout: expected seconds above 0"):
        wait(flavour, "ws://127.0.0.1:1", timeout=0)
    with pytest.raises(InputError, match=r"options: expected WebSocketOptions, got dict"):
        wait(flavour, "ws://127.0.0.1:1", options={})
    with pytest.raises(InputError, match=r"options: expected WebSocketOptions, got dict"):
        ready(flavour, "ws://127.0.0.1:1", options={})
    monkeypatch.setattr("openai_codex._remote_extra.find_spec", lambda name: None)
    with pytest.raises(ConfigError, match=r"missing package httpx"):
        wait(flavour, "ws://127.0.0.1:1")


# codex.health()


@both
def test_health_of_a_process(flavour: str) -> None:
    with offline(flavour, []) as (_, codex):
        found = codex.health()
        assert (found.ok, found.state, found.ready, found.error) == (True, "connected", None, None)
        assert 0 < found.latency < 5
        assert found.runtime_version == codex.metadata.server_info.version
        codex.close()
        found = codex.health()
        assert (found.ok, found.state, found.latency) == (False, "closed", None)
        assert isinstance(found.error, TransportClosedError)


@both
def test_health_of_a_remote_runtime_and_of_a_lost_connection(flavour: str) -> None:
    with reconnecting(flavour, "ok") as link:
        assert link.codex.health().ok
        assert link.codex.health().ready is True
        with link.offline():
            found = link.codex.health(timeout=0.5)
            assert (found.ok, found.state, found.ready, found.latency) == (False, "reconnecting", False, None)
            assert found.runtime_version is not None
        assert link.codex.health().ok


@both
def test_health_of_a_runtime_that_does_not_answer(flavour: str) -> None:
    with fake_runtime(flavour) as (runtime, codex):
        found = codex.health(timeout=0.05)
        assert (found.ok, found.state, found.latency) == (False, "connected", None)
        assert isinstance(found.error, RequestTimeoutError)
        runtime.responses["thread/loaded/list"] = {"data": [THREAD], "nextCursor": None}
        assert codex.health().ok
        with pytest.raises(InputError, match="timeout"):
            codex.health(timeout=-1)


def test_health_of_a_client_that_is_not_started() -> None:
    async def check() -> None:
        found = await AsyncCodex(CodexConfig()).health()
        assert (found.ok, found.state, found.runtime_version, found.error) == (False, "not started", None, None)

    asyncio.run(check())
