"""Tests of the table of the official package's public names in docs/migrating.md. They need no network."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from typing import Any

import pytest

import compare_packages
from compare_packages import DESCRIPTIONS, MISSING, PAGE, RECORD, REPLACEMENTS, find, main, members_of, page, row, table

RECORDED: dict[str, Any] = json.loads(RECORD.read_text(encoding="utf-8"))


def test_committed_table_matches_the_installed_package() -> None:
    assert main(["--check"]) == 0


def test_table_has_a_row_for_each_module_and_name() -> None:
    lines = table(RECORDED)
    text = "\n".join(lines)
    for module, names in RECORDED["modules"].items():
        assert f"| module `{module}` |" in text
        if module != compare_packages.PROTOCOL:
            assert all(f"`{name}`" in text for name in names)
    verdicts = {line.split(" | ")[1] for line in lines if line.startswith("| ") and not line.startswith("| Name")}
    assert verdicts == {"same", "better", "replacement"}


def test_every_recorded_name_has_an_importable_equivalent_or_a_description() -> None:
    for module, names in RECORDED["modules"].items():
        for name, recorded in names.items():
            found = row(module, name, recorded)
            if found.verdict != "replacement":
                assert find(f"{module}.{name}") is not MISSING
            elif f"{module}.{name}" not in DESCRIPTIONS:
                assert find(found.here.strip("`")) is not MISSING


def test_replacements_and_descriptions_name_recorded_names() -> None:
    recorded = {f"{module}.{name}" for module, names in RECORDED["modules"].items() for name in names}
    assert recorded >= {*REPLACEMENTS, *DESCRIPTIONS}


def test_name_without_equivalent_is_an_error() -> None:
    with pytest.raises(LookupError, match=re.escape("openai_codex.Kodex: neither the name nor")):
        row("openai_codex", "Kodex", {})


def test_missing_member_is_an_error() -> None:
    with pytest.raises(LookupError, match=r"openai_codex\.Codex: members are missing: sing"):
        row("openai_codex", "Codex", {"members": ["close", "sing"]})


@pytest.mark.parametrize(
    ("recorded", "verdict", "here"),
    [
        ({"members": ["deny_all", "auto_review", "ask", "ask_always"]}, "same", ""),
        ({"members": ["deny_all", "auto_review"]}, "better", "adds `ask`, `ask_always`"),
    ],
)
def test_additional_members_are_better(recorded: dict[str, list[str]], verdict: str, here: str) -> None:
    text = members_of(str)
    found = row("openai_codex", "ApprovalMode", {"members": [*recorded["members"], *text]})
    assert (found.verdict, found.here) == (verdict, here)


def test_check_reports_a_table_that_differs(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    changed = tmp_path / "migrating.md"
    text = PAGE.read_text(encoding="utf-8")
    changed.write_text(text.replace("| module `openai_codex` | same |", "| module `openai_codex` | better |"), "utf-8")
    monkeypatch.setattr(compare_packages, "PAGE", changed)
    monkeypatch.setattr(compare_packages, "ROOT", tmp_path)
    assert main(["--check"]) == 1
    assert "migrating.md: the table differs" in capsys.readouterr().err
    assert main([]) == 0
    assert changed.read_text(encoding="utf-8") == text


def test_page_replaces_only_the_table() -> None:
    assert page(f"a\n{compare_packages.BEGIN}\nold\n{compare_packages.END}\nb", ["new"]) == "a\nnew\nb"


def test_inventory_describes_the_package_that_an_interpreter_imports() -> None:
    completed = subprocess.run(
        [sys.executable, "-I", "-c", compare_packages.INVENTORY], capture_output=True, text=True, check=True
    )
    found = json.loads(completed.stdout)["modules"]
    assert "thread_start" in found["openai_codex"]["Codex"]["members"]
    assert "env" in found["openai_codex"]["CodexConfig"]["members"]
    assert found["openai_codex.retry"]["retry_on_overload"]["parameters"]
    assert not any(part.startswith("_") for module in found for part in module.split("."))
