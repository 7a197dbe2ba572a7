"""Calls into an event loop: from any thread, or after a delay."""

from __future__ import annotations

import asyncio
from contextvars import Context
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from typing_extensions import TypeVarTuple, Unpack

    Ts = TypeVarTuple("Ts")

T = TypeVar("T")


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
