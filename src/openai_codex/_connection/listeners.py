"""Who listens to what the runtime tells, beside the turns."""

from __future__ import annotations

import inspect
import logging
from typing import TYPE_CHECKING

from openai_codex._protocol.client_events import (
    HANDLER_FAILED_METHOD,
    RUNTIME_RESTARTED_METHOD,
    HandlerFailed,
    RuntimeRestarted,
)
from openai_codex._protocol.notifications import UnknownNotification
from openai_codex.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from openai_codex._protocol.notifications import Notification
    from openai_codex._protocol.subscription import Subscription

logger = logging.getLogger("openai_codex")

_OWN: dict[type[object], str] = {HandlerFailed: HANDLER_FAILED_METHOD, RuntimeRestarted: RUNTIME_RESTARTED_METHOD}


class Listener:
    """A function that is called with each payload of one kind.

    Made by `Codex.on`.
    """

    def __init__(self, kind: type[object], function: Callable[..., object], remove: Callable[[Listener], None]) -> None:
        self._kind = kind
        self._function = function
        self._remove = remove
        self._subscription: Subscription | None = None

    @property
    def dropped(self) -> int:
        """How many events were not kept for it, because it had fallen too far behind."""
        return self._subscription.dropped if self._subscription else 0

    def remove(self) -> None:
        """Call the function no more.

        Safe to call twice, and from the function itself.
        """
        self._remove(self)

    def attach(self, subscription: Subscription) -> None:
        """Take the place where events arrive; the client does this."""
        self._subscription = subscription

    def detach(self) -> None:
        """Leave that place; the client does this."""
        if self._subscription is not None:
            self._subscription.close()

    def pop(self) -> Notification | None:
        """Return the next event for the function, or None if there is none for now."""
        return self._subscription.pop() if self._subscription else None

    def call(self, event: Notification) -> object:
        """Call the function with the payload of an event; return what it returns.

        What it raises is logged.
        """
        payload = event.payload
        if not isinstance(payload, self._kind):
            if isinstance(payload, UnknownNotification):
                logger.warning("%s does not fit %s, and nobody is told", event.method, self._kind.__name__)
            return None
        try:
            return self._function(payload)
        except Exception as error:
            self.failed(error)
        return None

    def failed(self, error: Exception) -> None:
        """Log what the function raised."""
        logger.error("a listener for %s raised", self._kind.__name__, exc_info=error)

    def __repr__(self) -> str:
        return f"Listener({self._kind.__name__}, {self._function!r})"


def notification_methods(kinds: Sequence[type[object]]) -> tuple[str, ...]:
    """Return the methods of the notifications whose payloads are of these classes.

    Raises `InputError` for a class that is not one of them.
    """
    import codex_protocol
    from codex_protocol import registry

    methods: list[str] = []
    for kind in kinds:
        own = _OWN.get(kind)
        name = getattr(kind, "__name__", "")
        found = [own] if own else []
        for method, spec in registry.SERVER_NOTIFICATIONS.items():
            if spec.payload == name and getattr(codex_protocol, name, None) is kind:
                found.append(method)
        if not found:
            raise InputError("kind", f"expected the class of a notification's payload, got {kind!r}")
        methods += found
    return tuple(methods)


def validate_callback(function: object, *, may_be_async: bool) -> None:
    """Raise `InputError` for what cannot be called with a payload here."""
    if not callable(function):
        raise InputError("function", f"expected a function of one payload, got {function!r}")
    if not may_be_async and inspect.iscoroutinefunction(function):
        raise InputError("function", "is async, which takes AsyncCodex; give a plain function")
