"""`Diagnostics`: what a client can say of itself when something looks wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from openai_codex._protocol.session import Session


@dataclass(frozen=True)
class Diagnostics:
    """How a client stands. Made by `Codex.diagnostics`; asks nothing of the runtime."""

    pid: int
    """The process id of the runtime."""

    exit_code: int | None
    """How the runtime's process ended (negative: the number of a signal); None while it runs."""

    restarts: int
    """How many runtimes were started in the place of one that had died (`CodexConfig.restart`)."""

    in_flight: int
    """How many requests are sent and not answered."""

    waiting: int
    """How many requests wait until they may be sent (`CodexConfig.max_in_flight`)."""

    pending: tuple[str, ...]
    """The methods of all of those, the oldest first."""

    open_turns: int
    """How many turns, and logins, have begun and not ended."""

    bad_frames: Mapping[str, int]
    """How many messages of this runtime could not be used, by what was wrong with them."""

    late_replies: int
    """How many replies of this runtime came to requests that had been given up."""

    unread_notifications: int
    """How many notifications of no turn are kept for who listens later."""

    dropped_notifications: int
    """How many notifications of no turn were not kept, because nobody listened."""

    dropped_events: int
    """How many events of turns that have ended were not kept, because nobody read them."""

    stderr: tuple[str, ...]
    """The last lines that the runtime wrote to stderr, without what looks like a secret."""


def diagnostics(
    session: Session[Any], *, pid: int, exit_code: int | None, restarts: int, stderr: tuple[str, ...]
) -> Diagnostics:
    """Return how a client stands whose session is this."""
    from openai_codex._redaction import redacted_text

    requests, notification_bus = session.pending_requests, session.notification_bus
    return Diagnostics(
        pid=pid,
        exit_code=exit_code,
        restarts=restarts,
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
