"""Settings of clients and threads: sandbox policies, granular approvals, MCP servers, overrides, isolated homes."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import textwrap
import threading
from pathlib import Path
from typing import Any

import pytest

from codex_protocol import (
    ExternalSandboxSandboxPolicy,
    NetworkAccess,
    ReadOnlySandboxPolicy,
    SandboxPolicy,
    WorkspaceWriteSandboxPolicy,
)
from integration.api.test_restart import kill
from openai_codex import (
    Approval,
    ApprovalMode,
    ApprovalRequest,
    CodexConfig,
    ConfigError,
    GranularApproval,
    InputError,
    Sandbox,
)
from openai_codex.testing import ScriptedModel, shell_call
from support import mcp_server
from support.runtimes import fake_runtime, offline
from support.sync_adapter import FLAVOURS, client

ROOT = str(Path(os.sep, "opt").absolute())

WORKSPACE = Sandbox.workspace_write(network_access=True, writable_roots=[Path(ROOT)], exclude_slash_tmp=True)
POLICIES: dict[str, Any] = {
    "workspace": WORKSPACE,
    "wire form": {"type": "workspaceWrite", "networkAccess": True, "writableRoots": [ROOT]},
    "read only with network": Sandbox.read_only(network_access=True),
    "external": ExternalSandboxSandboxPolicy(type="externalSandbox", network_access=NetworkAccess.enabled),
    "full access": Sandbox.full_access(),
    "read only": Sandbox.read_only(),
}


def wire(policy: Any) -> dict[str, Any]:
    """Return a policy in wire form without the fields that have their default."""
    raw = policy if isinstance(policy, dict) else policy.model_dump(mode="json", by_alias=True)
    return {name: value for name, value in raw.items() if value not in (False, [])}


def sandbox_of(codex: Any, thread: Any) -> dict[str, Any]:
    """Return the policy of an open thread that has had a turn."""
    return wire(codex.rpc.thread_resume(thread_id=thread.id).sandbox)


@pytest.fixture(scope="module", params=FLAVOURS)
def opened(request: pytest.FixtureRequest) -> Any:
    with offline(request.param, []) as (model, codex):
        yield model, codex


@pytest.mark.parametrize("name", list(POLICIES))
@pytest.mark.parametrize("call", ["thread_start", "thread_fork", "thread_resume", "run"])
def test_sandbox_policy_applies(opened: Any, call: str, name: str) -> None:
    _, codex = opened
    policy = POLICIES[name]
    if call == "thread_start":
        thread = codex.thread_start(sandbox=policy)
    else:
        thread = codex.thread_start()
        thread.run("Hello", **({"sandbox": policy} if call == "run" else {}))
        if call != "run":
            thread = getattr(codex, call)(thread.id, sandbox=policy)
    thread.run("Hello")
    assert sandbox_of(codex, thread) == wire(policy)


def test_sandbox_policy_is_merged_with_config_and_mcp_servers(opened: Any) -> None:
    _, codex = opened
    before = {"sandbox_workspace_write": {"network_access": False}, "model_reasoning_summary": "concise"}
    servers = {"demo": {"command": sys.executable, "args": [mcp_server.__file__], "enabled": False}}
    thread = codex.thread_start(sandbox=WORKSPACE, config=before, mcp_servers=servers)
    thread.run("Hello")
    assert sandbox_of(codex, thread) == wire(WORKSPACE)
    assert before["sandbox_workspace_write"] == {"network_access": False}


@pytest.mark.parametrize("name", ["workspace", "read only with network"])
@pytest.mark.parametrize("flavour", FLAVOURS)
@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_sandbox_policy_survives_restart(flavour: str, name: str) -> None:
    with offline(flavour, [], restart=True) as (_, codex):
        started, changed = codex.thread_start(sandbox=POLICIES[name]), codex.thread_start()
        reset = codex.thread_start(sandbox=POLICIES[name])
        started.run("Hello")
        changed.run("Hello", sandbox=POLICIES[name])
        reset.run("Hello", sandbox=Sandbox.workspace_write)
        kill(codex)
        # The directories of the start belong to the configuration of the thread.
        kept = Sandbox.workspace_write(writable_roots=[ROOT] if name == "workspace" else [])
        for thread, policy in ((started, POLICIES[name]), (changed, POLICIES[name]), (reset, kept)):
            thread.run("Hello")
            assert sandbox_of(codex, thread) == wire(policy)


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_sandbox_policy_in_wire_form_of_requests(flavour: str) -> None:
    """The policy of `workspace-write` is part of `thread/start`; that of others needs another request."""
    with fake_runtime(flavour, {"thread/settings/update": {}}) as (runtime, codex):
        codex.thread_start(sandbox=WORKSPACE)
        codex.thread_start(sandbox=Sandbox.read_only(network_access=True))
        codex.thread_start(sandbox=Sandbox.read_only)
        [first, second, update, third] = runtime.requests[1:]
    details = {
        "network_access": True,
        "writable_roots": [ROOT],
        "exclude_slash_tmp": True,
        "exclude_tmpdir_env_var": False,
    }
    assert first[1]["config"] == {"sandbox_workspace_write": details}
    assert first[1]["sandbox"] == "workspace-write"
    assert second[1]["sandbox"] == "read-only"
    assert update == (
        "thread/settings/update",
        {"threadId": "thread-1", "sandboxPolicy": {"type": "readOnly", "networkAccess": True}},
    )
    assert third[1]["sandbox"] == "read-only"
    assert "config" not in third[1]


@pytest.mark.parametrize(
    ("call", "field"),
    [
        (lambda: Sandbox.workspace_write(writable_roots=["relative"]), "writable_roots[0]"),
        (lambda: Sandbox.workspace_write(writable_roots=ROOT), "writable_roots"),
        (lambda: Sandbox.workspace_write(network_access="yes"), "network_access"),  # type: ignore[arg-type]
        (lambda: Sandbox.read_only(writable_roots=[ROOT]), "writable_roots"),
        (lambda: Sandbox.full_access(network_access=True), "network_access"),
        (lambda: GranularApproval(rules=1), "approval_mode.rules"),  # type: ignore[arg-type]
        (lambda: GranularApproval(reviewer="me"), "approval_mode.reviewer"),  # type: ignore[arg-type]
    ],
)
def test_invalid_detail_raises(call: Any, field: str) -> None:
    with pytest.raises(InputError) as caught:
        call()
    assert caught.value.field == field


@pytest.mark.parametrize(
    ("policy", "says"),
    [
        ({"networkAccess": True}, "missing key 'type'"),
        ({"type": "workspaceWrite", "networkAccess": "maybe"}, "expected a SandboxPolicy"),
        ({"type": "workspaceWrite", "writableRoots": ["data"]}, "expected an absolute path, got 'data'"),
    ],
)
def test_invalid_policy_raises(opened: Any, policy: Any, says: str) -> None:
    _, codex = opened
    with pytest.raises(InputError, match=says):
        codex.thread_start(sandbox=policy)


def test_sandbox_members_are_unchanged() -> None:
    assert [member.value for member in Sandbox] == ["read-only", "workspace-write", "full-access"]
    assert Sandbox("read-only") is Sandbox.read_only
    policy: SandboxPolicy = Sandbox.workspace_write()
    assert isinstance(policy, WorkspaceWriteSandboxPolicy)
    assert isinstance(Sandbox.read_only(), ReadOnlySandboxPolicy)


@pytest.mark.parametrize("flavour", FLAVOURS)
@pytest.mark.parametrize("asks", [True, False])
def test_granular_approval_decides_which_requests_arrive(flavour: str, asks: bool) -> None:
    asked: list[ApprovalRequest] = []

    def decide(request: ApprovalRequest) -> Approval:
        asked.append(request)
        return Approval.accept()

    command = shell_call("touch made.txt", sandbox_permissions="require_escalated", justification="Needed.")
    with offline(flavour, [command, "Done."], on_approval=decide) as (_, codex):
        mode = GranularApproval(sandbox_approval=asks)
        result = codex.thread_start(approval_mode=mode, sandbox=Sandbox.read_only).run("Go", timeout=30)
    assert result.final_response == "Done."
    assert len(asked) == asks


def test_granular_approval_in_turn(opened: Any) -> None:
    _, codex = opened
    thread = codex.thread_start(approval_mode=ApprovalMode.deny_all)
    thread.run("Hello", approval_mode=GranularApproval(rules=True, reviewer="auto_review"))
    resumed = codex.rpc.thread_resume(thread_id=thread.id)
    assert resumed.approval_policy.granular.rules
    assert not resumed.approval_policy.granular.sandbox_approval
    assert resumed.approvals_reviewer == "auto_review"


@pytest.mark.parametrize("call", ["thread_start", "thread_fork"])
def test_mcp_servers_of_a_thread_start(opened: Any, call: str) -> None:
    _, codex = opened
    servers = {"demo": {"command": sys.executable, "args": [Path(mcp_server.__file__)]}}
    values: tuple[str, ...] = ()
    if call != "thread_start":
        first = codex.thread_start()
        first.run("Hello")
        values = (first.id,)
    thread = getattr(codex, call)(*values, mcp_servers=servers)
    [status] = codex.rpc.mcp_server_status_list(thread_id=thread.id).data
    assert (status.name, status.tools_error) == ("demo", None)
    assert status.tools


@pytest.mark.parametrize(
    ("servers", "says"),
    [
        (["demo"], "mcp_servers: expected a dictionary such as"),
        ({"a.b": {"command": "x"}}, "mcp_servers: expected names of letters, digits, '_' and '-', got 'a.b'"),
        ({"demo": "npx server"}, r"mcp_servers\['demo'\]: expected a dictionary with 'command' or 'url', got str"),
        ({"demo": {"comand": "x"}}, r"mcp_servers\['demo'\]: expected one of the keys .*, got the keys 'comand'"),
        ({"demo": {"command": "x", "url": "y"}}, "got both"),
        ({"demo": {"command": ["npx", "server"]}}, r"\.command: expected a string, got list; put the arguments into"),
    ],
)
def test_invalid_mcp_servers_raise(opened: Any, servers: Any, says: str) -> None:
    _, codex = opened
    with pytest.raises(InputError, match=says):
        codex.thread_start(mcp_servers=servers)


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_nested_config_overrides_reach_runtime(flavour: str) -> None:
    overrides = {
        "model_reasoning_effort": "low",
        "features.plugins": False,
        "sandbox_workspace_write": {"network_access": True, "writable_roots": [Path(ROOT)]},
        "model_providers": {"other": {"name": 'Quoted "name"', "base_url": "http://127.0.0.1:9", "query_params": {}}},
    }
    with offline(flavour, [], config_overrides=overrides) as (_, codex):
        config = codex.rpc.config_read().config
        assert config.model_reasoning_effort == "low"
        assert config.sandbox_workspace_write.network_access
        assert config.sandbox_workspace_write.writable_roots == [ROOT]
        assert config.model_extra["model_providers"]["other"]["name"] == 'Quoted "name"'
        # The table is merged into that of the file.
        assert "scripted" in config.model_extra["model_providers"]


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_config_assigned_after_creation_is_used(flavour: str) -> None:
    with ScriptedModel([], default="ok") as model:
        config = model.config()
        config.env = {**(config.env or {}), "EXTRA": "1"}
        config.client_name = "assigned"
        with client(flavour, config) as codex:
            assert codex.metadata.server_info.name == "assigned"


# Isolated homes


def files_with(text: str, folder: str) -> list[str]:
    """Return the files of a folder that contain a text."""
    return [str(path) for path in Path(folder).rglob("*") if path.is_file() and text.encode() in path.read_bytes()]


def provider(model: ScriptedModel) -> dict[str, Any]:
    """Return settings with which an isolated runtime uses the scripted model."""
    scripted = {"name": "scripted", "base_url": model.url, "wire_api": "responses", "supports_websockets": False}
    return {
        "model": "mock-model",
        "model_provider": "scripted",
        "model_providers.scripted": {**scripted, "requires_openai_auth": True},
        "features": {"plugins": False, "apps": False, "shell_snapshot": False},
        "analytics.enabled": False,
        "check_for_update_on_startup": False,
    }


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_isolated_client_writes_no_key_and_removes_its_home(flavour: str) -> None:
    key = "sk-isolated-0123456789"
    with ScriptedModel([], default="ok") as model:
        with client(flavour, CodexConfig(isolated=True, config_overrides=provider(model))) as codex:
            home = codex.metadata.codex_home
            assert home != os.environ.get("CODEX_HOME", str(Path.home() / ".codex"))
            assert codex.account().account is None
            codex.login_api_key(key)
            assert codex.thread_start().run("Hello").final_response == "ok"
            assert model.requests[-1].headers["authorization"] == f"Bearer {key}"
            assert files_with(key, home) == []
            assert not os.path.exists(os.path.join(home, "auth.json"))
        assert not os.path.exists(home)


@pytest.mark.parametrize("flavour", FLAVOURS)
@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_isolated_home_survives_restart(flavour: str) -> None:
    with ScriptedModel([], default="ok") as model:
        overrides = {**provider(model), "model_providers.scripted.requires_openai_auth": False}
        with client(flavour, CodexConfig(isolated=True, restart=True, config_overrides=overrides)) as codex:
            home = codex.metadata.codex_home
            thread = codex.thread_start()
            thread.run("Hello")
            kill(codex)
            assert thread.run("Hello").final_response == "ok"
            assert codex.metadata.codex_home == home
        assert not os.path.exists(home)


def test_isolated_home_of_collected_client_is_removed() -> None:
    from openai_codex import Codex

    codex = Codex(CodexConfig(isolated=True))
    home = str(codex.metadata.codex_home)
    del codex
    gc.collect()
    tick = threading.Event()
    for _ in range(1000):
        if not os.path.exists(home):
            return
        # The runtime ends in another thread.
        tick.wait(0.01)
        gc.collect()
    pytest.fail("the home was not removed")


def test_isolated_home_is_removed_at_exit_but_not_by_child() -> None:
    program = """
        import os, sys
        from openai_codex import Codex, CodexConfig
        codex = Codex(CodexConfig(isolated=True))
        home = codex.metadata.codex_home
        if hasattr(os, "fork"):
            child = os.fork()
            if child == 0:
                sys.exit(0)
            os.waitpid(child, 0)
        assert os.path.isdir(home)
        print(home)
    """
    command = [sys.executable, "-c", textwrap.dedent(program)]
    home = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout.strip()
    assert "codex-isolated-" in home
    assert not os.path.exists(home)


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_isolated_client_with_another_home_raises(flavour: str) -> None:
    with pytest.raises(ConfigError, match=r"env\['CODEX_HOME'\]: conflicts with isolated=True"):
        CodexConfig(isolated=True, env={"CODEX_HOME": "/x"})
    config = CodexConfig(isolated=True)
    config.env = {"CODEX_HOME": "/x"}
    with pytest.raises(ConfigError, match="conflicts with isolated=True"), client(flavour, config):
        pytest.fail("the runtime was started")
