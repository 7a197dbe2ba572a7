"""Lazy start of the runtime by `AsyncCodex`."""

from __future__ import annotations

import asyncio
import os
import threading
import time
from typing import TYPE_CHECKING

import pytest

from openai_codex import (
    AsyncCodex,
    CodexConfig,
    CodexError,
    RuntimeNotFoundError,
    RuntimeStartError,
    TransportClosedError,
)
from openai_codex._transports.stdio.launch import resolve_launch_spec
from openai_codex.testing import Gate, ScriptedModel
from support.processes import processes_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs a shell script in place of the runtime")


@pytest.fixture
def model() -> Iterator[ScriptedModel]:
    with ScriptedModel([], default="Hello.") as model:
        yield model


@pytest.fixture(autouse=True)
def nothing_left() -> Iterator[None]:
    """Check that no process and no client thread is left."""
    before = set(processes_of(os.getpid()))
    yield
    assert set(processes_of(os.getpid())) - before == set()
    assert [thread.name for thread in threading.enumerate() if thread.name.startswith("codex-")] == []


class Program:
    """A shell script that records its start, runs the commands in `before`, and executes the real runtime."""

    def __init__(self, folder: Path, before: str = "") -> None:
        self._log = folder / "starts"
        self.path = folder / "codex"
        program = resolve_launch_spec(CodexConfig()).command[0]
        self.path.write_text(f'#!/bin/sh\necho start >> "{self._log}"\n{before}\nexec "{program}" "$@"\n')
        self.path.chmod(0o755)

    @property
    def starts(self) -> int:
        return len(self._log.read_text().splitlines()) if self._log.exists() else 0

    def wait_started(self) -> None:
        """Wait for the first start."""
        deadline = time.monotonic() + 10
        while not self.starts:
            assert time.monotonic() < deadline
            time.sleep(0.01)


async def no_other_task() -> bool:
    await asyncio.sleep(0)
    return asyncio.all_tasks() == {asyncio.current_task()}


async def test_client_unused_starts_no_runtime(model: ScriptedModel, tmp_path: Path) -> None:
    program = Program(tmp_path)
    codex = AsyncCodex(model.config(codex_bin=program.path))
    with pytest.raises(CodexError, match="not started"):
        _ = codex.metadata
    await codex.close()
    assert program.starts == 0
    with pytest.raises(TransportClosedError, match="closed"):
        await codex.thread_start()
    assert program.starts == 0


async def test_concurrent_tasks_start_one_runtime(model: ScriptedModel, tmp_path: Path) -> None:
    program = Program(tmp_path)
    codex = AsyncCodex(model.config(codex_bin=program.path))
    answers = await asyncio.gather(*(codex.rpc.model_list(limit=1) for _ in range(20)))
    assert len(answers) == 20
    assert program.starts == 1
    assert codex.metadata.user_agent
    await codex.close()
    assert await no_other_task()


async def test_first_task_cancelled_does_not_cancel_start(model: ScriptedModel, tmp_path: Path) -> None:
    program = Program(tmp_path)
    async with AsyncCodex(model.config(codex_bin=program.path)) as other:
        codex = AsyncCodex(other._sender.supervisor.config)
        tasks = [asyncio.create_task(codex.thread_start()) for _ in range(3)]
        await asyncio.sleep(0)
        tasks[0].cancel()
        first, *threads = await asyncio.gather(*tasks, return_exceptions=True)
        assert isinstance(first, asyncio.CancelledError)
        assert not [thread for thread in threads if isinstance(thread, BaseException)]
        assert program.starts == 2
        await codex.close()
    assert await no_other_task()


async def test_start_abandoned_serves_next_call(model: ScriptedModel, tmp_path: Path) -> None:
    program = Program(tmp_path)
    codex = AsyncCodex(model.config(codex_bin=program.path))
    task = asyncio.create_task(codex.thread_start())
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    thread = await codex.thread_start()
    assert (await thread.run("Hi.")).final_response == "Hello."
    assert program.starts == 1
    await codex.close()


async def test_start_failed_is_retried_by_next_call(model: ScriptedModel, tmp_path: Path) -> None:
    flag = tmp_path / "flag"
    program = Program(tmp_path, f'if [ ! -e "{flag}" ]; then touch "{flag}"; echo "not yet" >&2; exit 7; fi')
    codex = AsyncCodex(model.config(codex_bin=program.path))
    outcomes = await asyncio.gather(*(codex.thread_start() for _ in range(3)), return_exceptions=True)
    # All calls waited for the same start.
    assert [type(outcome) for outcome in outcomes] == [RuntimeStartError] * 3
    assert program.starts == 1
    assert isinstance(outcomes[0], RuntimeStartError)
    assert outcomes[0].exit_code == 7
    assert "not yet" in str(outcomes[0])
    thread = await codex.thread_start()
    assert (await thread.run("Hi.")).final_response == "Hello."
    assert program.starts == 2
    await codex.close()
    assert await no_other_task()


async def test_start_failed_in_async_with_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(RuntimeNotFoundError, match="codex_bin"):
        async with AsyncCodex(CodexConfig(codex_bin=tmp_path / "nowhere")):
            raise AssertionError("not reached")
    assert await no_other_task()


async def test_close_while_starting_ends_start(model: ScriptedModel, tmp_path: Path) -> None:
    program = Program(tmp_path, "sleep 1000")
    codex = AsyncCodex(model.config(codex_bin=program.path))
    tasks = [asyncio.create_task(codex.thread_start()) for _ in range(3)]
    await asyncio.to_thread(program.wait_started)
    await codex.close()
    outcomes = await asyncio.gather(*tasks, return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [TransportClosedError] * 3
    assert await no_other_task()


async def test_task_cancelled_during_turn_leaves_client_usable(model: ScriptedModel) -> None:
    gate = Gate()
    async with (
        ScriptedModel([["A word.", gate], "Hello again."]) as own,
        AsyncCodex(own.config()) as codex,
    ):
        thread = await codex.thread_start()
        task = asyncio.create_task(thread.run("Go."))
        await asyncio.to_thread(gate.wait_entered)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        gate.open()
        other = await codex.thread_start()
        assert (await other.run("Still there?")).final_response == "Hello again."
    assert await no_other_task()


def test_other_event_loop_raises(model: ScriptedModel) -> None:
    codex = AsyncCodex(model.config())
    home, other_loop = asyncio.new_event_loop(), asyncio.new_event_loop()
    try:
        thread = home.run_until_complete(codex.thread_start())
        with pytest.raises(CodexError, match="another event loop"):
            other_loop.run_until_complete(codex.thread_start())
        with pytest.raises(CodexError, match="another event loop"):
            other_loop.run_until_complete(codex.rpc.model_list())
        with pytest.raises(CodexError, match="another event loop"):
            other_loop.run_until_complete(thread.run("Hi."))
        with pytest.raises(CodexError, match="another event loop"):
            other_loop.run_until_complete(codex.close())
        # The client still works in its own event loop.
        assert home.run_until_complete(thread.run("Hi.")).final_response == "Hello."
    finally:
        home.run_until_complete(codex.close())
        home.close()
        other_loop.close()
