"""Connections that a command carries, on the real runtime."""

from __future__ import annotations

import queue
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import psutil  # type: ignore[import-untyped]  # its types are in a separate package
import pytest

from openai_codex import CodexConfig, ConnectionRestored, RuntimeStartError, WebSocketOptions
from openai_codex._transports.stdio.launch import resolve_launch_spec
from openai_codex.errors import InputError
from openai_codex.health import is_ready
from openai_codex.testing import Gate, Text
from support.processes import still_running
from support.remote import server
from support.sync_adapter import FLAVOURS, client

if TYPE_CHECKING:
    from support.remote import TestServer

both = pytest.mark.parametrize("flavour", FLAVOURS)


def proxied(running: TestServer, **fields: Any) -> CodexConfig:
    """Return the configuration of a client that reaches a server through `codex app-server proxy`."""
    program = resolve_launch_spec(running.config).command[0]
    command = (program, "app-server", "proxy", "--sock", running.url.removeprefix("unix://"))
    return CodexConfig(url="ws://build-host/", websocket=WebSocketOptions(proxy_command=command), **fields)


def proxies() -> list[psutil.Process]:
    """Return the commands of this process."""
    return [child for child in psutil.Process().children() if "proxy" in child.cmdline()]


@both
def test_turn_runs_through_the_proxy_of_the_runtime(flavour: str) -> None:
    with server("ok") as running:
        with client(flavour, proxied(running)) as codex:
            assert codex.thread_start().run("Hi").final_response == "ok"
            commands = proxies()
            assert len(commands) == 1
            health = codex.health()
            assert (health.ok, health.ready) == (True, None)
        assert still_running(commands) == []


@both
def test_command_that_ends_is_started_again(flavour: str) -> None:
    gate = Gate()
    with server([[Text("Begin."), gate, Text("End.")]]) as running, client(flavour, proxied(running)) as codex:
        events: queue.SimpleQueue[ConnectionRestored] = queue.SimpleQueue()
        codex.on(ConnectionRestored, events.put)
        turn = codex.thread_start().turn("Go")
        gate.wait_entered()
        (command,) = proxies()
        command.kill()
        gate.open()
        assert turn.run().final_response == "End."
        assert "exited with code -9" in str(events.get(timeout=20).cause)
        assert len(proxies()) == 1


@both
def test_failing_command_is_explained(flavour: str) -> None:
    program = "import sys; sys.stderr.write('Permission denied (publickey).'); sys.exit(255)"
    options = WebSocketOptions(proxy_command=(sys.executable, "-c", program))
    config = CodexConfig(url="ws://build-host", websocket=options)
    with pytest.raises(RuntimeStartError, match=r"exited with code 255") as caught, client(flavour, config):
        pytest.fail("connected")
    assert caught.value.stderr == ("Permission denied (publickey).",)
    missing = replace(config, websocket=WebSocketOptions(proxy_command=("no-such-program",)))
    with pytest.raises(RuntimeStartError, match=r"'no-such-program' does not start"), client(flavour, missing):
        pytest.fail("connected")


@both
@pytest.mark.parametrize(
    ("scheme", "hint"), [("ws", ""), ("wss", "; if the other side has no TLS, use ws://")], ids=["ws", "wss"]
)
def test_silent_command_is_ended_after_the_timeout(flavour: str, scheme: str, hint: str) -> None:
    # It ends when its stdin ends, which is not the reason of the failure.
    options = WebSocketOptions(proxy_command=(sys.executable, "-c", "import sys; sys.stdin.read()"))
    config = CodexConfig(url=f"{scheme}://build-host", websocket=options, start_timeout=0.5)
    with pytest.raises(RuntimeStartError) as caught, client(flavour, config):
        pytest.fail("connected")
    expected = f"no connection within 0.5 s (CodexConfig.start_timeout){hint}"
    assert str(caught.value) == f"'{scheme}://build-host': {expected}"


@pytest.mark.parametrize("command", ["ssh host", (), ("ssh", 1), ("ssh", ""), ("ssh", "a\0b")])
def test_invalid_command_is_rejected(command: Any) -> None:
    with pytest.raises(InputError, match=r"WebSocketOptions.proxy_command"):
        WebSocketOptions(proxy_command=command)


def test_command_excludes_a_proxy_and_health_endpoints() -> None:
    with pytest.raises(InputError, match=r"WebSocketOptions.proxy: "):
        WebSocketOptions(proxy_command=("ssh",), proxy="http://proxy:3128")
    with pytest.raises(InputError, match=r"proxy_command"):
        is_ready("ws://host", options=WebSocketOptions(proxy_command=("ssh",)))
