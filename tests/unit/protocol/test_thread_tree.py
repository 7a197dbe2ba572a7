"""The tree of threads: relations in any order, unknown ancestors, cycles and limits."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import pytest

from openai_codex._protocol.subagents import thread_tree
from openai_codex._protocol.subagents.thread_tree import ThreadTree

if TYPE_CHECKING:
    from collections.abc import Callable

    from openai_codex._protocol.subagents.nodes import TurnNode


class Wire:
    """A tree, and the messages of the runtime that it processes."""

    def __init__(self, *own: str) -> None:
        self.tree = ThreadTree()
        self._items = itertools.count()
        for thread_id in own:
            self.tree.add_own(thread_id)

    def start(self, thread_id: str, turn_id: str, root_id: str | None = None) -> None:
        """Report the start of a turn. Without `root_id`, the turn is its own root."""
        turn = {"id": turn_id, "rootTurnId": root_id or turn_id}
        self.tree.observe("turn/started", {"threadId": thread_id, "turn": turn})

    def start_old(self, thread_id: str, turn_id: str) -> None:
        """Report the start of a turn like a runtime before 0.162."""
        self.tree.observe("turn/started", {"threadId": thread_id, "turn": {"id": turn_id}})

    def end(self, turn_id: str) -> None:
        self.tree.observe("turn/completed", {"threadId": "any", "turn": {"id": turn_id}})

    def call(self, sender_id: str, *receiver_ids: str, tool: str = "spawnAgent", done: bool = True) -> None:
        item = {"id": "i", "tool": tool, "senderThreadId": sender_id, "receiverThreadIds": list(receiver_ids)}
        self.tree.observe_call(item, completed=done)

    def thread(self, thread_id: str, parent_id: str) -> None:
        self.tree.observe("thread/started", {"thread": {"id": thread_id, "parentThreadId": parent_id}})

    def family(self) -> None:
        """Let `parent` start `child`, and `child` start `grandchild`, in turns P, C and G."""
        self.start("parent", "P")
        self.call("parent", "child")
        self.start("child", "C", "P")
        self.call("child", "grandchild")
        self.start("grandchild", "G", "P")

    def lineage(self, thread_id: str, turn_id: str | None) -> list[tuple[str, str | None]] | None:
        found = self.tree.lineage(thread_id, turn_id)
        return None if found is None else [(each.thread_id, each.turn_id) for each in found]

    def running(self, thread_id: str, turn_id: str | None) -> list[str]:
        return ids(self.tree.running_below(thread_id, turn_id))

    def stop(self, thread_id: str, turn_id: str | None) -> list[str]:
        return ids(self.tree.stop(thread_id, turn_id))

    def late(self) -> list[str]:
        """Return the turns that have to be interrupted because they started after `stop`."""
        return ids(self.tree.to_interrupt)


def ids(turns: list[TurnNode]) -> list[str]:
    return [turn.id for turn in turns]


FAMILY = [("grandchild", "G"), ("child", "C"), ("parent", "P")]


def test_lineage_contains_ancestors_nearest_first() -> None:
    wire = Wire("parent")
    wire.family()
    assert wire.lineage("grandchild", "G") == FAMILY
    assert wire.lineage("child", "C") == FAMILY[1:]
    assert wire.lineage("parent", "P") == FAMILY[2:]


@pytest.mark.parametrize("order", list(itertools.permutations(range(4))))
def test_lineage_does_not_depend_on_order_of_messages(order: tuple[int, ...]) -> None:
    """The threads of the runtime report the start of a turn and the end of a call independently of each other."""
    wire = Wire("parent")
    wire.start("parent", "P")
    messages: list[Callable[[], None]] = [
        lambda: wire.call("parent", "child"),
        lambda: wire.start("child", "C", "P"),
        lambda: wire.call("child", "grandchild"),
        lambda: wire.start("grandchild", "G", "P"),
    ]
    for index in order:
        messages[index]()
    found = wire.lineage("grandchild", "G")
    assert found is not None
    assert [thread_id for thread_id, _ in found] == ["grandchild", "child", "parent"]
    assert set(wire.running("parent", "P")) == {"C", "G"}
    assert wire.running("child", "C") == ["G"]


def test_root_stands_for_thread_that_is_not_known_yet() -> None:
    wire = Wire("parent")
    wire.start("parent", "P")
    wire.start("grandchild", "G", "P")
    assert wire.lineage("grandchild", "G") == [("grandchild", "G"), ("parent", "P")]
    wire.start("child", "C", "P")
    wire.thread("child", "parent")
    wire.thread("grandchild", "child")
    assert wire.lineage("grandchild", "G") == FAMILY


def test_two_families_are_separate() -> None:
    wire = Wire("a", "b")
    for name in ("a", "b"):
        wire.start(name, f"{name}-turn")
        wire.call(name, f"{name}-child")
        wire.start(f"{name}-child", f"{name}-child-turn", f"{name}-turn")
    assert wire.lineage("a-child", "a-child-turn") == [("a-child", "a-child-turn"), ("a", "a-turn")]
    assert wire.lineage("b-child", "b-child-turn") == [("b-child", "b-child-turn"), ("b", "b-turn")]
    assert wire.running("a", "a-turn") == ["a-child-turn"]
    assert wire.stop("b", "b-turn") == ["b-child-turn"]
    wire.start("a-other", "a-other-turn", "a-turn")
    assert wire.late() == []


def test_two_children_of_one_turn() -> None:
    wire = Wire("parent")
    wire.start("parent", "P")
    for name in ("one", "two"):
        wire.call("parent", name)
        wire.start(name, f"{name}-turn", "P")
    assert wire.running("parent", "P") == ["one-turn", "two-turn"]
    wire.end("P")
    wire.end("one-turn")
    assert wire.tree.may_have_subagents("P")
    assert wire.running("parent", "P") == ["two-turn"]
    wire.end("two-turn")
    assert not wire.tree.may_have_subagents("P")


def test_two_turns_of_one_thread() -> None:
    """The sub-agent of an earlier turn belongs to that turn, and to the running turn of the same thread."""
    wire = Wire("parent")
    wire.family()
    wire.end("P")
    wire.start("parent", "Q")
    assert wire.lineage("child", "C") == FAMILY[1:]
    assert wire.running("parent", "Q") == ["C", "G"]
    child = wire.tree.turn("C")
    assert child is not None
    assert ids(wire.tree.ancestors(child)) == ["P", "Q"]
    wire.end("Q")
    assert wire.running("parent", "Q") == []
    assert wire.running("parent", "P") == ["C", "G"]


def test_next_task_of_subagent_belongs_to_later_turn() -> None:
    wire = Wire("parent")
    wire.start("parent", "P")
    wire.call("parent", "child")
    wire.start("child", "C", "P")
    wire.end("C")
    wire.end("P")
    wire.start("parent", "Q")
    wire.call("parent", "child", tool="sendInput")
    wire.start("child", "D", "Q")
    assert wire.lineage("child", "D") == [("child", "D"), ("parent", "Q")]


@pytest.mark.parametrize("turn_id", ["X", None, "unknown"])
def test_unknown_ancestor_has_no_lineage(turn_id: str | None) -> None:
    wire = Wire("parent")
    wire.start("parent", "P")
    wire.start("stranger", "X", "Y")
    assert wire.lineage("stranger", turn_id) is None
    assert wire.lineage("never seen", turn_id) is None


def test_thread_of_other_client_has_no_lineage() -> None:
    wire = Wire("parent")
    wire.start("other", "O")
    wire.call("other", "child")
    wire.start("child", "C", "O")
    assert wire.lineage("other", "O") is None
    assert wire.lineage("child", "C") is None


def test_own_thread_with_unknown_ancestor_has_lineage() -> None:
    """The client has resumed the thread of a sub-agent that was started before the client."""
    wire = Wire("child")
    wire.thread("child", "parent")
    wire.start("child", "C", "P")
    assert wire.lineage("child", "C") == [("child", "C")]


def test_subagent_with_unreported_turn_has_no_lineage() -> None:
    """The turn above decides, and it is unknown."""
    wire = Wire("parent")
    wire.start("parent", "P")
    wire.call("parent", "child")
    assert wire.lineage("child", "C") is None


def test_request_without_turn_belongs_to_running_turn() -> None:
    wire = Wire("parent")
    wire.family()
    assert wire.lineage("grandchild", None) == FAMILY
    wire.end("G")
    assert wire.lineage("grandchild", None) is None


def test_turn_that_client_starts_on_subagent_has_only_threads_above() -> None:
    wire = Wire("parent")
    wire.family()
    wire.end("C")
    wire.tree.request_sent("turn/start", {"threadId": "child"})
    wire.start("child", "D")
    assert wire.lineage("child", "D") == [("child", "D"), ("parent", None)]
    assert "D" not in wire.running("parent", "P")


def test_older_runtime_sends_no_root() -> None:
    wire = Wire("parent")
    wire.start_old("parent", "P")
    wire.call("parent", "child")
    wire.start_old("child", "C")
    wire.start_old("grandchild", "G")
    assert wire.lineage("grandchild", "G") is None
    wire.call("child", "grandchild")
    assert wire.lineage("grandchild", "G") == FAMILY
    assert wire.stop("parent", "P") == ["C", "G"]


@pytest.mark.parametrize("links", [[("a", "a")], [("a", "b"), ("b", "a")], [("a", "b"), ("b", "c"), ("c", "a")]])
def test_cycle_is_ignored(links: list[tuple[str, str]]) -> None:
    wire = Wire("a")
    for thread_id, parent_id in links:
        wire.thread(thread_id, parent_id)
    wire.start("a", "A")
    found = wire.lineage("a", "A")
    assert found is not None
    assert found[0] == ("a", "A")
    assert len(found) == len({thread_id for thread_id, _ in found}) == len(links)


def test_first_parent_of_thread_is_kept() -> None:
    wire = Wire("parent", "other")
    wire.family()
    wire.call("other", "grandchild", tool="sendInput")
    assert wire.lineage("grandchild", "G") == FAMILY


def test_stop_returns_each_turn_once() -> None:
    wire = Wire("parent")
    wire.family()
    assert wire.stop("parent", "P") == ["C", "G"]
    assert wire.stop("parent", "P") == []


def test_stop_of_subagent_leaves_its_parent_running() -> None:
    wire = Wire("parent", "child")
    wire.family()
    assert wire.stop("child", "C") == ["G"]
    wire.start("other", "O", "P")
    assert wire.late() == []


@pytest.mark.parametrize("end_first", [False, True])
def test_subagent_that_starts_after_stop_is_interrupted(end_first: bool) -> None:
    wire = Wire("parent")
    wire.start("parent", "P")
    wire.call("parent", tool="spawnAgent", done=False)
    assert wire.stop("parent", "P") == []
    if end_first:
        wire.end("P")
    wire.start("child", "C", "P")
    assert wire.late() == ["C"]
    assert wire.stop("parent", "P") == []


def test_next_turn_is_not_affected_by_stop() -> None:
    wire = Wire("parent")
    wire.family()
    wire.stop("parent", "P")
    for turn_id in ("P", "C", "G"):
        wire.end(turn_id)
    wire.start("parent", "Q")
    wire.start("child", "D", "Q")
    assert wire.late() == []


def test_stop_of_next_turn_includes_subagents_of_earlier_one() -> None:
    wire = Wire("parent")
    wire.family()
    wire.end("P")
    wire.start("parent", "Q")
    assert wire.stop("parent", "Q") == ["C", "G"]
    wire.start("other", "O", "P")
    assert wire.late() == ["O"]


@pytest.mark.parametrize(
    "end", [lambda wire: wire.end("C"), lambda wire: wire.call("parent", "child", tool="closeAgent")]
)
def test_turn_may_have_subagents_until_they_end(end: Callable[[Wire], None]) -> None:
    wire = Wire("parent")
    wire.start("parent", "P")
    assert not wire.tree.may_have_subagents("P")
    wire.call("parent", "child")
    wire.start("child", "C", "P")
    wire.end("P")
    assert wire.tree.may_have_subagents("P")
    assert wire.tree.may_have_subagents("C")
    end(wire)
    assert not wire.tree.may_have_subagents("P")


def test_turn_may_have_subagents_if_it_ends_during_spawn() -> None:
    wire = Wire("parent")
    wire.start("parent", "P")
    wire.call("parent", done=False)
    wire.end("P")
    assert wire.tree.may_have_subagents("P")
    wire.start("child", "C", "P")
    assert wire.lineage("child", "C") == FAMILY[1:]


@pytest.mark.parametrize("method", sorted(thread_tree.USING_METHODS))
def test_request_makes_thread_one_of_the_client(method: str) -> None:
    wire = Wire()
    wire.tree.request_sent(method, {"threadId": "t"})
    assert wire.lineage("t", None) == [("t", None)]


@pytest.mark.parametrize("method", ["thread/read", "turn/interrupt", "thread/fork", "thread/name/set"])
def test_other_request_does_not_make_thread_one_of_the_client(method: str) -> None:
    wire = Wire()
    wire.tree.request_sent(method, {"threadId": "t"})
    assert wire.lineage("t", None) is None


@pytest.mark.parametrize("params", [None, [], {}, {"threadId": None}, {"threadId": 5}, {"threadId": []}])
def test_request_without_thread_is_ignored(params: Any) -> None:
    wire = Wire()
    wire.tree.request_sent("turn/start", params)
    assert wire.lineage("t", None) is None


def test_response_makes_thread_one_of_the_client() -> None:
    wire = Wire()
    wire.tree.response_received("thread/fork", {"thread": {"id": "t"}})
    wire.tree.response_received("review/start", {"reviewThreadId": "r", "turn": {"id": "R"}})
    assert wire.lineage("t", None) == [("t", None)]
    assert wire.lineage("r", None) == [("r", None)]


INVALID: list[Any] = [None, 5, "x", [], {}, {"id": 5}, {"id": None}, {"id": []}]


@pytest.mark.parametrize("value", INVALID)
def test_invalid_messages_are_ignored(value: Any) -> None:
    wire = Wire("t")
    for method in sorted(thread_tree.OBSERVED_METHODS):
        wire.tree.observe(method, {"threadId": value, "turn": value, "thread": value})
        wire.tree.observe(method, {"threadId": "t", "turn": value, "thread": value})
        wire.tree.observe(method, {"threadId": "t", "turn": {"id": "T", "rootTurnId": value}})
    wire.tree.observe_call({"senderThreadId": value, "receiverThreadIds": value, "tool": value}, completed=True)
    wire.tree.observe_call({"senderThreadId": "t", "receiverThreadIds": [value], "tool": value}, completed=True)
    wire.tree.response_received("thread/start", value)
    wire.tree.response_received("thread/start", {"thread": value})
    assert wire.lineage("t", "T") == [("t", "T")]


def test_number_of_threads_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(thread_tree, "MAX_THREADS", 3)
    wire = Wire("busy")
    wire.start("busy", "B")
    for name in ("a", "b", "c", "d"):
        wire.tree.add_own(name)
    # The thread with a running turn is kept, although it was used first.
    known = [name for name in ("busy", "a", "b", "c", "d") if wire.tree.thread(name) is not None]
    assert known == ["busy", "c", "d"]
    wire.end("B")
    wire.tree.add_own("c")
    wire.tree.add_own("e")
    assert [name for name in ("busy", "c", "d", "e") if wire.tree.thread(name) is not None] == ["c", "d", "e"]


@pytest.mark.parametrize("count", [2, 3, 4])
def test_number_of_ended_turns_is_limited(count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(thread_tree, "MAX_ENDED_TURNS", 3)
    wire = Wire("t")
    for number in range(count):
        wire.start("t", f"T{number}")
        wire.end(f"T{number}")
    known = [number for number in range(count) if wire.tree.turn(f"T{number}") is not None]
    assert known == list(range(count))[-3:]


def test_subagent_of_forgotten_turn_has_no_lineage(monkeypatch: pytest.MonkeyPatch) -> None:
    """The handlers of that turn are forgotten as well."""
    monkeypatch.setattr(thread_tree, "MAX_ENDED_TURNS", 1)
    wire = Wire("parent")
    wire.family()
    wire.end("P")
    assert wire.lineage("grandchild", "G") == FAMILY
    wire.start("parent", "Q")
    wire.start("child-of-q", "X", "Q")
    wire.end("Q")
    assert wire.lineage("grandchild", "G") is None
    assert not wire.tree.may_have_subagents("P")


def test_turns_without_subagents_leave_no_running_turns() -> None:
    wire = Wire("t")
    for number in range(100):
        wire.start("t", f"T{number}")
        wire.end(f"T{number}")
    assert wire.tree.running == {}
    assert wire.tree.to_interrupt == []
