"""Rows of the fault table that concern the program: failing handlers and consumers that do not read."""

from __future__ import annotations

import asyncio
import os
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from faults import server
from faults.harness import TurnWatcher, harness, no_leaks, outcome_of
from faults.table import Outcome, Situation
from openai_codex import Approval, AsyncCodex, CodexConfig, TurnTimeoutError
from openai_codex._protocol.event_buffer import MAX_UNREAD_EVENTS
from openai_codex._protocol.subscription import MAX_LAG_EVENTS
from support.sync_adapter import FLAVOURS
from support.timeouts import TEST_TIMEOUT

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the app-server of these tests waits with poll")

SILENT = 300
"""Number of turns without events at the same time."""


@pytest.mark.parametrize(
    ("flavour", "error"),
    # In an asyncio task, SystemExit ends the program, as everywhere in asyncio.
    [("sync", ZeroDivisionError), ("async", ZeroDivisionError), ("sync", SystemExit)],
)
def test_handler_exception_is_reported(flavour: str, error: type[BaseException]) -> None:
    def fails(request: object) -> Approval:
        raise error("of its own")

    with harness(flavour, on_approval=fails) as faulty, ThreadPoolExecutor(1) as pool:
        asking = TurnWatcher(pool, faulty.codex.thread_start().turn("ask"))
        result = asking.future.result(TEST_TIMEOUT)
        assert result.final_response == "decline"
        [reported] = result.handler_errors
        assert isinstance(reported.__cause__, error)
        faulty.call()
        assert faulty.finish_other().final_response == server.TEXT


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_handler_timeout_is_reported(flavour: str) -> None:
    with harness(flavour, handler_timeout=0.1) as faulty:
        met = faulty.arrange(Situation.handler)
        assert met is not None
        outcome, result = outcome_of(met)
        assert outcome is Outcome.unharmed
        assert result.final_response == "decline"
        assert "0.1 s" in str(result.handler_errors[0])
        assert not faulty.handler.released.is_set()
        faulty.call()
        assert faulty.finish_other().final_response == server.TEXT


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_unencodable_result_is_reported(flavour: str) -> None:
    def returns_surrogate(request: object) -> Approval:
        return Approval.accept_with_execpolicy_amendment(["\udce9"])

    with harness(flavour, on_approval=returns_surrogate) as faulty, ThreadPoolExecutor(1) as pool:
        asking = TurnWatcher(pool, faulty.codex.thread_start().turn("ask"))
        result = asking.future.result(TEST_TIMEOUT)
        assert result.final_response == "decline"
        assert "lone surrogate" in str(result.handler_errors[0])
        faulty.call()
        assert faulty.finish_other().final_response == server.TEXT


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_failed_thread_start_is_reported(flavour: str, monkeypatch: pytest.MonkeyPatch) -> None:
    start = threading.Thread.start
    fails = threading.Event()

    def start_or_fail(thread: threading.Thread) -> None:
        if fails.is_set() and thread.name.startswith("codex-handler"):
            raise RuntimeError("can't start new thread")
        start(thread)

    monkeypatch.setattr(threading.Thread, "start", start_or_fail)
    with harness(flavour, on_approval=lambda request: Approval.accept()) as faulty, ThreadPoolExecutor(1) as pool:
        thread = faulty.codex.thread_start()
        for fails_now, answer in ((True, "decline"), (False, "accept")):
            (fails.set if fails_now else fails.clear)()
            result = TurnWatcher(pool, thread.turn("ask")).future.result(TEST_TIMEOUT)
            assert result.final_response == answer
            assert ["can't start new thread" in str(error) for error in result.handler_errors] == [True] * fails_now
        faulty.call()
        assert faulty.finish_other().final_response == server.TEXT


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_unread_turn_is_bounded(flavour: str) -> None:
    with harness(flavour) as faulty:
        turn = faulty.codex.thread_start().turn("stream")
        faulty.inject("flood")
        faulty.call()
        methods = [event.method for event in turn.stream()]
        # The unread buffer is bounded and contains the retained events.
        assert MAX_UNREAD_EVENTS <= len(methods) < MAX_UNREAD_EVENTS + 10 < server.FLOOD
        assert methods[-1] == "turn/completed"
        assert turn.run().final_response == server.TEXT
        assert faulty.finish_other().final_response == server.TEXT


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_paused_consumer_loses_nothing(flavour: str) -> None:
    with harness(flavour) as faulty:
        turn = faulty.codex.thread_start().turn("stream")
        events = turn.stream()
        assert next(events).method == "turn/started"
        faulty.inject("flood")
        faulty.call()
        assert faulty.finish_other().final_response == server.TEXT
        # A consumer that resumes within the lag limit receives every event.
        assert server.FLOOD < sum(1 for _ in events) < MAX_LAG_EVENTS
        assert turn.run().final_response == server.TEXT


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_idle_turn_is_interrupted(flavour: str) -> None:
    with harness(flavour) as faulty:
        thread = faulty.codex.thread_start()
        with pytest.raises(TurnTimeoutError) as caught:
            thread.run("other", idle_timeout=0.1)
        assert caught.value.idle
        # The partial result is kept, and the runtime has stopped the turn.
        assert caught.value.result.status == "interrupted"
        assert caught.value.result.final_response == server.TEXT
        faulty.call()
        assert faulty.finish_other().final_response == server.TEXT


def test_idle_turns_use_no_threads() -> None:
    """Idle turns use no thread and block no other call."""

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

    with no_leaks():
        asyncio.run(main())


def test_idle_turns_waited_for_in_threads() -> None:
    with harness("sync") as faulty, ThreadPoolExecutor(50) as pool:
        before = threading.active_count()
        turns: list[Any] = [faulty.codex.thread_start().turn("other") for _ in range(50)]
        waiting = [pool.submit(turn.run) for turn in turns]
        turns[0].interrupt()
        assert waiting[0].result(TEST_TIMEOUT).status == "interrupted"
        # One thread per waiting caller, and none of the client.
        assert threading.active_count() <= before + len(waiting)
        faulty.finish_other()
        assert {future.result(TEST_TIMEOUT).final_response for future in waiting[1:]} == {server.TEXT}
