"""Wait while a runtime shuts down: it completes its running turns, and then ends its connections."""

from __future__ import annotations

from asyncio import sleep
from math import inf
from time import monotonic
from typing import TYPE_CHECKING

from openai_codex._protocol.pending_requests import UNTHROTTLED_METHODS

if TYPE_CHECKING:
    from openai_codex._async.requests import AsyncRequestSender
    from openai_codex._connection.asyncio.connection import AsyncConnection
    from openai_codex.errors import ServerDrainingError

POLL_INTERVAL = 0.05
"""Interval between two checks whether a runtime that shuts down has ended its connection, in seconds."""


async def next_sender(
    sender: AsyncRequestSender, method: str, error: ServerDrainingError, begun: float
) -> AsyncRequestSender:
    """Wait until a request that a runtime has rejected can be sent again, over the next connection.

    Args:
        sender: The sender of the request.
        method: The wire method.
        error: The rejection.
        begun: When the request was sent first, by `time.monotonic`.

    Returns:
        The sender of the next attempt. The timeout of `sender` limits all attempts together.

    Raises:
        ServerDrainingError: The rejection, if the client does not replace the connection, or not in time.
    """
    connection = await sender.connection()
    # The running work that an unthrottled method controls ends before the connection.
    if not sender.waits or method in UNTHROTTLED_METHODS:
        raise error
    if not connection.reconnect_timeout and (sender.is_bound or not connection.config.restart):
        raise error
    deadline = sender.deadline(begun)
    end = min(deadline, monotonic() + (connection.reconnect_timeout or inf))
    # Also before the first check: the connection processes the rejection meanwhile.
    await sleep(POLL_INTERVAL)
    if not await wait_for_end(connection, end):
        raise error
    return sender if deadline == inf else sender.capped_at(max(0.0, deadline - monotonic()))


async def wait_for_end(connection: AsyncConnection, deadline: float = inf, *, restored: bool = False) -> bool:
    """Wait until a runtime that shuts down has ended its connection.

    Args:
        connection: The connection.
        deadline: End of the wait, by `time.monotonic`.
        restored: Whether to wait until the connection is restored or closed, too.

    Returns:
        Whether the wait has ended before the deadline.
    """
    while connection.close_reason is None:
        session = connection.session
        if not session.draining and (session.is_connected or not restored):
            break
        if monotonic() > deadline:
            return False
        await sleep(POLL_INTERVAL)
    return True
