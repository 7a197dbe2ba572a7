"""Items as lines, events as JSON, and remedies of failures."""

from __future__ import annotations

import json
import os
import re
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest

from openai_codex import (
    InvalidRequestError,
    NotLoggedInError,
    RequestTimeoutError,
    RuntimeNotFoundError,
    ServerBusyError,
    ServerDrainingError,
    TransportClosedError,
    UnsupportedByRuntimeError,
)
from openai_codex.cli import ExitCode
from openai_codex.cli.guard import describe
from openai_codex.cli.output import safe_line, safe_text
from openai_codex.cli.turns.events import json_schema
from openai_codex.cli.turns.items import MAX_DIFF, MAX_OUTPUT, command_text, history_lines, item_lines
from openai_codex.durable.records import JobTimeoutError, UnknownJobError
from support.paths import ROOT

SCHEMA = ROOT / "docs" / "run-events.schema.json"


def texts(item: dict[str, Any]) -> list[str]:
    return [text for text, _ in item_lines(item)]


def test_schema_file_is_that_of_the_models() -> None:
    text = json.dumps(json_schema(), indent=2) + "\n"
    if os.environ.get("UPDATE_DOCS"):
        SCHEMA.write_text(text, encoding="utf-8")
    assert SCHEMA.read_text(encoding="utf-8") == text


ITEM = {"id": "item-1", "type": "reasoning"}
EVENTS: list[dict[str, Any]] = [
    {"type": "thread.started", "schema_version": 1, "thread_id": "a", "resumed": False},
    {"type": "turn.started", "thread_id": "a", "turn_id": "b"},
    {"type": "item.completed", "item": ITEM},
    {"type": "item.delta", "item_id": "a", "kind": "message", "text": "x"},
    {"type": "plan.updated", "steps": [{"step": "a", "status": "pending"}]},
    {"type": "warning", "message": "x"},
    {"type": "command.completed", "exit_code": 0, "output": None, "error": None, "remedy": None},
]


@pytest.mark.parametrize("event", EVENTS, ids=[str(event["type"]) for event in EVENTS])
def test_schema_accepts_events_with_further_fields(event: dict[str, Any]) -> None:
    validator = jsonschema.Draft202012Validator(json_schema())
    assert validator.is_valid(event)
    assert validator.is_valid({**event, "new": 1})
    # Every field is required.
    for name in event:
        assert not validator.is_valid({key: value for key, value in event.items() if key != name}), name


@pytest.mark.parametrize(
    "event",
    [
        {},
        {"type": "unknown"},
        {**EVENTS[0], "schema_version": 2},
        {**EVENTS[1], "type": "turn.completed"},
        {**EVENTS[1], "turn_id": 1},
        {**EVENTS[2], "item": {}},
        {**EVENTS[2], "item": {"id": "a"}},
        {**EVENTS[3], "kind": "other"},
        {**EVENTS[4], "steps": [{"step": "a"}]},
        {**EVENTS[6], "exit_code": None},
    ],
    ids=str,
)
def test_schema_rejects_wrong_events(event: dict[str, Any]) -> None:
    assert not jsonschema.Draft202012Validator(json_schema()).is_valid(event)


def test_every_exit_code_is_documented() -> None:
    page = (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")
    table = page.partition("## Exit codes")[2].partition("\n## ")[0]
    listed = {int(code): name for code, name in re.findall(r"^\| (\d+) \| `(\w+)` \|", table, re.MULTILINE)}
    assert listed == {code.value: code.name for code in ExitCode}


@pytest.mark.parametrize(
    ("command", "text"),
    [
        ("/bin/bash -lc 'make test'", "make test"),
        ("sh -c ls", "ls"),
        ("bash script.sh", "bash script.sh"),
        ("bash -lc 'unclosed", "bash -lc 'unclosed"),
    ],
)
def test_command_text_omits_the_shell(command: str, text: str) -> None:
    assert command_text(command) == text


def test_long_output_and_diffs_are_shortened() -> None:
    output = "\n".join(map(str, range(100)))
    command = {"type": "commandExecution", "command": "seq", "aggregatedOutput": output, "exitCode": 0}
    assert texts(command) == ["$ seq", f"  ... {100 - MAX_OUTPUT} more lines", *(f"  {n}" for n in range(88, 100))]
    change = {"path": "a", "kind": {"type": "delete"}, "diff": output}
    lines = texts({"type": "fileChange", "changes": [change], "status": "declined"})
    assert lines[:2] == ["delete a", "  -0"]
    assert lines[-2:] == [f"  ... {100 - MAX_DIFF} more lines", "  declined"]


@pytest.mark.parametrize(
    ("item", "lines"),
    [
        ({"type": "userMessage", "content": [{"type": "text", "text": "Hi"}]}, []),
        ({"type": "commandExecution", "command": "ls", "status": "declined"}, ["$ ls", "  declined"]),
        ({"type": "commandExecution", "command": "ls", "status": "failed"}, ["$ ls", "  failed"]),
        (
            {
                "type": "fileChange",
                "changes": [{"path": "a", "kind": {"type": "update", "move_path": "b"}, "diff": "@@"}],
            },
            ["update a -> b", "  @@"],
        ),
        (
            {"type": "mcpToolCall", "server": "s", "tool": "t", "arguments": {"x": 1}, "error": {"message": "no"}},
            ['s.t({"x": 1})', "  no"],
        ),
        (
            {"type": "dynamicToolCall", "tool": "t", "arguments": "y" * 300, "status": "failed"},
            [f't("{"y" * 196}...)', "  failed"],
        ),
        ({"type": "collabAgentToolCall", "tool": "wait", "receiverThreadIds": ["a"]}, ["wait: 1 sub-agent"]),
        ({"type": "webSearch", "query": "birds"}, ["web search: birds"]),
        ({"type": "imageView", "path": "a.png"}, ["view image a.png"]),
        ({"type": "exitedReviewMode", "review": "Fine."}, ["Fine."]),
        ({"type": "contextCompaction"}, ["(context compacted)"]),
        ({"type": "brandNew"}, ["(brandNew)"]),
    ],
)
def test_item_lines(item: dict[str, Any], lines: list[str]) -> None:
    assert texts(item) == lines


def test_history_has_the_messages_of_the_user() -> None:
    content = [{"type": "text", "text": "Look\nat"}, {"type": "localImage", "path": "a.png"}]
    lines = history_lines({"type": "userMessage", "content": content})
    assert [text for text, _ in lines] == ["> Look", "> at", "> (localImage)"]


def test_text_from_outside_has_no_control_characters() -> None:
    assert safe_text("a\tb\r\n\x1b[0m\x9b\u202e\n\n") == "a   b\n\\u001b[0m\\u009b\\u202e"
    assert safe_line("a \t b\nc") == "a b c"


@pytest.mark.parametrize(
    ("error", "code", "remedy"),
    [
        (NotLoggedInError(), ExitCode.LOGIN, "codex-py login"),
        (RuntimeNotFoundError("gone"), ExitCode.RUNTIME, "pip install openai-codex-cli-bin"),
        (TransportClosedError("gone"), ExitCode.RUNTIME, "codex-py doctor"),
        (RequestTimeoutError("thread/list", 1.0), ExitCode.TIMEOUT, "codex-py doctor"),
        (ServerBusyError(-32001, "busy"), ExitCode.FAILED, "again later"),
        (ServerDrainingError(-32600, "draining"), ExitCode.FAILED, "again later"),
        (InvalidRequestError(-32600, "no rollout found", method="thread/resume"), ExitCode.USAGE, "threads list"),
        (InvalidRequestError(-32600, "turn not found: x", method="thread/fork"), ExitCode.USAGE, "run --json"),
        (InvalidRequestError(-32600, "chatgpt authentication required", method="a/b"), ExitCode.LOGIN, "login"),
        (UnknownJobError("x"), ExitCode.USAGE, "codex-py jobs"),
        (JobTimeoutError("x", 1.0), ExitCode.TIMEOUT, "--timeout"),
        (InvalidRequestError(-32600, "else", method="thread/resume"), ExitCode.FAILED, None),
        (UnsupportedByRuntimeError("a/b", None, "9", "1"), ExitCode.FAILED, None),
        (PermissionError(13, "Permission denied", "x"), ExitCode.FAILED, "permissions"),
        (LookupError("x"), ExitCode.INTERNAL, "--debug"),
    ],
)
def test_failures_have_a_code_and_a_remedy(error: Exception, code: ExitCode, remedy: str | None) -> None:
    failure = describe(error)
    assert failure.code is code
    assert (failure.remedy is None) == (remedy is None)
    assert remedy is None or remedy in (failure.remedy or "")
