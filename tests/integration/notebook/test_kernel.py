"""Turns in the cells of a real kernel: live displays, interrupts and approvals."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import pytest

from openai_codex.testing import Gate, Text, shell_call
from support.hostile_display import HOSTILE, check_html
from support.kernel import Kernel, kernel
from support.sync_adapter import FLAVOURS

if TYPE_CHECKING:
    from openai_codex.testing import Reply

SETUP = {
    "sync": """\
from openai_codex import Codex, Sandbox
from openai_codex.notebook import ask_in_notebook, display_turn

codex = Codex()
thread = codex.thread_start(on_approval=ask_in_notebook, sandbox=Sandbox.workspace_write)
def status():
    return codex.rpc.thread_read(thread_id=thread.id, include_turns=True).thread.turns[-1].status.value
""",
    "async": """\
from openai_codex import AsyncCodex, Sandbox
from openai_codex.notebook import ask_in_notebook, display_turn

codex = AsyncCodex()
thread = await codex.thread_start(on_approval=ask_in_notebook, sandbox=Sandbox.workspace_write)
async def status():
    return (await codex.rpc.thread_read(thread_id=thread.id, include_turns=True)).thread.turns[-1].status.value
""",
}
AWAIT = {"sync": "", "async": "await "}


def show(flavour: str, prompt: str, approvals: str | None = None) -> str:
    return f"result = {AWAIT[flavour]}display_turn(thread.turn({prompt!r}), approvals={approvals!r})"


def bundles(outputs: list[dict[str, Any]]) -> list[dict[str, str]]:
    return [output["data"] for output in outputs if "data" in output]


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_cells_show_interrupt_and_ask(flavour: str, replies: list[Reply]) -> None:
    # One kernel for all steps, because its start takes longer than the steps.
    with kernel() as cells:
        cells.run(SETUP[flavour])
        check_live_display(flavour, replies, cells)
        check_interrupt(flavour, replies, cells)
        check_input(flavour, replies, cells)
        check_buttons(flavour, replies, cells)
        cells.run(f"{AWAIT[flavour]}codex.close()")


def check_live_display(flavour: str, replies: list[Reply], cells: Kernel) -> None:
    replies.extend([["Thinking. ", shell_call("echo from-the-shell")], f"Done. {HOSTILE[0]}"])
    shown = bundles(cells.run(show(flavour, "Go.")))
    assert len(shown) > 3
    texts = [check_html(bundle["text/html"]) for bundle in shown]
    assert texts[0].startswith("Turn")
    assert any("running" in text and "echo from-the-shell" in text for text in texts)
    assert texts[-1].startswith("TurnResult")
    assert HOSTILE[0] in texts[-1]
    (result,) = bundles(cells.run("result"))
    assert check_html(result["text/html"]) == texts[-1]
    assert result["text/plain"].startswith("TurnResult [completed]")
    (item,) = bundles(cells.run("result.items[-1]"))
    assert check_html(item["text/html"]).startswith("Agent")
    for value, title in (("thread", "Thread"), ("result.usage", "Tokens of the turn"), ("result.usage.last", "Tokens")):
        (bundle,) = bundles(cells.run(value))
        assert title in check_html(bundle["text/html"])
        assert title in bundle["text/plain"]


def check_interrupt(flavour: str, replies: list[Reply], cells: Kernel) -> None:
    gate = Gate()
    replies.extend([[Text("Half of it. "), gate]])
    interrupted = threading.Event()

    def see(message: dict[str, Any]) -> None:
        shown = message["content"].get("data", {}).get("text/plain", "")
        if "Half" in shown and not interrupted.is_set():
            interrupted.set()
            cells.interrupt()

    reply, outputs = cells.wait(cells.start(show(flavour, "Wait.")), see)
    assert (reply["status"], reply["ename"]) == (
        "error",
        "KeyboardInterrupt" if flavour == "sync" else "CancelledError",
    )
    last = check_html(bundles(outputs)[-1]["text/html"])
    assert last.startswith("Turninterrupted")
    assert "Half" in last
    (status,) = bundles(cells.run(f"{AWAIT[flavour]}status()"))
    assert status["text/plain"] == "'interrupted'"
    gate.open()


def check_input(flavour: str, replies: list[Reply], cells: Kernel) -> None:
    for answer, decision in (("accept", "accept"), ("maybe", "decline")):
        replies.extend([shell_call("rm -f nothing"), "Done."])
        cell = cells.start(show(flavour, "Remove it.", "input"))
        assert "accept" in cells.answer_input(answer)
        reply, outputs = cells.wait(cell)
        assert reply["status"] == "ok", reply
        printed = "".join(output.get("text", "") for output in outputs)
        assert "rm -f nothing" in printed
        assert f"{decision} by consumer" in bundles(outputs)[-1]["text/plain"]


def check_buttons(flavour: str, replies: list[Reply], cells: Kernel) -> None:
    replies.extend([shell_call("rm -f nothing"), "Done."])
    cell = cells.start(show(flavour, "Remove it."))
    buttons: list[str] = []

    def see(message: dict[str, Any]) -> None:
        kind, content = message["header"]["msg_type"], message["content"]
        state = content.get("data", {}).get("state", {}) if kind == "comm_open" else {}
        if state.get("description") == "accept":
            buttons.append(content["comm_id"])
        elif kind == "display_data" and len(buttons) == 1:
            cells.click(buttons[0])
            buttons.append("clicked")

    if flavour == "sync":
        # A cell that blocks receives no clicks.
        cells.answer_input("accept")
    reply, outputs = cells.wait(cell, see)
    assert reply["status"] == "ok", reply
    assert len(buttons) == (0 if flavour == "sync" else 2)
    assert "accept by consumer" in bundles(outputs)[-1]["text/plain"]
