"""Settings of `thread_resume` for a loaded thread, and the settings that a restarted runtime receives."""

from __future__ import annotations

import logging
import os
import sys
from typing import Any

import pytest

from integration.api.test_restart import kill
from openai_codex import ApprovalMode, Sandbox
from support.fake_runtime import THREAD
from support.runtimes import fake_runtime, offline
from support.sync_adapter import FLAVOURS

pytestmark = [
    pytest.mark.parametrize("flavour", FLAVOURS),
    pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL"),
]

WARNING = "is already loaded, so the runtime ignores these params of thread/resume: "


def settings_of(codex: Any, thread: Any) -> dict[str, Any]:
    response = codex._sender.call("thread/resume", {"threadId": thread.id, "excludeTurns": True})
    names = ("model", "approvalPolicy", "approvalsReviewer", "cwd", "serviceTier")
    return {**{name: response[name] for name in names}, "sandbox": response["sandbox"]["type"]}


def test_resume_of_a_loaded_thread_applies_the_settings(
    flavour: str, tmp_path: Any, caplog: pytest.LogCaptureFixture
) -> None:
    expected = {
        "model": "m-2",
        "approvalPolicy": "untrusted",
        "approvalsReviewer": "user",
        "cwd": os.path.realpath(tmp_path),
        "serviceTier": "priority",
        "sandbox": "readOnly",
    }
    with offline(flavour, [], restart=True) as (model, codex):
        thread = codex.thread_start(model="m-1", sandbox=Sandbox.full_access)
        thread.run("One.")
        again = codex.thread_resume(
            thread.id,
            model="m-2",
            approval_mode=ApprovalMode.ask_always,
            sandbox=Sandbox.read_only,
            cwd=str(tmp_path),
            service_tier="priority",
        )
        assert settings_of(codex, thread) == expected
        again.run("Two.")
        assert [request.body["model"] for request in model.requests] == ["m-1", "m-2"]
        kill(codex)
        assert settings_of(codex, thread) == expected
        assert WARNING not in caplog.text


def test_resume_of_a_loaded_thread_warns_of_settings_that_cannot_be_changed(
    flavour: str, caplog: pytest.LogCaptureFixture
) -> None:
    with offline(flavour, [], restart=True) as (model, codex), caplog.at_level(logging.WARNING, "openai_codex"):
        thread = codex.thread_start(developer_instructions="Be brief.")
        thread.run("One.")
        codex.thread_resume(thread.id, developer_instructions="Be verbose.", model_provider="other")
        messages = [message for message in caplog.messages if WARNING in message]
        assert len(messages) == 1
        assert f"{WARNING}modelProvider, developerInstructions. Pass them when the thread starts" in messages[0]
        kill(codex)
        thread.run("Two.")
        # Ignored before the restart, so not applied by it either.
        assert "Be verbose." not in str(model.requests[-1].body)
        assert "Be brief." in str(model.requests[-1].body)


def test_resume_of_an_unloaded_thread_sends_no_update(flavour: str, caplog: pytest.LogCaptureFixture) -> None:
    with offline(flavour, []) as (_, codex):
        thread = codex.thread_start(model="m-1")
        thread.run("One.")
        with offline(flavour, [], home=codex.metadata.codex_home) as (_, other):
            codex.close()
            again = other.thread_resume(thread.id, model="m-2", developer_instructions="Be brief.")
            assert settings_of(other, again)["model"] == "m-2"
        assert WARNING not in caplog.text


def test_restart_applies_settings_that_a_raw_request_has_changed(flavour: str) -> None:
    with offline(flavour, [], restart=True) as (_, codex):
        thread = codex.thread_start(model="m-1")
        thread.run("One.")
        codex.rpc.thread_settings_update(thread_id=thread.id, service_tier="priority")
        # The runtime applies an update after it has responded to it, and may not get to report it.
        kill(codex)
        assert settings_of(codex, thread)["serviceTier"] == "priority"


def test_resume_with_a_rejected_update_warns(flavour: str, caplog: pytest.LogCaptureFixture) -> None:
    responses: dict[str, Any] = {
        "thread/resume": {"thread": {"id": THREAD}, "model": "m-1"},
        "thread/settings/update": lambda request: request.respond_error(-32600, "not now"),
    }
    with fake_runtime(flavour, responses) as (runtime, codex), caplog.at_level(logging.WARNING, "openai_codex"):
        thread = codex.thread_resume(THREAD, model="m-2")
        assert thread.id == THREAD
        [message] = [message for message in caplog.messages if WARNING in message]
        assert "model (thread/settings/update failed: " in message
        assert "not now" in message
        assert runtime.requests[-1] == ("thread/settings/update", {"threadId": THREAD, "model": "m-2"})


def test_resume_with_the_settings_of_the_thread_sends_no_update(flavour: str) -> None:
    responses = {"thread/resume": {"thread": {"id": THREAD}, "model": "m-1", "sandbox": {"type": "readOnly"}}}
    with fake_runtime(flavour, responses) as (runtime, codex):
        codex.thread_resume(THREAD, model="m-1", sandbox=Sandbox.read_only)
        assert [method for method, _ in runtime.requests][-1] == "thread/resume"
