"""Short turns per second on pools of one, two and three real runtimes, with a scripted model in a separate process."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from measuring import Clock, arguments, check_count, report
from openai_codex import AsyncCodexPool, CodexConfig
from real_runtime import Model

if TYPE_CHECKING:
    import argparse

SIZES = (1, 2, 3)


async def measured(options: argparse.Namespace, config: CodexConfig) -> dict[str, float]:
    """Run `--turns` turns on each pool, `--concurrency` of them at the same time."""
    figures: dict[str, float] = {}
    for size in SIZES:
        async with AsyncCodexPool(size=size, config=config) as pool:
            # Warm-up: clients load payload classes on first use.
            await pool.run("short", ephemeral=True)
            clock = Clock()
            prompts = ["short"] * options.turns
            answers = pool.map(prompts, concurrency=options.concurrency, ordered=False, ephemeral=True)
            count = sum([answer.ok async for answer in answers])
            wall, cpu = clock.read()
        check_count("turns", count, options.turns)
        figures |= {f"wall_{size}_s": wall, f"cpu_{size}_s": cpu, f"turns_per_second_{size}": count / wall}
    first, *_, last = (figures[f"turns_per_second_{size}"] for size in SIZES)
    return {**figures, "speedup": last / first}


def main() -> None:
    """Run the row."""
    options = arguments(__doc__, turns=200, concurrency=48)
    model = Model(words=1)
    try:
        figures = asyncio.run(measured(options, CodexConfig(**model.settings)))
    finally:
        model.close()
    report(options, figures)


if __name__ == "__main__":
    main()
