"""Handlers and tools that resume their own thread, for which the runtime sends the pending request again."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

import pytest

from openai_codex import Approval, ApprovalMode, tool
from openai_codex.testing import FunctionCall, shell_call
from support.delegation import PARENT, delegating
from support.runtimes import offline
from support.sync_adapter import FLAVOURS, unwrap

pytestmark = pytest.mark.parametrize("flavour", FLAVOURS)

REMOVE = shell_call("rm -f made.txt")
CALLS = ["thread_resume", "latest_thread", "thread_fork", "turn_handle"]


class Opener:
    """Opens the thread of a request, repeatedly, from its handler; records the ids of the opened threads."""

    def __init__(self, flavour: str, call: str = "thread_resume") -> None:
        self.codex: Any = None
        self.opened: list[str] = []
        self.threads: list[threading.Thread] = []
        self.handler: Any = self.decide if flavour == "sync" else self.decide_async
        self._call = call

    def decide(self, request: Any) -> Approval:
        self.threads.append(threading.current_thread())
        for _ in range(3):
            opened = self._open(request)
            self.opened.append(getattr(opened, "thread_id", None) or opened.id)
        return Approval.accept()

    async def decide_async(self, request: Any) -> Approval:
        self.threads.append(threading.current_thread())
        for _ in range(3):
            opened = await self._open(request)
            self.opened.append(getattr(opened, "thread_id", None) or opened.id)
            # Lets a second handler start, if the client starts one.
            await asyncio.sleep(0)
        return Approval.accept()

    def _open(self, request: Any) -> Any:
        if self._call == "latest_thread":
            return self.codex.latest_thread()
        if self._call == "turn_handle":
            return self.codex.turn_handle(request.thread_id, request.turn_id)
        return getattr(self.codex, self._call)(request.thread_id)


@pytest.mark.parametrize("call", CALLS)
def test_handler_that_opens_its_own_thread_runs_once(flavour: str, call: str) -> None:
    opener = Opener(flavour, call)
    with offline(flavour, [REMOVE, "Done."], on_approval=opener.handler) as (_, codex):
        opener.codex = unwrap(codex)
        thread = codex.thread_start(approval_mode=ApprovalMode.ask_always)
        result = thread.run("Go", timeout=60)
    assert result.final_response == "Done."
    assert [(each.decision, each.decider) for each in result.decisions] == [("accept", "handler")]
    assert len(opener.threads) == 1
    assert len(opener.opened) == 3
    assert (set(opener.opened) == {thread.id}) is (call != "thread_fork")


def test_handler_that_resumes_the_thread_of_its_subagent_runs_once(flavour: str) -> None:
    opener = Opener(flavour)
    with offline(flavour, delegating([REMOVE, "Child is done."]), on_approval=opener.handler) as (_, codex):
        opener.codex = unwrap(codex)
        result = codex.thread_start(approval_mode=ApprovalMode.ask_always).run(PARENT, timeout=60)
    [child] = result.subagents
    assert opener.opened == [child.thread_id] * 3
    assert len(opener.threads) == 1


def test_tool_that_resumes_its_own_thread_runs_once(flavour: str) -> None:
    found: list[Any] = []
    calls: list[str] = []

    def look() -> str:
        """Look at the thread."""
        calls.append(found[0].thread_resume(found[1]).id)
        return "Seen."

    async def look_async() -> str:
        """Look at the thread."""
        calls.append((await found[0].thread_resume(found[1])).id)
        return "Seen."

    tools = [tool(name="look")(look if flavour == "sync" else look_async)]
    with offline(flavour, [FunctionCall("look", {}), "Done."]) as (model, codex):
        thread = codex.thread_start(tools=tools)
        found += [unwrap(codex), thread.id]
        assert thread.run("Go", timeout=60).final_response == "Done."
        assert [str(output) for output in model.requests[-1].function_outputs.values()] == ["Seen."]
    assert calls == [thread.id]


def test_resume_after_a_deferral_leaves_the_approval_to_the_stream(flavour: str) -> None:
    with offline(flavour, [REMOVE, "Done."], on_approval=lambda request: Approval.defer()) as (_, codex):
        thread = codex.thread_start(approval_mode=ApprovalMode.ask_always)
        deferred = []
        with thread.stream("Go") as turn:
            for event in turn.stream():
                if event.method == "item/commandExecution/requestApproval":
                    codex.thread_resume(thread.id)
                    deferred.append(event.payload.accept())
            result = turn.result()
    assert deferred == [True]
    assert [(each.decision, each.decider) for each in result.decisions] == [("accept", "consumer")]
