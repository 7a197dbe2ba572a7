"""Convert keywords to the params of the `turn` methods. Generated; do not edit."""

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
        AdditionalContextEntry,
        ApprovalsReviewer,
        AskForApproval,
        CollaborationMode,
        CyberAccessProgram,
        MultiAgentMode,
        Personality,
        ReasoningEffort,
        ReasoningSummary,
        SandboxPolicy,
        TurnEnvironmentParams,
        TurnToolOutput,
        UserInput,
    )
    from .._wire import Unset


def turn_start(
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
) -> dict[str, JsonValue]:
    """Return the params of `turn/start`.

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
    if unknown:
        raise unexpected_keyword("turn/start", unknown, keywords(turn_start))
    wire: dict[str, JsonValue] = {
        "input": to_wire(input, "input"),
        "threadId": to_wire(thread_id, "thread_id"),
    }
    if additional_context is not UNSET:
        wire["additionalContext"] = to_wire(additional_context, "additional_context")
    if approval_policy is not UNSET:
        wire["approvalPolicy"] = to_wire(approval_policy, "approval_policy")
    if approvals_reviewer is not UNSET:
        wire["approvalsReviewer"] = to_wire(approvals_reviewer, "approvals_reviewer")
    if client_user_message_id is not UNSET:
        wire["clientUserMessageId"] = to_wire(client_user_message_id, "client_user_message_id")
    if collaboration_mode is not UNSET:
        wire["collaborationMode"] = to_wire(collaboration_mode, "collaboration_mode")
    if cwd is not UNSET:
        wire["cwd"] = to_wire(cwd, "cwd")
    if cyber_access_program is not UNSET:
        wire["cyberAccessProgram"] = to_wire(cyber_access_program, "cyber_access_program")
    if disabled_plugin_ids is not UNSET:
        wire["disabledPluginIds"] = to_wire(disabled_plugin_ids, "disabled_plugin_ids")
    if effort is not UNSET:
        wire["effort"] = to_wire(effort, "effort")
    if environments is not UNSET:
        wire["environments"] = to_wire(environments, "environments")
    if model is not UNSET:
        wire["model"] = to_wire(model, "model")
    if multi_agent_mode is not UNSET:
        wire["multiAgentMode"] = to_wire(multi_agent_mode, "multi_agent_mode")
    if output_schema is not UNSET:
        wire["outputSchema"] = to_wire(output_schema, "output_schema")
    if parent_turn_id is not UNSET:
        wire["parentTurnId"] = to_wire(parent_turn_id, "parent_turn_id")
    if permissions is not UNSET:
        wire["permissions"] = to_wire(permissions, "permissions")
    if personality is not UNSET:
        wire["personality"] = to_wire(personality, "personality")
    if responsesapi_client_metadata is not UNSET:
        wire["responsesapiClientMetadata"] = to_wire(responsesapi_client_metadata, "responsesapi_client_metadata")
    if root_turn_id is not UNSET:
        wire["rootTurnId"] = to_wire(root_turn_id, "root_turn_id")
    if runtime_workspace_roots is not UNSET:
        wire["runtimeWorkspaceRoots"] = to_wire(runtime_workspace_roots, "runtime_workspace_roots")
    if sandbox_policy is not UNSET:
        wire["sandboxPolicy"] = to_wire(sandbox_policy, "sandbox_policy")
    if service_tier is not UNSET:
        wire["serviceTier"] = to_wire(service_tier, "service_tier")
    if service_tier_for_turn is not UNSET:
        wire["serviceTierForTurn"] = to_wire(service_tier_for_turn, "service_tier_for_turn")
    if summary is not UNSET:
        wire["summary"] = to_wire(summary, "summary")
    if tool_output is not UNSET:
        wire["toolOutput"] = to_wire(tool_output, "tool_output")
    if turn_trigger is not UNSET:
        wire["turnTrigger"] = to_wire(turn_trigger, "turn_trigger")
    return wire


def turn_settings_update(
    *,
    thread_id: str,
    turn_id: str,
    approvals_reviewer: ApprovalsReviewer | str | Unset | None = UNSET,
    effort: ReasoningEffort | str | Unset | None = UNSET,
    model: str | Unset | None = UNSET,
    service_tier: str | Unset | None = UNSET,
    summary: ReasoningSummary | str | Unset | None = UNSET,
    **unknown: Never,
) -> dict[str, JsonValue]:
    """Return the params of `turn/settings/update`.

    Args:
        approvals_reviewer: Changes the active turn's reviewer without changing future thread
            settings. Already captured steps and pending approvals retain their original reviewer.
        effort: Omission or `null` leaves the effort unchanged.
        model: Omission or `null` leaves the model unchanged.
        service_tier: `null` clears the requested tier; omission leaves it unchanged.
        summary: Omission or `null` leaves the summary preference unchanged.
    """
    if unknown:
        raise unexpected_keyword("turn/settings/update", unknown, keywords(turn_settings_update))
    wire: dict[str, JsonValue] = {
        "threadId": to_wire(thread_id, "thread_id"),
        "turnId": to_wire(turn_id, "turn_id"),
    }
    if approvals_reviewer is not UNSET:
        wire["approvalsReviewer"] = to_wire(approvals_reviewer, "approvals_reviewer")
    if effort is not UNSET:
        wire["effort"] = to_wire(effort, "effort")
    if model is not UNSET:
        wire["model"] = to_wire(model, "model")
    if service_tier is not UNSET:
        wire["serviceTier"] = to_wire(service_tier, "service_tier")
    if summary is not UNSET:
        wire["summary"] = to_wire(summary, "summary")
    return wire


def turn_steer(
    *,
    expected_turn_id: str,
    input: Sequence[UserInput | Mapping[str, object]],
    thread_id: str,
    additional_context: Mapping[str, AdditionalContextEntry | Mapping[str, object]] | Unset | None = UNSET,
    client_user_message_id: str | Unset | None = UNSET,
    responsesapi_client_metadata: Mapping[str, str] | Unset | None = UNSET,
    **unknown: Never,
) -> dict[str, JsonValue]:
    """Return the params of `turn/steer`.

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
    if unknown:
        raise unexpected_keyword("turn/steer", unknown, keywords(turn_steer))
    wire: dict[str, JsonValue] = {
        "expectedTurnId": to_wire(expected_turn_id, "expected_turn_id"),
        "input": to_wire(input, "input"),
        "threadId": to_wire(thread_id, "thread_id"),
    }
    if additional_context is not UNSET:
        wire["additionalContext"] = to_wire(additional_context, "additional_context")
    if client_user_message_id is not UNSET:
        wire["clientUserMessageId"] = to_wire(client_user_message_id, "client_user_message_id")
    if responsesapi_client_metadata is not UNSET:
        wire["responsesapiClientMetadata"] = to_wire(responsesapi_client_metadata, "responsesapi_client_metadata")
    return wire


def turn_interrupt(*, thread_id: str, turn_id: str, **unknown: Never) -> dict[str, JsonValue]:
    """Return the params of `turn/interrupt`."""
    if unknown:
        raise unexpected_keyword("turn/interrupt", unknown, keywords(turn_interrupt))
    wire: dict[str, JsonValue] = {
        "threadId": to_wire(thread_id, "thread_id"),
        "turnId": to_wire(turn_id, "turn_id"),
    }
    return wire
