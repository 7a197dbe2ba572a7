"""The `shared` types of the Codex protocol. Generated from the schema of runtime 0.163.0; do not edit."""

from typing import Annotated, TypeAlias

from pydantic import Field

from ._enums import OpenEnum
from ._models import OpenUnion, UnknownVariant, WireModel
from .common import AbsolutePathBuf, LegacyAppPathString, ReasoningEffort


class ApprovedExecpolicyAmendmentReviewDecisionDetails(WireModel):
    proposed_execpolicy_amendment: Annotated[list[str], Field(alias="proposed_execpolicy_amendment")]


class ApprovedExecpolicyAmendmentReviewDecision(WireModel):
    """User has approved this command and wants to apply the proposed execpolicy amendment so future
    matching commands are permitted.
    """

    approved_execpolicy_amendment: Annotated[
        ApprovedExecpolicyAmendmentReviewDecisionDetails, Field(alias="approved_execpolicy_amendment")
    ]


class ModeKind(OpenEnum):
    """Initial collaboration mode to use when the TUI starts."""

    plan = "plan"
    default = "default"


class Settings(WireModel):
    """Settings for a collaboration mode."""

    developer_instructions: Annotated[str | None, Field(alias="developer_instructions")] = None
    model: str
    reasoning_effort: Annotated[ReasoningEffort | None, Field(alias="reasoning_effort")] = None


class CollaborationMode(WireModel):
    """Collaboration mode for a Codex session."""

    mode: ModeKind
    settings: Settings


class CyberAccessProgram(OpenEnum):
    """Requested cyber treatment for an OpenAI model turn. Authorization and model-tier restrictions
    remain server-owned.
    """

    standard = "standard"
    daybreak_blue = "daybreakBlue"
    daybreak_red = "daybreakRed"


class DeniedReviewDecisionDetails(WireModel):
    rejection: str


class DeniedReviewDecision(WireModel):
    """User has denied this command and the agent should not execute it, but it should continue the
    session and try something else.
    """

    denied: DeniedReviewDecisionDetails


class HookEventName(OpenEnum):
    pre_tool_use = "preToolUse"
    permission_request = "permissionRequest"
    post_tool_use = "postToolUse"
    pre_compact = "preCompact"
    post_compact = "postCompact"
    session_start = "sessionStart"
    session_end = "sessionEnd"
    user_prompt_submit = "userPromptSubmit"
    subagent_start = "subagentStart"
    subagent_stop = "subagentStop"
    stop = "stop"
    interrupt = "interrupt"


class NetworkPolicyRuleAction(OpenEnum):
    allow = "allow"
    deny = "deny"


class NetworkPolicyAmendment(WireModel):
    action: NetworkPolicyRuleAction
    host: str


class NetworkPolicyAmendmentReviewDecisionDetails(WireModel):
    network_policy_amendment: Annotated[NetworkPolicyAmendment, Field(alias="network_policy_amendment")]


class NetworkPolicyAmendmentReviewDecision(WireModel):
    """User chose to persist a network policy rule (allow/deny) for future requests to the same host."""

    network_policy_amendment: Annotated[
        NetworkPolicyAmendmentReviewDecisionDetails, Field(alias="network_policy_amendment")
    ]


class Personality(OpenEnum):
    """Deprecated: `friendly` and `pragmatic` no longer select a style."""

    none = "none"
    friendly = "friendly"
    pragmatic = "pragmatic"


class ReasoningSummary(OpenEnum):
    """A summary of the reasoning performed by the model. This can be useful for debugging and
    understanding the model's reasoning process. See
    https://platform.openai.com/docs/guides/reasoning?api-mode=responses#reasoning-summaries
    """

    auto = "auto"
    concise = "concise"
    detailed = "detailed"
    none = "none"
    """Option to disable reasoning summaries."""


RequestId: TypeAlias = str | int


class ReviewDecisionValue(OpenEnum):
    approved = "approved"
    """User has approved this command and the agent should execute it."""
    approved_for_session = "approved_for_session"
    """User has approved this request and wants future prompts in the same session-scoped approval
    cache to be automatically approved for the remainder of the session.
    """
    approved_mcp_policy_amendment = "approved_mcp_policy_amendment"
    """User has approved this MCP tool call and wants to amend its policy so matching future calls are
    automatically approved across sessions.
    """
    timed_out = "timed_out"
    """Automatic approval review timed out before reaching a decision."""
    abort = "abort"
    """User has denied this command and the agent should not do anything until the user's next command."""


class UnknownReviewDecision(UnknownVariant):
    """An alternative of `ReviewDecision` unknown to this package."""


ReviewDecision: TypeAlias = Annotated[
    ReviewDecisionValue
    | ApprovedExecpolicyAmendmentReviewDecision
    | NetworkPolicyAmendmentReviewDecision
    | DeniedReviewDecision
    | UnknownReviewDecision,
    OpenUnion(
        None,
        {
            "approved_execpolicy_amendment": ApprovedExecpolicyAmendmentReviewDecision,
            "network_policy_amendment": NetworkPolicyAmendmentReviewDecision,
            "denied": DeniedReviewDecision,
        },
        UnknownReviewDecision,
        ReviewDecisionValue,
    ),
]
"""User's decision in response to an ExecApprovalRequest."""


class SandboxMode(OpenEnum):
    read_only = "read-only"
    workspace_write = "workspace-write"
    danger_full_access = "danger-full-access"


class SkillInterface(WireModel):
    brand_color: str | None = None
    default_prompt: str | None = None
    display_name: str | None = None
    icon_large: AbsolutePathBuf | None = None
    icon_large_url: str | None = None
    """Remote large icon URL from the plugin catalog."""
    icon_small: AbsolutePathBuf | None = None
    icon_small_url: str | None = None
    """Remote small icon URL from the plugin catalog."""
    short_description: str | None = None


class SortDirection(OpenEnum):
    asc = "asc"
    desc = "desc"


class TurnEnvironmentParams(WireModel):
    cwd: LegacyAppPathString
    environment_id: str
    runtime_workspace_roots: list[LegacyAppPathString] | None = None
    """Environment-native runtime workspace roots. Omitted defaults to `cwd`."""
