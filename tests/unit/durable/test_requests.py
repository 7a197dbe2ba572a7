"""Questions of requests, and the parts of a request that a stored answer depends on."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import pytest

pytest.importorskip("sqlalchemy", reason="needs the extra durable")

from openai_codex._handlers.specs import specs_for
from openai_codex._protocol.jsonrpc import ServerRequest
from openai_codex.durable.records import Question
from openai_codex.durable.requests import Asked, asked, request_of

if TYPE_CHECKING:
    from openai_codex._json_types import JsonObject

IDS = {"threadId": "thread", "turnId": "turn", "itemId": "item", "startedAtMs": 1}
OTHER_IDS = {"threadId": "thread-2", "turnId": "turn-2", "itemId": "item-2", "startedAtMs": 2}

COMMAND: JsonObject = {
    "method": "item/commandExecution/requestApproval",
    "params": {
        **IDS,
        "command": "make",
        "cwd": "/a",
        "reason": "to build",
        "additionalPermissions": {"network": {"enabled": True}},
        "networkApprovalContext": {"host": "a.example", "protocol": "https"},
    },
}
CHANGE = {"path": "/a/f", "kind": {"type": "update", "move_path": None}, "diff": "+harmless"}
FILES: JsonObject = {
    "method": "item/fileChange/requestApproval",
    "params": {**IDS, "grantRoot": "/a", "reason": "to fix"},
    "item": {"changes": [CHANGE]},
}
PERMISSIONS: JsonObject = {
    "method": "item/permissions/requestApproval",
    "params": {**IDS, "cwd": "/a", "reason": "to load", "permissions": {"network": {"enabled": True}}},
}
TOOL: JsonObject = {
    "method": "mcpServer/elicitation/request",
    "params": {
        "threadId": "thread",
        "turnId": "turn",
        "mode": "form",
        "message": 'Allow the numbers MCP server to run tool "add"?',
        "serverName": "numbers",
        "requestedSchema": {"type": "object", "properties": {}},
        "_meta": {"codex_approval_kind": "mcp_tool_call", "tool_params": {"a": 1}},
    },
    "item": {"id": "item", "tool": "add", "arguments": {"a": 1}},
}
FORM: JsonObject = {
    "method": "mcpServer/elicitation/request",
    "params": {
        "threadId": "thread",
        "turnId": "turn",
        "mode": "form",
        "message": "Who?",
        "serverName": "forms",
        "requestedSchema": {"type": "object", "properties": {"name": {"type": "string"}}},
    },
}
INPUT: JsonObject = {
    "method": "item/tool/requestUserInput",
    "params": {
        "threadId": "thread",
        "turnId": "turn",
        "itemId": "item",
        "questions": [
            {"id": "color", "header": "Color", "question": "Which?", "options": [{"label": "Red", "description": "x"}]}
        ],
    },
}
REQUESTS = {"command": COMMAND, "files": FILES, "permissions": PERMISSIONS, "tool": TOOL, "form": FORM, "input": INPUT}

CHANGED: list[tuple[str, list[str | int], object]] = [
    ("command", ["params", "command"], "make install"),
    ("command", ["params", "cwd"], "/b"),
    ("command", ["params", "reason"], "to test"),
    ("command", ["params", "additionalPermissions", "network", "enabled"], False),
    ("command", ["params", "networkApprovalContext", "host"], "b.example"),
    ("files", ["item", "changes", 0, "path"], "/a/g"),
    ("files", ["item", "changes", 0, "kind"], {"type": "delete"}),
    ("files", ["item", "changes", 0, "kind", "move_path"], "/b"),
    ("files", ["item", "changes", 0, "diff"], "+harmful"),
    ("files", ["params", "grantRoot"], "/"),
    ("files", ["workspace"], "/b"),
    ("permissions", ["params", "permissions", "network", "enabled"], False),
    ("permissions", ["params", "cwd"], "/b"),
    ("tool", ["params", "serverName"], "letters"),
    ("tool", ["params", "_meta", "tool_params"], {"a": 2}),
    ("tool", ["item", "tool"], "erase"),
    ("form", ["params", "serverName"], "other"),
    ("form", ["params", "message"], "Where?"),
    ("form", ["params", "requestedSchema", "properties"], {"place": {"type": "string"}}),
    ("input", ["params", "questions", 0, "question"], "Which one?"),
    ("input", ["params", "questions", 0, "id"], "colour"),
    ("input", ["params", "questions", 0, "options", 0, "label"], "Blue"),
]


def question_of(values: JsonObject) -> Asked:
    """Return the question of a request in wire form."""
    received = ServerRequest(id=1, method=values["method"], params=values["params"])
    request = specs_for(received)[0].parse(received, values.get("item"))
    if hasattr(request, "workspace"):
        request.workspace = values.get("workspace", "/a")
    return asked(request)


def changed(values: JsonObject, path: list[str | int], value: object) -> JsonObject:
    """Return a copy of a request with another value at a path."""
    copied: Any = copy.deepcopy(values)
    target = copied
    for step in path[:-1]:
        target = target[step]
    target[path[-1]] = value
    return copied  # type: ignore[no-any-return]  # the copy has the type of the original


@pytest.mark.parametrize(("name", "path", "value"), CHANGED, ids=lambda value: str(value))
def test_another_action_has_another_subject(name: str, path: list[str | int], value: object) -> None:
    original = REQUESTS[name]
    assert question_of(original).subject != question_of(changed(original, path, value)).subject


@pytest.mark.parametrize("name", REQUESTS)
def test_repeated_action_with_other_ids_has_the_same_subject(name: str) -> None:
    original = REQUESTS[name]
    ids = {key: value for key, value in OTHER_IDS.items() if key in original["params"]}
    repeated = changed(original, ["params"], {**original["params"], **ids})
    assert question_of(original).subject == question_of(repeated).subject


@pytest.mark.parametrize(
    "values",
    [
        changed(FILES, ["item"], None),
        changed(COMMAND, ["params", "command"], None),
        changed(COMMAND, ["params", "kind"], "writeStdin"),
        changed(changed(TOOL, ["item"], None), ["params", "_meta", "tool_params"], None),
    ],
    ids=["changes", "command", "kind", "tool"],
)
def test_action_that_is_not_known_completely_has_a_subject_of_its_own(values: JsonObject) -> None:
    assert question_of(values).subject != question_of(values).subject


def test_details_contain_the_parts_of_the_action_that_the_params_lack() -> None:
    files, tool = question_of(FILES), question_of(TOOL)
    assert (files.text, files.details["changes"]) == ("/a/f", [CHANGE])
    assert files.details["workspace"] == "/a"
    assert (tool.text, tool.details["tool"], tool.details["arguments"]) == ('numbers.add({"a": 1})', "add", {"a": 1})


@pytest.mark.parametrize("name", REQUESTS)
def test_question_contains_the_whole_request(name: str) -> None:
    kind, text, details, subject = question_of(REQUESTS[name])
    request = request_of(Question("id", "job", kind, text, details, 0.0, None))  # type: ignore[arg-type]  # a Literal
    assert request is not None
    again = asked(request)
    assert (again.details, again.subject) == (details, subject)


def test_question_of_workflow_has_no_request() -> None:
    assert request_of(Question("id", "job", "workflow", "Release?", {}, 0.0, None)) is None
