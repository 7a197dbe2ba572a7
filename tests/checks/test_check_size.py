"""Tests of `scripts/check_size.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from checks.checkout import append, copy, first_module, run_script

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = copy(tmp_path, "src")
    assert run_script("check_size.py", root) == (0, ["size: ok"])
    return root


def test_check_size_with_more_than_400_lines_reports_the_module(root: Path) -> None:
    module = root / "src" / "openai_codex" / "retry.py"
    append(module, "\n" * (400 - len(module.read_text("utf-8").splitlines())))
    assert run_script("check_size.py", root)[0] == 0
    append(module, "\n")
    code, lines = run_script("check_size.py", root)
    assert code == 1
    assert lines == [
        "src/openai_codex/retry.py:401: 401 lines, expected at most 400: split the module",
        "size: 1 problems",
    ]


def test_check_size_with_more_than_16_modules_reports_the_package(root: Path) -> None:
    package = root / "src" / "openai_codex" / "tools"
    present = len([path for path in package.glob("*.py") if path.name != "__init__.py"])
    for number in range(present, 16):
        (package / f"module_{number}.py").touch()
    assert run_script("check_size.py", root)[0] == 0
    (package / "__main__.py").touch()
    assert run_script("check_size.py", root)[0] == 0
    (package / "module_16.py").touch()
    code, lines = run_script("check_size.py", root)
    assert code == 1
    assert lines[0] == (
        "src/openai_codex/tools/__init__.py:1: 17 modules in the package, expected at most 16: add a subpackage"
    )


def test_check_size_with_modules_in_subpackages_does_not_count_them(root: Path) -> None:
    package = first_module(root / "src" / "openai_codex" / "policies").parent / "more"
    package.mkdir()
    for number in range(16):
        (package / f"module_{number}.py").touch()
    assert run_script("check_size.py", root)[0] == 0
