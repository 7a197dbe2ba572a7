"""A forked child has no part in its parent's client: it is told so, and does it no harm."""

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

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")

PROGRAM = Path(__file__).with_name("forking.py")

REFUSED = (
    "TransportClosedError: this client belongs to the process that this one was forked from; make another one here"
)


def run(what: str, config: CodexConfig) -> Any:
    """Run a function of forking.py; return what it says."""
    fields = {field.name: getattr(config, field.name) for field in dataclasses.fields(config)}
    given = {name: value for name, value in fields.items() if value is not None}
    done = subprocess.run(
        [sys.executable, str(PROGRAM), what], input=json.dumps(given) + "\n", capture_output=True, text=True, timeout=60
    )
    assert done.stderr == ""
    return json.loads(done.stdout)


@pytest.mark.parametrize("what", ["child_uses_client", "by_multiprocessing", "by_multiprocessing_async"])
def test_forked_child_calls_raise_and_parent_continues(what: str) -> None:
    with ScriptedModel([["Well", Gate()], "Done."]) as model:
        said = run(what, model.config())
    assert said["child"] == [REFUSED] * 6 + ["returned None"]
    assert said["parent"] == "Done."
    assert said.get("code", 0) == 0


def test_forked_child_may_create_its_own_client() -> None:
    with ScriptedModel(["Done by the child.", "Done by the parent."]) as model:
        said = run("child_has_client_of_its_own", model.config())
    assert said == {"child": "Done by the child.", "parent": "Done by the parent."}


def test_fork_while_reader_is_active() -> None:
    words = "word " * 500
    with ScriptedModel([Text(words, deltas=500)]) as model:
        said = run("fork_while_reading", model.config())
    assert said["child"] == [REFUSED]
    assert said["parent"] == words
    assert said["count"] > 500
