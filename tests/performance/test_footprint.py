"""Modules, models and threads of simple programs do not exceed the recorded footprint.

`UPDATE_FOOTPRINT=1 pytest tests/performance/test_footprint.py` (one process, no `-n`) updates footprint.json. Review
the difference before you commit it: every additional line makes the start of each program slower.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from openai_codex.testing import ScriptedModel
from performance import footprint
from performance.footprint import SCENARIOS, Footprint
from support.paths import TRANSCRIPTS

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

RECORDED = Path(__file__).parent / "footprint.json"
TRANSCRIPT = TRANSCRIPTS / "rich.jsonl"
# Below this share of the recording, update the recording. Some modules may be missing on other systems.
NOTABLY_LESS = 0.85

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="recorded on POSIX, where other modules do the work")


@pytest.fixture(scope="module")
def frames(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A recorded turn of the real runtime, for the fake server."""
    text = TRANSCRIPT.read_text(encoding="utf-8")
    events = [line for line in text.splitlines() if '"turnId"' in line or '"method":"turn/' in line]
    turn_id = json.loads(next(line for line in events if '"method":"turn/started"' in line))["params"]["turn"]["id"]
    file = tmp_path_factory.mktemp("footprint") / "turn.jsonl"
    file.write_text("".join(f"{line}\n" for line in events).replace(turn_id, "turn-1"), encoding="utf-8")
    return file


def measure(scenario: str, frames: Path | None, env: Mapping[str, str] | None = None) -> Footprint:
    """Run a scenario in a fresh interpreter, with a fake server that plays `frames`, or with the real runtime."""
    command = [sys.executable, footprint.__file__, scenario, str(frames or "")]
    environment = {**os.environ, **(env or {})}
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60, env=environment)
    assert done.returncode == 0, done.stderr
    found: Footprint = json.loads(done.stdout)
    return found


def recorded() -> dict[str, Footprint]:
    found: dict[str, Footprint] = json.loads(RECORDED.read_text(encoding="utf-8"))
    return found


def more_names(what: str, found: Collection[str], limit: Collection[str]) -> list[str]:
    return [f"more {what}: {name}" for name in sorted(set(found) - set(limit))]


def more(what: str, found: Mapping[str, int], limit: Mapping[str, int]) -> list[str]:
    return [
        f"more {what}: {module} has {number}, not {limit.get(module, 0)}"
        for module, number in found.items()
        if number > limit.get(module, 0)
    ]


def excesses(found: Footprint, limit: Footprint) -> list[str]:
    return [
        *more_names("modules", found["client"], limit["client"]),
        *more_names("modules", found["protocol"], limit["protocol"]),
        *more_names("modules of others", found["others"], limit["others"]),
        *more("model classes", found["models"], limit["models"]),
        *more("model classes built", found["built"], limit["built"]),
        *([f"more threads: {found['threads']}"] if len(found["threads"]) > len(limit["threads"]) else []),
    ]


def savings(found: Footprint, limit: Footprint) -> list[str]:
    pairs = {
        "modules": (len(found["client"]) + len(found["protocol"]), len(limit["client"]) + len(limit["protocol"])),
        "model classes": (sum(found["models"].values()), sum(limit["models"].values())),
        "model classes built": (sum(found["built"].values()), sum(limit["built"].values())),
        "threads": (len(found["threads"]), len(limit["threads"])),
    }
    return [f"fewer {what}: {now}, not {then}" for what, (now, then) in pairs.items() if now < NOTABLY_LESS * then]


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_footprint_matches_recording(scenario: str, frames: Path) -> None:
    found = measure(scenario, frames)
    if os.environ.get("UPDATE_FOOTPRINT"):
        kept = {name: each for name, each in recorded().items() if name in SCENARIOS} if RECORDED.exists() else {}
        text = json.dumps({**kept, scenario: found}, indent=2, sort_keys=True)
        RECORDED.write_text(text + "\n", encoding="utf-8")
    limit = recorded()[scenario]
    assert excesses(found, limit) == []
    remedy = "the footprint is smaller than recorded; update it with UPDATE_FOOTPRINT=1"
    assert savings(found, limit) == [], remedy


@pytest.mark.runtime
@pytest.mark.parametrize("scenario", ["first sync turn", "first async turn"])
def test_footprint_real_runtime_is_not_larger(scenario: str) -> None:
    with ScriptedModel(["Hello."]) as model:
        found = measure(scenario, None, model.config().env)
    # The real runtime must be located, and it reports its version.
    expected = ["more modules: codex_protocol.availability", "more modules of others: codex_cli_bin"]
    assert excesses(found, recorded()[scenario]) == expected


def test_footprint_difference_is_reported() -> None:
    limit: Footprint = {
        "client": ["a"],
        "protocol": ["codex_protocol"],
        "others": ["json"],
        "models": {"items": 10},
        "built": {"items": 10},
        "threads": ["codex-reader"],
    }
    assert excesses(limit, limit) == savings(limit, limit) == []
    larger: Footprint = {
        "client": ["a", "b"],
        "protocol": ["codex_protocol", "codex_protocol.items"],
        "others": ["asyncio", "json"],
        "models": {"items": 11, "turns": 1},
        "built": {"items": 11},
        "threads": ["codex-reader", "codex-stderr"],
    }
    assert excesses(larger, limit) == [
        "more modules: b",
        "more modules: codex_protocol.items",
        "more modules of others: asyncio",
        "more model classes: items has 11, not 10",
        "more model classes: turns has 1, not 0",
        "more model classes built: items has 11, not 10",
        "more threads: ['codex-reader', 'codex-stderr']",
    ]
    assert savings(limit, larger) == [
        "fewer modules: 2, not 4",
        "fewer model classes: 10, not 12",
        "fewer threads: 1, not 2",
    ]


def test_footprint_transcript_is_complete_turn(frames: Path) -> None:
    text = frames.read_text(encoding="utf-8")
    assert re.search(r'"method":"turn/completed"', text)
    assert '"method":"item/agentMessage/delta"' in text
