"""The payloads of events that the client emits itself."""

from __future__ import annotations

import pytest

from openai_codex._protocol.client_events import (
    ClientEvent,
    ConnectionRestored,
    HandlerFailed,
    RequestDecided,
    RuntimeRestarted,
)
from openai_codex._protocol.notifications import Notification
from openai_codex.errors import CodexError, HandlerError, TransportClosedError

CAUSE = TransportClosedError("gone")
LOST: CodexError = CodexError("not stored")


def test_handler_failed_has_the_error() -> None:
    error = HandlerError("item/tool/call", "failed")
    event = HandlerFailed(error)
    assert (event.error, repr(event)) == (error, f"HandlerFailed({error!r})")


def test_request_decided_has_optional_rule_and_reason() -> None:
    assert RequestDecided("m", "T", "A", None, "accept", "policy") == RequestDecided(
        method="m",
        thread_id="T",
        turn_id="A",
        item_id=None,
        decision="accept",
        decider="policy",
        rule=None,
        reason=None,
    )


def test_runtime_restarted_copies_its_values() -> None:
    resumed, lost = ["T"], {"U": LOST}
    event = RuntimeRestarted(CAUSE, resumed, lost)
    resumed.clear()
    lost.clear()
    assert vars(event) == {"cause": CAUSE, "resumed": ("T",), "lost": {"U": LOST}}
    assert repr(event) == f"RuntimeRestarted(cause={CAUSE!r}, resumed=('T',), lost={{'U': {LOST!r}}})"


def test_connection_restored_copies_its_values() -> None:
    resumed, lost, unknown, requests = ["T"], {"U": LOST}, ["turn/start"], ["item/tool/call"]
    event = ConnectionRestored(CAUSE, 1.23456, 2, resumed, lost, unknown, requests)
    for values in (resumed, lost, unknown, requests):
        values.clear()
    assert vars(event) == {
        "cause": CAUSE,
        "duration": 1.23456,
        "attempts": 2,
        "resumed": ("T",),
        "lost": {"U": LOST},
        "unknown": ("turn/start",),
        "lost_requests": ("item/tool/call",),
    }
    assert repr(event) == (
        f"ConnectionRestored(cause={CAUSE!r}, duration=1.235, attempts=2, resumed=('T',), lost={{'U': {LOST!r}}}, "
        "unknown=('turn/start',), lost_requests=('item/tool/call',))"
    )


def test_connection_restored_without_requests_has_none_unknown_or_lost() -> None:
    event = ConnectionRestored(CAUSE, 0.0, 1, [], {})
    assert (event.unknown, event.lost_requests) == ((), ())


@pytest.mark.parametrize(
    "payload",
    [
        HandlerFailed(HandlerError("item/tool/call", "failed")),
        RequestDecided("m", None, None, None, "accept", "handler"),
        RuntimeRestarted(CAUSE, [], {}),
        ConnectionRestored(CAUSE, 0.0, 1, [], {}),
    ],
)
def test_payload_of_client_event_is_not_decoded(payload: ClientEvent) -> None:
    assert Notification("client/any", {}, payload=payload).payload is payload
