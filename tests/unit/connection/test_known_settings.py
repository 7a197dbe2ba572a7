"""Settings that the client adds to a request that resumes or forks a thread."""

from __future__ import annotations

from typing import Any

import pytest

from openai_codex._connection.settings.known_settings import MAX_THREADS, KnownSettings
from openai_codex._connection.settings.thread_settings import reported_settings
from openai_codex._connection.thread_registry import ThreadRegistry

THREAD = "thread-1"
WORKSPACE = {
    "type": "workspaceWrite",
    "networkAccess": True,
    "writableRoots": ["/data"],
    "excludeSlashTmp": False,
    "excludeTmpdirEnvVar": False,
}
DETAILS = {
    "sandbox_workspace_write": {
        "network_access": True,
        "writable_roots": ["/data"],
        "exclude_slash_tmp": False,
        "exclude_tmpdir_env_var": False,
    }
}
RESPONSE: dict[str, Any] = {
    "thread": {"id": THREAD},
    "model": "m-1",
    "modelProvider": "openai",
    "reasoningEffort": "high",
    "serviceTier": None,
    "sandbox": WORKSPACE,
    "activePermissionProfile": None,
}


def known(response: dict[str, Any] | None = None, **params: Any) -> KnownSettings:
    settings = KnownSettings(THREAD)
    settings.update(params, reported_settings(response or RESPONSE))
    settings.apply_access(response or RESPONSE)
    return settings


def added(method: str, settings: KnownSettings, **params: Any) -> dict[str, Any]:
    sent, _ = settings.with_stored(method, params)
    return {name: value for name, value in sent.items() if params.get(name) != value}


def test_fork_gets_the_reported_settings() -> None:
    assert added("thread/fork", known()) == {
        "sandbox": "workspace-write",
        "config": {**DETAILS, "model_reasoning_effort": "high"},
        "model": "m-1",
        "modelProvider": "openai",
    }


def test_resume_gets_the_settings_that_the_runtime_does_not_store() -> None:
    settings = known({**RESPONSE, "serviceTier": "fast"})
    expected = {"sandbox": "workspace-write", "config": DETAILS, "serviceTier": "fast"}
    assert added("thread/resume", settings) == expected


@pytest.mark.parametrize(
    ("params", "lacks"),
    [
        ({"sandbox": "read-only"}, {"sandbox", "sandbox_workspace_write"}),
        ({"permissions": ":workspace"}, {"sandbox", "sandbox_workspace_write"}),
        ({"config": {"sandbox_mode": "read-only"}}, {"sandbox", "sandbox_workspace_write"}),
        ({"config": {"sandbox_workspace_write.network_access": False}}, {"sandbox", "sandbox_workspace_write"}),
        ({"model": "m-2"}, {"model", "modelProvider", "model_reasoning_effort"}),
        ({"modelProvider": "other"}, {"model", "modelProvider"}),
        ({"config": {"model": "m-2"}}, {"model", "modelProvider", "model_reasoning_effort"}),
        ({"config": {"model_reasoning_effort": "low"}}, {"model_reasoning_effort"}),
        ({"config": {"other": 1}}, set()),
    ],
)
def test_settings_of_the_caller_take_precedence(params: dict[str, Any], lacks: set[str]) -> None:
    sent, _ = known().with_stored("thread/fork", params)
    config = sent.pop("config", {})
    names = {"sandbox", "model", "modelProvider", *DETAILS, "model_reasoning_effort"}
    given = {**params, **params.get("config", {})}
    assert (set(sent) | set(config)) & names - set(given) == names - lacks - set(given)
    assert {name: {**config, **sent}[name] for name in given if name != "config"} == {
        name: value for name, value in given.items() if name != "config"
    }


def test_chosen_profile_is_kept_and_a_reported_one_is_left_to_the_runtime() -> None:
    response = {**RESPONSE, "activePermissionProfile": {"id": ":workspace"}}
    chosen = added("thread/fork", known(response, permissions=":workspace"))
    assert (chosen["permissions"], "sandbox" in chosen) == (":workspace", False)
    reported = added("thread/fork", known(response))
    assert {"permissions", "sandbox"} & set(reported) == set()


def test_policy_of_a_turn_replaces_the_reported_one() -> None:
    settings = known()
    settings.apply_turn_overrides({"sandboxPolicy": {"type": "externalSandbox"}, "effort": "low"})
    sent, policy = settings.with_stored("thread/fork", {})
    assert (sent["sandbox"], policy) == ("read-only", {"type": "externalSandbox"})
    assert sent["config"] == {"model_reasoning_effort": "low"}
    settings.apply_turn_overrides({"permissions": ":workspace"})
    assert settings.with_stored("thread/fork", {})[0]["permissions"] == ":workspace"


def test_mode_without_details_replaces_the_reported_policy() -> None:
    settings = known()
    settings.update({"sandbox": "read-only"}, {"sandbox": "read-only"})
    sent, policy = settings.with_stored("thread/resume", {})
    assert (sent, policy) == ({"sandbox": "read-only"}, None)


@pytest.mark.parametrize("source", [None, [], {}, {"sandbox": None}, {"sandbox": "read-only"}])
def test_invalid_report_changes_nothing(source: Any) -> None:
    settings = known()
    settings.apply_access(source)
    assert settings.with_stored("thread/resume", {})[1] == WORKSPACE


def test_settings_of_recent_threads_are_kept_without_a_handle() -> None:
    threads = ThreadRegistry()
    for number in range(MAX_THREADS + 1):
        threads.register(f"t-{number}", {"model": "m-1"}, None)
    assert threads.get("t-1") is None
    assert threads.settings("t-0") is None
    kept = threads.settings("t-1")
    assert kept is not None
    assert threads.register("t-1", {}, None).settings is kept
    threads.apply_update({"threadId": "t-2", "model": "m-2"})
    assert threads.register("t-2", {}, None).resume_params()["model"] == "m-2"


def test_unloaded_thread_is_not_resumed_by_a_restart() -> None:
    threads = ThreadRegistry()
    thread = threads.register_unloaded(THREAD)
    assert threads.open() == []
    assert threads.register(THREAD, {}, None) is thread
    assert threads.open() == [thread]
