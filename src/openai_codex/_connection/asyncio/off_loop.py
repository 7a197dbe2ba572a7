"""Run a blocking function beside an event loop."""

from __future__ import annotations

import asyncio
import contextlib
import contextvars
import threading
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")
V = TypeVar("V")


async def run_in_daemon_thread(function: Callable[[V], T], value: V) -> T:
    """Call a function in a thread of its own and return what it returns; raise what it raises.

    Unlike a thread of the loop's executor, this one is waited for by nobody once the caller is cancelled, not even at
    the end of the program: it may be asking a person who has left.
    """
    loop = asyncio.get_running_loop()
    outcome: asyncio.Future[T] = loop.create_future()
    context = contextvars.copy_context()

    def settle(result: T | None, error: BaseException | None) -> None:
        if outcome.done():
            return
        if error is None:
            outcome.set_result(result)  # type: ignore[arg-type]  # it is a T where there is no error
        elif isinstance(error, StopIteration):
            # asyncio cannot carry this one.
            outcome.set_exception(RuntimeError(f"the function raised {error!r}"))
        else:
            outcome.set_exception(error)

    def run() -> None:
        result, error = None, None
        try:
            result = context.run(function, value)
        except BaseException as raised:  # whatever it is, it belongs to who called
            error = raised
        # The loop may be gone by now, and with it whoever wanted to know.
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(settle, result, error)

    threading.Thread(target=run, name="codex-handler", daemon=True).start()
    return await outcome
