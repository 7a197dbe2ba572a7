"""Abandoned goals are paused unless they are detached."""

from __future__ import annotations

import asyncio

import pytest

from codex_protocol import ThreadGoalStatus, TurnStatus
from integration.api.test_giving_up import cancelled, leave_stream
from openai_codex import AsyncCodex
from openai_codex.testing import Gate, Match, ScriptedModel
from support.fake_runtime import THREAD, FakeRuntime
from support.runtimes import offline
from support.sync_adapter import FLAVOURS

both = pytest.mark.parametrize("flavour", FLAVOURS)


@both
def test_goal_left_early_is_paused(flavour: str) -> None:
    with offline(flavour, [Match("Something else.", "Here."), ["Begin", Gate()]]) as (_, codex):
        thread = codex.thread_start()
        leave_stream(goal := thread.start_goal("Reach it."))
        assert thread.goal().status == ThreadGoalStatus.paused
        # The goal ends immediately if the turn was not reported yet; the turn is interrupted nevertheless.
        assert goal.run().status in (TurnStatus.interrupted, TurnStatus.in_progress)
        assert thread.run("Something else.").final_response == "Here."
        [turn, _] = thread.read(include_turns=True).thread.turns
        assert turn.status == TurnStatus.interrupted


@both
def test_goal_left_early_detached_continues(flavour: str) -> None:
    gate = Gate()
    with offline(flavour, [["Begin", gate]]) as (_, codex):
        thread = codex.thread_start()
        goal = thread.start_goal("Reach it.")
        leave_stream(goal, detach=True)
        gate.wait_entered()
        assert thread.goal().status == ThreadGoalStatus.active
        thread.pause_goal()
        gate.open()
        assert "Begin" in (goal.run().final_response or "")


async def test_goal_cancelled_task_pauses_goal() -> None:
    gate = Gate()
    async with ScriptedModel([["Begin", gate]]) as model, AsyncCodex(model.config()) as codex:
        thread = await codex.thread_start()
        await cancelled(thread.run_goal("Reach it."), gate)
        goal = await thread.goal()
        assert goal is not None
        assert goal.status == ThreadGoalStatus.paused


async def test_goal_cancelled_before_set_is_paused() -> None:
    with FakeRuntime() as runtime:
        async with AsyncCodex(runtime.config()) as codex:
            thread = await codex.thread_start()
            task = asyncio.create_task(thread.run_goal("Reach it."))
            request = await asyncio.to_thread(runtime.next, "thread/goal/set")
            task.cancel()
            second = await asyncio.to_thread(runtime.next, "thread/goal/set")
            assert second.params == {"threadId": THREAD, "status": "paused"}
            goal = {
                "createdAt": 1,
                "objective": "Reach it.",
                "status": "paused",
                "threadId": THREAD,
                "timeUsedSeconds": 0,
                "tokensUsed": 0,
                "updatedAt": 1,
            }
            request.respond({"goal": goal})
            second.respond({"goal": goal})
            with pytest.raises(asyncio.CancelledError):
                await task
