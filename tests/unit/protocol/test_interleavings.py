"""Whatever is asked, answered, told and read, in whatever order: nothing is lost, mixed up or kept for ever."""

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
from openai_codex._protocol import event_buffer as buffers
from openai_codex._protocol import event_router
from openai_codex._protocol import notification_bus as notification_buses
from openai_codex._protocol import pending_requests as flights
from openai_codex._protocol import session as sessions
from openai_codex._protocol import subscription as subscriptions
from unit.protocol.accounts import Asked, Reader, Told

if TYPE_CHECKING:
    from openai_codex._protocol.actions import Actions
    from openai_codex._protocol.session import Session

TURNS = [f"turn-{number}" for number in range(3)]
LISTENED = [
    None,
    frozenset({"some/delta"}),
    frozenset({"item/completed", "turn/completed"}),
    frozenset({"thread/status/changed", "some/delta"}),
]
GARBAGE = [
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


class Requests(RuleBasedStateMachine):
    """What is asked and answered, beside the simplest account of it."""

    least_before_end = 20

    requests = Bundle("requests")

    @initialize(limit=st.integers(1, 5))
    def begin(self, limit: int) -> None:
        self.session: Session[int] = sessions.Session(max_line_bytes=MAX_LINE, max_in_flight=limit)
        self.counter = 0
        self.asked = Asked(limit, flights.MAX_ABANDONED)
        self.urgent: set[int] = set()
        self.ended = False

    def count(self) -> int:
        self.counter += 1
        return self.counter

    def feed(self, message: dict[str, Any]) -> Actions[int]:
        return self.session.receive_data(json.dumps(message).encode() + b"\n")

    @rule(
        target=requests,
        urgent=st.sampled_from([False, False, False, True]),
        orphan_thread_id=st.sampled_from([None, "thread-1"]),
    )
    @precondition(lambda self: not self.ended)
    def ask(self, urgent: bool, orphan_thread_id: str | None) -> int:
        method = "turn/interrupt" if urgent else "some/method"
        pending = self.session.create_request(method, {}, self.count(), orphan_thread_id=orphan_thread_id)
        assert json.loads(pending.data) == {"id": pending.id, "method": method, "params": {}}
        assert self.asked.find(pending.id) is None
        assert pending.sent == self.asked.ask(pending, urgent)
        if urgent:
            self.urgent.add(pending.id)
        return pending.id

    @rule(request=requests, written=st.booleans())
    def give_up(self, request: int, written: bool) -> None:
        pending = self.asked.find(request)
        if pending is None:
            return
        self.asked.give_up(pending, written)
        actions = self.session.abandon(pending, written=written)
        assert actions.ready_to_send == self.asked.admit()
        # Once is enough.
        assert self.session.abandon(pending, written=written).ready_to_send == []
        assert (actions.responses, actions.failed_requests, actions.orphaned_responses, actions.updated) == (
            [],
            [],
            [],
            set(),
        )

    @rule(request=requests, failed=st.booleans())
    @precondition(lambda self: not self.ended)
    def answer(self, request: int, failed: bool) -> None:
        reply = {"id": request, **({"error": {"code": 1, "message": "no"}} if failed else {"result": request})}
        before = self.dropped_replies()
        pending, late = self.asked.answered(request), self.asked.late(request)
        actions = self.feed(reply)
        assert actions.responses == ([] if pending is None else [(pending, reply)])
        assert actions.orphaned_responses == (
            [] if late is None or late.orphan_thread_id is None else [(late.orphan_thread_id, reply)]
        )
        # A second reply, one to what was not sent yet, and one that is not waited for any more, are dropped.
        assert self.dropped_replies() == (
            before[0] + (late is not None),
            before[1] + (pending is None and late is None),
            before[2],
        )
        assert actions.ready_to_send == self.asked.admit()
        assert (actions.failed_requests, actions.updated) == ([], set())

    @rule(request=requests, too_long=st.booleans())
    @precondition(lambda self: not self.ended)
    def answer_unusably(self, request: int, too_long: bool) -> None:
        line = b'{"id":%d,"result":["%s"' % (request, b"x" * (MAX_LINE if too_long else 1))
        late_before = self.session.late_responses
        pending, late = self.asked.answered(request), self.asked.late(request)
        actions = self.session.receive_data(line + b"\n")
        # It ends its own request, and no other.
        assert [failed for failed, _ in actions.failed_requests] == ([] if pending is None else [pending])
        kind = OversizeMessageError if too_long else UnexpectedResponseError
        assert all(isinstance(error, kind) for _, error in actions.failed_requests)
        assert self.session.late_responses == late_before + (late is not None)
        assert actions.ready_to_send == self.asked.admit()
        assert (actions.responses, actions.orphaned_responses, actions.updated) == ([], [], set())

    @rule(ahead=st.integers(0, 3))
    @precondition(lambda self: not self.ended)
    def answer_what_nobody_asked(self, ahead: int) -> None:
        late, second, nobody = self.dropped_replies()
        actions = self.feed({"id": self.session.pending_requests.next_id + ahead, "result": {}})
        assert self.dropped_replies() == (late, second, nobody + 1)
        assert (actions.responses, actions.failed_requests, actions.ready_to_send, actions.orphaned_responses) == (
            [],
            [],
            [],
            [],
        )

    def dropped_replies(self) -> tuple[int, int, int]:
        frames = self.session.bad_frames
        return self.session.late_responses, frames["duplicate reply"], frames["reply to no request"]

    @rule()
    @precondition(lambda self: not self.ended and self.counter > self.least_before_end)
    def end(self) -> None:
        actions = self.session.connection_lost(TransportClosedError("gone", exit_code=3))
        self.ended = True
        # Those that were never sent end as well, and nothing is sent any more.
        assert [pending for pending, _ in actions.failed_requests] == self.asked.clear()
        assert actions.ready_to_send == []
        errors = [error for _, error in actions.failed_requests]
        assert all(isinstance(error, TransportClosedError) and error.exit_code == 3 for error in errors)
        # Each waiter raises an error of its own: a traceback is not to be shared.
        assert len(set(map(id, errors))) == len(errors)
        again = self.session.connection_lost(TransportClosedError("once more"))
        assert (again.failed_requests, again.ready_to_send, again.updated) == ([], [], set())

    @rule()
    @precondition(lambda self: self.ended)
    def ask_too_late(self) -> None:
        with pytest.raises(TransportClosedError, match="gone"):
            self.session.create_request("some/method", {}, 0)

    @invariant()
    def nothing_waits_that_should_not(self) -> None:
        requests = self.session.pending_requests
        assert requests.methods() == [pending.method for pending in self.asked.all()]
        assert (requests.sent, requests.waiting) == (len(self.asked.sent), len(self.asked.waiting))
        assert sum(pending.id not in self.urgent for pending in self.asked.sent) <= self.asked.limit
        assert not (self.asked.waiting and self.asked.room())
        assert len(requests._abandoned) == len(self.asked.given_up) <= flights.MAX_ABANDONED


class Conversation(Requests):
    """All of a session beside the simplest account of what it should do."""

    exact = True
    """Whether the bounds of a session are too far away to be reached."""

    @initialize()
    def begin_to_tell(self) -> None:
        self.told = {turn: Told() for turn in TURNS}
        self.readers: list[Reader] = []
        self.unread: list[int] = []
        self.unread_dropped = 0

    # What the runtime tells and asks of its own accord

    @rule(events=st.lists(st.tuples(st.sampled_from(TURNS), st.booleans(), st.booleans()), min_size=1, max_size=6))
    @precondition(lambda self: not self.ended)
    def tell(self, events: list[tuple[str, bool, bool]]) -> None:
        for turn, essential, whole in events:
            place: dict[str, Any] = {"turn": {"id": turn}} if whole else {"turnId": turn}
            self.notify(turn, "item/completed" if essential else "some/delta", essential, place)

    @rule(turn=st.sampled_from(TURNS))
    @precondition(lambda self: not self.ended)
    def complete(self, turn: str) -> None:
        self.notify(turn, "turn/completed", True, {"turn": {"id": turn, "status": "completed"}})

    def notify(self, turn: str, method: str, essential: bool, params: dict[str, Any]) -> None:
        number = self.count()
        told = self.told[turn]
        actions = self.feed({"method": method, "params": {**params, "n": number}})
        assert (actions.responses, actions.failed_requests, actions.server_requests, actions.ready_to_send) == (
            [],
            [],
            [],
            [],
        )
        self.listeners_hear(actions, method, turn, number)
        touched = {source.key for source in actions.updated if isinstance(source, buffers.EventBuffer)}
        if self.exact and told.completed:
            # Nothing comes after the end.
            assert touched == set()
            return
        assert touched <= {turn}
        told.events.append((number, essential))
        for reader in self.readers:
            if reader.turn == turn and not reader.left and (essential or not reader.inner.passive):
                reader.expected.append(number)
        told.completed = told.completed or method == "turn/completed"

    def listeners_hear(self, actions: Actions[int], method: str, turn: str | None, number: int) -> list[Reader]:
        hearing = [reader for reader in self.readers if reader.hears(method, turn)]
        for reader in hearing:
            reader.expected.append(number)
        assert (self.session.notification_bus in actions.updated) == bool(hearing)
        return hearing

    @rule()
    @precondition(lambda self: not self.ended)
    def tell_of_no_turn(self) -> None:
        number = self.count()
        actions = self.feed({"method": "thread/status/changed", "params": {"n": number}})
        hearing = self.listeners_hear(actions, "thread/status/changed", None, number)
        assert actions.updated <= {self.session.notification_bus}
        # Who listens to all of it takes it; who listens to one method takes a copy.
        if all(reader.methods is not None for reader in hearing):
            self.unread.append(number)
            if len(self.unread) > notification_buses.MAX_UNREAD_NOTIFICATIONS:
                del self.unread[0]
                self.unread_dropped += 1

    @rule(garbage=st.sampled_from(GARBAGE))
    @precondition(lambda self: not self.ended)
    def babble(self, garbage: bytes) -> None:
        actions = self.session.receive_data(garbage + b"\n")
        assert (actions.responses, actions.failed_requests, actions.server_requests, actions.updated) == (
            [],
            [],
            [],
            set(),
        )

    @rule(request_id=st.integers(0, 20) | st.text(max_size=5), turn=st.sampled_from(TURNS))
    @precondition(lambda self: not self.ended)
    def be_asked(self, request_id: int | str, turn: str) -> None:
        actions = self.feed({"id": request_id, "method": "item/tool/call", "params": {"turnId": turn}})
        # Its ids are the runtime's own: they have nothing to do with those of requests from here.
        [request] = actions.server_requests
        assert (request.id, actions.responses) == (request_id, [])
        assert json.loads(self.session.encode_response(request, {}))["id"] == request_id

    # Readers

    @rule(turn=st.sampled_from(TURNS), passive=st.booleans())
    def subscribe(self, turn: str, passive: bool) -> None:
        told = self.told[turn]
        gone = self.ended and not told.completed
        inner = self.session.events.event_buffer(turn).subscribe(lambda: None, passive=passive)
        expected = [] if gone else told.numbers(essential_only=passive or told.read)
        told.read = told.read or not passive
        self.readers.append(Reader(inner, turn, expected))

    @rule(methods=st.sampled_from(LISTENED))
    def listen(self, methods: frozenset[str] | None) -> None:
        inner = self.session.notification_bus.subscribe(methods, lambda: None)
        expected: list[int] = []
        if methods is None:
            expected, self.unread = self.unread, []
        self.readers.append(Reader(inner, None, expected, methods))

    @rule(data=st.data())
    @precondition(lambda self: self.readers)
    def read(self, data: st.DataObject) -> None:
        data.draw(st.sampled_from(self.readers)).read()

    @rule(data=st.data())
    @precondition(lambda self: self.readers)
    def leave(self, data: st.DataObject) -> None:
        reader = data.draw(st.sampled_from(self.readers))
        reader.inner.close()
        reader.left = True

    @invariant()
    def memory_is_bounded(self) -> None:
        assert len(self.session.notification_bus.backlog) <= notification_buses.MAX_UNREAD_NOTIFICATIONS
        assert len(self.session.events._completed) <= event_router.MAX_COMPLETED_BUFFERS
        assert len(self.session.events._unconsumed) <= event_router.MAX_UNCONSUMED_BUFFERS
        if self.ended:
            assert not self.session.events.open
            assert not self.session.events._unconsumed
        assert [event.params["n"] for event in self.session.notification_bus.backlog] == self.unread
        assert self.session.notification_bus.dropped == self.unread_dropped

    def teardown(self) -> None:
        if not hasattr(self, "session") or not hasattr(self, "told"):
            return
        if not self.ended:
            self.end()
        for reader in self.readers:
            reader.read()
            self.check(reader)

    def check(self, reader: Reader) -> None:
        assert reader.got == reader.expected
        if reader.turn is not None and self.told[reader.turn].completed:
            assert reader.inner.exhausted()
        else:
            with pytest.raises(TransportClosedError, match="gone"):
                reader.inner.exhausted()


class TightConversation(Conversation):
    """The same with bounds that are reached all the time: events may be missing, but never mixed up."""

    exact = False

    def check(self, reader: Reader) -> None:
        assert reader.got == sorted(set(reader.got))
        told = reader.expected if reader.turn is None else self.told[reader.turn].numbers(essential_only=False)
        assert set(reader.got) <= set(told)
        assert len(reader.inner._queue) == 0


def conversation(machine: type[Requests], examples: int = 40) -> None:
    run_state_machine_as_test(machine, settings=settings(max_examples=examples, stateful_step_count=60, deadline=None))


@pytest.fixture(autouse=True)
def quiet(caplog: pytest.LogCaptureFixture) -> None:
    """Leave out the warnings of all the garbage."""
    caplog.set_level(logging.CRITICAL, "openai_codex")


def test_every_order_of_requests_and_replies_ends_each_request_once() -> None:
    conversation(Requests, examples=60)


def test_every_order_of_events_gives_what_it_should() -> None:
    conversation(Conversation)


def test_requests_that_were_given_up_do_not_add_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flights, "MAX_ABANDONED", 2)
    conversation(Requests, examples=30)


def test_bounds_hold_in_every_order_of_events(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flights, "MAX_ABANDONED", 2)
    monkeypatch.setattr(notification_buses, "MAX_UNREAD_NOTIFICATIONS", 3)
    monkeypatch.setattr(event_router, "MAX_COMPLETED_BUFFERS", 2)
    monkeypatch.setattr(event_router, "MAX_UNCONSUMED_BUFFERS", 2)
    monkeypatch.setattr(buffers, "MAX_UNREAD_EVENTS", 2)
    monkeypatch.setattr(subscriptions, "MAX_LAG_EVENTS", 2)
    conversation(TightConversation)
