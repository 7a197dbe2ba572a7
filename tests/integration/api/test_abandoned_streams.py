"""A turn that follows an abandoned stream on the same thread gets its own input and response."""

from __future__ import annotations

import contextlib
from contextlib import aclosing
from typing import TYPE_CHECKING, Any

import pytest

from openai_codex import AsyncCodex, AsyncTurnHandle
from openai_codex.testing import Gate, Match, ScriptedModel
from openai_codex.types import AgentMessageDeltaNotification, TurnStatus

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable


async def break_stream(turn: AsyncTurnHandle) -> None:
    async for event in turn.stream():
        if event.method == "item/agentMessage/delta":
            break


async def break_text(turn: AsyncTurnHandle) -> None:
    async for _ in turn.text():
        break


async def break_events(turn: AsyncTurnHandle) -> None:
    async for _ in turn.events(AgentMessageDeltaNotification):
        break


async def raise_in_loop(turn: AsyncTurnHandle) -> None:
    with contextlib.suppress(KeyError):
        async for _ in turn.text():
            raise KeyError


async def close_early(turn: AsyncTurnHandle) -> None:
    async with aclosing(turn.text()) as pieces:
        async for _ in pieces:
            break


def script() -> list[Any]:
    return [Match("Next.", "Fine."), ["Begin", Gate()]]


@pytest.mark.parametrize("leave", [break_stream, break_text, break_events, raise_in_loop, close_early])
async def test_run_after_abandoned_stream_starts_a_new_turn(
    leave: Callable[[AsyncTurnHandle], Awaitable[None]],
) -> None:
    async with ScriptedModel(script()) as model, AsyncCodex(model.config()) as codex:
        thread = await codex.thread_start()
        turn = await thread.turn("Begin.")
        await leave(turn)
        result = await thread.run("Next.", timeout=20)
        assert (result.status, result.final_response) == (TurnStatus.completed, "Fine.")
        assert result.id != turn.id
        assert (await turn.run()).status == TurnStatus.interrupted


async def test_goal_after_abandoned_stream_starts_a_new_turn() -> None:
    async with ScriptedModel(script()) as model, AsyncCodex(model.config()) as codex:
        thread = await codex.thread_start()
        turn = await thread.turn("Begin.")
        await break_text(turn)
        goal = await thread.start_goal("Next.")
        async with aclosing(goal.stream(detach=True)) as events:
            turn_ids = [event.turn_id async for event in events if event.method == "turn/started"]
        assert turn.id not in turn_ids
        assert (await turn.run()).status == TurnStatus.interrupted


async def test_turn_on_a_thread_with_a_consumer_joins_the_running_turn() -> None:
    """Nothing is abandoned, so nothing is waited for: the runtime adds the input to the running turn."""
    async with ScriptedModel(script(), default="Joined.") as model, AsyncCodex(model.config()) as codex:
        thread = await codex.thread_start()
        turn = await thread.turn("Begin.")
        async with aclosing(turn.text()) as pieces:
            async for _ in pieces:
                break
            joined = await thread.turn("Next.")
            assert joined.id == turn.id
            await joined.run()
