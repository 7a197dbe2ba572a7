"""State of threads and turns that are over: the client keeps no handler, tool, context or entry of them."""

from __future__ import annotations

import contextvars
import gc
import itertools
import threading
import weakref
from typing import TYPE_CHECKING, Any

import pytest

from integration.api.test_notifications import following
from openai_codex import Approval, ApprovalMode, Sandbox
from openai_codex.testing import FunctionCall, Gate, shell_call
from openai_codex.tools import Tool
from support.fake_runtime import FakeRuntime
from support.runtimes import fake_runtime, offline, wait_until_closed
from support.sync_adapter import FLAVOURS, Background, client

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.parametrize("flavour", FLAVOURS)

ASKING: dict[str, Any] = {"approval_mode": ApprovalMode.ask_always, "sandbox": Sandbox.workspace_write}
COMMAND = "item/commandExecution/requestApproval"

job_of_caller: contextvars.ContextVar[Job] = contextvars.ContextVar("job_of_caller")


class Job:
    """Something of the application that its handlers and tools refer to."""

    def __init__(self) -> None:
        self.calls: list[str] = []

    def decide(self, request: object) -> Approval:
        self.calls.append("decide")
        return Approval.decline()

    async def decide_async(self, request: object) -> Approval:
        self.calls.append("decide")
        return Approval.decline()

    def defer(self, request: object) -> Approval:
        self.calls.append("decide")
        return Approval.defer()

    def look_up(self) -> str:
        """Look up."""
        self.calls.append("look_up")
        return "found"


HANDLERS: dict[str, Callable[[Job], Any]] = {
    "sync": lambda job: job.decide,
    "async": lambda job: job.decide_async,
    "deferred": lambda job: job.defer,
}


class BusyRuntime(FakeRuntime):
    """A runtime in which each turn asks for an approval and calls a tool, and completes after both answers."""

    def __init__(self, *, deferred: bool = False) -> None:
        super().__init__(**{"thread/start": self._start_thread, "turn/start": self._start_turn, "thread/archive": {}})
        self._numbers = itertools.count()
        self._turns: dict[str, tuple[str, str]] = {}
        self._deferred = deferred

    def _start_thread(self, request: Any) -> Any:
        return {"thread": {"id": f"thread-{next(self._numbers)}"}}

    def _start_turn(self, request: Any) -> Any:
        thread, turn = request.params["threadId"], f"turn-{next(self._numbers)}"
        request.respond({"turn": {"id": turn, "items": [], "status": "inProgress"}})
        self.notify("turn/started", threadId=thread, turn={"id": turn, "items": [], "status": "inProgress"})
        ids = {"threadId": thread, "turnId": turn, "itemId": "item-1"}
        self._turns[f"approval of {turn}"] = thread, turn
        asked = {"id": f"tool of {turn}", "method": "item/tool/call"}
        self.send({**asked, "params": {**ids, "callId": "call-1", "tool": "look_up", "arguments": {}}})
        request = {"id": f"approval of {turn}", "method": COMMAND}
        self.send({**request, "params": {**ids, "startedAtMs": 1, "command": "touch x"}})
        if self._deferred:
            self._complete(thread, turn)

    def _accept(self, peer: Any) -> None:
        super()._accept(peer)

        def on_data(data: bytes) -> None:
            for id, (thread, turn) in list(self._turns.items()):
                if id.encode() in data:
                    del self._turns[id]
                    self._complete(thread, turn)

        peer.on_data = on_data

    def _complete(self, thread: str, turn: str) -> None:
        self.notify("turn/completed", threadId=thread, turn={"id": turn, "items": [], "status": "completed"})


def run_jobs(codex: Any, count: int, handler: Callable[[Job], Any], *, in_turn: bool) -> list[weakref.ref[Job]]:
    """Run each job in a thread of its own, with a handler, a tool and a context, and drop all handles."""

    def run_job(job: Job) -> None:
        job_of_caller.set(job)
        options = {"on_approval": handler(job)}
        thread = codex.thread_start(tools=[Tool(job.look_up)], **({} if in_turn else options))
        thread.run("Go", timeout=30, **(options if in_turn else {}))

    jobs = [Job() for _ in range(count)]
    for job in jobs:
        contextvars.copy_context().run(run_job, job)
    return [weakref.ref(job) for job in jobs]


def start_job(codex: Any, **options: Any) -> tuple[Any, weakref.ref[Job], list[str]]:
    """Start a thread with the handler and the tool of a job; return the thread, the job, and its calls."""
    job = Job()
    thread = codex.thread_start(on_approval=job.decide, tools=[Tool(job.look_up)], **options)
    return thread, weakref.ref(job), job.calls


def entries(codex: Any) -> dict[str, int]:
    """Return the number of entries in the containers of the client that belong to threads, turns and requests."""
    connection = codex._sender.supervisor.current
    scopes, events = connection.dispatcher.scopes, connection.session.events
    return {
        "threads": len(codex._sender.supervisor.threads._threads),
        "turns": len(scopes._turns),
        "starting turns": len(scopes._starting),
        "goals": len(scopes._goals),
        "requests": len(connection.dispatcher._open),
        "open buffers": len(events.open),
        "goal buffers": len(events.goal_buffers),
        "reserved buffers": len(events._reserved),
        "unconsumed buffers": len(events._unconsumed),
        "own requests": len(connection.session.pending_requests._pending),
        "last turns": sum(not buffer.ended for buffer in connection.interrupts._last_turns.values()),
        "interrupts": len(connection.interrupts._interrupted),
    }


@pytest.mark.parametrize("in_turn", [False, True], ids=["thread handlers", "turn handlers"])
@pytest.mark.parametrize("handler", list(HANDLERS))
@pytest.mark.extended
def test_finished_threads_leave_nothing(flavour: str, handler: str, in_turn: bool) -> None:
    count = 1000 if handler == "sync" and not in_turn else 100
    with BusyRuntime(deferred=handler == "deferred") as runtime, client(flavour, runtime.config()) as codex:
        before = entries(codex)
        jobs = run_jobs(codex, count, HANDLERS[handler], in_turn=in_turn)
        # A tool refers to itself.
        gc.collect()
        assert [job for job in jobs if not is_released(job)] == []
        assert entries(codex) == before


def is_released(reference: weakref.ref[Job]) -> bool:
    """Wait until an object is released. A thread that has answered a request may hold its handler for a moment."""
    released = threading.Event()
    job = reference()
    if job is None:
        return True
    weakref.finalize(job, released.set)
    del job
    return released.wait(5)


def test_handlers_are_released_with_last_handle(flavour: str) -> None:
    """No garbage collection is necessary, and the handlers of another handle stay."""
    with BusyRuntime() as runtime, client(flavour, runtime.config()) as codex:
        first, second = Job(), Job()
        references = [weakref.ref(first), weakref.ref(second)]
        thread = codex.thread_start(on_approval=first.decide)
        runtime.responses["thread/resume"] = {"thread": {"id": thread.id}}
        again = codex.thread_resume(thread.id, on_user_input=second.decide)
        del first, second, thread
        assert [reference() is not None for reference in references] == [True, True]
        gc.disable()
        try:
            del again
            assert [is_released(reference) for reference in references] == [True, True]
        finally:
            gc.enable()
        assert entries(codex)["threads"] == 0


def test_handlers_of_running_turn_outlive_handles(flavour: str) -> None:
    with offline(flavour, [FunctionCall("look_up", {}), shell_call("touch made.txt"), "Done."]) as (_, codex):
        thread, reference, calls = start_job(codex, **ASKING)
        turn = thread.turn("Go")
        del thread
        gc.collect()
        assert turn.run(timeout=30).final_response == "Done."
        assert calls == ["look_up", "decide"]
        gc.collect()
        assert is_released(reference)
        assert entries(codex)["threads"] == 0


def test_handlers_of_running_goal_outlive_handles(flavour: str) -> None:
    job = Job()
    reference = weakref.ref(job)
    done = FunctionCall("update_goal", {"status": "complete"})
    script = [shell_call("touch made.txt"), "One.", shell_call("touch made.txt"), done, "Done."]
    with offline(flavour, script) as (_, codex):
        calls = job.calls
        goal = codex.thread_start(on_approval=job.decide, **ASKING).start_goal("Make it.")
        del job
        gc.collect()
        assert goal.run().final_response == "Done."
        assert calls == ["decide", "decide"]
        assert is_released(reference)
        assert entries(codex)["threads"] == entries(codex)["goals"] == 0


@pytest.mark.parametrize("method", ["thread_archive", "thread_delete", "thread_unsubscribe"])
def test_handlers_of_closed_thread_are_released(flavour: str, method: str) -> None:
    with offline(flavour, ["One."]) as (_, codex):
        thread, reference, _calls = start_job(codex)
        thread.run("Go")
        gc.collect()
        assert reference() is not None
        getattr(codex.rpc, method)(thread_id=thread.id)
        gc.collect()
        assert is_released(reference)
        assert codex._sender.supervisor.threads.open() == []


@pytest.mark.parametrize("method", ["thread/closed", "thread/archived", "thread/deleted"])
def test_handlers_are_released_when_runtime_closes_thread(flavour: str, method: str) -> None:
    job = Job()
    reference = weakref.ref(job)
    with fake_runtime(flavour) as (runtime, codex):
        thread = codex.thread_start(on_approval=job.decide)
        del job
        stream = codex.notifications()
        runtime.notify(method, threadId="another")
        assert following(stream).method == method
        assert reference() is not None
        runtime.notify(method, threadId=thread.id)
        assert is_released(reference)


def test_handlers_of_lost_connection_are_released(flavour: str) -> None:
    job, gate = Job(), Gate()
    reference = weakref.ref(job)
    with offline(flavour, [["Begin", gate]]) as (_, codex), Background() as background:
        turn = codex.thread_start().turn("Go", on_approval=job.decide)
        del job
        gate.wait_entered()
        running = background.start(turn.run)
        assert reference() is not None
        codex.close()
        assert running.exception(30) is not None
        assert is_released(reference)


def test_handlers_of_thread_resumed_without_handle_survive_restart(flavour: str) -> None:
    """After all handles were dropped, the handlers of the new handle apply before and after a restart."""
    old, new = Job(), Job()
    with BusyRuntime() as runtime, client(flavour, runtime.config(restart=True)) as codex:
        thread = codex.thread_start(on_approval=old.decide)
        thread_id = thread.id
        del thread
        gc.collect()
        runtime.responses["thread/resume"] = {"thread": {"id": thread_id}}
        thread = codex.thread_resume(thread_id, on_approval=new.decide, tools=[Tool(new.look_up)])
        for _ in range(2):
            thread.run("Go", timeout=30)
            runtime.exit_process()
            wait_until_closed(codex)
        assert new.calls.count("decide") == 2
        assert old.calls == []
