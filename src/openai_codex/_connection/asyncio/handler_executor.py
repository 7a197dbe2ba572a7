"""Run each handler in a task of its own, with a timeout."""

from __future__ import annotations

import asyncio
import contextlib
import contextvars
import inspect
import threading
import weakref
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from openai_codex._handlers.dispatcher import ServerRequestDispatcher
    from openai_codex._handlers.pending_request import PendingServerRequest


T = TypeVar("T")
V = TypeVar("V")


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
        if pending.handler is None or not self._dispatcher.is_open(pending):
            return
        task = self._loop.create_task(self._run_handler(pending, pending.handler))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        pending.cancel = partial(_cancel, task)
        if pending.timeout is not None:
            self._loop.call_later(pending.timeout, self._time_out, weakref.ref(pending))

    def running(self) -> list[asyncio.Task[None]]:
        """Return the tasks of the handlers that run."""
        return [task for task in self._tasks if not task.done()]

    def _time_out(self, reference: weakref.ref[PendingServerRequest]) -> None:
        pending = reference()
        if pending is not None:
            self._send_response(self._dispatcher.time_out(pending))

    async def _run_handler(self, pending: PendingServerRequest, handler: Callable[[Any], Any]) -> None:
        """Run a handler, and send its answer.

        A plain function runs in a thread, because it may block.
        """
        try:
            if is_coroutine_callable(handler):
                answer = await handler(pending.argument)
            else:
                answer = await run_in_daemon_thread(handler, pending.argument)
                if inspect.isawaitable(answer):
                    answer = await answer
        except BaseException as error:  # for the runtime, every exception is a declined request
            self._send_response(self._dispatcher.fail(pending, "the handler raised", error))
            if not isinstance(error, Exception):
                raise
        else:
            self._send_response(self._dispatcher.complete(pending, answer))

    def _send_response(self, data: bytes | None) -> None:
        if data is not None:
            self._send(data)


def is_coroutine_callable(function: Callable[[Any], Any]) -> bool:
    """Return whether a call returns a coroutine. Supports objects with an async `__call__`."""
    call = getattr(function, "__call__", None)  # noqa: B004  # the method itself, not whether it exists
    return inspect.iscoroutinefunction(function) or inspect.iscoroutinefunction(call)


def _cancel(task: asyncio.Task[None]) -> None:
    # A handler that cancels its own request, for example by closing the client, runs to its end.
    if task is not asyncio.current_task():
        task.cancel()


async def run_in_daemon_thread(function: Callable[[V], T], value: V) -> T:
    """Call a function in a daemon thread, and return its result or raise its exception.

    If the caller is cancelled, the thread continues, and the interpreter does not wait for it at exit, unlike for a
    thread of the executor of the event loop: the function may wait for input from a terminal.
    """
    loop = asyncio.get_running_loop()
    outcome: asyncio.Future[T] = loop.create_future()
    context = contextvars.copy_context()

    def settle(result: T | None, error: BaseException | None) -> None:
        if outcome.done():
            return
        if error is None:
            outcome.set_result(result)  # type: ignore[arg-type]  # it is a T if there is no error
        elif isinstance(error, StopIteration):
            # A future does not accept StopIteration.
            outcome.set_exception(RuntimeError(f"the function raised {error!r}"))
        else:
            outcome.set_exception(error)

    def run() -> None:
        result, error = None, None
        try:
            result = context.run(function, value)
        except BaseException as raised:  # the caller receives it
            error = raised
        # The event loop may be closed, so that no task waits for the result.
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(settle, result, error)

    threading.Thread(target=run, name="codex-handler", daemon=True).start()
    return await outcome
