"""Picking out of the events of a turn what a program asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openai_codex.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable

    from openai_codex._protocol.notifications import Notification


def text_delta(event: Notification) -> str | None:
    """Return the piece of an agent's message that an event brings, or None if it brings none."""
    if event.method != "item/agentMessage/delta":
        return None
    piece: Any = event.params.get("delta")
    return piece if isinstance(piece, str) else None


def validate_payload_types(kinds: tuple[object, ...]) -> None:
    """Raise `InputError` unless there are classes to look for, and nothing but classes."""
    if not kinds:
        raise InputError("kinds", "expected classes of payloads, such as ItemCompletedNotification; got none")
    for kind in kinds:
        if not isinstance(kind, type):
            raise InputError("kinds", f"expected classes of payloads, such as ItemCompletedNotification; got {kind!r}")


def payload_filter(kinds: tuple[type[object], ...]) -> Callable[[Notification], object | None]:
    """Return a function that gives the payload of an event that is of one of the kinds, and None for any other event.

    If the method excludes all of them, no payload is created. Raises `InputError` as `validate_payload_types` does.
    """
    from codex_protocol import registry

    validate_payload_types(kinds)
    specs = registry.SERVER_NOTIFICATIONS
    known = {spec.payload for spec in specs.values()}
    wanted = {kind.__name__ for kind in kinds if kind.__module__.startswith("codex_protocol.")}
    methods = {method for method, spec in specs.items() if spec.payload in wanted}
    # A kind like UnknownNotification, or a base class, may be the payload of any method.
    by_method = wanted <= known and len(wanted) == len(set(kinds))

    def pick(event: Notification) -> object | None:
        if by_method and event.method not in methods:
            return None
        payload = event.payload
        return payload if isinstance(payload, kinds) else None

    return pick
