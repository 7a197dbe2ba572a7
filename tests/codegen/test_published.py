"""Test published runtimes with a folder of small wheels as the package index."""

from __future__ import annotations

import base64
import hashlib
import os
import stat
import subprocess
import sys
import zipfile
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from codex_codegen.errors import CodegenError
from codex_codegen.sources import published
from codex_codegen.sources.cache import cache_folder

if TYPE_CHECKING:
    from pathlib import Path

PROGRAM = "codex_cli_bin/bin/codex.exe" if os.name == "nt" else "codex_cli_bin/bin/codex"


def write_wheel(folder: Path, version: str, files: dict[str, bytes]) -> Path:
    """Write a wheel of the runtime's package whose files are not executable."""
    info = f"openai_codex_cli_bin-{version}.dist-info"
    contents = {
        **files,
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: openai-codex-cli-bin\nVersion: {version}\n".encode(),
        f"{info}/WHEEL": b"Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    lines = []
    for name, content in contents.items():
        digest = hashlib.sha256(content).digest()
        lines.append(f"{name},sha256={base64.urlsafe_b64encode(digest).rstrip(b'=').decode()},{len(content)}")
    contents[f"{info}/RECORD"] = "\n".join([*lines, f"{info}/RECORD,,"]).encode()
    path = folder / f"openai_codex_cli_bin-{version}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in contents.items():
            entry = zipfile.ZipInfo(name)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return path


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "index"
    folder.mkdir()
    monkeypatch.setenv("CODEX_RUNTIME_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    return folder


def left_over() -> list[str]:
    return sorted(path.name for path in cache_folder().iterdir() if not path.name.endswith(".lock"))


def test_published_versions_are_sorted(index: Path) -> None:
    for version in ("0.9.0", "0.10.0", "0.2.1"):
        write_wheel(index, version, {PROGRAM: b"program"})
    assert published.published_versions() == ["0.2.1", "0.9.0", "0.10.0"]


def test_runtime_is_downloaded_once(index: Path) -> None:
    wheel = write_wheel(index, "0.1.0", {PROGRAM: b"#!/bin/sh\n", "codex_cli_bin/data.txt": b"text"})
    assert not published.is_cached("0.1.0")
    program = published.runtime("0.1.0")
    assert program.read_bytes() == b"#!/bin/sh\n"
    assert (program.parents[1] / "data.txt").read_bytes() == b"text"
    if os.name == "posix":
        assert os.access(program, os.X_OK)
        assert not (program.parents[1] / "data.txt").stat().st_mode & stat.S_IXUSR
    assert published.is_cached("0.1.0")
    assert left_over() == ["0.1.0"]
    wheel.unlink()
    assert published.runtime("0.1.0") == program

    published.forget("0.1.0")
    assert not published.is_cached("0.1.0")
    with pytest.raises(CodegenError, match="pip install failed: ERROR: No matching distribution"):
        published.runtime("0.1.0")
    assert left_over() == []


def test_runtime_concurrent_calls_download_once(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_wheel(index, "0.1.0", {PROGRAM: b"program"})
    calls: list[str] = []
    download = published._download

    def counting(version: str, folder: Path) -> None:
        calls.append(version)
        download(version, folder)

    monkeypatch.setattr(published, "_download", counting)
    with ThreadPoolExecutor(4) as pool:
        programs = set(pool.map(published.runtime, ["0.1.0"] * 4))
    assert len(programs) == 1
    assert calls == ["0.1.0"]


def test_runtime_hash_mismatch_is_rejected(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wheel = write_wheel(index, "0.1.0", {PROGRAM: b"program"})
    page = index / "links.html"
    page.write_text(f'<a href="{wheel.as_uri()}#sha256={"0" * 64}">{wheel.name}</a>')
    monkeypatch.setenv("PIP_FIND_LINKS", str(page))
    with pytest.raises(CodegenError, match=r"pip install failed: .*HASHES"):
        published.runtime("0.1.0")
    assert left_over() == []


def test_runtime_replaces_an_incomplete_folder(index: Path) -> None:
    write_wheel(index, "0.1.0", {PROGRAM: b"program"})
    (cache_folder() / "0.1.0").mkdir(parents=True)
    (cache_folder() / "0.1.0" / "part").write_bytes(b"")
    assert published.runtime("0.1.0").read_bytes() == b"program"
    assert not (cache_folder() / "0.1.0" / "part").exists()
    assert left_over() == ["0.1.0"]


def test_runtime_without_program_is_rejected(index: Path) -> None:
    write_wheel(index, "0.1.0", {"codex_cli_bin/__init__.py": b""})
    with pytest.raises(CodegenError, match="does not contain codex_cli_bin"):
        published.runtime("0.1.0")
    assert left_over() == []


def test_runtime_files_stay_in_the_cache(index: Path, tmp_path: Path) -> None:
    write_wheel(index, "0.1.0", {PROGRAM: b"program", "../../outside.txt": b"text"})
    with pytest.raises(CodegenError, match="pip install failed"):
        published.runtime("0.1.0")
    assert not list(tmp_path.rglob("outside.txt"))
    assert left_over() == []


@pytest.mark.parametrize("version", ["", "../0.1.0", "latest", "0.1.0 --index-url x", "0.1/0"])
def test_invalid_version_is_rejected(index: Path, version: str) -> None:
    for call in (published.runtime, published.forget, published.is_cached):
        with pytest.raises(CodegenError, match="invalid version"):
            call(version)


def test_published_versions_empty_index_is_an_error(index: Path) -> None:
    with pytest.raises(CodegenError, match="pip index failed") as caught:
        published.published_versions()
    assert "pip index versions" in str(caught.value.remedy)


def test_cache_folder_from_environment_or_platform(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CODEX_RUNTIME_CACHE", str(tmp_path))
    assert cache_folder() == tmp_path
    monkeypatch.delenv("CODEX_RUNTIME_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "xdg"))
    if sys.platform != "darwin":
        assert cache_folder() == tmp_path / "xdg" / "openai-codex-client" / "runtimes"
    assert cache_folder().parts[-2:] == ("openai-codex-client", "runtimes")


def test_oldest_published_runtime_runs() -> None:
    program = published.runtime("0.133.0")
    done = subprocess.run([str(program), "--version"], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.split()[-1] == "0.133.0"
