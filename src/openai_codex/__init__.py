"""A typed Python client for the Codex runtime, sync and async.

    from openai_codex import Codex

    with Codex() as codex:
        result = codex.thread_start().run("Say hello.")
        print(result.final_response)

`AsyncCodex` is the same for asyncio. `codex.rpc` has every method of the protocol, and `codex_protocol` every type.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openai_codex._version import __version__ as __version__
    from openai_codex.answers import Elicitation as Elicitation
    from openai_codex.answers import ElicitationRequest as ElicitationRequest
    from openai_codex.answers import Permissions as Permissions
    from openai_codex.answers import PermissionsRequest as PermissionsRequest
    from openai_codex.answers import UserInputRequest as UserInputRequest
    from openai_codex.approvals import Approval as Approval
    from openai_codex.approvals import ApprovalRequest as ApprovalRequest
    from openai_codex.approvals import ApprovalRequested as ApprovalRequested
    from openai_codex.approvals import CommandApprovalRequest as CommandApprovalRequest
    from openai_codex.approvals import FileChangeApprovalRequest as FileChangeApprovalRequest
    from openai_codex.async_client import AsyncCodex as AsyncCodex
    from openai_codex.async_goal import AsyncGoalHandle as AsyncGoalHandle
    from openai_codex.async_login_handles import AsyncChatgptLoginHandle as AsyncChatgptLoginHandle
    from openai_codex.async_login_handles import AsyncDeviceCodeLoginHandle as AsyncDeviceCodeLoginHandle
    from openai_codex.async_notifications import AsyncNotifications as AsyncNotifications
    from openai_codex.async_thread import AsyncThread as AsyncThread
    from openai_codex.async_turn import AsyncTurnHandle as AsyncTurnHandle
    from openai_codex.async_turn import AsyncTurnStream as AsyncTurnStream
    from openai_codex.client import Codex as Codex
    from openai_codex.config import CodexConfig as CodexConfig
    from openai_codex.diagnostics import Diagnostics as Diagnostics
    from openai_codex.errors import CodexError as CodexError
    from openai_codex.errors import CodexRpcError as CodexRpcError
    from openai_codex.errors import ConfigError as ConfigError
    from openai_codex.errors import HandlerError as HandlerError
    from openai_codex.errors import InputError as InputError
    from openai_codex.errors import InternalRpcError as InternalRpcError
    from openai_codex.errors import InvalidParamsError as InvalidParamsError
    from openai_codex.errors import InvalidRequestError as InvalidRequestError
    from openai_codex.errors import JsonRpcError as JsonRpcError
    from openai_codex.errors import MethodNotFoundError as MethodNotFoundError
    from openai_codex.errors import OversizeMessageError as OversizeMessageError
    from openai_codex.errors import ParseError as ParseError
    from openai_codex.errors import RequestTimeoutError as RequestTimeoutError
    from openai_codex.errors import RetryLimitExceededError as RetryLimitExceededError
    from openai_codex.errors import RuntimeNotFoundError as RuntimeNotFoundError
    from openai_codex.errors import RuntimeStartError as RuntimeStartError
    from openai_codex.errors import ServerBusyError as ServerBusyError
    from openai_codex.errors import TransportClosedError as TransportClosedError
    from openai_codex.errors import TurnFailedError as TurnFailedError
    from openai_codex.errors import TurnTimeoutError as TurnTimeoutError
    from openai_codex.errors import UnexpectedKeywordError as UnexpectedKeywordError
    from openai_codex.errors import UnexpectedResponseError as UnexpectedResponseError
    from openai_codex.errors import UnsupportedByRuntimeError as UnsupportedByRuntimeError
    from openai_codex.errors import WireValueError as WireValueError
    from openai_codex.events import HandlerFailed as HandlerFailed
    from openai_codex.events import Notification as Notification
    from openai_codex.events import UnknownNotification as UnknownNotification
    from openai_codex.goal import GoalHandle as GoalHandle
    from openai_codex.input_items import ExternalMessage as ExternalMessage
    from openai_codex.input_items import ImageInput as ImageInput
    from openai_codex.input_items import Input as Input
    from openai_codex.input_items import InputItem as InputItem
    from openai_codex.input_items import LocalImageInput as LocalImageInput
    from openai_codex.input_items import MentionInput as MentionInput
    from openai_codex.input_items import RunInput as RunInput
    from openai_codex.input_items import SkillInput as SkillInput
    from openai_codex.input_items import SteerInput as SteerInput
    from openai_codex.input_items import TextInput as TextInput
    from openai_codex.listeners import Listener as Listener
    from openai_codex.login_handles import ChatgptLoginHandle as ChatgptLoginHandle
    from openai_codex.login_handles import DeviceCodeLoginHandle as DeviceCodeLoginHandle
    from openai_codex.metadata import RuntimeMetadata as RuntimeMetadata
    from openai_codex.metadata import ServerInfo as ServerInfo
    from openai_codex.output import OutputValidationError as OutputValidationError
    from openai_codex.presets import ApprovalMode as ApprovalMode
    from openai_codex.presets import Sandbox as Sandbox
    from openai_codex.restarts import RuntimeRestarted as RuntimeRestarted
    from openai_codex.result import GoalResult as GoalResult
    from openai_codex.result import TurnResult as TurnResult
    from openai_codex.retry import async_retry_on_overload as async_retry_on_overload
    from openai_codex.retry import is_retryable_error as is_retryable_error
    from openai_codex.retry import retry_on_overload as retry_on_overload
    from openai_codex.sync_notifications import Notifications as Notifications
    from openai_codex.thread import Thread as Thread
    from openai_codex.tools import Tool as Tool
    from openai_codex.tools import ToolImage as ToolImage
    from openai_codex.tools import ToolResult as ToolResult
    from openai_codex.tools import tool as tool
    from openai_codex.turn import TurnHandle as TurnHandle
    from openai_codex.turn import TurnStream as TurnStream

# Nothing is imported before it is asked for: a program pays for what it uses. A test holds this table against the
# imports above.
_MODULES = {
    "_version": ("__version__",),
    "answers": (
        "Elicitation",
        "ElicitationRequest",
        "Permissions",
        "PermissionsRequest",
        "UserInputRequest",
    ),
    "approvals": (
        "Approval",
        "ApprovalRequest",
        "ApprovalRequested",
        "CommandApprovalRequest",
        "FileChangeApprovalRequest",
    ),
    "async_client": ("AsyncCodex",),
    "async_goal": ("AsyncGoalHandle",),
    "async_login_handles": (
        "AsyncChatgptLoginHandle",
        "AsyncDeviceCodeLoginHandle",
    ),
    "async_notifications": ("AsyncNotifications",),
    "async_thread": ("AsyncThread",),
    "async_turn": (
        "AsyncTurnHandle",
        "AsyncTurnStream",
    ),
    "client": ("Codex",),
    "config": ("CodexConfig",),
    "errors": (
        "CodexError",
        "CodexRpcError",
        "ConfigError",
        "HandlerError",
        "InputError",
        "InternalRpcError",
        "InvalidParamsError",
        "InvalidRequestError",
        "JsonRpcError",
        "MethodNotFoundError",
        "OversizeMessageError",
        "ParseError",
        "RequestTimeoutError",
        "RetryLimitExceededError",
        "RuntimeNotFoundError",
        "RuntimeStartError",
        "ServerBusyError",
        "TransportClosedError",
        "TurnFailedError",
        "TurnTimeoutError",
        "UnexpectedKeywordError",
        "UnexpectedResponseError",
        "UnsupportedByRuntimeError",
        "WireValueError",
    ),
    "diagnostics": ("Diagnostics",),
    "events": (
        "HandlerFailed",
        "Notification",
        "UnknownNotification",
    ),
    "goal": ("GoalHandle",),
    "input_items": (
        "ExternalMessage",
        "ImageInput",
        "Input",
        "InputItem",
        "LocalImageInput",
        "MentionInput",
        "RunInput",
        "SkillInput",
        "SteerInput",
        "TextInput",
    ),
    "listeners": ("Listener",),
    "login_handles": (
        "ChatgptLoginHandle",
        "DeviceCodeLoginHandle",
    ),
    "metadata": (
        "RuntimeMetadata",
        "ServerInfo",
    ),
    "output": ("OutputValidationError",),
    "presets": (
        "ApprovalMode",
        "Sandbox",
    ),
    "restarts": ("RuntimeRestarted",),
    "result": (
        "GoalResult",
        "TurnResult",
    ),
    "retry": (
        "async_retry_on_overload",
        "is_retryable_error",
        "retry_on_overload",
    ),
    "sync_notifications": ("Notifications",),
    "thread": ("Thread",),
    "tools": (
        "Tool",
        "ToolImage",
        "ToolResult",
        "tool",
    ),
    "turn": (
        "TurnHandle",
        "TurnStream",
    ),
}
_RENAMED = {"RunResult": "TurnResult", "AsyncRunResult": "TurnResult"}
_HOME = {name: module for module, names in _MODULES.items() for name in names}

__all__ = [
    "Approval",
    "ApprovalMode",
    "ApprovalRequest",
    "ApprovalRequested",
    "AsyncChatgptLoginHandle",
    "AsyncCodex",
    "AsyncDeviceCodeLoginHandle",
    "AsyncGoalHandle",
    "AsyncNotifications",
    "AsyncThread",
    "AsyncTurnHandle",
    "AsyncTurnStream",
    "ChatgptLoginHandle",
    "Codex",
    "CodexConfig",
    "CodexError",
    "CodexRpcError",
    "CommandApprovalRequest",
    "ConfigError",
    "DeviceCodeLoginHandle",
    "Diagnostics",
    "Elicitation",
    "ElicitationRequest",
    "ExternalMessage",
    "FileChangeApprovalRequest",
    "GoalHandle",
    "GoalResult",
    "HandlerError",
    "HandlerFailed",
    "ImageInput",
    "Input",
    "InputError",
    "InputItem",
    "InternalRpcError",
    "InvalidParamsError",
    "InvalidRequestError",
    "JsonRpcError",
    "Listener",
    "LocalImageInput",
    "MentionInput",
    "MethodNotFoundError",
    "Notification",
    "Notifications",
    "OutputValidationError",
    "OversizeMessageError",
    "ParseError",
    "Permissions",
    "PermissionsRequest",
    "RequestTimeoutError",
    "RetryLimitExceededError",
    "RunInput",
    "RuntimeMetadata",
    "RuntimeNotFoundError",
    "RuntimeRestarted",
    "RuntimeStartError",
    "Sandbox",
    "ServerBusyError",
    "ServerInfo",
    "SkillInput",
    "SteerInput",
    "TextInput",
    "Thread",
    "Tool",
    "ToolImage",
    "ToolResult",
    "TransportClosedError",
    "TurnFailedError",
    "TurnHandle",
    "TurnResult",
    "TurnStream",
    "TurnTimeoutError",
    "UnexpectedKeywordError",
    "UnexpectedResponseError",
    "UnknownNotification",
    "UnsupportedByRuntimeError",
    "UserInputRequest",
    "WireValueError",
    "__version__",
    "async_retry_on_overload",
    "is_retryable_error",
    "retry_on_overload",
    "tool",
]

if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        if name in _RENAMED:
            raise ImportError(f"{__name__}.{name} is called {_RENAMED[name]} here")
        if name not in _HOME:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
        globals()[name] = value
        return value

    def __dir__() -> list[str]:
        return sorted({*globals(), *_HOME})
