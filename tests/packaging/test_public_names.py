"""The public names of the package, compared with the recorded ones."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent
RECORDED = (FOLDER / "public_names.txt").read_text(encoding="utf-8")

# Not imported by name: the folder has the name of a library.
missing_names = runpy.run_path(str(FOLDER / "wheel_program.py"))["missing_names"]

RENAMED = {
    "openai_codex.testing.Died": "openai_codex.testing.StreamAborted",
    "openai_codex.testing.Failed": "openai_codex.testing.ResponseFailed",
    "openai_codex.testing.Shell": "openai_codex.testing.shell_call",
    "openai_codex.testing.When": "openai_codex.testing.Match",
    "openai_codex.types.ClosestUnion": "openai_codex.types.BestMatchUnion",
}
"""Renames that are intended, from the old name to the new one. All other recorded names have to stay."""


def recorded_lines() -> list[str]:
    return [line for line in RECORDED.splitlines() if not line.startswith("#")]


def test_recorded_public_names_are_importable() -> None:
    assert missing_names(RECORDED) == []


def test_recorded_renames_are_the_intended_ones() -> None:
    assert dict(line.split(" -> ") for line in recorded_lines() if " -> " in line) == RENAMED


def test_recorded_names_are_sorted_and_unique() -> None:
    names = [line.split(" -> ")[0] for line in recorded_lines()]
    assert names == sorted(set(names))
    for module in ("errors", "policies", "retry", "testing", "tools", "types"):
        assert any(name.startswith(f"openai_codex.{module}.") for name in names)


@pytest.mark.parametrize(
    ("recorded", "missing"),
    [
        ("# comment\nopenai_codex.Codex\n", []),
        ("openai_codex.Kodex\n", ["openai_codex.Kodex"]),
        ("openai_codex.Kodex -> openai_codex.Codex\n", []),
        ("openai_codex.Codex -> openai_codex.Kodex\n", []),
        ("openai_codex.Kodex -> openai_codex.Qodex\n", ["openai_codex.Kodex"]),
        ("openai_codex.absent.Codex\n", ["openai_codex.absent.Codex"]),
    ],
)
def test_missing_names_reports_names_without_an_alternative(recorded: str, missing: list[str]) -> None:
    assert missing_names(recorded) == missing
