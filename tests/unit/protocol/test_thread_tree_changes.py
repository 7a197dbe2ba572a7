"""The tree of threads: calls between agents, ended turns, activity and exact limits."""

from __future__ import annotations

import pytest

from openai_codex._protocol.subagents import thread_tree
from unit.protocol.test_thread_tree import Wire


def test_completed_spawn_without_turn_of_its_own_keeps_parent_alive() -> None:
    """The sub-agent has been started, and its turn is reported later."""
    wire = Wire("parent")
    wire.start("parent", "P")
    assert not wire.tree.may_have_subagents("P")
    wire.call("parent", "child")
    assert wire.tree.may_have_subagents("P")
    wire.end("P")
    assert wire.tree.may_have_subagents("P")
    wire.start("child", "C", "P")
    wire.end("C")
    assert not wire.tree.may_have_subagents("P")


def test_spawn_that_completes_after_end_of_its_subagent_leaves_nothing_alive() -> None:
    wire = Wire("parent")
    wire.start("parent", "P")
    wire.call("parent", done=False)
    wire.thread("child", "parent")
    wire.start("child", "C", "P")
    wire.end("C")
    assert wire.tree.may_have_subagents("P")
    wire.call("parent", "child")
    assert not wire.tree.may_have_subagents("P")


@pytest.mark.parametrize(("tool", "alive"), [("sendInput", True), ("spawnAgent", False), ("wait", False)])
def test_only_input_makes_subagent_whose_turn_has_ended_work_again(tool: str, alive: bool) -> None:
    wire = Wire("parent")
    wire.family()
    wire.end("G")
    wire.end("C")
    assert not wire.tree.may_have_subagents("P")
    wire.call("parent", "child", tool=tool)
    assert wire.tree.may_have_subagents("P") == alive
    wire.call("parent", "child", tool="closeAgent")
    assert not wire.tree.may_have_subagents("P")


@pytest.mark.parametrize("tool", ["spawnAgent", "sendInput"])
def test_call_that_has_not_completed_prompts_no_subagent(tool: str) -> None:
    wire = Wire("parent")
    wire.start("parent", "P")
    wire.call("parent", "child", tool=tool, done=False)
    assert wire.tree.may_have_subagents("P") == (tool == "spawnAgent")
    wire.call("parent", tool=tool)
    assert not wire.tree.may_have_subagents("P")


def test_turn_of_subagent_may_have_subagents_while_its_root_runs() -> None:
    wire = Wire("parent")
    wire.family()
    for turn_id in ("G", "C"):
        wire.end(turn_id)
        assert wire.tree.may_have_subagents("C")
    wire.end("P")
    assert not wire.tree.may_have_subagents("C")
    assert not wire.tree.may_have_subagents("unknown")


def test_stop_of_one_subagent_interrupts_only_turns_below_it_that_start_later() -> None:
    wire = Wire("parent")
    wire.start("parent", "P")
    for child in ("one", "two"):
        wire.call("parent", child)
        wire.start(child, child.upper(), "P")
    assert wire.stop("one", "ONE") == []
    for child in ("one", "two"):
        wire.thread(f"below-{child}", child)
        wire.start(f"below-{child}", f"BELOW-{child}", "P")
    assert wire.late() == ["BELOW-one"]


def test_stop_of_all_turns_of_thread_interrupts_later_ones() -> None:
    wire = Wire("parent")
    wire.family()
    assert wire.stop("parent", None) == ["C", "G"]
    wire.call("parent", "other")
    wire.start("other", "O", "P")
    assert wire.late() == ["O"]


def test_thread_keeps_its_nickname() -> None:
    wire = Wire("parent")
    for nickname in ("Ada", None, 3):
        thread = {"id": "child", "parentThreadId": "parent", "agentNickname": nickname}
        wire.tree.observe("thread/started", {"thread": thread})
        node = wire.tree.thread("child")
        assert node is not None
        assert (node.nickname, node.parent_id, node.is_own) == ("Ada", "parent", False)


def test_touch_records_latest_time_of_all_threads_above() -> None:
    wire = Wire("parent")
    wire.family()

    def times() -> list[float | None]:
        nodes = [wire.tree.thread(name) for name in ("parent", "child", "grandchild")]
        return [node.last_active for node in nodes if node is not None]

    assert times() == [None, None, None]
    wire.tree.touch("G", 5.0)
    assert times() == [5.0, 5.0, None]
    wire.tree.touch("C", 9.0)
    wire.tree.touch("G", 7.0)
    wire.tree.touch("P", 11.0)
    wire.tree.touch("unknown", 11.0)
    assert times() == [9.0, 7.0, None]


@pytest.mark.parametrize(("depth", "found"), [(2, 3), (3, 3), (4, 1)])
def test_lineage_is_limited_by_depth(depth: int, found: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A thread with too many ancestors is not linked to them."""
    monkeypatch.setattr(thread_tree, "MAX_DEPTH", 3)
    wire = Wire("0")
    for number in range(depth):
        wire.thread(str(number + 1), str(number))
    wire.tree.add_own(str(depth))
    lineage = wire.lineage(str(depth), None)
    assert lineage == [(str(depth - step), None) for step in range(found)]


def test_threads_with_running_turns_are_limited_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(thread_tree, "MAX_THREADS", 3)
    monkeypatch.setattr(thread_tree, "MAX_DEPTH", 2)
    wire = Wire()
    for name in "abcd":
        wire.start(name, name.upper())
    # The search for a thread without a running turn ends after two threads.
    assert [name for name in "abcd" if wire.tree.thread(name) is not None] == ["a", "b", "d"]


def test_ended_turn_with_running_subagents_is_kept_apart_from_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(thread_tree, "MAX_ENDED_TURNS", 2)
    wire = Wire("parent", "other")
    wire.family()
    wire.end("P")
    for number in range(5):
        wire.start("other", f"O{number}")
        wire.end(f"O{number}")
    assert wire.tree.turn("P") is not None
    assert wire.lineage("child", "C") == [("child", "C"), ("parent", "P")]
    wire.end("G")
    wire.end("C")
    for number in range(5, 7):
        wire.start("other", f"O{number}")
        wire.end(f"O{number}")
    assert wire.tree.turn("P") is None
