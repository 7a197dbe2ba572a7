"""Run each handler in a task of its own, with a timeout."""

from __future__ import annotations

import asyncio
import inspect
import weakref
from functools import partial
from typing import TYPE_CHECKING, Any

from openai_codex._callbacks import call_in_thread, is_interrupt
from openai_codex._connection.asyncio.loop_calls import call_later

if TYPE_CHECKING:
    from collections.abc import Callable

    from openai_codex._handlers.dispatcher import PendingServerRequest, ServerRequestDispatcher


class AsyncHandlerExecutor:
    """Answers requests of the runtime.

    `send` sends the bytes of a response; any thread may call it.
    """

    def __init__(self, dispatcher: ServerRequestDispatcher, send: Callable[[bytes], None]) -> None:
        self._dispatcher = dispatcher
        self._send = send
        self._loop = asyncio.get_running_loop()
        self._tasks: set[asyncio.Task[None]] = set()

    def submit(self, pending: PendingServerRequest) -> None:
        """Answer a request: at once if it has no handler, else when its handler returns."""
        self._send_response(self._dispatcher.resolve_handler(pending))
        handler, context = pending.handler, pending.context
        if handler is None or context is None or not self._dispatcher.is_open(pending):
            return
        # A task runs in a copy of the context in which it is created.
        task = context.run(self._loop.create_task, self._run_handler(pending, handler))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        pending.cancel = partial(_cancel, task)
        if pending.timeout is not None:
            timer = call_later(self._loop, pending.timeout, self._time_out, weakref.ref(pending))
            # The timeout of a deferred request continues.
            task.add_done_callback(lambda _: None if self._dispatcher.is_open(pending) else timer.cancel())

    def running(self) -> list[asyncio.Task[None]]:
        """Return the tasks of the handlers that run."""
        return [task for task in self._tasks if not task.done()]

    def _time_out(self, reference: weakref.ref[PendingServerRequest]) -> None:
        pending = reference()
        if pending is not None:
            self._send_response(self._dispatcher.time_out(pending))

    async def _run_handler(self, pending: PendingServerRequest, handler: Callable[[Any], Any]) -> None:
        """Run a handler, and send its answer.

        A function that is not declared async runs in a thread, because it may block. If it returns an awaitable, that
        one is awaited here.
        """
        try:
            if pending.is_coroutine_handler:
                answer = handler(pending.argument)
            else:
                answer = await call_in_thread(handler, pending.argument)
            if inspect.isawaitable(answer):
                answer = await answer
            self._send_response(self._dispatcher.complete(pending, answer))
        except BaseException as error:  # for the runtime, every exception is a declined request
            self._send_response(self._dispatcher.fail(pending, "the handler raised", error))
            # A task that raises SystemExit or KeyboardInterrupt ends the event loop.
            if isinstance(error, (asyncio.CancelledError, GeneratorExit)) or is_interrupt(error):
                raise
        finally:
            pending.cancel = None

    def _send_response(self, data: bytes | None) -> None:
        if data is not None:
            self._send(data)


def _cancel(task: asyncio.Task[None]) -> None:
    # A handler that cancels its own request, for example by closing the client, runs to its end.
    if task is not asyncio.current_task():
        task.cancel()
