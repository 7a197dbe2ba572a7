"""Typed Python client for the Codex runtime, sync and async.

    from openai_codex import Codex

    with Codex() as codex:
        result = codex.thread_start().run("Say hello.")
        print(result.final_response)

`AsyncCodex` is the asyncio variant. `codex.rpc` has every method of the protocol, `openai_codex.types` every type.
"""

from __future__ import annotations

import os as _os
import sys
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openai_codex import app_server as app_server
    from openai_codex import errors as errors
    from openai_codex import health as health
    from openai_codex import policies as policies
    from openai_codex import pool as pool
    from openai_codex import remote as remote
    from openai_codex import retry as retry
    from openai_codex import testing as testing
    from openai_codex import tools as tools
    from openai_codex import types as types
    from openai_codex._async.client import AsyncCodex as AsyncCodex
    from openai_codex._async.compaction import AsyncCompactionHandle as AsyncCompactionHandle
    from openai_codex._async.goal import AsyncGoalHandle as AsyncGoalHandle
    from openai_codex._async.login import AsyncChatgptLoginHandle as AsyncChatgptLoginHandle
    from openai_codex._async.login import AsyncDeviceCodeLoginHandle as AsyncDeviceCodeLoginHandle
    from openai_codex._async.notifications import AsyncNotifications as AsyncNotifications
    from openai_codex._async.thread import AsyncThread as AsyncThread
    from openai_codex._async.turn import AsyncTurnHandle as AsyncTurnHandle
    from openai_codex._async.turn import AsyncTurnStream as AsyncTurnStream
    from openai_codex._connection.diagnostics import Diagnostics as Diagnostics
    from openai_codex._connection.listeners import Listener as Listener
    from openai_codex._connection.metadata import RuntimeMetadata as RuntimeMetadata
    from openai_codex._connection.metadata import ServerInfo as ServerInfo
    from openai_codex._handlers.approvals import Approval as Approval
    from openai_codex._handlers.approvals import ApprovalRequest as ApprovalRequest
    from openai_codex._handlers.approvals import ApprovalRequested as ApprovalRequested
    from openai_codex._handlers.approvals import CommandApprovalRequest as CommandApprovalRequest
    from openai_codex._handlers.approvals import FileChangeApprovalRequest as FileChangeApprovalRequest
    from openai_codex._handlers.mcp_approvals import McpToolApprovalRequest as McpToolApprovalRequest
    from openai_codex._handlers.user_input import Elicitation as Elicitation
    from openai_codex._handlers.user_input import ElicitationRequest as ElicitationRequest
    from openai_codex._handlers.user_input import Permissions as Permissions
    from openai_codex._handlers.user_input import PermissionsRequest as PermissionsRequest
    from openai_codex._handlers.user_input import UserInputRequest as UserInputRequest
    from openai_codex._protocol.client_events import ConnectionRestored as ConnectionRestored
    from openai_codex._protocol.client_events import HandlerFailed as HandlerFailed
    from openai_codex._protocol.client_events import RequestDecided as RequestDecided
    from openai_codex._protocol.client_events import RuntimeRestarted as RuntimeRestarted
    from openai_codex._protocol.notifications import Notification as Notification
    from openai_codex._protocol.notifications import UnknownNotification as UnknownNotification
    from openai_codex._requests.input_items import ExternalMessage as ExternalMessage
    from openai_codex._requests.input_items import ImageInput as ImageInput
    from openai_codex._requests.input_items import Input as Input
    from openai_codex._requests.input_items import InputItem as InputItem
    from openai_codex._requests.input_items import LocalImageInput as LocalImageInput
    from openai_codex._requests.input_items import MentionInput as MentionInput
    from openai_codex._requests.input_items import RunInput as RunInput
    from openai_codex._requests.input_items import SkillInput as SkillInput
    from openai_codex._requests.input_items import SteerInput as SteerInput
    from openai_codex._requests.input_items import TextInput as TextInput
    from openai_codex._requests.presets import ApprovalMode as ApprovalMode
    from openai_codex._requests.presets import GranularApproval as GranularApproval
    from openai_codex._requests.sandbox import Sandbox as Sandbox
    from openai_codex._results.errors import TurnFailedError as TurnFailedError
    from openai_codex._results.errors import TurnTimeoutError as TurnTimeoutError
    from openai_codex._results.result import GoalResult as GoalResult
    from openai_codex._results.result import TurnResult as TurnResult
    from openai_codex._results.subagents import SubagentResult as SubagentResult
    from openai_codex._results.usage import Prices as Prices
    from openai_codex._results.usage import TokenUsage as TokenUsage
    from openai_codex._results.usage import TurnUsage as TurnUsage
    from openai_codex._structured_output.output_type import OutputType as OutputType
    from openai_codex._structured_output.output_type import OutputValidationError as OutputValidationError
    from openai_codex._sync.client import Codex as Codex
    from openai_codex._sync.compaction import CompactionHandle as CompactionHandle
    from openai_codex._sync.goal import GoalHandle as GoalHandle
    from openai_codex._sync.login import ChatgptLoginHandle as ChatgptLoginHandle
    from openai_codex._sync.login import DeviceCodeLoginHandle as DeviceCodeLoginHandle
    from openai_codex._sync.notifications import Notifications as Notifications
    from openai_codex._sync.thread import Thread as Thread
    from openai_codex._sync.turn import TurnHandle as TurnHandle
    from openai_codex._sync.turn import TurnStream as TurnStream
    from openai_codex._version import __version__ as __version__
    from openai_codex.app_server import AppServer as AppServer
    from openai_codex.app_server import AsyncAppServer as AsyncAppServer
    from openai_codex.config import CodexConfig as CodexConfig
    from openai_codex.errors import AuthenticationError as AuthenticationError
    from openai_codex.errors import CodexError as CodexError
    from openai_codex.errors import CodexRpcError as CodexRpcError
    from openai_codex.errors import ConfigError as ConfigError
    from openai_codex.errors import ConnectionLostError as ConnectionLostError
    from openai_codex.errors import DeadlockError as DeadlockError
    from openai_codex.errors import HandlerError as HandlerError
    from openai_codex.errors import InputError as InputError
    from openai_codex.errors import InternalRpcError as InternalRpcError
    from openai_codex.errors import InvalidParamsError as InvalidParamsError
    from openai_codex.errors import InvalidRequestError as InvalidRequestError
    from openai_codex.errors import JsonRpcError as JsonRpcError
    from openai_codex.errors import MethodNotFoundError as MethodNotFoundError
    from openai_codex.errors import NotLoggedInError as NotLoggedInError
    from openai_codex.errors import NotStartedError as NotStartedError
    from openai_codex.errors import OversizeMessageError as OversizeMessageError
    from openai_codex.errors import ParseError as ParseError
    from openai_codex.errors import RequestTimeoutError as RequestTimeoutError
    from openai_codex.errors import RetryLimitExceededError as RetryLimitExceededError
    from openai_codex.errors import RuntimeNotFoundError as RuntimeNotFoundError
    from openai_codex.errors import RuntimeStartError as RuntimeStartError
    from openai_codex.errors import ServerBusyError as ServerBusyError
    from openai_codex.errors import TransportClosedError as TransportClosedError
    from openai_codex.errors import UnexpectedKeywordError as UnexpectedKeywordError
    from openai_codex.errors import UnexpectedResponseError as UnexpectedResponseError
    from openai_codex.errors import UnsupportedByRuntimeError as UnsupportedByRuntimeError
    from openai_codex.errors import UnsupportedConcurrencyError as UnsupportedConcurrencyError
    from openai_codex.errors import WireValueError as WireValueError
    from openai_codex.health import Health as Health
    from openai_codex.pool.async_pool import AsyncCodexPool as AsyncCodexPool
    from openai_codex.pool.records import PoolResult as PoolResult
    from openai_codex.pool.records import PoolStats as PoolStats
    from openai_codex.pool.records import RuntimeStats as RuntimeStats
    from openai_codex.pool.sync_pool import CodexPool as CodexPool
    from openai_codex.remote import SignedToken as SignedToken
    from openai_codex.remote import WebSocketOptions as WebSocketOptions
    from openai_codex.retry import async_retry_on_overload as async_retry_on_overload
    from openai_codex.retry import is_retryable_error as is_retryable_error
    from openai_codex.retry import retry_on_overload as retry_on_overload
    from openai_codex.tools import Tool as Tool
    from openai_codex.tools import ToolImage as ToolImage
    from openai_codex.tools import ToolResult as ToolResult
    from openai_codex.tools import tool as tool

# Names are imported on first use, so that a program pays only for what it uses. A test compares this table with the
# imports above, which type checkers read.
_NAMES = {
    "_async.client": "AsyncCodex",
    "_async.compaction": "AsyncCompactionHandle",
    "_async.goal": "AsyncGoalHandle",
    "_async.login": "AsyncChatgptLoginHandle AsyncDeviceCodeLoginHandle",
    "_async.notifications": "AsyncNotifications",
    "_async.thread": "AsyncThread",
    "_async.turn": "AsyncTurnHandle AsyncTurnStream",
    "_connection.diagnostics": "Diagnostics",
    "_connection.listeners": "Listener",
    "_connection.metadata": "RuntimeMetadata ServerInfo",
    "_handlers.approvals": (
        "Approval ApprovalRequest ApprovalRequested CommandApprovalRequest FileChangeApprovalRequest"
    ),
    "_handlers.mcp_approvals": "McpToolApprovalRequest",
    "_handlers.user_input": "Elicitation ElicitationRequest Permissions PermissionsRequest UserInputRequest",
    "_protocol.client_events": "ConnectionRestored HandlerFailed RequestDecided RuntimeRestarted",
    "_protocol.notifications": "Notification UnknownNotification",
    "_requests.input_items": (
        "ExternalMessage ImageInput Input InputItem LocalImageInput MentionInput RunInput SkillInput "
        "SteerInput TextInput"
    ),
    "_requests.presets": "ApprovalMode GranularApproval",
    "_requests.sandbox": "Sandbox",
    "_results.errors": "TurnFailedError TurnTimeoutError",
    "_results.result": "GoalResult TurnResult",
    "_results.subagents": "SubagentResult",
    "_results.usage": "Prices TokenUsage TurnUsage",
    "_structured_output.output_type": "OutputType OutputValidationError",
    "_sync.client": "Codex",
    "_sync.compaction": "CompactionHandle",
    "_sync.goal": "GoalHandle",
    "_sync.login": "ChatgptLoginHandle DeviceCodeLoginHandle",
    "_sync.notifications": "Notifications",
    "_sync.thread": "Thread",
    "_sync.turn": "TurnHandle TurnStream",
    "_version": "__version__",
    "app_server": "AppServer AsyncAppServer",
    "config": "CodexConfig",
    "errors": (
        "AuthenticationError CodexError CodexRpcError ConfigError ConnectionLostError DeadlockError HandlerError "
        "InputError InternalRpcError InvalidParamsError InvalidRequestError JsonRpcError MethodNotFoundError "
        "NotLoggedInError NotStartedError OversizeMessageError ParseError RequestTimeoutError RetryLimitExceededError "
        "RuntimeNotFoundError RuntimeStartError ServerBusyError TransportClosedError UnexpectedKeywordError "
        "UnexpectedResponseError UnsupportedByRuntimeError UnsupportedConcurrencyError WireValueError"
    ),
    "health": "Health",
    "pool.async_pool": "AsyncCodexPool",
    "pool.records": "PoolResult PoolStats RuntimeStats",
    "pool.sync_pool": "CodexPool",
    "remote": "SignedToken WebSocketOptions",
    "retry": "async_retry_on_overload is_retryable_error retry_on_overload",
    "tools": "Tool ToolImage ToolResult tool",
}
_MODULE_OF = {name: module for module, names in _NAMES.items() for name in names.split()}
_SUBMODULES = (
    "app_server",
    "errors",
    "health",
    "policies",
    "pool",
    "remote",
    "retry",
    "testing",
    "tools",
    "transports",
    "types",
)
_RENAMED = {"RunResult": "TurnResult", "AsyncRunResult": "TurnResult"}

# The official package openai-codex installs its modules into the same directory. `api.py` is one of them.
if _os.path.exists(_os.path.join(_os.path.dirname(__file__), "api.py")):
    raise ImportError(
        "openai_codex: the packages openai-codex and openai-codex-client are installed in the same environment, and "
        "have overwritten each other's files; run `pip uninstall openai-codex openai-codex-client`, then install "
        "one of them"
    )

if not TYPE_CHECKING:
    # Without an assignment or annotation: mypy would then import nothing with `import *`.
    globals()["__all__"] = sorted(_MODULE_OF)

    def __getattr__(name: str) -> object:
        if name in _RENAMED:
            raise ImportError(f"{__name__}.{name} is called {_RENAMED[name]} in this package")
        if name in _SUBMODULES:
            # The import system sets the attribute of this package.
            return import_module(f"{__name__}.{name}")
        if name not in _MODULE_OF:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = globals()[name] = getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
        if name in ("AsyncCodex", "Codex") and (hasattr(sys, "ps1") or "IPython" in sys.modules):
            # Completion of keywords in an interactive session.
            import_module(f"{__name__}._requests.signatures").list_keywords(
                value, __getattr__(name.replace("Codex", "Thread"))
            )
        return value

    def __dir__() -> list[str]:
        return sorted({*globals(), *_MODULE_OF, *_SUBMODULES})
