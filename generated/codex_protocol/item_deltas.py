"""The `item_deltas` types of the Codex protocol. Generated from the schema of runtime 0.163.0; do not edit."""

from ._models import WireModel


class AgentMessageDeltaNotification(WireModel):
    delta: str
    item_id: str
    thread_id: str
    turn_id: str


class CommandExecutionOutputDeltaNotification(WireModel):
    delta: str
    item_id: str
    thread_id: str
    turn_id: str


class FileChangeOutputDeltaNotification(WireModel):
    """Deprecated legacy notification for `apply_patch` textual output.

    The server no longer emits this notification.
    """

    delta: str
    item_id: str
    thread_id: str
    turn_id: str


class McpToolCallProgressNotification(WireModel):
    item_id: str
    message: str
    thread_id: str
    turn_id: str


class PlanDeltaNotification(WireModel):
    """EXPERIMENTAL - proposed plan streaming deltas for plan items. Clients should not assume
    concatenated deltas match the completed plan item content.
    """

    delta: str
    item_id: str
    thread_id: str
    turn_id: str


class ReasoningSummaryPartAddedNotification(WireModel):
    item_id: str
    summary_index: int
    thread_id: str
    turn_id: str


class ReasoningSummaryTextDeltaNotification(WireModel):
    delta: str
    item_id: str
    summary_index: int
    thread_id: str
    turn_id: str


class ReasoningTextDeltaNotification(WireModel):
    content_index: int
    delta: str
    item_id: str
    thread_id: str
    turn_id: str


class TerminalInteractionNotification(WireModel):
    item_id: str
    process_id: str
    stdin: str
    thread_id: str
    turn_id: str
