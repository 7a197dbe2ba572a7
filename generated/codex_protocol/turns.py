"""The `turns` types of the Codex protocol. Generated from the schema of runtime 0.163.0; do not edit."""

from typing import Annotated, TypeAlias

from ._enums import OpenEnum
from ._models import OpenUnion, UnknownVariant, WireModel
from .common import TurnItemsView, TurnStatus
from .items import ThreadItem


class NonSteerableTurnKind(OpenEnum):
    review = "review"
    compact = "compact"


class ActiveTurnNotSteerableCodexErrorInfoDetails(WireModel):
    turn_kind: NonSteerableTurnKind


class ActiveTurnNotSteerableCodexErrorInfo(WireModel):
    """Returned when `turn/start` or `turn/steer` is submitted while the current active turn cannot
    accept same-turn steering, for example `/review` or manual `/compact`.
    """

    active_turn_not_steerable: ActiveTurnNotSteerableCodexErrorInfoDetails


class CodexErrorInfoValue(OpenEnum):
    context_window_exceeded = "contextWindowExceeded"
    session_budget_exceeded = "sessionBudgetExceeded"
    usage_limit_exceeded = "usageLimitExceeded"
    rate_limit_exceeded = "rateLimitExceeded"
    flex_unavailable = "flexUnavailable"
    server_overloaded = "serverOverloaded"
    cyber_policy = "cyberPolicy"
    misalignment_policy_violation = "misalignmentPolicyViolation"
    too_many_denials = "tooManyDenials"
    internal_server_error = "internalServerError"
    unauthorized = "unauthorized"
    bad_request = "badRequest"
    thread_rollback_failed = "threadRollbackFailed"
    sandbox_error = "sandboxError"
    other = "other"


class HttpConnectionFailedCodexErrorInfoDetails(WireModel):
    http_status_code: int | None = None


class HttpConnectionFailedCodexErrorInfo(WireModel):
    http_connection_failed: HttpConnectionFailedCodexErrorInfoDetails


class ResponseStreamConnectionFailedCodexErrorInfoDetails(WireModel):
    http_status_code: int | None = None


class ResponseStreamConnectionFailedCodexErrorInfo(WireModel):
    """Failed to connect to the response SSE stream."""

    response_stream_connection_failed: ResponseStreamConnectionFailedCodexErrorInfoDetails


class ResponseStreamDisconnectedCodexErrorInfoDetails(WireModel):
    http_status_code: int | None = None


class ResponseStreamDisconnectedCodexErrorInfo(WireModel):
    """The response SSE stream disconnected in the middle of a turn before completion."""

    response_stream_disconnected: ResponseStreamDisconnectedCodexErrorInfoDetails


class ResponseTooManyFailedAttemptsCodexErrorInfoDetails(WireModel):
    http_status_code: int | None = None


class ResponseTooManyFailedAttemptsCodexErrorInfo(WireModel):
    """Reached the retry limit for responses."""

    response_too_many_failed_attempts: ResponseTooManyFailedAttemptsCodexErrorInfoDetails


class UnknownCodexErrorInfo(UnknownVariant):
    """An alternative of `CodexErrorInfo` unknown to this package."""


CodexErrorInfo: TypeAlias = Annotated[
    CodexErrorInfoValue
    | HttpConnectionFailedCodexErrorInfo
    | ResponseStreamConnectionFailedCodexErrorInfo
    | ResponseStreamDisconnectedCodexErrorInfo
    | ResponseTooManyFailedAttemptsCodexErrorInfo
    | ActiveTurnNotSteerableCodexErrorInfo
    | UnknownCodexErrorInfo,
    OpenUnion(
        None,
        {
            "httpConnectionFailed": HttpConnectionFailedCodexErrorInfo,
            "responseStreamConnectionFailed": ResponseStreamConnectionFailedCodexErrorInfo,
            "responseStreamDisconnected": ResponseStreamDisconnectedCodexErrorInfo,
            "responseTooManyFailedAttempts": ResponseTooManyFailedAttemptsCodexErrorInfo,
            "activeTurnNotSteerable": ActiveTurnNotSteerableCodexErrorInfo,
        },
        UnknownCodexErrorInfo,
        CodexErrorInfoValue,
    ),
]
"""This translation layer make sure that we expose codex error code in camel case.

When an upstream HTTP status is available (for example, from the Responses API or a provider),
it is forwarded in `httpStatusCode` on the relevant `codexErrorInfo` variant.
"""


class MisalignmentSteer(WireModel):
    message: str


class MisalignmentErrorDetails(WireModel):
    detailed_explanation: str | None = None
    """A substantive localized explanation is required before offering continuation."""
    error_type: str | None = None
    """Open-ended classification; clients must accept categories added by Responses."""
    review_target: str | None = None
    """Opaque server-issued block target. Presence alone does not enable target-based continuation."""
    steer: MisalignmentSteer | None = None
    """Instruction to submit as the next turn's user input if continuation is confirmed."""


class TurnError(WireModel):
    additional_details: str | None = None
    codex_error_info: CodexErrorInfo | None = None
    message: str
    misalignment: MisalignmentErrorDetails | None = None
    """Optional public explanation and continuation instruction for a misalignment block."""


class ErrorNotification(WireModel):
    error: TurnError
    thread_id: str
    turn_id: str
    will_retry: bool


class ItemCompletedNotification(WireModel):
    completed_at_ms: int
    """Unix timestamp (in milliseconds) when this item lifecycle completed."""
    item: ThreadItem
    thread_id: str
    turn_id: str


class ItemStartedNotification(WireModel):
    item: ThreadItem
    started_at_ms: int
    """Unix timestamp (in milliseconds) when this item lifecycle started."""
    thread_id: str
    turn_id: str


class TokenUsageBreakdown(WireModel):
    cache_write_input_tokens: int = 0
    cached_input_tokens: int
    input_tokens: int
    output_tokens: int
    reasoning_output_tokens: int
    total_tokens: int


class ThreadTokenUsage(WireModel):
    last: TokenUsageBreakdown
    model_context_window: int | None = None
    total: TokenUsageBreakdown


class ThreadTokenUsageUpdatedNotification(WireModel):
    thread_id: str
    token_usage: ThreadTokenUsage
    turn_id: str


class Turn(WireModel):
    completed_at: int | None = None
    """Unix timestamp (in seconds) when the turn completed."""
    duration_ms: int | None = None
    """Duration between turn start and completion in milliseconds, if known."""
    error: TurnError | None = None
    """Error associated with a failed or interrupted turn."""
    id: str
    """Identifier for this turn. Codex-generated turn IDs are UUIDv7."""
    items: list[ThreadItem]
    """Thread items currently included in this turn payload."""
    items_view: TurnItemsView = TurnItemsView.full
    """Describes how much of `items` has been loaded for this turn."""
    root_turn_id: str | None = None
    """ID of the first turn in the chain of work that led to this turn. Pass this as `rootTurnId` when
    starting work on behalf of this turn. May be null in older history or a `review/start` response.
    """
    started_at: int | None = None
    """Unix timestamp (in seconds) when the turn started."""
    status: TurnStatus


class TurnCompletedNotification(WireModel):
    thread_id: str
    turn: Turn


class TurnStartResponse(WireModel):
    turn: Turn


class TurnStartedNotification(WireModel):
    thread_id: str
    turn: Turn
