"""The session: dropped messages, limits, and the end of the connection."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from openai_codex._protocol.session import Session
from openai_codex.errors import InputError, OversizeMessageError, TransportClosedError, UnexpectedResponseError
from unit.protocol.test_session import event, line, new_session, read_methods, subscribe

if TYPE_CHECKING:
    from openai_codex._protocol.actions import Actions
    from openai_codex._protocol.notifications import Notification


def test_dropped_message_is_logged_with_reason_size_and_beginning(caplog: pytest.LogCaptureFixture) -> None:
    session = new_session(max_line_bytes=100)
    session.receive_data(b"[1]\n" + b"x" * 200 + b"\n" + b"{broken\n")
    assert session.bad_frames == {"not an object": 1, "oversize": 1, "malformed": 1}
    first, second, third = caplog.messages
    assert first == "dropped a message of the runtime (not an object): [1]"
    assert second.startswith("dropped a message of the runtime (oversize, 200 bytes): xxx")
    assert third.startswith("dropped a message of the runtime (malformed, ")
    assert third.endswith("{broken")


@pytest.mark.parametrize(
    ("reason", "bad"),
    [
        ("request without a usable id", line(id=None, method="m")),
        ("request without a usable id", line(id=1.5, method="m")),
        ("request without a usable id", line(id=True, method="m")),
        ("reply to no request", line(id="x", result={})),
        ("no message", line(id=1)),
        ("no message", line(result={}, error={})),
    ],
)
def test_dropped_message_without_usable_id_is_logged_with_its_text(
    caplog: pytest.LogCaptureFixture, reason: str, bad: bytes
) -> None:
    session = new_session()
    actions = session.receive_data(bad)
    assert session.bad_frames == {reason: 1}
    text = bad.decode().strip()
    assert caplog.messages == [f"dropped a message of the runtime ({reason}): {text}"]
    assert (actions.server_requests, actions.responses) == ([], [])


def test_malformed_response_fails_its_request_with_the_cause() -> None:
    session = new_session()
    request = session.create_request("model/list", None, "w")
    ((failed, error),) = session.receive_data(b'{"id":1,"result":{broken\n').failed_requests
    assert failed is request
    assert isinstance(error, UnexpectedResponseError)
    assert (error.method, error.result) == ("model/list", None)
    assert str(error).startswith("model/list: the response is not a valid JSON message: ")


def test_oversized_response_without_line_end_fails_its_request() -> None:
    session = new_session(max_line_bytes=50)
    request = session.create_request("model/list", None, "w")
    session.receive_data(line(id=1, result="x" * 60)[:-1])
    failures = session.connection_lost(TransportClosedError("gone")).failed_requests
    assert [(failed, type(error)) for failed, error in failures] == [(request, OversizeMessageError)]
    assert session.bad_frames == {"oversize": 1}


def test_fault_while_one_message_is_processed_does_not_lose_the_next(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    session = new_session()
    subscription = subscribe(session, "A")
    route = session.events.route

    def fail_once(event: Notification, actions: Actions[Any]) -> None:
        monkeypatch.setattr(session.events, "route", route)
        raise ZeroDivisionError("fault")

    monkeypatch.setattr(session.events, "route", fail_once)
    session.receive_data(event("item/started", "A") + event("item/completed", "A"))
    assert read_methods(subscription) == ["item/completed"]
    assert session.bad_frames == {"unexpected": 1}
    assert caplog.messages == ["failed to process a message of the runtime: ZeroDivisionError('fault')"]
    (record,) = caplog.records
    assert record.exc_info is not None
    assert record.exc_info[0] is ZeroDivisionError


@pytest.mark.parametrize("params", [None, [], "text", 3, [1]])
def test_notification_with_params_of_other_type_has_empty_params(params: object) -> None:
    session = new_session()
    subscription = session.notification_bus.subscribe(None, lambda: None)
    session.receive_data(line(method="some/notification", params=params) + line(method="some/notification"))
    for _ in range(2):
        found = subscription.pop()
        assert found is not None
        assert found.params == {}


@pytest.mark.parametrize(("emitted", "expected"), [(5, 5), ("5", None), (True, None), (1.5, None), (None, None)])
def test_notification_has_time_and_size_of_its_message(emitted: object, expected: int | None) -> None:
    session = new_session()
    subscription = session.notification_bus.subscribe(None, lambda: None)
    data = line(method="some/notification", params={}, emittedAtMs=emitted)
    session.receive_data(data)
    found = subscription.pop()
    assert found is not None
    assert (found.emitted_at_ms, found.size) == (expected, len(data) - 1)


def test_pending_requests_count_those_that_open_threads_or_claim_buffers() -> None:
    session = new_session()
    requests = [session.create_request(method, {}, "w") for method in ("thread/start", "turn/start", "review/start")]
    counts = [(session.pending_requests.opening, session.pending_requests.claiming)]
    for request in requests:
        session.receive_data(line(id=request.id, result={}))
        counts.append((session.pending_requests.opening, session.pending_requests.claiming))
    assert counts == [(2, 2), (1, 2), (1, 1), (0, 0)]


def test_message_over_limit_of_transport_is_rejected_with_sizes() -> None:
    size = len(Session[str](max_line_bytes=1 << 20).create_request("m", {"x": "y"}, "w").data)
    exact = Session[str](max_line_bytes=1 << 20, max_sent_bytes=size)
    assert len(exact.create_request("m", {"x": "y"}, "w").data) == size
    smaller = Session[str](max_line_bytes=1 << 20, max_sent_bytes=size - 1)
    with pytest.raises(InputError, match=f"the message has {size} bytes; over this transport, the limit is {size - 1}"):
        smaller.create_request("m", {"x": "y"}, "w")
    assert smaller.pending_requests.methods() == []


def test_data_after_loss_of_connection_is_ignored() -> None:
    session = new_session()
    session.connection_lost(TransportClosedError("gone"))
    subscription = session.notification_bus.subscribe(None, lambda: None)
    actions = session.receive_data(line(method="some/notification"))
    assert (actions.updated, subscription.lag) == (set(), 0)
    assert session.connection_lost(TransportClosedError("again")).updated == set()
    with pytest.raises(TransportClosedError, match="gone"):
        session.create_request("m", None, "w")
