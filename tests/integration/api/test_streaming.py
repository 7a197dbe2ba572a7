"""Streams of text, of events of given classes, and `Thread.stream` as a context manager."""

from __future__ import annotations

import asyncio
import contextlib
from typing import Any

import pytest

from codex_protocol import (
    AgentMessageDeltaNotification,
    ItemCompletedNotification,
    TurnCompletedNotification,
    TurnStatus,
)
from openai_codex import AsyncCodex, InputError
from openai_codex.testing import Gate, ScriptedModel, Text
from support.runtimes import offline
from support.sync_adapter import FLAVOURS

WORDS = Text(deltas=["One ", "two ", "three."])


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_text_yields_deltas(flavour: str) -> None:
    with offline(flavour, [WORDS]) as (_, codex):
        assert list(codex.thread_start().turn("Count").text()) == ["One ", "two ", "three."]


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_events_yields_payloads_of_given_classes(flavour: str) -> None:
    with offline(flavour, [WORDS, WORDS]) as (_, codex):
        thread = codex.thread_start()
        items = list(thread.turn("Count").events(ItemCompletedNotification))
        assert [payload.item.type for payload in items] == ["userMessage", "agentMessage"]
        mixed = list(thread.turn("Count").events(AgentMessageDeltaNotification, TurnCompletedNotification))
        assert [type(payload).__name__ for payload in mixed] == [
            *["AgentMessageDeltaNotification"] * 3,
            "TurnCompletedNotification",
        ]


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_events_without_classes_raises(flavour: str) -> None:
    with offline(flavour, []) as (_, codex):
        turn = codex.thread_start().turn("Count")
        for kinds in ((), ("item/completed",)):
            with pytest.raises(InputError, match="ItemCompletedNotification"):
                list(turn.events(*kinds))


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_stream_context_consumed_completely_returns_result(flavour: str) -> None:
    with offline(flavour, [WORDS]) as (_, codex):
        thread = codex.thread_start()
        with thread.stream("Count", effort="low") as turn:
            assert "".join(turn.text()) == "One two three."
            assert turn.result().final_response == "One two three."
        assert turn.run().status == TurnStatus.completed


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_stream_context_left_early_interrupts_turn(flavour: str) -> None:
    gate = Gate()
    with offline(flavour, [["Begin", gate, "never said"]]) as (_, codex):
        thread = codex.thread_start()
        with thread.stream("Go") as turn:
            for piece in turn.text():
                assert piece == "Begin"
                break
        result = turn.run()
        assert result.status == TurnStatus.interrupted
        assert thread.run("Again").final_response == "ok"


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_stream_context_exception_interrupts_turn(flavour: str) -> None:
    gate = Gate()
    with offline(flavour, [["Begin", gate, "never said"]]) as (_, codex):
        thread = codex.thread_start()
        with contextlib.suppress(ZeroDivisionError), thread.stream("Go") as turn:
            gate.wait_entered()
            raise ZeroDivisionError
        assert turn.run().status == TurnStatus.interrupted


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_stream_context_detached_turn_continues(flavour: str) -> None:
    gate = Gate()
    with offline(flavour, [["Begin ", gate, "and end."]]) as (_, codex):
        with codex.thread_start().stream("Go") as turn:
            gate.wait_entered()
            turn.detach()
        gate.open()
        assert turn.run().final_response == "and end."


async def test_stream_context_in_async_code() -> None:
    async with ScriptedModel([WORDS]) as model, AsyncCodex(model.config()) as codex:
        thread = await codex.thread_start()
        async with thread.stream("Count") as turn:
            methods = [event.method async for event in turn]
            result = await turn.result()
        assert methods[-1] == "turn/completed"
        assert result.final_response == "One two three."


async def test_stream_context_cancelled_task_interrupts_turn() -> None:
    gate = Gate()
    async with ScriptedModel([["Begin", gate, "never"]]) as model, AsyncCodex(model.config()) as codex:
        thread = await codex.thread_start()
        turns: list[Any] = []

        async def watch() -> None:
            async with thread.stream("Go") as turn:
                turns.append(turn)
                await turn.result()

        task = asyncio.create_task(watch())
        await asyncio.to_thread(gate.wait_entered)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert (await turns[0].run()).status == TurnStatus.interrupted
