"""Test that only locked schemas and tools are used."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from codegen.harness import SCHEMA
from codex_codegen.errors import CodegenError
from codex_codegen.schema.lockfile import TOOLS, load, read_lock, sha256


@pytest.fixture
def schema(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SCHEMA, tmp_path / "schema"))


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_lock_contains_runtime_and_tools(schema: Path) -> None:
    lock = read_lock(schema)
    assert load(schema).runtime_version == lock.runtime_version
    assert set(lock.tools) == set(TOOLS)


@pytest.mark.parametrize("name", ["bundle.json", "stable.json"])
def test_changed_file_is_rejected(schema: Path, name: str) -> None:
    locked = sha256(schema / name)
    with (schema / name).open("ab") as file:
        file.write(b"\n")
    with pytest.raises(CodegenError) as caught:
        load(schema)
    message = str(caught.value)
    assert str(schema / name) in message
    assert locked in message
    assert sha256(schema / name) in message
    assert "remedy: restore the file" in message


@pytest.mark.parametrize("name", ["bundle.json", "stable.json", "lock.toml"])
def test_missing_file_is_rejected(schema: Path, name: str) -> None:
    (schema / name).unlink()
    with pytest.raises(CodegenError, match="missing file") as caught:
        load(schema)
    assert caught.value.pointer == str(schema / name)
    assert caught.value.remedy


def test_changed_hash_is_rejected(schema: Path) -> None:
    edit(schema / "lock.toml", sha256(schema / "bundle.json"), "0" * 64)
    with pytest.raises(CodegenError, match="SHA-256 mismatch"):
        load(schema)


def test_other_tool_version_is_rejected(schema: Path) -> None:
    edit(schema / "lock.toml", 'ruff = "', 'ruff = "9')
    with pytest.raises(CodegenError, match=r"ruff: expected version 9\S+, got") as caught:
        load(schema)
    assert str(caught.value.remedy).startswith("pip install 'ruff==9")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[runtime", "invalid TOML"),
        ("", "missing 'runtime'"),
        ('[runtime]\nversion = "1"\n', "missing 'sha256'"),
        ('[runtime]\nversion = "\\"\\"\\" + x"\n[sha256]\n[tools]\n', "invalid version"),
        ("runtime = 1\n", "invalid content"),
    ],
)
def test_invalid_lock_is_rejected(schema: Path, text: str, problem: str) -> None:
    (schema / "lock.toml").write_text(text, encoding="utf-8")
    with pytest.raises(CodegenError, match=problem) as caught:
        load(schema)
    assert caught.value.pointer == str(schema / "lock.toml")


@pytest.mark.parametrize("content", ["[]", "{", '{"definitions": []}'])
def test_invalid_bundle_is_rejected(schema: Path, content: str) -> None:
    locked = sha256(schema / "bundle.json")
    (schema / "bundle.json").write_text(content, encoding="utf-8")
    edit(schema / "lock.toml", locked, sha256(schema / "bundle.json"))
    with pytest.raises(CodegenError) as caught:
        load(schema)
    assert caught.value.pointer == str(schema / "bundle.json")
