"""The `common` types of the Codex protocol. Generated from the schema of runtime 0.163.0; do not edit."""

from typing import TypeAlias

from ._enums import OpenEnum

AbsolutePathBuf: TypeAlias = str
"""A path that is guaranteed to be absolute and normalized (though it is not guaranteed to be
canonicalized or exist on the filesystem).

IMPORTANT: When deserializing an `AbsolutePathBuf`, a base path must be set using
[AbsolutePathBufGuard::new]. If no base path is set, the deserialization will fail unless the
path being deserialized is already absolute.
"""


class ApprovalsReviewer(OpenEnum):
    """Configures who approval requests are routed to for review. Examples include sandbox escapes,
    blocked network access, MCP approval prompts, and ARC escalations. Defaults to `user`.
    `auto_review` uses a carefully prompted subagent to gather relevant context and apply a
    risk-based decision framework before approving or denying the request. The legacy value
    `guardian_subagent` is accepted for compatibility.
    """

    user = "user"
    auto_review = "auto_review"
    guardian_subagent = "guardian_subagent"


class ImageDetail(OpenEnum):
    auto = "auto"
    low = "low"
    high = "high"
    original = "original"


LegacyAppPathString: TypeAlias = str


class MessagePhase(OpenEnum):
    """Classifies assistant text as commentary, a partial answer, or a terminal answer.

    Providers do not emit this consistently, so callers must treat `None` as "phase unknown" and
    keep compatibility behavior for legacy models.
    """

    commentary = "commentary"
    """Mid-turn assistant text (for example preamble/progress narration).

    Additional tool calls or assistant output may follow before turn completion.
    """
    partial_answer = "partial_answer"
    """Stable answer text that may be followed by more assistant output or tools."""
    final_answer = "final_answer"
    """The assistant's declared terminal answer text for the current turn."""


class MultiAgentModeValue(OpenEnum):
    explicit_request_only = "explicitRequestOnly"
    proactive = "proactive"


class ReasoningEffort(OpenEnum):
    """A non-empty reasoning effort value advertised by the model."""

    none = "none"
    minimal = "minimal"
    low = "low"
    medium = "medium"
    high = "high"
    xhigh = "xhigh"
    max = "max"
    ultra = "ultra"


class ThreadHistoryMode(OpenEnum):
    legacy = "legacy"
    paginated = "paginated"


ThreadId: TypeAlias = str


class ThreadSource(OpenEnum):
    user = "user"
    subagent = "subagent"
    memory_consolidation = "memory_consolidation"


class TurnItemsView(OpenEnum):
    not_loaded = "notLoaded"
    """`items` was not loaded for this turn. The field is intentionally empty."""
    summary = "summary"
    """`items` contains only a display summary for this turn."""
    full = "full"
    """`items` contains every ThreadItem available from persisted app-server history for this turn."""


class TurnStatus(OpenEnum):
    completed = "completed"
    interrupted = "interrupted"
    failed = "failed"
    in_progress = "inProgress"
