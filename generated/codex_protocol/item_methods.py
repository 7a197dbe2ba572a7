"""The `item_methods` types of the Codex protocol. Generated from the schema of runtime 0.163.0; do not edit."""

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field

from ._enums import OpenEnum
from ._models import OpenUnion, UnknownVariant, WireModel
from .common import AbsolutePathBuf, LegacyAppPathString
from .items import CommandAction, DynamicToolCallOutputContentItem, FileUpdateChange
from .shared import NetworkPolicyAmendment


class AcceptWithExecpolicyAmendmentCommandExecutionApprovalDecisionDetails(WireModel):
    execpolicy_amendment: Annotated[list[str], Field(alias="execpolicy_amendment")]


class AcceptWithExecpolicyAmendmentCommandExecutionApprovalDecision(WireModel):
    """User approved the command, and wants to apply the proposed execpolicy amendment so future
    matching commands can run without prompting.
    """

    accept_with_execpolicy_amendment: AcceptWithExecpolicyAmendmentCommandExecutionApprovalDecisionDetails


class FileSystemAccessMode(OpenEnum):
    read = "read"
    write = "write"
    deny = "deny"


class GlobPatternFileSystemPath(WireModel):
    pattern: str
    type: Literal["glob_pattern"]


class PathFileSystemPath(WireModel):
    path: LegacyAppPathString
    type: Literal["path"]


class KindFileSystemSpecialPath(WireModel):
    kind: Literal["project_roots"]
    subpath: LegacyAppPathString | None = None


class MinimalFileSystemSpecialPath(WireModel):
    kind: Literal["minimal"]


class RootFileSystemSpecialPath(WireModel):
    kind: Literal["root"]


class SlashTmpFileSystemSpecialPath(WireModel):
    kind: Literal["slash_tmp"]


class TmpdirFileSystemSpecialPath(WireModel):
    kind: Literal["tmpdir"]


class UnknownFileSystemSpecialPath(WireModel):
    kind: Literal["unknown"]
    path: str
    subpath: LegacyAppPathString | None = None


class UnrecognizedFileSystemSpecialPath(UnknownVariant):
    """An alternative of `FileSystemSpecialPath` unknown to this package."""

    @property
    def kind(self) -> str | None:
        return self._text("kind")


FileSystemSpecialPath: TypeAlias = Annotated[
    RootFileSystemSpecialPath
    | MinimalFileSystemSpecialPath
    | KindFileSystemSpecialPath
    | TmpdirFileSystemSpecialPath
    | SlashTmpFileSystemSpecialPath
    | UnknownFileSystemSpecialPath
    | UnrecognizedFileSystemSpecialPath,
    OpenUnion(
        "kind",
        {
            "root": RootFileSystemSpecialPath,
            "minimal": MinimalFileSystemSpecialPath,
            "project_roots": KindFileSystemSpecialPath,
            "tmpdir": TmpdirFileSystemSpecialPath,
            "slash_tmp": SlashTmpFileSystemSpecialPath,
            "unknown": UnknownFileSystemSpecialPath,
        },
        UnrecognizedFileSystemSpecialPath,
    ),
]


class SpecialFileSystemPath(WireModel):
    type: Literal["special"]
    value: FileSystemSpecialPath


class UnknownFileSystemPath(UnknownVariant):
    """An alternative of `FileSystemPath` unknown to this package."""

    @property
    def type(self) -> str | None:
        return self._text("type")


FileSystemPath: TypeAlias = Annotated[
    PathFileSystemPath | GlobPatternFileSystemPath | SpecialFileSystemPath | UnknownFileSystemPath,
    OpenUnion(
        "type",
        {"path": PathFileSystemPath, "glob_pattern": GlobPatternFileSystemPath, "special": SpecialFileSystemPath},
        UnknownFileSystemPath,
    ),
]


class FileSystemSandboxEntry(WireModel):
    access: FileSystemAccessMode
    path: FileSystemPath


class AdditionalFileSystemPermissions(WireModel):
    entries: list[FileSystemSandboxEntry] | None = None
    glob_scan_max_depth: int | None = None
    read: list[LegacyAppPathString] | None = None
    """This will be removed in favor of `entries`."""
    write: list[LegacyAppPathString] | None = None
    """This will be removed in favor of `entries`."""


class AdditionalNetworkPermissions(WireModel):
    enabled: bool | None = None


class AdditionalPermissionProfile(WireModel):
    file_system: AdditionalFileSystemPermissions | None = None
    network: AdditionalNetworkPermissions | None = None
    """Partial overlay used for per-command permission requests."""


class ApplyNetworkPolicyAmendmentCommandExecutionApprovalDecisionDetails(WireModel):
    network_policy_amendment: Annotated[NetworkPolicyAmendment, Field(alias="network_policy_amendment")]


class ApplyNetworkPolicyAmendmentCommandExecutionApprovalDecision(WireModel):
    """User chose a persistent network policy rule (allow/deny) for this host."""

    apply_network_policy_amendment: ApplyNetworkPolicyAmendmentCommandExecutionApprovalDecisionDetails


class ApplyPatchGuardianApprovalReviewAction(WireModel):
    cwd: LegacyAppPathString
    files: list[LegacyAppPathString]
    type: Literal["applyPatch"]


class AutoReviewDecisionSource(OpenEnum):
    """[UNSTABLE] Source that produced a terminal approval auto-review decision."""

    agent = "agent"


class CommandExecutionApprovalDecisionValue(OpenEnum):
    accept = "accept"
    """User approved the command."""
    accept_for_session = "acceptForSession"
    """User approved the command and future prompts in the same session-scoped approval cache should
    run without prompting.
    """
    decline = "decline"
    """User denied the command. The agent will continue the turn."""
    cancel = "cancel"
    """User denied the command. The turn will also be immediately interrupted."""


class UnknownCommandExecutionApprovalDecision(UnknownVariant):
    """An alternative of `CommandExecutionApprovalDecision` unknown to this package."""


CommandExecutionApprovalDecision: TypeAlias = Annotated[
    CommandExecutionApprovalDecisionValue
    | AcceptWithExecpolicyAmendmentCommandExecutionApprovalDecision
    | ApplyNetworkPolicyAmendmentCommandExecutionApprovalDecision
    | UnknownCommandExecutionApprovalDecision,
    OpenUnion(
        None,
        {
            "acceptWithExecpolicyAmendment": AcceptWithExecpolicyAmendmentCommandExecutionApprovalDecision,
            "applyNetworkPolicyAmendment": ApplyNetworkPolicyAmendmentCommandExecutionApprovalDecision,
        },
        UnknownCommandExecutionApprovalDecision,
        CommandExecutionApprovalDecisionValue,
    ),
]


class CommandExecutionApprovalKind(OpenEnum):
    """Distinguishes a command approval from input sent to an existing terminal."""

    command = "command"
    write_stdin = "writeStdin"


class NetworkApprovalProtocol(OpenEnum):
    http = "http"
    https = "https"
    socks5_tcp = "socks5Tcp"
    socks5_udp = "socks5Udp"


class NetworkApprovalContext(WireModel):
    host: str
    protocol: NetworkApprovalProtocol


class CommandExecutionRequestApprovalParams(WireModel):
    additional_permissions: AdditionalPermissionProfile | None = None
    """Optional additional permissions requested for this command.

    Experimental.
    """
    approval_id: str | None = None
    """Unique identifier for this specific approval callback.

    For regular shell/unified_exec approvals, this is null.

    For zsh-exec-bridge subcommand approvals, multiple callbacks can belong to one parent `itemId`,
    so `approvalId` is a distinct opaque callback id (a UUID) used to disambiguate routing. Stdin
    approvals also use a distinct callback id; inspect `kind` to distinguish them.
    """
    available_decisions: list[CommandExecutionApprovalDecision] | None = None
    """Ordered list of decisions the client may present for this prompt.

    Experimental.
    """
    command: str | None = None
    """The command to be executed."""
    command_actions: list[CommandAction] | None = None
    """Best-effort parsed command actions for friendly display."""
    cwd: LegacyAppPathString | None = None
    """The command's working directory."""
    environment_id: str | None = None
    """Environment in which the command will run.

    Since runtime 0.144.4.
    """
    item_id: str
    kind: CommandExecutionApprovalKind = CommandExecutionApprovalKind.command
    """Kind of action under review. Defaults to `command` for older servers.

    Since runtime 0.153.4.
    """
    network_approval_context: NetworkApprovalContext | None = None
    """Optional context for a managed-network approval prompt."""
    proposed_execpolicy_amendment: list[str] | None = None
    """Optional proposed execpolicy amendment to allow similar commands without prompting."""
    proposed_network_policy_amendments: list[NetworkPolicyAmendment] | None = None
    """Optional proposed network policy amendments (allow/deny host) for future requests."""
    reason: str | None = None
    """Optional explanatory reason (e.g. request for network access)."""
    started_at_ms: int
    """Unix timestamp (in milliseconds) when this approval request started."""
    thread_id: str
    turn_id: str


class CommandExecutionRequestApprovalResponse(WireModel):
    decision: CommandExecutionApprovalDecision


class GuardianCommandSource(OpenEnum):
    shell = "shell"
    unified_exec = "unifiedExec"


class CommandGuardianApprovalReviewAction(WireModel):
    command: str
    cwd: LegacyAppPathString
    source: GuardianCommandSource
    type: Literal["command"]


class DynamicToolCallParams(WireModel):
    arguments: Any = None
    call_id: str
    namespace: str | None = None
    thread_id: str
    tool: str
    turn_id: str


class DynamicToolCallResponse(WireModel):
    content_items: list[DynamicToolCallOutputContentItem]
    success: bool


class ExecveGuardianApprovalReviewAction(WireModel):
    argv: list[str]
    cwd: AbsolutePathBuf
    program: str
    source: GuardianCommandSource
    type: Literal["execve"]


class FileChangeApprovalDecision(OpenEnum):
    accept = "accept"
    """User approved the file changes."""
    accept_for_session = "acceptForSession"
    """User approved the file changes and future changes to the same files should run without
    prompting.
    """
    decline = "decline"
    """User denied the file changes. The agent will continue the turn."""
    cancel = "cancel"
    """User denied the file changes. The turn will also be immediately interrupted."""


class FileChangePatchUpdatedNotification(WireModel):
    changes: list[FileUpdateChange]
    item_id: str
    thread_id: str
    turn_id: str


class FileChangeRequestApprovalParams(WireModel):
    grant_root: str | None = None
    """[UNSTABLE] When set, the agent is asking the user to allow writes under this root for the
    remainder of the session (unclear if this is honored today).
    """
    item_id: str
    reason: str | None = None
    """Optional explanatory reason (e.g. request for extra write access)."""
    started_at_ms: int
    """Unix timestamp (in milliseconds) when this approval request started."""
    thread_id: str
    turn_id: str


class FileChangeRequestApprovalResponse(WireModel):
    decision: FileChangeApprovalDecision


class GrantedPermissionProfile(WireModel):
    file_system: AdditionalFileSystemPermissions | None = None
    network: AdditionalNetworkPermissions | None = None


class GuardianApprovalReviewStatus(OpenEnum):
    """[UNSTABLE] Lifecycle state for an approval auto-review."""

    in_progress = "inProgress"
    approved = "approved"
    denied = "denied"
    timed_out = "timedOut"
    aborted = "aborted"


class GuardianRiskLevel(OpenEnum):
    """[UNSTABLE] Risk level assigned by approval auto-review."""

    low = "low"
    medium = "medium"
    high = "high"
    critical = "critical"


class GuardianUserAuthorization(OpenEnum):
    """[UNSTABLE] Authorization level assigned by approval auto-review."""

    unknown = "unknown"
    low = "low"
    medium = "medium"
    high = "high"


class GuardianApprovalReview(WireModel):
    """[UNSTABLE] Temporary approval auto-review payload used by `item/autoApprovalReview/*`
    notifications. This shape is expected to change soon.
    """

    rationale: str | None = None
    risk_level: GuardianRiskLevel | None = None
    status: GuardianApprovalReviewStatus
    user_authorization: GuardianUserAuthorization | None = None


class McpToolCallGuardianApprovalReviewAction(WireModel):
    connector_id: str | None = None
    connector_name: str | None = None
    server: str
    tool_name: str
    tool_title: str | None = None
    type: Literal["mcpToolCall"]


class NetworkAccessGuardianApprovalReviewAction(WireModel):
    host: str
    port: int
    protocol: NetworkApprovalProtocol
    target: str
    type: Literal["networkAccess"]


class RequestPermissionProfile(WireModel):
    file_system: AdditionalFileSystemPermissions | None = None
    network: AdditionalNetworkPermissions | None = None


class RequestPermissionsGuardianApprovalReviewAction(WireModel):
    permissions: RequestPermissionProfile
    reason: str | None = None
    type: Literal["requestPermissions"]


class WriteStdinGuardianApprovalReviewAction(WireModel):
    """A child approval for input to an existing command execution item."""

    approval_id: str
    cwd: LegacyAppPathString
    process_id: str
    stdin: str
    type: Literal["writeStdin"]


class UnknownGuardianApprovalReviewAction(UnknownVariant):
    """An alternative of `GuardianApprovalReviewAction` unknown to this package."""

    @property
    def type(self) -> str | None:
        return self._text("type")


GuardianApprovalReviewAction: TypeAlias = Annotated[
    CommandGuardianApprovalReviewAction
    | ExecveGuardianApprovalReviewAction
    | WriteStdinGuardianApprovalReviewAction
    | ApplyPatchGuardianApprovalReviewAction
    | NetworkAccessGuardianApprovalReviewAction
    | McpToolCallGuardianApprovalReviewAction
    | RequestPermissionsGuardianApprovalReviewAction
    | UnknownGuardianApprovalReviewAction,
    OpenUnion(
        "type",
        {
            "command": CommandGuardianApprovalReviewAction,
            "execve": ExecveGuardianApprovalReviewAction,
            "writeStdin": WriteStdinGuardianApprovalReviewAction,
            "applyPatch": ApplyPatchGuardianApprovalReviewAction,
            "networkAccess": NetworkAccessGuardianApprovalReviewAction,
            "mcpToolCall": McpToolCallGuardianApprovalReviewAction,
            "requestPermissions": RequestPermissionsGuardianApprovalReviewAction,
        },
        UnknownGuardianApprovalReviewAction,
    ),
]


class ItemGuardianApprovalReviewCompletedNotification(WireModel):
    """[UNSTABLE] Temporary notification payload for approval auto-review. This shape is expected to
    change soon.
    """

    action: GuardianApprovalReviewAction
    completed_at_ms: int
    """Unix timestamp (in milliseconds) when this review completed."""
    decision_source: AutoReviewDecisionSource
    review: GuardianApprovalReview
    review_id: str
    """Stable identifier for this review."""
    started_at_ms: int
    """Unix timestamp (in milliseconds) when this review started."""
    target_item_id: str | None = None
    """Identifier for the reviewed item or tool call when one exists.

    In most cases, one review maps to one target item. The exceptions are - execve reviews, where a
    single command may contain multiple execve calls to review (only possible when using the
    shell_zsh_fork feature) - stdin reviews, which refer to the existing parent command item and
    have a separate approval ID in the action payload - network policy reviews, where there is no
    target item

    A network call is triggered by a CommandExecution item, so having a target_item_id set to the
    CommandExecution item would be misleading because the review is about the network call, not the
    command execution. Therefore, target_item_id is set to None for network policy reviews.
    """
    thread_id: str
    turn_id: str


class ItemGuardianApprovalReviewStartedNotification(WireModel):
    """[UNSTABLE] Temporary notification payload for approval auto-review. This shape is expected to
    change soon.
    """

    action: GuardianApprovalReviewAction
    review: GuardianApprovalReview
    review_id: str
    """Stable identifier for this review."""
    started_at_ms: int
    """Unix timestamp (in milliseconds) when this review started."""
    target_item_id: str | None = None
    """Identifier for the reviewed item or tool call when one exists.

    In most cases, one review maps to one target item. The exceptions are - execve reviews, where a
    single command may contain multiple execve calls to review (only possible when using the
    shell_zsh_fork feature) - stdin reviews, which refer to the existing parent command item and
    have a separate approval ID in the action payload - network policy reviews, where there is no
    target item

    A network call is triggered by a CommandExecution item, so having a target_item_id set to the
    CommandExecution item would be misleading because the review is about the network call, not the
    command execution. Therefore, target_item_id is set to None for network policy reviews.
    """
    thread_id: str
    turn_id: str


class PermissionGrantScope(OpenEnum):
    turn = "turn"
    session = "session"


class PermissionsRequestApprovalParams(WireModel):
    cwd: LegacyAppPathString
    environment_id: str | None = None
    """Since runtime 0.144.4."""
    item_id: str
    permissions: RequestPermissionProfile
    reason: str | None = None
    started_at_ms: int
    """Unix timestamp (in milliseconds) when this approval request started."""
    thread_id: str
    turn_id: str


class PermissionsRequestApprovalResponse(WireModel):
    permissions: GrantedPermissionProfile
    scope: PermissionGrantScope = PermissionGrantScope.turn
    strict_auto_review: bool | None = None
    """Review every subsequent command in this turn before normal sandboxed execution."""


class ToolRequestUserInputAnswer(WireModel):
    """EXPERIMENTAL. Captures a user's answer to a request_user_input question."""

    answers: list[str]


class ToolRequestUserInputOption(WireModel):
    """EXPERIMENTAL. Defines a single selectable option for request_user_input."""

    description: str
    label: str


class ToolRequestUserInputQuestion(WireModel):
    """EXPERIMENTAL. Represents one request_user_input question and its required options."""

    header: str
    id: str
    is_other: bool = False
    is_secret: bool = False
    options: list[ToolRequestUserInputOption] | None = None
    question: str


class ToolRequestUserInputParams(WireModel):
    """EXPERIMENTAL. Params sent with a request_user_input event."""

    auto_resolution_ms: int | None = None
    """@deprecated Use `isBlocking` to decide whether the request should block.

    Since runtime 0.144.4.
    """
    is_blocking: bool | None = None
    """Since runtime 0.147.0."""
    item_id: str
    questions: list[ToolRequestUserInputQuestion]
    thread_id: str
    turn_id: str


class ToolRequestUserInputResponse(WireModel):
    """EXPERIMENTAL. Response payload mapping question ids to answers."""

    answers: dict[str, ToolRequestUserInputAnswer]
