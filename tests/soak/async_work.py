"""Operations of the soak test with `AsyncCodex`: tasks use one client until it is closed or its runtime exits."""

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
    SIGNALLED,
    TIME_LIMIT,
    WORKERS,
    Ending,
    Round,
    accepts,
    error_name,
    inject_fault,
    raises,
)
from soak.sync_work import status

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from openai_codex import AsyncThread, CodexConfig


WORK = [name for name in EXPECTED if name not in SIGNALLED]


async def work(codex: AsyncCodex, name: str) -> str:
    """Run one operation; return its outcome. Errors of the client propagate."""
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
    """Run an operation that needs only a thread."""
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
    if name == "run cancelled repeatedly":
        return await cancelled_repeatedly(thread)
    if name == "stream abandoned to the garbage collector":
        turn = await thread.turn("endless")
        await abandon(turn.stream())
        # Waits until the event loop has finalized the stream, which `run` would otherwise replace as a consumer.
        await thread.read()
        return status(await turn.run())
    if name == "block abandoned to the garbage collector":
        scope = thread.stream("endless")
        turn = await scope.__aenter__()
        garbage = [scope]
        garbage.append(garbage)  # type: ignore[arg-type]  # a cycle
        del scope, garbage
        gc.collect()
        await thread.read()
        return status(await turn.run())
    if name == "run with a timeout":
        return status(await thread.run("endless", timeout=TIME_LIMIT))
    return status(await thread.run("short"))


async def abandon(stream: AsyncGenerator[object, None]) -> None:
    """Start a stream, and leave it to the garbage collector."""
    await anext(stream)
    garbage: list[object] = [stream]
    garbage.append(garbage)
    del stream, garbage
    gc.collect()


async def cancelled_repeatedly(thread: AsyncThread) -> str:
    """Cancel a task at each of its awaits, as anyio does, and return the outcomes of the task and of its turn."""
    task = asyncio.create_task(thread.run("endless"))
    await asyncio.wait([task], timeout=TIME_LIMIT)
    while not task.done():
        task.cancel()
        await asyncio.sleep(0)
    if not task.cancelled():
        return status(task.result())
    # The next call on the thread waits for the interrupt.
    turns = (await thread.read(include_turns=True)).thread.turns
    return f"cancelled, {turns[-1].status.value}"


async def run_round(round: Round, config: CodexConfig, seed: int) -> None:
    """Run one round."""
    codex = AsyncCodex(config)
    await codex.models()
    round.begin()
    workers = [asyncio.create_task(run_worker(codex, round, random.Random(seed + n))) for n in range(WORKERS)]
    if round.ending.interrupts_workers:
        await asyncio.sleep(max(0.0, round.until - time.monotonic()))
        round.fault_injected.set()
        inject_fault(round.ending, codex.diagnostics().pid)
        if round.ending is Ending.stop:
            # Wait until the timeout of a request has expired.
            await asyncio.sleep(config.request_timeout or 0)
        if round.ending is not Ending.kill:
            await codex.close()
    if round.ending is Ending.restart:
        await asyncio.sleep(round.length / 2)
        round.fault_injected.set()
        inject_fault(round.ending, codex.diagnostics().pid)
    done, waiting = await asyncio.wait(workers, timeout=LIMIT)
    for task in waiting:
        round.record.problem(f"async: a call is still pending: {round.ending.value}: {task!r}")
    for task in done:
        task.result()
    if round.ending is Ending.restart:
        assert (await (await codex.thread_start()).run("short")).status.value == "completed"
        assert codex.diagnostics().restarts == 1
    if round.ending is not Ending.drop:
        await codex.close()
    del codex
    gc.collect()
    # Completed tasks are removed by callbacks that run later, and a dropped client closes in the background.
    await asyncio.sleep(0.01)
    if left := {task for task in asyncio.all_tasks() if task is not asyncio.current_task()}:
        await asyncio.wait(left, timeout=SETTLE)
    round.record.tasks_left += len(asyncio.all_tasks()) - 1


async def run_worker(codex: AsyncCodex, round: Round, choice: random.Random) -> None:
    """Run random operations until the round is over."""
    while round.running:
        name, begun = choice.choice(WORK), time.monotonic()
        try:
            outcome = await work(codex, name)
        except CodexError as error:
            outcome = error_name(error)
        except Exception:  # the client must raise nothing else
            round.record.problem(f"{round.flavour}: {name}:\n{traceback.format_exc()}")
            return
        round.record_outcome(name, outcome, begun)
