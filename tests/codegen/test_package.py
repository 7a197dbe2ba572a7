"""Test the generated package: complete, lazily imported, and reproducible."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from collections import defaultdict
from typing import Any

import pytest
from pydantic import BaseModel, TypeAdapter

import codex_protocol
from codegen.harness import PACKAGE, ROOT, SCHEMA
from codex_codegen.model.graph import components
from codex_codegen.schema.lockfile import load

BUNDLE = load(SCHEMA)
CALL_MODULES = {"_wire", "availability", "mappers", "options", "registry", "request_handlers", "rpc", "safe_methods"}


def run(code: str) -> Any:
    """Run code in a new interpreter, and return its JSON output."""
    command = [sys.executable, "-W", "error", "-c", f"import json, sys\n{code}"]
    environment = {**os.environ, "PYTHONPATH": str(PACKAGE.parent)}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_every_definition_can_be_imported_and_built() -> None:
    names = BUNDLE.names()
    assert set(names) <= set(codex_protocol.__all__)
    for name in names:
        found = getattr(codex_protocol, name)
        if isinstance(found, type) and issubclass(found, BaseModel):
            assert found.model_rebuild(force=True, raise_errors=True)
            assert found.__name__ == name
        else:
            TypeAdapter(found).validator  # noqa: B018 - building is the test


def test_every_exported_name_exists() -> None:
    assert len(set(codex_protocol.__all__)) == len(codex_protocol.__all__)
    for name in codex_protocol.__all__:
        assert getattr(codex_protocol, name) is not None
    assert set(codex_protocol.__all__) <= set(dir(codex_protocol))


def test_unknown_name_raises() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'ThreadItme'"):
        codex_protocol.ThreadItme  # type: ignore[attr-defined]  # noqa: B018
    with pytest.raises(ImportError):
        exec("from codex_protocol import ThreadItme")


def test_no_class_name_ends_in_a_number() -> None:
    known = set(BUNDLE.names())
    numbered = [name for name in codex_protocol.__all__ if name[-1].isdigit() and name not in known]
    assert numbered == []


def test_importing_the_package_loads_no_module() -> None:
    code = "import codex_protocol\nprint(json.dumps([m for m in sys.modules if 'pydantic' in m or 'codex_p' in m]))"
    assert run(code) == ["codex_protocol"]


@pytest.mark.parametrize(
    ("name", "modules"),
    [
        ("AgentMessageDeltaNotification", {"item_deltas"}),
        ("ThreadItem", {"common", "items"}),
        ("TurnCompletedNotification", {"common", "items", "turns"}),
        ("ThreadStartResponse", {"common", "items", "threads", "turns"}),
        ("UNSET", set()),
    ],
)
def test_name_loads_only_its_dependencies(name: str, modules: set[str]) -> None:
    code = f"from codex_protocol import {name}\n"
    loaded = run(f"{code}print(json.dumps([m for m in sys.modules if m.startswith('codex_protocol.')]))")
    assert {module.removeprefix("codex_protocol.") for module in loaded} - {"_enums", "_models", "_wire"} == modules


def test_loaded_names_are_cached() -> None:
    code = "import codex_protocol as p\np.ThreadItem\nprint(json.dumps([n for n in vars(p) if n == 'ThreadItem']))"
    assert run(code) == ["ThreadItem"]


def test_module_imports_are_acyclic() -> None:
    imports: dict[str, set[str]] = defaultdict(set)
    sizes: dict[str, int] = {}
    for path in PACKAGE.glob("*.py"):
        if path.stem.startswith("_") or path.stem in CALL_MODULES:
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        sizes[path.stem] = sum(isinstance(node, (ast.ClassDef, ast.AnnAssign)) for node in tree.body)
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.level:
                imports[path.stem].add(str(node.module))
    assert 15 <= len(sizes) <= 30
    assert all(len(component) == 1 for component in components(imports))
    assert {name: size for name, size in sizes.items() if size < 5} == {}


def test_package_imports_neither_client_nor_generator() -> None:
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and not node.level:
                names = [str(node.module)]
            for name in names:
                assert name.split(".")[0] not in {"openai_codex", "codex_codegen"}, path


def test_version_and_hash_match_the_lock() -> None:
    from codex_protocol._version import RUNTIME_VERSION, SCHEMA_SHA256

    assert (BUNDLE.runtime_version, BUNDLE.sha256) == (RUNTIME_VERSION, SCHEMA_SHA256)


@pytest.mark.extended
def test_output_is_independent_of_the_hash_seed() -> None:
    code = (
        "import hashlib\nfrom pathlib import Path\nfrom codex_codegen.pipeline import render\n"
        f"sources = render(Path({str(SCHEMA)!r}))\n"
        "print(json.dumps({name: hashlib.sha256(text.encode()).hexdigest() for name, text in sources.items()}))"
    )
    results = []
    for seed in ("1", "31337"):
        command = [sys.executable, "-c", f"import json\n{code}"]
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT / "src")}
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
        assert done.returncode == 0, done.stderr
        results.append(done.stdout)
    assert results[0] == results[1]
    assert len(json.loads(results[0])) > 30


def test_support_modules_are_copied_verbatim() -> None:
    sources = sorted((ROOT / "templates" / "support").glob("*.py"))
    assert [path.name for path in sources] == [
        "_enums.py",
        "_models.py",
        "_redaction.py",
        "_secret_names.py",
        "_wire.py",
    ]
    for path in sources:
        assert (PACKAGE / path.name).read_bytes() == path.read_bytes(), path.name


def test_generator_works_without_the_generated_package() -> None:
    loaded = run(
        "import codex_codegen.cli, codex_codegen.commands.generate, codex_codegen.pipeline\n"
        "print(json.dumps([name for name in sys.modules if name.startswith('codex_protocol')]))"
    )
    assert loaded == []
