"""Determines which threads and turns decide about a request of the runtime."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from openai_codex._protocol.subagents.nodes import UNKNOWN_SERIAL, Ancestor

if TYPE_CHECKING:
    from openai_codex._protocol.jsonrpc import ServerRequest
    from openai_codex._protocol.session import Session


@dataclass(frozen=True)
class Lineage:
    """The thread of a request, and the ancestors of that thread if it is the thread of a sub-agent."""

    thread_id: str | None
    """Id of the thread; None if the request belongs to no thread."""
    ancestors: tuple[Ancestor, ...] = ()
    """The thread itself and its ancestors, the nearest first; empty if the thread is unknown."""
    is_known: bool = True
    """Whether the request belongs to no thread, to a thread of this client, or to a sub-agent of such a thread."""

    @property
    def is_subagent(self) -> bool:
        """Whether the thread has a known ancestor."""
        return len(self.ancestors) > 1

    @property
    def thread_ids(self) -> list[str]:
        """The ids of the thread itself and its ancestors, the nearest first."""
        return [ancestor.thread_id for ancestor in self.ancestors]

    def is_below(self, thread_id: str | None) -> bool:
        """Return whether the request belongs to a sub-agent of a thread."""
        return any(ancestor.thread_id == thread_id for ancestor in self.ancestors[1:])


def lineage_of(request: ServerRequest, session: Session[Any]) -> Lineage:
    """Return the thread of a request and the ancestors of that thread."""
    thread_id = request.params.get("threadId") or request.params.get("conversationId")
    if thread_id is None:
        return Lineage(None)
    if not isinstance(thread_id, str):
        return Lineage(str(thread_id), is_known=False)
    turn_id = request.params.get("turnId")
    if not isinstance(turn_id, str):
        turn_id = None
    threads = session.events.threads
    ancestors = threads.lineage(thread_id, turn_id)
    if ancestors is not None:
        return Lineage(thread_id, ancestors)
    node = threads.thread(thread_id)
    if session.pending_requests.opening and (node is None or (node.parent_id is None and node.turn is None)):
        # For example an MCP server of a new thread: its request may arrive before the response with the thread id.
        return Lineage(thread_id, (Ancestor(thread_id, turn_id, UNKNOWN_SERIAL),))
    return Lineage(thread_id, is_known=False)
