"""What the runtime tells of its own accord: notifications, decoded when they are looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from openai_codex.json_types import is_object

if TYPE_CHECKING:
    from pydantic import BaseModel

    from openai_codex.approvals import ApprovalRequested
    from openai_codex.errors import HandlerError
    from openai_codex.json_types import JsonMapping
    from openai_codex.restarts import RuntimeRestarted

    LocalPayload: TypeAlias = "ApprovalRequested | HandlerFailed | RuntimeRestarted"
    Payload: TypeAlias = "BaseModel | UnknownNotification | LocalPayload"


HANDLER_FAILED = "client/handlerFailed"
"""The method of the event that reports a handler's failure to those who read the turn."""


class HandlerFailed:
    """A handler failed, and what it was to decide was declined: the payload of an event in the turn's stream."""

    def __init__(self, error: HandlerError) -> None:
        self.error = error
        """What went wrong; its `__cause__` is what the handler raised."""

    def __repr__(self) -> str:
        return f"HandlerFailed({self.error!r})"


class UnknownNotification:
    """Stands for a payload that is of no known type, or does not fit the known one.

    `method` and `params` are as they came. `error` says what did not fit, or is None where the method is not known.
    """

    __slots__ = ("error", "method", "params")

    def __init__(self, method: str, params: JsonMapping, error: Exception | None = None) -> None:
        self.method = method
        self.params = params
        self.error = error

    def __repr__(self) -> str:
        return f"UnknownNotification(method={self.method!r}, params={self.params!r}, error={self.error!r})"


class Notification:
    """One notification: its `method`, the `params` as they came, and its typed `payload`."""

    __slots__ = ("_payload", "emitted_at_ms", "method", "params", "size")

    def __init__(
        self,
        method: str,
        params: JsonMapping,
        emitted_at_ms: int | None = None,
        *,
        payload: BaseModel | LocalPayload | None = None,
        size: int = 0,
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
        if self._payload is None:
            self._payload = _decode(self.method, self.params)
        return self._payload

    @property
    def turn_id(self) -> str | None:
        """The id of the turn that this belongs to, or None."""
        return turn_id_of(self.params)

    def __repr__(self) -> str:
        return f"Notification(method={self.method!r}, params={self.params!r})"


def mailbox_key(event: Notification) -> str | None:
    """Return what an event is filed under: the id of its turn, or of the login that it ends; None for all others."""
    if event.method == "account/login/completed":
        login_id = event.params.get("loginId")
        return login_id if isinstance(login_id, str) else None
    return turn_id_of(event.params)


def turn_id_of(params: JsonMapping) -> str | None:
    """Return the turn that params belong to: they name it as `turnId`, or carry the whole `turn`."""
    turn_id = params.get("turnId")
    if turn_id is None:
        turn = params.get("turn")
        turn_id = turn.get("id") if is_object(turn) else None
    return turn_id if isinstance(turn_id, str) else None


def _decode(method: str, params: JsonMapping) -> BaseModel | UnknownNotification:
    from pydantic import ValidationError

    from codex_protocol import registry

    spec = registry.SERVER_NOTIFICATIONS.get(method)
    if spec is None or spec.payload is None:
        return UnknownNotification(method, params)
    payload: BaseModel
    try:
        # Not by the type itself: what makes it is looked up once, and built by one thread at a time.
        payload = registry.adapter(spec.payload)(params)
    except ValidationError as error:
        return UnknownNotification(method, params, error)
    return payload
