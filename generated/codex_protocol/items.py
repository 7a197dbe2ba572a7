"""The `items` types of the Codex protocol. Generated from the schema of runtime 0.163.0; do not edit."""

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field

from ._enums import OpenEnum
from ._models import OpenUnion, UnknownVariant, WireModel
from .common import AbsolutePathBuf, ImageDetail, LegacyAppPathString, MessagePhase, ReasoningEffort


class AddPatchChangeKind(WireModel):
    type: Literal["add"]


class AgentMessageDelivery(OpenEnum):
    async_ = "async"


class AsyncUserInputQuestion(WireModel):
    options: list[str] | None = None
    title: str


class MemoryCitationEntry(WireModel):
    line_end: int
    line_start: int
    note: str
    path: str


class MemoryCitation(WireModel):
    entries: list[MemoryCitationEntry]
    thread_ids: list[str]


class AgentMessageThreadItem(WireModel):
    delivery: AgentMessageDelivery | None = None
    id: str
    memory_citation: MemoryCitation | None = None
    phase: MessagePhase | None = None
    questions: list[AsyncUserInputQuestion] | None = None
    text: str
    type: Literal["agentMessage"]


class AudioUserInput(WireModel):
    type: Literal["audio"]
    url: str


class ByteRange(WireModel):
    end: int
    start: int


class CollabAgentStatus(OpenEnum):
    pending_init = "pendingInit"
    running = "running"
    interrupted = "interrupted"
    completed = "completed"
    errored = "errored"
    shutdown = "shutdown"
    not_found = "notFound"


class CollabAgentState(WireModel):
    message: str | None = None
    status: CollabAgentStatus


class CollabAgentTool(OpenEnum):
    spawn_agent = "spawnAgent"
    send_input = "sendInput"
    resume_agent = "resumeAgent"
    wait = "wait"
    close_agent = "closeAgent"
    send_message = "sendMessage"
    followup_task = "followupTask"
    interrupt_agent = "interruptAgent"
    list_agents = "listAgents"


class CollabAgentToolCallStatus(OpenEnum):
    in_progress = "inProgress"
    completed = "completed"
    failed = "failed"
    interrupted = "interrupted"


class CollabAgentToolCallThreadItem(WireModel):
    agents_states: dict[str, CollabAgentState]
    """Last known status of the target agents, when available."""
    id: str
    """Unique identifier for this collab tool call."""
    model: str | None = None
    """Model requested for the spawned agent, when applicable."""
    prompt: str | None = None
    """Prompt text sent as part of the collab tool call, when available."""
    reasoning_effort: ReasoningEffort | None = None
    """Reasoning effort requested for the spawned agent, when applicable."""
    receiver_thread_ids: list[str]
    """Thread ID of the receiving agent, when applicable. In case of spawn operation, this corresponds
    to the newly spawned agent.
    """
    sender_thread_id: str
    """Thread ID of the agent issuing the collab request."""
    status: CollabAgentToolCallStatus
    """Current status of the collab tool call."""
    tool: CollabAgentTool
    """Name of the collab tool that was invoked."""
    type: Literal["collabAgentToolCall"]


class ListFilesCommandAction(WireModel):
    command: str
    path: str | None = None
    type: Literal["listFiles"]


class ReadCommandAction(WireModel):
    command: str
    name: str
    path: LegacyAppPathString
    type: Literal["read"]


class SearchCommandAction(WireModel):
    command: str
    path: str | None = None
    query: str | None = None
    type: Literal["search"]


class UnknownCommandAction(WireModel):
    command: str
    type: Literal["unknown"]


class UnrecognizedCommandAction(UnknownVariant):
    """An alternative of `CommandAction` unknown to this package."""

    @property
    def type(self) -> str | None:
        return self._text("type")


CommandAction: TypeAlias = Annotated[
    ReadCommandAction | ListFilesCommandAction | SearchCommandAction | UnknownCommandAction | UnrecognizedCommandAction,
    OpenUnion(
        "type",
        {
            "read": ReadCommandAction,
            "listFiles": ListFilesCommandAction,
            "search": SearchCommandAction,
            "unknown": UnknownCommandAction,
        },
        UnrecognizedCommandAction,
    ),
]


class CommandExecutionSource(OpenEnum):
    agent = "agent"
    user_shell = "userShell"
    unified_exec_startup = "unifiedExecStartup"
    unified_exec_interaction = "unifiedExecInteraction"


class CommandExecutionStatus(OpenEnum):
    in_progress = "inProgress"
    completed = "completed"
    failed = "failed"
    declined = "declined"


class CommandExecutionThreadItem(WireModel):
    aggregated_output: str | None = None
    """The command's output, aggregated from stdout and stderr."""
    command: str
    """The command to be executed."""
    command_actions: list[CommandAction]
    """A best-effort parsing of the command to understand the action(s) it will perform. This returns a
    list of CommandAction objects because a single shell command may be composed of many commands
    piped together.
    """
    cwd: LegacyAppPathString
    """The command's working directory."""
    duration_ms: int | None = None
    """The duration of the command execution in milliseconds."""
    exit_code: int | None = None
    """The command's exit code."""
    id: str
    plugin_id: str | None = None
    """Trusted first-party plugin id when this command resolves to one plugin script."""
    process_id: str | None = None
    """Identifier for the underlying PTY process (when available)."""
    script_path: str | None = None
    """Safe plugin-relative path when this command resolves to one plugin script."""
    source: CommandExecutionSource = CommandExecutionSource.agent
    status: CommandExecutionStatus
    type: Literal["commandExecution"]


class ContextCompactionThreadItem(WireModel):
    id: str
    type: Literal["contextCompaction"]


class DeletePatchChangeKind(WireModel):
    type: Literal["delete"]


class InputAudioDynamicToolCallOutputContentItem(WireModel):
    audio_url: str
    type: Literal["inputAudio"]


class InputImageDynamicToolCallOutputContentItem(WireModel):
    image_url: str
    type: Literal["inputImage"]


class InputTextDynamicToolCallOutputContentItem(WireModel):
    text: str
    type: Literal["inputText"]


class UnknownDynamicToolCallOutputContentItem(UnknownVariant):
    """An alternative of `DynamicToolCallOutputContentItem` unknown to this package."""

    @property
    def type(self) -> str | None:
        return self._text("type")


DynamicToolCallOutputContentItem: TypeAlias = Annotated[
    InputTextDynamicToolCallOutputContentItem
    | InputImageDynamicToolCallOutputContentItem
    | InputAudioDynamicToolCallOutputContentItem
    | UnknownDynamicToolCallOutputContentItem,
    OpenUnion(
        "type",
        {
            "inputText": InputTextDynamicToolCallOutputContentItem,
            "inputImage": InputImageDynamicToolCallOutputContentItem,
            "inputAudio": InputAudioDynamicToolCallOutputContentItem,
        },
        UnknownDynamicToolCallOutputContentItem,
    ),
]


class DynamicToolCallStatus(OpenEnum):
    in_progress = "inProgress"
    completed = "completed"
    failed = "failed"


class DynamicToolCallThreadItem(WireModel):
    arguments: Any = None
    content_items: list[DynamicToolCallOutputContentItem] | None = None
    duration_ms: int | None = None
    """The duration of the dynamic tool call in milliseconds."""
    id: str
    namespace: str | None = None
    status: DynamicToolCallStatus
    success: bool | None = None
    tool: str
    type: Literal["dynamicToolCall"]


class EncryptedContentFunctionCallOutputContentItem(WireModel):
    encrypted_content: Annotated[str, Field(alias="encrypted_content")]
    type: Literal["encrypted_content"]


class EnteredReviewModeThreadItem(WireModel):
    id: str
    review: str
    type: Literal["enteredReviewMode"]


class ExitedReviewModeThreadItem(WireModel):
    id: str
    review: str
    type: Literal["exitedReviewMode"]


class UpdatePatchChangeKind(WireModel):
    move_path: Annotated[str | None, Field(alias="move_path")] = None
    type: Literal["update"]


class UnknownPatchChangeKind(UnknownVariant):
    """An alternative of `PatchChangeKind` unknown to this package."""

    @property
    def type(self) -> str | None:
        return self._text("type")


PatchChangeKind: TypeAlias = Annotated[
    AddPatchChangeKind | DeletePatchChangeKind | UpdatePatchChangeKind | UnknownPatchChangeKind,
    OpenUnion(
        "type",
        {"add": AddPatchChangeKind, "delete": DeletePatchChangeKind, "update": UpdatePatchChangeKind},
        UnknownPatchChangeKind,
    ),
]


class FileUpdateChange(WireModel):
    diff: str
    kind: PatchChangeKind
    path: str


class PatchApplyStatus(OpenEnum):
    in_progress = "inProgress"
    completed = "completed"
    failed = "failed"
    declined = "declined"


class FileChangeThreadItem(WireModel):
    changes: list[FileUpdateChange]
    id: str
    status: PatchApplyStatus
    type: Literal["fileChange"]


class FindInPageWebSearchAction(WireModel):
    pattern: str | None = None
    type: Literal["findInPage"]
    url: str | None = None


class InputAudioFunctionCallOutputContentItem(WireModel):
    audio_url: Annotated[str, Field(alias="audio_url")]
    type: Literal["input_audio"]


class InputImageFunctionCallOutputContentItem(WireModel):
    """Requires one of: `image_url`, `file_id`."""

    detail: ImageDetail | None = None
    type: Literal["input_image"]
    image_url: Annotated[str | None, Field(alias="image_url")] = None
    file_id: Annotated[str | None, Field(alias="file_id")] = None


class InputTextFunctionCallOutputContentItem(WireModel):
    text: str
    type: Literal["input_text"]


class UnknownFunctionCallOutputContentItem(UnknownVariant):
    """An alternative of `FunctionCallOutputContentItem` unknown to this package."""

    @property
    def type(self) -> str | None:
        return self._text("type")


FunctionCallOutputContentItem: TypeAlias = Annotated[
    InputTextFunctionCallOutputContentItem
    | InputImageFunctionCallOutputContentItem
    | InputAudioFunctionCallOutputContentItem
    | EncryptedContentFunctionCallOutputContentItem
    | UnknownFunctionCallOutputContentItem,
    OpenUnion(
        "type",
        {
            "input_text": InputTextFunctionCallOutputContentItem,
            "input_image": InputImageFunctionCallOutputContentItem,
            "input_audio": InputAudioFunctionCallOutputContentItem,
            "encrypted_content": EncryptedContentFunctionCallOutputContentItem,
        },
        UnknownFunctionCallOutputContentItem,
    ),
]
"""Responses API compatible content items that can be returned by a tool call. This is a subset of
ContentItem with the types we support as function call outputs.
"""

FunctionCallOutputBody: TypeAlias = str | list[FunctionCallOutputContentItem]


class FunctionCallOutputThreadItem(WireModel):
    id: str
    name: str
    namespace: str | None = None
    output: FunctionCallOutputBody
    type: Literal["functionCallOutput"]


class HookPromptFragment(WireModel):
    hook_run_id: str
    text: str


class HookPromptThreadItem(WireModel):
    fragments: list[HookPromptFragment]
    id: str
    type: Literal["hookPrompt"]


class UsageLimitExceededImageGenerationFailure(WireModel):
    limit_id: str
    resets_at: int | None = None
    type: Literal["usageLimitExceeded"]


class UnknownImageGenerationFailure(UnknownVariant):
    """An alternative of `ImageGenerationFailure` unknown to this package."""

    @property
    def type(self) -> str | None:
        return self._text("type")


ImageGenerationFailure: TypeAlias = Annotated[
    UsageLimitExceededImageGenerationFailure | UnknownImageGenerationFailure,
    OpenUnion("type", {"usageLimitExceeded": UsageLimitExceededImageGenerationFailure}, UnknownImageGenerationFailure),
]


class ImageGenerationThreadItem(WireModel):
    failure: ImageGenerationFailure | None = None
    id: str
    result: str
    revised_prompt: str | None = None
    saved_path: AbsolutePathBuf | None = None
    status: str
    transparent_background: bool | None = None
    type: Literal["imageGeneration"]


class ImageUserInput(WireModel):
    """Requires one of: `url`, `fileId`."""

    detail: ImageDetail | None = None
    type: Literal["image"]
    url: str | None = None
    file_id: str | None = None


class ImageViewThreadItem(WireModel):
    id: str
    path: LegacyAppPathString
    type: Literal["imageView"]


class LocalAudioUserInput(WireModel):
    path: str
    type: Literal["localAudio"]


class LocalImageUserInput(WireModel):
    detail: ImageDetail | None = None
    path: str
    type: Literal["localImage"]


class McpAppDisplayMode(OpenEnum):
    inline = "inline"
    fullscreen = "fullscreen"


class McpAppUi(WireModel):
    """UI resource and display preference for model invocations, captured from the tool descriptor."""

    preferred_model_display_mode: McpAppDisplayMode
    resource_uri: str


class McpToolCallAppContext(WireModel):
    action_name: str | None = None
    app_name: str | None = None
    connector_id: str
    link_id: str | None = None
    resource_uri: str | None = None


class McpToolCallError(WireModel):
    message: str


class McpToolCallResult(WireModel):
    meta: Annotated[Any, Field(alias="_meta")] = None
    content: list[Any]
    structured_content: Any = None


class McpToolCallStatus(OpenEnum):
    in_progress = "inProgress"
    completed = "completed"
    failed = "failed"


class McpToolCallThreadItem(WireModel):
    app_context: McpToolCallAppContext | None = None
    arguments: Any = None
    duration_ms: int | None = None
    """The duration of the MCP tool call in milliseconds."""
    error: McpToolCallError | None = None
    id: str
    mcp_app_resource_uri: str | None = None
    """Legacy compatibility field; prefer `mcpAppUi.resourceUri` when available."""
    mcp_app_ui: McpAppUi | None = None
    """Presentation captured from the invoked descriptor; absent in older history."""
    plugin_id: str | None = None
    read_only_hint: bool | None = None
    result: McpToolCallResult | None = None
    server: str
    status: McpToolCallStatus
    tool: str
    type: Literal["mcpToolCall"]


class MentionUserInput(WireModel):
    name: str
    path: str
    type: Literal["mention"]


class OpenPageWebSearchAction(WireModel):
    type: Literal["openPage"]
    url: str | None = None


class OtherWebSearchAction(WireModel):
    type: Literal["other"]


class PlanThreadItem(WireModel):
    """EXPERIMENTAL - proposed plan item content. The completed plan item is authoritative and may not
    match the concatenation of `PlanDelta` text.
    """

    id: str
    text: str
    type: Literal["plan"]


class ReasoningThreadItem(WireModel):
    content: list[str] = Field(default_factory=list[str])
    id: str
    summary: list[str] = Field(default_factory=list[str])
    type: Literal["reasoning"]


class SearchWebSearchAction(WireModel):
    queries: list[str] | None = None
    query: str | None = None
    type: Literal["search"]


class SkillUserInput(WireModel):
    name: str
    path: str
    type: Literal["skill"]


class SleepThreadItem(WireModel):
    """Display item emitted by the interruptible `clock.sleep` tool."""

    duration_ms: int
    id: str
    type: Literal["sleep"]


class SubAgentActivityKind(OpenEnum):
    started = "started"
    interacted = "interacted"
    interrupted = "interrupted"
    completed = "completed"


class SubAgentActivityThreadItem(WireModel):
    agent_path: str
    agent_thread_id: str
    id: str
    kind: SubAgentActivityKind
    model: str | None = None
    """Resolved model at sub-agent creation; absent from older records and other activities."""
    reasoning_effort: ReasoningEffort | None = None
    """Resolved reasoning effort at sub-agent creation, when known."""
    type: Literal["subAgentActivity"]


class TextElement(WireModel):
    byte_range: ByteRange
    """Byte range in the parent `text` buffer that this element occupies."""
    placeholder: str | None = None
    """Optional human-readable placeholder for the element, displayed in the UI."""


class TextUserInput(WireModel):
    text: str
    text_elements: Annotated[list[TextElement], Field(alias="text_elements")] = Field(default_factory=list[TextElement])
    """UI-defined spans within `text` used to render or persist special elements."""
    type: Literal["text"]


class UnknownUserInput(UnknownVariant):
    """An alternative of `UserInput` unknown to this package."""

    @property
    def type(self) -> str | None:
        return self._text("type")


UserInput: TypeAlias = Annotated[
    TextUserInput
    | ImageUserInput
    | LocalImageUserInput
    | AudioUserInput
    | LocalAudioUserInput
    | SkillUserInput
    | MentionUserInput
    | UnknownUserInput,
    OpenUnion(
        "type",
        {
            "text": TextUserInput,
            "image": ImageUserInput,
            "localImage": LocalImageUserInput,
            "audio": AudioUserInput,
            "localAudio": LocalAudioUserInput,
            "skill": SkillUserInput,
            "mention": MentionUserInput,
        },
        UnknownUserInput,
    ),
]


class UserMessageThreadItem(WireModel):
    client_id: str | None = None
    content: list[UserInput]
    id: str
    type: Literal["userMessage"]


class UnknownWebSearchAction(UnknownVariant):
    """An alternative of `WebSearchAction` unknown to this package."""

    @property
    def type(self) -> str | None:
        return self._text("type")


WebSearchAction: TypeAlias = Annotated[
    SearchWebSearchAction
    | OpenPageWebSearchAction
    | FindInPageWebSearchAction
    | OtherWebSearchAction
    | UnknownWebSearchAction,
    OpenUnion(
        "type",
        {
            "search": SearchWebSearchAction,
            "openPage": OpenPageWebSearchAction,
            "findInPage": FindInPageWebSearchAction,
            "other": OtherWebSearchAction,
        },
        UnknownWebSearchAction,
    ),
]


class WebSearchThreadItem(WireModel):
    action: WebSearchAction | None = None
    id: str
    query: str
    results: list[Any] | None = None
    """Structured search results returned out-of-band by standalone web search.

    These stay as opaque JSON at the extension/app-server boundary so new result fields and result
    types can pass through without a Codex release.
    """
    type: Literal["webSearch"]


class UnknownThreadItem(UnknownVariant):
    """An alternative of `ThreadItem` unknown to this package."""

    @property
    def type(self) -> str | None:
        return self._text("type")


ThreadItem: TypeAlias = Annotated[
    UserMessageThreadItem
    | HookPromptThreadItem
    | AgentMessageThreadItem
    | FunctionCallOutputThreadItem
    | PlanThreadItem
    | ReasoningThreadItem
    | CommandExecutionThreadItem
    | FileChangeThreadItem
    | McpToolCallThreadItem
    | DynamicToolCallThreadItem
    | CollabAgentToolCallThreadItem
    | SubAgentActivityThreadItem
    | WebSearchThreadItem
    | ImageViewThreadItem
    | SleepThreadItem
    | ImageGenerationThreadItem
    | EnteredReviewModeThreadItem
    | ExitedReviewModeThreadItem
    | ContextCompactionThreadItem
    | UnknownThreadItem,
    OpenUnion(
        "type",
        {
            "userMessage": UserMessageThreadItem,
            "hookPrompt": HookPromptThreadItem,
            "agentMessage": AgentMessageThreadItem,
            "functionCallOutput": FunctionCallOutputThreadItem,
            "plan": PlanThreadItem,
            "reasoning": ReasoningThreadItem,
            "commandExecution": CommandExecutionThreadItem,
            "fileChange": FileChangeThreadItem,
            "mcpToolCall": McpToolCallThreadItem,
            "dynamicToolCall": DynamicToolCallThreadItem,
            "collabAgentToolCall": CollabAgentToolCallThreadItem,
            "subAgentActivity": SubAgentActivityThreadItem,
            "webSearch": WebSearchThreadItem,
            "imageView": ImageViewThreadItem,
            "sleep": SleepThreadItem,
            "imageGeneration": ImageGenerationThreadItem,
            "enteredReviewMode": EnteredReviewModeThreadItem,
            "exitedReviewMode": ExitedReviewModeThreadItem,
            "contextCompaction": ContextCompactionThreadItem,
        },
        UnknownThreadItem,
    ),
]
