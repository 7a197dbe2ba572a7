"""Validation of `CodexConfig`, its repr, and the launch specification."""

from __future__ import annotations

import json
import os
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from openai_codex import CodexConfig, CodexError, ConfigError, RuntimeNotFoundError
from openai_codex._transports.stdio.launch import RUNTIME_MODULE, resolve_launch_spec

if TYPE_CHECKING:
    from collections.abc import Callable


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
        ("config_overrides", ("a..b=1",)),
        ("config_overrides", {"a": None}),
        ("config_overrides", {"a": {"b": [object()]}}),
        ("config_overrides", {1: "x"}),
        ("config_overrides", {"a=1": "x"}),
        ("config_overrides", {"a": {1: "x"}}),
        ("isolated", None),
        ("cwd", 3.5),
        ("env", ["A=B"]),
        ("env", {"A": 1}),
        ("env", {"A": None}),
        ("env", {"A": "a\0b"}),
        ("env", {1: "B"}),
        ("env", {"": "B"}),
        ("env", {"A=B": "C"}),
        ("inherit_env", None),
        ("inherit_env", 1),
        ("inherit_env", "PATH"),
        ("inherit_env", {"PATH": "x"}),
        ("inherit_env", ["PATH", 1]),
        ("inherit_env", ("A=B",)),
        ("inherit_env", ("",)),
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
def test_config_invalid_value_raises_with_field_name(field: str, value: Any) -> None:
    with pytest.raises(ConfigError) as caught:
        CodexConfig(**{field: value})
    assert isinstance(caught.value, CodexError)
    assert isinstance(caught.value, ValueError)
    assert caught.value.field.split("[")[0] == field
    assert f"CodexConfig.{field}" in str(caught.value)


needs_toml_parser = pytest.mark.skipif(sys.version_info < (3, 11), reason="tomllib is new in Python 3.11")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("env", {"OPENAI_API_KEY": b"hunter2"}),
        ("env", {"OPENAI_API_KEY=hunter2": "x"}),
        ("env", {"A": "hunter2\0"}),
        ("env", ["OPENAI_API_KEY=hunter2"]),
        ("inherit_env", ["OPENAI_API_KEY=hunter2"]),
        ("inherit_env", "hunter2"),
        ("config_overrides", ("hunter2",)),
        ("config_overrides", "api_key=hunter2"),
        ("config_overrides", {"api_key=hunter2": "x"}),
        ("config_overrides", {"api_key": b"hunter2"}),
        pytest.param("config_overrides", ('api_key=["hunter2',), marks=needs_toml_parser),
        pytest.param("config_overrides", ('api_key="hunter2',), marks=needs_toml_parser),
        pytest.param("config_overrides", ("api_key={hunter2}",), marks=needs_toml_parser),
        ("config_overrides", (b"api_key=hunter2",)),
        ("launch_args_override", "codex --token hunter2"),
    ],
)
def test_config_error_does_not_contain_secret(field: str, value: Any) -> None:
    with pytest.raises(ConfigError) as caught:
        CodexConfig(**{field: value})
    assert "hunter2" not in str(caught.value) + repr(caught.value)


def test_config_repr_is_redacted() -> None:
    config = CodexConfig(
        env={"OPENAI_API_KEY": "hunter2", "ANY": "hunter2"},
        inherit_env=("PATH",),
        config_overrides=('model="gpt-5"', 'model_providers.x.http_headers={Authorization="hunter2"}'),
        launch_args_override=("codex", "app-server", "--token", "hunter2"),
        client_name="inventory",
    )
    shown = repr(config)
    assert "hunter2" not in shown
    for part in (
        "env={'OPENAI_API_KEY': '[redacted]', 'ANY': '[redacted]'}",
        "inherit_env=('PATH',)",
        """'model="gpt-5"'""",
        "'--token', '[redacted]'",
        "client_name='inventory'",
        "request_timeout=60.0",
    ):
        assert part in shown
    assert repr(CodexConfig()).startswith("CodexConfig(codex_bin=None, launch_args_override=None, config_overrides=()")


def test_config_repr_of_dictionary_is_redacted() -> None:
    config = CodexConfig(config_overrides={"model_providers": {"x": {"http_headers": {"Authorization": "hunter2"}}}})
    assert "hunter2" not in repr(config)


@pytest.mark.skipif(sys.version_info < (3, 11), reason="needs tomllib")
@pytest.mark.parametrize("text", ["[1, 2", "{a = 1", '"gpt-5', "'gpt-5", "{a: 1}", '["a" "b"]', '"a" "b"'])
def test_config_override_with_broken_toml_raises(text: str) -> None:
    with pytest.raises(ConfigError, match=r"^CodexConfig\.config_overrides\[1\]: invalid TOML value: "):
        CodexConfig(config_overrides=("a=1", f"b = {text}"))


@pytest.mark.parametrize(
    ("text", "remedy"), [("True", "write true"), ("False", "write false"), ("None", "leave this setting out")]
)
def test_config_override_with_python_value_raises(text: str, remedy: str) -> None:
    expected = f"CodexConfig.config_overrides[0]: expected a TOML value, got the Python value {text}; {remedy}"
    with pytest.raises(ConfigError) as caught:
        CodexConfig(config_overrides=(f"features.plugins={text}",))
    assert str(caught.value) == expected


@pytest.mark.parametrize("text", ["gpt-5", "true", "1", '"gpt-5"', "[1, 2]", "{a = 1}", " ", "Truer", "a [b"])
def test_config_override_with_valid_or_plain_text_is_kept(text: str) -> None:
    assert CodexConfig(config_overrides=(f"b={text}",)).config_overrides == (f"b={text}",)


def test_config_overrides_from_dictionary_become_pairs() -> None:
    config = CodexConfig(
        config_overrides={"model": 'a "b"', "features.plugins": False, "t": {"x y": [1, 2.5], "z": {}}, "p": Path("/a")}
    )
    assert config.config_overrides == (
        'model="a \\"b\\""',
        "features.plugins=false",
        't={ "x y" = [1, 2.5], z = {  } }',
        f"p={json.dumps(str(Path('/a')))}",
    )


def test_config_field_is_assignable_and_validated() -> None:
    config = CodexConfig()
    config.env = {"A": "1"}
    config.config_overrides = {"model": "x"}
    config.request_timeout = 5
    assert (config.env, config.request_timeout) == ({"A": "1"}, 5)
    assert list(config.config_overrides) == ['model="x"']
    invalid: Any = {"A": 1}
    with pytest.raises(ConfigError, match=r"CodexConfig\.env\['A'\]: expected a string, got int"):
        config.env = invalid
    assert config.env == {"A": "1"}
    with pytest.raises(ConfigError, match=r"CodexConfig\.timeout: unknown field; expected one of codex_bin, "):
        config.timeout = 5  # type: ignore[attr-defined]


def test_config_changed_environment_is_validated_at_start() -> None:
    env: dict[str, Any] = {"A": "1"}
    config = CodexConfig(codex_bin=sys.executable, env=env)
    env["A"] = 1
    with pytest.raises(ConfigError, match="expected a string, got int"):
        resolve_launch_spec(config)


class TestEnvironment:
    """The environment of the runtime."""

    @pytest.fixture(autouse=True)
    def _variables(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("OURS", "ours")
        monkeypatch.setenv("SECRET_OF_OURS", "hunter2")

    def launched(self, **fields: Any) -> dict[str, str]:
        return dict(resolve_launch_spec(CodexConfig(codex_bin=sys.executable, **fields)).env)

    def test_environment_inherited_and_given(self) -> None:
        assert self.launched(env={"OURS": "theirs", "NEW": "1"}) == {**os.environ, "OURS": "theirs", "NEW": "1"}

    def test_environment_given_only(self) -> None:
        assert self.launched(inherit_env=False) == {}
        assert self.launched(inherit_env=False, env={"NEW": "1"}) == {"NEW": "1"}

    def test_environment_named_and_given(self) -> None:
        found = self.launched(inherit_env=["OURS", "NOT_SET_ANYWHERE"], env={"NEW": "1"})
        assert found == {"OURS": "ours", "NEW": "1"}
        assert self.launched(inherit_env=("OURS",), env={"OURS": "theirs"}) == {"OURS": "theirs"}
        assert self.launched(inherit_env=()) == {}

    def test_environment_program_is_looked_up_in_runtime_path(self, tmp_path: Path) -> None:
        program = tmp_path / "codex-x"
        program.write_text("")
        program.chmod(0o755)
        for fields in ({"codex_bin": "codex-x"}, {"launch_args_override": ("codex-x", "serve")}):
            config = CodexConfig(inherit_env=False, env={"PATH": str(tmp_path)}, **fields)
            assert resolve_launch_spec(config).command[0] == str(program)
            with pytest.raises(RuntimeNotFoundError, match=r"gets no PATH \(CodexConfig.inherit_env, env\)"):
                resolve_launch_spec(CodexConfig(inherit_env=False, **fields))

    def test_environment_windows_names_ignore_case(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("openai_codex._transports.stdio.launch._WINDOWS", True)
        assert self.launched(inherit_env=["OURS"], env={"Ours": "theirs", "Path": "x"}) == {
            "OURS": "theirs",
            "PATH": "x",
        }


def test_launch_spec_command_line(tmp_path: Path) -> None:
    program = tmp_path / "codex"
    program.write_text("")
    program.chmod(0o755)
    made = resolve_launch_spec(
        CodexConfig(codex_bin=program, config_overrides=("a=1", 'b="c d"'), cwd=tmp_path, env={"X": "1"})
    )
    assert made.command == (str(program), "--config", "a=1", "--config", 'b="c d"', "app-server")
    assert made.cwd == str(tmp_path)
    assert made.env["X"] == "1"
    assert made.env["PATH"] == os.environ["PATH"]


def test_launch_spec_override_replaces_command_line() -> None:
    command = (sys.executable, "-m", "http.server; rm -rf $HOME")
    assert resolve_launch_spec(CodexConfig(launch_args_override=command, codex_bin="nowhere")).command == command


FIELDS: list[Callable[[str], dict[str, Any]]] = [
    lambda name: {"codex_bin": name},
    lambda name: {"launch_args_override": (name, "app-server")},
]


@pytest.mark.parametrize("fields", FIELDS, ids=["codex_bin", "launch_args_override"])
def test_launch_spec_bare_name_is_looked_up_in_path_only(
    fields: Callable[[str], dict[str, Any]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "bin"
    folder.mkdir()
    for place in (folder, tmp_path):
        (place / "codex-x").write_text("")
        (place / "codex-x").chmod(0o755)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", str(folder))
    assert resolve_launch_spec(CodexConfig(**fields("codex-x"))).command[0] == str(folder / "codex-x")
    # Relative entries of PATH never select a program relative to the working folder.
    for path in ("", os.pathsep, ".", f".{os.pathsep}", "bin", f"bin{os.pathsep}./bin", f"..{os.sep}{tmp_path.name}"):
        monkeypatch.setenv("PATH", path)
        with pytest.raises(RuntimeNotFoundError, match="codex-x"):
            resolve_launch_spec(CodexConfig(**fields("codex-x")))
    monkeypatch.setenv("PATH", f".{os.pathsep}{os.pathsep}{folder}")
    assert resolve_launch_spec(CodexConfig(**fields("codex-x"))).command[0] == str(folder / "codex-x")


@pytest.mark.parametrize("fields", FIELDS, ids=["codex_bin", "launch_args_override"])
def test_launch_spec_relative_path_is_relative_to_caller(
    fields: Callable[[str], dict[str, Any]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for place in (tmp_path / "here", tmp_path / "there"):
        place.mkdir()
        (place / "codex-x").write_text("")
        (place / "codex-x").chmod(0o755)
    monkeypatch.chdir(tmp_path / "here")
    made = resolve_launch_spec(CodexConfig(**fields(f".{os.sep}codex-x"), cwd=tmp_path / "there"))
    assert made.command[0] == str(tmp_path / "here" / "codex-x")


def test_launch_spec_batch_file_raises_on_windows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "codex.CMD"
    program.write_text("")
    program.chmod(0o755)
    assert resolve_launch_spec(CodexConfig(codex_bin=program)).command[0] == str(program)
    monkeypatch.setattr("openai_codex._transports.stdio.launch._WINDOWS", True)
    for config in (CodexConfig(codex_bin=program), CodexConfig(codex_bin="codex.CMD", env={"PATH": str(tmp_path)})):
        with pytest.raises(ConfigError, match=r"is a batch file.*name the codex\.exe"):
            resolve_launch_spec(config)


def test_launch_spec_invalid_program_raises(tmp_path: Path) -> None:
    with pytest.raises(RuntimeNotFoundError, match="codex_bin"):
        resolve_launch_spec(CodexConfig(codex_bin=tmp_path / "missing"))
    with pytest.raises(ConfigError, match="got the directory"):
        resolve_launch_spec(CodexConfig(codex_bin=tmp_path))
    plain = tmp_path / "plain"
    plain.write_text("")
    plain.chmod(stat.S_IRUSR | stat.S_IWUSR)
    with pytest.raises(ConfigError, match="not executable"):
        resolve_launch_spec(CodexConfig(codex_bin=plain))
    with pytest.raises(ConfigError, match=r"CodexConfig\.cwd"):
        resolve_launch_spec(CodexConfig(cwd=tmp_path / "missing"))


def test_launch_spec_missing_runtime_package_raises_with_install_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, RUNTIME_MODULE, None)
    with pytest.raises(RuntimeNotFoundError, match="pip install openai-codex-cli-bin"):
        resolve_launch_spec(CodexConfig())
