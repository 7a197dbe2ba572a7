"""The rows of the fault table that are about this side: handlers that fail, and readers that do not read."""

from __future__ import annotations

import asyncio
import os
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from faults import server
from faults.scene import TEST_TIMEOUT, Watcher, nothing_left, scene, what
from faults.table import Gets, Situation
from openai_codex import AsyncCodex, CodexConfig, TurnTimeoutError
from openai_codex._protocol.event_buffer import MAX_LAG_EVENTS, MAX_UNREAD_EVENTS
from support.sync_adapter import FLAVOURS

if TYPE_CHECKING:
    from openai_codex import Approval

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the app-server of these tests waits with poll")

SILENT = 300
"""How many turns say nothing at the same time."""


@pytest.mark.parametrize(
    ("flavour", "error"),
    # In a task of asyncio, what is no Exception ends the program, as anywhere else in asyncio.
    [("sync", ZeroDivisionError), ("async", ZeroDivisionError), ("sync", SystemExit)],
)
def test_handler_exception_is_reported(flavour: str, error: type[BaseException]) -> None:
    def fails(request: object) -> Approval:
        raise error("of its own")

    with scene(flavour, on_approval=fails) as set_up, ThreadPoolExecutor(1) as pool:
        asking = Watcher(pool, set_up.codex.thread_start().turn("ask"))
        result = asking.ended.result(TEST_TIMEOUT)
        assert result.final_response == "decline"
        [reported] = result.handler_errors
        assert isinstance(reported.__cause__, error)
        set_up.call()
        assert set_up.finish_other().final_response == server.TEXT


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_handler_timeout_is_reported(flavour: str) -> None:
    with scene(flavour, handler_timeout=0.1) as set_up:
        met = set_up.set_up(Situation.handler)
        assert met is not None
        gets, result = what(met)
        assert gets is Gets.unharmed
        assert result.final_response == "decline"
        assert "0.1 s" in str(result.handler_errors[0])
        assert not set_up.handler.let_go.is_set()
        set_up.call()
        assert set_up.finish_other().final_response == server.TEXT


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_unread_turn_is_bounded(flavour: str) -> None:
    with scene(flavour) as set_up:
        turn = set_up.codex.thread_start().turn("stream")
        set_up.strike("flood")
        set_up.call()
        methods = [event.method for event in turn.stream()]
        # What nobody has read is bounded, and what a result is made of is in it.
        assert MAX_UNREAD_EVENTS <= len(methods) < MAX_UNREAD_EVENTS + 10 < server.FLOOD
        assert methods[-1] == "turn/completed"
        assert turn.run().final_response == server.TEXT
        assert set_up.finish_other().final_response == server.TEXT


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_paused_consumer_loses_nothing(flavour: str) -> None:
    with scene(flavour) as set_up:
        turn = set_up.codex.thread_start().turn("stream")
        events = turn.stream()
        assert next(events).method == "turn/started"
        set_up.strike("flood")
        set_up.call()
        assert set_up.finish_other().final_response == server.TEXT
        # Who reads on has lost nothing, as long as it is not further behind than what is kept.
        assert server.FLOOD < sum(1 for _ in events) < MAX_LAG_EVENTS
        assert turn.run().final_response == server.TEXT


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_idle_turn_is_interrupted(flavour: str) -> None:
    with scene(flavour) as set_up:
        thread = set_up.codex.thread_start()
        with pytest.raises(TurnTimeoutError) as caught:
            thread.run("other", idle_timeout=0.1)
        assert caught.value.idle
        # What had come is kept, and the runtime works on it no more.
        assert caught.value.result.status == "interrupted"
        assert caught.value.result.final_response == server.TEXT
        set_up.call()
        assert set_up.finish_other().final_response == server.TEXT


def test_idle_turns_use_no_threads() -> None:
    """They take no thread, and stop nothing."""

    async def main() -> None:
        async with AsyncCodex(CodexConfig(launch_args_override=server.command())) as codex:
            threads = set(threading.enumerate())
            thread = await codex.thread_start()
            turns = [await thread.turn("other") for _ in range(SILENT)]
            waiting = [asyncio.create_task(turn.run()) for turn in turns]
            await asyncio.wait_for(turns[0].interrupt(), TEST_TIMEOUT)
            assert (await waiting[0]).status == "interrupted"
            assert set(threading.enumerate()) == threads
            await codex.rpc.thread_name_set(thread_id="control", name='{"finish": true}')
            results = await asyncio.wait_for(asyncio.gather(*waiting[1:]), TEST_TIMEOUT)
            assert {result.final_response for result in results} == {server.TEXT}

    with nothing_left():
        asyncio.run(main())


def test_idle_turns_waited_for_in_threads() -> None:
    with scene("sync") as set_up, ThreadPoolExecutor(50) as pool:
        before = threading.active_count()
        turns: list[Any] = [set_up.codex.thread_start().turn("other") for _ in range(50)]
        waiting = [pool.submit(turn.run) for turn in turns]
        turns[0].interrupt()
        assert waiting[0].result(TEST_TIMEOUT).status == "interrupted"
        # One thread for each who waits, which is the caller's own, and none of the client's.
        assert threading.active_count() <= before + len(waiting)
        set_up.finish_other()
        assert {future.result(TEST_TIMEOUT).final_response for future in waiting[1:]} == {server.TEXT}
