"""`RequestClaim`: the share of a caller in a request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openai_codex._protocol.decoding import started_turn_id

if TYPE_CHECKING:
    from openai_codex._connection.base import ConnectionBase
    from openai_codex._handlers.scopes import TurnScope
    from openai_codex._protocol.event_buffer import EventBuffer
    from openai_codex._protocol.goal_events import GoalEventBuffer
    from openai_codex._protocol.pending_requests import PendingRequest


class RequestClaim:
    """The caller's share in a request. The caller creates it before the request is sent.

    A caller that is interrupted or cancelled calls `abandon`, at whichever point it has arrived.

    Args:
        thread_id: Thread of the turn that the request starts, which is interrupted if the caller abandons it. None if
            the request starts no turn, or if the turn continues without the caller.
        restores: Whether the request restores a lost connection, so that it is not queued.
        goal: The events of the goal that the request sets; None for other requests.
    """

    __slots__ = ("connection", "goal", "origin", "pending", "restores", "scope", "thread_id")

    def __init__(
        self, thread_id: str | None = None, *, restores: bool = False, goal: GoalEventBuffer | None = None
    ) -> None:
        self.thread_id = thread_id
        self.goal = goal
        self.restores = restores
        self.connection: ConnectionBase[Any] | None = None
        """The connection of the request, once it is selected."""
        self.origin: object = None
        """The context of the caller, for the observer of the connection; None without one."""
        self.pending: PendingRequest[Any] | None = None
        """The request, once it is registered with the session."""
        self.scope: TurnScope | None = None
        """The scope of the turn that the request starts, once it applies."""

    @property
    def turn_id(self) -> str | None:
        """Id of the turn that the request has started; None if its response has not arrived."""
        response = None if self.pending is None else self.pending.response
        return None if response is None else started_turn_id(response)

    @property
    def buffer(self) -> EventBuffer | None:
        """Event buffer of the turn that the request has started; None if its response has not arrived."""
        return None if self.pending is None else self.pending.buffer

    def abandon(self) -> None:
        """Abandon the request, if it was sent; see `ConnectionBase.abandon`."""
        if self.connection is not None:
            self.connection.abandon(self)
