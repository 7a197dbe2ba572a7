"""Requests of the runtime as questions in the database."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias
from uuid import uuid4

from openai_codex._handlers.approvals import ApprovalRequest, CommandApprovalRequest, FileChangeApprovalRequest
from openai_codex._handlers.mcp_approvals import McpToolApprovalRequest
from openai_codex._handlers.user_input import Elicitation, ElicitationRequest, PermissionsRequest, UserInputRequest
from openai_codex._json_types import JsonObject, is_object
from openai_codex.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable

    from openai_codex.durable.records import Question

Request: TypeAlias = "ApprovalRequest | PermissionsRequest | ElicitationRequest | UserInputRequest"
"""A request that a handler of the worker answers."""

_IDS = frozenset({"threadId", "turnId", "itemId", "callId", "conversationId", "approvalId", "startedAtMs"})
"""Params that differ when the model requests the same action again."""

_METHODS = {
    "permissions": "item/permissions/requestApproval",
    "elicitation": "mcpServer/elicitation/request",
    "user_input": "item/tool/requestUserInput",
}

_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "array": (list,),
}


class Asked(NamedTuple):
    """The question of a request."""

    kind: str
    """`Question.kind`."""

    text: str
    """`Question.text`."""

    details: JsonObject
    """`Question.details`: the params, and the parts of the action that other messages contain."""

    subject: JsonObject
    """Everything that a decision depends on. An answer is valid for requests with the same subject only."""


def asked(request: Request) -> Asked:
    """Return the question of a request."""
    details: JsonObject = request.params.model_dump(mode="json", by_alias=True, exclude_unset=True)
    kind, complete = "approval", True
    if isinstance(request, ApprovalRequest):
        text = request.reason or request.method
        details["method"], details["workspace"] = request.method, request.workspace
        if isinstance(request, CommandApprovalRequest):
            text = request.command or text
            # Requests of other kinds, such as input for a running command, depend on earlier actions.
            complete = bool(request.command) and details.get("kind", "command") == "command"
        elif isinstance(request, FileChangeApprovalRequest):
            changes = [change.model_dump(mode="json", by_alias=True) for change in request.changes]
            text = ", ".join(sorted(change.path for change in request.changes)) or "file changes"
            details["changes"], complete = changes, bool(changes)
        elif isinstance(request, McpToolApprovalRequest):
            details["tool"], details["arguments"] = request.tool_name, request.arguments
            complete = request.tool_name is not None and request.arguments is not None
            text = f"{request.server_name}.{request.tool_name}({json.dumps(request.arguments, ensure_ascii=False)})"
        else:
            complete = False
    else:
        kind, text = _kind_and_text(request)
        details["method"] = _METHODS[kind]
    subject = {name: value for name, value in details.items() if name not in _IDS}
    if not complete:
        # The action is not known completely: another request may have another action.
        subject["unique"] = uuid4().hex
    return Asked(kind, text, details, subject)


def request_of(question: Question) -> Request | None:
    """Return the request of a question; None for the question of a workflow."""
    received = _received(question)
    return None if received is None else received.request


def check_answer(question: Question, answer: object) -> None:
    """Raise `InputError` if the runtime would not accept an answer.

    Args:
        question: The question.
        answer: The answer, as a handler returns it.
    """
    received = _received(question)
    if received is None:
        return
    received.encode(received.request, answer)
    if isinstance(answer, Elicitation) and answer.action == "accept":
        _check_form(received.request, answer.content)


class _Received(NamedTuple):
    request: Any
    encode: Callable[[Any, Any], JsonObject | None]


def _received(question: Question) -> _Received | None:
    from openai_codex._handlers.specs import specs_for
    from openai_codex._protocol.jsonrpc import ServerRequest

    details = dict(question.details)
    method = details.pop("method", None)
    if question.kind == "workflow" or not isinstance(method, str):
        return None
    workspace = details.pop("workspace", None)
    item = {"id": details.get("itemId"), "changes": details.pop("changes", [])}
    if "tool" in details:
        item.update(tool=details.pop("tool"), arguments=details.pop("arguments"))
    received = ServerRequest(id=question.id, method=method, params=details)
    [spec] = [spec for spec in specs_for(received) if spec.keyword == f"on_{question.kind}"]
    request: Any = spec.parse(received, item)
    if isinstance(request, ApprovalRequest):
        request.workspace = workspace
    return _Received(request, spec.encode)


def _form_of(request: ElicitationRequest) -> JsonObject:
    """Return the fields of a form, each with its JSON schema; empty if the request has no form."""
    schema = request.requested_schema
    properties = schema.get("properties") if is_object(schema) else None
    return properties if is_object(properties) else {}


def _check_form(request: ElicitationRequest, content: object) -> None:
    """Raise `InputError` if fields of a form are unknown, missing or of another type."""
    fields, schema = _form_of(request), request.requested_schema
    if not fields or not is_object(schema):
        return
    values = content if is_object(content) else {}
    expected = ", ".join(fields)
    for name in values:
        if name not in fields:
            raise InputError("answer", f"unknown field {name!r}; expected {expected}")
    for name in schema.get("required") or ():
        if values.get(name) is None:
            raise InputError("answer", f"missing field {name!r}; expected Elicitation.accept with {expected}")
    for name, value in values.items():
        field = fields[name]
        kind = field.get("type") if is_object(field) else None
        types = _TYPES.get(str(kind), (object,))
        if not isinstance(value, types) or (isinstance(value, bool) and bool not in types and object not in types):
            raise InputError("answer", f"field {name!r}: expected {kind}, got {type(value).__name__}")
        options = field.get("enum") if is_object(field) else None
        if options and value not in options:
            raise InputError("answer", f"field {name!r}: expected one of {', '.join(map(str, options))}")


def _kind_and_text(request: PermissionsRequest | ElicitationRequest | UserInputRequest) -> tuple[str, str]:
    if isinstance(request, PermissionsRequest):
        permissions = json.dumps(request.permissions.model_dump(mode="json", by_alias=True, exclude_none=True))
        return "permissions", permissions if request.reason is None else f"{request.reason}: {permissions}"
    if isinstance(request, ElicitationRequest):
        return "elicitation", f"{request.server_name}: {request.message}"
    return "user_input", " ".join(question.question for question in request.questions)
