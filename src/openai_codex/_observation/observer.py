"""`Observer`: is notified about the requests, events and handlers of one connection.

Without an instrumentation, the observer of a connection is None, and each place that calls it costs one comparison.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from openai_codex._connection.base import ConnectionBase
    from openai_codex._handlers.pending_request import PendingServerRequest
    from openai_codex._handlers.scopes import HandlerScopes
    from openai_codex._json_types import JsonObject
    from openai_codex._protocol.client_events import RequestDecided
    from openai_codex._protocol.notifications import Notification


class Observer(ABC):
    """Observes one connection. No method waits or raises.

    The methods run where the state of the session is changed, except for those about requests of the runtime, and
    `origin`, which runs in the thread or task of the caller.
    """

    @abstractmethod
    def origin(self) -> object:
        """Return the context of the caller of a request, for `request_created`. Takes no lock."""

    @abstractmethod
    def request_created(self, request_id: int, method: str, params: Any, origin: object) -> JsonObject | None:
        """Observe a request before it is encoded.

        Args:
            request_id: Id of the request.
            method: Wire method.
            params: Params as JSON values.
            origin: The value of `origin`; None if the client sends the request by itself.

        Returns:
            The `trace` field of the request; None omits it.
        """

    @abstractmethod
    def request_answered(self, request_id: int, response: Mapping[str, Any]) -> None:
        """Observe the response to a request."""

    @abstractmethod
    def request_failed(self, request_id: int, error: str) -> None:
        """Observe a request that has failed, or whose caller has stopped waiting. Does nothing if it was answered.

        Args:
            request_id: Id of the request.
            error: Name of an exception class, or `cancelled`.
        """

    @abstractmethod
    def event(self, event: Notification, key: str | None) -> None:
        """Observe an event that is not a delta.

        Args:
            event: The event.
            key: Id of the turn or login to which it belongs; None if it belongs to neither.
        """

    @abstractmethod
    def turn_timed_out(self, turn_id: str) -> None:
        """Observe that the client is about to interrupt a turn because a timeout has expired."""

    @abstractmethod
    def turn_abandoned(self, turn_id: str) -> None:
        """Observe that the client no longer waits for the end of a turn that it has interrupted."""

    @abstractmethod
    def server_request_received(self, pending: PendingServerRequest) -> None:
        """Observe a request of the runtime. The thread that delivers data calls this."""

    @abstractmethod
    def enter_handler(self, pending: PendingServerRequest) -> None:
        """Prepare the context in which a handler or tool runs. Called in that context."""

    @abstractmethod
    def server_request_resolved(
        self, pending: PendingServerRequest, decision: RequestDecided | None, error: str | None
    ) -> None:
        """Observe the end of a request of the runtime. Any thread may call this.

        Args:
            pending: The request.
            decision: The decision; None if the request asks for none.
            error: Name of an exception class, or `timeout`, `cancelled` or `missing_handler`; None without an error.
        """

    @abstractmethod
    def connection_lost(self, error: BaseException, *, by_client: bool) -> None:
        """Observe the end of the connection, or that it was not established. The first call counts.

        Args:
            error: The error of the requests that are pending.
            by_client: Whether the client has closed the connection.
        """


class Instrumentation:
    """Creates the observers of the connections that start from now on."""

    factory: Callable[[ConnectionBase[Any], HandlerScopes], Observer | None] | None = None
    """Creates the observer of a connection, or returns None; None without an instrumentation."""
