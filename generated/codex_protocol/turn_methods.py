"""The `turn_methods` types of the Codex protocol. Generated from the schema of runtime 0.163.0; do not edit."""

from typing import Any

from ._enums import OpenEnum
from ._models import WireModel
from .common import AbsolutePathBuf, ApprovalsReviewer, ReasoningEffort
from .items import FunctionCallOutputBody, UserInput
from .shared import CollaborationMode, CyberAccessProgram, Personality, ReasoningSummary, TurnEnvironmentParams
from .threads import AskForApproval, MultiAgentMode, SandboxPolicy


class AdditionalContextKind(OpenEnum):
    untrusted = "untrusted"
    application = "application"


class AdditionalContextEntry(WireModel):
    kind: AdditionalContextKind
    value: str


class TurnDiffUpdatedNotification(WireModel):
    """Notification that the turn-level unified diff has changed. Contains the latest aggregated diff
    across all file changes in the turn.
    """

    diff: str
    thread_id: str
    turn_id: str


class TurnInterruptParams(WireModel):
    thread_id: str
    turn_id: str


class TurnInterruptResponse(WireModel):
    pass


class TurnModerationMetadataNotification(WireModel):
    """Since runtime 0.144.4."""

    metadata: Any = None
    thread_id: str
    turn_id: str


class TurnPlanStepStatus(OpenEnum):
    pending = "pending"
    in_progress = "inProgress"
    completed = "completed"


class TurnPlanStep(WireModel):
    status: TurnPlanStepStatus
    step: str


class TurnPlanUpdatedNotification(WireModel):
    explanation: str | None = None
    plan: list[TurnPlanStep]
    thread_id: str
    turn_id: str


class TurnSettingsUpdateParams(WireModel):
    """Experimental settings changes for one running turn, not future turns. Unsupported fields are
    rejected rather than silently ignored. Any live task kind may accept publication. Child sessions
    and consumers of frozen initial settings are unchanged.

    Experimental. Since runtime 0.153.4.
    """

    approvals_reviewer: ApprovalsReviewer | None = None
    """Changes the active turn's reviewer without changing future thread settings. Already captured
    steps and pending approvals retain their original reviewer.
    """
    effort: ReasoningEffort | None = None
    """Omission or `null` leaves the effort unchanged."""
    model: str | None = None
    """Omission or `null` leaves the model unchanged."""
    service_tier: str | None = None
    """`null` clears the requested tier; omission leaves it unchanged."""
    summary: ReasoningSummary | None = None
    """Omission or `null` leaves the summary preference unchanged."""
    thread_id: str
    turn_id: str


class TurnSettingsUpdateStatus(OpenEnum):
    """Experimental."""

    applied = "applied"
    """Published for subsequent captures, even if the values were unchanged. Already captured steps are
    unchanged; a later inference is not guaranteed.
    """
    target_unavailable = "targetUnavailable"
    """No matching live task remained available for publication."""


class TurnSettingsUpdateResponse(WireModel):
    """Experimental."""

    status: TurnSettingsUpdateStatus


class TurnToolOutput(WireModel):
    name: str
    namespace: str | None = None
    output: FunctionCallOutputBody
    retain: bool | None = None
    """Requests retention of this output in the thread's model history."""


class TurnStartParams(WireModel):
    additional_context: dict[str, AdditionalContextEntry] | None = None
    """Optional client-provided context fragments keyed by an opaque source identifier.

    Experimental. Since runtime 0.136.0.
    """
    approval_policy: AskForApproval | None = None
    """Override the approval policy for this turn and subsequent turns."""
    approvals_reviewer: ApprovalsReviewer | None = None
    """Override where approval requests are routed for review on this turn and subsequent turns."""
    client_user_message_id: str | None = None
    """Since runtime 0.136.0."""
    collaboration_mode: CollaborationMode | None = None
    """EXPERIMENTAL - Set a pre-set collaboration mode. Takes precedence over model, reasoning_effort,
    and developer instructions if set.

    For `collaboration_mode.settings.developer_instructions`, `null` means "use the built-in
    instructions for the selected mode".

    Experimental.
    """
    cwd: str | None = None
    """Override the working directory for this turn and subsequent turns."""
    cyber_access_program: CyberAccessProgram | None = None
    """EXPERIMENTAL - Request an authorized cyber program for this turn. Omission preserves automatic
    behavior. This does not grant access.

    Experimental. Since runtime 0.153.4.
    """
    disabled_plugin_ids: list[str] | None = None
    """Replace this thread's disabled plugin IDs. Omitted/null preserves the list; [] clears it.

    Since runtime 0.156.0.
    """
    effort: ReasoningEffort | None = None
    """Override the reasoning effort for this turn and subsequent turns."""
    environments: list[TurnEnvironmentParams] | None = None
    """Optional environments for this turn and subsequent turns.

    Omitted uses the thread sticky environments. Empty disables environment access for this turn.
    Non-empty selects the first environment as the current turn environment for this turn.

    Experimental.
    """
    input: list[UserInput]
    model: str | None = None
    """Override the model for this turn and subsequent turns."""
    multi_agent_mode: MultiAgentMode | None = None
    """@deprecated Ignored. Use `effort: "ultra"` for proactive multi-agent behavior.

    Experimental. Since runtime 0.144.4.
    """
    output_schema: Any = None
    """Optional JSON Schema used to constrain the final assistant message for this turn."""
    parent_turn_id: str | None = None
    """ID of the turn that caused this new turn to start.

    Set this when starting work on behalf of another turn, such as delegated work in a different
    thread. Leave unset for work started directly by the user. Ignored when this request adds input
    to an active turn.

    Since runtime 0.162.0.
    """
    permissions: str | None = None
    """Select a named permissions profile id for this turn and subsequent turns. Cannot be combined
    with `sandboxPolicy`.

    Experimental.
    """
    personality: Personality | None = None
    """@deprecated `friendly` and `pragmatic` no longer select a style. Changing this does not rewrite
    the thread's existing instructions.
    """
    responsesapi_client_metadata: dict[str, str] | None = None
    """Optional metadata to enrich Codex's ResponsesAPI turn metadata.

    Entries are flattened into the JSON string sent as `client_metadata["x-codex-turn-metadata"]` on
    ResponsesAPI HTTP and websocket requests.

    They are not sent as top-level ResponsesAPI `client_metadata` keys, and reserved keys such as
    `session_id`, `thread_id`, `turn_id`, and `window_id` cannot be overridden.

    Experimental.
    """
    root_turn_id: str | None = None
    """ID of the first turn in the chain of work that led to this new turn.

    When setting `parentTurnId`, set this to the parent turn's `rootTurnId` when known. This keeps
    descendant work attributed to the original turn. If omitted, the new turn becomes its own root.
    Ignored when this request adds input to an active turn.

    Since runtime 0.162.0.
    """
    runtime_workspace_roots: list[AbsolutePathBuf] | None = None
    """Replace the thread's runtime workspace roots for this turn and subsequent turns. Paths must be
    absolute.

    Experimental.
    """
    sandbox_policy: SandboxPolicy | None = None
    """Override the sandbox policy for this turn and subsequent turns."""
    service_tier: str | None = None
    """Override the service tier for this turn and subsequent turns."""
    service_tier_for_turn: str | None = None
    """Override the service tier only when this request starts a new turn. Use "default" for standard
    speed. Omitted or null inherits the thread's tier. Does not change the thread's tier or a turn
    being steered.

    Since runtime 0.153.4.
    """
    summary: ReasoningSummary | None = None
    """Override the reasoning summary for this turn and subsequent turns."""
    thread_id: str
    tool_output: TurnToolOutput | None = None
    """Since runtime 0.153.4."""
    turn_trigger: str | None = None
    """Optional source classification for the caller that starts this turn. Ignored when this request
    steers an already-active turn.

    Since runtime 0.153.4.
    """


class TurnSteerParams(WireModel):
    additional_context: dict[str, AdditionalContextEntry] | None = None
    """Optional client-provided context fragments keyed by an opaque source identifier.

    Experimental. Since runtime 0.136.0.
    """
    client_user_message_id: str | None = None
    """Since runtime 0.136.0."""
    expected_turn_id: str
    """Required active turn id precondition. The request fails when it does not match the currently
    active turn.
    """
    input: list[UserInput]
    responsesapi_client_metadata: dict[str, str] | None = None
    """Optional metadata to enrich Codex's ResponsesAPI turn metadata.

    Entries are flattened into the JSON string sent as `client_metadata["x-codex-turn-metadata"]` on
    ResponsesAPI HTTP and websocket requests.

    They are not sent as top-level ResponsesAPI `client_metadata` keys, and reserved keys such as
    `session_id`, `thread_id`, `turn_id`, and `window_id` cannot be overridden.

    Experimental.
    """
    thread_id: str


class TurnSteerResponse(WireModel):
    turn_id: str
