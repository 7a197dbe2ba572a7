"""Every type of the protocol, by name: `from openai_codex.types import ThreadItem, TurnStatus`.

Names are imported on first use, so that a program loads only the types it needs. Frequently used types:

- **Results**: `Turn`, `TurnStatus`, `TurnError`, `CodexErrorInfo`, `ThreadItem` and its variants
  (`AgentMessageThreadItem`, `CommandExecutionThreadItem`, `FileChangeThreadItem`, `ReasoningThreadItem`,
  `McpToolCallThreadItem`, ...), `ThreadTokenUsage`, `TokenUsageBreakdown`.
- **Notifications**: `Notification`, `UnknownNotification`, `AgentMessageDeltaNotification`, `ItemStartedNotification`,
  `ItemCompletedNotification`, `TurnStartedNotification`, `TurnCompletedNotification`, `ErrorNotification`,
  `ThreadTokenUsageUpdatedNotification`, `TurnPlanUpdatedNotification`, `AccountLoginCompletedNotification`.
- **Settings**: `ReasoningEffort`, `ReasoningSummary`, `Personality`, `SandboxMode`, `SandboxPolicy`, `AskForApproval`,
  `ApprovalsReviewer`, `ThreadSource`, `ThreadStartSource`, `SortDirection`, `ThreadSortKey`, `ThreadSourceKind`.
- **Responses**: `ThreadListResponse`, `ThreadReadResponse`, `ModelListResponse`, `GetAccountResponse`,
  `TurnSteerResponse`, `TurnInterruptResponse`, `CancelLoginAccountResponse`.
- **Keyword arguments**: `ThreadStartOptions`, `ThreadResumeOptions`, `ThreadForkOptions`, `ThreadListOptions`,
  `TurnOptions`, and `RequestHandlers` for `on_request`.

Protocol types are the same objects as in the package `codex_protocol`, except `ThreadListCwdFilter`, which is a class.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    # It replaces the alias in codex_protocol. Of two imports of a name, mypy uses the first and pyright the last.
    from openai_codex._requests.cwd_filter import ThreadListCwdFilter as ThreadListCwdFilter

if TYPE_CHECKING:
    from codex_protocol import *  # type: ignore[assignment]  # noqa: F403
    from codex_protocol.options import ThreadForkOptions as ThreadForkOptions
    from codex_protocol.options import ThreadListOptions as ThreadListOptions
    from codex_protocol.options import ThreadResumeOptions as ThreadResumeOptions
    from codex_protocol.options import ThreadStartOptions as ThreadStartOptions
    from codex_protocol.options import TurnOptions as TurnOptions
    from codex_protocol.request_handlers import RequestHandlers as RequestHandlers
    from openai_codex._json_types import JsonObject as JsonObject
    from openai_codex._protocol.notifications import Notification as Notification
    from openai_codex._protocol.notifications import UnknownNotification as UnknownNotification
    from openai_codex._requests.cwd_filter import ThreadListCwdFilter as ThreadListCwdFilter

if not TYPE_CHECKING:
    _MODULES = {
        "Notification": "openai_codex._protocol.notifications",
        "UnknownNotification": "openai_codex._protocol.notifications",
        "JsonObject": "openai_codex._json_types",
        "ThreadListCwdFilter": "openai_codex._requests.cwd_filter",
        "ThreadForkOptions": "codex_protocol.options",
        "ThreadListOptions": "codex_protocol.options",
        "ThreadResumeOptions": "codex_protocol.options",
        "ThreadStartOptions": "codex_protocol.options",
        "TurnOptions": "codex_protocol.options",
        "RequestHandlers": "codex_protocol.request_handlers",
    }

    def __getattr__(name: str) -> object:
        from importlib import import_module

        if name == "__all__":
            return [*import_module("codex_protocol").__all__, *_MODULES]
        try:
            value = getattr(import_module(_MODULES.get(name, "codex_protocol")), name)
        except AttributeError:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}") from None
        globals()[name] = value
        return value

    def __dir__() -> list[str]:
        import codex_protocol

        return sorted({*globals(), *codex_protocol.__all__, *_MODULES})
