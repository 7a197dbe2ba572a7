"""Tests of the sans-I/O session: requests, responses, and the routing of events."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from openai_codex._protocol.event_buffer import MAX_UNREAD_EVENTS, RETAINED_METHODS, EventBuffer
from openai_codex._protocol.event_router import MAX_COMPLETED_BUFFERS, MAX_RESERVED_BUFFERS, MAX_UNCONSUMED_BUFFERS
from openai_codex._protocol.notification_bus import MAX_UNREAD_NOTIFICATIONS
from openai_codex._protocol.session import Session
from openai_codex.errors import OversizeMessageError, TransportClosedError, UnexpectedResponseError, WireValueError

if TYPE_CHECKING:
    from openai_codex._protocol.subscription import Subscription


def new_session(max_line_bytes: int = 1 << 20) -> Session[str]:
    return Session(max_line_bytes=max_line_bytes)


def line(**message: Any) -> bytes:
    return json.dumps(message).encode() + b"\n"


def event(method: str, turn_id: str, **params: Any) -> bytes:
    return line(method=method, params={"threadId": "T", "turnId": turn_id, **params})


def completed(turn_id: str, status: str = "completed") -> bytes:
    return line(method="turn/completed", params={"threadId": "T", "turn": {"id": turn_id, "status": status}})


def read_methods(subscription: Subscription) -> list[str]:
    methods = []
    while (found := subscription.pop()) is not None:
        methods.append(found.method)
    return methods


def subscribe(session: Session[str], turn_id: str) -> Subscription:
    return session.events.event_buffer(turn_id).subscribe(lambda: None)


def test_responses_out_of_order_complete_requests_by_id() -> None:
    session = new_session()
    first = session.create_request("a", {"x": "é"}, "waiter a").data
    second = session.create_request("b", None, "waiter b").data
    assert json.loads(first) == {"id": 1, "method": "a", "params": {"x": "é"}}
    assert json.loads(second) == {"id": 2, "method": "b"}
    assert first.endswith(b"\n")
    assert first.count(b"\n") == 1

    actions = session.receive_data(line(id=2, result={}) + line(id=1, error={"code": -1, "message": "no"}))
    assert [(pending.waiter, "error" in response) for pending, response in actions.responses] == [
        ("waiter b", False),
        ("waiter a", True),
    ]
    assert session.pending_requests.methods() == []


def test_create_request_with_line_break_in_a_value_encodes_one_line() -> None:
    data = new_session().create_request("a", {"text": "one\ntwo\u2028three"}, "w").data
    assert data.count(b"\n") == 1
    assert json.loads(data)["params"]["text"] == "one\ntwo\u2028three"


@pytest.mark.parametrize("value", [float("nan"), b"bytes", "\ud800"])
def test_create_request_with_invalid_value_raises_and_leaves_nothing_pending(value: object) -> None:
    session = new_session()
    with pytest.raises(WireValueError, match="turn/start"):
        session.create_request("turn/start", {"input": value}, "w")
    assert session.pending_requests.methods() == []
    session.create_request("next", None, "w")


@pytest.mark.parametrize(
    ("kind", "bad"),
    [
        ("malformed", b"{oops\n"),
        ("invalid UTF-8", b'{"method":"\xff\xfe"}\n'),
        ("not an object", b"[1,2]\n"),
        ("no message", b'{"jsonrpc":"2.0"}\n'),
        ("reply to no request", line(id=99, result=None)),
        ("reply to no request", line(id="1", result=None)),
    ],
)
def test_receive_data_with_bad_frame_counts_it_and_continues(kind: str, bad: bytes) -> None:
    session = new_session()
    session.create_request("a", None, "w")
    actions = session.receive_data(bad + line(id=1, result="fine"))
    assert [response["result"] for _, response in actions.responses] == ["fine"]
    assert session.bad_frames == {kind: 1}


def test_receive_data_with_empty_lines_and_carriage_returns_ignores_them() -> None:
    session = new_session()
    session.create_request("a", None, "w")
    actions = session.receive_data(b'\n\r\n  \n{"id":1,"result":1}\r\n')
    assert len(actions.responses) == 1
    assert not session.bad_frames


def test_duplicate_and_late_responses_are_dropped_and_counted() -> None:
    session = new_session()
    session.create_request("a", None, "w")
    late = session.create_request("b", None, "w")
    session.abandon(late)
    actions = session.receive_data(line(id=1, result=1) + line(id=1, result=2) + line(id=2, result=3))
    assert [response["result"] for _, response in actions.responses] == [1]
    assert session.bad_frames == {"duplicate reply": 1}
    assert session.late_responses == 1


@pytest.mark.parametrize("bad", [b'{"id":1,"result":"\xff\xfe"}\n', b'{"id":1,"result":{"cut\n'])
def test_malformed_response_fails_its_own_request(bad: bytes) -> None:
    session = new_session()
    session.create_request("a", None, "w1")
    session.create_request("b", None, "w2")
    [(pending, error)] = session.receive_data(bad).failed_requests
    assert pending.waiter == "w1"
    assert isinstance(error, UnexpectedResponseError)
    assert error.method == "a"
    assert session.pending_requests.methods() == ["b"]


def test_requests_beyond_max_in_flight_are_queued_in_order() -> None:
    session: Session[str] = Session(max_line_bytes=1_000, max_in_flight=2)
    requests = [session.create_request("a", None, f"w{number}") for number in range(5)]
    assert [pending.sent for pending in requests] == [True, True, False, False, False]
    assert (session.pending_requests.sent, session.pending_requests.waiting) == (2, 3)
    # An abandoned request leaves the queue, and `turn/interrupt` bypasses the queue.
    session.abandon(requests[2])
    assert session.create_request("turn/interrupt", None, "interrupt").sent
    assert session.receive_data(line(id=1, result=1)).ready_to_send == []
    assert [pending.waiter for pending in session.receive_data(line(id=6, result=1)).ready_to_send] == ["w3"]
    assert [
        pending.waiter for pending in session.receive_data(line(id=4, result=1) + line(id=2, result=1)).ready_to_send
    ] == ["w4"]


def test_abandoned_requests_use_at_most_half_of_the_slots_until_answered() -> None:
    session: Session[str] = Session(max_line_bytes=1_000, max_in_flight=4)
    abandoned = [session.create_request("a", None, "abandoned") for _ in range(4)]
    queued = [session.create_request("b", None, f"w{number}") for number in range(4)]
    released = [pending for request in abandoned for pending in session.abandon(request).ready_to_send]
    assert released == queued[:2]
    actions = session.receive_data(line(id=1, result=1) + line(id=2, result=1))
    assert actions.ready_to_send == []
    assert session.receive_data(line(id=3, result=1)).ready_to_send == [queued[2]]
    assert session.late_responses == 3


def test_response_to_abandoned_turn_start_is_reported_as_orphaned() -> None:
    session = new_session()
    session.abandon(session.create_request("turn/start", {}, "w", orphan_thread_id="thread-1"))
    [(thread_id, response)] = session.receive_data(line(id=1, result={"turn": {"id": "t1"}})).orphaned_responses
    assert (thread_id, response["result"]) == ("thread-1", {"turn": {"id": "t1"}})
    assert not session.events.has_consumer("t1")


def test_oversized_response_fails_only_its_own_request() -> None:
    session = new_session(max_line_bytes=2_000)
    session.create_request("big", None, "w1")
    session.create_request("small", None, "w2")
    actions = session.receive_data(line(id=1, result="x" * 5_000) + line(id=2, result="y"))
    [(pending, error)] = actions.failed_requests
    assert pending.waiter == "w1"
    assert isinstance(error, OversizeMessageError)
    assert error.size > 5_000
    assert [pending.waiter for pending, _ in actions.responses] == ["w2"]


def test_oversized_notification_fails_no_request() -> None:
    session = new_session(max_line_bytes=2_000)
    session.create_request("a", None, "w")
    actions = session.receive_data(line(method="x", params={"id": 1, "text": "x" * 5_000}))
    assert not actions.failed_requests
    assert session.pending_requests.methods() == ["a"]


def test_server_request_is_decoded_and_its_response_encoded() -> None:
    session = new_session()
    actions = session.receive_data(line(id="s-1", method="item/tool/call", params={"tool": "t"}))
    [request] = actions.server_requests
    assert (request.id, request.method, request.params) == ("s-1", "item/tool/call", {"tool": "t"})
    assert json.loads(session.encode_response(request, {"ok": True})) == {"id": "s-1", "result": {"ok": True}}
    error = json.loads(session.encode_error(request, -32601, "no"))
    assert error == {"id": "s-1", "error": {"code": -32601, "message": "no"}}


def test_events_before_the_turn_start_response_are_buffered() -> None:
    session = new_session()
    session.create_request("turn/start", {}, "w")
    session.receive_data(event("turn/started", "t1") + event("item/agentMessage/delta", "t1") + line(id=1, result={}))
    subscription = subscribe(session, "t1")
    session.receive_data(completed("t1"))
    assert read_methods(subscription) == ["turn/started", "item/agentMessage/delta", "turn/completed"]
    assert subscription.exhausted()


def test_events_of_concurrent_turns_are_routed_in_order() -> None:
    session = new_session()
    subscriptions = {name: subscribe(session, name) for name in ("t1", "t2")}
    for number in range(20):
        session.receive_data(event(f"m{number}", "t1" if number % 2 else "t2"))
    session.receive_data(completed("t2") + completed("t1"))
    assert read_methods(subscriptions["t1"]) == [f"m{n}" for n in range(1, 20, 2)] + ["turn/completed"]
    assert read_methods(subscriptions["t2"]) == [f"m{n}" for n in range(0, 20, 2)] + ["turn/completed"]


def test_turn_ends_only_with_its_own_turn_completed() -> None:
    session = new_session()
    subscription = subscribe(session, "t1")
    session.receive_data(completed("other"))
    assert not subscription.exhausted()
    session.receive_data(completed("t1", "an unknown status"))
    assert read_methods(subscription) == ["turn/completed"]
    assert subscription.exhausted()


def test_actions_updated_contains_only_buffers_with_new_events() -> None:
    session = new_session()
    subscribe(session, "t1")
    subscribe(session, "t2")
    actions = session.receive_data(event("a", "t1") + event("b", "t1"))
    assert actions.updated == {session.events.event_buffer("t1")}


def test_second_consumer_receives_retained_and_later_events() -> None:
    session = new_session()
    first = subscribe(session, "t1")
    session.receive_data(event("turn/started", "t1") + event("x/delta", "t1") + event("item/completed", "t1"))
    second = subscribe(session, "t1")
    session.receive_data(event("y/delta", "t1") + completed("t1"))
    assert read_methods(first) == ["turn/started", "x/delta", "item/completed", "y/delta", "turn/completed"]
    assert read_methods(second) == ["turn/started", "item/completed", "y/delta", "turn/completed"]


def test_subscribe_after_turn_completed_delivers_all_events() -> None:
    session = new_session()
    session.receive_data(event("x/delta", "t1") + completed("t1"))
    assert read_methods(subscribe(session, "t1")) == ["x/delta", "turn/completed"]


def test_connection_lost_ends_requests_and_subscriptions() -> None:
    session = new_session()
    session.create_request("a", None, "w")
    subscription, buffer = subscribe(session, "t1"), session.events.event_buffer("t1")
    session.receive_data(event("x/delta", "t1"))
    actions = session.connection_lost(TransportClosedError("gone", exit_code=3))
    assert [pending.waiter for pending, _ in actions.failed_requests] == ["w"]
    assert actions.updated == {buffer, session.notification_bus}
    assert read_methods(subscription) == ["x/delta"]
    with pytest.raises(TransportClosedError, match="gone") as caught:
        subscription.exhausted()
    assert caught.value.exit_code == 3
    with pytest.raises(TransportClosedError, match="gone"):
        session.create_request("b", None, "w")
    with pytest.raises(TransportClosedError, match="gone"):
        subscribe(session, "t2").exhausted()


def test_connection_lost_after_turn_completed_keeps_the_turn_complete() -> None:
    session = new_session()
    subscription = subscribe(session, "t1")
    session.receive_data(completed("t1"))
    session.connection_lost(TransportClosedError("gone"))
    assert read_methods(subscription) == ["turn/completed"]
    assert subscription.exhausted()


def test_connection_lost_processes_last_line_without_line_end() -> None:
    session = new_session()
    session.create_request("a", None, "w")
    session.receive_data(b'{"id":1,"result":5}')
    actions = session.connection_lost(TransportClosedError("gone"))
    assert [response["result"] for _, response in actions.responses] == [5]
    assert not actions.failed_requests


def test_event_buffer_without_consumer_is_bounded_and_keeps_retained_events() -> None:
    buffer = EventBuffer("t1")
    session = new_session()
    session.events.open["t1"] = buffer
    count = MAX_UNREAD_EVENTS + 500
    session.receive_data(event("x/delta", "t1") * count + event("item/completed", "t1") + completed("t1"))
    methods = read_methods(buffer.subscribe(lambda: None))
    assert len(methods) == MAX_UNREAD_EVENTS + 2
    assert methods[-2:] == ["item/completed", "turn/completed"]
    assert buffer.dropped == 500
    assert {"item/completed", "turn/completed"} <= RETAINED_METHODS


def test_event_buffers_without_consumer_are_bounded() -> None:
    session = new_session()
    for number in range(MAX_UNCONSUMED_BUFFERS + 50):
        session.receive_data(event("x", f"open-{number}"))
    assert len(session.events.open) == MAX_UNCONSUMED_BUFFERS
    for number in range(MAX_COMPLETED_BUFFERS + 50):
        session.receive_data(completed(f"ended-{number}"))
    assert len(session.events._completed_unconsumed) == MAX_COMPLETED_BUFFERS
    for number in range(MAX_COMPLETED_BUFFERS + 50):
        session.events.event_buffer(f"used-{number}")
        session.receive_data(completed(f"used-{number}"))
    assert len(session.events._completed) == MAX_COMPLETED_BUFFERS


OTHERS = MAX_COMPLETED_BUFFERS + 50


def test_turn_completed_with_many_others_after_its_response_is_kept_for_the_caller() -> None:
    """The caller of `turn/start` runs only after the whole chunk was processed."""
    session = new_session()
    for number in range(OTHERS):
        subscribe(session, f"other-{number}")
    pending = session.create_request("turn/start", {}, "waiter", orphan_thread_id="T")
    chunk = line(id=pending.id, result={"turn": {"id": "mine"}}) + event("item/completed", "mine") + completed("mine")
    session.receive_data(chunk + b"".join(completed(f"other-{number}") for number in range(OTHERS)))
    assert read_methods(subscribe(session, "mine")) == ["item/completed", "turn/completed"]


def test_turn_completed_with_many_others_before_its_response_is_kept_for_the_caller() -> None:
    session = new_session()
    pending = session.create_request("turn/start", {}, "waiter", orphan_thread_id="T")
    session.receive_data(event("item/completed", "mine") + completed("mine"))
    session.receive_data(b"".join(completed(f"other-{number}") for number in range(OTHERS)))
    for number in range(MAX_UNCONSUMED_BUFFERS + 50):
        session.receive_data(event("x", f"open-{number}"))
    session.receive_data(line(id=pending.id, result={"turn": {"id": "mine"}}))
    assert read_methods(subscribe(session, "mine")) == ["item/completed", "turn/completed"]


def test_running_turn_of_a_pending_request_is_kept_beside_many_others() -> None:
    session = new_session()
    pending = session.create_request("turn/start", {}, "waiter", orphan_thread_id="T")
    session.receive_data(event("item/started", "mine"))
    for number in range(MAX_UNCONSUMED_BUFFERS + 50):
        session.receive_data(event("x", f"open-{number}"))
    session.receive_data(line(id=pending.id, result={"turn": {"id": "mine"}}) + completed("mine"))
    assert read_methods(subscribe(session, "mine")) == ["item/started", "turn/completed"]


@pytest.mark.parametrize("end", ["response", "error", "abandoned", "lost"])
def test_buffers_are_bounded_again_after_the_request_that_may_claim_them_ends(end: str) -> None:
    session = new_session()
    pending = session.create_request("turn/start", {}, "waiter", orphan_thread_id="T")
    if end == "response":
        session.receive_data(line(id=pending.id, result={"turn": {"id": "mine"}}))
    elif end == "error":
        session.receive_data(line(id=pending.id, error={"code": -1, "message": "no"}))
    elif end == "abandoned":
        session.abandon(pending)
    else:
        session.connection_lost(TransportClosedError("lost"))
    assert session.pending_requests.claiming == 0
    session.receive_data(b"".join(completed(f"other-{number}") for number in range(OTHERS)))
    assert len(session.events._completed_unconsumed) <= MAX_COMPLETED_BUFFERS


def test_buffers_that_callers_of_typed_methods_never_ask_for_are_bounded() -> None:
    session = new_session()
    for number in range(MAX_RESERVED_BUFFERS + 50):
        pending = session.create_request("turn/start", {}, "waiter")
        turn_id = f"turn-{number}"
        session.receive_data(line(id=pending.id, result={"turn": {"id": turn_id}}) + completed(turn_id))
    assert len(session.events._reserved) == MAX_RESERVED_BUFFERS
    assert len(session.events._completed) == MAX_COMPLETED_BUFFERS


def test_abandoned_request_whose_turn_is_only_reserved_has_no_consumer() -> None:
    """The response arrives in the moment in which the caller abandons the request."""
    session = new_session()
    pending = session.create_request("turn/start", {}, "waiter", orphan_thread_id="T")
    session.receive_data(line(id=pending.id, result={"turn": {"id": "mine"}}))
    assert [thread_id for thread_id, _ in session.abandon(pending).orphaned_responses] == ["T"]
    assert not session.events.has_consumer("mine")
    session.events.event_buffer("mine")
    assert session.events.has_consumer("mine")


def test_event_buffer_with_consumer_is_never_evicted() -> None:
    session = new_session()
    subscription = subscribe(session, "mine")
    for number in range(MAX_UNCONSUMED_BUFFERS + 50):
        session.receive_data(event("x", f"open-{number}"))
    session.receive_data(event("x", "mine"))
    assert read_methods(subscription) == ["x"]


def test_notification_bus_backlog_is_bounded() -> None:
    session = new_session()
    session.receive_data(b"".join(line(method="thread/status/changed", params={"n": n}) for n in range(1_200)))
    assert len(session.notification_bus.backlog) == MAX_UNREAD_NOTIFICATIONS
    assert session.notification_bus.backlog[-1].params["n"] == 1_199
    assert session.notification_bus.dropped == 200
