"""`call_in_loop`: calls from any thread into an event loop."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

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
