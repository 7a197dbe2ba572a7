"""The tables of docs/telemetry.md agree with the names of the code and with recorded spans."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from openai_codex import Approval, Sandbox, TurnFailedError
from openai_codex.integrations.otel import conventions
from openai_codex.testing import HttpError, shell_call
from support.paths import ROOT
from support.runtimes import offline
from support.telemetry import attributes, instrumented

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import ReadableSpan

PAGE = (ROOT / "docs" / "telemetry.md").read_text("utf-8")
METRICS = {
    conventions.OPERATION_DURATION,
    conventions.TOKEN_USAGE,
    conventions.RPC_CLIENT_DURATION,
    conventions.RPC_SERVER_DURATION,
    conventions.ERRORS,
}
NAMES = {
    value
    for name, value in vars(conventions).items()
    if name.isupper() and isinstance(value, str) and "." in value and name != "SCHEMA_URL"
}
# An attribute of measurements only.
ATTRIBUTES = NAMES - METRICS - {conventions.CLIENT_SPAN, conventions.TOKEN_TYPE}


def table(heading: str) -> dict[str, list[str]]:
    """Return the rows of the first table below a heading, by the code in their first column."""
    section = PAGE.partition(f"\n## {heading}\n")[2]
    rows: dict[str, list[str]] = {}
    for line in re.findall(r"^\|.*\|$", re.split(r"\n##+ ", section)[0], re.MULTILINE)[2:]:
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        rows[re.findall(r"`([^`]+)`", cells[0])[0]] = cells[1:]
    return rows


def group(span: ReadableSpan) -> str:
    """Return the name of the kind of a span in the table of attributes."""
    operations = {"invoke_agent": "turn", "chat": "model call", "execute_tool": "tool"}
    if (operation := attributes(span).get(conventions.OPERATION_NAME)) is not None:
        return operations[operation]
    if span.name == conventions.CLIENT_SPAN:
        return "client"
    return "server request" if span.kind.name == "SERVER" else "request"


def test_table_of_attributes_is_complete() -> None:
    assert set(table("Attributes")) == ATTRIBUTES


def test_table_of_metrics_is_complete() -> None:
    rows = table("Metrics")
    assert set(rows) == METRICS
    with instrumented() as telemetry:
        script = [shell_call("rm -f nothing"), "Done."]
        with offline("sync", script, on_approval=lambda request: Approval.decline()) as (_, codex):
            codex.thread_start(sandbox=Sandbox.workspace_write).run("Go.")
        assert {name: f"`{unit}`" for name, unit in telemetry.metrics().items()} == {
            name: cells[1] for name, cells in rows.items()
        }


@pytest.mark.parametrize("content", [False, True])
def test_recorded_attributes_are_those_of_the_table(content: bool) -> None:
    rows = table("Attributes")
    with instrumented(capture_content=content) as telemetry:
        script = [shell_call("echo done; rm -f nothing"), "Done.", HttpError(400)]
        with offline("sync", script, default=None, on_approval=lambda request: Approval.accept()) as (_, codex):
            thread = codex.thread_start(sandbox=Sandbox.workspace_write, developer_instructions="Be brief.")
            thread.run("Go.", output_schema={"type": "object", "properties": {}, "additionalProperties": False})
            with pytest.raises(TurnFailedError):
                thread.run("Go.")
        found = {(group(span), name) for span in telemetry.spans for name in attributes(span)}
        documented = {name: cells[0].split(", ") for name, cells in rows.items()}
        missing = [each for each in found if not {each[0], "all"} & set(documented[each[1]])]
        assert missing == []
        for name, groups in documented.items():
            if "with content" in groups:
                recorded = {kind for kind, each in found if each == name}
                assert recorded == (set(groups) - {"with content"} if content else set())


def test_spans_of_the_table_have_the_recorded_kinds() -> None:
    rows = table("Spans")
    assert set(rows) == {
        conventions.CLIENT_SPAN,
        "{method}",
        f"{conventions.INVOKE_AGENT} {{agent}}",
        f"{conventions.CHAT} {{model}}",
        f"{conventions.EXECUTE_TOOL} {{tool}}",
    }
