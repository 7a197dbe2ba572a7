"""Callbacks for notifications: `Listener`, and the logic that both dispatchers of callbacks share."""

from __future__ import annotations

import logging
from contextvars import copy_context
from typing import TYPE_CHECKING

from openai_codex._callbacks import is_interrupt, reject_generator
from openai_codex._protocol.client_events import (
    CONNECTION_RESTORED_METHOD,
    HANDLER_FAILED_METHOD,
    REQUEST_DECIDED_METHOD,
    RUNTIME_RESTARTED_METHOD,
    ConnectionRestored,
    HandlerFailed,
    RequestDecided,
    RuntimeRestarted,
)
from openai_codex._protocol.notifications import UnknownNotification
from openai_codex.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from contextvars import Context

    from openai_codex._protocol.notifications import Notification
    from openai_codex._protocol.subscription import Subscription

logger = logging.getLogger("openai_codex")

_CLIENT_EVENT_METHODS: dict[type[object], str] = {
    ConnectionRestored: CONNECTION_RESTORED_METHOD,
    HandlerFailed: HANDLER_FAILED_METHOD,
    RequestDecided: REQUEST_DECIDED_METHOD,
    RuntimeRestarted: RUNTIME_RESTARTED_METHOD,
}


class Registration:
    """A callback for one payload class, with the subscription that collects its events.

    For dispatchers only.
    """

    def __init__(self, kind: type[object], function: Callable[..., object], subscription: Subscription) -> None:
        self._kind = kind
        self._function = function
        self.subscription = subscription
        self.context = copy_context()
        """The context of the caller that registered the function. Each call runs in a copy of it."""

    def call(self, event: Notification, context: Context) -> object:
        """Call the function with the payload of an event in a context, and return its result.

        Exceptions are logged.
        """
        payload = event.payload
        if not isinstance(payload, self._kind):
            if isinstance(payload, UnknownNotification):
                logger.warning("skipped a %s event that is not a valid %s", event.method, self._kind.__name__)
            return None
        try:
            return context.run(self._function, payload)
        except BaseException as error:  # even SystemExit in a listener must not end the thread or the event loop
            self.log_failure(error)
        return None

    def log_failure(self, error: BaseException) -> None:
        """Log an exception of the function. Raises it if it is a Ctrl-C."""
        if is_interrupt(error):
            raise error
        logger.error("a listener for %s raised", self._kind.__name__, exc_info=error)

    def __repr__(self) -> str:
        return f"{self._kind.__name__}, {self._function!r}"


class Listener:
    """A callback for one notification payload class, returned by `Codex.on`."""

    def __init__(self, registration: Registration, remove: Callable[[Registration], None]) -> None:
        self._registration = registration
        self._remove = remove

    @property
    def dropped(self) -> int:
        """Number of events that were discarded because the callback was too slow."""
        return self._registration.subscription.dropped

    def remove(self) -> None:
        """Unregister the callback.

        Idempotent; the callback itself may call this.
        """
        self._remove(self._registration)

    def __repr__(self) -> str:
        return f"Listener({self._registration!r})"


def notification_methods(kinds: Sequence[type[object]]) -> tuple[str, ...]:
    """Return the methods of the notifications with these payload classes.

    Raises `InputError` if a class is not the payload class of a notification.
    """
    import codex_protocol
    from codex_protocol import registry

    methods: list[str] = []
    for kind in kinds:
        client_event = _CLIENT_EVENT_METHODS.get(kind)
        name = getattr(kind, "__name__", "")
        found = [client_event] if client_event else []
        for method, spec in registry.SERVER_NOTIFICATIONS.items():
            if spec.payload == name and getattr(codex_protocol, name, None) is kind:
                found.append(method)
        if not found:
            raise InputError("kind", f"expected the class of a notification's payload, got {kind!r}")
        methods += found
    return tuple(methods)


def validate_callback(function: object) -> None:
    """Raise `InputError` for a callback that the dispatcher cannot call."""
    if not callable(function):
        raise InputError("function", f"expected a function of one payload, got {function!r}")
    reject_generator("function", function)
