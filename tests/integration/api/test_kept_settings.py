"""Settings that resumed and forked threads keep, on the real runtime."""

from __future__ import annotations

import gc
from typing import Any

import pytest

from openai_codex import ApprovalMode, Sandbox
from support.runtimes import offline
from support.sync_adapter import FLAVOURS

pytestmark = pytest.mark.parametrize("flavour", FLAVOURS)

SANDBOXES: dict[str, tuple[Any, dict[str, Any]]] = {
    "workspace": (Sandbox.workspace_write, {"type": "workspaceWrite", "networkAccess": False, "writableRoots": []}),
    "details": (
        Sandbox.workspace_write(network_access=True, writable_roots=["/opt"]),
        {"type": "workspaceWrite", "networkAccess": True, "writableRoots": ["/opt"]},
    ),
    "full": (Sandbox.full_access, {"type": "dangerFullAccess"}),
    "network": (Sandbox.read_only(network_access=True), {"type": "readOnly", "networkAccess": True}),
    "external": ({"type": "externalSandbox", "networkAccess": "enabled"}, {"type": "externalSandbox"}),
}


def settings_of(codex: Any, thread_id: str) -> dict[str, Any]:
    response: dict[str, Any] = codex._sender.call("thread/resume", {"threadId": thread_id, "excludeTurns": True})
    return response


def has_sandbox(codex: Any, thread_id: str, expected: dict[str, Any]) -> bool:
    found = settings_of(codex, thread_id)["sandbox"]
    return bool({name: found.get(name) for name in expected} == expected)


@pytest.mark.parametrize("name", SANDBOXES)
def test_fork_keeps_the_settings_of_a_known_thread(flavour: str, name: str) -> None:
    sandbox, expected = SANDBOXES[name]
    with offline(flavour, []) as (model, codex):
        thread = codex.thread_start(sandbox=sandbox, model="m-2", approval_mode=ApprovalMode.ask_always)
        thread.run("One", effort="high")
        fork = codex.thread_fork(thread)
        assert has_sandbox(codex, fork.id, expected)
        assert settings_of(codex, fork.id)["approvalPolicy"] == "untrusted"
        fork.run("Two")
        body = model.requests[-1].body
        assert (body["model"], body["reasoning"]["effort"]) == ("m-2", "high")


def test_fork_keeps_the_settings_of_the_last_turn_without_a_handle(flavour: str) -> None:
    with offline(flavour, []) as (_, codex):
        result = codex.run("One", model="m-2")
        codex.thread_resume(result.thread_id).run("Two", sandbox=Sandbox.workspace_write, model="m-3")
        gc.collect()
        fork = codex.thread_fork(result.thread_id)
        assert has_sandbox(codex, fork.id, SANDBOXES["workspace"][1])
        assert settings_of(codex, fork.id)["model"] == "m-3"


def test_fork_prefers_the_settings_of_the_caller(flavour: str) -> None:
    with offline(flavour, []) as (_, codex):
        thread = codex.thread_start(sandbox=Sandbox.full_access, model="m-2")
        thread.run("One", effort="high")
        fork = codex.thread_fork(thread, sandbox=Sandbox.read_only, model="m-3")
        found = settings_of(codex, fork.id)
        assert (found["sandbox"]["type"], found["model"], found["reasoningEffort"]) == ("readOnly", "m-3", None)


@pytest.mark.parametrize("name", ["workspace", "details", "network", "external"])
def test_resume_of_an_unloaded_thread_keeps_its_sandbox(flavour: str, name: str) -> None:
    sandbox, expected = SANDBOXES[name]
    with offline(flavour, []) as (_, codex):
        thread = codex.thread_start(sandbox=sandbox, model="m-2")
        thread.run("One")
        codex.thread_archive(thread.id)
        codex.thread_unarchive(thread.id)
        again = codex.thread_resume(thread.id)
        assert has_sandbox(codex, again.id, expected)
        assert again.run("Two").status == "completed"
        assert settings_of(codex, again.id)["model"] == "m-2"


def test_other_client_finds_the_settings_as_documented(flavour: str) -> None:
    """The table in docs/threads-and-turns.md. The runtime loses the sandbox of the first thread."""
    presets = {"approval_mode": ApprovalMode.ask_always, "model": "m-2"}
    with offline(flavour, []) as (_, codex):
        home = codex.metadata.codex_home
        writing = codex.thread_start(sandbox=Sandbox.workspace_write, **presets)
        writing.run("One", effort="high")
        full = codex.thread_start(sandbox=Sandbox.full_access, **presets)
        full.run("One", effort="high")
        with offline(flavour, [], home=home) as (_, other):
            codex.close()
            forked = settings_of(other, other.thread_fork(full.id).id)
            assert (forked["model"], forked["reasoningEffort"]) == ("mock-model", None)
            assert (forked["sandbox"]["type"], forked["approvalPolicy"]) == ("readOnly", "untrusted")
            for thread, sandbox in ((writing, "readOnly"), (full, "dangerFullAccess")):
                found = settings_of(other, other.thread_resume(thread.id).id)
                assert found["sandbox"]["type"] == sandbox
                assert (found["model"], found["reasoningEffort"]) == ("m-2", "high")
                assert found["approvalPolicy"] == "untrusted"
            # Now this client knows the thread.
            assert has_sandbox(other, other.thread_fork(full.id).id, SANDBOXES["full"][1])
            again = other.thread_resume(writing.id, sandbox=Sandbox.workspace_write)
            assert has_sandbox(other, other.thread_fork(again).id, SANDBOXES["workspace"][1])
