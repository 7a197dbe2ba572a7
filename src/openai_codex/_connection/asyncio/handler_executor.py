"""Run handlers as tasks of an event loop, and keep their time."""

from __future__ import annotations

import asyncio
import inspect
import weakref
from functools import partial
from typing import TYPE_CHECKING, Any

from openai_codex._connection.asyncio.off_loop import run_in_daemon_thread

if TYPE_CHECKING:
    from collections.abc import Callable

    from openai_codex._handlers.dispatcher import PendingServerRequest, ServerRequestDispatcher


class AsyncHandlerExecutor:
    """Puts questions to their handlers, each in a task of its own. `send` sends the bytes of an answer."""

    def __init__(self, questions: ServerRequestDispatcher, send: Callable[[bytes], None]) -> None:
        self._dispatcher = questions
        self._send = send
        self._loop = asyncio.get_running_loop()
        self._tasks: set[asyncio.Task[None]] = set()

    def submit(self, pending: PendingServerRequest) -> None:
        """See to it that a question is answered."""
        self._send_response(self._dispatcher.resolve_handler(pending))
        if pending.handler is None:
            return
        task = self._loop.create_task(self._run_handler(pending, pending.handler))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        pending.cancel = partial(_cancel, task)
        if pending.timeout is not None:
            self._loop.call_later(pending.timeout, self._time_out, weakref.ref(pending))

    def running(self) -> list[asyncio.Task[None]]:
        """Return the tasks of the handlers that have not ended."""
        return [task for task in self._tasks if not task.done()]

    def _time_out(self, reference: weakref.ref[PendingServerRequest]) -> None:
        pending = reference()
        if pending is not None:
            self._send_response(self._dispatcher.time_out(pending))

    async def _run_handler(self, pending: PendingServerRequest, handler: Callable[[Any], Any]) -> None:
        """Run a handler to its end: a sync one in a thread, because it may block."""
        try:
            if is_coroutine_callable(handler):
                answer = await handler(pending.argument)
            else:
                answer = await run_in_daemon_thread(handler, pending.argument)
                if inspect.isawaitable(answer):
                    answer = await answer
        except BaseException as error:  # whatever it raises, it has not decided
            self._send_response(self._dispatcher.fail(pending, "the handler raised", error))
            if not isinstance(error, Exception):
                raise
        else:
            self._send_response(self._dispatcher.complete(pending, answer))

    def _send_response(self, data: bytes | None) -> None:
        if data is not None:
            self._send(data)


def is_coroutine_callable(function: Callable[[Any], Any]) -> bool:
    """Return whether calling a function gives a coroutine; of an object, its `__call__` is what is called."""
    call = getattr(function, "__call__", None)  # noqa: B004  # not whether there is one, but what it is
    return inspect.iscoroutinefunction(function) or inspect.iscoroutinefunction(call)


def _cancel(task: asyncio.Task[None]) -> None:
    # A handler that is the cause of its own end, by closing the client perhaps, is left to finish.
    if task is not asyncio.current_task():
        task.cancel()
