"""Events that the client emits itself, in the same streams as the notifications of the runtime."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from openai_codex.errors import CodexError, HandlerError

HANDLER_FAILED_METHOD = "client/handlerFailed"
REQUEST_DECIDED_METHOD = "client/requestDecided"
RUNTIME_RESTARTED_METHOD = "client/runtimeRestarted"
CONNECTION_RESTORED_METHOD = "client/connectionRestored"


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


Decider: TypeAlias = Literal["handler", "policy", "consumer", "timeout", "missing_handler", "failed_handler"]
"""The origin of a decision: a handler, a rule of a policy, the consumer of the stream (after `Approval.defer`), the
expiry of the timeout, or the lack or failure of a handler, which decline."""


@dataclass(frozen=True)
class RequestDecided(ClientEvent):
    """A decision about an approval, permissions or an elicitation.

    It is the payload of the event that reports the decision, and an element of `TurnResult.decisions`.

    Attributes:
        method: Wire method of the request.
        thread_id: Id of the thread; None if the runtime did not send it.
        turn_id: Id of the turn; None if the runtime did not send it.
        item_id: Id of the item that waited for the decision; None if it is unknown.
        decision: The decision, such as `accept`, `decline` or `cancel`.
        decider: The origin of the decision.
        rule: The rule of the policy that decided; None if no policy decided.
        reason: The reason in the `Approval`, or the failure of the handler; None without a reason.
    """

    method: str
    thread_id: str | None
    turn_id: str | None
    item_id: str | None
    decision: str
    decider: Decider
    rule: str | None = None
    reason: str | None = None


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


class ConnectionRestored(ClientEvent):
    """Payload of the event that reports a lost connection, which is restored.

    The runtime continued meanwhile. Deltas that it sent in the gap are missing. Items and ends of turns follow this
    event.

    Attributes:
        cause: the `TransportClosedError` that describes the loss.
        duration: time between the loss and the restoration, in seconds.
        attempts: number of connections that the client tried to open.
        resumed: ids of the threads that were resumed.
        lost: ids of the threads that could not be resumed, each with the error. The runtime stores no thread that is
            ephemeral or never had a turn. Their running turns have failed with `ConnectionLostError`.
        unknown: methods of the requests that were sent and not answered, which failed with `ConnectionLostError`.
        lost_requests: methods of the requests of the runtime, such as approvals, that it did not send again. Their
            handlers were cancelled.
    """

    def __init__(
        self,
        cause: Exception,
        duration: float,
        attempts: int,
        resumed: Sequence[str],
        lost: Mapping[str, CodexError],
        unknown: Sequence[str] = (),
        lost_requests: Sequence[str] = (),
    ) -> None:
        self.cause = cause
        self.duration = duration
        self.attempts = attempts
        self.resumed = tuple(resumed)
        self.lost = dict(lost)
        self.unknown = tuple(unknown)
        self.lost_requests = tuple(lost_requests)

    def __repr__(self) -> str:
        return (
            f"ConnectionRestored(cause={self.cause!r}, duration={self.duration:.3f}, attempts={self.attempts}, "
            f"resumed={self.resumed!r}, lost={self.lost!r}, unknown={self.unknown!r}, "
            f"lost_requests={self.lost_requests!r})"
        )
