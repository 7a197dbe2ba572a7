"""Pools of runtimes that the test plays: faults at a chosen moment."""

from __future__ import annotations

import contextlib
import threading
from typing import TYPE_CHECKING, Any

import pytest

from openai_codex import AsyncCodexPool, CodexPool, JsonRpcError, TransportClosedError
from support.event_loop import EventLoopThread
from support.fake_runtime import THREAD, TURN, FakeRuntime
from support.pools import pool
from support.processes import new_threads
from support.sync_adapter import FLAVOURS, Background, SyncAdapter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from support.fake_runtime import Request

pytestmark = pytest.mark.parametrize("flavour", FLAVOURS)


@contextlib.contextmanager
def played(flavour: str, runtimes: list[FakeRuntime], **fields: Any) -> Iterator[Any]:
    """Start a pool of runtimes that the test plays."""
    with contextlib.ExitStack() as stack:
        for runtime in runtimes:
            stack.enter_context(runtime)
        with pool(flavour, [runtime.config(start_timeout=5) for runtime in runtimes], **fields) as started:
            yield started


def completes_turns(number: int) -> FakeRuntime:
    """Return a runtime whose turns end at once."""
    runtime = FakeRuntime(**{"thread/start": {"thread": {"id": f"{THREAD}-{number}"}}})

    def start(request: Request) -> None:
        turn = {"id": f"{TURN}-{runtime.count('turn/start')}", "items": [], "status": "completed"}
        request.respond({"turn": turn})
        runtime.notify("turn/completed", threadId=request.params["threadId"], turn=turn)

    runtime.responses["turn/start"] = start
    return runtime


def test_prompt_moves_to_another_runtime_if_the_start_of_its_thread_fails(flavour: str) -> None:
    first, second = FakeRuntime(), completes_turns(2)

    def exit(request: Request) -> None:
        first.exit_process()

    first.responses["thread/start"] = exit
    with played(flavour, [first, second]) as target:
        # The second prompt of the spread goes to the second runtime in any case.
        results = list(target.map(["one", "two"], concurrency=1))
        assert [result.ok for result in results] == [True, True]
        assert {result.runtime for result in results} == {1}
        assert (first.count("turn/start"), second.count("turn/start")) == (0, 2)
        assert target.stats().failed == 0


def test_prompt_whose_turn_was_sent_is_not_sent_again(flavour: str) -> None:
    first, second = FakeRuntime(), completes_turns(2)

    def exit(request: Request) -> None:
        first.exit_process()

    first.responses["turn/start"] = exit
    with played(flavour, [first, second]) as target:
        [failed, other] = target.map(["one", "two"], concurrency=1)
        assert isinstance(failed.error, TransportClosedError)
        assert failed.runtime == 0
        assert other.ok
        sent = [params["input"][0]["text"] for runtime in (first, second) for params in turns_of(runtime)]
        assert sorted(sent) == ["one", "two"]


def turns_of(runtime: FakeRuntime) -> list[dict[str, Any]]:
    return [params for method, params in runtime.requests if method == "turn/start"]


def test_runtime_that_always_exits_starts_a_prompt_a_limited_number_of_times(flavour: str) -> None:
    runtime = FakeRuntime()

    def exit(request: Request) -> None:
        runtime.exit_process()

    runtime.responses["thread/start"] = exit
    with played(flavour, [runtime]) as target:
        with pytest.raises(TransportClosedError):
            target.run("one")
        assert runtime.count("thread/start") == 2


def test_rejected_turn_is_not_retried(flavour: str) -> None:
    first, second = FakeRuntime(), completes_turns(2)
    first.responses["turn/start"] = lambda request: request.respond_error(-32600, "no such model")
    with played(flavour, [first, second]) as target:
        with pytest.raises(JsonRpcError, match="no such model"):
            target.run("one")
        assert second.count("turn/start") == 0
        stats = target.stats()
        assert (stats.completed, stats.failed) == (0, 1)
        assert [runtime.turns for runtime in stats.runtimes] == [0, 0]


def test_new_thread_avoids_a_runtime_with_turns_of_the_caller(flavour: str) -> None:
    first, second = FakeRuntime(), completes_turns(2)
    with played(flavour, [first, second]) as target, Background() as background:
        thread = target.thread_start()
        assert thread.id == THREAD
        running = background.start(thread.run, "long")
        request = first.next("turn/start")
        first.start_turn()
        request.respond({"turn": {"id": TURN, "items": [], "status": "inProgress"}})
        wait_for_open_turns(target, 1)
        assert [target.thread_start().id for _ in range(3)] == [f"{THREAD}-2"] * 3
        first.complete_turn()
        running.result()


def wait_for_open_turns(target: Any, count: int) -> None:
    tick = threading.Event()
    for _ in range(1000):
        if target.stats().runtimes[0].open_turns == count:
            return
        tick.wait(0.01)
    pytest.fail(f"expected {count} open turns: {target.stats()}")


def test_turn_that_runs_when_the_pool_closes_ends_with_an_error(flavour: str) -> None:
    runtime = FakeRuntime()
    with played(flavour, [runtime]) as target, Background() as background:
        waiting = background.start(next, target.map(["one"]), None)
        request = runtime.next("turn/start")
        request.respond({"turn": {"id": TURN, "items": [], "status": "inProgress"}})
        runtime.start_turn()
        target.close()
        assert isinstance(waiting.result().error, TransportClosedError)


def test_pool_without_runtime_that_starts_raises_the_error(flavour: str) -> None:
    threads = set(threading.enumerate())
    with FakeRuntime() as runtime:
        runtime.responses["initialize"] = lambda request: request.respond_error(-32000, "no license")
        configs = [runtime.config()]
        if flavour == "sync":
            with pytest.raises(JsonRpcError, match="no license"):
                CodexPool(configs)
        else:
            loop = EventLoopThread()
            try:
                target: Any = SyncAdapter(AsyncCodexPool(configs), loop)
                with pytest.raises(JsonRpcError, match="no license"):
                    target.__aenter__()
            finally:
                loop.stop()
    assert new_threads(threads, "codex-") == []


def test_runtime_that_does_not_start_leaves_its_turns_to_the_others(flavour: str) -> None:
    broken, works = FakeRuntime(), completes_turns(2)
    broken.responses["initialize"] = lambda request: request.respond_error(-32000, "no license")
    with played(flavour, [broken, works]) as target:
        assert [result.runtime for result in target.map(["one", "two", "three"])] == [1, 1, 1]
        stats = target.stats().runtimes
        assert [runtime.state for runtime in stats] == ["failed", "ready"]
        assert isinstance(stats[0].error, JsonRpcError)
