"""Run handlers as tasks of an event loop, and keep their time."""

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

    from openai_codex._handlers.dispatcher import PendingServerRequest, ServerRequestDispatcher


T = TypeVar("T")
V = TypeVar("V")


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
