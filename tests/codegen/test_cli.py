"""Test the command line: generate, check and lock."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from codegen.harness import PACKAGE, SCHEMA
from codex_codegen import pipeline
from codex_codegen.cli import main
from codex_codegen.errors import CodegenError
from codex_codegen.render import write as emit
from codex_codegen.schema.lockfile import read_lock, tool_version

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@pytest.fixture(scope="module", autouse=True)
def rendered_once() -> Iterator[None]:
    """Render the schema of this checkout only once, because these tests concern only the commands."""
    render = pipeline.render
    sources: dict[str, str] = {}

    def once(schema_dir: Path, log: Callable[[str], None] = lambda _: None) -> dict[str, str]:
        if schema_dir != SCHEMA:
            return render(schema_dir, log)
        sources.update(sources or render(schema_dir, log))
        return dict(sources)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipeline, "render", once)
        yield


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("written") / "codex_protocol"
    assert main(["--schema", str(SCHEMA), "--out", str(out)]) == 0
    return out


@pytest.fixture
def package(written: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(written, tmp_path / "codex_protocol"))


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def check(package: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, list[str]]:
    capsys.readouterr()
    code = main(["--check", "--schema", str(SCHEMA), "--out", str(package)])
    return code, capsys.readouterr().out.splitlines()


def test_generated_package_matches_the_schema(written: Path) -> None:
    assert files(PACKAGE) == files(written)


def test_check_fresh_package_has_no_differences(package: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (package / "__pycache__").mkdir()
    (package / "__pycache__" / "items.cpython-312.pyc").write_bytes(b"")
    assert check(package, capsys) == (0, [])


def test_check_reports_differences(package: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = files(package)
    (package / "items.py").write_text("changed = 1\n", encoding="utf-8")
    (package / "turns.py").unlink()
    (package / "stale.py").write_text("", encoding="utf-8")
    (package / "mappers" / "stale.py").write_text("", encoding="utf-8")
    changed = files(package)
    code, lines = check(package, capsys)
    assert code == 1
    assert [line for line in lines if not line.startswith(" ")] == [
        f"differs: {package / 'items.py'}",
        f"stale: {package / 'mappers' / 'stale.py'}",
        f"stale: {package / 'stale.py'}",
        f"missing: {package / 'turns.py'}",
    ]
    assert "    -changed = 1" in lines
    assert len(lines) < 60
    assert files(package) == changed, "a check may not write"

    assert main(["--schema", str(SCHEMA), "--out", str(package)]) == 0
    assert files(package) == before


def test_check_missing_package_reports_all_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, lines = check(tmp_path / "nowhere", capsys)
    assert code == 1
    assert all(line.startswith("missing: ") for line in lines)


def test_write_failure_keeps_existing_files(tmp_path: Path) -> None:
    out = tmp_path / "codex_protocol"
    out.mkdir()
    (out / "old.py").write_text("old = 1\n", encoding="utf-8")
    with pytest.raises(CodegenError, match="ruff"):
        emit.write({"good.py": "x = 1\n", "bad.py": "def ("}, out)
    assert files(out) == {"old.py": b"old = 1\n"}
    assert [path.name for path in tmp_path.iterdir()] == ["codex_protocol"]


def test_write_failed_move_is_undone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "codex_protocol"
    emit.write({"old.py": "old = 1\n"}, out)
    replace = os.replace

    def failing(source: Path, target: Path) -> None:
        if source.name == "fresh":
            raise OSError("no more space")
        replace(source, target)

    monkeypatch.setattr(os, "replace", failing)
    with pytest.raises(OSError, match="no more space"):
        emit.write({"new.py": "new = 1\n"}, out)
    assert files(out) == {"old.py": b"old = 1\n"}


def test_errors_are_printed_without_traceback(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--schema", str(tmp_path), "--out", str(tmp_path / "out")]) == 2
    error = capsys.readouterr().err
    assert "lock.toml: missing file" in error
    assert "remedy: " in error
    assert not (tmp_path / "out").exists()


class TestLock:
    def test_lock_writes_the_schema_of_the_program(self, tmp_path: Path) -> None:
        runtime = pytest.importorskip("codex_cli_bin")
        if tool_version("openai-codex-cli-bin") != read_lock(SCHEMA).runtime_version:
            pytest.skip("another runtime than the locked one is installed")
        assert main(["--schema", str(tmp_path), "lock", "--codex-bin", str(runtime.bundled_codex_path())]) == 0
        for name in ("bundle.json", "stable.json", "lock.toml"):
            assert (tmp_path / name).read_bytes() == (SCHEMA / name).read_bytes(), name

    @pytest.mark.parametrize(
        "script", [None, "#!/bin/sh\nexit 3\n", "#!/bin/sh\necho hello\n", "#!/bin/sh\necho 1.2.3\n"]
    )
    def test_lock_rejects_other_programs(
        self, script: str | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        binary = tmp_path / "codex"
        if script is not None:
            binary.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
            binary.chmod(0o755)
        out = tmp_path / "schema"
        assert main(["--schema", str(out), "lock", "--codex-bin", str(binary)]) == 2
        assert f"codex_codegen: {binary}: " in capsys.readouterr().err
        assert not out.exists()
