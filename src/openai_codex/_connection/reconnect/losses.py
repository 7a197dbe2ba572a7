"""Change the state of a connection when it is lost, and is to be restored."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from openai_codex._protocol import wire_log
from openai_codex._protocol.recovery.lost_connections import suspend

if TYPE_CHECKING:
    from openai_codex._connection.base import ConnectionBase
    from openai_codex._protocol.actions import Actions
    from openai_codex._transports.base import CloseReason
    from openai_codex.errors import TransportClosedError

WaiterT = TypeVar("WaiterT")


def suspend_connection(
    connection: ConnectionBase[WaiterT], reason: CloseReason
) -> tuple[TransportClosedError, Actions[WaiterT], list[str]]:
    """Suspend the session, and discard the messages that were not written.

    Args:
        connection: The connection.
        reason: The reason of the loss.

    Returns:
        The error that describes the loss, the actions, and the methods of the requests whose outcome is unknown.
    """
    error = connection.lost_error(reason)
    actions = suspend(connection.session, error)
    connection.outbox.clear()
    wire_log.logger.warning("the connection to %s was lost; reconnecting: %s", connection.peer, error)
    return error, actions, [each.method for each, _ in actions.failed_requests if not each.restores]
