"""Tests of `scripts/async_to_sync.py --check`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from checks.checkout import append, copy, run_script

if TYPE_CHECKING:
    from pathlib import Path

CLIENT = "src/openai_codex/_sync/client.py"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = copy(tmp_path, "src/openai_codex", "pyproject.toml")
    code, lines = run_script("async_to_sync.py", root, "--check")
    assert code == 0, lines
    return root


def test_edit_of_a_generated_module_is_reported_and_kept(root: Path) -> None:
    append(root / CLIENT, "# an edit\n")
    edited = (root / CLIENT).read_text("utf-8")
    code, lines = run_script("async_to_sync.py", root, "--check")
    assert code == 1
    assert f"{CLIENT}: differs from its source, run make generate" in lines
    assert (root / CLIENT).read_text("utf-8") == edited


def test_edit_of_a_source_module_is_reported(root: Path) -> None:
    append(root / "src/openai_codex/_async/client.py", "# an edit\n")
    code, lines = run_script("async_to_sync.py", root, "--check")
    assert code == 1
    assert f"{CLIENT}: differs from its source, run make generate" in lines


def test_generation_restores_an_edited_module(root: Path) -> None:
    before = (root / CLIENT).read_bytes()
    append(root / CLIENT, "# an edit\n")
    assert run_script("async_to_sync.py", root)[0] == 0
    assert (root / CLIENT).read_bytes() == before
    assert run_script("async_to_sync.py", root, "--check")[0] == 0
