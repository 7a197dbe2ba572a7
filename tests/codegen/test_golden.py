"""Test one small schema per construct against the expected code or error.

`UPDATE_GOLDEN=1 pytest tests/codegen/test_golden.py` updates the expected files; review the difference before you
commit it.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from codegen.harness import generate_folder, install
from codex_codegen.errors import CodegenError
from codex_codegen.render.support import support_modules

GOLDEN = Path(__file__).parent / "golden"
# Independent of the schema, and tested separately.
LEFT_OUT = {"__init__.py", "_version.py", *support_modules()}
UPDATE = bool(os.environ.get("UPDATE_GOLDEN"))

FOLDERS = sorted(path for path in GOLDEN.iterdir() if path.is_dir())
WORKING = [path for path in FOLDERS if not path.name.startswith("error_")]
FAILING = [path for path in FOLDERS if path.name.startswith("error_")]


def named(path: Path) -> str:
    return path.name


def stored(folder: Path) -> dict[str, bytes]:
    # The suffix hides incomplete code from linters and type checkers.
    return {path.name.removesuffix(".txt"): path.read_bytes() for path in (folder / "expected").iterdir()}


def store(folder: Path, files: dict[str, bytes]) -> None:
    shutil.rmtree(folder / "expected", ignore_errors=True)
    (folder / "expected").mkdir()
    for name, content in files.items():
        (folder / "expected" / f"{name}.txt").write_bytes(content)


@pytest.mark.parametrize("folder", WORKING, ids=named)
def test_generated_code_matches_golden_files(folder: Path, tmp_path: Path) -> None:
    files = generate_folder(folder)
    found = {name: content for name, content in files.items() if name not in LEFT_OUT}
    if UPDATE:
        store(folder, found)
    assert found == stored(folder)
    package = install(files, tmp_path)
    for name in package.__all__:
        assert getattr(package, name) is not None


@pytest.mark.parametrize("folder", FAILING, ids=named)
def test_invalid_schema_matches_golden_error(folder: Path) -> None:
    with pytest.raises(CodegenError) as caught:
        generate_folder(folder)
    found = {"error": f"{caught.value}\n".encode()}
    if UPDATE:
        store(folder, found)
    assert found == stored(folder)
