"""Spans of turns, requests and handlers that fail, time out, are cancelled, or end with their client."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import pytest
from opentelemetry.sdk.trace import SpanProcessor, TracerProvider
from opentelemetry.trace import StatusCode

from openai_codex import (
    Approval,
    ApprovalMode,
    CodexConfig,
    InputError,
    InvalidRequestError,
    RequestTimeoutError,
    RuntimeNotFoundError,
    Sandbox,
    TransportClosedError,
    TurnFailedError,
    TurnTimeoutError,
)
from openai_codex._async import turn as async_turn
from openai_codex._sync import turn as sync_turn
from openai_codex.integrations import otel
from openai_codex.testing import FunctionCall, Gate, HttpError, Text, shell_call
from openai_codex.tools import tool
from support.fake_runtime import THREAD, TURN
from support.runtimes import fake_runtime, offline
from support.sync_adapter import FLAVOURS, Background, client
from support.telemetry import attributes, failure, instrumented

if TYPE_CHECKING:
    from pathlib import Path

    from openai_codex import ApprovalRequest

both = pytest.mark.parametrize("flavour", FLAVOURS)

AGENT = "invoke_agent codex"
CALL = "chat mock-model"
APPROVAL = "item/commandExecution/requestApproval"
RUNNING: dict[str, Any] = {"turn/start": {"turn": {"id": TURN}}, "turn/interrupt": {}}


@both
def test_failed_turn_has_the_error_of_the_runtime(flavour: str) -> None:
    with instrumented() as telemetry:
        script = [HttpError(400, "secret prompt")]
        with offline(flavour, script, default=None) as (_, codex), pytest.raises(TurnFailedError):
            codex.thread_start().run("Fail.")
        turn, call = telemetry.only(AGENT), telemetry.only(CALL)
        assert failure(turn) == failure(call) == "other"
        assert attributes(turn)["openai_codex.turn.status"] == "failed"
        assert turn.status.description is None
        points = [dict(point.attributes or {}) for point in telemetry.points("openai_codex.errors")]
        assert {(point["gen_ai.operation.name"], point["error.type"]) for point in points} == {
            ("chat", "other"),
            ("invoke_agent", "other"),
        }


@both
def test_failed_command_and_failed_tool_have_errors(flavour: str) -> None:
    @tool
    def fail() -> str:
        """Fail."""
        raise LookupError("private")

    with instrumented() as telemetry:
        script = [shell_call("exit 3"), FunctionCall("fail", {}), "Done."]
        with offline(flavour, script) as (_, codex):
            codex.thread_start(tools=[fail], sandbox=Sandbox.full_access).run("Fail.")
        command = telemetry.only("execute_tool commandExecution")
        assert (failure(command), attributes(command)["process.exit.code"]) == ("failed", 3)
        assert failure(telemetry.only("execute_tool fail")) == "failed"
        assert failure(telemetry.only(AGENT)) is None


@both
@pytest.mark.parametrize("handler", [None, "raises", "declines"])
def test_declined_approval_has_its_decision(flavour: str, handler: str | None) -> None:
    def decide(request: ApprovalRequest) -> Approval:
        if handler == "raises":
            raise LookupError
        return Approval.decline()

    handlers = {} if handler is None else {"on_approval": decide}
    with instrumented() as telemetry:
        with offline(flavour, [shell_call("rm -f nothing"), "Done."], **handlers) as (_, codex):
            codex.thread_start(approval_mode=ApprovalMode.ask, sandbox=Sandbox.workspace_write).run("Remove it.")
        approval = telemetry.only(APPROVAL)
        expected = {None: "missing_handler", "raises": "LookupError", "declines": None}
        deciders = {None: "missing_handler", "raises": "failed_handler", "declines": "handler"}
        assert failure(approval) == expected[handler]
        assert attributes(approval)["openai_codex.approval.decision"] == "decline"
        assert attributes(approval)["openai_codex.approval.decider"] == deciders[handler]
        assert failure(telemetry.only("execute_tool commandExecution")) == "declined"


@both
def test_timeout_of_a_turn_is_an_error_of_its_spans(flavour: str) -> None:
    gate = Gate()
    with instrumented() as telemetry:
        with offline(flavour, [gate]) as (_, codex):
            with pytest.raises(TurnTimeoutError):
                codex.thread_start().run("Wait.", timeout=1.0)
            gate.open()
        assert failure(telemetry.only(AGENT)) == "TurnTimeoutError"
        assert attributes(telemetry.only(AGENT))["openai_codex.turn.status"] == "interrupted"


@both
def test_turn_that_its_caller_interrupts_has_no_error(flavour: str) -> None:
    gate = Gate()
    with instrumented() as telemetry:
        with offline(flavour, [[Text("Some "), gate]]) as (_, codex):
            turn = codex.thread_start().turn("Wait.")
            gate.wait_entered()
            turn.interrupt()
            turn.run()
            gate.open()
        assert failure(telemetry.only(AGENT)) is None
        assert telemetry.only(AGENT).status.status_code is StatusCode.UNSET
        assert attributes(telemetry.only(AGENT))["openai_codex.turn.status"] == "interrupted"


@both
def test_abandoned_stream_is_cancelled(flavour: str) -> None:
    gate = Gate()
    with instrumented() as telemetry:
        with offline(flavour, [gate]) as (_, codex):
            with codex.thread_start().stream("Wait.") as turn:
                gate.wait_entered()
                del turn
            gate.open()
        assert failure(telemetry.only(AGENT)) == "cancelled"


async def test_cancelled_task_cancels_the_turn() -> None:
    import asyncio

    from openai_codex import AsyncCodex
    from openai_codex.testing import ScriptedModel
    from support.homes import warm_home

    gate = Gate()
    with instrumented() as telemetry, warm_home() as home, ScriptedModel([gate]) as model:
        async with AsyncCodex(model.config(home=home)) as codex:
            thread = await codex.thread_start()
            running = asyncio.create_task(thread.run("Wait."))
            await asyncio.to_thread(gate.wait_entered)
            running.cancel()
            with pytest.raises(asyncio.CancelledError):
                await running
            gate.open()
        assert failure(telemetry.only(AGENT)) == "cancelled"


@both
def test_closed_client_ends_all_spans(flavour: str) -> None:
    gate = Gate()
    with instrumented() as telemetry:
        with offline(flavour, [gate]) as (_, codex), Background() as background:
            pid = codex.diagnostics().pid
            running = background.start(codex.thread_start().run, "Wait.")
            gate.wait_entered()
            codex.close()
            with pytest.raises(TransportClosedError):
                running.result()
            gate.open()
        assert failure(telemetry.only(AGENT)) == "TransportClosedError"
        assert failure(telemetry.client(pid)) is None


@both
def test_lost_runtime_is_an_error_of_the_client(flavour: str) -> None:
    with instrumented() as telemetry:
        with fake_runtime(flavour, {"turn/start": {"turn": {"id": TURN}}}) as (runtime, codex):
            turn = codex.thread_start().turn("Wait.")
            runtime.start_turn(text="Some")
            runtime.exit_process()
            with pytest.raises(TransportClosedError):
                turn.run()
        assert failure(telemetry.only(AGENT)) == failure(telemetry.only("chat")) == "TransportClosedError"
        lost = telemetry.only("openai_codex.client")
        assert (failure(lost), attributes(lost)["process.exit.code"]) == ("TransportClosedError", 3)


@both
def test_failed_start_is_an_error_of_the_client(flavour: str, tmp_path: Path) -> None:
    with instrumented() as telemetry:
        with pytest.raises(RuntimeNotFoundError), client(flavour, CodexConfig(codex_bin=str(tmp_path / "missing"))):
            pass
        assert [failure(span) for span in telemetry.named("openai_codex.client")] in (["RuntimeNotFoundError"], [])


@both
def test_rejected_request_has_its_code(flavour: str) -> None:
    with instrumented() as telemetry, offline(flavour, []) as (_, codex):
        with pytest.raises(InvalidRequestError):
            codex.thread_resume("01a21628-d117-7d13-8f8b-a55893cd5e31")
        rejected = telemetry.only("thread/resume")
        assert failure(rejected) == attributes(rejected)["rpc.response.status_code"] == "-32600"


@both
def test_request_that_is_not_sent_is_an_error(flavour: str) -> None:
    with instrumented() as telemetry, fake_runtime(flavour) as (_, codex):
        with pytest.raises(Exception, match="not valid JSON"):
            codex._sender.call("config/value/write", {"value": object()})
        assert failure(telemetry.only("config/value/write")) == "WireValueError"


@both
def test_unanswered_requests_time_out(flavour: str) -> None:
    with instrumented() as telemetry, fake_runtime(flavour) as (_, codex):
        thread = codex.thread_start()
        with pytest.raises(RequestTimeoutError):
            codex.with_options(timeout=0.1).models()
        with pytest.raises(RequestTimeoutError):
            thread.run("Wait.", timeout=0.1)
        assert failure(telemetry.only("model/list")) == "RequestTimeoutError"
        assert failure(telemetry.only("turn/start")) == failure(telemetry.only(AGENT)) == "RequestTimeoutError"
        assert telemetry.open == ["openai_codex.client"]


@both
def test_turn_that_never_ends_is_recorded_as_timed_out(flavour: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (async_turn, sync_turn):
        monkeypatch.setattr(module, "INTERRUPT_TIMEOUT", 0.2)
    ended = threading.Event()
    with instrumented() as telemetry, fake_runtime(flavour, RUNNING) as (runtime, codex):
        turn = codex.thread_start().turn("Wait.")
        runtime.start_turn()
        with pytest.raises(TurnTimeoutError):
            turn.run(timeout=0.2)
        ended.set()
        codex.diagnostics()
        assert failure(telemetry.only(AGENT)) == "TurnTimeoutError"
        runtime.complete_turn(status="interrupted")
        codex.thread_start()
        assert len(telemetry.named(AGENT)) == 1


@both
def test_input_of_a_second_call_joins_the_turn(flavour: str) -> None:
    with instrumented() as telemetry, fake_runtime(flavour, RUNNING) as (runtime, codex):
        thread = codex.thread_start()
        first = thread.turn("One.")
        runtime.start_turn()
        second = thread.turn("Two.")
        runtime.complete_turn()
        first.run()
        second.run()
        assert [attributes(span).get("openai_codex.turn.joined") for span in telemetry.named(AGENT)] == [None, True]
        assert [attributes(span)["openai_codex.turn.id"] for span in telemetry.named(AGENT)] == [TURN, TURN]


@both
def test_response_after_the_end_of_the_joined_turn_ends_its_span(flavour: str) -> None:
    with instrumented() as telemetry, fake_runtime(flavour, {"turn/interrupt": {}}) as (runtime, codex):
        thread = codex.thread_start()
        with Background() as background:
            first = background.start(thread.run, "One.")
            request = runtime.next("turn/start")
            runtime.start_turn()
            request.respond({"turn": {"id": TURN}})
            second = background.start(thread.turn, "Two.")
            late = runtime.next("turn/start")
            runtime.complete_turn()
            first.result()
            late.respond({"turn": {"id": TURN}})
            second.result()
        joined = [attributes(span).get("openai_codex.turn.joined") for span in telemetry.named(AGENT)]
        assert joined == [None, True]
        assert telemetry.open == ["openai_codex.client"]


class _RaisingProcessor(SpanProcessor):
    """Raises in the methods that are listed."""

    def __init__(self, *methods: str) -> None:
        self._methods = methods

    def on_start(self, span: object, parent_context: object = None) -> None:
        if "on_start" in self._methods:
            raise LookupError("on_start")

    def on_end(self, span: object) -> None:
        if "on_end" in self._methods:
            raise LookupError("on_end")


@both
@pytest.mark.parametrize("methods", [("on_start",), ("on_end",)])
def test_errors_of_the_exporter_are_logged_and_end_no_turn(
    flavour: str, methods: tuple[str, ...], caplog: pytest.LogCaptureFixture
) -> None:
    provider = TracerProvider(shutdown_on_exit=False)
    provider.add_span_processor(_RaisingProcessor(*methods))
    otel.instrument(tracer_provider=provider)
    try:
        with offline(flavour, [shell_call("true"), "Done."]) as (_, codex):
            assert codex.thread_start().run("Go.").final_response == "Done."
    finally:
        otel.uninstrument()
    messages = [record.getMessage() for record in caplog.records if record.getMessage().startswith("telemetry: ")]
    assert messages
    assert all("LookupError" in message for message in messages)


@both
def test_turn_that_the_runtime_rejects_is_an_error(flavour: str) -> None:
    with instrumented() as telemetry, fake_runtime(flavour) as (runtime, codex), Background() as background:
        running = background.start(codex.thread_start().run, "Hello.")
        runtime.next("turn/start").respond_error(-32603, "private")
        with pytest.raises(Exception, match="private"):
            running.result()
        assert failure(telemetry.only(AGENT)) == failure(telemetry.only("turn/start")) == "-32603"


@both
def test_malformed_events_end_no_turn(flavour: str) -> None:
    with instrumented() as telemetry, fake_runtime(flavour, RUNNING) as (runtime, codex):
        turn = codex.thread_start().turn("Hello.")
        runtime.start_turn()
        items: list[Any] = [
            None,
            [],
            {},
            {"type": "commandExecution"},
            {"type": ["sleep"]},
            {"type": "fileChange", "id": 3},
        ]
        for item in items:
            for method in ("item/started", "item/completed"):
                runtime.notify(method, threadId=THREAD, turnId=TURN, item=item)
        usages: list[Any] = [None, {}, {"last": [], "total": {}}, {"last": {"inputTokens": "1"}, "total": {}}]
        for usage in usages:
            runtime.notify("thread/tokenUsage/updated", threadId=THREAD, turnId=TURN, tokenUsage=usage)
        runtime.notify("error", threadId=THREAD, turnId=TURN, error="text", willRetry=True)
        runtime.complete_turn()
        assert turn.run().id == TURN
        assert failure(telemetry.only(AGENT)) is None


def test_invalid_arguments_are_rejected() -> None:
    invalid: list[dict[str, Any]] = [{"tracer_provider": "global"}, {"meter_provider": 1}, {"capture_content": "yes"}]
    for arguments in invalid:
        with pytest.raises(InputError, match=r"expected .*, got"):
            otel.instrument(**arguments)
