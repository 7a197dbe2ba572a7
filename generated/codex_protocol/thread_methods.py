"""The `thread_methods` types of the Codex protocol. Generated from the schema of runtime 0.163.0; do not edit."""

from typing import Annotated, Any, Literal, TypeAlias

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
    ThreadSource,
    TurnItemsView,
    TurnStatus,
)
from .items import ThreadItem, UserInput
from .shared import CollaborationMode, Personality, ReasoningSummary, SandboxMode, SortDirection, TurnEnvironmentParams
from .threads import (
    ActivePermissionProfile,
    AskForApproval,
    MultiAgentMode,
    SandboxPolicy,
    Thread,
    ThreadSection,
    ThreadSectionAppearance,
    ThreadStatus,
)
from .turns import Turn, TurnError


class InlineMarkdownThreadRealtimeBemItemPresentation(WireModel):
    type: Literal["inlineMarkdown"]


class InlineVisualizationThreadRealtimeBemItemPresentation(WireModel):
    index: int
    type: Literal["inlineVisualization"]


class WholeItemThreadRealtimeBemItemPresentation(WireModel):
    type: Literal["wholeItem"]


class UnknownThreadRealtimeBemItemPresentation(UnknownVariant):
    """An alternative of `ThreadRealtimeBemItemPresentation` unknown to this package."""

    @property
    def type(self) -> str | None:
        return self._text("type")


ThreadRealtimeBemItemPresentation: TypeAlias = Annotated[
    WholeItemThreadRealtimeBemItemPresentation
    | InlineMarkdownThreadRealtimeBemItemPresentation
    | InlineVisualizationThreadRealtimeBemItemPresentation
    | UnknownThreadRealtimeBemItemPresentation,
    OpenUnion(
        "type",
        {
            "wholeItem": WholeItemThreadRealtimeBemItemPresentation,
            "inlineMarkdown": InlineMarkdownThreadRealtimeBemItemPresentation,
            "inlineVisualization": InlineVisualizationThreadRealtimeBemItemPresentation,
        },
        UnknownThreadRealtimeBemItemPresentation,
    ),
]
"""EXPERIMENTAL - how an existing agent item appears in a realtime conversation."""


class BemItemPromotedThreadRealtimeItem(WireModel):
    item_id: Annotated[str, Field(alias="item_id")]
    presentation: ThreadRealtimeBemItemPresentation
    turn_id: Annotated[str, Field(alias="turn_id")]
    type: Literal["bemItemPromoted"]
    id: str
    realtime_session_id: str


class EnvironmentCapabilityRootLocation(WireModel):
    """A path owned by an execution environment."""

    environment_id: str
    path: str
    """Absolute path for the root in the selected environment."""
    type: Literal["environment"]


class UnknownCapabilityRootLocation(UnknownVariant):
    """An alternative of `CapabilityRootLocation` unknown to this package."""

    @property
    def type(self) -> str | None:
        return self._text("type")


CapabilityRootLocation: TypeAlias = Annotated[
    EnvironmentCapabilityRootLocation | UnknownCapabilityRootLocation,
    OpenUnion("type", {"environment": EnvironmentCapabilityRootLocation}, UnknownCapabilityRootLocation),
]
"""Location used to resolve a selected capability root."""


class CompletedThreadPredictionResult(WireModel):
    text: str | None = None
    type: Literal["completed"]


class ContextCompactedNotification(WireModel):
    """Deprecated: Use `ContextCompaction` item type instead."""

    thread_id: str
    turn_id: str


class FunctionDynamicToolNamespaceTool(WireModel):
    defer_loading: bool | None = None
    description: str
    input_schema: Any = None
    name: str
    type: Literal["function"]


class UnknownDynamicToolNamespaceTool(UnknownVariant):
    """An alternative of `DynamicToolNamespaceTool` unknown to this package."""

    @property
    def type(self) -> str | None:
        return self._text("type")


DynamicToolNamespaceTool: TypeAlias = Annotated[
    FunctionDynamicToolNamespaceTool | UnknownDynamicToolNamespaceTool,
    OpenUnion("type", {"function": FunctionDynamicToolNamespaceTool}, UnknownDynamicToolNamespaceTool),
]


class FunctionDynamicToolSpec(WireModel):
    defer_loading: bool | None = None
    description: str
    input_schema: Any = None
    name: str
    type: Literal["function"]


class NamespaceDynamicToolSpec(WireModel):
    description: str
    name: str
    tools: list[DynamicToolNamespaceTool]
    type: Literal["namespace"]


class UnknownDynamicToolSpec(UnknownVariant):
    """An alternative of `DynamicToolSpec` unknown to this package."""

    @property
    def type(self) -> str | None:
        return self._text("type")


DynamicToolSpec: TypeAlias = Annotated[
    FunctionDynamicToolSpec | NamespaceDynamicToolSpec | UnknownDynamicToolSpec,
    OpenUnion(
        "type", {"function": FunctionDynamicToolSpec, "namespace": NamespaceDynamicToolSpec}, UnknownDynamicToolSpec
    ),
]


class EnvironmentConnectionNotification(WireModel):
    """Since runtime 0.147.0."""

    environment_id: str
    thread_id: str


class FailedThreadPredictionResult(WireModel):
    type: Literal["failed"]


class ItemThreadItemsListAnchor(WireModel):
    item_id: str
    type: Literal["item"]


class ItemThreadTimelineEntry(WireModel):
    item: ThreadItem
    position: int
    turn_id: str
    type: Literal["item"]


class QueuedSubmission(WireModel):
    client_user_message_id: str
    id: str
    input: list[UserInput]


class ReadThreadReadStateOperation(WireModel):
    type: Literal["read"]


class ThreadRealtimeSessionOutcome(OpenEnum):
    ended = "ended"
    failed = "failed"


class RealtimeSessionClosedThreadRealtimeItem(WireModel):
    outcome: ThreadRealtimeSessionOutcome
    type: Literal["realtimeSessionClosed"]
    id: str
    realtime_session_id: str


class RealtimeSessionStartedThreadRealtimeItem(WireModel):
    type: Literal["realtimeSessionStarted"]
    id: str
    realtime_session_id: str


class ThreadRealtimeTranscriptRole(OpenEnum):
    user = "user"
    assistant = "assistant"


class TranscriptSegmentThreadRealtimeItem(WireModel):
    role: ThreadRealtimeTranscriptRole
    text: str
    type: Literal["transcriptSegment"]
    id: str
    realtime_session_id: str


class UnknownThreadRealtimeItem(UnknownVariant):
    """An alternative of `ThreadRealtimeItem` unknown to this package."""

    @property
    def type(self) -> str | None:
        return self._text("type")


ThreadRealtimeItem: TypeAlias = Annotated[
    RealtimeSessionStartedThreadRealtimeItem
    | TranscriptSegmentThreadRealtimeItem
    | BemItemPromotedThreadRealtimeItem
    | RealtimeSessionClosedThreadRealtimeItem
    | UnknownThreadRealtimeItem,
    OpenUnion(
        "type",
        {
            "realtimeSessionStarted": RealtimeSessionStartedThreadRealtimeItem,
            "transcriptSegment": TranscriptSegmentThreadRealtimeItem,
            "bemItemPromoted": BemItemPromotedThreadRealtimeItem,
            "realtimeSessionClosed": RealtimeSessionClosedThreadRealtimeItem,
        },
        UnknownThreadRealtimeItem,
    ),
]
"""EXPERIMENTAL - a thread-scoped realtime item in the canonical timeline."""


class RealtimeThreadTimelineEntry(WireModel):
    item: ThreadRealtimeItem
    position: int
    type: Literal["realtime"]


class SelectedCapabilityRoot(WireModel):
    """A user-selected root that can expose one or more runtime capabilities."""

    id: str
    """Stable identifier supplied by the capability selection platform."""
    location: CapabilityRootLocation
    """Where the selected root can be resolved."""


class ThreadApproveGuardianDeniedActionParams(WireModel):
    event: Any = None
    """Serialized `codex_protocol::protocol::GuardianAssessmentEvent`."""
    thread_id: str


class ThreadApproveGuardianDeniedActionResponse(WireModel):
    pass


class ThreadArchiveParams(WireModel):
    thread_id: str


class ThreadArchiveResponse(WireModel):
    pass


class ThreadArchivedNotification(WireModel):
    thread_id: str


class ThreadAttachment(WireModel):
    """An independently persisted attachment associated with a thread."""

    attachment_type: str
    created_at: int
    id: str
    identity_key: str
    payload: Any = None


class ThreadAttachmentAddOutcome(OpenEnum):
    """Result of attempting to associate an attachment with a thread."""

    created = "created"
    existing = "existing"


class ThreadAttachmentAddParams(WireModel):
    """Parameters for creating or locating an attachment on its owning thread.

    Since runtime 0.155.1.
    """

    attachment_type: str
    identity_key: str
    payload: Any = None
    thread_id: str


class ThreadAttachmentAddResponse(WireModel):
    """The created or existing attachment."""

    attachment: ThreadAttachment
    outcome: ThreadAttachmentAddOutcome


class ThreadAttachmentListParams(WireModel):
    """Parameters for listing attachments from one thread.

    Since runtime 0.155.1.
    """

    cursor: str | None = None
    limit: int | None = None
    thread_id: str


class ThreadAttachmentListResponse(WireModel):
    """One page of attachments associated with the requested thread."""

    data: list[ThreadAttachment]
    next_cursor: str | None = None


class ThreadAttachmentOperation(OpenEnum):
    """The persisted attachment change represented by a notification."""

    created = "created"
    deleted = "deleted"


class ThreadAttachmentOwner(WireModel):
    """A thread that currently owns an attachment with the requested identity."""

    archived: bool
    """Whether the owning thread is archived, not whether it is currently executing a turn."""
    thread_id: str


class ThreadAttachmentOwnerListParams(WireModel):
    """Parameters for reverse lookup by attachment identity within this server's store.

    Since runtime 0.162.0.
    """

    archived: bool | None = None
    """Omitted or null returns all matches; false returns non-archived threads only."""
    attachment_type: str
    cursor: str | None = None
    identity_key: str
    limit: int | None = None


class ThreadAttachmentOwnerListResponse(WireModel):
    """One page of matching owners, including threads without their own user messages."""

    data: list[ThreadAttachmentOwner]
    next_cursor: str | None = None


class ThreadAttachmentRemoveParams(WireModel):
    """Parameters for deleting an attachment by its stable thread-local identity.

    Since runtime 0.155.1.
    """

    attachment_type: str
    identity_key: str
    thread_id: str


class ThreadAttachmentRemoveResponse(WireModel):
    """Successful deletion does not return additional attachment data."""


class ThreadAttachmentUpdatedNotification(WireModel):
    """Notification published after a thread attachment is created or deleted.

    Since runtime 0.155.1.
    """

    attachment_id: str
    attachment_type: str
    identity_key: str
    operation: ThreadAttachmentOperation
    thread_id: str


class ThreadBackgroundTerminal(WireModel):
    """Experimental."""

    command: str
    cpu_percent: float | None = None
    cwd: LegacyAppPathString
    item_id: str
    os_pid: int | None = None
    process_id: str
    rss_kb: int | None = None


class ThreadBackgroundTerminalsCleanParams(WireModel):
    """Experimental."""

    thread_id: str


class ThreadBackgroundTerminalsCleanResponse(WireModel):
    """Experimental."""


class ThreadBackgroundTerminalsListParams(WireModel):
    """Experimental. Since runtime 0.144.4."""

    cursor: str | None = None
    """Opaque pagination cursor returned by a previous call."""
    limit: int | None = None
    """Optional page size."""
    thread_id: str


class ThreadBackgroundTerminalsListResponse(WireModel):
    """Experimental."""

    data: list[ThreadBackgroundTerminal]
    next_cursor: str | None = None
    """Opaque cursor to pass to the next call to continue after the last item. If None, there are no
    more items to return.
    """


class ThreadBackgroundTerminalsTerminateParams(WireModel):
    """Experimental. Since runtime 0.144.4."""

    process_id: str
    thread_id: str


class ThreadBackgroundTerminalsTerminateResponse(WireModel):
    """Experimental."""

    terminated: bool


class ThreadClosedNotification(WireModel):
    thread_id: str


class ThreadCompactStartParams(WireModel):
    thread_id: str


class ThreadCompactStartResponse(WireModel):
    pass


class ThreadDecrementElicitationParams(WireModel):
    """Parameters for `thread/decrement_elicitation`.

    Experimental.
    """

    thread_id: str
    """Thread whose out-of-band elicitation counter should be decremented."""


class ThreadDecrementElicitationResponse(WireModel):
    """Response for `thread/decrement_elicitation`.

    Experimental.
    """

    count: int
    """Current out-of-band elicitation count after the decrement."""
    paused: bool
    """Whether timeout accounting remains paused after applying the decrement."""


class ThreadDeleteParams(WireModel):
    """Since runtime 0.144.4."""

    thread_id: str


class ThreadDeleteResponse(WireModel):
    pass


class ThreadDeletedNotification(WireModel):
    """Since runtime 0.144.4."""

    thread_id: str


class ThreadForkParams(WireModel):
    """There are two ways to fork a thread: 1. By thread_id: load the thread from disk by thread_id and
    fork it into a new thread. 2. By path: load the thread from disk by path and fork it into a new
    thread.

    If using a non-empty path, the thread_id param will be ignored. Empty string path values are
    treated as absent.

    Prefer using thread_id whenever possible.
    """

    approval_policy: AskForApproval | None = None
    approvals_reviewer: ApprovalsReviewer | None = None
    """Override where approval requests are routed for review on this thread and subsequent turns."""
    base_instructions: str | None = None
    before_turn_id: str | None = None
    """Optional turn id to fork before, excluding that turn and all later turns. Cannot be combined
    with `last_turn_id`.

    Experimental. Since runtime 0.147.0.
    """
    config: dict[str, Any] | None = None
    cwd: str | None = None
    defer_goal_continuation: bool | None = None
    """When true, carry the source thread's current goal into the fork without starting its initial
    automatic continuation. The next explicit turn owns the goal lifecycle, and normal automatic
    continuation resumes after it.

    Experimental. Since runtime 0.147.0.
    """
    developer_instructions: str | None = None
    ephemeral: bool | None = None
    exclude_turns: bool | None = None
    """When true, return only thread metadata and live fork state without populating `thread.turns`.
    This is useful when the client plans to call `thread/turns/list` immediately after forking.
    Full-history hydration is deprecated for paginated threads; use this with `thread/turns/list`
    and `thread/items/list` instead.
    """
    experimental_prediction_mode: bool | None = None
    """Start from the loaded parent's effective config, tools, environments, and persisted history to
    maximize prompt-cache reuse. Requires a loaded, persisted parent and `ephemeral: true`. Enables
    `features.reasoning_effort_override` on the fork. Cannot be combined with configuration
    overrides, `path`, `lastTurnId`, or `beforeTurnId`.

    Experimental. Since runtime 0.163.0.
    """
    last_turn_id: str | None = None
    """Optional last turn id to fork through, inclusive.

    When specified, turns after `last_turn_id` are omitted from the fork. The referenced turn cannot
    be in progress.

    Since runtime 0.144.4.
    """
    model: str | None = None
    """Configuration overrides for the forked thread, if any."""
    model_provider: str | None = None
    path: str | None = None
    """[UNSTABLE] Specify the rollout path to fork from. If specified, the thread_id param will be
    ignored.

    Experimental.
    """
    permissions: str | None = None
    """Named profile id for the forked thread. Cannot be combined with `sandbox`.

    Experimental.
    """
    runtime_workspace_roots: list[AbsolutePathBuf] | None = None
    """Replace the thread's runtime workspace roots. Paths must be absolute.

    Experimental.
    """
    sandbox: SandboxMode | None = None
    service_tier: str | None = None
    thread_id: str
    thread_source: ThreadSource | None = None
    """Optional client-supplied analytics source classification for this forked thread."""


class ThreadForkResponse(WireModel):
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


class ThreadGoalStatus(OpenEnum):
    active = "active"
    paused = "paused"
    blocked = "blocked"
    usage_limited = "usageLimited"
    budget_limited = "budgetLimited"
    complete = "complete"


class ThreadGoal(WireModel):
    created_at: int
    objective: str
    status: ThreadGoalStatus
    thread_id: str
    time_used_seconds: int
    token_budget: int | None = None
    tokens_used: int
    updated_at: int


class ThreadGoalMutationOrigin(OpenEnum):
    """Distinguishes explicit user actions from automatic goal lifecycle mutations."""

    user = "user"
    automatic = "automatic"


class ThreadGoalClearParams(WireModel):
    origin: ThreadGoalMutationOrigin | None = None
    """Missing provenance does not supply user authorization.

    Since runtime 0.161.0.
    """
    thread_id: str


class ThreadGoalClearResponse(WireModel):
    cleared: bool


class ThreadGoalClearedNotification(WireModel):
    thread_id: str


class ThreadGoalGetParams(WireModel):
    thread_id: str


class ThreadGoalGetResponse(WireModel):
    goal: ThreadGoal | None = None


class ThreadGoalSetParams(WireModel):
    objective: str | None = None
    origin: ThreadGoalMutationOrigin | None = None
    """Missing provenance does not supply user authorization.

    Since runtime 0.161.0.
    """
    status: ThreadGoalStatus | None = None
    thread_id: str
    token_budget: int | None = None


class ThreadGoalSetResponse(WireModel):
    goal: ThreadGoal


class ThreadGoalUpdatedNotification(WireModel):
    goal: ThreadGoal
    thread_id: str
    turn_id: str | None = None


class ThreadIncrementElicitationParams(WireModel):
    """Parameters for `thread/increment_elicitation`.

    Experimental.
    """

    thread_id: str
    """Thread whose out-of-band elicitation counter should be incremented."""


class ThreadIncrementElicitationResponse(WireModel):
    """Response for `thread/increment_elicitation`.

    Experimental.
    """

    count: int
    """Current out-of-band elicitation count after the increment."""
    paused: bool
    """Whether timeout accounting is paused after applying the increment."""


class ThreadInjectItemsParams(WireModel):
    items: list[Any]
    """Raw Responses API items to append to the thread's model-visible history."""
    thread_id: str


class ThreadInjectItemsResponse(WireModel):
    pass


class ThreadItemEntry(WireModel):
    completed_at_ms: int | None = None
    """Unix timestamp (milliseconds) when the item completed, if recorded by the producer."""
    item: ThreadItem
    started_at_ms: int | None = None
    """Unix timestamp (milliseconds) when the item started, if recorded by the producer."""
    turn_id: str
    """Turn containing this item."""


class UnknownThreadItemsListAnchor(UnknownVariant):
    """An alternative of `ThreadItemsListAnchor` unknown to this package."""

    @property
    def type(self) -> str | None:
        return self._text("type")


ThreadItemsListAnchor: TypeAlias = Annotated[
    ItemThreadItemsListAnchor | UnknownThreadItemsListAnchor,
    OpenUnion("type", {"item": ItemThreadItemsListAnchor}, UnknownThreadItemsListAnchor),
]
"""An exclusive item position within the requested visible turn."""

ThreadItemsListCursor: TypeAlias = str | ThreadItemsListAnchor
"""Starting position for an item-history page."""


class ThreadItemsListParams(WireModel):
    """Since runtime 0.144.4."""

    cursor: ThreadItemsListCursor | None = None
    """Opaque continuation cursor or an exclusive item anchor in the requested visible turn. An item
    anchor requires a non-empty `turnId`; ascending (the default) returns items after it, and
    descending returns items before it. Continue with the returned string cursor.
    """
    limit: int | None = None
    """Optional item page size."""
    sort_direction: SortDirection | None = None
    """Optional item pagination direction; defaults to ascending."""
    thread_id: str
    turn_id: str | None = None
    """Optional turn id to filter by. When omitted, returns items across the thread."""


class ThreadItemsListResponse(WireModel):
    backwards_cursor: str | None = None
    """Opaque cursor to pass as `cursor` when reversing `sortDirection`. This is only populated when
    the page contains at least one item.
    """
    data: list[ThreadItemEntry]
    next_cursor: str | None = None
    """Opaque cursor to pass to the next call to continue after the last item. if None, there are no
    more items to return.
    """


class ThreadItemsReadParams(WireModel):
    """EXPERIMENTAL - retrieve a bounded set of persisted items from one turn.

    Experimental. Since runtime 0.163.0.
    """

    item_ids: list[str]
    """Item IDs to retrieve. Supply 1 to 100 IDs."""
    thread_id: str
    turn_id: str


class ThreadItemsReadResponse(WireModel):
    """EXPERIMENTAL - persisted items returned in canonical stored order.

    Experimental.
    """

    data: list[ThreadItemEntry]


ThreadListCwdFilter: TypeAlias = str | list[str]


class ThreadSortKey(OpenEnum):
    created_at = "created_at"
    updated_at = "updated_at"
    recency_at = "recency_at"
    section_position = "section_position"


class ThreadSourceKind(OpenEnum):
    cli = "cli"
    vscode = "vscode"
    exec = "exec"
    app_server = "appServer"
    sub_agent = "subAgent"
    sub_agent_review = "subAgentReview"
    sub_agent_compact = "subAgentCompact"
    sub_agent_thread_spawn = "subAgentThreadSpawn"
    sub_agent_other = "subAgentOther"
    unknown = "unknown"


class ThreadListParams(WireModel):
    ancestor_thread_id: str | None = None
    """Optional ancestor thread filter. Returns spawned descendants at any depth, excluding the
    ancestor itself. Mutually exclusive with `parentThreadId`.

    Experimental. Since runtime 0.144.4.
    """
    archived: bool | None = None
    """Optional archived filter; when set to true, only archived threads are returned. If false or
    null, only non-archived threads are returned.
    """
    cursor: str | None = None
    """Opaque pagination cursor returned by a previous call."""
    cwd: ThreadListCwdFilter | None = None
    """Optional cwd filter or filters; when set, only threads whose session cwd exactly matches one of
    these paths are returned.
    """
    excluded_thread_ids: list[str] | None = None
    """Thread IDs to exclude before applying the result limit. Up to 100 entries; invalid IDs or a
    larger list are rejected, never truncated. Send the same exclusions on each page. Omitted, null,
    or empty means no exclusions.

    Since runtime 0.163.0.
    """
    limit: int | None = None
    """Optional page size; defaults to a reasonable server-side value."""
    model_providers: list[str] | None = None
    """Optional provider filter; when set, only sessions recorded under these providers are returned.
    When present but empty, includes all providers.
    """
    originators: list[str] | None = None
    """Optional originator allowlist, matching any supplied value exactly. Supported by hosted backends
    only; the local app-server rejects a nonempty list. Omitted or empty lists leave originators
    unrestricted.

    Since runtime 0.154.0.
    """
    parent_thread_id: str | None = None
    """Optional direct parent thread filter. Mutually exclusive with `ancestorThreadId`.

    Experimental. Since runtime 0.144.4.
    """
    project_id: str | None = None
    """Omit to include every project, set to null for unassigned threads, or provide a project ID to
    return only threads in that project.

    Experimental. Since runtime 0.149.0.
    """
    search_term: str | None = None
    """Optional substring filter for the extracted thread title."""
    section_id: str | None = None
    """Omit to include every section, set to `null` for unsectioned threads, or provide a section ID to
    return only threads in that section.

    Since runtime 0.147.0.
    """
    sort_direction: SortDirection | None = None
    """Optional sort direction; defaults to descending (newest first)."""
    sort_key: ThreadSortKey | None = None
    """Optional sort key; defaults to created_at."""
    source_kinds: list[ThreadSourceKind] | None = None
    """Optional source filter; when set, only sessions from these source kinds are returned. When
    omitted or empty, defaults to interactive sources.
    """
    use_state_db_only: bool | None = None
    """If true, return from the state DB without scanning JSONL rollouts to repair thread metadata.
    Omitted or false preserves scan-and-repair behavior.
    """


class ThreadStartThreadUnreadPosition(WireModel):
    """Explicitly marked unread, including when the thread has no turns."""

    type: Literal["threadStart"]


class TurnThreadUnreadPosition(WireModel):
    """The earliest completed result needing attention."""

    turn_id: str
    type: Literal["turn"]


class UnknownThreadUnreadPosition(UnknownVariant):
    """An alternative of `ThreadUnreadPosition` unknown to this package."""

    @property
    def type(self) -> str | None:
        return self._text("type")


ThreadUnreadPosition: TypeAlias = Annotated[
    ThreadStartThreadUnreadPosition | TurnThreadUnreadPosition | UnknownThreadUnreadPosition,
    OpenUnion(
        "type",
        {"threadStart": ThreadStartThreadUnreadPosition, "turn": TurnThreadUnreadPosition},
        UnknownThreadUnreadPosition,
    ),
]


class ThreadReadState(WireModel):
    """The first unread position in a durable local thread. A null position means read. The opaque
    revision guards edits against activity or marks the caller has not seen.
    """

    first_unread: ThreadUnreadPosition | None = None
    revision: str


class ThreadListResponse(WireModel):
    backwards_cursor: str | None = None
    """Opaque cursor to pass as `cursor` when reversing `sortDirection`. This is only populated when
    the page contains at least one thread. Use it with the opposite `sortDirection`; for timestamp
    sorts it anchors at the start of the page timestamp so same-second updates are not skipped.
    """
    data: list[Thread]
    next_cursor: str | None = None
    """Opaque cursor to pass to the next call to continue after the last item. if None, there are no
    more items to return.
    """
    read_states: dict[str, ThreadReadState] | None = None
    """Local receipts for eligible threads on this page, keyed by thread ID. Null means durable read
    state is unavailable; an absent key means that row is ineligible.

    Experimental.
    """


class ThreadLoadedListParams(WireModel):
    cursor: str | None = None
    """Opaque pagination cursor returned by a previous call."""
    limit: int | None = None
    """Optional page size; defaults to no limit."""


class ThreadLoadedListResponse(WireModel):
    data: list[str]
    """Thread ids for sessions currently loaded in memory."""
    next_cursor: str | None = None
    """Opaque cursor to pass to the next call to continue after the last item. if None, there are no
    more items to return.
    """


class ThreadMemoryMode(OpenEnum):
    enabled = "enabled"
    disabled = "disabled"


class ThreadMemoryModeSetParams(WireModel):
    """Experimental."""

    mode: ThreadMemoryMode
    thread_id: str


class ThreadMemoryModeSetResponse(WireModel):
    """Experimental."""


class ThreadMetadataGitInfoUpdateParams(WireModel):
    branch: str | None = None
    """Omit to leave the stored branch unchanged, set to `null` to clear it, or provide a non-empty
    string to replace it.
    """
    origin_url: str | None = None
    """Omit to leave the stored origin URL unchanged, set to `null` to clear it, or provide a non-empty
    string to replace it.
    """
    sha: str | None = None
    """Omit to leave the stored commit unchanged, set to `null` to clear it, or provide a non-empty
    string to replace it.
    """


class ThreadMetadataUpdateParams(WireModel):
    daybreak_enabled: bool | None = None
    """Save the client's Daybreak choice for this persistent thread. Omitted or null leaves it
    unchanged. This does not select a turn's `cyberAccessProgram` or grant access.

    Experimental. Since runtime 0.154.0.
    """
    git_info: ThreadMetadataGitInfoUpdateParams | None = None
    """Patch the stored Git metadata for this thread. Omit a field to leave it unchanged, set it to
    `null` to clear it, or provide a string to replace the stored value.
    """
    project_id: str | None = None
    """Omit to leave the project unchanged, use an empty string to clear it, or provide an existing
    project ID to assign it.

    Experimental. Since runtime 0.149.0.
    """
    thread_id: str


class ThreadMetadataUpdateResponse(WireModel):
    thread: Thread


class ThreadNameUpdatedNotification(WireModel):
    thread_id: str
    thread_name: str | None = None


class ThreadPredictionRequestParams(WireModel):
    """Experimental. Since runtime 0.161.0."""

    source_turn_id: str
    thread_id: str


class ThreadPredictionRequestResponse(WireModel):
    """Experimental."""


class UnknownThreadPredictionResult(UnknownVariant):
    """An alternative of `ThreadPredictionResult` unknown to this package."""

    @property
    def type(self) -> str | None:
        return self._text("type")


ThreadPredictionResult: TypeAlias = Annotated[
    CompletedThreadPredictionResult | FailedThreadPredictionResult | UnknownThreadPredictionResult,
    OpenUnion(
        "type",
        {"completed": CompletedThreadPredictionResult, "failed": FailedThreadPredictionResult},
        UnknownThreadPredictionResult,
    ),
]


class ThreadPredictionUpdatedNotification(WireModel):
    """Since runtime 0.161.0."""

    result: ThreadPredictionResult
    source_turn_id: str
    thread_id: str


class ThreadProjectUpdatedNotification(WireModel):
    """Since runtime 0.149.0."""

    project_id: str | None = None
    thread_id: str


class ThreadQueueAddParams(WireModel):
    """Experimental. Since runtime 0.149.0."""

    client_user_message_id: str
    input: list[UserInput]
    thread_id: str


class ThreadQueueAddResponse(WireModel):
    """Experimental."""

    queued_submission: QueuedSubmission


class ThreadQueueChangedNotification(WireModel):
    """Since runtime 0.149.0."""

    thread_id: str


class ThreadQueueDeleteParams(WireModel):
    """Experimental. Since runtime 0.149.0."""

    queued_submission_id: str
    thread_id: str


class ThreadQueueDeleteResponse(WireModel):
    """Experimental."""

    deleted: bool


class ThreadQueueListParams(WireModel):
    """Experimental. Since runtime 0.149.0."""

    cursor: str | None = None
    """Opaque pagination cursor returned by a previous call."""
    limit: int | None = None
    """Optional page size; defaults to the standard thread-list page size."""
    thread_id: str


class ThreadQueueListResponse(WireModel):
    """Experimental."""

    data: list[QueuedSubmission]
    next_cursor: str | None = None
    """Opaque cursor for the next page, or `null` when no submissions remain."""


class ThreadQueueReorderParams(WireModel):
    """Experimental. Since runtime 0.149.0."""

    queued_submission_ids: list[str]
    thread_id: str


class ThreadQueueReorderResponse(WireModel):
    """Experimental."""


class ThreadQueueStartParams(WireModel):
    """Experimental. Since runtime 0.149.0."""

    queued_submission_id: str | None = None
    thread_id: str


class ThreadQueueStartResponse(WireModel):
    """Experimental."""

    turn: Turn


class ThreadQueueUpdateParams(WireModel):
    """Experimental. Since runtime 0.149.0."""

    input: list[UserInput]
    queued_submission_id: str
    thread_id: str


class ThreadQueueUpdateResponse(WireModel):
    """Experimental."""

    queued_submission: QueuedSubmission


class ThreadReadParams(WireModel):
    include_turns: bool | None = None
    """When true, include turns and their items from rollout history. Full-history hydration is
    deprecated for paginated threads; prefer a metadata-only read and page with `thread/turns/list`
    and `thread/items/list`.
    """
    thread_id: str


class ThreadReadResponse(WireModel):
    read_state: ThreadReadState | None = None
    """Local receipt. Null means this thread's durable read state is unavailable.

    Experimental.
    """
    thread: Thread


class ThreadReadStateChangedNotification(WireModel):
    """Since runtime 0.163.0."""

    read_state: ThreadReadState
    thread_id: str


class UnreadThreadReadStateOperation(WireModel):
    type: Literal["unread"]


class UnknownThreadReadStateOperation(UnknownVariant):
    """An alternative of `ThreadReadStateOperation` unknown to this package."""

    @property
    def type(self) -> str | None:
        return self._text("type")


ThreadReadStateOperation: TypeAlias = Annotated[
    ReadThreadReadStateOperation | UnreadThreadReadStateOperation | UnknownThreadReadStateOperation,
    OpenUnion(
        "type",
        {"read": ReadThreadReadStateOperation, "unread": UnreadThreadReadStateOperation},
        UnknownThreadReadStateOperation,
    ),
]


class ThreadReadStateUpdateParams(WireModel):
    """Experimental. Since runtime 0.163.0."""

    expected_revision: str
    """Revision of the row or transcript actually seen. Conflicts require a fresh user action."""
    operation: ThreadReadStateOperation
    thread_id: str


class ThreadReadStateUpdateResponse(WireModel):
    """Experimental."""

    read_state: ThreadReadState


class ThreadRevertParams(WireModel):
    """Replace a paginated thread's durable history with the prefix before one turn.

    This only changes persisted conversation history. It does not revert local file changes.

    Since runtime 0.149.0.
    """

    before_turn_id: str
    """Turn excluded from the replacement history, together with every later turn."""
    thread_id: str


class ThreadRevertResponse(WireModel):
    items_backwards_cursor: str | None = None
    """Opaque cursor for hydrating paginated items backwards.

    Pass this as `cursor` to `thread/items/list` with `sortDirection: "desc"`. The first page
    includes the item identified by the cursor.
    """
    thread: Thread
    """Updated loaded thread metadata. `turns` is always empty; hydrate retained history through
    `thread/turns/list`.
    """
    turns_backwards_cursor: str | None = None
    """Opaque cursor for hydrating paginated turns backwards.

    Pass this as `cursor` to `thread/turns/list` with `sortDirection: "desc"`. The first page
    includes the turn identified by the cursor.
    """


class ThreadRevertedNotification(WireModel):
    """Since runtime 0.149.0."""

    thread_id: str


class ThreadSearchTextRange(WireModel):
    """UTF-16 code-unit range within `snippet`.

    Experimental.
    """

    end: int
    """Exclusive UTF-16 code-unit offset."""
    start: int
    """Inclusive UTF-16 code-unit offset."""


class ThreadSearchOccurrence(WireModel):
    """One visible message occurrence returned by [`ThreadSearchOccurrencesResponse`].

    Experimental.
    """

    item_id: str
    snippet: str
    snippet_match_range: ThreadSearchTextRange
    """Match range within `snippet`, in UTF-16 code units."""
    turn_cursor: str
    """Opaque inclusive cursor accepted by `thread/turns/list` for this turn."""
    turn_id: str


class ThreadSearchOccurrencesParams(WireModel):
    """Parameters for searching visible message occurrences within one paginated thread.

    Experimental. Since runtime 0.147.0.
    """

    cursor: str | None = None
    """Opaque cursor returned by a previous call for the same thread and search term."""
    limit: int | None = None
    """Optional occurrence page size."""
    search_term: str
    """Case-insensitive literal substring to find in visible user messages and both partial and final
    assistant answers.
    """
    thread_id: str


class ThreadSearchOccurrencesResponse(WireModel):
    """Experimental."""

    data: list[ThreadSearchOccurrence]
    """Occurrences in chronological message order."""
    next_cursor: str | None = None
    """Opaque cursor to continue after the last returned occurrence."""


class ThreadSearchSortKey(OpenEnum):
    created_at = "created_at"
    updated_at = "updated_at"
    recency_at = "recency_at"


class ThreadSearchParams(WireModel):
    """Experimental. Since runtime 0.134.0."""

    archived: bool | None = None
    """Optional archived filter; when set to true, only archived threads are returned. If false or
    null, only non-archived threads are returned.
    """
    cursor: str | None = None
    """Opaque pagination cursor returned by a previous call."""
    limit: int | None = None
    """Optional page size; defaults to a reasonable server-side value."""
    search_term: str
    """Required substring/full-text query for thread search."""
    sort_direction: SortDirection | None = None
    """Optional sort direction; defaults to descending (newest first)."""
    sort_key: ThreadSearchSortKey | None = None
    """Optional sort key; defaults to created_at."""
    source_kinds: list[ThreadSourceKind] | None = None
    """Optional source filter; when set, only sessions from these source kinds are returned. When
    omitted or empty, defaults to interactive sources.
    """


class ThreadSearchResult(WireModel):
    snippet: str
    thread: Thread


class ThreadSearchResponse(WireModel):
    """Experimental."""

    backwards_cursor: str | None = None
    """Opaque cursor to pass as `cursor` when reversing `sortDirection`. This is only populated when
    the page contains at least one thread. Use it with the opposite `sortDirection`; for timestamp
    sorts it anchors at the start of the page timestamp so same-second updates are not skipped.
    """
    data: list[ThreadSearchResult]
    next_cursor: str | None = None
    """Opaque cursor to pass to the next call to continue after the last item. if None, there are no
    more items to return.
    """


class ThreadSectionCreateParams(WireModel):
    """Parameters for creating an independently persisted thread section.

    Since runtime 0.147.0.
    """

    appearance: ThreadSectionAppearance | None = None
    """Since runtime 0.149.0."""
    name: str
    """The user-visible name of the section."""


class ThreadSectionCreateResponse(WireModel):
    """The independently persisted section created by the server."""

    section: ThreadSection


class ThreadSectionDeleteParams(WireModel):
    """Parameters for deleting an independently persisted thread section.

    Since runtime 0.147.0.
    """

    section_id: str
    """The stable, server-generated identity of the section to delete."""


class ThreadSectionDeleteResponse(WireModel):
    """Successful deletion does not return additional section data."""


class ThreadSectionListParams(WireModel):
    """Parameters for listing independently persisted thread sections.

    Since runtime 0.147.0.
    """

    cursor: str | None = None
    """Opaque pagination cursor returned by a previous call."""
    limit: int | None = None
    """Maximum number of sections to return."""


class ThreadSectionListResponse(WireModel):
    """One page of independently persisted thread sections."""

    data: list[ThreadSection]
    next_cursor: str | None = None
    """Opaque cursor for the next page, or `null` when no sections remain."""


class ThreadSectionMoveParams(WireModel):
    """Parameters for moving a thread within a server-owned section ordering.

    Since runtime 0.147.0.
    """

    before_thread_id: str | None = None
    """Existing thread to insert before; omission or null appends to the section."""
    section_id: str | None = None
    """Destination section, or `null` to remove the thread from its section."""
    thread_id: str
    """Thread to move into, within, or out of a section."""


class ThreadSectionMoveResponse(WireModel):
    pass


class ThreadSectionUpdateParams(WireModel):
    """Parameters for updating an independently persisted thread section.

    Since runtime 0.147.0.
    """

    appearance: ThreadSectionAppearance | None = None
    """Omit to preserve appearance, use `null` to clear it, or provide a replacement.

    Since runtime 0.149.0.
    """
    name: str
    """The updated user-visible name of the section."""
    section_id: str
    """The stable, server-generated identity of the section to update."""


class ThreadSectionUpdateResponse(WireModel):
    """The independently persisted section after its name is updated."""

    section: ThreadSection


class ThreadSetNameParams(WireModel):
    name: str
    thread_id: str


class ThreadSetNameResponse(WireModel):
    pass


class ThreadSettings(WireModel):
    active_permission_profile: ActivePermissionProfile | None = None
    approval_policy: AskForApproval
    approvals_reviewer: ApprovalsReviewer
    collaboration_mode: CollaborationMode
    cwd: AbsolutePathBuf
    disabled_plugin_ids: list[str] = Field(default_factory=list[str])
    """Saved list of disabled plugin IDs. Does not yet filter plugin capabilities."""
    effort: ReasoningEffort | None = None
    model: str
    model_provider: str
    multi_agent_mode: MultiAgentMode = MultiAgentModeValue.explicit_request_only
    """@deprecated Always `explicitRequestOnly`. Use `effort` for Ultra behavior.

    Experimental.
    """
    personality: Personality | None = None
    """@deprecated Reports the saved setting; `friendly` and `pragmatic` no longer select a style."""
    sandbox_policy: SandboxPolicy
    service_tier: str | None = None
    summary: ReasoningSummary | None = None


class ThreadSettingsUpdateParams(WireModel):
    """Experimental."""

    approval_policy: AskForApproval | None = None
    """Override the approval policy for subsequent turns."""
    approvals_reviewer: ApprovalsReviewer | None = None
    """Override where approval requests are routed for subsequent turns."""
    collaboration_mode: CollaborationMode | None = None
    """EXPERIMENTAL - Set a pre-set collaboration mode for subsequent turns.

    For `collaboration_mode.settings.developer_instructions`, `null` means "use the built-in
    instructions for the selected mode".
    """
    cwd: str | None = None
    """Override the working directory for subsequent turns."""
    disabled_plugin_ids: list[str] | None = None
    """Replace this thread's disabled plugin IDs. Omitted/null preserves the list; [] clears it.

    Since runtime 0.156.0.
    """
    effort: ReasoningEffort | None = None
    """Override the reasoning effort for subsequent turns."""
    model: str | None = None
    """Override the model for subsequent turns."""
    multi_agent_mode: MultiAgentMode | None = None
    """@deprecated Ignored. Use `effort: "ultra"` for proactive multi-agent behavior.

    Since runtime 0.144.4.
    """
    permissions: str | None = None
    """Select a named permissions profile id for subsequent turns. Cannot be combined with
    `sandboxPolicy`.
    """
    personality: Personality | None = None
    """@deprecated `friendly` and `pragmatic` no longer select a style. Changing this does not rewrite
    the thread's existing instructions.
    """
    sandbox_policy: SandboxPolicy | None = None
    """Override the sandbox policy for subsequent turns."""
    service_tier: str | None = None
    """Override the service tier for subsequent turns. `null` clears the current service tier; omission
    leaves it unchanged.
    """
    summary: ReasoningSummary | None = None
    """Override the reasoning summary for subsequent turns."""
    thread_id: str


class ThreadSettingsUpdateResponse(WireModel):
    """Experimental."""


class ThreadSettingsUpdatedNotification(WireModel):
    thread_id: str
    thread_settings: ThreadSettings


class ThreadShellCommandParams(WireModel):
    command: str
    """Shell command string evaluated by the thread's configured shell. Unlike `command/exec`, this
    intentionally preserves shell syntax such as pipes, redirects, and quoting. This runs
    unsandboxed with full access rather than inheriting the thread sandbox policy.
    """
    thread_id: str
    timeout_ms: int | None = None
    """Maximum execution time in milliseconds. Defaults to one hour when omitted or null. Must be
    non-negative; zero requests an immediate timeout, not unlimited execution. Does not affect the
    immediate RPC acknowledgement.

    Since runtime 0.153.4.
    """


class ThreadShellCommandResponse(WireModel):
    pass


class ThreadStartSource(OpenEnum):
    startup = "startup"
    clear = "clear"


class ThreadStartParams(WireModel):
    allow_provider_model_fallback: bool | None = None
    """Allow a provider with an authoritative static model catalog to replace an unavailable requested
    model with its default.

    Experimental. Since runtime 0.144.4.
    """
    approval_policy: AskForApproval | None = None
    approvals_reviewer: ApprovalsReviewer | None = None
    """Override where approval requests are routed for review on this thread and subsequent turns."""
    base_instructions: str | None = None
    config: dict[str, Any] | None = None
    cwd: str | None = None
    daybreak_enabled: bool | None = None
    """Initial Daybreak choice for this persistent thread. Omitted or null leaves it unset. This does
    not select a turn's `cyberAccessProgram` or grant access. Not supported for ephemeral threads.

    Experimental. Since runtime 0.156.0.
    """
    developer_instructions: str | None = None
    dynamic_tools: list[DynamicToolSpec] | None = None
    """Experimental."""
    environments: list[TurnEnvironmentParams] | None = None
    """Optional sticky environments for this thread.

    Omitted selects the default environment when environment access is enabled. Empty disables
    environment access for turns that do not provide a turn override. Non-empty selects the first
    environment as the current turn environment.

    Experimental.
    """
    ephemeral: bool | None = None
    experimental_raw_events: bool | None = None
    """If true, opt into emitting raw Responses API items on the event stream. This is for internal use
    only (e.g. Codex Cloud).

    Experimental.
    """
    history_mode: ThreadHistoryMode | None = None
    """Persisted thread history contract to use for this new thread.

    Experimental. Since runtime 0.144.4.
    """
    mock_experimental_field: str | None = None
    """Test-only experimental field used to validate experimental gating and schema filtering behavior
    in a stable way.

    Experimental.
    """
    model: str | None = None
    model_provider: str | None = None
    multi_agent_mode: MultiAgentMode | None = None
    """@deprecated Ignored. Use Ultra reasoning effort for proactive multi-agent behavior.

    Experimental. Since runtime 0.144.4.
    """
    permissions: str | None = None
    """Named profile id for this thread. Cannot be combined with `sandbox`.

    Experimental.
    """
    personality: Personality | None = None
    """@deprecated `friendly` and `pragmatic` no longer select a style."""
    project_id: str | None = None
    """Optional project identity for this new thread. Durable threads persist the assignment; ephemeral
    threads expose it only in live responses.

    Experimental. Since runtime 0.149.0.
    """
    runtime_workspace_roots: list[AbsolutePathBuf] | None = None
    """Replace the thread's runtime workspace roots. Paths must be absolute.

    Experimental.
    """
    sandbox: SandboxMode | None = None
    selected_capability_roots: list[SelectedCapabilityRoot] | None = None
    """Capability roots selected for this thread by the hosting platform.

    Experimental. Since runtime 0.144.4.
    """
    service_name: str | None = None
    service_tier: str | None = None
    session_start_source: ThreadStartSource | None = None
    thread_source: ThreadSource | None = None
    """Optional client-supplied analytics source classification for this thread."""


class ThreadStartedNotification(WireModel):
    thread: Thread


class ThreadStatusChangedNotification(WireModel):
    status: ThreadStatus
    thread_id: str


class TurnCompletedThreadTimelineEntry(WireModel):
    completed_at: Annotated[int | None, Field(alias="completed_at")] = None
    duration_ms: Annotated[int | None, Field(alias="duration_ms")] = None
    error: TurnError | None = None
    position: int
    started_at: Annotated[int | None, Field(alias="started_at")] = None
    status: TurnStatus
    turn_id: Annotated[str, Field(alias="turn_id")]
    type: Literal["turnCompleted"]


class TurnStartedThreadTimelineEntry(WireModel):
    position: int
    started_at: Annotated[int | None, Field(alias="started_at")] = None
    turn_id: Annotated[str, Field(alias="turn_id")]
    type: Literal["turnStarted"]


class UnknownThreadTimelineEntry(UnknownVariant):
    """An alternative of `ThreadTimelineEntry` unknown to this package."""

    @property
    def type(self) -> str | None:
        return self._text("type")


ThreadTimelineEntry: TypeAlias = Annotated[
    ItemThreadTimelineEntry
    | RealtimeThreadTimelineEntry
    | TurnStartedThreadTimelineEntry
    | TurnCompletedThreadTimelineEntry
    | UnknownThreadTimelineEntry,
    OpenUnion(
        "type",
        {
            "item": ItemThreadTimelineEntry,
            "realtime": RealtimeThreadTimelineEntry,
            "turnStarted": TurnStartedThreadTimelineEntry,
            "turnCompleted": TurnCompletedThreadTimelineEntry,
        },
        UnknownThreadTimelineEntry,
    ),
]
"""EXPERIMENTAL - one item or turn boundary in canonical rollout order."""


class ThreadTimelineListParams(WireModel):
    """EXPERIMENTAL - list ordinary and realtime thread history in rollout order.

    Experimental. Since runtime 0.153.4.
    """

    cursor: str | None = None
    limit: int | None = None
    thread_id: str


class ThreadTimelineListResponse(WireModel):
    """EXPERIMENTAL - a bounded timeline page with its resolved opening voice state.

    Experimental.
    """

    active_realtime_session_at_page_start: str | None = None
    data: list[ThreadTimelineEntry]
    next_cursor: str | None = None


class ThreadTurnsListParams(WireModel):
    cursor: str | None = None
    """Opaque cursor to pass to the next call to continue after the last turn."""
    items_view: TurnItemsView | None = None
    """How much item detail to include for each returned turn; defaults to summary."""
    limit: int | None = None
    """Optional turn page size."""
    sort_direction: SortDirection | None = None
    """Optional turn pagination direction; defaults to descending."""
    thread_id: str


class ThreadTurnsListResponse(WireModel):
    backwards_cursor: str | None = None
    """Opaque cursor to pass as `cursor` when reversing `sortDirection`. This is only populated when
    the page contains at least one turn. Use it with the opposite `sortDirection` to include the
    anchor turn again and catch updates to that turn.
    """
    data: list[Turn]
    next_cursor: str | None = None
    """Opaque cursor to pass to the next call to continue after the last turn. if None, there are no
    more turns to return.
    """


class ThreadUnarchiveParams(WireModel):
    thread_id: str


class ThreadUnarchiveResponse(WireModel):
    thread: Thread


class ThreadUnarchivedNotification(WireModel):
    thread_id: str


class ThreadUnsubscribeParams(WireModel):
    thread_id: str


class ThreadUnsubscribeStatus(OpenEnum):
    not_loaded = "notLoaded"
    not_subscribed = "notSubscribed"
    unsubscribed = "unsubscribed"


class ThreadUnsubscribeResponse(WireModel):
    status: ThreadUnsubscribeStatus
