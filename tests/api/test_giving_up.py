"""A `run` that is given up interrupts its turn."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys

import pytest

from codex_protocol import TurnStatus
from openai_codex import AsyncCodex
from openai_codex.testing import Gate, ScriptedModel

PROGRAM = """
import signal, sys
from openai_codex import Codex
from openai_codex.testing import Gate, ScriptedModel
with ScriptedModel([["Begin", Gate()], "Here."]) as model, Codex(model.config()) as codex:
    thread = codex.thread_start()
    def tell():
        model.wait_for_requests(1)
        print("running", flush=True)
    import threading
    threading.Thread(target=tell).start()
    try:
        thread.run("Go.")
    except KeyboardInterrupt:
        [turn] = thread.read(include_turns=True).thread.turns
        print(turn.status.value, thread.run("Again.").final_response, flush=True)
"""


@pytest.mark.parametrize("give_up", ["cancel", "time out"])
async def test_a_task_that_is_cancelled_interrupts_its_turn(give_up: str) -> None:
    gate = Gate()
    async with ScriptedModel([["Begin", gate], "Here."]) as model, AsyncCodex(model.config()) as codex:
        thread = await codex.thread_start()
        if give_up == "cancel":
            task = asyncio.create_task(thread.run("Go."))
            await asyncio.to_thread(gate.wait_entered)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
        else:
            with pytest.raises(asyncio.TimeoutError):
                await asyncio.wait_for(thread.run("Go."), 1.0)
        turns = (await thread.read(include_turns=True)).thread.turns
        assert [turn.status for turn in turns] == [TurnStatus.interrupted]
        assert (await thread.run("Again.")).final_response == "Here."


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C cannot be sent to a single program there")
def test_ctrl_c_interrupts_the_turn() -> None:
    command = [sys.executable, "-c", PROGRAM]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == "running\n"
        program.send_signal(signal.SIGINT)
        out, err = program.communicate(timeout=60)
    assert (out, err) == ("interrupted Here.\n", "")
