"""An observer that records what the session reports to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openai_codex._observation.observer import Observer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from openai_codex._handlers.pending_request import PendingServerRequest
    from openai_codex._json_types import JsonObject
    from openai_codex._protocol.client_events import RequestDecided
    from openai_codex._protocol.notifications import Notification


class RecordingObserver(Observer):
    """Records the calls of a session, each as the name of the method and the arguments.

    Args:
        trace: The `trace` field of all requests; None omits it.
    """

    def __init__(self, trace: JsonObject | None = None) -> None:
        self.calls: list[tuple[object, ...]] = []
        self._trace = trace

    def take(self) -> list[tuple[object, ...]]:
        """Return the calls since the last call of this method."""
        calls, self.calls = self.calls, []
        return calls

    def request_created(self, request_id: int, method: str, params: Any, origin: object) -> JsonObject | None:
        self.calls.append(("request_created", request_id, method, params, origin))
        return self._trace

    def request_answered(self, request_id: int, response: Mapping[str, Any]) -> None:
        self.calls.append(("request_answered", request_id, response))

    def request_failed(self, request_id: int, error: str) -> None:
        self.calls.append(("request_failed", request_id, error))

    def event(self, event: Notification, key: str | None) -> None:
        self.calls.append(("event", event.method, event.params, key))

    def connection_lost(self, error: BaseException, *, by_client: bool) -> None:
        self.calls.append(("connection_lost", error, by_client))

    def origin(self) -> object:
        raise NotImplementedError

    def turn_timed_out(self, turn_id: str) -> None:
        raise NotImplementedError

    def turn_abandoned(self, turn_id: str) -> None:
        raise NotImplementedError

    def server_request_received(self, pending: PendingServerRequest) -> None:
        raise NotImplementedError

    def enter_handler(self, pending: PendingServerRequest) -> None:
        raise NotImplementedError

    def server_request_resolved(
        self, pending: PendingServerRequest, decision: RequestDecided | None, error: str | None
    ) -> None:
        raise NotImplementedError
