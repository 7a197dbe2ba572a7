"""`Diagnostics`: statistics of a client and its connection."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from openai_codex._protocol.session import Session


@dataclass(frozen=True)
class Diagnostics:
    """Statistics of a client.

    `Codex.diagnostics` returns them without a request to the runtime.
    """

    pid: int | None
    """Process id of the runtime. None if the client is connected to a runtime that it has not started."""

    exit_code: int | None
    """Exit code of the runtime, negative for a signal. None while it runs, and if it is unknown."""

    restarts: int
    """Number of runtimes that replaced one that had exited (`CodexConfig.restart`)."""

    reconnects: int
    """Number of connections that replaced a lost one (`CodexConfig.reconnect_timeout`)."""

    in_flight: int
    """Number of requests that were sent and have no response."""

    waiting: int
    """Number of queued requests (`CodexConfig.max_in_flight`)."""

    pending: tuple[str, ...]
    """Methods of the sent and the queued requests, the oldest first."""

    open_turns: int
    """Number of turns and logins that have started and not ended."""

    bad_frames: Mapping[str, int]
    """Number of messages of this runtime that were dropped, by the reason."""

    late_replies: int
    """Number of responses of this runtime to requests that were abandoned."""

    unread_notifications: int
    """Number of notifications that belong to no turn and are kept for a later consumer."""

    dropped_notifications: int
    """Number of notifications that belong to no turn and were discarded because they had no consumer."""

    dropped_events: int
    """Number of events discarded in ended turns and goals, because they had no consumer or a consumer was late."""

    stderr: tuple[str, ...]
    """The last lines that the runtime wrote to stderr, redacted."""


def diagnostics(
    session: Session[Any],
    *,
    pid: int | None,
    exit_code: int | None,
    restarts: int,
    reconnects: int,
    stderr: tuple[str, ...],
) -> Diagnostics:
    """Return the statistics of a session and its connection."""
    from openai_codex._redaction import redacted_text

    requests, notification_bus = session.pending_requests, session.notification_bus
    return Diagnostics(
        pid=pid,
        exit_code=exit_code,
        restarts=restarts,
        reconnects=reconnects,
        in_flight=requests.sent,
        waiting=requests.waiting,
        pending=tuple(requests.methods()),
        open_turns=len(session.events.open),
        bad_frames=dict(session.bad_frames),
        late_replies=session.late_responses,
        unread_notifications=len(notification_bus.backlog),
        dropped_notifications=notification_bus.dropped,
        dropped_events=session.events.events_dropped,
        stderr=tuple(redacted_text(line) for line in stderr),
    )
