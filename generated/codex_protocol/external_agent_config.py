"""The `external_agent_config` types of the Codex protocol. Generated from the schema of runtime 0.163.0; do not edit."""

from pydantic import Field

from ._enums import OpenEnum
from ._models import WireModel


class CommandMigration(WireModel):
    name: str


class ExternalAgentConfigDetectParams(WireModel):
    cwds: list[str] | None = None
    """Zero or more working directories to include for repo-scoped detection."""
    include_home: bool | None = None
    """If true, include detection under the user's home directory."""
    max_session_age_days: int | None = None
    """Maximum age in days for detected sessions. Missing values use the default limit.

    Since runtime 0.147.0.
    """
    max_sessions: int | None = None
    """Maximum number of sessions to detect. Missing values use the default limit.

    Since runtime 0.147.0.
    """
    migration_source: str | None = None
    """Optional migration-source selector. Missing or unrecognized values use the default source.

    Since runtime 0.147.0.
    """
    source: str | None = None
    """Deprecated field retained for compatibility. This field is ignored; use `migrationSource` to
    select the migration source.

    Since runtime 0.147.0.
    """


class ExternalAgentConfigMigrationItemType(OpenEnum):
    agents_md = "AGENTS_MD"
    config = "CONFIG"
    skills = "SKILLS"
    plugins = "PLUGINS"
    mcp_server_config = "MCP_SERVER_CONFIG"
    subagents = "SUBAGENTS"
    hooks = "HOOKS"
    commands = "COMMANDS"
    memory = "MEMORY"
    sessions = "SESSIONS"


class HookMigration(WireModel):
    name: str


class McpServerMigration(WireModel):
    name: str


class PluginsMigration(WireModel):
    marketplace_name: str
    plugin_names: list[str]


class SessionMigration(WireModel):
    cwd: str
    path: str
    title: str | None = None


class SkillMigration(WireModel):
    name: str


class SubagentMigration(WireModel):
    name: str


class MigrationDetails(WireModel):
    commands: list[CommandMigration] = Field(default_factory=list[CommandMigration])
    hooks: list[HookMigration] = Field(default_factory=list[HookMigration])
    mcp_servers: list[McpServerMigration] = Field(default_factory=list[McpServerMigration])
    memory: list[str] | None = None
    plugins: list[PluginsMigration] = Field(default_factory=list[PluginsMigration])
    sessions: list[SessionMigration] = Field(default_factory=list[SessionMigration])
    skills: list[SkillMigration] = Field(default_factory=list[SkillMigration])
    subagents: list[SubagentMigration] = Field(default_factory=list[SubagentMigration])


class ExternalAgentConfigMigrationItem(WireModel):
    cwd: str | None = None
    """Null or empty means home-scoped migration; non-empty means repo-scoped migration."""
    description: str
    details: MigrationDetails | None = None
    item_type: ExternalAgentConfigMigrationItemType


class ExternalAgentDetectedConnectorSource(OpenEnum):
    remote_mcp_servers_config = "remoteMcpServersConfig"
    session_tool_use = "sessionToolUse"


class ExternalAgentDetectedConnectorCandidate(WireModel):
    name: str
    session_count: int
    source: ExternalAgentDetectedConnectorSource


class ExternalAgentConfigDetectResponse(WireModel):
    connectors: list[ExternalAgentDetectedConnectorCandidate] = Field(
        default_factory=list[ExternalAgentDetectedConnectorCandidate]
    )
    items: list[ExternalAgentConfigMigrationItem]


class ExternalAgentConfigImportItemTypeFailure(WireModel):
    cwd: str | None = None
    error_type: str | None = None
    failure_stage: str
    item_type: ExternalAgentConfigMigrationItemType
    message: str
    source: str | None = None
    sub_error_type: str | None = None


class ExternalAgentConfigImportItemTypeSuccess(WireModel):
    cwd: str | None = None
    item_type: ExternalAgentConfigMigrationItemType
    source: str | None = None
    target: str | None = None
    title: str | None = None
    """Original title for an imported session; null for other item types."""


class ExternalAgentConfigImportTypeResult(WireModel):
    failures: list[ExternalAgentConfigImportItemTypeFailure]
    item_type: ExternalAgentConfigMigrationItemType
    successes: list[ExternalAgentConfigImportItemTypeSuccess]


class ExternalAgentConfigImportCompletedNotification(WireModel):
    import_id: str | None = None
    """Since runtime 0.144.4."""
    item_type_results: list[ExternalAgentConfigImportTypeResult] | None = None
    """Since runtime 0.144.4."""


class ExternalAgentConfigImportHistory(WireModel):
    completed_at_ms: int
    failures: list[ExternalAgentConfigImportItemTypeFailure]
    import_id: str
    provider_id: str | None = None
    successes: list[ExternalAgentConfigImportItemTypeSuccess]


class ExternalAgentImportedConnectorSource(OpenEnum):
    remote_mcp_servers_config = "remoteMcpServersConfig"


class ExternalAgentImportedConnectorCandidate(WireModel):
    name: str
    session_count: int
    source: ExternalAgentImportedConnectorSource


class ExternalAgentConfigImportHistoriesReadResponse(WireModel):
    connectors: list[ExternalAgentImportedConnectorCandidate]
    data: list[ExternalAgentConfigImportHistory]


class ExternalAgentConfigImportHistoryRecordSuccessParams(WireModel):
    cwd: str | None = None
    item_type: ExternalAgentConfigMigrationItemType
    source: str | None = None
    target: str | None = None
    title: str | None = None
    """Original title for an imported session, when available."""


class ExternalAgentConfigImportHistoryRecordTypeResultParams(WireModel):
    failures: list[ExternalAgentConfigImportItemTypeFailure]
    item_type: ExternalAgentConfigMigrationItemType
    successes: list[ExternalAgentConfigImportHistoryRecordSuccessParams]


class ExternalAgentConfigImportHistoryRecordParams(WireModel):
    """Since runtime 0.147.0."""

    item_type_results: list[ExternalAgentConfigImportHistoryRecordTypeResultParams]
    """Completed results grouped by imported item type."""
    provider_id: str
    """Opaque provider identifier for the externally completed import."""


class ExternalAgentConfigImportHistoryRecordResponse(WireModel):
    import_id: str


class ExternalAgentConfigImportParams(WireModel):
    migration_items: list[ExternalAgentConfigMigrationItem]
    migration_source: str | None = None
    """Migration-source selector used to produce the migration items. Pass the same value to detection
    and import; missing or unrecognized values use the default source.

    Since runtime 0.147.0.
    """
    provider_id: str | None = None
    """Opaque provider identifier supplied by the caller for analytics attribution and import history
    display. This does not select the migration source.

    Since runtime 0.147.0.
    """
    source: str | None = None
    """Optional identifier for the product that initiated the import.

    Since runtime 0.144.4.
    """


class ExternalAgentConfigImportProgressNotification(WireModel):
    """Since runtime 0.144.4."""

    import_id: str
    item_type_results: list[ExternalAgentConfigImportTypeResult]


class ExternalAgentConfigImportResponse(WireModel):
    import_id: str
