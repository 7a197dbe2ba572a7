"""Convert keywords to the params of the `thread` methods. Generated; do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._wire import UNSET, keywords, to_wire, unexpected_keyword

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping, Sequence

    from pydantic import JsonValue
    from typing_extensions import Never

    from .. import (
        AbsolutePathBuf,
        ApprovalsReviewer,
        AskForApproval,
        CodexResponseHandoffMode,
        CollaborationMode,
        ConversationTextRole,
        DynamicToolSpec,
        MultiAgentMode,
        Personality,
        RealtimeConversationVersion,
        RealtimeOutputModality,
        RealtimeVoice,
        ReasoningEffort,
        ReasoningSummary,
        ResponseItem,
        SandboxMode,
        SandboxPolicy,
        SelectedCapabilityRoot,
        SortDirection,
        ThreadGoalMutationOrigin,
        ThreadGoalStatus,
        ThreadHistoryMode,
        ThreadItemsListCursor,
        ThreadListCwdFilter,
        ThreadMemoryMode,
        ThreadMetadataGitInfoUpdateParams,
        ThreadReadStateOperation,
        ThreadRealtimeAudioChunk,
        ThreadRealtimeInitialItem,
        ThreadRealtimeStartTransport,
        ThreadResumeInitialTurnsPageParams,
        ThreadSearchSortKey,
        ThreadSortKey,
        ThreadSource,
        ThreadSourceKind,
        ThreadStartSource,
        TurnEnvironmentParams,
        TurnItemsView,
        UserInput,
    )
    from .._wire import Unset


def thread_start(
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
) -> dict[str, JsonValue]:
    """Return the params of `thread/start`.

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
    if unknown:
        raise unexpected_keyword("thread/start", unknown, keywords(thread_start))
    wire: dict[str, JsonValue] = {}
    if allow_provider_model_fallback is not UNSET:
        wire["allowProviderModelFallback"] = to_wire(allow_provider_model_fallback, "allow_provider_model_fallback")
    if approval_policy is not UNSET:
        wire["approvalPolicy"] = to_wire(approval_policy, "approval_policy")
    if approvals_reviewer is not UNSET:
        wire["approvalsReviewer"] = to_wire(approvals_reviewer, "approvals_reviewer")
    if base_instructions is not UNSET:
        wire["baseInstructions"] = to_wire(base_instructions, "base_instructions")
    if config is not UNSET:
        wire["config"] = to_wire(config, "config")
    if cwd is not UNSET:
        wire["cwd"] = to_wire(cwd, "cwd")
    if daybreak_enabled is not UNSET:
        wire["daybreakEnabled"] = to_wire(daybreak_enabled, "daybreak_enabled")
    if developer_instructions is not UNSET:
        wire["developerInstructions"] = to_wire(developer_instructions, "developer_instructions")
    if dynamic_tools is not UNSET:
        wire["dynamicTools"] = to_wire(dynamic_tools, "dynamic_tools")
    if environments is not UNSET:
        wire["environments"] = to_wire(environments, "environments")
    if ephemeral is not UNSET:
        wire["ephemeral"] = to_wire(ephemeral, "ephemeral")
    if experimental_raw_events is not UNSET:
        wire["experimentalRawEvents"] = to_wire(experimental_raw_events, "experimental_raw_events")
    if history_mode is not UNSET:
        wire["historyMode"] = to_wire(history_mode, "history_mode")
    if mock_experimental_field is not UNSET:
        wire["mockExperimentalField"] = to_wire(mock_experimental_field, "mock_experimental_field")
    if model is not UNSET:
        wire["model"] = to_wire(model, "model")
    if model_provider is not UNSET:
        wire["modelProvider"] = to_wire(model_provider, "model_provider")
    if multi_agent_mode is not UNSET:
        wire["multiAgentMode"] = to_wire(multi_agent_mode, "multi_agent_mode")
    if permissions is not UNSET:
        wire["permissions"] = to_wire(permissions, "permissions")
    if personality is not UNSET:
        wire["personality"] = to_wire(personality, "personality")
    if project_id is not UNSET:
        wire["projectId"] = to_wire(project_id, "project_id")
    if runtime_workspace_roots is not UNSET:
        wire["runtimeWorkspaceRoots"] = to_wire(runtime_workspace_roots, "runtime_workspace_roots")
    if sandbox is not UNSET:
        wire["sandbox"] = to_wire(sandbox, "sandbox")
    if selected_capability_roots is not UNSET:
        wire["selectedCapabilityRoots"] = to_wire(selected_capability_roots, "selected_capability_roots")
    if service_name is not UNSET:
        wire["serviceName"] = to_wire(service_name, "service_name")
    if service_tier is not UNSET:
        wire["serviceTier"] = to_wire(service_tier, "service_tier")
    if session_start_source is not UNSET:
        wire["sessionStartSource"] = to_wire(session_start_source, "session_start_source")
    if thread_source is not UNSET:
        wire["threadSource"] = to_wire(thread_source, "thread_source")
    return wire


def thread_resume(
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
) -> dict[str, JsonValue]:
    """Return the params of `thread/resume`.

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
    if unknown:
        raise unexpected_keyword("thread/resume", unknown, keywords(thread_resume))
    wire: dict[str, JsonValue] = {
        "threadId": to_wire(thread_id, "thread_id"),
    }
    if approval_policy is not UNSET:
        wire["approvalPolicy"] = to_wire(approval_policy, "approval_policy")
    if approvals_reviewer is not UNSET:
        wire["approvalsReviewer"] = to_wire(approvals_reviewer, "approvals_reviewer")
    if base_instructions is not UNSET:
        wire["baseInstructions"] = to_wire(base_instructions, "base_instructions")
    if config is not UNSET:
        wire["config"] = to_wire(config, "config")
    if cwd is not UNSET:
        wire["cwd"] = to_wire(cwd, "cwd")
    if developer_instructions is not UNSET:
        wire["developerInstructions"] = to_wire(developer_instructions, "developer_instructions")
    if exclude_turns is not UNSET:
        wire["excludeTurns"] = to_wire(exclude_turns, "exclude_turns")
    if history is not UNSET:
        wire["history"] = to_wire(history, "history")
    if initial_turns_page is not UNSET:
        wire["initialTurnsPage"] = to_wire(initial_turns_page, "initial_turns_page")
    if model is not UNSET:
        wire["model"] = to_wire(model, "model")
    if model_provider is not UNSET:
        wire["modelProvider"] = to_wire(model_provider, "model_provider")
    if path is not UNSET:
        wire["path"] = to_wire(path, "path")
    if permissions is not UNSET:
        wire["permissions"] = to_wire(permissions, "permissions")
    if personality is not UNSET:
        wire["personality"] = to_wire(personality, "personality")
    if runtime_workspace_roots is not UNSET:
        wire["runtimeWorkspaceRoots"] = to_wire(runtime_workspace_roots, "runtime_workspace_roots")
    if sandbox is not UNSET:
        wire["sandbox"] = to_wire(sandbox, "sandbox")
    if service_tier is not UNSET:
        wire["serviceTier"] = to_wire(service_tier, "service_tier")
    return wire


def thread_fork(
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
) -> dict[str, JsonValue]:
    """Return the params of `thread/fork`.

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
    if unknown:
        raise unexpected_keyword("thread/fork", unknown, keywords(thread_fork))
    wire: dict[str, JsonValue] = {
        "threadId": to_wire(thread_id, "thread_id"),
    }
    if approval_policy is not UNSET:
        wire["approvalPolicy"] = to_wire(approval_policy, "approval_policy")
    if approvals_reviewer is not UNSET:
        wire["approvalsReviewer"] = to_wire(approvals_reviewer, "approvals_reviewer")
    if base_instructions is not UNSET:
        wire["baseInstructions"] = to_wire(base_instructions, "base_instructions")
    if before_turn_id is not UNSET:
        wire["beforeTurnId"] = to_wire(before_turn_id, "before_turn_id")
    if config is not UNSET:
        wire["config"] = to_wire(config, "config")
    if cwd is not UNSET:
        wire["cwd"] = to_wire(cwd, "cwd")
    if defer_goal_continuation is not UNSET:
        wire["deferGoalContinuation"] = to_wire(defer_goal_continuation, "defer_goal_continuation")
    if developer_instructions is not UNSET:
        wire["developerInstructions"] = to_wire(developer_instructions, "developer_instructions")
    if ephemeral is not UNSET:
        wire["ephemeral"] = to_wire(ephemeral, "ephemeral")
    if exclude_turns is not UNSET:
        wire["excludeTurns"] = to_wire(exclude_turns, "exclude_turns")
    if experimental_prediction_mode is not UNSET:
        wire["experimentalPredictionMode"] = to_wire(experimental_prediction_mode, "experimental_prediction_mode")
    if last_turn_id is not UNSET:
        wire["lastTurnId"] = to_wire(last_turn_id, "last_turn_id")
    if model is not UNSET:
        wire["model"] = to_wire(model, "model")
    if model_provider is not UNSET:
        wire["modelProvider"] = to_wire(model_provider, "model_provider")
    if path is not UNSET:
        wire["path"] = to_wire(path, "path")
    if permissions is not UNSET:
        wire["permissions"] = to_wire(permissions, "permissions")
    if runtime_workspace_roots is not UNSET:
        wire["runtimeWorkspaceRoots"] = to_wire(runtime_workspace_roots, "runtime_workspace_roots")
    if sandbox is not UNSET:
        wire["sandbox"] = to_wire(sandbox, "sandbox")
    if service_tier is not UNSET:
        wire["serviceTier"] = to_wire(service_tier, "service_tier")
    if thread_source is not UNSET:
        wire["threadSource"] = to_wire(thread_source, "thread_source")
    return wire


def thread_archive(*, thread_id: str, **unknown: Never) -> dict[str, JsonValue]:
    """Return the params of `thread/archive`."""
    if unknown:
        raise unexpected_keyword("thread/archive", unknown, keywords(thread_archive))
    wire: dict[str, JsonValue] = {
        "threadId": to_wire(thread_id, "thread_id"),
    }
    return wire


def thread_delete(*, thread_id: str, **unknown: Never) -> dict[str, JsonValue]:
    """Return the params of `thread/delete`."""
    if unknown:
        raise unexpected_keyword("thread/delete", unknown, keywords(thread_delete))
    wire: dict[str, JsonValue] = {
        "threadId": to_wire(thread_id, "thread_id"),
    }
    return wire


def thread_unsubscribe(*, thread_id: str, **unknown: Never) -> dict[str, JsonValue]:
    """Return the params of `thread/unsubscribe`."""
    if unknown:
        raise unexpected_keyword("thread/unsubscribe", unknown, keywords(thread_unsubscribe))
    wire: dict[str, JsonValue] = {
        "threadId": to_wire(thread_id, "thread_id"),
    }
    return wire


def thread_increment_elicitation(*, thread_id: str, **unknown: Never) -> dict[str, JsonValue]:
    """Return the params of `thread/increment_elicitation`.

    Args:
        thread_id: Thread whose out-of-band elicitation counter should be incremented.
    """
    if unknown:
        raise unexpected_keyword("thread/increment_elicitation", unknown, keywords(thread_increment_elicitation))
    wire: dict[str, JsonValue] = {
        "threadId": to_wire(thread_id, "thread_id"),
    }
    return wire


def thread_decrement_elicitation(*, thread_id: str, **unknown: Never) -> dict[str, JsonValue]:
    """Return the params of `thread/decrement_elicitation`.

    Args:
        thread_id: Thread whose out-of-band elicitation counter should be decremented.
    """
    if unknown:
        raise unexpected_keyword("thread/decrement_elicitation", unknown, keywords(thread_decrement_elicitation))
    wire: dict[str, JsonValue] = {
        "threadId": to_wire(thread_id, "thread_id"),
    }
    return wire


def thread_name_set(*, name: str, thread_id: str, **unknown: Never) -> dict[str, JsonValue]:
    """Return the params of `thread/name/set`."""
    if unknown:
        raise unexpected_keyword("thread/name/set", unknown, keywords(thread_name_set))
    wire: dict[str, JsonValue] = {
        "name": to_wire(name, "name"),
        "threadId": to_wire(thread_id, "thread_id"),
    }
    return wire


def thread_prediction_request(*, source_turn_id: str, thread_id: str, **unknown: Never) -> dict[str, JsonValue]:
    """Return the params of `thread/prediction/request`."""
    if unknown:
        raise unexpected_keyword("thread/prediction/request", unknown, keywords(thread_prediction_request))
    wire: dict[str, JsonValue] = {
        "sourceTurnId": to_wire(source_turn_id, "source_turn_id"),
        "threadId": to_wire(thread_id, "thread_id"),
    }
    return wire


def thread_goal_set(
    *,
    thread_id: str,
    objective: str | Unset | None = UNSET,
    origin: ThreadGoalMutationOrigin | str | Unset | None = UNSET,
    status: ThreadGoalStatus | str | Unset | None = UNSET,
    token_budget: int | Unset | None = UNSET,
    **unknown: Never,
) -> dict[str, JsonValue]:
    """Return the params of `thread/goal/set`.

    Args:
        origin: Missing provenance does not supply user authorization. Since runtime 0.161.0.
    """
    if unknown:
        raise unexpected_keyword("thread/goal/set", unknown, keywords(thread_goal_set))
    wire: dict[str, JsonValue] = {
        "threadId": to_wire(thread_id, "thread_id"),
    }
    if objective is not UNSET:
        wire["objective"] = to_wire(objective, "objective")
    if origin is not UNSET:
        wire["origin"] = to_wire(origin, "origin")
    if status is not UNSET:
        wire["status"] = to_wire(status, "status")
    if token_budget is not UNSET:
        wire["tokenBudget"] = to_wire(token_budget, "token_budget")
    return wire


def thread_goal_get(*, thread_id: str, **unknown: Never) -> dict[str, JsonValue]:
    """Return the params of `thread/goal/get`."""
    if unknown:
        raise unexpected_keyword("thread/goal/get", unknown, keywords(thread_goal_get))
    wire: dict[str, JsonValue] = {
        "threadId": to_wire(thread_id, "thread_id"),
    }
    return wire


def thread_goal_clear(
    *, thread_id: str, origin: ThreadGoalMutationOrigin | str | Unset | None = UNSET, **unknown: Never
) -> dict[str, JsonValue]:
    """Return the params of `thread/goal/clear`.

    Args:
        origin: Missing provenance does not supply user authorization. Since runtime 0.161.0.
    """
    if unknown:
        raise unexpected_keyword("thread/goal/clear", unknown, keywords(thread_goal_clear))
    wire: dict[str, JsonValue] = {
        "threadId": to_wire(thread_id, "thread_id"),
    }
    if origin is not UNSET:
        wire["origin"] = to_wire(origin, "origin")
    return wire


def thread_queue_add(
    *, client_user_message_id: str, input: Sequence[UserInput | Mapping[str, object]], thread_id: str, **unknown: Never
) -> dict[str, JsonValue]:
    """Return the params of `thread/queue/add`."""
    if unknown:
        raise unexpected_keyword("thread/queue/add", unknown, keywords(thread_queue_add))
    wire: dict[str, JsonValue] = {
        "clientUserMessageId": to_wire(client_user_message_id, "client_user_message_id"),
        "input": to_wire(input, "input"),
        "threadId": to_wire(thread_id, "thread_id"),
    }
    return wire


def thread_queue_list(
    *, thread_id: str, cursor: str | Unset | None = UNSET, limit: int | Unset | None = UNSET, **unknown: Never
) -> dict[str, JsonValue]:
    """Return the params of `thread/queue/list`.

    Args:
        cursor: Opaque pagination cursor returned by a previous call.
        limit: Optional page size; defaults to the standard thread-list page size.
    """
    if unknown:
        raise unexpected_keyword("thread/queue/list", unknown, keywords(thread_queue_list))
    wire: dict[str, JsonValue] = {
        "threadId": to_wire(thread_id, "thread_id"),
    }
    if cursor is not UNSET:
        wire["cursor"] = to_wire(cursor, "cursor")
    if limit is not UNSET:
        wire["limit"] = to_wire(limit, "limit")
    return wire


def thread_queue_update(
    *, input: Sequence[UserInput | Mapping[str, object]], queued_submission_id: str, thread_id: str, **unknown: Never
) -> dict[str, JsonValue]:
    """Return the params of `thread/queue/update`."""
    if unknown:
        raise unexpected_keyword("thread/queue/update", unknown, keywords(thread_queue_update))
    wire: dict[str, JsonValue] = {
        "input": to_wire(input, "input"),
        "queuedSubmissionId": to_wire(queued_submission_id, "queued_submission_id"),
        "threadId": to_wire(thread_id, "thread_id"),
    }
    return wire


def thread_queue_delete(*, queued_submission_id: str, thread_id: str, **unknown: Never) -> dict[str, JsonValue]:
    """Return the params of `thread/queue/delete`."""
    if unknown:
        raise unexpected_keyword("thread/queue/delete", unknown, keywords(thread_queue_delete))
    wire: dict[str, JsonValue] = {
        "queuedSubmissionId": to_wire(queued_submission_id, "queued_submission_id"),
        "threadId": to_wire(thread_id, "thread_id"),
    }
    return wire


def thread_queue_reorder(
    *, queued_submission_ids: Sequence[str], thread_id: str, **unknown: Never
) -> dict[str, JsonValue]:
    """Return the params of `thread/queue/reorder`."""
    if unknown:
        raise unexpected_keyword("thread/queue/reorder", unknown, keywords(thread_queue_reorder))
    wire: dict[str, JsonValue] = {
        "queuedSubmissionIds": to_wire(queued_submission_ids, "queued_submission_ids"),
        "threadId": to_wire(thread_id, "thread_id"),
    }
    return wire


def thread_queue_start(
    *, thread_id: str, queued_submission_id: str | Unset | None = UNSET, **unknown: Never
) -> dict[str, JsonValue]:
    """Return the params of `thread/queue/start`."""
    if unknown:
        raise unexpected_keyword("thread/queue/start", unknown, keywords(thread_queue_start))
    wire: dict[str, JsonValue] = {
        "threadId": to_wire(thread_id, "thread_id"),
    }
    if queued_submission_id is not UNSET:
        wire["queuedSubmissionId"] = to_wire(queued_submission_id, "queued_submission_id")
    return wire


def thread_metadata_update(
    *,
    thread_id: str,
    daybreak_enabled: bool | Unset | None = UNSET,
    git_info: ThreadMetadataGitInfoUpdateParams | Mapping[str, object] | Unset | None = UNSET,
    project_id: str | Unset | None = UNSET,
    **unknown: Never,
) -> dict[str, JsonValue]:
    """Return the params of `thread/metadata/update`.

    Args:
        daybreak_enabled: Experimental. Save the client's Daybreak choice for this persistent
            thread. Omitted or null leaves it unchanged. This does not select a turn's
            `cyberAccessProgram` or grant access. Since runtime 0.154.0.
        git_info: Patch the stored Git metadata for this thread. Omit a field to leave it unchanged,
            set it to `null` to clear it, or provide a string to replace the stored value.
        project_id: Experimental. Omit to leave the project unchanged, use an empty string to clear
            it, or provide an existing project ID to assign it. Since runtime 0.149.0.
    """
    if unknown:
        raise unexpected_keyword("thread/metadata/update", unknown, keywords(thread_metadata_update))
    wire: dict[str, JsonValue] = {
        "threadId": to_wire(thread_id, "thread_id"),
    }
    if daybreak_enabled is not UNSET:
        wire["daybreakEnabled"] = to_wire(daybreak_enabled, "daybreak_enabled")
    if git_info is not UNSET:
        wire["gitInfo"] = to_wire(git_info, "git_info")
    if project_id is not UNSET:
        wire["projectId"] = to_wire(project_id, "project_id")
    return wire


def thread_attachment_add(
    *, attachment_type: str, identity_key: str, payload: object, thread_id: str, **unknown: Never
) -> dict[str, JsonValue]:
    """Return the params of `thread/attachment/add`."""
    if unknown:
        raise unexpected_keyword("thread/attachment/add", unknown, keywords(thread_attachment_add))
    wire: dict[str, JsonValue] = {
        "attachmentType": to_wire(attachment_type, "attachment_type"),
        "identityKey": to_wire(identity_key, "identity_key"),
        "payload": to_wire(payload, "payload"),
        "threadId": to_wire(thread_id, "thread_id"),
    }
    return wire


def thread_attachment_list(
    *, thread_id: str, cursor: str | Unset | None = UNSET, limit: int | Unset | None = UNSET, **unknown: Never
) -> dict[str, JsonValue]:
    """Return the params of `thread/attachment/list`."""
    if unknown:
        raise unexpected_keyword("thread/attachment/list", unknown, keywords(thread_attachment_list))
    wire: dict[str, JsonValue] = {
        "threadId": to_wire(thread_id, "thread_id"),
    }
    if cursor is not UNSET:
        wire["cursor"] = to_wire(cursor, "cursor")
    if limit is not UNSET:
        wire["limit"] = to_wire(limit, "limit")
    return wire


def thread_attachment_owner_list(
    *,
    attachment_type: str,
    identity_key: str,
    archived: bool | Unset | None = UNSET,
    cursor: str | Unset | None = UNSET,
    limit: int | Unset | None = UNSET,
    **unknown: Never,
) -> dict[str, JsonValue]:
    """Return the params of `thread/attachmentOwner/list`.

    Args:
        archived: Omitted or null returns all matches; false returns non-archived threads only.
    """
    if unknown:
        raise unexpected_keyword("thread/attachmentOwner/list", unknown, keywords(thread_attachment_owner_list))
    wire: dict[str, JsonValue] = {
        "attachmentType": to_wire(attachment_type, "attachment_type"),
        "identityKey": to_wire(identity_key, "identity_key"),
    }
    if archived is not UNSET:
        wire["archived"] = to_wire(archived, "archived")
    if cursor is not UNSET:
        wire["cursor"] = to_wire(cursor, "cursor")
    if limit is not UNSET:
        wire["limit"] = to_wire(limit, "limit")
    return wire


def thread_attachment_remove(
    *, attachment_type: str, identity_key: str, thread_id: str, **unknown: Never
) -> dict[str, JsonValue]:
    """Return the params of `thread/attachment/remove`."""
    if unknown:
        raise unexpected_keyword("thread/attachment/remove", unknown, keywords(thread_attachment_remove))
    wire: dict[str, JsonValue] = {
        "attachmentType": to_wire(attachment_type, "attachment_type"),
        "identityKey": to_wire(identity_key, "identity_key"),
        "threadId": to_wire(thread_id, "thread_id"),
    }
    return wire


def thread_section_move(
    *, section_id: str | None, thread_id: str, before_thread_id: str | Unset | None = UNSET, **unknown: Never
) -> dict[str, JsonValue]:
    """Return the params of `thread/section/move`.

    Args:
        section_id: Destination section, or `null` to remove the thread from its section.
        thread_id: Thread to move into, within, or out of a section.
        before_thread_id: Existing thread to insert before; omission or null appends to the section.
    """
    if unknown:
        raise unexpected_keyword("thread/section/move", unknown, keywords(thread_section_move))
    wire: dict[str, JsonValue] = {
        "sectionId": to_wire(section_id, "section_id"),
        "threadId": to_wire(thread_id, "thread_id"),
    }
    if before_thread_id is not UNSET:
        wire["beforeThreadId"] = to_wire(before_thread_id, "before_thread_id")
    return wire


def thread_settings_update(
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
) -> dict[str, JsonValue]:
    """Return the params of `thread/settings/update`.

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
    if unknown:
        raise unexpected_keyword("thread/settings/update", unknown, keywords(thread_settings_update))
    wire: dict[str, JsonValue] = {
        "threadId": to_wire(thread_id, "thread_id"),
    }
    if approval_policy is not UNSET:
        wire["approvalPolicy"] = to_wire(approval_policy, "approval_policy")
    if approvals_reviewer is not UNSET:
        wire["approvalsReviewer"] = to_wire(approvals_reviewer, "approvals_reviewer")
    if collaboration_mode is not UNSET:
        wire["collaborationMode"] = to_wire(collaboration_mode, "collaboration_mode")
    if cwd is not UNSET:
        wire["cwd"] = to_wire(cwd, "cwd")
    if disabled_plugin_ids is not UNSET:
        wire["disabledPluginIds"] = to_wire(disabled_plugin_ids, "disabled_plugin_ids")
    if effort is not UNSET:
        wire["effort"] = to_wire(effort, "effort")
    if model is not UNSET:
        wire["model"] = to_wire(model, "model")
    if multi_agent_mode is not UNSET:
        wire["multiAgentMode"] = to_wire(multi_agent_mode, "multi_agent_mode")
    if permissions is not UNSET:
        wire["permissions"] = to_wire(permissions, "permissions")
    if personality is not UNSET:
        wire["personality"] = to_wire(personality, "personality")
    if sandbox_policy is not UNSET:
        wire["sandboxPolicy"] = to_wire(sandbox_policy, "sandbox_policy")
    if service_tier is not UNSET:
        wire["serviceTier"] = to_wire(service_tier, "service_tier")
    if summary is not UNSET:
        wire["summary"] = to_wire(summary, "summary")
    return wire


def thread_memory_mode_set(*, mode: ThreadMemoryMode | str, thread_id: str, **unknown: Never) -> dict[str, JsonValue]:
    """Return the params of `thread/memoryMode/set`."""
    if unknown:
        raise unexpected_keyword("thread/memoryMode/set", unknown, keywords(thread_memory_mode_set))
    wire: dict[str, JsonValue] = {
        "mode": to_wire(mode, "mode"),
        "threadId": to_wire(thread_id, "thread_id"),
    }
    return wire


def thread_unarchive(*, thread_id: str, **unknown: Never) -> dict[str, JsonValue]:
    """Return the params of `thread/unarchive`."""
    if unknown:
        raise unexpected_keyword("thread/unarchive", unknown, keywords(thread_unarchive))
    wire: dict[str, JsonValue] = {
        "threadId": to_wire(thread_id, "thread_id"),
    }
    return wire


def thread_compact_start(*, thread_id: str, **unknown: Never) -> dict[str, JsonValue]:
    """Return the params of `thread/compact/start`."""
    if unknown:
        raise unexpected_keyword("thread/compact/start", unknown, keywords(thread_compact_start))
    wire: dict[str, JsonValue] = {
        "threadId": to_wire(thread_id, "thread_id"),
    }
    return wire


def thread_shell_command(
    *, command: str, thread_id: str, timeout_ms: int | Unset | None = UNSET, **unknown: Never
) -> dict[str, JsonValue]:
    """Return the params of `thread/shellCommand`.

    Args:
        command: Shell command string evaluated by the thread's configured shell. Unlike
            `command/exec`, this intentionally preserves shell syntax such as pipes, redirects, and
            quoting. This runs unsandboxed with full access rather than inheriting the thread
            sandbox policy.
        timeout_ms: Maximum execution time in milliseconds. Defaults to one hour when omitted or
            null. Must be non-negative; zero requests an immediate timeout, not unlimited execution.
            Does not affect the immediate RPC acknowledgement. Since runtime 0.153.4.
    """
    if unknown:
        raise unexpected_keyword("thread/shellCommand", unknown, keywords(thread_shell_command))
    wire: dict[str, JsonValue] = {
        "command": to_wire(command, "command"),
        "threadId": to_wire(thread_id, "thread_id"),
    }
    if timeout_ms is not UNSET:
        wire["timeoutMs"] = to_wire(timeout_ms, "timeout_ms")
    return wire


def thread_approve_guardian_denied_action(*, event: object, thread_id: str, **unknown: Never) -> dict[str, JsonValue]:
    """Return the params of `thread/approveGuardianDeniedAction`.

    Args:
        event: Serialized `codex_protocol::protocol::GuardianAssessmentEvent`.
    """
    if unknown:
        raise unexpected_keyword(
            "thread/approveGuardianDeniedAction", unknown, keywords(thread_approve_guardian_denied_action)
        )
    wire: dict[str, JsonValue] = {
        "event": to_wire(event, "event"),
        "threadId": to_wire(thread_id, "thread_id"),
    }
    return wire


def thread_background_terminals_clean(*, thread_id: str, **unknown: Never) -> dict[str, JsonValue]:
    """Return the params of `thread/backgroundTerminals/clean`."""
    if unknown:
        raise unexpected_keyword(
            "thread/backgroundTerminals/clean", unknown, keywords(thread_background_terminals_clean)
        )
    wire: dict[str, JsonValue] = {
        "threadId": to_wire(thread_id, "thread_id"),
    }
    return wire


def thread_background_terminals_list(
    *, thread_id: str, cursor: str | Unset | None = UNSET, limit: int | Unset | None = UNSET, **unknown: Never
) -> dict[str, JsonValue]:
    """Return the params of `thread/backgroundTerminals/list`.

    Args:
        cursor: Opaque pagination cursor returned by a previous call.
        limit: Optional page size.
    """
    if unknown:
        raise unexpected_keyword("thread/backgroundTerminals/list", unknown, keywords(thread_background_terminals_list))
    wire: dict[str, JsonValue] = {
        "threadId": to_wire(thread_id, "thread_id"),
    }
    if cursor is not UNSET:
        wire["cursor"] = to_wire(cursor, "cursor")
    if limit is not UNSET:
        wire["limit"] = to_wire(limit, "limit")
    return wire


def thread_background_terminals_terminate(*, process_id: str, thread_id: str, **unknown: Never) -> dict[str, JsonValue]:
    """Return the params of `thread/backgroundTerminals/terminate`."""
    if unknown:
        raise unexpected_keyword(
            "thread/backgroundTerminals/terminate", unknown, keywords(thread_background_terminals_terminate)
        )
    wire: dict[str, JsonValue] = {
        "processId": to_wire(process_id, "process_id"),
        "threadId": to_wire(thread_id, "thread_id"),
    }
    return wire


def thread_revert(*, before_turn_id: str, thread_id: str, **unknown: Never) -> dict[str, JsonValue]:
    """Return the params of `thread/revert`.

    Args:
        before_turn_id: Turn excluded from the replacement history, together with every later turn.
    """
    if unknown:
        raise unexpected_keyword("thread/revert", unknown, keywords(thread_revert))
    wire: dict[str, JsonValue] = {
        "beforeTurnId": to_wire(before_turn_id, "before_turn_id"),
        "threadId": to_wire(thread_id, "thread_id"),
    }
    return wire


def thread_list(
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
) -> dict[str, JsonValue]:
    """Return the params of `thread/list`.

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
    if unknown:
        raise unexpected_keyword("thread/list", unknown, keywords(thread_list))
    wire: dict[str, JsonValue] = {}
    if ancestor_thread_id is not UNSET:
        wire["ancestorThreadId"] = to_wire(ancestor_thread_id, "ancestor_thread_id")
    if archived is not UNSET:
        wire["archived"] = to_wire(archived, "archived")
    if cursor is not UNSET:
        wire["cursor"] = to_wire(cursor, "cursor")
    if cwd is not UNSET:
        wire["cwd"] = to_wire(cwd, "cwd")
    if excluded_thread_ids is not UNSET:
        wire["excludedThreadIds"] = to_wire(excluded_thread_ids, "excluded_thread_ids")
    if limit is not UNSET:
        wire["limit"] = to_wire(limit, "limit")
    if model_providers is not UNSET:
        wire["modelProviders"] = to_wire(model_providers, "model_providers")
    if originators is not UNSET:
        wire["originators"] = to_wire(originators, "originators")
    if parent_thread_id is not UNSET:
        wire["parentThreadId"] = to_wire(parent_thread_id, "parent_thread_id")
    if project_id is not UNSET:
        wire["projectId"] = to_wire(project_id, "project_id")
    if search_term is not UNSET:
        wire["searchTerm"] = to_wire(search_term, "search_term")
    if section_id is not UNSET:
        wire["sectionId"] = to_wire(section_id, "section_id")
    if sort_direction is not UNSET:
        wire["sortDirection"] = to_wire(sort_direction, "sort_direction")
    if sort_key is not UNSET:
        wire["sortKey"] = to_wire(sort_key, "sort_key")
    if source_kinds is not UNSET:
        wire["sourceKinds"] = to_wire(source_kinds, "source_kinds")
    if use_state_db_only is not UNSET:
        wire["useStateDbOnly"] = to_wire(use_state_db_only, "use_state_db_only")
    return wire


def thread_search(
    *,
    search_term: str,
    archived: bool | Unset | None = UNSET,
    cursor: str | Unset | None = UNSET,
    limit: int | Unset | None = UNSET,
    sort_direction: SortDirection | str | Unset | None = UNSET,
    sort_key: ThreadSearchSortKey | str | Unset | None = UNSET,
    source_kinds: Sequence[ThreadSourceKind | str] | Unset | None = UNSET,
    **unknown: Never,
) -> dict[str, JsonValue]:
    """Return the params of `thread/search`.

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
    if unknown:
        raise unexpected_keyword("thread/search", unknown, keywords(thread_search))
    wire: dict[str, JsonValue] = {
        "searchTerm": to_wire(search_term, "search_term"),
    }
    if archived is not UNSET:
        wire["archived"] = to_wire(archived, "archived")
    if cursor is not UNSET:
        wire["cursor"] = to_wire(cursor, "cursor")
    if limit is not UNSET:
        wire["limit"] = to_wire(limit, "limit")
    if sort_direction is not UNSET:
        wire["sortDirection"] = to_wire(sort_direction, "sort_direction")
    if sort_key is not UNSET:
        wire["sortKey"] = to_wire(sort_key, "sort_key")
    if source_kinds is not UNSET:
        wire["sourceKinds"] = to_wire(source_kinds, "source_kinds")
    return wire


def thread_search_occurrences(
    *,
    search_term: str,
    thread_id: str,
    cursor: str | Unset | None = UNSET,
    limit: int | Unset | None = UNSET,
    **unknown: Never,
) -> dict[str, JsonValue]:
    """Return the params of `thread/searchOccurrences`.

    Args:
        search_term: Case-insensitive literal substring to find in visible user messages and both
            partial and final assistant answers.
        cursor: Opaque cursor returned by a previous call for the same thread and search term.
        limit: Optional occurrence page size.
    """
    if unknown:
        raise unexpected_keyword("thread/searchOccurrences", unknown, keywords(thread_search_occurrences))
    wire: dict[str, JsonValue] = {
        "searchTerm": to_wire(search_term, "search_term"),
        "threadId": to_wire(thread_id, "thread_id"),
    }
    if cursor is not UNSET:
        wire["cursor"] = to_wire(cursor, "cursor")
    if limit is not UNSET:
        wire["limit"] = to_wire(limit, "limit")
    return wire


def thread_loaded_list(
    *, cursor: str | Unset | None = UNSET, limit: int | Unset | None = UNSET, **unknown: Never
) -> dict[str, JsonValue]:
    """Return the params of `thread/loaded/list`.

    Args:
        cursor: Opaque pagination cursor returned by a previous call.
        limit: Optional page size; defaults to no limit.
    """
    if unknown:
        raise unexpected_keyword("thread/loaded/list", unknown, keywords(thread_loaded_list))
    wire: dict[str, JsonValue] = {}
    if cursor is not UNSET:
        wire["cursor"] = to_wire(cursor, "cursor")
    if limit is not UNSET:
        wire["limit"] = to_wire(limit, "limit")
    return wire


def thread_read(*, thread_id: str, include_turns: bool | Unset = UNSET, **unknown: Never) -> dict[str, JsonValue]:
    """Return the params of `thread/read`.

    Args:
        include_turns: When true, include turns and their items from rollout history. Full-history
            hydration is deprecated for paginated threads; prefer a metadata-only read and page with
            `thread/turns/list` and `thread/items/list`.
    """
    if unknown:
        raise unexpected_keyword("thread/read", unknown, keywords(thread_read))
    wire: dict[str, JsonValue] = {
        "threadId": to_wire(thread_id, "thread_id"),
    }
    if include_turns is not UNSET:
        wire["includeTurns"] = to_wire(include_turns, "include_turns")
    return wire


def thread_read_state_update(
    *,
    expected_revision: str,
    operation: ThreadReadStateOperation | Mapping[str, object],
    thread_id: str,
    **unknown: Never,
) -> dict[str, JsonValue]:
    """Return the params of `thread/readState/update`.

    Args:
        expected_revision: Revision of the row or transcript actually seen. Conflicts require a
            fresh user action.
    """
    if unknown:
        raise unexpected_keyword("thread/readState/update", unknown, keywords(thread_read_state_update))
    wire: dict[str, JsonValue] = {
        "expectedRevision": to_wire(expected_revision, "expected_revision"),
        "operation": to_wire(operation, "operation"),
        "threadId": to_wire(thread_id, "thread_id"),
    }
    return wire


def thread_turns_list(
    *,
    thread_id: str,
    cursor: str | Unset | None = UNSET,
    items_view: TurnItemsView | str | Unset | None = UNSET,
    limit: int | Unset | None = UNSET,
    sort_direction: SortDirection | str | Unset | None = UNSET,
    **unknown: Never,
) -> dict[str, JsonValue]:
    """Return the params of `thread/turns/list`.

    Args:
        cursor: Opaque cursor to pass to the next call to continue after the last turn.
        items_view: How much item detail to include for each returned turn; defaults to summary.
        limit: Optional turn page size.
        sort_direction: Optional turn pagination direction; defaults to descending.
    """
    if unknown:
        raise unexpected_keyword("thread/turns/list", unknown, keywords(thread_turns_list))
    wire: dict[str, JsonValue] = {
        "threadId": to_wire(thread_id, "thread_id"),
    }
    if cursor is not UNSET:
        wire["cursor"] = to_wire(cursor, "cursor")
    if items_view is not UNSET:
        wire["itemsView"] = to_wire(items_view, "items_view")
    if limit is not UNSET:
        wire["limit"] = to_wire(limit, "limit")
    if sort_direction is not UNSET:
        wire["sortDirection"] = to_wire(sort_direction, "sort_direction")
    return wire


def thread_items_list(
    *,
    thread_id: str,
    cursor: ThreadItemsListCursor | Mapping[str, object] | Unset | None = UNSET,
    limit: int | Unset | None = UNSET,
    sort_direction: SortDirection | str | Unset | None = UNSET,
    turn_id: str | Unset | None = UNSET,
    **unknown: Never,
) -> dict[str, JsonValue]:
    """Return the params of `thread/items/list`.

    Args:
        cursor: Opaque continuation cursor or an exclusive item anchor in the requested visible
            turn. An item anchor requires a non-empty `turnId`; ascending (the default) returns
            items after it, and descending returns items before it. Continue with the returned
            string cursor.
        limit: Optional item page size.
        sort_direction: Optional item pagination direction; defaults to ascending.
        turn_id: Optional turn id to filter by. When omitted, returns items across the thread.
    """
    if unknown:
        raise unexpected_keyword("thread/items/list", unknown, keywords(thread_items_list))
    wire: dict[str, JsonValue] = {
        "threadId": to_wire(thread_id, "thread_id"),
    }
    if cursor is not UNSET:
        wire["cursor"] = to_wire(cursor, "cursor")
    if limit is not UNSET:
        wire["limit"] = to_wire(limit, "limit")
    if sort_direction is not UNSET:
        wire["sortDirection"] = to_wire(sort_direction, "sort_direction")
    if turn_id is not UNSET:
        wire["turnId"] = to_wire(turn_id, "turn_id")
    return wire


def thread_items_read(
    *, item_ids: Sequence[str], thread_id: str, turn_id: str, **unknown: Never
) -> dict[str, JsonValue]:
    """Return the params of `thread/items/read`.

    Args:
        item_ids: Item IDs to retrieve. Supply 1 to 100 IDs.
    """
    if unknown:
        raise unexpected_keyword("thread/items/read", unknown, keywords(thread_items_read))
    wire: dict[str, JsonValue] = {
        "itemIds": to_wire(item_ids, "item_ids"),
        "threadId": to_wire(thread_id, "thread_id"),
        "turnId": to_wire(turn_id, "turn_id"),
    }
    return wire


def thread_inject_items(*, items: Sequence[object], thread_id: str, **unknown: Never) -> dict[str, JsonValue]:
    """Return the params of `thread/inject_items`.

    Args:
        items: Raw Responses API items to append to the thread's model-visible history.
    """
    if unknown:
        raise unexpected_keyword("thread/inject_items", unknown, keywords(thread_inject_items))
    wire: dict[str, JsonValue] = {
        "items": to_wire(items, "items"),
        "threadId": to_wire(thread_id, "thread_id"),
    }
    return wire


def thread_realtime_start(
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
) -> dict[str, JsonValue]:
    """Return the params of `thread/realtime/start`.

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
    """
    if unknown:
        raise unexpected_keyword("thread/realtime/start", unknown, keywords(thread_realtime_start))
    wire: dict[str, JsonValue] = {
        "outputModality": to_wire(output_modality, "output_modality"),
        "threadId": to_wire(thread_id, "thread_id"),
    }
    if backend_reasoning_status is not UNSET:
        wire["backendReasoningStatus"] = to_wire(backend_reasoning_status, "backend_reasoning_status")
    if client_managed_handoffs is not UNSET:
        wire["clientManagedHandoffs"] = to_wire(client_managed_handoffs, "client_managed_handoffs")
    if codex_response_handoff_channel_prefixes is not UNSET:
        wire["codexResponseHandoffChannelPrefixes"] = to_wire(
            codex_response_handoff_channel_prefixes, "codex_response_handoff_channel_prefixes"
        )
    if codex_response_handoff_mode is not UNSET:
        wire["codexResponseHandoffMode"] = to_wire(codex_response_handoff_mode, "codex_response_handoff_mode")
    if codex_response_item_prefix is not UNSET:
        wire["codexResponseItemPrefix"] = to_wire(codex_response_item_prefix, "codex_response_item_prefix")
    if codex_responses_as_items is not UNSET:
        wire["codexResponsesAsItems"] = to_wire(codex_responses_as_items, "codex_responses_as_items")
    if delegation_ack_filler is not UNSET:
        wire["delegationAckFiller"] = to_wire(delegation_ack_filler, "delegation_ack_filler")
    if flush_transcript_tail_on_session_end is not UNSET:
        wire["flushTranscriptTailOnSessionEnd"] = to_wire(
            flush_transcript_tail_on_session_end, "flush_transcript_tail_on_session_end"
        )
    if include_startup_context is not UNSET:
        wire["includeStartupContext"] = to_wire(include_startup_context, "include_startup_context")
    if initial_items is not UNSET:
        wire["initialItems"] = to_wire(initial_items, "initial_items")
    if model is not UNSET:
        wire["model"] = to_wire(model, "model")
    if prompt is not UNSET:
        wire["prompt"] = to_wire(prompt, "prompt")
    if realtime_end_instructions is not UNSET:
        wire["realtimeEndInstructions"] = to_wire(realtime_end_instructions, "realtime_end_instructions")
    if realtime_session_id is not UNSET:
        wire["realtimeSessionId"] = to_wire(realtime_session_id, "realtime_session_id")
    if realtime_start_instructions is not UNSET:
        wire["realtimeStartInstructions"] = to_wire(realtime_start_instructions, "realtime_start_instructions")
    if transport is not UNSET:
        wire["transport"] = to_wire(transport, "transport")
    if version is not UNSET:
        wire["version"] = to_wire(version, "version")
    if voice is not UNSET:
        wire["voice"] = to_wire(voice, "voice")
    return wire


def thread_realtime_append_audio(
    *, audio: ThreadRealtimeAudioChunk | Mapping[str, object], thread_id: str, **unknown: Never
) -> dict[str, JsonValue]:
    """Return the params of `thread/realtime/appendAudio`."""
    if unknown:
        raise unexpected_keyword("thread/realtime/appendAudio", unknown, keywords(thread_realtime_append_audio))
    wire: dict[str, JsonValue] = {
        "audio": to_wire(audio, "audio"),
        "threadId": to_wire(thread_id, "thread_id"),
    }
    return wire


def thread_realtime_append_text(
    *, text: str, thread_id: str, role: ConversationTextRole | str | Unset = UNSET, **unknown: Never
) -> dict[str, JsonValue]:
    """Return the params of `thread/realtime/appendText`.

    Args:
        role: Default: `ConversationTextRole.user`. Since runtime 0.144.4.
    """
    if unknown:
        raise unexpected_keyword("thread/realtime/appendText", unknown, keywords(thread_realtime_append_text))
    wire: dict[str, JsonValue] = {
        "text": to_wire(text, "text"),
        "threadId": to_wire(thread_id, "thread_id"),
    }
    if role is not UNSET:
        wire["role"] = to_wire(role, "role")
    return wire


def thread_realtime_append_speech(*, text: str, thread_id: str, **unknown: Never) -> dict[str, JsonValue]:
    """Return the params of `thread/realtime/appendSpeech`."""
    if unknown:
        raise unexpected_keyword("thread/realtime/appendSpeech", unknown, keywords(thread_realtime_append_speech))
    wire: dict[str, JsonValue] = {
        "text": to_wire(text, "text"),
        "threadId": to_wire(thread_id, "thread_id"),
    }
    return wire


def thread_realtime_stop(*, thread_id: str, **unknown: Never) -> dict[str, JsonValue]:
    """Return the params of `thread/realtime/stop`."""
    if unknown:
        raise unexpected_keyword("thread/realtime/stop", unknown, keywords(thread_realtime_stop))
    wire: dict[str, JsonValue] = {
        "threadId": to_wire(thread_id, "thread_id"),
    }
    return wire


def thread_timeline_list(
    *, thread_id: str, cursor: str | Unset | None = UNSET, limit: int | Unset | None = UNSET, **unknown: Never
) -> dict[str, JsonValue]:
    """Return the params of `thread/timeline/list`."""
    if unknown:
        raise unexpected_keyword("thread/timeline/list", unknown, keywords(thread_timeline_list))
    wire: dict[str, JsonValue] = {
        "threadId": to_wire(thread_id, "thread_id"),
    }
    if cursor is not UNSET:
        wire["cursor"] = to_wire(cursor, "cursor")
    if limit is not UNSET:
        wire["limit"] = to_wire(limit, "limit")
    return wire


def thread_realtime_list_voices(**unknown: Never) -> dict[str, JsonValue]:
    """Return the params of `thread/realtime/listVoices`."""
    if unknown:
        raise unexpected_keyword("thread/realtime/listVoices", unknown, keywords(thread_realtime_list_voices))
    wire: dict[str, JsonValue] = {}
    return wire
