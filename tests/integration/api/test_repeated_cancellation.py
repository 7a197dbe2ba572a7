"""Cancelling a caller more than once interrupts its turn or goal, also before the turn has started."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import anyio
import pytest

from openai_codex import AsyncCodex, AsyncTurnHandle
from openai_codex.testing import Gate, ScriptedModel
from openai_codex.types import ThreadGoalStatus, TurnStatus

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable


async def cancel_once(turn: AsyncTurnHandle) -> None:
    await cancel(asyncio.create_task(turn.run()), times=1)


async def cancel_twice(turn: AsyncTurnHandle) -> None:
    await cancel(asyncio.create_task(turn.run()), times=2)


async def cancelled_scope(turn: AsyncTurnHandle) -> None:
    with anyio.CancelScope() as scope:
        scope.cancel()
        await turn.run()


async def scope_that_times_out(turn: AsyncTurnHandle) -> None:
    with anyio.move_on_after(0.005):
        await turn.run()


async def stream_in_a_scope(turn: AsyncTurnHandle) -> None:
    with anyio.move_on_after(0.005):
        async for _ in turn.stream():
            pass


async def cancel(task: asyncio.Task[object], *, times: int) -> None:
    for _ in range(times):
        # One pass, so that the task starts to wait, and handles the cancellation before.
        await asyncio.sleep(0)
        task.cancel()
    await asyncio.wait([task])
    assert task.cancelled()


@pytest.mark.parametrize("leave", [cancel_once, cancel_twice, cancelled_scope, scope_that_times_out, stream_in_a_scope])
async def test_repeated_cancellation_interrupts_the_turn(leave: Callable[[AsyncTurnHandle], Awaitable[None]]) -> None:
    async with ScriptedModel([["Begin", Gate()]]) as model, AsyncCodex(model.config()) as codex:
        turn = await (await codex.thread_start()).turn("Begin.")
        await leave(turn)
        assert (await asyncio.wait_for(turn.run(), 20)).status == TurnStatus.interrupted


async def test_repeated_cancellation_pauses_the_goal() -> None:
    async with ScriptedModel([["Begin", gate := Gate()]]) as model, AsyncCodex(model.config()) as codex:
        thread = await codex.thread_start()
        goal = await thread.start_goal("Reach it.")
        await asyncio.to_thread(gate.wait_entered)
        await cancel(asyncio.create_task(goal.run()), times=3)
        assert (await asyncio.wait_for(goal.run(), 20)).status == TurnStatus.interrupted
        found = await thread.goal()
        assert found is not None
        assert found.status == ThreadGoalStatus.paused
