"""Calls the listeners of a client in one thread."""

from __future__ import annotations

import inspect
import threading
from contextvars import copy_context
from functools import partial
from typing import TYPE_CHECKING, Any

from openai_codex._callbacks import run_awaitable
from openai_codex._connection.listeners import Listener, Registration, notification_methods, validate_callback
from openai_codex._connection.sync.waiter import Waiter

if TYPE_CHECKING:
    from collections.abc import Callable

    from openai_codex._connection.sync.client_thread import ClientThread
    from openai_codex._protocol.notification_bus import NotificationBus
    from openai_codex._protocol.notifications import Notification


class ListenerDispatcher:
    """The listeners of one client. They are called one at a time, and may use the client.

    The thread of the client, `client_thread`, changes `notification_bus` and the registrations. The thread of the
    listeners starts with the first one.
    """

    def __init__(self, client_thread: ClientThread, notification_bus: NotificationBus) -> None:
        self._client_thread = client_thread
        self._notification_bus = notification_bus
        self._registrations: list[Registration] = []
        self._wake: Waiter[None] = Waiter()
        self.thread: threading.Thread | None = None
        """The thread that calls the listeners; None without listeners."""
        self._closed = False

    def add(self, kind: type[object], function: Callable[[Any], object]) -> Listener:
        """Call a function with each payload of a class from now on. Raises `InputError`."""
        validate_callback(function)
        methods = notification_methods([kind])
        # The listener runs in the context of the caller, not in that of the client thread.
        context = copy_context()
        registration = self._client_thread.call(lambda: context.run(self._register, kind, function, methods))
        return Listener(registration, self._remove)

    def _register(
        self, kind: type[object], function: Callable[[Any], object], methods: tuple[str, ...]
    ) -> Registration:
        if self.thread is None and not self._closed:
            thread = threading.Thread(target=self._run, name="codex-listeners", daemon=True)
            thread.start()
            self.thread = thread
        with self._client_thread.lock:
            subscription = self._notification_bus.subscribe(methods, partial(self._wake.put, None))
        registration = Registration(kind, function, subscription)
        self._registrations.append(registration)
        return registration

    def stop(self) -> threading.Thread | None:
        """Deliver the events received so far, and end the thread. Return the thread, if it exists."""
        self._closed = True
        self._wake.put(None)
        return self.thread

    def _remove(self, registration: Registration) -> None:
        self._client_thread.call(partial(self._unregister, registration))

    def _unregister(self, registration: Registration) -> None:
        with self._client_thread.lock:
            registration.subscription.close()
        if registration in self._registrations:
            self._registrations.remove(registration)

    def _run(self) -> None:
        while True:
            # Read before the events: those that arrive before `close` are delivered.
            closing = self._closed
            self._dispatch_pending()
            if closing:
                return
            self._wake.get(None)

    def _dispatch_pending(self) -> None:
        # A copy, which is one step under the GIL: the client thread changes the list.
        for registration in list(self._registrations):
            # A listener may remove itself or another one.
            while registration in self._registrations and (event := registration.subscription.pop()) is not None:
                _call(registration, event)


def _call(registration: Registration, event: Notification) -> None:
    """Call a listener, and await its result in a new event loop if it is an awaitable."""
    context = registration.context.copy()
    outcome = registration.call(event, context)
    if inspect.isawaitable(outcome):
        try:
            context.run(run_awaitable, outcome)
        except BaseException as error:
            registration.log_failure(error)
