"""Content of spans: none by default; on request, without secrets."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from openai_codex import Approval, Sandbox, TurnFailedError
from openai_codex.integrations.otel.content import MAX_CONTENT, content_text, input_messages, output_messages
from openai_codex.testing import FunctionCall, HttpError, shell_call
from openai_codex.tools import tool
from support.runtimes import offline
from support.sync_adapter import FLAVOURS
from support.telemetry import Telemetry, attributes, instrumented

if TYPE_CHECKING:
    from openai_codex import ApprovalRequest

SECRET = "sk-proj-" + "a1B2c3D4e5F6" * 4
PRIVATE = ("PromptText", "AnswerText", "OutputText", "ArgumentText", "ResultText", "InstructionText", "ErrorText")


def everything(telemetry: Telemetry) -> str:
    """Return all names, attributes, events and descriptions of the spans, and the attributes of the metrics."""
    spans = [span.to_json() for span in telemetry.spans]
    points = [str(dict(point.attributes or {})) for name in telemetry.metrics() for point in telemetry.points(name)]
    return "\n".join([*spans, *points])


def converse(flavour: str) -> None:
    @tool
    def look_up(topic: str, api_key: str) -> str:
        """Look something up."""
        return f"ResultText {topic} {SECRET}"

    def approve(request: ApprovalRequest) -> Approval:
        return Approval.accept()

    script = [
        shell_call(f"echo OutputText; echo {SECRET}; rm -f nothing"),
        FunctionCall("look_up", {"topic": "ArgumentText", "api_key": "hunter2hunter2"}),
        f"AnswerText {SECRET}",
        HttpError(400, f"ErrorText {SECRET}"),
    ]
    with offline(flavour, script, default=None, on_approval=approve) as (_, codex):
        thread = codex.thread_start(
            tools=[look_up], sandbox=Sandbox.workspace_write, developer_instructions=f"InstructionText {SECRET}"
        )
        thread.run(f"PromptText {SECRET}")
        with pytest.raises(TurnFailedError):
            thread.run("Again.")


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_spans_contain_no_content_by_default(flavour: str) -> None:
    with instrumented() as telemetry:
        converse(flavour)
        recorded = everything(telemetry)
    assert [text for text in (*PRIVATE, SECRET, "hunter2", "echo", "rm -f") if text in recorded] == []


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_spans_contain_redacted_content_on_request(flavour: str) -> None:
    with instrumented(capture_content=True) as telemetry:
        converse(flavour)
        recorded = everything(telemetry)
    assert [text for text in PRIVATE if text not in recorded] == []
    assert [text for text in (SECRET, "hunter2") if text in recorded] == []
    first, failed = (attributes(span) for span in telemetry.named("invoke_agent codex"))
    (prompt,) = json.loads(first["gen_ai.input.messages"])
    assert (prompt["role"], prompt["parts"][0]["type"]) == ("user", "text")
    assert prompt["parts"][0]["content"].startswith("PromptText ")
    (answer,) = json.loads(first["gen_ai.output.messages"])
    assert answer["role"] == "assistant"
    (instruction,) = json.loads(first["gen_ai.system_instructions"])
    assert instruction["content"].startswith("InstructionText ")
    assert "gen_ai.output.messages" not in failed
    assert telemetry.named("invoke_agent codex")[1].status.description is not None
    arguments = json.loads(attributes(telemetry.only("execute_tool look_up"))["gen_ai.tool.call.arguments"])
    assert arguments["topic"] == "ArgumentText"
    command = attributes(telemetry.only("execute_tool commandExecution"))
    assert "OutputText" in command["gen_ai.tool.call.result"]
    assert "rm -f" in command["gen_ai.tool.call.arguments"]


def test_long_content_is_cut() -> None:
    long = "word " * MAX_CONTENT
    assert len(content_text(long)) < MAX_CONTENT + 50
    assert len(output_messages([long])) < MAX_CONTENT + 150
    assert f"({len(long)} characters)" in content_text(long)


def test_images_are_referred_to_and_not_copied() -> None:
    items = [
        {"type": "localImage", "path": "/images/one.png"},
        {"type": "image", "url": "data:image/png;base64,AAAA"},
        "invalid",
    ]
    (message,) = json.loads(input_messages(items))
    assert message["parts"] == [
        {"type": "localImage", "uri": "/images/one.png"},
        {"type": "image", "uri": "data:"},
    ]
    assert json.loads(input_messages(None)) == [{"role": "user", "parts": []}]
