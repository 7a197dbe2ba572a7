"""The `threads` types of the Codex protocol. Generated from the schema of runtime 0.163.0; do not edit."""

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from ._enums import OpenEnum
from ._models import OpenUnion, UnknownVariant, WireModel
from .common import (
    AbsolutePathBuf,
    ApprovalsReviewer,
    LegacyAppPathString,
    MultiAgentModeValue,
    ReasoningEffort,
    ThreadHistoryMode,
    ThreadId,
    ThreadSource,
)
from .turns import Turn


class ActivePermissionProfile(WireModel):
    extends: str | None = None
    """Parent profile identifier from the selected permissions profile's `extends` setting, when
    present.
    """
    id: str
    """Identifier from `default_permissions` or the implicit built-in default, such as `:workspace` or
    a user-defined `[permissions.<id>]` profile.
    """


class ThreadActiveFlag(OpenEnum):
    waiting_on_approval = "waitingOnApproval"
    waiting_on_user_input = "waitingOnUserInput"


class ActiveThreadStatus(WireModel):
    active_flags: list[ThreadActiveFlag]
    type: Literal["active"]


AgentPath: TypeAlias = str


class AskForApprovalValue(OpenEnum):
    untrusted = "untrusted"
    on_request = "on-request"
    never = "never"


class Granular(WireModel):
    mcp_elicitations: Annotated[bool, Field(alias="mcp_elicitations")]
    request_permissions: Annotated[bool, Field(alias="request_permissions")] = False
    rules: bool
    sandbox_approval: Annotated[bool, Field(alias="sandbox_approval")]
    skill_approval: Annotated[bool, Field(alias="skill_approval")] = False


class GranularAskForApproval(WireModel):
    granular: Granular


class UnknownAskForApproval(UnknownVariant):
    """An alternative of `AskForApproval` unknown to this package."""


AskForApproval: TypeAlias = Annotated[
    AskForApprovalValue | GranularAskForApproval | UnknownAskForApproval,
    OpenUnion(None, {"granular": GranularAskForApproval}, UnknownAskForApproval, AskForApprovalValue),
]


class CustomMultiAgentMode(WireModel):
    custom: str


class CustomSessionSource(WireModel):
    custom: str


class DangerFullAccessSandboxPolicy(WireModel):
    type: Literal["dangerFullAccess"]


class NetworkAccess(OpenEnum):
    restricted = "restricted"
    enabled = "enabled"


class ExternalSandboxSandboxPolicy(WireModel):
    network_access: NetworkAccess = NetworkAccess.restricted
    type: Literal["externalSandbox"]


class GitInfo(WireModel):
    branch: str | None = None
    origin_url: str | None = None
    sha: str | None = None


class IdleThreadStatus(WireModel):
    type: Literal["idle"]


class InitializeResponse(WireModel):
    codex_home: AbsolutePathBuf
    """Absolute path to the server's $CODEX_HOME directory."""
    platform_family: str
    """Platform family for the running app-server target, for example `"unix"` or `"windows"`."""
    platform_os: str
    """Operating system for the running app-server target, for example `"macos"`, `"linux"`, or
    `"windows"`.
    """
    user_agent: str


class UnknownMultiAgentMode(UnknownVariant):
    """An alternative of `MultiAgentMode` unknown to this package."""


MultiAgentMode: TypeAlias = Annotated[
    MultiAgentModeValue | CustomMultiAgentMode | UnknownMultiAgentMode,
    OpenUnion(None, {"custom": CustomMultiAgentMode}, UnknownMultiAgentMode, MultiAgentModeValue),
]
"""Controls the effective multi-agent delegation instructions for a turn. `custom` means the
configured mode hint defines the policy instead of a built-in policy.
"""


class NotLoadedThreadStatus(WireModel):
    type: Literal["notLoaded"]


class OtherSubAgentSource(WireModel):
    other: str


class ReadOnlySandboxPolicy(WireModel):
    network_access: bool = False
    type: Literal["readOnly"]


class WorkspaceWriteSandboxPolicy(WireModel):
    exclude_slash_tmp: bool = False
    exclude_tmpdir_env_var: bool = False
    network_access: bool = False
    type: Literal["workspaceWrite"]
    writable_roots: list[AbsolutePathBuf] = Field(default_factory=list[AbsolutePathBuf])


class UnknownSandboxPolicy(UnknownVariant):
    """An alternative of `SandboxPolicy` unknown to this package."""

    @property
    def type(self) -> str | None:
        return self._text("type")


SandboxPolicy: TypeAlias = Annotated[
    DangerFullAccessSandboxPolicy
    | ReadOnlySandboxPolicy
    | ExternalSandboxSandboxPolicy
    | WorkspaceWriteSandboxPolicy
    | UnknownSandboxPolicy,
    OpenUnion(
        "type",
        {
            "dangerFullAccess": DangerFullAccessSandboxPolicy,
            "readOnly": ReadOnlySandboxPolicy,
            "externalSandbox": ExternalSandboxSandboxPolicy,
            "workspaceWrite": WorkspaceWriteSandboxPolicy,
        },
        UnknownSandboxPolicy,
    ),
]


class SessionSourceValue(OpenEnum):
    cli = "cli"
    vscode = "vscode"
    exec = "exec"
    app_server = "appServer"
    unknown = "unknown"


class SubAgentSourceValue(OpenEnum):
    review = "review"
    compact = "compact"
    memory_consolidation = "memory_consolidation"


class ThreadSpawnSubAgentSourceDetails(WireModel):
    agent_nickname: Annotated[str | None, Field(alias="agent_nickname")] = None
    agent_path: Annotated[AgentPath | None, Field(alias="agent_path")] = None
    agent_role: Annotated[str | None, Field(alias="agent_role")] = None
    depth: int
    parent_thread_id: Annotated[ThreadId, Field(alias="parent_thread_id")]


class ThreadSpawnSubAgentSource(WireModel):
    thread_spawn: Annotated[ThreadSpawnSubAgentSourceDetails, Field(alias="thread_spawn")]


class UnknownSubAgentSource(UnknownVariant):
    """An alternative of `SubAgentSource` unknown to this package."""


SubAgentSource: TypeAlias = Annotated[
    SubAgentSourceValue | ThreadSpawnSubAgentSource | OtherSubAgentSource | UnknownSubAgentSource,
    OpenUnion(
        None,
        {"thread_spawn": ThreadSpawnSubAgentSource, "other": OtherSubAgentSource},
        UnknownSubAgentSource,
        SubAgentSourceValue,
    ),
]


class SubAgentSessionSource(WireModel):
    sub_agent: SubAgentSource


class UnknownSessionSource(UnknownVariant):
    """An alternative of `SessionSource` unknown to this package."""


SessionSource: TypeAlias = Annotated[
    SessionSourceValue | CustomSessionSource | SubAgentSessionSource | UnknownSessionSource,
    OpenUnion(
        None,
        {"custom": CustomSessionSource, "subAgent": SubAgentSessionSource},
        UnknownSessionSource,
        SessionSourceValue,
    ),
]


class SystemErrorThreadStatus(WireModel):
    type: Literal["systemError"]


class ThreadEnvironment(WireModel):
    """An environment selected by a loaded thread, independent of connection status."""

    cwd: LegacyAppPathString
    environment_id: str
    runtime_workspace_roots: list[LegacyAppPathString]


class ThreadExtra(WireModel):
    """Extra app-server data for a thread."""


class ThreadSectionAppearance(WireModel):
    """Extensible visual presentation for a custom thread section."""

    color: str | None = None
    icon: str | None = None


class ThreadSection(WireModel):
    """An independently persisted, user-visible thread section."""

    appearance: ThreadSectionAppearance | None = None
    """Optional appearance synchronized across clients."""
    id: str
    """Opaque UUIDv7 identity that remains stable when the section is renamed."""
    name: str
    """The current user-visible section name."""


class UnknownThreadStatus(UnknownVariant):
    """An alternative of `ThreadStatus` unknown to this package."""

    @property
    def type(self) -> str | None:
        return self._text("type")


ThreadStatus: TypeAlias = Annotated[
    NotLoadedThreadStatus | IdleThreadStatus | SystemErrorThreadStatus | ActiveThreadStatus | UnknownThreadStatus,
    OpenUnion(
        "type",
        {
            "notLoaded": NotLoadedThreadStatus,
            "idle": IdleThreadStatus,
            "systemError": SystemErrorThreadStatus,
            "active": ActiveThreadStatus,
        },
        UnknownThreadStatus,
    ),
]


class Thread(WireModel):
    agent_nickname: str | None = None
    """Optional random unique nickname assigned to an AgentControl-spawned sub-agent."""
    agent_role: str | None = None
    """Optional role (agent_role) assigned to an AgentControl-spawned sub-agent."""
    can_accept_direct_input: bool | None = None
    """Whether the app server accepts direct turn input for this loaded thread. `None` means the
    capability is unavailable, such as for an unloaded stored thread.

    Experimental.
    """
    cli_version: str
    """Version of the CLI that created the thread."""
    created_at: int
    """Unix timestamp (in seconds) when the thread was created."""
    cwd: AbsolutePathBuf
    """Working directory captured for the thread."""
    daybreak_enabled: bool | None = None
    """Saved Daybreak choice, independent of turn execution. Null if unset.

    Experimental.
    """
    environments: list[ThreadEnvironment] | None = None
    """Current environments for a loaded thread, in priority order, primary first. `null` means the
    thread is not loaded or the server does not expose its selection. An empty list means no
    environments are selected. This does not report connection status.

    Experimental.
    """
    ephemeral: bool
    """Whether the thread is ephemeral and should not be materialized on disk."""
    extra: ThreadExtra | None = None
    """Optional implementation-specific thread data.

    Experimental.
    """
    forked_from_id: str | None = None
    """Source thread id when this thread was created by forking another thread."""
    git_info: GitInfo | None = None
    """Optional Git metadata captured when the thread was created."""
    history_mode: ThreadHistoryMode = ThreadHistoryMode.legacy
    """Persisted thread history contract selected when this thread was created."""
    id: str
    """Identifier for this thread. Codex-generated thread IDs are UUIDv7."""
    model: str | None = None
    """Current configured model when loaded, otherwise the latest persisted model. Null when
    unavailable. This is not per-turn execution telemetry.
    """
    model_provider: str
    """Model provider used for this thread (for example, 'openai')."""
    name: str | None = None
    """Optional user-facing thread title."""
    originator: str | None = None
    """Originator recorded when the thread was created, independent of its current client or executor.
    Null when the recorded originator is unavailable.
    """
    parent_thread_id: str | None = None
    """The ID of the parent thread. This will only be set if this thread is a subagent."""
    path: str | None = None
    """[UNSTABLE] Path to the thread on disk."""
    preview: str
    """Usually the first user message in the thread, if available."""
    project_id: str | None = None
    """Canonical project assignment owned by app-server, if any."""
    reasoning_effort: ReasoningEffort | None = None
    """Current configured reasoning effort when loaded, otherwise the latest persisted effort. Null
    when unset or unavailable. This is not per-turn execution telemetry.
    """
    recency_at: int | None = None
    """Unix timestamp (in seconds) used for thread recency ordering."""
    section: ThreadSection | None = None
    """The independently persisted section selected for this thread, if any."""
    section_entered_at: int | None = None
    """Unix timestamp in seconds when the thread entered its current section."""
    session_id: str
    """Session id shared by threads that belong to the same session tree."""
    source: SessionSource
    """Origin of the thread (CLI, VSCode, codex exec, codex app-server, etc.)."""
    status: ThreadStatus
    """Current runtime status for the thread."""
    thread_source: ThreadSource | None = None
    """Optional analytics source classification for this thread."""
    turns: list[Turn]
    """Only populated on `thread/resume`, `thread/fork`, and `thread/read` (when `includeTurns` is
    true) responses. For all other responses and notifications returning a Thread, the turns field
    will be an empty list.
    """
    updated_at: int
    """Unix timestamp (in seconds) when the thread was last updated."""


class ThreadStartResponse(WireModel):
    active_permission_profile: ActivePermissionProfile | None = None
    """Named or implicit built-in profile that produced the active permissions, when known.

    Experimental.
    """
    approval_policy: AskForApproval
    approvals_reviewer: ApprovalsReviewer
    """Reviewer currently used for approval requests on this thread."""
    cwd: AbsolutePathBuf
    disabled_plugin_ids: list[str] = Field(default_factory=list[str])
    """Saved list of disabled plugin IDs. Does not yet filter plugin capabilities."""
    instruction_sources: list[LegacyAppPathString] = Field(default_factory=list[LegacyAppPathString])
    """Environment-native paths to instruction source files currently loaded for this thread."""
    model: str
    model_provider: str
    multi_agent_mode: MultiAgentMode = MultiAgentModeValue.explicit_request_only
    """@deprecated Always `explicitRequestOnly`. Use `reasoningEffort` for Ultra behavior.

    Experimental.
    """
    reasoning_effort: ReasoningEffort | None = None
    runtime_workspace_roots: list[AbsolutePathBuf] = Field(default_factory=list[AbsolutePathBuf])
    """Thread-scoped runtime workspace roots used to materialize `:workspace_roots`.

    Experimental.
    """
    sandbox: SandboxPolicy
    """Legacy sandbox policy retained for compatibility. Experimental clients should prefer
    `activePermissionProfile` for profile provenance.
    """
    service_tier: str | None = None
    thread: Thread
