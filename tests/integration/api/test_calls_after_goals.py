"""A call that follows an abandoned or interrupted goal on the same thread has its own turns."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, Any

import pytest

from openai_codex import AsyncCodex, AsyncThread, Codex, Thread
from openai_codex.testing import FunctionCall, Gate, ScriptedModel
from openai_codex.types import ThreadGoalStatus, TurnStatus
from support.runtimes import offline
from support.sync_adapter import FLAVOURS
from support.timeouts import TEST_TIMEOUT

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from openai_codex import AsyncGoalHandle, GoalHandle
    from openai_codex.testing import RecordedRequest, Reply

THREADS = 2
"""Number of threads for each case: the order in which the runtime reports the end of a goal varies."""


def script() -> Callable[[RecordedRequest], Reply]:
    """Return a model that reaches the second goal and answers the next turn, and never ends the turn before."""
    gate = Gate()

    def reply(request: RecordedRequest) -> Reply:
        if "Second goal" in str(request.body["input"]):
            return "Reached." if request.function_outputs else FunctionCall("update_goal", {"status": "complete"})
        return "Fine." if "Next." in str(request.body["input"][-1].get("content")) else ["Begin", gate]

    return reply


async def break_stream(goal: AsyncGoalHandle) -> None:
    async for event in goal.stream():
        if event.method == "item/agentMessage/delta":
            break


async def close_stream(goal: AsyncGoalHandle) -> None:
    async with contextlib.aclosing(goal.stream()) as events:
        async for event in events:
            if event.method == "item/agentMessage/delta":
                break


async def interrupt(goal: AsyncGoalHandle) -> None:
    async for event in goal.stream():
        if event.method == "item/agentMessage/delta":
            await goal.interrupt()
            break


async def cancel(goal: AsyncGoalHandle) -> None:
    waiting = asyncio.create_task(goal.run())
    async with contextlib.aclosing(goal.stream(detach=True)) as events:
        async for event in events:
            if event.method == "item/agentMessage/delta":
                break
    waiting.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await waiting


async def run_async(thread: AsyncThread) -> None:
    result = await thread.run("Next.", timeout=TEST_TIMEOUT)
    assert (result.status, result.final_response) == (TurnStatus.completed, "Fine.")


async def run_goal_async(thread: AsyncThread) -> None:
    result = await asyncio.wait_for(thread.run_goal("Second goal."), TEST_TIMEOUT)
    assert (result.status, result.final_response) == (TurnStatus.completed, "Reached.")
    # Neither the turn of the first goal nor its end.
    assert len(result.turns) == 1
    goal = await thread.goal()
    assert goal is not None
    assert (goal.status, goal.objective) == (ThreadGoalStatus.complete, "Second goal.")


@pytest.mark.parametrize("call", [run_async, run_goal_async])
@pytest.mark.parametrize("leave", [break_stream, close_stream, interrupt, cancel])
async def test_call_after_abandoned_goal_has_its_own_turns(
    leave: Callable[[AsyncGoalHandle], Awaitable[None]], call: Callable[[AsyncThread], Awaitable[None]]
) -> None:
    async with ScriptedModel(script()) as model, AsyncCodex(model.config()) as codex:
        for _ in range(THREADS):
            thread = await codex.thread_start()
            await leave(await thread.start_goal("First goal."))
            await call(thread)


def break_sync(goal: GoalHandle) -> None:
    for event in goal.stream():
        if event.method == "item/agentMessage/delta":
            break


def interrupt_sync(goal: GoalHandle) -> None:
    for event in goal.stream():
        if event.method == "item/agentMessage/delta":
            goal.interrupt()
            break


def run_sync(thread: Thread) -> None:
    result = thread.run("Next.", timeout=TEST_TIMEOUT)
    assert (result.status, result.final_response) == (TurnStatus.completed, "Fine.")


def run_goal_sync(thread: Thread) -> None:
    result = thread.run_goal("Second goal.")
    assert (result.status, result.final_response, len(result.turns)) == (TurnStatus.completed, "Reached.", 1)
    goal = thread.goal()
    assert goal is not None
    assert (goal.status, goal.objective) == (ThreadGoalStatus.complete, "Second goal.")


@pytest.mark.parametrize("call", [run_sync, run_goal_sync])
@pytest.mark.parametrize("leave", [break_sync, interrupt_sync])
def test_call_after_abandoned_goal_has_its_own_turns_sync(
    leave: Callable[[GoalHandle], None], call: Callable[[Thread], None]
) -> None:
    with ScriptedModel(script()) as model, Codex(model.config()) as codex:
        for _ in range(THREADS):
            thread = codex.thread_start()
            leave(thread.start_goal("First goal."))
            call(thread)


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_goal_that_runtime_does_not_set_active_ends(flavour: str) -> None:
    """The runtime reports no active goal if its tokens are used up."""
    with offline(flavour, ["One."]) as (_, codex):
        thread = codex.thread_start()
        assert thread.start_goal("First goal.", token_budget=1).run().goal.status == ThreadGoalStatus.budget_limited
        result: Any = thread.resume_goal().run()
        assert (result.goal.status, result.turns) == (ThreadGoalStatus.budget_limited, [])
