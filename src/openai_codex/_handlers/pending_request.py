"""`PendingServerRequest`: a request of the runtime that has no response yet."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextvars import Context

    from openai_codex._handlers.lineage import Lineage
    from openai_codex._handlers.options import Handlers
    from openai_codex._handlers.specs import RequestSpec
    from openai_codex._protocol.jsonrpc import ServerRequest


@dataclass(eq=False)
class PendingServerRequest:
    """A request of the runtime that has no response yet."""

    request: ServerRequest
    spec: RequestSpec
    timeout: float | None
    """Timeout of the handler, in seconds; None means no limit."""
    lineage: Lineage
    """The threads from which the request may take its handlers."""
    levels: tuple[tuple[Handlers, Context], ...] = field(default=(), repr=False)
    """The handlers that may answer the request, with their contexts. The first level with a suitable one does."""
    handler: Callable[[Any], Any] | None = None
    """The function that answers the request; None before `resolve_handler`, or without a handler."""
    is_tool: bool = False
    """Whether the handler is a tool of the thread."""
    is_coroutine_handler: bool = False
    """Whether the handler is declared async. Other handlers may block, and may return an awaitable as well."""
    is_raw: bool = False
    """Whether the handler is from `on_request`, and returns the result in the form of the protocol."""
    argument: Any = None
    """The argument of the handler."""
    context: Context | None = field(default=None, repr=False)
    """A copy of the context in which the handler runs; None without a handler."""
    cancel: Callable[[], None] | None = field(default=None, repr=False)
    """Cancels the running handler; None if it cannot be cancelled."""
    is_deferred: bool = False
    """Whether the handler has left the decision to the consumer of the stream."""
    claims: list[None] = field(default_factory=lambda: [None], repr=False)
    """One element until the request is resolved. The thread that removes it resolves the request."""
    suspended: bool = False
    """Whether the connection was lost, and a response must wait until the runtime sends the request again."""
    cancelled: bool = False
    """Whether the handler was stopped because the request timed out or was cancelled."""

    @property
    def turn_id(self) -> str | None:
        """Id of the turn of the request; None if the request belongs to no turn."""
        turn_id = self.request.params.get("turnId")
        return turn_id if isinstance(turn_id, str) else None
