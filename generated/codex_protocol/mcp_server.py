"""The `mcp_server` types of the Codex protocol. Generated from the schema of runtime 0.163.0; do not edit."""

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field

from ._enums import OpenEnum
from ._models import BestMatchUnion, OpenUnion, UnknownVariant, WireModel


class BlobResourceContent(WireModel):
    meta: Annotated[Any, Field(alias="_meta")] = None
    blob: str
    mime_type: str | None = None
    uri: str
    """The URI of this resource."""


class McpElicitationObjectType(OpenEnum):
    object = "object"


class McpElicitationBooleanType(OpenEnum):
    boolean = "boolean"


class McpElicitationBooleanSchema(WireModel):
    default: bool | None = None
    description: str | None = None
    title: str | None = None
    type: McpElicitationBooleanType


class McpElicitationStringType(OpenEnum):
    string = "string"


class McpElicitationLegacyTitledEnumSchema(WireModel):
    default: str | None = None
    description: str | None = None
    enum: list[str]
    enum_names: list[str] | None = None
    title: str | None = None
    type: McpElicitationStringType


class McpElicitationArrayType(OpenEnum):
    array = "array"


class McpElicitationConstOption(WireModel):
    const: str
    title: str


class McpElicitationTitledEnumItems(WireModel):
    any_of: list[McpElicitationConstOption]


class McpElicitationTitledMultiSelectEnumSchema(WireModel):
    default: list[str] | None = None
    description: str | None = None
    items: McpElicitationTitledEnumItems
    max_items: int | None = None
    min_items: int | None = None
    title: str | None = None
    type: McpElicitationArrayType


class McpElicitationUntitledEnumItems(WireModel):
    enum: list[str]
    type: McpElicitationStringType


class McpElicitationUntitledMultiSelectEnumSchema(WireModel):
    default: list[str] | None = None
    description: str | None = None
    items: McpElicitationUntitledEnumItems
    max_items: int | None = None
    min_items: int | None = None
    title: str | None = None
    type: McpElicitationArrayType


McpElicitationMultiSelectEnumSchema: TypeAlias = Annotated[
    McpElicitationUntitledMultiSelectEnumSchema | McpElicitationTitledMultiSelectEnumSchema, BestMatchUnion()
]


class McpElicitationTitledSingleSelectEnumSchema(WireModel):
    default: str | None = None
    description: str | None = None
    one_of: list[McpElicitationConstOption]
    title: str | None = None
    type: McpElicitationStringType


class McpElicitationUntitledSingleSelectEnumSchema(WireModel):
    default: str | None = None
    description: str | None = None
    enum: list[str]
    title: str | None = None
    type: McpElicitationStringType


McpElicitationSingleSelectEnumSchema: TypeAlias = Annotated[
    McpElicitationUntitledSingleSelectEnumSchema | McpElicitationTitledSingleSelectEnumSchema, BestMatchUnion()
]

McpElicitationEnumSchema: TypeAlias = Annotated[
    McpElicitationSingleSelectEnumSchema | McpElicitationMultiSelectEnumSchema | McpElicitationLegacyTitledEnumSchema,
    BestMatchUnion(),
]


class McpElicitationNumberType(OpenEnum):
    number = "number"
    integer = "integer"


class McpElicitationNumberSchema(WireModel):
    default: float | None = None
    description: str | None = None
    maximum: float | None = None
    minimum: float | None = None
    title: str | None = None
    type: McpElicitationNumberType


class McpElicitationStringFormat(OpenEnum):
    email = "email"
    uri = "uri"
    date = "date"
    date_time = "date-time"


class McpElicitationStringSchema(WireModel):
    default: str | None = None
    description: str | None = None
    format: McpElicitationStringFormat | None = None
    max_length: int | None = None
    min_length: int | None = None
    title: str | None = None
    type: McpElicitationStringType


McpElicitationPrimitiveSchema: TypeAlias = Annotated[
    McpElicitationEnumSchema | McpElicitationStringSchema | McpElicitationNumberSchema | McpElicitationBooleanSchema,
    BestMatchUnion(),
]


class McpElicitationSchema(WireModel):
    """Typed form schema for MCP `elicitation/create` requests.

    This matches the `requestedSchema` shape from the MCP 2025-11-25 `ElicitRequestFormParams`
    schema.
    """

    schema_: Annotated[str | None, Field(alias="$schema")] = None
    properties: dict[str, McpElicitationPrimitiveSchema]
    required: list[str] | None = None
    type: McpElicitationObjectType


class FormMcpServerElicitationRequestParams(WireModel):
    meta: Annotated[Any, Field(alias="_meta")] = None
    message: str
    mode: Literal["form"]
    requested_schema: McpElicitationSchema
    server_name: str
    thread_id: str
    turn_id: str | None = None
    """Active Codex turn when this elicitation was observed, if app-server could correlate one.

    This is nullable because MCP models elicitation as a standalone server-to-client request
    identified by the MCP server request id. It may be triggered during a turn, but turn context is
    app-server correlation rather than part of the protocol identity of the elicitation itself.
    """


class McpServerStatusDetail(OpenEnum):
    full = "full"
    tools_and_auth_only = "toolsAndAuthOnly"


class ListMcpServerStatusParams(WireModel):
    cursor: str | None = None
    """Opaque pagination cursor returned by a previous call."""
    detail: McpServerStatusDetail | None = None
    """Controls how much MCP inventory data to fetch for each server. Defaults to `Full` when omitted."""
    limit: int | None = None
    """Optional page size; defaults to a server-defined value."""
    server_name: str | None = None
    """Limit discovery to one server. With a thread ID, reuse that thread's MCP connection.

    Since runtime 0.159.0.
    """
    thread_id: str | None = None
    """Since runtime 0.136.0."""


class McpAuthStatus(OpenEnum):
    unknown = "unknown"
    unsupported = "unsupported"
    not_logged_in = "notLoggedIn"
    bearer_token = "bearerToken"
    o_auth = "oAuth"


class McpServerConnectionStatus(OpenEnum):
    not_started = "notStarted"
    starting = "starting"
    connected = "connected"
    authentication_required = "authenticationRequired"
    failed = "failed"
    cancelled = "cancelled"
    disabled = "disabled"


class McpServerInfo(WireModel):
    """Presentation metadata advertised by an initialized MCP server."""

    description: str | None = None
    icons: list[Any] | None = None
    name: str
    title: str | None = None
    version: str
    website_url: str | None = None


class Resource(WireModel):
    """A known resource that the server is capable of reading."""

    meta: Annotated[Any, Field(alias="_meta")] = None
    annotations: Any = None
    description: str | None = None
    icons: list[Any] | None = None
    mime_type: str | None = None
    name: str
    size: int | None = None
    title: str | None = None
    uri: str


class ResourceTemplate(WireModel):
    """A template description for resources available on the server."""

    annotations: Any = None
    description: str | None = None
    mime_type: str | None = None
    name: str
    title: str | None = None
    uri_template: str


class Tool(WireModel):
    """Definition for a tool the client can call."""

    meta: Annotated[Any, Field(alias="_meta")] = None
    annotations: Any = None
    description: str | None = None
    icons: list[Any] | None = None
    input_schema: Any = None
    name: str
    output_schema: Any = None
    title: str | None = None


class McpServerStatus(WireModel):
    auth_status: McpAuthStatus
    http_origin: str | None = None
    """HTTP origin of the effective configured endpoint, including plugin servers. Excludes
    credentials, path, query, and fragment; null for non-HTTP transports.
    """
    name: str
    plugin_id: str | None = None
    resource_templates: list[ResourceTemplate]
    resources: list[Resource]
    runtime_status: McpServerConnectionStatus | None = None
    """Current thread-runtime connection state; null when unavailable or the configuration changed."""
    server_capabilities: Any = None
    """Capabilities advertised by the initialized MCP server; null when unavailable."""
    server_info: McpServerInfo | None = None
    tools: dict[str, Tool]
    tools_error: str | None = None
    """Tool discovery failed and no catalog was returned. Null when a catalog is returned, including
    cached or empty catalogs.
    """


class ListMcpServerStatusResponse(WireModel):
    data: list[McpServerStatus]
    next_cursor: str | None = None
    """Opaque cursor to pass to the next call to continue after the last item. If None, there are no
    more items to return.
    """


class McpResourceReadTarget(WireModel):
    connector_id: str
    link_id: str | None = None
    """Null explicitly requests no-auth access, subject to the app's resource policy."""


class McpResourceReadParams(WireModel):
    connector_id: str | None = None
    """Since runtime 0.149.0."""
    origin_call_id: str | None = None
    """Originating MCP tool call used to select the resource's app.

    Since runtime 0.149.0.
    """
    server: str
    target: McpResourceReadTarget | None = None
    """Explicit hosted app/account. Omit to retain legacy resource discovery.

    Since runtime 0.157.0.
    """
    thread_id: str | None = None
    uri: str


class TextResourceContent(WireModel):
    meta: Annotated[Any, Field(alias="_meta")] = None
    mime_type: str | None = None
    text: str
    uri: str
    """The URI of this resource."""


ResourceContent: TypeAlias = TextResourceContent | BlobResourceContent
"""Contents returned when reading a resource from an MCP server."""


class McpResourceReadResponse(WireModel):
    contents: list[ResourceContent]
    origin_call_id: str | None = None
    """Originating call when the server applied app-specific resource scoping."""


class McpServerElicitationAction(OpenEnum):
    accept = "accept"
    decline = "decline"
    cancel = "cancel"


class OpenaiFormMcpServerElicitationRequestParams(WireModel):
    meta: Annotated[Any, Field(alias="_meta")] = None
    message: str
    mode: Literal["openaiForm"]
    requested_schema: Any = None
    server_name: str
    thread_id: str
    turn_id: str | None = None
    """Active Codex turn when this elicitation was observed, if app-server could correlate one.

    This is nullable because MCP models elicitation as a standalone server-to-client request
    identified by the MCP server request id. It may be triggered during a turn, but turn context is
    app-server correlation rather than part of the protocol identity of the elicitation itself.
    """


class OpenaiSlashFormMcpServerElicitationRequestParams(WireModel):
    meta: Annotated[Any, Field(alias="_meta")] = None
    message: str
    mode: Literal["openai/form"]
    requested_schema: Any = None
    server_name: str
    thread_id: str
    turn_id: str | None = None
    """Active Codex turn when this elicitation was observed, if app-server could correlate one.

    This is nullable because MCP models elicitation as a standalone server-to-client request
    identified by the MCP server request id. It may be triggered during a turn, but turn context is
    app-server correlation rather than part of the protocol identity of the elicitation itself.
    """


class OpenaiUserVerificationMcpServerElicitationRequestParams(WireModel):
    """A device-authenticated approval; accepted responses contain the proof in `content`.

    Experimental.
    """

    meta: Annotated[Any, Field(alias="_meta")] = None
    challenge: str
    """Since runtime 0.154.0."""
    description: str
    """Since runtime 0.154.0."""
    mode: Literal["openai/userVerification"]
    title: str
    """Since runtime 0.154.0."""
    server_name: str
    thread_id: str
    turn_id: str | None = None
    """Active Codex turn when this elicitation was observed, if app-server could correlate one.

    This is nullable because MCP models elicitation as a standalone server-to-client request
    identified by the MCP server request id. It may be triggered during a turn, but turn context is
    app-server correlation rather than part of the protocol identity of the elicitation itself.
    """


class UrlMcpServerElicitationRequestParams(WireModel):
    meta: Annotated[Any, Field(alias="_meta")] = None
    elicitation_id: str
    message: str
    mode: Literal["url"]
    url: str
    server_name: str
    thread_id: str
    turn_id: str | None = None
    """Active Codex turn when this elicitation was observed, if app-server could correlate one.

    This is nullable because MCP models elicitation as a standalone server-to-client request
    identified by the MCP server request id. It may be triggered during a turn, but turn context is
    app-server correlation rather than part of the protocol identity of the elicitation itself.
    """


class UnknownMcpServerElicitationRequestParams(UnknownVariant):
    """An alternative of `McpServerElicitationRequestParams` unknown to this package."""

    @property
    def mode(self) -> str | None:
        return self._text("mode")


McpServerElicitationRequestParams: TypeAlias = Annotated[
    OpenaiUserVerificationMcpServerElicitationRequestParams
    | FormMcpServerElicitationRequestParams
    | OpenaiSlashFormMcpServerElicitationRequestParams
    | OpenaiFormMcpServerElicitationRequestParams
    | UrlMcpServerElicitationRequestParams
    | UnknownMcpServerElicitationRequestParams,
    OpenUnion(
        "mode",
        {
            "openai/userVerification": OpenaiUserVerificationMcpServerElicitationRequestParams,
            "form": FormMcpServerElicitationRequestParams,
            "openai/form": OpenaiSlashFormMcpServerElicitationRequestParams,
            "openaiForm": OpenaiFormMcpServerElicitationRequestParams,
            "url": UrlMcpServerElicitationRequestParams,
        },
        UnknownMcpServerElicitationRequestParams,
    ),
]


class McpServerElicitationRequestResponse(WireModel):
    meta: Annotated[Any, Field(alias="_meta")] = None
    """Optional client metadata for form-mode action handling."""
    action: McpServerElicitationAction
    content: Any = None
    """Structured user input for accepted elicitations, mirroring RMCP `CreateElicitationResult`.

    This is nullable because decline/cancel responses have no content.
    """


class McpServerEventNotification(WireModel):
    method: str
    params: Any = None


class McpServerEventStreamNotification(WireModel):
    """Since runtime 0.153.4."""

    notification: McpServerEventNotification
    subscription_id: str


class McpServerEventStreamStartParams(WireModel):
    """Experimental. Since runtime 0.153.4."""

    meta: Annotated[Any, Field(alias="_meta")] = None
    arguments: Any = None
    name: str
    server: str
    subscription_id: str
    thread_id: str


class McpServerEventStreamStartResponse(WireModel):
    """Experimental."""


class McpServerEventStreamStopParams(WireModel):
    """Experimental. Since runtime 0.153.4."""

    subscription_id: str


class McpServerEventStreamStopResponse(WireModel):
    """Experimental."""


class McpServerOauthClientRegistration(OpenEnum):
    auto = "auto"
    cimd = "cimd"
    dcr = "dcr"


class McpServerOauthLoginCompletedNotification(WireModel):
    error: str | None = None
    login_id: str | None = None
    """Identifies the explicit login attempt. Older servers omit this field.

    Since runtime 0.161.0.
    """
    name: str
    success: bool
    thread_id: str | None = None
    """Since runtime 0.144.4."""


class McpServerOauthLoginParams(WireModel):
    client_registration: McpServerOauthClientRegistration | None = None
    """Registration strategy for this login only; omission selects automatic discovery.

    Since runtime 0.149.0.
    """
    name: str
    scopes: list[str] | None = None
    thread_id: str | None = None
    """Since runtime 0.144.4."""
    timeout_secs: int | None = None


class McpServerOauthLoginResponse(WireModel):
    authorization_url: str
    login_id: str | None = None
    """Identifies this login attempt across the response and completion notification. Older servers
    omit this field; current servers always return it.
    """


class McpServerStartupFailureReason(OpenEnum):
    reauthentication_required = "reauthenticationRequired"


class McpServerStartupState(OpenEnum):
    starting = "starting"
    ready = "ready"
    failed = "failed"
    cancelled = "cancelled"


class McpServerStatusUpdatedNotification(WireModel):
    error: str | None = None
    failure_reason: McpServerStartupFailureReason | None = None
    """Since runtime 0.144.4."""
    name: str
    status: McpServerStartupState
    thread_id: str | None = None
    """Since runtime 0.144.4."""


class McpServerToolCallParams(WireModel):
    meta: Annotated[Any, Field(alias="_meta")] = None
    arguments: Any = None
    server: str
    thread_id: str
    tool: str


class McpServerToolCallResponse(WireModel):
    meta: Annotated[Any, Field(alias="_meta")] = None
    content: list[Any]
    is_error: bool | None = None
    structured_content: Any = None
