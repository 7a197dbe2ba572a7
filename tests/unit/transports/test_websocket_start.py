"""The start of websocket transports that does not end by itself."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from typing import Any

import psutil  # type: ignore[import-untyped]  # its types are in a separate package
import pytest

from openai_codex import CodexConfig, RuntimeStartError, WebSocketOptions
from openai_codex._transports.resolve import resolve_async_transport, resolve_transport
from openai_codex._transports.websocket import asyncio_client
from support.processes import still_running
from unit.transports.peers import TEST_TIMEOUT, Recorder


def test_timeout_expires_while_a_name_is_resolved(monkeypatch: pytest.MonkeyPatch) -> None:
    """The event loop resolves names in a thread, which it cannot end."""
    resolved = threading.Event()

    def getaddrinfo(*values: Any, **fields: Any) -> Any:
        assert resolved.wait(TEST_TIMEOUT)
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    threads = set(threading.enumerate())
    config = CodexConfig(url="ws://slow.invalid:1", start_timeout=0.1, websocket=WebSocketOptions(proxy=False))
    begun = time.monotonic()
    with pytest.raises(RuntimeStartError, match=r"no connection within 0\.1 s"):
        resolve_transport(config).start(Recorder())
    assert time.monotonic() - begun < TEST_TIMEOUT / 2
    resolved.set()
    for thread in set(threading.enumerate()) - threads:
        thread.join(TEST_TIMEOUT)
    assert set(threading.enumerate()) <= threads


async def test_cancelled_start_kills_a_command_that_has_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The transport waits a moment for the exit code of the command."""
    waiting = asyncio.Event()

    async def wait_for_exit(command: object) -> str:
        waiting.set()
        await asyncio.Event().wait()
        return ""

    monkeypatch.setattr(asyncio_client, "_exit_of", wait_for_exit)
    options = WebSocketOptions(proxy_command=("/bin/sh", "-c", "exec sleep 77 <&- >&-"))
    transport = resolve_async_transport(CodexConfig(url="ws://build-host", websocket=options))
    start = asyncio.create_task(transport.start(Recorder()))
    await asyncio.wait_for(waiting.wait(), TEST_TIMEOUT)
    commands = psutil.Process().children()
    assert commands
    start.cancel()
    with pytest.raises(asyncio.CancelledError):
        await start
    assert still_running(commands) == []
