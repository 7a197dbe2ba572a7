"""The limit of consecutive retries of a model call (`CodexConfig.max_model_retries`)."""

from __future__ import annotations

from typing import Any

import pytest

from openai_codex._protocol.actions import Actions
from openai_codex._protocol.event_router import EventRouter
from openai_codex._protocol.notices.model_retries import RETRY_METHODS, ModelRetries
from openai_codex._protocol.notification_bus import NotificationBus
from openai_codex._protocol.notifications import Notification
from openai_codex._protocol.session import Session
from unit.protocol.test_session import event, line

ERROR = {"message": "no network", "additionalDetails": "refused", "codexErrorInfo": "other"}
MESSAGE = "no network: refused; the client interrupted the turn (CodexConfig.max_model_retries=1)"


def retry(turn_id: str = "A", error: object = ERROR, *, will_retry: object = True) -> Notification:
    return Notification("error", {"threadId": "T", "turnId": turn_id, "willRetry": will_retry, "error": error})


def completed(turn_id: str = "A", status: str = "interrupted", **turn: Any) -> Notification:
    params = {"threadId": "T", "turn": {"id": turn_id, "status": status, **turn}}
    return Notification("turn/completed", params, emitted_at_ms=3, size=70)


def exceeded(retries: ModelRetries, *events: Notification) -> list[bool]:
    return [retries.exceeded(str(event.turn_id), event) for event in events]


def test_methods_that_affect_the_number_of_retries() -> None:
    assert {
        "error",
        "item/started",
        "item/completed",
        "thread/tokenUsage/updated",
        "turn/completed",
    } == RETRY_METHODS


@pytest.mark.parametrize(
    ("maximum", "expected"),
    [(0, [True, False, False]), (1, [False, True, False]), (2, [False, False, True]), (None, [False] * 3)],
)
def test_first_retry_beyond_the_limit_exceeds_it(maximum: int | None, expected: list[bool]) -> None:
    retries = ModelRetries(maximum)
    assert retries.is_bounded is (maximum is not None)
    assert exceeded(retries, retry(), retry(), retry()) == expected


def test_each_turn_has_its_own_number_of_retries() -> None:
    assert exceeded(ModelRetries(1), retry("A"), retry("B"), retry("A"), retry("B")) == [False, False, True, True]


@pytest.mark.parametrize("will_retry", [False, None, 1])
def test_error_without_retry_does_not_count(will_retry: object) -> None:
    assert exceeded(ModelRetries(0), retry(will_retry=will_retry), retry()) == [False, True]


@pytest.mark.parametrize("method", ["item/started", "item/completed", "thread/tokenUsage/updated"])
def test_response_of_model_resets_the_number_of_its_turn(method: str) -> None:
    response = Notification(method, {"threadId": "T", "turnId": "A"})
    events = [retry("A"), retry("B"), response, retry("A"), retry("B"), retry("A")]
    assert exceeded(ModelRetries(1), *events) == [False, False, False, False, True, True]


@pytest.mark.parametrize(
    ("error", "failure"),
    [
        (ERROR, {**ERROR, "message": MESSAGE}),
        (None, {"message": "unknown error; the client interrupted the turn (CodexConfig.max_model_retries=1)"}),
    ],
)
def test_turn_that_was_interrupted_for_its_retries_fails_with_last_error(error: object, failure: object) -> None:
    retries = ModelRetries(1)
    exceeded(retries, retry(error={"message": "first"}), retry(error=error), retry(error={"message": "later"}))
    found = retries.completion("A", completed(durationMs=5))
    assert (found.method, found.emitted_at_ms, found.size) == ("turn/completed", 3, 70)
    assert found.params == {
        "threadId": "T",
        "turn": {"id": "A", "status": "failed", "durationMs": 5, "error": failure},
    }
    # Both the error and the number of retries are forgotten.
    again = completed()
    assert retries.completion("A", again) is again
    assert exceeded(retries, retry(), retry()) == [False, True]


@pytest.mark.parametrize(
    "end",
    [completed("B"), completed(status="completed"), completed(status="failed"), Notification("turn/completed", {})],
)
def test_other_completions_are_unchanged(end: Notification) -> None:
    retries = ModelRetries(0)
    exceeded(retries, retry("A"))
    assert retries.completion(end.turn_id or "A", end) is end


def test_completion_resets_the_number_of_retries() -> None:
    retries = ModelRetries(1)
    assert exceeded(retries, retry()) == [False]
    retries.completion("A", completed(status="completed"))
    assert exceeded(retries, retry(), retry()) == [False, True]


# The session


def error_line(turn_id: str, **other: Any) -> bytes:
    return event("error", turn_id, willRetry=True, error=ERROR, **other)


@pytest.mark.parametrize("maximum", [1, None])
def test_session_interrupts_turn_once_and_ends_it_as_failed(maximum: int | None) -> None:
    session: Session[str] = Session(max_line_bytes=1 << 20, max_model_retries=maximum)
    buffer = session.events.event_buffer("A")
    subscription = buffer.subscribe(lambda: None)
    interrupts = [session.receive_data(error_line("A")).turns_to_interrupt for _ in range(3)]
    assert interrupts == [[], [("T", "A")] if maximum else [], []]
    turn = {"id": "A", "status": "interrupted"}
    session.receive_data(line(method="turn/completed", params={"threadId": "T", "turn": turn}))
    found = [each for _ in range(4) if (each := subscription.pop()) is not None]
    assert [each.method for each in found] == ["error", "error", "error", "turn/completed"]
    failed = {"id": "A", "status": "failed", "error": {**ERROR, "message": MESSAGE}}
    assert found[-1].params == {"threadId": "T", "turn": failed if maximum else turn}


def test_session_counts_retries_only_until_the_model_responds() -> None:
    session: Session[str] = Session(max_line_bytes=1 << 20, max_model_retries=1)
    data = [error_line("A"), event("item/started", "A"), error_line("A"), event("turn/diff/updated", "A")]
    assert [session.receive_data(each).turns_to_interrupt for each in data] == [[]] * 4
    assert session.receive_data(error_line("A")).turns_to_interrupt == [("T", "A")]


def test_session_interrupts_review_by_its_inner_turn() -> None:
    session: Session[str] = Session(max_line_bytes=1 << 20, max_model_retries=0)
    session.events.event_buffer("review")
    session.receive_data(event("item/started", "review"))
    inner = {"id": "inner", "rootTurnId": "review"}
    session.receive_data(line(method="turn/started", params={"threadId": "T", "turn": inner}))
    assert session.receive_data(error_line("review")).turns_to_interrupt == [("T", "inner")]


@pytest.mark.parametrize("thread", [None, 3])
def test_session_interrupts_no_turn_without_thread(thread: object) -> None:
    session: Session[str] = Session(max_line_bytes=1 << 20, max_model_retries=0)
    assert session.receive_data(error_line("A", threadId=thread)).turns_to_interrupt == []


def test_other_events_of_turn_do_not_reset_the_number_of_retries() -> None:
    router = EventRouter(NotificationBus(), lambda: False, max_model_retries=1)
    actions: Actions[Any] = Actions()
    for each in (retry(), Notification("turn/plan/updated", {"threadId": "T", "turnId": "A"}), retry()):
        router.route(each, actions)
    assert actions.turns_to_interrupt == [("T", "A")]
