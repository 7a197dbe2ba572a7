"""Tests of `scripts/check_imports.py`, and of the import contract in pyproject.toml."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from checks.checkout import append, copy, first_module, run_import_linter, run_script, write

if TYPE_CHECKING:
    from pathlib import Path

PACKAGE = {"src/pack/__init__.py": "", "src/pack/a.py": "", "src/pack/b.py": "", "src/pack/sub/__init__.py": ""}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copy(tmp_path, "src", "generated", "pyproject.toml")


def test_checkout_has_no_import_cycle(root: Path) -> None:
    assert run_script("check_imports.py", root) == (0, ["imports: ok"])


def test_planted_cycle_is_reported(root: Path) -> None:
    policies = root / "src" / "openai_codex" / "policies"
    append(policies / "rules.py", "\nimport openai_codex.policies.terminal\n")
    append(policies / "terminal.py", "\nimport openai_codex.policies.rules\n")
    code, lines = run_script("check_imports.py", root)
    assert code == 1
    (problem,) = lines[:-1]
    assert problem.startswith("src/openai_codex/policies/")
    assert "import cycle: openai_codex.policies.rules -> openai_codex.policies.terminal -> " in problem


@pytest.mark.parametrize(
    ("files", "cycle"),
    [
        ({"a.py": "from pack import b", "b.py": "import pack.a"}, "pack.a -> pack.b -> pack.a"),
        ({"a.py": "from .b import x", "b.py": "def f():\n    from . import a"}, "pack.a -> pack.b -> pack.a"),
        ({"a.py": "from .sub import c", "sub/c.py": "from ..a import x"}, "pack.a -> pack.sub.c -> pack.a"),
        (
            {"a.py": "import pack.b", "b.py": "import pack.sub.c", "sub/c.py": "import pack.a"},
            "pack.a -> pack.b -> pack.sub.c -> pack.a",
        ),
    ],
)
def test_cycle_is_reported_with_its_modules(files: dict[str, str], cycle: str, tmp_path: Path) -> None:
    root = write(tmp_path, PACKAGE | {f"src/pack/{name}": text for name, text in files.items()})
    code, lines = run_script("check_imports.py", root)
    assert code == 1
    assert [line.partition("import cycle: ")[2] for line in lines[:-1]] == [cycle]


@pytest.mark.parametrize(
    "files",
    [
        {"a.py": "from pack import b", "b.py": "import json"},
        {
            "a.py": "from pack import b",
            "b.py": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from pack import a",
        },
    ],
)
def test_imports_without_a_cycle_at_run_time_pass(files: dict[str, str], tmp_path: Path) -> None:
    root = write(tmp_path, PACKAGE | {f"src/pack/{name}": text for name, text in files.items()})
    assert run_script("check_imports.py", root) == (0, ["imports: ok"])


def test_import_of_the_package_root_is_reported(root: Path) -> None:
    module = first_module(root / "src" / "openai_codex" / "tools")
    line = append(module, "\nfrom openai_codex import Codex\n") + 1
    code, lines = run_script("check_imports.py", root)
    assert code == 1
    assert lines[0] == (
        f"src/openai_codex/tools/{module.name}:{line}: openai_codex.tools.{module.stem} imports the root of its "
        "package: import from the module that defines the name"
    )


def test_checkout_keeps_the_import_contract(root: Path) -> None:
    code, lines = run_import_linter(root)
    assert code == 0, "\n".join(lines)
    assert any("0 broken" in line for line in lines)


@pytest.mark.parametrize(
    ("folder", "statement", "importer", "imported"),
    [
        ("src/openai_codex/_protocol", "import openai_codex._connection", "openai_codex._protocol", "_connection"),
        ("src/openai_codex/_results", "import openai_codex._sync", "openai_codex._results", "_sync"),
        ("src/openai_codex/_sync", "import openai_codex._async.client", "openai_codex._sync", "openai_codex._async"),
        ("src/openai_codex/_sync", "import asyncio", "openai_codex._sync", "asyncio"),
        ("src/openai_codex/_connection/sync", "import asyncio", "openai_codex._connection.sync", "asyncio"),
        ("src/openai_codex/tools", "import codex_codegen", "openai_codex", "codex_codegen"),
        ("generated/codex_protocol", "import openai_codex", "codex_protocol", "openai_codex"),
        ("src/codex_codegen/schema", "import codex_codegen.render", "codex_codegen.schema", "codex_codegen.render"),
        ("src/codex_codegen/model", "import codex_protocol", "codex_codegen", "codex_protocol"),
    ],
)
def test_forbidden_import_breaks_the_contract(
    folder: str, statement: str, importer: str, imported: str, root: Path
) -> None:
    append(first_module(root / folder), f"\n{statement}\n")
    code, lines = run_import_linter(root)
    assert code == 1
    found = [line for line in lines if "is not allowed to import" in line]
    assert any(importer in line and imported in line.partition("import")[2] for line in found), "\n".join(lines)


def test_import_for_type_checkers_keeps_the_contract(root: Path) -> None:
    module = first_module(root / "src" / "openai_codex" / "_protocol")
    append(module, "\nfrom typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import openai_codex._connection\n")
    assert run_import_linter(root)[0] == 0
