"""The `client_messages` types of the Codex protocol. Generated from the schema of runtime 0.163.0; do not edit."""

from typing import Annotated, Literal, TypeAlias

from ._models import OpenUnion, UnknownVariant, WireModel
from .account import (
    BedrockCheckGovCloudRequirementsParams,
    BedrockDiscoverParams,
    BedrockSetupParams,
    CancelLoginAccountParams,
    ConsumeAccountRateLimitResetCreditParams,
    GetAccountParams,
    GetAccountRateLimitsParams,
    GetAccountTokenUsageParams,
    LoginAccountParams,
    SendAddCreditsNudgeEmailParams,
)
from .app import AppsInstalledParams, AppsListParams, AppsReadParams
from .config import ConfigBatchWriteParams, ConfigReadParams, ConfigValueWriteParams
from .external_agent_config import (
    ExternalAgentConfigDetectParams,
    ExternalAgentConfigImportHistoryRecordParams,
    ExternalAgentConfigImportParams,
)
from .fs import (
    FsCopyParams,
    FsCreateDirectoryParams,
    FsGetMetadataParams,
    FsReadDirectoryParams,
    FsReadFileParams,
    FsRemoveParams,
    FsUnwatchParams,
    FsWatchParams,
    FsWriteFileParams,
)
from .fuzzy_file_search import (
    FuzzyFileSearchParams,
    FuzzyFileSearchSessionStartParams,
    FuzzyFileSearchSessionStopParams,
    FuzzyFileSearchSessionUpdateParams,
)
from .hooks import HooksListParams
from .mcp_server import (
    ListMcpServerStatusParams,
    McpResourceReadParams,
    McpServerEventStreamStartParams,
    McpServerEventStreamStopParams,
    McpServerOauthLoginParams,
    McpServerToolCallParams,
)
from .model import ModelListParams, ModelProviderCapabilitiesReadParams
from .other import (
    CollaborationModeListParams,
    CommandExecParams,
    CommandExecResizeParams,
    CommandExecTerminateParams,
    CommandExecWriteParams,
    EnvironmentAddParams,
    EnvironmentInfoParams,
    EnvironmentStatusParams,
    ExperimentalFeatureEnablementSetParams,
    ExperimentalFeatureListParams,
    FeedbackUploadParams,
    InitializeParams,
    MarketplaceAddParams,
    MarketplaceRemoveParams,
    MarketplaceUpgradeParams,
    MemoryStatusParams,
    MockExperimentalMethodParams,
    PermissionProfileListParams,
    ReviewStartParams,
    ServerDiagnosticsParams,
    WindowsSandboxSetupStartParams,
)
from .plugin import (
    PluginInstalledParams,
    PluginInstallParams,
    PluginListParams,
    PluginReadParams,
    PluginReconcileParams,
    PluginSearchParams,
    PluginShareCheckoutParams,
    PluginShareDeleteParams,
    PluginShareListParams,
    PluginShareSaveParams,
    PluginShareUpdateTargetsParams,
    PluginSkillReadParams,
    PluginUninstallParams,
)
from .process import ProcessKillParams, ProcessResizePtyParams, ProcessSpawnParams, ProcessWriteStdinParams
from .project import (
    ProjectCreateParams,
    ProjectDeleteParams,
    ProjectImportParams,
    ProjectListParams,
    ProjectMoveParams,
    ProjectReadParams,
    ProjectUpdateParams,
)
from .remote_control import (
    RemoteControlClientsListParams,
    RemoteControlClientsRevokeParams,
    RemoteControlDisableParams,
    RemoteControlEnableParams,
    RemoteControlPairingStartParams,
    RemoteControlPairingStatusParams,
)
from .shared import RequestId
from .skills import SkillsConfigWriteParams, SkillsExtraRootsSetParams, SkillsListParams
from .thread_methods import (
    ThreadApproveGuardianDeniedActionParams,
    ThreadArchiveParams,
    ThreadAttachmentAddParams,
    ThreadAttachmentListParams,
    ThreadAttachmentOwnerListParams,
    ThreadAttachmentRemoveParams,
    ThreadBackgroundTerminalsCleanParams,
    ThreadBackgroundTerminalsListParams,
    ThreadBackgroundTerminalsTerminateParams,
    ThreadCompactStartParams,
    ThreadDecrementElicitationParams,
    ThreadDeleteParams,
    ThreadForkParams,
    ThreadGoalClearParams,
    ThreadGoalGetParams,
    ThreadGoalSetParams,
    ThreadIncrementElicitationParams,
    ThreadInjectItemsParams,
    ThreadItemsListParams,
    ThreadItemsReadParams,
    ThreadListParams,
    ThreadLoadedListParams,
    ThreadMemoryModeSetParams,
    ThreadMetadataUpdateParams,
    ThreadPredictionRequestParams,
    ThreadQueueAddParams,
    ThreadQueueDeleteParams,
    ThreadQueueListParams,
    ThreadQueueReorderParams,
    ThreadQueueStartParams,
    ThreadQueueUpdateParams,
    ThreadReadParams,
    ThreadReadStateUpdateParams,
    ThreadRevertParams,
    ThreadSearchOccurrencesParams,
    ThreadSearchParams,
    ThreadSectionCreateParams,
    ThreadSectionDeleteParams,
    ThreadSectionListParams,
    ThreadSectionMoveParams,
    ThreadSectionUpdateParams,
    ThreadSetNameParams,
    ThreadSettingsUpdateParams,
    ThreadShellCommandParams,
    ThreadStartParams,
    ThreadTimelineListParams,
    ThreadTurnsListParams,
    ThreadUnarchiveParams,
    ThreadUnsubscribeParams,
)
from .thread_realtime import (
    ThreadRealtimeAppendAudioParams,
    ThreadRealtimeAppendSpeechParams,
    ThreadRealtimeAppendTextParams,
    ThreadRealtimeListVoicesParams,
    ThreadRealtimeStartParams,
    ThreadRealtimeStopParams,
)
from .thread_resume import ThreadResumeParams
from .turn_methods import TurnInterruptParams, TurnSettingsUpdateParams, TurnStartParams, TurnSteerParams
from .user_verification import (
    UserVerificationCancelParams,
    UserVerificationDeleteParams,
    UserVerificationEnrollParams,
    UserVerificationStatusParams,
    UserVerificationVerifyParams,
)


class AccountBedrockCheckGovCloudRequirementsRequest(WireModel):
    """Experimental."""

    id: RequestId
    method: Literal["account/bedrock/checkGovCloudRequirements"]
    params: BedrockCheckGovCloudRequirementsParams


class AccountBedrockDiscoverRequest(WireModel):
    """Experimental."""

    id: RequestId
    method: Literal["account/bedrock/discover"]
    params: BedrockDiscoverParams


class AccountBedrockSetupRequest(WireModel):
    """Experimental."""

    id: RequestId
    method: Literal["account/bedrock/setup"]
    params: BedrockSetupParams


class AccountGatewayOAuthCancelRequest(WireModel):
    id: RequestId
    method: Literal["account/gatewayOAuth/cancel"]
    params: None = None


class AccountGatewayOAuthLoginRequest(WireModel):
    id: RequestId
    method: Literal["account/gatewayOAuth/login"]
    params: None = None


class AccountGatewayOAuthReadRequest(WireModel):
    id: RequestId
    method: Literal["account/gatewayOAuth/read"]
    params: None = None


class AccountLoginCancelRequest(WireModel):
    id: RequestId
    method: Literal["account/login/cancel"]
    params: CancelLoginAccountParams


class AccountLoginStartRequest(WireModel):
    id: RequestId
    method: Literal["account/login/start"]
    params: LoginAccountParams


class AccountLogoutRequest(WireModel):
    id: RequestId
    method: Literal["account/logout"]
    params: None = None


class AccountRateLimitResetCreditConsumeRequest(WireModel):
    id: RequestId
    method: Literal["account/rateLimitResetCredit/consume"]
    params: ConsumeAccountRateLimitResetCreditParams


class AccountRateLimitsReadRequest(WireModel):
    id: RequestId
    method: Literal["account/rateLimits/read"]
    params: GetAccountRateLimitsParams | None = None


class AccountReadRequest(WireModel):
    id: RequestId
    method: Literal["account/read"]
    params: GetAccountParams


class AccountSendAddCreditsNudgeEmailRequest(WireModel):
    id: RequestId
    method: Literal["account/sendAddCreditsNudgeEmail"]
    params: SendAddCreditsNudgeEmailParams


class AccountUsageReadRequest(WireModel):
    id: RequestId
    method: Literal["account/usage/read"]
    params: GetAccountTokenUsageParams | None = None


class AccountWorkspaceMessagesReadRequest(WireModel):
    id: RequestId
    method: Literal["account/workspaceMessages/read"]
    params: None = None


class AppInstalledRequest(WireModel):
    id: RequestId
    method: Literal["app/installed"]
    params: AppsInstalledParams


class AppListRequest(WireModel):
    id: RequestId
    method: Literal["app/list"]
    params: AppsListParams


class AppReadRequest(WireModel):
    id: RequestId
    method: Literal["app/read"]
    params: AppsReadParams


class InitializedNotification(WireModel):
    method: Literal["initialized"]


class UnknownClientNotification(UnknownVariant):
    """An alternative of `ClientNotification` unknown to this package."""

    @property
    def method(self) -> str | None:
        return self._text("method")


ClientNotification: TypeAlias = Annotated[
    InitializedNotification | UnknownClientNotification,
    OpenUnion("method", {"initialized": InitializedNotification}, UnknownClientNotification),
]


class CollaborationModeListRequest(WireModel):
    """Lists collaboration mode presets.

    Experimental.
    """

    id: RequestId
    method: Literal["collaborationMode/list"]
    params: CollaborationModeListParams


class CommandExecRequest(WireModel):
    """Execute a standalone command (argv vector) under the server's sandbox."""

    id: RequestId
    method: Literal["command/exec"]
    params: CommandExecParams


class CommandExecResizeRequest(WireModel):
    """Resize a running PTY-backed `command/exec` session by client-supplied `processId`."""

    id: RequestId
    method: Literal["command/exec/resize"]
    params: CommandExecResizeParams


class CommandExecTerminateRequest(WireModel):
    """Terminate a running `command/exec` session by client-supplied `processId`."""

    id: RequestId
    method: Literal["command/exec/terminate"]
    params: CommandExecTerminateParams


class CommandExecWriteRequest(WireModel):
    """Write stdin bytes to a running `command/exec` session or close stdin."""

    id: RequestId
    method: Literal["command/exec/write"]
    params: CommandExecWriteParams


class ConfigBatchWriteRequest(WireModel):
    id: RequestId
    method: Literal["config/batchWrite"]
    params: ConfigBatchWriteParams


class ConfigMcpServerReloadRequest(WireModel):
    id: RequestId
    method: Literal["config/mcpServer/reload"]
    params: None = None


class ConfigReadRequest(WireModel):
    id: RequestId
    method: Literal["config/read"]
    params: ConfigReadParams


class ConfigRequirementsReadRequest(WireModel):
    id: RequestId
    method: Literal["configRequirements/read"]
    params: None = None


class ConfigValueWriteRequest(WireModel):
    id: RequestId
    method: Literal["config/value/write"]
    params: ConfigValueWriteParams


class EnvironmentAddRequest(WireModel):
    """Adds or replaces a remote environment by id for later selection.

    Experimental.
    """

    id: RequestId
    method: Literal["environment/add"]
    params: EnvironmentAddParams


class EnvironmentInfoRequest(WireModel):
    """Reads information from a configured execution environment.

    Experimental.
    """

    id: RequestId
    method: Literal["environment/info"]
    params: EnvironmentInfoParams


class EnvironmentStatusRequest(WireModel):
    """Reads the current status of a configured execution environment.

    Experimental.
    """

    id: RequestId
    method: Literal["environment/status"]
    params: EnvironmentStatusParams


class ExperimentalFeatureEnablementSetRequest(WireModel):
    id: RequestId
    method: Literal["experimentalFeature/enablement/set"]
    params: ExperimentalFeatureEnablementSetParams


class ExperimentalFeatureListRequest(WireModel):
    id: RequestId
    method: Literal["experimentalFeature/list"]
    params: ExperimentalFeatureListParams


class ExternalAgentConfigDetectRequest(WireModel):
    id: RequestId
    method: Literal["externalAgentConfig/detect"]
    params: ExternalAgentConfigDetectParams


class ExternalAgentConfigImportReadHistoriesRequest(WireModel):
    id: RequestId
    method: Literal["externalAgentConfig/import/readHistories"]
    params: None = None


class ExternalAgentConfigImportRecordHistoryRequest(WireModel):
    id: RequestId
    method: Literal["externalAgentConfig/import/recordHistory"]
    params: ExternalAgentConfigImportHistoryRecordParams


class ExternalAgentConfigImportRequest(WireModel):
    id: RequestId
    method: Literal["externalAgentConfig/import"]
    params: ExternalAgentConfigImportParams


class FeedbackUploadRequest(WireModel):
    id: RequestId
    method: Literal["feedback/upload"]
    params: FeedbackUploadParams


class FsCopyRequest(WireModel):
    id: RequestId
    method: Literal["fs/copy"]
    params: FsCopyParams


class FsCreateDirectoryRequest(WireModel):
    id: RequestId
    method: Literal["fs/createDirectory"]
    params: FsCreateDirectoryParams


class FsGetMetadataRequest(WireModel):
    id: RequestId
    method: Literal["fs/getMetadata"]
    params: FsGetMetadataParams


class FsReadDirectoryRequest(WireModel):
    id: RequestId
    method: Literal["fs/readDirectory"]
    params: FsReadDirectoryParams


class FsReadFileRequest(WireModel):
    id: RequestId
    method: Literal["fs/readFile"]
    params: FsReadFileParams


class FsRemoveRequest(WireModel):
    id: RequestId
    method: Literal["fs/remove"]
    params: FsRemoveParams


class FsUnwatchRequest(WireModel):
    id: RequestId
    method: Literal["fs/unwatch"]
    params: FsUnwatchParams


class FsWatchRequest(WireModel):
    id: RequestId
    method: Literal["fs/watch"]
    params: FsWatchParams


class FsWriteFileRequest(WireModel):
    id: RequestId
    method: Literal["fs/writeFile"]
    params: FsWriteFileParams


class FuzzyFileSearchRequest(WireModel):
    id: RequestId
    method: Literal["fuzzyFileSearch"]
    params: FuzzyFileSearchParams


class FuzzyFileSearchSessionStartRequest(WireModel):
    """Experimental."""

    id: RequestId
    method: Literal["fuzzyFileSearch/sessionStart"]
    params: FuzzyFileSearchSessionStartParams


class FuzzyFileSearchSessionStopRequest(WireModel):
    """Experimental."""

    id: RequestId
    method: Literal["fuzzyFileSearch/sessionStop"]
    params: FuzzyFileSearchSessionStopParams


class FuzzyFileSearchSessionUpdateRequest(WireModel):
    """Experimental."""

    id: RequestId
    method: Literal["fuzzyFileSearch/sessionUpdate"]
    params: FuzzyFileSearchSessionUpdateParams


class HooksListRequest(WireModel):
    id: RequestId
    method: Literal["hooks/list"]
    params: HooksListParams


class InitializeRequest(WireModel):
    id: RequestId
    method: Literal["initialize"]
    params: InitializeParams


class MarketplaceAddRequest(WireModel):
    id: RequestId
    method: Literal["marketplace/add"]
    params: MarketplaceAddParams


class MarketplaceRemoveRequest(WireModel):
    id: RequestId
    method: Literal["marketplace/remove"]
    params: MarketplaceRemoveParams


class MarketplaceUpgradeRequest(WireModel):
    id: RequestId
    method: Literal["marketplace/upgrade"]
    params: MarketplaceUpgradeParams


class McpServerEventStreamStartRequest(WireModel):
    """Experimental."""

    id: RequestId
    method: Literal["mcpServer/event/stream/start"]
    params: McpServerEventStreamStartParams


class McpServerEventStreamStopRequest(WireModel):
    """Experimental."""

    id: RequestId
    method: Literal["mcpServer/event/stream/stop"]
    params: McpServerEventStreamStopParams


class McpServerOauthLoginRequest(WireModel):
    id: RequestId
    method: Literal["mcpServer/oauth/login"]
    params: McpServerOauthLoginParams


class McpServerResourceReadRequest(WireModel):
    id: RequestId
    method: Literal["mcpServer/resource/read"]
    params: McpResourceReadParams


class McpServerStatusListRequest(WireModel):
    id: RequestId
    method: Literal["mcpServerStatus/list"]
    params: ListMcpServerStatusParams


class McpServerToolCallRequest(WireModel):
    id: RequestId
    method: Literal["mcpServer/tool/call"]
    params: McpServerToolCallParams


class MemoryResetRequest(WireModel):
    """Experimental."""

    id: RequestId
    method: Literal["memory/reset"]
    params: None = None


class MemoryStatusRequest(WireModel):
    """Experimental."""

    id: RequestId
    method: Literal["memory/status"]
    params: MemoryStatusParams


class MockExperimentalMethodRequest(WireModel):
    """Test-only method used to validate experimental gating.

    Experimental.
    """

    id: RequestId
    method: Literal["mock/experimentalMethod"]
    params: MockExperimentalMethodParams


class ModelListRequest(WireModel):
    id: RequestId
    method: Literal["model/list"]
    params: ModelListParams


class ModelProviderCapabilitiesReadRequest(WireModel):
    id: RequestId
    method: Literal["modelProvider/capabilities/read"]
    params: ModelProviderCapabilitiesReadParams


class PermissionProfileListRequest(WireModel):
    id: RequestId
    method: Literal["permissionProfile/list"]
    params: PermissionProfileListParams


class PluginInstallRequest(WireModel):
    id: RequestId
    method: Literal["plugin/install"]
    params: PluginInstallParams


class PluginInstalledRequest(WireModel):
    id: RequestId
    method: Literal["plugin/installed"]
    params: PluginInstalledParams


class PluginListRequest(WireModel):
    id: RequestId
    method: Literal["plugin/list"]
    params: PluginListParams


class PluginReadRequest(WireModel):
    id: RequestId
    method: Literal["plugin/read"]
    params: PluginReadParams


class PluginReconcileRequest(WireModel):
    id: RequestId
    method: Literal["plugin/reconcile"]
    params: PluginReconcileParams


class PluginSearchRequest(WireModel):
    """Experimental."""

    id: RequestId
    method: Literal["plugin/search"]
    params: PluginSearchParams


class PluginShareCheckoutRequest(WireModel):
    id: RequestId
    method: Literal["plugin/share/checkout"]
    params: PluginShareCheckoutParams


class PluginShareDeleteRequest(WireModel):
    id: RequestId
    method: Literal["plugin/share/delete"]
    params: PluginShareDeleteParams


class PluginShareListRequest(WireModel):
    id: RequestId
    method: Literal["plugin/share/list"]
    params: PluginShareListParams


class PluginShareSaveRequest(WireModel):
    id: RequestId
    method: Literal["plugin/share/save"]
    params: PluginShareSaveParams


class PluginShareUpdateTargetsRequest(WireModel):
    id: RequestId
    method: Literal["plugin/share/updateTargets"]
    params: PluginShareUpdateTargetsParams


class PluginSkillReadRequest(WireModel):
    id: RequestId
    method: Literal["plugin/skill/read"]
    params: PluginSkillReadParams


class PluginUninstallRequest(WireModel):
    id: RequestId
    method: Literal["plugin/uninstall"]
    params: PluginUninstallParams


class ProcessKillRequest(WireModel):
    """Terminate a running `process/spawn` session by client-supplied `processHandle`.

    Experimental.
    """

    id: RequestId
    method: Literal["process/kill"]
    params: ProcessKillParams


class ProcessResizePtyRequest(WireModel):
    """Resize a running PTY-backed `process/spawn` session by client-supplied `processHandle`.

    Experimental.
    """

    id: RequestId
    method: Literal["process/resizePty"]
    params: ProcessResizePtyParams


class ProcessSpawnRequest(WireModel):
    """Spawn a standalone process (argv vector) without a Codex sandbox.

    Experimental.
    """

    id: RequestId
    method: Literal["process/spawn"]
    params: ProcessSpawnParams


class ProcessWriteStdinRequest(WireModel):
    """Write stdin bytes to a running `process/spawn` session or close stdin.

    Experimental.
    """

    id: RequestId
    method: Literal["process/writeStdin"]
    params: ProcessWriteStdinParams


class ProjectCreateRequest(WireModel):
    """Experimental."""

    id: RequestId
    method: Literal["project/create"]
    params: ProjectCreateParams


class ProjectDeleteRequest(WireModel):
    """Experimental."""

    id: RequestId
    method: Literal["project/delete"]
    params: ProjectDeleteParams


class ProjectImportRequest(WireModel):
    """Experimental."""

    id: RequestId
    method: Literal["project/import"]
    params: ProjectImportParams


class ProjectListRequest(WireModel):
    """Experimental."""

    id: RequestId
    method: Literal["project/list"]
    params: ProjectListParams


class ProjectMoveRequest(WireModel):
    """Experimental."""

    id: RequestId
    method: Literal["project/move"]
    params: ProjectMoveParams


class ProjectReadRequest(WireModel):
    """Experimental."""

    id: RequestId
    method: Literal["project/read"]
    params: ProjectReadParams


class ProjectUpdateRequest(WireModel):
    """Experimental."""

    id: RequestId
    method: Literal["project/update"]
    params: ProjectUpdateParams


class RemoteControlClientListRequest(WireModel):
    """Experimental."""

    id: RequestId
    method: Literal["remoteControl/client/list"]
    params: RemoteControlClientsListParams


class RemoteControlClientRevokeRequest(WireModel):
    """Experimental."""

    id: RequestId
    method: Literal["remoteControl/client/revoke"]
    params: RemoteControlClientsRevokeParams


class RemoteControlDisableRequest(WireModel):
    """Experimental."""

    id: RequestId
    method: Literal["remoteControl/disable"]
    params: RemoteControlDisableParams | None = None


class RemoteControlEnableRequest(WireModel):
    """Experimental."""

    id: RequestId
    method: Literal["remoteControl/enable"]
    params: RemoteControlEnableParams | None = None


class RemoteControlPairingStartRequest(WireModel):
    """Experimental."""

    id: RequestId
    method: Literal["remoteControl/pairing/start"]
    params: RemoteControlPairingStartParams


class RemoteControlPairingStatusRequest(WireModel):
    """Experimental."""

    id: RequestId
    method: Literal["remoteControl/pairing/status"]
    params: RemoteControlPairingStatusParams


class RemoteControlStatusReadRequest(WireModel):
    """Experimental."""

    id: RequestId
    method: Literal["remoteControl/status/read"]
    params: None = None


class ReviewStartRequest(WireModel):
    id: RequestId
    method: Literal["review/start"]
    params: ReviewStartParams


class RolloutCompressRequest(WireModel):
    """Start a best-effort background compression pass for cold local rollouts.

    Experimental.
    """

    id: RequestId
    method: Literal["rollout/compress"]
    params: None = None


class ServerDiagnosticsRequest(WireModel):
    """Read content-free, process-local diagnostics.

    Experimental.
    """

    id: RequestId
    method: Literal["server/diagnostics"]
    params: ServerDiagnosticsParams


class SkillsConfigWriteRequest(WireModel):
    id: RequestId
    method: Literal["skills/config/write"]
    params: SkillsConfigWriteParams


class SkillsExtraRootsSetRequest(WireModel):
    id: RequestId
    method: Literal["skills/extraRoots/set"]
    params: SkillsExtraRootsSetParams


class SkillsListRequest(WireModel):
    id: RequestId
    method: Literal["skills/list"]
    params: SkillsListParams


class ThreadApproveGuardianDeniedActionRequest(WireModel):
    id: RequestId
    method: Literal["thread/approveGuardianDeniedAction"]
    params: ThreadApproveGuardianDeniedActionParams


class ThreadArchiveRequest(WireModel):
    id: RequestId
    method: Literal["thread/archive"]
    params: ThreadArchiveParams


class ThreadAttachmentAddRequest(WireModel):
    id: RequestId
    method: Literal["thread/attachment/add"]
    params: ThreadAttachmentAddParams


class ThreadAttachmentListRequest(WireModel):
    id: RequestId
    method: Literal["thread/attachment/list"]
    params: ThreadAttachmentListParams


class ThreadAttachmentOwnerListRequest(WireModel):
    id: RequestId
    method: Literal["thread/attachmentOwner/list"]
    params: ThreadAttachmentOwnerListParams


class ThreadAttachmentRemoveRequest(WireModel):
    id: RequestId
    method: Literal["thread/attachment/remove"]
    params: ThreadAttachmentRemoveParams


class ThreadBackgroundTerminalsCleanRequest(WireModel):
    """Experimental."""

    id: RequestId
    method: Literal["thread/backgroundTerminals/clean"]
    params: ThreadBackgroundTerminalsCleanParams


class ThreadBackgroundTerminalsListRequest(WireModel):
    """Experimental."""

    id: RequestId
    method: Literal["thread/backgroundTerminals/list"]
    params: ThreadBackgroundTerminalsListParams


class ThreadBackgroundTerminalsTerminateRequest(WireModel):
    """Experimental."""

    id: RequestId
    method: Literal["thread/backgroundTerminals/terminate"]
    params: ThreadBackgroundTerminalsTerminateParams


class ThreadCompactStartRequest(WireModel):
    id: RequestId
    method: Literal["thread/compact/start"]
    params: ThreadCompactStartParams


class ThreadDecrementElicitationRequest(WireModel):
    """Decrement the thread-local out-of-band elicitation counter.

    When the count reaches zero, timeout accounting resumes for the thread.

    Experimental.
    """

    id: RequestId
    method: Literal["thread/decrement_elicitation"]
    params: ThreadDecrementElicitationParams


class ThreadDeleteRequest(WireModel):
    id: RequestId
    method: Literal["thread/delete"]
    params: ThreadDeleteParams


class ThreadForkRequest(WireModel):
    id: RequestId
    method: Literal["thread/fork"]
    params: ThreadForkParams


class ThreadGoalClearRequest(WireModel):
    id: RequestId
    method: Literal["thread/goal/clear"]
    params: ThreadGoalClearParams


class ThreadGoalGetRequest(WireModel):
    id: RequestId
    method: Literal["thread/goal/get"]
    params: ThreadGoalGetParams


class ThreadGoalSetRequest(WireModel):
    id: RequestId
    method: Literal["thread/goal/set"]
    params: ThreadGoalSetParams


class ThreadIncrementElicitationRequest(WireModel):
    """Increment the thread-local out-of-band elicitation counter.

    This is used by external helpers to pause timeout accounting while a user approval or other
    elicitation is pending outside the app-server request flow.

    Experimental.
    """

    id: RequestId
    method: Literal["thread/increment_elicitation"]
    params: ThreadIncrementElicitationParams


class ThreadInjectItemsRequest(WireModel):
    """Append raw Responses API items to the thread history without starting a user turn."""

    id: RequestId
    method: Literal["thread/inject_items"]
    params: ThreadInjectItemsParams


class ThreadItemsListRequest(WireModel):
    id: RequestId
    method: Literal["thread/items/list"]
    params: ThreadItemsListParams


class ThreadItemsReadRequest(WireModel):
    """Experimental."""

    id: RequestId
    method: Literal["thread/items/read"]
    params: ThreadItemsReadParams


class ThreadListRequest(WireModel):
    id: RequestId
    method: Literal["thread/list"]
    params: ThreadListParams


class ThreadLoadedListRequest(WireModel):
    id: RequestId
    method: Literal["thread/loaded/list"]
    params: ThreadLoadedListParams


class ThreadMemoryModeSetRequest(WireModel):
    """Experimental."""

    id: RequestId
    method: Literal["thread/memoryMode/set"]
    params: ThreadMemoryModeSetParams


class ThreadMetadataUpdateRequest(WireModel):
    id: RequestId
    method: Literal["thread/metadata/update"]
    params: ThreadMetadataUpdateParams


class ThreadNameSetRequest(WireModel):
    id: RequestId
    method: Literal["thread/name/set"]
    params: ThreadSetNameParams


class ThreadPredictionRequestRequest(WireModel):
    """Experimental."""

    id: RequestId
    method: Literal["thread/prediction/request"]
    params: ThreadPredictionRequestParams


class ThreadQueueAddRequest(WireModel):
    """Experimental."""

    id: RequestId
    method: Literal["thread/queue/add"]
    params: ThreadQueueAddParams


class ThreadQueueDeleteRequest(WireModel):
    """Experimental."""

    id: RequestId
    method: Literal["thread/queue/delete"]
    params: ThreadQueueDeleteParams


class ThreadQueueListRequest(WireModel):
    """Experimental."""

    id: RequestId
    method: Literal["thread/queue/list"]
    params: ThreadQueueListParams


class ThreadQueueReorderRequest(WireModel):
    """Experimental."""

    id: RequestId
    method: Literal["thread/queue/reorder"]
    params: ThreadQueueReorderParams


class ThreadQueueStartRequest(WireModel):
    """Experimental."""

    id: RequestId
    method: Literal["thread/queue/start"]
    params: ThreadQueueStartParams


class ThreadQueueUpdateRequest(WireModel):
    """Experimental."""

    id: RequestId
    method: Literal["thread/queue/update"]
    params: ThreadQueueUpdateParams


class ThreadReadRequest(WireModel):
    id: RequestId
    method: Literal["thread/read"]
    params: ThreadReadParams


class ThreadReadStateUpdateRequest(WireModel):
    """Experimental."""

    id: RequestId
    method: Literal["thread/readState/update"]
    params: ThreadReadStateUpdateParams


class ThreadRealtimeAppendAudioRequest(WireModel):
    """Experimental."""

    id: RequestId
    method: Literal["thread/realtime/appendAudio"]
    params: ThreadRealtimeAppendAudioParams


class ThreadRealtimeAppendSpeechRequest(WireModel):
    """Experimental."""

    id: RequestId
    method: Literal["thread/realtime/appendSpeech"]
    params: ThreadRealtimeAppendSpeechParams


class ThreadRealtimeAppendTextRequest(WireModel):
    """Experimental."""

    id: RequestId
    method: Literal["thread/realtime/appendText"]
    params: ThreadRealtimeAppendTextParams


class ThreadRealtimeListVoicesRequest(WireModel):
    """Experimental."""

    id: RequestId
    method: Literal["thread/realtime/listVoices"]
    params: ThreadRealtimeListVoicesParams


class ThreadRealtimeStartRequest(WireModel):
    """Experimental."""

    id: RequestId
    method: Literal["thread/realtime/start"]
    params: ThreadRealtimeStartParams


class ThreadRealtimeStopRequest(WireModel):
    """Experimental."""

    id: RequestId
    method: Literal["thread/realtime/stop"]
    params: ThreadRealtimeStopParams


class ThreadResumeRequest(WireModel):
    id: RequestId
    method: Literal["thread/resume"]
    params: ThreadResumeParams


class ThreadRevertRequest(WireModel):
    id: RequestId
    method: Literal["thread/revert"]
    params: ThreadRevertParams


class ThreadSearchOccurrencesRequest(WireModel):
    """Experimental."""

    id: RequestId
    method: Literal["thread/searchOccurrences"]
    params: ThreadSearchOccurrencesParams


class ThreadSearchRequest(WireModel):
    """Experimental."""

    id: RequestId
    method: Literal["thread/search"]
    params: ThreadSearchParams


class ThreadSectionCreateRequest(WireModel):
    id: RequestId
    method: Literal["threadSection/create"]
    params: ThreadSectionCreateParams


class ThreadSectionDeleteRequest(WireModel):
    id: RequestId
    method: Literal["threadSection/delete"]
    params: ThreadSectionDeleteParams


class ThreadSectionListRequest(WireModel):
    id: RequestId
    method: Literal["threadSection/list"]
    params: ThreadSectionListParams


class ThreadSectionMoveRequest(WireModel):
    id: RequestId
    method: Literal["thread/section/move"]
    params: ThreadSectionMoveParams


class ThreadSectionUpdateRequest(WireModel):
    id: RequestId
    method: Literal["threadSection/update"]
    params: ThreadSectionUpdateParams


class ThreadSettingsUpdateRequest(WireModel):
    """Experimental."""

    id: RequestId
    method: Literal["thread/settings/update"]
    params: ThreadSettingsUpdateParams


class ThreadShellCommandRequest(WireModel):
    id: RequestId
    method: Literal["thread/shellCommand"]
    params: ThreadShellCommandParams


class ThreadStartRequest(WireModel):
    """NEW APIs"""

    id: RequestId
    method: Literal["thread/start"]
    params: ThreadStartParams


class ThreadTimelineListRequest(WireModel):
    """Experimental."""

    id: RequestId
    method: Literal["thread/timeline/list"]
    params: ThreadTimelineListParams


class ThreadTurnsListRequest(WireModel):
    id: RequestId
    method: Literal["thread/turns/list"]
    params: ThreadTurnsListParams


class ThreadUnarchiveRequest(WireModel):
    id: RequestId
    method: Literal["thread/unarchive"]
    params: ThreadUnarchiveParams


class ThreadUnsubscribeRequest(WireModel):
    id: RequestId
    method: Literal["thread/unsubscribe"]
    params: ThreadUnsubscribeParams


class TurnInterruptRequest(WireModel):
    id: RequestId
    method: Literal["turn/interrupt"]
    params: TurnInterruptParams


class TurnSettingsUpdateRequest(WireModel):
    """Experimental."""

    id: RequestId
    method: Literal["turn/settings/update"]
    params: TurnSettingsUpdateParams


class TurnStartRequest(WireModel):
    id: RequestId
    method: Literal["turn/start"]
    params: TurnStartParams


class TurnSteerRequest(WireModel):
    id: RequestId
    method: Literal["turn/steer"]
    params: TurnSteerParams


class UserVerificationCancelRequest(WireModel):
    """Experimental."""

    id: RequestId
    method: Literal["userVerification/cancel"]
    params: UserVerificationCancelParams


class UserVerificationDeleteRequest(WireModel):
    """Experimental."""

    id: RequestId
    method: Literal["userVerification/delete"]
    params: UserVerificationDeleteParams


class UserVerificationEnrollRequest(WireModel):
    """Experimental."""

    id: RequestId
    method: Literal["userVerification/enroll"]
    params: UserVerificationEnrollParams


class UserVerificationStatusRequest(WireModel):
    """Experimental."""

    id: RequestId
    method: Literal["userVerification/status"]
    params: UserVerificationStatusParams


class UserVerificationVerifyRequest(WireModel):
    """Experimental."""

    id: RequestId
    method: Literal["userVerification/verify"]
    params: UserVerificationVerifyParams


class WindowsSandboxReadinessRequest(WireModel):
    id: RequestId
    method: Literal["windowsSandbox/readiness"]
    params: None = None


class WindowsSandboxSetupStartRequest(WireModel):
    id: RequestId
    method: Literal["windowsSandbox/setupStart"]
    params: WindowsSandboxSetupStartParams


class UnknownClientRequest(UnknownVariant):
    """An alternative of `ClientRequest` unknown to this package."""

    @property
    def method(self) -> str | None:
        return self._text("method")


ClientRequest: TypeAlias = Annotated[
    InitializeRequest
    | ServerDiagnosticsRequest
    | UserVerificationStatusRequest
    | UserVerificationEnrollRequest
    | UserVerificationDeleteRequest
    | UserVerificationVerifyRequest
    | UserVerificationCancelRequest
    | ThreadStartRequest
    | ThreadResumeRequest
    | ThreadForkRequest
    | ThreadArchiveRequest
    | ThreadDeleteRequest
    | ThreadUnsubscribeRequest
    | ThreadIncrementElicitationRequest
    | ThreadDecrementElicitationRequest
    | ThreadNameSetRequest
    | ThreadPredictionRequestRequest
    | ThreadGoalSetRequest
    | ThreadGoalGetRequest
    | ThreadGoalClearRequest
    | ThreadQueueAddRequest
    | ThreadQueueListRequest
    | ThreadQueueUpdateRequest
    | ThreadQueueDeleteRequest
    | ThreadQueueReorderRequest
    | ThreadQueueStartRequest
    | ThreadMetadataUpdateRequest
    | ThreadAttachmentAddRequest
    | ThreadAttachmentListRequest
    | ThreadAttachmentOwnerListRequest
    | ThreadAttachmentRemoveRequest
    | ThreadSectionMoveRequest
    | ThreadSettingsUpdateRequest
    | ThreadMemoryModeSetRequest
    | MemoryStatusRequest
    | MemoryResetRequest
    | RolloutCompressRequest
    | ThreadUnarchiveRequest
    | ThreadCompactStartRequest
    | ThreadShellCommandRequest
    | ThreadApproveGuardianDeniedActionRequest
    | ThreadBackgroundTerminalsCleanRequest
    | ThreadBackgroundTerminalsListRequest
    | ThreadBackgroundTerminalsTerminateRequest
    | ThreadRevertRequest
    | ThreadListRequest
    | ProjectListRequest
    | ProjectReadRequest
    | ProjectCreateRequest
    | ProjectImportRequest
    | ProjectUpdateRequest
    | ProjectMoveRequest
    | ProjectDeleteRequest
    | ThreadSectionListRequest
    | ThreadSectionCreateRequest
    | ThreadSectionUpdateRequest
    | ThreadSectionDeleteRequest
    | ThreadSearchRequest
    | ThreadSearchOccurrencesRequest
    | ThreadLoadedListRequest
    | ThreadReadRequest
    | ThreadReadStateUpdateRequest
    | ThreadTurnsListRequest
    | ThreadItemsListRequest
    | ThreadItemsReadRequest
    | ThreadInjectItemsRequest
    | SkillsListRequest
    | SkillsExtraRootsSetRequest
    | HooksListRequest
    | MarketplaceAddRequest
    | MarketplaceRemoveRequest
    | MarketplaceUpgradeRequest
    | PluginListRequest
    | PluginSearchRequest
    | PluginInstalledRequest
    | PluginReconcileRequest
    | PluginReadRequest
    | PluginSkillReadRequest
    | PluginShareSaveRequest
    | PluginShareUpdateTargetsRequest
    | PluginShareListRequest
    | PluginShareCheckoutRequest
    | PluginShareDeleteRequest
    | AppReadRequest
    | AppListRequest
    | AppInstalledRequest
    | FsReadFileRequest
    | FsWriteFileRequest
    | FsCreateDirectoryRequest
    | FsGetMetadataRequest
    | FsReadDirectoryRequest
    | FsRemoveRequest
    | FsCopyRequest
    | FsWatchRequest
    | FsUnwatchRequest
    | SkillsConfigWriteRequest
    | PluginInstallRequest
    | PluginUninstallRequest
    | TurnStartRequest
    | TurnSettingsUpdateRequest
    | TurnSteerRequest
    | TurnInterruptRequest
    | ThreadRealtimeStartRequest
    | ThreadRealtimeAppendAudioRequest
    | ThreadRealtimeAppendTextRequest
    | ThreadRealtimeAppendSpeechRequest
    | ThreadRealtimeStopRequest
    | ThreadTimelineListRequest
    | ThreadRealtimeListVoicesRequest
    | ReviewStartRequest
    | ModelListRequest
    | AccountGatewayOAuthReadRequest
    | AccountGatewayOAuthLoginRequest
    | AccountGatewayOAuthCancelRequest
    | ModelProviderCapabilitiesReadRequest
    | ExperimentalFeatureListRequest
    | PermissionProfileListRequest
    | ExperimentalFeatureEnablementSetRequest
    | RemoteControlEnableRequest
    | RemoteControlDisableRequest
    | RemoteControlStatusReadRequest
    | RemoteControlPairingStartRequest
    | RemoteControlPairingStatusRequest
    | RemoteControlClientListRequest
    | RemoteControlClientRevokeRequest
    | CollaborationModeListRequest
    | MockExperimentalMethodRequest
    | EnvironmentAddRequest
    | EnvironmentInfoRequest
    | EnvironmentStatusRequest
    | McpServerOauthLoginRequest
    | ConfigMcpServerReloadRequest
    | McpServerStatusListRequest
    | McpServerResourceReadRequest
    | McpServerEventStreamStartRequest
    | McpServerEventStreamStopRequest
    | McpServerToolCallRequest
    | WindowsSandboxSetupStartRequest
    | WindowsSandboxReadinessRequest
    | AccountLoginStartRequest
    | AccountBedrockDiscoverRequest
    | AccountBedrockSetupRequest
    | AccountBedrockCheckGovCloudRequirementsRequest
    | AccountLoginCancelRequest
    | AccountLogoutRequest
    | AccountRateLimitsReadRequest
    | AccountRateLimitResetCreditConsumeRequest
    | AccountUsageReadRequest
    | AccountWorkspaceMessagesReadRequest
    | AccountSendAddCreditsNudgeEmailRequest
    | FeedbackUploadRequest
    | CommandExecRequest
    | CommandExecWriteRequest
    | CommandExecTerminateRequest
    | CommandExecResizeRequest
    | ProcessSpawnRequest
    | ProcessWriteStdinRequest
    | ProcessKillRequest
    | ProcessResizePtyRequest
    | ConfigReadRequest
    | ExternalAgentConfigDetectRequest
    | ExternalAgentConfigImportRequest
    | ExternalAgentConfigImportRecordHistoryRequest
    | ExternalAgentConfigImportReadHistoriesRequest
    | ConfigValueWriteRequest
    | ConfigBatchWriteRequest
    | ConfigRequirementsReadRequest
    | AccountReadRequest
    | FuzzyFileSearchRequest
    | FuzzyFileSearchSessionStartRequest
    | FuzzyFileSearchSessionUpdateRequest
    | FuzzyFileSearchSessionStopRequest
    | UnknownClientRequest,
    OpenUnion(
        "method",
        {
            "initialize": InitializeRequest,
            "server/diagnostics": ServerDiagnosticsRequest,
            "userVerification/status": UserVerificationStatusRequest,
            "userVerification/enroll": UserVerificationEnrollRequest,
            "userVerification/delete": UserVerificationDeleteRequest,
            "userVerification/verify": UserVerificationVerifyRequest,
            "userVerification/cancel": UserVerificationCancelRequest,
            "thread/start": ThreadStartRequest,
            "thread/resume": ThreadResumeRequest,
            "thread/fork": ThreadForkRequest,
            "thread/archive": ThreadArchiveRequest,
            "thread/delete": ThreadDeleteRequest,
            "thread/unsubscribe": ThreadUnsubscribeRequest,
            "thread/increment_elicitation": ThreadIncrementElicitationRequest,
            "thread/decrement_elicitation": ThreadDecrementElicitationRequest,
            "thread/name/set": ThreadNameSetRequest,
            "thread/prediction/request": ThreadPredictionRequestRequest,
            "thread/goal/set": ThreadGoalSetRequest,
            "thread/goal/get": ThreadGoalGetRequest,
            "thread/goal/clear": ThreadGoalClearRequest,
            "thread/queue/add": ThreadQueueAddRequest,
            "thread/queue/list": ThreadQueueListRequest,
            "thread/queue/update": ThreadQueueUpdateRequest,
            "thread/queue/delete": ThreadQueueDeleteRequest,
            "thread/queue/reorder": ThreadQueueReorderRequest,
            "thread/queue/start": ThreadQueueStartRequest,
            "thread/metadata/update": ThreadMetadataUpdateRequest,
            "thread/attachment/add": ThreadAttachmentAddRequest,
            "thread/attachment/list": ThreadAttachmentListRequest,
            "thread/attachmentOwner/list": ThreadAttachmentOwnerListRequest,
            "thread/attachment/remove": ThreadAttachmentRemoveRequest,
            "thread/section/move": ThreadSectionMoveRequest,
            "thread/settings/update": ThreadSettingsUpdateRequest,
            "thread/memoryMode/set": ThreadMemoryModeSetRequest,
            "memory/status": MemoryStatusRequest,
            "memory/reset": MemoryResetRequest,
            "rollout/compress": RolloutCompressRequest,
            "thread/unarchive": ThreadUnarchiveRequest,
            "thread/compact/start": ThreadCompactStartRequest,
            "thread/shellCommand": ThreadShellCommandRequest,
            "thread/approveGuardianDeniedAction": ThreadApproveGuardianDeniedActionRequest,
            "thread/backgroundTerminals/clean": ThreadBackgroundTerminalsCleanRequest,
            "thread/backgroundTerminals/list": ThreadBackgroundTerminalsListRequest,
            "thread/backgroundTerminals/terminate": ThreadBackgroundTerminalsTerminateRequest,
            "thread/revert": ThreadRevertRequest,
            "thread/list": ThreadListRequest,
            "project/list": ProjectListRequest,
            "project/read": ProjectReadRequest,
            "project/create": ProjectCreateRequest,
            "project/import": ProjectImportRequest,
            "project/update": ProjectUpdateRequest,
            "project/move": ProjectMoveRequest,
            "project/delete": ProjectDeleteRequest,
            "threadSection/list": ThreadSectionListRequest,
            "threadSection/create": ThreadSectionCreateRequest,
            "threadSection/update": ThreadSectionUpdateRequest,
            "threadSection/delete": ThreadSectionDeleteRequest,
            "thread/search": ThreadSearchRequest,
            "thread/searchOccurrences": ThreadSearchOccurrencesRequest,
            "thread/loaded/list": ThreadLoadedListRequest,
            "thread/read": ThreadReadRequest,
            "thread/readState/update": ThreadReadStateUpdateRequest,
            "thread/turns/list": ThreadTurnsListRequest,
            "thread/items/list": ThreadItemsListRequest,
            "thread/items/read": ThreadItemsReadRequest,
            "thread/inject_items": ThreadInjectItemsRequest,
            "skills/list": SkillsListRequest,
            "skills/extraRoots/set": SkillsExtraRootsSetRequest,
            "hooks/list": HooksListRequest,
            "marketplace/add": MarketplaceAddRequest,
            "marketplace/remove": MarketplaceRemoveRequest,
            "marketplace/upgrade": MarketplaceUpgradeRequest,
            "plugin/list": PluginListRequest,
            "plugin/search": PluginSearchRequest,
            "plugin/installed": PluginInstalledRequest,
            "plugin/reconcile": PluginReconcileRequest,
            "plugin/read": PluginReadRequest,
            "plugin/skill/read": PluginSkillReadRequest,
            "plugin/share/save": PluginShareSaveRequest,
            "plugin/share/updateTargets": PluginShareUpdateTargetsRequest,
            "plugin/share/list": PluginShareListRequest,
            "plugin/share/checkout": PluginShareCheckoutRequest,
            "plugin/share/delete": PluginShareDeleteRequest,
            "app/read": AppReadRequest,
            "app/list": AppListRequest,
            "app/installed": AppInstalledRequest,
            "fs/readFile": FsReadFileRequest,
            "fs/writeFile": FsWriteFileRequest,
            "fs/createDirectory": FsCreateDirectoryRequest,
            "fs/getMetadata": FsGetMetadataRequest,
            "fs/readDirectory": FsReadDirectoryRequest,
            "fs/remove": FsRemoveRequest,
            "fs/copy": FsCopyRequest,
            "fs/watch": FsWatchRequest,
            "fs/unwatch": FsUnwatchRequest,
            "skills/config/write": SkillsConfigWriteRequest,
            "plugin/install": PluginInstallRequest,
            "plugin/uninstall": PluginUninstallRequest,
            "turn/start": TurnStartRequest,
            "turn/settings/update": TurnSettingsUpdateRequest,
            "turn/steer": TurnSteerRequest,
            "turn/interrupt": TurnInterruptRequest,
            "thread/realtime/start": ThreadRealtimeStartRequest,
            "thread/realtime/appendAudio": ThreadRealtimeAppendAudioRequest,
            "thread/realtime/appendText": ThreadRealtimeAppendTextRequest,
            "thread/realtime/appendSpeech": ThreadRealtimeAppendSpeechRequest,
            "thread/realtime/stop": ThreadRealtimeStopRequest,
            "thread/timeline/list": ThreadTimelineListRequest,
            "thread/realtime/listVoices": ThreadRealtimeListVoicesRequest,
            "review/start": ReviewStartRequest,
            "model/list": ModelListRequest,
            "account/gatewayOAuth/read": AccountGatewayOAuthReadRequest,
            "account/gatewayOAuth/login": AccountGatewayOAuthLoginRequest,
            "account/gatewayOAuth/cancel": AccountGatewayOAuthCancelRequest,
            "modelProvider/capabilities/read": ModelProviderCapabilitiesReadRequest,
            "experimentalFeature/list": ExperimentalFeatureListRequest,
            "permissionProfile/list": PermissionProfileListRequest,
            "experimentalFeature/enablement/set": ExperimentalFeatureEnablementSetRequest,
            "remoteControl/enable": RemoteControlEnableRequest,
            "remoteControl/disable": RemoteControlDisableRequest,
            "remoteControl/status/read": RemoteControlStatusReadRequest,
            "remoteControl/pairing/start": RemoteControlPairingStartRequest,
            "remoteControl/pairing/status": RemoteControlPairingStatusRequest,
            "remoteControl/client/list": RemoteControlClientListRequest,
            "remoteControl/client/revoke": RemoteControlClientRevokeRequest,
            "collaborationMode/list": CollaborationModeListRequest,
            "mock/experimentalMethod": MockExperimentalMethodRequest,
            "environment/add": EnvironmentAddRequest,
            "environment/info": EnvironmentInfoRequest,
            "environment/status": EnvironmentStatusRequest,
            "mcpServer/oauth/login": McpServerOauthLoginRequest,
            "config/mcpServer/reload": ConfigMcpServerReloadRequest,
            "mcpServerStatus/list": McpServerStatusListRequest,
            "mcpServer/resource/read": McpServerResourceReadRequest,
            "mcpServer/event/stream/start": McpServerEventStreamStartRequest,
            "mcpServer/event/stream/stop": McpServerEventStreamStopRequest,
            "mcpServer/tool/call": McpServerToolCallRequest,
            "windowsSandbox/setupStart": WindowsSandboxSetupStartRequest,
            "windowsSandbox/readiness": WindowsSandboxReadinessRequest,
            "account/login/start": AccountLoginStartRequest,
            "account/bedrock/discover": AccountBedrockDiscoverRequest,
            "account/bedrock/setup": AccountBedrockSetupRequest,
            "account/bedrock/checkGovCloudRequirements": AccountBedrockCheckGovCloudRequirementsRequest,
            "account/login/cancel": AccountLoginCancelRequest,
            "account/logout": AccountLogoutRequest,
            "account/rateLimits/read": AccountRateLimitsReadRequest,
            "account/rateLimitResetCredit/consume": AccountRateLimitResetCreditConsumeRequest,
            "account/usage/read": AccountUsageReadRequest,
            "account/workspaceMessages/read": AccountWorkspaceMessagesReadRequest,
            "account/sendAddCreditsNudgeEmail": AccountSendAddCreditsNudgeEmailRequest,
            "feedback/upload": FeedbackUploadRequest,
            "command/exec": CommandExecRequest,
            "command/exec/write": CommandExecWriteRequest,
            "command/exec/terminate": CommandExecTerminateRequest,
            "command/exec/resize": CommandExecResizeRequest,
            "process/spawn": ProcessSpawnRequest,
            "process/writeStdin": ProcessWriteStdinRequest,
            "process/kill": ProcessKillRequest,
            "process/resizePty": ProcessResizePtyRequest,
            "config/read": ConfigReadRequest,
            "externalAgentConfig/detect": ExternalAgentConfigDetectRequest,
            "externalAgentConfig/import": ExternalAgentConfigImportRequest,
            "externalAgentConfig/import/recordHistory": ExternalAgentConfigImportRecordHistoryRequest,
            "externalAgentConfig/import/readHistories": ExternalAgentConfigImportReadHistoriesRequest,
            "config/value/write": ConfigValueWriteRequest,
            "config/batchWrite": ConfigBatchWriteRequest,
            "configRequirements/read": ConfigRequirementsReadRequest,
            "account/read": AccountReadRequest,
            "fuzzyFileSearch": FuzzyFileSearchRequest,
            "fuzzyFileSearch/sessionStart": FuzzyFileSearchSessionStartRequest,
            "fuzzyFileSearch/sessionUpdate": FuzzyFileSearchSessionUpdateRequest,
            "fuzzyFileSearch/sessionStop": FuzzyFileSearchSessionStopRequest,
        },
        UnknownClientRequest,
    ),
]
"""Request from the client to the server."""
