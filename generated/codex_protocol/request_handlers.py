"""Types of the functions that answer requests of the runtime. Generated; do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from typing_extensions import TypedDict

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping
    from typing import TypeAlias, TypeVar

    from . import (
        ApplyPatchApprovalParams,
        ApplyPatchApprovalResponse,
        AttestationGenerateParams,
        AttestationGenerateResponse,
        ChatgptAuthTokensRefreshParams,
        ChatgptAuthTokensRefreshResponse,
        CommandExecutionRequestApprovalParams,
        CommandExecutionRequestApprovalResponse,
        CurrentTimeReadParams,
        CurrentTimeReadResponse,
        DynamicToolCallParams,
        DynamicToolCallResponse,
        ExecCommandApprovalParams,
        ExecCommandApprovalResponse,
        FileChangeRequestApprovalParams,
        FileChangeRequestApprovalResponse,
        McpServerElicitationRequestParams,
        McpServerElicitationRequestResponse,
        PermissionsRequestApprovalParams,
        PermissionsRequestApprovalResponse,
        ToolRequestUserInputParams,
        ToolRequestUserInputResponse,
    )

    _Params = TypeVar("_Params")
    _Response = TypeVar("_Response")
    _Result: TypeAlias = _Response | Mapping[str, object]
    _Handler: TypeAlias = Callable[[_Params], _Result[_Response] | Awaitable[_Result[_Response]]]

__all__ = ["RequestHandlers"]

RequestHandlers = TypedDict(
    "RequestHandlers",
    {
        "item/commandExecution/requestApproval": "_Handler[CommandExecutionRequestApprovalParams, CommandExecutionRequestApprovalResponse]",
        "item/fileChange/requestApproval": "_Handler[FileChangeRequestApprovalParams, FileChangeRequestApprovalResponse]",
        "item/tool/requestUserInput": "_Handler[ToolRequestUserInputParams, ToolRequestUserInputResponse]",
        "mcpServer/elicitation/request": "_Handler[McpServerElicitationRequestParams, McpServerElicitationRequestResponse]",
        "item/permissions/requestApproval": "_Handler[PermissionsRequestApprovalParams, PermissionsRequestApprovalResponse]",
        "item/tool/call": "_Handler[DynamicToolCallParams, DynamicToolCallResponse]",
        "account/chatgptAuthTokens/refresh": "_Handler[ChatgptAuthTokensRefreshParams, ChatgptAuthTokensRefreshResponse]",
        "attestation/generate": "_Handler[AttestationGenerateParams, AttestationGenerateResponse]",
        "currentTime/read": "_Handler[CurrentTimeReadParams, CurrentTimeReadResponse]",
        "applyPatchApproval": "_Handler[ApplyPatchApprovalParams, ApplyPatchApprovalResponse]",
        "execCommandApproval": "_Handler[ExecCommandApprovalParams, ExecCommandApprovalResponse]",
    },
    total=False,
)
"""Functions by wire method.

A function takes the params and returns the response, as an object of its type or as a mapping in wire form, or an
awaitable of the response.
"""
