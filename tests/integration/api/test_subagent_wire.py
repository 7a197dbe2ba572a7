"""Sub-agents of a runtime that the test plays: order of messages, unknown threads, and starts during an interrupt."""

from __future__ import annotations

import json
import threading
from typing import TYPE_CHECKING, Any

import pytest

from openai_codex import Approval, tool
from support.fake_runtime import THREAD, TURN
from support.runtimes import fake_runtime
from support.sync_adapter import FLAVOURS, Background
from support.timeouts import TEST_TIMEOUT

if TYPE_CHECKING:
    from support.fake_runtime import FakeRuntime

pytestmark = pytest.mark.parametrize("flavour", FLAVOURS)

CHILD, CHILD_TURN = "thread-2", "turn-2"
COMMAND = "item/commandExecution/requestApproval"
STARTED: dict[str, Any] = {"turn/start": {"turn": {"id": TURN}}, "turn/interrupt": {}}
ANSWERS = {True: {"decision": "accept"}, False: {"decision": "decline"}}


def accept(request: object) -> Approval:
    return Approval.accept()


def decline(request: object) -> Approval:
    return Approval.decline()


def notification(method: str, **params: Any) -> dict[str, Any]:
    return {"method": method, "params": params}


def started(thread_id: str = CHILD, turn_id: str = CHILD_TURN, root_id: str = TURN) -> dict[str, Any]:
    turn = {"id": turn_id, "items": [], "status": "inProgress", "rootTurnId": root_id}
    return notification("turn/started", threadId=thread_id, turn=turn)


def spawned() -> dict[str, Any]:
    item = {
        "type": "collabAgentToolCall",
        "id": "call",
        "tool": "spawnAgent",
        "status": "completed",
        "senderThreadId": THREAD,
        "receiverThreadIds": [CHILD],
        "prompt": "Look.",
    }
    return notification("item/completed", threadId=THREAD, turnId=TURN, completedAtMs=1, item=item)


def asks(id: str, thread_id: str | None = CHILD, turn_id: str | None = CHILD_TURN) -> dict[str, Any]:
    params = {"threadId": thread_id, "turnId": turn_id, "itemId": "i", "startedAtMs": 1, "command": "ls", "cwd": "/"}
    return {"id": id, "method": COMMAND, "params": params}


class Answers:
    """The responses of the client to the requests of a fake runtime."""

    def __init__(self, runtime: FakeRuntime) -> None:
        self._found: dict[str, Any] = {}
        self._changed = threading.Condition()
        peer = runtime._peer
        assert peer is not None
        self._peer = peer
        peer.on_data = self._record

    def _record(self, data: bytes) -> None:
        for line in data.splitlines():
            message = json.loads(line)
            if "method" not in message:
                with self._changed:
                    self._found[message["id"]] = message.get("result", message.get("error"))
                    self._changed.notify_all()

    def send(self, *messages: dict[str, Any]) -> None:
        """Send messages in one chunk."""
        self._peer.send(b"".join(json.dumps(message).encode() + b"\n" for message in messages))

    def wait_for(self, id: str) -> Any:
        """Return the response to a request."""
        with self._changed:
            assert self._changed.wait_for(lambda: id in self._found, TEST_TIMEOUT), self._found
            return self._found[id]


@pytest.mark.parametrize("with_call", [False, True])
def test_request_in_same_chunk_as_start_of_subagent_uses_handler_of_turn(flavour: str, with_call: bool) -> None:
    with fake_runtime(flavour, STARTED, on_approval=accept) as (runtime, codex):
        answers = Answers(runtime)
        turn = codex.thread_start().turn("Go.", on_approval=decline)
        calls = [spawned()] if with_call else []
        answers.send(started(THREAD, TURN), *calls, started(), asks("q"))
        assert answers.wait_for("q") == ANSWERS[False]
        runtime.complete_turn()
        assert len(turn.run().subagents) == 1


def test_request_before_response_to_turn_start_uses_handler_of_turn(flavour: str) -> None:
    with fake_runtime(flavour, {}, on_approval=accept) as (runtime, codex), Background() as background:
        answers = Answers(runtime)
        thread = codex.thread_start()
        waiting = background.start(thread.turn, "Go.", on_approval=decline)
        request = runtime.next("turn/start")
        answers.send(started(THREAD, TURN), spawned(), started(), asks("q"))
        assert answers.wait_for("q") == ANSWERS[False]
        # The turn ends before its response, and its sub-agent goes on.
        runtime.complete_turn()
        request.respond({"turn": {"id": TURN}})
        waiting.result()
        answers.send(asks("r"))
        assert answers.wait_for("r") == ANSWERS[False]


@pytest.mark.parametrize("known", ["nothing", "the root", "the parent"])
def test_request_of_unknown_ancestor_is_declined(flavour: str, known: str, caplog: pytest.LogCaptureFixture) -> None:
    with fake_runtime(flavour, STARTED, on_approval=accept) as (runtime, codex):
        answers = Answers(runtime)
        codex.thread_start()
        if known == "the root":
            answers.send(started(root_id="turn-0"))
        elif known == "the parent":
            thread = {"id": CHILD, "parentThreadId": "thread-0"}
            answers.send(notification("thread/started", thread=thread), started(root_id="turn-0"))
        answers.send(asks("q"))
        assert answers.wait_for("q") == ANSWERS[False]
    [message] = [record.getMessage() for record in caplog.records if COMMAND in record.getMessage()]
    assert message.startswith(f"{COMMAND}: declined: unknown thread '{CHILD}'")
    assert "thread_resume()" in message


@pytest.mark.parametrize("method", ["thread/start", "thread/resume", "thread/fork"])
def test_request_of_thread_that_typed_method_opens_uses_client_handler(flavour: str, method: str) -> None:
    """The runtime may send a request before the response that contains the id of the thread."""
    with fake_runtime(flavour, {}, on_approval=accept) as (runtime, codex), Background() as background:
        runtime.responses.pop("thread/start", None)
        answers = Answers(runtime)
        params = {} if method == "thread/start" else {"threadId": "thread-1"}
        opened = background.start(codex._sender.call, method, params)
        request = runtime.next(method)
        new = "thread-1" if method == "thread/resume" else CHILD
        answers.send(asks("early", new))
        assert answers.wait_for("early") == ANSWERS[True]
        request.respond({"thread": {"id": new}})
        opened.result()
        answers.send(asks("late", new))
        assert answers.wait_for("late") == ANSWERS[True]


def test_request_without_thread_uses_client_handler(flavour: str) -> None:
    with fake_runtime(flavour, {}, on_request={"future/ask": lambda params: {"decision": "accept"}}) as (
        runtime,
        codex,
    ):
        answers = Answers(runtime)
        codex.thread_start()
        answers.send({"id": "q", "method": "future/ask", "params": {}})
        assert answers.wait_for("q") == ANSWERS[True]


@pytest.mark.parametrize("ended", [False, True])
def test_subagent_that_starts_during_interrupt_is_interrupted(flavour: str, ended: bool) -> None:
    with fake_runtime(flavour, {"turn/start": STARTED["turn/start"]}) as (runtime, codex), Background() as background:
        answers = Answers(runtime)
        turn = codex.thread_start().turn("Go.")
        runtime.start_turn()
        interrupted = background.start(turn.interrupt)
        request = runtime.next("turn/interrupt")
        if ended:
            runtime.complete_turn(status="interrupted")
        answers.send(started())
        of_child = runtime.next("turn/interrupt")
        assert of_child.params == {"threadId": CHILD, "turnId": CHILD_TURN}
        of_child.respond({})
        request.respond({})
        interrupted.result()
        answers.send(started("thread-3", "turn-3"))
        assert runtime.next("turn/interrupt").params == {"threadId": "thread-3", "turnId": "turn-3"}


def test_subagent_is_interrupted_if_its_turn_has_just_ended(flavour: str) -> None:
    with fake_runtime(flavour, {"turn/start": STARTED["turn/start"]}) as (runtime, codex), Background() as background:
        answers = Answers(runtime)
        turn = codex.thread_start().turn("Go.")
        answers.send(started(THREAD, TURN), started())
        interrupted = background.start(turn.interrupt)
        runtime.next("turn/interrupt").respond_error(-32600, "no active turn to interrupt")
        assert runtime.next("turn/interrupt").params == {"threadId": CHILD, "turnId": CHILD_TURN}
        interrupted.result()


def test_tool_call_of_subagent_uses_tool_of_ancestor(flavour: str) -> None:
    @tool
    def look_up(city: str) -> str:
        """Look up the weather."""
        return f"It rains in {city}."

    with fake_runtime(flavour, STARTED) as (runtime, codex):
        answers = Answers(runtime)
        codex.thread_start(tools=[look_up]).turn("Go.")
        params = {
            "threadId": CHILD,
            "turnId": CHILD_TURN,
            "callId": "c",
            "tool": "look_up",
            "arguments": {"city": "Oslo"},
        }
        call = {"id": "q", "method": "item/tool/call", "params": params}
        answers.send(started(THREAD, TURN), spawned(), started(), call)
        assert answers.wait_for("q")["contentItems"][0]["text"] == "It rains in Oslo."


def test_user_input_of_subagent_uses_handler_of_turn(flavour: str) -> None:
    question = {"id": "color", "header": "Color", "question": "Which color?"}
    params = {"threadId": CHILD, "turnId": CHILD_TURN, "itemId": "i", "questions": [question]}
    request = {"id": "q", "method": "item/tool/requestUserInput", "params": params}
    with fake_runtime(flavour, STARTED, on_user_input=lambda request: {"color": "red"}) as (runtime, codex):
        answers = Answers(runtime)
        codex.thread_start().turn("Go.", on_user_input=lambda request: {"color": "blue"})
        answers.send(started(THREAD, TURN), spawned(), started(), request)
        assert answers.wait_for("q") == {"answers": {"color": {"answers": ["blue"]}}}


def test_handlers_of_turn_are_released_with_its_subagents(flavour: str) -> None:
    with fake_runtime(flavour, STARTED) as (runtime, codex):
        answers = Answers(runtime)
        turn = codex.thread_start().turn("Go.", on_approval=decline)
        answers.send(started(THREAD, TURN), spawned(), started(), asks("q"))
        answers.wait_for("q")
        runtime.complete_turn()
        turn.run()
        turns = codex._sender.supervisor.current.dispatcher.scopes._turns
        assert TURN in turns
        ended = {"id": CHILD_TURN, "items": [], "status": "completed"}
        answers.send(notification("turn/completed", threadId=CHILD, turn=ended), asks("r", THREAD, None))
        answers.wait_for("r")
        assert list(turns) == []
