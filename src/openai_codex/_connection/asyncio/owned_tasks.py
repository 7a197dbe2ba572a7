"""`OwnedTasks`: tasks of a connection that do not end with the task of a caller."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, TypeVar

from openai_codex.errors import CodexError

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from typing import Any

T = TypeVar("T")


class OwnedTasks:
    """Holds references to tasks, which an event loop holds only weakly."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._tasks: set[asyncio.Task[Any]] = set()

    def start(self, coroutine: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        """Run a coroutine in a task of the connection."""
        task = self._loop.create_task(coroutine)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def finish(self, operation: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Run an operation to its end and wait for it, also if the caller is cancelled meanwhile.

        Ignores errors of the client.

        A caller that cleans up after a cancellation may be cancelled again at each `await`: anyio does that for all
        tasks of a cancelled scope.
        """

        async def run() -> None:
            with contextlib.suppress(CodexError):
                await operation()

        if asyncio.get_running_loop() is self._loop:
            await asyncio.shield(self.start(run()))
        else:
            # For example in a forked child, where the loop of the tasks does not run.
            await run()

    def running(self) -> list[asyncio.Task[Any]]:
        """Return the tasks that have not ended."""
        return list(self._tasks)
