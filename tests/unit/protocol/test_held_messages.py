"""Messages that wait until the state of their threads is restored."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from openai_codex._protocol.recovery import held_messages
from openai_codex._protocol.recovery.lost_connections import release_held
from unit.protocol.test_session import event, line, new_session, read_methods, subscribe

if TYPE_CHECKING:
    from openai_codex._protocol.session import Session

WARNING = "too many messages arrived while the connection was restored; deltas are discarded"


def message(method: str, thread_id: object = "T", **other: Any) -> bytes:
    return line(method=method, params={"threadId": thread_id, "turnId": "A"}, **other)


def released(session: Session[str]) -> tuple[list[str], list[int | str]]:
    """Release the held messages; return the methods of the notifications for turn A, and the ids of the requests."""
    subscription = subscribe(session, "A")
    actions = release_held(session)
    assert actions is not None
    return read_methods(subscription), [request.id for request in actions.server_requests]


def test_messages_of_held_threads_are_processed_in_order_when_they_are_released() -> None:
    session = new_session()
    buffer = session.events.event_buffer("A")
    subscription = buffer.subscribe(lambda: None)
    for thread_id in ("T", "U"):
        session.held.hold(thread_id)
    assert session.held.threads == {"T", "U"}
    actions = session.receive_data(
        message("item/started")
        + message("item/tool/call", id=7)
        + message("item/plan/delta", "U")
        + message("other", "V")
        + message("other", None)
        + line(method="other", params={"turnId": "A"})
        + line(id=3, method="other", params={})
    )
    assert [(request.id, request.method) for request in actions.server_requests] == [(3, "other")]
    assert read_methods(subscription) == ["other"] * 3

    after = release_held(session)
    assert after is not None
    assert [(request.id, request.method) for request in after.server_requests] == [(7, "item/tool/call")]
    assert after.updated == {buffer}
    assert read_methods(subscription) == ["item/started", "item/plan/delta"]


def test_messages_are_held_until_a_release_finds_none() -> None:
    session = new_session()
    subscription = subscribe(session, "A")
    session.held.hold("T")
    for method in ("item/started", "item/completed"):
        session.receive_data(event(method, "A"))
        assert read_methods(subscription) == []
        assert release_held(session) is not None
        assert read_methods(subscription) == [method]
        assert session.held.threads == {"T"}
    assert release_held(session) is None
    assert session.held.threads == frozenset()
    session.receive_data(event("item/started", "A"))
    assert read_methods(subscription) == ["item/started"]


def test_cleared_messages_are_discarded() -> None:
    session = new_session()
    session.held.hold("T")
    session.receive_data(event("item/started", "A"))
    session.held.clear()
    assert (session.held.threads, release_held(session)) == (frozenset(), None)
    session.receive_data(event("turn/started", "A", turn={"id": "A"}))
    assert session.events.open["A"].started


@pytest.mark.parametrize(("spare", "kept"), [(0, True), (1, False)])
def test_deltas_beyond_the_limit_are_discarded_and_logged_once(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, spare: int, kept: bool
) -> None:
    session = new_session()
    session.held.hold("T")
    first, second = message("item/plan/delta"), message("item/reasoning/textDelta")
    monkeypatch.setattr(held_messages, "MAX_HELD_BYTES", len(first + second) - 2 - spare)
    session.receive_data(first + second)
    session.receive_data(message("item/plan/delta") * 2)
    assert session.held.dropped == (1 if kept else 2)
    assert caplog.messages == [WARNING]
    deltas = ["item/plan/delta", "item/reasoning/textDelta"]
    assert released(session) == (deltas + ["item/plan/delta"] * kept, [])


def test_requests_and_events_of_results_are_kept_beyond_the_limit(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(held_messages, "MAX_HELD_BYTES", 0)
    session = new_session()
    session.held.hold("T")
    events = ["item/started", "item/completed", "error", "turn/completed"]
    requests = [
        "item/tool/call",
        "item/tool/requestUserInput",
        "item/permissions/requestApproval",
        "item/commandExecution/requestApproval",
        "item/fileChange/requestApproval",
    ]
    session.receive_data(b"".join(message(method, id=id) for id, method in enumerate(requests)))
    session.receive_data(b"".join(map(message, events)))
    assert (session.held.dropped, caplog.messages) == (0, [])
    assert released(session) == (events, [0, 1, 2, 3, 4])


def test_released_messages_do_not_count_towards_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    session = new_session()
    subscribe(session, "A")
    session.held.hold("T")
    monkeypatch.setattr(held_messages, "MAX_HELD_BYTES", 1)
    for _ in range(3):
        session.receive_data(message("item/plan/delta"))
        assert release_held(session) is not None
    assert session.held.dropped == 0
