"""An asyncio client whose start or end is cancelled, at every pass of the event loop."""

from __future__ import annotations

import asyncio
import contextlib
import os
import time

import psutil  # type: ignore[import-untyped]  # its types are in a separate package
import pytest

from openai_codex import AsyncCodex, CodexConfig, TransportClosedError
from openai_codex._transports.stdio import process
from unit.interrupts.runtime import TIMEOUT

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the app-server of these tests is a shell")

SILENT = "while read -r _; do :; done"
ANSWERS = """read -r _; echo '{"id":1,"result":{"userAgent":"peer/0.163.0 (test)"}}'; while read -r _; do :; done"""


def config(server: str) -> CodexConfig:
    return CodexConfig(launch_args_override=("/bin/sh", "-c", server))


def check_nothing_left() -> None:
    deadline = time.monotonic() + TIMEOUT
    while process._live:
        assert time.monotonic() < deadline, "the runtime still runs"
        time.sleep(0.002)


def wait_for_start() -> None:
    deadline = time.monotonic() + TIMEOUT
    while not process._live:
        assert time.monotonic() < deadline
        time.sleep(0.002)


async def enter(codex: AsyncCodex) -> None:
    async with codex:
        pass


@pytest.mark.parametrize("repeatedly", [False, True], ids=["once", "repeatedly"])
async def test_start_cancelled_at_any_pass_leaves_no_runtime(repeatedly: bool) -> None:
    for passes in range(0, 16, 2):
        codex = AsyncCodex(config(SILENT))
        task = asyncio.create_task(enter(codex))
        for _ in range(passes):
            await asyncio.sleep(0)
        task.cancel()
        if repeatedly:
            while not task.done():
                task.cancel()
                await asyncio.sleep(0)
        with pytest.raises(asyncio.CancelledError):
            await task
        await asyncio.to_thread(check_nothing_left)
        with pytest.raises(TransportClosedError):
            await codex.models()


async def test_start_cancelled_while_waiting_for_the_handshake_leaves_no_runtime() -> None:
    task = asyncio.create_task(enter(AsyncCodex(config(SILENT))))
    await asyncio.to_thread(wait_for_start)
    await asyncio.sleep(0.05)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await asyncio.to_thread(check_nothing_left)


async def test_close_cancelled_at_any_pass_is_finished_by_the_next_close() -> None:
    for passes in range(6):
        codex = AsyncCodex(config(ANSWERS))
        await codex.__aenter__()
        pid = codex.diagnostics().pid
        assert pid is not None
        task = asyncio.create_task(codex.close())
        for _ in range(passes):
            await asyncio.sleep(0)
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
        await codex.close()
        assert not psutil.pid_exists(pid)
