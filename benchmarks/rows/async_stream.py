"""Async stream of one turn, reading every payload."""

from __future__ import annotations

import asyncio

from measuring import PROMPT, WARM_UP, Clock, arguments, check_count, delta_of, per_event, report, server
from openai_codex import AsyncCodex


async def measured(events: int, each: int) -> dict[str, float]:
    """Measure a turn after a warm-up turn."""
    async with AsyncCodex(server(deltas=events, first_deltas=WARM_UP, each=each)) as codex:
        for expected in (WARM_UP, events):
            thread = await codex.thread_start()
            clock = Clock()
            turn = await thread.turn(PROMPT)
            seen = 0
            async for event in turn.stream():
                seen += delta_of(event.payload)
            wall, cpu = clock.read()
            check_count("pieces of text", seen, expected)
    return per_event(events, wall, cpu)


def main() -> None:
    """Measure a turn of `--events` deltas."""
    options = arguments(__doc__, events=20_000, each=0)
    report(options, asyncio.run(measured(options.events, options.each)))


if __name__ == "__main__":
    main()
