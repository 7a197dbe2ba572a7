"""The session: threads and turns of requests, and events without a consumer."""

from __future__ import annotations

import logging
from typing import Any

import pytest

from openai_codex._protocol.notifications import Notification
from openai_codex._protocol.session import Session
from unit.protocol.test_session import event, line, new_session


def test_response_to_request_that_opens_thread_makes_it_one_of_the_client() -> None:
    session = new_session()
    for method, result, thread_id in (
        ("thread/start", {"thread": {"id": "A"}}, "A"),
        ("review/start", {"reviewThreadId": "B"}, "B"),
        ("thread/read", {"thread": {"id": "C"}}, None),
    ):
        request = session.create_request(method, {}, "w")
        session.receive_data(line(id=request.id, result=result))
        if thread_id is not None:
            assert session.events.threads.lineage(thread_id, None) is not None
    assert session.events.threads.thread("C") is None


def test_request_that_uses_thread_makes_it_one_of_the_client() -> None:
    session = new_session()
    for method in ("turn/start", "thread/read"):
        session.create_request(method, {"threadId": method}, "w")
    assert session.events.threads.lineage("turn/start", None) is not None
    assert session.events.threads.thread("thread/read") is None


@pytest.mark.parametrize(
    ("method", "result", "thread_id"),
    [("turn/start", {}, "T"), ("review/start", {"reviewThreadId": "R"}, "R"), ("account/login/start", {}, None)],
)
def test_turn_belongs_to_thread_of_its_request_or_response(
    method: str, result: dict[str, Any], thread_id: str | None
) -> None:
    session = new_session()
    request = session.create_request(method, {} if thread_id is None else {"threadId": "T"}, "w")
    assert request.thread_id == (None if thread_id is None else "T")
    session.receive_data(line(id=request.id, result={**result, "turn": {"id": "A"}}))
    assert session.events.event_buffer("A").thread_id == thread_id


def test_queued_request_is_logged_when_it_is_sent(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, logger="openai_codex"):
        session: Session[str] = Session(max_line_bytes=100, max_in_flight=1)
        for method in ("a", "b"):
            session.create_request(method, None, "w")
        session.receive_data(line(id=1, result={}))
    assert [text.partition(": ")[2] for text in caplog.messages] == [
        '{"id":1,"method":"a"}',
        '{"id":1,"result":{}}',
        '{"id":2,"method":"b"}',
    ]


def test_event_of_client_reaches_the_buffer_of_its_turn() -> None:
    session = new_session()
    buffer = session.events.event_buffer("A")
    subscription = buffer.subscribe(lambda: None)
    emitted = Notification("client/handlerFailed", {"threadId": "T", "turnId": "A"})
    assert session.emit(emitted).updated == {buffer}
    assert subscription.pop() is emitted


def test_deltas_are_joined_for_later_consumers_while_no_consumer_reads_them() -> None:
    session = new_session()
    buffer = session.events.event_buffer("A")
    results = buffer.subscribe(lambda: None, retained_only=True)
    actions = session.receive_data(
        event("item/agentMessage/delta", "A", itemId="i", delta="Hel")
        + event("item/agentMessage/delta", "A", itemId="i", delta="lo")
        + event("item/reasoning/textDelta", "A", itemId="r", delta="thought")
    )
    assert (actions.updated, results.lag) == (set(), 0)
    later = buffer.subscribe(lambda: None)
    merged = later.pop()
    assert merged is not None
    assert (merged.params["delta"], later.lag) == ("Hello", 0)
