"""The `skills` types of the Codex protocol. Generated from the schema of runtime 0.163.0; do not edit."""

from ._enums import OpenEnum
from ._models import WireModel
from .common import AbsolutePathBuf, LegacyAppPathString
from .shared import SkillInterface


class SkillToolDependency(WireModel):
    command: str | None = None
    description: str | None = None
    transport: str | None = None
    type: str
    url: str | None = None
    value: str


class SkillDependencies(WireModel):
    tools: list[SkillToolDependency]


class SkillErrorInfo(WireModel):
    message: str
    path: str


class SkillScope(OpenEnum):
    user = "user"
    repo = "repo"
    system = "system"
    admin = "admin"


class SkillMetadata(WireModel):
    dependencies: SkillDependencies | None = None
    description: str
    enabled: bool
    interface: SkillInterface | None = None
    name: str
    path: LegacyAppPathString
    plugin_id: str | None = None
    """Owning plugin ID, matching `PluginSummary.id`, when known."""
    scope: SkillScope
    short_description: str | None = None
    """Legacy short_description from SKILL.md. Prefer SKILL.json interface.short_description."""


class SkillsChangedNotification(WireModel):
    """Notification emitted when watched local skill files change.

    Treat this as an invalidation signal and re-run `skills/list` with the client's current
    parameters when refreshed skill metadata is needed.
    """


class SkillsConfigWriteParams(WireModel):
    enabled: bool
    name: str | None = None
    """Name-based selector."""
    path: AbsolutePathBuf | None = None
    """Path-based selector."""


class SkillsConfigWriteResponse(WireModel):
    effective_enabled: bool


class SkillsExtraRootsSetParams(WireModel):
    """Since runtime 0.136.0."""

    extra_roots: list[AbsolutePathBuf]


class SkillsExtraRootsSetResponse(WireModel):
    pass


class SkillsListEntry(WireModel):
    cwd: str
    errors: list[SkillErrorInfo]
    skills: list[SkillMetadata]


class SkillsListParams(WireModel):
    cwds: list[str] | None = None
    """When empty, defaults to the current session working directory."""
    force_reload: bool | None = None
    """When true, bypass the skills cache and re-scan skills from disk."""


class SkillsListResponse(WireModel):
    data: list[SkillsListEntry]
