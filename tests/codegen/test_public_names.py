"""Names that users import stay: those of the last release are held in `public_names.txt`.

A name that is gone fails until it is brought back, with a `[[name]]` entry in schema/overrides.toml, or until
CHANGELOG.md says in a line that it was removed or renamed. After a release, or to protect what has been added since,
UPDATE_PUBLIC_NAMES=1 writes the file anew; it refuses where a name is gone and nothing says so.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

import codex_protocol
import openai_codex
import openai_codex.testing
import openai_codex.types
from codegen.harness import ROOT

HELD = Path(__file__).parent / "public_names.txt"
MODULES = (openai_codex, openai_codex.testing, codex_protocol)
HEADER = "# The public names of version {}. Written by UPDATE_PUBLIC_NAMES=1 pytest tests/codegen/test_public_names.py"


def public_names() -> set[str]:
    """Return what can be imported, as `module.name`."""
    names = {f"{module.__name__}.{name}" for module in MODULES for name in module.__all__}
    # It passes on all of the protocol, which is held already.
    types: set[str] = set(openai_codex.types.__all__)  # type: ignore[attr-defined]  # made on first use
    assert set(codex_protocol.__all__) <= types
    return names | {f"openai_codex.types.{name}" for name in types - set(codex_protocol.__all__)}


def told(name: str, changes: str) -> bool:
    """Return whether a change log has an entry that says of a name, written as code, that it was removed or renamed."""
    short = re.escape(name.rpartition(".")[2])
    # What something else was renamed to is there still.
    named = re.compile(rf"(?<!\bto )`(?:[\w.]+\.)?{short}`")
    entries = [" ".join(entry.split()) for entry in re.split(r"\n(?=[-#])", changes)]
    return any(named.search(entry) and re.search(r"\b(removed?|renamed?)\b", entry, re.IGNORECASE) for entry in entries)


def untold(held: set[str], now: set[str], changes: str) -> list[str]:
    """Return the names that are gone although nothing says so."""
    return sorted(name for name in held - now if not told(name, changes))


def test_no_public_name_is_gone_untold() -> None:
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    header, *names = HELD.read_text(encoding="utf-8").splitlines()
    gone = untold(set(names), public_names(), changes)
    assert gone == [], (
        "public names are gone; keep each with a [[name]] entry in schema/overrides.toml, or write into CHANGELOG.md "
        "an entry that says 'Removed `Name`' or 'Renamed `Name` to `Other`'"
    )
    if os.environ.get("UPDATE_PUBLIC_NAMES"):
        lines = [HEADER.format(openai_codex.__version__), *sorted(public_names())]
        HELD.write_text("\n".join(lines) + "\n", encoding="utf-8")
    else:
        # What was added since the last release is held from the next one on.
        assert header == HEADER.format(openai_codex.__version__), "another version: run with UPDATE_PUBLIC_NAMES=1"


CHANGES = """# Changes
## Unreleased
- `Kept` is quicker.
- Removed `Gone`, which nobody used.
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
def test_what_a_change_log_has_to_say(name: str, expected: list[str]) -> None:
    assert untold({"a.Kept", f"a.{name}"}, {"a.Kept"}, CHANGES) == expected
