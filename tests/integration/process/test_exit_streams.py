"""The exit of a program that has left streams open."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

from support.timeouts import TEST_TIMEOUT

PROGRAM = """
import os, sys, time
from openai_codex import Codex
from openai_codex.testing import Gate, ScriptedModel, Text

gate = Gate()
model = ScriptedModel(lambda request: [Text("Begin"), gate]).__enter__()
codex = Codex(model.config())
if "turn" in sys.argv:
    turn_stream = codex.thread_start().turn("Go.").stream()
    next(turn_stream)
if "block" in sys.argv:
    scope = codex.thread_start().stream("Go.")
    turn = scope.__enter__()
    events = iter(turn)
    next(events)
if "notifications" in sys.argv:
    notifications = codex.notifications()
else:
    # The exit waits neither for the stream nor for the reply of the model.
    gate.wait_entered()
print("end", time.time(), flush=True)
"""

SECONDS = 15.0
"""Maximum time from the last statement to the end of the process, on a busy machine."""


@pytest.mark.runtime
@pytest.mark.parametrize("kind", ["turn", "block", "notifications"])
def test_program_exit_with_open_global_stream_is_fast_and_silent(kind: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, kind], capture_output=True, text=True, timeout=TEST_TIMEOUT * 2, check=True
    )
    took = time.time() - float(done.stdout.split()[1])
    assert took < SECONDS
    assert "Traceback" not in done.stderr
    assert "Exception" not in done.stderr
