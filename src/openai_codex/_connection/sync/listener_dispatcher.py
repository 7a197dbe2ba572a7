"""Call those who listen, from one thread of their own."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from openai_codex._connection.listeners import Listener, notification_methods, validate_callback
from openai_codex._connection.timeouts import CLOSE_TIMEOUT

if TYPE_CHECKING:
    from collections.abc import Callable

    from openai_codex._protocol.notification_bus import NotificationBus


class ListenerDispatcher:
    """The listeners of one client. They are called one after the other, and may use the client."""

    def __init__(self, lock: threading.Lock, notification_bus: NotificationBus) -> None:
        self._lock = lock
        self._notification_bus = notification_bus
        self._listeners: list[Listener] = []
        self._wake = threading.Event()
        self._thread: threading.Thread | None = None
        self._closed = False

    def add(self, kind: type[object], function: Callable[[Any], object]) -> Listener:
        """Call a function with each payload of that class from now on. Raises `InputError` for what cannot be."""
        validate_callback(function, may_be_async=False)
        methods = notification_methods([kind])
        listener = Listener(kind, function, self._remove)
        with self._lock:
            listener.attach(self._notification_bus.subscribe(methods, self._wake.set))
            self._listeners.append(listener)
            if self._thread is None and not self._closed:
                self._thread = threading.Thread(target=self._run, name="codex-listeners", daemon=True)
                self._thread.start()
        return listener

    def close(self) -> None:
        """Call nobody any more, once what has come so far is handed out."""
        self._closed = True
        self._wake.set()
        thread = self._thread
        if thread is not None and thread is not threading.current_thread():
            thread.join(CLOSE_TIMEOUT)

    def _remove(self, listener: Listener) -> None:
        with self._lock:
            listener.detach()
            if listener in self._listeners:
                self._listeners.remove(listener)

    def _run(self) -> None:
        while True:
            closing = self._closed
            self._dispatch_pending()
            if closing:
                return
            self._wake.wait()
            self._wake.clear()

    def _dispatch_pending(self) -> None:
        with self._lock:
            listeners = list(self._listeners)
        for listener in listeners:
            while listener in self._listeners and (event := listener.pop()) is not None:
                listener.call(event)
