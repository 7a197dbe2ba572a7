"""Calls of functions of the application."""

from __future__ import annotations

import asyncio
import functools
import gc
import signal
import subprocess
import sys
import threading
import warnings
from typing import Any

import pytest

from openai_codex._callbacks import call_in_thread, is_coroutine_callable, is_interrupt, reject_generator, run_awaitable
from openai_codex.errors import InputError
from support.timeouts import TEST_TIMEOUT


async def answer(value: int = 1) -> int:
    await asyncio.sleep(0)
    return value


def plain(value: int = 1) -> int:
    return value


class Async:
    async def __call__(self, value: int = 1) -> int:
        return value


class Plain:
    def __call__(self, value: int = 1) -> int:
        return value


@pytest.mark.parametrize(
    "function", [answer, Async(), Async().__call__, functools.partial(answer), functools.partial(Async(), 1)]
)
def test_is_coroutine_callable_async_forms(function: Any) -> None:
    assert is_coroutine_callable(function)


@pytest.mark.parametrize("function", [plain, Plain(), functools.partial(plain), lambda: answer(), print, Async])
def test_is_coroutine_callable_other_forms(function: Any) -> None:
    assert not is_coroutine_callable(function)


@pytest.mark.parametrize("function", [plain, Plain(), answer, Async(), print, functools.partial(answer)])
def test_reject_generator_accepts_functions(function: Any) -> None:
    reject_generator("function", function)


def test_reject_generator_names_field() -> None:
    def generate() -> Any:
        yield 1

    with pytest.raises(InputError, match=r"^tools\[a\]: expected a function that returns its result, got a generator"):
        reject_generator("tools[a]", functools.partial(generate))


def test_call_in_thread_returns_result_or_raises() -> None:
    async def main() -> None:
        assert await call_in_thread(plain, value=3) == 3
        assert await call_in_thread(threading.get_ident) != threading.get_ident()
        for error in (ValueError, SystemExit, KeyboardInterrupt):
            with pytest.raises(error):
                await call_in_thread(_raise, error)
        with pytest.raises(RuntimeError, match="StopIteration"):
            await call_in_thread(_raise, StopIteration)

    asyncio.run(main())


def _raise(error: type[BaseException]) -> None:
    raise error


@pytest.mark.parametrize("end", ["cancelled", "closed"])
def test_call_in_thread_closes_late_coroutine(end: str) -> None:
    """Otherwise, Python warns that the coroutine was never awaited."""
    release, started = threading.Event(), threading.Event()

    def late() -> Any:
        started.set()
        release.wait(TEST_TIMEOUT)
        return answer()

    async def main() -> None:
        task = asyncio.ensure_future(call_in_thread(late))
        await asyncio.sleep(0)
        started.wait(TEST_TIMEOUT)
        thread = next(thread for thread in threading.enumerate() if thread.name == "codex-handler")
        task.cancel()
        if end == "cancelled":
            release.set()
            thread.join(TEST_TIMEOUT)
            await asyncio.sleep(0)
        else:
            threads.append(thread)

    threads: list[threading.Thread] = []
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        asyncio.run(main())
        release.set()
        for thread in threads:
            thread.join(TEST_TIMEOUT)
        gc.collect()
    assert [str(warning.message) for warning in caught if "never awaited" in str(warning.message)] == []


def test_run_awaitable_can_be_cancelled() -> None:
    async def wait() -> None:
        await asyncio.Event().wait()

    with pytest.raises(asyncio.CancelledError):
        run_awaitable(wait(), lambda cancel: cancel())
    assert run_awaitable(answer(2)) == 2


def test_is_interrupt_only_in_main_thread_without_signal_handler() -> None:
    assert is_interrupt(KeyboardInterrupt())
    assert not is_interrupt(SystemExit())
    found: list[bool] = []
    thread = threading.Thread(target=lambda: found.append(is_interrupt(KeyboardInterrupt())))
    thread.start()
    thread.join(TEST_TIMEOUT)
    before = signal.signal(signal.SIGINT, lambda number, frame: None)
    try:
        found.append(is_interrupt(KeyboardInterrupt()))
    finally:
        signal.signal(signal.SIGINT, before)
    assert found == [False, False]


PROGRAM = """
import asyncio, contextlib, sys, threading
from openai_codex import Approval
from openai_codex.policies import Policy
from openai_codex.tools import Tool

asked = threading.Event()

async def abstain(request):
    await asyncio.sleep(0)

def ask(request):
    asked.set()
    sys.stdin.readline()  # waits as long as the test

def look_up() -> str:
    asked.set()
    sys.stdin.readline()
    return "found"

async def main():
    call = {"policy": lambda: Policy(abstain, ask)(None), "tool": lambda: Tool(look_up).call_async({})}[sys.argv[1]]()
    task = asyncio.ensure_future(call)
    while not asked.is_set():
        await asyncio.sleep(0.001)
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task

def answer():
    try:
        asyncio.run(Policy(abstain, ask)(None))
    except BaseException:
        pass

if sys.argv[1] == "handler thread":
    threading.Thread(target=answer, daemon=True).start()
    asked.wait()
else:
    asyncio.run(main())
print("end of main", flush=True)
"""


@pytest.mark.parametrize("case", ["policy", "tool", "handler thread"])
def test_program_exits_while_callback_waits_for_input(case: str) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM, case], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as program:
        try:
            assert program.stdout is not None
            assert program.stdout.readline() == "end of main\n"
            assert program.wait(TEST_TIMEOUT / 2) == 0
        finally:
            program.kill()
