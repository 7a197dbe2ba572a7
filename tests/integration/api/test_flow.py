"""Limit of requests in flight, queueing, and retries of safe methods."""

from __future__ import annotations

import asyncio
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from codex_protocol.registry import CLIENT_METHODS
from codex_protocol.safe_methods import SAFE_METHODS
from openai_codex import AsyncCodex, Codex, RequestTimeoutError, RetryLimitExceededError, ServerBusyError
from openai_codex.testing import ScriptedModel
from support.fake_runtime import THREAD, TURN, FakeRuntime
from support.runtimes import fake_runtime
from support.sync_adapter import FLAVOURS, Background

if TYPE_CHECKING:
    from collections.abc import Callable

    from support.fake_runtime import Request

NO_MODELS: dict[str, Any] = {"data": []}
BUSY = "Server overloaded; retry later."

both = pytest.mark.parametrize("flavour", FLAVOURS)


@pytest.mark.extended
async def test_ten_thousand_concurrent_requests_are_answered() -> None:
    """Without a limit, the real runtime silently drops hundreds of requests."""
    # The request timeout includes the time in the queue.
    async with ScriptedModel([]) as model, AsyncCodex(model.config(request_timeout=None)) as codex:
        found = await asyncio.gather(*(codex.models() for _ in range(10_000)))
        assert {len(models.data) for models in found} == {len(found[0].data)}
        assert len(found) == 10_000
        stands = codex.diagnostics()
        assert (stands.in_flight, stands.waiting, stands.pending, stands.late_replies) == (0, 0, (), 0)


def test_two_thousand_requests_from_two_hundred_threads_are_answered() -> None:
    with ScriptedModel([]) as model, Codex(model.config()) as codex, ThreadPoolExecutor(200) as pool:
        ready = threading.Barrier(200)

        def ten() -> list[bool]:
            ready.wait()
            return [codex.account().requires_openai_auth for _ in range(10)]

        found = [account for future in [pool.submit(ten) for _ in range(200)] for account in future.result()]
        assert found == [False] * 2_000
        stands = codex.diagnostics()
        assert (stands.in_flight, stands.waiting, stands.pending, stands.late_replies) == (0, 0, (), 0)


@both
def test_max_in_flight_limits_sent_requests(flavour: str) -> None:
    with fake_runtime(flavour, max_in_flight=4) as (runtime, codex), Background(20) as background:
        futures = [background.start(codex.thread_list, limit=number) for number in range(20)]
        most = 0
        for _ in futures:
            request = runtime.next("thread/list")
            most = max(most, 1 + len(runtime.unanswered))
            stands = codex.diagnostics()
            assert stands.in_flight <= 4
            assert stands.in_flight + stands.waiting == len(stands.pending)
            request.respond(NO_MODELS)
        assert [future.result().data for future in futures] == [[]] * 20
        assert most <= 4
        assert sorted(params["limit"] for method, params in runtime.requests if method == "thread/list") == list(
            range(20)
        )


async def test_queued_requests_are_sent_in_order() -> None:
    with FakeRuntime() as runtime:
        async with AsyncCodex(runtime.config(max_in_flight=2)) as codex:
            tasks = [asyncio.create_task(codex.thread_list(limit=number)) for number in range(10)]
            for number in range(10):
                request = await asyncio.to_thread(runtime.next, "thread/list")
                assert request.params["limit"] == number
                request.respond(NO_MODELS)
            await asyncio.gather(*tasks)


async def test_queued_request_cancelled_is_never_sent() -> None:
    with FakeRuntime() as runtime:
        async with AsyncCodex(runtime.config(max_in_flight=1)) as codex:
            first, second, third = [asyncio.create_task(codex.thread_list(limit=number)) for number in range(3)]
            request = await asyncio.to_thread(runtime.next, "thread/list")
            assert codex.diagnostics().waiting == 2
            second.cancel()
            with pytest.raises(asyncio.CancelledError):
                await second
            assert codex.diagnostics().waiting == 1
            request.respond(NO_MODELS)
            (await asyncio.to_thread(runtime.next, "thread/list")).respond(NO_MODELS)
            await asyncio.gather(first, third)
            assert [params["limit"] for method, params in runtime.requests if method == "thread/list"] == [0, 2]


@both
def test_request_timeout_includes_queueing(flavour: str) -> None:
    with fake_runtime(flavour, max_in_flight=1) as (runtime, codex), Background() as background:
        first = background.start(codex.thread_list)
        request = runtime.next("thread/list")
        before = time.monotonic()
        with pytest.raises(RequestTimeoutError) as caught:
            codex.with_options(timeout=0.3).models()
        assert time.monotonic() - before < 5
        assert caught.value.pending == ("thread/list",)
        request.respond(NO_MODELS)
        first.result()
        # The request was never sent, so no response is outstanding.
        assert runtime.count("model/list") == 0
        runtime.responses["account/read"] = {"account": None, "requiresOpenaiAuth": False}
        codex.account()
        assert codex.diagnostics().late_replies == 0


@both
def test_interrupt_bypasses_queue(flavour: str) -> None:
    answers = {"turn/start": {"turn": {"id": TURN}}, "turn/interrupt": {}, "turn/steer": {"turnId": TURN}}
    with fake_runtime(flavour, answers, max_in_flight=1) as (runtime, codex), Background() as background:
        turn = codex.thread_start().turn("Go.")
        runtime.start_turn()
        blocked = [background.start(codex.models) for _ in range(3)]
        request = runtime.next("model/list")
        turn.steer("Faster.")
        turn.interrupt()
        assert codex.diagnostics().waiting == 2
        assert runtime.requests[-1] == ("turn/interrupt", {"threadId": THREAD, "turnId": TURN})
        request.respond(NO_MODELS)
        for _ in blocked[1:]:
            runtime.next("model/list").respond(NO_MODELS)
        assert [future.result().data for future in blocked] == [[], [], []]


@both
def test_abandoned_requests_leave_capacity(flavour: str) -> None:
    """Abandoned requests use at most half of the capacity."""
    with fake_runtime(flavour, max_in_flight=4) as (runtime, codex):
        hasty = codex.with_options(timeout=0.05)
        for _ in range(10):
            with pytest.raises(RequestTimeoutError):
                hasty.thread_list()
        runtime.responses["model/list"] = NO_MODELS
        assert codex.models().data == []
        assert runtime.count("thread/list") == 10


def busy(times: int, result: Any, message: str = BUSY, data: Any = None) -> Any:
    """Return a response function that reports an overload `times` times before the result."""
    left = [times]

    def respond(request: Request) -> Any:
        left[0] -= 1
        if left[0] >= 0:
            return request.respond_error(-32001, message, data)
        return result

    return respond


@both
def test_overloaded_safe_request_is_retried(flavour: str) -> None:
    with fake_runtime(flavour) as (runtime, codex):
        for times in (1, 3):
            runtime.responses["model/list"] = busy(times, NO_MODELS)
            before, sent = time.monotonic(), runtime.count("model/list")
            assert codex.models().data == []
            assert runtime.count("model/list") - sent == times + 1
            # The delays are 0.05, 0.1 and 0.2 s, each plus or minus half.
            assert time.monotonic() - before > 0.05 * (2**times - 1) * 0.49


@both
def test_overloaded_safe_request_retries_within_timeout(flavour: str) -> None:
    with fake_runtime(flavour, {"model/list": busy(1000, NO_MODELS)}) as (runtime, codex):
        before = time.monotonic()
        with pytest.raises(ServerBusyError, match="Server overloaded"):
            codex.with_options(timeout=0.4).models()
        assert time.monotonic() - before < 2
        assert 1 < runtime.count("model/list") < 7


@both
def test_overloaded_safe_request_retries_are_limited(flavour: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("openai_codex.retry._FIRST_DELAY", 0.001)
    with fake_runtime(flavour, {"model/list": busy(1000, NO_MODELS)}) as (runtime, codex):
        with pytest.raises(ServerBusyError):
            codex.models()
        assert runtime.count("model/list") == 7


@both
def test_overloaded_unsafe_request_is_not_retried(flavour: str) -> None:
    with fake_runtime(flavour) as (runtime, codex):
        thread = codex.thread_start()
        calls: list[tuple[str, Callable[[], object]]] = [
            ("turn/start", lambda: thread.run("Go.")),
            ("thread/name/set", lambda: thread.set_name("A name")),
            ("thread/fork", lambda: codex.thread_fork(THREAD)),
        ]
        for method, call in calls:
            runtime.responses[method] = busy(1, {"turn": {"id": TURN}})
            with pytest.raises(ServerBusyError):
                call()
            assert runtime.count(method) == 1


@both
def test_overloaded_request_exhausted_by_runtime_is_not_retried(flavour: str) -> None:
    used_up = busy(1, NO_MODELS, "too many failed attempts", "serverOverloaded")
    with fake_runtime(flavour, {"model/list": used_up}) as (runtime, codex):
        with pytest.raises(RetryLimitExceededError):
            codex.models()
        assert runtime.count("model/list") == 1


# Safe methods

WORDS_OF_READING = {"read", "list", "get", "search", "searchOccurrences", "status", "installed", "info", "diagnostics"}
"""Last words in the names of safe methods."""

READS_BY_OTHER_NAMES = {
    "externalAgentConfig/import/readHistories",
    "fs/getMetadata",
    "fs/readDirectory",
    "fs/readFile",
    "thread/realtime/listVoices",
    "windowsSandbox/readiness",
}

NO_READS_IN_SPITE_OF_THEIR_NAMES: set[str] = set()
"""Methods that end in such a word and still change something."""


def test_safe_methods_are_reading_methods() -> None:
    by_name = {method for method in CLIENT_METHODS if method.rpartition("/")[2] in WORDS_OF_READING}
    assert set(SAFE_METHODS) == (by_name | READS_BY_OTHER_NAMES) - NO_READS_IN_SPITE_OF_THEIR_NAMES


@pytest.mark.parametrize(
    "method",
    [
        "initialize",
        "thread/start",
        "thread/resume",
        "thread/fork",
        "thread/archive",
        "thread/delete",
        "thread/name/set",
        "thread/goal/set",
        "thread/goal/clear",
        "thread/compact/start",
        "thread/inject_items",
        "turn/start",
        "turn/steer",
        "turn/interrupt",
        "review/start",
        "account/login/start",
        "account/login/cancel",
        "account/logout",
        "command/exec",
        "process/spawn",
        "config/value/write",
        "config/batchWrite",
        "fs/writeFile",
        "fs/remove",
        "fs/copy",
        "fs/createDirectory",
        "fs/watch",
        "skills/config/write",
        "mcpServer/tool/call",
        "mcpServer/oauth/login",
        "memory/reset",
        "plugin/install",
        "plugin/uninstall",
        "feedback/upload",
    ],
)
def test_writing_methods_are_not_safe(method: str) -> None:
    assert method in CLIENT_METHODS
    assert method not in SAFE_METHODS
