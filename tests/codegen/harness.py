"""Run the generator on small schemas and import the result."""

from __future__ import annotations

import importlib
import itertools
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from codex_codegen.errors import CodegenError
from codex_codegen.model import ir
from codex_codegen.model.partition import partition
from codex_codegen.pipeline import read_definitions
from codex_codegen.render.support import support_modules
from codex_codegen.render.types import render_types
from codex_codegen.render.write import formatted
from codex_codegen.schema.bundle import Bundle, StableSubset
from codex_codegen.schema.overrides import OVERRIDES_FILE, read_overrides
from codex_codegen.sources.dump import stable_subset

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

ROOT = Path(__file__).parents[2]
SCHEMA = ROOT / "schema"
PACKAGE = ROOT / "generated" / "codex_protocol"

_counter = itertools.count()


def failure(call: Callable[..., object], *arguments: Any, **keywords: Any) -> str:
    """Return the complete text of the error that a call raises."""
    with pytest.raises(CodegenError) as caught:
        call(*arguments, **keywords)
    return str(caught.value)


def small_bundle(schema: dict[str, Any], stable: dict[str, Any] | None = None) -> Bundle:
    """Return a bundle of a schema. Everything is stable unless `stable` is given."""
    marks = stable_subset(stable or schema)
    return Bundle(
        runtime_version="1.2.3",
        sha256="0" * 64,
        schema=schema,
        stable=StableSubset(
            methods=frozenset(marks["methods"]),
            notifications=frozenset(marks["notifications"]),
            server_requests=frozenset(marks["serverRequests"]),
            definitions={name: frozenset(fields) for name, fields in marks["definitions"].items()},
        ),
    )


def generate_types(
    schema: dict[str, Any], stable: dict[str, Any] | None = None, overrides: Path | None = None
) -> dict[str, bytes]:
    """Return the formatted type modules of a schema without methods."""
    found = read_overrides(overrides or Path("no such file"))
    protocol = ir.Protocol("1.2.3", read_definitions(small_bundle(schema, stable), found))
    return formatted(
        {**render_types(ir.Protocol("1.2.3", protocol.definitions, partition(protocol))), **support_modules()}
    )


def generate_folder(folder: Path) -> dict[str, bytes]:
    """Return the formatted type modules of a golden folder."""
    schema = json.loads((folder / "schema.json").read_text(encoding="utf-8"))
    stable_path = folder / "stable_schema.json"
    stable = json.loads(stable_path.read_text(encoding="utf-8")) if stable_path.exists() else None
    return generate_types(schema, stable, folder / OVERRIDES_FILE)


def install(files: dict[str, bytes], folder: Path) -> ModuleType:
    """Write a package below `folder` under a unique name, and import it."""
    name = f"generated_{next(_counter)}"
    for path, content in files.items():
        target = folder / name / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    sys.path.insert(0, str(folder))
    try:
        importlib.invalidate_caches()
        return importlib.import_module(name)
    finally:
        sys.path.remove(str(folder))
