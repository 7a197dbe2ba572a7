"""Checks of capabilities, and the page with their results."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from compat import matrix
from compat.check import Outcome, check
from compat.conformance import CAPABILITIES
from compat.matrix import PAGE, Row, fingerprint, load_rows, read_page, render, save_rows
from support.processes import processes_of, still_running


def program_that(folder: Path, code: str) -> Path:
    """Return a shell script that replaces the runtime."""
    program = folder / "codex"
    program.write_text(f"#!/bin/sh\n{code}\n")
    program.chmod(0o755)
    return program


def row(version: str, **failed: str) -> Row:
    outcomes = {name: Outcome(name not in failed, failed.get(name, "")) for name in CAPABILITIES}
    return Row(version, f"codex-cli {version}", "2026-01-02", outcomes)


@pytest.mark.skipif(os.name != "posix", reason="Windows does not execute scripts")
def test_check_hanging_runtime_is_reported_and_leaves_nothing(tmp_path: Path) -> None:
    pid_file = tmp_path / "pid"
    program = program_that(tmp_path, f"echo $$ > '{pid_file}'\nexec sleep 1000")
    outcome = check(program, "turn", deadline=3.0)
    assert not outcome.passed
    assert outcome.reason.startswith("no end within 3 s, at: with ")
    assert "Codex(config)" in outcome.reason
    assert still_running(processes_of(int(pid_file.read_text()))) == []


@pytest.mark.skipif(os.name != "posix", reason="Windows does not execute scripts")
def test_check_invalid_program_is_reported_without_path(tmp_path: Path) -> None:
    outcome = check(program_that(tmp_path, "echo I am none >&2; exit 1"), "turn")
    assert not outcome.passed
    assert outcome.reason.startswith("RuntimeStartError: ")
    assert "I am none" in outcome.reason
    assert str(tmp_path) not in outcome.reason


def test_check_exception_is_reported(tmp_path: Path) -> None:
    outcome = check(tmp_path, "a capability that there is not")
    assert outcome == Outcome(False, "KeyError: 'a capability that there is not'")


def test_page_shows_results_and_reasons() -> None:
    rows = [row("0.1.0", goal="no goals", fork="no forks"), row("0.2.0", goal="no goals"), row("0.3.0")]
    page = render([*rows, row("0.4.0", goal="no goals")])
    assert read_page(page) == {
        version: {name: (version, name) not in gaps for name in CAPABILITIES}
        for gaps in [{("0.1.0", "goal"), ("0.1.0", "fork"), ("0.2.0", "goal"), ("0.4.0", "goal")}]
        for version in ("0.4.0", "0.3.0", "0.2.0", "0.1.0")
    }
    assert "| 0.2.0 | `codex-cli 0.2.0` |" in page
    assert "on 2026-01-02 with client" in page
    assert "- **goal**, 0.1.0 to 0.2.0, 0.4.0: no goals." in page
    assert "- **fork**, 0.1.0: no forks." in page


def test_page_without_gaps_says_so() -> None:
    assert "None: every runtime has every capability." in render([row("0.1.0")])


def test_results_are_kept_for_same_client(tmp_path: Path) -> None:
    file = tmp_path / "rows.json"
    assert load_rows(file, "one") == {}
    rows = {"0.1.0": row("0.1.0", goal="no goals")}
    save_rows(file, rows, "one")
    assert load_rows(file, "one") == rows
    assert load_rows(file, "another") == {}


def test_fingerprint_changes_with_client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matrix, "ROOT", tmp_path)
    found = [fingerprint(), fingerprint()]
    for folder in ("src/openai_codex", "generated/codex_protocol"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "made.py").write_text(f"# {folder}")
        found.append(fingerprint())
    assert found[0] == found[1]
    assert len(set(found)) == 3


def test_page_contains_no_local_path() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert "/tmp" not in text
    assert str(Path.home()) + "/" not in text
