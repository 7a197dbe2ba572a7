"""Tests of whole runs on a small project."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from mutants.__main__ import main
from mutants.project import Project, Stage
from mutants.survivors import Accepted

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="workers are forked")

CODE = '''\
"""A module."""

NAMES = {"a": 1, "b": 2}


def absolute(number):
    if number < 0:
        return -number
    return number


def count_to(limit):
    number = 0
    while number < limit:
        number += 1
    return number


def untested(number):
    return number + 1


def closure(factor):
    def multiply(number):
        return number * factor

    return multiply
'''
UNIT_TESTS = """\
import pathlib
import tempfile

from package.module import NAMES, absolute, closure, count_to


def test_absolute(tmp_path):
    assert absolute(-2) == 2
    assert absolute(3) == 3
    (tmp_path / "file").write_text("x")


def test_count_to():
    assert count_to(3) == 3
    assert count_to(-1) == 0


def test_names():
    assert NAMES["a"] == 1
    assert closure(2)(3) == 6


def test_that_fails():
    assert absolute(5) == 6
"""
LATER_TESTS = """\
from package.module import NAMES


def test_second_name():
    assert NAMES["b"] == 2
    from package.module import absolute
    assert absolute(0) == 0
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    files = {
        "src/package/__init__.py": "",
        "src/package/module.py": CODE,
        "tests/unit/test_module.py": UNIT_TESTS,
        "tests/later/test_later.py": LATER_TESTS,
        "pytest.ini": "[pytest]\n",
        ".gitignore": "build\n__pycache__\n",
    }
    for name, content in files.items():
        path = tmp_path / "project" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    root = tmp_path / "project"
    subprocess.run(["git", "init", "--quiet"], cwd=root, check=True)
    stages = (Stage("unit", ("tests/unit",), goal=0.5), Stage("all", ("tests/later",), goal=0.99))
    return Project(root, {"package": "src/package"}, stages)


def run(project: Project, tmp_path: Path, accepted: str = "", arguments: tuple[str, ...] = ("--full",)) -> int:
    path = tmp_path / "survivors.toml"
    path.write_text(accepted, encoding="utf-8")
    return main([*arguments, "--jobs", "1", "--grace", "1.5"], project, path)


def test_full_run_reports_each_mutant_and_the_missed_goal(
    project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {path: path.read_bytes() for path in (project.root / "src").rglob("*.py")}
    untested = "package.module:untested: return: return number + 1 -> return None"
    boundary = "package.module:absolute: comparison: if number < 0: -> if number <= 0:"
    accepted = f"""
        [[accepted]]
        reason = "-0 equals 0"
        mutants = ["{boundary}", "package.module:gone: return: a -> b"]
        [[accepted]]
        reason = "the tests detect this mutant"
        mutants = ["package.module:absolute: return: return -number -> return None"]
    """
    assert run(project, tmp_path, accepted) == 1
    output = capsys.readouterr()
    report = (project.root / "build" / "mutants" / "report.md").read_text(encoding="utf-8")
    assert report in output.out
    assert "unit: 3 tests" in output.out
    assert "without 1 failed" in output.out
    assert f"`{untested}` (src/package/module.py:20; unit: not covered, all: not covered): no reason yet" in report
    assert f"`{boundary}` (src/package/module.py:7; unit: survived, all: survived): -0 equals 0" in report
    assert "all: expected 99.0% of the mutants to be killed, got" in output.err
    assert "unit: expected" not in output.err
    assert "no longer applies: package.module:gone: return: a -> b" in output.err
    assert "no longer applies: package.module:absolute: return: return -number -> return None" in output.err
    survivors = [line for line in report.splitlines() if line.startswith("- `package.module:") and "(src" in line]
    functions = {line.split(":")[1] for line in survivors}
    assert functions == {"absolute", "untested"}, survivors
    assert {path: path.read_bytes() for path in (project.root / "src").rglob("*.py")} == before


def test_second_run_uses_the_recorded_baseline_and_later_tests_kill(
    project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setenv("TMPDIR", str(scratch))
    monkeypatch.setattr("tempfile.tempdir", None)
    assert run(project, tmp_path, arguments=("--only", "other.*", "--stage", "unit")) == 1
    assert "| all | 0 | 0.0% | 0 |" in capsys.readouterr().out
    record = next((project.root / "build" / "mutants").glob("unit-*/tests.json"))
    changed = record.stat().st_mtime_ns
    run(project, tmp_path, arguments=("--only", "package.module", "--stage", "unit"))
    assert "NAMES" in capsys.readouterr().out.partition("## Survivors")[2]
    assert record.stat().st_mtime_ns == changed
    assert [path for path in scratch.iterdir() if not path.name.startswith("pytest-of-")] == []
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_accepted_survivors_need_a_reason_and_occur_once(tmp_path: Path) -> None:
    path = tmp_path / "survivors.toml"
    path.write_text('[[accepted]]\nmutants = ["a"]\n', encoding="utf-8")
    with pytest.raises(ValueError, match=r"survivors.toml: accepted\[0\]: missing reason"):
        Accepted.load(path)
    path.write_text('[[accepted]]\nreason = "r"\nmutants = ["a", "a"]\n', encoding="utf-8")
    with pytest.raises(ValueError, match=r"accepted\[0\]: duplicate mutant: a"):
        Accepted.load(path)
    path.write_text('[[accepted]]\nreason = "r"\nmutants = ["a", "b"]\n', encoding="utf-8")
    assert Accepted.load(path).stale(["a", "c"], ["a"]) == ["a", "b"]
    assert Accepted.load(path).stale(["a", "b"], []) == []


def test_committed_survivors_are_valid() -> None:
    assert all(reason for reason in Accepted.load().reasons.values())
