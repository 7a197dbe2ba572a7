"""Calls on a thread whose turn is running, or whose runtime was restarted before its first turn."""

from __future__ import annotations

import contextvars
import sys
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from functools import partial
from typing import Any

import pytest

from integration.api.test_restart import collect_restarts, kill
from openai_codex import Approval, ApprovalMode, DeadlockError, InputError, InvalidRequestError, tool
from openai_codex.testing import FunctionCall, Gate, Match, shell_call
from support.runtimes import offline
from support.sync_adapter import FLAVOURS, Background, unwrap

pytestmark = pytest.mark.parametrize("flavour", FLAVOURS)

SAYS = "called by a handler or tool of the same thread"


def waiting_call(flavour: str, name: str, thread: Any, turn: Any) -> Any:
    """Call a method that waits for the turn of a thread; return an awaitable for the async client."""
    if name == "turn.run":
        return turn.run()
    if name == "review":
        return thread.review()
    if name.startswith("turn."):
        events = {"turn.stream": turn.stream, "turn.text": turn.text}.get(name, partial(turn.events, object))()
        return list(events) if flavour == "sync" else consume(events)
    if name == "joined.stream":
        return list(thread.turn("More.").stream()) if flavour == "sync" else consume_joined(thread)
    if name == "pool":
        with ThreadPoolExecutor(1) as pool:
            return pool.submit(contextvars.copy_context().run, thread.run, "More.").result()
    if name != "stream":
        return getattr(thread, name)("More.")
    if flavour == "sync":
        with thread.stream("More."):
            pytest.fail("the turn was started")

    async def stream() -> None:
        async with thread.stream("More."):
            pytest.fail("the turn was started")

    return stream()


async def consume(events: Any) -> None:
    async for _ in events:
        pass


async def consume_joined(thread: Any) -> None:
    await consume((await thread.turn("More.")).stream())


CALLS = ["run", "stream", "run_goal", "review", "turn.run", "turn.stream", "turn.text", "turn.events", "joined.stream"]


@pytest.mark.parametrize("call", [*CALLS, "pool"])
def test_waiting_call_in_own_handler_raises(flavour: str, call: str) -> None:
    if (flavour, call) == ("async", "pool"):
        pytest.skip("a task inherits the context")
    found: list[Any] = []
    raised: list[DeadlockError] = []
    gate = Gate()

    def decide(request: object) -> Approval:
        try:
            waiting_call(flavour, call, *found)
        except DeadlockError as error:
            raised.append(error)
        return Approval.accept()

    async def decide_async(request: object) -> Approval:
        try:
            await waiting_call(flavour, call, *found)
        except DeadlockError as error:
            raised.append(error)
        return Approval.accept()

    handler = decide if flavour == "sync" else decide_async
    with offline(flavour, [[gate, shell_call("rm -f x")], "Done."], on_approval=handler) as (model, codex):
        thread = codex.thread_start(approval_mode=ApprovalMode.ask_always)
        turn = thread.turn("Go")
        found += [unwrap(thread), unwrap(turn)]
        gate.open()
        result = turn.run(timeout=30)
        # Input that has joined the turn leads to another call of the model.
        assert len(model.requests) == 2 or call == "joined.stream"
    assert result.final_response == "Done." or call == "joined.stream"
    [error] = raised
    assert SAYS in str(error)
    assert "use another Codex thread (codex.thread_start()), or add input" in str(error)
    assert error.thread_id == thread.id


def test_handler_reads_an_ended_turn_of_its_thread(flavour: str) -> None:
    found: list[Any] = []

    def decide(request: object) -> Approval:
        found.append([len(list(found[0].stream())) > 0, found[0].run().final_response])
        return Approval.accept()

    async def decide_async(request: object) -> Approval:
        events = [event async for event in found[0].stream()]
        found.append([len(events) > 0, (await found[0].run()).final_response])
        return Approval.accept()

    handler = decide if flavour == "sync" else decide_async
    with offline(flavour, ["First.", shell_call("rm -f x"), "Done."], on_approval=handler) as (_, codex):
        thread = codex.thread_start(approval_mode=ApprovalMode.ask_always)
        turn = thread.turn("Go")
        turn.run()
        found.append(unwrap(turn))
        assert thread.run("Again", timeout=60).handler_errors == []
    assert found[1] == [True, "First."]


def test_run_in_own_tool_raises(flavour: str) -> None:
    found: list[Any] = []

    def ask() -> str:
        """Ask another question."""
        return str(found[0].run("More."))

    async def ask_async() -> str:
        """Ask another question."""
        return str(await found[0].run("More."))

    tools = [tool(name="ask")(ask if flavour == "sync" else ask_async)]
    with offline(flavour, [FunctionCall("ask", {}), "Done."]) as (model, codex):
        thread = codex.thread_start(tools=tools)
        found.append(unwrap(thread))
        assert thread.run("Go", timeout=30).final_response == "Done."
        [told] = model.requests[-1].function_outputs.values()
    assert SAYS in str(told)


def test_calls_that_do_not_wait_for_the_turn_are_accepted_in_handler(flavour: str) -> None:
    """A handler may add input to its turn, and use another thread."""
    found: list[Any] = []

    def decide(request: object) -> Approval:
        found[0].turn("Be quick.")
        found.append(found[1].run("Hello").final_response)
        return Approval.accept()

    async def decide_async(request: object) -> Approval:
        await found[0].turn("Be quick.")
        found.append((await found[1].run("Hello")).final_response)
        return Approval.accept()

    handler = decide if flavour == "sync" else decide_async
    script = [Match(lambda request: "Hello" in str(request.user_text), "Hi!"), shell_call("rm -f x"), "Done."]
    with offline(flavour, script, on_approval=handler) as (_, codex):
        thread, other = codex.thread_start(approval_mode=ApprovalMode.ask_always), codex.thread_start()
        found += [unwrap(thread), unwrap(other)]
        result = thread.run("Go", timeout=30)
        assert result.handler_errors == []
        # After the handler, the thread may be used again.
        assert thread.run("Once more", timeout=30).status == "completed"
    assert found[2] == "Hi!"


def test_second_output_type_on_running_turn_raises(flavour: str) -> None:
    gate = Gate()
    with offline(flavour, [[gate, '{"value": 5}'], "Text."]) as (model, codex), Background() as background:
        thread = codex.thread_start()
        first = background.start(thread.run, "Count.", output_type=int)
        gate.wait_entered()
        with pytest.raises(InputError, match=r"output_schema: the thread has a running turn .* with another"):
            thread.run("Name it.", output_type=str)
        gate.open()
        assert first.result().output == 5
        assert len(model.requests) == 1
        # After the end of the turn, another type is valid.
        assert thread.run("Say something.").final_response == "Text."


def test_concurrent_output_types_raise(flavour: str) -> None:
    """One of the calls starts the turn. The client does not know it when it sends the other call."""
    gate = Gate()
    with offline(flavour, [[gate, '{"value": 5}']], default='{"value": 5}') as (_, codex), Background() as background:
        thread = codex.thread_start()
        calls = [background.start(thread.run, "Go", output_type=kind, timeout=60) for kind in (int, float)]
        gate.wait_entered()
        done, _ = wait(calls, return_when=FIRST_COMPLETED)
        gate.open()
        [failed] = done
        with pytest.raises(InputError, match=r"output_schema: the thread has a running turn .*wait for its result"):
            failed.result()
        assert [call.result().output for call in calls if call is not failed] == [5]


def test_output_type_on_running_turn_without_one_raises(flavour: str) -> None:
    gate = Gate()
    with offline(flavour, [[gate, "Text."]]) as (_, codex):
        thread = codex.thread_start()
        turn = thread.turn("Go")
        gate.wait_entered()
        with pytest.raises(InputError, match="without output_type or output_schema, and the runtime adds the input"):
            thread.run("Name it.", output_type=int)
        gate.open()
        assert turn.run().final_response == "Text."


def test_replaced_handler_of_running_turn_is_logged(flavour: str, caplog: pytest.LogCaptureFixture) -> None:
    gate = Gate()
    with offline(flavour, [[gate, "One"], "Two"]) as (_, codex):
        thread = codex.thread_start()
        turn = thread.turn("Go", on_approval=lambda request: Approval.decline())
        gate.wait_entered()
        thread.turn("And then?", on_user_input=lambda request: {})
        assert "joins the running turn" not in caplog.text
        thread.turn("Faster.", on_approval=lambda request: Approval.accept())
        assert f"the input joins the running turn {turn.id}: on_approval of this call replaces that" in caplog.text
        gate.open()
        assert turn.run().status == "completed"


def test_replaced_handler_of_the_client_is_logged(flavour: str, caplog: pytest.LogCaptureFixture) -> None:
    gate = Gate()
    with offline(flavour, [[gate, "One"], "Two"], on_approval=lambda request: Approval.decline()) as (_, codex):
        thread = codex.thread_start()
        turn = thread.turn("Go")
        gate.wait_entered()
        thread.turn("Slower.")
        assert "joins the running turn" not in caplog.text
        thread.turn("Faster.", on_approval=lambda request: Approval.accept())
        assert f"the input joins the running turn {turn.id}: on_approval of this call replaces that" in caplog.text
        gate.open()
        assert turn.run().status == "completed"


def test_concurrent_calls_with_handlers_are_logged(flavour: str, caplog: pytest.LogCaptureFixture) -> None:
    gate = Gate()
    with offline(flavour, [[gate, "One"], "Two"]) as (_, codex), Background() as background:
        thread = codex.thread_start()
        answers = (Approval.accept(), Approval.decline())
        starts = [
            background.start(thread.turn, "Go", on_approval=lambda request, answer=answer: answer) for answer in answers
        ]
        first, second = [start.result() for start in starts]
        assert first.id == second.id
        assert caplog.text.count("on_approval of this call replaces that") == 1
        gate.open()
        assert first.run().status == "completed"


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_restart_loses_thread_without_turn_and_explains_it(flavour: str) -> None:
    with offline(flavour, [], restart=True) as (_, codex):
        restarts = collect_restarts(codex)
        thread = codex.thread_start()
        kill(codex)
        with pytest.raises(InvalidRequestError) as caught:
            thread.run("Go")
        assert "thread not found" in str(caught.value)
        assert "the restarted runtime did not resume the thread" in str(caught.value)
        assert "a restart loses a thread that never had a turn; start another" in str(caught.value).replace(")", "")
        assert codex.thread_start().run("Go").final_response == "ok"
    [restart] = restarts
    assert "a thread that never had a turn" in str(restart.lost[thread.id])
