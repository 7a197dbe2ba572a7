"""Consecutive requests: small ones (`Thread.set_name`), and ones with a typed response of 10 KB (`models`)."""

from __future__ import annotations

import asyncio
import statistics
import time
from typing import TYPE_CHECKING, Any

from measuring import Clock, arguments, report, server
from openai_codex import AsyncCodex, Codex

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

WARM_UP = 200
NAME = "Inventory"


def main() -> None:
    """Measure `--requests` requests of each kind, sync and async."""
    options = arguments(__doc__, requests=2_000)
    figures: dict[str, float] = {}
    with Codex(server()) as codex:
        thread = codex.thread_start()
        figures |= _measured("sync_small", options.requests, lambda: thread.set_name(NAME))
        figures |= _measured("sync_models", options.requests, codex.models)
    figures |= asyncio.run(_async_figures(options.requests))
    report(options, figures)


def _measured(name: str, requests: int, ask: Callable[[], Any]) -> dict[str, float]:
    for _ in range(WARM_UP):
        ask()
    times = []
    clock = Clock()
    for _ in range(requests):
        began = time.perf_counter()
        ask()
        times.append(time.perf_counter() - began)
    return _figures(name, times, clock)


async def _async_figures(requests: int) -> dict[str, float]:
    async with AsyncCodex(server()) as codex:
        thread = await codex.thread_start()
        small = await _async_measured("async_small", requests, lambda: thread.set_name(NAME))
        return {**small, **await _async_measured("async_models", requests, codex.models)}


async def _async_measured(name: str, requests: int, ask: Callable[[], Awaitable[Any]]) -> dict[str, float]:
    for _ in range(WARM_UP):
        await ask()
    times = []
    clock = Clock()
    for _ in range(requests):
        began = time.perf_counter()
        await ask()
        times.append(time.perf_counter() - began)
    return _figures(name, times, clock)


def _figures(name: str, times: list[float], clock: Clock) -> dict[str, float]:
    cpu = clock.read()[1]
    return {f"{name}_us": statistics.median(times) * 1e6, f"{name}_cpu_us": cpu / len(times) * 1e6}


if __name__ == "__main__":
    main()
