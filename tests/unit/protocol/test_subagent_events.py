"""Events of sub-agents: their buffers, the consumers that receive them, and the records for results."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from openai_codex._protocol import event_buffer
from openai_codex._protocol.actions import Actions
from openai_codex._protocol.event_buffer import EventBuffer, SubagentEventBuffer
from openai_codex._protocol.event_router import EventRouter
from openai_codex._protocol.goal_events import GoalEventBuffer
from openai_codex._protocol.notification_bus import NotificationBus
from openai_codex._protocol.notifications import Notification
from openai_codex._protocol.subagents import record as records
from openai_codex._protocol.subagents.merging import merge_events
from openai_codex._protocol.subagents.record import SubagentRecord, SubagentRecords
from openai_codex.errors import TransportClosedError

if TYPE_CHECKING:
    from openai_codex._protocol.subscription import Subscription

DELTA = "item/agentMessage/delta"
DECIDED = "client/requestDecided"
THREADS = {"P": "parent", "Q": "parent", "C": "child", "D": "child", "G": "grandchild", "S": "second"}
"""The thread of each turn."""


def do_nothing() -> None:
    """Take the place of a function that wakes a consumer."""


def read(subscription: Subscription) -> list[tuple[str, str | None]]:
    found: list[tuple[str, str | None]] = []
    while (event := subscription.pop()) is not None:
        found.append((event.method, event.turn_id))
    return found


class Wire:
    """A router, and the notifications of the runtime that it routes."""

    def __init__(self) -> None:
        self.bus = NotificationBus()
        self.router = EventRouter(self.bus, lambda: False)
        self.actions: Actions[Any] = Actions()
        self.router.threads.add_own("parent")

    def put(self, method: str, turn_id: str, emitted: int | None = None, **params: Any) -> Notification:
        event = Notification(method, {"threadId": THREADS[turn_id], "turnId": turn_id, **params}, emitted)
        self.router.route(event, self.actions)
        return event

    def start(self, turn_id: str, root_id: str | None = None, emitted: int | None = None) -> None:
        turn = {"id": turn_id, "rootTurnId": root_id or turn_id}
        self.router.route(
            Notification("turn/started", {"threadId": THREADS[turn_id], "turn": turn}, emitted), self.actions
        )

    def end(self, turn_id: str, status: str = "completed", **turn: Any) -> None:
        turn = {"id": turn_id, "status": status, **turn}
        self.router.route(Notification("turn/completed", {"threadId": THREADS[turn_id], "turn": turn}), self.actions)

    def call(self, turn_id: str, *receivers: str, prompt: object = None, tool: str = "spawnAgent", **item: Any) -> None:
        item = {
            "id": f"call-{turn_id}", "type": "collabAgentToolCall", "tool": tool, "prompt": prompt,
            "senderThreadId": THREADS[turn_id], "receiverThreadIds": list(receivers), **item,
        }  # fmt: skip
        self.put("item/completed", turn_id, item=item)

    def family(self) -> None:
        """Start turn P, its sub-agent C, and its sub-agent G."""
        self.start("P")
        self.call("P", "child", prompt="Look.")
        self.start("C", "P")
        self.call("C", "grandchild", prompt="Look closer.")
        self.start("G", "P")

    def buffer(self, turn_id: str) -> EventBuffer:
        return self.router.event_buffer(turn_id)

    def prompts(self, turn_id: str) -> list[tuple[str, str | None, str | None]]:
        found = self.buffer(turn_id).subagents.all()
        return [(each.thread_id, each.parent_thread_id, each.prompt) for each in found]

    def emit(self, turn_id: str, method: str = DECIDED) -> set[Any]:
        actions: Actions[Any] = Actions()
        self.router.emit(Notification(method, {"threadId": THREADS[turn_id], "turnId": turn_id}), actions)
        return actions.updated


@pytest.fixture
def wire() -> Wire:
    found = Wire()
    found.family()
    return found


# Buffers


def test_turn_of_subagent_has_buffer_that_keeps_no_deltas_for_first_consumer(wire: Wire) -> None:
    assert [type(wire.router.open[turn]) for turn in "PCG"] == [EventBuffer, SubagentEventBuffer, SubagentEventBuffer]
    wire.put(DELTA, "C", itemId="a", delta="x")
    wire.put(DELTA, "C", itemId="a", delta="y")
    wire.put("item/commandExecution/outputDelta", "C", itemId="done", delta="z")
    wire.put("item/completed", "C", item={"id": "done"})
    methods = [method for method, _ in read(wire.buffer("C").subscribe(do_nothing))]
    assert methods == ["turn/started", "item/completed", "item/completed", DELTA]


def test_turn_reported_before_its_root_moves_to_buffer_of_subagent() -> None:
    """The runtime may report the start of a sub-agent's turn before the call that links the threads."""
    wire = Wire()
    wire.start("P")
    turn = {"id": "C"}
    started = Notification("turn/started", {"threadId": "child", "turn": turn})
    wire.router.route(started, wire.actions)
    wire.put(DELTA, "C", itemId="a", delta="x")
    assert type(wire.router.open["C"]) is EventBuffer
    wire.call("P", "child", prompt="Look.")
    wire.put(DELTA, "C", itemId="a", delta="y")
    buffer = wire.router.open["C"]
    assert isinstance(buffer, SubagentEventBuffer)
    assert buffer.started
    past = buffer.past_events()
    assert [event.method for event in past] == ["turn/started", DELTA]
    assert past[1].params["delta"] == "xy"
    assert wire.router.has_consumer("C")


def test_turn_with_consumer_keeps_its_buffer_when_it_becomes_one_of_subagent() -> None:
    wire = Wire()
    wire.start("P")
    buffer = wire.buffer("C")
    wire.start("C", "P")
    assert wire.router.open["C"] is buffer


def test_events_after_end_of_subagent_are_ignored(wire: Wire) -> None:
    buffer = wire.buffer("C")
    subscription = buffer.subscribe(do_nothing)
    read(subscription)
    assert buffer.put(Notification("turn/completed", {"turn": {"id": "C", "status": "interrupted"}}))
    assert not buffer.put(Notification("turn/started", {"turn": {"id": "C"}}))
    assert isinstance(buffer, SubagentEventBuffer)
    assert buffer.record.status == "interrupted"
    assert read(subscription) == [("turn/completed", "C")]


def test_subagent_counts_only_its_own_consumers(wire: Wire) -> None:
    buffer = wire.buffer("C")
    above = wire.router.subscribe_with_subagents(wire.buffer("P"), do_nothing)
    own = buffer.subscribe(do_nothing)
    buffer.subscribe(do_nothing, passive=True)
    assert buffer.consumer_count == 1
    assert len(buffer.subscriptions) == 3
    assert above in buffer.subscriptions
    read(above)
    read(own)
    wire.put("other", "C")
    wire.put("other", "P")
    wire.put("other", "P")
    assert (buffer.lag, own.lag, above.lag) == (3, 1, 3)
    above.close()
    assert above not in buffer.subscriptions
    assert buffer.has_stream_consumers


def test_put_of_subagent_tells_whether_any_consumer_needs_to_be_woken(wire: Wire) -> None:
    buffer = wire.buffer("C")
    retained, other = (Notification(method, {"turnId": "C"}) for method in ("item/started", "other"))
    assert not buffer.put(retained)
    assert not buffer.put(other)
    above = wire.router.subscribe_with_subagents(wire.buffer("P"), do_nothing)
    assert buffer.put(retained)
    assert buffer.put(other)
    above.close()
    own = buffer.subscribe(do_nothing)
    assert buffer.put(retained)
    assert buffer.put(other)
    own.close()
    assert not buffer.put(retained)


# Consumers


def test_stream_with_subagents_receives_events_of_all_depths(wire: Wire) -> None:
    wire.put(DELTA, "G", itemId="a", delta="x")
    subscription = wire.router.subscribe_with_subagents(wire.buffer("P"), do_nothing)
    past = read(subscription)
    assert sorted(past, key=lambda each: "PCG".index(str(each[1]))) == [
        ("turn/started", "P"), ("item/completed", "P"),
        ("turn/started", "C"), ("item/completed", "C"),
        ("turn/started", "G"), (DELTA, "G"),
    ]  # fmt: skip
    wire.put(DELTA, "C", itemId="b", delta="x")
    wire.put("item/completed", "G", item={"id": "a"})
    wire.end("G")
    wire.put("other", "P")
    assert read(subscription) == [(DELTA, "C"), ("item/completed", "G"), ("turn/completed", "G"), ("other", "P")]


def test_stream_without_subagents_receives_only_events_of_its_turn(wire: Wire) -> None:
    subscription = wire.buffer("P").subscribe(do_nothing)
    wire.put("item/completed", "C", item={"id": "a"})
    wire.put(DELTA, "C", itemId="a", delta="x")
    assert read(subscription) == [("turn/started", "P"), ("item/completed", "P")]


def test_stream_with_subagents_after_end_has_last_event_of_turn_last(wire: Wire) -> None:
    wire.end("G")
    wire.end("C")
    wire.end("P")
    found = read(wire.router.subscribe_with_subagents(wire.buffer("P"), do_nothing))
    assert found[-1] == ("turn/completed", "P")
    assert {("turn/completed", "C"), ("turn/completed", "G")} <= set(found)


def test_stream_with_subagents_after_loss_of_connection_has_all_events(wire: Wire) -> None:
    buffer = wire.buffer("P")
    buffer.connection_lost(TransportClosedError("gone"))
    subscription = wire.router.subscribe_with_subagents(buffer, do_nothing)
    found = read(subscription)
    assert len(found) == 5
    with pytest.raises(TransportClosedError):
        subscription.exhausted()


def test_past_events_are_merged_by_time() -> None:
    wire = Wire()
    wire.start("P", emitted=10)
    wire.start("C", "P", emitted=30)
    wire.put("item/started", "P", 20, item={"id": "a"})
    wire.put("item/started", "P", 40, item={"id": "b"})
    found = read(wire.router.subscribe_with_subagents(wire.buffer("P"), do_nothing))
    assert found == [("turn/started", "P"), ("item/started", "P"), ("turn/started", "C"), ("item/started", "P")]


def test_subagents_of_other_turn_are_left_out() -> None:
    wire = Wire()
    wire.family()
    other = Wire()
    wire.router.threads.add_own("second")
    wire.start("S")
    subscription = wire.router.subscribe_with_subagents(wire.buffer("S"), do_nothing)
    wire.put("item/completed", "C", item={"id": "a"})
    assert read(subscription) == [("turn/started", "S")]
    assert other.router.open == {}


def test_merge_events_takes_events_without_time_with_the_event_before() -> None:
    def event(name: str, time: int | None) -> Notification:
        return Notification(name, {}, time)

    one = [event("a", None), event("b", 5), event("c", None), event("d", 3), event("e", 9)]
    two = [event("v", 4), event("w", None), event("x", 6)]
    assert [each.method for each in merge_events([one, two])] == ["a", "v", "w", "b", "c", "d", "x", "e"]
    assert merge_events([]) == []


# Events of the client


def test_event_of_client_goes_to_nearest_turn_with_consumer(wire: Wire) -> None:
    turn = wire.router.threads.turn("G")
    assert turn is not None
    names = [wire.buffer(name) for name in "PCG"]
    assert wire.router.client_event_buffers("G") == [names[0]]
    for depth, buffer in enumerate(names):
        buffer.subscribe(do_nothing)
        assert wire.router.client_event_buffers("G") == [names[depth]]
    assert wire.router.client_event_buffers("P") == []
    assert wire.router.client_event_buffers("unknown") == []
    assert wire.router.client_event_buffers(None) == []


def test_event_of_client_also_goes_to_goals_above(wire: Wire) -> None:
    goals = [GoalEventBuffer("parent"), GoalEventBuffer("parent")]
    for goal in goals:
        wire.router.add_goal_buffer(goal)
    wire.router.add_goal_buffer(GoalEventBuffer("second"))
    top = wire.buffer("P")
    assert wire.router.client_event_buffers("G") == [top, *goals]
    goals[1].subscribe(do_nothing)
    assert wire.router.client_event_buffers("G") == [goals[1], goals[0]]
    top.subscribe(do_nothing)
    assert wire.router.client_event_buffers("G") == [top, *goals]


def test_emit_wakes_consumers_of_turn_above_and_bus(wire: Wire) -> None:
    top = wire.buffer("P")
    assert wire.emit("C") == set()
    subscription = top.subscribe(do_nothing)
    by_method = wire.bus.subscribe([DECIDED], do_nothing)
    assert wire.emit("C") == {top, wire.bus}
    assert wire.emit("C", "client/handlerFailed") == {top}
    assert read(subscription)[-3:] == [(DECIDED, "C"), (DECIDED, "C"), ("client/handlerFailed", "C")]
    assert read(by_method) == [(DECIDED, "C")]
    assert (DECIDED, "C") not in read(wire.buffer("C").subscribe(do_nothing))


def test_emit_for_turn_of_no_subagent_goes_to_its_own_buffer(wire: Wire) -> None:
    subscription = wire.buffer("P").subscribe(do_nothing)
    read(subscription)
    assert wire.emit("P") == {wire.buffer("P")}
    assert read(subscription) == [(DECIDED, "P")]


# Activity


def test_last_active_is_time_of_latest_event_of_running_subagents(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [100.0]
    monkeypatch.setattr(event_buffer, "time", SimpleNamespace(monotonic=lambda: clock[0]))
    for clock[0], turn_id in ((200.0, "C"), (300.0, "G"), (400.0, "C"), (500.0, "P")):
        wire.put(DELTA, turn_id, itemId="a", delta="x")
    assert wire.router.last_active("parent", "P") == 400.0
    assert wire.router.last_active("child", "C") == 300.0
    assert wire.router.last_active("grandchild", "G") is None
    assert wire.router.last_active("unknown", "X") is None


def test_last_active_after_end_of_subagent_is_time_of_its_end(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [1e9]
    monkeypatch.setattr(event_buffer, "time", SimpleNamespace(monotonic=lambda: clock[0]))
    wire.end("G")
    clock[0] = 2e9
    wire.put("item/started", "P", item={"id": "a"})
    assert wire.router.last_active("parent", "P") == 1e9
    clock[0] = 3e9
    wire.end("C")
    assert wire.router.last_active("parent", "P") == 3e9
    wire.router.threads.touch("G", 2.5e9)
    assert wire.router.last_active("parent", "P") == 3e9
    assert wire.router.last_active("child", "C") == 2.5e9


# Records


def test_records_name_parent_and_prompt_of_each_depth(wire: Wire) -> None:
    assert wire.prompts("P") == [("child", "parent", "Look."), ("grandchild", "child", "Look closer.")]
    assert wire.prompts("C") == [("grandchild", "child", "Look closer.")]
    assert wire.prompts("G") == []
    assert wire.buffer("P").subagents.get("grandchild") is wire.buffer("C").subagents.get("grandchild")


def test_prompt_of_call_with_two_receivers_is_that_of_both() -> None:
    wire = Wire()
    wire.start("P")
    wire.call("P", "child", "second", prompt="Both.")
    assert wire.prompts("P") == [("child", "parent", "Both."), ("second", "parent", "Both.")]
    wire.call("P", "second", prompt="Again.", tool="sendInput")
    assert wire.prompts("P") == [("child", "parent", "Both."), ("second", "parent", "Again.")]


@pytest.mark.parametrize(
    "item", [{"prompt": None}, {"receiverThreadIds": None}, {"senderThreadId": None}, {"senderThreadId": "unknown"},
             {"type": "agentMessage"}]
)  # fmt: skip
def test_item_that_prompts_no_subagent_adds_no_record(item: dict[str, Any]) -> None:
    wire = Wire()
    wire.start("P")
    wire.call("P", "child", **{"prompt": "Look.", **item})
    assert wire.prompts("P") == []


def test_call_between_agents_is_complete_with_its_item() -> None:
    wire = Wire()
    wire.start("P")
    item = {
        "id": "call", "type": "collabAgentToolCall", "tool": "spawnAgent", "senderThreadId": "parent",
        "receiverThreadIds": [],
    }  # fmt: skip
    wire.put("item/started", "P", item=item)
    assert wire.router.threads.may_have_subagents("P")
    wire.put("item/completed", "P", item=item)
    assert not wire.router.threads.may_have_subagents("P")


def test_record_has_nickname_of_thread() -> None:
    wire = Wire()
    wire.start("P")
    thread = {"id": "child", "parentThreadId": "parent", "agentNickname": "Ada"}
    wire.router.route(Notification("thread/started", {"thread": thread}), wire.actions)
    wire.start("C", "P")
    assert [(each.nickname, each.parent_thread_id) for each in wire.buffer("P").subagents.all()] == [("Ada", "parent")]


def test_record_of_second_turn_is_that_of_first(wire: Wire) -> None:
    first = wire.buffer("P").subagents.get("child")
    wire.end("C", "failed", error={"message": "x"})
    assert first is not None
    assert (first.status, first.error) == ("failed", {"message": "x"})
    wire.start("D", "P")
    assert (first.status, first.error) == (None, None)
    assert wire.buffer("P").subagents.get("child") is first
    wire.end("D")
    assert (first.status, first.error) == ("completed", None)


def message(text: object, phase: str | None = None, kind: str = "agentMessage") -> Notification:
    return Notification("item/completed", {"item": {"id": "a", "type": kind, "text": text, "phase": phase}})


@pytest.mark.parametrize(
    ("messages", "final"),
    [
        ([], None),
        ([message("a")], "a"),
        ([message("a"), message("b")], "b"),
        ([message("a", "final_answer"), message("b")], "a"),
        ([message("a", "final_answer"), message("b", "final_answer")], "b"),
        ([message("", "final_answer"), message("b")], ""),
        ([message("a", "commentary")], None),
        ([message(3)], None),
        ([message("a", kind="reasoning")], None),
        ([Notification("item/completed", {"item": None})], None),
        ([Notification("item/started", message("a").params)], None),
        ([message("a"), message("b", "final_answer"), Notification("turn/started", {})], None),
    ],
)
def test_final_response_of_record(messages: list[Notification], final: str | None) -> None:
    record = SubagentRecord("child")
    for each in messages:
        record.add(each)
    assert record.final_response == final


def test_record_has_latest_usage_and_ignores_completion_without_turn() -> None:
    record = SubagentRecord("child")
    assert (record.usage, record.status, record.error) == (None, None, None)
    for number in (1, 2):
        record.add(Notification("thread/tokenUsage/updated", {"tokenUsage": {"number": number}}))
    record.add(Notification("turn/completed", {"turn": None}))
    assert (record.usage, record.status) == ({"number": 2}, None)


def test_records_are_bounded_unique_and_copied(monkeypatch: pytest.MonkeyPatch) -> None:
    assert records.MAX_RECORDS == 1_000
    monkeypatch.setattr(records, "MAX_RECORDS", 2)
    found = SubagentRecords()
    one, two, three = (SubagentRecord(name) for name in ("1", "2", "3"))
    for each in (one, two, SubagentRecord("1")):
        found.add(each)
    assert found.all() == [one, two]
    assert len(found) == 2
    copies = found.snapshot()
    one.prompt = "later"
    assert [(each.thread_id, each.prompt) for each in copies] == [("1", None), ("2", None)]
    found.add(three)
    assert found.all() == [two, three]
    assert (found.get("1"), found.get("3")) == (None, three)
