"""The `config` types of the Codex protocol. Generated from the schema of runtime 0.163.0; do not edit."""

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field

from ._enums import OpenEnum
from ._models import OpenUnion, UnknownVariant, WireModel
from .common import AbsolutePathBuf, ApprovalsReviewer, ReasoningEffort
from .other import AppLinksConfig, AppToolsConfig, ToolExposureSurface
from .shared import ReasoningSummary, SandboxMode
from .threads import AskForApproval


class AgentConfiguredHookHandler(WireModel):
    type: Literal["agent"]


class AllowDenyRequirement(OpenEnum):
    allow = "allow"
    deny = "deny"


class AnalyticsConfig(WireModel):
    enabled: bool | None = None


class AppToolApproval(OpenEnum):
    auto = "auto"
    prompt = "prompt"
    writes = "writes"
    approve = "approve"


class AppConfig(WireModel):
    approvals_reviewer: Annotated[ApprovalsReviewer | None, Field(alias="approvals_reviewer")] = None
    default_tools_approval_mode: Annotated[AppToolApproval | None, Field(alias="default_tools_approval_mode")] = None
    default_tools_enabled: Annotated[bool | None, Field(alias="default_tools_enabled")] = None
    destructive_enabled: Annotated[bool | None, Field(alias="destructive_enabled")] = None
    enabled: bool = True
    links: AppLinksConfig | None = None
    """Per-account approval settings keyed by link ID."""
    omit_tools_from: Annotated[list[ToolExposureSurface] | None, Field(alias="omit_tools_from")] = None
    """Additional model-facing surfaces omitted for this connector's tools."""
    open_world_enabled: Annotated[bool | None, Field(alias="open_world_enabled")] = None
    tools: AppToolsConfig | None = None


class AppLinkConfig(WireModel):
    """Approval settings for a connected account within an app."""

    approvals_reviewer: Annotated[ApprovalsReviewer | None, Field(alias="approvals_reviewer")] = None
    default_tools_approval_mode: Annotated[AppToolApproval | None, Field(alias="default_tools_approval_mode")] = None


class AppToolConfig(WireModel):
    approval_mode: Annotated[AppToolApproval | None, Field(alias="approval_mode")] = None
    enabled: bool | None = None


class NetworkDomainPermission(OpenEnum):
    allow = "allow"
    deny = "deny"


class ApplicationNetworkRequirements(WireModel):
    domains: dict[str, NetworkDomainPermission]
    enabled: bool
    """When enabled, only explicitly allowed exact domains may be contacted."""


class ApplicationRequirements(WireModel):
    network: ApplicationNetworkRequirements | None = None


class AppsDefaultConfig(WireModel):
    approvals_reviewer: Annotated[ApprovalsReviewer | None, Field(alias="approvals_reviewer")] = None
    default_tools_approval_mode: Annotated[AppToolApproval | None, Field(alias="default_tools_approval_mode")] = None
    destructive_enabled: Annotated[bool, Field(alias="destructive_enabled")] = True
    enabled: bool = True
    open_world_enabled: Annotated[bool, Field(alias="open_world_enabled")] = True


class AppsConfig(WireModel):
    default: Annotated[AppsDefaultConfig | None, Field(alias="_default")] = None


class AutoCompactTokenLimitScope(OpenEnum):
    """Selects which part of the active context is charged against `model_auto_compact_token_limit`."""

    total = "total"
    """Count the full active context against the limit."""
    body_after_prefix = "body_after_prefix"
    """Count sampled output and later growth after the carried window prefix."""


class AutoReviewRequirements(WireModel):
    ignore_rules: list[str] | None = None
    required_on_models: list[str] | None = None


class BrowserUseAccessApprovalLifetime(OpenEnum):
    turn = "turn"
    thread = "thread"


class BrowserUseOriginPolicyConfig(WireModel):
    access: AllowDenyRequirement | None = None
    downloads: AllowDenyRequirement | None = None
    full_cdp_access: Annotated[AllowDenyRequirement | None, Field(alias="full_cdp_access")] = None
    uploads: AllowDenyRequirement | None = None


class BrowserUseConfig(WireModel):
    allow_history_access: Annotated[bool | None, Field(alias="allow_history_access")] = None
    default_origin_policy: Annotated[BrowserUseOriginPolicyConfig | None, Field(alias="default_origin_policy")] = None
    origins: dict[str, BrowserUseOriginPolicyConfig] | None = None


class RequestHeader(WireModel):
    name: str
    value: str


class BrowserUseExtensionRequirements(WireModel):
    request_headers: list[RequestHeader] | None = None


class BrowserUseOriginPolicy(WireModel):
    access: AllowDenyRequirement | None = None
    access_approval_lifetime: BrowserUseAccessApprovalLifetime | None = None
    auto_review: AllowDenyRequirement | None = None
    downloads: AllowDenyRequirement | None = None
    full_cdp_access: AllowDenyRequirement | None = None
    persistent_approval: bool | None = None
    uploads: AllowDenyRequirement | None = None


class BrowserUseRequirements(WireModel):
    allow_global_persistent_approval: bool | None = None
    allow_history_access: bool | None = None
    allow_webmcp: bool | None = None
    default_origin_policy: BrowserUseOriginPolicy | None = None
    disable_auto_review: bool | None = None
    extension: BrowserUseExtensionRequirements | None = None
    origins: dict[str, BrowserUseOriginPolicy] | None = None


class CliAuthCredentialsStoreMode(OpenEnum):
    file = "file"
    keyring = "keyring"
    auto = "auto"
    ephemeral = "ephemeral"


class CommandConfiguredHookHandler(WireModel):
    additional_context_limit: int | None = None
    """Approximate token threshold for spilling this hook's `additionalContext` to disk. `null` uses
    2,500 tokens; `0` disables spilling for this hook. The threshold is evaluated against the
    original context; a spilled preview also includes recovery metadata.
    """
    async_: bool
    command: str
    command_windows: str | None = None
    status_message: str | None = None
    timeout_sec: int | None = None
    type: Literal["command"]


class ComputerUseMacosConfig(WireModel):
    bundle_ids: Annotated[dict[str, AllowDenyRequirement] | None, Field(alias="bundle_ids")] = None


class ComputerUseWindowsExeConfig(WireModel):
    access: AllowDenyRequirement
    binary_name: Annotated[str | None, Field(alias="binary_name")] = None
    product_name: Annotated[str, Field(alias="product_name")]
    publisher_name: Annotated[str, Field(alias="publisher_name")]


class ComputerUseWindowsConfig(WireModel):
    aumids: dict[str, AllowDenyRequirement] | None = None
    exes: list[ComputerUseWindowsExeConfig] | None = None


class ComputerUseConfig(WireModel):
    default_app_access: Annotated[AllowDenyRequirement | None, Field(alias="default_app_access")] = None
    macos: ComputerUseMacosConfig | None = None
    windows: ComputerUseWindowsConfig | None = None


class ComputerUseMacosRequirements(WireModel):
    bundle_ids: dict[str, AllowDenyRequirement] | None = None


class ComputerUseWindowsExeRequirement(WireModel):
    access: AllowDenyRequirement
    binary_name: str | None = None
    product_name: str
    publisher_name: str


class ComputerUseWindowsRequirements(WireModel):
    aumids: dict[str, AllowDenyRequirement] | None = None
    exes: list[ComputerUseWindowsExeRequirement] | None = None


class ComputerUseRequirements(WireModel):
    allow_locked_computer_use: bool | None = None
    allow_persistent_approval: bool | None = None
    default_app_access: AllowDenyRequirement | None = None
    macos: ComputerUseMacosRequirements | None = None
    windows: ComputerUseWindowsRequirements | None = None


ForcedChatgptWorkspaceIds: TypeAlias = str | list[str]
"""Backward-compatible API shape for ChatGPT workspace login restrictions."""


class ForcedLoginMethod(OpenEnum):
    chatgpt = "chatgpt"
    api = "api"


class SandboxWorkspaceWrite(WireModel):
    exclude_slash_tmp: Annotated[bool, Field(alias="exclude_slash_tmp")] = False
    exclude_tmpdir_env_var: Annotated[bool, Field(alias="exclude_tmpdir_env_var")] = False
    network_access: Annotated[bool, Field(alias="network_access")] = False
    writable_roots: Annotated[list[str], Field(alias="writable_roots")] = Field(default_factory=list[str])


class WebSearchContextSize(OpenEnum):
    low = "low"
    medium = "medium"
    high = "high"


class WebSearchLocation(WireModel):
    city: str | None = None
    country: str | None = None
    region: str | None = None
    timezone: str | None = None


class WebSearchToolConfig(WireModel):
    allowed_domains: Annotated[list[str] | None, Field(alias="allowed_domains")] = None
    context_size: Annotated[WebSearchContextSize | None, Field(alias="context_size")] = None
    location: WebSearchLocation | None = None


class ToolsV2(WireModel):
    web_search: Annotated[WebSearchToolConfig | None, Field(alias="web_search")] = None


class Verbosity(OpenEnum):
    """Controls output length/detail on GPT-5 models via the Responses API. Serialized with lowercase
    values to match the OpenAI API.
    """

    low = "low"
    medium = "medium"
    high = "high"


class WebSearchMode(OpenEnum):
    disabled = "disabled"
    cached = "cached"
    indexed = "indexed"
    live = "live"


class Config(WireModel):
    analytics: AnalyticsConfig | None = None
    approval_policy: Annotated[AskForApproval | None, Field(alias="approval_policy")] = None
    approvals_reviewer: Annotated[ApprovalsReviewer | None, Field(alias="approvals_reviewer")] = None
    """[UNSTABLE] Optional default for where approval requests are routed for review."""
    apps: AppsConfig | None = None
    """Experimental."""
    browser_use: Annotated[BrowserUseConfig | None, Field(alias="browser_use")] = None
    compact_prompt: Annotated[str | None, Field(alias="compact_prompt")] = None
    computer_use: Annotated[ComputerUseConfig | None, Field(alias="computer_use")] = None
    desktop: dict[str, Any] | None = None
    developer_instructions: Annotated[str | None, Field(alias="developer_instructions")] = None
    forced_chatgpt_workspace_id: Annotated[
        ForcedChatgptWorkspaceIds | None, Field(alias="forced_chatgpt_workspace_id")
    ] = None
    forced_login_method: Annotated[ForcedLoginMethod | None, Field(alias="forced_login_method")] = None
    instructions: str | None = None
    model: str | None = None
    model_auto_compact_token_limit: Annotated[int | None, Field(alias="model_auto_compact_token_limit")] = None
    model_auto_compact_token_limit_scope: Annotated[
        AutoCompactTokenLimitScope | None, Field(alias="model_auto_compact_token_limit_scope")
    ] = None
    model_context_window: Annotated[int | None, Field(alias="model_context_window")] = None
    model_provider: Annotated[str | None, Field(alias="model_provider")] = None
    model_reasoning_effort: Annotated[ReasoningEffort | None, Field(alias="model_reasoning_effort")] = None
    model_reasoning_summary: Annotated[ReasoningSummary | None, Field(alias="model_reasoning_summary")] = None
    model_verbosity: Annotated[Verbosity | None, Field(alias="model_verbosity")] = None
    review_model: Annotated[str | None, Field(alias="review_model")] = None
    sandbox_mode: Annotated[SandboxMode | None, Field(alias="sandbox_mode")] = None
    sandbox_workspace_write: Annotated[SandboxWorkspaceWrite | None, Field(alias="sandbox_workspace_write")] = None
    service_tier: Annotated[str | None, Field(alias="service_tier")] = None
    tools: ToolsV2 | None = None
    web_search: Annotated[WebSearchMode | None, Field(alias="web_search")] = None


class MergeStrategy(OpenEnum):
    replace_ = "replace"
    upsert = "upsert"


class ConfigEdit(WireModel):
    key_path: str
    merge_strategy: MergeStrategy
    value: Any = None


class ConfigBatchWriteParams(WireModel):
    edits: list[ConfigEdit]
    expected_version: str | None = None
    file_path: str | None = None
    """Path to the config file to write; defaults to the user's `config.toml` when omitted."""
    reload_user_config: bool | None = None
    """When true, hot-reload updated runtime settings into loaded threads after writing. Session-static
    model, reasoning-effort, Plan-mode reasoning-effort, and service-tier defaults are not reloaded.
    The deprecated personality setting is also not reloaded.
    """


class EnterpriseManagedConfigLayerSource(WireModel):
    """Enterprise-managed config layer delivered by the cloud config bundle."""

    id: str
    """Stable identifier for the delivered layer."""
    name: str
    """Admin-facing name for the delivered layer. This is surfaced in diagnostics so users know which
    cloud layer needs administrator attention.
    """
    type: Literal["enterpriseManaged"]


class LegacyManagedConfigTomlFromFileConfigLayerSource(WireModel):
    """`managed_config.toml` was designed to be a config that was loaded as the last layer on top of
    everything else. This scheme did not quite work out as intended, but we keep this variant as a
    "best effort" while we phase out `managed_config.toml` in favor of `requirements.toml`.
    """

    file: AbsolutePathBuf
    type: Literal["legacyManagedConfigTomlFromFile"]


class LegacyManagedConfigTomlFromMdmConfigLayerSource(WireModel):
    type: Literal["legacyManagedConfigTomlFromMdm"]


class MdmConfigLayerSource(WireModel):
    """Managed preferences layer delivered by MDM (macOS only)."""

    domain: str
    key: str
    type: Literal["mdm"]


class PackagedDefaultsConfigLayerSource(WireModel):
    """Default configuration supplied with the installed Codex package."""

    file: AbsolutePathBuf
    """Path to the packaged default configuration file."""
    type: Literal["packagedDefaults"]


class ProjectConfigLayerSource(WireModel):
    """Path to a .codex/ folder within a project. There could be multiple of these between `cwd` and
    the project/repo root.
    """

    dot_codex_folder: AbsolutePathBuf
    type: Literal["project"]


class SessionFlagsConfigLayerSource(WireModel):
    """Session-layer overrides supplied via `-c`/`--config`."""

    type: Literal["sessionFlags"]


class SystemConfigLayerSource(WireModel):
    """Managed config layer from a file (usually `managed_config.toml`)."""

    file: AbsolutePathBuf
    """This is the path to the system config.toml file, though it is not guaranteed to exist."""
    type: Literal["system"]


class UserConfigLayerSource(WireModel):
    """User config layer from $CODEX_HOME/config.toml. This layer is special in that it is expected to
    be: - writable by the user - generally outside the workspace directory
    """

    file: AbsolutePathBuf
    """This is the path to the user's config.toml file, though it is not guaranteed to exist."""
    profile: str | None = None
    """Name of the selected profile-v2 config layered on top of the base user config, when this layer
    represents one.
    """
    type: Literal["user"]


class UnknownConfigLayerSource(UnknownVariant):
    """An alternative of `ConfigLayerSource` unknown to this package."""

    @property
    def type(self) -> str | None:
        return self._text("type")


ConfigLayerSource: TypeAlias = Annotated[
    PackagedDefaultsConfigLayerSource
    | MdmConfigLayerSource
    | SystemConfigLayerSource
    | EnterpriseManagedConfigLayerSource
    | UserConfigLayerSource
    | ProjectConfigLayerSource
    | SessionFlagsConfigLayerSource
    | LegacyManagedConfigTomlFromFileConfigLayerSource
    | LegacyManagedConfigTomlFromMdmConfigLayerSource
    | UnknownConfigLayerSource,
    OpenUnion(
        "type",
        {
            "packagedDefaults": PackagedDefaultsConfigLayerSource,
            "mdm": MdmConfigLayerSource,
            "system": SystemConfigLayerSource,
            "enterpriseManaged": EnterpriseManagedConfigLayerSource,
            "user": UserConfigLayerSource,
            "project": ProjectConfigLayerSource,
            "sessionFlags": SessionFlagsConfigLayerSource,
            "legacyManagedConfigTomlFromFile": LegacyManagedConfigTomlFromFileConfigLayerSource,
            "legacyManagedConfigTomlFromMdm": LegacyManagedConfigTomlFromMdmConfigLayerSource,
        },
        UnknownConfigLayerSource,
    ),
]


class ConfigLayer(WireModel):
    config: Any = None
    disabled_reason: str | None = None
    name: ConfigLayerSource
    version: str


class ConfigLayerMetadata(WireModel):
    name: ConfigLayerSource
    version: str


class ConfigReadParams(WireModel):
    cwd: str | None = None
    """Optional working directory to resolve project config layers. If specified, return the effective
    config as seen from that directory (i.e., including any project layers between `cwd` and the
    project/repo root).
    """
    include_layers: bool | None = None


class ConfigReadResponse(WireModel):
    config: Config
    layers: list[ConfigLayer] | None = None
    origins: dict[str, ConfigLayerMetadata]


class FeedbackRequirements(WireModel):
    enabled: bool | None = None


class InAppBrowserRequirements(WireModel):
    allow_external_browser_settings_import: bool | None = None


class McpToolConfiguredHookHandler(WireModel):
    input: dict[str, Any]
    server: str
    status_message: str | None = None
    timeout_sec: int | None = None
    tool: str
    type: Literal["mcp_tool"]


class PromptConfiguredHookHandler(WireModel):
    type: Literal["prompt"]


class UnknownConfiguredHookHandler(UnknownVariant):
    """An alternative of `ConfiguredHookHandler` unknown to this package."""

    @property
    def type(self) -> str | None:
        return self._text("type")


ConfiguredHookHandler: TypeAlias = Annotated[
    CommandConfiguredHookHandler
    | McpToolConfiguredHookHandler
    | PromptConfiguredHookHandler
    | AgentConfiguredHookHandler
    | UnknownConfiguredHookHandler,
    OpenUnion(
        "type",
        {
            "command": CommandConfiguredHookHandler,
            "mcp_tool": McpToolConfiguredHookHandler,
            "prompt": PromptConfiguredHookHandler,
            "agent": AgentConfiguredHookHandler,
        },
        UnknownConfiguredHookHandler,
    ),
]


class ConfiguredHookMatcherGroup(WireModel):
    hooks: list[ConfiguredHookHandler]
    matcher: str | None = None


class ManagedHooksRequirements(WireModel):
    interrupt: Annotated[list[ConfiguredHookMatcherGroup], Field(alias="Interrupt")] = Field(
        default_factory=list[ConfiguredHookMatcherGroup]
    )
    permission_request: Annotated[list[ConfiguredHookMatcherGroup], Field(alias="PermissionRequest")]
    post_compact: Annotated[list[ConfiguredHookMatcherGroup], Field(alias="PostCompact")]
    post_tool_use: Annotated[list[ConfiguredHookMatcherGroup], Field(alias="PostToolUse")]
    pre_compact: Annotated[list[ConfiguredHookMatcherGroup], Field(alias="PreCompact")]
    pre_tool_use: Annotated[list[ConfiguredHookMatcherGroup], Field(alias="PreToolUse")]
    session_end: Annotated[list[ConfiguredHookMatcherGroup], Field(alias="SessionEnd")] = Field(
        default_factory=list[ConfiguredHookMatcherGroup]
    )
    session_start: Annotated[list[ConfiguredHookMatcherGroup], Field(alias="SessionStart")]
    stop: Annotated[list[ConfiguredHookMatcherGroup], Field(alias="Stop")]
    subagent_start: Annotated[list[ConfiguredHookMatcherGroup], Field(alias="SubagentStart")]
    subagent_stop: Annotated[list[ConfiguredHookMatcherGroup], Field(alias="SubagentStop")]
    user_prompt_submit: Annotated[list[ConfiguredHookMatcherGroup], Field(alias="UserPromptSubmit")]
    managed_dir: str | None = None
    windows_managed_dir: str | None = None


class NewThreadModelDefaults(WireModel):
    model: str | None = None
    model_reasoning_effort: ReasoningEffort | None = None
    service_tier: str | None = None


class ModelsRequirements(WireModel):
    new_thread: NewThreadModelDefaults | None = None


class NetworkUnixSocketPermission(OpenEnum):
    allow = "allow"
    deny = "deny"


class NetworkRequirements(WireModel):
    allow_local_binding: bool | None = None
    allow_unix_sockets: list[str] | None = None
    """Legacy compatibility view derived from `unix_sockets`."""
    allow_upstream_proxy: bool | None = None
    allowed_domains: list[str] | None = None
    """Legacy compatibility view derived from `domains`."""
    dangerously_allow_all_unix_sockets: bool | None = None
    dangerously_allow_non_loopback_proxy: bool | None = None
    denied_domains: list[str] | None = None
    """Legacy compatibility view derived from `domains`."""
    domains: dict[str, NetworkDomainPermission] | None = None
    """Canonical network permission map for `experimental_network`."""
    enabled: bool | None = None
    http_port: int | None = None
    managed_allowed_domains_only: bool | None = None
    """When true, only managed allowlist entries are respected while managed network enforcement is
    active.
    """
    socks_port: int | None = None
    unix_sockets: dict[str, NetworkUnixSocketPermission] | None = None
    """Canonical unix socket permission map for `experimental_network`."""


class ResidencyRequirement(OpenEnum):
    us = "us"


class WindowsSandboxImplementation(OpenEnum):
    elevated = "elevated"
    unelevated = "unelevated"
    mxc = "mxc"


class ConfigRequirements(WireModel):
    additional_developer_instructions: str | None = None
    allow_appshots: bool | None = None
    allow_browser_and_computer_use: bool | None = None
    allow_login_shell: bool | None = None
    allow_managed_hooks_only: bool | None = None
    allow_remote_control: bool | None = None
    allowed_approval_policies: list[AskForApproval] | None = None
    allowed_approvals_reviewers: list[ApprovalsReviewer] | None = None
    """Experimental."""
    allowed_login_methods: list[ForcedLoginMethod] | None = None
    """Effective login methods after managed, forced-login, and workspace restrictions. An empty list
    permits no login method. Older servers may omit this field.
    """
    allowed_permission_profiles: dict[str, bool] | None = None
    allowed_sandbox_modes: list[SandboxMode] | None = None
    allowed_web_search_modes: list[WebSearchMode] | None = None
    allowed_windows_sandbox_implementations: list[WindowsSandboxImplementation] | None = None
    application: ApplicationRequirements | None = None
    """Experimental."""
    auto_review: AutoReviewRequirements | None = None
    browser_use: BrowserUseRequirements | None = None
    chatgpt_base_url: str | None = None
    check_for_update_on_startup: bool | None = None
    cli_auth_credentials_store: CliAuthCredentialsStoreMode | None = None
    computer_use: ComputerUseRequirements | None = None
    default_permissions: str | None = None
    enforce_residency: ResidencyRequirement | None = None
    feature_requirements: dict[str, bool] | None = None
    feedback: FeedbackRequirements | None = None
    hooks: ManagedHooksRequirements | None = None
    """Experimental."""
    in_app_browser: InAppBrowserRequirements | None = None
    log_dir: str | None = None
    model_catalog_json: str | None = None
    model_provider: str | None = None
    """Exact provider selection required by managed policy."""
    model_providers: dict[str, Any] | None = None
    """Complete required provider definitions, using config.toml field names."""
    models: ModelsRequirements | None = None
    network: NetworkRequirements | None = None
    """Experimental."""
    sqlite_home: str | None = None


class ConfigRequirementsReadResponse(WireModel):
    requirements: ConfigRequirements | None = None
    """Null if no requirements are configured (e.g. no requirements.toml/MDM entries)."""
    supports_independent_speed_modes: bool | None = None
    """Whether Fast and Ultra Fast requirements are enforced independently. Older servers omit this
    field and use Fast mode as a shared speed gate.
    """


class ConfigValueWriteParams(WireModel):
    expected_version: str | None = None
    file_path: str | None = None
    """Path to the config file to write; defaults to the user's `config.toml` when omitted."""
    key_path: str
    merge_strategy: MergeStrategy
    value: Any = None


class TextPosition(WireModel):
    column: int
    """1-based column number (in Unicode scalar values)."""
    line: int
    """1-based line number."""


class TextRange(WireModel):
    end: TextPosition
    start: TextPosition


class ConfigWarningNotification(WireModel):
    details: str | None = None
    """Optional extra guidance or error details."""
    path: str | None = None
    """Optional path to the config file that triggered the warning."""
    range: TextRange | None = None
    """Optional range for the error location inside the config file."""
    summary: str
    """Concise summary of the warning."""


class OverriddenMetadata(WireModel):
    effective_value: Any = None
    message: str
    overriding_layer: ConfigLayerMetadata


class WriteStatus(OpenEnum):
    ok = "ok"
    ok_overridden = "okOverridden"


class ConfigWriteResponse(WireModel):
    file_path: AbsolutePathBuf
    """Canonical path to the config file that was written."""
    overridden_metadata: OverriddenMetadata | None = None
    status: WriteStatus
    version: str


class McpServerRefreshResponse(WireModel):
    pass
