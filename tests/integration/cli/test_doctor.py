"""`codex-py doctor`."""

from __future__ import annotations

import json
import shutil
import socket
import sys
from collections import namedtuple
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from codex_protocol._version import RUNTIME_VERSION, SCHEMA_SHA256
from openai_codex.cli import ExitCode
from openai_codex.cli.doctor import environment, runtime
from openai_codex.testing import ScriptedModel
from support.command_line import CommandLine, command_line
from support.remote import server

if TYPE_CHECKING:
    from collections.abc import Iterator

CHECKS = ["packages", "home", "proxy", "runtime", "schema", "config", "login", "sandbox"]


@pytest.fixture
def codex(monkeypatch: pytest.MonkeyPatch) -> Iterator[CommandLine]:
    """A command line without proxies."""
    for name in environment.PROXY_VARIABLES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    with command_line(monkeypatch, []) as codex:
        yield codex


def checks(codex: CommandLine, *options: str) -> dict[str, dict[str, Any]]:
    """Return the result of the last check of each name."""
    done = codex(*options, "doctor", "--json")
    assert done.err == ""
    found = [json.loads(line) for line in done.out.splitlines()]
    for check in found:
        assert set(check) == {"check", "status", "message", "remedy"}
        # Each problem has a remedy.
        assert (check["remedy"] is None) == (check["status"] == "ok")
    problems = [check for check in found if check["status"] == "problem"]
    assert done.code == (ExitCode.FOUND if problems else ExitCode.OK)
    return {check["check"]: check for check in found}


def test_working_installation_has_no_problem(codex: CommandLine) -> None:
    found = checks(codex)
    assert list(found) == CHECKS
    assert {check["status"] for check in found.values()} == {"ok"}
    done = codex("doctor")
    assert [line.split()[0] for line in done.out.splitlines()] == ["ok"] * len(CHECKS)


@pytest.mark.extended
@pytest.mark.skipif(sys.platform == "win32", reason="/bin/true is a program of POSIX")
def test_broken_runtime_is_reported(codex: CommandLine) -> None:
    found = checks(codex, "--codex-bin", shutil.which("true") or "true")
    assert (found["runtime"]["status"], "schema" in found) == ("problem", False)
    missing = codex("--codex-bin", "/absent/codex", "doctor")
    assert "To solve this: run `pip install openai-codex-cli-bin`" in missing.out


def test_missing_login_is_reported(codex: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    provider = {"scripted": {"requires_openai_auth": True}}
    with ScriptedModel([]) as model:
        model.config(home=codex.env["CODEX_HOME"], settings={"model_providers": provider})
        found = checks(codex)
    assert found["login"] == {
        "check": "login",
        "status": "problem",
        "message": "the model provider needs a login",
        "remedy": "run `codex-py login`",
    }


def test_missing_home_is_reported(codex: CommandLine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CODEX_HOME", str(tmp_path / "absent"))
    found = checks(codex)
    assert (found["home"]["status"], found["runtime"]["remedy"]) == ("problem", "correct this setting")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("model = [", "config.toml:1:10: unclosed array"),
        pytest.param('sandbox_mode = "bogus"', "unknown variant `bogus`", marks=pytest.mark.extended),
        pytest.param('model_provider = "absent"', "Model provider `absent` not found", marks=pytest.mark.extended),
    ],
)
def test_broken_config_file_is_reported(codex: CommandLine, text: str, words: str) -> None:
    file = Path(codex.env["CODEX_HOME"]) / "config.toml"
    file.write_text(text)
    found = checks(codex)
    assert (found["config"]["status"], words in found["config"]["message"]) == ("problem", True)
    assert found["config"]["remedy"] == f"correct {file}, or the .codex/config.toml of the project"
    # The login of the default settings does not matter.
    assert "login" not in found
    assert found["sandbox"]["status"] == "ok"


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ('sandbox_mode="bogus"', "unknown variant `bogus`"),
        pytest.param('model_provider="absent"', "Model provider `absent` not found", marks=pytest.mark.extended),
    ],
)
def test_rejected_setting_is_reported(codex: CommandLine, setting: str, words: str) -> None:
    found = checks(codex, "-c", setting)
    assert found["runtime"]["status"] == "ok"
    assert (found["config"]["status"], found["config"]["remedy"]) == ("problem", "correct this setting")
    assert words in found["config"]["message"]
    assert "WARNING" not in found["config"]["message"]


@pytest.mark.extended
def test_broken_config_file_is_reported_with_a_setting(codex: CommandLine) -> None:
    (Path(codex.env["CODEX_HOME"]) / "config.toml").write_text("model = [")
    config = checks(codex, "-c", 'model="other"')["config"]
    assert (config["status"], "unclosed array" in config["message"]) == ("problem", True)


def test_address_without_a_runtime_is_reported(codex: CommandLine) -> None:
    pytest.importorskip("websockets", reason="needs the extra remote")
    with socket.create_server(("127.0.0.1", 0)) as closed:
        url = f"ws://127.0.0.1:{closed.getsockname()[1]}"
    runtime = checks(codex, "--url", url)["runtime"]
    assert (runtime["status"], runtime["remedy"]) == (
        "problem",
        f"start a runtime that listens at {url}, or correct --url",
    )


def test_listening_runtime_is_checked(codex: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("websockets", reason="needs the extra remote")
    with server([], listen="ws") as running:
        options = ("--url", running.url, "--token-file", str(running.token_file))
        found = checks(codex, *options)
        assert {name: check["status"] for name, check in found.items()} == dict.fromkeys(CHECKS, "ok")
        monkeypatch.setattr(runtime, "RUNTIME_VERSION", "9.0.0")
        older = checks(codex, *options)["schema"]
    assert (older["status"], older["remedy"]) == ("warning", f"upgrade the runtime at {running.url}")


@pytest.mark.parametrize(("free", "status"), [(1 << 20, "problem"), (1 << 28, "warning"), (1 << 40, "ok")])
def test_disk_space_is_checked(
    codex: CommandLine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, free: int, status: str
) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage(1 << 41, 0, free))
    assert environment.check_home({"CODEX_HOME": str(tmp_path)}).status == status


def test_proxies_are_checked() -> None:
    with socket.create_server(("127.0.0.1", 0)) as proxy:
        port = proxy.getsockname()[1]
        good = {"https_proxy": f"http://user:secret@127.0.0.1:{port}"}
        first, second = environment.check_proxies(good)
        assert (first.status, first.message) == ("ok", f"https_proxy: 127.0.0.1:{port}")
        assert (second.status, second.remedy) == ("warning", "set NO_PROXY=localhost,127.0.0.1")
        assert len(list(environment.check_proxies({**good, "NO_PROXY": "localhost"}))) == 1
    refused, _ = environment.check_proxies(good)
    assert (refused.status, "secret" in refused.message) == ("problem", False)
    for invalid in ("ftp://proxy", "http://[x", "http://proxy:port"):
        result = next(environment.check_proxies({"HTTP_PROXY": invalid, "NO_PROXY": "*"}))
        assert result.status == "problem", invalid


def test_conflicting_package_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "_version", lambda package: "0.163.0")
    result = environment.check_packages()
    assert (result.status, "pip uninstall openai-codex" in str(result.remedy)) == ("problem", True)


@pytest.mark.parametrize(
    ("client", "digest", "words"),
    [
        ("9.0.0", SCHEMA_SHA256, "is older than the schema"),
        pytest.param("0.1.0", SCHEMA_SHA256, "is newer than the schema", marks=pytest.mark.extended),
        (RUNTIME_VERSION, "0" * 64, "differs from that of the published one"),
    ],
)
def test_other_schema_is_reported(
    codex: CommandLine, monkeypatch: pytest.MonkeyPatch, client: str, digest: str, words: str
) -> None:
    monkeypatch.setattr(runtime, "RUNTIME_VERSION", client)
    monkeypatch.setattr(runtime, "SCHEMA_SHA256", digest)
    found = checks(codex)["schema"]
    assert (found["status"], words in found["message"]) == ("warning", True)
