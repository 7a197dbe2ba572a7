"""Copies of parts of the checkout, in which tests plant violations."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def copy(folder: Path, *parts: str) -> Path:
    """Copy files and folders of the checkout to a folder; return the folder."""
    for part in parts:
        source, target = ROOT / part, folder / part
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        elif source.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, target)
    return folder


def write(folder: Path, files: dict[str, str]) -> Path:
    """Write text files to a folder; return the folder."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def append(path: Path, text: str) -> int:
    """Append text to a file; return the number of its first line."""
    before = path.read_text(encoding="utf-8")
    path.write_text(before + text, encoding="utf-8")
    return before.count("\n") + 1


def first_module(folder: Path) -> Path:
    """Return the first public module of a package by name."""
    return min(path for path in folder.glob("[a-z]*.py"))


def run_script(name: str, root: Path, *arguments: str) -> tuple[int, list[str]]:
    """Run a script of the checkout on another root; return its exit code and the lines of its output."""
    command = [sys.executable, str(ROOT / "scripts" / name), *arguments, "--root", str(root)]
    return _run(command, root)


def run_import_linter(root: Path) -> tuple[int, list[str]]:
    """Run import-linter on the packages below a root; return its exit code and the lines of its output."""
    code = "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())"
    return _run([sys.executable, "-c", code, "--no-cache"], root, str(root / "src"), str(root / "generated"))


def _run(command: list[str], root: Path, *path: str) -> tuple[int, list[str]]:
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(path), "COLUMNS": "300", "PYTHONUTF8": "1"}
    done = subprocess.run(command, cwd=root, env=env, capture_output=True, encoding="utf-8", timeout=100)
    assert done.stderr == ""
    return done.returncode, done.stdout.splitlines()
