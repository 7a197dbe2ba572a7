"""`CodexPool` and `AsyncCodexPool` on real runtimes."""

from __future__ import annotations

import asyncio
import gc
import itertools
import os
import signal
import sys
import threading
from contextlib import aclosing, closing
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import BaseModel

from openai_codex import AsyncCodexPool, CodexPool, OutputValidationError, TransportClosedError, TurnFailedError, tool
from openai_codex.errors import InputError, UnexpectedKeywordError
from openai_codex.testing import FunctionCall, Gate, Match, ResponseFailed, ScriptedModel, Text
from openai_codex.types import TurnStatus
from support.pools import clients_of, offline_pool
from support.sync_adapter import FLAVOURS
from support.timeouts import TEST_TIMEOUT
from support.waiting import wait_until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from openai_codex.testing import RecordedRequest, Reply

KILL_TURNS = int(os.environ.get("POOL_TURNS", "60"))
"""Number of turns during which a runtime is killed; `make soak` runs more."""

both = pytest.mark.parametrize("flavour", FLAVOURS)


class Answer(BaseModel):
    value: int


def echo(request: RecordedRequest) -> Reply:
    return f"answer to {request.user_text}"


@both
def test_map_yields_one_result_for_each_prompt_in_order(flavour: str) -> None:
    with offline_pool(flavour, echo, size=2) as (model, pool):
        results = list(pool.map((f"prompt {n}" for n in range(12)), concurrency=4, ephemeral=True))
        assert [result.index for result in results] == list(range(12))
        assert [result.input for result in results] == [f"prompt {n}" for n in range(12)]
        assert [result.final_response for result in results] == [f"answer to prompt {n}" for n in range(12)]
        assert {result.runtime for result in results} == {0, 1}
        assert all(result.ok and result.unwrap().status == TurnStatus.completed for result in results)
        stats = pool.stats()
        assert (stats.completed, stats.failed, stats.waiting, stats.restarts) == (12, 0, 0, 0)
        assert sum(runtime.threads for runtime in stats.runtimes) == 12
        assert [runtime.turns for runtime in stats.runtimes] == [0, 0]
        assert pool.usage.total_tokens == sum(client.usage.total_tokens for client in pool.clients) > 0
        assert len(model.requests) == 12


@both
def test_unordered_map_yields_a_result_before_an_earlier_prompt_has_ended(flavour: str) -> None:
    gate = Gate()
    script = [Match("slow", ["Begin", gate], times=None)]
    with offline_pool(flavour, script, size=1) as (_, pool):
        results = pool.map(["slow", "fast"], ordered=False, concurrency=2)
        assert next(results).input == "fast"
        gate.open()
        assert next(results).input == "slow"
        assert next(results, None) is None


@both
def test_map_with_output_type_yields_objects_and_errors(flavour: str) -> None:
    script = [Match("bad", "nothing", times=None), Match("good", '{"value": 3}', times=None)]
    with offline_pool(flavour, script, size=1) as (_, pool):
        good, bad = pool.map(["good", "bad"], output_type=Answer)
        assert good.output == Answer(value=3)
        assert isinstance(bad.error, OutputValidationError)
        assert (bad.output, bad.result, bad.runtime) == (None, None, 0)


@both
def test_map_that_raises_ends_with_the_first_error(flavour: str) -> None:
    script = [Match("bad", ResponseFailed("broken"), times=None)]
    with offline_pool(flavour, script, size=1) as (_, pool):
        results = pool.map(["good", "bad", "later"], on_error="raise")
        assert next(results).input == "good"
        with pytest.raises(TurnFailedError, match="scripted failure"):
            next(results)
        assert next(results, None) is None


@both
def test_map_rejects_invalid_arguments_before_a_prompt_is_taken(flavour: str) -> None:
    taken: list[int] = []

    def prompts() -> Iterator[str]:
        taken.append(1)
        yield "prompt"

    with offline_pool(flavour, [], size=1) as (model, pool):
        with pytest.raises(UnexpectedKeywordError):
            next(pool.map(prompts(), colour="red"))
        with pytest.raises(InputError, match="retries"):
            next(pool.map(prompts(), retries=2))
        with pytest.raises(InputError, match="concurrency"):
            next(pool.map(prompts(), concurrency=0))
        assert (taken, model.requests) == ([], [])


@both
def test_invalid_prompt_is_an_error_of_that_prompt(flavour: str) -> None:
    with offline_pool(flavour, [], size=1) as (_, pool):
        first, second = pool.map([3, "valid"])
        assert isinstance(first.error, InputError)
        assert second.ok


@both
def test_exception_of_the_prompts_is_raised_after_the_earlier_results(flavour: str) -> None:
    def prompts() -> Iterator[str]:
        yield "one"
        yield "two"
        raise LookupError("no third prompt")

    with offline_pool(flavour, [], size=1) as (_, pool):
        results = pool.map(prompts())
        assert [next(results).input, next(results).input] == ["one", "two"]
        with pytest.raises(LookupError, match="no third prompt"):
            next(results)


@both
def test_infinite_prompts_are_taken_with_bounded_look_ahead(flavour: str) -> None:
    taken = itertools.count()
    with offline_pool(flavour, [], size=1) as (model, pool):
        results = pool.map((f"prompt {next(taken)}" for _ in itertools.count()), concurrency=2)
        for number in range(5):
            assert next(results).index == number
        results.close()
        # Five were yielded; at most twice the concurrency is ahead.
        assert next(taken) <= 5 + 4
        assert len(model.requests) <= 5 + 4


@both
def test_leaving_the_map_interrupts_its_turns(flavour: str) -> None:
    gates = [Gate(), Gate()]
    script: list[Any] = [Match("first", "done"), *(Match("slow", ["Begin", gate]) for gate in gates)]
    with offline_pool(flavour, script, size=1) as (_, pool):
        results = pool.map(itertools.chain(["first"], itertools.repeat("slow")), concurrency=2)
        assert next(results).final_response == "done"
        for gate in gates:
            gate.wait_entered()
        results.close()
        wait_until_idle(pool)
        assert pool.run("Still there?").final_response == "ok"


def wait_until_idle(pool: Any) -> None:
    """Wait until no turn runs. The consumer does not await the interrupts."""
    wait_until(lambda: all(runtime.turns == runtime.open_turns == 0 for runtime in pool.stats().runtimes))


def test_collected_generator_interrupts_its_turns() -> None:
    gate = Gate()
    with offline_pool("sync", [Match("slow", ["Begin", gate])], size=1) as (_, pool):
        results = pool.map(["fast", "slow"], concurrency=2)
        assert next(results).input == "fast"
        gate.wait_entered()
        del results
        gc.collect()
        wait_until_idle(pool)


async def test_cancelled_task_interrupts_the_turns_of_its_map() -> None:
    gate = Gate()
    async with ScriptedModel([["Begin", gate]]) as model, AsyncCodexPool(size=1, config=model.config()) as pool:

        async def consume() -> None:
            async for result in pool.map(["slow"]):
                pytest.fail(f"unexpected {result}")

        task = asyncio.create_task(consume())
        await asyncio.to_thread(gate.wait_entered)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        [runtime] = pool.stats().runtimes
        assert (runtime.turns, runtime.open_turns) == (0, 0)


async def test_async_map_takes_prompts_from_an_async_iterable() -> None:
    async def prompts() -> AsyncIterator[str]:
        for name in ("one", "two"):
            await asyncio.sleep(0)
            yield name

    async with (
        ScriptedModel(echo) as model,
        AsyncCodexPool(size=1, config=model.config()) as pool,
        aclosing(pool.map(prompts())) as results,
    ):
        assert [result.final_response async for result in results] == ["answer to one", "answer to two"]


@both
def test_turn_above_max_turns_waits_and_keeps_its_timeout(flavour: str) -> None:
    gate = Gate()
    with offline_pool(flavour, [Match("slow", ["Begin", gate])], size=1, max_turns=1) as (_, pool):
        results = pool.map(["slow", "waits"], concurrency=2, timeout=TEST_TIMEOUT)

        def open_gate() -> None:
            gate.wait_entered()
            gate.open()

        opener = threading.Thread(target=open_gate)
        opener.start()
        assert [result.ok for result in results] == [True, True]
        opener.join()


@both
def test_tool_that_runs_a_prompt_does_not_wait_for_max_turns(flavour: str) -> None:
    pools: list[Any] = []

    @tool
    def ask(question: str) -> str:
        """Ask another agent."""
        return str(pools[0].run(question).final_response)

    def reply(request: RecordedRequest) -> Reply:
        if request.user_text == "inner":
            return "inner answer"
        return Text("outer answer") if request.function_outputs else FunctionCall("ask", {"question": "inner"})

    with offline_pool(flavour, reply, size=1, max_turns=1) as (_, pool):
        pools.append(pool)
        assert pool.run("outer", tools=[ask]).final_response == "outer answer"


@both
def test_thread_stays_on_its_runtime(flavour: str) -> None:
    with offline_pool(flavour, [], size=3) as (_, pool):
        threads = [pool.thread_start() for _ in range(3)]
        for thread in threads:
            thread.run("Hello.")
        places = [thread_owners(pool, thread.id) for thread in threads]
        assert sorted(places) == [[0], [1], [2]]
        result = pool.run("Hello.")
        [owner] = thread_owners(pool, result.thread_id)
        for _ in range(3):
            pool.thread_resume(result.thread_id).run("Again.")
        assert thread_owners(pool, result.thread_id) == [owner]
        assert pool.thread_resume(threads[0]).id == threads[0].id


@both
def test_invalid_arguments_are_rejected_before_anything_is_sent(flavour: str) -> None:
    with offline_pool(flavour, [], size=1) as (model, pool):
        for thread in (5, None, b"id", "", object()):
            with pytest.raises(InputError, match="thread_id: expected the id of a thread, or a Thread, got"):
                pool.thread_resume(thread)
        for arguments in ({"input": 5}, {"input": "Hi.", "timeout": -1}, {"input": "Hi.", "output_type": 5}):
            with pytest.raises(InputError):
                pool.run(**arguments)
        for options in ({"sandbox": 5}, {"approval_mode": 5}):
            with pytest.raises(InputError):
                pool.thread_start(**options)
        assert (model.requests, [each.threads for each in pool.stats().runtimes]) == ([], [0])


def thread_owners(pool: Any, thread_id: str) -> list[int]:
    """Return the runtimes that have loaded a thread."""
    return [index for index, client in enumerate(clients_of(pool)) if thread_id in client.rpc.thread_loaded_list().data]


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
@both
@pytest.mark.parametrize(("ordered", "number"), [(True, "SIGKILL"), (False, "SIGKILL"), (True, "SIGTERM")])
def test_each_prompt_ends_once_although_a_runtime_is_killed(flavour: str, ordered: bool, number: str) -> None:
    # A process exits at once in both cases.
    turns = KILL_TURNS if number == "SIGKILL" else KILL_TURNS // 2
    check_kill(flavour, turns, getattr(signal, number), ordered=ordered)


def check_kill(flavour: str, turns: int, number: int, *, ordered: bool) -> None:
    """Run turns on three runtimes, and kill one in the middle. Each prompt must end once, and run at most once."""
    with offline_pool(flavour, echo, size=3) as (model, pool):
        before = pool.stats()
        results: list[Any] = []
        for result in pool.map((f"prompt {n}" for n in range(turns)), concurrency=12, ordered=ordered):
            results.append(result)
            if len(results) == turns // 3:
                os.kill(pool.stats().runtimes[0].pid, number)
        assert sorted(result.index for result in results) == list(range(turns))
        assert not ordered or [result.index for result in results] == list(range(turns))
        failed = [result for result in results if result.error is not None]
        assert all(isinstance(result.error, TransportClosedError) for result in failed)
        assert {result.runtime for result in failed} <= {0}
        assert len(failed) <= 12
        for result in results:
            assert result.error is not None or result.final_response == f"answer to {result.input}"
        # No prompt reached the model twice.
        said = [request.user_text for request in model.requests]
        assert len(said) == len(set(said))
        assert pool.run("last").final_response == "answer to last"
        stats = pool.stats()
        assert (stats.completed, stats.failed) == (turns - len(failed) + 1, len(failed))
        assert stats.runtimes[0].pid != before.runtimes[0].pid
        assert [runtime.turns for runtime in stats.runtimes] == [0, 0, 0]


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
@both
def test_spare_replaces_a_killed_runtime(flavour: str) -> None:
    with offline_pool(flavour, [], size=1, spares=1) as (_, pool):
        assert pool.run("one").final_response == "ok"
        # The first runtime that has started is used.
        wait_for_states(pool, {"ready", "spare"})
        states = [runtime.state for runtime in pool.stats().runtimes]
        used = states.index("ready")
        os.kill(pool.stats().runtimes[used].pid, signal.SIGKILL)
        results = list(pool.map(["two", "three", "four"], concurrency=1))
        assert results[-1].runtime == 1 - used
        wait_for_states(pool, {"ready", "spare"})
        assert [runtime.state for runtime in pool.stats().runtimes] == states[::-1]


def wait_for_states(pool: Any, states: set[str]) -> None:
    """Wait for the states of the runtimes, which start in the background."""
    tick = threading.Event()
    for _ in range(2000):
        if {runtime.state for runtime in pool.stats().runtimes} == states:
            return
        tick.wait(0.01)
    pytest.fail(f"expected {states}, got {pool.stats()}")


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
@both
def test_thread_of_a_caller_survives_the_replacement_of_its_runtime(flavour: str) -> None:
    with offline_pool(flavour, [], size=1) as (_, pool):
        thread = pool.thread_start()
        thread.run("one")
        os.kill(pool.stats().runtimes[0].pid, signal.SIGKILL)
        assert pool.run("two").final_response == "ok" or pool.run("three").final_response == "ok"
        assert thread.run("four").final_response == "ok"
        assert pool.stats().restarts == 1


@both
def test_closing_the_pool_ends_its_map_with_an_error(flavour: str) -> None:
    gate = Gate()
    with offline_pool(flavour, [Match("slow", ["Begin", gate])], size=1) as (_, pool):
        results = pool.map(itertools.chain(["fast", "slow"], itertools.repeat("later")), concurrency=2)
        assert next(results).input == "fast"
        gate.wait_entered()
        pool.close()
        with pytest.raises(TransportClosedError, match="the pool was closed"):
            list(itertools.islice(results, 100))
        with pytest.raises(TransportClosedError, match="the pool was closed"):
            pool.run("too late")
        pool.close()


def test_ctrl_c_in_the_consumer_leaves_no_turn() -> None:
    gate = Gate()
    with offline_pool("sync", [Match("slow", ["Begin", gate])], size=1) as (_, pool):

        def interrupt() -> None:
            gate.wait_entered()
            signal.raise_signal(signal.SIGINT) if sys.platform == "win32" else os.kill(os.getpid(), signal.SIGINT)

        before = signal.signal(signal.SIGINT, signal.default_int_handler)
        thread = threading.Thread(target=interrupt)
        thread.start()
        try:
            with pytest.raises(KeyboardInterrupt), closing(pool.map(["slow"])) as results:
                next(results)
        finally:
            thread.join()
            signal.signal(signal.SIGINT, before)
        wait_until_idle(pool)
        assert pool.run("next").final_response == "ok"


def test_run_accepts_prompts_of_several_threads() -> None:
    with offline_pool("sync", echo, size=2, max_turns=2) as (_, pool):
        answers: dict[str, str | None] = {}

        def ask(prompt: str) -> None:
            answers[prompt] = pool.run(prompt, ephemeral=True).final_response

        threads = [threading.Thread(target=ask, args=(f"prompt {n}",)) for n in range(10)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(TEST_TIMEOUT)
        assert answers == {f"prompt {n}": f"answer to prompt {n}" for n in range(10)}


def test_dropped_pool_ends_its_runtimes() -> None:
    with ScriptedModel([], default="ok") as model:
        pool = CodexPool(size=1, config=model.config())
        [client] = pool.clients
        supervisor = client._sender.supervisor
        assert pool.run("one").final_response == "ok"
        connection = supervisor.current
        del pool, client, supervisor
        gc.collect()
        tick = threading.Event()
        for _ in range(1000):
            if connection.close_reason is not None:
                break
            tick.wait(0.01)
        assert connection.close_reason is not None
