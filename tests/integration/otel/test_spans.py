"""The spans of turns on the real runtime."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from opentelemetry.trace import SpanKind

from openai_codex import Approval, Sandbox
from openai_codex.integrations import otel
from openai_codex.testing import FunctionCall, Usage, shell_call
from openai_codex.tools import tool
from support.delegation import DEEP, GRANDCHILD, PARENT, WAIT, delegating, spawn
from support.runtimes import offline
from support.sync_adapter import FLAVOURS
from support.telemetry import attributes, failure, instrumented, span_id

if TYPE_CHECKING:
    from openai_codex import ApprovalRequest

pytestmark = pytest.mark.parametrize("flavour", FLAVOURS)

TURN = "invoke_agent codex"
CALL = "chat mock-model"
APPROVAL = "item/commandExecution/requestApproval"


def test_turn_contains_model_calls_command_approval_and_tool(flavour: str) -> None:
    with instrumented() as telemetry:

        @tool
        def add(one: int, other: int) -> int:
            """Add two numbers."""
            with telemetry.tracer.start_as_current_span("in tool"):
                return one + other

        def approve(request: ApprovalRequest) -> Approval:
            with telemetry.tracer.start_as_current_span("in handler"):
                return Approval.accept()

        script = [shell_call("rm -f nothing"), FunctionCall("add", {"one": 1, "other": 2}), "Done."]
        with offline(flavour, script, on_approval=approve) as (_, codex):
            thread = codex.thread_start(tools=[add], sandbox=Sandbox.workspace_write)
            result = thread.run("Add.")
            pid = codex.diagnostics().pid
        turn = telemetry.only(TURN)
        assert telemetry.children(turn) == [
            "turn/start", CALL, "execute_tool commandExecution", CALL, "execute_tool add", CALL
        ]  # fmt: skip
        assert telemetry.parent(telemetry.only("in tool")) == "execute_tool add"
        assert telemetry.parent(telemetry.only(APPROVAL)) == "execute_tool commandExecution"
        assert telemetry.parent(telemetry.only("in handler")) == APPROVAL
        assert [failure(span) for span in telemetry.spans] == [None] * len(telemetry.spans)
        model = {"gen_ai.provider.name": "scripted", "gen_ai.request.model": "mock-model"}
        thread_id = {"gen_ai.conversation.id": thread.id}
        assert attributes(turn) == {
            **model, **thread_id, **usage(30, 15),
            "gen_ai.operation.name": "invoke_agent", "gen_ai.agent.name": "codex",
            "openai_codex.turn.id": result.id, "openai_codex.turn.status": "completed",
        }  # fmt: skip
        call = {**model, **thread_id, **usage(10, 5), "gen_ai.operation.name": "chat"}
        assert [attributes(span) for span in telemetry.named(CALL)] == [call, call, call]
        executed = {"gen_ai.operation.name": "execute_tool", "gen_ai.provider.name": "scripted"}
        assert attributes(telemetry.only("execute_tool add")) == {
            **executed, "gen_ai.tool.name": "add", "gen_ai.tool.type": "function",
            "gen_ai.tool.call.id": "call_resp_2_0",
        }  # fmt: skip
        command = attributes(telemetry.only("execute_tool commandExecution"))
        assert command == {
            **executed, "gen_ai.tool.name": "commandExecution", "gen_ai.tool.type": "extension",
            "gen_ai.tool.call.id": "call_resp_1_0", "process.exit.code": 0,
        }  # fmt: skip
        approval = attributes(telemetry.only(APPROVAL))
        assert approval.pop("jsonrpc.request.id") == "0"
        assert approval == {
            **thread_id, "rpc.system.name": "jsonrpc", "rpc.method": APPROVAL,
            "openai_codex.approval.decision": "accept", "openai_codex.approval.decider": "handler",
        }  # fmt: skip
        client = telemetry.client(pid)
        assert (client.kind, turn.kind) == (SpanKind.CLIENT, SpanKind.CLIENT)
        assert telemetry.only(APPROVAL).kind is SpanKind.SERVER
        assert {span.kind for span in telemetry.named(CALL)} == {SpanKind.CLIENT}
        assert turn.parent is not None
        assert turn.parent.span_id == span_id(client)


def usage(input_tokens: int, output_tokens: int) -> dict[str, int]:
    return {
        "gen_ai.usage.input_tokens": input_tokens,
        "gen_ai.usage.output_tokens": output_tokens,
        "gen_ai.usage.cache_read.input_tokens": 0,
        "gen_ai.usage.cache_creation.input_tokens": 0,
        "gen_ai.usage.reasoning.output_tokens": 0,
    }


def test_requests_and_turns_are_below_the_span_of_their_caller(flavour: str) -> None:
    with instrumented() as telemetry, offline(flavour, []) as (_, codex):
        with telemetry.tracer.start_as_current_span("application"):
            codex.thread_start().run("Hello.")
        application_span = telemetry.only("application")
        assert telemetry.children(application_span) == ["thread/start", "account/read", TURN]
        turn = telemetry.only(TURN)
        assert telemetry.children(turn) == ["turn/start", CALL]
        assert len(turn.links) == 1
        assert turn.context is not None
        assert turn.context.trace_id != turn.links[0].context.trace_id
        request = attributes(telemetry.only("turn/start"))
        assert request.pop("jsonrpc.request.id").isdigit()
        assert request == {"rpc.system.name": "jsonrpc", "rpc.method": "turn/start"}


def test_subagents_are_below_the_turn_that_started_them(flavour: str) -> None:
    script = delegating([spawn(GRANDCHILD), WAIT, "Child is done."], grandchild=["Grandchild is done."])
    with instrumented() as telemetry:
        with offline(flavour, script, **DEEP) as (_, codex):
            codex.thread_start().run(PARENT)
        turns = [span for span in telemetry.spans if attributes(span).get("gen_ai.operation.name") == "invoke_agent"]
        parent, child, grandchild = turns
        assert child.parent is not None
        assert child.parent.span_id == span_id(parent)
        assert grandchild.parent is not None
        assert grandchild.parent.span_id == span_id(child)
        assert (parent.kind, child.kind, grandchild.kind) == (
            SpanKind.CLIENT,
            SpanKind.INTERNAL,
            SpanKind.INTERNAL,
        )
        assert telemetry.children(grandchild) == [CALL]
        assert {attributes(span)["gen_ai.request.model"] for span in turns} == {"mock-model"}
        assert {"execute_tool spawnAgent", "execute_tool wait"} <= set(telemetry.children(parent))


def test_two_clients_have_spans_of_their_own(flavour: str) -> None:
    with instrumented() as telemetry:
        with offline(flavour, [["One.", Usage(1, 0, 2)]]) as (_, one), offline(flavour, ["Two."]) as (_, other):
            pids = [one.diagnostics().pid, other.diagnostics().pid]
            one.thread_start().run("One.")
            other.thread_start().run("Two.")
        clients = [telemetry.client(pid) for pid in pids]
        assert [telemetry.children(client).count(TURN) for client in clients] == [1, 1]
        tokens = [attributes(span)["gen_ai.usage.input_tokens"] for span in telemetry.named(TURN)]
        assert tokens == [1, 10]


def test_repeated_instrumentation_records_each_span_once(flavour: str) -> None:
    with instrumented() as unused, instrumented() as telemetry:
        otel.instrument(tracer_provider=telemetry.tracer_provider, meter_provider=telemetry.meter_provider)
        with offline(flavour, []) as (_, codex):
            codex.thread_start().run("Hello.")
        assert [len(telemetry.named(name)) for name in (TURN, CALL, "turn/start")] == [1, 1, 1]
        assert unused.spans == []


def test_uninstrument_ends_the_recording_of_a_running_client(flavour: str) -> None:
    with instrumented() as telemetry, offline(flavour, []) as (_, codex):
        thread = codex.thread_start()
        thread.run("Recorded.")
        otel.uninstrument()
        thread.run("Not recorded.")
        assert len(telemetry.named(TURN)) == 1
    with offline(flavour, []) as (_, codex):
        codex.thread_start().run("Not recorded.")
    assert len(telemetry.named(TURN)) == 1


def test_client_without_instrumentation_is_not_recorded_later(flavour: str) -> None:
    with offline(flavour, []) as (_, codex), instrumented() as telemetry:
        codex.thread_start().run("Not recorded.")
        assert telemetry.spans == []
