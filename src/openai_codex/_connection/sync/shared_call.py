"""`SharedCall`: one operation for all threads that call it at the same time."""

from __future__ import annotations

import queue
import time
from contextvars import copy_context
from functools import partial
from typing import TYPE_CHECKING, Generic, TypeVar

from openai_codex._connection.sync.waiter import Waiter
from openai_codex.errors import RequestTimeoutError

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextvars import Context

    from openai_codex._connection.sync.client_thread import ClientThread
    from openai_codex._connection.sync.connection import Connection

T = TypeVar("T")


class SharedCall(Generic[T]):
    """Runs an operation in a thread of the connection. The calls that start meanwhile wait for the same result.

    If a caller is interrupted, or its time has passed, the operation continues for the others.
    """

    def __init__(self, thread: ClientThread) -> None:
        self._thread = thread
        self._waiting: set[Waiter[T | BaseException]] = set()
        self._is_running = False

    def run(self, connection: Connection, method: str, operation: Callable[[], T], timeout: float | None) -> T:
        """Return the result of the operation, or raise its error.

        Args:
            connection: The connection that the operation uses. `close` waits for the operation.
            method: Wire method of the request that the operation sends, for the error.
            operation: Ends when the connection is lost. It runs in a copy of the context of the first caller.
            timeout: Maximum time to wait, in seconds; None disables the limit.

        Raises:
            RequestTimeoutError: The operation has not ended in time.
        """
        waiter: Waiter[T | BaseException] = Waiter()
        deadline = None if timeout is None else time.monotonic() + timeout
        self._thread.call(partial(self._join, connection, operation, waiter, copy_context()))
        try:
            outcome = waiter.get(deadline)
        except queue.Empty:
            raise RequestTimeoutError(method, timeout or 0.0, stderr=connection.stderr) from None
        finally:
            self._thread.post(partial(self._waiting.discard, waiter))
        if isinstance(outcome, BaseException):
            raise outcome
        return outcome

    def _join(
        self, connection: Connection, operation: Callable[[], T], waiter: Waiter[T | BaseException], context: Context
    ) -> None:
        self._waiting.add(waiter)
        if self._is_running:
            return
        self._is_running = True
        try:
            connection.start_background("shared-call", lambda: context.run(self._run, operation))
        except RuntimeError as error:
            self._finish(error)

    def _run(self, operation: Callable[[], T]) -> None:
        outcome: T | BaseException
        try:
            outcome = operation()
        except BaseException as error:  # the callers receive it
            outcome = error
        self._thread.call(partial(self._finish, outcome))

    def _finish(self, outcome: T | BaseException) -> None:
        waiting, self._waiting = self._waiting, set()
        self._is_running = False
        for waiter in waiting:
            waiter.put(outcome)
