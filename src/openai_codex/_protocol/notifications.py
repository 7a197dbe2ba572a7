"""What the runtime tells of its own accord: notifications, decoded when they are looked at."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from pydantic_core import ValidationError

from openai_codex._json_types import is_object

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic import BaseModel

    from openai_codex._json_types import JsonMapping
    from openai_codex._protocol.client_events import ClientEvent

    Payload: TypeAlias = "BaseModel | UnknownNotification | ClientEvent"


class UnknownNotification:
    """Stands for a payload that is of no known type, or does not fit the known one.

    `method` and `params` are as they came; the repr has no secrets. `error` says what did not fit, or is None where the
    method is not known.
    """

    __slots__ = ("error", "method", "params")

    def __init__(self, method: str, params: JsonMapping, error: Exception | None = None) -> None:
        self.method = method
        self.params = params
        self.error = error

    def __repr__(self) -> str:
        return (
            f"UnknownNotification(method={self.method!r}, params={_redacted_repr(self.params)}, error={self.error!r})"
        )


class Notification:
    """One notification: its `method`, the `params` as they came, and its typed `payload`. The repr has no secrets."""

    __slots__ = ("_payload", "emitted_at_ms", "method", "params", "size")

    def __init__(
        self,
        method: str,
        params: JsonMapping,
        emitted_at_ms: int | None = None,
        size: int = 0,
        payload: BaseModel | ClientEvent | None = None,
    ) -> None:
        self.method = method
        self.params = params
        self.emitted_at_ms = emitted_at_ms
        """When the runtime emitted it, in milliseconds since 1970, or None for runtimes that do not say."""
        self.size = size
        """How long it was on the wire, in bytes; 0 for an event of this client's own."""
        self._payload: Payload | None = payload

    @property
    def payload(self) -> Payload:
        """The params as the type that the protocol gives them, made on first use.

        An `UnknownNotification` where this client does not know the method, or the params do not fit its type. Two
        kinds of event are of this client's own: an `ApprovalRequested`, and a `HandlerFailed`.
        """
        payload = self._payload
        if payload is None:
            decode = _decoders.get(self.method) or _decoder(self.method)
            try:
                payload = decode(self.params)
            except ValidationError as error:
                payload = _invalid_payload(self.method, self.params, error)
            self._payload = payload
        return payload

    @property
    def turn_id(self) -> str | None:
        """The id of the turn that this belongs to, or None."""
        return turn_id_of(self.params)

    def __repr__(self) -> str:
        return f"Notification(method={self.method!r}, params={_redacted_repr(self.params)})"


def routing_key(event: Notification) -> str | None:
    """Return what an event is filed under: the id of its turn, or of the login that it ends; None for all others."""
    key = turn_id_of(event.params)
    if key is None and event.method == "account/login/completed":
        login_id = event.params.get("loginId")
        return login_id if isinstance(login_id, str) else None
    return key


def turn_id_of(params: JsonMapping) -> str | None:
    """Return the turn that params belong to: they name it as `turnId`, or carry the whole `turn`."""
    turn_id = params.get("turnId")
    if turn_id is None:
        turn = params.get("turn")
        turn_id = turn.get("id") if is_object(turn) else None
    return turn_id if isinstance(turn_id, str) else None


_decoders: dict[str, Callable[[JsonMapping], Payload]] = {}


def _decoder(method: str) -> Callable[[JsonMapping], Payload]:
    """Return what makes the payloads of a method. It is looked up once: the registry builds it on first use."""
    from codex_protocol import registry

    spec = registry.SERVER_NOTIFICATIONS.get(method)
    if spec is None or spec.payload is None:
        # Not kept: there is no end to the methods that are not known.
        return partial(UnknownNotification, method)
    decoder: Callable[[JsonMapping], Payload] = registry.adapter(spec.payload)
    _decoders[method] = decoder
    return decoder


def _invalid_payload(method: str, params: JsonMapping, error: ValidationError) -> UnknownNotification:
    from openai_codex._redaction import redacted_validation_error

    return UnknownNotification(method, params, redacted_validation_error(error))


def _redacted_repr(params: JsonMapping) -> str:
    from openai_codex._redaction import redacted

    return repr(redacted(params))
