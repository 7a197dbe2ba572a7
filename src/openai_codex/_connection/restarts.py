"""What there is to tell of a runtime that was started in the place of one that had died."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openai_codex._protocol.notifications import Notification

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from openai_codex.errors import CodexError

RUNTIME_RESTARTED_METHOD = "client/runtimeRestarted"
"""The method of the event that tells of a new runtime."""


class RuntimeRestarted:
    """A new runtime has taken the place of one that had died: the payload of an event for `Codex.on`.

    Turns that were running have failed. Nothing was sent a second time.
    """

    def __init__(self, cause: Exception, resumed: Sequence[str], lost: Mapping[str, CodexError]) -> None:
        self.cause = cause
        """What ended the runtime before: a `TransportClosedError`."""
        self.resumed = tuple(resumed)
        """The ids of the threads that go on."""
        self.lost = dict(lost)
        """The ids of the threads that do not, each with the reason: one that was ephemeral, or never had a turn."""

    def __repr__(self) -> str:
        return f"RuntimeRestarted(cause={self.cause!r}, resumed={self.resumed!r}, lost={self.lost!r})"


def restart_notification(cause: Exception, resumed: Sequence[str], lost: Mapping[str, CodexError]) -> Notification:
    """Return the event that tells of a new runtime."""
    params = {"resumed": list(resumed), "lost": {thread_id: str(error) for thread_id, error in lost.items()}}
    return Notification(RUNTIME_RESTARTED_METHOD, params, payload=RuntimeRestarted(cause, resumed, lost))
