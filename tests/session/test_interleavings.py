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

from openai_codex import TransportClosedError
from openai_codex import bulletin as bulletins
from openai_codex import mailbox as mailboxes
from openai_codex import session as sessions

if TYPE_CHECKING:
    from openai_codex.in_flight import Pending
    from openai_codex.session import Batch, Session

TURNS = [f"turn-{number}" for number in range(3)]
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


class Told:
    """What the runtime has told of a turn: numbers, and whether a result needs them."""

    def __init__(self) -> None:
        self.events: list[tuple[int, bool]] = []
        self.completed = False
        self.read = False
        """Whether somebody has been given the events that nobody had read."""

    def numbers(self, essential_only: bool) -> list[int]:
        return [number for number, essential in self.events if essential or not essential_only]


class Reader:
    """A subscription beside what it has to get."""

    def __init__(self, inner: mailboxes.Subscription, turn: str, expected: list[int]) -> None:
        self.inner = inner
        self.turn = turn
        self.expected = expected
        self.got: list[int] = []
        self.left = False

    def read(self) -> None:
        while (event := self.inner.pop()) is not None:
            assert event.turn_id == self.turn
            self.got.append(event.params["n"])


class Conversation(RuleBasedStateMachine):
    """A session beside the simplest account of what it should do."""

    exact = True
    """Whether the bounds of a session are too far away to be reached."""

    requests = Bundle("requests")

    @initialize()
    def begin(self) -> None:
        self.session: Session[int] = sessions.Session(max_line_bytes=10_000)
        self.counter = 0
        self.waiting: dict[int, Pending[int]] = {}
        self.told = {turn: Told() for turn in TURNS}
        self.readers: list[Reader] = []
        self.of_no_turn: list[int] = []
        self.ended = False

    def count(self) -> int:
        self.counter += 1
        return self.counter

    def feed(self, message: dict[str, Any]) -> Batch[int]:
        return self.session.feed(json.dumps(message).encode() + b"\n")

    # Requests and replies

    @rule(target=requests)
    @precondition(lambda self: not self.ended)
    def ask(self) -> int:
        pending = self.session.request("some/method", {}, self.count())
        assert json.loads(pending.data)["id"] == pending.id
        assert pending.id not in self.waiting
        self.waiting[pending.id] = pending
        return pending.id

    @rule(request=requests)
    def give_up(self, request: int) -> None:
        pending = self.waiting.pop(request, None)
        if pending is not None:
            self.session.forget(pending)

    @rule(request=requests, failed=st.booleans())
    @precondition(lambda self: not self.ended)
    def answer(self, request: int, failed: bool) -> None:
        reply = {"id": request, **({"error": {"code": 1, "message": "no"}} if failed else {"result": request})}
        dropped = self.dropped_replies()
        expected = self.waiting.pop(request, None)
        batch = self.feed(reply)
        # A second reply, and one that is not waited for any more, are dropped.
        assert batch.replies == ([] if expected is None else [(expected, reply)])
        assert self.dropped_replies() == dropped + (expected is None)
        assert batch.touched == set()

    def dropped_replies(self) -> int:
        frames = self.session.bad_frames
        return self.session.late_replies + frames["duplicate reply"] + frames["reply to no request"]

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
        batch = self.feed({"method": method, "params": {**params, "n": number}})
        assert (batch.replies, batch.failed, batch.requests) == ([], [], [])
        if self.exact and told.completed:
            # Nothing comes after the end.
            assert batch.touched == set()
            return
        assert batch.touched <= {self.session.mailbox(turn)}
        told.events.append((number, essential))
        for reader in self.readers:
            if reader.turn == turn and not reader.left:
                reader.expected.append(number)
        told.completed = told.completed or method == "turn/completed"

    @rule()
    @precondition(lambda self: not self.ended)
    def tell_of_no_turn(self) -> None:
        self.of_no_turn.append(self.count())
        batch = self.feed({"method": "thread/status/changed", "params": {"n": self.of_no_turn[-1]}})
        assert batch.touched == set()

    @rule(garbage=st.sampled_from(GARBAGE))
    @precondition(lambda self: not self.ended)
    def babble(self, garbage: bytes) -> None:
        batch = self.session.feed(garbage + b"\n")
        assert (batch.replies, batch.failed, batch.requests, batch.touched) == ([], [], [], set())

    @rule(request_id=st.integers(0, 20) | st.text(max_size=5), turn=st.sampled_from(TURNS))
    @precondition(lambda self: not self.ended)
    def be_asked(self, request_id: int | str, turn: str) -> None:
        batch = self.feed({"id": request_id, "method": "item/tool/call", "params": {"turnId": turn}})
        # Its ids are the runtime's own: they have nothing to do with those of requests from here.
        [request] = batch.requests
        assert (request.id, batch.replies) == (request_id, [])
        assert json.loads(self.session.respond(request, {}))["id"] == request_id

    # Readers

    @rule(turn=st.sampled_from(TURNS), aside=st.booleans())
    def subscribe(self, turn: str, aside: bool) -> None:
        told = self.told[turn]
        gone = self.ended and not told.completed
        inner = self.session.mailbox(turn).subscribe(lambda: None, aside=aside)
        expected = [] if gone else told.numbers(essential_only=aside or told.read)
        told.read = told.read or not aside
        self.readers.append(Reader(inner, turn, expected))

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

    # The end

    @rule()
    @precondition(lambda self: not self.ended and self.counter > 20)
    def end(self) -> None:
        batch = self.session.end(TransportClosedError("gone", exit_code=3))
        self.ended = True
        assert [pending for pending, _ in batch.failed] == list(self.waiting.values())
        errors = [error for _, error in batch.failed]
        assert all(isinstance(error, TransportClosedError) and error.exit_code == 3 for error in errors)
        # Each waiter raises an error of its own: a traceback is not to be shared.
        assert len(set(map(id, errors))) == len(errors)
        self.waiting.clear()
        again = self.session.end(TransportClosedError("once more"))
        assert (again.failed, again.touched) == ([], set())

    @rule()
    @precondition(lambda self: self.ended)
    def ask_too_late(self) -> None:
        with pytest.raises(TransportClosedError, match="gone"):
            self.session.request("some/method", {}, 0)

    @invariant()
    def nothing_waits_that_should_not(self) -> None:
        assert len(self.session.requests.methods()) == len(self.waiting)

    @invariant()
    def memory_is_bounded(self) -> None:
        assert len(self.session.bulletin.unread) <= bulletins.UNREAD_NOTIFICATIONS
        assert len(self.session._ended) <= sessions.ENDED_MAILBOXES
        assert len(self.session._unclaimed) <= sessions.OPEN_MAILBOXES
        if self.ended:
            assert not self.session._open
            assert not self.session._unclaimed
        kept = [event.params["n"] for event in self.session.bulletin.unread]
        assert kept == self.of_no_turn[-bulletins.UNREAD_NOTIFICATIONS :]
        assert self.session.bulletin.dropped == len(self.of_no_turn) - len(kept)

    def teardown(self) -> None:
        if not hasattr(self, "session"):
            return
        if not self.ended:
            self.end()
        for reader in self.readers:
            reader.read()
            self.check(reader)

    def check(self, reader: Reader) -> None:
        assert reader.got == reader.expected
        if self.told[reader.turn].completed:
            assert reader.inner.over()
        else:
            with pytest.raises(TransportClosedError, match="gone"):
                reader.inner.over()


class TightConversation(Conversation):
    """The same with bounds that are reached all the time: events may be missing, but never mixed up."""

    exact = False

    def check(self, reader: Reader) -> None:
        assert reader.got == sorted(set(reader.got))
        assert set(reader.got) <= set(self.told[reader.turn].numbers(essential_only=False))
        assert len(reader.inner._queue) == 0


def conversation(machine: type[Conversation]) -> None:
    run_state_machine_as_test(machine, settings=settings(max_examples=150, stateful_step_count=60, deadline=None))


@pytest.fixture(autouse=True)
def quiet(caplog: pytest.LogCaptureFixture) -> None:
    """Leave out the warnings of all the garbage."""
    caplog.set_level(logging.CRITICAL, "openai_codex")


def test_every_order_of_events_gives_what_it_should() -> None:
    conversation(Conversation)


def test_bounds_hold_in_every_order_of_events(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulletins, "UNREAD_NOTIFICATIONS", 3)
    monkeypatch.setattr(sessions, "ENDED_MAILBOXES", 2)
    monkeypatch.setattr(sessions, "OPEN_MAILBOXES", 2)
    monkeypatch.setattr(mailboxes, "UNREAD_LIMIT", 2)
    monkeypatch.setattr(mailboxes, "LAG_LIMIT", 2)
    conversation(TightConversation)
