"""Run each handler in a thread of its own, with a timeout."""

from __future__ import annotations

import heapq
import inspect
import itertools
import logging
import queue
import time
import weakref
from functools import partial
from typing import TYPE_CHECKING, Any

from openai_codex._callbacks import run_awaitable
from openai_codex._connection.sync.waiter import Waiter

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable

    from openai_codex._handlers.dispatcher import PendingServerRequest, ServerRequestDispatcher

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
        # Held weakly, so that a request is released when it is resolved, and not when its timeout expires.
        self._deadlines: list[tuple[float, int, weakref.ref[PendingServerRequest]]] = []
        self._numbers = itertools.count()
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
        # No variable of this method refers to a request, which would keep it until the next one arrives.
        while self._run_next():
            pass

    def _run_next(self) -> bool:
        """Process the next request or timeout; return False after `stop`."""
        try:
            pending = self._queue.get(self._next_deadline())
        except queue.Empty:
            late = heapq.heappop(self._deadlines)[2]()
            if late is not None:
                self._respond(late, partial(self._dispatcher.time_out, late))
            return True
        if pending is not None:
            self._respond(pending, partial(self._dispatch, pending))
        return pending is not None

    def _next_deadline(self) -> float | None:
        """Return when the next timeout expires, by `time.monotonic`, or None if no handler has one."""
        while self._deadlines and not self._is_open(self._deadlines[0][2]()):
            heapq.heappop(self._deadlines)
        return self._deadlines[0][0] if self._deadlines else None

    def _is_open(self, pending: PendingServerRequest | None) -> bool:
        return pending is not None and self._dispatcher.is_open(pending)

    def _dispatch(self, pending: PendingServerRequest) -> bytes | None:
        data = self._dispatcher.resolve_handler(pending)
        handler = pending.handler
        if handler is None or not self._dispatcher.is_open(pending):
            return data
        if pending.timeout is not None:
            deadline = time.monotonic() + pending.timeout
            heapq.heappush(self._deadlines, (deadline, next(self._numbers), weakref.ref(pending)))
        self._thread("handler", partial(self._run_handler, pending, handler))
        return None

    def _run_handler(self, pending: PendingServerRequest, handler: Callable[[Any], Any]) -> None:
        """Run a handler, and send its answer. It may block, and may use the client."""
        try:
            # The request may have been resolved, and have released its context.
            answer = pending.context.run(_call, pending, handler) if pending.context is not None else None
        except BaseException as error:  # for the runtime, even SystemExit in a handler is a declined request
            self._respond(pending, partial(self._dispatcher.fail, pending, "the handler raised", error))
        else:
            self._respond(pending, partial(self._dispatcher.complete, pending, answer))
        finally:
            pending.cancel = None

    def _respond(self, pending: PendingServerRequest, resolve: Callable[[], bytes | None]) -> None:
        """Send the response that `resolve` returns. If `resolve` raises, decline the request.

        An exception must not end the worker thread: it would lose all later requests.
        """
        try:
            data = resolve()
        except BaseException as error:  # for example, if no thread can be started, or a result raises SystemExit
            data = self._dispatcher.fail(pending, "the client failed to run the handler", error)
        if data is None:
            return
        try:
            self._send(data)
        except Exception:
            logger.exception("%s: failed to send the response", pending.request.method)


def _call(pending: PendingServerRequest, handler: Callable[[Any], Any]) -> Any:
    """Call a handler, and await its result in a new event loop if it is an awaitable.

    If the runtime cancels the request, the wait is cancelled.
    """
    answer = handler(pending.argument)
    if not inspect.isawaitable(answer):
        return answer

    def on_start(cancel: Callable[[], None]) -> None:
        pending.cancel = cancel
        if pending.cancelled:
            cancel()

    return run_awaitable(answer, on_start)
