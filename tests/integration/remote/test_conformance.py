"""The capabilities of the runtime over each transport except stdio, synchronous and asynchronous."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest

from compat import conformance
from compat.check import attempt
from openai_codex import Approval, ApprovalMode, ApprovalRequest, CodexConfig, Sandbox, WebSocketOptions
from openai_codex.app_server import AppServer
from openai_codex.testing import ScriptedModel, shell_call
from support.delegation import PARENT, delegating
from support.remote import server as remote_server
from support.sync_adapter import FLAVOURS, client
from support.tcp_proxy import TcpProxy
from support.tcp_transport import tcp_runtimes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from openai_codex.testing import Reply
    from support.certificates import Certificate

CORE = ("turn", "stream", "approval", "dynamic tool", "question", "interrupt", "steer", "fork", "resume")
"""Capabilities that depend on the transport most: requests in both directions, and long turns."""

CARRIED = ("wss", "command", "custom")
"""Transports that add a layer to the others: TLS, a command, and a transport of the application."""

SOME = ("turn", "approval")
"""Capabilities that the default run tests over these transports."""

Scripted: TypeAlias = "tuple[ScriptedModel, CodexConfig, Path]"


@contextlib.contextmanager
def server(transport: str, tls: Certificate, program: Path, *script: Reply) -> Iterator[Scripted]:
    """Start a model and a runtime that uses it, and reach it over a transport."""
    with ScriptedModel(list(script), default="ok") as model:
        config = model.config(codex_bin=program)
        with connected(transport, tls, config) as remote:
            yield model, replace(remote, request_timeout=conformance.REQUEST_SECONDS), Path(str(config.cwd))


@contextlib.contextmanager
def connected(transport: str, tls: Certificate, config: CodexConfig) -> Iterator[CodexConfig]:
    """Start a runtime, and yield the configuration of its clients."""
    if transport == "custom":
        with tcp_runtimes(config) as factory:
            yield CodexConfig(transport=factory)
        return
    listen = {"wss": "ws", "command": "unix"}.get(transport, transport)
    with AppServer.start(config, listen=listen) as running:
        remote = running.client_config()
        if transport == "wss":
            with TcpProxy.of(running.url, tls=tls.server_context()) as proxy:
                yield replace(remote, url=proxy.url, websocket=WebSocketOptions(ca_file=tls.certificate))
        elif transport == "command":
            command = (str(config.codex_bin), "app-server", "proxy", "--sock", running.url.removeprefix("unix://"))
            yield CodexConfig(url="ws://build-host/", websocket=WebSocketOptions(proxy_command=command))
        else:
            yield remote


def case(capability: str, flavour: str, transport: str) -> Any:
    """Return a case. The default run tests some capabilities over each transport."""
    extended = transport in CARRIED and capability not in SOME
    return pytest.param(capability, flavour, transport, marks=[pytest.mark.extended] * extended)


CASES = [
    *(case(capability, "sync", "ws") for capability in conformance.CAPABILITIES),
    *(case(capability, "async", "unix") for capability in conformance.CAPABILITIES),
    *(case(capability, "async", "ws") for capability in CORE),
    *(case(capability, "sync", "unix") for capability in CORE),
    *(
        case(capability, flavour, transport)
        for transport in CARRIED
        for flavour in FLAVOURS
        for capability in conformance.CAPABILITIES
    ),
]


@pytest.mark.parametrize(("capability", "flavour", "transport"), CASES)
def test_capability_works_over_the_transport(
    capability: str, flavour: str, transport: str, tls: Certificate, monkeypatch: pytest.MonkeyPatch
) -> None:
    codex_cli_bin = pytest.importorskip("codex_cli_bin")
    monkeypatch.setattr(conformance, "scripted", partial(server, transport, tls))
    if flavour == "async":
        monkeypatch.setattr(conformance, "Codex", partial(client, "async"))
    outcome = attempt(Path(codex_cli_bin.bundled_codex_path()), capability)
    assert outcome.passed, outcome.reason


@pytest.mark.parametrize(
    ("flavour", "listen"), [(flavour, listen) for flavour in FLAVOURS for listen in ("ws", "unix")]
)
def test_subagents_work_over_the_transport(flavour: str, listen: str) -> None:
    asked: list[str | None] = []

    def approve(request: ApprovalRequest) -> Approval:
        asked.append(request.thread_id)
        return Approval.accept()

    script = delegating([shell_call("echo child"), "Child is done."])
    with remote_server(script, listen=listen) as running:
        with client(flavour, running.client_config(), on_approval=approve) as codex:
            thread = codex.thread_start(approval_mode=ApprovalMode.ask_always, sandbox=Sandbox.workspace_write)
            result = thread.run(PARENT)
        assert result.final_response == "Parent is done."
        assert [agent.final_response for agent in result.subagents] == ["Child is done."]
        assert asked == [agent.thread_id for agent in result.subagents]
