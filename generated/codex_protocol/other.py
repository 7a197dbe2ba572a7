"""The `other` types of the Codex protocol. Generated from the schema of runtime 0.163.0; do not edit."""

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field

from ._enums import OpenEnum
from ._models import OpenUnion, UnknownVariant, WireModel
from .common import AbsolutePathBuf, ReasoningEffort, ThreadId
from .shared import ModeKind, RequestId, ReviewDecision
from .threads import SandboxPolicy
from .turns import TokenUsageBreakdown, Turn


class AddFileChange(WireModel):
    content: str
    type: Literal["add"]


class AppLinksConfig(WireModel):
    """Account settings for a single app."""


class AppToolsConfig(WireModel):
    pass


class DeleteFileChange(WireModel):
    content: str
    type: Literal["delete"]


class UpdateFileChange(WireModel):
    move_path: Annotated[str | None, Field(alias="move_path")] = None
    type: Literal["update"]
    unified_diff: Annotated[str, Field(alias="unified_diff")]


class UnknownFileChange(UnknownVariant):
    """An alternative of `FileChange` unknown to this package."""

    @property
    def type(self) -> str | None:
        return self._text("type")


FileChange: TypeAlias = Annotated[
    AddFileChange | DeleteFileChange | UpdateFileChange | UnknownFileChange,
    OpenUnion(
        "type", {"add": AddFileChange, "delete": DeleteFileChange, "update": UpdateFileChange}, UnknownFileChange
    ),
]


class ApplyPatchApprovalParams(WireModel):
    call_id: str
    """Use to correlate this with [codex_protocol::protocol::PatchApplyBeginEvent] and
    [codex_protocol::protocol::PatchApplyEndEvent].
    """
    conversation_id: ThreadId
    file_changes: dict[str, FileChange]
    grant_root: str | None = None
    """When set, the agent is asking the user to allow writes under this root for the remainder of the
    session (unclear if this is honored today).
    """
    reason: str | None = None
    """Optional explanatory reason (e.g. request for extra write access)."""


class ApplyPatchApprovalResponse(WireModel):
    decision: ReviewDecision


class AttestationGenerateParams(WireModel):
    pass


class AttestationGenerateResponse(WireModel):
    token: str
    """Opaque client attestation token."""


class BaseBranchReviewTarget(WireModel):
    """Review changes between the current branch and the given base branch."""

    branch: str
    type: Literal["baseBranch"]


class UserVerificationCancellationReason(OpenEnum):
    """Experimental."""

    user_cancelled = "userCancelled"
    interrupted = "interrupted"


class CancelledUserVerificationErrorDetails(WireModel):
    """Experimental."""

    reason: UserVerificationCancellationReason
    type: Literal["cancelled"]


class ClientInfo(WireModel):
    name: str
    title: str | None = None
    version: str


class CollaborationModeListParams(WireModel):
    """EXPERIMENTAL - list collaboration mode presets.

    Experimental.
    """


class CollaborationModeMask(WireModel):
    """EXPERIMENTAL - collaboration mode preset metadata for clients."""

    mode: ModeKind | None = None
    model: str | None = None
    name: str
    reasoning_effort: Annotated[ReasoningEffort | None, Field(alias="reasoning_effort")] = None


class CollaborationModeListResponse(WireModel):
    """EXPERIMENTAL - collaboration mode presets response.

    Experimental.
    """

    data: list[CollaborationModeMask]


class CommandExecOutputStream(OpenEnum):
    """Stream label for `command/exec/outputDelta` notifications."""

    stdout = "stdout"
    """stdout stream. PTY mode multiplexes terminal output here."""
    stderr = "stderr"
    """stderr stream."""


class CommandExecOutputDeltaNotification(WireModel):
    """Base64-encoded output chunk emitted for a streaming `command/exec` request.

    These notifications are connection-scoped. If the originating connection closes, the server
    terminates the process.
    """

    cap_reached: bool
    """`true` on the final streamed chunk for a stream when `outputBytesCap` truncated later output on
    that stream.
    """
    delta_base64: str
    """Base64-encoded output bytes."""
    process_id: str
    """Client-supplied, connection-scoped `processId` from the original `command/exec` request."""
    stream: CommandExecOutputStream
    """Output stream for this chunk."""


class CommandExecTerminalSize(WireModel):
    """PTY size in character cells for `command/exec` PTY sessions."""

    cols: int
    """Terminal width in character cells."""
    rows: int
    """Terminal height in character cells."""


class CommandExecParams(WireModel):
    """Run a standalone command (argv vector) in the server sandbox without creating a thread or turn.

    The final `command/exec` response is deferred until the process exits and is sent only after all
    `command/exec/outputDelta` notifications for that connection have been emitted.
    """

    command: list[str]
    """Command argv vector. Empty arrays are rejected."""
    cwd: str | None = None
    """Optional working directory. Defaults to the server cwd."""
    disable_output_cap: bool | None = None
    """Disable stdout/stderr capture truncation for this request.

    Cannot be combined with `outputBytesCap`.
    """
    disable_timeout: bool | None = None
    """Disable the timeout entirely for this request.

    Cannot be combined with `timeoutMs`.
    """
    env: dict[str, str | None] | None = None
    """Optional environment overrides merged into the server-computed environment.

    Matching names override inherited values. Set a key to `null` to unset an inherited variable.
    """
    output_bytes_cap: int | None = None
    """Optional per-stream stdout/stderr capture cap in bytes.

    When omitted, the server default applies. Cannot be combined with `disableOutputCap`.
    """
    permission_profile: str | None = None
    """Optional active permissions profile id for this command.

    Defaults to the user's configured permissions when omitted. Cannot be combined with
    `sandboxPolicy`.

    Experimental.
    """
    process_id: str | None = None
    """Optional client-supplied, connection-scoped process id.

    Required for `tty`, `streamStdin`, `streamStdoutStderr`, and follow-up `command/exec/write`,
    `command/exec/resize`, and `command/exec/terminate` calls. When omitted, buffered execution gets
    an internal id that is not exposed to the client.
    """
    sandbox_policy: SandboxPolicy | None = None
    """Optional sandbox policy for this command.

    Uses the same shape as thread/turn execution sandbox configuration and defaults to the user's
    configured policy when omitted. Cannot be combined with `permissionProfile`.
    """
    size: CommandExecTerminalSize | None = None
    """Optional initial PTY size in character cells. Only valid when `tty` is true."""
    stream_stdin: bool | None = None
    """Allow follow-up `command/exec/write` requests to write stdin bytes.

    Requires a client-supplied `processId`.
    """
    stream_stdout_stderr: bool | None = None
    """Stream stdout/stderr via `command/exec/outputDelta` notifications.

    Streamed bytes are not duplicated into the final response and require a client-supplied
    `processId`.
    """
    timeout_ms: int | None = None
    """Optional timeout in milliseconds.

    When omitted, the server default applies. Cannot be combined with `disableTimeout`.
    """
    tty: bool | None = None
    """Enable PTY mode.

    This implies `streamStdin` and `streamStdoutStderr`.
    """


class CommandExecResizeParams(WireModel):
    """Resize a running PTY-backed `command/exec` session."""

    process_id: str
    """Client-supplied, connection-scoped `processId` from the original `command/exec` request."""
    size: CommandExecTerminalSize
    """New PTY size in character cells."""


class CommandExecResizeResponse(WireModel):
    """Empty success response for `command/exec/resize`."""


class CommandExecResponse(WireModel):
    """Final buffered result for `command/exec`."""

    exit_code: int
    """Process exit code."""
    stderr: str
    """Buffered stderr capture.

    Empty when stderr was streamed via `command/exec/outputDelta`.
    """
    stdout: str
    """Buffered stdout capture.

    Empty when stdout was streamed via `command/exec/outputDelta`.
    """


class CommandExecTerminateParams(WireModel):
    """Terminate a running `command/exec` session."""

    process_id: str
    """Client-supplied, connection-scoped `processId` from the original `command/exec` request."""


class CommandExecTerminateResponse(WireModel):
    """Empty success response for `command/exec/terminate`."""


class CommandExecWriteParams(WireModel):
    """Write stdin bytes to a running `command/exec` session, close stdin, or both."""

    close_stdin: bool | None = None
    """Close stdin after writing `deltaBase64`, if present."""
    delta_base64: str | None = None
    """Optional base64-encoded stdin bytes to write."""
    process_id: str
    """Client-supplied, connection-scoped `processId` from the original `command/exec` request."""


class CommandExecWriteResponse(WireModel):
    """Empty success response for `command/exec/write`."""


class CommitReviewTarget(WireModel):
    """Review the changes introduced by a specific commit."""

    sha: str
    title: str | None = None
    """Optional human-readable label (e.g., commit subject) for UIs."""
    type: Literal["commit"]


class CurrentTimeReadParams(WireModel):
    """Experimental. Since runtime 0.144.4."""

    thread_id: str


class CurrentTimeReadResponse(WireModel):
    """Experimental."""

    current_time_at: int
    """Current time as whole Unix seconds."""


class CustomReviewTarget(WireModel):
    """Arbitrary instructions, equivalent to the old free-form prompt."""

    instructions: str
    type: Literal["custom"]


class DeprecationNoticeNotification(WireModel):
    details: str | None = None
    """Optional extra guidance, such as migration steps or rationale."""
    summary: str
    """Concise summary of what is deprecated."""


class EnvironmentSkillsParams(WireModel):
    required: list[str] | None = None
    """Exact catalog names that must be available from this environment."""


class EnvironmentAddParams(WireModel):
    """Experimental."""

    auth_bearer_token: str | None = None
    """Optional raw bearer token for executor authentication, including reconnects. Requires a secure
    transport or a loopback destination.

    Since runtime 0.158.0.
    """
    connect_timeout_ms: int | None = None
    """Optional WebSocket connection timeout. The server default applies when omitted.

    Since runtime 0.144.4.
    """
    environment_id: str
    exec_server_url: str
    skills: EnvironmentSkillsParams | None = None
    """Required skills supplied by this environment, checked before model inference.

    Since runtime 0.162.0.
    """
    websocket_request_id: str | None = None
    """Optional X-Request-ID for the direct WebSocket upgrade, including reconnects. Requires a secure
    transport or a loopback destination.

    Since runtime 0.163.0.
    """


class EnvironmentAddResponse(WireModel):
    """Experimental."""


class EnvironmentInfoParams(WireModel):
    """Experimental. Since runtime 0.144.4."""

    environment_id: str


class EnvironmentShellInfo(WireModel):
    """Experimental."""

    name: str
    """Stable shell name, for example `zsh`, `bash`, `powershell`, `sh`, or `cmd`."""
    path: str
    """Target-native shell executable path or command name."""


PathUri: TypeAlias = str


class EnvironmentInfoResponse(WireModel):
    """Experimental."""

    cwd: PathUri | None = None
    """Default working directory reported by the environment, as a canonical file URI."""
    shell: EnvironmentShellInfo


class EnvironmentStatusKind(OpenEnum):
    """Current status observed by app-server without starting or recovering an environment.

    For a currently ready remote environment, app-server asks the existing exec-server connection
    for `environment/status` without allowing recovery.

    Experimental.
    """

    ready = "ready"
    """The environment is local, or an already-connected remote exec-server answered
    `environment/status` over its existing initialized connection.
    """
    pending = "pending"
    """The configured environment has no ready connection and no observed connection failure. This
    includes lazy environments that have never been started and initial startup that has not
    finished.
    """
    disconnected = "disconnected"
    """A connection attempt, prior connection, or fail-fast `environment/status` probe observed a
    failure. This does not promise the failure is terminal: later normal environment use may recover
    it. This call does not trigger recovery; `error` contains the observed reason.
    """
    unknown = "unknown"
    """The requested environment id is not configured in app-server."""


class EnvironmentStatusParams(WireModel):
    """Parameters for reading the current status of one configured environment.

    Experimental. Since runtime 0.147.0.
    """

    environment_id: str
    """Environment id to inspect."""


class EnvironmentStatusResponse(WireModel):
    """Current status for the requested environment.

    Experimental.
    """

    error: str | None = None
    """Human-readable detail for `disconnected` and `unknown`; omitted for other statuses."""
    status: EnvironmentStatusKind
    """Current status observed without starting or recovering the environment."""


class ListFilesParsedCommand(WireModel):
    cmd: str
    path: str | None = None
    type: Literal["list_files"]


class ReadParsedCommand(WireModel):
    cmd: str
    name: str
    path: str
    """(Best effort) Path to the file being read by the command. When possible, this is an absolute
    path, though when relative, it should be resolved against the `cwd`` that will be used to run
    the command to derive the absolute path.
    """
    type: Literal["read"]


class SearchParsedCommand(WireModel):
    cmd: str
    path: str | None = None
    query: str | None = None
    type: Literal["search"]


class UnknownParsedCommand(WireModel):
    cmd: str
    type: Literal["unknown"]


class UnrecognizedParsedCommand(UnknownVariant):
    """An alternative of `ParsedCommand` unknown to this package."""

    @property
    def type(self) -> str | None:
        return self._text("type")


ParsedCommand: TypeAlias = Annotated[
    ReadParsedCommand | ListFilesParsedCommand | SearchParsedCommand | UnknownParsedCommand | UnrecognizedParsedCommand,
    OpenUnion(
        "type",
        {
            "read": ReadParsedCommand,
            "list_files": ListFilesParsedCommand,
            "search": SearchParsedCommand,
            "unknown": UnknownParsedCommand,
        },
        UnrecognizedParsedCommand,
    ),
]


class ExecCommandApprovalParams(WireModel):
    approval_id: str | None = None
    """Identifier for this specific approval callback."""
    call_id: str
    """Use to correlate this with [codex_protocol::protocol::ExecCommandBeginEvent] and
    [codex_protocol::protocol::ExecCommandEndEvent].
    """
    command: list[str]
    conversation_id: ThreadId
    cwd: str
    parsed_cmd: list[ParsedCommand]
    reason: str | None = None


class ExecCommandApprovalResponse(WireModel):
    decision: ReviewDecision


class ExperimentalFeatureStage(OpenEnum):
    beta = "beta"
    """Feature is available for user testing and feedback."""
    under_development = "underDevelopment"
    """Feature is still being built and not ready for broad use."""
    stable = "stable"
    """Feature is production-ready."""
    deprecated = "deprecated"
    """Feature is deprecated and should be avoided."""
    removed = "removed"
    """Feature flag is retained only for backwards compatibility."""


class ExperimentalFeature(WireModel):
    announcement: str | None = None
    """Announcement copy shown to users when the feature is introduced. Null when this feature is not
    in beta.
    """
    default_enabled: bool
    """Whether this feature is enabled by default."""
    description: str | None = None
    """Short summary describing what the feature does. Null when this feature is not in beta."""
    display_name: str | None = None
    """User-facing display name shown in the experimental features UI. Null when this feature is not in
    beta.
    """
    enabled: bool
    """Whether this feature is currently enabled in the loaded config."""
    name: str
    """Stable key used in config.toml and CLI flag toggles."""
    stage: ExperimentalFeatureStage
    """Lifecycle stage of this feature flag."""


class ExperimentalFeatureEnablementSetParams(WireModel):
    enablement: dict[str, bool]
    """Process-wide runtime feature enablement keyed by canonical feature name.

    Only named features are updated. Omitted features are left unchanged. Send an empty map for a
    no-op.
    """


class ExperimentalFeatureEnablementSetResponse(WireModel):
    enablement: dict[str, bool]
    """Feature enablement entries updated by this request."""


class ExperimentalFeatureListParams(WireModel):
    cursor: str | None = None
    """Opaque pagination cursor returned by a previous call."""
    limit: int | None = None
    """Optional page size; defaults to a reasonable server-side value."""
    thread_id: str | None = None
    """Optional loaded thread id. Pass this when showing feature state for an existing thread so
    enablement is computed from that thread's refreshed config, including project-local config for
    the thread's cwd.
    """


class ExperimentalFeatureListResponse(WireModel):
    data: list[ExperimentalFeature]
    next_cursor: str | None = None
    """Opaque cursor to pass to the next call to continue after the last item. If None, there are no
    more items to return.
    """


class UserVerificationFailureReason(OpenEnum):
    """Experimental."""

    authentication_failed = "authenticationFailed"
    timeout = "timeout"
    provider_error = "providerError"
    service_error = "serviceError"


class FailedUserVerificationErrorDetails(WireModel):
    """Experimental."""

    reason: UserVerificationFailureReason
    type: Literal["failed"]


class FeedbackUploadParams(WireModel):
    classification: str
    extra_log_files: list[str] | None = None
    include_logs: bool | None = None
    reason: str | None = None
    tags: dict[str, str] | None = None
    thread_id: str | None = None


class FeedbackUploadResponse(WireModel):
    prompt_hash: str | None = None
    """Whitespace-normalized SHA-256 of the session base instructions, matching the uploaded
    `prompt_hash` tag. Does not include later developer messages. Null when the reported rollout has
    no prompt metadata.
    """
    thread_id: str


class GuardianWarningNotification(WireModel):
    message: str
    """Concise guardian warning message for the user."""
    thread_id: str
    """Thread target for the guardian warning."""


class InitializeCapabilities(WireModel):
    """Client-declared capabilities negotiated during initialize."""

    experimental_api: bool = False
    """Opt into receiving experimental API methods and fields."""
    explicit_gateway_oauth: bool | None = None
    """Use explicit gateway OAuth login instead of automatic browser authorization. Applies to this
    app-server's gateway runtime; later connections cannot undo it.
    """
    extensions: dict[str, Any] | None = None
    """MCP extension settings declared by the app-server client."""
    mcp_server_openai_form_elicitation: bool | None = None
    """Legacy opt-in for the `openai/form` MCP extension.

    New clients should declare `openai/form` in [`Self::extensions`].
    """
    opt_out_notification_methods: list[str] | None = None
    """Exact notification method names that should be suppressed for this connection (for example
    `thread/started`).
    """
    request_attestation: bool = False
    """Opt into `attestation/generate` requests for upstream `x-oai-attestation`."""


class InitializeParams(WireModel):
    capabilities: InitializeCapabilities | None = None
    client_info: ClientInfo


class UserVerificationInvalidRequestReason(OpenEnum):
    """Experimental."""

    invalid_params = "invalidParams"


class InvalidRequestUserVerificationErrorDetails(WireModel):
    """Experimental."""

    reason: UserVerificationInvalidRequestReason
    type: Literal["invalidRequest"]


class JSONRPCErrorError(WireModel):
    code: int
    data: Any = None
    message: str


class JSONRPCError(WireModel):
    """A response to a request that indicates an error occurred."""

    error: JSONRPCErrorError
    id: RequestId


class JSONRPCNotification(WireModel):
    """A notification which does not expect a response."""

    method: str
    params: Any = None


class W3cTraceContext(WireModel):
    traceparent: str | None = None
    tracestate: str | None = None


class JSONRPCRequest(WireModel):
    """A request that expects a response."""

    id: RequestId
    method: str
    params: Any = None
    trace: W3cTraceContext | None = None
    """Optional W3C Trace Context for distributed tracing."""


class JSONRPCResponse(WireModel):
    """A successful (non-error) response to a request."""

    id: RequestId
    result: Any = None


JSONRPCMessage: TypeAlias = JSONRPCRequest | JSONRPCNotification | JSONRPCResponse | JSONRPCError
"""Refers to any valid JSON-RPC object that can be decoded off the wire, or encoded to be sent."""


class MarketplaceAddParams(WireModel):
    ref_name: str | None = None
    source: str
    sparse_paths: list[str] | None = None


class MarketplaceAddResponse(WireModel):
    already_added: bool
    installed_root: AbsolutePathBuf
    marketplace_name: str


class MarketplaceRemoveParams(WireModel):
    marketplace_name: str


class MarketplaceRemoveResponse(WireModel):
    installed_root: AbsolutePathBuf | None = None
    marketplace_name: str


class MarketplaceUpgradeErrorInfo(WireModel):
    marketplace_name: str
    message: str


class MarketplaceUpgradeParams(WireModel):
    marketplace_name: str | None = None


class MarketplaceUpgradeResponse(WireModel):
    errors: list[MarketplaceUpgradeErrorInfo]
    selected_marketplaces: list[str]
    upgraded_roots: list[AbsolutePathBuf]


class MemoryResetResponse(WireModel):
    """Experimental."""


class MemoryStatusParams(WireModel):
    """Experimental. Since runtime 0.155.1."""

    min_consolidated_threads: int | None = None
    """Required distinct consolidated threads. Defaults to 20; supported range is 1..=4096."""


class MemoryStatusResponse(WireModel):
    """Experimental."""

    v2_consolidated_threads: int
    v2_ready: bool


class MockExperimentalMethodParams(WireModel):
    """Experimental."""

    value: str | None = None
    """Test-only payload field."""


class MockExperimentalMethodResponse(WireModel):
    """Experimental."""

    echoed: str | None = None
    """Echoes the input `value`."""


class PermissionProfileListParams(WireModel):
    cursor: str | None = None
    """Opaque pagination cursor returned by a previous call."""
    cwd: str | None = None
    """Optional working directory to resolve project config layers."""
    limit: int | None = None
    """Optional page size; defaults to the full result set."""


class PermissionProfileSummary(WireModel):
    allowed: bool
    """Whether the effective requirements allow selecting this profile."""
    description: str | None = None
    """Optional user-facing description for display in clients."""
    id: str
    """Available permission profile identifier."""


class PermissionProfileListResponse(WireModel):
    data: list[PermissionProfileSummary]
    next_cursor: str | None = None
    """Opaque cursor to pass to the next call to continue after the last item. If None, there are no
    more items to return.
    """


class ResponseUsageMetadata(WireModel):
    """Usage metadata reported for one upstream response."""

    amount: str | None = None
    metadata: Any = None


class RawResponseCompletedNotification(WireModel):
    """Internal-only notification containing the exact usage from one upstream Responses API
    completion.
    """

    response_id: str
    thread_id: str
    turn_id: str
    usage: TokenUsageBreakdown | None = None
    usage_metadata: ResponseUsageMetadata | None = None


class ReviewDelivery(OpenEnum):
    inline = "inline"
    detached = "detached"


class UncommittedChangesReviewTarget(WireModel):
    """Review the working tree: staged, unstaged, and untracked files."""

    type: Literal["uncommittedChanges"]


class UnknownReviewTarget(UnknownVariant):
    """An alternative of `ReviewTarget` unknown to this package."""

    @property
    def type(self) -> str | None:
        return self._text("type")


ReviewTarget: TypeAlias = Annotated[
    UncommittedChangesReviewTarget
    | BaseBranchReviewTarget
    | CommitReviewTarget
    | CustomReviewTarget
    | UnknownReviewTarget,
    OpenUnion(
        "type",
        {
            "uncommittedChanges": UncommittedChangesReviewTarget,
            "baseBranch": BaseBranchReviewTarget,
            "commit": CommitReviewTarget,
            "custom": CustomReviewTarget,
        },
        UnknownReviewTarget,
    ),
]


class ReviewStartParams(WireModel):
    delivery: ReviewDelivery | None = None
    """Where to run the review: inline (default) on the current thread or detached on a new thread
    (returned in `reviewThreadId`). Detached delivery is deprecated and emits `deprecationNotice`.
    Use `thread/start` followed by an inline review for a separate review thread.
    """
    target: ReviewTarget
    thread_id: str


class ReviewStartResponse(WireModel):
    review_thread_id: str
    """Identifies the thread where the review runs.

    For inline reviews, this is the original thread id. For detached reviews, this is the id of the
    new review thread.
    """
    turn: Turn


class RolloutCompressResponse(WireModel):
    """Acknowledges the compression trigger, not completion. Existing maintenance locks and cooldowns
    can cause the background pass to skip without doing work.

    Experimental.
    """


class ServerDiagnosticsGauge(WireModel):
    name: str
    value: int


class ServerDiagnosticsParams(WireModel):
    """Experimental. Since runtime 0.149.0."""


class ServerDiagnosticsProcess(WireModel):
    id: int
    physical_footprint_bytes: int | None = None
    resident_memory_bytes: int | None = None


class ServerDiagnosticsResponse(WireModel):
    """Experimental."""

    gauges: list[ServerDiagnosticsGauge]
    process: ServerDiagnosticsProcess


class ServerRequestResolvedNotification(WireModel):
    request_id: RequestId
    thread_id: str


class StrictReviewRequiredNotification(WireModel):
    """Since runtime 0.149.0."""

    started_at_ms: int
    """Unix timestamp (in milliseconds) when this review started."""
    thread_id: str
    turn_id: str


class ToolExposureSurface(OpenEnum):
    """A model-facing surface on which a tool can be exposed."""

    code_mode = "code_mode"
    """Nested tools available to Code Mode scripts."""
    deferred = "deferred"
    """Tools discovered later through tool search."""
    direct = "direct"
    """Tools present in the model's initial tool list."""


class WarningNotification(WireModel):
    message: str
    """Concise warning message for the user."""
    thread_id: str | None = None
    """Optional thread target when the warning applies to a specific thread."""


class WindowsSandboxReadiness(OpenEnum):
    ready = "ready"
    not_configured = "notConfigured"
    update_required = "updateRequired"


class WindowsSandboxReadinessResponse(WireModel):
    status: WindowsSandboxReadiness


class WindowsSandboxSetupMode(OpenEnum):
    elevated = "elevated"
    unelevated = "unelevated"


class WindowsSandboxSetupCompletedNotification(WireModel):
    error: str | None = None
    mode: WindowsSandboxSetupMode
    success: bool


class WindowsSandboxSetupStartParams(WireModel):
    cwd: AbsolutePathBuf | None = None
    mode: WindowsSandboxSetupMode


class WindowsSandboxSetupStartResponse(WireModel):
    started: bool


class WindowsWorldWritableWarningNotification(WireModel):
    extra_count: int
    failed_scan: bool
    sample_paths: list[str]
