"""Async: interrupt turns while many silent turns are being read."""

from __future__ import annotations

import asyncio
import os
import statistics
import sys
import time
from typing import TYPE_CHECKING, Any

from measuring import PROMPT, arguments, kernel_threads, report, server
from openai_codex import AsyncCodex

if TYPE_CHECKING:
    import argparse


async def measured(options: argparse.Namespace) -> dict[str, Any]:
    """Return the duration of `interrupt()` in milliseconds, or that it did not return."""
    codex = await AsyncCodex(server(silent=1)).__aenter__()
    turns = []
    for _ in range(options.turns):
        thread = await codex.thread_start()
        turns.append(await thread.turn(PROMPT))
    threads_before = kernel_threads()
    readers = [asyncio.create_task(_read(turn)) for turn in turns]
    # A few iterations of the event loop, so that all tasks start waiting.
    for _ in range(100):
        await asyncio.sleep(0)
    times: list[float] = []
    for turn in turns[: options.interrupts]:
        began = time.perf_counter()
        try:
            await asyncio.wait_for(turn.interrupt(), options.patience)
        except asyncio.TimeoutError:
            return {"returned": 0, "interrupts": len(times), "patience_s": options.patience}
        times.append((time.perf_counter() - began) * 1e3)
    figures = {
        "returned": 1,
        "interrupts": len(times),
        "p50_ms": statistics.median(times),
        "p99_ms": statistics.quantiles(times, n=100)[98],
        "threads_before": threads_before,
        "threads_most": kernel_threads(),
    }
    await asyncio.wait_for(asyncio.gather(*readers[: options.interrupts]), options.patience)
    return figures


async def _read(turn: Any) -> None:
    async for event in turn.stream():
        _ = event.payload


def main() -> None:
    """Measure `--interrupts` interrupts among `--turns` turns; `--patience` is the timeout in seconds."""
    options = arguments(__doc__, turns=1_000, interrupts=500, patience=10)
    # Not asyncio.run, which waits for threads that may never finish.
    report(options, asyncio.new_event_loop().run_until_complete(measured(options)))
    # A deadlocked client cannot exit normally. The server exits when its stdin is closed.
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
