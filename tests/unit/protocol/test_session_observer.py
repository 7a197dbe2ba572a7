"""The reports of the session to an observer, and the trace of requests."""

from __future__ import annotations

import json
from typing import Any

import pytest

from openai_codex._protocol.session import Session
from openai_codex.errors import InputError, TransportClosedError
from unit.protocol.observing import RecordingObserver
from unit.protocol.test_session import completed, event, line, new_session

TRACE = {"traceparent": "00-1-2-01"}


def observed(
    trace: dict[str, Any] | None = None, *, max_line_bytes: int = 1 << 20, max_sent_bytes: int | None = None
) -> tuple[Session[str], RecordingObserver]:
    observer = RecordingObserver(trace)
    session: Session[str] = Session(max_line_bytes=max_line_bytes, max_sent_bytes=max_sent_bytes)
    session.observe(observer)
    return session, observer


@pytest.mark.parametrize("params", [None, {"model": "m"}])
@pytest.mark.parametrize("trace", [None, TRACE])
def test_request_is_observed_before_it_is_encoded_with_its_trace(params: Any, trace: dict[str, Any] | None) -> None:
    session, observer = observed(trace)
    request = session.create_request("turn/start", params, "w", origin="caller")
    optional = {"params": params, "trace": trace}
    assert json.loads(request.data) == {
        "id": 1,
        "method": "turn/start",
        **{name: value for name, value in optional.items() if value is not None},
    }
    assert observer.calls == [("request_created", 1, "turn/start", params, "caller")]


def test_request_that_cannot_be_encoded_is_observed_as_failed() -> None:
    session, observer = observed(max_sent_bytes=30)
    with pytest.raises(InputError):
        session.create_request("model/list", {"text": "x" * 30}, "w")
    assert observer.calls == [
        ("request_created", 1, "model/list", {"text": "x" * 30}, None),
        ("request_failed", 1, "InputError"),
    ]
    assert session.pending_requests.methods() == []


def test_answered_and_failed_requests_are_observed() -> None:
    session, observer = observed(max_line_bytes=100)
    for _ in range(5):
        session.create_request("model/list", None, "w")
    observer.take()
    answers: list[dict[str, Any]] = [{"id": 1, "result": {"data": []}}, {"id": 2, "error": {"code": 1}}]
    session.receive_data(b"".join(line(**answer) for answer in answers))
    session.receive_data(b'{"id":3,"result":{broken\n' + line(id=4, result="x" * 200) + line(id=9, result={}))
    assert observer.calls == [
        ("request_answered", 1, answers[0]),
        ("request_answered", 2, answers[1]),
        ("request_failed", 3, "UnexpectedResponseError"),
        ("request_failed", 4, "OversizeMessageError"),
    ]


@pytest.mark.parametrize(("timed_out", "error"), [(False, "cancelled"), (True, "RequestTimeoutError")])
def test_abandoned_request_is_observed_with_the_reason(timed_out: bool, error: str) -> None:
    session, observer = observed()
    request = session.create_request("model/list", None, "w")
    if timed_out:
        request.timed_out = True
    observer.take()
    session.abandon(request)
    assert observer.calls == [("request_failed", 1, error)]


def test_events_are_observed_with_their_turn_but_no_deltas() -> None:
    session, observer = observed()
    session.events.event_buffer("A")
    session.receive_data(
        event("turn/started", "A", turn={"id": "A"})
        + event("item/agentMessage/delta", "A", itemId="i", delta="text")
        + completed("A")
        + line(method="account/updated", params={"authMode": None})
    )
    assert observer.calls == [
        ("event", "turn/started", {"threadId": "T", "turnId": "A", "turn": {"id": "A"}}, "A"),
        ("event", "turn/completed", {"threadId": "T", "turn": {"id": "A", "status": "completed"}}, "A"),
        ("event", "account/updated", {"authMode": None}, None),
    ]


def test_failure_before_start_of_turn_is_observed_as_its_end() -> None:
    session, observer = observed()
    session.events.event_buffer("A")
    error = {"message": "unknown commit"}
    session.receive_data(event("error", "A", willRetry=False, error=error))
    turn: dict[str, Any] = {"id": "A", "items": [], "status": "failed", "error": error}
    assert observer.calls == [
        ("event", "error", {"threadId": "T", "turnId": "A", "willRetry": False, "error": error}, "A"),
        ("event", "turn/completed", {"threadId": "T", "turn": turn}, "A"),
    ]


@pytest.mark.parametrize(("options", "by_client"), [({}, False), ({"by_client": True}, True)])
def test_first_end_of_connection_is_observed(options: dict[str, bool], by_client: bool) -> None:
    session, observer = observed()
    error = TransportClosedError("gone")
    session.connection_lost(error, **options)
    session.connection_lost(TransportClosedError("again"))
    assert observer.calls == [("connection_lost", error, by_client)]


def test_session_without_observer_adds_no_trace_and_reports_nothing() -> None:
    session, observer = observed(TRACE)
    session.observe(None)
    request = session.create_request("model/list", None, "w")
    assert json.loads(request.data) == {"id": 1, "method": "model/list"}
    session.receive_data(event("turn/started", "A", turn={"id": "A"}))
    session.abandon(request)
    session.connection_lost(TransportClosedError("gone"))
    assert observer.calls == []
    assert new_session().observer is None
