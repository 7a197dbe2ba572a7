"""Types of each method, by name and resolved on first use. Generated; do not edit."""

from __future__ import annotations

import sys
import threading
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = [
    "CLIENT_METHODS",
    "CLIENT_NOTIFICATIONS",
    "SERVER_NOTIFICATIONS",
    "SERVER_REQUESTS",
    "MethodSpec",
    "NotificationSpec",
    "adapter",
    "params_type",
    "payload_type",
    "response_type",
    "type_named",
]


class MethodSpec(NamedTuple):
    """A request: `params` and `response` name types of `codex_protocol`.

    `params` is None if the method has no params. If `params_optional` is set, null may be sent instead of an object.
    """

    python_name: str
    params: str | None
    params_optional: bool
    response: str
    experimental: bool


class NotificationSpec(NamedTuple):
    """A notification: `payload` names a type of `codex_protocol`; None means no payload."""

    python_name: str
    payload: str | None
    experimental: bool


CLIENT_METHODS: Mapping[str, MethodSpec] = {
    "initialize": MethodSpec("initialize", "InitializeParams", False, "InitializeResponse", False),
    "server/diagnostics": MethodSpec(
        "server_diagnostics", "ServerDiagnosticsParams", False, "ServerDiagnosticsResponse", True
    ),
    "userVerification/status": MethodSpec(
        "user_verification_status", "UserVerificationStatusParams", False, "UserVerificationStatusResponse", True
    ),
    "userVerification/enroll": MethodSpec(
        "user_verification_enroll", "UserVerificationEnrollParams", False, "UserVerificationEnrollResponse", True
    ),
    "userVerification/delete": MethodSpec(
        "user_verification_delete", "UserVerificationDeleteParams", False, "UserVerificationDeleteResponse", True
    ),
    "userVerification/verify": MethodSpec(
        "user_verification_verify", "UserVerificationVerifyParams", False, "UserVerificationVerifyResponse", True
    ),
    "userVerification/cancel": MethodSpec(
        "user_verification_cancel", "UserVerificationCancelParams", False, "UserVerificationCancelResponse", True
    ),
    "thread/start": MethodSpec("thread_start", "ThreadStartParams", False, "ThreadStartResponse", False),
    "thread/resume": MethodSpec("thread_resume", "ThreadResumeParams", False, "ThreadResumeResponse", False),
    "thread/fork": MethodSpec("thread_fork", "ThreadForkParams", False, "ThreadForkResponse", False),
    "thread/archive": MethodSpec("thread_archive", "ThreadArchiveParams", False, "ThreadArchiveResponse", False),
    "thread/delete": MethodSpec("thread_delete", "ThreadDeleteParams", False, "ThreadDeleteResponse", False),
    "thread/unsubscribe": MethodSpec(
        "thread_unsubscribe", "ThreadUnsubscribeParams", False, "ThreadUnsubscribeResponse", False
    ),
    "thread/increment_elicitation": MethodSpec(
        "thread_increment_elicitation",
        "ThreadIncrementElicitationParams",
        False,
        "ThreadIncrementElicitationResponse",
        True,
    ),
    "thread/decrement_elicitation": MethodSpec(
        "thread_decrement_elicitation",
        "ThreadDecrementElicitationParams",
        False,
        "ThreadDecrementElicitationResponse",
        True,
    ),
    "thread/name/set": MethodSpec("thread_name_set", "ThreadSetNameParams", False, "ThreadSetNameResponse", False),
    "thread/prediction/request": MethodSpec(
        "thread_prediction_request", "ThreadPredictionRequestParams", False, "ThreadPredictionRequestResponse", True
    ),
    "thread/goal/set": MethodSpec("thread_goal_set", "ThreadGoalSetParams", False, "ThreadGoalSetResponse", False),
    "thread/goal/get": MethodSpec("thread_goal_get", "ThreadGoalGetParams", False, "ThreadGoalGetResponse", False),
    "thread/goal/clear": MethodSpec(
        "thread_goal_clear", "ThreadGoalClearParams", False, "ThreadGoalClearResponse", False
    ),
    "thread/queue/add": MethodSpec("thread_queue_add", "ThreadQueueAddParams", False, "ThreadQueueAddResponse", True),
    "thread/queue/list": MethodSpec(
        "thread_queue_list", "ThreadQueueListParams", False, "ThreadQueueListResponse", True
    ),
    "thread/queue/update": MethodSpec(
        "thread_queue_update", "ThreadQueueUpdateParams", False, "ThreadQueueUpdateResponse", True
    ),
    "thread/queue/delete": MethodSpec(
        "thread_queue_delete", "ThreadQueueDeleteParams", False, "ThreadQueueDeleteResponse", True
    ),
    "thread/queue/reorder": MethodSpec(
        "thread_queue_reorder", "ThreadQueueReorderParams", False, "ThreadQueueReorderResponse", True
    ),
    "thread/queue/start": MethodSpec(
        "thread_queue_start", "ThreadQueueStartParams", False, "ThreadQueueStartResponse", True
    ),
    "thread/metadata/update": MethodSpec(
        "thread_metadata_update", "ThreadMetadataUpdateParams", False, "ThreadMetadataUpdateResponse", False
    ),
    "thread/attachment/add": MethodSpec(
        "thread_attachment_add", "ThreadAttachmentAddParams", False, "ThreadAttachmentAddResponse", False
    ),
    "thread/attachment/list": MethodSpec(
        "thread_attachment_list", "ThreadAttachmentListParams", False, "ThreadAttachmentListResponse", False
    ),
    "thread/attachmentOwner/list": MethodSpec(
        "thread_attachment_owner_list",
        "ThreadAttachmentOwnerListParams",
        False,
        "ThreadAttachmentOwnerListResponse",
        False,
    ),
    "thread/attachment/remove": MethodSpec(
        "thread_attachment_remove", "ThreadAttachmentRemoveParams", False, "ThreadAttachmentRemoveResponse", False
    ),
    "thread/section/move": MethodSpec(
        "thread_section_move", "ThreadSectionMoveParams", False, "ThreadSectionMoveResponse", False
    ),
    "thread/settings/update": MethodSpec(
        "thread_settings_update", "ThreadSettingsUpdateParams", False, "ThreadSettingsUpdateResponse", True
    ),
    "thread/memoryMode/set": MethodSpec(
        "thread_memory_mode_set", "ThreadMemoryModeSetParams", False, "ThreadMemoryModeSetResponse", True
    ),
    "memory/status": MethodSpec("memory_status", "MemoryStatusParams", False, "MemoryStatusResponse", True),
    "memory/reset": MethodSpec("memory_reset", None, False, "MemoryResetResponse", True),
    "rollout/compress": MethodSpec("rollout_compress", None, False, "RolloutCompressResponse", True),
    "thread/unarchive": MethodSpec(
        "thread_unarchive", "ThreadUnarchiveParams", False, "ThreadUnarchiveResponse", False
    ),
    "thread/compact/start": MethodSpec(
        "thread_compact_start", "ThreadCompactStartParams", False, "ThreadCompactStartResponse", False
    ),
    "thread/shellCommand": MethodSpec(
        "thread_shell_command", "ThreadShellCommandParams", False, "ThreadShellCommandResponse", False
    ),
    "thread/approveGuardianDeniedAction": MethodSpec(
        "thread_approve_guardian_denied_action",
        "ThreadApproveGuardianDeniedActionParams",
        False,
        "ThreadApproveGuardianDeniedActionResponse",
        False,
    ),
    "thread/backgroundTerminals/clean": MethodSpec(
        "thread_background_terminals_clean",
        "ThreadBackgroundTerminalsCleanParams",
        False,
        "ThreadBackgroundTerminalsCleanResponse",
        True,
    ),
    "thread/backgroundTerminals/list": MethodSpec(
        "thread_background_terminals_list",
        "ThreadBackgroundTerminalsListParams",
        False,
        "ThreadBackgroundTerminalsListResponse",
        True,
    ),
    "thread/backgroundTerminals/terminate": MethodSpec(
        "thread_background_terminals_terminate",
        "ThreadBackgroundTerminalsTerminateParams",
        False,
        "ThreadBackgroundTerminalsTerminateResponse",
        True,
    ),
    "thread/revert": MethodSpec("thread_revert", "ThreadRevertParams", False, "ThreadRevertResponse", False),
    "thread/list": MethodSpec("thread_list", "ThreadListParams", False, "ThreadListResponse", False),
    "project/list": MethodSpec("project_list", "ProjectListParams", False, "ProjectListResponse", True),
    "project/read": MethodSpec("project_read", "ProjectReadParams", False, "ProjectReadResponse", True),
    "project/create": MethodSpec("project_create", "ProjectCreateParams", False, "ProjectCreateResponse", True),
    "project/import": MethodSpec("project_import", "ProjectImportParams", False, "ProjectImportResponse", True),
    "project/update": MethodSpec("project_update", "ProjectUpdateParams", False, "ProjectUpdateResponse", True),
    "project/move": MethodSpec("project_move", "ProjectMoveParams", False, "ProjectMoveResponse", True),
    "project/delete": MethodSpec("project_delete", "ProjectDeleteParams", False, "ProjectDeleteResponse", True),
    "threadSection/list": MethodSpec(
        "thread_section_list", "ThreadSectionListParams", False, "ThreadSectionListResponse", False
    ),
    "threadSection/create": MethodSpec(
        "thread_section_create", "ThreadSectionCreateParams", False, "ThreadSectionCreateResponse", False
    ),
    "threadSection/update": MethodSpec(
        "thread_section_update", "ThreadSectionUpdateParams", False, "ThreadSectionUpdateResponse", False
    ),
    "threadSection/delete": MethodSpec(
        "thread_section_delete", "ThreadSectionDeleteParams", False, "ThreadSectionDeleteResponse", False
    ),
    "thread/search": MethodSpec("thread_search", "ThreadSearchParams", False, "ThreadSearchResponse", True),
    "thread/searchOccurrences": MethodSpec(
        "thread_search_occurrences", "ThreadSearchOccurrencesParams", False, "ThreadSearchOccurrencesResponse", True
    ),
    "thread/loaded/list": MethodSpec(
        "thread_loaded_list", "ThreadLoadedListParams", False, "ThreadLoadedListResponse", False
    ),
    "thread/read": MethodSpec("thread_read", "ThreadReadParams", False, "ThreadReadResponse", False),
    "thread/readState/update": MethodSpec(
        "thread_read_state_update", "ThreadReadStateUpdateParams", False, "ThreadReadStateUpdateResponse", True
    ),
    "thread/turns/list": MethodSpec(
        "thread_turns_list", "ThreadTurnsListParams", False, "ThreadTurnsListResponse", False
    ),
    "thread/items/list": MethodSpec(
        "thread_items_list", "ThreadItemsListParams", False, "ThreadItemsListResponse", False
    ),
    "thread/items/read": MethodSpec(
        "thread_items_read", "ThreadItemsReadParams", False, "ThreadItemsReadResponse", True
    ),
    "thread/inject_items": MethodSpec(
        "thread_inject_items", "ThreadInjectItemsParams", False, "ThreadInjectItemsResponse", False
    ),
    "skills/list": MethodSpec("skills_list", "SkillsListParams", False, "SkillsListResponse", False),
    "skills/extraRoots/set": MethodSpec(
        "skills_extra_roots_set", "SkillsExtraRootsSetParams", False, "SkillsExtraRootsSetResponse", False
    ),
    "hooks/list": MethodSpec("hooks_list", "HooksListParams", False, "HooksListResponse", False),
    "marketplace/add": MethodSpec("marketplace_add", "MarketplaceAddParams", False, "MarketplaceAddResponse", False),
    "marketplace/remove": MethodSpec(
        "marketplace_remove", "MarketplaceRemoveParams", False, "MarketplaceRemoveResponse", False
    ),
    "marketplace/upgrade": MethodSpec(
        "marketplace_upgrade", "MarketplaceUpgradeParams", False, "MarketplaceUpgradeResponse", False
    ),
    "plugin/list": MethodSpec("plugin_list", "PluginListParams", False, "PluginListResponse", False),
    "plugin/search": MethodSpec("plugin_search", "PluginSearchParams", False, "PluginSearchResponse", True),
    "plugin/installed": MethodSpec(
        "plugin_installed", "PluginInstalledParams", False, "PluginInstalledResponse", False
    ),
    "plugin/reconcile": MethodSpec(
        "plugin_reconcile", "PluginReconcileParams", False, "PluginReconcileResponse", False
    ),
    "plugin/read": MethodSpec("plugin_read", "PluginReadParams", False, "PluginReadResponse", False),
    "plugin/skill/read": MethodSpec(
        "plugin_skill_read", "PluginSkillReadParams", False, "PluginSkillReadResponse", False
    ),
    "plugin/share/save": MethodSpec(
        "plugin_share_save", "PluginShareSaveParams", False, "PluginShareSaveResponse", False
    ),
    "plugin/share/updateTargets": MethodSpec(
        "plugin_share_update_targets",
        "PluginShareUpdateTargetsParams",
        False,
        "PluginShareUpdateTargetsResponse",
        False,
    ),
    "plugin/share/list": MethodSpec(
        "plugin_share_list", "PluginShareListParams", False, "PluginShareListResponse", False
    ),
    "plugin/share/checkout": MethodSpec(
        "plugin_share_checkout", "PluginShareCheckoutParams", False, "PluginShareCheckoutResponse", False
    ),
    "plugin/share/delete": MethodSpec(
        "plugin_share_delete", "PluginShareDeleteParams", False, "PluginShareDeleteResponse", False
    ),
    "app/read": MethodSpec("app_read", "AppsReadParams", False, "AppsReadResponse", False),
    "app/list": MethodSpec("app_list", "AppsListParams", False, "AppsListResponse", False),
    "app/installed": MethodSpec("app_installed", "AppsInstalledParams", False, "AppsInstalledResponse", False),
    "fs/readFile": MethodSpec("fs_read_file", "FsReadFileParams", False, "FsReadFileResponse", False),
    "fs/writeFile": MethodSpec("fs_write_file", "FsWriteFileParams", False, "FsWriteFileResponse", False),
    "fs/createDirectory": MethodSpec(
        "fs_create_directory", "FsCreateDirectoryParams", False, "FsCreateDirectoryResponse", False
    ),
    "fs/getMetadata": MethodSpec("fs_get_metadata", "FsGetMetadataParams", False, "FsGetMetadataResponse", False),
    "fs/readDirectory": MethodSpec(
        "fs_read_directory", "FsReadDirectoryParams", False, "FsReadDirectoryResponse", False
    ),
    "fs/remove": MethodSpec("fs_remove", "FsRemoveParams", False, "FsRemoveResponse", False),
    "fs/copy": MethodSpec("fs_copy", "FsCopyParams", False, "FsCopyResponse", False),
    "fs/watch": MethodSpec("fs_watch", "FsWatchParams", False, "FsWatchResponse", False),
    "fs/unwatch": MethodSpec("fs_unwatch", "FsUnwatchParams", False, "FsUnwatchResponse", False),
    "skills/config/write": MethodSpec(
        "skills_config_write", "SkillsConfigWriteParams", False, "SkillsConfigWriteResponse", False
    ),
    "plugin/install": MethodSpec("plugin_install", "PluginInstallParams", False, "PluginInstallResponse", False),
    "plugin/uninstall": MethodSpec(
        "plugin_uninstall", "PluginUninstallParams", False, "PluginUninstallResponse", False
    ),
    "turn/start": MethodSpec("turn_start", "TurnStartParams", False, "TurnStartResponse", False),
    "turn/settings/update": MethodSpec(
        "turn_settings_update", "TurnSettingsUpdateParams", False, "TurnSettingsUpdateResponse", True
    ),
    "turn/steer": MethodSpec("turn_steer", "TurnSteerParams", False, "TurnSteerResponse", False),
    "turn/interrupt": MethodSpec("turn_interrupt", "TurnInterruptParams", False, "TurnInterruptResponse", False),
    "thread/realtime/start": MethodSpec(
        "thread_realtime_start", "ThreadRealtimeStartParams", False, "ThreadRealtimeStartResponse", True
    ),
    "thread/realtime/appendAudio": MethodSpec(
        "thread_realtime_append_audio",
        "ThreadRealtimeAppendAudioParams",
        False,
        "ThreadRealtimeAppendAudioResponse",
        True,
    ),
    "thread/realtime/appendText": MethodSpec(
        "thread_realtime_append_text", "ThreadRealtimeAppendTextParams", False, "ThreadRealtimeAppendTextResponse", True
    ),
    "thread/realtime/appendSpeech": MethodSpec(
        "thread_realtime_append_speech",
        "ThreadRealtimeAppendSpeechParams",
        False,
        "ThreadRealtimeAppendSpeechResponse",
        True,
    ),
    "thread/realtime/stop": MethodSpec(
        "thread_realtime_stop", "ThreadRealtimeStopParams", False, "ThreadRealtimeStopResponse", True
    ),
    "thread/timeline/list": MethodSpec(
        "thread_timeline_list", "ThreadTimelineListParams", False, "ThreadTimelineListResponse", True
    ),
    "thread/realtime/listVoices": MethodSpec(
        "thread_realtime_list_voices", "ThreadRealtimeListVoicesParams", False, "ThreadRealtimeListVoicesResponse", True
    ),
    "review/start": MethodSpec("review_start", "ReviewStartParams", False, "ReviewStartResponse", False),
    "model/list": MethodSpec("model_list", "ModelListParams", False, "ModelListResponse", False),
    "account/gatewayOAuth/read": MethodSpec(
        "account_gateway_oauth_read", None, False, "GatewayOAuthReadResponse", False
    ),
    "account/gatewayOAuth/login": MethodSpec(
        "account_gateway_oauth_login", None, False, "GatewayOAuthLoginResponse", False
    ),
    "account/gatewayOAuth/cancel": MethodSpec(
        "account_gateway_oauth_cancel", None, False, "GatewayOAuthCancelResponse", False
    ),
    "modelProvider/capabilities/read": MethodSpec(
        "model_provider_capabilities_read",
        "ModelProviderCapabilitiesReadParams",
        False,
        "ModelProviderCapabilitiesReadResponse",
        False,
    ),
    "experimentalFeature/list": MethodSpec(
        "experimental_feature_list", "ExperimentalFeatureListParams", False, "ExperimentalFeatureListResponse", False
    ),
    "permissionProfile/list": MethodSpec(
        "permission_profile_list", "PermissionProfileListParams", False, "PermissionProfileListResponse", False
    ),
    "experimentalFeature/enablement/set": MethodSpec(
        "experimental_feature_enablement_set",
        "ExperimentalFeatureEnablementSetParams",
        False,
        "ExperimentalFeatureEnablementSetResponse",
        False,
    ),
    "remoteControl/enable": MethodSpec(
        "remote_control_enable", "RemoteControlEnableParams", True, "RemoteControlEnableResponse", True
    ),
    "remoteControl/disable": MethodSpec(
        "remote_control_disable", "RemoteControlDisableParams", True, "RemoteControlDisableResponse", True
    ),
    "remoteControl/status/read": MethodSpec(
        "remote_control_status_read", None, False, "RemoteControlStatusReadResponse", True
    ),
    "remoteControl/pairing/start": MethodSpec(
        "remote_control_pairing_start",
        "RemoteControlPairingStartParams",
        False,
        "RemoteControlPairingStartResponse",
        True,
    ),
    "remoteControl/pairing/status": MethodSpec(
        "remote_control_pairing_status",
        "RemoteControlPairingStatusParams",
        False,
        "RemoteControlPairingStatusResponse",
        True,
    ),
    "remoteControl/client/list": MethodSpec(
        "remote_control_client_list", "RemoteControlClientsListParams", False, "RemoteControlClientsListResponse", True
    ),
    "remoteControl/client/revoke": MethodSpec(
        "remote_control_client_revoke",
        "RemoteControlClientsRevokeParams",
        False,
        "RemoteControlClientsRevokeResponse",
        True,
    ),
    "collaborationMode/list": MethodSpec(
        "collaboration_mode_list", "CollaborationModeListParams", False, "CollaborationModeListResponse", True
    ),
    "mock/experimentalMethod": MethodSpec(
        "mock_experimental_method", "MockExperimentalMethodParams", False, "MockExperimentalMethodResponse", True
    ),
    "environment/add": MethodSpec("environment_add", "EnvironmentAddParams", False, "EnvironmentAddResponse", True),
    "environment/info": MethodSpec("environment_info", "EnvironmentInfoParams", False, "EnvironmentInfoResponse", True),
    "environment/status": MethodSpec(
        "environment_status", "EnvironmentStatusParams", False, "EnvironmentStatusResponse", True
    ),
    "mcpServer/oauth/login": MethodSpec(
        "mcp_server_oauth_login", "McpServerOauthLoginParams", False, "McpServerOauthLoginResponse", False
    ),
    "config/mcpServer/reload": MethodSpec("config_mcp_server_reload", None, False, "McpServerRefreshResponse", False),
    "mcpServerStatus/list": MethodSpec(
        "mcp_server_status_list", "ListMcpServerStatusParams", False, "ListMcpServerStatusResponse", False
    ),
    "mcpServer/resource/read": MethodSpec(
        "mcp_server_resource_read", "McpResourceReadParams", False, "McpResourceReadResponse", False
    ),
    "mcpServer/event/stream/start": MethodSpec(
        "mcp_server_event_stream_start",
        "McpServerEventStreamStartParams",
        False,
        "McpServerEventStreamStartResponse",
        True,
    ),
    "mcpServer/event/stream/stop": MethodSpec(
        "mcp_server_event_stream_stop",
        "McpServerEventStreamStopParams",
        False,
        "McpServerEventStreamStopResponse",
        True,
    ),
    "mcpServer/tool/call": MethodSpec(
        "mcp_server_tool_call", "McpServerToolCallParams", False, "McpServerToolCallResponse", False
    ),
    "windowsSandbox/setupStart": MethodSpec(
        "windows_sandbox_setup_start",
        "WindowsSandboxSetupStartParams",
        False,
        "WindowsSandboxSetupStartResponse",
        False,
    ),
    "windowsSandbox/readiness": MethodSpec(
        "windows_sandbox_readiness", None, False, "WindowsSandboxReadinessResponse", False
    ),
    "account/login/start": MethodSpec(
        "account_login_start", "LoginAccountParams", False, "LoginAccountResponse", False
    ),
    "account/bedrock/discover": MethodSpec(
        "account_bedrock_discover", "BedrockDiscoverParams", False, "BedrockDiscoverResponse", True
    ),
    "account/bedrock/setup": MethodSpec(
        "account_bedrock_setup", "BedrockSetupParams", False, "BedrockSetupResponse", True
    ),
    "account/bedrock/checkGovCloudRequirements": MethodSpec(
        "account_bedrock_check_gov_cloud_requirements",
        "BedrockCheckGovCloudRequirementsParams",
        False,
        "BedrockCheckGovCloudRequirementsResponse",
        True,
    ),
    "account/login/cancel": MethodSpec(
        "account_login_cancel", "CancelLoginAccountParams", False, "CancelLoginAccountResponse", False
    ),
    "account/logout": MethodSpec("account_logout", None, False, "LogoutAccountResponse", False),
    "account/rateLimits/read": MethodSpec(
        "account_rate_limits_read", "GetAccountRateLimitsParams", True, "GetAccountRateLimitsResponse", False
    ),
    "account/rateLimitResetCredit/consume": MethodSpec(
        "account_rate_limit_reset_credit_consume",
        "ConsumeAccountRateLimitResetCreditParams",
        False,
        "ConsumeAccountRateLimitResetCreditResponse",
        False,
    ),
    "account/usage/read": MethodSpec(
        "account_usage_read", "GetAccountTokenUsageParams", True, "GetAccountTokenUsageResponse", False
    ),
    "account/workspaceMessages/read": MethodSpec(
        "account_workspace_messages_read", None, False, "GetWorkspaceMessagesResponse", False
    ),
    "account/sendAddCreditsNudgeEmail": MethodSpec(
        "account_send_add_credits_nudge_email",
        "SendAddCreditsNudgeEmailParams",
        False,
        "SendAddCreditsNudgeEmailResponse",
        False,
    ),
    "feedback/upload": MethodSpec("feedback_upload", "FeedbackUploadParams", False, "FeedbackUploadResponse", False),
    "command/exec": MethodSpec("command_exec", "CommandExecParams", False, "CommandExecResponse", False),
    "command/exec/write": MethodSpec(
        "command_exec_write", "CommandExecWriteParams", False, "CommandExecWriteResponse", False
    ),
    "command/exec/terminate": MethodSpec(
        "command_exec_terminate", "CommandExecTerminateParams", False, "CommandExecTerminateResponse", False
    ),
    "command/exec/resize": MethodSpec(
        "command_exec_resize", "CommandExecResizeParams", False, "CommandExecResizeResponse", False
    ),
    "process/spawn": MethodSpec("process_spawn", "ProcessSpawnParams", False, "ProcessSpawnResponse", True),
    "process/writeStdin": MethodSpec(
        "process_write_stdin", "ProcessWriteStdinParams", False, "ProcessWriteStdinResponse", True
    ),
    "process/kill": MethodSpec("process_kill", "ProcessKillParams", False, "ProcessKillResponse", True),
    "process/resizePty": MethodSpec(
        "process_resize_pty", "ProcessResizePtyParams", False, "ProcessResizePtyResponse", True
    ),
    "config/read": MethodSpec("config_read", "ConfigReadParams", False, "ConfigReadResponse", False),
    "externalAgentConfig/detect": MethodSpec(
        "external_agent_config_detect",
        "ExternalAgentConfigDetectParams",
        False,
        "ExternalAgentConfigDetectResponse",
        False,
    ),
    "externalAgentConfig/import": MethodSpec(
        "external_agent_config_import",
        "ExternalAgentConfigImportParams",
        False,
        "ExternalAgentConfigImportResponse",
        False,
    ),
    "externalAgentConfig/import/recordHistory": MethodSpec(
        "external_agent_config_import_record_history",
        "ExternalAgentConfigImportHistoryRecordParams",
        False,
        "ExternalAgentConfigImportHistoryRecordResponse",
        False,
    ),
    "externalAgentConfig/import/readHistories": MethodSpec(
        "external_agent_config_import_read_histories",
        None,
        False,
        "ExternalAgentConfigImportHistoriesReadResponse",
        False,
    ),
    "config/value/write": MethodSpec(
        "config_value_write", "ConfigValueWriteParams", False, "ConfigWriteResponse", False
    ),
    "config/batchWrite": MethodSpec(
        "config_batch_write", "ConfigBatchWriteParams", False, "ConfigWriteResponse", False
    ),
    "configRequirements/read": MethodSpec(
        "config_requirements_read", None, False, "ConfigRequirementsReadResponse", False
    ),
    "account/read": MethodSpec("account_read", "GetAccountParams", False, "GetAccountResponse", False),
    "fuzzyFileSearch": MethodSpec(
        "fuzzy_file_search", "FuzzyFileSearchParams", False, "FuzzyFileSearchResponse", False
    ),
    "fuzzyFileSearch/sessionStart": MethodSpec(
        "fuzzy_file_search_session_start",
        "FuzzyFileSearchSessionStartParams",
        False,
        "FuzzyFileSearchSessionStartResponse",
        True,
    ),
    "fuzzyFileSearch/sessionUpdate": MethodSpec(
        "fuzzy_file_search_session_update",
        "FuzzyFileSearchSessionUpdateParams",
        False,
        "FuzzyFileSearchSessionUpdateResponse",
        True,
    ),
    "fuzzyFileSearch/sessionStop": MethodSpec(
        "fuzzy_file_search_session_stop",
        "FuzzyFileSearchSessionStopParams",
        False,
        "FuzzyFileSearchSessionStopResponse",
        True,
    ),
}
"""Requests from the client to the runtime."""

SERVER_REQUESTS: Mapping[str, MethodSpec] = {
    "item/commandExecution/requestApproval": MethodSpec(
        "item_command_execution_request_approval",
        "CommandExecutionRequestApprovalParams",
        False,
        "CommandExecutionRequestApprovalResponse",
        False,
    ),
    "item/fileChange/requestApproval": MethodSpec(
        "item_file_change_request_approval",
        "FileChangeRequestApprovalParams",
        False,
        "FileChangeRequestApprovalResponse",
        False,
    ),
    "item/tool/requestUserInput": MethodSpec(
        "item_tool_request_user_input", "ToolRequestUserInputParams", False, "ToolRequestUserInputResponse", False
    ),
    "mcpServer/elicitation/request": MethodSpec(
        "mcp_server_elicitation_request",
        "McpServerElicitationRequestParams",
        False,
        "McpServerElicitationRequestResponse",
        False,
    ),
    "item/permissions/requestApproval": MethodSpec(
        "item_permissions_request_approval",
        "PermissionsRequestApprovalParams",
        False,
        "PermissionsRequestApprovalResponse",
        False,
    ),
    "item/tool/call": MethodSpec("item_tool_call", "DynamicToolCallParams", False, "DynamicToolCallResponse", False),
    "account/chatgptAuthTokens/refresh": MethodSpec(
        "account_chatgpt_auth_tokens_refresh",
        "ChatgptAuthTokensRefreshParams",
        False,
        "ChatgptAuthTokensRefreshResponse",
        False,
    ),
    "attestation/generate": MethodSpec(
        "attestation_generate", "AttestationGenerateParams", False, "AttestationGenerateResponse", False
    ),
    "currentTime/read": MethodSpec(
        "current_time_read", "CurrentTimeReadParams", False, "CurrentTimeReadResponse", True
    ),
    "applyPatchApproval": MethodSpec(
        "apply_patch_approval", "ApplyPatchApprovalParams", False, "ApplyPatchApprovalResponse", False
    ),
    "execCommandApproval": MethodSpec(
        "exec_command_approval", "ExecCommandApprovalParams", False, "ExecCommandApprovalResponse", False
    ),
}
"""Requests from the runtime to the client."""

SERVER_NOTIFICATIONS: Mapping[str, NotificationSpec] = {
    "error": NotificationSpec("error", "ErrorNotification", False),
    "thread/started": NotificationSpec("thread_started", "ThreadStartedNotification", False),
    "thread/status/changed": NotificationSpec("thread_status_changed", "ThreadStatusChangedNotification", False),
    "thread/readState/changed": NotificationSpec(
        "thread_read_state_changed", "ThreadReadStateChangedNotification", False
    ),
    "thread/archived": NotificationSpec("thread_archived", "ThreadArchivedNotification", False),
    "thread/deleted": NotificationSpec("thread_deleted", "ThreadDeletedNotification", False),
    "thread/unarchived": NotificationSpec("thread_unarchived", "ThreadUnarchivedNotification", False),
    "thread/closed": NotificationSpec("thread_closed", "ThreadClosedNotification", False),
    "thread/reverted": NotificationSpec("thread_reverted", "ThreadRevertedNotification", False),
    "skills/changed": NotificationSpec("skills_changed", "SkillsChangedNotification", False),
    "thread/name/updated": NotificationSpec("thread_name_updated", "ThreadNameUpdatedNotification", False),
    "thread/attachment/updated": NotificationSpec(
        "thread_attachment_updated", "ThreadAttachmentUpdatedNotification", False
    ),
    "thread/goal/updated": NotificationSpec("thread_goal_updated", "ThreadGoalUpdatedNotification", False),
    "thread/prediction/updated": NotificationSpec(
        "thread_prediction_updated", "ThreadPredictionUpdatedNotification", False
    ),
    "thread/goal/cleared": NotificationSpec("thread_goal_cleared", "ThreadGoalClearedNotification", False),
    "thread/queue/changed": NotificationSpec("thread_queue_changed", "ThreadQueueChangedNotification", False),
    "project/changed": NotificationSpec("project_changed", "ProjectChangedNotification", False),
    "thread/project/updated": NotificationSpec("thread_project_updated", "ThreadProjectUpdatedNotification", False),
    "thread/environment/connected": NotificationSpec(
        "thread_environment_connected", "EnvironmentConnectionNotification", False
    ),
    "thread/environment/disconnected": NotificationSpec(
        "thread_environment_disconnected", "EnvironmentConnectionNotification", False
    ),
    "thread/settings/updated": NotificationSpec("thread_settings_updated", "ThreadSettingsUpdatedNotification", False),
    "thread/tokenUsage/updated": NotificationSpec(
        "thread_token_usage_updated", "ThreadTokenUsageUpdatedNotification", False
    ),
    "turn/started": NotificationSpec("turn_started", "TurnStartedNotification", False),
    "hook/started": NotificationSpec("hook_started", "HookStartedNotification", False),
    "turn/completed": NotificationSpec("turn_completed", "TurnCompletedNotification", False),
    "hook/completed": NotificationSpec("hook_completed", "HookCompletedNotification", False),
    "turn/diff/updated": NotificationSpec("turn_diff_updated", "TurnDiffUpdatedNotification", False),
    "turn/plan/updated": NotificationSpec("turn_plan_updated", "TurnPlanUpdatedNotification", False),
    "item/started": NotificationSpec("item_started", "ItemStartedNotification", False),
    "item/autoApprovalReview/started": NotificationSpec(
        "item_auto_approval_review_started", "ItemGuardianApprovalReviewStartedNotification", False
    ),
    "item/autoApprovalReview/completed": NotificationSpec(
        "item_auto_approval_review_completed", "ItemGuardianApprovalReviewCompletedNotification", False
    ),
    "autoApprovalReview/strictReviewRequired": NotificationSpec(
        "auto_approval_review_strict_review_required", "StrictReviewRequiredNotification", False
    ),
    "item/completed": NotificationSpec("item_completed", "ItemCompletedNotification", False),
    "item/agentMessage/delta": NotificationSpec("item_agent_message_delta", "AgentMessageDeltaNotification", False),
    "item/plan/delta": NotificationSpec("item_plan_delta", "PlanDeltaNotification", False),
    "command/exec/outputDelta": NotificationSpec(
        "command_exec_output_delta", "CommandExecOutputDeltaNotification", False
    ),
    "process/outputDelta": NotificationSpec("process_output_delta", "ProcessOutputDeltaNotification", False),
    "process/exited": NotificationSpec("process_exited", "ProcessExitedNotification", False),
    "item/commandExecution/outputDelta": NotificationSpec(
        "item_command_execution_output_delta", "CommandExecutionOutputDeltaNotification", False
    ),
    "item/commandExecution/terminalInteraction": NotificationSpec(
        "item_command_execution_terminal_interaction", "TerminalInteractionNotification", False
    ),
    "item/fileChange/outputDelta": NotificationSpec(
        "item_file_change_output_delta", "FileChangeOutputDeltaNotification", False
    ),
    "item/fileChange/patchUpdated": NotificationSpec(
        "item_file_change_patch_updated", "FileChangePatchUpdatedNotification", False
    ),
    "serverRequest/resolved": NotificationSpec("server_request_resolved", "ServerRequestResolvedNotification", False),
    "item/mcpToolCall/progress": NotificationSpec(
        "item_mcp_tool_call_progress", "McpToolCallProgressNotification", False
    ),
    "mcpServer/oauthLogin/completed": NotificationSpec(
        "mcp_server_oauth_login_completed", "McpServerOauthLoginCompletedNotification", False
    ),
    "mcpServer/startupStatus/updated": NotificationSpec(
        "mcp_server_startup_status_updated", "McpServerStatusUpdatedNotification", False
    ),
    "mcpServer/event/stream/notification": NotificationSpec(
        "mcp_server_event_stream_notification", "McpServerEventStreamNotification", False
    ),
    "account/updated": NotificationSpec("account_updated", "AccountUpdatedNotification", False),
    "account/gatewayOAuth/changed": NotificationSpec(
        "account_gateway_oauth_changed", "GatewayOAuthChangedNotification", False
    ),
    "account/rateLimits/updated": NotificationSpec(
        "account_rate_limits_updated", "AccountRateLimitsUpdatedNotification", False
    ),
    "app/list/updated": NotificationSpec("app_list_updated", "AppListUpdatedNotification", False),
    "remoteControl/status/changed": NotificationSpec(
        "remote_control_status_changed", "RemoteControlStatusChangedNotification", False
    ),
    "externalAgentConfig/import/progress": NotificationSpec(
        "external_agent_config_import_progress", "ExternalAgentConfigImportProgressNotification", False
    ),
    "externalAgentConfig/import/completed": NotificationSpec(
        "external_agent_config_import_completed", "ExternalAgentConfigImportCompletedNotification", False
    ),
    "fs/changed": NotificationSpec("fs_changed", "FsChangedNotification", False),
    "item/reasoning/summaryTextDelta": NotificationSpec(
        "item_reasoning_summary_text_delta", "ReasoningSummaryTextDeltaNotification", False
    ),
    "item/reasoning/summaryPartAdded": NotificationSpec(
        "item_reasoning_summary_part_added", "ReasoningSummaryPartAddedNotification", False
    ),
    "item/reasoning/textDelta": NotificationSpec("item_reasoning_text_delta", "ReasoningTextDeltaNotification", False),
    "thread/compacted": NotificationSpec("thread_compacted", "ContextCompactedNotification", False),
    "model/rerouted": NotificationSpec("model_rerouted", "ModelReroutedNotification", False),
    "model/verification": NotificationSpec("model_verification", "ModelVerificationNotification", False),
    "modelProvider/authRecoveryStarted": NotificationSpec(
        "model_provider_auth_recovery_started", "AuthRecoveryNotification", False
    ),
    "modelProvider/authRecoveryCompleted": NotificationSpec(
        "model_provider_auth_recovery_completed", "AuthRecoveryNotification", False
    ),
    "turn/moderationMetadata": NotificationSpec(
        "turn_moderation_metadata", "TurnModerationMetadataNotification", False
    ),
    "model/safetyBuffering/updated": NotificationSpec(
        "model_safety_buffering_updated", "ModelSafetyBufferingUpdatedNotification", False
    ),
    "warning": NotificationSpec("warning", "WarningNotification", False),
    "guardianWarning": NotificationSpec("guardian_warning", "GuardianWarningNotification", False),
    "deprecationNotice": NotificationSpec("deprecation_notice", "DeprecationNoticeNotification", False),
    "configWarning": NotificationSpec("config_warning", "ConfigWarningNotification", False),
    "fuzzyFileSearch/sessionUpdated": NotificationSpec(
        "fuzzy_file_search_session_updated", "FuzzyFileSearchSessionUpdatedNotification", False
    ),
    "fuzzyFileSearch/sessionCompleted": NotificationSpec(
        "fuzzy_file_search_session_completed", "FuzzyFileSearchSessionCompletedNotification", False
    ),
    "thread/realtime/started": NotificationSpec("thread_realtime_started", "ThreadRealtimeStartedNotification", False),
    "thread/realtime/itemAdded": NotificationSpec(
        "thread_realtime_item_added", "ThreadRealtimeItemAddedNotification", False
    ),
    "thread/realtime/item/started": NotificationSpec(
        "thread_realtime_item_started", "ThreadRealtimeItemStartedNotification", False
    ),
    "thread/realtime/item/transcript/delta": NotificationSpec(
        "thread_realtime_item_transcript_delta", "ThreadRealtimeItemTranscriptDeltaNotification", False
    ),
    "thread/realtime/item/completed": NotificationSpec(
        "thread_realtime_item_completed", "ThreadRealtimeItemCompletedNotification", False
    ),
    "thread/realtime/transcript/delta": NotificationSpec(
        "thread_realtime_transcript_delta", "ThreadRealtimeTranscriptDeltaNotification", False
    ),
    "thread/realtime/transcript/done": NotificationSpec(
        "thread_realtime_transcript_done", "ThreadRealtimeTranscriptDoneNotification", False
    ),
    "thread/realtime/outputAudio/delta": NotificationSpec(
        "thread_realtime_output_audio_delta", "ThreadRealtimeOutputAudioDeltaNotification", False
    ),
    "thread/realtime/sdp": NotificationSpec("thread_realtime_sdp", "ThreadRealtimeSdpNotification", False),
    "thread/realtime/error": NotificationSpec("thread_realtime_error", "ThreadRealtimeErrorNotification", False),
    "thread/realtime/closed": NotificationSpec("thread_realtime_closed", "ThreadRealtimeClosedNotification", False),
    "windows/worldWritableWarning": NotificationSpec(
        "windows_world_writable_warning", "WindowsWorldWritableWarningNotification", False
    ),
    "windowsSandbox/setupCompleted": NotificationSpec(
        "windows_sandbox_setup_completed", "WindowsSandboxSetupCompletedNotification", False
    ),
    "account/login/completed": NotificationSpec("account_login_completed", "AccountLoginCompletedNotification", False),
}
"""Notifications from the runtime."""

CLIENT_NOTIFICATIONS: Mapping[str, NotificationSpec] = {
    "initialized": NotificationSpec("initialized", None, False),
}
"""Notifications from the client."""


def type_named(name: str) -> Any:
    """Return a type by name: a class, or the alias of a union, list or scalar.

    Raises:
        AttributeError: The name is unknown.
    """
    # The package may be imported under another name.
    return getattr(sys.modules[__name__.rpartition(".")[0]], name)


def params_type(method: str) -> Any:
    """Return the type of a request's params, or None if it has no params.

    Raises:
        KeyError: The request is unknown.
    """
    params = _request(method).params
    return None if params is None else type_named(params)


def response_type(method: str) -> Any:
    """Return the type of a request's response.

    Raises:
        KeyError: The request is unknown.
    """
    return type_named(_request(method).response)


def payload_type(method: str) -> Any:
    """Return the type of a notification's payload, or None if it has no payload.

    Raises:
        KeyError: The notification is unknown.
    """
    spec = SERVER_NOTIFICATIONS.get(method) or CLIENT_NOTIFICATIONS[method]
    return None if spec.payload is None else type_named(spec.payload)


def adapter(type_name: str) -> Callable[[object], Any]:
    """Return a function that validates parsed JSON as a type, or raises pydantic's `ValidationError`.

    The function is cached. It may be requested and called from any thread.

    Raises:
        AttributeError: The type name is unknown.
    """
    found = _adapters.get(type_name)
    if found is None:
        # Pydantic builds a deferred model on first use, which is not thread-safe.
        with _building:
            found = _adapters.get(type_name) or _build(type_name)
            _adapters[type_name] = found
    return found


_adapters: dict[str, Callable[[object], Any]] = {}
_building = threading.RLock()


def _request(method: str) -> MethodSpec:
    return CLIENT_METHODS.get(method) or SERVER_REQUESTS[method]


def _build(type_name: str) -> Callable[[object], Any]:
    from pydantic import BaseModel, TypeAdapter

    found = type_named(type_name)
    if _is_class(found) and issubclass(found, BaseModel):
        model: type[BaseModel] = found
        model.model_rebuild()
        # The function behind model_validate, without the validation of its other arguments.
        return model.__pydantic_validator__.validate_python
    made: TypeAdapter[Any] = TypeAdapter(found)
    return made.validate_python


def _is_class(value: object) -> bool:
    return isinstance(value, type)
