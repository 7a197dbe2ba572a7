"""Async: many concurrent turns with a delta every few milliseconds, reading every payload.

The ideal time is that of a single turn. The excess is caused by the client.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from measuring import PROMPT, Clock, arguments, check_count, delta_of, kernel_threads, report, server
from openai_codex import AsyncCodex

if TYPE_CHECKING:
    import argparse


async def measured(options: argparse.Namespace) -> dict[str, float]:
    """Measure `--turns` turns of `--deltas` deltas, one every `--pace-us` microseconds."""
    threads_most = 0

    async def watch(thread: Any) -> int:
        nonlocal threads_most
        turn = await thread.turn(PROMPT)
        seen = 0
        async for event in turn.stream():
            seen += delta_of(event.payload)
            if seen == options.deltas // 2:
                threads_most = max(threads_most, kernel_threads())
        return seen

    async with AsyncCodex(server(deltas=options.deltas, pace_us=options.pace_us)) as codex:
        threads = [await codex.thread_start() for _ in range(options.turns)]
        await watch(threads[0])
        threads_before, threads_most = kernel_threads(), 0
        clock = Clock()
        seen = await asyncio.gather(*(watch(thread) for thread in threads))
        wall, cpu = clock.read()
        check_count("pieces of text", sum(seen), options.turns * options.deltas)
    ideal = options.deltas * options.pace_us / 1e6
    return {
        "turns": options.turns,
        "ideal_s": ideal,
        "wall_s": wall,
        "times_ideal": wall / ideal,
        "cpu_s": cpu,
        "threads_added": threads_most - threads_before,
    }


def main() -> None:
    """Run the row."""
    options = arguments(__doc__, turns=256, deltas=200, pace_us=5_000)
    report(options, asyncio.run(measured(options)))


if __name__ == "__main__":
    main()
