"""What `CodexConfig` takes, and how it refuses the rest."""

from __future__ import annotations

import os
import stat
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from openai_codex import CodexConfig, CodexError, ConfigError, RuntimeNotFoundError
from openai_codex.runtime import RUNTIME_MODULE, launch


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("codex_bin", 5),
        ("codex_bin", ""),
        ("launch_args_override", "codex app-server"),
        ("launch_args_override", ()),
        ("launch_args_override", ("codex", 1)),
        ("config_overrides", "model=x"),
        ("config_overrides", ("model",)),
        ("config_overrides", ("=x",)),
        ("config_overrides", (None,)),
        ("cwd", 3.5),
        ("env", ["A=B"]),
        ("env", {"A": 1}),
        ("client_name", None),
        ("client_title", 1),
        ("client_version", 1.0),
        ("experimental_api", "yes"),
        ("request_timeout", 0),
        ("request_timeout", "60"),
        ("start_timeout", -1),
        ("start_timeout", float("nan")),
        ("max_message_bytes", 10),
        ("max_message_bytes", 1e9),
    ],
)
def test_a_wrong_value_is_refused_by_name(field: str, value: Any) -> None:
    with pytest.raises(ConfigError) as caught:
        CodexConfig(**{field: value})
    assert isinstance(caught.value, CodexError)
    assert isinstance(caught.value, ValueError)
    assert caught.value.field.split("[")[0] == field
    assert f"CodexConfig.{field}" in str(caught.value)


def test_secrets_in_env_are_in_no_repr_and_no_error() -> None:
    assert "hunter2" not in repr(CodexConfig(env={"OPENAI_API_KEY": "hunter2"}))
    bad: Any = {"OPENAI_API_KEY": b"hunter2"}
    with pytest.raises(ConfigError) as caught:
        CodexConfig(env=bad)
    assert "hunter2" not in str(caught.value)


def test_the_command_line(tmp_path: Path) -> None:
    program = tmp_path / "codex"
    program.write_text("")
    program.chmod(0o755)
    made = launch(CodexConfig(codex_bin=program, config_overrides=("a=1", 'b="c d"'), cwd=tmp_path, env={"X": "1"}))
    assert made.command == (str(program), "--config", "a=1", "--config", 'b="c d"', "app-server")
    assert made.cwd == str(tmp_path)
    assert made.env["X"] == "1"
    assert made.env["PATH"] == os.environ["PATH"]


def test_a_whole_command_line_replaces_it() -> None:
    command = ("ssh", "host", "codex", "app-server")
    assert launch(CodexConfig(launch_args_override=command, codex_bin="nowhere")).command == command


def test_the_bundled_runtime_is_the_default_and_its_tools_are_on_the_path() -> None:
    codex_cli_bin = import_module(RUNTIME_MODULE)
    made = launch(CodexConfig())
    assert Path(made.command[0]) == codex_cli_bin.bundled_codex_path()
    assert str(codex_cli_bin.bundled_path_dir()) in made.env["PATH"].split(os.pathsep)


def test_a_bare_name_is_found_in_path_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "bin"
    folder.mkdir()
    for place in (folder, tmp_path):
        (place / "codex-x").write_text("")
        (place / "codex-x").chmod(0o755)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", str(folder))
    assert launch(CodexConfig(codex_bin="codex-x")).command[0] == str(folder / "codex-x")
    # Neither an empty entry nor a dot in PATH makes it look into the working folder.
    for path in ("", os.pathsep, "."):
        monkeypatch.setenv("PATH", path)
        with pytest.raises(RuntimeNotFoundError, match="codex-x"):
            launch(CodexConfig(codex_bin="codex-x"))


def test_a_program_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(RuntimeNotFoundError, match="codex_bin"):
        launch(CodexConfig(codex_bin=tmp_path / "missing"))
    with pytest.raises(ConfigError, match="is a folder"):
        launch(CodexConfig(codex_bin=tmp_path))
    plain = tmp_path / "plain"
    plain.write_text("")
    plain.chmod(stat.S_IRUSR | stat.S_IWUSR)
    with pytest.raises(ConfigError, match="not executable"):
        launch(CodexConfig(codex_bin=plain))
    with pytest.raises(ConfigError, match=r"CodexConfig\.cwd"):
        launch(CodexConfig(cwd=tmp_path / "missing"))


def test_a_missing_runtime_package_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, RUNTIME_MODULE, None)
    with pytest.raises(RuntimeNotFoundError, match="pip install openai-codex-cli-bin"):
        launch(CodexConfig())
