"""Events that the client emits itself, in the same streams as the notifications of the runtime."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from openai_codex.errors import CodexError, HandlerError

HANDLER_FAILED_METHOD = "client/handlerFailed"
RUNTIME_RESTARTED_METHOD = "client/runtimeRestarted"


class ClientEvent:
    """Base class of the payloads of events that the client emits itself."""


class HandlerFailed(ClientEvent):
    """Payload of the event that reports the failure of a handler; the request was declined.

    Attributes:
        error: the failure. Its `__cause__` is the exception that the handler raised, or None.
    """

    def __init__(self, error: HandlerError) -> None:
        self.error = error

    def __repr__(self) -> str:
        return f"HandlerFailed({self.error!r})"


class RuntimeRestarted(ClientEvent):
    """Payload of the event that reports a restart of the runtime.

    Turns that were running have failed. The client did not send any request again.

    Attributes:
        cause: the `TransportClosedError` that ended the previous connection.
        resumed: ids of the threads that were resumed.
        lost: ids of the threads that could not be resumed, each with the error. The runtime stores no thread that is
            ephemeral or never had a turn.
    """

    def __init__(self, cause: Exception, resumed: Sequence[str], lost: Mapping[str, CodexError]) -> None:
        self.cause = cause
        self.resumed = tuple(resumed)
        self.lost = dict(lost)

    def __repr__(self) -> str:
        return f"RuntimeRestarted(cause={self.cause!r}, resumed={self.resumed!r}, lost={self.lost!r})"
