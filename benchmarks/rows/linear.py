"""Scaling: turns of increasing length, and an increasing number of turns on one client."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from measuring import PROMPT, WARM_UP, Clock, arguments, check_count, delta_of, report, resident_bytes, server
from openai_codex import AsyncCodex, Codex

if TYPE_CHECKING:
    import argparse

# The length of a long answer. A turn with millions of deltas has many messages instead of a single one.
ITEM_DELTAS = 1_000
WARM_UP_TURNS = 100


def main() -> None:
    """Measure one turn of `--events` (sync, or with `--async 1`), or `--turns` turns of 20 deltas each."""
    options = arguments(__doc__, events=100_000, turns=0, **{"async": 0})
    if options.turns:
        report(options, turns(options.turns))
    elif vars(options)["async"]:
        report(options, asyncio.run(async_events(options)))
    else:
        report(options, events(options))


def events(options: argparse.Namespace) -> dict[str, float]:
    """Read one turn; return the cost per event and the memory growth."""
    with Codex(server(deltas=options.events, first_deltas=WARM_UP, item_deltas=ITEM_DELTAS)) as codex:
        thread = codex.thread_start()
        for expected in (WARM_UP, options.events):
            before = resident_bytes()
            clock = Clock()
            seen = sum(delta_of(event.payload) for event in thread.turn(PROMPT).stream())
            wall, cpu = clock.read()
            check_count("pieces of text", seen, expected)
        return _figures(options.events, wall, cpu, before)


async def async_events(options: argparse.Namespace) -> dict[str, float]:
    """Read one turn with asyncio; return the same figures."""
    async with AsyncCodex(server(deltas=options.events, first_deltas=WARM_UP, item_deltas=ITEM_DELTAS)) as codex:
        thread = await codex.thread_start()
        for expected in (WARM_UP, options.events):
            before = resident_bytes()
            clock = Clock()
            turn = await thread.turn(PROMPT)
            seen = 0
            async for event in turn.stream():
                seen += delta_of(event.payload)
            wall, cpu = clock.read()
            check_count("pieces of text", seen, expected)
        return _figures(options.events, wall, cpu, before)


def turns(count: int) -> dict[str, float]:
    """Run consecutive turns on one client; return the cost per turn and the memory growth."""
    with Codex(server(deltas=20)) as codex:
        for _ in range(WARM_UP_TURNS):
            codex.thread_start().run(PROMPT)
        thread = codex.thread_start()
        before = resident_bytes()
        clock = Clock()
        for _ in range(count):
            thread.run(PROMPT)
        wall, cpu = clock.read()
        return _figures(count, wall, cpu, before)


def _figures(count: int, wall: float, cpu: float, before: int) -> dict[str, float]:
    return {
        "count": count,
        "wall_us": wall / count * 1e6,
        "cpu_us": cpu / count * 1e6,
        "growth_mb": (resident_bytes() - before) / 1e6,
    }


if __name__ == "__main__":
    main()
