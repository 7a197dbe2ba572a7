"""An environment that contains this package and the official package."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import openai_codex


def import_from(folder: Path) -> subprocess.CompletedProcess[str]:
    program = "import sys; sys.path.insert(0, sys.argv[1]); import openai_codex; print(openai_codex.__file__)"
    command = [sys.executable, "-c", program, str(folder)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


def test_mixed_installation_is_detected_at_import(tmp_path: Path) -> None:
    package = tmp_path / "openai_codex"
    package.mkdir()
    shutil.copy(openai_codex.__file__, package)
    alone = import_from(tmp_path)
    assert (alone.returncode, alone.stdout.strip()) == (0, str(package / "__init__.py"))
    # A module of the official package that this package does not have.
    (package / "api.py").touch()
    mixed = import_from(tmp_path)
    assert mixed.returncode == 1
    assert "ImportError: openai_codex: the packages openai-codex and openai-codex-client are installed" in mixed.stderr
    assert "run `pip uninstall openai-codex openai-codex-client`, then install one of them" in mixed.stderr


def test_package_has_no_module_of_that_name() -> None:
    assert not (Path(openai_codex.__file__).parent / "api.py").exists()
