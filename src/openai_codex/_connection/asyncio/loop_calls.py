"""The running event loop, and calls into an event loop: from any thread, or after a delay."""

from __future__ import annotations

import asyncio
import sys
from contextvars import Context
from typing import TYPE_CHECKING, Any, TypeVar

from openai_codex.errors import UnsupportedConcurrencyError

if TYPE_CHECKING:
    from collections.abc import Callable

    from typing_extensions import TypeVarTuple, Unpack

    Ts = TypeVarTuple("Ts")

T = TypeVar("T")


def running_loop() -> asyncio.AbstractEventLoop:
    """Return the running event loop. Raises `UnsupportedConcurrencyError` outside asyncio, as under trio."""
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        if _in_trio():
            problem = (
                "AsyncCodex requires the event loop of asyncio, got trio; use Codex in a thread "
                "(trio.to_thread.run_sync), or run the program with asyncio"
            )
        else:
            problem = "AsyncCodex requires a running event loop of asyncio; call it in a coroutine, or use Codex"
        raise UnsupportedConcurrencyError(problem) from None


def _in_trio() -> bool:
    trio: Any = sys.modules.get("trio")
    if trio is None:
        return False
    try:
        trio.lowlevel.current_task()
    except RuntimeError:
        return False
    return True


def call_in_loop(loop: asyncio.AbstractEventLoop, function: Callable[[T], None], value: T) -> None:
    """Call a function in an event loop, at once if the caller runs in it. Does nothing if the loop is closed."""
    try:
        in_loop = asyncio.get_running_loop() is loop
    except RuntimeError:
        in_loop = False
    if in_loop:
        function(value)
    elif not loop.is_closed():
        loop.call_soon_threadsafe(function, value)


def call_later(
    loop: asyncio.AbstractEventLoop, delay: float, function: Callable[[Unpack[Ts]], object], *values: Unpack[Ts]
) -> asyncio.TimerHandle:
    """Call a function in an event loop after `delay` seconds.

    The function runs in an empty context: the event loop keeps a cancelled timer, and its context, until its time.
    """
    return loop.call_later(delay, function, *values, context=Context())
