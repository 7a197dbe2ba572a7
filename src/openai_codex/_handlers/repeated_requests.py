"""Requests that the runtime sends again, because the client has resumed the thread."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from openai_codex._handlers.pending_request import PendingServerRequest
    from openai_codex._protocol.jsonrpc import ServerRequest

MAX_ANSWERS = 256
"""Maximum number of resolved requests that are kept."""


class RepeatedRequests:
    """Recognises repeated requests by their id, method and params, so that no handler runs twice for one request.

    The runtime repeats the open requests of a thread that is resumed: by the client, also in the handler of such a
    request, or after a lost connection. The handler continues, and its result answers the repeated request. A response
    that a lost connection may have dropped is sent again. Takes no lock: each step is one atomic call of a dictionary.
    """

    def __init__(
        self,
        open_requests: Mapping[int | str, PendingServerRequest],
        cancel: Callable[[PendingServerRequest], None],
        send: Callable[[bytes], None],
    ) -> None:
        """Create the records of a connection.

        Args:
            open_requests: The requests that have no response.
            cancel: Cancels one of them.
            send: Sends a response.
        """
        self.enabled = False
        """Whether responses are kept and sent again, because the connection may be restored."""
        self._open = open_requests
        self._cancel = cancel
        self._send = send
        self._suspended: dict[int | str, PendingServerRequest] = {}
        self._resolved: OrderedDict[int | str, tuple[ServerRequest, bytes | None]] = OrderedDict()

    def claimed(self, pending: PendingServerRequest) -> None:
        """Record a request that is resolved. The runtime may repeat it before it has received the response."""
        if pending.turn_id is not None:
            self._resolved[pending.request.id] = (pending.request, None)
            if len(self._resolved) > MAX_ANSWERS:
                self._resolved.popitem(last=False)

    def answer(self, pending: PendingServerRequest, data: bytes) -> bytes | None:
        """Record the response to a claimed request; return it if it may be sent now, otherwise None."""
        if not self.enabled:
            return data
        # First: `resume` clears the flag before it looks for the response.
        if pending.turn_id is not None:
            self._resolved[pending.request.id] = (pending.request, data)
        return None if pending.suspended else data

    def suspend(self) -> list[str]:
        """Record the open requests when the connection is lost. The runtime repeats those that belong to turns.

        Returns:
            The methods of the other requests, which are cancelled.
        """
        others = [pending for pending in list(self._open.values()) if pending.turn_id is None]
        for pending in others:
            self._cancel(pending)
        self._suspended = dict(self._open)
        for pending in list(self._suspended.values()):
            pending.suspended = True
        return [pending.request.method for pending in others]

    def suspended(self) -> list[PendingServerRequest]:
        """Return the open requests that the runtime has not repeated."""
        return [pending for pending in list(self._open.values()) if pending.suspended]

    def resume(self, request: ServerRequest) -> bool:
        """Process a request, which may be a repeated one; return whether it is."""
        # In this order: `claimed` is called before a request leaves the open ones.
        pending = self._suspended.pop(request.id, None) or self._open.get(request.id)
        repeats = pending is not None and pending.request == request
        if pending is not None and repeats:
            pending.suspended = False
        resolved, data = self._resolved.get(request.id, (None, None))
        if resolved is not None and resolved == request:
            if data is not None:
                self._send(data)
            return True
        if not repeats and (stale := self._open.get(request.id)) is not None:
            # A request of an earlier runtime, which used the same id.
            self._cancel(stale)
        return repeats

    def resolved(self, request_id: int | str) -> None:
        """Release the response to a request that the runtime has resolved."""
        self._resolved.pop(request_id, None)

    def turn_ended(self, turn_id: str) -> None:
        """Release the requests of a turn."""
        for request_id, (request, _) in list(self._resolved.items()):
            if request.params.get("turnId") == turn_id:
                self._resolved.pop(request_id, None)
        for request_id, pending in list(self._suspended.items()):
            if pending.turn_id == turn_id:
                self._suspended.pop(request_id, None)
