"""Client and runtime in two network namespaces, whose link is cut and restored. Needs the rights to create them."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from openai_codex import CodexConfig, WebSocketOptions
from openai_codex._transports.stdio.launch import resolve_launch_spec
from openai_codex.testing import Gate, ScriptedModel, Text
from support.reconnecting import Link
from support.sync_adapter import FLAVOURS, client
from support.tcp_proxy import TcpProxy

if TYPE_CHECKING:
    from collections.abc import Iterator

ADDRESS, PEER = "10.213.77.1", "10.213.77.2"
TOKEN = "secret-of-the-namespace"


def ip(*arguments: str) -> None:
    subprocess.run(("ip", *arguments), check=True, capture_output=True, timeout=20)


@pytest.fixture
def namespace() -> Iterator[tuple[str, str]]:
    """A namespace, and the name of the link that leads to it."""
    if sys.platform != "linux" or shutil.which("ip") is None or os.geteuid() != 0:
        pytest.skip("needs ip netns and the rights of root")
    name, link = f"codex-{os.getpid()}", f"cx{os.getpid() % 100000}"
    with contextlib.ExitStack() as stack:
        try:
            ip("netns", "add", name)
            stack.callback(ip, "netns", "delete", name)
            ip("link", "add", link, "type", "veth", "peer", "name", "eth0", "netns", name)
            ip("addr", "add", f"{ADDRESS}/24", "dev", link)
            ip("link", "set", link, "up")
            for arguments in (("addr", "add", f"{PEER}/24", "dev", "eth0"), ("link", "set", "eth0", "up")):
                ip("-n", name, *arguments)
            ip("-n", name, "link", "set", "lo", "up")
        except subprocess.CalledProcessError as error:
            pytest.skip(f"no namespace: {error.stderr.decode().strip()}")
        yield name, link


@contextlib.contextmanager
def runtime_in(name: str, model: ScriptedModel, forward: str, token_file: str) -> Iterator[str]:
    """Start a runtime in a namespace, whose model is outside of it; yield its address."""
    launch = resolve_launch_spec(model.config(settings={"model_providers": {"scripted": {"base_url": forward}}}))
    listen = ("--listen", f"ws://{PEER}:4500", "--ws-auth", "capability-token", "--ws-token-file", token_file)
    process = subprocess.Popen(
        ("ip", "netns", "exec", name, *launch.command, *listen),
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env={**launch.env},
        cwd=launch.cwd,
        text=True,
    )
    with process:
        assert process.stderr is not None
        yield next(line.split()[-1] for line in process.stderr if "listening on:" in line)
        process.terminate()


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_turn_survives_a_link_that_is_cut_and_restored(flavour: str, namespace: tuple[str, str], tmp_path: Any) -> None:
    name, link = namespace
    token_file = tmp_path / "token"
    token_file.write_text(TOKEN)
    gate = Gate()
    pings = WebSocketOptions(ping_interval=0.2, ping_timeout=0.4)
    with (
        ScriptedModel([[Text("Begin."), gate, Text("End.")]]) as model,
        forwarder(model.url) as forward,
        runtime_in(name, model, forward, str(token_file)) as url,
        client(flavour, CodexConfig(url=url, token=TOKEN, websocket=pings, start_timeout=5.0)) as codex,
    ):
        events = Link(codex)
        turn = codex.thread_start().turn("Go")
        gate.wait_entered()
        # Packets are lost, and no connection is closed.
        ip("link", "set", link, "down")
        events.wait_lost()
        ip("link", "set", link, "up")
        assert events.wait_restored().duration > 0
        gate.open()
        assert turn.run().final_response == "End."


@contextlib.contextmanager
def forwarder(url: str) -> Iterator[str]:
    """Yield the address of a model, as the namespace reaches it: a proxy that listens on the link."""
    port = int(url.rpartition(":")[2].partition("/")[0])
    with TcpProxy(port, host=ADDRESS) as proxy:
        yield f"http://{ADDRESS}:{proxy.port}/v1"
