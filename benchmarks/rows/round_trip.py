"""Ask for the list of models, again and again: one request and its reply (10 KB), typed, sync and async."""

from __future__ import annotations

import asyncio
import statistics
import time

from measuring import Clock, arguments, report, server
from openai_codex import AsyncCodex, Codex


def main() -> None:
    """Measure `--requests` requests, one after the other, with each of the two clients."""
    options = arguments(__doc__, requests=2_000)
    report(options, {**sync_figures(options.requests), **asyncio.run(async_figures(options.requests))})


def sync_figures(requests: int) -> dict[str, float]:
    """Return the median time of a request and the CPU time of one, in microseconds."""
    with Codex(server()) as codex:
        for _ in range(200):
            codex.models()
        times = []
        clock = Clock()
        for _ in range(requests):
            began = time.perf_counter()
            models = codex.models()
            times.append(time.perf_counter() - began)
        cpu = clock.read()[1]
        _check(len(models.data))
    return {"sync_us": statistics.median(times) * 1e6, "sync_cpu_us": cpu / requests * 1e6}


async def async_figures(requests: int) -> dict[str, float]:
    """Return the same for asyncio."""
    async with AsyncCodex(server()) as codex:
        for _ in range(200):
            await codex.models()
        times = []
        clock = Clock()
        for _ in range(requests):
            began = time.perf_counter()
            models = await codex.models()
            times.append(time.perf_counter() - began)
        cpu = clock.read()[1]
        _check(len(models.data))
    return {"async_us": statistics.median(times) * 1e6, "async_cpu_us": cpu / requests * 1e6}


def _check(models: int) -> None:
    if not models:
        raise RuntimeError("the reply has no models")


if __name__ == "__main__":
    main()
