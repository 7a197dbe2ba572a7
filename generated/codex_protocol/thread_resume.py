"""The `thread_resume` types of the Codex protocol. Generated from the schema of runtime 0.163.0; do not edit."""

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field

from ._enums import OpenEnum
from ._models import OpenUnion, UnknownVariant, WireModel
from .common import (
    AbsolutePathBuf,
    ApprovalsReviewer,
    ImageDetail,
    LegacyAppPathString,
    MessagePhase,
    MultiAgentModeValue,
    ReasoningEffort,
    TurnItemsView,
)
from .items import FunctionCallOutputBody
from .shared import CollaborationMode, Personality, SandboxMode, SortDirection
from .threads import ActivePermissionProfile, AskForApproval, MultiAgentMode, SandboxPolicy, Thread
from .turns import Turn


class AdditionalToolsResponseItem(WireModel):
    id: str | None = None
    role: str
    tools: list[Any]
    type: Literal["additional_tools"]


class EncryptedContentAgentMessageInputContent(WireModel):
    encrypted_content: Annotated[str, Field(alias="encrypted_content")]
    type: Literal["encrypted_content"]


class InputTextAgentMessageInputContent(WireModel):
    text: str
    type: Literal["input_text"]


class UnknownAgentMessageInputContent(UnknownVariant):
    """An alternative of `AgentMessageInputContent` unknown to this package."""

    @property
    def type(self) -> str | None:
        return self._text("type")


AgentMessageInputContent: TypeAlias = Annotated[
    InputTextAgentMessageInputContent | EncryptedContentAgentMessageInputContent | UnknownAgentMessageInputContent,
    OpenUnion(
        "type",
        {
            "input_text": InputTextAgentMessageInputContent,
            "encrypted_content": EncryptedContentAgentMessageInputContent,
        },
        UnknownAgentMessageInputContent,
    ),
]


class InternalChatMessageMetadataPassthrough(WireModel):
    """Internal Responses API passthrough metadata copied into underlying chat messages.

    Responses API strongly types this payload. Do not modify it without first getting API approval
    and making the corresponding Responses API change.
    """

    turn_id: Annotated[str | None, Field(alias="turn_id")] = None


class AgentMessageResponseItem(WireModel):
    author: str
    content: list[AgentMessageInputContent]
    id: str | None = None
    internal_chat_message_metadata_passthrough: Annotated[
        InternalChatMessageMetadataPassthrough | None, Field(alias="internal_chat_message_metadata_passthrough")
    ] = None
    recipient: str
    type: Literal["agent_message"]


class CompactionResponseItem(WireModel):
    encrypted_content: Annotated[str, Field(alias="encrypted_content")]
    id: str | None = None
    internal_chat_message_metadata_passthrough: Annotated[
        InternalChatMessageMetadataPassthrough | None, Field(alias="internal_chat_message_metadata_passthrough")
    ] = None
    type: Literal["compaction"]


class CompactionTriggerResponseItem(WireModel):
    type: Literal["compaction_trigger"]


class ConfigurationReasoning(WireModel):
    """Reasoning settings interpreted by the backend for the routed model."""

    effort: ReasoningEffort


class ConfigurationUpdateResponseItem(WireModel):
    """A durable input control interpreted by the backend at its position in history."""

    reasoning: ConfigurationReasoning
    type: Literal["configuration_update"]


class InputAudioContentItem(WireModel):
    audio_url: Annotated[str, Field(alias="audio_url")]
    type: Literal["input_audio"]


class InputImageContentItem(WireModel):
    """Requires one of: `image_url`, `file_id`."""

    detail: ImageDetail | None = None
    type: Literal["input_image"]
    image_url: Annotated[str | None, Field(alias="image_url")] = None
    file_id: Annotated[str | None, Field(alias="file_id")] = None


class InputTextContentItem(WireModel):
    text: str
    type: Literal["input_text"]


class OutputTextContentItem(WireModel):
    annotations: list[Any] | None = None
    logprobs: list[Any] | None = None
    text: str
    type: Literal["output_text"]


class UnknownContentItem(UnknownVariant):
    """An alternative of `ContentItem` unknown to this package."""

    @property
    def type(self) -> str | None:
        return self._text("type")


ContentItem: TypeAlias = Annotated[
    InputTextContentItem | InputImageContentItem | InputAudioContentItem | OutputTextContentItem | UnknownContentItem,
    OpenUnion(
        "type",
        {
            "input_text": InputTextContentItem,
            "input_image": InputImageContentItem,
            "input_audio": InputAudioContentItem,
            "output_text": OutputTextContentItem,
        },
        UnknownContentItem,
    ),
]


class ContextCompactionResponseItem(WireModel):
    encrypted_content: Annotated[str | None, Field(alias="encrypted_content")] = None
    id: str | None = None
    internal_chat_message_metadata_passthrough: Annotated[
        InternalChatMessageMetadataPassthrough | None, Field(alias="internal_chat_message_metadata_passthrough")
    ] = None
    type: Literal["context_compaction"]


class CustomToolCallOutputResponseItem(WireModel):
    call_id: Annotated[str, Field(alias="call_id")]
    id: str | None = None
    internal_chat_message_metadata_passthrough: Annotated[
        InternalChatMessageMetadataPassthrough | None, Field(alias="internal_chat_message_metadata_passthrough")
    ] = None
    name: str | None = None
    output: FunctionCallOutputBody
    type: Literal["custom_tool_call_output"]


class CustomToolCallResponseItem(WireModel):
    call_id: Annotated[str, Field(alias="call_id")]
    encrypted_content: Annotated[str | None, Field(alias="encrypted_content")] = None
    id: str | None = None
    input: str
    internal_chat_message_metadata_passthrough: Annotated[
        InternalChatMessageMetadataPassthrough | None, Field(alias="internal_chat_message_metadata_passthrough")
    ] = None
    name: str
    namespace: str | None = None
    status: str | None = None
    type: Literal["custom_tool_call"]


class ExecLocalShellAction(WireModel):
    command: list[str]
    env: dict[str, str] | None = None
    timeout_ms: Annotated[int | None, Field(alias="timeout_ms")] = None
    type: Literal["exec"]
    user: str | None = None
    working_directory: Annotated[str | None, Field(alias="working_directory")] = None


class FindInPageResponsesApiWebSearchAction(WireModel):
    pattern: str | None = None
    type: Literal["find_in_page"]
    url: str | None = None


class FunctionCallOutputResponseItem(WireModel):
    call_id: Annotated[str | None, Field(alias="call_id")] = None
    id: str | None = None
    internal_chat_message_metadata_passthrough: Annotated[
        InternalChatMessageMetadataPassthrough | None, Field(alias="internal_chat_message_metadata_passthrough")
    ] = None
    name: str | None = None
    namespace: str | None = None
    output: FunctionCallOutputBody
    type: Literal["function_call_output"]


class FunctionCallResponseItem(WireModel):
    arguments: str
    call_id: Annotated[str, Field(alias="call_id")]
    encrypted_content: Annotated[str | None, Field(alias="encrypted_content")] = None
    encrypted_function_args: Annotated[list[str] | None, Field(alias="encrypted_function_args")] = None
    id: str | None = None
    internal_chat_message_metadata_passthrough: Annotated[
        InternalChatMessageMetadataPassthrough | None, Field(alias="internal_chat_message_metadata_passthrough")
    ] = None
    name: str
    namespace: str | None = None
    status: str | None = None
    type: Literal["function_call"]


class ImageGenerationCallResponseItem(WireModel):
    encrypted_content: Annotated[str | None, Field(alias="encrypted_content")] = None
    id: str | None = None
    internal_chat_message_metadata_passthrough: Annotated[
        InternalChatMessageMetadataPassthrough | None, Field(alias="internal_chat_message_metadata_passthrough")
    ] = None
    result: str
    revised_prompt: Annotated[str | None, Field(alias="revised_prompt")] = None
    status: str
    type: Literal["image_generation_call"]


class UnknownLocalShellAction(UnknownVariant):
    """An alternative of `LocalShellAction` unknown to this package."""

    @property
    def type(self) -> str | None:
        return self._text("type")


LocalShellAction: TypeAlias = Annotated[
    ExecLocalShellAction | UnknownLocalShellAction,
    OpenUnion("type", {"exec": ExecLocalShellAction}, UnknownLocalShellAction),
]


class LocalShellStatus(OpenEnum):
    completed = "completed"
    in_progress = "in_progress"
    incomplete = "incomplete"


class LocalShellCallResponseItem(WireModel):
    action: LocalShellAction
    call_id: Annotated[str | None, Field(alias="call_id")] = None
    """Set when using the Responses API."""
    encrypted_content: Annotated[str | None, Field(alias="encrypted_content")] = None
    id: str | None = None
    """Legacy id field retained for compatibility with older payloads."""
    internal_chat_message_metadata_passthrough: Annotated[
        InternalChatMessageMetadataPassthrough | None, Field(alias="internal_chat_message_metadata_passthrough")
    ] = None
    status: LocalShellStatus
    type: Literal["local_shell_call"]


class MessageResponseItem(WireModel):
    content: list[ContentItem]
    encrypted_content: Annotated[str | None, Field(alias="encrypted_content")] = None
    id: str | None = None
    internal_chat_message_metadata_passthrough: Annotated[
        InternalChatMessageMetadataPassthrough | None, Field(alias="internal_chat_message_metadata_passthrough")
    ] = None
    phase: MessagePhase | None = None
    role: str
    status: str | None = None
    type: Literal["message"]


class OpenPageResponsesApiWebSearchAction(WireModel):
    type: Literal["open_page"]
    url: str | None = None


class OtherResponseItem(WireModel):
    type: Literal["other"]


class OtherResponsesApiWebSearchAction(WireModel):
    type: Literal["other"]


class ReasoningTextReasoningItemContent(WireModel):
    text: str
    type: Literal["reasoning_text"]


class TextReasoningItemContent(WireModel):
    text: str
    type: Literal["text"]


class UnknownReasoningItemContent(UnknownVariant):
    """An alternative of `ReasoningItemContent` unknown to this package."""

    @property
    def type(self) -> str | None:
        return self._text("type")


ReasoningItemContent: TypeAlias = Annotated[
    ReasoningTextReasoningItemContent | TextReasoningItemContent | UnknownReasoningItemContent,
    OpenUnion(
        "type",
        {"reasoning_text": ReasoningTextReasoningItemContent, "text": TextReasoningItemContent},
        UnknownReasoningItemContent,
    ),
]


class SummaryTextReasoningItemReasoningSummary(WireModel):
    text: str
    type: Literal["summary_text"]


class UnknownReasoningItemReasoningSummary(UnknownVariant):
    """An alternative of `ReasoningItemReasoningSummary` unknown to this package."""

    @property
    def type(self) -> str | None:
        return self._text("type")


ReasoningItemReasoningSummary: TypeAlias = Annotated[
    SummaryTextReasoningItemReasoningSummary | UnknownReasoningItemReasoningSummary,
    OpenUnion("type", {"summary_text": SummaryTextReasoningItemReasoningSummary}, UnknownReasoningItemReasoningSummary),
]


class ReasoningResponseItem(WireModel):
    content: list[ReasoningItemContent] | None = None
    encrypted_content: Annotated[str | None, Field(alias="encrypted_content")] = None
    id: str | None = None
    internal_chat_message_metadata_passthrough: Annotated[
        InternalChatMessageMetadataPassthrough | None, Field(alias="internal_chat_message_metadata_passthrough")
    ] = None
    summary: list[ReasoningItemReasoningSummary]
    type: Literal["reasoning"]


class ToolSearchCallResponseItem(WireModel):
    arguments: Any = None
    call_id: Annotated[str | None, Field(alias="call_id")] = None
    encrypted_content: Annotated[str | None, Field(alias="encrypted_content")] = None
    execution: str
    id: str | None = None
    internal_chat_message_metadata_passthrough: Annotated[
        InternalChatMessageMetadataPassthrough | None, Field(alias="internal_chat_message_metadata_passthrough")
    ] = None
    status: str | None = None
    type: Literal["tool_search_call"]


class ToolSearchOutputResponseItem(WireModel):
    call_id: Annotated[str | None, Field(alias="call_id")] = None
    execution: str
    id: str | None = None
    internal_chat_message_metadata_passthrough: Annotated[
        InternalChatMessageMetadataPassthrough | None, Field(alias="internal_chat_message_metadata_passthrough")
    ] = None
    status: str
    tools: list[Any]
    type: Literal["tool_search_output"]


class SearchResponsesApiWebSearchAction(WireModel):
    queries: list[str] | None = None
    query: str | None = None
    type: Literal["search"]


class UnknownResponsesApiWebSearchAction(UnknownVariant):
    """An alternative of `ResponsesApiWebSearchAction` unknown to this package."""

    @property
    def type(self) -> str | None:
        return self._text("type")


ResponsesApiWebSearchAction: TypeAlias = Annotated[
    SearchResponsesApiWebSearchAction
    | OpenPageResponsesApiWebSearchAction
    | FindInPageResponsesApiWebSearchAction
    | OtherResponsesApiWebSearchAction
    | UnknownResponsesApiWebSearchAction,
    OpenUnion(
        "type",
        {
            "search": SearchResponsesApiWebSearchAction,
            "open_page": OpenPageResponsesApiWebSearchAction,
            "find_in_page": FindInPageResponsesApiWebSearchAction,
            "other": OtherResponsesApiWebSearchAction,
        },
        UnknownResponsesApiWebSearchAction,
    ),
]


class WebSearchCallResponseItem(WireModel):
    action: ResponsesApiWebSearchAction | None = None
    encrypted_content: Annotated[str | None, Field(alias="encrypted_content")] = None
    id: str | None = None
    internal_chat_message_metadata_passthrough: Annotated[
        InternalChatMessageMetadataPassthrough | None, Field(alias="internal_chat_message_metadata_passthrough")
    ] = None
    status: str | None = None
    type: Literal["web_search_call"]


class UnknownResponseItem(UnknownVariant):
    """An alternative of `ResponseItem` unknown to this package."""

    @property
    def type(self) -> str | None:
        return self._text("type")


ResponseItem: TypeAlias = Annotated[
    AdditionalToolsResponseItem
    | MessageResponseItem
    | AgentMessageResponseItem
    | ReasoningResponseItem
    | LocalShellCallResponseItem
    | FunctionCallResponseItem
    | ToolSearchCallResponseItem
    | FunctionCallOutputResponseItem
    | CustomToolCallResponseItem
    | CustomToolCallOutputResponseItem
    | ToolSearchOutputResponseItem
    | WebSearchCallResponseItem
    | ImageGenerationCallResponseItem
    | CompactionResponseItem
    | ConfigurationUpdateResponseItem
    | CompactionTriggerResponseItem
    | ContextCompactionResponseItem
    | OtherResponseItem
    | UnknownResponseItem,
    OpenUnion(
        "type",
        {
            "additional_tools": AdditionalToolsResponseItem,
            "message": MessageResponseItem,
            "agent_message": AgentMessageResponseItem,
            "reasoning": ReasoningResponseItem,
            "local_shell_call": LocalShellCallResponseItem,
            "function_call": FunctionCallResponseItem,
            "tool_search_call": ToolSearchCallResponseItem,
            "function_call_output": FunctionCallOutputResponseItem,
            "custom_tool_call": CustomToolCallResponseItem,
            "custom_tool_call_output": CustomToolCallOutputResponseItem,
            "tool_search_output": ToolSearchOutputResponseItem,
            "web_search_call": WebSearchCallResponseItem,
            "image_generation_call": ImageGenerationCallResponseItem,
            "compaction": CompactionResponseItem,
            "configuration_update": ConfigurationUpdateResponseItem,
            "compaction_trigger": CompactionTriggerResponseItem,
            "context_compaction": ContextCompactionResponseItem,
            "other": OtherResponseItem,
        },
        UnknownResponseItem,
    ),
]


class RawResponseItemCompletedNotification(WireModel):
    item: ResponseItem
    thread_id: str
    turn_id: str


class ThreadResumeInitialTurnsPageParams(WireModel):
    items_view: TurnItemsView | None = None
    """How much item detail to include for each returned turn; defaults to summary."""
    limit: int | None = None
    """Optional turn page size."""
    sort_direction: SortDirection | None = None
    """Optional turn pagination direction; defaults to descending."""


class ThreadResumeParams(WireModel):
    """There are three ways to resume a thread: 1. By thread_id: load the thread from disk by thread_id
    and resume it. 2. By history: instantiate the thread from memory and resume it. 3. By path: load
    the thread from disk by path and resume it.

    For non-running threads, the precedence is: history > non-empty path > thread_id. If using
    history or a non-empty path for a non-running thread, the thread_id param will be ignored.

    If thread_id identifies a running thread, app-server rejoins that thread and treats a non-empty
    path as a consistency check against the active rollout path. Empty string path values are
    treated as absent.

    Prefer using thread_id whenever possible.
    """

    approval_policy: AskForApproval | None = None
    approvals_reviewer: ApprovalsReviewer | None = None
    """Override where approval requests are routed for review on this thread and subsequent turns."""
    base_instructions: str | None = None
    config: dict[str, Any] | None = None
    cwd: str | None = None
    developer_instructions: str | None = None
    exclude_turns: bool | None = None
    """When true, return only thread metadata and live-resume state without populating `thread.turns`.
    This is useful when the client plans to call `thread/turns/list` immediately after resuming.
    Full-history hydration is deprecated for paginated threads; use this with `thread/turns/list`
    and `thread/items/list` instead.
    """
    history: list[ResponseItem] | None = None
    """[UNSTABLE] FOR CODEX CLOUD - DO NOT USE. If specified, the thread will be resumed with the
    provided history instead of loaded from disk.

    Experimental.
    """
    initial_turns_page: ThreadResumeInitialTurnsPageParams | None = None
    """When present, include a `thread/turns/list` page in the resume response so clients can bootstrap
    recent turns without a second request.

    Experimental. Since runtime 0.136.0.
    """
    model: str | None = None
    """Configuration overrides for the resumed thread, if any."""
    model_provider: str | None = None
    path: str | None = None
    """[UNSTABLE] Specify the rollout path to resume from. If specified for a non-running thread, the
    thread_id param will be ignored. If thread_id identifies a running thread, the path must match
    the active rollout path.

    Experimental.
    """
    permissions: str | None = None
    """Named profile id for the resumed thread. Cannot be combined with `sandbox`.

    Experimental.
    """
    personality: Personality | None = None
    """@deprecated `friendly` and `pragmatic` no longer select a style. Changing this does not rewrite
    the thread's existing instructions.
    """
    runtime_workspace_roots: list[AbsolutePathBuf] | None = None
    """Replace the thread's runtime workspace roots. Paths must be absolute.

    Experimental.
    """
    sandbox: SandboxMode | None = None
    service_tier: str | None = None
    thread_id: str


class TurnsPage(WireModel):
    backwards_cursor: str | None = None
    data: list[Turn]
    next_cursor: str | None = None


class ThreadResumeResponse(WireModel):
    active_permission_profile: ActivePermissionProfile | None = None
    """Named or implicit built-in profile that produced the active permissions, when known.

    Experimental.
    """
    approval_policy: AskForApproval
    approvals_reviewer: ApprovalsReviewer
    """Reviewer currently used for approval requests on this thread."""
    collaboration_mode: CollaborationMode | None = None
    """Effective collaboration mode. Absent when resuming from an older server."""
    cwd: AbsolutePathBuf
    disabled_plugin_ids: list[str] = Field(default_factory=list[str])
    """Saved list of disabled plugin IDs. Does not yet filter plugin capabilities."""
    initial_turns_page: TurnsPage | None = None
    """`thread/turns/list` page returned when requested by `initialTurnsPage`.

    Experimental.
    """
    instruction_sources: list[LegacyAppPathString] = Field(default_factory=list[LegacyAppPathString])
    """Environment-native paths to instruction source files currently loaded for this thread."""
    items_backwards_cursor: str | None = None
    """Opaque cursor for hydrating paginated items backwards.

    Pass this as `cursor` to `thread/items/list` with `sortDirection: "desc"`. The first page
    includes the item identified by the cursor.
    """
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
    turns_backwards_cursor: str | None = None
    """Opaque cursor for hydrating paginated turns backwards.

    Pass this as `cursor` to `thread/turns/list` with `sortDirection: "desc"`. The first page
    includes the turn identified by the cursor.
    """
