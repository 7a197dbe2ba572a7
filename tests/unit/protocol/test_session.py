"""The protocol without input or output: requests, replies, and where events go."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from openai_codex._protocol.event_buffer import MAX_UNREAD_EVENTS, RETAINED_METHODS, EventBuffer
from openai_codex._protocol.event_router import MAX_COMPLETED_BUFFERS, MAX_UNCONSUMED_BUFFERS
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


def taken(subscription: Subscription) -> list[str]:
    methods = []
    while (found := subscription.pop()) is not None:
        methods.append(found.method)
    return methods


def read(session: Session[str], turn_id: str) -> Subscription:
    return session.events.event_buffer(turn_id).subscribe(lambda: None)


def test_requests_have_ids_of_their_own_and_replies_find_them_in_any_order() -> None:
    session = new_session()
    first = session.create_request("a", {"x": "é"}, "waiter a").data
    second = session.create_request("b", None, "waiter b").data
    assert json.loads(first) == {"id": 1, "method": "a", "params": {"x": "é"}}
    assert json.loads(second) == {"id": 2, "method": "b"}
    assert first.endswith(b"\n")
    assert first.count(b"\n") == 1

    actions = session.receive_data(line(id=2, result={}) + line(id=1, error={"code": -1, "message": "no"}))
    assert [(pending.waiter, "error" in reply) for pending, reply in actions.responses] == [
        ("waiter b", False),
        ("waiter a", True),
    ]
    assert session.pending_requests.methods() == []


def test_a_line_break_in_a_value_does_not_break_the_line() -> None:
    data = new_session().create_request("a", {"text": "one\ntwo\u2028three"}, "w").data
    assert data.count(b"\n") == 1
    assert json.loads(data)["params"]["text"] == "one\ntwo\u2028three"


@pytest.mark.parametrize("value", [float("nan"), b"bytes", "\ud800"])
def test_what_is_no_json_is_refused_and_leaves_nothing_pending(value: object) -> None:
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
def test_a_bad_frame_is_counted_and_the_conversation_goes_on(kind: str, bad: bytes) -> None:
    session = new_session()
    session.create_request("a", None, "w")
    actions = session.receive_data(bad + line(id=1, result="fine"))
    assert [reply["result"] for _, reply in actions.responses] == ["fine"]
    assert session.bad_frames == {kind: 1}


def test_empty_lines_and_carriage_returns_are_nothing() -> None:
    session = new_session()
    session.create_request("a", None, "w")
    actions = session.receive_data(b'\n\r\n  \n{"id":1,"result":1}\r\n')
    assert len(actions.responses) == 1
    assert not session.bad_frames


def test_a_second_reply_and_a_late_one_are_dropped() -> None:
    session = new_session()
    session.create_request("a", None, "w")
    late = session.create_request("b", None, "w")
    session.abandon(late)
    actions = session.receive_data(line(id=1, result=1) + line(id=1, result=2) + line(id=2, result=3))
    assert [reply["result"] for _, reply in actions.responses] == [1]
    assert session.bad_frames == {"duplicate reply": 1}
    assert session.late_responses == 1


@pytest.mark.parametrize("bad", [b'{"id":1,"result":"\xff\xfe"}\n', b'{"id":1,"result":{"cut\n'])
def test_a_reply_that_is_no_json_fails_its_own_request_at_once(bad: bytes) -> None:
    session = new_session()
    session.create_request("a", None, "w1")
    session.create_request("b", None, "w2")
    [(pending, error)] = session.receive_data(bad).failed_requests
    assert pending.waiter == "w1"
    assert isinstance(error, UnexpectedResponseError)
    assert error.method == "a"
    assert session.pending_requests.methods() == ["b"]


def test_no_more_are_sent_than_the_runtime_can_take_and_the_rest_waits_in_order() -> None:
    session: Session[str] = Session(max_line_bytes=1_000, max_in_flight=2)
    requests = [session.create_request("a", None, f"w{number}") for number in range(5)]
    assert [pending.sent for pending in requests] == [True, True, False, False, False]
    assert (session.pending_requests.sent, session.pending_requests.waiting) == (2, 3)
    # One that gives up while it waits is passed over, and what acts on running work does not wait.
    session.abandon(requests[2])
    assert session.create_request("turn/interrupt", None, "urgent").sent
    assert session.receive_data(line(id=1, result=1)).ready_to_send == []
    assert [pending.waiter for pending in session.receive_data(line(id=6, result=1)).ready_to_send] == ["w3"]
    assert [
        pending.waiter for pending in session.receive_data(line(id=4, result=1) + line(id=2, result=1)).ready_to_send
    ] == ["w4"]


def test_what_is_given_up_keeps_its_place_until_it_is_answered_but_never_all_places() -> None:
    session: Session[str] = Session(max_line_bytes=1_000, max_in_flight=4)
    given_up = [session.create_request("a", None, "gone") for _ in range(4)]
    waiting = [session.create_request("b", None, f"w{number}") for number in range(4)]
    admitted = [pending for request in given_up for pending in session.abandon(request).ready_to_send]
    assert admitted == waiting[:2]
    actions = session.receive_data(line(id=1, result=1) + line(id=2, result=1))
    assert actions.ready_to_send == []
    assert session.receive_data(line(id=3, result=1)).ready_to_send == [waiting[2]]
    assert session.late_responses == 3


def test_the_reply_to_a_turn_that_was_given_up_is_handed_on() -> None:
    session = new_session()
    session.abandon(session.create_request("turn/start", {}, "w", orphan_thread_id="thread-1"))
    [(thread_id, reply)] = session.receive_data(line(id=1, result={"turn": {"id": "t1"}})).orphaned_responses
    assert (thread_id, reply["result"]) == ("thread-1", {"turn": {"id": "t1"}})
    assert not session.events.has_consumer("t1")


def test_an_oversize_reply_fails_its_own_request_and_no_other() -> None:
    session = new_session(max_line_bytes=2_000)
    session.create_request("big", None, "w1")
    session.create_request("small", None, "w2")
    actions = session.receive_data(line(id=1, result="x" * 5_000) + line(id=2, result="y"))
    [(pending, error)] = actions.failed_requests
    assert pending.waiter == "w1"
    assert isinstance(error, OversizeMessageError)
    assert error.size > 5_000
    assert [pending.waiter for pending, _ in actions.responses] == ["w2"]


def test_an_oversize_notification_fails_no_request() -> None:
    session = new_session(max_line_bytes=2_000)
    session.create_request("a", None, "w")
    actions = session.receive_data(line(method="x", params={"id": 1, "text": "x" * 5_000}))
    assert not actions.failed_requests
    assert session.pending_requests.methods() == ["a"]


def test_requests_of_the_server_come_out_as_such() -> None:
    session = new_session()
    actions = session.receive_data(line(id="s-1", method="item/tool/call", params={"tool": "t"}))
    [request] = actions.server_requests
    assert (request.id, request.method, request.params) == ("s-1", "item/tool/call", {"tool": "t"})
    assert json.loads(session.encode_response(request, {"ok": True})) == {"id": "s-1", "result": {"ok": True}}
    refusal = json.loads(session.encode_error(request, -32601, "no"))
    assert refusal == {"id": "s-1", "error": {"code": -32601, "message": "no"}}


def test_events_that_beat_the_reply_to_turn_start_wait_for_the_handle() -> None:
    session = new_session()
    session.create_request("turn/start", {}, "w")
    session.receive_data(event("turn/started", "t1") + event("item/agentMessage/delta", "t1") + line(id=1, result={}))
    reader = read(session, "t1")
    session.receive_data(completed("t1"))
    assert taken(reader) == ["turn/started", "item/agentMessage/delta", "turn/completed"]
    assert reader.exhausted()


def test_each_turn_gets_its_own_events_in_order() -> None:
    session = new_session()
    readers = {name: read(session, name) for name in ("t1", "t2")}
    for number in range(20):
        session.receive_data(event(f"m{number}", "t1" if number % 2 else "t2"))
    session.receive_data(completed("t2") + completed("t1"))
    assert taken(readers["t1"]) == [f"m{n}" for n in range(1, 20, 2)] + ["turn/completed"]
    assert taken(readers["t2"]) == [f"m{n}" for n in range(0, 20, 2)] + ["turn/completed"]


def test_a_turn_ends_only_with_its_own_completion() -> None:
    session = new_session()
    reader = read(session, "t1")
    session.receive_data(completed("other"))
    assert not reader.exhausted()
    session.receive_data(completed("t1", "a status from the future"))
    assert taken(reader) == ["turn/completed"]
    assert reader.exhausted()


def test_every_reader_is_woken_by_a_batch_that_touches_its_turn() -> None:
    session = new_session()
    read(session, "t1")
    read(session, "t2")
    actions = session.receive_data(event("a", "t1") + event("b", "t1"))
    assert actions.updated == {session.events.event_buffer("t1")}


def test_a_second_reader_gets_what_a_result_needs_and_all_that_comes() -> None:
    session = new_session()
    first = read(session, "t1")
    session.receive_data(event("turn/started", "t1") + event("x/delta", "t1") + event("item/completed", "t1"))
    second = read(session, "t1")
    session.receive_data(event("y/delta", "t1") + completed("t1"))
    assert taken(first) == ["turn/started", "x/delta", "item/completed", "y/delta", "turn/completed"]
    assert taken(second) == ["turn/started", "item/completed", "y/delta", "turn/completed"]


def test_a_reader_who_comes_after_the_end_still_gets_it() -> None:
    session = new_session()
    session.receive_data(event("x/delta", "t1") + completed("t1"))
    assert taken(read(session, "t1")) == ["x/delta", "turn/completed"]


def test_the_end_of_the_stream_ends_every_wait() -> None:
    session = new_session()
    session.create_request("a", None, "w")
    reader, buffer = read(session, "t1"), session.events.event_buffer("t1")
    session.receive_data(event("x/delta", "t1"))
    actions = session.connection_lost(TransportClosedError("gone", exit_code=3))
    assert [pending.waiter for pending, _ in actions.failed_requests] == ["w"]
    assert actions.updated == {buffer, session.notification_bus}
    assert taken(reader) == ["x/delta"]
    with pytest.raises(TransportClosedError, match="gone") as caught:
        reader.exhausted()
    assert caught.value.exit_code == 3
    with pytest.raises(TransportClosedError, match="gone"):
        session.create_request("b", None, "w")
    with pytest.raises(TransportClosedError, match="gone"):
        read(session, "t2").exhausted()


def test_a_turn_that_had_ended_stays_complete_after_the_end_of_the_stream() -> None:
    session = new_session()
    reader = read(session, "t1")
    session.receive_data(completed("t1"))
    session.connection_lost(TransportClosedError("gone"))
    assert taken(reader) == ["turn/completed"]
    assert reader.exhausted()


def test_the_last_line_counts_without_its_line_end() -> None:
    session = new_session()
    session.create_request("a", None, "w")
    session.receive_data(b'{"id":1,"result":5}')
    actions = session.connection_lost(TransportClosedError("gone"))
    assert [reply["result"] for _, reply in actions.responses] == [5]
    assert not actions.failed_requests


def test_what_nobody_reads_of_a_turn_is_bounded_and_keeps_what_a_result_needs() -> None:
    buffer = EventBuffer("t1")
    session = new_session()
    session.events.open["t1"] = buffer
    many = MAX_UNREAD_EVENTS + 500
    session.receive_data(event("x/delta", "t1") * many + event("item/completed", "t1") + completed("t1"))
    methods = taken(buffer.subscribe(lambda: None))
    assert len(methods) == MAX_UNREAD_EVENTS + 2
    assert methods[-2:] == ["item/completed", "turn/completed"]
    assert buffer.dropped == 500
    assert {"item/completed", "turn/completed"} <= RETAINED_METHODS


def test_mailboxes_that_nobody_asks_for_are_bounded() -> None:
    session = new_session()
    for number in range(MAX_UNCONSUMED_BUFFERS + 50):
        session.receive_data(event("x", f"open-{number}"))
    assert len(session.events.open) == MAX_UNCONSUMED_BUFFERS
    for number in range(MAX_COMPLETED_BUFFERS + 50):
        session.receive_data(completed(f"ended-{number}"))
    assert len(session.events._completed) == MAX_COMPLETED_BUFFERS


def test_a_mailbox_that_is_in_use_is_never_put_away() -> None:
    session = new_session()
    reader = read(session, "mine")
    for number in range(MAX_UNCONSUMED_BUFFERS + 50):
        session.receive_data(event("x", f"open-{number}"))
    session.receive_data(event("x", "mine"))
    assert taken(reader) == ["x"]


def test_notifications_of_no_turn_are_kept_up_to_a_bound() -> None:
    session = new_session()
    session.receive_data(b"".join(line(method="thread/status/changed", params={"n": n}) for n in range(1_200)))
    assert len(session.notification_bus.backlog) == MAX_UNREAD_NOTIFICATIONS
    assert session.notification_bus.backlog[-1].params["n"] == 1_199
    assert session.notification_bus.dropped == 200
