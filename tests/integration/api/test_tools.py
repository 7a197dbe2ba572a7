"""Python functions as tools of the model."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

import pytest
from pydantic import BaseModel

from codex_protocol import DynamicToolCallThreadItem, TurnStatus
from openai_codex import InputError
from openai_codex.testing import FunctionCall, Match, ScriptedModel
from openai_codex.tools import ToolImage, ToolResult, tool
from support.runtimes import offline
from support.sync_adapter import FLAVOURS, client, unwrap

pytestmark = pytest.mark.parametrize("flavour", FLAVOURS)

PIXEL = "data:image/png;base64,"
PIXEL += "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


class Weather(BaseModel):
    city: str
    degrees: float


@tool
def look_up(city: str, days: int = 1) -> Weather:
    """Look up the weather.

    Args:
        city: Where.
        days: How far ahead.
    """
    return Weather(city=city, degrees=20.5 + days)


@tool
async def greet(name: str) -> str:
    """Greet a person."""
    await asyncio.sleep(0)
    return f"Hello {name}!"


def calls(result: Any) -> list[DynamicToolCallThreadItem]:
    return [item for item in result.items if isinstance(item, DynamicToolCallThreadItem)]


def test_tool_sync_and_async_functions_are_called(flavour: str) -> None:
    script = [
        [FunctionCall("look_up", {"city": "Bern", "days": 2}), FunctionCall("greet", {"name": "Ada"})],
        "Done.",
    ]
    with offline(flavour, script) as (model, codex):
        result = codex.thread_start(tools=[look_up, greet]).run("Go")
        assert result.final_response == "Done."
        assert [call.success for call in calls(result)] == [True, True]
        outputs = list(model.requests[-1].function_outputs.values())
        assert any('"degrees":22.5' in output.replace(" ", "") for output in outputs)
        assert any("Hello Ada!" in output for output in outputs)
        offered = {found["name"]: found for found in model.requests[0].body["tools"] if "name" in found}
        assert offered["look_up"]["parameters"]["properties"]["city"]["description"] == "Where."
        assert result.handler_errors == []


def test_tool_plain_functions_are_accepted(flavour: str) -> None:
    def shout(text: str) -> str:
        """Make it loud."""
        return text.upper()

    with offline(flavour, [FunctionCall("shout", {"text": "hi"}), "Done."]) as (model, codex):
        codex.thread_start(tools=[shout]).run("Go")
        assert list(model.requests[-1].function_outputs.values()) == ["HI"]


def test_tool_calls_of_different_turns_run_concurrently(flavour: str) -> None:
    """The runtime runs the calls of one answer sequentially, so use two turns."""
    both = threading.Barrier(2, timeout=20)

    def meet(name: str) -> str:
        """Wait for the other."""
        both.wait()
        return name

    script = [
        Match(lambda request: bool(request.function_outputs), "Done.", times=None),
        Match(lambda request: True, FunctionCall("meet", {"name": "x"}), times=None),
    ]
    with offline(flavour, script) as (model, codex):
        turns = [codex.thread_start(tools=[meet]).turn("Go") for _ in range(2)]
        assert [[call.success for call in calls(turn.run())] for turn in turns] == [[True], [True]]
        outputs = [output for request in model.requests for output in request.function_outputs.values()]
        assert outputs == ["x", "x"]


def test_tool_errors_reach_model_and_turn_continues(flavour: str) -> None:
    def fail(reason: str) -> str:
        """Fail."""
        raise ValueError(f"cannot, because {reason}")

    def refuse() -> ToolResult:
        """Refuse."""
        return ToolResult("not today", success=False)

    script = [
        [FunctionCall("fail", {"reason": "of rain"}), FunctionCall("fail", {"raison": 5}), FunctionCall("refuse", {})],
        "Done.",
    ]
    with offline(flavour, script) as (model, codex):
        result = codex.thread_start(tools=[fail, refuse]).run("Go")
        assert [call.success for call in calls(result)] == [False, False, False]
        outputs = "\n".join(model.requests[-1].function_outputs.values())
        assert "cannot, because of rain" in outputs
        assert "Traceback" not in outputs
        assert "raison" in outputs
        assert "not today" in outputs
        assert result.final_response == "Done."


def test_tool_timeout_returns_error(flavour: str) -> None:
    let_go = threading.Event()

    @tool(timeout=0.2)
    def slow() -> str:
        """Take long."""
        let_go.wait(20)
        return "late"

    with offline(flavour, [FunctionCall("slow", {}), "Done."]) as (model, codex):
        result = codex.thread_start(tools=[slow]).run("Go")
        let_go.set()
        assert [call.success for call in calls(result)] == [False]
        assert "0.2 s" in next(iter(model.requests[-1].function_outputs.values()))
        assert [error.method for error in result.handler_errors] == ["item/tool/call"]


def test_interrupt_cancels_running_tools(flavour: str) -> None:
    running, cancelled = threading.Event(), threading.Event()

    @tool
    async def endless() -> str:
        """Never end."""
        running.set()
        try:
            await asyncio.sleep(60)
        finally:
            cancelled.set()
        return "never"

    with offline(flavour, [FunctionCall("endless", {})]) as (_, codex):
        turn = codex.thread_start(tools=[endless]).turn("Go")
        assert running.wait(20)
        turn.interrupt()
        assert turn.run().status == TurnStatus.interrupted
        assert cancelled.wait(20)


def test_tool_image_results_reach_model(flavour: str) -> None:
    def draw() -> list[Any]:
        """Draw."""
        return ["Here:", ToolImage(url=PIXEL)]

    with offline(flavour, [FunctionCall("draw", {}), "Done."]) as (model, codex):
        result = codex.thread_start(tools=[draw]).run("Go")
        assert [call.success for call in calls(result)] == [True]
        assert "data:image/png;base64," in str(model.requests[-1].body["input"][-1])


def test_tool_names_in_namespace(flavour: str) -> None:
    @tool(namespace="crm")
    def find(name: str) -> str:
        """Find a customer."""
        return f"{name} of the CRM"

    script = [FunctionCall("find", {"name": "Ada"}, namespace="crm"), "Done."]
    with offline(flavour, script) as (model, codex):
        result = codex.thread_start(tools=[find]).run("Go")
        assert [(call.namespace, call.tool, call.success) for call in calls(result)] == [("crm", "find", True)]
        assert list(model.requests[-1].function_outputs.values()) == ["Ada of the CRM"]


def test_resume_keeps_tools(flavour: str) -> None:
    with ScriptedModel(["Hi.", FunctionCall("greet", {"name": "Ada"}), "Done."]) as model:
        config = model.config()
        with client(flavour, config) as codex:
            thread = codex.thread_start(tools=[greet])
            thread.run("Hi")
        with client(flavour, config) as codex:
            result = codex.thread_resume(thread.id, tools=[greet]).run("Go")
            assert [call.success for call in calls(result)] == [True]
            assert "greet" in model.requests[-1].tools


def test_fork_uses_its_own_tools(flavour: str) -> None:
    with offline(flavour, ["Hi.", FunctionCall("greet", {"name": "Ada"}), "Done."]) as (model, codex):
        thread = codex.thread_start(tools=[greet])
        thread.run("Hi")
        codex.thread_fork(thread.id, tools=[greet]).run("Go")
        assert list(model.requests[-1].function_outputs.values()) == ["Hello Ada!"]


def test_tool_calls_client_without_deadlock(flavour: str) -> None:
    holder: dict[str, Any] = {}

    def ask_another(question: str) -> str:
        """Ask another thread."""
        return str(holder["thread"].run(question).final_response)

    async def ask_another_async(question: str) -> str:
        """Ask another thread."""
        return str((await unwrap(holder["thread"]).run(question)).final_response)

    form: Any = ask_another if flavour == "sync" else ask_another_async
    function = tool(name="ask_another")(form)
    script = [
        Match(lambda request: request.user_text == "Why?", "Because."),
        FunctionCall("ask_another", {"question": "Why?"}),
        "Done.",
    ]
    with offline(flavour, script) as (model, codex):
        holder["thread"] = codex.thread_start()
        codex.thread_start(tools=[function]).run("Go")
        assert list(model.requests[-1].function_outputs.values()) == ["Because."]


@pytest.mark.parametrize(
    ("tools", "words"),
    [
        ([look_up, look_up.function], "duplicate name"),
        ([tool(name="exec_command")(lambda: "x")], "exec_command"),
        ([lambda: "x"], "missing name"),
        ("look_up", "expected a list"),
        ([5], "expected a function"),
    ],
)
def test_invalid_tools_raise_before_sending(flavour: str, tools: Any, words: str) -> None:
    with offline(flavour, []) as (model, codex):
        with pytest.raises(InputError, match=words):
            codex.thread_start(tools=tools)
        with pytest.raises(InputError, match="dynamic_tools"):
            codex.thread_start(tools=[greet], dynamic_tools=[])
        assert model.requests == []
        assert codex.thread_list().data == []
