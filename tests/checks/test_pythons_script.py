"""Tests of `scripts/test_pythons.py`, without its installations."""

from __future__ import annotations

import json
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import test_pythons
from test_pythons import Python, StepError

if TYPE_CHECKING:
    from collections.abc import Iterator

OLD, NEW = Python("/old/python", (3, 10, 1)), Python("/new/python", (3, 13, 2))


@pytest.fixture(autouse=True)
def arguments(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["test_pythons.py"])


@pytest.fixture
def complete_wheel(tmp_path: Path) -> Path:
    """A wheel that contains every expected file."""
    empty = tmp_path / "empty.whl"
    zipfile.ZipFile(empty, "w").close()
    wheel = tmp_path / "complete.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for name in test_pythons.missing_files(empty):
            archive.writestr(name, "")
    return wheel


def test_main_without_a_python_fails(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(test_pythons, "candidates", lambda: iter(()))
    assert test_pythons.main() == 1
    assert capsys.readouterr().out == "no Python 3.10 to 3.14 found with pyenv, uv or on PATH\n"


def test_main_without_a_requested_python_fails(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(test_pythons, "find_pythons", lambda: [OLD, NEW])
    monkeypatch.setattr(sys, "argv", ["test_pythons.py", "3.10", "3.12"])
    assert test_pythons.main() == 1
    assert capsys.readouterr().out == "Python 3.12 not found with pyenv, uv or on PATH\n"


def test_main_fails_if_one_python_fails(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def check_python(python: Python, wheel: Path) -> str:
        if python is OLD:
            raise StepError("demo: exit code 1")
        return "all well"

    monkeypatch.setattr(test_pythons, "find_pythons", lambda: [OLD, NEW])
    monkeypatch.setattr(test_pythons, "build_wheel", lambda folder: folder / "a.whl")
    monkeypatch.setattr(test_pythons, "check_python", check_python)
    assert test_pythons.main() == 1
    first, *lines, last = capsys.readouterr().out.splitlines()
    assert first == "testing the wheel on Python 3.10.1, 3.13.2"
    assert sorted(lines) == ["FAILED  Python 3.10.1: demo: exit code 1", "ok      Python 3.13.2: all well"]
    assert last == "1 of 2 Pythons passed"

    monkeypatch.setattr(sys, "argv", ["test_pythons.py", "3.13"])
    assert test_pythons.main() == 0
    assert capsys.readouterr().out.splitlines()[-1] == "1 of 1 Pythons passed"


def test_main_fails_if_the_wheel_is_incomplete(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], complete_wheel: Path
) -> None:
    def run(step: str, command: list[str]) -> str:
        folder = Path(command[command.index("--outdir") + 1])
        with zipfile.ZipFile(complete_wheel) as source, zipfile.ZipFile(folder / "a.whl", "w") as target:
            for name in source.namelist():
                if name != "openai_codex/py.typed":
                    target.writestr(name, "")
        return ""

    monkeypatch.setattr(test_pythons, "find_pythons", lambda: [OLD])
    monkeypatch.setattr(test_pythons, "run", run)
    assert test_pythons.main() == 1
    assert capsys.readouterr().out.splitlines()[-1] == "FAILED  build: missing in the wheel: openai_codex/py.typed"


def test_find_pythons_takes_the_latest_supported_cpython(monkeypatch: pytest.MonkeyPatch) -> None:
    described = {
        "/a": ["/a", [3, 12, 1], "CPython", True],
        "/b": ["/b", [3, 12, 10], "CPython", True],
        "/c": ["/c", [3, 12, 11], "PyPy", True],
        "/venv": ["/venv", [3, 12, 12], "CPython", False],
        "/d": ["/d", [3, 9, 20], "CPython", True],
        "/e": ["/e", [3, 10, 0], "CPython", True],
        "/broken": None,
    }

    def output_of(command: list[str]) -> str:
        found = described[command[0]]
        return json.dumps(found) if found else ""

    def candidates() -> Iterator[str]:
        yield from described

    monkeypatch.setattr(test_pythons, "candidates", candidates)
    monkeypatch.setattr(test_pythons, "output_of", output_of)
    assert test_pythons.find_pythons() == [Python("/e", (3, 10, 0)), Python("/b", (3, 12, 10))]


def test_find_pythons_finds_the_python_of_this_environment() -> None:
    assert sys.version_info[:2] in [python.version[:2] for python in test_pythons.find_pythons()]


def test_output_of_a_missing_or_failing_command_is_empty() -> None:
    assert test_pythons.output_of(["no-such-command-here"]) == ""
    assert test_pythons.output_of([sys.executable, "-c", "print(1); raise SystemExit(1)"]) == ""
    assert test_pythons.output_of([sys.executable, "-c", "print(1)"]) == "1"


def test_missing_files_are_packages_data_and_templates(complete_wheel: Path, tmp_path: Path) -> None:
    assert test_pythons.missing_files(complete_wheel) == []
    with zipfile.ZipFile(complete_wheel) as archive:
        names = archive.namelist()
    assert {"openai_codex/py.typed", "codex_protocol/py.typed", "codex_codegen/data/history.json"} <= set(names)
    templates = [name for name in names if name.startswith("codex_codegen/templates/")]
    assert len([name for name in templates if name.endswith(".jinja")]) > 5
    partial = tmp_path / "partial.whl"
    with zipfile.ZipFile(partial, "w") as archive:
        for name in names:
            if name not in (templates[0], "openai_codex/py.typed"):
                archive.writestr(name, "")
    assert test_pythons.missing_files(partial) == sorted([templates[0], "openai_codex/py.typed"])


def test_pinned_tools_are_those_of_the_extra_dev() -> None:
    tools = test_pythons.TEST_TOOLS
    required = ["pydantic<3,>=2.11", *(f"{name}>=1; extra == 'dev'" for name in tools), "mypy==2; extra == 'dev'"]
    assert test_pythons.pinned_tools(required) == [f"{name}>=1" for name in tools]
    with pytest.raises(KeyError, match=tools[0]):
        test_pythons.pinned_tools(required[:1])


def test_run_reports_the_step_the_exit_code_and_the_output() -> None:
    code = "import sys; print('out'); print('err', file=sys.stderr); sys.exit(3)"
    with pytest.raises(StepError) as caught:
        test_pythons.run("unit tests", [sys.executable, "-c", code])
    assert str(caught.value).splitlines() == ["unit tests: exit code 3", "    out", "    err"]


def test_run_does_not_pass_on_settings_of_the_interpreter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", "/elsewhere")
    code = "import os; print(os.environ.get('PYTHONPATH'))"
    assert test_pythons.run("step", [sys.executable, "-c", code]) == "None\n"


def test_run_ends_a_step_after_its_timeout(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(test_pythons, "STEP_TIMEOUT", 0.2)
    with pytest.raises(StepError, match=r"^step: not finished after 0\.2 s$"):
        test_pythons.run("step", [sys.executable, "-c", "import time; time.sleep(60)"])
