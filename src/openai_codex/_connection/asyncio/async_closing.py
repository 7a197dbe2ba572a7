"""Who closes an asynchronous generator that was left before its end."""

from __future__ import annotations

import asyncio


def in_asyncgen_finalizer() -> bool:
    """Return whether the event loop closes a generator that was dropped, in a task of its own that nobody awaits.

    That is what becomes of `break` in `async for`. The loop may be at its end just then, and would leave a task that
    waits behind; whereas whoever awaits `aclose()` gets what it waits for.
    """
    task = asyncio.current_task()
    return task is None or type(task.get_coro()).__name__ == "async_generator_athrow"
