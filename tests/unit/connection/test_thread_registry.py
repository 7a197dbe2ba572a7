"""The settings and handlers of open threads that a restarted runtime receives."""

from __future__ import annotations

import gc
import logging
from typing import Any

import pytest

from openai_codex._connection.settings.thread_settings import (
    ignored_settings,
    not_updatable,
    reported_settings,
    settings_update,
    warn_ignored,
)
from openai_codex._connection.thread_registry import ThreadRegistry, ThreadState
from openai_codex._protocol.notification_bus import NotificationBus
from openai_codex._protocol.notifications import Notification
from openai_codex._protocol.subagents.thread_tree import SETTINGS_UPDATED

THREAD = "thread-1"
REPORTED: dict[str, Any] = {
    "thread": {"id": THREAD},
    "approvalPolicy": "on-request",
    "approvalsReviewer": "user",
    "cwd": "/work",
    "model": "m-1",
    "modelProvider": "openai",
    "serviceTier": None,
    "sandbox": {"type": "workspaceWrite", "networkAccess": True},
    "activePermissionProfile": {"id": ":workspace", "extends": None},
    "reasoningEffort": "high",
}


def resume_settings(state: ThreadState) -> dict[str, Any]:
    params = state.resume_params()
    assert (params.pop("threadId"), params.pop("excludeTurns")) == (THREAD, True)
    return params


def test_reported_settings_of_a_response() -> None:
    assert reported_settings(REPORTED) == {
        "approvalPolicy": "on-request",
        "approvalsReviewer": "user",
        "cwd": "/work",
        "model": "m-1",
        "modelProvider": "openai",
        "serviceTier": None,
        "sandbox": "workspace-write",
        "permissions": ":workspace",
        "effort": "high",
    }


def test_reported_settings_of_a_notification() -> None:
    found = reported_settings({"model": "m", "sandboxPolicy": {"type": "readOnly"}, "activePermissionProfile": None})
    assert found == {"model": "m", "sandbox": "read-only"}


@pytest.mark.parametrize("source", [None, [], "x", {}, {"sandbox": None}, {"sandbox": {"type": 1}}, {"sandbox": []}])
def test_reported_settings_of_an_invalid_message_are_empty(source: Any) -> None:
    assert reported_settings(source) == {}


@pytest.mark.parametrize(
    ("policy", "mode"),
    [("readOnly", "read-only"), ("workspaceWrite", "workspace-write"), ("dangerFullAccess", "danger-full-access")],
)
def test_sandbox_policy_of_a_turn_becomes_the_mode_of_the_thread(policy: str, mode: str) -> None:
    state = ThreadState(THREAD, {"sandbox": "other", "model": "m"}, None)
    state.apply_turn_overrides({"sandboxPolicy": {"type": policy}})
    details = {name: resume_settings(state).get(name) for name in ("sandbox", "model")}
    assert details == {"sandbox": mode, "model": "m"}
    assert (settings_update(THREAD, {"sandbox": mode}) or {})["sandboxPolicy"] == {"type": policy}


def test_ignored_settings_are_those_that_the_response_contradicts() -> None:
    params = {"threadId": THREAD, "model": "m-2", "cwd": "/work", "sandbox": "read-only", "serviceTier": "fast"}
    found = ignored_settings(params, reported_settings(REPORTED), loaded=False)
    assert found == {"model": "m-2", "sandbox": "read-only", "serviceTier": "fast"}


def test_ignored_settings_of_a_response_without_settings_are_empty() -> None:
    params = {"threadId": THREAD, "model": "m-2", "developerInstructions": "Be brief."}
    assert ignored_settings(params, {}, loaded=False) == {}


@pytest.mark.parametrize(
    ("loaded", "model", "ignored"), [(False, "m-1", False), (True, "m-1", True), (False, "x", True)]
)
def test_ignored_settings_contain_unreported_ones_of_a_loaded_thread(loaded: bool, model: str, ignored: bool) -> None:
    params: dict[str, Any] = {
        "model": model,
        "developerInstructions": "Be brief.",
        "baseInstructions": None,
        "config": {},
    }
    found = ignored_settings(params, reported_settings(REPORTED), loaded=loaded)
    assert ("developerInstructions" in found, "config" in found, "baseInstructions" in found) == (
        ignored,
        ignored,
        False,
    )


def test_ignored_settings_accept_the_absolute_path_of_cwd(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "sub").mkdir()
    for given in ("sub", "./sub/", "sub/../sub"):
        assert ignored_settings({"cwd": given}, {"cwd": str(tmp_path / "sub")}, loaded=False) == {}
    assert ignored_settings({"cwd": "."}, {"cwd": str(tmp_path / "sub")}, loaded=False) == {"cwd": "."}


def test_settings_update_has_the_settings_that_can_be_changed() -> None:
    settings = {
        "approvalPolicy": "never",
        "approvalsReviewer": "user",
        "cwd": "/",
        "model": "m",
        "serviceTier": "fast",
        "permissions": ":x",
        "modelProvider": "p",
        "config": {},
    }
    assert settings_update(THREAD, settings) == {
        "threadId": THREAD,
        "approvalPolicy": "never",
        "approvalsReviewer": "user",
        "cwd": "/",
        "model": "m",
        "serviceTier": "fast",
        "permissions": ":x",
    }
    assert not_updatable(settings) == ["modelProvider", "config"]
    assert settings_update(THREAD, {"config": {}}) is None
    assert settings_update(THREAD, {}) is None


def test_warn_ignored_names_the_thread_and_the_settings(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "openai_codex"):
        warn_ignored(THREAD, ["config", "model"])
        warn_ignored(THREAD, ["model"], RuntimeError("no"))
    plain, failed = caplog.messages
    assert "thread-1 is already loaded" in plain
    assert "thread/resume: config, model. " in plain
    assert "thread/resume: model (thread/settings/update failed: no). " in failed


def test_resume_params_without_settings_have_the_id_only() -> None:
    assert ThreadState(THREAD, {}, None).resume_params() == {"threadId": THREAD, "excludeTurns": True}


def test_resume_params_omit_the_origin_and_what_resume_lacks() -> None:
    origin = {"threadId": "other", "path": "/p", "history": [], "initialTurnsPage": {}, "excludeTurns": False}
    state = ThreadState(THREAD, {**origin, "ephemeral": True, "dynamicTools": [], "model": "m", "cwd": None}, None)
    assert resume_settings(state) == {"model": "m"}


def test_update_adds_and_replaces_settings() -> None:
    state = ThreadState(THREAD, {"model": "m-1", "cwd": "/a"}, None)
    state.update({"model": "m-2", "serviceTier": "fast"}, None)
    assert resume_settings(state) == {"model": "m-2", "cwd": "/a", "serviceTier": "fast"}


def test_update_records_the_reported_value_of_a_setting() -> None:
    state = ThreadState(THREAD, {"model": "alias", "developerInstructions": "D"}, None, reported_settings(REPORTED))
    assert resume_settings(state) == {"model": "m-1", "developerInstructions": "D"}


def test_apply_turn_overrides_records_settings_of_the_thread_only() -> None:
    state = ThreadState(THREAD, {"model": "m-1"}, None)
    overrides = {
        "approvalPolicy": "never",
        "approvalsReviewer": "user",
        "cwd": "/b",
        "model": "m-2",
        "serviceTier": "fast",
    }
    state.apply_turn_overrides({**overrides, "effort": "high", "input": [], "threadId": THREAD, "outputSchema": {}})
    assert resume_settings(state) == overrides
    state.apply_turn_overrides(dict.fromkeys(overrides))
    assert resume_settings(state) == overrides


def test_sandbox_and_permissions_replace_each_other() -> None:
    """The runtime rejects a request with both."""
    state = ThreadState(THREAD, {"sandbox": "read-only"}, None)
    state.apply_turn_overrides({"permissions": ":workspace"})
    assert resume_settings(state) == {"permissions": ":workspace"}
    state.update({"sandbox": "workspace-write"}, None)
    assert resume_settings(state) == {"sandbox": "workspace-write"}
    state.update({"permissions": ":read-only"}, None)
    state.settings.apply_reported({"sandbox": "read-only", "permissions": ":read-only"})
    assert resume_settings(state) == {"permissions": ":read-only"}


def test_apply_reported_changes_known_and_changed_settings() -> None:
    state = ThreadState(THREAD, {"model": "m-1"}, None, reported_settings(REPORTED))
    changed = {**reported_settings(REPORTED), "model": "m-2", "cwd": "/other", "sandbox": "read-only"}
    state.settings.apply_reported(changed)
    # The other settings are as the runtime has chosen them, so that it may choose again.
    assert resume_settings(state) == {"model": "m-2", "cwd": "/other", "sandbox": "read-only"}
    state.settings.apply_reported({**changed, "model": "m-3"})
    assert resume_settings(state) == {"model": "m-3", "cwd": "/other", "sandbox": "read-only"}


def test_settings_update_after_a_restart_has_the_settings_that_the_response_contradicts() -> None:
    state = ThreadState(THREAD, {"model": "m-1", "serviceTier": "fast", "developerInstructions": "D"}, None)
    assert state.settings_update(REPORTED) == {"threadId": THREAD, "serviceTier": "fast"}
    assert state.settings_update({**REPORTED, "serviceTier": "fast"}) is None
    assert state.settings_update({"thread": {"id": THREAD}}) is None


def test_registry_follows_the_notifications_of_each_thread() -> None:
    registry, bus = ThreadRegistry(), NotificationBus()
    registry.follow(bus)
    states = [registry.register(id, {"model": "m-1"}, None, {"model": "m-1"}) for id in ("thread-1", "thread-2")]
    notifications: list[Any] = [
        {"threadId": "thread-2", "threadSettings": {"model": "m-2", "cwd": "/other"}},
        {"threadId": "unknown", "threadSettings": {"model": "m-9"}},
        {"threadId": "thread-1", "threadSettings": None},
        {},
    ]
    for params in notifications:
        assert bus.put(Notification(SETTINGS_UPDATED, params), of_turn=False)
    for subscription in bus.subscriptions:
        subscription.wake()
    assert [state.resume_params()["model"] for state in states] == ["m-1", "m-2"]
    assert [state.workspace for state in states] == [None, "/other"]
    # They stay available to a consumer.
    assert len(bus.backlog) == len(notifications)


def test_registry_has_one_state_for_two_handles() -> None:
    registry = ThreadRegistry()
    first = registry.register(THREAD, {"model": "m-1"}, None)
    second = registry.register(THREAD, {"cwd": "/a"}, None)
    assert first is second
    assert registry.open() == [first]
    assert resume_settings(first) == {"model": "m-1", "cwd": "/a"}


def test_registry_forgets_a_thread_without_handles() -> None:
    registry = ThreadRegistry()
    first, second = registry.register("thread-1", {}, None), registry.register("thread-2", {}, None)
    assert (registry.is_open("thread-1"), registry.is_open("thread-3")) == (True, False)
    del first
    gc.collect()
    assert registry.open() == [second]
    assert not registry.is_open("thread-1")
