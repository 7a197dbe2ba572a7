"""The items of a turn that are tool calls: their names, errors and content."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openai_codex._json_types import is_object
from openai_codex.integrations.otel import conventions as names
from openai_codex.integrations.otel.content import content_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from openai_codex.integrations.otel.telemetry import Operation

TOOL_ITEMS: Mapping[str, tuple[str, str, tuple[str, ...], tuple[str, ...]]] = {
    "commandExecution": ("", "extension", ("command", "cwd"), ("aggregatedOutput",)),
    "fileChange": ("", "extension", ("changes",), ()),
    "mcpToolCall": ("tool", "extension", ("server", "arguments"), ("result", "error")),
    "dynamicToolCall": ("tool", "function", ("arguments",), ("contentItems",)),
    "collabAgentToolCall": ("tool", "extension", ("prompt",), ("agentsStates",)),
    "webSearch": ("", "extension", ("query", "action"), ("results",)),
    "imageView": ("", "extension", ("path",), ()),
    "imageGeneration": ("", "extension", ("revisedPrompt",), ("savedPath", "failure")),
    "sleep": ("", "extension", ("durationMs",), ()),
}
"""Types of items that are tool calls.

For each, the field with the name of the tool, or an empty string if the type is its name; the type of the tool; and
the fields of the arguments and of the result.
"""

OUTPUT_ITEMS = frozenset({"agentMessage", "reasoning", "plan"})
"""Types of items that are output of the model without a tool call."""

_FAILED = frozenset({"failed", "declined", "error"})


def tool_name(item: Mapping[str, Any]) -> str:
    """Return the name of the tool of an item."""
    kind = str(item.get("type"))
    name = item.get(TOOL_ITEMS[kind][0])
    return name if isinstance(name, str) and name else kind


def tool_attributes(item: Mapping[str, Any]) -> dict[str, str]:
    """Return the attributes of a tool call at its start, without content."""
    return {
        names.OPERATION_NAME: names.EXECUTE_TOOL,
        names.TOOL_NAME: tool_name(item),
        names.TOOL_TYPE: TOOL_ITEMS[str(item.get("type"))][1],
        names.TOOL_CALL_ID: str(item.get("id")),
    }


def tool_error(item: Mapping[str, Any]) -> str | None:
    """Return the cause of the failure of a completed tool call, or None if it has succeeded."""
    status = item.get("status")
    if isinstance(status, str) and status in _FAILED:
        return status
    if item.get("success") is False or item.get("error") is not None or item.get("failure") is not None:
        return "failed"
    return None


def complete_tool(operation: Operation, item: Mapping[str, Any], *, content: bool) -> None:
    """Set the attributes that a tool call has at its end, and end its span."""
    exit_code = item.get("exitCode")
    if type(exit_code) is int:
        operation.set(names.PROCESS_EXIT_CODE, exit_code)
    if content:
        _, _, arguments, result = TOOL_ITEMS[str(item.get("type"))]
        operation.set(names.TOOL_CALL_ARGUMENTS, _fields(item, arguments))
        operation.set(names.TOOL_CALL_RESULT, _fields(item, result))
    operation.end(operation.error_type or tool_error(item))


def _fields(item: Mapping[str, Any], fields: tuple[str, ...]) -> str | None:
    values = {field: item[field] for field in fields if item.get(field) is not None}
    if not values:
        return None
    single = values.get("arguments") if set(values) == {"arguments"} else None
    return content_text(single if is_object(single) else values)
