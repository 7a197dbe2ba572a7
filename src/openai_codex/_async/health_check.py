"""Check the health of a client: its connection, and the runtime at the other end."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

from openai_codex._connection.metadata import metadata_from
from openai_codex._validation import validate_seconds
from openai_codex.errors import CodexError
from openai_codex.health import Health, is_ready_async

if TYPE_CHECKING:
    from collections.abc import Mapping

    from openai_codex._async.requests import AsyncRequestSender
    from openai_codex.health import HealthState

STATES: Mapping[str, HealthState] = {
    "reconnecting": "reconnecting",
    "closed": "closed",
    "not started": "not started",
}
"""Summary of a connection over which no request is sent -> its state."""


async def check_health(sender: AsyncRequestSender, timeout: float) -> Health:
    """Return the health of a client. Raises no error of the runtime or the connection.

    Args:
        sender: Sends the request.
        timeout: Maximum time of each check, in seconds.
    """
    validate_seconds("timeout", timeout, optional=False)
    supervisor = sender.supervisor
    state = STATES.get(supervisor.summary, "connected")
    latency: float | None = None
    version: str | None = None
    error: CodexError | None = None
    if state == "connected":
        started = monotonic()
        try:
            await sender.with_timeout(timeout).call("thread/loaded/list", {"limit": 1})
            latency = monotonic() - started
        except CodexError as problem:
            error = problem
    if state != "not started":
        connection = supervisor.current
        version = metadata_from(connection.server_info).server_info.version
        if isinstance(connection.close_reason, CodexError):
            state, error = "closed", connection.close_reason
    url, options = supervisor.config.url, supervisor.config.websocket
    is_direct = options is None or options.proxy_command is None
    ready = await is_ready_async(url, timeout=timeout, options=options) if url is not None and is_direct else None
    return Health(state, latency, ready, version, error)
