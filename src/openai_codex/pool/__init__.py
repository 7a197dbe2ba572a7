"""Run many prompts on several runtimes.

    from openai_codex import CodexPool

    with CodexPool(size=3) as pool:
        for answer in pool.map(["Define a list.", "Define a set."]):
            print(answer.final_response)

`AsyncCodexPool` is the asyncio variant.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openai_codex.pool.async_pool import AsyncCodexPool as AsyncCodexPool
    from openai_codex.pool.records import PoolResult as PoolResult
    from openai_codex.pool.records import PoolStats as PoolStats
    from openai_codex.pool.records import RuntimeStats as RuntimeStats
    from openai_codex.pool.sync_pool import CodexPool as CodexPool

__all__ = ["AsyncCodexPool", "CodexPool", "PoolResult", "PoolStats", "RuntimeStats"]

if not TYPE_CHECKING:
    # Imported on first use: a program uses one of the pools.
    _MODULES = {
        "AsyncCodexPool": "async_pool",
        "CodexPool": "sync_pool",
        "PoolResult": "records",
        "PoolStats": "records",
        "RuntimeStats": "records",
    }

    def __getattr__(name: str) -> object:
        if name not in _MODULES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = globals()[name] = getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
        return value
