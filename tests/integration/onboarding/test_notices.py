"""Warnings of the runtime in the log of the client."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import textwrap

import pytest

from support.fake_runtime import THREAD
from support.homes import warm_home
from support.runtimes import fake_runtime, offline
from support.sync_adapter import FLAVOURS


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_mcp_server_that_fails_to_start_is_logged(flavour: str, caplog: pytest.LogCaptureFixture) -> None:
    servers = {"absent": {"command": "/no/such/program"}}
    with caplog.at_level(logging.WARNING, "openai_codex"), offline(flavour, ["Hello."]) as (_, codex):
        thread = codex.thread_start(mcp_servers=servers)
        thread.run("Go")
    [logged] = [text for record in caplog.records if "MCP server" in (text := record.getMessage())]
    assert logged.startswith("the MCP server absent failed to start: ")
    assert "/no/such/program" in logged or "No such file" in logged


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_calls_of_the_client_cause_no_deprecation_notice(flavour: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "openai_codex"), offline(flavour, []) as (_, codex):
        thread = codex.thread_start()
        turn = thread.turn("Go")
        turn.run()
        codex.thread_resume(thread.id)
        codex.thread_fork(thread.id)
        codex.thread_fork(thread.id, ephemeral=True)
        codex.latest_thread()
        codex.turn_handle(thread.id, turn.id)
        thread.active_turn()
        list(thread.items())
        # The runtime has sent the notices of these calls before its response.
        assert codex.thread_resume(thread.id).run("Again").status == "completed"
    assert "deprecationNotice" not in caplog.text


@pytest.mark.parametrize("flavour", FLAVOURS)
@pytest.mark.parametrize(
    ("method", "params", "expected"),
    [
        ("warning", {"message": "Slow.", "threadId": THREAD}, "warning of the runtime: Slow."),
        ("guardianWarning", {"message": "Slow.", "threadId": THREAD}, "guardianWarning of the runtime: Slow."),
        (
            "configWarning",
            {"summary": "Unknown key", "details": "line\n2", "path": "config.toml"},
            "configWarning of the runtime: Unknown key; line\\u000a2; config.toml",
        ),
        ("deprecationNotice", {"summary": "Old.", "details": None}, "deprecationNotice of the runtime: Old."),
        (
            "mcpServer/startupStatus/updated",
            {"name": "docs", "status": "failed", "error": "token=hunter2hunter2 \x1b[2J"},
            "the MCP server docs failed to start: token=[redacted] \\u001b[2J",
        ),
        (
            "mcpServer/startupStatus/updated",
            {"name": "docs", "status": "failed", "error": None},
            "the MCP server docs failed to start: unknown reason",
        ),
        ("mcpServer/startupStatus/updated", {"name": "docs", "status": "ready", "error": None}, None),
    ],
)
def test_notice_is_logged_once(
    flavour: str, method: str, params: dict[str, object], expected: str | None, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, "openai_codex"), fake_runtime(flavour) as (runtime, codex):
        codex.thread_start()
        for _ in range(3):
            runtime.notify(method, **params)
        # The response arrives after the notifications.
        codex.thread_start()
    logged = [record.getMessage() for record in caplog.records]
    assert logged == ([] if expected is None else [expected])


@pytest.mark.parametrize("level", ["info", "warning"])
def test_codex_log_shows_retries_and_decisions(level: str) -> None:
    program = """
        import sys
        from openai_codex import Approval, Codex
        from openai_codex.testing import HttpError, ScriptedModel, shell_call

        settings = {"model_providers": {"scripted": {"stream_max_retries": 1}}}
        script = [HttpError(503, "busy"), shell_call("rm -f made.txt"), "Done."]
        with ScriptedModel(script) as model:
            config = model.config(settings=settings, home=sys.argv[1])
            with Codex(config, on_approval=lambda request: Approval.decline("not now")) as codex:
                print(codex.run("Go").final_response)
    """
    with warm_home() as home:
        completed = subprocess.run(
            [sys.executable, "-c", textwrap.dedent(program), str(home)],
            env={**os.environ, "CODEX_LOG": level},
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )
    assert completed.stdout == "Done.\n"
    lines = completed.stderr.splitlines()
    assert len([line for line in lines if "WARNING" in line and "the runtime retries the model call" in line]) == 1
    decisions = [line for line in lines if "INFO" in line and line.endswith("decline by handler: not now")]
    assert len(decisions) == (1 if level == "info" else 0)
