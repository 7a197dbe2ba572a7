"""Notifications of the runtime. Their payloads are decoded on first access."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Generic, TypeAlias, cast

from pydantic_core import ValidationError
from typing_extensions import TypeVar

from openai_codex._json_types import is_object

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic import BaseModel

    from openai_codex._json_types import JsonMapping, JsonObject
    from openai_codex._protocol.client_events import ClientEvent

    Payload: TypeAlias = "BaseModel | UnknownNotification | ClientEvent"


PayloadT = TypeVar("PayloadT", default="Payload", covariant=True)


class UnknownNotification:
    """Payload of a notification whose method is unknown or whose params are invalid.

    The repr is redacted.

    Attributes:
        method: the wire method.
        params: the params as received.
        error: the validation error, or None if the method is unknown.
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


class Notification(Generic[PayloadT]):
    """A notification of the runtime, or an event emitted by the client.

    The repr is redacted.

    Attributes:
        method: the wire method.
        params: the params as received.
        emitted_at_ms: when the runtime emitted it, in milliseconds since 1970; None for runtimes before 0.149.
        size: length of the message in bytes; 0 for events emitted by the client.
    """

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
        self.size = size
        self._payload: Payload | None = payload

    @property
    def payload(self) -> PayloadT:
        """The params as a protocol type, decoded on first access.

        If the method is unknown or the params are invalid, an `UnknownNotification`. For events emitted by the client,
        an `ApprovalRequested`, a `ConnectionRestored`, a `HandlerFailed`, a `RequestDecided` or a `RuntimeRestarted`.
        """
        payload = self._payload
        if payload is None:
            decode = _decoders.get(self.method) or _decoder(self.method)
            try:
                payload = decode(self.params)
            except ValidationError as error:
                payload = _invalid_payload(self.method, self.params, error)
            self._payload = payload
        return cast("PayloadT", payload)

    @property
    def thread_id(self) -> str | None:
        """Id of the thread of this notification, or None."""
        thread_id = self.params.get("threadId")
        if thread_id is None:
            thread = self.params.get("thread")
            thread_id = thread.get("id") if is_object(thread) else None
        return thread_id if isinstance(thread_id, str) else None

    @property
    def turn_id(self) -> str | None:
        """Id of the turn of this notification, or None."""
        return turn_id_of(self.params)

    def __repr__(self) -> str:
        return f"Notification(method={self.method!r}, params={_redacted_repr(self.params)})"


def routing_key(event: Notification) -> str | None:
    """Return the key of the buffer of an event: the id of its turn or login, or None."""
    key = turn_id_of(event.params)
    if key is None and event.method == "account/login/completed":
        login_id = event.params.get("loginId")
        return login_id if isinstance(login_id, str) else None
    return key


def failed_turn(event: Notification) -> Notification:
    """Return the completion of a turn that ended with an `error` notification."""
    turn: JsonObject = {"id": event.turn_id, "items": [], "status": "failed", "error": event.params.get("error")}
    return Notification("turn/completed", {"threadId": event.params.get("threadId"), "turn": turn})


def turn_id_of(params: JsonMapping) -> str | None:
    """Return the id of the turn that params refer to, by `turnId` or `turn`, or None."""
    turn_id = params.get("turnId")
    if turn_id is None:
        turn = params.get("turn")
        turn_id = turn.get("id") if is_object(turn) else None
    return turn_id if isinstance(turn_id, str) else None


_decoders: dict[str, Callable[[JsonMapping], Payload]] = {}


def _decoder(method: str) -> Callable[[JsonMapping], Payload]:
    """Return the function that decodes the payloads of a method."""
    from codex_protocol import registry

    spec = registry.SERVER_NOTIFICATIONS.get(method)
    if spec is None or spec.payload is None:
        # Not cached: the number of unknown methods is not bounded.
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
