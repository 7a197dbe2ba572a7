"""The `hooks` types of the Codex protocol. Generated from the schema of runtime 0.163.0; do not edit."""

from typing import Annotated, Literal, TypeAlias

from ._enums import OpenEnum
from ._models import OpenUnion, UnknownVariant, WireModel
from .common import AbsolutePathBuf
from .shared import HookEventName


class HookSource(OpenEnum):
    system = "system"
    user = "user"
    project = "project"
    mdm = "mdm"
    session_flags = "sessionFlags"
    plugin = "plugin"
    cloud_requirements = "cloudRequirements"
    cloud_managed_config = "cloudManagedConfig"
    legacy_managed_config_file = "legacyManagedConfigFile"
    legacy_managed_config_mdm = "legacyManagedConfigMdm"
    unknown = "unknown"


class HookTrustStatus(OpenEnum):
    managed = "managed"
    untrusted = "untrusted"
    trusted = "trusted"
    modified = "modified"


class AgentHookMetadata(WireModel):
    handler_type: Literal["agent"]
    additional_context_limit: int | None = None
    """Configured `additionalContext` spill threshold. `null` uses 2,500 tokens; `0` disables spilling."""
    current_hash: str
    display_order: int
    enabled: bool
    event_name: HookEventName
    is_managed: bool
    key: str
    matcher: str | None = None
    plugin_id: str | None = None
    source: HookSource
    source_path: AbsolutePathBuf
    status_message: str | None = None
    timeout_sec: int
    trust_status: HookTrustStatus


class CommandHookMetadata(WireModel):
    async_: bool = False
    command: str
    handler_type: Literal["command"]
    additional_context_limit: int | None = None
    """Configured `additionalContext` spill threshold. `null` uses 2,500 tokens; `0` disables spilling."""
    current_hash: str
    display_order: int
    enabled: bool
    event_name: HookEventName
    is_managed: bool
    key: str
    matcher: str | None = None
    plugin_id: str | None = None
    source: HookSource
    source_path: AbsolutePathBuf
    status_message: str | None = None
    timeout_sec: int
    trust_status: HookTrustStatus


class HookExecutionMode(OpenEnum):
    sync = "sync"
    async_ = "async"


class HookHandlerType(OpenEnum):
    command = "command"
    mcp_tool = "mcpTool"
    prompt = "prompt"
    agent = "agent"


class HookOutputEntryKind(OpenEnum):
    warning = "warning"
    stop = "stop"
    feedback = "feedback"
    context = "context"
    error = "error"


class HookOutputEntry(WireModel):
    kind: HookOutputEntryKind
    text: str


class HookRunStatus(OpenEnum):
    running = "running"
    completed = "completed"
    failed = "failed"
    blocked = "blocked"
    stopped = "stopped"


class HookScope(OpenEnum):
    thread = "thread"
    turn = "turn"


class HookRunSummary(WireModel):
    completed_at: int | None = None
    display_order: int
    duration_ms: int | None = None
    entries: list[HookOutputEntry]
    event_name: HookEventName
    execution_mode: HookExecutionMode
    handler_type: HookHandlerType
    id: str
    scope: HookScope
    source: HookSource = HookSource.unknown
    source_path: AbsolutePathBuf
    started_at: int
    status: HookRunStatus
    status_message: str | None = None


class HookCompletedNotification(WireModel):
    run: HookRunSummary
    thread_id: str
    turn_id: str | None = None


class HookErrorInfo(WireModel):
    message: str
    path: str


class McpToolHookMetadata(WireModel):
    handler_type: Literal["mcpTool"]
    server: str
    tool: str
    additional_context_limit: int | None = None
    """Configured `additionalContext` spill threshold. `null` uses 2,500 tokens; `0` disables spilling."""
    current_hash: str
    display_order: int
    enabled: bool
    event_name: HookEventName
    is_managed: bool
    key: str
    matcher: str | None = None
    plugin_id: str | None = None
    source: HookSource
    source_path: AbsolutePathBuf
    status_message: str | None = None
    timeout_sec: int
    trust_status: HookTrustStatus


class PromptHookMetadata(WireModel):
    handler_type: Literal["prompt"]
    additional_context_limit: int | None = None
    """Configured `additionalContext` spill threshold. `null` uses 2,500 tokens; `0` disables spilling."""
    current_hash: str
    display_order: int
    enabled: bool
    event_name: HookEventName
    is_managed: bool
    key: str
    matcher: str | None = None
    plugin_id: str | None = None
    source: HookSource
    source_path: AbsolutePathBuf
    status_message: str | None = None
    timeout_sec: int
    trust_status: HookTrustStatus


class UnknownHookMetadata(UnknownVariant):
    """An alternative of `HookMetadata` unknown to this package."""

    @property
    def handler_type(self) -> str | None:
        return self._text("handlerType")


HookMetadata: TypeAlias = Annotated[
    CommandHookMetadata | McpToolHookMetadata | PromptHookMetadata | AgentHookMetadata | UnknownHookMetadata,
    OpenUnion(
        "handlerType",
        {
            "command": CommandHookMetadata,
            "mcpTool": McpToolHookMetadata,
            "prompt": PromptHookMetadata,
            "agent": AgentHookMetadata,
        },
        UnknownHookMetadata,
    ),
]


class HookStartedNotification(WireModel):
    run: HookRunSummary
    thread_id: str
    turn_id: str | None = None


class HooksListEntry(WireModel):
    cwd: str
    errors: list[HookErrorInfo]
    hooks: list[HookMetadata]
    warnings: list[str]


class HooksListParams(WireModel):
    cwds: list[str] | None = None
    """When empty, defaults to the current session working directory."""


class HooksListResponse(WireModel):
    data: list[HooksListEntry]
