"""Calls the listeners of a client in the event loop."""

from __future__ import annotations

import asyncio
import inspect
from typing import TYPE_CHECKING, Any

from openai_codex._connection.listeners import Listener, Registration, notification_methods, validate_callback
from openai_codex._connection.timeouts import CLOSE_TIMEOUT

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from openai_codex._protocol.notification_bus import NotificationBus
    from openai_codex._protocol.notifications import Notification


class AsyncListenerDispatcher:
    """The listeners of one client.

    Listeners are called in the event loop and must not block; awaitable results are awaited. They are called one at a
    time, in a task that exists while there are events to deliver.
    """

    def __init__(self, notification_bus: NotificationBus) -> None:
        self._notification_bus = notification_bus
        self._registrations: list[Registration] = []
        self._task: asyncio.Task[None] | None = None
        self._listener_task: asyncio.Task[None] | None = None
        """The task that awaits the result of a listener."""

    def add(self, kind: type[object], function: Callable[[Any], object]) -> Listener:
        """Call a function with each payload of a class from now on. Raises `InputError`."""
        validate_callback(function)
        methods = notification_methods([kind])
        registration = Registration(kind, function, self._notification_bus.subscribe(methods, self._wake))
        self._registrations.append(registration)
        return Listener(registration, self._remove)

    async def close(self) -> None:
        """Deliver the events received so far.

        After `CLOSE_TIMEOUT` seconds, cancel the listener that runs.
        """
        task = self._task
        # A listener may close the client.
        if task is None or task.done() or asyncio.current_task() in (task, self._listener_task):
            return
        _, late = await asyncio.wait([task], timeout=CLOSE_TIMEOUT)
        for one in late:
            one.cancel()

    def _remove(self, registration: Registration) -> None:
        registration.subscription.close()
        if registration in self._registrations:
            self._registrations.remove(registration)

    def _wake(self) -> None:
        # The connection calls this in its event loop, so that there is a running loop.
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._dispatch_pending())

    async def _dispatch_pending(self) -> None:
        dispatched = True
        # Events that arrive while a listener runs start no other task, so look again after each round.
        while dispatched:
            dispatched = False
            for registration in list(self._registrations):
                # A listener may remove itself or another one.
                while registration in self._registrations and (event := registration.subscription.pop()) is not None:
                    dispatched = True
                    await self._call(registration, event)

    async def _call(self, registration: Registration, event: Notification) -> None:
        context = registration.context.copy()
        outcome = registration.call(event, context)
        if inspect.isawaitable(outcome):
            # A task runs in a copy of the context in which it is created.
            loop = asyncio.get_running_loop()
            self._listener_task = context.run(loop.create_task, _finish(registration, outcome))
            try:
                await self._listener_task
            finally:
                self._listener_task = None


async def _finish(registration: Registration, outcome: Awaitable[object]) -> None:
    try:
        await outcome
    except (asyncio.CancelledError, GeneratorExit):
        raise
    except BaseException as error:  # a task that raises SystemExit ends the event loop
        registration.log_failure(error)
