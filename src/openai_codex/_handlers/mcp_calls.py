"""Find the calls of MCP tools that elicitations ask to approve."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from openai_codex._json_types import is_object

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from openai_codex._json_types import JsonObject
    from openai_codex._protocol.event_router import EventRouter
    from openai_codex._protocol.jsonrpc import ServerRequest

_ELICITATION = "mcpServer/elicitation/request"
_TOOL_CALL_KIND = "mcp_tool_call"
_QUESTION = re.compile(r'Allow the .* MCP server to run tool "(?P<tool>.*)"\?', re.DOTALL)


def is_mcp_approval(request: ServerRequest) -> bool:
    """Return whether a request is an elicitation that asks to approve a call of an MCP tool."""
    params = request.params
    if request.method != _ELICITATION or params.get("mode") != "form":
        return False
    meta, schema = params.get("_meta"), params.get("requestedSchema")
    # A question with fields to fill in expects more than a decision.
    has_fields = not is_object(schema) or bool(schema.get("properties"))
    return is_object(meta) and meta.get("codex_approval_kind") == _TOOL_CALL_KIND and not has_fields


def find_item(request: ServerRequest, events: EventRouter) -> JsonObject | None:
    """Return the item that a request refers to, as it was when it started, or None if it is unknown."""
    if not is_mcp_approval(request):
        return events.started_item(request.params)
    return _tool_call(request.params, events.running_items(request.params, "mcpToolCall"))


def _tool_call(params: Mapping[str, Any], items: Sequence[JsonObject]) -> JsonObject | None:
    """Return the call that a request asks to approve.

    The request contains the server, the arguments and a text that names the tool, but not the id of the item.
    """
    question = _QUESTION.fullmatch(str(params.get("message")))
    arguments: object = params["_meta"].get("tool_params")
    calls = [
        item
        for item in items
        if item.get("server") == params.get("serverName")
        and (question is None or item.get("tool") == question["tool"])
        and (arguments is None or item.get("arguments") == arguments)
    ]
    # Several calls of the same tool with the same arguments are equal; otherwise the call is unknown.
    return calls[0] if calls and all(call.get("tool") == calls[0].get("tool") for call in calls) else None
