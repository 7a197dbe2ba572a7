"""The trace context of requests, of handlers, and of turns that the runtime starts."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
from opentelemetry import baggage, trace
from opentelemetry import context as otel_context
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.sampling import ALWAYS_OFF
from opentelemetry.trace import NonRecordingSpan, SpanContext, TraceFlags, TraceState

from openai_codex import Approval, ApprovalRequest
from openai_codex.integrations import otel
from openai_codex.testing import FunctionCall, shell_call
from support.fake_runtime import TURN, Request
from support.runtimes import fake_runtime, offline
from support.sync_adapter import FLAVOURS
from support.telemetry import instrumented, span_id

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.parametrize("flavour", FLAVOURS)


def recording(traces: dict[str, dict[str, str] | None], result: Any) -> Callable[[Request], Any]:
    def respond(request: Request) -> Any:
        traces[request.method] = request.trace
        return result

    return respond


def test_requests_carry_the_context_of_their_span(flavour: str) -> None:
    traces: dict[str, dict[str, str] | None] = {}
    responses = {
        "model/list": recording(traces, {"data": []}),
        "turn/start": recording(traces, {"turn": {"id": TURN}}),
    }
    state = TraceState([("vendor", "value")])
    remote = SpanContext(0x0AF7651916CD43DD8448EB211C80319C, 0xB7AD6B7169203331, True, TraceFlags(1), state)
    with instrumented() as telemetry, fake_runtime(flavour, responses) as (runtime, codex):
        token = otel_context.attach(trace.set_span_in_context(NonRecordingSpan(remote)))
        try:
            codex.models()
            turn = codex.thread_start().turn("Hello.")
        finally:
            otel_context.detach(token)
        runtime.start_turn()
        runtime.complete_turn()
        turn.run()
        for method, carrier in traces.items():
            span = telemetry.only(method)
            assert carrier == {
                "traceparent": f"00-{remote.trace_id:032x}-{span_id(span):016x}-01",
                "tracestate": "vendor=value",
            }
        agent = telemetry.only("invoke_agent codex")
        assert agent.parent is not None
        assert agent.parent.span_id == remote.span_id
        assert telemetry.parent(telemetry.only("turn/start")) == "invoke_agent codex"


def test_requests_carry_no_context_without_instrumentation(flavour: str) -> None:
    traces: dict[str, dict[str, str] | None] = {}
    with fake_runtime(flavour, {"model/list": recording(traces, {"data": []})}) as (_, codex):
        codex.models()
    assert traces == {"model/list": None}


def test_unsampled_context_is_passed_on(flavour: str) -> None:
    traces: dict[str, dict[str, str] | None] = {}
    otel.instrument(tracer_provider=TracerProvider(ALWAYS_OFF))
    try:
        with fake_runtime(flavour, {"model/list": recording(traces, {"data": []})}) as (_, codex):
            codex.models()
    finally:
        otel.uninstrument()
    carrier = traces["model/list"]
    assert carrier is not None
    flags = int(carrier["traceparent"].rpartition("-")[2], 16)
    assert not flags & TraceFlags.SAMPLED


def test_provider_without_sdk_records_nothing(flavour: str) -> None:
    traces: dict[str, dict[str, str] | None] = {}
    otel.instrument()
    try:
        with fake_runtime(flavour, {"model/list": recording(traces, {"data": []})}) as (_, codex):
            codex.models()
    finally:
        otel.uninstrument()
    assert traces == {"model/list": None}


def test_handlers_run_in_the_context_of_the_caller_and_their_span(flavour: str) -> None:
    seen: list[tuple[object, bool]] = []

    async def approve(request: ApprovalRequest) -> Approval:
        await asyncio.sleep(0)
        current = trace.get_current_span().get_span_context()
        seen.append((baggage.get_baggage("customer"), current.trace_id == expected.trace_id))
        return Approval.accept()

    with (
        instrumented() as telemetry,
        offline(flavour, [shell_call("rm -f nothing")], on_approval=approve) as (_, codex),
    ):
        thread = codex.thread_start()
        with telemetry.tracer.start_as_current_span("application") as span:
            expected = span.get_span_context()
            token = otel_context.attach(baggage.set_baggage("customer", "acme"))
            try:
                thread.run("Remove it.")
            finally:
                otel_context.detach(token)
    assert seen == [("acme", True)]


def test_turns_of_goals_and_compactions_are_below_their_caller(flavour: str) -> None:
    script = ["Step one.", FunctionCall("update_goal", {"status": "complete"}), "Reached."]
    with instrumented() as telemetry, offline(flavour, script) as (_, codex):
        thread = codex.thread_start()
        with telemetry.tracer.start_as_current_span("goal"):
            thread.run_goal("Reach it.")
        with telemetry.tracer.start_as_current_span("compaction"):
            thread.compact().run()
        turns = telemetry.named("invoke_agent codex")
        assert [telemetry.parent(turn) for turn in turns] == ["goal", "goal", "compaction"]
