"""`make compat` checks one runtime after the other, and removes the downloaded runtimes afterwards."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from compat import __main__ as command
from compat.check import Outcome
from compat.conformance import CAPABILITIES
from compat.matrix import read_page
from compat.versions import MIDDLE, OLDEST

if TYPE_CHECKING:
    from pathlib import Path

VERSIONS = [OLDEST, "0.140.0", "0.141.0", MIDDLE]


class Index:
    """A fake package index and cache that record their calls."""

    def __init__(self, cached: list[str], broken: str | None = None) -> None:
        self.cached = cached
        self.broken = broken
        self.tried: list[str] = []
        self.most = 0

    def runtime(self, version: str) -> str:
        if version == self.broken:
            raise RuntimeError("the index is gone")
        self.tried.append(version)
        if version not in self.cached:
            self.cached.append(version)
        self.most = max(self.most, len(self.cached))
        return version

    def forget(self, version: str) -> None:
        if version in self.cached:
            self.cached.remove(version)

    def check(self, program: Any, capability: str) -> Outcome:
        if program == "0.140.0" and capability == "goal":
            return Outcome(False, "no goals")
        return Outcome(True)


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("sys.argv", ["compat"])
    monkeypatch.setattr(command, "PAGE", tmp_path / "page.md")
    monkeypatch.setattr(command, "cache_folder", lambda: tmp_path / "cache")
    monkeypatch.setattr(command, "published_versions", lambda: VERSIONS)
    monkeypatch.setattr(command, "reported_version", lambda program: f"codex-cli {program}")
    return tmp_path / "page.md"


def run(monkeypatch: pytest.MonkeyPatch, index: Index) -> None:
    monkeypatch.setattr(command, "runtime", index.runtime)
    monkeypatch.setattr(command, "is_cached", index.cached.__contains__)
    monkeypatch.setattr(command, "forget", index.forget)
    monkeypatch.setattr(command, "check", index.check)
    command.main()


def test_main_checks_every_version_and_removes_the_others(
    page: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    index = Index(cached=["0.141.0"])
    run(monkeypatch, index)
    assert index.tried == VERSIONS
    # Versions that were cached before the run are kept.
    assert sorted(index.cached) == sorted([OLDEST, "0.141.0", MIDDLE])
    assert index.most == 3
    found = read_page(page.read_text(encoding="utf-8"))
    assert list(found) == VERSIONS[::-1]
    assert [(v, name) for v, row in found.items() for name, works in row.items() if not works] == [("0.140.0", "goal")]
    assert f"[2/4] 0.140.0: {len(CAPABILITIES) - 1} of {len(CAPABILITIES)}, not goal" in capsys.readouterr().out


def test_main_interrupted_run_continues(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index = Index([], broken="0.141.0")
    with pytest.raises(RuntimeError, match="the index is gone"):
        run(monkeypatch, index)
    assert not page.exists()
    again = Index([])
    run(monkeypatch, again)
    assert index.tried + again.tried == VERSIONS
    assert list(read_page(page.read_text(encoding="utf-8"))) == VERSIONS[::-1]
    # All results are known now; only --fresh checks again.
    idle, anew = Index([]), Index([])
    run(monkeypatch, idle)
    assert idle.tried == []
    monkeypatch.setattr("sys.argv", ["compat", "--fresh"])
    run(monkeypatch, anew)
    assert anew.tried == VERSIONS


@pytest.mark.skipif(shutil.which("make") is None, reason="requires make")
def test_makefile_has_target() -> None:
    from codegen.harness import ROOT

    for given, expected in ([], "-m compat"), (["FRESH=1"], "-m compat --fresh"):
        command = ["make", "--no-print-directory", "--dry-run", "compat", *given]
        # Remove variables of make, because make may have started the test run.
        outside = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=60, env=outside)
        assert done.stdout.splitlines()[-1].rstrip().endswith(expected)
