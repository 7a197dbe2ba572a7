"""Work of the soak test with `AsyncCodex`: tasks use one client until it is closed or its runtime exits."""

from __future__ import annotations

import asyncio
import gc
import random
import time
import traceback
from typing import TYPE_CHECKING

from openai_codex import ApprovalMode, AsyncCodex, CodexError, Sandbox
from soak.record import SETTLE
from soak.rounds import (
    CALLS,
    EXPECTED,
    FAILING,
    LIMIT,
    TIME_LIMIT,
    WORKERS,
    Ending,
    Round,
    accepts,
    named,
    raises,
    strike,
)
from soak.sync_work import status

if TYPE_CHECKING:
    from openai_codex import AsyncThread, CodexConfig


async def work(codex: AsyncCodex, name: str) -> str:
    """Do one piece of work; return its outcome. Raises the errors of the client."""
    if name == f"{CALLS} concurrent calls":
        for models in await asyncio.gather(*(codex.models() for _ in range(CALLS))):
            assert models.data
        return "answered"
    if name == "rejected call":
        await codex.rpc.thread_read(thread_id="00000000-0000-4000-8000-000000000000")
        return "answered"
    if name == "call with a timeout":
        await codex.with_options(timeout=1e-6).models()
        return "answered"
    if name in ("turn with an approval", "turn with a failing handler"):
        thread = await codex.thread_start(
            approval_mode=ApprovalMode.ask_always,
            sandbox=Sandbox.full_access,
            on_approval=accepts if name == "turn with an approval" else raises,
        )
        return status(await thread.run("ask"))
    return await with_thread(await codex.thread_start(), name)


async def with_thread(thread: AsyncThread, name: str) -> str:
    """Do a piece of work that needs only a thread."""
    if name in FAILING:
        return status(await thread.run(FAILING[name]))
    if name == "two turns of a thread":
        await thread.run("short")
    if name == "stream":
        turn = await thread.turn("long")
        assert len("".join([piece async for piece in turn.text()])) > 1000
        return status(await turn.run())
    if name == "stream left early":
        async with thread.stream("endless") as stream:
            async for _ in stream:
                break
        return "left"
    if name == "interrupted turn":
        turn = await thread.turn("endless")
        async for _ in turn.text():
            await turn.interrupt()
            break
        return status(await turn.run())
    if name == "cancelled run":
        task = asyncio.create_task(thread.run("endless"))
        await asyncio.wait([task], timeout=TIME_LIMIT)
        if task.cancel():
            await asyncio.wait([task])
        return "cancelled" if task.cancelled() else status(task.result())
    if name == "run with a timeout":
        return status(await thread.run("endless", timeout=TIME_LIMIT))
    return status(await thread.run("short"))


async def play(round: Round, config: CodexConfig, seed: int) -> None:
    """Run one round."""
    codex = AsyncCodex(config)
    await codex.models()
    round.begin()
    workers = [asyncio.create_task(go_on(codex, round, random.Random(seed + n))) for n in range(WORKERS)]
    if round.ending.at_work:
        await asyncio.sleep(max(0.0, round.until - time.monotonic()))
        round.struck.set()
        strike(round.ending, codex.diagnostics().pid)
        if round.ending is Ending.stop:
            # Until a timeout expires.
            await asyncio.sleep(config.request_timeout or 0)
        if round.ending is not Ending.kill:
            await codex.close()
    if round.ending is Ending.restart:
        await asyncio.sleep(round.length / 2)
        round.struck.set()
        strike(round.ending, codex.diagnostics().pid)
    done, waiting = await asyncio.wait(workers, timeout=LIMIT)
    for task in waiting:
        round.record.problem(f"async: a wait was not ended: {round.ending.value}: {task!r}")
    for task in done:
        task.result()
    if round.ending is Ending.restart:
        assert (await (await codex.thread_start()).run("short")).status.value == "completed"
        assert codex.diagnostics().restarts == 1
    if round.ending is not Ending.drop:
        await codex.close()
    del codex
    gc.collect()
    # Done callbacks remove finished tasks in the next iteration, and a dropped client closes in the background.
    await asyncio.sleep(0.01)
    if left := {task for task in asyncio.all_tasks() if task is not asyncio.current_task()}:
        await asyncio.wait(left, timeout=SETTLE)
    round.record.tasks_left += len(asyncio.all_tasks()) - 1


async def go_on(codex: AsyncCodex, round: Round, choice: random.Random) -> None:
    """Work until the round is over."""
    while round.going:
        name, begun = choice.choice(list(EXPECTED)), time.monotonic()
        try:
            outcome = await work(codex, name)
        except CodexError as error:
            outcome = named(error)
        except Exception:  # any other exception is a failure
            round.record.problem(f"{round.flavour}: {name}:\n{traceback.format_exc()}")
            return
        round.took(name, outcome, begun)
