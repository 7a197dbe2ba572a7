"""The capabilities of the runtime over a websocket and a unix socket, synchronous and asynchronous."""

from __future__ import annotations

import contextlib
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from compat import conformance
from compat.check import attempt
from openai_codex import Approval, ApprovalMode, ApprovalRequest, CodexConfig, Sandbox
from openai_codex.app_server import AppServer
from openai_codex.testing import ScriptedModel, shell_call
from support.delegation import PARENT, delegating
from support.remote import server as remote_server
from support.sync_adapter import FLAVOURS, client

if TYPE_CHECKING:
    from collections.abc import Iterator

    from openai_codex.testing import Reply

CORE = ("turn", "stream", "approval", "dynamic tool", "question", "interrupt", "steer", "fork", "resume")
"""Capabilities that depend on the transport most: requests in both directions, and long turns."""


@contextlib.contextmanager
def server(listen: str, program: Path, *script: Reply) -> Iterator[tuple[ScriptedModel, CodexConfig, Path]]:
    """Start a model and a server that uses it, instead of a runtime for one client."""
    with ScriptedModel(list(script), default="ok") as model:
        config = model.config(codex_bin=program)
        with AppServer.start(config, listen=listen) as running:
            remote = running.client_config(CodexConfig(request_timeout=conformance.REQUEST_SECONDS))
            yield model, remote, Path(str(config.cwd))


CASES = [
    *((capability, "sync", "ws") for capability in conformance.CAPABILITIES),
    *((capability, "async", "unix") for capability in conformance.CAPABILITIES),
    *((capability, "async", "ws") for capability in CORE),
    *((capability, "sync", "unix") for capability in CORE),
]


@pytest.mark.parametrize(("capability", "flavour", "listen"), CASES)
def test_capability_works_over_the_transport(
    capability: str, flavour: str, listen: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    codex_cli_bin = pytest.importorskip("codex_cli_bin")
    monkeypatch.setattr(conformance, "scripted", partial(server, listen))
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
