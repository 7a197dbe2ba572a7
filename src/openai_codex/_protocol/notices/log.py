"""Logs the problems that the runtime reports by notifications."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from openai_codex._protocol.notices.errors import describe_error

if TYPE_CHECKING:
    from openai_codex._protocol.notifications import Notification

logger = logging.getLogger("openai_codex")

_TEXTS = {
    "warning": ("message",),
    "guardianWarning": ("message",),
    "configWarning": ("summary", "details", "path"),
    "deprecationNotice": ("summary", "details"),
}
"""Fields of the params that contain the text of a notice, by method."""

_MCP_STATUS = "mcpServer/startupStatus/updated"

NOTICE_METHODS = frozenset({*_TEXTS, _MCP_STATUS, "error"})
"""Methods of the notifications that are logged."""

MAX_LOGGED_NOTICES = 1_000
"""Maximum number of notices that are remembered. Beyond it, notices may be logged again."""


class NoticeLog:
    """Logs warnings of the runtime once for each text, and each retry of a model call.

    The filter of the logger redacts and escapes the texts.
    """

    def __init__(self) -> None:
        self._logged: set[int] = set()

    def log(self, event: Notification) -> None:
        """Log a notification whose method is in `NOTICE_METHODS`."""
        params = event.params
        if event.method == "error":
            if params.get("willRetry") is True:
                text = describe_error(params.get("error"))
                logger.warning("turn %s: the runtime retries the model call: %s", event.turn_id, text)
            return
        if event.method == _MCP_STATUS:
            if params.get("status") != "failed":
                return
            text = f"the MCP server {params.get('name')} failed to start: {params.get('error') or 'unknown reason'}"
        else:
            texts = [value for name in _TEXTS[event.method] if isinstance(value := params.get(name), str) and value]
            text = f"{event.method} of the runtime: {'; '.join(texts)}"
        if hash(text) in self._logged:
            return
        if len(self._logged) >= MAX_LOGGED_NOTICES:
            self._logged.clear()
        self._logged.add(hash(text))
        logger.warning("%s", text)
