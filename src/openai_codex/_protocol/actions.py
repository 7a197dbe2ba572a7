"""`Actions`: what the I/O layer has to do after the session has processed input."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping

    from openai_codex._protocol.event_buffer import EventBuffer
    from openai_codex._protocol.jsonrpc import ServerRequest
    from openai_codex._protocol.notification_bus import NotificationBus
    from openai_codex._protocol.pending_requests import PendingRequest
    from openai_codex._protocol.subagents.nodes import TurnNode

WaiterT = TypeVar("WaiterT")


class Actions(Generic[WaiterT]):
    """Actions for the I/O layer to perform after receiving data, losing the connection, or abandoning a request."""

    __slots__ = (
        "cancelled_server_requests",
        "closed_threads",
        "completed_turns",
        "failed_requests",
        "orphaned_responses",
        "ready_to_send",
        "responses",
        "server_requests",
        "started_turns",
        "subagents_to_interrupt",
        "turns_to_interrupt",
        "updated",
    )

    def __init__(self) -> None:
        self.responses: list[tuple[PendingRequest[WaiterT], Mapping[str, Any]]] = []
        """Requests that received their response: the whole message, with `result` or `error`."""
        self.server_requests: list[ServerRequest] = []
        """Requests of the runtime, to be answered by handlers."""
        self.updated: set[EventBuffer | NotificationBus] = set()
        """Buffers that received events or ended: wake their subscriptions."""
        self.failed_requests: list[tuple[PendingRequest[WaiterT], Exception]] = []
        """Requests that will receive no response, each with the reason."""
        self.ready_to_send: list[PendingRequest[WaiterT]] = []
        """Queued requests that may be sent now, in order: write their `data`."""
        self.orphaned_responses: list[tuple[str, Mapping[str, Any]]] = []
        """Responses to abandoned requests that started a turn, each with the thread id: interrupt the turn."""
        self.cancelled_server_requests: list[int | str] = []
        """Ids of server requests that the runtime no longer waits for."""
        self.subagents_to_interrupt: list[TurnNode] = []
        """Turns of sub-agents that started after the turn for which they work was interrupted: interrupt them."""
        self.turns_to_interrupt: list[tuple[str, str]] = []
        """Turns to interrupt, each as the ids of its thread and its own: their model call was retried too often, or the
        connection was lost before the runtime had received the interrupt."""
        self.started_turns: list[tuple[str, str]] = []
        """Turns that have started, each as the id of its thread and its own id."""
        self.completed_turns: list[str] = []
        """Ids of turns and logins that have ended."""
        self.closed_threads: list[str] = []
        """Ids of threads that the runtime has closed, archived or deleted."""
