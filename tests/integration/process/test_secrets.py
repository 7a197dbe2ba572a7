"""Secrets appear in no output, and the runtime receives only the configured environment."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

from codex_protocol import CommandExecutionThreadItem
from openai_codex import Codex, Sandbox
from openai_codex._redaction import HIDDEN
from openai_codex.testing import ScriptedModel, shell_call
from support.paths import TESTS

MARK = "plantedHunter2secret"

RAISED = {
    "fake": {
        *("InvalidRequestError", "UnexpectedResponseError", "RequestTimeoutError", "TurnFailedError", "ConfigError"),
        *("TransportClosedError", "RuntimeStartError"),
    },
    "real": {"TurnFailedError", "InternalRpcError", "InvalidRequestError", "RuntimeStartError"},
}


@pytest.mark.parametrize("runtime", ["fake", "real"])
@pytest.mark.parametrize("flavour", ["sync", "async"])
def test_secret_is_in_no_output(flavour: str, runtime: str) -> None:
    """See `secrets_sweep`: reprs, texts, tracebacks, CODEX_LOG and the log of the application."""
    path = os.pathsep.join(filter(None, (str(TESTS), os.environ.get("PYTHONPATH"))))
    env = {**os.environ, "MARK": MARK, "CODEX_LOG": "debug", "PYTHONPATH": path}
    command = [sys.executable, "-m", "integration.process.secrets_sweep", flavour, runtime]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False, timeout=100)
    assert done.returncode == 0, done.stderr[-2000:]
    printed = done.stdout + done.stderr
    assert [line for line in printed.splitlines() if MARK in line] == []
    # The program raised every expected error, so the check was not vacuous.
    assert set(re.findall(r"^RAISED (\w+)", done.stdout, re.MULTILINE)) == RAISED[runtime]
    for shown in ("SHOWN CodexConfig(", "LOGGED DEBUG openai_codex -> ", "LOGGED INFO openai_codex runtime "):
        assert shown in done.stdout
    assert "openai_codex DEBUG <- " in done.stderr
    for text in (done.stdout, done.stderr):
        assert text.count(HIDDEN) >= 5
    if runtime == "fake":
        assert "LOGGED WARNING openai_codex dropped a message of the runtime (malformed" in done.stdout
        assert "expected the start to fail" not in done.stdout


@pytest.mark.skipif(os.name != "posix", reason="it runs the env of POSIX")
def test_runtime_environment_contains_only_configured_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OURS_TO_KEEP", "hunter2")
    monkeypatch.setenv("OURS_TO_GIVE", "given")
    path = os.environ["PATH"]
    for fields, seen in (
        ({"inherit_env": False, "env": {"PATH": path, "NEW": "new"}}, {"NEW=new"}),
        ({"inherit_env": ("PATH", "OURS_TO_GIVE"), "env": {"NEW": "new"}}, {"NEW=new", "OURS_TO_GIVE=given"}),
        ({}, {"OURS_TO_KEEP=hunter2", "OURS_TO_GIVE=given"}),
    ):
        with ScriptedModel([shell_call("env"), "Done."]) as model, Codex(model.config(**fields)) as codex:
            result = codex.thread_start(sandbox=Sandbox.full_access).run("What is there?")
            (command,) = [item for item in result.items if isinstance(item, CommandExecutionThreadItem)]
        lines = set(str(command.aggregated_output).splitlines())
        assert seen <= lines
        assert {line for line in lines if line.startswith(("OURS_", "NEW="))} == seen


@pytest.mark.skipif(os.name != "posix", reason="Windows needs SYSTEMROOT at the least")
def test_runtime_starts_with_minimal_environment() -> None:
    with ScriptedModel(["Hello."]) as model:
        config = model.config(inherit_env=False)
        assert config.env is not None
        # Only the variables of the home directory and the proxy.
        assert set(config.env) == {"CODEX_HOME", "HOME", "NO_PROXY", "no_proxy"}
        with Codex(config) as codex:
            assert codex.metadata.codex_home == config.env["CODEX_HOME"]
            assert codex.thread_start().run("Hi.").final_response == "Hello."
