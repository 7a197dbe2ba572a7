"""The example that logs in, as far as that goes without a network."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from examples.login_port import login_port
from examples.running import KEY, run, says
from openai_codex.testing import ScriptedModel

if TYPE_CHECKING:
    from pathlib import Path

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


def test_browser_that_nobody_opens(example: str) -> None:
    with login_port(), ScriptedModel([]) as model:
        done = run(example, model, "browser", "--patience", "0.2")
    assert done.returncode == 1
    says(done.stdout, [r"^open https://\S+\n$"])
    says(done.stderr, [r"^not logged in: Login server error: Login was not completed\n$"])


def test_device_code_without_a_network(example: str) -> None:
    # A proxy on a port that nothing listens on: no name is looked up, whatever network this machine has.
    nowhere = {"HTTPS_PROXY": "http://127.0.0.1:9", "https_proxy": "http://127.0.0.1:9"}
    with ScriptedModel([]) as model:
        done = run(example, model, "device-code", env=nowhere)
    assert done.returncode == 1
    assert done.stdout == ""
    says(done.stderr, [r"^not logged in: failed to request device code: "])
