"""Select payloads and text from the events of a turn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openai_codex.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable

    from openai_codex._protocol.notifications import Notification


def text_delta(event: Notification) -> str | None:
    """Return the text of an agent message delta, or None for any other event."""
    if event.method != "item/agentMessage/delta":
        return None
    delta: Any = event.params.get("delta")
    return delta if isinstance(delta, str) else None


def validate_payload_types(kinds: tuple[object, ...]) -> None:
    """Raise `InputError` unless the arguments are one or more classes."""
    if not kinds:
        raise InputError("kinds", "expected payload classes, such as ItemCompletedNotification, got no arguments")
    for kind in kinds:
        if not isinstance(kind, type):
            raise InputError("kinds", f"expected payload classes, such as ItemCompletedNotification, got {kind!r}")


def payload_filter(kinds: tuple[type[object], ...]) -> Callable[[Notification], object | None]:
    """Create a function that returns the payload of an event if its class is requested, otherwise None.

    The payload is not created if the method of the event excludes all requested classes.

    Args:
        kinds: The requested payload classes.

    Returns:
        The function.

    Raises:
        InputError: There are no classes, or an argument is not a class.
    """
    from codex_protocol import registry

    validate_payload_types(kinds)
    specs = registry.SERVER_NOTIFICATIONS
    known = {spec.payload for spec in specs.values()}
    names = {kind.__name__ for kind in kinds if kind.__module__.startswith("codex_protocol.")}
    methods = {method for method, spec in specs.items() if spec.payload in names}
    # UnknownNotification, or a base class, may be the payload of any method.
    by_method = names <= known and len(names) == len(set(kinds))

    def select(event: Notification) -> object | None:
        if by_method and event.method not in methods:
            return None
        payload = event.payload
        return payload if isinstance(payload, kinds) else None

    return select
