"""The mutated packages, and the tests that must detect the mutants."""

from __future__ import annotations

import ast
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from mutants.finder import find_mutants
from support.paths import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from mutants.mutant import Mutant

SAMPLE = 10
"""The default run tests one mutant of this number."""

WITHOUT = ("--ignore=tests/unit/interrupts",)
"""Tests that are left out: their exceptions at arbitrary bytecodes leave the lock of coverage.py locked."""


@dataclass(frozen=True)
class Stage:
    """Tests that run together."""

    name: str
    tests: tuple[str, ...]
    """Files, folders and options of pytest."""
    marker: str = ""
    goal: float = 0.0
    """Part of the mutants that the tests of this stage and of the stages before it must detect."""


@dataclass(frozen=True)
class Project:
    """A project whose tests are checked."""

    root: Path
    packages: Mapping[str, str]
    """Packages and modules, and their paths."""
    stages: tuple[Stage, ...]
    sources: tuple[str, ...] = ("src",)
    """Import roots. The first one contains all packages."""
    preload: tuple[str, ...] = ()
    """Modules that no mutant changes: they are imported once. pytest imports those that contain plugins itself."""

    def copy_to(self, folder: Path) -> None:
        """Copy all files that are not ignored by Git."""
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=self.root, capture_output=True, check=True,
        )  # fmt: skip
        for name in listed.stdout.decode().split("\0"):
            source = self.root / name
            if name and source.is_file():
                target = folder / name
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(source, target)

    def files_of(self, package: str) -> Iterator[tuple[str, str]]:
        """Yield the path and the module of each file of a package."""
        place = self.root / self.packages[package]
        for path in [place] if place.is_file() else sorted(place.rglob("*.py")):
            name = path.relative_to(self.root)
            for root in self.sources:
                if name.is_relative_to(root):
                    parts = list(name.relative_to(root).with_suffix("").parts)
                    module = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
                    yield name.as_posix(), module

    def importers(self, module: str) -> list[str]:
        """Return the paths of the files that import from a module."""
        statements = (f"from {module} import ", f"import {module}")
        return [
            path.relative_to(self.root).as_posix()
            for path in sorted((self.root / self.sources[0]).rglob("*.py"))
            if any(statement in path.read_text(encoding="utf-8") for statement in statements)
        ]

    def readers(self, module: str, tests: Iterable[str]) -> set[str]:
        """Return the files of tests that import a module.

        Args:
            module: Name of the module.
            tests: Paths of the files of tests.
        """
        return {path for path in tests if module in _imported(self.root / path)}

    def mutants_of(self, package: str) -> list[Mutant]:
        """Return all mutants of a package."""
        return [
            mutant
            for path, module in self.files_of(package)
            for mutant in find_mutants((self.root / path).read_bytes(), path, module)
        ]


@cache
def _imported(path: Path) -> frozenset[str]:
    """Return the modules that a file may import, and the names that it imports from them."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.update([node.module, *(f"{node.module}.{alias.name}" for alias in node.names)])
    return frozenset(found)


CODEX = Project(
    ROOT,
    {
        "_protocol": "src/openai_codex/_protocol",
        "_results": "src/openai_codex/_results",
        "policies": "src/openai_codex/policies",
        "tools": "src/openai_codex/tools",
        "_structured_output": "src/openai_codex/_structured_output",
        "_json_schema": "src/openai_codex/_json_schema.py",
        "_redaction": "src/openai_codex/_redaction.py",
        "codex_codegen": "src/codex_codegen",
    },
    (
        Stage("unit", ("tests/unit", "tests/codegen", *WITHOUT), "not runtime", goal=0.85),
        Stage("all", ("tests/integration", "tests/faults", "tests/fuzz", "tests/compat"), goal=0.92),
    ),
    sources=("src", "generated"),
    preload=("codex_protocol", "pydantic", "datamodel_code_generator", "jinja2"),
)
