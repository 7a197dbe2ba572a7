"""Specifications of the server requests: how each is parsed, answered and declined.

Without a handler, each request is declined.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, cast

from openai_codex._handlers.encoding import UnexpectedResultError
from openai_codex._handlers.mcp_calls import is_mcp_approval
from openai_codex._json_types import is_object
from openai_codex.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pydantic import BaseModel

    from codex_protocol import McpServerElicitationRequestParams
    from openai_codex._json_types import JsonMapping, JsonObject
    from openai_codex._protocol.jsonrpc import ServerRequest

METHOD_NOT_FOUND = -32601
REQUEST_DECLINED = -32000
TOOL_CALL = "item/tool/call"


class RequestSpec(NamedTuple):
    """How the client handles a type of server request."""

    keyword: str
    """Keyword of the handler."""

    parse: Callable[[ServerRequest, JsonObject | None], Any]
    """Creates the argument of the handler from the request and the started item it refers to (None if unknown)."""

    encode: Callable[[Any, Any], JsonObject | None]
    """Creates the result from the argument and the return value of the handler; None means to decline with an error."""

    decline_result: Mapping[str, Any] | None
    """The result that declines the request; None if only an error declines it in all versions of the runtime."""


def specs_for(request: ServerRequest) -> tuple[RequestSpec, ...]:
    """Return the specifications of a request, in order of preference. The handlers of one of them answer it."""
    spec = _SPECS.get(request.method, _RAW_SPEC)
    return (_MCP_APPROVAL_SPEC, spec) if is_mcp_approval(request) else (spec,)


def _approval(request: ServerRequest, item: JsonObject | None) -> Any:
    from openai_codex._handlers.approvals import CommandApprovalRequest, FileChangeApprovalRequest

    params: Any = _typed(request)
    thread_id = str(getattr(params, "thread_id", None) or getattr(params, "conversation_id", ""))
    turn_id: str | None = getattr(params, "turn_id", None)
    item_id = str(getattr(params, "item_id", None) or getattr(params, "call_id", ""))
    if request.method in ("item/commandExecution/requestApproval", "execCommandApproval"):
        return CommandApprovalRequest(request.method, params, thread_id, turn_id, item_id)
    return FileChangeApprovalRequest(request.method, params, thread_id, turn_id, item_id, _changes(params, item))


def _mcp_approval(request: ServerRequest, item: JsonObject | None) -> Any:
    from openai_codex._handlers.mcp_approvals import McpToolApprovalRequest

    return McpToolApprovalRequest(cast("McpServerElicitationRequestParams", _typed(request)), item)


def _changes(params: Any, item: JsonObject | None) -> Any:
    """Return the changes to approve: those of the item or, in the older form of the request, those of the params."""
    from pydantic import ValidationError

    from codex_protocol import FileUpdateChange

    changes: list[Any] = []
    if item is not None:
        changes = item.get("changes") or []
    else:
        older: Any = getattr(params, "file_changes", None) or {}
        for path, change in older.items():
            raw = change.model_dump(mode="json", by_alias=True)
            change_kind = {"type": raw.get("type"), "move_path": raw.get("move_path")}
            diff = str(raw.get("unified_diff") or raw.get("content") or "")
            changes.append({"path": str(path), "kind": change_kind, "diff": diff})
    try:
        return tuple(FileUpdateChange.model_validate(change) for change in changes)
    except ValidationError:
        # A partial list would look like all changes.
        return ()


def _encode_approval(request: Any, answer: Any) -> JsonObject | None:
    from openai_codex._handlers.approvals import Approval, approval_to_wire

    if not isinstance(answer, Approval):
        raise UnexpectedResultError(repr(answer), "an Approval")
    return approval_to_wire(request, answer)


def _user_input(request: ServerRequest, item: JsonObject | None) -> Any:
    from openai_codex._handlers.user_input import UserInputRequest

    return UserInputRequest(_typed(request))  # type: ignore[arg-type]  # the registry defines the type


def _encode_user_input(request: Any, answer: Any) -> JsonObject:
    from openai_codex._handlers.user_input import user_input_to_wire

    return user_input_to_wire(request, answer)


def _elicitation(request: ServerRequest, item: JsonObject | None) -> Any:
    from openai_codex._handlers.user_input import ElicitationRequest

    return ElicitationRequest(_typed(request))  # type: ignore[arg-type]  # the registry defines the type


def _encode_elicitation(request: Any, answer: Any) -> JsonObject:
    from openai_codex._handlers.user_input import elicitation_to_wire

    return elicitation_to_wire(request, answer)


def _permissions(request: ServerRequest, item: JsonObject | None) -> Any:
    from openai_codex._handlers.user_input import PermissionsRequest

    return PermissionsRequest(_typed(request))  # type: ignore[arg-type]  # the registry defines the type


def _encode_permissions(request: Any, answer: Any) -> JsonObject:
    from openai_codex._handlers.user_input import permissions_to_wire

    return permissions_to_wire(request, answer)


def read_params(request: ServerRequest, item: JsonObject | None = None) -> BaseModel | JsonMapping:
    """Return the params of a request as the protocol's type, or as received if the method is unknown.

    Raises `ValidationError` if the params are invalid.
    """
    from codex_protocol.registry import SERVER_REQUESTS

    return _typed(request) if request.method in SERVER_REQUESTS else request.params


def encode_result(method: str, answer: Any) -> JsonObject:
    """Return the result of a request in wire form.

    Args:
        method: Wire method of the request.
        answer: The return value of the handler.

    Returns:
        The result.

    Raises:
        InputError: The result is invalid for the method.
    """
    from pydantic import ValidationError

    from codex_protocol._wire import to_wire
    from codex_protocol.registry import SERVER_REQUESTS, adapter

    wire: object = to_wire(answer, "result")
    if not is_object(wire):
        raise InputError("result", f"expected the result of {method}, got {type(answer).__name__}")
    if method in SERVER_REQUESTS:
        try:
            adapter(SERVER_REQUESTS[method].response)(wire)
        except ValidationError as error:
            from openai_codex._redaction import redacted_validation_error

            problem = redacted_validation_error(error)
            raise InputError("result", f"expected a valid {SERVER_REQUESTS[method].response}: {problem}") from None
    return wire


def _typed(request: ServerRequest) -> BaseModel:
    from codex_protocol.registry import SERVER_REQUESTS, adapter

    name = SERVER_REQUESTS[request.method].params
    payload: BaseModel = adapter(str(name))(request.params)
    return payload


def _no_result(request: Any, answer: Any) -> None:
    """Do nothing: `encode_result` encodes the results of `on_request` handlers."""


_SPECS: Mapping[str, RequestSpec] = {
    "item/commandExecution/requestApproval": RequestSpec(
        "on_approval", _approval, _encode_approval, {"decision": "decline"}
    ),
    "item/fileChange/requestApproval": RequestSpec("on_approval", _approval, _encode_approval, {"decision": "decline"}),
    # The result that declines these two differs between runtime versions; an error works with all of them.
    "execCommandApproval": RequestSpec("on_approval", _approval, _encode_approval, None),
    "applyPatchApproval": RequestSpec("on_approval", _approval, _encode_approval, None),
    # An empty set of permissions declines the request.
    "item/permissions/requestApproval": RequestSpec(
        "on_permissions", _permissions, _encode_permissions, {"permissions": {}}
    ),
    "item/tool/requestUserInput": RequestSpec("on_user_input", _user_input, _encode_user_input, {"answers": {}}),
    "mcpServer/elicitation/request": RequestSpec(
        "on_elicitation", _elicitation, _encode_elicitation, {"action": "decline"}
    ),
}
_MCP_APPROVAL_SPEC = RequestSpec("on_approval", _mcp_approval, _encode_approval, {"action": "decline"})
_RAW_SPEC = RequestSpec("on_request", read_params, _no_result, None)
