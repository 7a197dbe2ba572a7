"""Ctrl-C while no line is edited."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Generator


@contextlib.contextmanager
def interrupts(*calls: Callable[[], None]) -> Generator[None, None, None]:
    """Call functions in the event loop for each SIGINT, instead of ending the event loop.

    The line editor reads Ctrl-C as a key. Between two lines, and without the editor, the terminal sends SIGINT.

    Args:
        *calls: The functions.
    """
    loop = asyncio.get_running_loop()

    def on_sigint(*_: object) -> None:
        for call in calls:
            loop.call_soon_threadsafe(call)

    previous = signal.signal(signal.SIGINT, on_sigint)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, previous)
