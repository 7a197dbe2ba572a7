"""Keywords of the convenience methods, for `**options: Unpack[...]`. None means not set.

Generated; do not edit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping, Sequence

    from . import (
        AbsolutePathBuf,
        AdditionalContextEntry,
        CollaborationMode,
        CyberAccessProgram,
        DynamicToolSpec,
        MultiAgentMode,
        Personality,
        ReasoningEffort,
        ReasoningSummary,
        ResponseItem,
        SelectedCapabilityRoot,
        SortDirection,
        ThreadHistoryMode,
        ThreadListCwdFilter,
        ThreadResumeInitialTurnsPageParams,
        ThreadSortKey,
        ThreadSource,
        ThreadSourceKind,
        ThreadStartSource,
        TurnEnvironmentParams,
    )


__all__ = [
    "ThreadForkOptions",
    "ThreadListOptions",
    "ThreadResumeOptions",
    "ThreadStartOptions",
    "TurnOptions",
]


class ThreadStartOptions(TypedDict, total=False):
    """Keywords for starting a thread, in addition to the approval and sandbox presets."""

    allow_provider_model_fallback: bool | None
    """Experimental. Allow a provider with an authoritative static model catalog to replace an
    unavailable requested model with its default. Since runtime 0.144.4.
    """

    base_instructions: str | None
    config: Mapping[str, object] | None
    cwd: str | os.PathLike[str] | None
    daybreak_enabled: bool | None
    """Experimental. Initial Daybreak choice for this persistent thread. Omitted or null leaves it
    unset. This does not select a turn's `cyberAccessProgram` or grant access. Not supported for
    ephemeral threads. Since runtime 0.156.0.
    """

    developer_instructions: str | None
    dynamic_tools: Sequence[DynamicToolSpec | Mapping[str, object]] | None
    """Experimental."""

    environments: Sequence[TurnEnvironmentParams | Mapping[str, object]] | None
    """Experimental. Optional sticky environments for this thread.

    Omitted selects the default environment when environment access is enabled. Empty disables
    environment access for turns that do not provide a turn override. Non-empty selects the first
    environment as the current turn environment.
    """

    ephemeral: bool | None
    experimental_raw_events: bool | None
    """Experimental. If true, opt into emitting raw Responses API items on the event stream. This is
    for internal use only (e.g. Codex Cloud).
    """

    history_mode: ThreadHistoryMode | str | None
    """Experimental. Persisted thread history contract to use for this new thread. Since runtime
    0.144.4.
    """

    mock_experimental_field: str | None
    """Experimental. Test-only experimental field used to validate experimental gating and schema
    filtering behavior in a stable way.
    """

    model: str | None
    model_provider: str | None
    multi_agent_mode: MultiAgentMode | str | Mapping[str, object] | None
    """Experimental. @deprecated Ignored. Use Ultra reasoning effort for proactive multi-agent
    behavior. Since runtime 0.144.4.
    """

    permissions: str | None
    """Experimental. Named profile id for this thread. Cannot be combined with `sandbox`."""

    personality: Personality | str | None
    """@deprecated `friendly` and `pragmatic` no longer select a style."""

    project_id: str | None
    """Experimental. Optional project identity for this new thread. Durable threads persist the
    assignment; ephemeral threads expose it only in live responses. Since runtime 0.149.0.
    """

    runtime_workspace_roots: Sequence[AbsolutePathBuf | os.PathLike[str]] | None
    """Experimental. Replace the thread's runtime workspace roots. Paths must be absolute."""

    selected_capability_roots: Sequence[SelectedCapabilityRoot | Mapping[str, object]] | None
    """Experimental. Capability roots selected for this thread by the hosting platform. Since runtime
    0.144.4.
    """

    service_name: str | None
    service_tier: str | None
    session_start_source: ThreadStartSource | str | None
    thread_source: ThreadSource | str | None
    """Optional client-supplied analytics source classification for this thread."""


class ThreadResumeOptions(TypedDict, total=False):
    """Keywords for resuming a thread, in addition to the approval and sandbox presets."""

    base_instructions: str | None
    config: Mapping[str, object] | None
    cwd: str | os.PathLike[str] | None
    developer_instructions: str | None
    history: Sequence[ResponseItem | Mapping[str, object]] | None
    """Experimental. [UNSTABLE] FOR CODEX CLOUD - DO NOT USE. If specified, the thread will be resumed
    with the provided history instead of loaded from disk.
    """

    initial_turns_page: ThreadResumeInitialTurnsPageParams | Mapping[str, object] | None
    """Experimental. When present, include a `thread/turns/list` page in the resume response so clients
    can bootstrap recent turns without a second request. Since runtime 0.136.0.
    """

    model: str | None
    """Configuration overrides for the resumed thread, if any."""

    model_provider: str | None
    path: str | os.PathLike[str] | None
    """Experimental. [UNSTABLE] Specify the rollout path to resume from. If specified for a non-running
    thread, the thread_id param will be ignored. If thread_id identifies a running thread, the path
    must match the active rollout path.
    """

    permissions: str | None
    """Experimental. Named profile id for the resumed thread. Cannot be combined with `sandbox`."""

    personality: Personality | str | None
    """@deprecated `friendly` and `pragmatic` no longer select a style. Changing this does not rewrite
    the thread's existing instructions.
    """

    runtime_workspace_roots: Sequence[AbsolutePathBuf | os.PathLike[str]] | None
    """Experimental. Replace the thread's runtime workspace roots. Paths must be absolute."""

    service_tier: str | None


class ThreadForkOptions(TypedDict, total=False):
    """Keywords for forking a thread, in addition to the approval and sandbox presets."""

    base_instructions: str | None
    before_turn_id: str | None
    """Experimental. Optional turn id to fork before, excluding that turn and all later turns. Cannot
    be combined with `last_turn_id`. Since runtime 0.147.0.
    """

    config: Mapping[str, object] | None
    cwd: str | os.PathLike[str] | None
    defer_goal_continuation: bool | None
    """Experimental. When true, carry the source thread's current goal into the fork without starting
    its initial automatic continuation. The next explicit turn owns the goal lifecycle, and normal
    automatic continuation resumes after it. Since runtime 0.147.0.
    """

    developer_instructions: str | None
    ephemeral: bool | None
    experimental_prediction_mode: bool | None
    """Experimental. Start from the loaded parent's effective config, tools, environments, and
    persisted history to maximize prompt-cache reuse. Requires a loaded, persisted parent and
    `ephemeral: true`. Enables `features.reasoning_effort_override` on the fork. Cannot be combined
    with configuration overrides, `path`, `lastTurnId`, or `beforeTurnId`. Since runtime 0.163.0.
    """

    last_turn_id: str | None
    """Optional last turn id to fork through, inclusive.

    When specified, turns after `last_turn_id` are omitted from the fork. The referenced turn cannot
    be in progress. Since runtime 0.144.4.
    """

    model: str | None
    """Configuration overrides for the forked thread, if any."""

    model_provider: str | None
    path: str | os.PathLike[str] | None
    """Experimental. [UNSTABLE] Specify the rollout path to fork from. If specified, the thread_id
    param will be ignored.
    """

    permissions: str | None
    """Experimental. Named profile id for the forked thread. Cannot be combined with `sandbox`."""

    runtime_workspace_roots: Sequence[AbsolutePathBuf | os.PathLike[str]] | None
    """Experimental. Replace the thread's runtime workspace roots. Paths must be absolute."""

    service_tier: str | None
    thread_source: ThreadSource | str | None
    """Optional client-supplied analytics source classification for this forked thread."""


class ThreadListOptions(TypedDict, total=False):
    """Keywords for listing threads: filters, order and pagination."""

    ancestor_thread_id: str | None
    """Experimental. Optional ancestor thread filter. Returns spawned descendants at any depth,
    excluding the ancestor itself. Mutually exclusive with `parentThreadId`. Since runtime 0.144.4.
    """

    archived: bool | None
    """Optional archived filter; when set to true, only archived threads are returned. If false or
    null, only non-archived threads are returned.
    """

    cursor: str | None
    """Opaque pagination cursor returned by a previous call."""

    cwd: ThreadListCwdFilter | os.PathLike[str] | Sequence[str | os.PathLike[str]] | None
    """Optional cwd filter or filters; when set, only threads whose session cwd exactly matches one of
    these paths are returned.
    """

    excluded_thread_ids: Sequence[str] | None
    """Thread IDs to exclude before applying the result limit. Up to 100 entries; invalid IDs or a
    larger list are rejected, never truncated. Send the same exclusions on each page. Omitted, null,
    or empty means no exclusions. Since runtime 0.163.0.
    """

    limit: int | None
    """Optional page size; defaults to a reasonable server-side value."""

    model_providers: Sequence[str] | None
    """Optional provider filter; when set, only sessions recorded under these providers are returned.
    When present but empty, includes all providers.
    """

    originators: Sequence[str] | None
    """Optional originator allowlist, matching any supplied value exactly. Supported by hosted backends
    only; the local app-server rejects a nonempty list. Omitted or empty lists leave originators
    unrestricted. Since runtime 0.154.0.
    """

    parent_thread_id: str | None
    """Experimental. Optional direct parent thread filter. Mutually exclusive with `ancestorThreadId`.
    Since runtime 0.144.4.
    """

    project_id: str | None
    """Experimental. Omit to include every project, set to null for unassigned threads, or provide a
    project ID to return only threads in that project. Since runtime 0.149.0.
    """

    search_term: str | None
    """Optional substring filter for the extracted thread title."""

    section_id: str | None
    """Omit to include every section, set to `null` for unsectioned threads, or provide a section ID to
    return only threads in that section. Since runtime 0.147.0.
    """

    sort_direction: SortDirection | str | None
    """Optional sort direction; defaults to descending (newest first)."""

    sort_key: ThreadSortKey | str | None
    """Optional sort key; defaults to created_at."""

    source_kinds: Sequence[ThreadSourceKind | str] | None
    """Optional source filter; when set, only sessions from these source kinds are returned. When
    omitted or empty, defaults to interactive sources.
    """

    use_state_db_only: bool | None
    """If true, return from the state DB without scanning JSONL rollouts to repair thread metadata.
    Omitted or false preserves scan-and-repair behavior.
    """


class TurnOptions(TypedDict, total=False):
    """Keywords for a turn, in addition to its input and the approval and sandbox presets."""

    additional_context: Mapping[str, AdditionalContextEntry | Mapping[str, object]] | None
    """Experimental. Optional client-provided context fragments keyed by an opaque source identifier.
    Since runtime 0.136.0.
    """

    client_user_message_id: str | None
    """Since runtime 0.136.0."""

    collaboration_mode: CollaborationMode | Mapping[str, object] | None
    """Experimental. EXPERIMENTAL - Set a pre-set collaboration mode. Takes precedence over model,
    reasoning_effort, and developer instructions if set.

    For `collaboration_mode.settings.developer_instructions`, `null` means "use the built-in
    instructions for the selected mode".
    """

    cwd: str | os.PathLike[str] | None
    """Override the working directory for this turn and subsequent turns."""

    cyber_access_program: CyberAccessProgram | str | None
    """Experimental. EXPERIMENTAL - Request an authorized cyber program for this turn. Omission
    preserves automatic behavior. This does not grant access. Since runtime 0.153.4.
    """

    disabled_plugin_ids: Sequence[str] | None
    """Replace this thread's disabled plugin IDs. Omitted/null preserves the list; [] clears it. Since
    runtime 0.156.0.
    """

    effort: ReasoningEffort | str | None
    """Override the reasoning effort for this turn and subsequent turns."""

    environments: Sequence[TurnEnvironmentParams | Mapping[str, object]] | None
    """Experimental. Optional environments for this turn and subsequent turns.

    Omitted uses the thread sticky environments. Empty disables environment access for this turn.
    Non-empty selects the first environment as the current turn environment for this turn.
    """

    model: str | None
    """Override the model for this turn and subsequent turns."""

    multi_agent_mode: MultiAgentMode | str | Mapping[str, object] | None
    """Experimental. @deprecated Ignored. Use `effort: "ultra"` for proactive multi-agent behavior.
    Since runtime 0.144.4.
    """

    output_schema: object
    """Optional JSON Schema used to constrain the final assistant message for this turn."""

    parent_turn_id: str | None
    """ID of the turn that caused this new turn to start.

    Set this when starting work on behalf of another turn, such as delegated work in a different
    thread. Leave unset for work started directly by the user. Ignored when this request adds input
    to an active turn. Since runtime 0.162.0.
    """

    permissions: str | None
    """Experimental. Select a named permissions profile id for this turn and subsequent turns. Cannot
    be combined with `sandboxPolicy`.
    """

    personality: Personality | str | None
    """@deprecated `friendly` and `pragmatic` no longer select a style. Changing this does not rewrite
    the thread's existing instructions.
    """

    responsesapi_client_metadata: Mapping[str, str] | None
    """Experimental. Optional metadata to enrich Codex's ResponsesAPI turn metadata.

    Entries are flattened into the JSON string sent as `client_metadata["x-codex-turn-metadata"]` on
    ResponsesAPI HTTP and websocket requests.

    They are not sent as top-level ResponsesAPI `client_metadata` keys, and reserved keys such as
    `session_id`, `thread_id`, `turn_id`, and `window_id` cannot be overridden.
    """

    root_turn_id: str | None
    """ID of the first turn in the chain of work that led to this new turn.

    When setting `parentTurnId`, set this to the parent turn's `rootTurnId` when known. This keeps
    descendant work attributed to the original turn. If omitted, the new turn becomes its own root.
    Ignored when this request adds input to an active turn. Since runtime 0.162.0.
    """

    runtime_workspace_roots: Sequence[AbsolutePathBuf | os.PathLike[str]] | None
    """Experimental. Replace the thread's runtime workspace roots for this turn and subsequent turns.
    Paths must be absolute.
    """

    service_tier: str | None
    """Override the service tier for this turn and subsequent turns."""

    summary: ReasoningSummary | str | None
    """Override the reasoning summary for this turn and subsequent turns."""
