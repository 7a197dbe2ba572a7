"""Calls of functions of the application: handlers, tools, listeners and rules of policies."""

from __future__ import annotations

import contextlib
import inspect
import signal
import threading
from contextvars import copy_context
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from openai_codex.errors import InputError

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Awaitable, Callable

    from typing_extensions import ParamSpec

    P = ParamSpec("P")

T = TypeVar("T")


def is_coroutine_callable(function: Callable[..., Any]) -> bool:
    """Return whether a function is declared to return a coroutine.

    Supports `functools.partial`, and objects with an async `__call__`. Other functions may return an awaitable as well,
    for example an async function behind a plain decorator: check their results.
    """
    return any(inspect.iscoroutinefunction(form) for form in _forms(function))


def reject_generator(field: str, function: Callable[..., Any]) -> None:
    """Raise `InputError` for a generator function, because a call does not run its body.

    Args:
        field: Location of the function in the error message.
        function: The function.
    """
    for form in _forms(function):
        if inspect.isasyncgenfunction(form):
            kind = "an async generator function"
        elif inspect.isgeneratorfunction(form):
            kind = "a generator function"
        else:
            continue
        raise InputError(field, f"expected a function that returns its result, got {kind}; replace yield with return")


def _forms(function: Callable[..., Any]) -> tuple[object, object]:
    """Return the function behind a `functools.partial`, and the `__call__` of its class."""
    plain: object = _without_partial(function)
    return plain, getattr(type(plain), "__call__", None)  # noqa: B004  # the method itself, not whether it exists


def _without_partial(function: Any) -> object:
    return _without_partial(function.func) if isinstance(function, partial) else function


def is_interrupt(error: BaseException) -> bool:
    """Return whether an exception is a Ctrl-C, which must reach the program.

    A signal handler of the application, or of `asyncio.run` since Python 3.11, handles Ctrl-C itself. Then, and in all
    threads but the main thread, a function of the application has raised the exception.
    """
    return (
        isinstance(error, KeyboardInterrupt)
        and threading.current_thread() is threading.main_thread()
        and signal.getsignal(signal.SIGINT) is signal.default_int_handler
    )


async def call_in_thread(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Call a function in a daemon thread, in a copy of the context; return its result or raise its exception.

    If the caller is cancelled, the thread continues, and the interpreter does not wait for it at exit, unlike for a
    thread of the executor of the event loop: the function may wait for input from a terminal.
    """
    import asyncio

    loop = asyncio.get_running_loop()
    outcome: asyncio.Future[T] = loop.create_future()
    call = partial(copy_context().run, function, *args, **kwargs)

    def run() -> None:
        result: T | None = None
        raised: BaseException | None = None
        try:
            result = call()
        except BaseException as error:  # the caller receives it
            raised = error
        # If the event loop is closed, no task waits for the result.
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(_settle, outcome, result, raised)
            return
        discard(result)

    threading.Thread(target=run, name="codex-handler", daemon=True).start()
    return await outcome


def _settle(outcome: asyncio.Future[Any], result: Any, error: BaseException | None) -> None:
    if outcome.done():
        discard(result)
    elif error is None:
        outcome.set_result(result)
    elif isinstance(error, StopIteration):
        # A future does not accept StopIteration.
        outcome.set_exception(RuntimeError(f"the function raised {error!r}"))
    else:
        outcome.set_exception(error)


def discard(result: object) -> None:
    """Close the coroutine that a function has returned, if any: it will not be awaited."""
    if inspect.iscoroutine(result):
        result.close()


def run_awaitable(awaitable: Awaitable[T], on_start: Callable[[Callable[[], None]], None] | None = None) -> T:
    """Await the result of a function in a new event loop in this thread.

    Args:
        awaitable: The result of the function.
        on_start: Called with a function that cancels the wait; any thread may call that one. None if the wait is not
            cancelled.

    Returns:
        The result of the awaitable.
    """
    import asyncio

    async def run() -> T:
        task, loop = asyncio.current_task(), asyncio.get_running_loop()

        def cancel() -> None:
            # The wait may be over, so that its event loop is closed.
            with contextlib.suppress(RuntimeError):
                loop.call_soon_threadsafe(task.cancel if task else loop.stop)

        if on_start is not None:
            on_start(cancel)
        return await awaitable

    return asyncio.run(run())
