"""Stateful tests of the session: requests, responses, events and consumers in random order."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from openai_codex import OversizeMessageError, TransportClosedError, UnexpectedResponseError
from openai_codex._protocol import (
    event_buffer,
    event_router,
    notification_bus,
    pending_requests,
    session,
    subscription,
)
from unit.protocol.reference_models import ConsumerModel, RequestModel, TurnModel

if TYPE_CHECKING:
    from openai_codex._protocol.actions import Actions
    from openai_codex._protocol.session import Session

TURNS = [f"turn-{number}" for number in range(3)]
SUBSCRIBED_METHODS = [
    None,
    frozenset({"some/delta"}),
    frozenset({"item/completed", "turn/completed"}),
    frozenset({"thread/status/changed", "some/delta"}),
]
INVALID_LINES = [
    b"",
    b" \r",
    b"{oops",
    b"[1]",
    b'"text"',
    b'{"jsonrpc":"2.0"}',
    b"\xff\xfe",
    b'{"id":"1","result":1}',
    b'{"id":null,"result":1}',
    b'{"id":99999,"error":{}}',
    b'{"id":1.5,"result":1}',
    b'{"id":true,"result":1}',
]


MAX_LINE = 10_000


class RequestMachine(RuleBasedStateMachine):
    """Compares the requests of a session with a `RequestModel`."""

    min_steps_before_end = 20

    requests = Bundle("requests")

    @initialize(limit=st.integers(1, 5))
    def start_session(self, limit: int) -> None:
        self.session: Session[int] = session.Session(max_line_bytes=MAX_LINE, max_in_flight=limit)
        self.counter = 0
        self.request_model = RequestModel(limit, pending_requests.MAX_ABANDONED)
        self.unthrottled: set[int] = set()
        self.ended = False

    def next_number(self) -> int:
        self.counter += 1
        return self.counter

    def feed(self, message: dict[str, Any]) -> Actions[int]:
        return self.session.receive_data(json.dumps(message).encode() + b"\n")

    @rule(
        target=requests,
        unthrottled=st.sampled_from([False, False, False, True]),
        orphan_thread_id=st.sampled_from([None, "thread-1"]),
    )
    @precondition(lambda self: not self.ended)
    def create_request(self, unthrottled: bool, orphan_thread_id: str | None) -> int:
        method = "turn/interrupt" if unthrottled else "some/method"
        pending = self.session.create_request(method, {}, self.next_number(), orphan_thread_id=orphan_thread_id)
        assert json.loads(pending.data) == {"id": pending.id, "method": method, "params": {}}
        assert self.request_model.find(pending.id) is None
        assert pending.sent == self.request_model.add(pending, unthrottled)
        if unthrottled:
            self.unthrottled.add(pending.id)
        return pending.id

    @rule(request=requests, written=st.booleans())
    def abandon(self, request: int, written: bool) -> None:
        pending = self.request_model.find(request)
        if pending is None:
            return
        self.request_model.abandon(pending, written)
        actions = self.session.abandon(pending, written=written)
        assert actions.ready_to_send == self.request_model.release()
        # Abandoning is idempotent.
        assert self.session.abandon(pending, written=written).ready_to_send == []
        assert (actions.responses, actions.failed_requests, actions.orphaned_responses, actions.updated) == (
            [],
            [],
            [],
            set(),
        )

    @rule(request=requests, failed=st.booleans())
    @precondition(lambda self: not self.ended)
    def respond(self, request: int, failed: bool) -> None:
        response = {"id": request, **({"error": {"code": 1, "message": "no"}} if failed else {"result": request})}
        before = self.dropped_responses()
        pending, late = self.request_model.complete(request), self.request_model.complete_abandoned(request)
        actions = self.feed(response)
        assert actions.responses == ([] if pending is None else [(pending, response)])
        assert actions.orphaned_responses == (
            [] if late is None or late.orphan_thread_id is None else [(late.orphan_thread_id, response)]
        )
        # Duplicate responses, responses to queued requests and responses to abandoned requests are dropped.
        assert self.dropped_responses() == (
            before[0] + (late is not None),
            before[1] + (pending is None and late is None),
            before[2],
        )
        assert actions.ready_to_send == self.request_model.release()
        assert (actions.failed_requests, actions.updated) == ([], set())

    @rule(request=requests, oversized=st.booleans())
    @precondition(lambda self: not self.ended)
    def respond_with_invalid_line(self, request: int, oversized: bool) -> None:
        line = b'{"id":%d,"result":["%s"' % (request, b"x" * (MAX_LINE if oversized else 1))
        late_before = self.session.late_responses
        pending, late = self.request_model.complete(request), self.request_model.complete_abandoned(request)
        actions = self.session.receive_data(line + b"\n")
        # Only its own request fails.
        assert [failed for failed, _ in actions.failed_requests] == ([] if pending is None else [pending])
        kind = OversizeMessageError if oversized else UnexpectedResponseError
        assert all(isinstance(error, kind) for _, error in actions.failed_requests)
        assert self.session.late_responses == late_before + (late is not None)
        assert actions.ready_to_send == self.request_model.release()
        assert (actions.responses, actions.orphaned_responses, actions.updated) == ([], [], set())

    @rule(ahead=st.integers(0, 3))
    @precondition(lambda self: not self.ended)
    def respond_to_unknown_request(self, ahead: int) -> None:
        late, duplicate, unknown = self.dropped_responses()
        actions = self.feed({"id": self.session.pending_requests.next_id + ahead, "result": {}})
        assert self.dropped_responses() == (late, duplicate, unknown + 1)
        assert (actions.responses, actions.failed_requests, actions.ready_to_send, actions.orphaned_responses) == (
            [],
            [],
            [],
            [],
        )

    def dropped_responses(self) -> tuple[int, int, int]:
        frames = self.session.bad_frames
        return self.session.late_responses, frames["duplicate reply"], frames["reply to no request"]

    @rule()
    @precondition(lambda self: not self.ended and self.counter > self.min_steps_before_end)
    def lose_connection(self) -> None:
        actions = self.session.connection_lost(TransportClosedError("gone", exit_code=3))
        self.ended = True
        # Queued requests fail as well, and no request is sent any more.
        assert [pending for pending, _ in actions.failed_requests] == self.request_model.drain()
        assert actions.ready_to_send == []
        errors = [error for _, error in actions.failed_requests]
        assert all(isinstance(error, TransportClosedError) and error.exit_code == 3 for error in errors)
        # Each waiter raises its own error: a shared one would collect the tracebacks of all waiters.
        assert len(set(map(id, errors))) == len(errors)
        again = self.session.connection_lost(TransportClosedError("once more"))
        assert (again.failed_requests, again.ready_to_send, again.updated) == ([], [], set())

    @rule()
    @precondition(lambda self: self.ended)
    def create_request_after_end(self) -> None:
        with pytest.raises(TransportClosedError, match="gone"):
            self.session.create_request("some/method", {}, 0)

    @invariant()
    def pending_requests_match_the_model(self) -> None:
        found = self.session.pending_requests
        assert found.methods() == [pending.method for pending in self.request_model.all()]
        assert (found.sent, found.waiting) == (len(self.request_model.sent), len(self.request_model.queued))
        assert (
            sum(pending.id not in self.unthrottled for pending in self.request_model.sent) <= self.request_model.limit
        )
        assert not (self.request_model.queued and self.request_model.has_capacity())
        assert len(found._abandoned) == len(self.request_model.abandoned) <= pending_requests.MAX_ABANDONED


class SessionMachine(RequestMachine):
    """Compares the requests, events and subscriptions of a session with reference models."""

    exact = True
    """Whether the bounds are too large to be reached."""

    @initialize()
    def create_models(self) -> None:
        self.turn_models = {turn: TurnModel() for turn in TURNS}
        self.consumers: list[ConsumerModel] = []
        self.backlog: list[int] = []
        self.backlog_dropped = 0

    # Notifications and server requests

    @rule(events=st.lists(st.tuples(st.sampled_from(TURNS), st.booleans(), st.booleans()), min_size=1, max_size=6))
    @precondition(lambda self: not self.ended)
    def receive_events(self, events: list[tuple[str, bool, bool]]) -> None:
        for turn, retained, has_turn_object in events:
            fields: dict[str, Any] = {"turn": {"id": turn}} if has_turn_object else {"turnId": turn}
            self.receive_notification(turn, "item/completed" if retained else "some/delta", retained, fields)

    @rule(turn=st.sampled_from(TURNS))
    @precondition(lambda self: not self.ended)
    def complete(self, turn: str) -> None:
        self.receive_notification(turn, "turn/completed", True, {"turn": {"id": turn, "status": "completed"}})

    def receive_notification(self, turn: str, method: str, retained: bool, params: dict[str, Any]) -> None:
        number = self.next_number()
        model = self.turn_models[turn]
        actions = self.feed({"method": method, "params": {**params, "n": number}})
        assert (actions.responses, actions.failed_requests, actions.server_requests, actions.ready_to_send) == (
            [],
            [],
            [],
            [],
        )
        self.expect_on_notification_bus(actions, method, turn, number)
        updated = {source.key for source in actions.updated if isinstance(source, event_buffer.EventBuffer)}
        if self.exact and model.completed:
            # Events after the terminal event are ignored.
            assert updated == set()
            return
        assert updated <= {turn}
        model.events.append((number, retained))
        for consumer in self.consumers:
            if consumer.turn == turn and not consumer.closed and (retained or not consumer.subscription.passive):
                consumer.expected.append(number)
        model.completed = model.completed or method == "turn/completed"

    def expect_on_notification_bus(
        self, actions: Actions[int], method: str, turn: str | None, number: int
    ) -> list[ConsumerModel]:
        subscribed = [consumer for consumer in self.consumers if consumer.subscribes_to(method, turn)]
        for consumer in subscribed:
            consumer.expected.append(number)
        assert (self.session.notification_bus in actions.updated) == bool(subscribed)
        return subscribed

    @rule()
    @precondition(lambda self: not self.ended)
    def receive_notification_without_turn(self) -> None:
        number = self.next_number()
        actions = self.feed({"method": "thread/status/changed", "params": {"n": number}})
        subscribed = self.expect_on_notification_bus(actions, "thread/status/changed", None, number)
        assert actions.updated <= {self.session.notification_bus}
        # Only a consumer without methods takes events out of the backlog.
        if all(consumer.methods is not None for consumer in subscribed):
            self.backlog.append(number)
            if len(self.backlog) > notification_bus.MAX_UNREAD_NOTIFICATIONS:
                del self.backlog[0]
                self.backlog_dropped += 1

    @rule(invalid_line=st.sampled_from(INVALID_LINES))
    @precondition(lambda self: not self.ended)
    def receive_invalid_line(self, invalid_line: bytes) -> None:
        actions = self.session.receive_data(invalid_line + b"\n")
        assert (actions.responses, actions.failed_requests, actions.server_requests, actions.updated) == (
            [],
            [],
            [],
            set(),
        )

    @rule(request_id=st.integers(0, 20) | st.text(max_size=5), turn=st.sampled_from(TURNS))
    @precondition(lambda self: not self.ended)
    def receive_server_request(self, request_id: int | str, turn: str) -> None:
        actions = self.feed({"id": request_id, "method": "item/tool/call", "params": {"turnId": turn}})
        # The runtime chooses the ids of server requests; they may equal the ids of client requests.
        [request] = actions.server_requests
        assert (request.id, actions.responses) == (request_id, [])
        assert json.loads(self.session.encode_response(request, {}))["id"] == request_id

    # Consumers

    @rule(turn=st.sampled_from(TURNS), passive=st.booleans())
    def subscribe(self, turn: str, passive: bool) -> None:
        model = self.turn_models[turn]
        lost = self.ended and not model.completed
        subscription = self.session.events.event_buffer(turn).subscribe(lambda: None, passive=passive)
        expected = [] if lost else model.numbers(retained_only=passive or model.consumed)
        model.consumed = model.consumed or not passive
        self.consumers.append(ConsumerModel(subscription, turn, expected))

    @rule(methods=st.sampled_from(SUBSCRIBED_METHODS))
    def subscribe_to_notification_bus(self, methods: frozenset[str] | None) -> None:
        subscription = self.session.notification_bus.subscribe(methods, lambda: None)
        expected: list[int] = []
        if methods is None:
            expected, self.backlog = self.backlog, []
        self.consumers.append(ConsumerModel(subscription, None, expected, methods))

    @rule(data=st.data())
    @precondition(lambda self: self.consumers)
    def read(self, data: st.DataObject) -> None:
        data.draw(st.sampled_from(self.consumers)).read()

    @rule(data=st.data())
    @precondition(lambda self: self.consumers)
    def close(self, data: st.DataObject) -> None:
        consumer = data.draw(st.sampled_from(self.consumers))
        consumer.subscription.close()
        consumer.closed = True

    @invariant()
    def buffers_are_bounded(self) -> None:
        assert len(self.session.notification_bus.backlog) <= notification_bus.MAX_UNREAD_NOTIFICATIONS
        assert len(self.session.events._completed) <= event_router.MAX_COMPLETED_BUFFERS
        assert len(self.session.events._unconsumed) <= event_router.MAX_UNCONSUMED_BUFFERS
        if self.ended:
            assert not self.session.events.open
            assert not self.session.events._unconsumed
        assert [event.params["n"] for event in self.session.notification_bus.backlog] == self.backlog
        assert self.session.notification_bus.dropped == self.backlog_dropped

    def teardown(self) -> None:
        if not hasattr(self, "session") or not hasattr(self, "turn_models"):
            return
        if not self.ended:
            self.lose_connection()
        for consumer in self.consumers:
            consumer.read()
            self.check(consumer)

    def check(self, consumer: ConsumerModel) -> None:
        assert consumer.received == consumer.expected
        completed = consumer.turn is not None and self.turn_models[consumer.turn].completed
        if completed or consumer.closed:
            assert consumer.subscription.exhausted()
        else:
            with pytest.raises(TransportClosedError, match="gone"):
                consumer.subscription.exhausted()


class BoundedSessionMachine(SessionMachine):
    """Runs with small bounds: events may be dropped, but are never reordered or routed to another consumer."""

    exact = False

    def check(self, consumer: ConsumerModel) -> None:
        assert consumer.received == sorted(set(consumer.received))
        expected = (
            consumer.expected if consumer.turn is None else self.turn_models[consumer.turn].numbers(retained_only=False)
        )
        assert set(consumer.received) <= set(expected)
        assert len(consumer.subscription._queue) == 0


def run_machine(machine: type[RequestMachine], examples: int = 40) -> None:
    run_state_machine_as_test(machine, settings=settings(max_examples=examples, stateful_step_count=60, deadline=None))


@pytest.fixture(autouse=True)
def quiet(caplog: pytest.LogCaptureFixture) -> None:
    """Suppress the warnings about invalid lines."""
    caplog.set_level(logging.CRITICAL, "openai_codex")


def test_session_with_any_order_of_responses_completes_each_request_once() -> None:
    run_machine(RequestMachine, examples=60)


def test_session_with_any_order_of_events_matches_the_models() -> None:
    run_machine(SessionMachine)


def test_session_with_many_abandoned_requests_remembers_a_bounded_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pending_requests, "MAX_ABANDONED", 2)
    run_machine(RequestMachine, examples=30)


def test_session_with_small_bounds_keeps_them_in_any_order_of_events(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pending_requests, "MAX_ABANDONED", 2)
    monkeypatch.setattr(notification_bus, "MAX_UNREAD_NOTIFICATIONS", 3)
    monkeypatch.setattr(event_router, "MAX_COMPLETED_BUFFERS", 2)
    monkeypatch.setattr(event_router, "MAX_UNCONSUMED_BUFFERS", 2)
    monkeypatch.setattr(event_buffer, "MAX_UNREAD_EVENTS", 2)
    monkeypatch.setattr(subscription, "MAX_LAG_EVENTS", 2)
    run_machine(BoundedSessionMachine)
