"""Calls the listeners of a client in one thread."""

from __future__ import annotations

import inspect
import threading
from typing import TYPE_CHECKING, Any

from openai_codex._callbacks import run_awaitable
from openai_codex._connection.listeners import Listener, Registration, notification_methods, validate_callback
from openai_codex._connection.timeouts import CLOSE_TIMEOUT

if TYPE_CHECKING:
    from collections.abc import Callable

    from openai_codex._protocol.notification_bus import NotificationBus
    from openai_codex._protocol.notifications import Notification


class ListenerDispatcher:
    """The listeners of one client. They are called one at a time, and may use the client.

    `lock` protects `notification_bus`. The thread starts with the first listener.
    """

    def __init__(self, lock: threading.Lock, notification_bus: NotificationBus) -> None:
        self._lock = lock
        self._notification_bus = notification_bus
        self._registrations: list[Registration] = []
        self._wake = threading.Event()
        self._thread: threading.Thread | None = None
        self._closed = False

    def add(self, kind: type[object], function: Callable[[Any], object]) -> Listener:
        """Call a function with each payload of a class from now on. Raises `InputError`."""
        validate_callback(function)
        methods = notification_methods([kind])
        with self._lock:
            subscription = self._notification_bus.subscribe(methods, self._wake.set)
            registration = Registration(kind, function, subscription)
            self._registrations.append(registration)
            if self._thread is None and not self._closed:
                self._thread = threading.Thread(target=self._run, name="codex-listeners", daemon=True)
                self._thread.start()
        return Listener(registration, self._remove)

    def close(self) -> None:
        """Deliver the events received so far, and stop the thread.

        Waits for at most `CLOSE_TIMEOUT` seconds.
        """
        self._closed = True
        self._wake.set()
        thread = self._thread
        # A listener may close the client.
        if thread is not None and thread is not threading.current_thread():
            thread.join(CLOSE_TIMEOUT)

    def _remove(self, registration: Registration) -> None:
        with self._lock:
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
            self._wake.wait()
            self._wake.clear()

    def _dispatch_pending(self) -> None:
        with self._lock:
            registrations = list(self._registrations)
        for registration in registrations:
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
