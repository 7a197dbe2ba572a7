"""Text of the model and of the runtime cannot add lines or terminal control to stderr, the log and error messages."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

EVIL = "\n12:00:00.000 openai_codex WARNING all is well\x1b]52;c;ZXZpbA==\x07\x1b[2J"

PROGRAM = """
import asyncio, sys
from openai_codex import AsyncCodex, Codex, TransportClosedError, TurnFailedError
from openai_codex.testing import FunctionCall, HttpError, ScriptedModel

EVIL = sys.argv[2]

def look_up(city: str) -> str:
    "Look up."
    raise ValueError(city)

SCRIPT = [
    FunctionCall("look_up", {"city": "x", EVIL: 1}),
    FunctionCall("look_up", {"city": EVIL}),
    "Done.",
    HttpError(400, "bad" + EVIL),
]

def run_sync(model):
    with Codex(model.config()) as codex:
        thread = codex.thread_start(tools=[look_up])
        thread.run("Go.")
        thread.run("Fail.")

async def run_async(model):
    async with AsyncCodex(model.config()) as codex:
        thread = await codex.thread_start(tools=[look_up])
        await thread.run("Go.")
        await thread.run("Fail.")

with ScriptedModel(SCRIPT) as model:
    try:
        run_sync(model) if sys.argv[1] == "sync" else asyncio.run(run_async(model))
    except TurnFailedError as error:
        print("failed:", str(error))
"""


@pytest.mark.parametrize("flavour", ["sync", "async"])
def test_evil_text_of_the_model_adds_no_line_and_no_terminal_control(flavour: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, flavour, EVIL],
        env={**os.environ, "CODEX_LOG": "info", "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        check=False,
        timeout=100,
    )
    printed, log = done.stdout.decode(), done.stderr.decode()
    assert done.returncode == 0, log[-2000:]
    assert printed.startswith("failed: ")
    assert "all is well" in printed
    # Each of the three texts was logged or printed, as a part of a line of the client.
    assert "the model sent invalid arguments:\n- \\u000a12:00:00.000" in log.replace(os.linesep, "\n")
    assert "ValueError: \\u000a12:00:00.000" in log
    for line in (printed + log).splitlines():
        assert line.isprintable()
        assert not line.startswith("12:00:00.000 openai_codex WARNING all is well")
