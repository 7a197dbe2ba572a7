"""Handlers of a turn, a thread and the client answer the requests of sub-agents, the nearest ancestor's first."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from openai_codex import (
    Approval,
    ApprovalMode,
    ApprovalRequested,
    Elicitation,
    HandlerFailed,
    Permissions,
    Sandbox,
)
from openai_codex.testing import FunctionCall, Gate, shell_call
from openai_codex.types import TurnCompletedNotification
from support.delegation import (
    CHILD,
    DEEP,
    GRANDCHILD,
    PARENT,
    WAIT,
    Spawned,
    delegating,
    end_of_other_turn,
    next_event,
    send_input,
    spawn,
)
from support.runtimes import offline
from support.sync_adapter import FLAVOURS

if TYPE_CHECKING:
    from openai_codex import Notification

pytestmark = pytest.mark.parametrize("flavour", FLAVOURS)

ASKING: dict[str, Any] = {"approval_mode": ApprovalMode.ask_always, "sandbox": Sandbox.workspace_write}
TOUCH = shell_call("touch made.txt")
COMMAND = "item/commandExecution/requestApproval"
SERVER = Path(__file__).parents[2] / "support" / "mcp_server.py"

ACCEPT, DECLINE = Approval.accept(), Approval.decline()


class Handler:
    """A handler that records its requests. `answer` is returned, or raised if it is an exception."""

    def __init__(self, answer: Any) -> None:
        self.answer = answer
        self.requests: list[Any] = []

    def __call__(self, request: Any) -> Any:
        self.requests.append(request)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


def was_made(codex: Any, thread: Any) -> bool:
    """Return whether the command of a sub-agent has created its file."""
    return (Path(str(codex.rpc.thread_read(thread_id=thread.id).thread.cwd)) / "made.txt").exists()


def raw(handler: Handler) -> dict[str, Any]:
    """Return the keyword for a handler in the form of the protocol."""
    return {"on_request": {COMMAND: handler}}


def run(flavour: str, *, client: dict[str, Any], thread: dict[str, Any], turn: dict[str, Any], deep: bool) -> bool:
    """Let a sub-agent run a command that needs an approval; return whether it ran."""
    script = delegating([spawn(GRANDCHILD), WAIT], grandchild=[TOUCH]) if deep else delegating([TOUCH])
    with offline(flavour, script, **DEEP, **client) as (_, codex):
        started = codex.thread_start(**ASKING, **thread)
        result = started.run(PARENT, timeout=60, **turn)
        assert result.final_response in ("Parent is done.", "Finished.")
        return was_made(codex, started)


@pytest.mark.parametrize("deep", [False, True], ids=["child", "grandchild"])
@pytest.mark.parametrize("level", ["thread", "turn"])
def test_decline_of_ancestor_overrides_client_for_subagent(flavour: str, level: str, deep: bool) -> None:
    client, ancestor = Handler(ACCEPT), Handler(DECLINE)
    levels: dict[str, Any] = {"thread": {}, "turn": {}, level: {"on_approval": ancestor}}
    assert not run(flavour, client={"on_approval": client}, deep=deep, **levels)
    assert len(ancestor.requests) == 1
    assert client.requests == []


@pytest.mark.parametrize("level", ["thread", "turn"])
def test_raw_decline_of_ancestor_overrides_client_for_subagent(flavour: str, level: str) -> None:
    client, ancestor = Handler(ACCEPT), Handler({"decision": "decline"})
    levels: dict[str, Any] = {"thread": {}, "turn": {}, level: raw(ancestor)}
    assert not run(flavour, client={"on_approval": client}, deep=False, **levels)
    assert len(ancestor.requests) == 1
    assert client.requests == []


@pytest.mark.parametrize("level", ["client", "thread", "turn"])
def test_handler_of_one_level_suffices_for_subagent(flavour: str, level: str) -> None:
    handler = Handler(ACCEPT)
    levels: dict[str, Any] = {"client": {}, "thread": {}, "turn": {}, level: {"on_approval": handler}}
    assert run(flavour, deep=False, **levels)
    [request] = handler.requests
    assert request.thread_id != request.turn_id


def test_turn_decides_before_thread_for_subagent(flavour: str) -> None:
    thread, turn = Handler(ACCEPT), Handler(DECLINE)
    assert not run(flavour, client={}, thread={"on_approval": thread}, turn={"on_approval": turn}, deep=False)
    assert (len(thread.requests), len(turn.requests)) == (0, 1)


def test_handler_of_resumed_subagent_decides_before_its_ancestors(flavour: str) -> None:
    """The application resumes the thread of the sub-agent, with a handler of its own."""
    again = [spawn(CHILD), WAIT, "First is done.", send_input(CHILD), WAIT, "Second is done."]
    ancestor, own = Handler(DECLINE), Handler(ACCEPT)
    with offline(flavour, delegating(["Child is ready.", TOUCH], parent=again), on_approval=ancestor) as (_, codex):
        thread = codex.thread_start(**ASKING, on_approval=ancestor)
        [child] = thread.run(PARENT, timeout=60).subagents
        resumed = codex.thread_resume(child.thread_id, on_approval=own)
        thread.run(PARENT, timeout=60, on_approval=ancestor)
        assert was_made(codex, thread)
    assert [request.thread_id for request in own.requests] == [resumed.id] == [child.thread_id]
    assert ancestor.requests == []


def test_turn_started_by_client_on_subagent_uses_its_own_handlers_and_those_of_the_thread(flavour: str) -> None:
    client, thread_handler = Handler(ACCEPT), Handler(DECLINE)
    with offline(flavour, delegating(["Child is ready.", TOUCH]), on_approval=client) as (_, codex):
        thread = codex.thread_start(**ASKING, on_approval=thread_handler)
        [child] = thread.run(PARENT, timeout=60).subagents
        codex.thread_resume(child.thread_id).run(CHILD, timeout=60)
        assert not was_made(codex, thread)
    assert len(thread_handler.requests) == 1
    assert client.requests == []


@pytest.mark.parametrize("level", ["thread", "turn"])
def test_subagent_that_outlives_its_turn_uses_the_same_handlers(flavour: str, level: str) -> None:
    gate, client, ancestor = Gate(), Handler(ACCEPT), Handler(DECLINE)
    script = delegating([[gate, TOUCH]], parent=[spawn(CHILD), "Parent is done.", "Next is done."])
    levels: dict[str, Any] = {"thread": {}, "turn": {}, level: {"on_approval": ancestor}}
    with offline(flavour, script, on_approval=client) as (_, codex):
        thread = codex.thread_start(**ASKING, **levels["thread"])
        completed = codex.notifications(TurnCompletedNotification)
        first = thread.run(PARENT, timeout=60, **levels["turn"])
        # The next turn has other handlers, which do not concern this sub-agent.
        second = thread.run(PARENT, timeout=60, on_approval=client)
        gate.open()
        last = end_of_other_turn(completed, first.id, second.id)
        assert last.params["turn"]["status"] == "completed"
        assert not was_made(codex, thread)
    assert len(ancestor.requests) == 1
    assert client.requests == []


@pytest.mark.parametrize("level", ["thread", "turn"])
def test_permissions_of_subagent_are_decided_by_ancestor(flavour: str, level: str) -> None:
    ask = FunctionCall("request_permissions", {"reason": "to look", "permissions": {"network": {"enabled": True}}})
    client, ancestor = Handler(Permissions.grant()), Handler(Permissions.decline())
    settings = {"features": {"request_permissions_tool": True}}
    levels: dict[str, Any] = {"thread": {}, "turn": {}, level: {"on_permissions": ancestor}}
    with offline(flavour, delegating([ask]), settings=settings, on_permissions=client) as (_, codex):
        codex.thread_start(approval_mode=ApprovalMode.ask, **levels["thread"]).run(PARENT, timeout=60, **levels["turn"])
    assert len(ancestor.requests) == 1
    assert client.requests == []


@pytest.mark.parametrize("level", ["thread", "turn"])
def test_elicitation_of_subagent_is_decided_by_ancestor(flavour: str, level: str) -> None:
    client, ancestor = Handler(Elicitation.accept({})), Handler(Elicitation.decline())
    settings = {"mcp_servers": {"forms": {"command": sys.executable, "args": [str(SERVER)]}}}
    levels: dict[str, Any] = {"thread": {}, "turn": {}, level: {"on_elicitation": ancestor}}
    script = delegating([FunctionCall("ask", {}, namespace="mcp__forms")])
    with offline(flavour, script, settings=settings, on_elicitation=client) as (_, codex):
        thread = codex.thread_start(approval_mode=ApprovalMode.ask, **levels["thread"])
        codex.rpc.mcp_server_status_list()
        thread.run(PARENT, timeout=60, **levels["turn"])
    assert len(ancestor.requests) == 1
    assert client.requests == []


def test_failed_handler_is_reported_in_turn_of_ancestor(flavour: str) -> None:
    handler = Handler(ValueError("not today"))
    with offline(flavour, delegating([TOUCH])) as (_, codex):
        turn = codex.thread_start(**ASKING).turn(PARENT, on_approval=handler)
        failures: list[Notification] = [event for event in turn.stream() if isinstance(event.payload, HandlerFailed)]
        result = turn.run(timeout=60)
    [request] = handler.requests
    assert [(event.thread_id, event.turn_id) for event in failures] == [(request.thread_id, request.turn_id)]
    [error] = result.handler_errors
    assert "not today" in str(error)


@pytest.mark.parametrize("subagents", [False, True])
@pytest.mark.parametrize("answer", [ACCEPT, DECLINE], ids=["accept", "decline"])
def test_deferred_approval_of_subagent_reaches_stream_of_ancestor(
    flavour: str, answer: Approval, subagents: bool
) -> None:
    with offline(flavour, delegating([spawn(GRANDCHILD), WAIT], grandchild=[TOUCH]), **DEEP) as (_, codex):
        thread = codex.thread_start(**ASKING)
        turn = thread.turn(PARENT, on_approval=Handler(Approval.defer()))
        asked: list[Notification] = []
        for event in turn.stream(subagents=subagents):
            if isinstance(event.payload, ApprovalRequested):
                asked.append(event)
                event.payload.answer(answer)
        assert was_made(codex, thread) is (answer is ACCEPT)
    [event] = asked
    assert event.thread_id not in (None, thread.id)
    assert event.turn_id not in (None, turn.id)


def test_deferred_approval_without_running_ancestor_is_declined(flavour: str) -> None:
    gate, handler = Gate(), Handler(Approval.defer())
    script = delegating([[gate, TOUCH]], parent=[spawn(CHILD), "Parent is done."])
    with offline(flavour, script) as (_, codex):
        thread = codex.thread_start(**ASKING, on_approval=handler)
        completed = codex.notifications(TurnCompletedNotification)
        result = thread.run(PARENT, timeout=60)
        gate.open()
        last = end_of_other_turn(completed, result.id)
        assert last.params["turn"]["status"] == "completed"
        assert not was_made(codex, thread)
    assert len(handler.requests) == 1


def test_client_handler_answers_thread_started_with_typed_method(flavour: str) -> None:
    handler = Handler(ACCEPT)
    with offline(flavour, delegating([TOUCH]), on_approval=handler) as (_, codex):
        started = codex.rpc.thread_start(approval_policy="untrusted", sandbox="workspace-write").thread
        completed = codex.notifications(TurnCompletedNotification)
        codex.rpc.turn_start(thread_id=started.id, input=[{"type": "text", "text": PARENT}])
        of_child, of_parent = next_event(completed), next_event(completed)
        assert of_child.thread_id != of_parent.thread_id == started.id
        assert was_made(codex, started)
    assert len(handler.requests) == 1


def test_subagent_without_handler_is_declined_with_remedy(flavour: str, caplog: pytest.LogCaptureFixture) -> None:
    assert not run(flavour, client={}, thread={}, turn={}, deep=False)
    [message] = [record.getMessage() for record in caplog.records if COMMAND in record.getMessage()]
    assert message == f"{COMMAND}: declined: no handler; pass on_approval=... to the client, the thread or the turn"


def test_closed_subagent_is_resumed_with_the_same_handlers(flavour: str) -> None:
    close, resume = Spawned("close_agent", "target"), Spawned("resume_agent", "id")
    steps = [spawn(CHILD), WAIT, close, resume, send_input(CHILD), WAIT, "Parent is done."]
    client, ancestor = Handler(ACCEPT), Handler(DECLINE)
    with offline(flavour, delegating(["Child is ready.", TOUCH], parent=steps), on_approval=client) as (_, codex):
        thread = codex.thread_start(**ASKING)
        result = thread.run(PARENT, timeout=60, on_approval=ancestor)
        assert not was_made(codex, thread)
    assert len(result.subagents) == 1
    assert len(ancestor.requests) == 1
    assert client.requests == []
