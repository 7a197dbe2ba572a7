"""Call those who listen, in the event loop."""

from __future__ import annotations

import asyncio
import inspect
from typing import TYPE_CHECKING, Any

from openai_codex._connection.listeners import Listener, notification_methods, validate_callback
from openai_codex._connection.timeouts import CLOSE_TIMEOUT

if TYPE_CHECKING:
    from collections.abc import Callable

    from openai_codex._protocol.notification_bus import NotificationBus


class AsyncListenerDispatcher:
    """The listeners of one client: plain functions, which must not block, and coroutine functions, which are awaited.

    They are called one after the other, by a task that lives while there is something to tell.
    """

    def __init__(self, notification_bus: NotificationBus) -> None:
        self._notification_bus = notification_bus
        self._listeners: list[Listener] = []
        self._task: asyncio.Task[None] | None = None

    def add(self, kind: type[object], function: Callable[[Any], object]) -> Listener:
        """Call a function with each payload of that class from now on. Raises `InputError` for what cannot be."""
        validate_callback(function, may_be_async=True)
        methods = notification_methods([kind])
        listener = Listener(kind, function, self._remove)
        listener.attach(self._notification_bus.subscribe(methods, self._wake))
        self._listeners.append(listener)
        return listener

    async def close(self) -> None:
        """Call nobody any more, once what has come so far is handed out, or the grace is over."""
        task = self._task
        if task is None or task.done() or task is asyncio.current_task():
            return
        _, late = await asyncio.wait([task], timeout=CLOSE_TIMEOUT)
        for one in late:
            one.cancel()

    def _remove(self, listener: Listener) -> None:
        listener.detach()
        if listener in self._listeners:
            self._listeners.remove(listener)

    def _wake(self) -> None:
        # Called in the event loop, where the connection is read.
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._dispatch_pending())

    async def _dispatch_pending(self) -> None:
        dispatched = True
        while dispatched:
            dispatched = False
            for listener in list(self._listeners):
                while listener in self._listeners and (event := listener.pop()) is not None:
                    dispatched = True
                    await _call(listener, event)


async def _call(listener: Listener, event: Any) -> None:
    outcome = listener.call(event)
    if inspect.isawaitable(outcome):
        try:
            await outcome
        except Exception as error:
            listener.failed(error)
