"""Async `run()` of one turn, without a consumer of its deltas."""

from __future__ import annotations

import asyncio

from measuring import PROMPT, WARM_UP, Clock, arguments, check_count, per_event, report, server
from openai_codex import AsyncCodex


async def measured(events: int) -> dict[str, float]:
    """Measure a turn after a warm-up turn."""
    async with AsyncCodex(server(deltas=events, first_deltas=WARM_UP)) as codex:
        for expected in (WARM_UP, events):
            thread = await codex.thread_start()
            clock = Clock()
            result = await thread.run(PROMPT)
            # Within the measured time, because the client may parse it on access.
            check_count("items", len(result.items), 2)
            if len(result.final_response or "") < expected:
                raise RuntimeError("the result does not have the whole text")
            wall, cpu = clock.read()
    return per_event(events, wall, cpu)


def main() -> None:
    """Measure a turn of `--events` deltas."""
    options = arguments(__doc__, events=20_000)
    report(options, asyncio.run(measured(options.events)))


if __name__ == "__main__":
    main()
