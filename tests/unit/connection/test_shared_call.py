"""Operations that the callers of a client share, such as the check of the login before the first turn."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

import pytest

from openai_codex import AsyncCodex, Codex, CodexError, NotLoggedInError, RequestTimeoutError, TransportClosedError
from support.fake_runtime import FakeRuntime
from support.timeouts import TEST_TIMEOUT
from support.waiting import wait_until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Future

CALLERS = 5
ACCOUNT = {"requiresOpenaiAuth": True, "account": {"type": "apiKey"}}
NO_ACCOUNT = {"requiresOpenaiAuth": True, "account": None}
CONFIG = {"config": {"model_provider": None}, "origins": {}}

caller: ContextVar[str] = ContextVar("caller", default="")


def turn_responses() -> dict[str, Any]:
    """Return responses that start a turn with an id of its own for each request."""
    return {"turn/start": lambda request: {"turn": {"id": f"turn-{request.id}"}}}


@contextlib.contextmanager
def threads(codex: Codex, call: Callable[[], Any]) -> Iterator[list[Future[Any]]]:
    """Call in several threads, and continue once all of them wait for the check of the login."""
    with ThreadPoolExecutor(CALLERS) as pool:
        futures = [pool.submit(call) for _ in range(CALLERS)]
        wait_until(lambda: len(codex._sender.supervisor.login_call._waiting) == CALLERS)
        yield futures


async def tasks(runtime: FakeRuntime, call: Callable[[], Any]) -> list[asyncio.Task[Any]]:
    """Call in several tasks, and return once all of them wait for the check of the login."""
    started = [asyncio.ensure_future(call()) for _ in range(CALLERS)]
    # Each of them runs until its first wait that takes longer than an iteration of the loop.
    await asyncio.to_thread(runtime.wait_for, "account/read", 1)
    return started


def test_threads_share_the_check() -> None:
    with FakeRuntime(**turn_responses()) as runtime, Codex(runtime.config(check_login=True)) as codex:
        thread = codex.thread_start()
        with threads(codex, lambda: thread.turn("Go").id) as futures:
            runtime.next("account/read").respond(ACCOUNT)
            assert len({future.result(TEST_TIMEOUT) for future in futures}) == CALLERS
        assert thread.turn("Go").id
        assert runtime.count("account/read") == 1


async def test_tasks_share_the_check() -> None:
    with FakeRuntime(**turn_responses()) as runtime:
        async with AsyncCodex(runtime.config(check_login=True)) as codex:
            thread = await codex.thread_start()
            started = await tasks(runtime, lambda: thread.turn("Go"))
            runtime.next("account/read").respond(ACCOUNT)
            handles = await asyncio.wait_for(asyncio.gather(*started), TEST_TIMEOUT)
            assert len({handle.id for handle in handles}) == CALLERS
            await thread.turn("Go")
            assert runtime.count("account/read") == 1


def test_threads_share_a_missing_login() -> None:
    with FakeRuntime(**{"config/read": CONFIG}) as runtime, Codex(runtime.config(check_login=True)) as codex:
        thread = codex.thread_start()
        with threads(codex, lambda: thread.turn("Go")) as futures:
            runtime.next("account/read").respond(NO_ACCOUNT)
            errors = [future.exception(TEST_TIMEOUT) for future in futures]
        assert [type(error) for error in errors] == [NotLoggedInError] * CALLERS
        # Each caller has an error of its own, with the traceback of its call.
        assert len(set(map(id, errors))) == CALLERS
        assert (runtime.count("account/read"), runtime.count("config/read")) == (1, 1)


async def test_tasks_share_a_missing_login() -> None:
    with FakeRuntime(**{"config/read": CONFIG}) as runtime:
        async with AsyncCodex(runtime.config(check_login=True)) as codex:
            thread = await codex.thread_start()
            started = await tasks(runtime, lambda: thread.turn("Go"))
            runtime.next("account/read").respond(NO_ACCOUNT)
            errors = await asyncio.wait_for(asyncio.gather(*started, return_exceptions=True), TEST_TIMEOUT)
            assert [type(error) for error in errors] == [NotLoggedInError] * CALLERS
            assert (runtime.count("account/read"), runtime.count("config/read")) == (1, 1)


def test_thread_that_does_not_wait_any_longer_leaves_the_check_to_the_others() -> None:
    with FakeRuntime(**turn_responses()) as runtime, Codex(runtime.config(check_login=True)) as codex:
        thread = codex.thread_start()
        # The first caller, whose request the others share.
        with pytest.raises(RequestTimeoutError, match="account/read: no response within") as caught:
            thread.run("Go", timeout=0.05)
        assert (caught.value.method, caught.value.sent) == ("account/read", True)
        with threads(codex, lambda: thread.turn("Go").id) as futures:
            runtime.next("account/read").respond(ACCOUNT)
            assert all(future.result(TEST_TIMEOUT) for future in futures)
        assert runtime.count("account/read") == 1
        assert runtime.count("turn/start") == CALLERS


async def test_task_that_does_not_wait_any_longer_leaves_the_check_to_the_others() -> None:
    with FakeRuntime(**turn_responses()) as runtime:
        async with AsyncCodex(runtime.config(check_login=True)) as codex:
            thread = await codex.thread_start()
            cancelled = asyncio.ensure_future(thread.run("Go"))
            await asyncio.to_thread(runtime.wait_for, "account/read", 1)
            cancelled.cancel()
            with pytest.raises(asyncio.CancelledError):
                await cancelled
            with pytest.raises(RequestTimeoutError, match="account/read: no response within"):
                await thread.run("Go", timeout=0.05)
            started = await tasks(runtime, lambda: thread.turn("Go"))
            runtime.next("account/read").respond(ACCOUNT)
            await asyncio.wait_for(asyncio.gather(*started), TEST_TIMEOUT)
            assert runtime.count("account/read") == 1
            assert runtime.count("turn/start") == CALLERS


def test_lost_connection_ends_the_check_of_all_threads() -> None:
    with FakeRuntime() as runtime, Codex(runtime.config(check_login=True)) as codex:
        thread = codex.thread_start()
        with threads(codex, lambda: thread.turn("Go")) as futures:
            runtime.exit_process()
            errors = [future.exception(TEST_TIMEOUT) for future in futures]
        assert [type(error) for error in errors] == [TransportClosedError] * CALLERS


async def test_lost_connection_ends_the_check_of_all_tasks() -> None:
    with FakeRuntime() as runtime:
        async with AsyncCodex(runtime.config(check_login=True)) as codex:
            thread = await codex.thread_start()
            started = await tasks(runtime, lambda: thread.turn("Go"))
            runtime.exit_process()
            errors = await asyncio.wait_for(asyncio.gather(*started, return_exceptions=True), TEST_TIMEOUT)
            assert [type(error) for error in errors] == [TransportClosedError] * CALLERS


def test_close_ends_the_check() -> None:
    with FakeRuntime() as runtime, Codex(runtime.config(check_login=True)) as codex:
        thread = codex.thread_start()
        with threads(codex, lambda: thread.turn("Go")) as futures:
            before = threading.active_count()
            codex.close()
            assert threading.active_count() < before
            assert all(isinstance(future.exception(TEST_TIMEOUT), CodexError) for future in futures)


def test_operation_runs_in_the_context_of_the_first_caller() -> None:
    with FakeRuntime() as runtime, Codex(runtime.config()) as codex:
        supervisor = codex._sender.supervisor
        caller.set("main")
        assert supervisor.login_call.run(supervisor.current, "account/read", caller.get, TEST_TIMEOUT) == "main"


def test_operation_whose_thread_cannot_start_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(name: str, target: Callable[[], None]) -> None:
        raise RuntimeError("can't start new thread")

    with FakeRuntime() as runtime, Codex(runtime.config()) as codex:
        supervisor = codex._sender.supervisor
        with monkeypatch.context() as patch:
            patch.setattr(supervisor.current, "start_background", refuse)
            with pytest.raises(RuntimeError, match="can't start new thread"):
                supervisor.login_call.run(supervisor.current, "account/read", lambda: 1, TEST_TIMEOUT)
        assert supervisor.login_call.run(supervisor.current, "account/read", lambda: 1, TEST_TIMEOUT) == 1


async def test_error_that_no_caller_receives_is_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    with FakeRuntime() as runtime:
        async with AsyncCodex(runtime.config(check_login=True)) as codex:
            thread = await codex.thread_start()
            with pytest.raises(RequestTimeoutError):
                await thread.run("Go", timeout=0.05)
            runtime.exit_process()
    assert [record for record in caplog.records if record.name == "asyncio"] == []
