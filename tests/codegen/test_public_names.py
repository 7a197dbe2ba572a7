"""Test that the public names of the last release, listed in `public_names.txt`, still exist.

A missing name is an error until it is restored, with a `[[name]]` entry in schema/overrides.toml, or documented as
removed or renamed in CHANGELOG.md. UPDATE_PUBLIC_NAMES=1 updates the list; this fails for undocumented names.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

import codex_protocol
import openai_codex
import openai_codex.testing
import openai_codex.transports
import openai_codex.types
from codegen.harness import ROOT

RELEASED = Path(__file__).parent / "public_names.txt"
MODULES = (openai_codex, openai_codex.testing, openai_codex.transports, codex_protocol)
HEADER = "# The public names of version {}. Written by UPDATE_PUBLIC_NAMES=1 pytest tests/codegen/test_public_names.py"


def public_names() -> set[str]:
    """Return the importable names, as `module.name`."""
    names = {f"{module.__name__}.{name}" for module in MODULES for name in module.__all__}
    # The types that it re-exports from the protocol are listed already.
    types: set[str] = set(openai_codex.types.__all__)  # type: ignore[attr-defined]  # made on first use
    assert set(codex_protocol.__all__) <= types
    return names | {f"openai_codex.types.{name}" for name in types - set(codex_protocol.__all__)}


def documented(name: str, changes: str) -> bool:
    """Return whether the changelog has an entry that documents a name as removed or renamed."""
    short = re.escape(name.rpartition(".")[2])
    # A name after "to" is a new name.
    named = re.compile(rf"(?<!\bto )`(?:[\w.]+\.)?{short}`")
    entries = [" ".join(entry.split()) for entry in re.split(r"\n(?=[-#])", changes)]
    return any(named.search(entry) and re.search(r"\b(removed?|renamed?)\b", entry, re.IGNORECASE) for entry in entries)


def undocumented(released: set[str], now: set[str], changes: str) -> list[str]:
    """Return the missing names that are not documented."""
    return sorted(name for name in released - now if not documented(name, changes))


def test_public_names_are_not_removed_silently() -> None:
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    header, *names = RELEASED.read_text(encoding="utf-8").splitlines()
    gone = undocumented(set(names), public_names(), changes)
    assert gone == [], (
        "missing public names: keep each with a [[name]] entry in schema/overrides.toml, or add to CHANGELOG.md "
        "an entry that says 'Removed `Name`' or 'Renamed `Name` to `Other`'"
    )
    if os.environ.get("UPDATE_PUBLIC_NAMES"):
        lines = [HEADER.format(openai_codex.__version__), *sorted(public_names())]
        RELEASED.write_text("\n".join(lines) + "\n", encoding="utf-8")
    else:
        # Names added since the last release are listed with the next release.
        assert header == HEADER.format(openai_codex.__version__), "another version: run with UPDATE_PUBLIC_NAMES=1"


CHANGES = """# Changes
## Unreleased
- `Kept` is quicker.
- Removed `Gone`, which was unused.
- `Old` was
  renamed to `New`.
- `Worn` takes a list.
"""


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Gone", []),
        ("Old", []),
        ("New", ["a.New"]),
        ("Worn", ["a.Worn"]),
        ("Gon", ["a.Gon"]),
        ("Kept", []),
    ],
)
def test_undocumented_names_are_found(name: str, expected: list[str]) -> None:
    assert undocumented({"a.Kept", f"a.{name}"}, {"a.Kept"}, CHANGES) == expected
