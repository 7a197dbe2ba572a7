"""The state of a session when its connection is lost, and when it is restored."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import pytest

from openai_codex._protocol.actions import Actions
from openai_codex._protocol.goal_events import GoalEventBuffer, NextTurnBuffer, ThreadEventBuffer
from openai_codex._protocol.notifications import Notification
from openai_codex._protocol.recovery.lost_connections import fail_buffer, release_held, resume, suspend
from openai_codex._protocol.recovery.unknown_outcomes import request_lost, turn_lost
from openai_codex.errors import TransportClosedError
from unit.protocol.observing import RecordingObserver
from unit.protocol.test_session import event, line, new_session, read_methods, subscribe

if TYPE_CHECKING:
    from openai_codex._protocol.session import Session

REASON = TransportClosedError("the peer closed the connection", stderr=["boom"], pending=["model/list"])
"""The messages of lost requests and turns do not repeat the context of the reason."""


@pytest.mark.parametrize("reason", [REASON, TransportClosedError("the peer closed the connection")])
def test_errors_of_unknown_outcomes_name_subject_and_problem(reason: TransportClosedError) -> None:
    request, turn = request_lost("turn/start", reason), turn_lost("turn A of thread T", reason)
    assert (str(request), request.method) == (
        "turn/start: no response: the peer closed the connection; the runtime may have processed the request, and the "
        "client does not send it again",
        "turn/start",
    )
    assert (str(turn), turn.method) == (
        "turn A of thread T: the connection to the runtime was lost, and the outcome is unknown: the peer closed the "
        "connection",
        None,
    )


# Requests


def test_lost_connection_fails_written_requests_and_queues_others() -> None:
    session = new_session()
    written = session.create_request("turn/start", {}, "w")
    unwritten = session.create_request("model/list", {}, "w")
    restoring = session.create_request("thread/resume", {}, "w", restores=True)
    written.written = True
    actions = suspend(session, REASON)
    assert [(pending, str(error)) for pending, error in actions.failed_requests] == [
        (written, str(request_lost("turn/start", REASON))),
        (restoring, str(request_lost("thread/resume", REASON))),
    ]
    later = [session.create_request(method, {}, "w") for method in ("config/read", "turn/interrupt")]
    assert [each.sent for each in (unwritten, *later)] == [False] * 3
    assert session.create_request("thread/read", {}, "w", restores=True).sent
    assert (session.is_connected, session.close_reason) == (False, None)

    resumed: Actions[str] = Actions()
    resumed.ready_to_send.append(restoring)
    resume(session, resumed)
    assert resumed.ready_to_send == [restoring, later[1], unwritten, later[0]]
    assert all(each.sent for each in resumed.ready_to_send[1:])
    assert session.is_connected


def test_lost_requests_are_observed_as_failed() -> None:
    session, observer = new_session(), RecordingObserver()
    session.observe(observer)
    for method in ("turn/start", "model/list"):
        session.create_request(method, {}, "w").written = method == "turn/start"
    observer.take()
    suspend(session, REASON)
    assert observer.calls == [("request_failed", 1, "ConnectionLostError")]


def test_resume_logs_the_messages_that_it_sends(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, logger="openai_codex"):
        session = new_session()
        session.create_request("model/list", None, "w")
        suspend(session, REASON)
        caplog.clear()
        resume(session, Actions())
    assert caplog.messages == ['-> 31 bytes: {"id":1,"method":"model/list"}']


def test_threads_of_abandoned_turn_starts_are_known_after_lost_connection() -> None:
    session = new_session()
    session.abandoned_starts.add("earlier")
    for thread_id in ("T", None, "U"):
        request = session.create_request("turn/start", {}, "w", orphan_thread_id=thread_id)
        session.abandon(request)
    waiting = session.create_request("turn/start", {}, "w", orphan_thread_id="V")
    suspend(session, REASON)
    assert session.abandoned_starts == {"earlier", "T", "U"}
    assert session.pending_requests.methods() == [waiting.method]
    session.receive_data(line(id=1, result={}))
    assert session.bad_frames == {"duplicate reply": 1}


# Messages


def test_lost_connection_discards_held_messages_and_an_incomplete_one_only() -> None:
    session = new_session()
    subscription = subscribe(session, "A")
    session.held.hold("T")
    session.receive_data(event("item/started", "A") + b'{"method":"item')
    suspend(session, REASON)
    assert (session.held.threads, release_held(session)) == (frozenset(), None)
    session.receive_data(event("item/completed", "A"))
    assert read_methods(subscription) == ["item/completed"]
    assert session.bad_frames == {}


def test_loss_of_closed_connection_changes_nothing() -> None:
    session = new_session()
    session.held.hold("T")
    session.connection_lost(REASON)
    assert suspend(session, REASON).failed_requests == []
    assert (session.held.threads, session.pending_requests.paused) == (frozenset({"T"}), False)


# Buffers


def started_turn(session: Session[str], turn_id: str, thread_id: str, root_id: str) -> None:
    params = {"threadId": thread_id, "turn": {"id": turn_id, "rootTurnId": root_id}}
    session.events.route(Notification("turn/started", params), Actions())


def test_failed_turn_ends_with_error_and_counts_as_completed() -> None:
    session = new_session()
    events = session.events
    buffer, other = events.event_buffer("A"), events.event_buffer("B")
    subscription = buffer.subscribe(lambda: None)
    error, actions = turn_lost("turn A", REASON), Actions[Any]()
    fail_buffer(events, buffer, error, actions)
    assert (actions.updated, actions.completed_turns) == ({buffer}, ["A"])
    assert (buffer.ended, buffer.error, other.ended) == (True, error, False)
    assert (events.has_ended("A"), events.open) == (True, {"B": other})
    with pytest.raises(type(error), match="turn A: the connection"):
        subscription.exhausted()


def test_failed_turn_of_subagent_is_no_longer_running() -> None:
    session = new_session()
    events = session.events
    events.threads.add_own("parent")
    started_turn(session, "P", "parent", "P")
    started_turn(session, "C", "child", "P")
    assert list(events.threads.running) == ["C"]
    fail_buffer(events, events.open["C"], turn_lost("turn C", REASON), Actions())
    assert (list(events.threads.running), list(events.open)) == ([], ["P"])


@pytest.mark.parametrize("failed", [GoalEventBuffer("T"), NextTurnBuffer("T", [])])
def test_failed_goal_or_expected_turn_is_released(failed: ThreadEventBuffer) -> None:
    session = new_session()
    events = session.events
    others = [GoalEventBuffer("T"), GoalEventBuffer("U")]
    for goal in (failed, *others):
        events.add_goal_buffer(goal)
    error, actions = turn_lost("goal", REASON), Actions[Any]()
    fail_buffer(events, failed, error, actions)
    assert (failed.error, actions.updated, actions.completed_turns) == (error, {failed}, [])
    assert events.goal_buffers == {"T": others[:1], "U": others[1:]}
