"""Run each handler in a thread of its own, with a timeout."""

from __future__ import annotations

import contextlib
import heapq
import inspect
import logging
import queue
import time
from functools import partial
from typing import TYPE_CHECKING, Any

from openai_codex._connection.sync.waiter import Waiter

if TYPE_CHECKING:
    import threading
    from collections.abc import Awaitable, Callable

    from openai_codex._handlers.dispatcher import ServerRequestDispatcher
    from openai_codex._handlers.pending_request import PendingServerRequest

logger = logging.getLogger("openai_codex")


class HandlerExecutor:
    """Answers requests of the runtime.

    Handlers never run in the reader thread: a handler that waits for a response would deadlock. A worker thread,
    started with the first request, resolves handlers and watches their timeouts.

    Args:
        dispatcher: The pending requests of the runtime.
        send: Sends the bytes of a response.
        thread: Starts a thread with a name and a target.
    """

    def __init__(
        self,
        dispatcher: ServerRequestDispatcher,
        send: Callable[[bytes], None],
        thread: Callable[[str, Callable[[], None]], threading.Thread],
    ) -> None:
        self._dispatcher = dispatcher
        self._send = send
        self._thread = thread
        self._queue: Waiter[PendingServerRequest | None] = Waiter()
        self._deadlines: list[tuple[float, int, PendingServerRequest]] = []
        self.worker: threading.Thread | None = None
        """The worker thread; None until the runtime has sent a request."""

    def submit(self, pending: PendingServerRequest) -> None:
        """Queue a request. Only the reader thread calls this."""
        if self.worker is None:
            self.worker = self._thread("answers", self._run)
        self._queue.put(pending)

    def stop(self) -> None:
        """Stop the worker thread. Handlers that run are not waited for."""
        self._queue.put(None)

    def _run(self) -> None:
        while True:
            try:
                pending = self._queue.get(self._next_deadline())
            except queue.Empty:
                _, _, late = heapq.heappop(self._deadlines)
                self._respond(late, partial(self._dispatcher.time_out, late))
                continue
            if pending is None:
                return
            self._respond(pending, partial(self._dispatch, pending))

    def _next_deadline(self) -> float | None:
        """Return when the next timeout expires, by `time.monotonic`, or None if no handler has one."""
        while self._deadlines and not self._dispatcher.is_open(self._deadlines[0][2]):
            heapq.heappop(self._deadlines)
        return self._deadlines[0][0] if self._deadlines else None

    def _dispatch(self, pending: PendingServerRequest) -> bytes | None:
        data = self._dispatcher.resolve_handler(pending)
        if pending.handler is None or not self._dispatcher.is_open(pending):
            return data
        if pending.timeout is not None:
            heapq.heappush(self._deadlines, (time.monotonic() + pending.timeout, id(pending), pending))
        self._thread("handler", partial(self._run_handler, pending, pending.handler))
        return None

    def _run_handler(self, pending: PendingServerRequest, handler: Callable[[Any], Any]) -> None:
        """Run a handler, and send its answer. It may block, and may use the client."""
        try:
            answer = handler(pending.argument)
            if inspect.isawaitable(answer):
                answer = _run_coroutine(pending, answer)
        except BaseException as error:  # for the runtime, even SystemExit in a handler is a declined request
            self._respond(pending, partial(self._dispatcher.fail, pending, "the handler raised", error))
        else:
            self._respond(pending, partial(self._dispatcher.complete, pending, answer))

    def _respond(self, pending: PendingServerRequest, resolve: Callable[[], bytes | None]) -> None:
        """Send the response that `resolve` returns. If `resolve` raises, decline the request.

        An exception must not end the worker thread: it would lose all later requests.
        """
        try:
            data = resolve()
        except Exception as error:  # for example, if no thread can be started
            data = self._dispatcher.fail(pending, "the client failed to run the handler", error)
        if data is None:
            return
        try:
            self._send(data)
        except Exception:
            logger.exception("%s: failed to send the response", pending.request.method)


def _run_coroutine(pending: PendingServerRequest, answer: Awaitable[Any]) -> Any:
    """Run an async handler in an event loop of its own.

    If the runtime cancels the request, the handler is cancelled.
    """
    import asyncio

    async def run() -> Any:
        task, loop = asyncio.current_task(), asyncio.get_running_loop()

        def cancel() -> None:
            # The handler may have returned meanwhile, so that its event loop is closed.
            with contextlib.suppress(RuntimeError):
                loop.call_soon_threadsafe(task.cancel if task else loop.stop)

        pending.cancel = cancel
        if pending.cancelled:
            cancel()
        return await answer

    return asyncio.run(run())
