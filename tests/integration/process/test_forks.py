"""A forked child must not use the client of its parent: its calls raise, and the parent continues."""

from __future__ import annotations

import dataclasses
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from openai_codex.testing import Gate, ScriptedModel, Text

if TYPE_CHECKING:
    from openai_codex import CodexConfig

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="requires os.fork")

PROGRAM = Path(__file__).with_name("forking.py")

REFUSED = "TransportClosedError: this client belongs to the parent process; create a new client after the fork"


def run(function: str, config: CodexConfig) -> Any:
    """Run a function of forking.py; return its result."""
    fields = {field.name: getattr(config, field.name) for field in dataclasses.fields(config)}
    given = {name: value for name, value in fields.items() if value is not None}
    done = subprocess.run(
        [sys.executable, str(PROGRAM), function],
        input=json.dumps(given) + "\n",
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.stderr == ""
    return json.loads(done.stdout)


@pytest.mark.parametrize("function", ["child_uses_client", "by_multiprocessing", "by_multiprocessing_async"])
def test_forked_child_calls_raise_and_parent_continues(function: str) -> None:
    with ScriptedModel([["Well", Gate()], "Done."]) as model:
        result = run(function, model.config())
    assert result["child"] == [REFUSED] * 6 + ["returned None"]
    assert result["parent"] == "Done."
    assert result.get("code", 0) == 0


def test_forked_child_may_create_its_own_client() -> None:
    with ScriptedModel(["Done by the child.", "Done by the parent."]) as model:
        result = run("child_has_client_of_its_own", model.config())
    assert result == {"child": "Done by the child.", "parent": "Done by the parent."}


def test_fork_while_reader_is_active() -> None:
    words = "word " * 500
    with ScriptedModel([Text(words, deltas=500)]) as model:
        result = run("fork_while_reading", model.config())
    assert result["child"] == [REFUSED]
    assert result["parent"] == words
    assert result["count"] > 500
