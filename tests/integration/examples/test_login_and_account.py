"""Tests of the login example that need no network."""

from __future__ import annotations

import signal
import sys
import tempfile
from pathlib import Path

import pytest

from integration.examples.running import KEY, assert_output, run, start
from openai_codex.testing import ScriptedModel
from support.issuer import EMAIL, USER_CODE, Issuer
from support.locks import locked

LOGIN_LOCK = "openai-codex-client-tests-login.lock"
"""Serializes browser login tests, because the runtime listens on a fixed port."""
NEEDS_LOGIN = {"model_providers": {"scripted": {"requires_openai_auth": True}}}

pytestmark = pytest.mark.parametrize("example", ["login_and_account", "login_and_account_async"])


def test_api_key_and_logout(example: str, tmp_path: Path) -> None:
    with ScriptedModel([]) as model:
        done = run(example, model, "api-key", home=tmp_path, settings=NEEDS_LOGIN)
        assert (done.returncode, done.stdout, done.stderr) == (0, "logged in with an API key\n", "")
        assert KEY in (tmp_path / "auth.json").read_text("utf-8")

        done = run(example, model, "logout", home=tmp_path, settings=NEEDS_LOGIN)
        assert (done.returncode, done.stdout, done.stderr) == (0, "not logged in\n", "")
        assert not (tmp_path / "auth.json").exists()


def test_browser_login_times_out(example: str) -> None:
    with locked(Path(tempfile.gettempdir()) / LOGIN_LOCK), ScriptedModel([]) as model:
        done = run(example, model, "browser", "--timeout", "0.2")
    assert done.returncode == 1
    assert_output(done.stdout, [r"^open https://\S+\n$"])
    assert_output(done.stderr, [r"^not logged in: Login server error: Login was not completed\n$"])


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C cannot be sent to a single process")
def test_ctrl_c(example: str) -> None:
    """Ctrl-C exits immediately instead of after the timeout."""
    lock = locked(Path(tempfile.gettempdir()) / LOGIN_LOCK)
    with lock, ScriptedModel([]) as model, start(example, model, "browser") as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline().startswith("open ")
            process.send_signal(signal.SIGINT)
            _, err = process.communicate(timeout=30)
        except BaseException:
            process.kill()
            raise
    assert process.returncode == -signal.SIGINT
    assert err.rstrip().endswith("KeyboardInterrupt")


def test_device_code(example: str) -> None:
    with Issuer() as issuer, ScriptedModel([]) as model:
        issuer.approve()
        env = {"CODEX_APP_SERVER_LOGIN_ISSUER": issuer.url}
        settings = {**NEEDS_LOGIN, "chatgpt_base_url": issuer.url}
        done = run(example, model, "device-code", settings=settings, env=env)
    assert (done.returncode, done.stderr) == (0, "")
    assert_output(
        done.stdout, [rf"^open {issuer.url}/\S+ and type {USER_CODE}\n", rf"^logged in as {EMAIL}, plan pro\n$"]
    )


def test_device_code_request_fails(example: str) -> None:
    nowhere = {"CODEX_APP_SERVER_LOGIN_ISSUER": "http://127.0.0.1:1"}
    with ScriptedModel([]) as model:
        done = run(example, model, "device-code", env=nowhere)
    assert (done.returncode, done.stdout) == (1, "")
    assert_output(done.stderr, [r"^not logged in: failed to request device code: "])
