"""Working directories of threads, in order with the messages of the runtime."""

from __future__ import annotations

from typing import Any

import pytest

from openai_codex._protocol.subagents import workspaces
from openai_codex._protocol.subagents.thread_tree import ThreadTree
from openai_codex._protocol.subagents.workspaces import Workspaces


def spawned(tree: ThreadTree, child: str, parent: str) -> None:
    item = {"type": "collabAgentToolCall", "id": "call", "tool": "spawnAgent", "senderThreadId": parent}
    tree.observe_call({**item, "receiverThreadIds": [child]}, completed=True)


def test_workspace_is_that_of_nearest_known_thread() -> None:
    known = Workspaces()
    known.set("A", "/a")
    known.set("B", None)
    assert [known.nearest(each) for each in (["A"], ["B", "A"], ["B"], [])] == ["/a", "/a", None, None]
    known.set("B", "/b")
    assert known.nearest(["B", "A"]) == "/b"


def test_number_of_workspaces_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workspaces, "MAX_WORKSPACES", 2)
    known = Workspaces()
    for each in "ABAC":
        known.set(each, f"/{each}")
    assert [known.nearest(each) for each in "ABC"] == ["/A", None, "/C"]


def test_subagent_keeps_workspace_of_its_start() -> None:
    tree = ThreadTree()
    tree.workspaces.set("parent", "/first")
    spawned(tree, "child", "parent")
    spawned(tree, "grandchild", "child")
    tree.workspaces.set("parent", "/second")
    assert [tree.workspaces.nearest([each]) for each in ("child", "grandchild")] == ["/first", "/first"]


@pytest.mark.parametrize(
    ("parent", "expected"), [({"parentThreadId": "parent"}, "/reported"), ({}, None), ({"parentThreadId": None}, None)]
)
def test_started_subagent_has_reported_workspace(parent: dict[str, Any], expected: str | None) -> None:
    tree = ThreadTree()
    tree.workspaces.set("parent", "/first")
    tree.observe("thread/started", {"thread": {"id": "child", "cwd": "/reported", **parent}})
    assert tree.workspaces.nearest(["child"]) == expected


def test_changed_settings_change_workspace() -> None:
    tree = ThreadTree()
    tree.workspaces.set("A", "/a")
    for params in (
        {"threadId": "A", "threadSettings": {"model": "m"}},
        {"threadId": "A", "threadSettings": {"cwd": None}},
        {"threadId": "A", "threadSettings": None},
        {"threadId": None, "threadSettings": {"cwd": "/b"}},
    ):
        tree.observe("thread/settings/updated", params)
    assert tree.workspaces.nearest(["A"]) == "/a"
    tree.observe("thread/settings/updated", {"threadId": "A", "threadSettings": {"cwd": "/b"}})
    assert tree.workspaces.nearest(["A"]) == "/b"
