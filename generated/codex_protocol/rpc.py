"""Typed methods for all client requests: `Rpc` and `AsyncRpc`. Generated; do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, overload

from . import mappers
from ._wire import UNSET

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping, Sequence
    from typing import Any, Literal

    from pydantic import JsonValue
    from typing_extensions import Never

    from . import (
        AbsolutePathBuf,
        AddCreditsNudgeCreditType,
        AdditionalContextEntry,
        ApprovalsReviewer,
        AppsInstalledResponse,
        AppsListResponse,
        AppsReadResponse,
        AskForApproval,
        BedrockCheckGovCloudRequirementsResponse,
        BedrockDiscoverResponse,
        BedrockSetupResponse,
        CancelLoginAccountResponse,
        ClientInfo,
        CodexResponseHandoffMode,
        CollaborationMode,
        CollaborationModeListResponse,
        CommandExecResizeResponse,
        CommandExecResponse,
        CommandExecTerminalSize,
        CommandExecTerminateResponse,
        CommandExecWriteResponse,
        ConfigEdit,
        ConfigReadResponse,
        ConfigRequirementsReadResponse,
        ConfigWriteResponse,
        ConsumeAccountRateLimitResetCreditResponse,
        ConversationTextRole,
        CyberAccessProgram,
        DynamicToolSpec,
        EnvironmentAddResponse,
        EnvironmentInfoResponse,
        EnvironmentSkillsParams,
        EnvironmentStatusResponse,
        ExperimentalFeatureEnablementSetResponse,
        ExperimentalFeatureListResponse,
        ExternalAgentConfigDetectResponse,
        ExternalAgentConfigImportHistoriesReadResponse,
        ExternalAgentConfigImportHistoryRecordResponse,
        ExternalAgentConfigImportHistoryRecordTypeResultParams,
        ExternalAgentConfigImportResponse,
        ExternalAgentConfigMigrationItem,
        FeedbackUploadResponse,
        FsCopyResponse,
        FsCreateDirectoryResponse,
        FsGetMetadataResponse,
        FsReadDirectoryResponse,
        FsReadFileResponse,
        FsRemoveResponse,
        FsUnwatchResponse,
        FsWatchResponse,
        FsWriteFileResponse,
        FuzzyFileSearchResponse,
        FuzzyFileSearchSessionStartResponse,
        FuzzyFileSearchSessionStopResponse,
        FuzzyFileSearchSessionUpdateResponse,
        GatewayOAuthCancelResponse,
        GatewayOAuthLoginResponse,
        GatewayOAuthReadResponse,
        GetAccountRateLimitsResponse,
        GetAccountResponse,
        GetAccountTokenUsageResponse,
        GetWorkspaceMessagesResponse,
        HooksListResponse,
        InitializeCapabilities,
        InitializeResponse,
        ListMcpServerStatusResponse,
        LoginAccountResponse,
        LoginAppBrand,
        LogoutAccountResponse,
        MarketplaceAddResponse,
        MarketplaceRemoveResponse,
        MarketplaceUpgradeResponse,
        McpResourceReadResponse,
        McpResourceReadTarget,
        McpServerEventStreamStartResponse,
        McpServerEventStreamStopResponse,
        McpServerOauthClientRegistration,
        McpServerOauthLoginResponse,
        McpServerRefreshResponse,
        McpServerStatusDetail,
        McpServerToolCallResponse,
        MemoryResetResponse,
        MemoryStatusResponse,
        MergeStrategy,
        MockExperimentalMethodResponse,
        ModelListResponse,
        ModelProviderCapabilitiesReadResponse,
        MultiAgentMode,
        PermissionProfileListResponse,
        Personality,
        PluginInstalledResponse,
        PluginInstallResponse,
        PluginListMarketplaceKind,
        PluginListResponse,
        PluginReadResponse,
        PluginReconcileResponse,
        PluginSearchResponse,
        PluginSearchScope,
        PluginShareCheckoutResponse,
        PluginShareDeleteResponse,
        PluginShareDiscoverability,
        PluginShareListResponse,
        PluginShareSaveResponse,
        PluginShareTarget,
        PluginShareUpdateDiscoverability,
        PluginShareUpdateTargetsResponse,
        PluginSkillReadResponse,
        PluginUninstallResponse,
        ProcessKillResponse,
        ProcessResizePtyResponse,
        ProcessSpawnResponse,
        ProcessTerminalSize,
        ProcessWriteStdinResponse,
        ProjectCreateResponse,
        ProjectDeleteResponse,
        ProjectImportResponse,
        ProjectListResponse,
        ProjectMoveResponse,
        ProjectReadResponse,
        ProjectRoot,
        ProjectSortKey,
        ProjectUpdateResponse,
        RealtimeConversationVersion,
        RealtimeOutputModality,
        RealtimeVoice,
        ReasoningEffort,
        ReasoningSummary,
        RemoteControlClientsListOrder,
        RemoteControlClientsListResponse,
        RemoteControlClientsRevokeResponse,
        RemoteControlDisableResponse,
        RemoteControlEnableResponse,
        RemoteControlPairingStartResponse,
        RemoteControlPairingStatusResponse,
        RemoteControlStatusReadResponse,
        RequestId,
        ResponseItem,
        ReviewDelivery,
        ReviewStartResponse,
        ReviewTarget,
        RolloutCompressResponse,
        SandboxMode,
        SandboxPolicy,
        SelectedCapabilityRoot,
        SendAddCreditsNudgeEmailResponse,
        ServerDiagnosticsResponse,
        SkillsConfigWriteResponse,
        SkillsExtraRootsSetResponse,
        SkillsListResponse,
        SortDirection,
        ThreadApproveGuardianDeniedActionResponse,
        ThreadArchiveResponse,
        ThreadAttachmentAddResponse,
        ThreadAttachmentListResponse,
        ThreadAttachmentOwnerListResponse,
        ThreadAttachmentRemoveResponse,
        ThreadBackgroundTerminalsCleanResponse,
        ThreadBackgroundTerminalsListResponse,
        ThreadBackgroundTerminalsTerminateResponse,
        ThreadCompactStartResponse,
        ThreadDecrementElicitationResponse,
        ThreadDeleteResponse,
        ThreadForkResponse,
        ThreadGoalClearResponse,
        ThreadGoalGetResponse,
        ThreadGoalMutationOrigin,
        ThreadGoalSetResponse,
        ThreadGoalStatus,
        ThreadHistoryMode,
        ThreadIncrementElicitationResponse,
        ThreadInjectItemsResponse,
        ThreadItemsListCursor,
        ThreadItemsListResponse,
        ThreadItemsReadResponse,
        ThreadListCwdFilter,
        ThreadListResponse,
        ThreadLoadedListResponse,
        ThreadMemoryMode,
        ThreadMemoryModeSetResponse,
        ThreadMetadataGitInfoUpdateParams,
        ThreadMetadataUpdateResponse,
        ThreadPredictionRequestResponse,
        ThreadQueueAddResponse,
        ThreadQueueDeleteResponse,
        ThreadQueueListResponse,
        ThreadQueueReorderResponse,
        ThreadQueueStartResponse,
        ThreadQueueUpdateResponse,
        ThreadReadResponse,
        ThreadReadStateOperation,
        ThreadReadStateUpdateResponse,
        ThreadRealtimeAppendAudioResponse,
        ThreadRealtimeAppendSpeechResponse,
        ThreadRealtimeAppendTextResponse,
        ThreadRealtimeAudioChunk,
        ThreadRealtimeInitialItem,
        ThreadRealtimeListVoicesResponse,
        ThreadRealtimeStartResponse,
        ThreadRealtimeStartTransport,
        ThreadRealtimeStopResponse,
        ThreadResumeInitialTurnsPageParams,
        ThreadResumeResponse,
        ThreadRevertResponse,
        ThreadSearchOccurrencesResponse,
        ThreadSearchResponse,
        ThreadSearchSortKey,
        ThreadSectionAppearance,
        ThreadSectionCreateResponse,
        ThreadSectionDeleteResponse,
        ThreadSectionListResponse,
        ThreadSectionMoveResponse,
        ThreadSectionUpdateResponse,
        ThreadSetNameResponse,
        ThreadSettingsUpdateResponse,
        ThreadShellCommandResponse,
        ThreadSortKey,
        ThreadSource,
        ThreadSourceKind,
        ThreadStartResponse,
        ThreadStartSource,
        ThreadTimelineListResponse,
        ThreadTurnsListResponse,
        ThreadUnarchiveResponse,
        ThreadUnsubscribeResponse,
        TurnEnvironmentParams,
        TurnInterruptResponse,
        TurnItemsView,
        TurnSettingsUpdateResponse,
        TurnStartResponse,
        TurnSteerResponse,
        TurnToolOutput,
        UserInput,
        UserVerificationCancelResponse,
        UserVerificationDeleteResponse,
        UserVerificationEnrollResponse,
        UserVerificationStatusResponse,
        UserVerificationVerifyResponse,
        WindowsSandboxReadinessResponse,
        WindowsSandboxSetupMode,
        WindowsSandboxSetupStartResponse,
    )
    from ._wire import Unset


__all__ = ["AsyncRpc", "AsyncRpcCaller", "Rpc", "RpcCaller"]


class RpcCaller(Protocol):
    """Sends a request and waits for the response."""

    def request(self, method: str, params: JsonValue, response: str) -> Any:
        """Send a request and return its response.

        Args:
            method: The wire method.
            params: The params; None for a method without params.
            response: The type name of the response (see `codex_protocol.registry.adapter`).
        """
        ...


class AsyncRpcCaller(Protocol):
    """Sends a request and awaits the response."""

    async def request(self, method: str, params: JsonValue, response: str) -> Any:
        """Send a request and return its response.

        Args:
            method: The wire method.
            params: The params; None for a method without params.
            response: The type name of the response (see `codex_protocol.registry.adapter`).
        """
        ...


class Rpc:
    """Send requests to the runtime; each method waits for the response.

    Omitted keywords are not sent; None is sent as null. The runtime accepts methods and keywords marked "Experimental"
    only if the client enabled the experimental API in the handshake.

    Every method raises `UnexpectedKeywordError` for an unknown keyword, `WireValueError` for a value that has no JSON
    representation, and another `CodexError` if the runtime returns an error, does not respond in time, or has exited.
    """

    __slots__ = ("_request",)

    def __init__(self, caller: RpcCaller) -> None:
        self._request = caller.request

    def initialize(
        self,
        *,
        client_info: ClientInfo | Mapping[str, object],
        capabilities: InitializeCapabilities | Mapping[str, object] | Unset | None = UNSET,
        **unknown: Never,
    ) -> InitializeResponse:
        """Call `initialize`."""
        wire = mappers.initialize.initialize(client_info=client_info, capabilities=capabilities, **unknown)
        response: InitializeResponse = self._request("initialize", wire, "InitializeResponse")
        return response

    def server_diagnostics(self, **unknown: Never) -> ServerDiagnosticsResponse:
        """Read content-free, process-local diagnostics (`server/diagnostics`).

        Experimental. Since runtime 0.149.0.
        """
        wire = mappers.server.server_diagnostics(**unknown)
        response: ServerDiagnosticsResponse = self._request("server/diagnostics", wire, "ServerDiagnosticsResponse")
        return response

    def user_verification_status(self, **unknown: Never) -> UserVerificationStatusResponse:
        """Call `userVerification/status`.

        Experimental. Since runtime 0.154.0.

        Returns:
            UserVerificationStatusResponse: Local readiness only; this neither prompts nor queries
                server registration.
        """
        wire = mappers.user_verification.user_verification_status(**unknown)
        response: UserVerificationStatusResponse = self._request(
            "userVerification/status", wire, "UserVerificationStatusResponse"
        )
        return response

    def user_verification_enroll(self, **unknown: Never) -> UserVerificationEnrollResponse:
        """Call `userVerification/enroll`.

        Experimental. Since runtime 0.154.0.

        Returns:
            UserVerificationEnrollResponse: Public metadata for a created or reused local credential.
                The caller completes backend registration; this response does not establish server
                enrollment. Older app-servers omit the metadata fields; callers must check both before
                registration.
        """
        wire = mappers.user_verification.user_verification_enroll(**unknown)
        response: UserVerificationEnrollResponse = self._request(
            "userVerification/enroll", wire, "UserVerificationEnrollResponse"
        )
        return response

    def user_verification_delete(self, **unknown: Never) -> UserVerificationDeleteResponse:
        """Call `userVerification/delete`.

        Experimental. Since runtime 0.154.0.
        """
        wire = mappers.user_verification.user_verification_delete(**unknown)
        response: UserVerificationDeleteResponse = self._request(
            "userVerification/delete", wire, "UserVerificationDeleteResponse"
        )
        return response

    def user_verification_verify(
        self, *, challenge: str, description: str, title: str, **unknown: Never
    ) -> UserVerificationVerifyResponse:
        """Local signing primitive, independent of any pending elicitation (`userVerification/verify`).

        Experimental. Since runtime 0.154.0.

        Args:
            challenge: Unpadded base64url encoding of 1–4096 challenge bytes.
            description: Additional display context; at most 4096 UTF-8 bytes.
            title: Display context already approved by the UI; 1–256 UTF-8 bytes.
        """
        wire = mappers.user_verification.user_verification_verify(
            challenge=challenge, description=description, title=title, **unknown
        )
        response: UserVerificationVerifyResponse = self._request(
            "userVerification/verify", wire, "UserVerificationVerifyResponse"
        )
        return response

    def user_verification_cancel(self, *, request_id: RequestId, **unknown: Never) -> UserVerificationCancelResponse:
        """Cancels a native verification RPC issued on this connection, not an elicitation
        (`userVerification/cancel`). Use a fresh request ID for each operation and a distinct ID for
        this cancellation RPC.

        Experimental. Since runtime 0.155.1.

        Returns:
            UserVerificationCancelResponse: Acknowledges the cancellation signal; native work may still
                be finishing. Unknown or finished requests are a no-op, and completed effects are not
                rolled back.
        """
        wire = mappers.user_verification.user_verification_cancel(request_id=request_id, **unknown)
        response: UserVerificationCancelResponse = self._request(
            "userVerification/cancel", wire, "UserVerificationCancelResponse"
        )
        return response

    def thread_start(
        self,
        *,
        allow_provider_model_fallback: bool | Unset = UNSET,
        approval_policy: AskForApproval | str | Mapping[str, object] | Unset | None = UNSET,
        approvals_reviewer: ApprovalsReviewer | str | Unset | None = UNSET,
        base_instructions: str | Unset | None = UNSET,
        config: Mapping[str, object] | Unset | None = UNSET,
        cwd: str | os.PathLike[str] | Unset | None = UNSET,
        daybreak_enabled: bool | Unset | None = UNSET,
        developer_instructions: str | Unset | None = UNSET,
        dynamic_tools: Sequence[DynamicToolSpec | Mapping[str, object]] | Unset | None = UNSET,
        environments: Sequence[TurnEnvironmentParams | Mapping[str, object]] | Unset | None = UNSET,
        ephemeral: bool | Unset | None = UNSET,
        experimental_raw_events: bool | Unset = UNSET,
        history_mode: ThreadHistoryMode | str | Unset | None = UNSET,
        mock_experimental_field: str | Unset | None = UNSET,
        model: str | Unset | None = UNSET,
        model_provider: str | Unset | None = UNSET,
        multi_agent_mode: MultiAgentMode | str | Mapping[str, object] | Unset | None = UNSET,
        permissions: str | Unset | None = UNSET,
        personality: Personality | str | Unset | None = UNSET,
        project_id: str | Unset | None = UNSET,
        runtime_workspace_roots: Sequence[AbsolutePathBuf | os.PathLike[str]] | Unset | None = UNSET,
        sandbox: SandboxMode | str | Unset | None = UNSET,
        selected_capability_roots: Sequence[SelectedCapabilityRoot | Mapping[str, object]] | Unset | None = UNSET,
        service_name: str | Unset | None = UNSET,
        service_tier: str | Unset | None = UNSET,
        session_start_source: ThreadStartSource | str | Unset | None = UNSET,
        thread_source: ThreadSource | str | Unset | None = UNSET,
        **unknown: Never,
    ) -> ThreadStartResponse:
        """Call `thread/start`.

        Args:
            allow_provider_model_fallback: Experimental. Allow a provider with an authoritative static
                model catalog to replace an unavailable requested model with its default. Since runtime
                0.144.4.
            approvals_reviewer: Override where approval requests are routed for review on this thread
                and subsequent turns.
            daybreak_enabled: Experimental. Initial Daybreak choice for this persistent thread. Omitted
                or null leaves it unset. This does not select a turn's `cyberAccessProgram` or grant
                access. Not supported for ephemeral threads. Since runtime 0.156.0.
            dynamic_tools: Experimental.
            environments: Experimental. Optional sticky environments for this thread.
                Omitted selects the default environment when environment access is enabled. Empty
                disables environment access for turns that do not provide a turn override. Non-empty
                selects the first environment as the current turn environment.
            experimental_raw_events: Experimental. If true, opt into emitting raw Responses API items on
                the event stream. This is for internal use only (e.g. Codex Cloud).
            history_mode: Experimental. Persisted thread history contract to use for this new thread.
                Since runtime 0.144.4.
            mock_experimental_field: Experimental. Test-only experimental field used to validate
                experimental gating and schema filtering behavior in a stable way.
            multi_agent_mode: Experimental. @deprecated Ignored. Use Ultra reasoning effort for
                proactive multi-agent behavior. Since runtime 0.144.4.
            permissions: Experimental. Named profile id for this thread. Cannot be combined with
                `sandbox`.
            personality: @deprecated `friendly` and `pragmatic` no longer select a style.
            project_id: Experimental. Optional project identity for this new thread. Durable threads
                persist the assignment; ephemeral threads expose it only in live responses. Since
                runtime 0.149.0.
            runtime_workspace_roots: Experimental. Replace the thread's runtime workspace roots. Paths
                must be absolute.
            selected_capability_roots: Experimental. Capability roots selected for this thread by the
                hosting platform. Since runtime 0.144.4.
            thread_source: Optional client-supplied analytics source classification for this thread.
        """
        wire = mappers.thread.thread_start(
            allow_provider_model_fallback=allow_provider_model_fallback,
            approval_policy=approval_policy,
            approvals_reviewer=approvals_reviewer,
            base_instructions=base_instructions,
            config=config,
            cwd=cwd,
            daybreak_enabled=daybreak_enabled,
            developer_instructions=developer_instructions,
            dynamic_tools=dynamic_tools,
            environments=environments,
            ephemeral=ephemeral,
            experimental_raw_events=experimental_raw_events,
            history_mode=history_mode,
            mock_experimental_field=mock_experimental_field,
            model=model,
            model_provider=model_provider,
            multi_agent_mode=multi_agent_mode,
            permissions=permissions,
            personality=personality,
            project_id=project_id,
            runtime_workspace_roots=runtime_workspace_roots,
            sandbox=sandbox,
            selected_capability_roots=selected_capability_roots,
            service_name=service_name,
            service_tier=service_tier,
            session_start_source=session_start_source,
            thread_source=thread_source,
            **unknown,
        )
        response: ThreadStartResponse = self._request("thread/start", wire, "ThreadStartResponse")
        return response

    def thread_resume(
        self,
        *,
        thread_id: str,
        approval_policy: AskForApproval | str | Mapping[str, object] | Unset | None = UNSET,
        approvals_reviewer: ApprovalsReviewer | str | Unset | None = UNSET,
        base_instructions: str | Unset | None = UNSET,
        config: Mapping[str, object] | Unset | None = UNSET,
        cwd: str | os.PathLike[str] | Unset | None = UNSET,
        developer_instructions: str | Unset | None = UNSET,
        exclude_turns: bool | Unset = UNSET,
        history: Sequence[ResponseItem | Mapping[str, object]] | Unset | None = UNSET,
        initial_turns_page: ThreadResumeInitialTurnsPageParams | Mapping[str, object] | Unset | None = UNSET,
        model: str | Unset | None = UNSET,
        model_provider: str | Unset | None = UNSET,
        path: str | os.PathLike[str] | Unset | None = UNSET,
        permissions: str | Unset | None = UNSET,
        personality: Personality | str | Unset | None = UNSET,
        runtime_workspace_roots: Sequence[AbsolutePathBuf | os.PathLike[str]] | Unset | None = UNSET,
        sandbox: SandboxMode | str | Unset | None = UNSET,
        service_tier: str | Unset | None = UNSET,
        **unknown: Never,
    ) -> ThreadResumeResponse:
        """There are three ways to resume a thread (`thread/resume`): 1. By thread_id: load the thread from
        disk by thread_id and resume it. 2. By history: instantiate the thread from memory and resume
        it. 3. By path: load the thread from disk by path and resume it.

        For non-running threads, the precedence is: history > non-empty path > thread_id. If using
        history or a non-empty path for a non-running thread, the thread_id param will be ignored.

        If thread_id identifies a running thread, app-server rejoins that thread and treats a non-empty
        path as a consistency check against the active rollout path. Empty string path values are
        treated as absent.

        Prefer using thread_id whenever possible.

        Args:
            approvals_reviewer: Override where approval requests are routed for review on this thread
                and subsequent turns.
            exclude_turns: When true, return only thread metadata and live-resume state without
                populating `thread.turns`. This is useful when the client plans to call
                `thread/turns/list` immediately after resuming. Full-history hydration is deprecated for
                paginated threads; use this with `thread/turns/list` and `thread/items/list` instead.
            history: Experimental. [UNSTABLE] FOR CODEX CLOUD - DO NOT USE. If specified, the thread
                will be resumed with the provided history instead of loaded from disk.
            initial_turns_page: Experimental. When present, include a `thread/turns/list` page in the
                resume response so clients can bootstrap recent turns without a second request. Since
                runtime 0.136.0.
            model: Configuration overrides for the resumed thread, if any.
            path: Experimental. [UNSTABLE] Specify the rollout path to resume from. If specified for a
                non-running thread, the thread_id param will be ignored. If thread_id identifies a
                running thread, the path must match the active rollout path.
            permissions: Experimental. Named profile id for the resumed thread. Cannot be combined with
                `sandbox`.
            personality: @deprecated `friendly` and `pragmatic` no longer select a style. Changing this
                does not rewrite the thread's existing instructions.
            runtime_workspace_roots: Experimental. Replace the thread's runtime workspace roots. Paths
                must be absolute.
        """
        wire = mappers.thread.thread_resume(
            thread_id=thread_id,
            approval_policy=approval_policy,
            approvals_reviewer=approvals_reviewer,
            base_instructions=base_instructions,
            config=config,
            cwd=cwd,
            developer_instructions=developer_instructions,
            exclude_turns=exclude_turns,
            history=history,
            initial_turns_page=initial_turns_page,
            model=model,
            model_provider=model_provider,
            path=path,
            permissions=permissions,
            personality=personality,
            runtime_workspace_roots=runtime_workspace_roots,
            sandbox=sandbox,
            service_tier=service_tier,
            **unknown,
        )
        response: ThreadResumeResponse = self._request("thread/resume", wire, "ThreadResumeResponse")
        return response

    def thread_fork(
        self,
        *,
        thread_id: str,
        approval_policy: AskForApproval | str | Mapping[str, object] | Unset | None = UNSET,
        approvals_reviewer: ApprovalsReviewer | str | Unset | None = UNSET,
        base_instructions: str | Unset | None = UNSET,
        before_turn_id: str | Unset | None = UNSET,
        config: Mapping[str, object] | Unset | None = UNSET,
        cwd: str | os.PathLike[str] | Unset | None = UNSET,
        defer_goal_continuation: bool | Unset = UNSET,
        developer_instructions: str | Unset | None = UNSET,
        ephemeral: bool | Unset = UNSET,
        exclude_turns: bool | Unset = UNSET,
        experimental_prediction_mode: bool | Unset = UNSET,
        last_turn_id: str | Unset | None = UNSET,
        model: str | Unset | None = UNSET,
        model_provider: str | Unset | None = UNSET,
        path: str | os.PathLike[str] | Unset | None = UNSET,
        permissions: str | Unset | None = UNSET,
        runtime_workspace_roots: Sequence[AbsolutePathBuf | os.PathLike[str]] | Unset | None = UNSET,
        sandbox: SandboxMode | str | Unset | None = UNSET,
        service_tier: str | Unset | None = UNSET,
        thread_source: ThreadSource | str | Unset | None = UNSET,
        **unknown: Never,
    ) -> ThreadForkResponse:
        """There are two ways to fork a thread (`thread/fork`): 1. By thread_id: load the thread from disk
        by thread_id and fork it into a new thread. 2. By path: load the thread from disk by path and
        fork it into a new thread.

        If using a non-empty path, the thread_id param will be ignored. Empty string path values are
        treated as absent.

        Prefer using thread_id whenever possible.

        Args:
            approvals_reviewer: Override where approval requests are routed for review on this thread
                and subsequent turns.
            before_turn_id: Experimental. Optional turn id to fork before, excluding that turn and all
                later turns. Cannot be combined with `last_turn_id`. Since runtime 0.147.0.
            defer_goal_continuation: Experimental. When true, carry the source thread's current goal
                into the fork without starting its initial automatic continuation. The next explicit
                turn owns the goal lifecycle, and normal automatic continuation resumes after it. Since
                runtime 0.147.0.
            exclude_turns: When true, return only thread metadata and live fork state without populating
                `thread.turns`. This is useful when the client plans to call `thread/turns/list`
                immediately after forking. Full-history hydration is deprecated for paginated threads;
                use this with `thread/turns/list` and `thread/items/list` instead.
            experimental_prediction_mode: Experimental. Start from the loaded parent's effective config,
                tools, environments, and persisted history to maximize prompt-cache reuse. Requires a
                loaded, persisted parent and `ephemeral: true`. Enables
                `features.reasoning_effort_override` on the fork. Cannot be combined with configuration
                overrides, `path`, `lastTurnId`, or `beforeTurnId`. Since runtime 0.163.0.
            last_turn_id: Optional last turn id to fork through, inclusive.
                When specified, turns after `last_turn_id` are omitted from the fork. The referenced
                turn cannot be in progress. Since runtime 0.144.4.
            model: Configuration overrides for the forked thread, if any.
            path: Experimental. [UNSTABLE] Specify the rollout path to fork from. If specified, the
                thread_id param will be ignored.
            permissions: Experimental. Named profile id for the forked thread. Cannot be combined with
                `sandbox`.
            runtime_workspace_roots: Experimental. Replace the thread's runtime workspace roots. Paths
                must be absolute.
            thread_source: Optional client-supplied analytics source classification for this forked
                thread.
        """
        wire = mappers.thread.thread_fork(
            thread_id=thread_id,
            approval_policy=approval_policy,
            approvals_reviewer=approvals_reviewer,
            base_instructions=base_instructions,
            before_turn_id=before_turn_id,
            config=config,
            cwd=cwd,
            defer_goal_continuation=defer_goal_continuation,
            developer_instructions=developer_instructions,
            ephemeral=ephemeral,
            exclude_turns=exclude_turns,
            experimental_prediction_mode=experimental_prediction_mode,
            last_turn_id=last_turn_id,
            model=model,
            model_provider=model_provider,
            path=path,
            permissions=permissions,
            runtime_workspace_roots=runtime_workspace_roots,
            sandbox=sandbox,
            service_tier=service_tier,
            thread_source=thread_source,
            **unknown,
        )
        response: ThreadForkResponse = self._request("thread/fork", wire, "ThreadForkResponse")
        return response

    def thread_archive(self, *, thread_id: str, **unknown: Never) -> ThreadArchiveResponse:
        """Call `thread/archive`."""
        wire = mappers.thread.thread_archive(thread_id=thread_id, **unknown)
        response: ThreadArchiveResponse = self._request("thread/archive", wire, "ThreadArchiveResponse")
        return response

    def thread_delete(self, *, thread_id: str, **unknown: Never) -> ThreadDeleteResponse:
        """Call `thread/delete`.

        Since runtime 0.144.4.
        """
        wire = mappers.thread.thread_delete(thread_id=thread_id, **unknown)
        response: ThreadDeleteResponse = self._request("thread/delete", wire, "ThreadDeleteResponse")
        return response

    def thread_unsubscribe(self, *, thread_id: str, **unknown: Never) -> ThreadUnsubscribeResponse:
        """Call `thread/unsubscribe`."""
        wire = mappers.thread.thread_unsubscribe(thread_id=thread_id, **unknown)
        response: ThreadUnsubscribeResponse = self._request("thread/unsubscribe", wire, "ThreadUnsubscribeResponse")
        return response

    def thread_increment_elicitation(self, *, thread_id: str, **unknown: Never) -> ThreadIncrementElicitationResponse:
        """Increment the thread-local out-of-band elicitation counter (`thread/increment_elicitation`).

        This is used by external helpers to pause timeout accounting while a user approval or other
        elicitation is pending outside the app-server request flow.

        Experimental.

        Args:
            thread_id: Thread whose out-of-band elicitation counter should be incremented.

        Returns:
            ThreadIncrementElicitationResponse: Response for `thread/increment_elicitation`.
        """
        wire = mappers.thread.thread_increment_elicitation(thread_id=thread_id, **unknown)
        response: ThreadIncrementElicitationResponse = self._request(
            "thread/increment_elicitation", wire, "ThreadIncrementElicitationResponse"
        )
        return response

    def thread_decrement_elicitation(self, *, thread_id: str, **unknown: Never) -> ThreadDecrementElicitationResponse:
        """Decrement the thread-local out-of-band elicitation counter (`thread/decrement_elicitation`).

        When the count reaches zero, timeout accounting resumes for the thread.

        Experimental.

        Args:
            thread_id: Thread whose out-of-band elicitation counter should be decremented.

        Returns:
            ThreadDecrementElicitationResponse: Response for `thread/decrement_elicitation`.
        """
        wire = mappers.thread.thread_decrement_elicitation(thread_id=thread_id, **unknown)
        response: ThreadDecrementElicitationResponse = self._request(
            "thread/decrement_elicitation", wire, "ThreadDecrementElicitationResponse"
        )
        return response

    def thread_name_set(self, *, name: str, thread_id: str, **unknown: Never) -> ThreadSetNameResponse:
        """Call `thread/name/set`."""
        wire = mappers.thread.thread_name_set(name=name, thread_id=thread_id, **unknown)
        response: ThreadSetNameResponse = self._request("thread/name/set", wire, "ThreadSetNameResponse")
        return response

    def thread_prediction_request(
        self, *, source_turn_id: str, thread_id: str, **unknown: Never
    ) -> ThreadPredictionRequestResponse:
        """Call `thread/prediction/request`.

        Experimental. Since runtime 0.161.0.
        """
        wire = mappers.thread.thread_prediction_request(source_turn_id=source_turn_id, thread_id=thread_id, **unknown)
        response: ThreadPredictionRequestResponse = self._request(
            "thread/prediction/request", wire, "ThreadPredictionRequestResponse"
        )
        return response

    def thread_goal_set(
        self,
        *,
        thread_id: str,
        objective: str | Unset | None = UNSET,
        origin: ThreadGoalMutationOrigin | str | Unset | None = UNSET,
        status: ThreadGoalStatus | str | Unset | None = UNSET,
        token_budget: int | Unset | None = UNSET,
        **unknown: Never,
    ) -> ThreadGoalSetResponse:
        """Call `thread/goal/set`.

        Args:
            origin: Missing provenance does not supply user authorization. Since runtime 0.161.0.
        """
        wire = mappers.thread.thread_goal_set(
            thread_id=thread_id, objective=objective, origin=origin, status=status, token_budget=token_budget, **unknown
        )
        response: ThreadGoalSetResponse = self._request("thread/goal/set", wire, "ThreadGoalSetResponse")
        return response

    def thread_goal_get(self, *, thread_id: str, **unknown: Never) -> ThreadGoalGetResponse:
        """Call `thread/goal/get`."""
        wire = mappers.thread.thread_goal_get(thread_id=thread_id, **unknown)
        response: ThreadGoalGetResponse = self._request("thread/goal/get", wire, "ThreadGoalGetResponse")
        return response

    def thread_goal_clear(
        self, *, thread_id: str, origin: ThreadGoalMutationOrigin | str | Unset | None = UNSET, **unknown: Never
    ) -> ThreadGoalClearResponse:
        """Call `thread/goal/clear`.

        Args:
            origin: Missing provenance does not supply user authorization. Since runtime 0.161.0.
        """
        wire = mappers.thread.thread_goal_clear(thread_id=thread_id, origin=origin, **unknown)
        response: ThreadGoalClearResponse = self._request("thread/goal/clear", wire, "ThreadGoalClearResponse")
        return response

    def thread_queue_add(
        self,
        *,
        client_user_message_id: str,
        input: Sequence[UserInput | Mapping[str, object]],
        thread_id: str,
        **unknown: Never,
    ) -> ThreadQueueAddResponse:
        """Call `thread/queue/add`.

        Experimental. Since runtime 0.149.0.
        """
        wire = mappers.thread.thread_queue_add(
            client_user_message_id=client_user_message_id, input=input, thread_id=thread_id, **unknown
        )
        response: ThreadQueueAddResponse = self._request("thread/queue/add", wire, "ThreadQueueAddResponse")
        return response

    def thread_queue_list(
        self, *, thread_id: str, cursor: str | Unset | None = UNSET, limit: int | Unset | None = UNSET, **unknown: Never
    ) -> ThreadQueueListResponse:
        """Call `thread/queue/list`.

        Experimental. Since runtime 0.149.0.

        Args:
            cursor: Opaque pagination cursor returned by a previous call.
            limit: Optional page size; defaults to the standard thread-list page size.
        """
        wire = mappers.thread.thread_queue_list(thread_id=thread_id, cursor=cursor, limit=limit, **unknown)
        response: ThreadQueueListResponse = self._request("thread/queue/list", wire, "ThreadQueueListResponse")
        return response

    def thread_queue_update(
        self,
        *,
        input: Sequence[UserInput | Mapping[str, object]],
        queued_submission_id: str,
        thread_id: str,
        **unknown: Never,
    ) -> ThreadQueueUpdateResponse:
        """Call `thread/queue/update`.

        Experimental. Since runtime 0.149.0.
        """
        wire = mappers.thread.thread_queue_update(
            input=input, queued_submission_id=queued_submission_id, thread_id=thread_id, **unknown
        )
        response: ThreadQueueUpdateResponse = self._request("thread/queue/update", wire, "ThreadQueueUpdateResponse")
        return response

    def thread_queue_delete(
        self, *, queued_submission_id: str, thread_id: str, **unknown: Never
    ) -> ThreadQueueDeleteResponse:
        """Call `thread/queue/delete`.

        Experimental. Since runtime 0.149.0.
        """
        wire = mappers.thread.thread_queue_delete(
            queued_submission_id=queued_submission_id, thread_id=thread_id, **unknown
        )
        response: ThreadQueueDeleteResponse = self._request("thread/queue/delete", wire, "ThreadQueueDeleteResponse")
        return response

    def thread_queue_reorder(
        self, *, queued_submission_ids: Sequence[str], thread_id: str, **unknown: Never
    ) -> ThreadQueueReorderResponse:
        """Call `thread/queue/reorder`.

        Experimental. Since runtime 0.149.0.
        """
        wire = mappers.thread.thread_queue_reorder(
            queued_submission_ids=queued_submission_ids, thread_id=thread_id, **unknown
        )
        response: ThreadQueueReorderResponse = self._request("thread/queue/reorder", wire, "ThreadQueueReorderResponse")
        return response

    def thread_queue_start(
        self, *, thread_id: str, queued_submission_id: str | Unset | None = UNSET, **unknown: Never
    ) -> ThreadQueueStartResponse:
        """Call `thread/queue/start`.

        Experimental. Since runtime 0.149.0.
        """
        wire = mappers.thread.thread_queue_start(
            thread_id=thread_id, queued_submission_id=queued_submission_id, **unknown
        )
        response: ThreadQueueStartResponse = self._request("thread/queue/start", wire, "ThreadQueueStartResponse")
        return response

    def thread_metadata_update(
        self,
        *,
        thread_id: str,
        daybreak_enabled: bool | Unset | None = UNSET,
        git_info: ThreadMetadataGitInfoUpdateParams | Mapping[str, object] | Unset | None = UNSET,
        project_id: str | Unset | None = UNSET,
        **unknown: Never,
    ) -> ThreadMetadataUpdateResponse:
        """Call `thread/metadata/update`.

        Args:
            daybreak_enabled: Experimental. Save the client's Daybreak choice for this persistent
                thread. Omitted or null leaves it unchanged. This does not select a turn's
                `cyberAccessProgram` or grant access. Since runtime 0.154.0.
            git_info: Patch the stored Git metadata for this thread. Omit a field to leave it unchanged,
                set it to `null` to clear it, or provide a string to replace the stored value.
            project_id: Experimental. Omit to leave the project unchanged, use an empty string to clear
                it, or provide an existing project ID to assign it. Since runtime 0.149.0.
        """
        wire = mappers.thread.thread_metadata_update(
            thread_id=thread_id, daybreak_enabled=daybreak_enabled, git_info=git_info, project_id=project_id, **unknown
        )
        response: ThreadMetadataUpdateResponse = self._request(
            "thread/metadata/update", wire, "ThreadMetadataUpdateResponse"
        )
        return response

    def thread_attachment_add(
        self, *, attachment_type: str, identity_key: str, payload: object, thread_id: str, **unknown: Never
    ) -> ThreadAttachmentAddResponse:
        """Parameters for creating or locating an attachment on its owning thread
        (`thread/attachment/add`).

        Since runtime 0.155.1.

        Returns:
            ThreadAttachmentAddResponse: The created or existing attachment.
        """
        wire = mappers.thread.thread_attachment_add(
            attachment_type=attachment_type, identity_key=identity_key, payload=payload, thread_id=thread_id, **unknown
        )
        response: ThreadAttachmentAddResponse = self._request(
            "thread/attachment/add", wire, "ThreadAttachmentAddResponse"
        )
        return response

    def thread_attachment_list(
        self, *, thread_id: str, cursor: str | Unset | None = UNSET, limit: int | Unset | None = UNSET, **unknown: Never
    ) -> ThreadAttachmentListResponse:
        """Parameters for listing attachments from one thread (`thread/attachment/list`).

        Since runtime 0.155.1.

        Returns:
            ThreadAttachmentListResponse: One page of attachments associated with the requested thread.
        """
        wire = mappers.thread.thread_attachment_list(thread_id=thread_id, cursor=cursor, limit=limit, **unknown)
        response: ThreadAttachmentListResponse = self._request(
            "thread/attachment/list", wire, "ThreadAttachmentListResponse"
        )
        return response

    def thread_attachment_owner_list(
        self,
        *,
        attachment_type: str,
        identity_key: str,
        archived: bool | Unset | None = UNSET,
        cursor: str | Unset | None = UNSET,
        limit: int | Unset | None = UNSET,
        **unknown: Never,
    ) -> ThreadAttachmentOwnerListResponse:
        """Parameters for reverse lookup by attachment identity within this server's store
        (`thread/attachmentOwner/list`).

        Since runtime 0.162.0.

        Args:
            archived: Omitted or null returns all matches; false returns non-archived threads only.

        Returns:
            ThreadAttachmentOwnerListResponse: One page of matching owners, including threads without
                their own user messages.
        """
        wire = mappers.thread.thread_attachment_owner_list(
            attachment_type=attachment_type,
            identity_key=identity_key,
            archived=archived,
            cursor=cursor,
            limit=limit,
            **unknown,
        )
        response: ThreadAttachmentOwnerListResponse = self._request(
            "thread/attachmentOwner/list", wire, "ThreadAttachmentOwnerListResponse"
        )
        return response

    def thread_attachment_remove(
        self, *, attachment_type: str, identity_key: str, thread_id: str, **unknown: Never
    ) -> ThreadAttachmentRemoveResponse:
        """Parameters for deleting an attachment by its stable thread-local identity
        (`thread/attachment/remove`).

        Since runtime 0.155.1.

        Returns:
            ThreadAttachmentRemoveResponse: Successful deletion does not return additional attachment
                data.
        """
        wire = mappers.thread.thread_attachment_remove(
            attachment_type=attachment_type, identity_key=identity_key, thread_id=thread_id, **unknown
        )
        response: ThreadAttachmentRemoveResponse = self._request(
            "thread/attachment/remove", wire, "ThreadAttachmentRemoveResponse"
        )
        return response

    def thread_section_move(
        self, *, section_id: str | None, thread_id: str, before_thread_id: str | Unset | None = UNSET, **unknown: Never
    ) -> ThreadSectionMoveResponse:
        """Parameters for moving a thread within a server-owned section ordering (`thread/section/move`).

        Since runtime 0.147.0.

        Args:
            section_id: Destination section, or `null` to remove the thread from its section.
            thread_id: Thread to move into, within, or out of a section.
            before_thread_id: Existing thread to insert before; omission or null appends to the section.
        """
        wire = mappers.thread.thread_section_move(
            section_id=section_id, thread_id=thread_id, before_thread_id=before_thread_id, **unknown
        )
        response: ThreadSectionMoveResponse = self._request("thread/section/move", wire, "ThreadSectionMoveResponse")
        return response

    def thread_settings_update(
        self,
        *,
        thread_id: str,
        approval_policy: AskForApproval | str | Mapping[str, object] | Unset | None = UNSET,
        approvals_reviewer: ApprovalsReviewer | str | Unset | None = UNSET,
        collaboration_mode: CollaborationMode | Mapping[str, object] | Unset | None = UNSET,
        cwd: str | os.PathLike[str] | Unset | None = UNSET,
        disabled_plugin_ids: Sequence[str] | Unset | None = UNSET,
        effort: ReasoningEffort | str | Unset | None = UNSET,
        model: str | Unset | None = UNSET,
        multi_agent_mode: MultiAgentMode | str | Mapping[str, object] | Unset | None = UNSET,
        permissions: str | Unset | None = UNSET,
        personality: Personality | str | Unset | None = UNSET,
        sandbox_policy: SandboxPolicy | Mapping[str, object] | Unset | None = UNSET,
        service_tier: str | Unset | None = UNSET,
        summary: ReasoningSummary | str | Unset | None = UNSET,
        **unknown: Never,
    ) -> ThreadSettingsUpdateResponse:
        """Call `thread/settings/update`.

        Experimental.

        Args:
            approval_policy: Override the approval policy for subsequent turns.
            approvals_reviewer: Override where approval requests are routed for subsequent turns.
            collaboration_mode: EXPERIMENTAL - Set a pre-set collaboration mode for subsequent turns.
                For `collaboration_mode.settings.developer_instructions`, `null` means "use the built-in
                instructions for the selected mode".
            cwd: Override the working directory for subsequent turns.
            disabled_plugin_ids: Replace this thread's disabled plugin IDs. Omitted/null preserves the
                list; [] clears it. Since runtime 0.156.0.
            effort: Override the reasoning effort for subsequent turns.
            model: Override the model for subsequent turns.
            multi_agent_mode: @deprecated Ignored. Use `effort: "ultra"` for proactive multi-agent
                behavior. Since runtime 0.144.4.
            permissions: Select a named permissions profile id for subsequent turns. Cannot be combined
                with `sandboxPolicy`.
            personality: @deprecated `friendly` and `pragmatic` no longer select a style. Changing this
                does not rewrite the thread's existing instructions.
            sandbox_policy: Override the sandbox policy for subsequent turns.
            service_tier: Override the service tier for subsequent turns. `null` clears the current
                service tier; omission leaves it unchanged.
            summary: Override the reasoning summary for subsequent turns.
        """
        wire = mappers.thread.thread_settings_update(
            thread_id=thread_id,
            approval_policy=approval_policy,
            approvals_reviewer=approvals_reviewer,
            collaboration_mode=collaboration_mode,
            cwd=cwd,
            disabled_plugin_ids=disabled_plugin_ids,
            effort=effort,
            model=model,
            multi_agent_mode=multi_agent_mode,
            permissions=permissions,
            personality=personality,
            sandbox_policy=sandbox_policy,
            service_tier=service_tier,
            summary=summary,
            **unknown,
        )
        response: ThreadSettingsUpdateResponse = self._request(
            "thread/settings/update", wire, "ThreadSettingsUpdateResponse"
        )
        return response

    def thread_memory_mode_set(
        self, *, mode: ThreadMemoryMode | str, thread_id: str, **unknown: Never
    ) -> ThreadMemoryModeSetResponse:
        """Call `thread/memoryMode/set`.

        Experimental.
        """
        wire = mappers.thread.thread_memory_mode_set(mode=mode, thread_id=thread_id, **unknown)
        response: ThreadMemoryModeSetResponse = self._request(
            "thread/memoryMode/set", wire, "ThreadMemoryModeSetResponse"
        )
        return response

    def memory_status(
        self, *, min_consolidated_threads: int | Unset | None = UNSET, **unknown: Never
    ) -> MemoryStatusResponse:
        """Call `memory/status`.

        Experimental. Since runtime 0.155.1.

        Args:
            min_consolidated_threads: Required distinct consolidated threads. Defaults to 20; supported
                range is 1..=4096.
        """
        wire = mappers.memory.memory_status(min_consolidated_threads=min_consolidated_threads, **unknown)
        response: MemoryStatusResponse = self._request("memory/status", wire, "MemoryStatusResponse")
        return response

    def memory_reset(self, **unknown: Never) -> MemoryResetResponse:
        """Call `memory/reset`.

        Experimental.
        """
        mappers.memory.memory_reset(**unknown)
        response: MemoryResetResponse = self._request("memory/reset", None, "MemoryResetResponse")
        return response

    def rollout_compress(self, **unknown: Never) -> RolloutCompressResponse:
        """Start a best-effort background compression pass for cold local rollouts (`rollout/compress`).

        Experimental. Since runtime 0.156.0.

        Returns:
            RolloutCompressResponse: Acknowledges the compression trigger, not completion. Existing
                maintenance locks and cooldowns can cause the background pass to skip without doing
                work.
        """
        mappers.rollout.rollout_compress(**unknown)
        response: RolloutCompressResponse = self._request("rollout/compress", None, "RolloutCompressResponse")
        return response

    def thread_unarchive(self, *, thread_id: str, **unknown: Never) -> ThreadUnarchiveResponse:
        """Call `thread/unarchive`."""
        wire = mappers.thread.thread_unarchive(thread_id=thread_id, **unknown)
        response: ThreadUnarchiveResponse = self._request("thread/unarchive", wire, "ThreadUnarchiveResponse")
        return response

    def thread_compact_start(self, *, thread_id: str, **unknown: Never) -> ThreadCompactStartResponse:
        """Call `thread/compact/start`."""
        wire = mappers.thread.thread_compact_start(thread_id=thread_id, **unknown)
        response: ThreadCompactStartResponse = self._request("thread/compact/start", wire, "ThreadCompactStartResponse")
        return response

    def thread_shell_command(
        self, *, command: str, thread_id: str, timeout_ms: int | Unset | None = UNSET, **unknown: Never
    ) -> ThreadShellCommandResponse:
        """Call `thread/shellCommand`.

        Args:
            command: Shell command string evaluated by the thread's configured shell. Unlike
                `command/exec`, this intentionally preserves shell syntax such as pipes, redirects, and
                quoting. This runs unsandboxed with full access rather than inheriting the thread
                sandbox policy.
            timeout_ms: Maximum execution time in milliseconds. Defaults to one hour when omitted or
                null. Must be non-negative; zero requests an immediate timeout, not unlimited execution.
                Does not affect the immediate RPC acknowledgement. Since runtime 0.153.4.
        """
        wire = mappers.thread.thread_shell_command(
            command=command, thread_id=thread_id, timeout_ms=timeout_ms, **unknown
        )
        response: ThreadShellCommandResponse = self._request("thread/shellCommand", wire, "ThreadShellCommandResponse")
        return response

    def thread_approve_guardian_denied_action(
        self, *, event: object, thread_id: str, **unknown: Never
    ) -> ThreadApproveGuardianDeniedActionResponse:
        """Call `thread/approveGuardianDeniedAction`.

        Args:
            event: Serialized `codex_protocol::protocol::GuardianAssessmentEvent`.
        """
        wire = mappers.thread.thread_approve_guardian_denied_action(event=event, thread_id=thread_id, **unknown)
        response: ThreadApproveGuardianDeniedActionResponse = self._request(
            "thread/approveGuardianDeniedAction", wire, "ThreadApproveGuardianDeniedActionResponse"
        )
        return response

    def thread_background_terminals_clean(
        self, *, thread_id: str, **unknown: Never
    ) -> ThreadBackgroundTerminalsCleanResponse:
        """Call `thread/backgroundTerminals/clean`.

        Experimental.
        """
        wire = mappers.thread.thread_background_terminals_clean(thread_id=thread_id, **unknown)
        response: ThreadBackgroundTerminalsCleanResponse = self._request(
            "thread/backgroundTerminals/clean", wire, "ThreadBackgroundTerminalsCleanResponse"
        )
        return response

    def thread_background_terminals_list(
        self, *, thread_id: str, cursor: str | Unset | None = UNSET, limit: int | Unset | None = UNSET, **unknown: Never
    ) -> ThreadBackgroundTerminalsListResponse:
        """Call `thread/backgroundTerminals/list`.

        Experimental. Since runtime 0.144.4.

        Args:
            cursor: Opaque pagination cursor returned by a previous call.
            limit: Optional page size.
        """
        wire = mappers.thread.thread_background_terminals_list(
            thread_id=thread_id, cursor=cursor, limit=limit, **unknown
        )
        response: ThreadBackgroundTerminalsListResponse = self._request(
            "thread/backgroundTerminals/list", wire, "ThreadBackgroundTerminalsListResponse"
        )
        return response

    def thread_background_terminals_terminate(
        self, *, process_id: str, thread_id: str, **unknown: Never
    ) -> ThreadBackgroundTerminalsTerminateResponse:
        """Call `thread/backgroundTerminals/terminate`.

        Experimental. Since runtime 0.144.4.
        """
        wire = mappers.thread.thread_background_terminals_terminate(
            process_id=process_id, thread_id=thread_id, **unknown
        )
        response: ThreadBackgroundTerminalsTerminateResponse = self._request(
            "thread/backgroundTerminals/terminate", wire, "ThreadBackgroundTerminalsTerminateResponse"
        )
        return response

    def thread_revert(self, *, before_turn_id: str, thread_id: str, **unknown: Never) -> ThreadRevertResponse:
        """Replace a paginated thread's durable history with the prefix before one turn (`thread/revert`).

        This only changes persisted conversation history. It does not revert local file changes.

        Since runtime 0.149.0.

        Args:
            before_turn_id: Turn excluded from the replacement history, together with every later turn.
        """
        wire = mappers.thread.thread_revert(before_turn_id=before_turn_id, thread_id=thread_id, **unknown)
        response: ThreadRevertResponse = self._request("thread/revert", wire, "ThreadRevertResponse")
        return response

    def thread_list(
        self,
        *,
        ancestor_thread_id: str | Unset | None = UNSET,
        archived: bool | Unset | None = UNSET,
        cursor: str | Unset | None = UNSET,
        cwd: ThreadListCwdFilter | os.PathLike[str] | Sequence[str | os.PathLike[str]] | Unset | None = UNSET,
        excluded_thread_ids: Sequence[str] | Unset | None = UNSET,
        limit: int | Unset | None = UNSET,
        model_providers: Sequence[str] | Unset | None = UNSET,
        originators: Sequence[str] | Unset | None = UNSET,
        parent_thread_id: str | Unset | None = UNSET,
        project_id: str | Unset | None = UNSET,
        search_term: str | Unset | None = UNSET,
        section_id: str | Unset | None = UNSET,
        sort_direction: SortDirection | str | Unset | None = UNSET,
        sort_key: ThreadSortKey | str | Unset | None = UNSET,
        source_kinds: Sequence[ThreadSourceKind | str] | Unset | None = UNSET,
        use_state_db_only: bool | Unset = UNSET,
        **unknown: Never,
    ) -> ThreadListResponse:
        """Call `thread/list`.

        Args:
            ancestor_thread_id: Experimental. Optional ancestor thread filter. Returns spawned
                descendants at any depth, excluding the ancestor itself. Mutually exclusive with
                `parentThreadId`. Since runtime 0.144.4.
            archived: Optional archived filter; when set to true, only archived threads are returned. If
                false or null, only non-archived threads are returned.
            cursor: Opaque pagination cursor returned by a previous call.
            cwd: Optional cwd filter or filters; when set, only threads whose session cwd exactly
                matches one of these paths are returned.
            excluded_thread_ids: Thread IDs to exclude before applying the result limit. Up to 100
                entries; invalid IDs or a larger list are rejected, never truncated. Send the same
                exclusions on each page. Omitted, null, or empty means no exclusions. Since runtime
                0.163.0.
            limit: Optional page size; defaults to a reasonable server-side value.
            model_providers: Optional provider filter; when set, only sessions recorded under these
                providers are returned. When present but empty, includes all providers.
            originators: Optional originator allowlist, matching any supplied value exactly. Supported
                by hosted backends only; the local app-server rejects a nonempty list. Omitted or empty
                lists leave originators unrestricted. Since runtime 0.154.0.
            parent_thread_id: Experimental. Optional direct parent thread filter. Mutually exclusive
                with `ancestorThreadId`. Since runtime 0.144.4.
            project_id: Experimental. Omit to include every project, set to null for unassigned threads,
                or provide a project ID to return only threads in that project. Since runtime 0.149.0.
            search_term: Optional substring filter for the extracted thread title.
            section_id: Omit to include every section, set to `null` for unsectioned threads, or provide
                a section ID to return only threads in that section. Since runtime 0.147.0.
            sort_direction: Optional sort direction; defaults to descending (newest first).
            sort_key: Optional sort key; defaults to created_at.
            source_kinds: Optional source filter; when set, only sessions from these source kinds are
                returned. When omitted or empty, defaults to interactive sources.
            use_state_db_only: If true, return from the state DB without scanning JSONL rollouts to
                repair thread metadata. Omitted or false preserves scan-and-repair behavior.
        """
        wire = mappers.thread.thread_list(
            ancestor_thread_id=ancestor_thread_id,
            archived=archived,
            cursor=cursor,
            cwd=cwd,
            excluded_thread_ids=excluded_thread_ids,
            limit=limit,
            model_providers=model_providers,
            originators=originators,
            parent_thread_id=parent_thread_id,
            project_id=project_id,
            search_term=search_term,
            section_id=section_id,
            sort_direction=sort_direction,
            sort_key=sort_key,
            source_kinds=source_kinds,
            use_state_db_only=use_state_db_only,
            **unknown,
        )
        response: ThreadListResponse = self._request("thread/list", wire, "ThreadListResponse")
        return response

    def project_list(
        self,
        *,
        cursor: str | Unset | None = UNSET,
        limit: int | Unset | None = UNSET,
        sort_direction: SortDirection | str | Unset | None = UNSET,
        sort_key: ProjectSortKey | str | Unset | None = UNSET,
        **unknown: Never,
    ) -> ProjectListResponse:
        """Call `project/list`.

        Experimental. Since runtime 0.149.0.

        Args:
            sort_direction: Requires sortKey. Defaults to asc for position and desc for recencyAt. Since
                runtime 0.153.4.
            sort_key: Defaults to position. Recency sorting always places empty projects last. Since
                runtime 0.153.4.
        """
        wire = mappers.project.project_list(
            cursor=cursor, limit=limit, sort_direction=sort_direction, sort_key=sort_key, **unknown
        )
        response: ProjectListResponse = self._request("project/list", wire, "ProjectListResponse")
        return response

    def project_read(self, *, project_id: str, **unknown: Never) -> ProjectReadResponse:
        """Call `project/read`.

        Experimental. Since runtime 0.149.0.
        """
        wire = mappers.project.project_read(project_id=project_id, **unknown)
        response: ProjectReadResponse = self._request("project/read", wire, "ProjectReadResponse")
        return response

    def project_create(
        self,
        *,
        idempotency_key: str,
        name: str,
        roots: Sequence[ProjectRoot | Mapping[str, object]],
        metadata: Mapping[str, str] | Unset | None = UNSET,
        **unknown: Never,
    ) -> ProjectCreateResponse:
        """Call `project/create`.

        Experimental. Since runtime 0.149.0.
        """
        wire = mappers.project.project_create(
            idempotency_key=idempotency_key, name=name, roots=roots, metadata=metadata, **unknown
        )
        response: ProjectCreateResponse = self._request("project/create", wire, "ProjectCreateResponse")
        return response

    def project_import(
        self,
        *,
        idempotency_key: str,
        name: str,
        roots: Sequence[ProjectRoot | Mapping[str, object]],
        metadata: Mapping[str, str] | Unset | None = UNSET,
        threads: Sequence[str] | Unset | None = UNSET,
        **unknown: Never,
    ) -> ProjectImportResponse:
        """Call `project/import`.

        Experimental. Since runtime 0.149.0.
        """
        wire = mappers.project.project_import(
            idempotency_key=idempotency_key, name=name, roots=roots, metadata=metadata, threads=threads, **unknown
        )
        response: ProjectImportResponse = self._request("project/import", wire, "ProjectImportResponse")
        return response

    def project_update(
        self,
        *,
        project_id: str,
        metadata: Mapping[str, str] | Unset | None = UNSET,
        name: str | Unset | None = UNSET,
        roots: Sequence[ProjectRoot | Mapping[str, object]] | Unset | None = UNSET,
        **unknown: Never,
    ) -> ProjectUpdateResponse:
        """Call `project/update`.

        Experimental. Since runtime 0.149.0.
        """
        wire = mappers.project.project_update(
            project_id=project_id, metadata=metadata, name=name, roots=roots, **unknown
        )
        response: ProjectUpdateResponse = self._request("project/update", wire, "ProjectUpdateResponse")
        return response

    def project_move(
        self, *, project_id: str, before_project_id: str | Unset | None = UNSET, **unknown: Never
    ) -> ProjectMoveResponse:
        """Call `project/move`.

        Experimental. Since runtime 0.149.0.
        """
        wire = mappers.project.project_move(project_id=project_id, before_project_id=before_project_id, **unknown)
        response: ProjectMoveResponse = self._request("project/move", wire, "ProjectMoveResponse")
        return response

    def project_delete(self, *, project_id: str, **unknown: Never) -> ProjectDeleteResponse:
        """Call `project/delete`.

        Experimental. Since runtime 0.149.0.
        """
        wire = mappers.project.project_delete(project_id=project_id, **unknown)
        response: ProjectDeleteResponse = self._request("project/delete", wire, "ProjectDeleteResponse")
        return response

    def thread_section_list(
        self, *, cursor: str | Unset | None = UNSET, limit: int | Unset | None = UNSET, **unknown: Never
    ) -> ThreadSectionListResponse:
        """Parameters for listing independently persisted thread sections (`threadSection/list`).

        Since runtime 0.147.0.

        Args:
            cursor: Opaque pagination cursor returned by a previous call.
            limit: Maximum number of sections to return.

        Returns:
            ThreadSectionListResponse: One page of independently persisted thread sections.
        """
        wire = mappers.thread_section.thread_section_list(cursor=cursor, limit=limit, **unknown)
        response: ThreadSectionListResponse = self._request("threadSection/list", wire, "ThreadSectionListResponse")
        return response

    def thread_section_create(
        self,
        *,
        name: str,
        appearance: ThreadSectionAppearance | Mapping[str, object] | Unset | None = UNSET,
        **unknown: Never,
    ) -> ThreadSectionCreateResponse:
        """Parameters for creating an independently persisted thread section (`threadSection/create`).

        Since runtime 0.147.0.

        Args:
            name: The user-visible name of the section.
            appearance: Since runtime 0.149.0.

        Returns:
            ThreadSectionCreateResponse: The independently persisted section created by the server.
        """
        wire = mappers.thread_section.thread_section_create(name=name, appearance=appearance, **unknown)
        response: ThreadSectionCreateResponse = self._request(
            "threadSection/create", wire, "ThreadSectionCreateResponse"
        )
        return response

    def thread_section_update(
        self,
        *,
        name: str,
        section_id: str,
        appearance: ThreadSectionAppearance | Mapping[str, object] | Unset | None = UNSET,
        **unknown: Never,
    ) -> ThreadSectionUpdateResponse:
        """Parameters for updating an independently persisted thread section (`threadSection/update`).

        Since runtime 0.147.0.

        Args:
            name: The updated user-visible name of the section.
            section_id: The stable, server-generated identity of the section to update.
            appearance: Omit to preserve appearance, use `null` to clear it, or provide a replacement.
                Since runtime 0.149.0.

        Returns:
            ThreadSectionUpdateResponse: The independently persisted section after its name is updated.
        """
        wire = mappers.thread_section.thread_section_update(
            name=name, section_id=section_id, appearance=appearance, **unknown
        )
        response: ThreadSectionUpdateResponse = self._request(
            "threadSection/update", wire, "ThreadSectionUpdateResponse"
        )
        return response

    def thread_section_delete(self, *, section_id: str, **unknown: Never) -> ThreadSectionDeleteResponse:
        """Parameters for deleting an independently persisted thread section (`threadSection/delete`).

        Since runtime 0.147.0.

        Args:
            section_id: The stable, server-generated identity of the section to delete.

        Returns:
            ThreadSectionDeleteResponse: Successful deletion does not return additional section data.
        """
        wire = mappers.thread_section.thread_section_delete(section_id=section_id, **unknown)
        response: ThreadSectionDeleteResponse = self._request(
            "threadSection/delete", wire, "ThreadSectionDeleteResponse"
        )
        return response

    def thread_search(
        self,
        *,
        search_term: str,
        archived: bool | Unset | None = UNSET,
        cursor: str | Unset | None = UNSET,
        limit: int | Unset | None = UNSET,
        sort_direction: SortDirection | str | Unset | None = UNSET,
        sort_key: ThreadSearchSortKey | str | Unset | None = UNSET,
        source_kinds: Sequence[ThreadSourceKind | str] | Unset | None = UNSET,
        **unknown: Never,
    ) -> ThreadSearchResponse:
        """Call `thread/search`.

        Experimental. Since runtime 0.134.0.

        Args:
            search_term: Required substring/full-text query for thread search.
            archived: Optional archived filter; when set to true, only archived threads are returned. If
                false or null, only non-archived threads are returned.
            cursor: Opaque pagination cursor returned by a previous call.
            limit: Optional page size; defaults to a reasonable server-side value.
            sort_direction: Optional sort direction; defaults to descending (newest first).
            sort_key: Optional sort key; defaults to created_at.
            source_kinds: Optional source filter; when set, only sessions from these source kinds are
                returned. When omitted or empty, defaults to interactive sources.
        """
        wire = mappers.thread.thread_search(
            search_term=search_term,
            archived=archived,
            cursor=cursor,
            limit=limit,
            sort_direction=sort_direction,
            sort_key=sort_key,
            source_kinds=source_kinds,
            **unknown,
        )
        response: ThreadSearchResponse = self._request("thread/search", wire, "ThreadSearchResponse")
        return response

    def thread_search_occurrences(
        self,
        *,
        search_term: str,
        thread_id: str,
        cursor: str | Unset | None = UNSET,
        limit: int | Unset | None = UNSET,
        **unknown: Never,
    ) -> ThreadSearchOccurrencesResponse:
        """Parameters for searching visible message occurrences within one paginated thread
        (`thread/searchOccurrences`).

        Experimental. Since runtime 0.147.0.

        Args:
            search_term: Case-insensitive literal substring to find in visible user messages and both
                partial and final assistant answers.
            cursor: Opaque cursor returned by a previous call for the same thread and search term.
            limit: Optional occurrence page size.
        """
        wire = mappers.thread.thread_search_occurrences(
            search_term=search_term, thread_id=thread_id, cursor=cursor, limit=limit, **unknown
        )
        response: ThreadSearchOccurrencesResponse = self._request(
            "thread/searchOccurrences", wire, "ThreadSearchOccurrencesResponse"
        )
        return response

    def thread_loaded_list(
        self, *, cursor: str | Unset | None = UNSET, limit: int | Unset | None = UNSET, **unknown: Never
    ) -> ThreadLoadedListResponse:
        """Call `thread/loaded/list`.

        Args:
            cursor: Opaque pagination cursor returned by a previous call.
            limit: Optional page size; defaults to no limit.
        """
        wire = mappers.thread.thread_loaded_list(cursor=cursor, limit=limit, **unknown)
        response: ThreadLoadedListResponse = self._request("thread/loaded/list", wire, "ThreadLoadedListResponse")
        return response

    def thread_read(
        self, *, thread_id: str, include_turns: bool | Unset = UNSET, **unknown: Never
    ) -> ThreadReadResponse:
        """Call `thread/read`.

        Args:
            include_turns: When true, include turns and their items from rollout history. Full-history
                hydration is deprecated for paginated threads; prefer a metadata-only read and page with
                `thread/turns/list` and `thread/items/list`.
        """
        wire = mappers.thread.thread_read(thread_id=thread_id, include_turns=include_turns, **unknown)
        response: ThreadReadResponse = self._request("thread/read", wire, "ThreadReadResponse")
        return response

    def thread_read_state_update(
        self,
        *,
        expected_revision: str,
        operation: ThreadReadStateOperation | Mapping[str, object],
        thread_id: str,
        **unknown: Never,
    ) -> ThreadReadStateUpdateResponse:
        """Call `thread/readState/update`.

        Experimental. Since runtime 0.163.0.

        Args:
            expected_revision: Revision of the row or transcript actually seen. Conflicts require a
                fresh user action.
        """
        wire = mappers.thread.thread_read_state_update(
            expected_revision=expected_revision, operation=operation, thread_id=thread_id, **unknown
        )
        response: ThreadReadStateUpdateResponse = self._request(
            "thread/readState/update", wire, "ThreadReadStateUpdateResponse"
        )
        return response

    def thread_turns_list(
        self,
        *,
        thread_id: str,
        cursor: str | Unset | None = UNSET,
        items_view: TurnItemsView | str | Unset | None = UNSET,
        limit: int | Unset | None = UNSET,
        sort_direction: SortDirection | str | Unset | None = UNSET,
        **unknown: Never,
    ) -> ThreadTurnsListResponse:
        """Call `thread/turns/list`.

        Args:
            cursor: Opaque cursor to pass to the next call to continue after the last turn.
            items_view: How much item detail to include for each returned turn; defaults to summary.
            limit: Optional turn page size.
            sort_direction: Optional turn pagination direction; defaults to descending.
        """
        wire = mappers.thread.thread_turns_list(
            thread_id=thread_id,
            cursor=cursor,
            items_view=items_view,
            limit=limit,
            sort_direction=sort_direction,
            **unknown,
        )
        response: ThreadTurnsListResponse = self._request("thread/turns/list", wire, "ThreadTurnsListResponse")
        return response

    def thread_items_list(
        self,
        *,
        thread_id: str,
        cursor: ThreadItemsListCursor | Mapping[str, object] | Unset | None = UNSET,
        limit: int | Unset | None = UNSET,
        sort_direction: SortDirection | str | Unset | None = UNSET,
        turn_id: str | Unset | None = UNSET,
        **unknown: Never,
    ) -> ThreadItemsListResponse:
        """Call `thread/items/list`.

        Since runtime 0.144.4.

        Args:
            cursor: Opaque continuation cursor or an exclusive item anchor in the requested visible
                turn. An item anchor requires a non-empty `turnId`; ascending (the default) returns
                items after it, and descending returns items before it. Continue with the returned
                string cursor.
            limit: Optional item page size.
            sort_direction: Optional item pagination direction; defaults to ascending.
            turn_id: Optional turn id to filter by. When omitted, returns items across the thread.
        """
        wire = mappers.thread.thread_items_list(
            thread_id=thread_id, cursor=cursor, limit=limit, sort_direction=sort_direction, turn_id=turn_id, **unknown
        )
        response: ThreadItemsListResponse = self._request("thread/items/list", wire, "ThreadItemsListResponse")
        return response

    def thread_items_read(
        self, *, item_ids: Sequence[str], thread_id: str, turn_id: str, **unknown: Never
    ) -> ThreadItemsReadResponse:
        """EXPERIMENTAL - retrieve a bounded set of persisted items from one turn (`thread/items/read`).

        Experimental. Since runtime 0.163.0.

        Args:
            item_ids: Item IDs to retrieve. Supply 1 to 100 IDs.

        Returns:
            ThreadItemsReadResponse: EXPERIMENTAL - persisted items returned in canonical stored order.
        """
        wire = mappers.thread.thread_items_read(item_ids=item_ids, thread_id=thread_id, turn_id=turn_id, **unknown)
        response: ThreadItemsReadResponse = self._request("thread/items/read", wire, "ThreadItemsReadResponse")
        return response

    def thread_inject_items(
        self, *, items: Sequence[object], thread_id: str, **unknown: Never
    ) -> ThreadInjectItemsResponse:
        """Append raw Responses API items to the thread history without starting a user turn
        (`thread/inject_items`).

        Args:
            items: Raw Responses API items to append to the thread's model-visible history.
        """
        wire = mappers.thread.thread_inject_items(items=items, thread_id=thread_id, **unknown)
        response: ThreadInjectItemsResponse = self._request("thread/inject_items", wire, "ThreadInjectItemsResponse")
        return response

    def skills_list(
        self,
        *,
        cwds: Sequence[str | os.PathLike[str]] | Unset = UNSET,
        force_reload: bool | Unset = UNSET,
        **unknown: Never,
    ) -> SkillsListResponse:
        """Call `skills/list`.

        Args:
            cwds: When empty, defaults to the current session working directory.
            force_reload: When true, bypass the skills cache and re-scan skills from disk.
        """
        wire = mappers.skills.skills_list(cwds=cwds, force_reload=force_reload, **unknown)
        response: SkillsListResponse = self._request("skills/list", wire, "SkillsListResponse")
        return response

    def skills_extra_roots_set(
        self, *, extra_roots: Sequence[AbsolutePathBuf | os.PathLike[str]], **unknown: Never
    ) -> SkillsExtraRootsSetResponse:
        """Call `skills/extraRoots/set`.

        Since runtime 0.136.0.
        """
        wire = mappers.skills.skills_extra_roots_set(extra_roots=extra_roots, **unknown)
        response: SkillsExtraRootsSetResponse = self._request(
            "skills/extraRoots/set", wire, "SkillsExtraRootsSetResponse"
        )
        return response

    def hooks_list(
        self, *, cwds: Sequence[str | os.PathLike[str]] | Unset = UNSET, **unknown: Never
    ) -> HooksListResponse:
        """Call `hooks/list`.

        Args:
            cwds: When empty, defaults to the current session working directory.
        """
        wire = mappers.hooks.hooks_list(cwds=cwds, **unknown)
        response: HooksListResponse = self._request("hooks/list", wire, "HooksListResponse")
        return response

    def marketplace_add(
        self,
        *,
        source: str,
        ref_name: str | Unset | None = UNSET,
        sparse_paths: Sequence[str] | Unset | None = UNSET,
        **unknown: Never,
    ) -> MarketplaceAddResponse:
        """Call `marketplace/add`."""
        wire = mappers.marketplace.marketplace_add(
            source=source, ref_name=ref_name, sparse_paths=sparse_paths, **unknown
        )
        response: MarketplaceAddResponse = self._request("marketplace/add", wire, "MarketplaceAddResponse")
        return response

    def marketplace_remove(self, *, marketplace_name: str, **unknown: Never) -> MarketplaceRemoveResponse:
        """Call `marketplace/remove`."""
        wire = mappers.marketplace.marketplace_remove(marketplace_name=marketplace_name, **unknown)
        response: MarketplaceRemoveResponse = self._request("marketplace/remove", wire, "MarketplaceRemoveResponse")
        return response

    def marketplace_upgrade(
        self, *, marketplace_name: str | Unset | None = UNSET, **unknown: Never
    ) -> MarketplaceUpgradeResponse:
        """Call `marketplace/upgrade`."""
        wire = mappers.marketplace.marketplace_upgrade(marketplace_name=marketplace_name, **unknown)
        response: MarketplaceUpgradeResponse = self._request("marketplace/upgrade", wire, "MarketplaceUpgradeResponse")
        return response

    def plugin_list(
        self,
        *,
        cwds: Sequence[AbsolutePathBuf | os.PathLike[str]] | Unset | None = UNSET,
        force_refetch: bool | Unset = UNSET,
        marketplace_kinds: Sequence[PluginListMarketplaceKind | str] | Unset | None = UNSET,
        **unknown: Never,
    ) -> PluginListResponse:
        """Call `plugin/list`.

        Args:
            cwds: Optional working directories used to discover repo marketplaces. When omitted, only
                home-scoped marketplaces and the official curated marketplace are considered.
            force_refetch: Whether the client requests a fresh remote plugin catalog fetch. Since
                runtime 0.147.0.
            marketplace_kinds: Optional marketplace kind filter. When omitted, only local marketplaces
                are queried, plus the default remote catalog when enabled by feature flag.
        """
        wire = mappers.plugin.plugin_list(
            cwds=cwds, force_refetch=force_refetch, marketplace_kinds=marketplace_kinds, **unknown
        )
        response: PluginListResponse = self._request("plugin/list", wire, "PluginListResponse")
        return response

    def plugin_search(
        self,
        *,
        search_term: str,
        cursor: str | Unset | None = UNSET,
        cwds: Sequence[AbsolutePathBuf | os.PathLike[str]] | Unset | None = UNSET,
        limit: int | Unset | None = UNSET,
        scope: PluginSearchScope | str | Unset | None = UNSET,
        **unknown: Never,
    ) -> PluginSearchResponse:
        """Call `plugin/search`.

        Experimental. Since runtime 0.147.0.
        """
        wire = mappers.plugin.plugin_search(
            search_term=search_term, cursor=cursor, cwds=cwds, limit=limit, scope=scope, **unknown
        )
        response: PluginSearchResponse = self._request("plugin/search", wire, "PluginSearchResponse")
        return response

    def plugin_installed(
        self,
        *,
        cwds: Sequence[AbsolutePathBuf | os.PathLike[str]] | Unset | None = UNSET,
        install_suggestion_plugin_names: Sequence[str] | Unset | None = UNSET,
        **unknown: Never,
    ) -> PluginInstalledResponse:
        """Call `plugin/installed`.

        Args:
            cwds: Optional working directories used to discover repo marketplaces.
            install_suggestion_plugin_names: Additional uninstalled plugin names that should be returned
                when present locally. This is used by mention surfaces that intentionally expose install
                entrypoints.
        """
        wire = mappers.plugin.plugin_installed(
            cwds=cwds, install_suggestion_plugin_names=install_suggestion_plugin_names, **unknown
        )
        response: PluginInstalledResponse = self._request("plugin/installed", wire, "PluginInstalledResponse")
        return response

    def plugin_reconcile(self, *, reason: str | Unset | None = UNSET, **unknown: Never) -> PluginReconcileResponse:
        """Call `plugin/reconcile`.

        Since runtime 0.153.4.

        Args:
            reason: Optional client-provided reason recorded with the reconciliation attempt.

        Returns:
            PluginReconcileResponse: Bundle and installed-state changes observed by this pass, not a
                runtime-readiness acknowledgement or a cumulative diff since the client's last request.
                Other metadata-only changes are not listed.
        """
        wire = mappers.plugin.plugin_reconcile(reason=reason, **unknown)
        response: PluginReconcileResponse = self._request("plugin/reconcile", wire, "PluginReconcileResponse")
        return response

    def plugin_read(
        self,
        *,
        plugin_name: str,
        marketplace_path: AbsolutePathBuf | os.PathLike[str] | Unset | None = UNSET,
        remote_marketplace_name: str | Unset | None = UNSET,
        **unknown: Never,
    ) -> PluginReadResponse:
        """Call `plugin/read`."""
        wire = mappers.plugin.plugin_read(
            plugin_name=plugin_name,
            marketplace_path=marketplace_path,
            remote_marketplace_name=remote_marketplace_name,
            **unknown,
        )
        response: PluginReadResponse = self._request("plugin/read", wire, "PluginReadResponse")
        return response

    def plugin_skill_read(
        self, *, remote_marketplace_name: str, remote_plugin_id: str, skill_name: str, **unknown: Never
    ) -> PluginSkillReadResponse:
        """Call `plugin/skill/read`."""
        wire = mappers.plugin.plugin_skill_read(
            remote_marketplace_name=remote_marketplace_name,
            remote_plugin_id=remote_plugin_id,
            skill_name=skill_name,
            **unknown,
        )
        response: PluginSkillReadResponse = self._request("plugin/skill/read", wire, "PluginSkillReadResponse")
        return response

    def plugin_share_save(
        self,
        *,
        plugin_path: AbsolutePathBuf | os.PathLike[str],
        discoverability: PluginShareDiscoverability | str | Unset | None = UNSET,
        remote_plugin_id: str | Unset | None = UNSET,
        share_targets: Sequence[PluginShareTarget | Mapping[str, object]] | Unset | None = UNSET,
        **unknown: Never,
    ) -> PluginShareSaveResponse:
        """Call `plugin/share/save`."""
        wire = mappers.plugin.plugin_share_save(
            plugin_path=plugin_path,
            discoverability=discoverability,
            remote_plugin_id=remote_plugin_id,
            share_targets=share_targets,
            **unknown,
        )
        response: PluginShareSaveResponse = self._request("plugin/share/save", wire, "PluginShareSaveResponse")
        return response

    def plugin_share_update_targets(
        self,
        *,
        discoverability: PluginShareUpdateDiscoverability | str,
        remote_plugin_id: str,
        share_targets: Sequence[PluginShareTarget | Mapping[str, object]],
        **unknown: Never,
    ) -> PluginShareUpdateTargetsResponse:
        """Call `plugin/share/updateTargets`."""
        wire = mappers.plugin.plugin_share_update_targets(
            discoverability=discoverability, remote_plugin_id=remote_plugin_id, share_targets=share_targets, **unknown
        )
        response: PluginShareUpdateTargetsResponse = self._request(
            "plugin/share/updateTargets", wire, "PluginShareUpdateTargetsResponse"
        )
        return response

    def plugin_share_list(self, **unknown: Never) -> PluginShareListResponse:
        """Call `plugin/share/list`."""
        wire = mappers.plugin.plugin_share_list(**unknown)
        response: PluginShareListResponse = self._request("plugin/share/list", wire, "PluginShareListResponse")
        return response

    def plugin_share_checkout(self, *, remote_plugin_id: str, **unknown: Never) -> PluginShareCheckoutResponse:
        """Call `plugin/share/checkout`."""
        wire = mappers.plugin.plugin_share_checkout(remote_plugin_id=remote_plugin_id, **unknown)
        response: PluginShareCheckoutResponse = self._request(
            "plugin/share/checkout", wire, "PluginShareCheckoutResponse"
        )
        return response

    def plugin_share_delete(self, *, remote_plugin_id: str, **unknown: Never) -> PluginShareDeleteResponse:
        """Call `plugin/share/delete`."""
        wire = mappers.plugin.plugin_share_delete(remote_plugin_id=remote_plugin_id, **unknown)
        response: PluginShareDeleteResponse = self._request("plugin/share/delete", wire, "PluginShareDeleteResponse")
        return response

    def app_read(
        self,
        *,
        app_ids: Sequence[str],
        include_tools: bool | Unset = UNSET,
        thread_id: str | Unset | None = UNSET,
        **unknown: Never,
    ) -> AppsReadResponse:
        """EXPERIMENTAL - read metadata for specific apps/connectors (`app/read`).

        Since runtime 0.147.0.

        Args:
            app_ids: App ids to read. The server accepts at most 100 ids and deduplicates repeated ids
                while preserving their first-request order.
            include_tools: When true, include display-only public tool summaries in the returned
                metadata.
            thread_id: Optional loaded thread id used to evaluate effective app configuration. Since
                runtime 0.149.0.

        Returns:
            AppsReadResponse: EXPERIMENTAL - app/read response.
        """
        wire = mappers.app.app_read(app_ids=app_ids, include_tools=include_tools, thread_id=thread_id, **unknown)
        response: AppsReadResponse = self._request("app/read", wire, "AppsReadResponse")
        return response

    def app_list(
        self,
        *,
        cursor: str | Unset | None = UNSET,
        force_refetch: bool | Unset = UNSET,
        limit: int | Unset | None = UNSET,
        thread_id: str | Unset | None = UNSET,
        **unknown: Never,
    ) -> AppsListResponse:
        """EXPERIMENTAL - list available apps/connectors (`app/list`).

        Args:
            cursor: Opaque pagination cursor returned by a previous call.
            force_refetch: When true, bypass app caches and fetch the latest data from sources.
            limit: Optional page size; defaults to a reasonable server-side value.
            thread_id: Optional thread id used to evaluate app feature gating from that thread's config.

        Returns:
            AppsListResponse: EXPERIMENTAL - app list response.
        """
        wire = mappers.app.app_list(
            cursor=cursor, force_refetch=force_refetch, limit=limit, thread_id=thread_id, **unknown
        )
        response: AppsListResponse = self._request("app/list", wire, "AppsListResponse")
        return response

    def app_installed(
        self, *, force_refresh: bool | Unset = UNSET, thread_id: str | Unset | None = UNSET, **unknown: Never
    ) -> AppsInstalledResponse:
        """Read the committed installed connector runtime snapshot (`app/installed`).

        Since runtime 0.147.0.

        Args:
            force_refresh: When true and Apps are permitted, refresh and publish the hosted connector
                runtime tool snapshot first.
            thread_id: Optional loaded thread id used to evaluate effective app configuration.

        Returns:
            AppsInstalledResponse: The installed connectors in one committed runtime snapshot.
        """
        wire = mappers.app.app_installed(force_refresh=force_refresh, thread_id=thread_id, **unknown)
        response: AppsInstalledResponse = self._request("app/installed", wire, "AppsInstalledResponse")
        return response

    def fs_read_file(self, *, path: AbsolutePathBuf | os.PathLike[str], **unknown: Never) -> FsReadFileResponse:
        """Read a file from the host filesystem (`fs/readFile`).

        Args:
            path: Absolute path to read.

        Returns:
            FsReadFileResponse: Base64-encoded file contents returned by `fs/readFile`.
        """
        wire = mappers.fs.fs_read_file(path=path, **unknown)
        response: FsReadFileResponse = self._request("fs/readFile", wire, "FsReadFileResponse")
        return response

    def fs_write_file(
        self, *, data_base64: str, path: AbsolutePathBuf | os.PathLike[str], **unknown: Never
    ) -> FsWriteFileResponse:
        """Write a file on the host filesystem (`fs/writeFile`).

        Args:
            data_base64: File contents encoded as base64.
            path: Absolute path to write.

        Returns:
            FsWriteFileResponse: Successful response for `fs/writeFile`.
        """
        wire = mappers.fs.fs_write_file(data_base64=data_base64, path=path, **unknown)
        response: FsWriteFileResponse = self._request("fs/writeFile", wire, "FsWriteFileResponse")
        return response

    def fs_create_directory(
        self, *, path: AbsolutePathBuf | os.PathLike[str], recursive: bool | Unset | None = UNSET, **unknown: Never
    ) -> FsCreateDirectoryResponse:
        """Create a directory on the host filesystem (`fs/createDirectory`).

        Args:
            path: Absolute directory path to create.
            recursive: Whether parent directories should also be created. Defaults to `true`.

        Returns:
            FsCreateDirectoryResponse: Successful response for `fs/createDirectory`.
        """
        wire = mappers.fs.fs_create_directory(path=path, recursive=recursive, **unknown)
        response: FsCreateDirectoryResponse = self._request("fs/createDirectory", wire, "FsCreateDirectoryResponse")
        return response

    def fs_get_metadata(self, *, path: AbsolutePathBuf | os.PathLike[str], **unknown: Never) -> FsGetMetadataResponse:
        """Request metadata for an absolute path (`fs/getMetadata`).

        Args:
            path: Absolute path to inspect.

        Returns:
            FsGetMetadataResponse: Metadata returned by `fs/getMetadata`.
        """
        wire = mappers.fs.fs_get_metadata(path=path, **unknown)
        response: FsGetMetadataResponse = self._request("fs/getMetadata", wire, "FsGetMetadataResponse")
        return response

    def fs_read_directory(
        self, *, path: AbsolutePathBuf | os.PathLike[str], **unknown: Never
    ) -> FsReadDirectoryResponse:
        """List direct child names for a directory (`fs/readDirectory`).

        Args:
            path: Absolute directory path to read.

        Returns:
            FsReadDirectoryResponse: Directory entries returned by `fs/readDirectory`.
        """
        wire = mappers.fs.fs_read_directory(path=path, **unknown)
        response: FsReadDirectoryResponse = self._request("fs/readDirectory", wire, "FsReadDirectoryResponse")
        return response

    def fs_remove(
        self,
        *,
        path: AbsolutePathBuf | os.PathLike[str],
        force: bool | Unset | None = UNSET,
        recursive: bool | Unset | None = UNSET,
        **unknown: Never,
    ) -> FsRemoveResponse:
        """Remove a file or directory tree from the host filesystem (`fs/remove`).

        Args:
            path: Absolute path to remove.
            force: Whether missing paths should be ignored. Defaults to `true`.
            recursive: Whether directory removal should recurse. Defaults to `true`.

        Returns:
            FsRemoveResponse: Successful response for `fs/remove`.
        """
        wire = mappers.fs.fs_remove(path=path, force=force, recursive=recursive, **unknown)
        response: FsRemoveResponse = self._request("fs/remove", wire, "FsRemoveResponse")
        return response

    def fs_copy(
        self,
        *,
        destination_path: AbsolutePathBuf | os.PathLike[str],
        source_path: AbsolutePathBuf | os.PathLike[str],
        recursive: bool | Unset = UNSET,
        **unknown: Never,
    ) -> FsCopyResponse:
        """Copy a file or directory tree on the host filesystem (`fs/copy`).

        Args:
            destination_path: Absolute destination path.
            source_path: Absolute source path.
            recursive: Required for directory copies; ignored for file copies.

        Returns:
            FsCopyResponse: Successful response for `fs/copy`.
        """
        wire = mappers.fs.fs_copy(
            destination_path=destination_path, source_path=source_path, recursive=recursive, **unknown
        )
        response: FsCopyResponse = self._request("fs/copy", wire, "FsCopyResponse")
        return response

    def fs_watch(self, *, path: AbsolutePathBuf | os.PathLike[str], watch_id: str, **unknown: Never) -> FsWatchResponse:
        """Start filesystem watch notifications for an absolute path (`fs/watch`).

        Args:
            path: Absolute file or directory path to watch.
            watch_id: Connection-scoped watch identifier used for `fs/unwatch` and `fs/changed`.

        Returns:
            FsWatchResponse: Successful response for `fs/watch`.
        """
        wire = mappers.fs.fs_watch(path=path, watch_id=watch_id, **unknown)
        response: FsWatchResponse = self._request("fs/watch", wire, "FsWatchResponse")
        return response

    def fs_unwatch(self, *, watch_id: str, **unknown: Never) -> FsUnwatchResponse:
        """Stop filesystem watch notifications for a prior `fs/watch` (`fs/unwatch`).

        Args:
            watch_id: Watch identifier previously provided to `fs/watch`.

        Returns:
            FsUnwatchResponse: Successful response for `fs/unwatch`.
        """
        wire = mappers.fs.fs_unwatch(watch_id=watch_id, **unknown)
        response: FsUnwatchResponse = self._request("fs/unwatch", wire, "FsUnwatchResponse")
        return response

    def skills_config_write(
        self,
        *,
        enabled: bool,
        name: str | Unset | None = UNSET,
        path: AbsolutePathBuf | os.PathLike[str] | Unset | None = UNSET,
        **unknown: Never,
    ) -> SkillsConfigWriteResponse:
        """Call `skills/config/write`.

        Args:
            name: Name-based selector.
            path: Path-based selector.
        """
        wire = mappers.skills.skills_config_write(enabled=enabled, name=name, path=path, **unknown)
        response: SkillsConfigWriteResponse = self._request("skills/config/write", wire, "SkillsConfigWriteResponse")
        return response

    def plugin_install(
        self,
        *,
        plugin_name: str,
        install_attempt_id: str | Unset | None = UNSET,
        marketplace_path: AbsolutePathBuf | os.PathLike[str] | Unset | None = UNSET,
        remote_marketplace_name: str | Unset | None = UNSET,
        **unknown: Never,
    ) -> PluginInstallResponse:
        """Call `plugin/install`.

        Args:
            install_attempt_id: Client-generated identifier used to correlate one installation attempt.
                Since runtime 0.149.0.
        """
        wire = mappers.plugin.plugin_install(
            plugin_name=plugin_name,
            install_attempt_id=install_attempt_id,
            marketplace_path=marketplace_path,
            remote_marketplace_name=remote_marketplace_name,
            **unknown,
        )
        response: PluginInstallResponse = self._request("plugin/install", wire, "PluginInstallResponse")
        return response

    def plugin_uninstall(self, *, plugin_id: str, **unknown: Never) -> PluginUninstallResponse:
        """Call `plugin/uninstall`."""
        wire = mappers.plugin.plugin_uninstall(plugin_id=plugin_id, **unknown)
        response: PluginUninstallResponse = self._request("plugin/uninstall", wire, "PluginUninstallResponse")
        return response

    def turn_start(
        self,
        *,
        input: Sequence[UserInput | Mapping[str, object]],
        thread_id: str,
        additional_context: Mapping[str, AdditionalContextEntry | Mapping[str, object]] | Unset | None = UNSET,
        approval_policy: AskForApproval | str | Mapping[str, object] | Unset | None = UNSET,
        approvals_reviewer: ApprovalsReviewer | str | Unset | None = UNSET,
        client_user_message_id: str | Unset | None = UNSET,
        collaboration_mode: CollaborationMode | Mapping[str, object] | Unset | None = UNSET,
        cwd: str | os.PathLike[str] | Unset | None = UNSET,
        cyber_access_program: CyberAccessProgram | str | Unset | None = UNSET,
        disabled_plugin_ids: Sequence[str] | Unset | None = UNSET,
        effort: ReasoningEffort | str | Unset | None = UNSET,
        environments: Sequence[TurnEnvironmentParams | Mapping[str, object]] | Unset | None = UNSET,
        model: str | Unset | None = UNSET,
        multi_agent_mode: MultiAgentMode | str | Mapping[str, object] | Unset | None = UNSET,
        output_schema: object = UNSET,
        parent_turn_id: str | Unset | None = UNSET,
        permissions: str | Unset | None = UNSET,
        personality: Personality | str | Unset | None = UNSET,
        responsesapi_client_metadata: Mapping[str, str] | Unset | None = UNSET,
        root_turn_id: str | Unset | None = UNSET,
        runtime_workspace_roots: Sequence[AbsolutePathBuf | os.PathLike[str]] | Unset | None = UNSET,
        sandbox_policy: SandboxPolicy | Mapping[str, object] | Unset | None = UNSET,
        service_tier: str | Unset | None = UNSET,
        service_tier_for_turn: str | Unset | None = UNSET,
        summary: ReasoningSummary | str | Unset | None = UNSET,
        tool_output: TurnToolOutput | Mapping[str, object] | Unset | None = UNSET,
        turn_trigger: str | Unset | None = UNSET,
        **unknown: Never,
    ) -> TurnStartResponse:
        """Call `turn/start`.

        Args:
            additional_context: Experimental. Optional client-provided context fragments keyed by an
                opaque source identifier. Since runtime 0.136.0.
            approval_policy: Override the approval policy for this turn and subsequent turns.
            approvals_reviewer: Override where approval requests are routed for review on this turn and
                subsequent turns.
            client_user_message_id: Since runtime 0.136.0.
            collaboration_mode: Experimental. EXPERIMENTAL - Set a pre-set collaboration mode. Takes
                precedence over model, reasoning_effort, and developer instructions if set.
                For `collaboration_mode.settings.developer_instructions`, `null` means "use the built-in
                instructions for the selected mode".
            cwd: Override the working directory for this turn and subsequent turns.
            cyber_access_program: Experimental. EXPERIMENTAL - Request an authorized cyber program for
                this turn. Omission preserves automatic behavior. This does not grant access. Since
                runtime 0.153.4.
            disabled_plugin_ids: Replace this thread's disabled plugin IDs. Omitted/null preserves the
                list; [] clears it. Since runtime 0.156.0.
            effort: Override the reasoning effort for this turn and subsequent turns.
            environments: Experimental. Optional environments for this turn and subsequent turns.
                Omitted uses the thread sticky environments. Empty disables environment access for this
                turn. Non-empty selects the first environment as the current turn environment for this
                turn.
            model: Override the model for this turn and subsequent turns.
            multi_agent_mode: Experimental. @deprecated Ignored. Use `effort: "ultra"` for proactive
                multi-agent behavior. Since runtime 0.144.4.
            output_schema: Optional JSON Schema used to constrain the final assistant message for this
                turn.
            parent_turn_id: ID of the turn that caused this new turn to start.
                Set this when starting work on behalf of another turn, such as delegated work in a
                different thread. Leave unset for work started directly by the user. Ignored when this
                request adds input to an active turn. Since runtime 0.162.0.
            permissions: Experimental. Select a named permissions profile id for this turn and
                subsequent turns. Cannot be combined with `sandboxPolicy`.
            personality: @deprecated `friendly` and `pragmatic` no longer select a style. Changing this
                does not rewrite the thread's existing instructions.
            responsesapi_client_metadata: Experimental. Optional metadata to enrich Codex's ResponsesAPI
                turn metadata.
                Entries are flattened into the JSON string sent as
                `client_metadata["x-codex-turn-metadata"]` on ResponsesAPI HTTP and websocket requests.
                They are not sent as top-level ResponsesAPI `client_metadata` keys, and reserved keys
                such as `session_id`, `thread_id`, `turn_id`, and `window_id` cannot be overridden.
            root_turn_id: ID of the first turn in the chain of work that led to this new turn.
                When setting `parentTurnId`, set this to the parent turn's `rootTurnId` when known. This
                keeps descendant work attributed to the original turn. If omitted, the new turn becomes
                its own root. Ignored when this request adds input to an active turn. Since runtime
                0.162.0.
            runtime_workspace_roots: Experimental. Replace the thread's runtime workspace roots for this
                turn and subsequent turns. Paths must be absolute.
            sandbox_policy: Override the sandbox policy for this turn and subsequent turns.
            service_tier: Override the service tier for this turn and subsequent turns.
            service_tier_for_turn: Override the service tier only when this request starts a new turn.
                Use "default" for standard speed. Omitted or null inherits the thread's tier. Does not
                change the thread's tier or a turn being steered. Since runtime 0.153.4.
            summary: Override the reasoning summary for this turn and subsequent turns.
            tool_output: Since runtime 0.153.4.
            turn_trigger: Optional source classification for the caller that starts this turn. Ignored
                when this request steers an already-active turn. Since runtime 0.153.4.
        """
        wire = mappers.turn.turn_start(
            input=input,
            thread_id=thread_id,
            additional_context=additional_context,
            approval_policy=approval_policy,
            approvals_reviewer=approvals_reviewer,
            client_user_message_id=client_user_message_id,
            collaboration_mode=collaboration_mode,
            cwd=cwd,
            cyber_access_program=cyber_access_program,
            disabled_plugin_ids=disabled_plugin_ids,
            effort=effort,
            environments=environments,
            model=model,
            multi_agent_mode=multi_agent_mode,
            output_schema=output_schema,
            parent_turn_id=parent_turn_id,
            permissions=permissions,
            personality=personality,
            responsesapi_client_metadata=responsesapi_client_metadata,
            root_turn_id=root_turn_id,
            runtime_workspace_roots=runtime_workspace_roots,
            sandbox_policy=sandbox_policy,
            service_tier=service_tier,
            service_tier_for_turn=service_tier_for_turn,
            summary=summary,
            tool_output=tool_output,
            turn_trigger=turn_trigger,
            **unknown,
        )
        response: TurnStartResponse = self._request("turn/start", wire, "TurnStartResponse")
        return response

    def turn_settings_update(
        self,
        *,
        thread_id: str,
        turn_id: str,
        approvals_reviewer: ApprovalsReviewer | str | Unset | None = UNSET,
        effort: ReasoningEffort | str | Unset | None = UNSET,
        model: str | Unset | None = UNSET,
        service_tier: str | Unset | None = UNSET,
        summary: ReasoningSummary | str | Unset | None = UNSET,
        **unknown: Never,
    ) -> TurnSettingsUpdateResponse:
        """Experimental settings changes for one running turn, not future turns (`turn/settings/update`).
        Unsupported fields are rejected rather than silently ignored. Any live task kind may accept
        publication. Child sessions and consumers of frozen initial settings are unchanged.

        Experimental. Since runtime 0.153.4.

        Args:
            approvals_reviewer: Changes the active turn's reviewer without changing future thread
                settings. Already captured steps and pending approvals retain their original reviewer.
            effort: Omission or `null` leaves the effort unchanged.
            model: Omission or `null` leaves the model unchanged.
            service_tier: `null` clears the requested tier; omission leaves it unchanged.
            summary: Omission or `null` leaves the summary preference unchanged.
        """
        wire = mappers.turn.turn_settings_update(
            thread_id=thread_id,
            turn_id=turn_id,
            approvals_reviewer=approvals_reviewer,
            effort=effort,
            model=model,
            service_tier=service_tier,
            summary=summary,
            **unknown,
        )
        response: TurnSettingsUpdateResponse = self._request("turn/settings/update", wire, "TurnSettingsUpdateResponse")
        return response

    def turn_steer(
        self,
        *,
        expected_turn_id: str,
        input: Sequence[UserInput | Mapping[str, object]],
        thread_id: str,
        additional_context: Mapping[str, AdditionalContextEntry | Mapping[str, object]] | Unset | None = UNSET,
        client_user_message_id: str | Unset | None = UNSET,
        responsesapi_client_metadata: Mapping[str, str] | Unset | None = UNSET,
        **unknown: Never,
    ) -> TurnSteerResponse:
        """Call `turn/steer`.

        Args:
            expected_turn_id: Required active turn id precondition. The request fails when it does not
                match the currently active turn.
            additional_context: Experimental. Optional client-provided context fragments keyed by an
                opaque source identifier. Since runtime 0.136.0.
            client_user_message_id: Since runtime 0.136.0.
            responsesapi_client_metadata: Experimental. Optional metadata to enrich Codex's ResponsesAPI
                turn metadata.
                Entries are flattened into the JSON string sent as
                `client_metadata["x-codex-turn-metadata"]` on ResponsesAPI HTTP and websocket requests.
                They are not sent as top-level ResponsesAPI `client_metadata` keys, and reserved keys
                such as `session_id`, `thread_id`, `turn_id`, and `window_id` cannot be overridden.
        """
        wire = mappers.turn.turn_steer(
            expected_turn_id=expected_turn_id,
            input=input,
            thread_id=thread_id,
            additional_context=additional_context,
            client_user_message_id=client_user_message_id,
            responsesapi_client_metadata=responsesapi_client_metadata,
            **unknown,
        )
        response: TurnSteerResponse = self._request("turn/steer", wire, "TurnSteerResponse")
        return response

    def turn_interrupt(self, *, thread_id: str, turn_id: str, **unknown: Never) -> TurnInterruptResponse:
        """Call `turn/interrupt`."""
        wire = mappers.turn.turn_interrupt(thread_id=thread_id, turn_id=turn_id, **unknown)
        response: TurnInterruptResponse = self._request("turn/interrupt", wire, "TurnInterruptResponse")
        return response

    def thread_realtime_start(
        self,
        *,
        output_modality: RealtimeOutputModality | str,
        thread_id: str,
        backend_reasoning_status: bool | Unset = UNSET,
        client_managed_handoffs: bool | Unset | None = UNSET,
        codex_response_handoff_channel_prefixes: Mapping[str, Sequence[str]] | Unset | None = UNSET,
        codex_response_handoff_mode: CodexResponseHandoffMode | str | Unset | None = UNSET,
        codex_response_item_prefix: str | Unset | None = UNSET,
        codex_responses_as_items: bool | Unset | None = UNSET,
        delegation_ack_filler: bool | Unset | None = UNSET,
        flush_transcript_tail_on_session_end: bool | Unset | None = UNSET,
        include_startup_context: bool | Unset | None = UNSET,
        initial_items: Sequence[ThreadRealtimeInitialItem | Mapping[str, object]] | Unset | None = UNSET,
        model: str | Unset | None = UNSET,
        prompt: str | Unset | None = UNSET,
        realtime_end_instructions: str | Unset | None = UNSET,
        realtime_session_id: str | Unset | None = UNSET,
        realtime_start_instructions: str | Unset | None = UNSET,
        transport: ThreadRealtimeStartTransport | Mapping[str, object] | Unset | None = UNSET,
        version: RealtimeConversationVersion | str | Unset | None = UNSET,
        voice: RealtimeVoice | str | Unset | None = UNSET,
        **unknown: Never,
    ) -> ThreadRealtimeStartResponse:
        """EXPERIMENTAL - start a thread-scoped realtime session (`thread/realtime/start`).

        Experimental.

        Args:
            output_modality: Selects text or audio output for the realtime session. Transport and voice
                stay independent so clients can choose how they connect separately from what the model
                emits.
            backend_reasoning_status: Relays public reasoning summaries as quiet context for realtime V3
                delegations. Defaults to false. Since runtime 0.157.0.
            client_managed_handoffs: Leaves Codex response handoffs to the client's explicit append
                calls instead of forwarding them automatically. Defaults to false. Since runtime
                0.144.4.
            codex_response_handoff_channel_prefixes: Overrides BEM channel prefixes by `analysis`,
                `commentary`, or `final`. Omitted channels retain their default uppercase bracketed
                prefixes. Since runtime 0.147.0.
            codex_response_handoff_mode: Selects how automatic Codex responses are routed in Frameless
                Bidi sessions. Omitted values default to `thinking`. Realtime V1 and V2 ignore this
                setting. Since runtime 0.147.0.
            codex_response_item_prefix: Optional prefix added to automatic Codex response items when
                `codexResponsesAsItems` is true. Since runtime 0.144.4.
            codex_responses_as_items: Sends automatic Codex responses as realtime conversation items
                instead of handoff appends. Since runtime 0.144.4.
            delegation_ack_filler: Controls whether a realtime V3 delegation produces an acknowledgement
                filler. Omitted values preserve the Realtime API's default behavior. Since runtime
                0.147.0.
            flush_transcript_tail_on_session_end: Routes any transcript tail remaining at session end
                through Codex. Defaults to false. TODO: Remove this rollout knob once transcript-tail
                flushing is always enabled. Since runtime 0.144.4.
            include_startup_context: Set to false to start without Codex's startup context. Omitted or
                null includes it. Since runtime 0.144.4.
            initial_items: Adds complete role-bearing text items to the initial Frameless Bidi session
                history. This is only supported by realtime V3 and is sent during session startup.
                Requests are limited to 128 items and 8,192 estimated text tokens in total. Since
                runtime 0.147.0.
            model: Overrides the configured realtime model for this session only. Since runtime 0.144.4.
            realtime_end_instructions: Developer instructions given to the backing Codex model when this
                realtime session ends. Since runtime 0.147.0.
            realtime_start_instructions: Developer instructions given to the backing Codex model when
                this realtime session starts. Since runtime 0.147.0.
            version: Overrides the configured realtime protocol version for this session only. Since
                runtime 0.144.4.

        Returns:
            ThreadRealtimeStartResponse: EXPERIMENTAL - response for starting thread realtime.
        """
        wire = mappers.thread.thread_realtime_start(
            output_modality=output_modality,
            thread_id=thread_id,
            backend_reasoning_status=backend_reasoning_status,
            client_managed_handoffs=client_managed_handoffs,
            codex_response_handoff_channel_prefixes=codex_response_handoff_channel_prefixes,
            codex_response_handoff_mode=codex_response_handoff_mode,
            codex_response_item_prefix=codex_response_item_prefix,
            codex_responses_as_items=codex_responses_as_items,
            delegation_ack_filler=delegation_ack_filler,
            flush_transcript_tail_on_session_end=flush_transcript_tail_on_session_end,
            include_startup_context=include_startup_context,
            initial_items=initial_items,
            model=model,
            prompt=prompt,
            realtime_end_instructions=realtime_end_instructions,
            realtime_session_id=realtime_session_id,
            realtime_start_instructions=realtime_start_instructions,
            transport=transport,
            version=version,
            voice=voice,
            **unknown,
        )
        response: ThreadRealtimeStartResponse = self._request(
            "thread/realtime/start", wire, "ThreadRealtimeStartResponse"
        )
        return response

    def thread_realtime_append_audio(
        self, *, audio: ThreadRealtimeAudioChunk | Mapping[str, object], thread_id: str, **unknown: Never
    ) -> ThreadRealtimeAppendAudioResponse:
        """EXPERIMENTAL - append audio input to thread realtime (`thread/realtime/appendAudio`).

        Experimental.

        Returns:
            ThreadRealtimeAppendAudioResponse: EXPERIMENTAL - response for appending realtime audio
                input.
        """
        wire = mappers.thread.thread_realtime_append_audio(audio=audio, thread_id=thread_id, **unknown)
        response: ThreadRealtimeAppendAudioResponse = self._request(
            "thread/realtime/appendAudio", wire, "ThreadRealtimeAppendAudioResponse"
        )
        return response

    def thread_realtime_append_text(
        self, *, text: str, thread_id: str, role: ConversationTextRole | str | Unset = UNSET, **unknown: Never
    ) -> ThreadRealtimeAppendTextResponse:
        """EXPERIMENTAL - append text input to thread realtime (`thread/realtime/appendText`).

        Experimental.

        Args:
            role: Default: `ConversationTextRole.user`. Since runtime 0.144.4.

        Returns:
            ThreadRealtimeAppendTextResponse: EXPERIMENTAL - response for appending realtime text input.
        """
        wire = mappers.thread.thread_realtime_append_text(text=text, thread_id=thread_id, role=role, **unknown)
        response: ThreadRealtimeAppendTextResponse = self._request(
            "thread/realtime/appendText", wire, "ThreadRealtimeAppendTextResponse"
        )
        return response

    def thread_realtime_append_speech(
        self, *, text: str, thread_id: str, **unknown: Never
    ) -> ThreadRealtimeAppendSpeechResponse:
        """EXPERIMENTAL - append speakable text to thread realtime (`thread/realtime/appendSpeech`).

        Experimental. Since runtime 0.144.4.

        Returns:
            ThreadRealtimeAppendSpeechResponse: EXPERIMENTAL - response for appending realtime speech.
        """
        wire = mappers.thread.thread_realtime_append_speech(text=text, thread_id=thread_id, **unknown)
        response: ThreadRealtimeAppendSpeechResponse = self._request(
            "thread/realtime/appendSpeech", wire, "ThreadRealtimeAppendSpeechResponse"
        )
        return response

    def thread_realtime_stop(self, *, thread_id: str, **unknown: Never) -> ThreadRealtimeStopResponse:
        """EXPERIMENTAL - stop thread realtime (`thread/realtime/stop`).

        Experimental.

        Returns:
            ThreadRealtimeStopResponse: EXPERIMENTAL - response for stopping thread realtime.
        """
        wire = mappers.thread.thread_realtime_stop(thread_id=thread_id, **unknown)
        response: ThreadRealtimeStopResponse = self._request("thread/realtime/stop", wire, "ThreadRealtimeStopResponse")
        return response

    def thread_timeline_list(
        self, *, thread_id: str, cursor: str | Unset | None = UNSET, limit: int | Unset | None = UNSET, **unknown: Never
    ) -> ThreadTimelineListResponse:
        """EXPERIMENTAL - list ordinary and realtime thread history in rollout order
        (`thread/timeline/list`).

        Experimental. Since runtime 0.153.4.

        Returns:
            ThreadTimelineListResponse: EXPERIMENTAL - a bounded timeline page with its resolved opening
                voice state.
        """
        wire = mappers.thread.thread_timeline_list(thread_id=thread_id, cursor=cursor, limit=limit, **unknown)
        response: ThreadTimelineListResponse = self._request("thread/timeline/list", wire, "ThreadTimelineListResponse")
        return response

    def thread_realtime_list_voices(self, **unknown: Never) -> ThreadRealtimeListVoicesResponse:
        """EXPERIMENTAL - list voices supported by thread realtime (`thread/realtime/listVoices`).

        Experimental.

        Returns:
            ThreadRealtimeListVoicesResponse: EXPERIMENTAL - response for listing supported realtime
                voices.
        """
        wire = mappers.thread.thread_realtime_list_voices(**unknown)
        response: ThreadRealtimeListVoicesResponse = self._request(
            "thread/realtime/listVoices", wire, "ThreadRealtimeListVoicesResponse"
        )
        return response

    def review_start(
        self,
        *,
        target: ReviewTarget | Mapping[str, object],
        thread_id: str,
        delivery: ReviewDelivery | str | Unset | None = UNSET,
        **unknown: Never,
    ) -> ReviewStartResponse:
        """Call `review/start`.

        Args:
            delivery: Where to run the review: inline (default) on the current thread or detached on a
                new thread (returned in `reviewThreadId`). Detached delivery is deprecated and emits
                `deprecationNotice`. Use `thread/start` followed by an inline review for a separate
                review thread.
        """
        wire = mappers.review.review_start(target=target, thread_id=thread_id, delivery=delivery, **unknown)
        response: ReviewStartResponse = self._request("review/start", wire, "ReviewStartResponse")
        return response

    def model_list(
        self,
        *,
        cursor: str | Unset | None = UNSET,
        include_hidden: bool | Unset | None = UNSET,
        limit: int | Unset | None = UNSET,
        **unknown: Never,
    ) -> ModelListResponse:
        """Call `model/list`.

        Args:
            cursor: Opaque pagination cursor returned by a previous call.
            include_hidden: When true, include models that are hidden from the default picker list.
            limit: Optional page size; defaults to a reasonable server-side value.
        """
        wire = mappers.model.model_list(cursor=cursor, include_hidden=include_hidden, limit=limit, **unknown)
        response: ModelListResponse = self._request("model/list", wire, "ModelListResponse")
        return response

    def account_gateway_oauth_read(self, **unknown: Never) -> GatewayOAuthReadResponse:
        """Call `account/gatewayOAuth/read`.

        Since runtime 0.157.0.

        Returns:
            GatewayOAuthReadResponse: Current effective gateway policy and credential readiness; never
                contains credentials.
        """
        mappers.account.account_gateway_oauth_read(**unknown)
        response: GatewayOAuthReadResponse = self._request(
            "account/gatewayOAuth/read", None, "GatewayOAuthReadResponse"
        )
        return response

    def account_gateway_oauth_login(self, **unknown: Never) -> GatewayOAuthLoginResponse:
        """Call `account/gatewayOAuth/login`.

        Since runtime 0.157.0.
        """
        mappers.account.account_gateway_oauth_login(**unknown)
        response: GatewayOAuthLoginResponse = self._request(
            "account/gatewayOAuth/login", None, "GatewayOAuthLoginResponse"
        )
        return response

    def account_gateway_oauth_cancel(self, **unknown: Never) -> GatewayOAuthCancelResponse:
        """Call `account/gatewayOAuth/cancel`.

        Since runtime 0.157.0.
        """
        mappers.account.account_gateway_oauth_cancel(**unknown)
        response: GatewayOAuthCancelResponse = self._request(
            "account/gatewayOAuth/cancel", None, "GatewayOAuthCancelResponse"
        )
        return response

    def model_provider_capabilities_read(self, **unknown: Never) -> ModelProviderCapabilitiesReadResponse:
        """Call `modelProvider/capabilities/read`."""
        wire = mappers.model_provider.model_provider_capabilities_read(**unknown)
        response: ModelProviderCapabilitiesReadResponse = self._request(
            "modelProvider/capabilities/read", wire, "ModelProviderCapabilitiesReadResponse"
        )
        return response

    def experimental_feature_list(
        self,
        *,
        cursor: str | Unset | None = UNSET,
        limit: int | Unset | None = UNSET,
        thread_id: str | Unset | None = UNSET,
        **unknown: Never,
    ) -> ExperimentalFeatureListResponse:
        """Call `experimentalFeature/list`.

        Args:
            cursor: Opaque pagination cursor returned by a previous call.
            limit: Optional page size; defaults to a reasonable server-side value.
            thread_id: Optional loaded thread id. Pass this when showing feature state for an existing
                thread so enablement is computed from that thread's refreshed config, including
                project-local config for the thread's cwd.
        """
        wire = mappers.experimental_feature.experimental_feature_list(
            cursor=cursor, limit=limit, thread_id=thread_id, **unknown
        )
        response: ExperimentalFeatureListResponse = self._request(
            "experimentalFeature/list", wire, "ExperimentalFeatureListResponse"
        )
        return response

    def permission_profile_list(
        self,
        *,
        cursor: str | Unset | None = UNSET,
        cwd: str | os.PathLike[str] | Unset | None = UNSET,
        limit: int | Unset | None = UNSET,
        **unknown: Never,
    ) -> PermissionProfileListResponse:
        """Call `permissionProfile/list`.

        Args:
            cursor: Opaque pagination cursor returned by a previous call.
            cwd: Optional working directory to resolve project config layers.
            limit: Optional page size; defaults to the full result set.
        """
        wire = mappers.permission_profile.permission_profile_list(cursor=cursor, cwd=cwd, limit=limit, **unknown)
        response: PermissionProfileListResponse = self._request(
            "permissionProfile/list", wire, "PermissionProfileListResponse"
        )
        return response

    def experimental_feature_enablement_set(
        self, *, enablement: Mapping[str, bool], **unknown: Never
    ) -> ExperimentalFeatureEnablementSetResponse:
        """Call `experimentalFeature/enablement/set`.

        Args:
            enablement: Process-wide runtime feature enablement keyed by canonical feature name.
                Only named features are updated. Omitted features are left unchanged. Send an empty map
                for a no-op.
        """
        wire = mappers.experimental_feature.experimental_feature_enablement_set(enablement=enablement, **unknown)
        response: ExperimentalFeatureEnablementSetResponse = self._request(
            "experimentalFeature/enablement/set", wire, "ExperimentalFeatureEnablementSetResponse"
        )
        return response

    def remote_control_enable(
        self, *, ephemeral: bool | Unset = UNSET, **unknown: Never
    ) -> RemoteControlEnableResponse:
        """Call `remoteControl/enable`.

        Experimental.

        Args:
            ephemeral: Since runtime 0.144.4.
        """
        wire = mappers.remote_control.remote_control_enable(ephemeral=ephemeral, **unknown)
        response: RemoteControlEnableResponse = self._request(
            "remoteControl/enable", wire, "RemoteControlEnableResponse"
        )
        return response

    def remote_control_disable(
        self, *, ephemeral: bool | Unset = UNSET, **unknown: Never
    ) -> RemoteControlDisableResponse:
        """Call `remoteControl/disable`.

        Experimental.

        Args:
            ephemeral: Since runtime 0.144.4.
        """
        wire = mappers.remote_control.remote_control_disable(ephemeral=ephemeral, **unknown)
        response: RemoteControlDisableResponse = self._request(
            "remoteControl/disable", wire, "RemoteControlDisableResponse"
        )
        return response

    def remote_control_status_read(self, **unknown: Never) -> RemoteControlStatusReadResponse:
        """Call `remoteControl/status/read`.

        Experimental.
        """
        mappers.remote_control.remote_control_status_read(**unknown)
        response: RemoteControlStatusReadResponse = self._request(
            "remoteControl/status/read", None, "RemoteControlStatusReadResponse"
        )
        return response

    def remote_control_pairing_start(
        self, *, manual_code: bool | Unset = UNSET, **unknown: Never
    ) -> RemoteControlPairingStartResponse:
        """Call `remoteControl/pairing/start`.

        Experimental. Since runtime 0.144.4.
        """
        wire = mappers.remote_control.remote_control_pairing_start(manual_code=manual_code, **unknown)
        response: RemoteControlPairingStartResponse = self._request(
            "remoteControl/pairing/start", wire, "RemoteControlPairingStartResponse"
        )
        return response

    def remote_control_pairing_status(
        self,
        *,
        manual_pairing_code: str | Unset | None = UNSET,
        pairing_code: str | Unset | None = UNSET,
        **unknown: Never,
    ) -> RemoteControlPairingStatusResponse:
        """Call `remoteControl/pairing/status`.

        Experimental. Since runtime 0.144.4.
        """
        wire = mappers.remote_control.remote_control_pairing_status(
            manual_pairing_code=manual_pairing_code, pairing_code=pairing_code, **unknown
        )
        response: RemoteControlPairingStatusResponse = self._request(
            "remoteControl/pairing/status", wire, "RemoteControlPairingStatusResponse"
        )
        return response

    def remote_control_client_list(
        self,
        *,
        environment_id: str,
        cursor: str | Unset | None = UNSET,
        limit: int | Unset | None = UNSET,
        order: RemoteControlClientsListOrder | str | Unset | None = UNSET,
        **unknown: Never,
    ) -> RemoteControlClientsListResponse:
        """Call `remoteControl/client/list`.

        Experimental. Since runtime 0.144.4.
        """
        wire = mappers.remote_control.remote_control_client_list(
            environment_id=environment_id, cursor=cursor, limit=limit, order=order, **unknown
        )
        response: RemoteControlClientsListResponse = self._request(
            "remoteControl/client/list", wire, "RemoteControlClientsListResponse"
        )
        return response

    def remote_control_client_revoke(
        self, *, client_id: str, environment_id: str, **unknown: Never
    ) -> RemoteControlClientsRevokeResponse:
        """Call `remoteControl/client/revoke`.

        Experimental. Since runtime 0.144.4.
        """
        wire = mappers.remote_control.remote_control_client_revoke(
            client_id=client_id, environment_id=environment_id, **unknown
        )
        response: RemoteControlClientsRevokeResponse = self._request(
            "remoteControl/client/revoke", wire, "RemoteControlClientsRevokeResponse"
        )
        return response

    def collaboration_mode_list(self, **unknown: Never) -> CollaborationModeListResponse:
        """Lists collaboration mode presets (`collaborationMode/list`).

        Experimental.

        Returns:
            CollaborationModeListResponse: EXPERIMENTAL - collaboration mode presets response.
        """
        wire = mappers.collaboration_mode.collaboration_mode_list(**unknown)
        response: CollaborationModeListResponse = self._request(
            "collaborationMode/list", wire, "CollaborationModeListResponse"
        )
        return response

    def mock_experimental_method(
        self, *, value: str | Unset | None = UNSET, **unknown: Never
    ) -> MockExperimentalMethodResponse:
        """Test-only method used to validate experimental gating (`mock/experimentalMethod`).

        Experimental.

        Args:
            value: Test-only payload field.
        """
        wire = mappers.mock.mock_experimental_method(value=value, **unknown)
        response: MockExperimentalMethodResponse = self._request(
            "mock/experimentalMethod", wire, "MockExperimentalMethodResponse"
        )
        return response

    def environment_add(
        self,
        *,
        environment_id: str,
        exec_server_url: str,
        auth_bearer_token: str | Unset | None = UNSET,
        connect_timeout_ms: int | Unset | None = UNSET,
        skills: EnvironmentSkillsParams | Mapping[str, object] | Unset | None = UNSET,
        websocket_request_id: str | Unset | None = UNSET,
        **unknown: Never,
    ) -> EnvironmentAddResponse:
        """Adds or replaces a remote environment by id for later selection (`environment/add`).

        Experimental.

        Args:
            auth_bearer_token: Optional raw bearer token for executor authentication, including
                reconnects. Requires a secure transport or a loopback destination. Since runtime
                0.158.0.
            connect_timeout_ms: Optional WebSocket connection timeout. The server default applies when
                omitted. Since runtime 0.144.4.
            skills: Required skills supplied by this environment, checked before model inference. Since
                runtime 0.162.0.
            websocket_request_id: Optional X-Request-ID for the direct WebSocket upgrade, including
                reconnects. Requires a secure transport or a loopback destination. Since runtime
                0.163.0.
        """
        wire = mappers.environment.environment_add(
            environment_id=environment_id,
            exec_server_url=exec_server_url,
            auth_bearer_token=auth_bearer_token,
            connect_timeout_ms=connect_timeout_ms,
            skills=skills,
            websocket_request_id=websocket_request_id,
            **unknown,
        )
        response: EnvironmentAddResponse = self._request("environment/add", wire, "EnvironmentAddResponse")
        return response

    def environment_info(self, *, environment_id: str, **unknown: Never) -> EnvironmentInfoResponse:
        """Reads information from a configured execution environment (`environment/info`).

        Experimental. Since runtime 0.144.4.
        """
        wire = mappers.environment.environment_info(environment_id=environment_id, **unknown)
        response: EnvironmentInfoResponse = self._request("environment/info", wire, "EnvironmentInfoResponse")
        return response

    def environment_status(self, *, environment_id: str, **unknown: Never) -> EnvironmentStatusResponse:
        """Reads the current status of a configured execution environment (`environment/status`).

        Experimental. Since runtime 0.147.0.

        Args:
            environment_id: Environment id to inspect.

        Returns:
            EnvironmentStatusResponse: Current status for the requested environment.
        """
        wire = mappers.environment.environment_status(environment_id=environment_id, **unknown)
        response: EnvironmentStatusResponse = self._request("environment/status", wire, "EnvironmentStatusResponse")
        return response

    def mcp_server_oauth_login(
        self,
        *,
        name: str,
        client_registration: McpServerOauthClientRegistration | str | Unset | None = UNSET,
        scopes: Sequence[str] | Unset | None = UNSET,
        thread_id: str | Unset | None = UNSET,
        timeout_secs: int | Unset | None = UNSET,
        **unknown: Never,
    ) -> McpServerOauthLoginResponse:
        """Call `mcpServer/oauth/login`.

        Args:
            client_registration: Registration strategy for this login only; omission selects automatic
                discovery. Since runtime 0.149.0.
            thread_id: Since runtime 0.144.4.
        """
        wire = mappers.mcp_server.mcp_server_oauth_login(
            name=name,
            client_registration=client_registration,
            scopes=scopes,
            thread_id=thread_id,
            timeout_secs=timeout_secs,
            **unknown,
        )
        response: McpServerOauthLoginResponse = self._request(
            "mcpServer/oauth/login", wire, "McpServerOauthLoginResponse"
        )
        return response

    def config_mcp_server_reload(self, **unknown: Never) -> McpServerRefreshResponse:
        """Call `config/mcpServer/reload`."""
        mappers.config.config_mcp_server_reload(**unknown)
        response: McpServerRefreshResponse = self._request("config/mcpServer/reload", None, "McpServerRefreshResponse")
        return response

    def mcp_server_status_list(
        self,
        *,
        cursor: str | Unset | None = UNSET,
        detail: McpServerStatusDetail | str | Unset | None = UNSET,
        limit: int | Unset | None = UNSET,
        server_name: str | Unset | None = UNSET,
        thread_id: str | Unset | None = UNSET,
        **unknown: Never,
    ) -> ListMcpServerStatusResponse:
        """Call `mcpServerStatus/list`.

        Args:
            cursor: Opaque pagination cursor returned by a previous call.
            detail: Controls how much MCP inventory data to fetch for each server. Defaults to `Full`
                when omitted.
            limit: Optional page size; defaults to a server-defined value.
            server_name: Limit discovery to one server. With a thread ID, reuse that thread's MCP
                connection. Since runtime 0.159.0.
            thread_id: Since runtime 0.136.0.
        """
        wire = mappers.mcp_server_status.mcp_server_status_list(
            cursor=cursor, detail=detail, limit=limit, server_name=server_name, thread_id=thread_id, **unknown
        )
        response: ListMcpServerStatusResponse = self._request(
            "mcpServerStatus/list", wire, "ListMcpServerStatusResponse"
        )
        return response

    def mcp_server_resource_read(
        self,
        *,
        server: str,
        uri: str,
        connector_id: str | Unset | None = UNSET,
        origin_call_id: str | Unset | None = UNSET,
        target: McpResourceReadTarget | Mapping[str, object] | Unset | None = UNSET,
        thread_id: str | Unset | None = UNSET,
        **unknown: Never,
    ) -> McpResourceReadResponse:
        """Call `mcpServer/resource/read`.

        Args:
            connector_id: Since runtime 0.149.0.
            origin_call_id: Originating MCP tool call used to select the resource's app. Since runtime
                0.149.0.
            target: Explicit hosted app/account. Omit to retain legacy resource discovery. Since runtime
                0.157.0.
        """
        wire = mappers.mcp_server.mcp_server_resource_read(
            server=server,
            uri=uri,
            connector_id=connector_id,
            origin_call_id=origin_call_id,
            target=target,
            thread_id=thread_id,
            **unknown,
        )
        response: McpResourceReadResponse = self._request("mcpServer/resource/read", wire, "McpResourceReadResponse")
        return response

    def mcp_server_event_stream_start(
        self,
        *,
        arguments: object,
        name: str,
        server: str,
        subscription_id: str,
        thread_id: str,
        meta: object = UNSET,
        **unknown: Never,
    ) -> McpServerEventStreamStartResponse:
        """Call `mcpServer/event/stream/start`.

        Experimental. Since runtime 0.153.4.

        Args:
            meta: Sent as `_meta`.
        """
        wire = mappers.mcp_server.mcp_server_event_stream_start(
            arguments=arguments,
            name=name,
            server=server,
            subscription_id=subscription_id,
            thread_id=thread_id,
            meta=meta,
            **unknown,
        )
        response: McpServerEventStreamStartResponse = self._request(
            "mcpServer/event/stream/start", wire, "McpServerEventStreamStartResponse"
        )
        return response

    def mcp_server_event_stream_stop(
        self, *, subscription_id: str, **unknown: Never
    ) -> McpServerEventStreamStopResponse:
        """Call `mcpServer/event/stream/stop`.

        Experimental. Since runtime 0.153.4.
        """
        wire = mappers.mcp_server.mcp_server_event_stream_stop(subscription_id=subscription_id, **unknown)
        response: McpServerEventStreamStopResponse = self._request(
            "mcpServer/event/stream/stop", wire, "McpServerEventStreamStopResponse"
        )
        return response

    def mcp_server_tool_call(
        self,
        *,
        server: str,
        thread_id: str,
        tool: str,
        meta: object = UNSET,
        arguments: object = UNSET,
        **unknown: Never,
    ) -> McpServerToolCallResponse:
        """Call `mcpServer/tool/call`.

        Args:
            meta: Sent as `_meta`.
        """
        wire = mappers.mcp_server.mcp_server_tool_call(
            server=server, thread_id=thread_id, tool=tool, meta=meta, arguments=arguments, **unknown
        )
        response: McpServerToolCallResponse = self._request("mcpServer/tool/call", wire, "McpServerToolCallResponse")
        return response

    def windows_sandbox_setup_start(
        self,
        *,
        mode: WindowsSandboxSetupMode | str,
        cwd: AbsolutePathBuf | os.PathLike[str] | Unset | None = UNSET,
        **unknown: Never,
    ) -> WindowsSandboxSetupStartResponse:
        """Call `windowsSandbox/setupStart`."""
        wire = mappers.windows_sandbox.windows_sandbox_setup_start(mode=mode, cwd=cwd, **unknown)
        response: WindowsSandboxSetupStartResponse = self._request(
            "windowsSandbox/setupStart", wire, "WindowsSandboxSetupStartResponse"
        )
        return response

    def windows_sandbox_readiness(self, **unknown: Never) -> WindowsSandboxReadinessResponse:
        """Call `windowsSandbox/readiness`."""
        mappers.windows_sandbox.windows_sandbox_readiness(**unknown)
        response: WindowsSandboxReadinessResponse = self._request(
            "windowsSandbox/readiness", None, "WindowsSandboxReadinessResponse"
        )
        return response

    @overload
    def account_login_start(
        self, *, api_key: str, type: Literal["apiKey"], **unknown: Never
    ) -> LoginAccountResponse: ...

    @overload
    def account_login_start(
        self,
        *,
        type: Literal["chatgpt"],
        app_brand: LoginAppBrand | str | Unset | None = UNSET,
        codex_streamlined_login: bool | Unset = UNSET,
        use_hosted_login_success_page: bool | Unset = UNSET,
        **unknown: Never,
    ) -> LoginAccountResponse: ...

    @overload
    def account_login_start(self, *, type: Literal["chatgptDeviceCode"], **unknown: Never) -> LoginAccountResponse: ...

    @overload
    def account_login_start(
        self,
        *,
        access_token: str,
        chatgpt_account_id: str,
        type: Literal["chatgptAuthTokens"],
        chatgpt_plan_type: str | Unset | None = UNSET,
        **unknown: Never,
    ) -> LoginAccountResponse: ...

    @overload
    def account_login_start(
        self, *, api_key: str, region: str, type: Literal["amazonBedrock"], **unknown: Never
    ) -> LoginAccountResponse: ...

    @overload
    def account_login_start(
        self,
        *,
        access_key_id: str,
        region: str,
        secret_access_key: str,
        type: Literal["amazonBedrockAccessKeys"],
        session_token: str | Unset | None = UNSET,
        **unknown: Never,
    ) -> LoginAccountResponse: ...

    def account_login_start(
        self,
        *,
        type: Literal["apiKey"]
        | Literal["chatgpt"]
        | Literal["chatgptDeviceCode"]
        | Literal["chatgptAuthTokens"]
        | Literal["amazonBedrock"]
        | Literal["amazonBedrockAccessKeys"],
        api_key: str | Unset = UNSET,
        app_brand: LoginAppBrand | str | Unset | None = UNSET,
        codex_streamlined_login: bool | Unset = UNSET,
        use_hosted_login_success_page: bool | Unset = UNSET,
        access_token: str | Unset = UNSET,
        chatgpt_account_id: str | Unset = UNSET,
        chatgpt_plan_type: str | Unset | None = UNSET,
        region: str | Unset = UNSET,
        access_key_id: str | Unset = UNSET,
        secret_access_key: str | Unset = UNSET,
        session_token: str | Unset | None = UNSET,
        **unknown: Never,
    ) -> LoginAccountResponse:
        """Call `account/login/start`.

        Args:
            app_brand: Since runtime 0.144.4.
            use_hosted_login_success_page: Since runtime 0.144.4.
            access_token: Access token (JWT) supplied by the client. This token is used for backend API
                requests and email extraction.
            chatgpt_account_id: Workspace/account identifier supplied by the client.
            chatgpt_plan_type: Optional plan type supplied by the client.
                When `null`, Codex attempts to derive the plan type from access-token claims. If
                unavailable, the plan defaults to `unknown`.
            region: Since runtime 0.147.0.
            access_key_id: Since runtime 0.153.4.
            secret_access_key: Since runtime 0.153.4.
            session_token: Since runtime 0.153.4.
        """
        wire = mappers.account.account_login_start(
            type=type,
            api_key=api_key,
            app_brand=app_brand,
            codex_streamlined_login=codex_streamlined_login,
            use_hosted_login_success_page=use_hosted_login_success_page,
            access_token=access_token,
            chatgpt_account_id=chatgpt_account_id,
            chatgpt_plan_type=chatgpt_plan_type,
            region=region,
            access_key_id=access_key_id,
            secret_access_key=secret_access_key,
            session_token=session_token,
            **unknown,
        )
        response: LoginAccountResponse = self._request("account/login/start", wire, "LoginAccountResponse")
        return response

    def account_bedrock_discover(self, **unknown: Never) -> BedrockDiscoverResponse:
        """Call `account/bedrock/discover`.

        Experimental. Since runtime 0.149.0.
        """
        wire = mappers.account.account_bedrock_discover(**unknown)
        response: BedrockDiscoverResponse = self._request("account/bedrock/discover", wire, "BedrockDiscoverResponse")
        return response

    @overload
    def account_bedrock_setup(
        self, *, profile: str, region: str, type: Literal["profile"], **unknown: Never
    ) -> BedrockSetupResponse: ...

    @overload
    def account_bedrock_setup(
        self, *, region: str, type: Literal["environment"], **unknown: Never
    ) -> BedrockSetupResponse: ...

    def account_bedrock_setup(
        self,
        *,
        region: str,
        type: Literal["profile"] | Literal["environment"],
        profile: str | Unset = UNSET,
        **unknown: Never,
    ) -> BedrockSetupResponse:
        """Call `account/bedrock/setup`.

        Experimental. Since runtime 0.149.0.
        """
        wire = mappers.account.account_bedrock_setup(region=region, type=type, profile=profile, **unknown)
        response: BedrockSetupResponse = self._request("account/bedrock/setup", wire, "BedrockSetupResponse")
        return response

    def account_bedrock_check_gov_cloud_requirements(
        self, **unknown: Never
    ) -> BedrockCheckGovCloudRequirementsResponse:
        """Call `account/bedrock/checkGovCloudRequirements`.

        Experimental. Since runtime 0.161.0.

        Returns:
            BedrockCheckGovCloudRequirementsResponse: Advisory check of the current Bedrock
                configuration after login or setup.
        """
        wire = mappers.account.account_bedrock_check_gov_cloud_requirements(**unknown)
        response: BedrockCheckGovCloudRequirementsResponse = self._request(
            "account/bedrock/checkGovCloudRequirements", wire, "BedrockCheckGovCloudRequirementsResponse"
        )
        return response

    def account_login_cancel(self, *, login_id: str, **unknown: Never) -> CancelLoginAccountResponse:
        """Call `account/login/cancel`."""
        wire = mappers.account.account_login_cancel(login_id=login_id, **unknown)
        response: CancelLoginAccountResponse = self._request("account/login/cancel", wire, "CancelLoginAccountResponse")
        return response

    def account_logout(self, **unknown: Never) -> LogoutAccountResponse:
        """Call `account/logout`."""
        mappers.account.account_logout(**unknown)
        response: LogoutAccountResponse = self._request("account/logout", None, "LogoutAccountResponse")
        return response

    def account_rate_limits_read(
        self,
        *,
        exclude_reset_credit_details: bool | Unset = UNSET,
        supports_luna_reserve: bool | Unset = UNSET,
        **unknown: Never,
    ) -> GetAccountRateLimitsResponse:
        """Usage-read capabilities of the requesting client, never inferred from its experiment arm
        (`account/rateLimits/read`).

        Args:
            exclude_reset_credit_details: Skip the separate reset-credit detail lookup for background
                usage polls. The usage response still includes the available count; omitted/false
                preserves detailed reads. Since runtime 0.154.0.
            supports_luna_reserve: The client supports automatic Luna Reserve fallback. For eligible
                ChatGPT CLI users, allow the backend to record experiment exposure after ordinary usage
                is blocked. Since runtime 0.154.0.
        """
        wire = mappers.account.account_rate_limits_read(
            exclude_reset_credit_details=exclude_reset_credit_details,
            supports_luna_reserve=supports_luna_reserve,
            **unknown,
        )
        response: GetAccountRateLimitsResponse = self._request(
            "account/rateLimits/read", wire, "GetAccountRateLimitsResponse"
        )
        return response

    def account_rate_limit_reset_credit_consume(
        self, *, idempotency_key: str, credit_id: str | Unset | None = UNSET, **unknown: Never
    ) -> ConsumeAccountRateLimitResetCreditResponse:
        """Call `account/rateLimitResetCredit/consume`.

        Since runtime 0.144.4.

        Args:
            idempotency_key: Identifies one logical reset attempt. A UUID is recommended; reuse the same
                value when retrying that attempt.
            credit_id: Opaque reset-credit identifier to redeem. When omitted, the backend selects the
                next available credit.
        """
        wire = mappers.account.account_rate_limit_reset_credit_consume(
            idempotency_key=idempotency_key, credit_id=credit_id, **unknown
        )
        response: ConsumeAccountRateLimitResetCreditResponse = self._request(
            "account/rateLimitResetCredit/consume", wire, "ConsumeAccountRateLimitResetCreditResponse"
        )
        return response

    def account_usage_read(
        self, *, thread_id: str | Unset | None = UNSET, **unknown: Never
    ) -> GetAccountTokenUsageResponse:
        """Call `account/usage/read`.

        Since runtime 0.144.4.

        Args:
            thread_id: When present, read estimated usage for this thread instead of account-wide token
                activity. Since runtime 0.149.0.
        """
        wire = mappers.account.account_usage_read(thread_id=thread_id, **unknown)
        response: GetAccountTokenUsageResponse = self._request(
            "account/usage/read", wire, "GetAccountTokenUsageResponse"
        )
        return response

    def account_workspace_messages_read(self, **unknown: Never) -> GetWorkspaceMessagesResponse:
        """Call `account/workspaceMessages/read`.

        Since runtime 0.144.4.
        """
        mappers.account.account_workspace_messages_read(**unknown)
        response: GetWorkspaceMessagesResponse = self._request(
            "account/workspaceMessages/read", None, "GetWorkspaceMessagesResponse"
        )
        return response

    def account_send_add_credits_nudge_email(
        self, *, credit_type: AddCreditsNudgeCreditType | str, **unknown: Never
    ) -> SendAddCreditsNudgeEmailResponse:
        """Call `account/sendAddCreditsNudgeEmail`."""
        wire = mappers.account.account_send_add_credits_nudge_email(credit_type=credit_type, **unknown)
        response: SendAddCreditsNudgeEmailResponse = self._request(
            "account/sendAddCreditsNudgeEmail", wire, "SendAddCreditsNudgeEmailResponse"
        )
        return response

    def feedback_upload(
        self,
        *,
        classification: str,
        extra_log_files: Sequence[str] | Unset | None = UNSET,
        include_logs: bool | Unset = UNSET,
        reason: str | Unset | None = UNSET,
        tags: Mapping[str, str] | Unset | None = UNSET,
        thread_id: str | Unset | None = UNSET,
        **unknown: Never,
    ) -> FeedbackUploadResponse:
        """Call `feedback/upload`."""
        wire = mappers.feedback.feedback_upload(
            classification=classification,
            extra_log_files=extra_log_files,
            include_logs=include_logs,
            reason=reason,
            tags=tags,
            thread_id=thread_id,
            **unknown,
        )
        response: FeedbackUploadResponse = self._request("feedback/upload", wire, "FeedbackUploadResponse")
        return response

    def command_exec(
        self,
        *,
        command: Sequence[str],
        cwd: str | os.PathLike[str] | Unset | None = UNSET,
        disable_output_cap: bool | Unset = UNSET,
        disable_timeout: bool | Unset = UNSET,
        env: Mapping[str, str | None] | Unset | None = UNSET,
        output_bytes_cap: int | Unset | None = UNSET,
        permission_profile: str | Unset | None = UNSET,
        process_id: str | Unset | None = UNSET,
        sandbox_policy: SandboxPolicy | Mapping[str, object] | Unset | None = UNSET,
        size: CommandExecTerminalSize | Mapping[str, object] | Unset | None = UNSET,
        stream_stdin: bool | Unset = UNSET,
        stream_stdout_stderr: bool | Unset = UNSET,
        timeout_ms: int | Unset | None = UNSET,
        tty: bool | Unset = UNSET,
        **unknown: Never,
    ) -> CommandExecResponse:
        """Execute a standalone command (argv vector) under the server's sandbox (`command/exec`).

        Args:
            command: Command argv vector. Empty arrays are rejected.
            cwd: Optional working directory. Defaults to the server cwd.
            disable_output_cap: Disable stdout/stderr capture truncation for this request.
                Cannot be combined with `outputBytesCap`.
            disable_timeout: Disable the timeout entirely for this request.
                Cannot be combined with `timeoutMs`.
            env: Optional environment overrides merged into the server-computed environment.
                Matching names override inherited values. Set a key to `null` to unset an inherited
                variable.
            output_bytes_cap: Optional per-stream stdout/stderr capture cap in bytes.
                When omitted, the server default applies. Cannot be combined with `disableOutputCap`.
            permission_profile: Experimental. Optional active permissions profile id for this command.
                Defaults to the user's configured permissions when omitted. Cannot be combined with
                `sandboxPolicy`.
            process_id: Optional client-supplied, connection-scoped process id.
                Required for `tty`, `streamStdin`, `streamStdoutStderr`, and follow-up
                `command/exec/write`, `command/exec/resize`, and `command/exec/terminate` calls. When
                omitted, buffered execution gets an internal id that is not exposed to the client.
            sandbox_policy: Optional sandbox policy for this command.
                Uses the same shape as thread/turn execution sandbox configuration and defaults to the
                user's configured policy when omitted. Cannot be combined with `permissionProfile`.
            size: Optional initial PTY size in character cells. Only valid when `tty` is true.
            stream_stdin: Allow follow-up `command/exec/write` requests to write stdin bytes.
                Requires a client-supplied `processId`.
            stream_stdout_stderr: Stream stdout/stderr via `command/exec/outputDelta` notifications.
                Streamed bytes are not duplicated into the final response and require a client-supplied
                `processId`.
            timeout_ms: Optional timeout in milliseconds.
                When omitted, the server default applies. Cannot be combined with `disableTimeout`.
            tty: Enable PTY mode.
                This implies `streamStdin` and `streamStdoutStderr`.

        Returns:
            CommandExecResponse: Final buffered result for `command/exec`.
        """
        wire = mappers.command.command_exec(
            command=command,
            cwd=cwd,
            disable_output_cap=disable_output_cap,
            disable_timeout=disable_timeout,
            env=env,
            output_bytes_cap=output_bytes_cap,
            permission_profile=permission_profile,
            process_id=process_id,
            sandbox_policy=sandbox_policy,
            size=size,
            stream_stdin=stream_stdin,
            stream_stdout_stderr=stream_stdout_stderr,
            timeout_ms=timeout_ms,
            tty=tty,
            **unknown,
        )
        response: CommandExecResponse = self._request("command/exec", wire, "CommandExecResponse")
        return response

    def command_exec_write(
        self,
        *,
        process_id: str,
        close_stdin: bool | Unset = UNSET,
        delta_base64: str | Unset | None = UNSET,
        **unknown: Never,
    ) -> CommandExecWriteResponse:
        """Write stdin bytes to a running `command/exec` session or close stdin (`command/exec/write`).

        Args:
            process_id: Client-supplied, connection-scoped `processId` from the original `command/exec`
                request.
            close_stdin: Close stdin after writing `deltaBase64`, if present.
            delta_base64: Optional base64-encoded stdin bytes to write.

        Returns:
            CommandExecWriteResponse: Empty success response for `command/exec/write`.
        """
        wire = mappers.command.command_exec_write(
            process_id=process_id, close_stdin=close_stdin, delta_base64=delta_base64, **unknown
        )
        response: CommandExecWriteResponse = self._request("command/exec/write", wire, "CommandExecWriteResponse")
        return response

    def command_exec_terminate(self, *, process_id: str, **unknown: Never) -> CommandExecTerminateResponse:
        """Terminate a running `command/exec` session by client-supplied `processId`
        (`command/exec/terminate`).

        Args:
            process_id: Client-supplied, connection-scoped `processId` from the original `command/exec`
                request.

        Returns:
            CommandExecTerminateResponse: Empty success response for `command/exec/terminate`.
        """
        wire = mappers.command.command_exec_terminate(process_id=process_id, **unknown)
        response: CommandExecTerminateResponse = self._request(
            "command/exec/terminate", wire, "CommandExecTerminateResponse"
        )
        return response

    def command_exec_resize(
        self, *, process_id: str, size: CommandExecTerminalSize | Mapping[str, object], **unknown: Never
    ) -> CommandExecResizeResponse:
        """Resize a running PTY-backed `command/exec` session by client-supplied `processId`
        (`command/exec/resize`).

        Args:
            process_id: Client-supplied, connection-scoped `processId` from the original `command/exec`
                request.
            size: New PTY size in character cells.

        Returns:
            CommandExecResizeResponse: Empty success response for `command/exec/resize`.
        """
        wire = mappers.command.command_exec_resize(process_id=process_id, size=size, **unknown)
        response: CommandExecResizeResponse = self._request("command/exec/resize", wire, "CommandExecResizeResponse")
        return response

    def process_spawn(
        self,
        *,
        command: Sequence[str],
        cwd: AbsolutePathBuf | os.PathLike[str],
        process_handle: str,
        env: Mapping[str, str | None] | Unset | None = UNSET,
        output_bytes_cap: int | Unset | None = UNSET,
        size: ProcessTerminalSize | Mapping[str, object] | Unset | None = UNSET,
        stream_stdin: bool | Unset = UNSET,
        stream_stdout_stderr: bool | Unset = UNSET,
        timeout_ms: int | Unset | None = UNSET,
        tty: bool | Unset = UNSET,
        **unknown: Never,
    ) -> ProcessSpawnResponse:
        """Spawn a standalone process (argv vector) without a Codex sandbox (`process/spawn`).

        Experimental.

        Args:
            command: Command argv vector. Empty arrays are rejected.
            cwd: Absolute working directory for the process.
            process_handle: Client-supplied, connection-scoped process handle.
                Duplicate active handles are rejected on the same connection. The same handle can be
                reused after the prior process exits.
            env: Optional environment overrides merged into the app-server process environment.
                Matching names override inherited values. Set a key to `null` to unset an inherited
                variable.
            output_bytes_cap: Optional per-stream stdout/stderr capture cap in bytes.
                When omitted, the server default applies. Set to `null` to disable the cap.
            size: Optional initial PTY size in character cells. Only valid when `tty` is true.
            stream_stdin: Allow follow-up `process/writeStdin` requests to write stdin bytes.
            stream_stdout_stderr: Stream stdout/stderr via `process/outputDelta` notifications.
                Streamed bytes are not duplicated into the `process/exited` notification.
            timeout_ms: Optional timeout in milliseconds.
                When omitted, the server default applies. Set to `null` to disable the timeout.
            tty: Enable PTY mode.
                This implies `streamStdin` and `streamStdoutStderr`.

        Returns:
            ProcessSpawnResponse: Successful response for `process/spawn`.
        """
        wire = mappers.process.process_spawn(
            command=command,
            cwd=cwd,
            process_handle=process_handle,
            env=env,
            output_bytes_cap=output_bytes_cap,
            size=size,
            stream_stdin=stream_stdin,
            stream_stdout_stderr=stream_stdout_stderr,
            timeout_ms=timeout_ms,
            tty=tty,
            **unknown,
        )
        response: ProcessSpawnResponse = self._request("process/spawn", wire, "ProcessSpawnResponse")
        return response

    def process_write_stdin(
        self,
        *,
        process_handle: str,
        close_stdin: bool | Unset = UNSET,
        delta_base64: str | Unset | None = UNSET,
        **unknown: Never,
    ) -> ProcessWriteStdinResponse:
        """Write stdin bytes to a running `process/spawn` session or close stdin (`process/writeStdin`).

        Experimental.

        Args:
            process_handle: Client-supplied, connection-scoped `processHandle` from `process/spawn`.
            close_stdin: Close stdin after writing `deltaBase64`, if present.
            delta_base64: Optional base64-encoded stdin bytes to write.

        Returns:
            ProcessWriteStdinResponse: Empty success response for `process/writeStdin`.
        """
        wire = mappers.process.process_write_stdin(
            process_handle=process_handle, close_stdin=close_stdin, delta_base64=delta_base64, **unknown
        )
        response: ProcessWriteStdinResponse = self._request("process/writeStdin", wire, "ProcessWriteStdinResponse")
        return response

    def process_kill(self, *, process_handle: str, **unknown: Never) -> ProcessKillResponse:
        """Terminate a running `process/spawn` session by client-supplied `processHandle` (`process/kill`).

        Experimental.

        Args:
            process_handle: Client-supplied, connection-scoped `processHandle` from `process/spawn`.

        Returns:
            ProcessKillResponse: Empty success response for `process/kill`.
        """
        wire = mappers.process.process_kill(process_handle=process_handle, **unknown)
        response: ProcessKillResponse = self._request("process/kill", wire, "ProcessKillResponse")
        return response

    def process_resize_pty(
        self, *, process_handle: str, size: ProcessTerminalSize | Mapping[str, object], **unknown: Never
    ) -> ProcessResizePtyResponse:
        """Resize a running PTY-backed `process/spawn` session by client-supplied `processHandle`
        (`process/resizePty`).

        Experimental.

        Args:
            process_handle: Client-supplied, connection-scoped `processHandle` from `process/spawn`.
            size: New PTY size in character cells.

        Returns:
            ProcessResizePtyResponse: Empty success response for `process/resizePty`.
        """
        wire = mappers.process.process_resize_pty(process_handle=process_handle, size=size, **unknown)
        response: ProcessResizePtyResponse = self._request("process/resizePty", wire, "ProcessResizePtyResponse")
        return response

    def config_read(
        self,
        *,
        cwd: str | os.PathLike[str] | Unset | None = UNSET,
        include_layers: bool | Unset = UNSET,
        **unknown: Never,
    ) -> ConfigReadResponse:
        """Call `config/read`.

        Args:
            cwd: Optional working directory to resolve project config layers. If specified, return the
                effective config as seen from that directory (i.e., including any project layers between
                `cwd` and the project/repo root).
        """
        wire = mappers.config.config_read(cwd=cwd, include_layers=include_layers, **unknown)
        response: ConfigReadResponse = self._request("config/read", wire, "ConfigReadResponse")
        return response

    def external_agent_config_detect(
        self,
        *,
        cwds: Sequence[str | os.PathLike[str]] | Unset | None = UNSET,
        include_home: bool | Unset = UNSET,
        max_session_age_days: int | Unset | None = UNSET,
        max_sessions: int | Unset | None = UNSET,
        migration_source: str | Unset | None = UNSET,
        source: str | Unset | None = UNSET,
        **unknown: Never,
    ) -> ExternalAgentConfigDetectResponse:
        """Call `externalAgentConfig/detect`.

        Args:
            cwds: Zero or more working directories to include for repo-scoped detection.
            include_home: If true, include detection under the user's home directory.
            max_session_age_days: Maximum age in days for detected sessions. Missing values use the
                default limit. Since runtime 0.147.0.
            max_sessions: Maximum number of sessions to detect. Missing values use the default limit.
                Since runtime 0.147.0.
            migration_source: Optional migration-source selector. Missing or unrecognized values use the
                default source. Since runtime 0.147.0.
            source: Deprecated field retained for compatibility. This field is ignored; use
                `migrationSource` to select the migration source. Since runtime 0.147.0.
        """
        wire = mappers.external_agent_config.external_agent_config_detect(
            cwds=cwds,
            include_home=include_home,
            max_session_age_days=max_session_age_days,
            max_sessions=max_sessions,
            migration_source=migration_source,
            source=source,
            **unknown,
        )
        response: ExternalAgentConfigDetectResponse = self._request(
            "externalAgentConfig/detect", wire, "ExternalAgentConfigDetectResponse"
        )
        return response

    def external_agent_config_import(
        self,
        *,
        migration_items: Sequence[ExternalAgentConfigMigrationItem | Mapping[str, object]],
        migration_source: str | Unset | None = UNSET,
        provider_id: str | Unset | None = UNSET,
        source: str | Unset | None = UNSET,
        **unknown: Never,
    ) -> ExternalAgentConfigImportResponse:
        """Call `externalAgentConfig/import`.

        Args:
            migration_source: Migration-source selector used to produce the migration items. Pass the
                same value to detection and import; missing or unrecognized values use the default
                source. Since runtime 0.147.0.
            provider_id: Opaque provider identifier supplied by the caller for analytics attribution and
                import history display. This does not select the migration source. Since runtime
                0.147.0.
            source: Optional identifier for the product that initiated the import. Since runtime
                0.144.4.
        """
        wire = mappers.external_agent_config.external_agent_config_import(
            migration_items=migration_items,
            migration_source=migration_source,
            provider_id=provider_id,
            source=source,
            **unknown,
        )
        response: ExternalAgentConfigImportResponse = self._request(
            "externalAgentConfig/import", wire, "ExternalAgentConfigImportResponse"
        )
        return response

    def external_agent_config_import_record_history(
        self,
        *,
        item_type_results: Sequence[ExternalAgentConfigImportHistoryRecordTypeResultParams | Mapping[str, object]],
        provider_id: str,
        **unknown: Never,
    ) -> ExternalAgentConfigImportHistoryRecordResponse:
        """Call `externalAgentConfig/import/recordHistory`.

        Since runtime 0.147.0.

        Args:
            item_type_results: Completed results grouped by imported item type.
            provider_id: Opaque provider identifier for the externally completed import.
        """
        wire = mappers.external_agent_config.external_agent_config_import_record_history(
            item_type_results=item_type_results, provider_id=provider_id, **unknown
        )
        response: ExternalAgentConfigImportHistoryRecordResponse = self._request(
            "externalAgentConfig/import/recordHistory", wire, "ExternalAgentConfigImportHistoryRecordResponse"
        )
        return response

    def external_agent_config_import_read_histories(
        self, **unknown: Never
    ) -> ExternalAgentConfigImportHistoriesReadResponse:
        """Call `externalAgentConfig/import/readHistories`.

        Since runtime 0.144.4.
        """
        mappers.external_agent_config.external_agent_config_import_read_histories(**unknown)
        response: ExternalAgentConfigImportHistoriesReadResponse = self._request(
            "externalAgentConfig/import/readHistories", None, "ExternalAgentConfigImportHistoriesReadResponse"
        )
        return response

    def config_value_write(
        self,
        *,
        key_path: str,
        merge_strategy: MergeStrategy | str,
        value: object,
        expected_version: str | Unset | None = UNSET,
        file_path: str | os.PathLike[str] | Unset | None = UNSET,
        **unknown: Never,
    ) -> ConfigWriteResponse:
        """Call `config/value/write`.

        Args:
            file_path: Path to the config file to write; defaults to the user's `config.toml` when
                omitted.
        """
        wire = mappers.config.config_value_write(
            key_path=key_path,
            merge_strategy=merge_strategy,
            value=value,
            expected_version=expected_version,
            file_path=file_path,
            **unknown,
        )
        response: ConfigWriteResponse = self._request("config/value/write", wire, "ConfigWriteResponse")
        return response

    def config_batch_write(
        self,
        *,
        edits: Sequence[ConfigEdit | Mapping[str, object]],
        expected_version: str | Unset | None = UNSET,
        file_path: str | os.PathLike[str] | Unset | None = UNSET,
        reload_user_config: bool | Unset = UNSET,
        **unknown: Never,
    ) -> ConfigWriteResponse:
        """Call `config/batchWrite`.

        Args:
            file_path: Path to the config file to write; defaults to the user's `config.toml` when
                omitted.
            reload_user_config: When true, hot-reload updated runtime settings into loaded threads after
                writing. Session-static model, reasoning-effort, Plan-mode reasoning-effort, and
                service-tier defaults are not reloaded. The deprecated personality setting is also not
                reloaded.
        """
        wire = mappers.config.config_batch_write(
            edits=edits,
            expected_version=expected_version,
            file_path=file_path,
            reload_user_config=reload_user_config,
            **unknown,
        )
        response: ConfigWriteResponse = self._request("config/batchWrite", wire, "ConfigWriteResponse")
        return response

    def config_requirements_read(self, **unknown: Never) -> ConfigRequirementsReadResponse:
        """Call `configRequirements/read`."""
        mappers.config_requirements.config_requirements_read(**unknown)
        response: ConfigRequirementsReadResponse = self._request(
            "configRequirements/read", None, "ConfigRequirementsReadResponse"
        )
        return response

    def account_read(self, *, refresh_token: bool | Unset = UNSET, **unknown: Never) -> GetAccountResponse:
        """Call `account/read`.

        Args:
            refresh_token: When `true`, requests a proactive token refresh before returning.
                In managed auth mode this triggers the normal refresh-token flow. In external auth mode
                this flag is ignored. Clients should refresh tokens themselves and call
                `account/login/start` with `chatgptAuthTokens`.
        """
        wire = mappers.account.account_read(refresh_token=refresh_token, **unknown)
        response: GetAccountResponse = self._request("account/read", wire, "GetAccountResponse")
        return response

    def fuzzy_file_search(
        self, *, query: str, roots: Sequence[str], cancellation_token: str | Unset | None = UNSET, **unknown: Never
    ) -> FuzzyFileSearchResponse:
        """Call `fuzzyFileSearch`."""
        wire = mappers.fuzzy_file_search.fuzzy_file_search(
            query=query, roots=roots, cancellation_token=cancellation_token, **unknown
        )
        response: FuzzyFileSearchResponse = self._request("fuzzyFileSearch", wire, "FuzzyFileSearchResponse")
        return response

    def fuzzy_file_search_session_start(
        self, *, roots: Sequence[str], session_id: str, **unknown: Never
    ) -> FuzzyFileSearchSessionStartResponse:
        """Call `fuzzyFileSearch/sessionStart`.

        Experimental.
        """
        wire = mappers.fuzzy_file_search.fuzzy_file_search_session_start(roots=roots, session_id=session_id, **unknown)
        response: FuzzyFileSearchSessionStartResponse = self._request(
            "fuzzyFileSearch/sessionStart", wire, "FuzzyFileSearchSessionStartResponse"
        )
        return response

    def fuzzy_file_search_session_update(
        self, *, query: str, session_id: str, **unknown: Never
    ) -> FuzzyFileSearchSessionUpdateResponse:
        """Call `fuzzyFileSearch/sessionUpdate`.

        Experimental.
        """
        wire = mappers.fuzzy_file_search.fuzzy_file_search_session_update(query=query, session_id=session_id, **unknown)
        response: FuzzyFileSearchSessionUpdateResponse = self._request(
            "fuzzyFileSearch/sessionUpdate", wire, "FuzzyFileSearchSessionUpdateResponse"
        )
        return response

    def fuzzy_file_search_session_stop(
        self, *, session_id: str, **unknown: Never
    ) -> FuzzyFileSearchSessionStopResponse:
        """Call `fuzzyFileSearch/sessionStop`.

        Experimental.
        """
        wire = mappers.fuzzy_file_search.fuzzy_file_search_session_stop(session_id=session_id, **unknown)
        response: FuzzyFileSearchSessionStopResponse = self._request(
            "fuzzyFileSearch/sessionStop", wire, "FuzzyFileSearchSessionStopResponse"
        )
        return response


class AsyncRpc:
    """Send requests to the runtime; each method awaits the response.

    Omitted keywords are not sent; None is sent as null. The runtime accepts methods and keywords marked "Experimental"
    only if the client enabled the experimental API in the handshake.

    Every method raises `UnexpectedKeywordError` for an unknown keyword, `WireValueError` for a value that has no JSON
    representation, and another `CodexError` if the runtime returns an error, does not respond in time, or has exited.
    """

    __slots__ = ("_request",)

    def __init__(self, caller: AsyncRpcCaller) -> None:
        self._request = caller.request

    async def initialize(
        self,
        *,
        client_info: ClientInfo | Mapping[str, object],
        capabilities: InitializeCapabilities | Mapping[str, object] | Unset | None = UNSET,
        **unknown: Never,
    ) -> InitializeResponse:
        """Call `initialize`."""
        wire = mappers.initialize.initialize(client_info=client_info, capabilities=capabilities, **unknown)
        response: InitializeResponse = await self._request("initialize", wire, "InitializeResponse")
        return response

    async def server_diagnostics(self, **unknown: Never) -> ServerDiagnosticsResponse:
        """Read content-free, process-local diagnostics (`server/diagnostics`).

        Experimental. Since runtime 0.149.0.
        """
        wire = mappers.server.server_diagnostics(**unknown)
        response: ServerDiagnosticsResponse = await self._request(
            "server/diagnostics", wire, "ServerDiagnosticsResponse"
        )
        return response

    async def user_verification_status(self, **unknown: Never) -> UserVerificationStatusResponse:
        """Call `userVerification/status`.

        Experimental. Since runtime 0.154.0.

        Returns:
            UserVerificationStatusResponse: Local readiness only; this neither prompts nor queries
                server registration.
        """
        wire = mappers.user_verification.user_verification_status(**unknown)
        response: UserVerificationStatusResponse = await self._request(
            "userVerification/status", wire, "UserVerificationStatusResponse"
        )
        return response

    async def user_verification_enroll(self, **unknown: Never) -> UserVerificationEnrollResponse:
        """Call `userVerification/enroll`.

        Experimental. Since runtime 0.154.0.

        Returns:
            UserVerificationEnrollResponse: Public metadata for a created or reused local credential.
                The caller completes backend registration; this response does not establish server
                enrollment. Older app-servers omit the metadata fields; callers must check both before
                registration.
        """
        wire = mappers.user_verification.user_verification_enroll(**unknown)
        response: UserVerificationEnrollResponse = await self._request(
            "userVerification/enroll", wire, "UserVerificationEnrollResponse"
        )
        return response

    async def user_verification_delete(self, **unknown: Never) -> UserVerificationDeleteResponse:
        """Call `userVerification/delete`.

        Experimental. Since runtime 0.154.0.
        """
        wire = mappers.user_verification.user_verification_delete(**unknown)
        response: UserVerificationDeleteResponse = await self._request(
            "userVerification/delete", wire, "UserVerificationDeleteResponse"
        )
        return response

    async def user_verification_verify(
        self, *, challenge: str, description: str, title: str, **unknown: Never
    ) -> UserVerificationVerifyResponse:
        """Local signing primitive, independent of any pending elicitation (`userVerification/verify`).

        Experimental. Since runtime 0.154.0.

        Args:
            challenge: Unpadded base64url encoding of 1–4096 challenge bytes.
            description: Additional display context; at most 4096 UTF-8 bytes.
            title: Display context already approved by the UI; 1–256 UTF-8 bytes.
        """
        wire = mappers.user_verification.user_verification_verify(
            challenge=challenge, description=description, title=title, **unknown
        )
        response: UserVerificationVerifyResponse = await self._request(
            "userVerification/verify", wire, "UserVerificationVerifyResponse"
        )
        return response

    async def user_verification_cancel(
        self, *, request_id: RequestId, **unknown: Never
    ) -> UserVerificationCancelResponse:
        """Cancels a native verification RPC issued on this connection, not an elicitation
        (`userVerification/cancel`). Use a fresh request ID for each operation and a distinct ID for
        this cancellation RPC.

        Experimental. Since runtime 0.155.1.

        Returns:
            UserVerificationCancelResponse: Acknowledges the cancellation signal; native work may still
                be finishing. Unknown or finished requests are a no-op, and completed effects are not
                rolled back.
        """
        wire = mappers.user_verification.user_verification_cancel(request_id=request_id, **unknown)
        response: UserVerificationCancelResponse = await self._request(
            "userVerification/cancel", wire, "UserVerificationCancelResponse"
        )
        return response

    async def thread_start(
        self,
        *,
        allow_provider_model_fallback: bool | Unset = UNSET,
        approval_policy: AskForApproval | str | Mapping[str, object] | Unset | None = UNSET,
        approvals_reviewer: ApprovalsReviewer | str | Unset | None = UNSET,
        base_instructions: str | Unset | None = UNSET,
        config: Mapping[str, object] | Unset | None = UNSET,
        cwd: str | os.PathLike[str] | Unset | None = UNSET,
        daybreak_enabled: bool | Unset | None = UNSET,
        developer_instructions: str | Unset | None = UNSET,
        dynamic_tools: Sequence[DynamicToolSpec | Mapping[str, object]] | Unset | None = UNSET,
        environments: Sequence[TurnEnvironmentParams | Mapping[str, object]] | Unset | None = UNSET,
        ephemeral: bool | Unset | None = UNSET,
        experimental_raw_events: bool | Unset = UNSET,
        history_mode: ThreadHistoryMode | str | Unset | None = UNSET,
        mock_experimental_field: str | Unset | None = UNSET,
        model: str | Unset | None = UNSET,
        model_provider: str | Unset | None = UNSET,
        multi_agent_mode: MultiAgentMode | str | Mapping[str, object] | Unset | None = UNSET,
        permissions: str | Unset | None = UNSET,
        personality: Personality | str | Unset | None = UNSET,
        project_id: str | Unset | None = UNSET,
        runtime_workspace_roots: Sequence[AbsolutePathBuf | os.PathLike[str]] | Unset | None = UNSET,
        sandbox: SandboxMode | str | Unset | None = UNSET,
        selected_capability_roots: Sequence[SelectedCapabilityRoot | Mapping[str, object]] | Unset | None = UNSET,
        service_name: str | Unset | None = UNSET,
        service_tier: str | Unset | None = UNSET,
        session_start_source: ThreadStartSource | str | Unset | None = UNSET,
        thread_source: ThreadSource | str | Unset | None = UNSET,
        **unknown: Never,
    ) -> ThreadStartResponse:
        """Call `thread/start`.

        Args:
            allow_provider_model_fallback: Experimental. Allow a provider with an authoritative static
                model catalog to replace an unavailable requested model with its default. Since runtime
                0.144.4.
            approvals_reviewer: Override where approval requests are routed for review on this thread
                and subsequent turns.
            daybreak_enabled: Experimental. Initial Daybreak choice for this persistent thread. Omitted
                or null leaves it unset. This does not select a turn's `cyberAccessProgram` or grant
                access. Not supported for ephemeral threads. Since runtime 0.156.0.
            dynamic_tools: Experimental.
            environments: Experimental. Optional sticky environments for this thread.
                Omitted selects the default environment when environment access is enabled. Empty
                disables environment access for turns that do not provide a turn override. Non-empty
                selects the first environment as the current turn environment.
            experimental_raw_events: Experimental. If true, opt into emitting raw Responses API items on
                the event stream. This is for internal use only (e.g. Codex Cloud).
            history_mode: Experimental. Persisted thread history contract to use for this new thread.
                Since runtime 0.144.4.
            mock_experimental_field: Experimental. Test-only experimental field used to validate
                experimental gating and schema filtering behavior in a stable way.
            multi_agent_mode: Experimental. @deprecated Ignored. Use Ultra reasoning effort for
                proactive multi-agent behavior. Since runtime 0.144.4.
            permissions: Experimental. Named profile id for this thread. Cannot be combined with
                `sandbox`.
            personality: @deprecated `friendly` and `pragmatic` no longer select a style.
            project_id: Experimental. Optional project identity for this new thread. Durable threads
                persist the assignment; ephemeral threads expose it only in live responses. Since
                runtime 0.149.0.
            runtime_workspace_roots: Experimental. Replace the thread's runtime workspace roots. Paths
                must be absolute.
            selected_capability_roots: Experimental. Capability roots selected for this thread by the
                hosting platform. Since runtime 0.144.4.
            thread_source: Optional client-supplied analytics source classification for this thread.
        """
        wire = mappers.thread.thread_start(
            allow_provider_model_fallback=allow_provider_model_fallback,
            approval_policy=approval_policy,
            approvals_reviewer=approvals_reviewer,
            base_instructions=base_instructions,
            config=config,
            cwd=cwd,
            daybreak_enabled=daybreak_enabled,
            developer_instructions=developer_instructions,
            dynamic_tools=dynamic_tools,
            environments=environments,
            ephemeral=ephemeral,
            experimental_raw_events=experimental_raw_events,
            history_mode=history_mode,
            mock_experimental_field=mock_experimental_field,
            model=model,
            model_provider=model_provider,
            multi_agent_mode=multi_agent_mode,
            permissions=permissions,
            personality=personality,
            project_id=project_id,
            runtime_workspace_roots=runtime_workspace_roots,
            sandbox=sandbox,
            selected_capability_roots=selected_capability_roots,
            service_name=service_name,
            service_tier=service_tier,
            session_start_source=session_start_source,
            thread_source=thread_source,
            **unknown,
        )
        response: ThreadStartResponse = await self._request("thread/start", wire, "ThreadStartResponse")
        return response

    async def thread_resume(
        self,
        *,
        thread_id: str,
        approval_policy: AskForApproval | str | Mapping[str, object] | Unset | None = UNSET,
        approvals_reviewer: ApprovalsReviewer | str | Unset | None = UNSET,
        base_instructions: str | Unset | None = UNSET,
        config: Mapping[str, object] | Unset | None = UNSET,
        cwd: str | os.PathLike[str] | Unset | None = UNSET,
        developer_instructions: str | Unset | None = UNSET,
        exclude_turns: bool | Unset = UNSET,
        history: Sequence[ResponseItem | Mapping[str, object]] | Unset | None = UNSET,
        initial_turns_page: ThreadResumeInitialTurnsPageParams | Mapping[str, object] | Unset | None = UNSET,
        model: str | Unset | None = UNSET,
        model_provider: str | Unset | None = UNSET,
        path: str | os.PathLike[str] | Unset | None = UNSET,
        permissions: str | Unset | None = UNSET,
        personality: Personality | str | Unset | None = UNSET,
        runtime_workspace_roots: Sequence[AbsolutePathBuf | os.PathLike[str]] | Unset | None = UNSET,
        sandbox: SandboxMode | str | Unset | None = UNSET,
        service_tier: str | Unset | None = UNSET,
        **unknown: Never,
    ) -> ThreadResumeResponse:
        """There are three ways to resume a thread (`thread/resume`): 1. By thread_id: load the thread from
        disk by thread_id and resume it. 2. By history: instantiate the thread from memory and resume
        it. 3. By path: load the thread from disk by path and resume it.

        For non-running threads, the precedence is: history > non-empty path > thread_id. If using
        history or a non-empty path for a non-running thread, the thread_id param will be ignored.

        If thread_id identifies a running thread, app-server rejoins that thread and treats a non-empty
        path as a consistency check against the active rollout path. Empty string path values are
        treated as absent.

        Prefer using thread_id whenever possible.

        Args:
            approvals_reviewer: Override where approval requests are routed for review on this thread
                and subsequent turns.
            exclude_turns: When true, return only thread metadata and live-resume state without
                populating `thread.turns`. This is useful when the client plans to call
                `thread/turns/list` immediately after resuming. Full-history hydration is deprecated for
                paginated threads; use this with `thread/turns/list` and `thread/items/list` instead.
            history: Experimental. [UNSTABLE] FOR CODEX CLOUD - DO NOT USE. If specified, the thread
                will be resumed with the provided history instead of loaded from disk.
            initial_turns_page: Experimental. When present, include a `thread/turns/list` page in the
                resume response so clients can bootstrap recent turns without a second request. Since
                runtime 0.136.0.
            model: Configuration overrides for the resumed thread, if any.
            path: Experimental. [UNSTABLE] Specify the rollout path to resume from. If specified for a
                non-running thread, the thread_id param will be ignored. If thread_id identifies a
                running thread, the path must match the active rollout path.
            permissions: Experimental. Named profile id for the resumed thread. Cannot be combined with
                `sandbox`.
            personality: @deprecated `friendly` and `pragmatic` no longer select a style. Changing this
                does not rewrite the thread's existing instructions.
            runtime_workspace_roots: Experimental. Replace the thread's runtime workspace roots. Paths
                must be absolute.
        """
        wire = mappers.thread.thread_resume(
            thread_id=thread_id,
            approval_policy=approval_policy,
            approvals_reviewer=approvals_reviewer,
            base_instructions=base_instructions,
            config=config,
            cwd=cwd,
            developer_instructions=developer_instructions,
            exclude_turns=exclude_turns,
            history=history,
            initial_turns_page=initial_turns_page,
            model=model,
            model_provider=model_provider,
            path=path,
            permissions=permissions,
            personality=personality,
            runtime_workspace_roots=runtime_workspace_roots,
            sandbox=sandbox,
            service_tier=service_tier,
            **unknown,
        )
        response: ThreadResumeResponse = await self._request("thread/resume", wire, "ThreadResumeResponse")
        return response

    async def thread_fork(
        self,
        *,
        thread_id: str,
        approval_policy: AskForApproval | str | Mapping[str, object] | Unset | None = UNSET,
        approvals_reviewer: ApprovalsReviewer | str | Unset | None = UNSET,
        base_instructions: str | Unset | None = UNSET,
        before_turn_id: str | Unset | None = UNSET,
        config: Mapping[str, object] | Unset | None = UNSET,
        cwd: str | os.PathLike[str] | Unset | None = UNSET,
        defer_goal_continuation: bool | Unset = UNSET,
        developer_instructions: str | Unset | None = UNSET,
        ephemeral: bool | Unset = UNSET,
        exclude_turns: bool | Unset = UNSET,
        experimental_prediction_mode: bool | Unset = UNSET,
        last_turn_id: str | Unset | None = UNSET,
        model: str | Unset | None = UNSET,
        model_provider: str | Unset | None = UNSET,
        path: str | os.PathLike[str] | Unset | None = UNSET,
        permissions: str | Unset | None = UNSET,
        runtime_workspace_roots: Sequence[AbsolutePathBuf | os.PathLike[str]] | Unset | None = UNSET,
        sandbox: SandboxMode | str | Unset | None = UNSET,
        service_tier: str | Unset | None = UNSET,
        thread_source: ThreadSource | str | Unset | None = UNSET,
        **unknown: Never,
    ) -> ThreadForkResponse:
        """There are two ways to fork a thread (`thread/fork`): 1. By thread_id: load the thread from disk
        by thread_id and fork it into a new thread. 2. By path: load the thread from disk by path and
        fork it into a new thread.

        If using a non-empty path, the thread_id param will be ignored. Empty string path values are
        treated as absent.

        Prefer using thread_id whenever possible.

        Args:
            approvals_reviewer: Override where approval requests are routed for review on this thread
                and subsequent turns.
            before_turn_id: Experimental. Optional turn id to fork before, excluding that turn and all
                later turns. Cannot be combined with `last_turn_id`. Since runtime 0.147.0.
            defer_goal_continuation: Experimental. When true, carry the source thread's current goal
                into the fork without starting its initial automatic continuation. The next explicit
                turn owns the goal lifecycle, and normal automatic continuation resumes after it. Since
                runtime 0.147.0.
            exclude_turns: When true, return only thread metadata and live fork state without populating
                `thread.turns`. This is useful when the client plans to call `thread/turns/list`
                immediately after forking. Full-history hydration is deprecated for paginated threads;
                use this with `thread/turns/list` and `thread/items/list` instead.
            experimental_prediction_mode: Experimental. Start from the loaded parent's effective config,
                tools, environments, and persisted history to maximize prompt-cache reuse. Requires a
                loaded, persisted parent and `ephemeral: true`. Enables
                `features.reasoning_effort_override` on the fork. Cannot be combined with configuration
                overrides, `path`, `lastTurnId`, or `beforeTurnId`. Since runtime 0.163.0.
            last_turn_id: Optional last turn id to fork through, inclusive.
                When specified, turns after `last_turn_id` are omitted from the fork. The referenced
                turn cannot be in progress. Since runtime 0.144.4.
            model: Configuration overrides for the forked thread, if any.
            path: Experimental. [UNSTABLE] Specify the rollout path to fork from. If specified, the
                thread_id param will be ignored.
            permissions: Experimental. Named profile id for the forked thread. Cannot be combined with
                `sandbox`.
            runtime_workspace_roots: Experimental. Replace the thread's runtime workspace roots. Paths
                must be absolute.
            thread_source: Optional client-supplied analytics source classification for this forked
                thread.
        """
        wire = mappers.thread.thread_fork(
            thread_id=thread_id,
            approval_policy=approval_policy,
            approvals_reviewer=approvals_reviewer,
            base_instructions=base_instructions,
            before_turn_id=before_turn_id,
            config=config,
            cwd=cwd,
            defer_goal_continuation=defer_goal_continuation,
            developer_instructions=developer_instructions,
            ephemeral=ephemeral,
            exclude_turns=exclude_turns,
            experimental_prediction_mode=experimental_prediction_mode,
            last_turn_id=last_turn_id,
            model=model,
            model_provider=model_provider,
            path=path,
            permissions=permissions,
            runtime_workspace_roots=runtime_workspace_roots,
            sandbox=sandbox,
            service_tier=service_tier,
            thread_source=thread_source,
            **unknown,
        )
        response: ThreadForkResponse = await self._request("thread/fork", wire, "ThreadForkResponse")
        return response

    async def thread_archive(self, *, thread_id: str, **unknown: Never) -> ThreadArchiveResponse:
        """Call `thread/archive`."""
        wire = mappers.thread.thread_archive(thread_id=thread_id, **unknown)
        response: ThreadArchiveResponse = await self._request("thread/archive", wire, "ThreadArchiveResponse")
        return response

    async def thread_delete(self, *, thread_id: str, **unknown: Never) -> ThreadDeleteResponse:
        """Call `thread/delete`.

        Since runtime 0.144.4.
        """
        wire = mappers.thread.thread_delete(thread_id=thread_id, **unknown)
        response: ThreadDeleteResponse = await self._request("thread/delete", wire, "ThreadDeleteResponse")
        return response

    async def thread_unsubscribe(self, *, thread_id: str, **unknown: Never) -> ThreadUnsubscribeResponse:
        """Call `thread/unsubscribe`."""
        wire = mappers.thread.thread_unsubscribe(thread_id=thread_id, **unknown)
        response: ThreadUnsubscribeResponse = await self._request(
            "thread/unsubscribe", wire, "ThreadUnsubscribeResponse"
        )
        return response

    async def thread_increment_elicitation(
        self, *, thread_id: str, **unknown: Never
    ) -> ThreadIncrementElicitationResponse:
        """Increment the thread-local out-of-band elicitation counter (`thread/increment_elicitation`).

        This is used by external helpers to pause timeout accounting while a user approval or other
        elicitation is pending outside the app-server request flow.

        Experimental.

        Args:
            thread_id: Thread whose out-of-band elicitation counter should be incremented.

        Returns:
            ThreadIncrementElicitationResponse: Response for `thread/increment_elicitation`.
        """
        wire = mappers.thread.thread_increment_elicitation(thread_id=thread_id, **unknown)
        response: ThreadIncrementElicitationResponse = await self._request(
            "thread/increment_elicitation", wire, "ThreadIncrementElicitationResponse"
        )
        return response

    async def thread_decrement_elicitation(
        self, *, thread_id: str, **unknown: Never
    ) -> ThreadDecrementElicitationResponse:
        """Decrement the thread-local out-of-band elicitation counter (`thread/decrement_elicitation`).

        When the count reaches zero, timeout accounting resumes for the thread.

        Experimental.

        Args:
            thread_id: Thread whose out-of-band elicitation counter should be decremented.

        Returns:
            ThreadDecrementElicitationResponse: Response for `thread/decrement_elicitation`.
        """
        wire = mappers.thread.thread_decrement_elicitation(thread_id=thread_id, **unknown)
        response: ThreadDecrementElicitationResponse = await self._request(
            "thread/decrement_elicitation", wire, "ThreadDecrementElicitationResponse"
        )
        return response

    async def thread_name_set(self, *, name: str, thread_id: str, **unknown: Never) -> ThreadSetNameResponse:
        """Call `thread/name/set`."""
        wire = mappers.thread.thread_name_set(name=name, thread_id=thread_id, **unknown)
        response: ThreadSetNameResponse = await self._request("thread/name/set", wire, "ThreadSetNameResponse")
        return response

    async def thread_prediction_request(
        self, *, source_turn_id: str, thread_id: str, **unknown: Never
    ) -> ThreadPredictionRequestResponse:
        """Call `thread/prediction/request`.

        Experimental. Since runtime 0.161.0.
        """
        wire = mappers.thread.thread_prediction_request(source_turn_id=source_turn_id, thread_id=thread_id, **unknown)
        response: ThreadPredictionRequestResponse = await self._request(
            "thread/prediction/request", wire, "ThreadPredictionRequestResponse"
        )
        return response

    async def thread_goal_set(
        self,
        *,
        thread_id: str,
        objective: str | Unset | None = UNSET,
        origin: ThreadGoalMutationOrigin | str | Unset | None = UNSET,
        status: ThreadGoalStatus | str | Unset | None = UNSET,
        token_budget: int | Unset | None = UNSET,
        **unknown: Never,
    ) -> ThreadGoalSetResponse:
        """Call `thread/goal/set`.

        Args:
            origin: Missing provenance does not supply user authorization. Since runtime 0.161.0.
        """
        wire = mappers.thread.thread_goal_set(
            thread_id=thread_id, objective=objective, origin=origin, status=status, token_budget=token_budget, **unknown
        )
        response: ThreadGoalSetResponse = await self._request("thread/goal/set", wire, "ThreadGoalSetResponse")
        return response

    async def thread_goal_get(self, *, thread_id: str, **unknown: Never) -> ThreadGoalGetResponse:
        """Call `thread/goal/get`."""
        wire = mappers.thread.thread_goal_get(thread_id=thread_id, **unknown)
        response: ThreadGoalGetResponse = await self._request("thread/goal/get", wire, "ThreadGoalGetResponse")
        return response

    async def thread_goal_clear(
        self, *, thread_id: str, origin: ThreadGoalMutationOrigin | str | Unset | None = UNSET, **unknown: Never
    ) -> ThreadGoalClearResponse:
        """Call `thread/goal/clear`.

        Args:
            origin: Missing provenance does not supply user authorization. Since runtime 0.161.0.
        """
        wire = mappers.thread.thread_goal_clear(thread_id=thread_id, origin=origin, **unknown)
        response: ThreadGoalClearResponse = await self._request("thread/goal/clear", wire, "ThreadGoalClearResponse")
        return response

    async def thread_queue_add(
        self,
        *,
        client_user_message_id: str,
        input: Sequence[UserInput | Mapping[str, object]],
        thread_id: str,
        **unknown: Never,
    ) -> ThreadQueueAddResponse:
        """Call `thread/queue/add`.

        Experimental. Since runtime 0.149.0.
        """
        wire = mappers.thread.thread_queue_add(
            client_user_message_id=client_user_message_id, input=input, thread_id=thread_id, **unknown
        )
        response: ThreadQueueAddResponse = await self._request("thread/queue/add", wire, "ThreadQueueAddResponse")
        return response

    async def thread_queue_list(
        self, *, thread_id: str, cursor: str | Unset | None = UNSET, limit: int | Unset | None = UNSET, **unknown: Never
    ) -> ThreadQueueListResponse:
        """Call `thread/queue/list`.

        Experimental. Since runtime 0.149.0.

        Args:
            cursor: Opaque pagination cursor returned by a previous call.
            limit: Optional page size; defaults to the standard thread-list page size.
        """
        wire = mappers.thread.thread_queue_list(thread_id=thread_id, cursor=cursor, limit=limit, **unknown)
        response: ThreadQueueListResponse = await self._request("thread/queue/list", wire, "ThreadQueueListResponse")
        return response

    async def thread_queue_update(
        self,
        *,
        input: Sequence[UserInput | Mapping[str, object]],
        queued_submission_id: str,
        thread_id: str,
        **unknown: Never,
    ) -> ThreadQueueUpdateResponse:
        """Call `thread/queue/update`.

        Experimental. Since runtime 0.149.0.
        """
        wire = mappers.thread.thread_queue_update(
            input=input, queued_submission_id=queued_submission_id, thread_id=thread_id, **unknown
        )
        response: ThreadQueueUpdateResponse = await self._request(
            "thread/queue/update", wire, "ThreadQueueUpdateResponse"
        )
        return response

    async def thread_queue_delete(
        self, *, queued_submission_id: str, thread_id: str, **unknown: Never
    ) -> ThreadQueueDeleteResponse:
        """Call `thread/queue/delete`.

        Experimental. Since runtime 0.149.0.
        """
        wire = mappers.thread.thread_queue_delete(
            queued_submission_id=queued_submission_id, thread_id=thread_id, **unknown
        )
        response: ThreadQueueDeleteResponse = await self._request(
            "thread/queue/delete", wire, "ThreadQueueDeleteResponse"
        )
        return response

    async def thread_queue_reorder(
        self, *, queued_submission_ids: Sequence[str], thread_id: str, **unknown: Never
    ) -> ThreadQueueReorderResponse:
        """Call `thread/queue/reorder`.

        Experimental. Since runtime 0.149.0.
        """
        wire = mappers.thread.thread_queue_reorder(
            queued_submission_ids=queued_submission_ids, thread_id=thread_id, **unknown
        )
        response: ThreadQueueReorderResponse = await self._request(
            "thread/queue/reorder", wire, "ThreadQueueReorderResponse"
        )
        return response

    async def thread_queue_start(
        self, *, thread_id: str, queued_submission_id: str | Unset | None = UNSET, **unknown: Never
    ) -> ThreadQueueStartResponse:
        """Call `thread/queue/start`.

        Experimental. Since runtime 0.149.0.
        """
        wire = mappers.thread.thread_queue_start(
            thread_id=thread_id, queued_submission_id=queued_submission_id, **unknown
        )
        response: ThreadQueueStartResponse = await self._request("thread/queue/start", wire, "ThreadQueueStartResponse")
        return response

    async def thread_metadata_update(
        self,
        *,
        thread_id: str,
        daybreak_enabled: bool | Unset | None = UNSET,
        git_info: ThreadMetadataGitInfoUpdateParams | Mapping[str, object] | Unset | None = UNSET,
        project_id: str | Unset | None = UNSET,
        **unknown: Never,
    ) -> ThreadMetadataUpdateResponse:
        """Call `thread/metadata/update`.

        Args:
            daybreak_enabled: Experimental. Save the client's Daybreak choice for this persistent
                thread. Omitted or null leaves it unchanged. This does not select a turn's
                `cyberAccessProgram` or grant access. Since runtime 0.154.0.
            git_info: Patch the stored Git metadata for this thread. Omit a field to leave it unchanged,
                set it to `null` to clear it, or provide a string to replace the stored value.
            project_id: Experimental. Omit to leave the project unchanged, use an empty string to clear
                it, or provide an existing project ID to assign it. Since runtime 0.149.0.
        """
        wire = mappers.thread.thread_metadata_update(
            thread_id=thread_id, daybreak_enabled=daybreak_enabled, git_info=git_info, project_id=project_id, **unknown
        )
        response: ThreadMetadataUpdateResponse = await self._request(
            "thread/metadata/update", wire, "ThreadMetadataUpdateResponse"
        )
        return response

    async def thread_attachment_add(
        self, *, attachment_type: str, identity_key: str, payload: object, thread_id: str, **unknown: Never
    ) -> ThreadAttachmentAddResponse:
        """Parameters for creating or locating an attachment on its owning thread
        (`thread/attachment/add`).

        Since runtime 0.155.1.

        Returns:
            ThreadAttachmentAddResponse: The created or existing attachment.
        """
        wire = mappers.thread.thread_attachment_add(
            attachment_type=attachment_type, identity_key=identity_key, payload=payload, thread_id=thread_id, **unknown
        )
        response: ThreadAttachmentAddResponse = await self._request(
            "thread/attachment/add", wire, "ThreadAttachmentAddResponse"
        )
        return response

    async def thread_attachment_list(
        self, *, thread_id: str, cursor: str | Unset | None = UNSET, limit: int | Unset | None = UNSET, **unknown: Never
    ) -> ThreadAttachmentListResponse:
        """Parameters for listing attachments from one thread (`thread/attachment/list`).

        Since runtime 0.155.1.

        Returns:
            ThreadAttachmentListResponse: One page of attachments associated with the requested thread.
        """
        wire = mappers.thread.thread_attachment_list(thread_id=thread_id, cursor=cursor, limit=limit, **unknown)
        response: ThreadAttachmentListResponse = await self._request(
            "thread/attachment/list", wire, "ThreadAttachmentListResponse"
        )
        return response

    async def thread_attachment_owner_list(
        self,
        *,
        attachment_type: str,
        identity_key: str,
        archived: bool | Unset | None = UNSET,
        cursor: str | Unset | None = UNSET,
        limit: int | Unset | None = UNSET,
        **unknown: Never,
    ) -> ThreadAttachmentOwnerListResponse:
        """Parameters for reverse lookup by attachment identity within this server's store
        (`thread/attachmentOwner/list`).

        Since runtime 0.162.0.

        Args:
            archived: Omitted or null returns all matches; false returns non-archived threads only.

        Returns:
            ThreadAttachmentOwnerListResponse: One page of matching owners, including threads without
                their own user messages.
        """
        wire = mappers.thread.thread_attachment_owner_list(
            attachment_type=attachment_type,
            identity_key=identity_key,
            archived=archived,
            cursor=cursor,
            limit=limit,
            **unknown,
        )
        response: ThreadAttachmentOwnerListResponse = await self._request(
            "thread/attachmentOwner/list", wire, "ThreadAttachmentOwnerListResponse"
        )
        return response

    async def thread_attachment_remove(
        self, *, attachment_type: str, identity_key: str, thread_id: str, **unknown: Never
    ) -> ThreadAttachmentRemoveResponse:
        """Parameters for deleting an attachment by its stable thread-local identity
        (`thread/attachment/remove`).

        Since runtime 0.155.1.

        Returns:
            ThreadAttachmentRemoveResponse: Successful deletion does not return additional attachment
                data.
        """
        wire = mappers.thread.thread_attachment_remove(
            attachment_type=attachment_type, identity_key=identity_key, thread_id=thread_id, **unknown
        )
        response: ThreadAttachmentRemoveResponse = await self._request(
            "thread/attachment/remove", wire, "ThreadAttachmentRemoveResponse"
        )
        return response

    async def thread_section_move(
        self, *, section_id: str | None, thread_id: str, before_thread_id: str | Unset | None = UNSET, **unknown: Never
    ) -> ThreadSectionMoveResponse:
        """Parameters for moving a thread within a server-owned section ordering (`thread/section/move`).

        Since runtime 0.147.0.

        Args:
            section_id: Destination section, or `null` to remove the thread from its section.
            thread_id: Thread to move into, within, or out of a section.
            before_thread_id: Existing thread to insert before; omission or null appends to the section.
        """
        wire = mappers.thread.thread_section_move(
            section_id=section_id, thread_id=thread_id, before_thread_id=before_thread_id, **unknown
        )
        response: ThreadSectionMoveResponse = await self._request(
            "thread/section/move", wire, "ThreadSectionMoveResponse"
        )
        return response

    async def thread_settings_update(
        self,
        *,
        thread_id: str,
        approval_policy: AskForApproval | str | Mapping[str, object] | Unset | None = UNSET,
        approvals_reviewer: ApprovalsReviewer | str | Unset | None = UNSET,
        collaboration_mode: CollaborationMode | Mapping[str, object] | Unset | None = UNSET,
        cwd: str | os.PathLike[str] | Unset | None = UNSET,
        disabled_plugin_ids: Sequence[str] | Unset | None = UNSET,
        effort: ReasoningEffort | str | Unset | None = UNSET,
        model: str | Unset | None = UNSET,
        multi_agent_mode: MultiAgentMode | str | Mapping[str, object] | Unset | None = UNSET,
        permissions: str | Unset | None = UNSET,
        personality: Personality | str | Unset | None = UNSET,
        sandbox_policy: SandboxPolicy | Mapping[str, object] | Unset | None = UNSET,
        service_tier: str | Unset | None = UNSET,
        summary: ReasoningSummary | str | Unset | None = UNSET,
        **unknown: Never,
    ) -> ThreadSettingsUpdateResponse:
        """Call `thread/settings/update`.

        Experimental.

        Args:
            approval_policy: Override the approval policy for subsequent turns.
            approvals_reviewer: Override where approval requests are routed for subsequent turns.
            collaboration_mode: EXPERIMENTAL - Set a pre-set collaboration mode for subsequent turns.
                For `collaboration_mode.settings.developer_instructions`, `null` means "use the built-in
                instructions for the selected mode".
            cwd: Override the working directory for subsequent turns.
            disabled_plugin_ids: Replace this thread's disabled plugin IDs. Omitted/null preserves the
                list; [] clears it. Since runtime 0.156.0.
            effort: Override the reasoning effort for subsequent turns.
            model: Override the model for subsequent turns.
            multi_agent_mode: @deprecated Ignored. Use `effort: "ultra"` for proactive multi-agent
                behavior. Since runtime 0.144.4.
            permissions: Select a named permissions profile id for subsequent turns. Cannot be combined
                with `sandboxPolicy`.
            personality: @deprecated `friendly` and `pragmatic` no longer select a style. Changing this
                does not rewrite the thread's existing instructions.
            sandbox_policy: Override the sandbox policy for subsequent turns.
            service_tier: Override the service tier for subsequent turns. `null` clears the current
                service tier; omission leaves it unchanged.
            summary: Override the reasoning summary for subsequent turns.
        """
        wire = mappers.thread.thread_settings_update(
            thread_id=thread_id,
            approval_policy=approval_policy,
            approvals_reviewer=approvals_reviewer,
            collaboration_mode=collaboration_mode,
            cwd=cwd,
            disabled_plugin_ids=disabled_plugin_ids,
            effort=effort,
            model=model,
            multi_agent_mode=multi_agent_mode,
            permissions=permissions,
            personality=personality,
            sandbox_policy=sandbox_policy,
            service_tier=service_tier,
            summary=summary,
            **unknown,
        )
        response: ThreadSettingsUpdateResponse = await self._request(
            "thread/settings/update", wire, "ThreadSettingsUpdateResponse"
        )
        return response

    async def thread_memory_mode_set(
        self, *, mode: ThreadMemoryMode | str, thread_id: str, **unknown: Never
    ) -> ThreadMemoryModeSetResponse:
        """Call `thread/memoryMode/set`.

        Experimental.
        """
        wire = mappers.thread.thread_memory_mode_set(mode=mode, thread_id=thread_id, **unknown)
        response: ThreadMemoryModeSetResponse = await self._request(
            "thread/memoryMode/set", wire, "ThreadMemoryModeSetResponse"
        )
        return response

    async def memory_status(
        self, *, min_consolidated_threads: int | Unset | None = UNSET, **unknown: Never
    ) -> MemoryStatusResponse:
        """Call `memory/status`.

        Experimental. Since runtime 0.155.1.

        Args:
            min_consolidated_threads: Required distinct consolidated threads. Defaults to 20; supported
                range is 1..=4096.
        """
        wire = mappers.memory.memory_status(min_consolidated_threads=min_consolidated_threads, **unknown)
        response: MemoryStatusResponse = await self._request("memory/status", wire, "MemoryStatusResponse")
        return response

    async def memory_reset(self, **unknown: Never) -> MemoryResetResponse:
        """Call `memory/reset`.

        Experimental.
        """
        mappers.memory.memory_reset(**unknown)
        response: MemoryResetResponse = await self._request("memory/reset", None, "MemoryResetResponse")
        return response

    async def rollout_compress(self, **unknown: Never) -> RolloutCompressResponse:
        """Start a best-effort background compression pass for cold local rollouts (`rollout/compress`).

        Experimental. Since runtime 0.156.0.

        Returns:
            RolloutCompressResponse: Acknowledges the compression trigger, not completion. Existing
                maintenance locks and cooldowns can cause the background pass to skip without doing
                work.
        """
        mappers.rollout.rollout_compress(**unknown)
        response: RolloutCompressResponse = await self._request("rollout/compress", None, "RolloutCompressResponse")
        return response

    async def thread_unarchive(self, *, thread_id: str, **unknown: Never) -> ThreadUnarchiveResponse:
        """Call `thread/unarchive`."""
        wire = mappers.thread.thread_unarchive(thread_id=thread_id, **unknown)
        response: ThreadUnarchiveResponse = await self._request("thread/unarchive", wire, "ThreadUnarchiveResponse")
        return response

    async def thread_compact_start(self, *, thread_id: str, **unknown: Never) -> ThreadCompactStartResponse:
        """Call `thread/compact/start`."""
        wire = mappers.thread.thread_compact_start(thread_id=thread_id, **unknown)
        response: ThreadCompactStartResponse = await self._request(
            "thread/compact/start", wire, "ThreadCompactStartResponse"
        )
        return response

    async def thread_shell_command(
        self, *, command: str, thread_id: str, timeout_ms: int | Unset | None = UNSET, **unknown: Never
    ) -> ThreadShellCommandResponse:
        """Call `thread/shellCommand`.

        Args:
            command: Shell command string evaluated by the thread's configured shell. Unlike
                `command/exec`, this intentionally preserves shell syntax such as pipes, redirects, and
                quoting. This runs unsandboxed with full access rather than inheriting the thread
                sandbox policy.
            timeout_ms: Maximum execution time in milliseconds. Defaults to one hour when omitted or
                null. Must be non-negative; zero requests an immediate timeout, not unlimited execution.
                Does not affect the immediate RPC acknowledgement. Since runtime 0.153.4.
        """
        wire = mappers.thread.thread_shell_command(
            command=command, thread_id=thread_id, timeout_ms=timeout_ms, **unknown
        )
        response: ThreadShellCommandResponse = await self._request(
            "thread/shellCommand", wire, "ThreadShellCommandResponse"
        )
        return response

    async def thread_approve_guardian_denied_action(
        self, *, event: object, thread_id: str, **unknown: Never
    ) -> ThreadApproveGuardianDeniedActionResponse:
        """Call `thread/approveGuardianDeniedAction`.

        Args:
            event: Serialized `codex_protocol::protocol::GuardianAssessmentEvent`.
        """
        wire = mappers.thread.thread_approve_guardian_denied_action(event=event, thread_id=thread_id, **unknown)
        response: ThreadApproveGuardianDeniedActionResponse = await self._request(
            "thread/approveGuardianDeniedAction", wire, "ThreadApproveGuardianDeniedActionResponse"
        )
        return response

    async def thread_background_terminals_clean(
        self, *, thread_id: str, **unknown: Never
    ) -> ThreadBackgroundTerminalsCleanResponse:
        """Call `thread/backgroundTerminals/clean`.

        Experimental.
        """
        wire = mappers.thread.thread_background_terminals_clean(thread_id=thread_id, **unknown)
        response: ThreadBackgroundTerminalsCleanResponse = await self._request(
            "thread/backgroundTerminals/clean", wire, "ThreadBackgroundTerminalsCleanResponse"
        )
        return response

    async def thread_background_terminals_list(
        self, *, thread_id: str, cursor: str | Unset | None = UNSET, limit: int | Unset | None = UNSET, **unknown: Never
    ) -> ThreadBackgroundTerminalsListResponse:
        """Call `thread/backgroundTerminals/list`.

        Experimental. Since runtime 0.144.4.

        Args:
            cursor: Opaque pagination cursor returned by a previous call.
            limit: Optional page size.
        """
        wire = mappers.thread.thread_background_terminals_list(
            thread_id=thread_id, cursor=cursor, limit=limit, **unknown
        )
        response: ThreadBackgroundTerminalsListResponse = await self._request(
            "thread/backgroundTerminals/list", wire, "ThreadBackgroundTerminalsListResponse"
        )
        return response

    async def thread_background_terminals_terminate(
        self, *, process_id: str, thread_id: str, **unknown: Never
    ) -> ThreadBackgroundTerminalsTerminateResponse:
        """Call `thread/backgroundTerminals/terminate`.

        Experimental. Since runtime 0.144.4.
        """
        wire = mappers.thread.thread_background_terminals_terminate(
            process_id=process_id, thread_id=thread_id, **unknown
        )
        response: ThreadBackgroundTerminalsTerminateResponse = await self._request(
            "thread/backgroundTerminals/terminate", wire, "ThreadBackgroundTerminalsTerminateResponse"
        )
        return response

    async def thread_revert(self, *, before_turn_id: str, thread_id: str, **unknown: Never) -> ThreadRevertResponse:
        """Replace a paginated thread's durable history with the prefix before one turn (`thread/revert`).

        This only changes persisted conversation history. It does not revert local file changes.

        Since runtime 0.149.0.

        Args:
            before_turn_id: Turn excluded from the replacement history, together with every later turn.
        """
        wire = mappers.thread.thread_revert(before_turn_id=before_turn_id, thread_id=thread_id, **unknown)
        response: ThreadRevertResponse = await self._request("thread/revert", wire, "ThreadRevertResponse")
        return response

    async def thread_list(
        self,
        *,
        ancestor_thread_id: str | Unset | None = UNSET,
        archived: bool | Unset | None = UNSET,
        cursor: str | Unset | None = UNSET,
        cwd: ThreadListCwdFilter | os.PathLike[str] | Sequence[str | os.PathLike[str]] | Unset | None = UNSET,
        excluded_thread_ids: Sequence[str] | Unset | None = UNSET,
        limit: int | Unset | None = UNSET,
        model_providers: Sequence[str] | Unset | None = UNSET,
        originators: Sequence[str] | Unset | None = UNSET,
        parent_thread_id: str | Unset | None = UNSET,
        project_id: str | Unset | None = UNSET,
        search_term: str | Unset | None = UNSET,
        section_id: str | Unset | None = UNSET,
        sort_direction: SortDirection | str | Unset | None = UNSET,
        sort_key: ThreadSortKey | str | Unset | None = UNSET,
        source_kinds: Sequence[ThreadSourceKind | str] | Unset | None = UNSET,
        use_state_db_only: bool | Unset = UNSET,
        **unknown: Never,
    ) -> ThreadListResponse:
        """Call `thread/list`.

        Args:
            ancestor_thread_id: Experimental. Optional ancestor thread filter. Returns spawned
                descendants at any depth, excluding the ancestor itself. Mutually exclusive with
                `parentThreadId`. Since runtime 0.144.4.
            archived: Optional archived filter; when set to true, only archived threads are returned. If
                false or null, only non-archived threads are returned.
            cursor: Opaque pagination cursor returned by a previous call.
            cwd: Optional cwd filter or filters; when set, only threads whose session cwd exactly
                matches one of these paths are returned.
            excluded_thread_ids: Thread IDs to exclude before applying the result limit. Up to 100
                entries; invalid IDs or a larger list are rejected, never truncated. Send the same
                exclusions on each page. Omitted, null, or empty means no exclusions. Since runtime
                0.163.0.
            limit: Optional page size; defaults to a reasonable server-side value.
            model_providers: Optional provider filter; when set, only sessions recorded under these
                providers are returned. When present but empty, includes all providers.
            originators: Optional originator allowlist, matching any supplied value exactly. Supported
                by hosted backends only; the local app-server rejects a nonempty list. Omitted or empty
                lists leave originators unrestricted. Since runtime 0.154.0.
            parent_thread_id: Experimental. Optional direct parent thread filter. Mutually exclusive
                with `ancestorThreadId`. Since runtime 0.144.4.
            project_id: Experimental. Omit to include every project, set to null for unassigned threads,
                or provide a project ID to return only threads in that project. Since runtime 0.149.0.
            search_term: Optional substring filter for the extracted thread title.
            section_id: Omit to include every section, set to `null` for unsectioned threads, or provide
                a section ID to return only threads in that section. Since runtime 0.147.0.
            sort_direction: Optional sort direction; defaults to descending (newest first).
            sort_key: Optional sort key; defaults to created_at.
            source_kinds: Optional source filter; when set, only sessions from these source kinds are
                returned. When omitted or empty, defaults to interactive sources.
            use_state_db_only: If true, return from the state DB without scanning JSONL rollouts to
                repair thread metadata. Omitted or false preserves scan-and-repair behavior.
        """
        wire = mappers.thread.thread_list(
            ancestor_thread_id=ancestor_thread_id,
            archived=archived,
            cursor=cursor,
            cwd=cwd,
            excluded_thread_ids=excluded_thread_ids,
            limit=limit,
            model_providers=model_providers,
            originators=originators,
            parent_thread_id=parent_thread_id,
            project_id=project_id,
            search_term=search_term,
            section_id=section_id,
            sort_direction=sort_direction,
            sort_key=sort_key,
            source_kinds=source_kinds,
            use_state_db_only=use_state_db_only,
            **unknown,
        )
        response: ThreadListResponse = await self._request("thread/list", wire, "ThreadListResponse")
        return response

    async def project_list(
        self,
        *,
        cursor: str | Unset | None = UNSET,
        limit: int | Unset | None = UNSET,
        sort_direction: SortDirection | str | Unset | None = UNSET,
        sort_key: ProjectSortKey | str | Unset | None = UNSET,
        **unknown: Never,
    ) -> ProjectListResponse:
        """Call `project/list`.

        Experimental. Since runtime 0.149.0.

        Args:
            sort_direction: Requires sortKey. Defaults to asc for position and desc for recencyAt. Since
                runtime 0.153.4.
            sort_key: Defaults to position. Recency sorting always places empty projects last. Since
                runtime 0.153.4.
        """
        wire = mappers.project.project_list(
            cursor=cursor, limit=limit, sort_direction=sort_direction, sort_key=sort_key, **unknown
        )
        response: ProjectListResponse = await self._request("project/list", wire, "ProjectListResponse")
        return response

    async def project_read(self, *, project_id: str, **unknown: Never) -> ProjectReadResponse:
        """Call `project/read`.

        Experimental. Since runtime 0.149.0.
        """
        wire = mappers.project.project_read(project_id=project_id, **unknown)
        response: ProjectReadResponse = await self._request("project/read", wire, "ProjectReadResponse")
        return response

    async def project_create(
        self,
        *,
        idempotency_key: str,
        name: str,
        roots: Sequence[ProjectRoot | Mapping[str, object]],
        metadata: Mapping[str, str] | Unset | None = UNSET,
        **unknown: Never,
    ) -> ProjectCreateResponse:
        """Call `project/create`.

        Experimental. Since runtime 0.149.0.
        """
        wire = mappers.project.project_create(
            idempotency_key=idempotency_key, name=name, roots=roots, metadata=metadata, **unknown
        )
        response: ProjectCreateResponse = await self._request("project/create", wire, "ProjectCreateResponse")
        return response

    async def project_import(
        self,
        *,
        idempotency_key: str,
        name: str,
        roots: Sequence[ProjectRoot | Mapping[str, object]],
        metadata: Mapping[str, str] | Unset | None = UNSET,
        threads: Sequence[str] | Unset | None = UNSET,
        **unknown: Never,
    ) -> ProjectImportResponse:
        """Call `project/import`.

        Experimental. Since runtime 0.149.0.
        """
        wire = mappers.project.project_import(
            idempotency_key=idempotency_key, name=name, roots=roots, metadata=metadata, threads=threads, **unknown
        )
        response: ProjectImportResponse = await self._request("project/import", wire, "ProjectImportResponse")
        return response

    async def project_update(
        self,
        *,
        project_id: str,
        metadata: Mapping[str, str] | Unset | None = UNSET,
        name: str | Unset | None = UNSET,
        roots: Sequence[ProjectRoot | Mapping[str, object]] | Unset | None = UNSET,
        **unknown: Never,
    ) -> ProjectUpdateResponse:
        """Call `project/update`.

        Experimental. Since runtime 0.149.0.
        """
        wire = mappers.project.project_update(
            project_id=project_id, metadata=metadata, name=name, roots=roots, **unknown
        )
        response: ProjectUpdateResponse = await self._request("project/update", wire, "ProjectUpdateResponse")
        return response

    async def project_move(
        self, *, project_id: str, before_project_id: str | Unset | None = UNSET, **unknown: Never
    ) -> ProjectMoveResponse:
        """Call `project/move`.

        Experimental. Since runtime 0.149.0.
        """
        wire = mappers.project.project_move(project_id=project_id, before_project_id=before_project_id, **unknown)
        response: ProjectMoveResponse = await self._request("project/move", wire, "ProjectMoveResponse")
        return response

    async def project_delete(self, *, project_id: str, **unknown: Never) -> ProjectDeleteResponse:
        """Call `project/delete`.

        Experimental. Since runtime 0.149.0.
        """
        wire = mappers.project.project_delete(project_id=project_id, **unknown)
        response: ProjectDeleteResponse = await self._request("project/delete", wire, "ProjectDeleteResponse")
        return response

    async def thread_section_list(
        self, *, cursor: str | Unset | None = UNSET, limit: int | Unset | None = UNSET, **unknown: Never
    ) -> ThreadSectionListResponse:
        """Parameters for listing independently persisted thread sections (`threadSection/list`).

        Since runtime 0.147.0.

        Args:
            cursor: Opaque pagination cursor returned by a previous call.
            limit: Maximum number of sections to return.

        Returns:
            ThreadSectionListResponse: One page of independently persisted thread sections.
        """
        wire = mappers.thread_section.thread_section_list(cursor=cursor, limit=limit, **unknown)
        response: ThreadSectionListResponse = await self._request(
            "threadSection/list", wire, "ThreadSectionListResponse"
        )
        return response

    async def thread_section_create(
        self,
        *,
        name: str,
        appearance: ThreadSectionAppearance | Mapping[str, object] | Unset | None = UNSET,
        **unknown: Never,
    ) -> ThreadSectionCreateResponse:
        """Parameters for creating an independently persisted thread section (`threadSection/create`).

        Since runtime 0.147.0.

        Args:
            name: The user-visible name of the section.
            appearance: Since runtime 0.149.0.

        Returns:
            ThreadSectionCreateResponse: The independently persisted section created by the server.
        """
        wire = mappers.thread_section.thread_section_create(name=name, appearance=appearance, **unknown)
        response: ThreadSectionCreateResponse = await self._request(
            "threadSection/create", wire, "ThreadSectionCreateResponse"
        )
        return response

    async def thread_section_update(
        self,
        *,
        name: str,
        section_id: str,
        appearance: ThreadSectionAppearance | Mapping[str, object] | Unset | None = UNSET,
        **unknown: Never,
    ) -> ThreadSectionUpdateResponse:
        """Parameters for updating an independently persisted thread section (`threadSection/update`).

        Since runtime 0.147.0.

        Args:
            name: The updated user-visible name of the section.
            section_id: The stable, server-generated identity of the section to update.
            appearance: Omit to preserve appearance, use `null` to clear it, or provide a replacement.
                Since runtime 0.149.0.

        Returns:
            ThreadSectionUpdateResponse: The independently persisted section after its name is updated.
        """
        wire = mappers.thread_section.thread_section_update(
            name=name, section_id=section_id, appearance=appearance, **unknown
        )
        response: ThreadSectionUpdateResponse = await self._request(
            "threadSection/update", wire, "ThreadSectionUpdateResponse"
        )
        return response

    async def thread_section_delete(self, *, section_id: str, **unknown: Never) -> ThreadSectionDeleteResponse:
        """Parameters for deleting an independently persisted thread section (`threadSection/delete`).

        Since runtime 0.147.0.

        Args:
            section_id: The stable, server-generated identity of the section to delete.

        Returns:
            ThreadSectionDeleteResponse: Successful deletion does not return additional section data.
        """
        wire = mappers.thread_section.thread_section_delete(section_id=section_id, **unknown)
        response: ThreadSectionDeleteResponse = await self._request(
            "threadSection/delete", wire, "ThreadSectionDeleteResponse"
        )
        return response

    async def thread_search(
        self,
        *,
        search_term: str,
        archived: bool | Unset | None = UNSET,
        cursor: str | Unset | None = UNSET,
        limit: int | Unset | None = UNSET,
        sort_direction: SortDirection | str | Unset | None = UNSET,
        sort_key: ThreadSearchSortKey | str | Unset | None = UNSET,
        source_kinds: Sequence[ThreadSourceKind | str] | Unset | None = UNSET,
        **unknown: Never,
    ) -> ThreadSearchResponse:
        """Call `thread/search`.

        Experimental. Since runtime 0.134.0.

        Args:
            search_term: Required substring/full-text query for thread search.
            archived: Optional archived filter; when set to true, only archived threads are returned. If
                false or null, only non-archived threads are returned.
            cursor: Opaque pagination cursor returned by a previous call.
            limit: Optional page size; defaults to a reasonable server-side value.
            sort_direction: Optional sort direction; defaults to descending (newest first).
            sort_key: Optional sort key; defaults to created_at.
            source_kinds: Optional source filter; when set, only sessions from these source kinds are
                returned. When omitted or empty, defaults to interactive sources.
        """
        wire = mappers.thread.thread_search(
            search_term=search_term,
            archived=archived,
            cursor=cursor,
            limit=limit,
            sort_direction=sort_direction,
            sort_key=sort_key,
            source_kinds=source_kinds,
            **unknown,
        )
        response: ThreadSearchResponse = await self._request("thread/search", wire, "ThreadSearchResponse")
        return response

    async def thread_search_occurrences(
        self,
        *,
        search_term: str,
        thread_id: str,
        cursor: str | Unset | None = UNSET,
        limit: int | Unset | None = UNSET,
        **unknown: Never,
    ) -> ThreadSearchOccurrencesResponse:
        """Parameters for searching visible message occurrences within one paginated thread
        (`thread/searchOccurrences`).

        Experimental. Since runtime 0.147.0.

        Args:
            search_term: Case-insensitive literal substring to find in visible user messages and both
                partial and final assistant answers.
            cursor: Opaque cursor returned by a previous call for the same thread and search term.
            limit: Optional occurrence page size.
        """
        wire = mappers.thread.thread_search_occurrences(
            search_term=search_term, thread_id=thread_id, cursor=cursor, limit=limit, **unknown
        )
        response: ThreadSearchOccurrencesResponse = await self._request(
            "thread/searchOccurrences", wire, "ThreadSearchOccurrencesResponse"
        )
        return response

    async def thread_loaded_list(
        self, *, cursor: str | Unset | None = UNSET, limit: int | Unset | None = UNSET, **unknown: Never
    ) -> ThreadLoadedListResponse:
        """Call `thread/loaded/list`.

        Args:
            cursor: Opaque pagination cursor returned by a previous call.
            limit: Optional page size; defaults to no limit.
        """
        wire = mappers.thread.thread_loaded_list(cursor=cursor, limit=limit, **unknown)
        response: ThreadLoadedListResponse = await self._request("thread/loaded/list", wire, "ThreadLoadedListResponse")
        return response

    async def thread_read(
        self, *, thread_id: str, include_turns: bool | Unset = UNSET, **unknown: Never
    ) -> ThreadReadResponse:
        """Call `thread/read`.

        Args:
            include_turns: When true, include turns and their items from rollout history. Full-history
                hydration is deprecated for paginated threads; prefer a metadata-only read and page with
                `thread/turns/list` and `thread/items/list`.
        """
        wire = mappers.thread.thread_read(thread_id=thread_id, include_turns=include_turns, **unknown)
        response: ThreadReadResponse = await self._request("thread/read", wire, "ThreadReadResponse")
        return response

    async def thread_read_state_update(
        self,
        *,
        expected_revision: str,
        operation: ThreadReadStateOperation | Mapping[str, object],
        thread_id: str,
        **unknown: Never,
    ) -> ThreadReadStateUpdateResponse:
        """Call `thread/readState/update`.

        Experimental. Since runtime 0.163.0.

        Args:
            expected_revision: Revision of the row or transcript actually seen. Conflicts require a
                fresh user action.
        """
        wire = mappers.thread.thread_read_state_update(
            expected_revision=expected_revision, operation=operation, thread_id=thread_id, **unknown
        )
        response: ThreadReadStateUpdateResponse = await self._request(
            "thread/readState/update", wire, "ThreadReadStateUpdateResponse"
        )
        return response

    async def thread_turns_list(
        self,
        *,
        thread_id: str,
        cursor: str | Unset | None = UNSET,
        items_view: TurnItemsView | str | Unset | None = UNSET,
        limit: int | Unset | None = UNSET,
        sort_direction: SortDirection | str | Unset | None = UNSET,
        **unknown: Never,
    ) -> ThreadTurnsListResponse:
        """Call `thread/turns/list`.

        Args:
            cursor: Opaque cursor to pass to the next call to continue after the last turn.
            items_view: How much item detail to include for each returned turn; defaults to summary.
            limit: Optional turn page size.
            sort_direction: Optional turn pagination direction; defaults to descending.
        """
        wire = mappers.thread.thread_turns_list(
            thread_id=thread_id,
            cursor=cursor,
            items_view=items_view,
            limit=limit,
            sort_direction=sort_direction,
            **unknown,
        )
        response: ThreadTurnsListResponse = await self._request("thread/turns/list", wire, "ThreadTurnsListResponse")
        return response

    async def thread_items_list(
        self,
        *,
        thread_id: str,
        cursor: ThreadItemsListCursor | Mapping[str, object] | Unset | None = UNSET,
        limit: int | Unset | None = UNSET,
        sort_direction: SortDirection | str | Unset | None = UNSET,
        turn_id: str | Unset | None = UNSET,
        **unknown: Never,
    ) -> ThreadItemsListResponse:
        """Call `thread/items/list`.

        Since runtime 0.144.4.

        Args:
            cursor: Opaque continuation cursor or an exclusive item anchor in the requested visible
                turn. An item anchor requires a non-empty `turnId`; ascending (the default) returns
                items after it, and descending returns items before it. Continue with the returned
                string cursor.
            limit: Optional item page size.
            sort_direction: Optional item pagination direction; defaults to ascending.
            turn_id: Optional turn id to filter by. When omitted, returns items across the thread.
        """
        wire = mappers.thread.thread_items_list(
            thread_id=thread_id, cursor=cursor, limit=limit, sort_direction=sort_direction, turn_id=turn_id, **unknown
        )
        response: ThreadItemsListResponse = await self._request("thread/items/list", wire, "ThreadItemsListResponse")
        return response

    async def thread_items_read(
        self, *, item_ids: Sequence[str], thread_id: str, turn_id: str, **unknown: Never
    ) -> ThreadItemsReadResponse:
        """EXPERIMENTAL - retrieve a bounded set of persisted items from one turn (`thread/items/read`).

        Experimental. Since runtime 0.163.0.

        Args:
            item_ids: Item IDs to retrieve. Supply 1 to 100 IDs.

        Returns:
            ThreadItemsReadResponse: EXPERIMENTAL - persisted items returned in canonical stored order.
        """
        wire = mappers.thread.thread_items_read(item_ids=item_ids, thread_id=thread_id, turn_id=turn_id, **unknown)
        response: ThreadItemsReadResponse = await self._request("thread/items/read", wire, "ThreadItemsReadResponse")
        return response

    async def thread_inject_items(
        self, *, items: Sequence[object], thread_id: str, **unknown: Never
    ) -> ThreadInjectItemsResponse:
        """Append raw Responses API items to the thread history without starting a user turn
        (`thread/inject_items`).

        Args:
            items: Raw Responses API items to append to the thread's model-visible history.
        """
        wire = mappers.thread.thread_inject_items(items=items, thread_id=thread_id, **unknown)
        response: ThreadInjectItemsResponse = await self._request(
            "thread/inject_items", wire, "ThreadInjectItemsResponse"
        )
        return response

    async def skills_list(
        self,
        *,
        cwds: Sequence[str | os.PathLike[str]] | Unset = UNSET,
        force_reload: bool | Unset = UNSET,
        **unknown: Never,
    ) -> SkillsListResponse:
        """Call `skills/list`.

        Args:
            cwds: When empty, defaults to the current session working directory.
            force_reload: When true, bypass the skills cache and re-scan skills from disk.
        """
        wire = mappers.skills.skills_list(cwds=cwds, force_reload=force_reload, **unknown)
        response: SkillsListResponse = await self._request("skills/list", wire, "SkillsListResponse")
        return response

    async def skills_extra_roots_set(
        self, *, extra_roots: Sequence[AbsolutePathBuf | os.PathLike[str]], **unknown: Never
    ) -> SkillsExtraRootsSetResponse:
        """Call `skills/extraRoots/set`.

        Since runtime 0.136.0.
        """
        wire = mappers.skills.skills_extra_roots_set(extra_roots=extra_roots, **unknown)
        response: SkillsExtraRootsSetResponse = await self._request(
            "skills/extraRoots/set", wire, "SkillsExtraRootsSetResponse"
        )
        return response

    async def hooks_list(
        self, *, cwds: Sequence[str | os.PathLike[str]] | Unset = UNSET, **unknown: Never
    ) -> HooksListResponse:
        """Call `hooks/list`.

        Args:
            cwds: When empty, defaults to the current session working directory.
        """
        wire = mappers.hooks.hooks_list(cwds=cwds, **unknown)
        response: HooksListResponse = await self._request("hooks/list", wire, "HooksListResponse")
        return response

    async def marketplace_add(
        self,
        *,
        source: str,
        ref_name: str | Unset | None = UNSET,
        sparse_paths: Sequence[str] | Unset | None = UNSET,
        **unknown: Never,
    ) -> MarketplaceAddResponse:
        """Call `marketplace/add`."""
        wire = mappers.marketplace.marketplace_add(
            source=source, ref_name=ref_name, sparse_paths=sparse_paths, **unknown
        )
        response: MarketplaceAddResponse = await self._request("marketplace/add", wire, "MarketplaceAddResponse")
        return response

    async def marketplace_remove(self, *, marketplace_name: str, **unknown: Never) -> MarketplaceRemoveResponse:
        """Call `marketplace/remove`."""
        wire = mappers.marketplace.marketplace_remove(marketplace_name=marketplace_name, **unknown)
        response: MarketplaceRemoveResponse = await self._request(
            "marketplace/remove", wire, "MarketplaceRemoveResponse"
        )
        return response

    async def marketplace_upgrade(
        self, *, marketplace_name: str | Unset | None = UNSET, **unknown: Never
    ) -> MarketplaceUpgradeResponse:
        """Call `marketplace/upgrade`."""
        wire = mappers.marketplace.marketplace_upgrade(marketplace_name=marketplace_name, **unknown)
        response: MarketplaceUpgradeResponse = await self._request(
            "marketplace/upgrade", wire, "MarketplaceUpgradeResponse"
        )
        return response

    async def plugin_list(
        self,
        *,
        cwds: Sequence[AbsolutePathBuf | os.PathLike[str]] | Unset | None = UNSET,
        force_refetch: bool | Unset = UNSET,
        marketplace_kinds: Sequence[PluginListMarketplaceKind | str] | Unset | None = UNSET,
        **unknown: Never,
    ) -> PluginListResponse:
        """Call `plugin/list`.

        Args:
            cwds: Optional working directories used to discover repo marketplaces. When omitted, only
                home-scoped marketplaces and the official curated marketplace are considered.
            force_refetch: Whether the client requests a fresh remote plugin catalog fetch. Since
                runtime 0.147.0.
            marketplace_kinds: Optional marketplace kind filter. When omitted, only local marketplaces
                are queried, plus the default remote catalog when enabled by feature flag.
        """
        wire = mappers.plugin.plugin_list(
            cwds=cwds, force_refetch=force_refetch, marketplace_kinds=marketplace_kinds, **unknown
        )
        response: PluginListResponse = await self._request("plugin/list", wire, "PluginListResponse")
        return response

    async def plugin_search(
        self,
        *,
        search_term: str,
        cursor: str | Unset | None = UNSET,
        cwds: Sequence[AbsolutePathBuf | os.PathLike[str]] | Unset | None = UNSET,
        limit: int | Unset | None = UNSET,
        scope: PluginSearchScope | str | Unset | None = UNSET,
        **unknown: Never,
    ) -> PluginSearchResponse:
        """Call `plugin/search`.

        Experimental. Since runtime 0.147.0.
        """
        wire = mappers.plugin.plugin_search(
            search_term=search_term, cursor=cursor, cwds=cwds, limit=limit, scope=scope, **unknown
        )
        response: PluginSearchResponse = await self._request("plugin/search", wire, "PluginSearchResponse")
        return response

    async def plugin_installed(
        self,
        *,
        cwds: Sequence[AbsolutePathBuf | os.PathLike[str]] | Unset | None = UNSET,
        install_suggestion_plugin_names: Sequence[str] | Unset | None = UNSET,
        **unknown: Never,
    ) -> PluginInstalledResponse:
        """Call `plugin/installed`.

        Args:
            cwds: Optional working directories used to discover repo marketplaces.
            install_suggestion_plugin_names: Additional uninstalled plugin names that should be returned
                when present locally. This is used by mention surfaces that intentionally expose install
                entrypoints.
        """
        wire = mappers.plugin.plugin_installed(
            cwds=cwds, install_suggestion_plugin_names=install_suggestion_plugin_names, **unknown
        )
        response: PluginInstalledResponse = await self._request("plugin/installed", wire, "PluginInstalledResponse")
        return response

    async def plugin_reconcile(
        self, *, reason: str | Unset | None = UNSET, **unknown: Never
    ) -> PluginReconcileResponse:
        """Call `plugin/reconcile`.

        Since runtime 0.153.4.

        Args:
            reason: Optional client-provided reason recorded with the reconciliation attempt.

        Returns:
            PluginReconcileResponse: Bundle and installed-state changes observed by this pass, not a
                runtime-readiness acknowledgement or a cumulative diff since the client's last request.
                Other metadata-only changes are not listed.
        """
        wire = mappers.plugin.plugin_reconcile(reason=reason, **unknown)
        response: PluginReconcileResponse = await self._request("plugin/reconcile", wire, "PluginReconcileResponse")
        return response

    async def plugin_read(
        self,
        *,
        plugin_name: str,
        marketplace_path: AbsolutePathBuf | os.PathLike[str] | Unset | None = UNSET,
        remote_marketplace_name: str | Unset | None = UNSET,
        **unknown: Never,
    ) -> PluginReadResponse:
        """Call `plugin/read`."""
        wire = mappers.plugin.plugin_read(
            plugin_name=plugin_name,
            marketplace_path=marketplace_path,
            remote_marketplace_name=remote_marketplace_name,
            **unknown,
        )
        response: PluginReadResponse = await self._request("plugin/read", wire, "PluginReadResponse")
        return response

    async def plugin_skill_read(
        self, *, remote_marketplace_name: str, remote_plugin_id: str, skill_name: str, **unknown: Never
    ) -> PluginSkillReadResponse:
        """Call `plugin/skill/read`."""
        wire = mappers.plugin.plugin_skill_read(
            remote_marketplace_name=remote_marketplace_name,
            remote_plugin_id=remote_plugin_id,
            skill_name=skill_name,
            **unknown,
        )
        response: PluginSkillReadResponse = await self._request("plugin/skill/read", wire, "PluginSkillReadResponse")
        return response

    async def plugin_share_save(
        self,
        *,
        plugin_path: AbsolutePathBuf | os.PathLike[str],
        discoverability: PluginShareDiscoverability | str | Unset | None = UNSET,
        remote_plugin_id: str | Unset | None = UNSET,
        share_targets: Sequence[PluginShareTarget | Mapping[str, object]] | Unset | None = UNSET,
        **unknown: Never,
    ) -> PluginShareSaveResponse:
        """Call `plugin/share/save`."""
        wire = mappers.plugin.plugin_share_save(
            plugin_path=plugin_path,
            discoverability=discoverability,
            remote_plugin_id=remote_plugin_id,
            share_targets=share_targets,
            **unknown,
        )
        response: PluginShareSaveResponse = await self._request("plugin/share/save", wire, "PluginShareSaveResponse")
        return response

    async def plugin_share_update_targets(
        self,
        *,
        discoverability: PluginShareUpdateDiscoverability | str,
        remote_plugin_id: str,
        share_targets: Sequence[PluginShareTarget | Mapping[str, object]],
        **unknown: Never,
    ) -> PluginShareUpdateTargetsResponse:
        """Call `plugin/share/updateTargets`."""
        wire = mappers.plugin.plugin_share_update_targets(
            discoverability=discoverability, remote_plugin_id=remote_plugin_id, share_targets=share_targets, **unknown
        )
        response: PluginShareUpdateTargetsResponse = await self._request(
            "plugin/share/updateTargets", wire, "PluginShareUpdateTargetsResponse"
        )
        return response

    async def plugin_share_list(self, **unknown: Never) -> PluginShareListResponse:
        """Call `plugin/share/list`."""
        wire = mappers.plugin.plugin_share_list(**unknown)
        response: PluginShareListResponse = await self._request("plugin/share/list", wire, "PluginShareListResponse")
        return response

    async def plugin_share_checkout(self, *, remote_plugin_id: str, **unknown: Never) -> PluginShareCheckoutResponse:
        """Call `plugin/share/checkout`."""
        wire = mappers.plugin.plugin_share_checkout(remote_plugin_id=remote_plugin_id, **unknown)
        response: PluginShareCheckoutResponse = await self._request(
            "plugin/share/checkout", wire, "PluginShareCheckoutResponse"
        )
        return response

    async def plugin_share_delete(self, *, remote_plugin_id: str, **unknown: Never) -> PluginShareDeleteResponse:
        """Call `plugin/share/delete`."""
        wire = mappers.plugin.plugin_share_delete(remote_plugin_id=remote_plugin_id, **unknown)
        response: PluginShareDeleteResponse = await self._request(
            "plugin/share/delete", wire, "PluginShareDeleteResponse"
        )
        return response

    async def app_read(
        self,
        *,
        app_ids: Sequence[str],
        include_tools: bool | Unset = UNSET,
        thread_id: str | Unset | None = UNSET,
        **unknown: Never,
    ) -> AppsReadResponse:
        """EXPERIMENTAL - read metadata for specific apps/connectors (`app/read`).

        Since runtime 0.147.0.

        Args:
            app_ids: App ids to read. The server accepts at most 100 ids and deduplicates repeated ids
                while preserving their first-request order.
            include_tools: When true, include display-only public tool summaries in the returned
                metadata.
            thread_id: Optional loaded thread id used to evaluate effective app configuration. Since
                runtime 0.149.0.

        Returns:
            AppsReadResponse: EXPERIMENTAL - app/read response.
        """
        wire = mappers.app.app_read(app_ids=app_ids, include_tools=include_tools, thread_id=thread_id, **unknown)
        response: AppsReadResponse = await self._request("app/read", wire, "AppsReadResponse")
        return response

    async def app_list(
        self,
        *,
        cursor: str | Unset | None = UNSET,
        force_refetch: bool | Unset = UNSET,
        limit: int | Unset | None = UNSET,
        thread_id: str | Unset | None = UNSET,
        **unknown: Never,
    ) -> AppsListResponse:
        """EXPERIMENTAL - list available apps/connectors (`app/list`).

        Args:
            cursor: Opaque pagination cursor returned by a previous call.
            force_refetch: When true, bypass app caches and fetch the latest data from sources.
            limit: Optional page size; defaults to a reasonable server-side value.
            thread_id: Optional thread id used to evaluate app feature gating from that thread's config.

        Returns:
            AppsListResponse: EXPERIMENTAL - app list response.
        """
        wire = mappers.app.app_list(
            cursor=cursor, force_refetch=force_refetch, limit=limit, thread_id=thread_id, **unknown
        )
        response: AppsListResponse = await self._request("app/list", wire, "AppsListResponse")
        return response

    async def app_installed(
        self, *, force_refresh: bool | Unset = UNSET, thread_id: str | Unset | None = UNSET, **unknown: Never
    ) -> AppsInstalledResponse:
        """Read the committed installed connector runtime snapshot (`app/installed`).

        Since runtime 0.147.0.

        Args:
            force_refresh: When true and Apps are permitted, refresh and publish the hosted connector
                runtime tool snapshot first.
            thread_id: Optional loaded thread id used to evaluate effective app configuration.

        Returns:
            AppsInstalledResponse: The installed connectors in one committed runtime snapshot.
        """
        wire = mappers.app.app_installed(force_refresh=force_refresh, thread_id=thread_id, **unknown)
        response: AppsInstalledResponse = await self._request("app/installed", wire, "AppsInstalledResponse")
        return response

    async def fs_read_file(self, *, path: AbsolutePathBuf | os.PathLike[str], **unknown: Never) -> FsReadFileResponse:
        """Read a file from the host filesystem (`fs/readFile`).

        Args:
            path: Absolute path to read.

        Returns:
            FsReadFileResponse: Base64-encoded file contents returned by `fs/readFile`.
        """
        wire = mappers.fs.fs_read_file(path=path, **unknown)
        response: FsReadFileResponse = await self._request("fs/readFile", wire, "FsReadFileResponse")
        return response

    async def fs_write_file(
        self, *, data_base64: str, path: AbsolutePathBuf | os.PathLike[str], **unknown: Never
    ) -> FsWriteFileResponse:
        """Write a file on the host filesystem (`fs/writeFile`).

        Args:
            data_base64: File contents encoded as base64.
            path: Absolute path to write.

        Returns:
            FsWriteFileResponse: Successful response for `fs/writeFile`.
        """
        wire = mappers.fs.fs_write_file(data_base64=data_base64, path=path, **unknown)
        response: FsWriteFileResponse = await self._request("fs/writeFile", wire, "FsWriteFileResponse")
        return response

    async def fs_create_directory(
        self, *, path: AbsolutePathBuf | os.PathLike[str], recursive: bool | Unset | None = UNSET, **unknown: Never
    ) -> FsCreateDirectoryResponse:
        """Create a directory on the host filesystem (`fs/createDirectory`).

        Args:
            path: Absolute directory path to create.
            recursive: Whether parent directories should also be created. Defaults to `true`.

        Returns:
            FsCreateDirectoryResponse: Successful response for `fs/createDirectory`.
        """
        wire = mappers.fs.fs_create_directory(path=path, recursive=recursive, **unknown)
        response: FsCreateDirectoryResponse = await self._request(
            "fs/createDirectory", wire, "FsCreateDirectoryResponse"
        )
        return response

    async def fs_get_metadata(
        self, *, path: AbsolutePathBuf | os.PathLike[str], **unknown: Never
    ) -> FsGetMetadataResponse:
        """Request metadata for an absolute path (`fs/getMetadata`).

        Args:
            path: Absolute path to inspect.

        Returns:
            FsGetMetadataResponse: Metadata returned by `fs/getMetadata`.
        """
        wire = mappers.fs.fs_get_metadata(path=path, **unknown)
        response: FsGetMetadataResponse = await self._request("fs/getMetadata", wire, "FsGetMetadataResponse")
        return response

    async def fs_read_directory(
        self, *, path: AbsolutePathBuf | os.PathLike[str], **unknown: Never
    ) -> FsReadDirectoryResponse:
        """List direct child names for a directory (`fs/readDirectory`).

        Args:
            path: Absolute directory path to read.

        Returns:
            FsReadDirectoryResponse: Directory entries returned by `fs/readDirectory`.
        """
        wire = mappers.fs.fs_read_directory(path=path, **unknown)
        response: FsReadDirectoryResponse = await self._request("fs/readDirectory", wire, "FsReadDirectoryResponse")
        return response

    async def fs_remove(
        self,
        *,
        path: AbsolutePathBuf | os.PathLike[str],
        force: bool | Unset | None = UNSET,
        recursive: bool | Unset | None = UNSET,
        **unknown: Never,
    ) -> FsRemoveResponse:
        """Remove a file or directory tree from the host filesystem (`fs/remove`).

        Args:
            path: Absolute path to remove.
            force: Whether missing paths should be ignored. Defaults to `true`.
            recursive: Whether directory removal should recurse. Defaults to `true`.

        Returns:
            FsRemoveResponse: Successful response for `fs/remove`.
        """
        wire = mappers.fs.fs_remove(path=path, force=force, recursive=recursive, **unknown)
        response: FsRemoveResponse = await self._request("fs/remove", wire, "FsRemoveResponse")
        return response

    async def fs_copy(
        self,
        *,
        destination_path: AbsolutePathBuf | os.PathLike[str],
        source_path: AbsolutePathBuf | os.PathLike[str],
        recursive: bool | Unset = UNSET,
        **unknown: Never,
    ) -> FsCopyResponse:
        """Copy a file or directory tree on the host filesystem (`fs/copy`).

        Args:
            destination_path: Absolute destination path.
            source_path: Absolute source path.
            recursive: Required for directory copies; ignored for file copies.

        Returns:
            FsCopyResponse: Successful response for `fs/copy`.
        """
        wire = mappers.fs.fs_copy(
            destination_path=destination_path, source_path=source_path, recursive=recursive, **unknown
        )
        response: FsCopyResponse = await self._request("fs/copy", wire, "FsCopyResponse")
        return response

    async def fs_watch(
        self, *, path: AbsolutePathBuf | os.PathLike[str], watch_id: str, **unknown: Never
    ) -> FsWatchResponse:
        """Start filesystem watch notifications for an absolute path (`fs/watch`).

        Args:
            path: Absolute file or directory path to watch.
            watch_id: Connection-scoped watch identifier used for `fs/unwatch` and `fs/changed`.

        Returns:
            FsWatchResponse: Successful response for `fs/watch`.
        """
        wire = mappers.fs.fs_watch(path=path, watch_id=watch_id, **unknown)
        response: FsWatchResponse = await self._request("fs/watch", wire, "FsWatchResponse")
        return response

    async def fs_unwatch(self, *, watch_id: str, **unknown: Never) -> FsUnwatchResponse:
        """Stop filesystem watch notifications for a prior `fs/watch` (`fs/unwatch`).

        Args:
            watch_id: Watch identifier previously provided to `fs/watch`.

        Returns:
            FsUnwatchResponse: Successful response for `fs/unwatch`.
        """
        wire = mappers.fs.fs_unwatch(watch_id=watch_id, **unknown)
        response: FsUnwatchResponse = await self._request("fs/unwatch", wire, "FsUnwatchResponse")
        return response

    async def skills_config_write(
        self,
        *,
        enabled: bool,
        name: str | Unset | None = UNSET,
        path: AbsolutePathBuf | os.PathLike[str] | Unset | None = UNSET,
        **unknown: Never,
    ) -> SkillsConfigWriteResponse:
        """Call `skills/config/write`.

        Args:
            name: Name-based selector.
            path: Path-based selector.
        """
        wire = mappers.skills.skills_config_write(enabled=enabled, name=name, path=path, **unknown)
        response: SkillsConfigWriteResponse = await self._request(
            "skills/config/write", wire, "SkillsConfigWriteResponse"
        )
        return response

    async def plugin_install(
        self,
        *,
        plugin_name: str,
        install_attempt_id: str | Unset | None = UNSET,
        marketplace_path: AbsolutePathBuf | os.PathLike[str] | Unset | None = UNSET,
        remote_marketplace_name: str | Unset | None = UNSET,
        **unknown: Never,
    ) -> PluginInstallResponse:
        """Call `plugin/install`.

        Args:
            install_attempt_id: Client-generated identifier used to correlate one installation attempt.
                Since runtime 0.149.0.
        """
        wire = mappers.plugin.plugin_install(
            plugin_name=plugin_name,
            install_attempt_id=install_attempt_id,
            marketplace_path=marketplace_path,
            remote_marketplace_name=remote_marketplace_name,
            **unknown,
        )
        response: PluginInstallResponse = await self._request("plugin/install", wire, "PluginInstallResponse")
        return response

    async def plugin_uninstall(self, *, plugin_id: str, **unknown: Never) -> PluginUninstallResponse:
        """Call `plugin/uninstall`."""
        wire = mappers.plugin.plugin_uninstall(plugin_id=plugin_id, **unknown)
        response: PluginUninstallResponse = await self._request("plugin/uninstall", wire, "PluginUninstallResponse")
        return response

    async def turn_start(
        self,
        *,
        input: Sequence[UserInput | Mapping[str, object]],
        thread_id: str,
        additional_context: Mapping[str, AdditionalContextEntry | Mapping[str, object]] | Unset | None = UNSET,
        approval_policy: AskForApproval | str | Mapping[str, object] | Unset | None = UNSET,
        approvals_reviewer: ApprovalsReviewer | str | Unset | None = UNSET,
        client_user_message_id: str | Unset | None = UNSET,
        collaboration_mode: CollaborationMode | Mapping[str, object] | Unset | None = UNSET,
        cwd: str | os.PathLike[str] | Unset | None = UNSET,
        cyber_access_program: CyberAccessProgram | str | Unset | None = UNSET,
        disabled_plugin_ids: Sequence[str] | Unset | None = UNSET,
        effort: ReasoningEffort | str | Unset | None = UNSET,
        environments: Sequence[TurnEnvironmentParams | Mapping[str, object]] | Unset | None = UNSET,
        model: str | Unset | None = UNSET,
        multi_agent_mode: MultiAgentMode | str | Mapping[str, object] | Unset | None = UNSET,
        output_schema: object = UNSET,
        parent_turn_id: str | Unset | None = UNSET,
        permissions: str | Unset | None = UNSET,
        personality: Personality | str | Unset | None = UNSET,
        responsesapi_client_metadata: Mapping[str, str] | Unset | None = UNSET,
        root_turn_id: str | Unset | None = UNSET,
        runtime_workspace_roots: Sequence[AbsolutePathBuf | os.PathLike[str]] | Unset | None = UNSET,
        sandbox_policy: SandboxPolicy | Mapping[str, object] | Unset | None = UNSET,
        service_tier: str | Unset | None = UNSET,
        service_tier_for_turn: str | Unset | None = UNSET,
        summary: ReasoningSummary | str | Unset | None = UNSET,
        tool_output: TurnToolOutput | Mapping[str, object] | Unset | None = UNSET,
        turn_trigger: str | Unset | None = UNSET,
        **unknown: Never,
    ) -> TurnStartResponse:
        """Call `turn/start`.

        Args:
            additional_context: Experimental. Optional client-provided context fragments keyed by an
                opaque source identifier. Since runtime 0.136.0.
            approval_policy: Override the approval policy for this turn and subsequent turns.
            approvals_reviewer: Override where approval requests are routed for review on this turn and
                subsequent turns.
            client_user_message_id: Since runtime 0.136.0.
            collaboration_mode: Experimental. EXPERIMENTAL - Set a pre-set collaboration mode. Takes
                precedence over model, reasoning_effort, and developer instructions if set.
                For `collaboration_mode.settings.developer_instructions`, `null` means "use the built-in
                instructions for the selected mode".
            cwd: Override the working directory for this turn and subsequent turns.
            cyber_access_program: Experimental. EXPERIMENTAL - Request an authorized cyber program for
                this turn. Omission preserves automatic behavior. This does not grant access. Since
                runtime 0.153.4.
            disabled_plugin_ids: Replace this thread's disabled plugin IDs. Omitted/null preserves the
                list; [] clears it. Since runtime 0.156.0.
            effort: Override the reasoning effort for this turn and subsequent turns.
            environments: Experimental. Optional environments for this turn and subsequent turns.
                Omitted uses the thread sticky environments. Empty disables environment access for this
                turn. Non-empty selects the first environment as the current turn environment for this
                turn.
            model: Override the model for this turn and subsequent turns.
            multi_agent_mode: Experimental. @deprecated Ignored. Use `effort: "ultra"` for proactive
                multi-agent behavior. Since runtime 0.144.4.
            output_schema: Optional JSON Schema used to constrain the final assistant message for this
                turn.
            parent_turn_id: ID of the turn that caused this new turn to start.
                Set this when starting work on behalf of another turn, such as delegated work in a
                different thread. Leave unset for work started directly by the user. Ignored when this
                request adds input to an active turn. Since runtime 0.162.0.
            permissions: Experimental. Select a named permissions profile id for this turn and
                subsequent turns. Cannot be combined with `sandboxPolicy`.
            personality: @deprecated `friendly` and `pragmatic` no longer select a style. Changing this
                does not rewrite the thread's existing instructions.
            responsesapi_client_metadata: Experimental. Optional metadata to enrich Codex's ResponsesAPI
                turn metadata.
                Entries are flattened into the JSON string sent as
                `client_metadata["x-codex-turn-metadata"]` on ResponsesAPI HTTP and websocket requests.
                They are not sent as top-level ResponsesAPI `client_metadata` keys, and reserved keys
                such as `session_id`, `thread_id`, `turn_id`, and `window_id` cannot be overridden.
            root_turn_id: ID of the first turn in the chain of work that led to this new turn.
                When setting `parentTurnId`, set this to the parent turn's `rootTurnId` when known. This
                keeps descendant work attributed to the original turn. If omitted, the new turn becomes
                its own root. Ignored when this request adds input to an active turn. Since runtime
                0.162.0.
            runtime_workspace_roots: Experimental. Replace the thread's runtime workspace roots for this
                turn and subsequent turns. Paths must be absolute.
            sandbox_policy: Override the sandbox policy for this turn and subsequent turns.
            service_tier: Override the service tier for this turn and subsequent turns.
            service_tier_for_turn: Override the service tier only when this request starts a new turn.
                Use "default" for standard speed. Omitted or null inherits the thread's tier. Does not
                change the thread's tier or a turn being steered. Since runtime 0.153.4.
            summary: Override the reasoning summary for this turn and subsequent turns.
            tool_output: Since runtime 0.153.4.
            turn_trigger: Optional source classification for the caller that starts this turn. Ignored
                when this request steers an already-active turn. Since runtime 0.153.4.
        """
        wire = mappers.turn.turn_start(
            input=input,
            thread_id=thread_id,
            additional_context=additional_context,
            approval_policy=approval_policy,
            approvals_reviewer=approvals_reviewer,
            client_user_message_id=client_user_message_id,
            collaboration_mode=collaboration_mode,
            cwd=cwd,
            cyber_access_program=cyber_access_program,
            disabled_plugin_ids=disabled_plugin_ids,
            effort=effort,
            environments=environments,
            model=model,
            multi_agent_mode=multi_agent_mode,
            output_schema=output_schema,
            parent_turn_id=parent_turn_id,
            permissions=permissions,
            personality=personality,
            responsesapi_client_metadata=responsesapi_client_metadata,
            root_turn_id=root_turn_id,
            runtime_workspace_roots=runtime_workspace_roots,
            sandbox_policy=sandbox_policy,
            service_tier=service_tier,
            service_tier_for_turn=service_tier_for_turn,
            summary=summary,
            tool_output=tool_output,
            turn_trigger=turn_trigger,
            **unknown,
        )
        response: TurnStartResponse = await self._request("turn/start", wire, "TurnStartResponse")
        return response

    async def turn_settings_update(
        self,
        *,
        thread_id: str,
        turn_id: str,
        approvals_reviewer: ApprovalsReviewer | str | Unset | None = UNSET,
        effort: ReasoningEffort | str | Unset | None = UNSET,
        model: str | Unset | None = UNSET,
        service_tier: str | Unset | None = UNSET,
        summary: ReasoningSummary | str | Unset | None = UNSET,
        **unknown: Never,
    ) -> TurnSettingsUpdateResponse:
        """Experimental settings changes for one running turn, not future turns (`turn/settings/update`).
        Unsupported fields are rejected rather than silently ignored. Any live task kind may accept
        publication. Child sessions and consumers of frozen initial settings are unchanged.

        Experimental. Since runtime 0.153.4.

        Args:
            approvals_reviewer: Changes the active turn's reviewer without changing future thread
                settings. Already captured steps and pending approvals retain their original reviewer.
            effort: Omission or `null` leaves the effort unchanged.
            model: Omission or `null` leaves the model unchanged.
            service_tier: `null` clears the requested tier; omission leaves it unchanged.
            summary: Omission or `null` leaves the summary preference unchanged.
        """
        wire = mappers.turn.turn_settings_update(
            thread_id=thread_id,
            turn_id=turn_id,
            approvals_reviewer=approvals_reviewer,
            effort=effort,
            model=model,
            service_tier=service_tier,
            summary=summary,
            **unknown,
        )
        response: TurnSettingsUpdateResponse = await self._request(
            "turn/settings/update", wire, "TurnSettingsUpdateResponse"
        )
        return response

    async def turn_steer(
        self,
        *,
        expected_turn_id: str,
        input: Sequence[UserInput | Mapping[str, object]],
        thread_id: str,
        additional_context: Mapping[str, AdditionalContextEntry | Mapping[str, object]] | Unset | None = UNSET,
        client_user_message_id: str | Unset | None = UNSET,
        responsesapi_client_metadata: Mapping[str, str] | Unset | None = UNSET,
        **unknown: Never,
    ) -> TurnSteerResponse:
        """Call `turn/steer`.

        Args:
            expected_turn_id: Required active turn id precondition. The request fails when it does not
                match the currently active turn.
            additional_context: Experimental. Optional client-provided context fragments keyed by an
                opaque source identifier. Since runtime 0.136.0.
            client_user_message_id: Since runtime 0.136.0.
            responsesapi_client_metadata: Experimental. Optional metadata to enrich Codex's ResponsesAPI
                turn metadata.
                Entries are flattened into the JSON string sent as
                `client_metadata["x-codex-turn-metadata"]` on ResponsesAPI HTTP and websocket requests.
                They are not sent as top-level ResponsesAPI `client_metadata` keys, and reserved keys
                such as `session_id`, `thread_id`, `turn_id`, and `window_id` cannot be overridden.
        """
        wire = mappers.turn.turn_steer(
            expected_turn_id=expected_turn_id,
            input=input,
            thread_id=thread_id,
            additional_context=additional_context,
            client_user_message_id=client_user_message_id,
            responsesapi_client_metadata=responsesapi_client_metadata,
            **unknown,
        )
        response: TurnSteerResponse = await self._request("turn/steer", wire, "TurnSteerResponse")
        return response

    async def turn_interrupt(self, *, thread_id: str, turn_id: str, **unknown: Never) -> TurnInterruptResponse:
        """Call `turn/interrupt`."""
        wire = mappers.turn.turn_interrupt(thread_id=thread_id, turn_id=turn_id, **unknown)
        response: TurnInterruptResponse = await self._request("turn/interrupt", wire, "TurnInterruptResponse")
        return response

    async def thread_realtime_start(
        self,
        *,
        output_modality: RealtimeOutputModality | str,
        thread_id: str,
        backend_reasoning_status: bool | Unset = UNSET,
        client_managed_handoffs: bool | Unset | None = UNSET,
        codex_response_handoff_channel_prefixes: Mapping[str, Sequence[str]] | Unset | None = UNSET,
        codex_response_handoff_mode: CodexResponseHandoffMode | str | Unset | None = UNSET,
        codex_response_item_prefix: str | Unset | None = UNSET,
        codex_responses_as_items: bool | Unset | None = UNSET,
        delegation_ack_filler: bool | Unset | None = UNSET,
        flush_transcript_tail_on_session_end: bool | Unset | None = UNSET,
        include_startup_context: bool | Unset | None = UNSET,
        initial_items: Sequence[ThreadRealtimeInitialItem | Mapping[str, object]] | Unset | None = UNSET,
        model: str | Unset | None = UNSET,
        prompt: str | Unset | None = UNSET,
        realtime_end_instructions: str | Unset | None = UNSET,
        realtime_session_id: str | Unset | None = UNSET,
        realtime_start_instructions: str | Unset | None = UNSET,
        transport: ThreadRealtimeStartTransport | Mapping[str, object] | Unset | None = UNSET,
        version: RealtimeConversationVersion | str | Unset | None = UNSET,
        voice: RealtimeVoice | str | Unset | None = UNSET,
        **unknown: Never,
    ) -> ThreadRealtimeStartResponse:
        """EXPERIMENTAL - start a thread-scoped realtime session (`thread/realtime/start`).

        Experimental.

        Args:
            output_modality: Selects text or audio output for the realtime session. Transport and voice
                stay independent so clients can choose how they connect separately from what the model
                emits.
            backend_reasoning_status: Relays public reasoning summaries as quiet context for realtime V3
                delegations. Defaults to false. Since runtime 0.157.0.
            client_managed_handoffs: Leaves Codex response handoffs to the client's explicit append
                calls instead of forwarding them automatically. Defaults to false. Since runtime
                0.144.4.
            codex_response_handoff_channel_prefixes: Overrides BEM channel prefixes by `analysis`,
                `commentary`, or `final`. Omitted channels retain their default uppercase bracketed
                prefixes. Since runtime 0.147.0.
            codex_response_handoff_mode: Selects how automatic Codex responses are routed in Frameless
                Bidi sessions. Omitted values default to `thinking`. Realtime V1 and V2 ignore this
                setting. Since runtime 0.147.0.
            codex_response_item_prefix: Optional prefix added to automatic Codex response items when
                `codexResponsesAsItems` is true. Since runtime 0.144.4.
            codex_responses_as_items: Sends automatic Codex responses as realtime conversation items
                instead of handoff appends. Since runtime 0.144.4.
            delegation_ack_filler: Controls whether a realtime V3 delegation produces an acknowledgement
                filler. Omitted values preserve the Realtime API's default behavior. Since runtime
                0.147.0.
            flush_transcript_tail_on_session_end: Routes any transcript tail remaining at session end
                through Codex. Defaults to false. TODO: Remove this rollout knob once transcript-tail
                flushing is always enabled. Since runtime 0.144.4.
            include_startup_context: Set to false to start without Codex's startup context. Omitted or
                null includes it. Since runtime 0.144.4.
            initial_items: Adds complete role-bearing text items to the initial Frameless Bidi session
                history. This is only supported by realtime V3 and is sent during session startup.
                Requests are limited to 128 items and 8,192 estimated text tokens in total. Since
                runtime 0.147.0.
            model: Overrides the configured realtime model for this session only. Since runtime 0.144.4.
            realtime_end_instructions: Developer instructions given to the backing Codex model when this
                realtime session ends. Since runtime 0.147.0.
            realtime_start_instructions: Developer instructions given to the backing Codex model when
                this realtime session starts. Since runtime 0.147.0.
            version: Overrides the configured realtime protocol version for this session only. Since
                runtime 0.144.4.

        Returns:
            ThreadRealtimeStartResponse: EXPERIMENTAL - response for starting thread realtime.
        """
        wire = mappers.thread.thread_realtime_start(
            output_modality=output_modality,
            thread_id=thread_id,
            backend_reasoning_status=backend_reasoning_status,
            client_managed_handoffs=client_managed_handoffs,
            codex_response_handoff_channel_prefixes=codex_response_handoff_channel_prefixes,
            codex_response_handoff_mode=codex_response_handoff_mode,
            codex_response_item_prefix=codex_response_item_prefix,
            codex_responses_as_items=codex_responses_as_items,
            delegation_ack_filler=delegation_ack_filler,
            flush_transcript_tail_on_session_end=flush_transcript_tail_on_session_end,
            include_startup_context=include_startup_context,
            initial_items=initial_items,
            model=model,
            prompt=prompt,
            realtime_end_instructions=realtime_end_instructions,
            realtime_session_id=realtime_session_id,
            realtime_start_instructions=realtime_start_instructions,
            transport=transport,
            version=version,
            voice=voice,
            **unknown,
        )
        response: ThreadRealtimeStartResponse = await self._request(
            "thread/realtime/start", wire, "ThreadRealtimeStartResponse"
        )
        return response

    async def thread_realtime_append_audio(
        self, *, audio: ThreadRealtimeAudioChunk | Mapping[str, object], thread_id: str, **unknown: Never
    ) -> ThreadRealtimeAppendAudioResponse:
        """EXPERIMENTAL - append audio input to thread realtime (`thread/realtime/appendAudio`).

        Experimental.

        Returns:
            ThreadRealtimeAppendAudioResponse: EXPERIMENTAL - response for appending realtime audio
                input.
        """
        wire = mappers.thread.thread_realtime_append_audio(audio=audio, thread_id=thread_id, **unknown)
        response: ThreadRealtimeAppendAudioResponse = await self._request(
            "thread/realtime/appendAudio", wire, "ThreadRealtimeAppendAudioResponse"
        )
        return response

    async def thread_realtime_append_text(
        self, *, text: str, thread_id: str, role: ConversationTextRole | str | Unset = UNSET, **unknown: Never
    ) -> ThreadRealtimeAppendTextResponse:
        """EXPERIMENTAL - append text input to thread realtime (`thread/realtime/appendText`).

        Experimental.

        Args:
            role: Default: `ConversationTextRole.user`. Since runtime 0.144.4.

        Returns:
            ThreadRealtimeAppendTextResponse: EXPERIMENTAL - response for appending realtime text input.
        """
        wire = mappers.thread.thread_realtime_append_text(text=text, thread_id=thread_id, role=role, **unknown)
        response: ThreadRealtimeAppendTextResponse = await self._request(
            "thread/realtime/appendText", wire, "ThreadRealtimeAppendTextResponse"
        )
        return response

    async def thread_realtime_append_speech(
        self, *, text: str, thread_id: str, **unknown: Never
    ) -> ThreadRealtimeAppendSpeechResponse:
        """EXPERIMENTAL - append speakable text to thread realtime (`thread/realtime/appendSpeech`).

        Experimental. Since runtime 0.144.4.

        Returns:
            ThreadRealtimeAppendSpeechResponse: EXPERIMENTAL - response for appending realtime speech.
        """
        wire = mappers.thread.thread_realtime_append_speech(text=text, thread_id=thread_id, **unknown)
        response: ThreadRealtimeAppendSpeechResponse = await self._request(
            "thread/realtime/appendSpeech", wire, "ThreadRealtimeAppendSpeechResponse"
        )
        return response

    async def thread_realtime_stop(self, *, thread_id: str, **unknown: Never) -> ThreadRealtimeStopResponse:
        """EXPERIMENTAL - stop thread realtime (`thread/realtime/stop`).

        Experimental.

        Returns:
            ThreadRealtimeStopResponse: EXPERIMENTAL - response for stopping thread realtime.
        """
        wire = mappers.thread.thread_realtime_stop(thread_id=thread_id, **unknown)
        response: ThreadRealtimeStopResponse = await self._request(
            "thread/realtime/stop", wire, "ThreadRealtimeStopResponse"
        )
        return response

    async def thread_timeline_list(
        self, *, thread_id: str, cursor: str | Unset | None = UNSET, limit: int | Unset | None = UNSET, **unknown: Never
    ) -> ThreadTimelineListResponse:
        """EXPERIMENTAL - list ordinary and realtime thread history in rollout order
        (`thread/timeline/list`).

        Experimental. Since runtime 0.153.4.

        Returns:
            ThreadTimelineListResponse: EXPERIMENTAL - a bounded timeline page with its resolved opening
                voice state.
        """
        wire = mappers.thread.thread_timeline_list(thread_id=thread_id, cursor=cursor, limit=limit, **unknown)
        response: ThreadTimelineListResponse = await self._request(
            "thread/timeline/list", wire, "ThreadTimelineListResponse"
        )
        return response

    async def thread_realtime_list_voices(self, **unknown: Never) -> ThreadRealtimeListVoicesResponse:
        """EXPERIMENTAL - list voices supported by thread realtime (`thread/realtime/listVoices`).

        Experimental.

        Returns:
            ThreadRealtimeListVoicesResponse: EXPERIMENTAL - response for listing supported realtime
                voices.
        """
        wire = mappers.thread.thread_realtime_list_voices(**unknown)
        response: ThreadRealtimeListVoicesResponse = await self._request(
            "thread/realtime/listVoices", wire, "ThreadRealtimeListVoicesResponse"
        )
        return response

    async def review_start(
        self,
        *,
        target: ReviewTarget | Mapping[str, object],
        thread_id: str,
        delivery: ReviewDelivery | str | Unset | None = UNSET,
        **unknown: Never,
    ) -> ReviewStartResponse:
        """Call `review/start`.

        Args:
            delivery: Where to run the review: inline (default) on the current thread or detached on a
                new thread (returned in `reviewThreadId`). Detached delivery is deprecated and emits
                `deprecationNotice`. Use `thread/start` followed by an inline review for a separate
                review thread.
        """
        wire = mappers.review.review_start(target=target, thread_id=thread_id, delivery=delivery, **unknown)
        response: ReviewStartResponse = await self._request("review/start", wire, "ReviewStartResponse")
        return response

    async def model_list(
        self,
        *,
        cursor: str | Unset | None = UNSET,
        include_hidden: bool | Unset | None = UNSET,
        limit: int | Unset | None = UNSET,
        **unknown: Never,
    ) -> ModelListResponse:
        """Call `model/list`.

        Args:
            cursor: Opaque pagination cursor returned by a previous call.
            include_hidden: When true, include models that are hidden from the default picker list.
            limit: Optional page size; defaults to a reasonable server-side value.
        """
        wire = mappers.model.model_list(cursor=cursor, include_hidden=include_hidden, limit=limit, **unknown)
        response: ModelListResponse = await self._request("model/list", wire, "ModelListResponse")
        return response

    async def account_gateway_oauth_read(self, **unknown: Never) -> GatewayOAuthReadResponse:
        """Call `account/gatewayOAuth/read`.

        Since runtime 0.157.0.

        Returns:
            GatewayOAuthReadResponse: Current effective gateway policy and credential readiness; never
                contains credentials.
        """
        mappers.account.account_gateway_oauth_read(**unknown)
        response: GatewayOAuthReadResponse = await self._request(
            "account/gatewayOAuth/read", None, "GatewayOAuthReadResponse"
        )
        return response

    async def account_gateway_oauth_login(self, **unknown: Never) -> GatewayOAuthLoginResponse:
        """Call `account/gatewayOAuth/login`.

        Since runtime 0.157.0.
        """
        mappers.account.account_gateway_oauth_login(**unknown)
        response: GatewayOAuthLoginResponse = await self._request(
            "account/gatewayOAuth/login", None, "GatewayOAuthLoginResponse"
        )
        return response

    async def account_gateway_oauth_cancel(self, **unknown: Never) -> GatewayOAuthCancelResponse:
        """Call `account/gatewayOAuth/cancel`.

        Since runtime 0.157.0.
        """
        mappers.account.account_gateway_oauth_cancel(**unknown)
        response: GatewayOAuthCancelResponse = await self._request(
            "account/gatewayOAuth/cancel", None, "GatewayOAuthCancelResponse"
        )
        return response

    async def model_provider_capabilities_read(self, **unknown: Never) -> ModelProviderCapabilitiesReadResponse:
        """Call `modelProvider/capabilities/read`."""
        wire = mappers.model_provider.model_provider_capabilities_read(**unknown)
        response: ModelProviderCapabilitiesReadResponse = await self._request(
            "modelProvider/capabilities/read", wire, "ModelProviderCapabilitiesReadResponse"
        )
        return response

    async def experimental_feature_list(
        self,
        *,
        cursor: str | Unset | None = UNSET,
        limit: int | Unset | None = UNSET,
        thread_id: str | Unset | None = UNSET,
        **unknown: Never,
    ) -> ExperimentalFeatureListResponse:
        """Call `experimentalFeature/list`.

        Args:
            cursor: Opaque pagination cursor returned by a previous call.
            limit: Optional page size; defaults to a reasonable server-side value.
            thread_id: Optional loaded thread id. Pass this when showing feature state for an existing
                thread so enablement is computed from that thread's refreshed config, including
                project-local config for the thread's cwd.
        """
        wire = mappers.experimental_feature.experimental_feature_list(
            cursor=cursor, limit=limit, thread_id=thread_id, **unknown
        )
        response: ExperimentalFeatureListResponse = await self._request(
            "experimentalFeature/list", wire, "ExperimentalFeatureListResponse"
        )
        return response

    async def permission_profile_list(
        self,
        *,
        cursor: str | Unset | None = UNSET,
        cwd: str | os.PathLike[str] | Unset | None = UNSET,
        limit: int | Unset | None = UNSET,
        **unknown: Never,
    ) -> PermissionProfileListResponse:
        """Call `permissionProfile/list`.

        Args:
            cursor: Opaque pagination cursor returned by a previous call.
            cwd: Optional working directory to resolve project config layers.
            limit: Optional page size; defaults to the full result set.
        """
        wire = mappers.permission_profile.permission_profile_list(cursor=cursor, cwd=cwd, limit=limit, **unknown)
        response: PermissionProfileListResponse = await self._request(
            "permissionProfile/list", wire, "PermissionProfileListResponse"
        )
        return response

    async def experimental_feature_enablement_set(
        self, *, enablement: Mapping[str, bool], **unknown: Never
    ) -> ExperimentalFeatureEnablementSetResponse:
        """Call `experimentalFeature/enablement/set`.

        Args:
            enablement: Process-wide runtime feature enablement keyed by canonical feature name.
                Only named features are updated. Omitted features are left unchanged. Send an empty map
                for a no-op.
        """
        wire = mappers.experimental_feature.experimental_feature_enablement_set(enablement=enablement, **unknown)
        response: ExperimentalFeatureEnablementSetResponse = await self._request(
            "experimentalFeature/enablement/set", wire, "ExperimentalFeatureEnablementSetResponse"
        )
        return response

    async def remote_control_enable(
        self, *, ephemeral: bool | Unset = UNSET, **unknown: Never
    ) -> RemoteControlEnableResponse:
        """Call `remoteControl/enable`.

        Experimental.

        Args:
            ephemeral: Since runtime 0.144.4.
        """
        wire = mappers.remote_control.remote_control_enable(ephemeral=ephemeral, **unknown)
        response: RemoteControlEnableResponse = await self._request(
            "remoteControl/enable", wire, "RemoteControlEnableResponse"
        )
        return response

    async def remote_control_disable(
        self, *, ephemeral: bool | Unset = UNSET, **unknown: Never
    ) -> RemoteControlDisableResponse:
        """Call `remoteControl/disable`.

        Experimental.

        Args:
            ephemeral: Since runtime 0.144.4.
        """
        wire = mappers.remote_control.remote_control_disable(ephemeral=ephemeral, **unknown)
        response: RemoteControlDisableResponse = await self._request(
            "remoteControl/disable", wire, "RemoteControlDisableResponse"
        )
        return response

    async def remote_control_status_read(self, **unknown: Never) -> RemoteControlStatusReadResponse:
        """Call `remoteControl/status/read`.

        Experimental.
        """
        mappers.remote_control.remote_control_status_read(**unknown)
        response: RemoteControlStatusReadResponse = await self._request(
            "remoteControl/status/read", None, "RemoteControlStatusReadResponse"
        )
        return response

    async def remote_control_pairing_start(
        self, *, manual_code: bool | Unset = UNSET, **unknown: Never
    ) -> RemoteControlPairingStartResponse:
        """Call `remoteControl/pairing/start`.

        Experimental. Since runtime 0.144.4.
        """
        wire = mappers.remote_control.remote_control_pairing_start(manual_code=manual_code, **unknown)
        response: RemoteControlPairingStartResponse = await self._request(
            "remoteControl/pairing/start", wire, "RemoteControlPairingStartResponse"
        )
        return response

    async def remote_control_pairing_status(
        self,
        *,
        manual_pairing_code: str | Unset | None = UNSET,
        pairing_code: str | Unset | None = UNSET,
        **unknown: Never,
    ) -> RemoteControlPairingStatusResponse:
        """Call `remoteControl/pairing/status`.

        Experimental. Since runtime 0.144.4.
        """
        wire = mappers.remote_control.remote_control_pairing_status(
            manual_pairing_code=manual_pairing_code, pairing_code=pairing_code, **unknown
        )
        response: RemoteControlPairingStatusResponse = await self._request(
            "remoteControl/pairing/status", wire, "RemoteControlPairingStatusResponse"
        )
        return response

    async def remote_control_client_list(
        self,
        *,
        environment_id: str,
        cursor: str | Unset | None = UNSET,
        limit: int | Unset | None = UNSET,
        order: RemoteControlClientsListOrder | str | Unset | None = UNSET,
        **unknown: Never,
    ) -> RemoteControlClientsListResponse:
        """Call `remoteControl/client/list`.

        Experimental. Since runtime 0.144.4.
        """
        wire = mappers.remote_control.remote_control_client_list(
            environment_id=environment_id, cursor=cursor, limit=limit, order=order, **unknown
        )
        response: RemoteControlClientsListResponse = await self._request(
            "remoteControl/client/list", wire, "RemoteControlClientsListResponse"
        )
        return response

    async def remote_control_client_revoke(
        self, *, client_id: str, environment_id: str, **unknown: Never
    ) -> RemoteControlClientsRevokeResponse:
        """Call `remoteControl/client/revoke`.

        Experimental. Since runtime 0.144.4.
        """
        wire = mappers.remote_control.remote_control_client_revoke(
            client_id=client_id, environment_id=environment_id, **unknown
        )
        response: RemoteControlClientsRevokeResponse = await self._request(
            "remoteControl/client/revoke", wire, "RemoteControlClientsRevokeResponse"
        )
        return response

    async def collaboration_mode_list(self, **unknown: Never) -> CollaborationModeListResponse:
        """Lists collaboration mode presets (`collaborationMode/list`).

        Experimental.

        Returns:
            CollaborationModeListResponse: EXPERIMENTAL - collaboration mode presets response.
        """
        wire = mappers.collaboration_mode.collaboration_mode_list(**unknown)
        response: CollaborationModeListResponse = await self._request(
            "collaborationMode/list", wire, "CollaborationModeListResponse"
        )
        return response

    async def mock_experimental_method(
        self, *, value: str | Unset | None = UNSET, **unknown: Never
    ) -> MockExperimentalMethodResponse:
        """Test-only method used to validate experimental gating (`mock/experimentalMethod`).

        Experimental.

        Args:
            value: Test-only payload field.
        """
        wire = mappers.mock.mock_experimental_method(value=value, **unknown)
        response: MockExperimentalMethodResponse = await self._request(
            "mock/experimentalMethod", wire, "MockExperimentalMethodResponse"
        )
        return response

    async def environment_add(
        self,
        *,
        environment_id: str,
        exec_server_url: str,
        auth_bearer_token: str | Unset | None = UNSET,
        connect_timeout_ms: int | Unset | None = UNSET,
        skills: EnvironmentSkillsParams | Mapping[str, object] | Unset | None = UNSET,
        websocket_request_id: str | Unset | None = UNSET,
        **unknown: Never,
    ) -> EnvironmentAddResponse:
        """Adds or replaces a remote environment by id for later selection (`environment/add`).

        Experimental.

        Args:
            auth_bearer_token: Optional raw bearer token for executor authentication, including
                reconnects. Requires a secure transport or a loopback destination. Since runtime
                0.158.0.
            connect_timeout_ms: Optional WebSocket connection timeout. The server default applies when
                omitted. Since runtime 0.144.4.
            skills: Required skills supplied by this environment, checked before model inference. Since
                runtime 0.162.0.
            websocket_request_id: Optional X-Request-ID for the direct WebSocket upgrade, including
                reconnects. Requires a secure transport or a loopback destination. Since runtime
                0.163.0.
        """
        wire = mappers.environment.environment_add(
            environment_id=environment_id,
            exec_server_url=exec_server_url,
            auth_bearer_token=auth_bearer_token,
            connect_timeout_ms=connect_timeout_ms,
            skills=skills,
            websocket_request_id=websocket_request_id,
            **unknown,
        )
        response: EnvironmentAddResponse = await self._request("environment/add", wire, "EnvironmentAddResponse")
        return response

    async def environment_info(self, *, environment_id: str, **unknown: Never) -> EnvironmentInfoResponse:
        """Reads information from a configured execution environment (`environment/info`).

        Experimental. Since runtime 0.144.4.
        """
        wire = mappers.environment.environment_info(environment_id=environment_id, **unknown)
        response: EnvironmentInfoResponse = await self._request("environment/info", wire, "EnvironmentInfoResponse")
        return response

    async def environment_status(self, *, environment_id: str, **unknown: Never) -> EnvironmentStatusResponse:
        """Reads the current status of a configured execution environment (`environment/status`).

        Experimental. Since runtime 0.147.0.

        Args:
            environment_id: Environment id to inspect.

        Returns:
            EnvironmentStatusResponse: Current status for the requested environment.
        """
        wire = mappers.environment.environment_status(environment_id=environment_id, **unknown)
        response: EnvironmentStatusResponse = await self._request(
            "environment/status", wire, "EnvironmentStatusResponse"
        )
        return response

    async def mcp_server_oauth_login(
        self,
        *,
        name: str,
        client_registration: McpServerOauthClientRegistration | str | Unset | None = UNSET,
        scopes: Sequence[str] | Unset | None = UNSET,
        thread_id: str | Unset | None = UNSET,
        timeout_secs: int | Unset | None = UNSET,
        **unknown: Never,
    ) -> McpServerOauthLoginResponse:
        """Call `mcpServer/oauth/login`.

        Args:
            client_registration: Registration strategy for this login only; omission selects automatic
                discovery. Since runtime 0.149.0.
            thread_id: Since runtime 0.144.4.
        """
        wire = mappers.mcp_server.mcp_server_oauth_login(
            name=name,
            client_registration=client_registration,
            scopes=scopes,
            thread_id=thread_id,
            timeout_secs=timeout_secs,
            **unknown,
        )
        response: McpServerOauthLoginResponse = await self._request(
            "mcpServer/oauth/login", wire, "McpServerOauthLoginResponse"
        )
        return response

    async def config_mcp_server_reload(self, **unknown: Never) -> McpServerRefreshResponse:
        """Call `config/mcpServer/reload`."""
        mappers.config.config_mcp_server_reload(**unknown)
        response: McpServerRefreshResponse = await self._request(
            "config/mcpServer/reload", None, "McpServerRefreshResponse"
        )
        return response

    async def mcp_server_status_list(
        self,
        *,
        cursor: str | Unset | None = UNSET,
        detail: McpServerStatusDetail | str | Unset | None = UNSET,
        limit: int | Unset | None = UNSET,
        server_name: str | Unset | None = UNSET,
        thread_id: str | Unset | None = UNSET,
        **unknown: Never,
    ) -> ListMcpServerStatusResponse:
        """Call `mcpServerStatus/list`.

        Args:
            cursor: Opaque pagination cursor returned by a previous call.
            detail: Controls how much MCP inventory data to fetch for each server. Defaults to `Full`
                when omitted.
            limit: Optional page size; defaults to a server-defined value.
            server_name: Limit discovery to one server. With a thread ID, reuse that thread's MCP
                connection. Since runtime 0.159.0.
            thread_id: Since runtime 0.136.0.
        """
        wire = mappers.mcp_server_status.mcp_server_status_list(
            cursor=cursor, detail=detail, limit=limit, server_name=server_name, thread_id=thread_id, **unknown
        )
        response: ListMcpServerStatusResponse = await self._request(
            "mcpServerStatus/list", wire, "ListMcpServerStatusResponse"
        )
        return response

    async def mcp_server_resource_read(
        self,
        *,
        server: str,
        uri: str,
        connector_id: str | Unset | None = UNSET,
        origin_call_id: str | Unset | None = UNSET,
        target: McpResourceReadTarget | Mapping[str, object] | Unset | None = UNSET,
        thread_id: str | Unset | None = UNSET,
        **unknown: Never,
    ) -> McpResourceReadResponse:
        """Call `mcpServer/resource/read`.

        Args:
            connector_id: Since runtime 0.149.0.
            origin_call_id: Originating MCP tool call used to select the resource's app. Since runtime
                0.149.0.
            target: Explicit hosted app/account. Omit to retain legacy resource discovery. Since runtime
                0.157.0.
        """
        wire = mappers.mcp_server.mcp_server_resource_read(
            server=server,
            uri=uri,
            connector_id=connector_id,
            origin_call_id=origin_call_id,
            target=target,
            thread_id=thread_id,
            **unknown,
        )
        response: McpResourceReadResponse = await self._request(
            "mcpServer/resource/read", wire, "McpResourceReadResponse"
        )
        return response

    async def mcp_server_event_stream_start(
        self,
        *,
        arguments: object,
        name: str,
        server: str,
        subscription_id: str,
        thread_id: str,
        meta: object = UNSET,
        **unknown: Never,
    ) -> McpServerEventStreamStartResponse:
        """Call `mcpServer/event/stream/start`.

        Experimental. Since runtime 0.153.4.

        Args:
            meta: Sent as `_meta`.
        """
        wire = mappers.mcp_server.mcp_server_event_stream_start(
            arguments=arguments,
            name=name,
            server=server,
            subscription_id=subscription_id,
            thread_id=thread_id,
            meta=meta,
            **unknown,
        )
        response: McpServerEventStreamStartResponse = await self._request(
            "mcpServer/event/stream/start", wire, "McpServerEventStreamStartResponse"
        )
        return response

    async def mcp_server_event_stream_stop(
        self, *, subscription_id: str, **unknown: Never
    ) -> McpServerEventStreamStopResponse:
        """Call `mcpServer/event/stream/stop`.

        Experimental. Since runtime 0.153.4.
        """
        wire = mappers.mcp_server.mcp_server_event_stream_stop(subscription_id=subscription_id, **unknown)
        response: McpServerEventStreamStopResponse = await self._request(
            "mcpServer/event/stream/stop", wire, "McpServerEventStreamStopResponse"
        )
        return response

    async def mcp_server_tool_call(
        self,
        *,
        server: str,
        thread_id: str,
        tool: str,
        meta: object = UNSET,
        arguments: object = UNSET,
        **unknown: Never,
    ) -> McpServerToolCallResponse:
        """Call `mcpServer/tool/call`.

        Args:
            meta: Sent as `_meta`.
        """
        wire = mappers.mcp_server.mcp_server_tool_call(
            server=server, thread_id=thread_id, tool=tool, meta=meta, arguments=arguments, **unknown
        )
        response: McpServerToolCallResponse = await self._request(
            "mcpServer/tool/call", wire, "McpServerToolCallResponse"
        )
        return response

    async def windows_sandbox_setup_start(
        self,
        *,
        mode: WindowsSandboxSetupMode | str,
        cwd: AbsolutePathBuf | os.PathLike[str] | Unset | None = UNSET,
        **unknown: Never,
    ) -> WindowsSandboxSetupStartResponse:
        """Call `windowsSandbox/setupStart`."""
        wire = mappers.windows_sandbox.windows_sandbox_setup_start(mode=mode, cwd=cwd, **unknown)
        response: WindowsSandboxSetupStartResponse = await self._request(
            "windowsSandbox/setupStart", wire, "WindowsSandboxSetupStartResponse"
        )
        return response

    async def windows_sandbox_readiness(self, **unknown: Never) -> WindowsSandboxReadinessResponse:
        """Call `windowsSandbox/readiness`."""
        mappers.windows_sandbox.windows_sandbox_readiness(**unknown)
        response: WindowsSandboxReadinessResponse = await self._request(
            "windowsSandbox/readiness", None, "WindowsSandboxReadinessResponse"
        )
        return response

    @overload
    async def account_login_start(
        self, *, api_key: str, type: Literal["apiKey"], **unknown: Never
    ) -> LoginAccountResponse: ...

    @overload
    async def account_login_start(
        self,
        *,
        type: Literal["chatgpt"],
        app_brand: LoginAppBrand | str | Unset | None = UNSET,
        codex_streamlined_login: bool | Unset = UNSET,
        use_hosted_login_success_page: bool | Unset = UNSET,
        **unknown: Never,
    ) -> LoginAccountResponse: ...

    @overload
    async def account_login_start(
        self, *, type: Literal["chatgptDeviceCode"], **unknown: Never
    ) -> LoginAccountResponse: ...

    @overload
    async def account_login_start(
        self,
        *,
        access_token: str,
        chatgpt_account_id: str,
        type: Literal["chatgptAuthTokens"],
        chatgpt_plan_type: str | Unset | None = UNSET,
        **unknown: Never,
    ) -> LoginAccountResponse: ...

    @overload
    async def account_login_start(
        self, *, api_key: str, region: str, type: Literal["amazonBedrock"], **unknown: Never
    ) -> LoginAccountResponse: ...

    @overload
    async def account_login_start(
        self,
        *,
        access_key_id: str,
        region: str,
        secret_access_key: str,
        type: Literal["amazonBedrockAccessKeys"],
        session_token: str | Unset | None = UNSET,
        **unknown: Never,
    ) -> LoginAccountResponse: ...

    async def account_login_start(
        self,
        *,
        type: Literal["apiKey"]
        | Literal["chatgpt"]
        | Literal["chatgptDeviceCode"]
        | Literal["chatgptAuthTokens"]
        | Literal["amazonBedrock"]
        | Literal["amazonBedrockAccessKeys"],
        api_key: str | Unset = UNSET,
        app_brand: LoginAppBrand | str | Unset | None = UNSET,
        codex_streamlined_login: bool | Unset = UNSET,
        use_hosted_login_success_page: bool | Unset = UNSET,
        access_token: str | Unset = UNSET,
        chatgpt_account_id: str | Unset = UNSET,
        chatgpt_plan_type: str | Unset | None = UNSET,
        region: str | Unset = UNSET,
        access_key_id: str | Unset = UNSET,
        secret_access_key: str | Unset = UNSET,
        session_token: str | Unset | None = UNSET,
        **unknown: Never,
    ) -> LoginAccountResponse:
        """Call `account/login/start`.

        Args:
            app_brand: Since runtime 0.144.4.
            use_hosted_login_success_page: Since runtime 0.144.4.
            access_token: Access token (JWT) supplied by the client. This token is used for backend API
                requests and email extraction.
            chatgpt_account_id: Workspace/account identifier supplied by the client.
            chatgpt_plan_type: Optional plan type supplied by the client.
                When `null`, Codex attempts to derive the plan type from access-token claims. If
                unavailable, the plan defaults to `unknown`.
            region: Since runtime 0.147.0.
            access_key_id: Since runtime 0.153.4.
            secret_access_key: Since runtime 0.153.4.
            session_token: Since runtime 0.153.4.
        """
        wire = mappers.account.account_login_start(
            type=type,
            api_key=api_key,
            app_brand=app_brand,
            codex_streamlined_login=codex_streamlined_login,
            use_hosted_login_success_page=use_hosted_login_success_page,
            access_token=access_token,
            chatgpt_account_id=chatgpt_account_id,
            chatgpt_plan_type=chatgpt_plan_type,
            region=region,
            access_key_id=access_key_id,
            secret_access_key=secret_access_key,
            session_token=session_token,
            **unknown,
        )
        response: LoginAccountResponse = await self._request("account/login/start", wire, "LoginAccountResponse")
        return response

    async def account_bedrock_discover(self, **unknown: Never) -> BedrockDiscoverResponse:
        """Call `account/bedrock/discover`.

        Experimental. Since runtime 0.149.0.
        """
        wire = mappers.account.account_bedrock_discover(**unknown)
        response: BedrockDiscoverResponse = await self._request(
            "account/bedrock/discover", wire, "BedrockDiscoverResponse"
        )
        return response

    @overload
    async def account_bedrock_setup(
        self, *, profile: str, region: str, type: Literal["profile"], **unknown: Never
    ) -> BedrockSetupResponse: ...

    @overload
    async def account_bedrock_setup(
        self, *, region: str, type: Literal["environment"], **unknown: Never
    ) -> BedrockSetupResponse: ...

    async def account_bedrock_setup(
        self,
        *,
        region: str,
        type: Literal["profile"] | Literal["environment"],
        profile: str | Unset = UNSET,
        **unknown: Never,
    ) -> BedrockSetupResponse:
        """Call `account/bedrock/setup`.

        Experimental. Since runtime 0.149.0.
        """
        wire = mappers.account.account_bedrock_setup(region=region, type=type, profile=profile, **unknown)
        response: BedrockSetupResponse = await self._request("account/bedrock/setup", wire, "BedrockSetupResponse")
        return response

    async def account_bedrock_check_gov_cloud_requirements(
        self, **unknown: Never
    ) -> BedrockCheckGovCloudRequirementsResponse:
        """Call `account/bedrock/checkGovCloudRequirements`.

        Experimental. Since runtime 0.161.0.

        Returns:
            BedrockCheckGovCloudRequirementsResponse: Advisory check of the current Bedrock
                configuration after login or setup.
        """
        wire = mappers.account.account_bedrock_check_gov_cloud_requirements(**unknown)
        response: BedrockCheckGovCloudRequirementsResponse = await self._request(
            "account/bedrock/checkGovCloudRequirements", wire, "BedrockCheckGovCloudRequirementsResponse"
        )
        return response

    async def account_login_cancel(self, *, login_id: str, **unknown: Never) -> CancelLoginAccountResponse:
        """Call `account/login/cancel`."""
        wire = mappers.account.account_login_cancel(login_id=login_id, **unknown)
        response: CancelLoginAccountResponse = await self._request(
            "account/login/cancel", wire, "CancelLoginAccountResponse"
        )
        return response

    async def account_logout(self, **unknown: Never) -> LogoutAccountResponse:
        """Call `account/logout`."""
        mappers.account.account_logout(**unknown)
        response: LogoutAccountResponse = await self._request("account/logout", None, "LogoutAccountResponse")
        return response

    async def account_rate_limits_read(
        self,
        *,
        exclude_reset_credit_details: bool | Unset = UNSET,
        supports_luna_reserve: bool | Unset = UNSET,
        **unknown: Never,
    ) -> GetAccountRateLimitsResponse:
        """Usage-read capabilities of the requesting client, never inferred from its experiment arm
        (`account/rateLimits/read`).

        Args:
            exclude_reset_credit_details: Skip the separate reset-credit detail lookup for background
                usage polls. The usage response still includes the available count; omitted/false
                preserves detailed reads. Since runtime 0.154.0.
            supports_luna_reserve: The client supports automatic Luna Reserve fallback. For eligible
                ChatGPT CLI users, allow the backend to record experiment exposure after ordinary usage
                is blocked. Since runtime 0.154.0.
        """
        wire = mappers.account.account_rate_limits_read(
            exclude_reset_credit_details=exclude_reset_credit_details,
            supports_luna_reserve=supports_luna_reserve,
            **unknown,
        )
        response: GetAccountRateLimitsResponse = await self._request(
            "account/rateLimits/read", wire, "GetAccountRateLimitsResponse"
        )
        return response

    async def account_rate_limit_reset_credit_consume(
        self, *, idempotency_key: str, credit_id: str | Unset | None = UNSET, **unknown: Never
    ) -> ConsumeAccountRateLimitResetCreditResponse:
        """Call `account/rateLimitResetCredit/consume`.

        Since runtime 0.144.4.

        Args:
            idempotency_key: Identifies one logical reset attempt. A UUID is recommended; reuse the same
                value when retrying that attempt.
            credit_id: Opaque reset-credit identifier to redeem. When omitted, the backend selects the
                next available credit.
        """
        wire = mappers.account.account_rate_limit_reset_credit_consume(
            idempotency_key=idempotency_key, credit_id=credit_id, **unknown
        )
        response: ConsumeAccountRateLimitResetCreditResponse = await self._request(
            "account/rateLimitResetCredit/consume", wire, "ConsumeAccountRateLimitResetCreditResponse"
        )
        return response

    async def account_usage_read(
        self, *, thread_id: str | Unset | None = UNSET, **unknown: Never
    ) -> GetAccountTokenUsageResponse:
        """Call `account/usage/read`.

        Since runtime 0.144.4.

        Args:
            thread_id: When present, read estimated usage for this thread instead of account-wide token
                activity. Since runtime 0.149.0.
        """
        wire = mappers.account.account_usage_read(thread_id=thread_id, **unknown)
        response: GetAccountTokenUsageResponse = await self._request(
            "account/usage/read", wire, "GetAccountTokenUsageResponse"
        )
        return response

    async def account_workspace_messages_read(self, **unknown: Never) -> GetWorkspaceMessagesResponse:
        """Call `account/workspaceMessages/read`.

        Since runtime 0.144.4.
        """
        mappers.account.account_workspace_messages_read(**unknown)
        response: GetWorkspaceMessagesResponse = await self._request(
            "account/workspaceMessages/read", None, "GetWorkspaceMessagesResponse"
        )
        return response

    async def account_send_add_credits_nudge_email(
        self, *, credit_type: AddCreditsNudgeCreditType | str, **unknown: Never
    ) -> SendAddCreditsNudgeEmailResponse:
        """Call `account/sendAddCreditsNudgeEmail`."""
        wire = mappers.account.account_send_add_credits_nudge_email(credit_type=credit_type, **unknown)
        response: SendAddCreditsNudgeEmailResponse = await self._request(
            "account/sendAddCreditsNudgeEmail", wire, "SendAddCreditsNudgeEmailResponse"
        )
        return response

    async def feedback_upload(
        self,
        *,
        classification: str,
        extra_log_files: Sequence[str] | Unset | None = UNSET,
        include_logs: bool | Unset = UNSET,
        reason: str | Unset | None = UNSET,
        tags: Mapping[str, str] | Unset | None = UNSET,
        thread_id: str | Unset | None = UNSET,
        **unknown: Never,
    ) -> FeedbackUploadResponse:
        """Call `feedback/upload`."""
        wire = mappers.feedback.feedback_upload(
            classification=classification,
            extra_log_files=extra_log_files,
            include_logs=include_logs,
            reason=reason,
            tags=tags,
            thread_id=thread_id,
            **unknown,
        )
        response: FeedbackUploadResponse = await self._request("feedback/upload", wire, "FeedbackUploadResponse")
        return response

    async def command_exec(
        self,
        *,
        command: Sequence[str],
        cwd: str | os.PathLike[str] | Unset | None = UNSET,
        disable_output_cap: bool | Unset = UNSET,
        disable_timeout: bool | Unset = UNSET,
        env: Mapping[str, str | None] | Unset | None = UNSET,
        output_bytes_cap: int | Unset | None = UNSET,
        permission_profile: str | Unset | None = UNSET,
        process_id: str | Unset | None = UNSET,
        sandbox_policy: SandboxPolicy | Mapping[str, object] | Unset | None = UNSET,
        size: CommandExecTerminalSize | Mapping[str, object] | Unset | None = UNSET,
        stream_stdin: bool | Unset = UNSET,
        stream_stdout_stderr: bool | Unset = UNSET,
        timeout_ms: int | Unset | None = UNSET,
        tty: bool | Unset = UNSET,
        **unknown: Never,
    ) -> CommandExecResponse:
        """Execute a standalone command (argv vector) under the server's sandbox (`command/exec`).

        Args:
            command: Command argv vector. Empty arrays are rejected.
            cwd: Optional working directory. Defaults to the server cwd.
            disable_output_cap: Disable stdout/stderr capture truncation for this request.
                Cannot be combined with `outputBytesCap`.
            disable_timeout: Disable the timeout entirely for this request.
                Cannot be combined with `timeoutMs`.
            env: Optional environment overrides merged into the server-computed environment.
                Matching names override inherited values. Set a key to `null` to unset an inherited
                variable.
            output_bytes_cap: Optional per-stream stdout/stderr capture cap in bytes.
                When omitted, the server default applies. Cannot be combined with `disableOutputCap`.
            permission_profile: Experimental. Optional active permissions profile id for this command.
                Defaults to the user's configured permissions when omitted. Cannot be combined with
                `sandboxPolicy`.
            process_id: Optional client-supplied, connection-scoped process id.
                Required for `tty`, `streamStdin`, `streamStdoutStderr`, and follow-up
                `command/exec/write`, `command/exec/resize`, and `command/exec/terminate` calls. When
                omitted, buffered execution gets an internal id that is not exposed to the client.
            sandbox_policy: Optional sandbox policy for this command.
                Uses the same shape as thread/turn execution sandbox configuration and defaults to the
                user's configured policy when omitted. Cannot be combined with `permissionProfile`.
            size: Optional initial PTY size in character cells. Only valid when `tty` is true.
            stream_stdin: Allow follow-up `command/exec/write` requests to write stdin bytes.
                Requires a client-supplied `processId`.
            stream_stdout_stderr: Stream stdout/stderr via `command/exec/outputDelta` notifications.
                Streamed bytes are not duplicated into the final response and require a client-supplied
                `processId`.
            timeout_ms: Optional timeout in milliseconds.
                When omitted, the server default applies. Cannot be combined with `disableTimeout`.
            tty: Enable PTY mode.
                This implies `streamStdin` and `streamStdoutStderr`.

        Returns:
            CommandExecResponse: Final buffered result for `command/exec`.
        """
        wire = mappers.command.command_exec(
            command=command,
            cwd=cwd,
            disable_output_cap=disable_output_cap,
            disable_timeout=disable_timeout,
            env=env,
            output_bytes_cap=output_bytes_cap,
            permission_profile=permission_profile,
            process_id=process_id,
            sandbox_policy=sandbox_policy,
            size=size,
            stream_stdin=stream_stdin,
            stream_stdout_stderr=stream_stdout_stderr,
            timeout_ms=timeout_ms,
            tty=tty,
            **unknown,
        )
        response: CommandExecResponse = await self._request("command/exec", wire, "CommandExecResponse")
        return response

    async def command_exec_write(
        self,
        *,
        process_id: str,
        close_stdin: bool | Unset = UNSET,
        delta_base64: str | Unset | None = UNSET,
        **unknown: Never,
    ) -> CommandExecWriteResponse:
        """Write stdin bytes to a running `command/exec` session or close stdin (`command/exec/write`).

        Args:
            process_id: Client-supplied, connection-scoped `processId` from the original `command/exec`
                request.
            close_stdin: Close stdin after writing `deltaBase64`, if present.
            delta_base64: Optional base64-encoded stdin bytes to write.

        Returns:
            CommandExecWriteResponse: Empty success response for `command/exec/write`.
        """
        wire = mappers.command.command_exec_write(
            process_id=process_id, close_stdin=close_stdin, delta_base64=delta_base64, **unknown
        )
        response: CommandExecWriteResponse = await self._request("command/exec/write", wire, "CommandExecWriteResponse")
        return response

    async def command_exec_terminate(self, *, process_id: str, **unknown: Never) -> CommandExecTerminateResponse:
        """Terminate a running `command/exec` session by client-supplied `processId`
        (`command/exec/terminate`).

        Args:
            process_id: Client-supplied, connection-scoped `processId` from the original `command/exec`
                request.

        Returns:
            CommandExecTerminateResponse: Empty success response for `command/exec/terminate`.
        """
        wire = mappers.command.command_exec_terminate(process_id=process_id, **unknown)
        response: CommandExecTerminateResponse = await self._request(
            "command/exec/terminate", wire, "CommandExecTerminateResponse"
        )
        return response

    async def command_exec_resize(
        self, *, process_id: str, size: CommandExecTerminalSize | Mapping[str, object], **unknown: Never
    ) -> CommandExecResizeResponse:
        """Resize a running PTY-backed `command/exec` session by client-supplied `processId`
        (`command/exec/resize`).

        Args:
            process_id: Client-supplied, connection-scoped `processId` from the original `command/exec`
                request.
            size: New PTY size in character cells.

        Returns:
            CommandExecResizeResponse: Empty success response for `command/exec/resize`.
        """
        wire = mappers.command.command_exec_resize(process_id=process_id, size=size, **unknown)
        response: CommandExecResizeResponse = await self._request(
            "command/exec/resize", wire, "CommandExecResizeResponse"
        )
        return response

    async def process_spawn(
        self,
        *,
        command: Sequence[str],
        cwd: AbsolutePathBuf | os.PathLike[str],
        process_handle: str,
        env: Mapping[str, str | None] | Unset | None = UNSET,
        output_bytes_cap: int | Unset | None = UNSET,
        size: ProcessTerminalSize | Mapping[str, object] | Unset | None = UNSET,
        stream_stdin: bool | Unset = UNSET,
        stream_stdout_stderr: bool | Unset = UNSET,
        timeout_ms: int | Unset | None = UNSET,
        tty: bool | Unset = UNSET,
        **unknown: Never,
    ) -> ProcessSpawnResponse:
        """Spawn a standalone process (argv vector) without a Codex sandbox (`process/spawn`).

        Experimental.

        Args:
            command: Command argv vector. Empty arrays are rejected.
            cwd: Absolute working directory for the process.
            process_handle: Client-supplied, connection-scoped process handle.
                Duplicate active handles are rejected on the same connection. The same handle can be
                reused after the prior process exits.
            env: Optional environment overrides merged into the app-server process environment.
                Matching names override inherited values. Set a key to `null` to unset an inherited
                variable.
            output_bytes_cap: Optional per-stream stdout/stderr capture cap in bytes.
                When omitted, the server default applies. Set to `null` to disable the cap.
            size: Optional initial PTY size in character cells. Only valid when `tty` is true.
            stream_stdin: Allow follow-up `process/writeStdin` requests to write stdin bytes.
            stream_stdout_stderr: Stream stdout/stderr via `process/outputDelta` notifications.
                Streamed bytes are not duplicated into the `process/exited` notification.
            timeout_ms: Optional timeout in milliseconds.
                When omitted, the server default applies. Set to `null` to disable the timeout.
            tty: Enable PTY mode.
                This implies `streamStdin` and `streamStdoutStderr`.

        Returns:
            ProcessSpawnResponse: Successful response for `process/spawn`.
        """
        wire = mappers.process.process_spawn(
            command=command,
            cwd=cwd,
            process_handle=process_handle,
            env=env,
            output_bytes_cap=output_bytes_cap,
            size=size,
            stream_stdin=stream_stdin,
            stream_stdout_stderr=stream_stdout_stderr,
            timeout_ms=timeout_ms,
            tty=tty,
            **unknown,
        )
        response: ProcessSpawnResponse = await self._request("process/spawn", wire, "ProcessSpawnResponse")
        return response

    async def process_write_stdin(
        self,
        *,
        process_handle: str,
        close_stdin: bool | Unset = UNSET,
        delta_base64: str | Unset | None = UNSET,
        **unknown: Never,
    ) -> ProcessWriteStdinResponse:
        """Write stdin bytes to a running `process/spawn` session or close stdin (`process/writeStdin`).

        Experimental.

        Args:
            process_handle: Client-supplied, connection-scoped `processHandle` from `process/spawn`.
            close_stdin: Close stdin after writing `deltaBase64`, if present.
            delta_base64: Optional base64-encoded stdin bytes to write.

        Returns:
            ProcessWriteStdinResponse: Empty success response for `process/writeStdin`.
        """
        wire = mappers.process.process_write_stdin(
            process_handle=process_handle, close_stdin=close_stdin, delta_base64=delta_base64, **unknown
        )
        response: ProcessWriteStdinResponse = await self._request(
            "process/writeStdin", wire, "ProcessWriteStdinResponse"
        )
        return response

    async def process_kill(self, *, process_handle: str, **unknown: Never) -> ProcessKillResponse:
        """Terminate a running `process/spawn` session by client-supplied `processHandle` (`process/kill`).

        Experimental.

        Args:
            process_handle: Client-supplied, connection-scoped `processHandle` from `process/spawn`.

        Returns:
            ProcessKillResponse: Empty success response for `process/kill`.
        """
        wire = mappers.process.process_kill(process_handle=process_handle, **unknown)
        response: ProcessKillResponse = await self._request("process/kill", wire, "ProcessKillResponse")
        return response

    async def process_resize_pty(
        self, *, process_handle: str, size: ProcessTerminalSize | Mapping[str, object], **unknown: Never
    ) -> ProcessResizePtyResponse:
        """Resize a running PTY-backed `process/spawn` session by client-supplied `processHandle`
        (`process/resizePty`).

        Experimental.

        Args:
            process_handle: Client-supplied, connection-scoped `processHandle` from `process/spawn`.
            size: New PTY size in character cells.

        Returns:
            ProcessResizePtyResponse: Empty success response for `process/resizePty`.
        """
        wire = mappers.process.process_resize_pty(process_handle=process_handle, size=size, **unknown)
        response: ProcessResizePtyResponse = await self._request("process/resizePty", wire, "ProcessResizePtyResponse")
        return response

    async def config_read(
        self,
        *,
        cwd: str | os.PathLike[str] | Unset | None = UNSET,
        include_layers: bool | Unset = UNSET,
        **unknown: Never,
    ) -> ConfigReadResponse:
        """Call `config/read`.

        Args:
            cwd: Optional working directory to resolve project config layers. If specified, return the
                effective config as seen from that directory (i.e., including any project layers between
                `cwd` and the project/repo root).
        """
        wire = mappers.config.config_read(cwd=cwd, include_layers=include_layers, **unknown)
        response: ConfigReadResponse = await self._request("config/read", wire, "ConfigReadResponse")
        return response

    async def external_agent_config_detect(
        self,
        *,
        cwds: Sequence[str | os.PathLike[str]] | Unset | None = UNSET,
        include_home: bool | Unset = UNSET,
        max_session_age_days: int | Unset | None = UNSET,
        max_sessions: int | Unset | None = UNSET,
        migration_source: str | Unset | None = UNSET,
        source: str | Unset | None = UNSET,
        **unknown: Never,
    ) -> ExternalAgentConfigDetectResponse:
        """Call `externalAgentConfig/detect`.

        Args:
            cwds: Zero or more working directories to include for repo-scoped detection.
            include_home: If true, include detection under the user's home directory.
            max_session_age_days: Maximum age in days for detected sessions. Missing values use the
                default limit. Since runtime 0.147.0.
            max_sessions: Maximum number of sessions to detect. Missing values use the default limit.
                Since runtime 0.147.0.
            migration_source: Optional migration-source selector. Missing or unrecognized values use the
                default source. Since runtime 0.147.0.
            source: Deprecated field retained for compatibility. This field is ignored; use
                `migrationSource` to select the migration source. Since runtime 0.147.0.
        """
        wire = mappers.external_agent_config.external_agent_config_detect(
            cwds=cwds,
            include_home=include_home,
            max_session_age_days=max_session_age_days,
            max_sessions=max_sessions,
            migration_source=migration_source,
            source=source,
            **unknown,
        )
        response: ExternalAgentConfigDetectResponse = await self._request(
            "externalAgentConfig/detect", wire, "ExternalAgentConfigDetectResponse"
        )
        return response

    async def external_agent_config_import(
        self,
        *,
        migration_items: Sequence[ExternalAgentConfigMigrationItem | Mapping[str, object]],
        migration_source: str | Unset | None = UNSET,
        provider_id: str | Unset | None = UNSET,
        source: str | Unset | None = UNSET,
        **unknown: Never,
    ) -> ExternalAgentConfigImportResponse:
        """Call `externalAgentConfig/import`.

        Args:
            migration_source: Migration-source selector used to produce the migration items. Pass the
                same value to detection and import; missing or unrecognized values use the default
                source. Since runtime 0.147.0.
            provider_id: Opaque provider identifier supplied by the caller for analytics attribution and
                import history display. This does not select the migration source. Since runtime
                0.147.0.
            source: Optional identifier for the product that initiated the import. Since runtime
                0.144.4.
        """
        wire = mappers.external_agent_config.external_agent_config_import(
            migration_items=migration_items,
            migration_source=migration_source,
            provider_id=provider_id,
            source=source,
            **unknown,
        )
        response: ExternalAgentConfigImportResponse = await self._request(
            "externalAgentConfig/import", wire, "ExternalAgentConfigImportResponse"
        )
        return response

    async def external_agent_config_import_record_history(
        self,
        *,
        item_type_results: Sequence[ExternalAgentConfigImportHistoryRecordTypeResultParams | Mapping[str, object]],
        provider_id: str,
        **unknown: Never,
    ) -> ExternalAgentConfigImportHistoryRecordResponse:
        """Call `externalAgentConfig/import/recordHistory`.

        Since runtime 0.147.0.

        Args:
            item_type_results: Completed results grouped by imported item type.
            provider_id: Opaque provider identifier for the externally completed import.
        """
        wire = mappers.external_agent_config.external_agent_config_import_record_history(
            item_type_results=item_type_results, provider_id=provider_id, **unknown
        )
        response: ExternalAgentConfigImportHistoryRecordResponse = await self._request(
            "externalAgentConfig/import/recordHistory", wire, "ExternalAgentConfigImportHistoryRecordResponse"
        )
        return response

    async def external_agent_config_import_read_histories(
        self, **unknown: Never
    ) -> ExternalAgentConfigImportHistoriesReadResponse:
        """Call `externalAgentConfig/import/readHistories`.

        Since runtime 0.144.4.
        """
        mappers.external_agent_config.external_agent_config_import_read_histories(**unknown)
        response: ExternalAgentConfigImportHistoriesReadResponse = await self._request(
            "externalAgentConfig/import/readHistories", None, "ExternalAgentConfigImportHistoriesReadResponse"
        )
        return response

    async def config_value_write(
        self,
        *,
        key_path: str,
        merge_strategy: MergeStrategy | str,
        value: object,
        expected_version: str | Unset | None = UNSET,
        file_path: str | os.PathLike[str] | Unset | None = UNSET,
        **unknown: Never,
    ) -> ConfigWriteResponse:
        """Call `config/value/write`.

        Args:
            file_path: Path to the config file to write; defaults to the user's `config.toml` when
                omitted.
        """
        wire = mappers.config.config_value_write(
            key_path=key_path,
            merge_strategy=merge_strategy,
            value=value,
            expected_version=expected_version,
            file_path=file_path,
            **unknown,
        )
        response: ConfigWriteResponse = await self._request("config/value/write", wire, "ConfigWriteResponse")
        return response

    async def config_batch_write(
        self,
        *,
        edits: Sequence[ConfigEdit | Mapping[str, object]],
        expected_version: str | Unset | None = UNSET,
        file_path: str | os.PathLike[str] | Unset | None = UNSET,
        reload_user_config: bool | Unset = UNSET,
        **unknown: Never,
    ) -> ConfigWriteResponse:
        """Call `config/batchWrite`.

        Args:
            file_path: Path to the config file to write; defaults to the user's `config.toml` when
                omitted.
            reload_user_config: When true, hot-reload updated runtime settings into loaded threads after
                writing. Session-static model, reasoning-effort, Plan-mode reasoning-effort, and
                service-tier defaults are not reloaded. The deprecated personality setting is also not
                reloaded.
        """
        wire = mappers.config.config_batch_write(
            edits=edits,
            expected_version=expected_version,
            file_path=file_path,
            reload_user_config=reload_user_config,
            **unknown,
        )
        response: ConfigWriteResponse = await self._request("config/batchWrite", wire, "ConfigWriteResponse")
        return response

    async def config_requirements_read(self, **unknown: Never) -> ConfigRequirementsReadResponse:
        """Call `configRequirements/read`."""
        mappers.config_requirements.config_requirements_read(**unknown)
        response: ConfigRequirementsReadResponse = await self._request(
            "configRequirements/read", None, "ConfigRequirementsReadResponse"
        )
        return response

    async def account_read(self, *, refresh_token: bool | Unset = UNSET, **unknown: Never) -> GetAccountResponse:
        """Call `account/read`.

        Args:
            refresh_token: When `true`, requests a proactive token refresh before returning.
                In managed auth mode this triggers the normal refresh-token flow. In external auth mode
                this flag is ignored. Clients should refresh tokens themselves and call
                `account/login/start` with `chatgptAuthTokens`.
        """
        wire = mappers.account.account_read(refresh_token=refresh_token, **unknown)
        response: GetAccountResponse = await self._request("account/read", wire, "GetAccountResponse")
        return response

    async def fuzzy_file_search(
        self, *, query: str, roots: Sequence[str], cancellation_token: str | Unset | None = UNSET, **unknown: Never
    ) -> FuzzyFileSearchResponse:
        """Call `fuzzyFileSearch`."""
        wire = mappers.fuzzy_file_search.fuzzy_file_search(
            query=query, roots=roots, cancellation_token=cancellation_token, **unknown
        )
        response: FuzzyFileSearchResponse = await self._request("fuzzyFileSearch", wire, "FuzzyFileSearchResponse")
        return response

    async def fuzzy_file_search_session_start(
        self, *, roots: Sequence[str], session_id: str, **unknown: Never
    ) -> FuzzyFileSearchSessionStartResponse:
        """Call `fuzzyFileSearch/sessionStart`.

        Experimental.
        """
        wire = mappers.fuzzy_file_search.fuzzy_file_search_session_start(roots=roots, session_id=session_id, **unknown)
        response: FuzzyFileSearchSessionStartResponse = await self._request(
            "fuzzyFileSearch/sessionStart", wire, "FuzzyFileSearchSessionStartResponse"
        )
        return response

    async def fuzzy_file_search_session_update(
        self, *, query: str, session_id: str, **unknown: Never
    ) -> FuzzyFileSearchSessionUpdateResponse:
        """Call `fuzzyFileSearch/sessionUpdate`.

        Experimental.
        """
        wire = mappers.fuzzy_file_search.fuzzy_file_search_session_update(query=query, session_id=session_id, **unknown)
        response: FuzzyFileSearchSessionUpdateResponse = await self._request(
            "fuzzyFileSearch/sessionUpdate", wire, "FuzzyFileSearchSessionUpdateResponse"
        )
        return response

    async def fuzzy_file_search_session_stop(
        self, *, session_id: str, **unknown: Never
    ) -> FuzzyFileSearchSessionStopResponse:
        """Call `fuzzyFileSearch/sessionStop`.

        Experimental.
        """
        wire = mappers.fuzzy_file_search.fuzzy_file_search_session_stop(session_id=session_id, **unknown)
        response: FuzzyFileSearchSessionStopResponse = await self._request(
            "fuzzyFileSearch/sessionStop", wire, "FuzzyFileSearchSessionStopResponse"
        )
        return response
