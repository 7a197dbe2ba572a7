"""Exported names, and the modules that an import loads."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

import openai_codex


def loaded_by(code: str) -> set[str]:
    """Return the modules that a fresh interpreter loads when it runs `code`."""
    script = f"import json, sys\n{code}\nprint(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60)
    names: list[str] = json.loads(done.stdout.splitlines()[-1])
    return set(names)


def protocol_modules(modules: set[str]) -> set[str]:
    return {name for name in modules if name.startswith("codex_protocol")}


def test_import_loads_few_modules() -> None:
    modules = loaded_by("import openai_codex")
    assert {name for name in modules if name.startswith("openai_codex")} == {"openai_codex"}
    assert not protocol_modules(modules)
    assert "pydantic" not in modules
    assert "asyncio" not in modules


def test_client_classes_load_no_protocol_models() -> None:
    modules = loaded_by(
        "from openai_codex import AsyncCodex, Codex, CodexConfig, Thread, TurnHandle, TextInput, Sandbox"
    )
    assert protocol_modules(modules) == {"codex_protocol", "codex_protocol._wire"}
    assert "pydantic" not in modules
    assert not {name for name in modules if name.split(".")[0] in ("httpx", "websockets", "jinja2", "codex_codegen")}


def test_sync_client_does_not_load_asyncio() -> None:
    assert "asyncio" not in loaded_by("from openai_codex import Codex")


def test_request_and_result_modules_load_no_models() -> None:
    modules = loaded_by("import openai_codex._results.collector, openai_codex._requests.params")
    assert protocol_modules(modules) == {
        "codex_protocol",
        "codex_protocol._option_names",
        "codex_protocol._wire",
        "codex_protocol.mappers",
        "codex_protocol.mappers.thread",
        "codex_protocol.mappers.turn",
    }
    assert "pydantic" not in modules


def test_lazy_names_match_type_checking_imports() -> None:
    tree = ast.parse(Path(str(openai_codex.__file__)).read_text(encoding="utf-8"))
    seen = {
        str(alias.asname): node.module.removeprefix("openai_codex.")
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("openai_codex.")
        for alias in node.names
    }
    assert seen == openai_codex._MODULE_OF
    assert sorted(seen) == vars(openai_codex)["__all__"]
    for name in vars(openai_codex)["__all__"]:
        assert getattr(openai_codex, name) is not None
        assert name in dir(openai_codex)


def test_unknown_name_raises_attribute_error() -> None:
    with pytest.raises(AttributeError, match="Kodex"):
        _ = openai_codex.Kodex  # type: ignore[attr-defined]
