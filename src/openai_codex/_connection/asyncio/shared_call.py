"""`AsyncSharedCall`: one operation for all tasks that call it at the same time."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Generic, TypeVar

from openai_codex.errors import RequestTimeoutError

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from typing import Any

    from openai_codex._connection.asyncio.connection import AsyncConnection

T = TypeVar("T")


class AsyncSharedCall(Generic[T]):
    """Runs an operation in a task of the connection. The calls that start meanwhile wait for the same result.

    If a caller is cancelled, or its time has passed, the operation continues for the others.
    """

    def __init__(self) -> None:
        self._task: asyncio.Task[T] | None = None
        """The task of the operation; None while none runs."""

    async def run(
        self,
        connection: AsyncConnection,
        method: str,
        operation: Callable[[], Coroutine[Any, Any, T]],
        timeout: float | None,
    ) -> T:
        """Return the result of the operation, or raise its error.

        Args:
            connection: The connection that the operation uses. `close` waits for the operation.
            method: Wire method of the request that the operation sends, for the error.
            operation: Ends when the connection is lost. It runs in a copy of the context of the first caller.
            timeout: Maximum time to wait, in seconds; None disables the limit.

        Raises:
            RequestTimeoutError: The operation has not ended in time.
        """
        task = self._task
        if task is None or task.done():
            task = self._task = connection.start_task(operation())
            task.add_done_callback(self._ended)
        # Neither the cancellation of a caller nor its timeout cancels the task.
        await asyncio.wait([task], timeout=timeout)
        if not task.done():
            raise RequestTimeoutError(method, timeout or 0.0, stderr=connection.stderr)
        return task.result()

    def _ended(self, task: asyncio.Task[T]) -> None:
        if self._task is task:
            self._task = None
        if not task.cancelled():
            # asyncio logs exceptions that are never retrieved; the callers may have gone.
            task.exception()
