"""The `server_messages` types of the Codex protocol. Generated from the schema of runtime 0.163.0; do not edit."""

from typing import Annotated, Literal, TypeAlias

from ._models import OpenUnion, UnknownVariant, WireModel
from .account import (
    AccountLoginCompletedNotification,
    AccountRateLimitsUpdatedNotification,
    AccountUpdatedNotification,
    ChatgptAuthTokensRefreshParams,
    GatewayOAuthChangedNotification,
)
from .app import AppListUpdatedNotification
from .config import ConfigWarningNotification
from .external_agent_config import (
    ExternalAgentConfigImportCompletedNotification,
    ExternalAgentConfigImportProgressNotification,
)
from .fs import FsChangedNotification
from .fuzzy_file_search import FuzzyFileSearchSessionCompletedNotification, FuzzyFileSearchSessionUpdatedNotification
from .hooks import HookCompletedNotification, HookStartedNotification
from .item_deltas import (
    AgentMessageDeltaNotification,
    CommandExecutionOutputDeltaNotification,
    FileChangeOutputDeltaNotification,
    McpToolCallProgressNotification,
    PlanDeltaNotification,
    ReasoningSummaryPartAddedNotification,
    ReasoningSummaryTextDeltaNotification,
    ReasoningTextDeltaNotification,
    TerminalInteractionNotification,
)
from .item_methods import (
    CommandExecutionRequestApprovalParams,
    DynamicToolCallParams,
    FileChangePatchUpdatedNotification,
    FileChangeRequestApprovalParams,
    ItemGuardianApprovalReviewCompletedNotification,
    ItemGuardianApprovalReviewStartedNotification,
    PermissionsRequestApprovalParams,
    ToolRequestUserInputParams,
)
from .mcp_server import (
    McpServerElicitationRequestParams,
    McpServerEventStreamNotification,
    McpServerOauthLoginCompletedNotification,
    McpServerStatusUpdatedNotification,
)
from .model import (
    AuthRecoveryNotification,
    ModelReroutedNotification,
    ModelSafetyBufferingUpdatedNotification,
    ModelVerificationNotification,
)
from .other import (
    ApplyPatchApprovalParams,
    AttestationGenerateParams,
    CommandExecOutputDeltaNotification,
    CurrentTimeReadParams,
    DeprecationNoticeNotification,
    ExecCommandApprovalParams,
    GuardianWarningNotification,
    ServerRequestResolvedNotification,
    StrictReviewRequiredNotification,
    WarningNotification,
    WindowsSandboxSetupCompletedNotification,
    WindowsWorldWritableWarningNotification,
)
from .process import ProcessExitedNotification, ProcessOutputDeltaNotification
from .project import ProjectChangedNotification
from .remote_control import RemoteControlStatusChangedNotification
from .shared import RequestId
from .skills import SkillsChangedNotification
from .thread_methods import (
    ContextCompactedNotification,
    EnvironmentConnectionNotification,
    ThreadArchivedNotification,
    ThreadAttachmentUpdatedNotification,
    ThreadClosedNotification,
    ThreadDeletedNotification,
    ThreadGoalClearedNotification,
    ThreadGoalUpdatedNotification,
    ThreadNameUpdatedNotification,
    ThreadPredictionUpdatedNotification,
    ThreadProjectUpdatedNotification,
    ThreadQueueChangedNotification,
    ThreadReadStateChangedNotification,
    ThreadRevertedNotification,
    ThreadSettingsUpdatedNotification,
    ThreadStartedNotification,
    ThreadStatusChangedNotification,
    ThreadUnarchivedNotification,
)
from .thread_realtime import (
    ThreadRealtimeClosedNotification,
    ThreadRealtimeErrorNotification,
    ThreadRealtimeItemAddedNotification,
    ThreadRealtimeItemCompletedNotification,
    ThreadRealtimeItemStartedNotification,
    ThreadRealtimeItemTranscriptDeltaNotification,
    ThreadRealtimeOutputAudioDeltaNotification,
    ThreadRealtimeSdpNotification,
    ThreadRealtimeStartedNotification,
    ThreadRealtimeTranscriptDeltaNotification,
    ThreadRealtimeTranscriptDoneNotification,
)
from .turn_methods import TurnDiffUpdatedNotification, TurnModerationMetadataNotification, TurnPlanUpdatedNotification
from .turns import (
    ErrorNotification,
    ItemCompletedNotification,
    ItemStartedNotification,
    ThreadTokenUsageUpdatedNotification,
    TurnCompletedNotification,
    TurnStartedNotification,
)


class AccountChatgptAuthTokensRefreshRequest(WireModel):
    id: RequestId
    method: Literal["account/chatgptAuthTokens/refresh"]
    params: ChatgptAuthTokensRefreshParams


class AccountGatewayOAuthChangedServerNotification(WireModel):
    method: Literal["account/gatewayOAuth/changed"]
    params: GatewayOAuthChangedNotification
    emitted_at_ms: int | None = None
    """Unix timestamp (in milliseconds) when app-server emitted this notification."""


class AccountLoginCompletedServerNotification(WireModel):
    method: Literal["account/login/completed"]
    params: AccountLoginCompletedNotification
    emitted_at_ms: int | None = None
    """Unix timestamp (in milliseconds) when app-server emitted this notification."""


class AccountRateLimitsUpdatedServerNotification(WireModel):
    method: Literal["account/rateLimits/updated"]
    params: AccountRateLimitsUpdatedNotification
    emitted_at_ms: int | None = None
    """Unix timestamp (in milliseconds) when app-server emitted this notification."""


class AccountUpdatedServerNotification(WireModel):
    method: Literal["account/updated"]
    params: AccountUpdatedNotification
    emitted_at_ms: int | None = None
    """Unix timestamp (in milliseconds) when app-server emitted this notification."""


class AppListUpdatedServerNotification(WireModel):
    method: Literal["app/list/updated"]
    params: AppListUpdatedNotification
    emitted_at_ms: int | None = None
    """Unix timestamp (in milliseconds) when app-server emitted this notification."""


class ApplyPatchApprovalRequest(WireModel):
    """DEPRECATED APIs below Request to approve a patch. This request is used for Turns started via the
    legacy APIs (i.e. SendUserTurn, SendUserMessage).
    """

    id: RequestId
    method: Literal["applyPatchApproval"]
    params: ApplyPatchApprovalParams


class AttestationGenerateRequest(WireModel):
    """Generate a fresh upstream attestation result on demand."""

    id: RequestId
    method: Literal["attestation/generate"]
    params: AttestationGenerateParams


class AutoApprovalReviewStrictReviewRequiredServerNotification(WireModel):
    method: Literal["autoApprovalReview/strictReviewRequired"]
    params: StrictReviewRequiredNotification
    emitted_at_ms: int | None = None
    """Unix timestamp (in milliseconds) when app-server emitted this notification."""


class CommandExecOutputDeltaServerNotification(WireModel):
    """Stream base64-encoded stdout/stderr chunks for a running `command/exec` session."""

    method: Literal["command/exec/outputDelta"]
    params: CommandExecOutputDeltaNotification
    emitted_at_ms: int | None = None
    """Unix timestamp (in milliseconds) when app-server emitted this notification."""


class ConfigWarningServerNotification(WireModel):
    method: Literal["configWarning"]
    params: ConfigWarningNotification
    emitted_at_ms: int | None = None
    """Unix timestamp (in milliseconds) when app-server emitted this notification."""


class CurrentTimeReadRequest(WireModel):
    """Read the current time from an external clock owned by the client.

    Experimental.
    """

    id: RequestId
    method: Literal["currentTime/read"]
    params: CurrentTimeReadParams


class DeprecationNoticeServerNotification(WireModel):
    method: Literal["deprecationNotice"]
    params: DeprecationNoticeNotification
    emitted_at_ms: int | None = None
    """Unix timestamp (in milliseconds) when app-server emitted this notification."""


class ErrorServerNotification(WireModel):
    """NEW NOTIFICATIONS"""

    method: Literal["error"]
    params: ErrorNotification
    emitted_at_ms: int | None = None
    """Unix timestamp (in milliseconds) when app-server emitted this notification."""


class ExecCommandApprovalRequest(WireModel):
    """Request to exec a command. This request is used for Turns started via the legacy APIs (i.e.
    SendUserTurn, SendUserMessage).
    """

    id: RequestId
    method: Literal["execCommandApproval"]
    params: ExecCommandApprovalParams


class ExternalAgentConfigImportCompletedServerNotification(WireModel):
    method: Literal["externalAgentConfig/import/completed"]
    params: ExternalAgentConfigImportCompletedNotification
    emitted_at_ms: int | None = None
    """Unix timestamp (in milliseconds) when app-server emitted this notification."""


class ExternalAgentConfigImportProgressServerNotification(WireModel):
    method: Literal["externalAgentConfig/import/progress"]
    params: ExternalAgentConfigImportProgressNotification
    emitted_at_ms: int | None = None
    """Unix timestamp (in milliseconds) when app-server emitted this notification."""


class FsChangedServerNotification(WireModel):
    method: Literal["fs/changed"]
    params: FsChangedNotification
    emitted_at_ms: int | None = None
    """Unix timestamp (in milliseconds) when app-server emitted this notification."""


class FuzzyFileSearchSessionCompletedServerNotification(WireModel):
    method: Literal["fuzzyFileSearch/sessionCompleted"]
    params: FuzzyFileSearchSessionCompletedNotification
    emitted_at_ms: int | None = None
    """Unix timestamp (in milliseconds) when app-server emitted this notification."""


class FuzzyFileSearchSessionUpdatedServerNotification(WireModel):
    method: Literal["fuzzyFileSearch/sessionUpdated"]
    params: FuzzyFileSearchSessionUpdatedNotification
    emitted_at_ms: int | None = None
    """Unix timestamp (in milliseconds) when app-server emitted this notification."""


class GuardianWarningServerNotification(WireModel):
    method: Literal["guardianWarning"]
    params: GuardianWarningNotification
    emitted_at_ms: int | None = None
    """Unix timestamp (in milliseconds) when app-server emitted this notification."""


class HookCompletedServerNotification(WireModel):
    method: Literal["hook/completed"]
    params: HookCompletedNotification
    emitted_at_ms: int | None = None
    """Unix timestamp (in milliseconds) when app-server emitted this notification."""


class HookStartedServerNotification(WireModel):
    method: Literal["hook/started"]
    params: HookStartedNotification
    emitted_at_ms: int | None = None
    """Unix timestamp (in milliseconds) when app-server emitted this notification."""


class ItemAgentMessageDeltaServerNotification(WireModel):
    method: Literal["item/agentMessage/delta"]
    params: AgentMessageDeltaNotification
    emitted_at_ms: int | None = None
    """Unix timestamp (in milliseconds) when app-server emitted this notification."""


class ItemAutoApprovalReviewCompletedServerNotification(WireModel):
    method: Literal["item/autoApprovalReview/completed"]
    params: ItemGuardianApprovalReviewCompletedNotification
    emitted_at_ms: int | None = None
    """Unix timestamp (in milliseconds) when app-server emitted this notification."""


class ItemAutoApprovalReviewStartedServerNotification(WireModel):
    method: Literal["item/autoApprovalReview/started"]
    params: ItemGuardianApprovalReviewStartedNotification
    emitted_at_ms: int | None = None
    """Unix timestamp (in milliseconds) when app-server emitted this notification."""


class ItemCommandExecutionOutputDeltaServerNotification(WireModel):
    method: Literal["item/commandExecution/outputDelta"]
    params: CommandExecutionOutputDeltaNotification
    emitted_at_ms: int | None = None
    """Unix timestamp (in milliseconds) when app-server emitted this notification."""


class ItemCommandExecutionRequestApprovalRequest(WireModel):
    """NEW APIs Sent when approval is requested for a specific command execution. This request is used
    for Turns started via turn/start.
    """

    id: RequestId
    method: Literal["item/commandExecution/requestApproval"]
    params: CommandExecutionRequestApprovalParams


class ItemCommandExecutionTerminalInteractionServerNotification(WireModel):
    method: Literal["item/commandExecution/terminalInteraction"]
    params: TerminalInteractionNotification
    emitted_at_ms: int | None = None
    """Unix timestamp (in milliseconds) when app-server emitted this notification."""


class ItemCompletedServerNotification(WireModel):
    method: Literal["item/completed"]
    params: ItemCompletedNotification
    emitted_at_ms: int | None = None
    """Unix timestamp (in milliseconds) when app-server emitted this notification."""


class ItemFileChangeOutputDeltaServerNotification(WireModel):
    """Deprecated legacy apply_patch output stream notification."""

    method: Literal["item/fileChange/outputDelta"]
    params: FileChangeOutputDeltaNotification
    emitted_at_ms: int | None = None
    """Unix timestamp (in milliseconds) when app-server emitted this notification."""


class ItemFileChangePatchUpdatedServerNotification(WireModel):
    method: Literal["item/fileChange/patchUpdated"]
    params: FileChangePatchUpdatedNotification
    emitted_at_ms: int | None = None
    """Unix timestamp (in milliseconds) when app-server emitted this notification."""


class ItemFileChangeRequestApprovalRequest(WireModel):
    """Sent when approval is requested for a specific file change. This request is used for Turns
    started via turn/start.
    """

    id: RequestId
    method: Literal["item/fileChange/requestApproval"]
    params: FileChangeRequestApprovalParams


class ItemMcpToolCallProgressServerNotification(WireModel):
    method: Literal["item/mcpToolCall/progress"]
    params: McpToolCallProgressNotification
    emitted_at_ms: int | None = None
    """Unix timestamp (in milliseconds) when app-server emitted this notification."""


class ItemPermissionsRequestApprovalRequest(WireModel):
    """Request approval for additional permissions from the user."""

    id: RequestId
    method: Literal["item/permissions/requestApproval"]
    params: PermissionsRequestApprovalParams


class ItemPlanDeltaServerNotification(WireModel):
    """EXPERIMENTAL - proposed plan streaming deltas for plan items."""

    method: Literal["item/plan/delta"]
    params: PlanDeltaNotification
    emitted_at_ms: int | None = None
    """Unix timestamp (in milliseconds) when app-server emitted this notification."""


class ItemReasoningSummaryPartAddedServerNotification(WireModel):
    method: Literal["item/reasoning/summaryPartAdded"]
    params: ReasoningSummaryPartAddedNotification
    emitted_at_ms: int | None = None
    """Unix timestamp (in milliseconds) when app-server emitted this notification."""


class ItemReasoningSummaryTextDeltaServerNotification(WireModel):
    method: Literal["item/reasoning/summaryTextDelta"]
    params: ReasoningSummaryTextDeltaNotification
    emitted_at_ms: int | None = None
    """Unix timestamp (in milliseconds) when app-server emitted this notification."""


class ItemReasoningTextDeltaServerNotification(WireModel):
    method: Literal["item/reasoning/textDelta"]
    params: ReasoningTextDeltaNotification
    emitted_at_ms: int | None = None
    """Unix timestamp (in milliseconds) when app-server emitted this notification."""


class ItemStartedServerNotification(WireModel):
    method: Literal["item/started"]
    params: ItemStartedNotification
    emitted_at_ms: int | None = None
    """Unix timestamp (in milliseconds) when app-server emitted this notification."""


class ItemToolCallRequest(WireModel):
    """Execute a dynamic tool call on the client."""

    id: RequestId
    method: Literal["item/tool/call"]
    params: DynamicToolCallParams


class ItemToolRequestUserInputRequest(WireModel):
    """EXPERIMENTAL - Request input from the user for a tool call."""

    id: RequestId
    method: Literal["item/tool/requestUserInput"]
    params: ToolRequestUserInputParams


class McpServerElicitationRequestRequest(WireModel):
    """Request input for an MCP server elicitation."""

    id: RequestId
    method: Literal["mcpServer/elicitation/request"]
    params: McpServerElicitationRequestParams


class McpServerEventStreamNotificationServerNotification(WireModel):
    method: Literal["mcpServer/event/stream/notification"]
    params: McpServerEventStreamNotification
    emitted_at_ms: int | None = None
    """Unix timestamp (in milliseconds) when app-server emitted this notification."""


class McpServerOauthLoginCompletedServerNotification(WireModel):
    method: Literal["mcpServer/oauthLogin/completed"]
    params: McpServerOauthLoginCompletedNotification
    emitted_at_ms: int | None = None
    """Unix timestamp (in milliseconds) when app-server emitted this notification."""


class McpServerStartupStatusUpdatedServerNotification(WireModel):
    method: Literal["mcpServer/startupStatus/updated"]
    params: McpServerStatusUpdatedNotification
    emitted_at_ms: int | None = None
    """Unix timestamp (in milliseconds) when app-server emitted this notification."""


class ModelProviderAuthRecoveryCompletedServerNotification(WireModel):
    method: Literal["modelProvider/authRecoveryCompleted"]
    params: AuthRecoveryNotification
    emitted_at_ms: int | None = None
    """Unix timestamp (in milliseconds) when app-server emitted this notification."""


class ModelProviderAuthRecoveryStartedServerNotification(WireModel):
    method: Literal["modelProvider/authRecoveryStarted"]
    params: AuthRecoveryNotification
    emitted_at_ms: int | None = None
    """Unix timestamp (in milliseconds) when app-server emitted this notification."""


class ModelReroutedServerNotification(WireModel):
    method: Literal["model/rerouted"]
    params: ModelReroutedNotification
    emitted_at_ms: int | None = None
    """Unix timestamp (in milliseconds) when app-server emitted this notification."""


class ModelSafetyBufferingUpdatedServerNotification(WireModel):
    method: Literal["model/safetyBuffering/updated"]
    params: ModelSafetyBufferingUpdatedNotification
    emitted_at_ms: int | None = None
    """Unix timestamp (in milliseconds) when app-server emitted this notification."""


class ModelVerificationServerNotification(WireModel):
    method: Literal["model/verification"]
    params: ModelVerificationNotification
    emitted_at_ms: int | None = None
    """Unix timestamp (in milliseconds) when app-server emitted this notification."""


class ProcessExitedServerNotification(WireModel):
    """Final exit notification for a `process/spawn` session."""

    method: Literal["process/exited"]
    params: ProcessExitedNotification
    emitted_at_ms: int | None = None
    """Unix timestamp (in milliseconds) when app-server emitted this notification."""


class ProcessOutputDeltaServerNotification(WireModel):
    """Stream base64-encoded stdout/stderr chunks for a running `process/spawn` session."""

    method: Literal["process/outputDelta"]
    params: ProcessOutputDeltaNotification
    emitted_at_ms: int | None = None
    """Unix timestamp (in milliseconds) when app-server emitted this notification."""


class ProjectChangedServerNotification(WireModel):
    method: Literal["project/changed"]
    params: ProjectChangedNotification
    emitted_at_ms: int | None = None
    """Unix timestamp (in milliseconds) when app-server emitted this notification."""


class RemoteControlStatusChangedServerNotification(WireModel):
    method: Literal["remoteControl/status/changed"]
    params: RemoteControlStatusChangedNotification
    emitted_at_ms: int | None = None
    """Unix timestamp (in milliseconds) when app-server emitted this notification."""


class ServerRequestResolvedServerNotification(WireModel):
    method: Literal["serverRequest/resolved"]
    params: ServerRequestResolvedNotification
    emitted_at_ms: int | None = None
    """Unix timestamp (in milliseconds) when app-server emitted this notification."""


class SkillsChangedServerNotification(WireModel):
    method: Literal["skills/changed"]
    params: SkillsChangedNotification
    emitted_at_ms: int | None = None
    """Unix timestamp (in milliseconds) when app-server emitted this notification."""


class ThreadArchivedServerNotification(WireModel):
    method: Literal["thread/archived"]
    params: ThreadArchivedNotification
    emitted_at_ms: int | None = None
    """Unix timestamp (in milliseconds) when app-server emitted this notification."""


class ThreadAttachmentUpdatedServerNotification(WireModel):
    method: Literal["thread/attachment/updated"]
    params: ThreadAttachmentUpdatedNotification
    emitted_at_ms: int | None = None
    """Unix timestamp (in milliseconds) when app-server emitted this notification."""


class ThreadClosedServerNotification(WireModel):
    method: Literal["thread/closed"]
    params: ThreadClosedNotification
    emitted_at_ms: int | None = None
    """Unix timestamp (in milliseconds) when app-server emitted this notification."""


class ThreadCompactedServerNotification(WireModel):
    """Deprecated: Use `ContextCompaction` item type instead."""

    method: Literal["thread/compacted"]
    params: ContextCompactedNotification
    emitted_at_ms: int | None = None
    """Unix timestamp (in milliseconds) when app-server emitted this notification."""


class ThreadDeletedServerNotification(WireModel):
    method: Literal["thread/deleted"]
    params: ThreadDeletedNotification
    emitted_at_ms: int | None = None
    """Unix timestamp (in milliseconds) when app-server emitted this notification."""


class ThreadEnvironmentConnectedServerNotification(WireModel):
    method: Literal["thread/environment/connected"]
    params: EnvironmentConnectionNotification
    emitted_at_ms: int | None = None
    """Unix timestamp (in milliseconds) when app-server emitted this notification."""


class ThreadEnvironmentDisconnectedServerNotification(WireModel):
    method: Literal["thread/environment/disconnected"]
    params: EnvironmentConnectionNotification
    emitted_at_ms: int | None = None
    """Unix timestamp (in milliseconds) when app-server emitted this notification."""


class ThreadGoalClearedServerNotification(WireModel):
    method: Literal["thread/goal/cleared"]
    params: ThreadGoalClearedNotification
    emitted_at_ms: int | None = None
    """Unix timestamp (in milliseconds) when app-server emitted this notification."""


class ThreadGoalUpdatedServerNotification(WireModel):
    method: Literal["thread/goal/updated"]
    params: ThreadGoalUpdatedNotification
    emitted_at_ms: int | None = None
    """Unix timestamp (in milliseconds) when app-server emitted this notification."""


class ThreadNameUpdatedServerNotification(WireModel):
    method: Literal["thread/name/updated"]
    params: ThreadNameUpdatedNotification
    emitted_at_ms: int | None = None
    """Unix timestamp (in milliseconds) when app-server emitted this notification."""


class ThreadPredictionUpdatedServerNotification(WireModel):
    method: Literal["thread/prediction/updated"]
    params: ThreadPredictionUpdatedNotification
    emitted_at_ms: int | None = None
    """Unix timestamp (in milliseconds) when app-server emitted this notification."""


class ThreadProjectUpdatedServerNotification(WireModel):
    method: Literal["thread/project/updated"]
    params: ThreadProjectUpdatedNotification
    emitted_at_ms: int | None = None
    """Unix timestamp (in milliseconds) when app-server emitted this notification."""


class ThreadQueueChangedServerNotification(WireModel):
    method: Literal["thread/queue/changed"]
    params: ThreadQueueChangedNotification
    emitted_at_ms: int | None = None
    """Unix timestamp (in milliseconds) when app-server emitted this notification."""


class ThreadReadStateChangedServerNotification(WireModel):
    method: Literal["thread/readState/changed"]
    params: ThreadReadStateChangedNotification
    emitted_at_ms: int | None = None
    """Unix timestamp (in milliseconds) when app-server emitted this notification."""


class ThreadRealtimeClosedServerNotification(WireModel):
    method: Literal["thread/realtime/closed"]
    params: ThreadRealtimeClosedNotification
    emitted_at_ms: int | None = None
    """Unix timestamp (in milliseconds) when app-server emitted this notification."""


class ThreadRealtimeErrorServerNotification(WireModel):
    method: Literal["thread/realtime/error"]
    params: ThreadRealtimeErrorNotification
    emitted_at_ms: int | None = None
    """Unix timestamp (in milliseconds) when app-server emitted this notification."""


class ThreadRealtimeItemAddedServerNotification(WireModel):
    method: Literal["thread/realtime/itemAdded"]
    params: ThreadRealtimeItemAddedNotification
    emitted_at_ms: int | None = None
    """Unix timestamp (in milliseconds) when app-server emitted this notification."""


class ThreadRealtimeItemCompletedServerNotification(WireModel):
    method: Literal["thread/realtime/item/completed"]
    params: ThreadRealtimeItemCompletedNotification
    emitted_at_ms: int | None = None
    """Unix timestamp (in milliseconds) when app-server emitted this notification."""


class ThreadRealtimeItemStartedServerNotification(WireModel):
    method: Literal["thread/realtime/item/started"]
    params: ThreadRealtimeItemStartedNotification
    emitted_at_ms: int | None = None
    """Unix timestamp (in milliseconds) when app-server emitted this notification."""


class ThreadRealtimeItemTranscriptDeltaServerNotification(WireModel):
    method: Literal["thread/realtime/item/transcript/delta"]
    params: ThreadRealtimeItemTranscriptDeltaNotification
    emitted_at_ms: int | None = None
    """Unix timestamp (in milliseconds) when app-server emitted this notification."""


class ThreadRealtimeOutputAudioDeltaServerNotification(WireModel):
    method: Literal["thread/realtime/outputAudio/delta"]
    params: ThreadRealtimeOutputAudioDeltaNotification
    emitted_at_ms: int | None = None
    """Unix timestamp (in milliseconds) when app-server emitted this notification."""


class ThreadRealtimeSdpServerNotification(WireModel):
    method: Literal["thread/realtime/sdp"]
    params: ThreadRealtimeSdpNotification
    emitted_at_ms: int | None = None
    """Unix timestamp (in milliseconds) when app-server emitted this notification."""


class ThreadRealtimeStartedServerNotification(WireModel):
    method: Literal["thread/realtime/started"]
    params: ThreadRealtimeStartedNotification
    emitted_at_ms: int | None = None
    """Unix timestamp (in milliseconds) when app-server emitted this notification."""


class ThreadRealtimeTranscriptDeltaServerNotification(WireModel):
    method: Literal["thread/realtime/transcript/delta"]
    params: ThreadRealtimeTranscriptDeltaNotification
    emitted_at_ms: int | None = None
    """Unix timestamp (in milliseconds) when app-server emitted this notification."""


class ThreadRealtimeTranscriptDoneServerNotification(WireModel):
    method: Literal["thread/realtime/transcript/done"]
    params: ThreadRealtimeTranscriptDoneNotification
    emitted_at_ms: int | None = None
    """Unix timestamp (in milliseconds) when app-server emitted this notification."""


class ThreadRevertedServerNotification(WireModel):
    method: Literal["thread/reverted"]
    params: ThreadRevertedNotification
    emitted_at_ms: int | None = None
    """Unix timestamp (in milliseconds) when app-server emitted this notification."""


class ThreadSettingsUpdatedServerNotification(WireModel):
    method: Literal["thread/settings/updated"]
    params: ThreadSettingsUpdatedNotification
    emitted_at_ms: int | None = None
    """Unix timestamp (in milliseconds) when app-server emitted this notification."""


class ThreadStartedServerNotification(WireModel):
    method: Literal["thread/started"]
    params: ThreadStartedNotification
    emitted_at_ms: int | None = None
    """Unix timestamp (in milliseconds) when app-server emitted this notification."""


class ThreadStatusChangedServerNotification(WireModel):
    method: Literal["thread/status/changed"]
    params: ThreadStatusChangedNotification
    emitted_at_ms: int | None = None
    """Unix timestamp (in milliseconds) when app-server emitted this notification."""


class ThreadTokenUsageUpdatedServerNotification(WireModel):
    method: Literal["thread/tokenUsage/updated"]
    params: ThreadTokenUsageUpdatedNotification
    emitted_at_ms: int | None = None
    """Unix timestamp (in milliseconds) when app-server emitted this notification."""


class ThreadUnarchivedServerNotification(WireModel):
    method: Literal["thread/unarchived"]
    params: ThreadUnarchivedNotification
    emitted_at_ms: int | None = None
    """Unix timestamp (in milliseconds) when app-server emitted this notification."""


class TurnCompletedServerNotification(WireModel):
    method: Literal["turn/completed"]
    params: TurnCompletedNotification
    emitted_at_ms: int | None = None
    """Unix timestamp (in milliseconds) when app-server emitted this notification."""


class TurnDiffUpdatedServerNotification(WireModel):
    method: Literal["turn/diff/updated"]
    params: TurnDiffUpdatedNotification
    emitted_at_ms: int | None = None
    """Unix timestamp (in milliseconds) when app-server emitted this notification."""


class TurnModerationMetadataServerNotification(WireModel):
    method: Literal["turn/moderationMetadata"]
    params: TurnModerationMetadataNotification
    emitted_at_ms: int | None = None
    """Unix timestamp (in milliseconds) when app-server emitted this notification."""


class TurnPlanUpdatedServerNotification(WireModel):
    method: Literal["turn/plan/updated"]
    params: TurnPlanUpdatedNotification
    emitted_at_ms: int | None = None
    """Unix timestamp (in milliseconds) when app-server emitted this notification."""


class TurnStartedServerNotification(WireModel):
    method: Literal["turn/started"]
    params: TurnStartedNotification
    emitted_at_ms: int | None = None
    """Unix timestamp (in milliseconds) when app-server emitted this notification."""


class WarningServerNotification(WireModel):
    method: Literal["warning"]
    params: WarningNotification
    emitted_at_ms: int | None = None
    """Unix timestamp (in milliseconds) when app-server emitted this notification."""


class WindowsSandboxSetupCompletedServerNotification(WireModel):
    method: Literal["windowsSandbox/setupCompleted"]
    params: WindowsSandboxSetupCompletedNotification
    emitted_at_ms: int | None = None
    """Unix timestamp (in milliseconds) when app-server emitted this notification."""


class WindowsWorldWritableWarningServerNotification(WireModel):
    """Notifies the user of world-writable directories on Windows, which cannot be protected by the
    sandbox.
    """

    method: Literal["windows/worldWritableWarning"]
    params: WindowsWorldWritableWarningNotification
    emitted_at_ms: int | None = None
    """Unix timestamp (in milliseconds) when app-server emitted this notification."""


class UnknownServerNotification(UnknownVariant):
    """An alternative of `ServerNotification` unknown to this package."""

    @property
    def method(self) -> str | None:
        return self._text("method")


ServerNotification: TypeAlias = Annotated[
    ErrorServerNotification
    | ThreadStartedServerNotification
    | ThreadStatusChangedServerNotification
    | ThreadReadStateChangedServerNotification
    | ThreadArchivedServerNotification
    | ThreadDeletedServerNotification
    | ThreadUnarchivedServerNotification
    | ThreadClosedServerNotification
    | ThreadRevertedServerNotification
    | SkillsChangedServerNotification
    | ThreadNameUpdatedServerNotification
    | ThreadAttachmentUpdatedServerNotification
    | ThreadGoalUpdatedServerNotification
    | ThreadPredictionUpdatedServerNotification
    | ThreadGoalClearedServerNotification
    | ThreadQueueChangedServerNotification
    | ProjectChangedServerNotification
    | ThreadProjectUpdatedServerNotification
    | ThreadEnvironmentConnectedServerNotification
    | ThreadEnvironmentDisconnectedServerNotification
    | ThreadSettingsUpdatedServerNotification
    | ThreadTokenUsageUpdatedServerNotification
    | TurnStartedServerNotification
    | HookStartedServerNotification
    | TurnCompletedServerNotification
    | HookCompletedServerNotification
    | TurnDiffUpdatedServerNotification
    | TurnPlanUpdatedServerNotification
    | ItemStartedServerNotification
    | ItemAutoApprovalReviewStartedServerNotification
    | ItemAutoApprovalReviewCompletedServerNotification
    | AutoApprovalReviewStrictReviewRequiredServerNotification
    | ItemCompletedServerNotification
    | ItemAgentMessageDeltaServerNotification
    | ItemPlanDeltaServerNotification
    | CommandExecOutputDeltaServerNotification
    | ProcessOutputDeltaServerNotification
    | ProcessExitedServerNotification
    | ItemCommandExecutionOutputDeltaServerNotification
    | ItemCommandExecutionTerminalInteractionServerNotification
    | ItemFileChangeOutputDeltaServerNotification
    | ItemFileChangePatchUpdatedServerNotification
    | ServerRequestResolvedServerNotification
    | ItemMcpToolCallProgressServerNotification
    | McpServerOauthLoginCompletedServerNotification
    | McpServerStartupStatusUpdatedServerNotification
    | McpServerEventStreamNotificationServerNotification
    | AccountUpdatedServerNotification
    | AccountGatewayOAuthChangedServerNotification
    | AccountRateLimitsUpdatedServerNotification
    | AppListUpdatedServerNotification
    | RemoteControlStatusChangedServerNotification
    | ExternalAgentConfigImportProgressServerNotification
    | ExternalAgentConfigImportCompletedServerNotification
    | FsChangedServerNotification
    | ItemReasoningSummaryTextDeltaServerNotification
    | ItemReasoningSummaryPartAddedServerNotification
    | ItemReasoningTextDeltaServerNotification
    | ThreadCompactedServerNotification
    | ModelReroutedServerNotification
    | ModelVerificationServerNotification
    | ModelProviderAuthRecoveryStartedServerNotification
    | ModelProviderAuthRecoveryCompletedServerNotification
    | TurnModerationMetadataServerNotification
    | ModelSafetyBufferingUpdatedServerNotification
    | WarningServerNotification
    | GuardianWarningServerNotification
    | DeprecationNoticeServerNotification
    | ConfigWarningServerNotification
    | FuzzyFileSearchSessionUpdatedServerNotification
    | FuzzyFileSearchSessionCompletedServerNotification
    | ThreadRealtimeStartedServerNotification
    | ThreadRealtimeItemAddedServerNotification
    | ThreadRealtimeItemStartedServerNotification
    | ThreadRealtimeItemTranscriptDeltaServerNotification
    | ThreadRealtimeItemCompletedServerNotification
    | ThreadRealtimeTranscriptDeltaServerNotification
    | ThreadRealtimeTranscriptDoneServerNotification
    | ThreadRealtimeOutputAudioDeltaServerNotification
    | ThreadRealtimeSdpServerNotification
    | ThreadRealtimeErrorServerNotification
    | ThreadRealtimeClosedServerNotification
    | WindowsWorldWritableWarningServerNotification
    | WindowsSandboxSetupCompletedServerNotification
    | AccountLoginCompletedServerNotification
    | UnknownServerNotification,
    OpenUnion(
        "method",
        {
            "error": ErrorServerNotification,
            "thread/started": ThreadStartedServerNotification,
            "thread/status/changed": ThreadStatusChangedServerNotification,
            "thread/readState/changed": ThreadReadStateChangedServerNotification,
            "thread/archived": ThreadArchivedServerNotification,
            "thread/deleted": ThreadDeletedServerNotification,
            "thread/unarchived": ThreadUnarchivedServerNotification,
            "thread/closed": ThreadClosedServerNotification,
            "thread/reverted": ThreadRevertedServerNotification,
            "skills/changed": SkillsChangedServerNotification,
            "thread/name/updated": ThreadNameUpdatedServerNotification,
            "thread/attachment/updated": ThreadAttachmentUpdatedServerNotification,
            "thread/goal/updated": ThreadGoalUpdatedServerNotification,
            "thread/prediction/updated": ThreadPredictionUpdatedServerNotification,
            "thread/goal/cleared": ThreadGoalClearedServerNotification,
            "thread/queue/changed": ThreadQueueChangedServerNotification,
            "project/changed": ProjectChangedServerNotification,
            "thread/project/updated": ThreadProjectUpdatedServerNotification,
            "thread/environment/connected": ThreadEnvironmentConnectedServerNotification,
            "thread/environment/disconnected": ThreadEnvironmentDisconnectedServerNotification,
            "thread/settings/updated": ThreadSettingsUpdatedServerNotification,
            "thread/tokenUsage/updated": ThreadTokenUsageUpdatedServerNotification,
            "turn/started": TurnStartedServerNotification,
            "hook/started": HookStartedServerNotification,
            "turn/completed": TurnCompletedServerNotification,
            "hook/completed": HookCompletedServerNotification,
            "turn/diff/updated": TurnDiffUpdatedServerNotification,
            "turn/plan/updated": TurnPlanUpdatedServerNotification,
            "item/started": ItemStartedServerNotification,
            "item/autoApprovalReview/started": ItemAutoApprovalReviewStartedServerNotification,
            "item/autoApprovalReview/completed": ItemAutoApprovalReviewCompletedServerNotification,
            "autoApprovalReview/strictReviewRequired": AutoApprovalReviewStrictReviewRequiredServerNotification,
            "item/completed": ItemCompletedServerNotification,
            "item/agentMessage/delta": ItemAgentMessageDeltaServerNotification,
            "item/plan/delta": ItemPlanDeltaServerNotification,
            "command/exec/outputDelta": CommandExecOutputDeltaServerNotification,
            "process/outputDelta": ProcessOutputDeltaServerNotification,
            "process/exited": ProcessExitedServerNotification,
            "item/commandExecution/outputDelta": ItemCommandExecutionOutputDeltaServerNotification,
            "item/commandExecution/terminalInteraction": ItemCommandExecutionTerminalInteractionServerNotification,
            "item/fileChange/outputDelta": ItemFileChangeOutputDeltaServerNotification,
            "item/fileChange/patchUpdated": ItemFileChangePatchUpdatedServerNotification,
            "serverRequest/resolved": ServerRequestResolvedServerNotification,
            "item/mcpToolCall/progress": ItemMcpToolCallProgressServerNotification,
            "mcpServer/oauthLogin/completed": McpServerOauthLoginCompletedServerNotification,
            "mcpServer/startupStatus/updated": McpServerStartupStatusUpdatedServerNotification,
            "mcpServer/event/stream/notification": McpServerEventStreamNotificationServerNotification,
            "account/updated": AccountUpdatedServerNotification,
            "account/gatewayOAuth/changed": AccountGatewayOAuthChangedServerNotification,
            "account/rateLimits/updated": AccountRateLimitsUpdatedServerNotification,
            "app/list/updated": AppListUpdatedServerNotification,
            "remoteControl/status/changed": RemoteControlStatusChangedServerNotification,
            "externalAgentConfig/import/progress": ExternalAgentConfigImportProgressServerNotification,
            "externalAgentConfig/import/completed": ExternalAgentConfigImportCompletedServerNotification,
            "fs/changed": FsChangedServerNotification,
            "item/reasoning/summaryTextDelta": ItemReasoningSummaryTextDeltaServerNotification,
            "item/reasoning/summaryPartAdded": ItemReasoningSummaryPartAddedServerNotification,
            "item/reasoning/textDelta": ItemReasoningTextDeltaServerNotification,
            "thread/compacted": ThreadCompactedServerNotification,
            "model/rerouted": ModelReroutedServerNotification,
            "model/verification": ModelVerificationServerNotification,
            "modelProvider/authRecoveryStarted": ModelProviderAuthRecoveryStartedServerNotification,
            "modelProvider/authRecoveryCompleted": ModelProviderAuthRecoveryCompletedServerNotification,
            "turn/moderationMetadata": TurnModerationMetadataServerNotification,
            "model/safetyBuffering/updated": ModelSafetyBufferingUpdatedServerNotification,
            "warning": WarningServerNotification,
            "guardianWarning": GuardianWarningServerNotification,
            "deprecationNotice": DeprecationNoticeServerNotification,
            "configWarning": ConfigWarningServerNotification,
            "fuzzyFileSearch/sessionUpdated": FuzzyFileSearchSessionUpdatedServerNotification,
            "fuzzyFileSearch/sessionCompleted": FuzzyFileSearchSessionCompletedServerNotification,
            "thread/realtime/started": ThreadRealtimeStartedServerNotification,
            "thread/realtime/itemAdded": ThreadRealtimeItemAddedServerNotification,
            "thread/realtime/item/started": ThreadRealtimeItemStartedServerNotification,
            "thread/realtime/item/transcript/delta": ThreadRealtimeItemTranscriptDeltaServerNotification,
            "thread/realtime/item/completed": ThreadRealtimeItemCompletedServerNotification,
            "thread/realtime/transcript/delta": ThreadRealtimeTranscriptDeltaServerNotification,
            "thread/realtime/transcript/done": ThreadRealtimeTranscriptDoneServerNotification,
            "thread/realtime/outputAudio/delta": ThreadRealtimeOutputAudioDeltaServerNotification,
            "thread/realtime/sdp": ThreadRealtimeSdpServerNotification,
            "thread/realtime/error": ThreadRealtimeErrorServerNotification,
            "thread/realtime/closed": ThreadRealtimeClosedServerNotification,
            "windows/worldWritableWarning": WindowsWorldWritableWarningServerNotification,
            "windowsSandbox/setupCompleted": WindowsSandboxSetupCompletedServerNotification,
            "account/login/completed": AccountLoginCompletedServerNotification,
        },
        UnknownServerNotification,
    ),
]
"""Notification sent from the server to the client."""


class UnknownServerRequest(UnknownVariant):
    """An alternative of `ServerRequest` unknown to this package."""

    @property
    def method(self) -> str | None:
        return self._text("method")


ServerRequest: TypeAlias = Annotated[
    ItemCommandExecutionRequestApprovalRequest
    | ItemFileChangeRequestApprovalRequest
    | ItemToolRequestUserInputRequest
    | McpServerElicitationRequestRequest
    | ItemPermissionsRequestApprovalRequest
    | ItemToolCallRequest
    | AccountChatgptAuthTokensRefreshRequest
    | AttestationGenerateRequest
    | CurrentTimeReadRequest
    | ApplyPatchApprovalRequest
    | ExecCommandApprovalRequest
    | UnknownServerRequest,
    OpenUnion(
        "method",
        {
            "item/commandExecution/requestApproval": ItemCommandExecutionRequestApprovalRequest,
            "item/fileChange/requestApproval": ItemFileChangeRequestApprovalRequest,
            "item/tool/requestUserInput": ItemToolRequestUserInputRequest,
            "mcpServer/elicitation/request": McpServerElicitationRequestRequest,
            "item/permissions/requestApproval": ItemPermissionsRequestApprovalRequest,
            "item/tool/call": ItemToolCallRequest,
            "account/chatgptAuthTokens/refresh": AccountChatgptAuthTokensRefreshRequest,
            "attestation/generate": AttestationGenerateRequest,
            "currentTime/read": CurrentTimeReadRequest,
            "applyPatchApproval": ApplyPatchApprovalRequest,
            "execCommandApproval": ExecCommandApprovalRequest,
        },
        UnknownServerRequest,
    ),
]
"""Request initiated from the server and sent to the client."""
