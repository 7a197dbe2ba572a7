"""Test the schemas of programs and published runtimes, with replaced programs."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from codegen.harness import failure
from codegen.tiny import tiny_schema, write_schema
from codex_codegen.sources import cache, program, published
from codex_codegen.sources.dump import SchemaDump, stable_subset

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

NOT_CODEX = "\n  remedy: pass the path of a Codex runtime that supports `app-server generate-json-schema`"
NOT_A_BUNDLE = (
    "\n  remedy: pass the codex_app_server_protocol.schemas.json that `app-server generate-json-schema` writes"
)
ADDRESS = "\n  remedy: pass the https URL of a bundle"
ASK_INDEX = "\n  remedy: check the output of `python -m pip index versions openai-codex-cli-bin`"
PRINTED = "codex_app_server_protocol.schemas.json"


class Programs:
    """Replaces `subprocess.run`; each program is a function that prints a text."""

    def __init__(self, *steps: Callable[[list[str]], str]) -> None:
        self.steps = list(steps)
        self.commands: list[list[str]] = []
        self.options: list[dict[str, Any]] = []

    def __call__(self, command: list[str], **options: Any) -> subprocess.CompletedProcess[str]:
        self.commands.append(command)
        self.options.append(options)
        return subprocess.CompletedProcess(command, 0, self.steps.pop(0)(command), "")


def printing(text: str) -> Callable[[list[str]], str]:
    return lambda _command: text


def raising(error: Exception) -> Callable[[list[str]], str]:
    def run(_command: list[str]) -> str:
        raise error

    return run


def writing(schema: dict[str, Any]) -> Callable[[list[str]], str]:
    def run(command: list[str]) -> str:
        out = Path(command[-1])
        out.mkdir()
        write_schema(out / PRINTED, schema)
        return ""

    return run


class TestProgram:
    CODEX = Path("some/codex")

    def test_program_prints_version_bundle_and_stable_bundle(self, monkeypatch: pytest.MonkeyPatch) -> None:
        stable = tiny_schema()
        del stable["definitions"]["ClientRequest"]["oneOf"][0]
        run = Programs(printing("codex-cli 1.2.3-alpha.4 (x)\n"), writing(tiny_schema()), writing(stable))
        monkeypatch.setattr(subprocess, "run", run)
        found = program.dump_schema(self.CODEX)
        name = str(self.CODEX)
        assert found == SchemaDump("1.2.3-alpha.4", json.dumps(tiny_schema()).encode(), stable_subset(stable), name)
        assert [command[:-1] for command in run.commands] == [
            [name],
            [name, "app-server", "generate-json-schema", "--experimental", "--out"],
            [name, "app-server", "generate-json-schema", "--out"],
        ]
        assert run.commands[0] == [name, "--version"]
        assert run.options == 3 * [
            {"capture_output": True, "check": True, "timeout": 60, "encoding": "utf-8", "errors": "replace"}
        ]
        assert not Path(run.commands[1][-1]).exists()

    @pytest.mark.parametrize(
        ("steps", "problem"),
        [
            ([printing("codex 1.2")], "no version in the output of `--version`: 'codex 1.2'"),
            ([printing("1.2.3"), printing("")], f"the program did not write {PRINTED}"),
            ([raising(OSError("no such file"))], "cannot run the program: no such file"),
            ([raising(subprocess.TimeoutExpired("codex", 1))], "timed out after 60 s"),
            (
                [printing("1.2.3"), raising(subprocess.CalledProcessError(3, "codex", "", " not known\n"))],
                "exited with code 3: not known",
            ),
        ],
    )
    def test_other_program_is_an_error(
        self, steps: Sequence[Callable[[list[str]], str]], problem: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(subprocess, "run", Programs(*steps))
        assert failure(program.dump_schema, self.CODEX) == f"{self.CODEX}: {problem}{NOT_CODEX}"

    def test_invalid_stable_bundle_is_an_error(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(subprocess, "run", Programs(printing("1.2.3"), writing(tiny_schema()), writing({})))
        assert failure(program.dump_schema, self.CODEX) == f"{self.CODEX}: missing definitions{NOT_A_BUNDLE}"


class TestPublished:
    @pytest.fixture(autouse=True)
    def cache_of_the_test(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv(cache.CACHE_VARIABLE, str(tmp_path / "new" / "cache"))

    def test_versions_come_from_pip(self, monkeypatch: pytest.MonkeyPatch) -> None:
        run = Programs(printing("openai-codex-cli-bin (0.10.0)\nAvailable versions: 0.10.0, 0.9.0\n  INSTALLED: 1\n"))
        monkeypatch.setattr(subprocess, "run", run)
        assert published.published_versions() == ["0.9.0", "0.10.0"]
        options = ["--disable-pip-version-check", "index", "versions", "openai-codex-cli-bin"]
        assert run.commands == [[sys.executable, "-m", "pip", *options]]
        assert run.options == [
            {"capture_output": True, "check": True, "timeout": 120, "encoding": "utf-8", "errors": "replace"}
        ]

    @pytest.mark.parametrize(
        ("step", "problem"),
        [
            (printing("nothing"), "the package index has no version of openai-codex-cli-bin"),
            (raising(subprocess.TimeoutExpired("pip", 1)), "pip index took longer than 120 s"),
            (
                raising(subprocess.CalledProcessError(1, "pip", "", "ERROR: one\nERROR: two\nbye\n")),
                "pip index failed: ERROR: two",
            ),
            (
                raising(subprocess.CalledProcessError(1, "pip", "", "python: No module named pip\n")),
                "pip index failed: python: No module named pip",
            ),
            (
                raising(subprocess.CalledProcessError(1, "pip", "", f"a{'b' * 500}\n")),
                f"pip index failed: {'b' * 500}",
            ),
        ],
    )
    def test_failure_of_pip_is_an_error(
        self, step: Callable[[list[str]], str], problem: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(subprocess, "run", Programs(step))
        assert failure(published.published_versions) == f"{problem}{ASK_INDEX}"

    def test_download_uses_a_hidden_folder_of_the_cache(self, monkeypatch: pytest.MonkeyPatch) -> None:
        run = Programs(printing(""))
        monkeypatch.setattr(subprocess, "run", run)
        assert failure(published.runtime, "0.1.0") == (
            f"openai-codex-cli-bin 0.1.0 does not contain {published._PROGRAM}\n"
            "  remedy: the layout of the package has changed; pass the program with --codex-bin"
        )
        (command,) = run.commands
        assert command[3:-2] == [
            "--disable-pip-version-check",
            "install",
            "--no-deps",
            "--only-binary=:all:",
            "--no-compile",
            "--no-user",
            "--target",
        ]
        assert command[-1] == "openai-codex-cli-bin==0.1.0"
        assert run.options[0]["timeout"] == 900
        target = Path(command[-2])
        assert (target.name, target.parents[1]) == ("0.1.0", cache.cache_folder())
        # A name without a digit at its start is not a version.
        assert target.parent.name.startswith(".runtime-")

    def test_invalid_version_is_an_error(self) -> None:
        remedy = "pass a version such as 0.149.0"
        assert failure(published.runtime, "1/2") == f"invalid version: '1/2'\n  remedy: {remedy}"

    def test_lock_creates_a_folder_that_no_other_user_may_change(self) -> None:
        folder = cache.cache_folder()
        for _ in range(2):
            with cache.locked("a"):
                assert (folder / "a.lock").is_file()
        if os.name == "posix":
            modes = [stat.S_IMODE(path.stat().st_mode) for path in (folder, folder / "a.lock")]
            assert modes == [0o700, 0o600]
