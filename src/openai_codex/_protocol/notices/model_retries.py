"""Bounds the retries of model calls: after too many, a turn fails with the last error."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openai_codex._json_types import is_object
from openai_codex._protocol.notices.errors import describe_error
from openai_codex._protocol.notifications import Notification

if TYPE_CHECKING:
    from openai_codex._json_types import JsonObject

RETRY_METHODS = frozenset({"error", "item/started", "item/completed", "thread/tokenUsage/updated", "turn/completed"})
"""Methods of notifications that affect the number of retries."""


class ModelRetries:
    """Counts the consecutive retries of each running turn.

    The settings of the runtime do not bound its retries while the network is unavailable.

    Args:
        maximum: Maximum number of consecutive retries; None sets no limit.
    """

    def __init__(self, maximum: int | None) -> None:
        self._maximum = maximum
        self._counts: dict[str, int] = {}
        self._failed: dict[str, JsonObject] = {}

    @property
    def is_bounded(self) -> bool:
        """Whether there is a limit."""
        return self._maximum is not None

    def exceeded(self, turn_id: str, event: Notification) -> bool:
        """Count a notification; return whether the turn has to be interrupted now.

        Args:
            turn_id: Id of the turn.
            event: A notification of the turn whose method is in `RETRY_METHODS`.
        """
        if self._maximum is None:
            return False
        if event.method != "error":
            # The model has responded.
            self._counts.pop(turn_id, None)
            return False
        if event.params.get("willRetry") is not True or turn_id in self._failed:
            return False
        self._counts[turn_id] = count = self._counts.get(turn_id, 0) + 1
        if count <= self._maximum:
            return False
        error = event.params.get("error")
        text = f"the client interrupted the turn (CodexConfig.max_model_retries={self._maximum})"
        message = f"{describe_error(error)}; {text}"
        self._failed[turn_id] = {**(error if is_object(error) else {}), "message": message}
        return True

    def completion(self, turn_id: str, event: Notification) -> Notification:
        """Return the completion of a turn as failed if it was interrupted for its retries, else unchanged.

        Args:
            turn_id: Id of the turn.
            event: Its `turn/completed`.
        """
        self._counts.pop(turn_id, None)
        error = self._failed.pop(turn_id, None)
        turn = event.params.get("turn")
        if error is None or not is_object(turn) or turn.get("status") != "interrupted":
            return event
        params: JsonObject = {**event.params, "turn": {**turn, "status": "failed", "error": error}}
        return Notification(event.method, params, event.emitted_at_ms, event.size)
